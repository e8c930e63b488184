"""Word files (.docx, .docm, and .wps that are zip packages), read as they show once all tracked changes are accepted."""

from lxml import etree

from perflint_zh.document import Content
from perflint_zh.errors import ReadError
from perflint_zh.read.flow import SYMBOL_FONT, Box, Flow, Grid, check_nesting, to_blocks
from perflint_zh.read.package import Package, nearest, parse_xml, shown_name

NAMESPACE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
W = f"{{{NAMESPACE.decode()}}}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

MAX_SPAN = 63
"""Word has no table of more columns."""

PARAGRAPH, TABLE, ROW, CELL, RUN = (W + name for name in ("p", "tbl", "tr", "tc", "r"))
TEXTS = frozenset({W + "t", MATH_TEXT})
SYMBOL, TEXT_BOX = W + "sym", W + "txbxContent"
MARKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
"""Elements that stand for one character."""

BLOCKS = frozenset({PARAGRAPH, TABLE})
PROPERTIES = ("pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr")
PASSED_OVER = frozenset(W + name for name in ("del", "moveFrom", "rt", *PROPERTIES))
"""Deleted text, properties and pronunciation; every other unknown element is looked through, so that content controls,
insertions, smart tags, fields and links need no list."""


def read_docx(data: bytes) -> Content:
    """Read a Word package.

    Raises:
        ReadError: damaged, protected, or nested beyond measure.

    """
    package = Package(data)
    name = _main_part(package)
    root = parse_xml(package.part(name).replace(STRICT_NAMESPACE, NAMESPACE), name)
    body = root.find(W + "body")
    if body is None:
        raise ReadError(f"部件{shown_name(name)}里没有正文，文件可能已损坏，可在原程序中打开后另存一份再检查")
    _choose_alternatives(root)
    notes = []
    if any(part.endswith("vbaProject.bin") for part in package.names()):
        notes.append("含有宏，未执行")
    if next(root.iter(W + "altChunk"), None) is not None:
        notes.append("含有嵌入的外部片段，未读取；在Word中打开后另存即可并入正文")
    return Content(to_blocks(_flow(body, 0)), tuple(notes))


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package:
        for relation in package.xml("_rels/.rels"):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in package:
                return target
    return "word/document.xml"


def _choose_alternatives(root: etree._Element) -> None:
    """Keep the first of several renderings of the same content, which is the one Word shows."""
    for alternatives in list(root.iter(COMPATIBILITY + "AlternateContent")):
        for rendering in list(alternatives)[1:]:
            alternatives.remove(rendering)


def _flow(container: etree._Element, depth: int) -> Flow:
    """Paragraphs and tables of a body, cell or text box."""
    check_nesting(depth)
    flow: Flow = []
    for element in nearest(container, BLOCKS, PASSED_OVER):
        if element.tag == TABLE:
            flow.append(_grid(element, depth))
        else:
            text, boxes = _paragraph(element)
            flow.append(text)
            for box in boxes:
                flow.extend(_flow(box, depth + 1))
    return flow


def _grid(table: etree._Element, depth: int) -> Grid:
    rows: list[list[Box]] = []
    for row in nearest(table, {ROW}, PASSED_OVER):
        properties = _properties(row, "trPr")
        if W + "del" in properties:
            continue
        column = _number(properties, "gridBefore", 0)
        boxes: list[Box] = []
        for cell in nearest(row, {CELL}, PASSED_OVER):
            properties = _properties(cell, "tcPr")
            span = max(_number(properties, "gridSpan", 1), 1)
            if boxes and _continues(properties, "hMerge"):
                boxes[-1].span += span
            else:
                boxes.append(Box(_flow(cell, depth + 1), column, span, _continues(properties, "vMerge")))
            column += span
        rows.append(boxes)
    return Grid(rows)


def _properties(element: etree._Element, name: str) -> dict[str, etree._Element]:
    """Properties of a row, cell or run by tag."""
    holder = next(element.iterchildren(W + name), None)
    return {} if holder is None else {child.tag: child for child in holder}


def _number(properties: dict[str, etree._Element], name: str, default: int) -> int:
    value = properties[W + name].get(W + "val", "") if W + name in properties else ""
    return min(int(value), MAX_SPAN) if value.isdecimal() and len(value) < 20 else default


def _continues(properties: dict[str, etree._Element], name: str) -> bool:
    return W + name in properties and properties[W + name].get(W + "val", "continue") == "continue"


def _paragraph(paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
    """Text of a paragraph and the text boxes anchored in it."""
    parts: list[str] = []
    boxes: list[etree._Element] = []
    waiting = [iter(paragraph)]
    while waiting:
        for child in waiting[-1]:
            tag = child.tag
            if tag in TEXTS:
                parts.append(child.text or "")
            elif tag in MARKS:
                parts.append(MARKS[tag])
            elif tag == SYMBOL:
                parts.append(_symbol(child))
            elif tag == TEXT_BOX:
                boxes.append(child)
            elif tag not in PASSED_OVER and not (tag == RUN and _is_hidden(child)):
                waiting.append(iter(child))
                break
        else:
            waiting.pop()
    return "".join(parts), boxes


def _symbol(element: etree._Element) -> str:
    if element.get(W + "font") != "Symbol":
        return ""
    return SYMBOL_FONT.get(element.get(W + "char", "")[-2:].upper(), "")


def _is_hidden(run: etree._Element) -> bool:
    mark = _properties(run, "rPr").get(W + "vanish")
    return mark is not None and mark.get(W + "val", "true") not in {"0", "false", "off"}
