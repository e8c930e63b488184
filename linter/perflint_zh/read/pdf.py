"""PDF files: characters and drawn rules out of PDFium, tables by `ruled`, reading order by `layout`.

PDFium is not safe for threads and is native code that meets unknown files: run it in a process that may die.
"""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from perflint_zh.document import Content
from perflint_zh.errors import ReadError
from perflint_zh.read import pdf_fonts
from perflint_zh.read.layout import Page, arranged, blocks
from perflint_zh.read.ruled import Box, Edge, Glyph

MAX_PAGES = 3_000
"""The budgets of all departments of a city in one file have some 2,000 pages."""

MAX_CHARACTERS = 100_000
"""Characters of one page; a page of 5-point text has room for 15,000."""

MAX_AREA = 1e10
"""Square points; the largest page that PDF allows has two hundred million."""

MAX_OBJECTS = 100_000
"""Page objects, and points of one path, looked at for rules; more are a map or a drawing."""

MAX_DEPTH = 16
"""Form XObjects within each other."""

THIN = 3.0
"""A shape this thin is a rule; the thickest borders of office programs have 2¼ points."""

SLANT = 0.1
"""Radians off the horizontal or vertical that a crooked scan may have; more is a watermark."""

GARBLED_NOTE = 0.02
GARBLED_ERROR = 0.5
"""Share of characters without a known meaning from which a page is worth a note, and a file useless."""

RADICALS = str.maketrans(
    "⺠⺟⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "民母虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
"""Radicals that font maps of PDF writers confuse with the characters of the same shape and Unicode does not equate."""

PICTURE_SHARE = 0.5
FEW = 30
"""A page at least half of which is pictures, with fewer characters than this, is a scan with a page number or stamp on it."""

Matrix = tuple[float, float, float, float, float, float]


class _Sheet(msgspec.Struct, frozen=True):
    """A page as read, with what there is to tell about it; a damaged one has no page."""

    number: int
    page: Page | None = None
    characters: int = 0
    lost: int = 0
    pictures: float = 0.0
    """Share of the page that pictures cover."""

    @property
    def scanned(self) -> bool:
        """Whether what is to be read here is a picture."""
        return self.pictures >= PICTURE_SHARE and self.characters < FEW


def read_pdf(data: bytes) -> Content:
    """Read the text layer of a PDF.

    Raises:
        ReadError: protected, damaged, too large, without text, or its characters have no known meaning.

    """
    pdf_fonts.install()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise ReadError("文件有密码保护，请先解除密码") from error
        raise ReadError("PDF文件已损坏或不完整，请重新导出或下载后再检查") from error
    with document:
        count = len(document)
        if count > MAX_PAGES:
            raise ReadError(f"PDF有{count}页，超过上限{MAX_PAGES}页，请拆分后再检查")
        sheets = [_sheet(document.raw, number) for number in range(1, count + 1)]
    pages = [sheet.page for sheet in sheets if sheet.page]
    if not pages:
        raise ReadError("PDF的各页都已损坏，请重新导出或下载后再检查")
    characters = sum(sheet.characters for sheet in sheets)
    if all(sheet.scanned or not sheet.characters for sheet in sheets):
        raise ReadError("第1页起没有文字层，像是扫描件；请用带文字识别的软件转换后再检查")
    if sum(sheet.lost for sheet in sheets) > GARBLED_ERROR * characters:
        raise ReadError("PDF里的多数文字没有编码对照，读出来是乱码；请改用原来的Word或Excel文件，或经文字识别后再检查")
    return Content(blocks(pages), tuple(_notes(sheets)))


def _notes(sheets: Iterable[_Sheet]) -> Iterator[str]:
    damaged = [sheet.number for sheet in sheets if sheet.page is None]
    scanned = [sheet.number for sheet in sheets if sheet.scanned]
    garbled = [sheet.number for sheet in sheets if sheet.lost > GARBLED_NOTE * sheet.characters]
    if damaged:
        yield f"第{_spans(damaged)}页已损坏，未读取"
    if scanned:
        yield f"第{_spans(scanned)}页只有图片、没有文字层，像是扫描件，其中内容未检查"
    if garbled:
        yield f"第{_spans(garbled)}页有文字缺少编码对照，读出的内容可能缺字"


def _spans(numbers: list[int]) -> str:
    """3、5-7 for 3, 5, 6, 7."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return "、".join("-".join(map(str, span)) for span in spans)


def _sheet(document: Any, number: int) -> _Sheet:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return _Sheet(number)
    try:
        bounds = pdfium.FS_RECTF()
        if not pdfium.FPDF_GetPageBoundingBox(page, bounds):
            return _Sheet(number)
        # text as shown is upright when it is turned in the page as far as the page is turned back
        shown = pdfium.FPDFPage_GetRotation(page) % 4
        characters, quarter = _characters(page, number, shown)
        strokes, pictures = _drawn(page)
    finally:
        pdfium.FPDF_ClosePage(page)
    frame = bounds.left, bounds.bottom, bounds.right, bounds.top
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    if not 0 < width * height < MAX_AREA:
        return _Sheet(number)
    if quarter % 2:
        width, height = height, width
    glyphs = []
    for text, box, spaced in characters:
        left, top, right, bottom = _turned(box, frame, quarter)
        if 0 <= left + right <= 2 * width and 0 <= top + bottom <= 2 * height:
            glyphs.append(Glyph(text, left, top, right, bottom, spaced))
    edges = _edges((_turned(box, frame, quarter) for box in strokes), width, height)
    lost = sum(1 for glyph in glyphs if glyph.text == "\ufffd" or "\ue000" <= glyph.text <= "\uf8ff")
    laid_out = arranged(number, (width, height), (quarter - shown) % 4, glyphs, edges)
    return _Sheet(number, laid_out, len(glyphs), lost, pictures / (width * height))


def _turned(box: Box, frame: Box, quarter: int) -> Box:
    """A box of the page's own space (y upwards) in points from the top left corner after `quarter` turns clockwise."""
    left, bottom, right, top = box
    if quarter == 0:
        return left - frame[0], frame[3] - top, right - frame[0], frame[3] - bottom
    if quarter == 1:
        return bottom - frame[1], left - frame[0], top - frame[1], right - frame[0]
    if quarter == 2:
        return frame[2] - right, bottom - frame[1], frame[2] - left, top - frame[1]
    return frame[3] - top, frame[2] - right, frame[3] - bottom, frame[2] - left


def _characters(page: Any, number: int, shown: int) -> tuple[list[tuple[str, Box, bool]], int]:
    """Visible characters with their boxes and whether a white space comes before, and the turn that most of them stand in.

    Loose boxes are used: they are as wide as the character's place in the line and reach down to its base line.
    """
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return [], shown
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MAX_CHARACTERS:
            raise ReadError(f"PDF第{number}页有{count}个字符，超过上限{MAX_CHARACTERS}，不像正常的文件，未读取")
        result: list[tuple[str, Box, bool]] = []
        quarters: Counter[int] = Counter()
        spaced = False
        rect = pdfium.FS_RECTF()
        reference = ctypes.byref(rect)
        for index in range(count):
            character = _character(text, index)
            if character == " ":
                spaced = spaced or not pdfium.FPDFText_IsGenerated(text, index)
            if character in {" ", ""}:
                continue
            angle = -pdfium.FPDFText_GetCharAngle(text, index)  # PDFium counts clockwise
            nearest = round(angle / (math.pi / 2))
            if abs(angle - nearest * math.pi / 2) < SLANT and pdfium.FPDFText_GetLooseCharBox(text, index, reference):
                result.append((character, (rect.left, rect.bottom, rect.right, rect.top), spaced))
                quarters[nearest % 4] += 1
            spaced = False
    finally:
        pdfium.FPDFText_ClosePage(text)
    common = quarters.most_common(1)
    return result, common[0][0] if common and 2 * common[0][1] > len(result) else shown


def _character(text: Any, index: int) -> str:
    """One character: U+FFFD when its meaning is unknown, a space for any white space, nothing for invisible marks."""
    if pdfium.FPDFText_HasUnicodeMapError(text, index) == 1:
        return "\ufffd"
    code = pdfium.FPDFText_GetUnicode(text, index)
    if code == 2:  # PDFium's mark for a hyphen at a line end
        return "-"
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    character = chr(code)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", character).translate(RADICALS)
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cc", "Cf"} else character


def _drawn(page: Any) -> tuple[list[Box], float]:
    """Boxes of everything thin or straight that is drawn, in the page's own space, and the area of all pictures."""
    strokes: list[Box] = []
    pictures = 0.0
    for item, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _moved(_bounds(item), matrix)
            pictures += (right - left) * (top - bottom)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            strokes += (_moved(box, matrix) for box in _path(item))
    return strokes, pictures


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix | None]]:
    """Page objects with their type and the matrix of the forms around them."""
    count = min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)
    todo: list[tuple[Any, Matrix | None, int]] = [
        (pdfium.FPDFPage_GetObject(page, index), None, 0) for index in range(count)
    ]
    seen = 0
    while todo and seen < MAX_OBJECTS:
        item, matrix, depth = todo.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = _matrix(item) if matrix is None else _product(_matrix(item), matrix)
            count = min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS - seen)
            todo += [(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1) for index in range(count)]
        else:
            yield item, kind, matrix


def _bounds(item: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _path(path: Any) -> list[Box]:
    """Straight strokes and thin filled shapes of a path, in the space of the page or form it stands in."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value):
        return []
    box = _bounds(path)
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        return [box]
    subpaths = list(_subpaths(path))
    if not stroke.value:
        return [
            (min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points))
            for points in subpaths
        ]
    return [
        (min(x, x2), min(y, y2), max(x, x2), max(y, y2)) for points in subpaths for (x, y), (x2, y2) in pairwise(points)
    ]


def _subpaths(path: Any) -> Iterator[list[tuple[float, float]]]:
    """Corner points of each part of a path; curves count as straight, closed parts return to their start."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count > MAX_OBJECTS:
        return
    a, b, c, d, e, f = _matrix(path)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if points:
                yield points
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return 1, 0, 0, 1, 0, 0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    a2, b2, c2, d2, e2, f2 = outer
    return (
        a * a2 + b * c2,
        a * b2 + b * d2,
        c * a2 + d * c2,
        c * b2 + d * d2,
        e * a2 + f * c2 + e2,
        e * b2 + f * d2 + f2,
    )


def _moved(box: Box, matrix: Matrix | None) -> Box:
    if matrix is None:
        return box
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _edges(boxes: Iterable[Box], width: float, height: float) -> tuple[list[Edge], list[Edge]]:
    """Horizontal and vertical edges among the boxes, as far as they lie on the page."""
    horizontals, verticals = [], []
    for box in boxes:
        left, top = max(0.0, box[0]), max(0.0, box[1])
        right, bottom = min(width, box[2]), min(height, box[3])
        across, down = right - left, bottom - top
        if 0 <= down <= THIN and down < across:
            horizontals.append(Edge((top + bottom) / 2, left, right))
        elif 0 <= across <= THIN and across < down:
            verticals.append(Edge((left + right) / 2, top, bottom))
    return horizontals, verticals
