"""CSV files: values between commas, semicolons or tabs."""

import csv
import io
from collections import Counter

from perflint_zh.document import Content, Place
from perflint_zh.errors import ReadError
from perflint_zh.patterns import expression
from perflint_zh.read.sheet import Sheet, blocks
from perflint_zh.read.text import decode

DELIMITERS = ",;\t"
SAMPLE = 65_536
"""Characters from which the delimiter is told."""

DECLARED = expression(r"sep=(.)\r?\n")
"""First line that Excel understands as "this is the delimiter"."""

FORMULA_TEXT = expression(r'="([^"]*)"')
"""How exports keep Excel from turning a code into a number."""


def read_csv(data: bytes) -> Content:
    """Read the records; every cell carries the line on which its record begins.

    Raises:
        ReadError: unknown encoding, too large, or a quote that is never closed.

    """
    text = decode(data)
    sheet = Sheet()
    starts: dict[int, int] = {}
    if declared := DECLARED.match(text):
        delimiter, skipped = declared[1], 1
        text = text[declared.end() :]
    else:
        delimiter, skipped = _delimiter(text), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1 + skipped
    try:
        for row, record in enumerate(reader, start=1):
            starts[row] = start
            matches = map(FORMULA_TEXT.fullmatch, record)
            texts = [match[1] if match else value for match, value in zip(matches, record, strict=True)]
            sheet.put_row(row, dict(enumerate(texts, start=1)))
            start = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise ReadError(f"第{start}行起的内容无法按CSV读取，多半是引号没有配对；请改正或另存为.xlsx后再检查") from error
    return Content(tuple(blocks(sheet, lambda row, column: Place(line=starts[row], column=column))), tuple(sheet.notes))


def _delimiter(text: str) -> str:
    """The delimiter that cuts the most records into the same number of values; a comma where several do."""

    def agreement(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(map(len, csv.reader(io.StringIO(text[:SAMPLE], newline=""), delimiter=delimiter)))
        except csv.Error:
            return 0, 0
        return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))

    return max(DELIMITERS, key=agreement)
