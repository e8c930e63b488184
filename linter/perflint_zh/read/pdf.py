"""PDF files: characters and drawn rules out of PDFium, tables by `ruled`, reading order by `layout`.

PDFium is not safe for threads and is native code that meets unknown files: run it in a process that may die.
"""

import ctypes
import math
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from perflint_zh.document import Content
from perflint_zh.errors import ReadError
from perflint_zh.read.layout import Page, arranged, blocks
from perflint_zh.read.ruled import Box, Edge, Glyph

MAX_PAGES = 3_000
"""The budgets of all departments of a city in one file have some 2,000 pages."""

MAX_CHARACTERS = 100_000
"""Characters of one page; a page of 5-point text has room for 15,000."""

MAX_OBJECTS = 100_000
"""Page objects looked at for rules; pages with more are maps or drawings."""

MAX_FORMS = 16
"""Form XObjects within each other."""

THIN = 3.0
"""A shape this thin is a rule; the thickest table borders have 2¼ points."""

SLANT = 0.1
"""Radians off the horizontal or vertical that a crooked scan may have; more is a watermark."""

GARBLED = 0.5
"""Share of characters without a known meaning from which the text is useless."""

Matrix = tuple[float, float, float, float, float, float]


class _Marks(msgspec.Struct):
    """What is drawn on a page: the boxes of thin shapes, and whether there is a picture."""

    strokes: list[Box]
    picture: bool = False


def read_pdf(data: bytes) -> Content:
    """Read the text layer of a PDF.

    Raises:
        ReadError: protected, damaged, too large, scanned, or its characters have no known meaning.

    """
    with _opened(data) as document:
        count = len(document)
        if count > MAX_PAGES:
            raise ReadError(f"文件有{count}页，超过上限{MAX_PAGES}页，请拆分后再检查")
        pages = []
        damaged, scanned, garbled = [], [], []
        characters = lost = 0
        for number in range(1, count + 1):
            page = pdfium.FPDF_LoadPage(document.raw, number - 1)
            if not page:
                damaged.append(number)
                continue
            try:
                marks = _marks(page)
                glyphs, turns = _glyphs(page, number)
                page_size = _size(page)
                ...
            finally:
                pdfium.FPDF_ClosePage(page)
