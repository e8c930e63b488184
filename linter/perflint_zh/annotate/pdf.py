"""PDF files with highlights: an update behind the original's bytes, which stay as they are."""

import io
import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, Text
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, FloatObject, NameObject, NumberObject, RectangleObject, TextStringObject

from perflint_zh.annotate.mark import AUTHOR, COLORS, Mark, Marked, Refused
from perflint_zh.rule import SEVERITIES

# What it thinks of a file is no message for officers; what matters is raised.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's own space; in a place: left, top, right, bottom as the page is shown."""

MARGIN = 1.0
"""Points that a highlight stays away from the lines of its cell."""


def mark_pdf(data: bytes, marks: Sequence[Mark], when: datetime) -> Marked | Refused:
    """Highlight each cell once with all that is to be said there; remarks without a place are a note on the first page."""
    try:
        if PdfReader(io.BytesIO(data)).is_encrypted:
            return Refused("PDF有使用限制（加密），不能加批注，未生成副本")
        writer = PdfWriter(io.BytesIO(data), incremental=True)
        pages = len(writer.pages)
        grouped: dict[tuple[int, Box | None], list[Mark]] = defaultdict(list)
        for mark in marks:
            known = mark.place.page is not None and 0 < mark.place.page <= pages
            grouped[(mark.place.page or 1) - 1 if known else 0, mark.place.box if known else None].append(mark)
        for (number, box), here in grouped.items():
            writer.add_annotation(number, _annotation(writer.pages[number], box, here, when))
        stream = io.BytesIO()
        writer.write(stream)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return Refused(f"PDF的结构不常见（{type(error).__name__}），没能加上批注，未生成副本")
    return Marked(stream.getvalue(), sum(len(here) for (_, box), here in grouped.items() if box is None))


def _annotation(page: Any, box: Box | None, marks: Sequence[Mark], when: datetime) -> Any:
    frame = _frame(page)
    gravest = min((mark.severity for mark in marks), key=SEVERITIES.index)
    said = "\n\n".join(mark.text for mark in marks)
    if box is None:
        note: Any = Text(rect=(frame[0] + 10, frame[3] - 30, frame[0] + 30, frame[3] - 10), text=said)
    else:
        left, bottom, right, top = _in_page(box, frame, page.rotation // 90 % 4)
        corners = (left, top, right, top, left, bottom, right, bottom)
        note = Highlight(
            rect=RectangleObject((left, bottom, right, top)),
            quad_points=ArrayObject(FloatObject(one) for one in corners),
            highlight_color=COLORS[gravest].lower(),
        )
        note[NameObject("/Contents")] = TextStringObject(said)
    note[NameObject("/T")] = TextStringObject(AUTHOR)
    note[NameObject("/M")] = TextStringObject(when.strftime("D:%Y%m%d%H%M%SZ"))
    note[NameObject("/F")] = NumberObject(4)
    return note


def _frame(page: Any) -> Box:
    """The part of the page that is shown."""
    media, crop = page.mediabox, page.cropbox
    return (
        max(float(media.left), float(crop.left)),
        max(float(media.bottom), float(crop.bottom)),
        min(float(media.right), float(crop.right)),
        min(float(media.top), float(crop.top)),
    )


def _in_page(box: Box, frame: Box, quarter: int) -> Box:
    """A box in points from the top left corner of the page as shown, in the page's own space before its turns."""
    left, top, right, bottom = box[0] + MARGIN, box[1] + MARGIN, box[2] - MARGIN, box[3] - MARGIN
    match quarter:
        case 0:
            return frame[0] + left, frame[3] - bottom, frame[0] + right, frame[3] - top
        case 1:
            return frame[0] + top, frame[1] + left, frame[0] + bottom, frame[1] + right
        case 2:
            return frame[2] - right, frame[1] + top, frame[2] - left, frame[1] + bottom
    return frame[2] - bottom, frame[3] - right, frame[2] - top, frame[3] - left
