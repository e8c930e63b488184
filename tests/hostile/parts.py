"""The pieces of which hostile files are made: one small goal table, written in every format by the shortest way."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

SAMPLES = Path(__file__).parents[1] / "samples"

TITLE = "巡堤查险经费绩效目标表"
HEAD = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
ROWS = (
    ("产出指标", "数量指标", "巡堤里程", "汛期内徒步巡查堤防的总里程", "≥420公里", "防汛预案"),
    ("产出指标", "质量指标", "险情处置率", "已处置险情占发现险情的比例", "≥98%", "防汛预案"),
    ("产出指标", "时效指标", "巡查完成时间", "全年巡查任务结束的时间", "10月15日前", "防汛预案"),
    ("产出指标", "成本指标", "每公里补助", "补助给巡堤队伍的每公里费用", "≤35元", "补助办法"),
    ("效益指标", "社会效益指标", "受保护人口", "堤防保护范围内的常住人口", "≥1.2万人", "统计年报"),
    ("满意度指标", "服务对象满意度指标", "沿堤群众满意度", "问卷中表示满意的群众占比", "≥92%", "问卷调查"),
)
TABLE = (HEAD, *ROWS)

Row = Sequence[str]
Table = Sequence[Row]


def changed(row: int, column: int, text: str) -> Table:
    """The table with another text in one cell; the head is row 0."""
    return [
        [text if (at_row, at_column) == (row, column) else cell for at_column, cell in enumerate(cells)]
        for at_row, cells in enumerate(TABLE)
    ]


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*entries: tuple[str, str, str]) -> str:
    """A part of relations: kind, target and further attributes."""
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}" {more}/>'
        for number, (kind, target, more) in enumerate(entries, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def word_paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def word_table(table: Table) -> str:
    rows = ("".join(f"<w:tc>{word_paragraph(cell)}</w:tc>" for cell in row) for row in table)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def docx(body: str | None = None, *, before: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document; `before` stands before the root element, `more` are further parts or other contents of these."""
    body = word_paragraph(TITLE) + word_table(TABLE) if body is None else body
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
            "word/document.xml": f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
            **(more or {}),
        }
    )


def sheet_row(number: int, cells: Row) -> str:
    inside = "".join(
        f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
        for column, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'


def sheet_rows(table: Table = TABLE, first: int = 2) -> str:
    return sheet_row(first - 1, [TITLE]) + "".join(sheet_row(first + at, cells) for at, cells in enumerate(table))


def xlsx(
    rows: str | None = None,
    after: str = "",
    *,
    before: str = "",
    target: str = "worksheets/sheet1.xml",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of one sheet."""
    rows = sheet_rows() if rows is None else rows
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "")),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(("worksheet", target, "")),
            "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>{after}</worksheet>',
            **(more or {}),
        }
    )


def odf(
    kind: str, body: str | None = None, *, before: str = "", more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """An OpenDocument `text` or `spreadsheet`."""
    if body is None:
        rows = (
            "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
            for row in (TABLE if kind == "text" else ((TITLE,), *TABLE))
        )
        listed = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        title = f"<text:p>{TITLE}</text:p>" if kind == "text" else ""
        body = f"{title}<table:table>{listed}</table:table>"
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    return archive(
        {
            "content.xml": f"{before}<office:document-content {names}><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
            **(more or {}),
        }
    )


def html(body: str | None = None, head: str = "") -> bytes:
    if body is None:
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in TABLE)
        body = f"<p>{TITLE}</p><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def lines(table: Table = TABLE) -> str:
    """The table as tab-separated text."""
    return "\n".join([TITLE, *("\t".join(row) for row in table)]) + "\n"


def commas(table: Table = TABLE) -> str:
    return "\r\n".join([TITLE, *(",".join(f'"{cell}"' for cell in row) for row in table)]) + "\r\n"


def pipes(table: Table = TABLE) -> str:
    shown = [f"| {' | '.join(row)} |" for row in table]
    return "\n".join([TITLE, "", shown[0], "|" + "---|" * len(table[0]), *shown[1:]]) + "\n"


def rtf() -> bytes:
    """A text of the title only, in the escapes of RTF."""
    return ("{\\rtf1\\ansi " + "".join(f"\\u{ord(letter)}?" for letter in TITLE) + "\\par}").encode()


def pdf(objects: Sequence[str | bytes] | None = None, *, password: str = "") -> bytes:
    """A PDF: our table drawn with rules, or the objects given (the first is the catalogue) in a plain file."""
    return _drawn(password) if objects is None else _plain(objects)


def _drawn(password: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, (842, 595), invariant=1, encrypt=StandardEncryption(password) if password else None)
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(320, 560, TITLE)
    for row, cells in enumerate(TABLE):
        for column, cell in enumerate(cells):
            canvas.rect(30 + column * 130, 510 - row * 24, 130, 24)
            canvas.drawString(34 + column * 130, 518 - row * 24, cell)
    canvas.save()
    return out.getvalue()


def _plain(objects: Sequence[str | bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body.encode("latin-1") if isinstance(body, str) else body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def doc() -> bytes:
    return (SAMPLES / "word97" / "goals.doc").read_bytes()


def xls() -> bytes:
    return (SAMPLES / "xls" / "goal.xls").read_bytes()


def renamed_stream(data: bytes, old: str, new: str) -> bytes:
    """An OLE file with another name in its directory."""
    at = data.index(old.encode("utf-16-le") + b"\0\0")
    name = new.encode("utf-16-le")
    return data[:at] + name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2) + data[at + 66 :]


def flipped(data: bytes, at: int, bits: int = 0x10) -> bytes:
    return data[:at] + bytes([data[at] ^ bits]) + data[at + 1 :]


SOUND = {
    ".docx": docx,
    ".xlsx": xlsx,
    ".odt": lambda: odf("text"),
    ".ods": lambda: odf("spreadsheet"),
    ".pdf": pdf,
    ".html": html,
    ".csv": lambda: commas().encode(),
    ".md": lambda: pipes().encode(),
    ".txt": lambda: lines().encode(),
    ".rtf": rtf,
    ".doc": doc,
    ".xls": xls,
}
"""A sound file of every format."""
