"""Workbooks of Excel 2007 and later and of WPS (.xlsx, .xlsm and zipped .et), read from their XML parts."""

import functools
import io
import posixpath
import re
from collections.abc import Iterator
from datetime import datetime

import msgspec
from lxml import etree

from perflint_zh.document import Content
from perflint_zh.errors import ReadError
from perflint_zh.patterns import expression
from perflint_zh.read.numfmt import BUILTIN, show_number, show_text
from perflint_zh.read.package import Package, incomplete_xml, parse_xml, plain_xml
from perflint_zh.read.sheet import MAX_COLUMNS, Sheet, Span, workbook_content

NAMESPACES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
)
"""Transitional and Strict OOXML; the names in them are the same."""

ROWS = {f"{space}row": tuple(space + name for name in ("c", "v", "is", "f")) for space in NAMESPACES}
"""Elements that are rows, with the names that their cells, the saved values, strings in place and formulas then have."""

STRINGS = {space + name: (f"{space}t", f"{space}r") for space in NAMESPACES for name in ("si", "is")}
"""Elements that are strings, with the names that their texts and formatted runs then have."""

ESCAPE = expression(r"_x([0-9A-Fa-f]{4})_")
"""How OOXML writes characters that XML cannot hold, mostly carriage returns."""

AT_ONCE = 4 * 2**20
"""Size up to which a part is parsed as a whole, in half the time; larger ones go element by element, which bounds the memory."""

FEW = 8
"""Cells that are gone through sooner than looked over; most rows of a large sheet are formatted and empty."""

TRUE = frozenset({"1", "true", "on"})


class Style(msgspec.Struct, frozen=True):
    """What a cell format says: the number format code, and whether a vertical border stands beside the cell."""

    code: str = "General"
    ruled: bool = False


PLAIN = Style()


class Book(msgspec.Struct, frozen=True):
    """What all sheets of a workbook share."""

    package: Package
    strings: tuple[str, ...]
    styles: dict[str, Style]
    date1904: bool


def read_xlsx(data: bytes) -> Content:
    """Read all worksheets, hidden ones too; formulas by the value saved with them.

    Raises:
        ReadError: damaged, protected, too large, or another format in the same kind of package.

    """
    package = Package(data)
    main = next(iter(_related(package, "", "officeDocument").values()), "xl/workbook.xml")
    if main.endswith(".bin"):
        raise ReadError("是二进制工作簿（.xlsb），请另存为.xlsx后再检查")
    root = package.xml(_stored(package, main))
    shared = next(iter(_related(package, main, "sharedStrings").values()), None)
    styles = next(iter(_related(package, main, "styles").values()), None)
    book = Book(
        package,
        tuple(_string(item) for item in _elements(package, shared, "si")) if shared else (),
        _styles(package.xml(_stored(package, styles))) if styles else {},
        any(element.get("date1904") in TRUE for element in root.iter("{*}workbookPr")),
    )
    parts = _related(package, main, "worksheet")
    listed = [(element, parts[_id(element)]) for element in root.iter("{*}sheet") if _id(element) in parts]
    macros = any(name.endswith("vbaProject.bin") for name in package.names())
    return workbook_content(
        (_sheet(book, element, part) for element, part in listed),
        several=len(listed) > 1,
        notes=["含有宏，未执行"] if macros else [],
    )


def _stored(package: Package, name: str) -> str:
    """Name of a part as the archive has it: some writers differ in case or write backslashes."""
    if name in package:
        return name
    same = (stored for stored in package.names() if stored.replace("\\", "/").lower() == name.lower())
    return next(same, name)


def _related(package: Package, part: str, kind: str) -> dict[str, str]:
    """Parts that `part` relates to in the given way, by relation id."""
    folder, _, name = part.rpartition("/")
    relations = _stored(package, f"{folder}/_rels/{name}.rels".lstrip("/"))
    if relations not in package:
        return {}
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        for relation in package.xml(relations).iter("{*}Relationship")
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
    }


def _id(sheet: etree._Element) -> str:
    return next((str(value) for name, value in sheet.items() if str(name).endswith("/relationships}id")), "")


def _elements(package: Package, part: str, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of these names in document order; of a large part, each is forgotten when the next one is taken."""
    data = package.part(_stored(package, part))
    tags = [namespace + name for namespace in NAMESPACES for name in names]
    if len(data) <= AT_ONCE:
        yield from parse_xml(data, part).iter(*tags)
        return
    try:
        for _, element in etree.iterparse(
            io.BytesIO(plain_xml(data, part)),
            tag=tags,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
        ):
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise incomplete_xml(part) from error


def _children(element: etree._Element) -> list[etree._Element]:
    """All children at once: to iterate over them, or to `find` one, takes twice the time in the some 50,000 cells of a county's workbook."""
    return element[:]  # type: ignore[index,return-value]  # the stubs know nothing of slices


def _string(item: etree._Element) -> str:
    """Text of a string with its formatted runs joined; reading aids (phonetic runs) are left out."""
    text, run = STRINGS[item.tag]
    pieces = []
    for child in _children(item):
        tag = child.tag
        if tag == text:
            pieces.append(child.text or "")
        elif tag == run:
            pieces.append(child.findtext(text) or "")
    return _unescape("".join(pieces))


def _unescape(text: str) -> str:
    return ESCAPE.sub(lambda match: _character(int(match[1], 16), match[0]), text) if "_x" in text else text


def _character(code: int, written: str) -> str:
    if 0xD800 <= code < 0xE000:
        return written
    return chr(code) if code >= 0x20 or code in {0x09, 0x0A, 0x0D} else ""


def _styles(root: etree._Element) -> dict[str, Style]:
    """Cell styles by their number as cells write it."""
    own = {_integer(one.get("numFmtId")): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    borders = [
        any(
            side.get("style", "none") != "none"
            for side in border.iterchildren("{*}left", "{*}right", "{*}start", "{*}end")
        )
        for border in root.iterfind("{*}borders/{*}border")
    ]
    styles = {}
    for index, xf in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        number, border = _integer(xf.get("numFmtId")), _integer(xf.get("borderId"))
        code = own.get(number) or BUILTIN.get(number, "General")
        styles[str(index)] = Style(code, 0 <= border < len(borders) and borders[border])
    return styles


@functools.lru_cache(maxsize=4096)
def _integer(text: str | None) -> int:
    """The number in an attribute, -1 for none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


def _sheet(book: Book, listed: etree._Element, part: str) -> Sheet:
    sheet = Sheet(listed.get("name", ""))
    row = formulas = 0
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    for element in _elements(book.package, part, "row", "col", "mergeCell"):
        tag = element.tag
        if tag in ROWS:
            row = max(_integer(element.get("r")), 0) or row + 1
            formulas += _read_row(book, sheet, row, element)
            if element.get("hidden") in TRUE and row in sheet.texts:
                hidden_rows.add(row)
        elif tag.endswith("}mergeCell"):
            sheet.merges.extend(_span(element.get("ref", "")))
        elif element.get("hidden") in TRUE:
            last = min(_integer(element.get("max")), MAX_COLUMNS)
            hidden_columns.update(range(_integer(element.get("min")), last + 1))
    sheet.note_hidden(whole=listed.get("state") in {"hidden", "veryHidden"}, rows=hidden_rows, columns=hidden_columns)
    if formulas:
        sheet.notes.append(
            f"工作表“{sheet.name}”有{formulas}个公式没有保存计算结果，按空白读取；用Excel或WPS打开并保存后再检查"
        )
    return sheet


NAMES = expression("[A-Za-z]")
"""A formula that computes names cells or functions; one without any is a text (=100%, =50 台) that a program took for a formula."""


def _read_row(book: Book, sheet: Sheet, row: int, element: etree._Element) -> int:
    """Put the texts of one row into the sheet; returns how many formulas have no saved value."""
    c, *contents = ROWS[element.tag]
    if len(element) > FEW and next(element.iter(*contents), None) is None:
        return 0
    v, inline_string, f = contents
    texts: dict[int, str] = {}
    ruled: list[int] = []
    column = formulas = 0
    for cell in _children(element):
        if cell.tag != c:
            continue
        column = _column(cell.get("r", "").rstrip("0123456789")) or column + 1
        value = inline = formula = None
        for part in _children(cell):
            tag = part.tag
            if tag == v:
                value = part.text
            elif tag == inline_string:
                inline = part
            elif tag == f:
                formula = part
        style = book.styles.get(cell.get("s", "0"), PLAIN)
        if value:
            texts[column] = _shown(book, cell.get("t", "n"), value, style.code)
        elif inline is not None:
            texts[column] = show_text(_string(inline), style.code)
        elif formula is None:
            continue
        elif formula.text and not NAMES.search(formula.text):
            texts[column] = show_text(f"={formula.text}", style.code)
        elif cell.get("t") != "str":
            formulas += 1
        if style.ruled:
            ruled.append(column)
    if texts:
        sheet.put_row(row, texts, ruled)
    return formulas


def _shown(book: Book, kind: str, value: str, code: str) -> str:
    """The saved value as the cell shows it."""
    match kind:
        case "s":
            index = _integer(value.strip())
            return show_text(book.strings[index], code) if 0 <= index < len(book.strings) else ""
        case "b":
            return "TRUE" if value.strip() in TRUE else "FALSE"
        case "str":
            return show_text(_unescape(value), code)
        case "e":
            return value
    try:
        number = _day_number(value) - (1462 if book.date1904 else 0) if kind == "d" else float(value)
    except ValueError:
        return value
    return show_number(number, code, date1904=book.date1904)


def _day_number(text: str) -> float:
    """Day number of an ISO date, as Strict OOXML writes dates."""
    return (datetime.fromisoformat(text).replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001 -- sheets know no time zone


@functools.lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """Number of a column: A is 1; 0 for anything that is no column."""
    if not re.fullmatch("[A-Za-z]{1,3}", letters):
        return 0
    return functools.reduce(lambda number, letter: number * 26 + ord(letter) - 64, letters.upper(), 0)


def _span(reference: str) -> list[Span]:
    """The merged cell `B7:C9`, or nothing when the reference is damaged."""
    match = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})", reference, re.ASCII)
    if not match:
        return []
    columns = sorted((_column(match[1]), _column(match[3])))
    rows = sorted((int(match[2]), int(match[4])))
    return [(rows[0], columns[0], rows[1], columns[1])]
