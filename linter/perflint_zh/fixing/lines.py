"""Text, Markdown and CSV files, edited in place: encoding, line ends and everything beside the cell stay."""

import codecs
import csv
import html
import io
import re
from collections.abc import Callable, Iterator, Sequence

from perflint_zh.document import Content
from perflint_zh.fixing.edit import Edit
from perflint_zh.patterns import expression
from perflint_zh.read.delimited import DECLARED, read_csv
from perflint_zh.read.text import MARKS, decode

Span = tuple[int, int]
"""Start and end of a piece of text."""

SEPARATORS = (expression("\t"), expression(r"(?<!\\)\|"), expression(r"(?!)"))
"""What may part the cells of a line: tabs, else pipes, else nothing."""

ESCAPED = expression(r"\\([!-/:-@\[-`{-~])")
LINE = expression(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
"""Lines as CSV files count them."""


def edit_lines(data: bytes, edits: Sequence[Edit]) -> tuple[bytes, tuple[Edit, ...]]:
    """Edit a text or Markdown file."""

    def spans(text: str, edit: Edit) -> list[tuple[Span, str]] | None:
        return _in_lines(text.splitlines(keepends=True), edit)

    return edited_text(data, edits, spans)


def edit_csv(data: bytes, edits: Sequence[Edit]) -> tuple[bytes, tuple[Edit, ...]]:
    """Edit a file of separated values; what was quoted stays quoted."""
    delimiter = _delimiter(data)

    def spans(text: str, edit: Edit) -> list[tuple[Span, str]] | None:
        return _in_record(text, edit, delimiter)

    return edited_text(data, edits, spans)


def edited_text(
    data: bytes, edits: Sequence[Edit], spans: Callable[[str, Edit], list[tuple[Span, str]] | None]
) -> tuple[bytes, tuple[Edit, ...]]:
    """Put the pieces that `spans` finds for each edit into the text of a file, in the encoding that it has."""
    text = decode(data)
    encode = _encoder(data, text)
    if encode is None:
        return data, ()
    changes: dict[Span, str] = {}
    made: list[Edit] = []
    for edit in edits:
        found = spans(text, edit)
        if found and not any(start < end2 and start2 < end for (start, end), _ in found for start2, end2 in changes):
            changes.update(found)
            made.append(edit)
    for (start, end), new in sorted(changes.items(), reverse=True):
        text = text[:start] + new + text[end:]
    try:
        return encode(text), tuple(made)
    except UnicodeEncodeError:
        return data, ()


def _encoder(data: bytes, text: str) -> Callable[[str], bytes] | None:
    """How the text goes back to bytes; None when that would not give the file as it is."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-8"),
        (b"", "gb18030"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ):
        try:
            if data.startswith(mark) and mark + text.encode(encoding) == data:
                return lambda changed, mark=mark, encoding=encoding: mark + changed.encode(encoding)  # type: ignore[misc]
        except UnicodeEncodeError:
            continue
    return None


def _in_lines(lines: Sequence[str], edit: Edit) -> list[tuple[Span, str]] | None:
    """Pieces to replace for an edit whose text begins in line `place.line` and has one line per line of the file."""
    first = (edit.place.line or 0) - 1
    old, new = edit.old.split("\n"), edit.new.split("\n")
    if first < 0 or len(old) != len(new) or first + len(old) > len(lines):
        return None
    found: list[tuple[Span, str]] = []
    start = sum(map(len, lines[:first]))
    for line, before, after in zip(lines[first:], old, new, strict=False):
        span = _cell(line, before, edit.place.column if len(old) == 1 else None)
        if span is None:
            return None
        if before != after:
            written = after.replace("|", "\\|") if "\\|" in line[slice(*span)] else after
            found.append(((start + span[0], start + span[1]), written))
        start += len(line)
    return found


def _cell(line: str, text: str, column: int | None) -> Span | None:
    """Where the one cell of a line that holds this text stands, without the blanks around it."""
    body = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    for separator in SEPARATORS:
        pieces = list(_pieces(body, separator))
        same = [number for number, span in enumerate(pieces) if _shown(body[slice(*span)]) == text]
        if len(same) > 1 and column is not None and separator is SEPARATORS[1]:
            # An empty piece before the first pipe is no cell.
            shift = 0 if body.lstrip().startswith("|") else -1
            same = [number for number in same if number == column + shift]
        if len(same) == 1:
            start, end = pieces[same[0]]
            piece = body[start:end]
            return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
    return None


def _pieces(line: str, separator: re.Pattern[str]) -> Iterator[Span]:
    start = 0
    for match in separator.finditer(line):
        yield start, match.start()
        start = match.end()
    yield start, len(line)


def _shown(piece: str) -> str:
    """A piece as the readers show it: without invisible marks and escapes."""
    plain = MARKS.sub("", piece).strip()
    return html.unescape(ESCAPED.sub(r"\1", plain)) if "\\" in plain or "&" in plain else plain


def _delimiter(data: bytes) -> str:
    """The delimiter by which the reader has cut the file: the one that gives cells of the same number and texts."""
    text = decode(data)
    if declared := DECLARED.match(text):
        return declared[1]
    content = read_csv(data)
    return max(",;\t", key=lambda mark: _agreement(text, mark, content))


def _agreement(text: str, delimiter: str, content: Content) -> int:
    shown = {cell.text for block in content.blocks for row in getattr(block, "rows", ()) for cell in row}
    try:
        return sum(
            value.strip() in shown
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            for value in record
            if value.strip()
        )
    except csv.Error:
        return -1


def _in_record(text: str, edit: Edit, delimiter: str) -> list[tuple[Span, str]] | None:
    """The field in column `place.column` of the record that begins in line `place.line`."""
    starts = [match.start() for match in LINE.finditer(text)]
    line, column = edit.place.line, edit.place.column
    if line is None or column is None or line > len(starts):
        return None
    field = re.compile(rf'"((?:[^"]|"")*)"|([^{re.escape(delimiter)}\r\n]*)')
    at = starts[line - 1]
    for number in range(1, column + 1):
        match = field.match(text, at)
        if match is None:
            return None
        if number == column:
            return _field_change(match, edit, delimiter)
        at = match.end()
        if text[at : at + 1] != delimiter:
            return None
        at += 1
    return None


def _field_change(match: re.Match[str], edit: Edit, delimiter: str) -> list[tuple[Span, str]] | None:
    quoted = match[1] is not None
    value = match[1].replace('""', '"') if quoted else match[2]
    if MARKS.sub("", value).strip() != edit.old:
        return None
    new = edit.new
    if quoted or any(mark in new for mark in (delimiter, '"', "\n", "\r")):
        new = '"' + new.replace('"', '""') + '"'
    return [((match.start(), match.end()), new)]
