"""Comma-separated values, one record for each row of a table and each line of text."""

import csv
import io

from perflint_zh.samples.outline import outline
from perflint_zh.samples.pieces import Grid, Part, Text, text_of
from perflint_zh.samples.source import Source
from perflint_zh.samples.style import Style


def write_csv(source: Source, style: Style, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """A sheet as spreadsheet programs export it: merged cells are empty, a blank record after every table."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    for piece in outline(source, style):
        match piece:
            case Text():
                writer.writerow([piece.text])
            case Grid():
                writer.writerows([text_of(cell) for cell in row] for row in piece.rows)
                writer.writerow([])
            case Part():
                pass
    return out.getvalue().encode(encoding)
