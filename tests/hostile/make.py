"""Every hostile file, written into a folder: `python -m tests.hostile.make FOLDER` to look at them.

Names and what must become of each are in cases.toml.
"""

import os
import random
import socket
import struct
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from .parts import (
    HEAD,
    ROWS,
    SHEET,
    SOUND,
    TABLE,
    TITLE,
    archive,
    changed,
    commas,
    doc,
    docx,
    flipped,
    html,
    lines,
    odf,
    pdf,
    pipes,
    relations,
    renamed_stream,
    rtf,
    sheet_row,
    sheet_rows,
    word_paragraph,
    word_table,
    xls,
    xlsx,
)

Files = Iterator[tuple[str, bytes]]

MILLION = 10**6


def build(folder: Path) -> list[Path]:
    """Write all files; gives those that have to be named on the command line because a walk passes them over."""
    for group in (broken, misnamed, protected, packages, markup, word, sheets, pages, texts, web, names, macros):
        for name, data in group():
            (folder / name).write_bytes(data)
    return special(folder)


def broken() -> Files:
    """Empty, half saved and bit-flipped files of every format."""
    for suffix, make in SOUND.items():
        data = make()
        yield f"empty{suffix}", b""
        yield f"half{suffix}", data[: len(data) // 2]
        for number in range(1, 4):
            yield f"flipped-{number}{suffix}", flipped(data, len(data) * number // 4)
        yield f"tail{suffix}", data[len(data) // 3 :]
    noise = random.Random(6)
    for suffix in (".docx", ".pdf", ".txt", ".csv", ".html"):
        yield f"noise{suffix}", noise.randbytes(20_000)
    yield "blank.txt", b" \r\n\t" * 1000
    yield "zeros.txt", bytes(10_000)
    yield "zeros.docx", bytes(10_000)
    yield "head-only.docx", b"PK\x03\x04"
    yield "head-only.pdf", b"%PDF-1.7\n"
    yield "head-only.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    yield "ring.doc", _ring(doc())
    yield "ring.xls", _ring(xls())


def _ring(data: bytes) -> bytes:
    """An OLE file in whose table of sectors every sector of one block leads to itself."""
    first = struct.unpack_from("<I", data, 76)[0]
    at = (first + 1) * 512
    return data[:at] + struct.pack("<128I", *range(128)) + data[at + 512 :]


def misnamed() -> Files:
    """A suffix that says something else than the bytes."""
    yield "pdf-named.docx", pdf()
    yield "docx-named.pdf", docx()
    yield "docx-named.doc", docx()
    yield "docx-named.txt", docx()
    yield "xlsx-named.csv", xlsx()
    yield "xlsx-named.docx", xlsx()
    yield "odt-named.docx", odf("text")
    yield "html-named.xls", html()
    yield "html-named.doc", html()
    yield "rtf-named.doc", rtf()
    yield "doc-named.docx", doc()
    yield "xls-named.txt", xls()
    yield "text-named.docx", lines().encode()
    yield "text-named.pdf", lines().encode()
    yield "csv-named.xlsx", commas().encode()
    yield "picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    yield "program.docx", b"\x7fELF" + bytes(range(256)) * 20
    yield "program.doc", b"MZ" + bytes(range(256)) * 20


def protected() -> Files:
    """Behind a password."""
    yield "password.pdf", pdf(password="geheim")
    yield "password.docx", renamed_stream(doc(), "WordDocument", "EncryptedPackage")
    yield "password.xlsx", renamed_stream(xls(), "Workbook", "EncryptedPackage")
    header = doc().index(b"\xec\xa5")
    yield "password.doc", flipped(doc(), header + 11, 0x01)
    book = xls()
    start = book.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    yield "password.xls", book[: start + 20] + b"\x2f\x00" + book[start + 22 :]
    yield "password.odt", odf("text", more={"META-INF/manifest.xml": "<m><encryption-data/></m>"})
    yield "password-zip.docx", _marked_encrypted(docx())


def _marked_encrypted(data: bytes) -> bytes:
    """A zip whose directory says that every part is encrypted."""
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 8] |= 1
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def packages() -> Files:
    """Zip files made to harm."""
    blanks = b" " * (300 * 2**20)
    yield "bomb.docx", docx(more={"word/document.xml": blanks})
    yield "bomb.xlsx", xlsx(more={"xl/worksheets/sheet1.xml": blanks})
    yield "bomb.ods", odf("spreadsheet", more={"content.xml": blanks})
    yield "zip-in-zip.docx", archive({"inner.zip": archive({"inner.zip": docx()})})
    yield "docx-in-docx.docx", docx(more={"word/embeddings/other.docx": docx()})
    yield "just-a-zip.xls", archive({"a.txt": "甲"})
    yield "parts-6000.docx", docx(more={f"word/{number}.xml": "" for number in range(6_000)})
    evil = {
        "../../perflint-evil.txt": "x",
        "/tmp/perflint-evil.txt": "x",
        "..\\..\\perflint-evil.txt": "x",
        "C:\\evil": "x",
    }
    yield "traversal.docx", docx(more=evil)
    yield (
        "traversal-target.docx",
        docx(more={"_rels/.rels": relations(("officeDocument", "../../../../etc/passwd", ""))}),
    )
    yield "traversal-sheet.xlsx", xlsx(target="../../../../etc/passwd")
    yield "outside-sheet.xlsx", xlsx(target="file:///etc/passwd")
    yield "no-document.docx", archive({"word/styles.xml": "<s/>"})
    yield "no-sheets.xlsx", archive({"xl/styles.xml": "<s/>"})
    yield "relation-ring.xlsx", xlsx(target="../workbook.xml")
    twice = BytesIO(docx())
    with zipfile.ZipFile(twice, "a") as file:
        file.writestr(zipfile.ZipInfo("./word/document.xml"), "<other/>")
    yield "two-of-a-name.docx", twice.getvalue()
    data = docx()
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4) + 4)
    yield "unknown-method.docx", data[: at + 10] + b"\x63\x00" + data[at + 12 :]
    yield "wrong-checksum.docx", flipped(data, at + 16, 0xFF)
    yield "wrong-size.docx", data[: at + 24] + b"\x05\x00\x00\x00" + data[at + 28 :]
    yield "long-directory.docx", data[:-12] + b"\xff\xff\xff\x7f" + data[-8:]


LAUGHS = "<!DOCTYPE d [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def markup() -> Files:
    """XML made to harm."""
    late = f"<!--{'-a' * 5_000}-->"
    used = word_paragraph("甲").replace("甲", "&a11;")
    yield "laughs.docx", docx(used, before=f"{LAUGHS}]>")
    yield "laughs-late.docx", docx(used, before=f"{late}{LAUGHS}]>")
    yield "laughs-attribute.docx", docx('<w:p w:id="&a11;"/>', before=f"{late}{LAUGHS}]>")
    utf16 = f'<?xml version="1.0" encoding="utf-16"?>{LAUGHS}]><d a="&a11;"/>'.encode("utf-16")
    yield "laughs-utf16.docx", docx(more={"word/document.xml": utf16})
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>'
    yield "laughs.xlsx", xlsx(cell, before=f"{LAUGHS}]>")
    yield "laughs-attribute.xlsx", xlsx('<row r="&a11;"/>', before=f"{LAUGHS}]>")
    yield "laughs.odt", odf("text", before=f"{late}{LAUGHS}]>")
    yield "outside.docx", docx(word_paragraph("甲").replace("甲", "&x;"), before=late + OUTSIDE)
    yield "outside.xlsx", xlsx(cell.replace("a11", "x"), before=OUTSIDE)
    yield "outside-dtd.xlsx", xlsx(before='<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">')
    deep = 200_000
    yield "deep.docx", docx("<w:x>" * deep + "</w:x>" * deep)
    yield "deep.xlsx", xlsx("<row>" * deep + "</row>" * deep)
    yield "deep.odt", odf("text", "<text:x>" * deep + "</text:x>" * deep)
    yield "wide.docx", docx("<w:p/>" * MILLION + word_paragraph(TITLE) + word_table(TABLE))
    attributes = " ".join(f'a{number}="1"' for number in range(50_000))
    yield "wide-attributes.docx", docx(f"<w:p {attributes}/>")
    yield "unclosed.docx", docx("<w:p>")
    yield "wrong-encoding.docx", docx(before='<?xml version="1.0" encoding="ebcdic-none"?>')
    yield "instructions.docx", docx(before='<?xml-stylesheet href="http://127.0.0.1:9/evil.xsl"?>')


def word(bidi: str = "\u202e\u200b\u2067") -> Files:
    """Word documents."""
    yield "tables-3-deep.docx", docx(word_paragraph(TITLE) + _nested(3, word_table(TABLE)))
    yield "tables-40-deep.docx", docx(_nested(40, word_table(TABLE)))
    rows = [*TABLE[:2], *([*ROWS[0][:2], f"巡堤里程{number}", *ROWS[0][3:]] for number in range(100_000))]
    yield "rows-100000.docx", docx(word_paragraph(TITLE) + word_table(rows))
    yield "cell-1000000.docx", docx(word_paragraph(TITLE) + word_table(changed(1, 3, "堤" * MILLION)))
    yield "value-100000.docx", docx(word_paragraph(TITLE) + word_table(changed(1, 4, "≥1" + "0" * 100_000)))
    yield "nul.docx", docx(word_paragraph("甲\0乙"))
    yield "nul-reference.docx", docx(word_paragraph("甲").replace("甲", "&#0;"))
    yield "half-surrogate.docx", docx(word_paragraph("甲").replace("甲", "&#xD800;"))
    hidden = [["".join(f"{letter}{bidi}" for letter in cell) for cell in row] for row in TABLE]
    yield "invisible.docx", docx(word_paragraph(TITLE) + word_table(hidden))
    marks = "\u00ad\u061c\u180e\u2060\u2063\u2066\u2069\u206f\ufe0f\ufeff"
    yield (
        "invisible-more.docx",
        docx(
            word_paragraph(TITLE)
            + word_table([["".join(f"{letter}{marks}" for letter in cell) for cell in row] for row in TABLE])
        ),
    )
    span = '<w:tc><w:tcPr><w:gridSpan w:val="999999999999"/></w:tcPr><w:p/></w:tc>'
    row = f"<w:tr>{span * 50}</w:tr>"
    yield "span.docx", docx(f"<w:tbl>{row * 2_000}</w:tbl>")
    yield "rows-without-cells.docx", docx("<w:tbl><w:tr/><w:tr/></w:tbl>" * 1_000)
    yield (
        "fetches.docx",
        docx(
            word_paragraph(TITLE) + word_table(TABLE),
            more={
                "word/_rels/document.xml.rels": relations(
                    ("attachedTemplate", "http://127.0.0.1:9/t", 'TargetMode="External"')
                )
            },
        ),
    )


def _nested(depth: int, inner: str) -> str:
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{word_paragraph('格')}{inner}<w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    return inner


def sheets() -> Files:
    """Workbooks."""
    empty = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(20, MILLION))
    yield "empty-rows.xlsx", xlsx(sheet_rows() + empty)
    yield "far-cell.xlsx", xlsx(sheet_rows() + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield "far-row.xlsx", xlsx(sheet_rows() + '<row r="999999999"><c r="A999999999"><v>1</v></c></row>')
    merges = "".join(
        f'<mergeCell ref="{ref}"/>' for ref in ("A3:A6", "A4:B8", "A1:XFD1048576", "B3:B3", "A0:Z0", "rubbish")
    )
    yield "overlapping-merges.xlsx", xlsx(after=f"<mergeCells>{merges}</mergeCells>")
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 20_000))
    yield "merges-20000.xlsx", xlsx(after=f"<mergeCells>{merges}</mergeCells>")
    formula = '<row r="3"><c r="A3"><f>HYPERLINK("http://127.0.0.1:9/","x")</f></c><c r="B3"><f>CMD|"/c calc"!A0</f></c></row>'
    yield "formulas.xlsx", xlsx(sheet_row(1, [TITLE]) + formula)
    yield "formula-texts.xlsx", xlsx(sheet_rows(changed(1, 2, "=HYPERLINK(1)")))
    yield (
        "dates.xlsx",
        xlsx(
            sheet_rows()
            + '<row r="20"><c r="A20" t="d"><v>not-a-date</v></c><c r="B20"><v>1e400</v></c><c r="C20"><v>nan</v></c></row>'
        ),
    )
    yield "shared-outside.xlsx", xlsx('<row r="1"><c r="A1" t="s"><v>99999</v></c><c r="B1" t="s"><v>-1</v></c></row>')
    link = {"xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{SHEET}"/>'}
    yield "links.xlsx", xlsx(more=link)
    sheet = "<sheet name='s' sheetId='1' r:id='r1'/>"
    yield (
        "sheets-300.xlsx",
        xlsx(
            more={
                "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
                f"<sheets>{sheet * 300}</sheets></workbook>"
            }
        ),
    )
    yield "cell-1000000.xlsx", xlsx(sheet_rows(changed(1, 3, "堤" * MILLION)))
    yield (
        "rows-100000.csv",
        commas([*TABLE, *([*ROWS[0][:2], f"里程{n}", *ROWS[0][3:]] for n in range(100_000))]).encode(),
    )
    yield (
        "repeated.ods",
        odf(
            "spreadsheet",
            '<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'table:number-columns-repeated="16384"><text:p>堤</text:p></table:table-cell></table:table-row></table:table>',
        ),
    )


def pages() -> Files:
    """PDF files."""
    root = "<</Type/Catalog/Pages 2 0 R>>"
    yield "page-ring.pdf", pdf([root, "<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"])
    yield "page-missing.pdf", pdf([root, "<</Type/Pages/Kids[9 0 R]/Count 1>>"])
    yield "no-pages.pdf", pdf([root, "<</Type/Pages/Kids[]/Count 0>>"])
    yield "count-lies.pdf", pdf([root, "<</Type/Pages/Kids[]/Count 2147483647>>"])
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    yield "no-text.pdf", pdf([root, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page])
    yield "pages-2000.pdf", pdf([root, f"<</Type/Pages/Kids[{'3 0 R ' * 2_000}]/Count 2000>>", page])
    yield "pages-5000.pdf", pdf([root, f"<</Type/Pages/Kids[{'3 0 R ' * 5_000}]/Count 5000>>", page])
    kids = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
    yield "huge-page.pdf", pdf([root, kids, page.replace("600 800", "99999999 99999999")])
    form = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
    ring = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 4>>stream\n/F Do\nendstream"
    yield "form-ring.pdf", pdf([root, kids, form, "<</Length 5>>stream\n/F Do\nendstream", ring])
    action = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert)>>]>>>>>>"
    yield "actions.pdf", pdf([action, kids, page])
    sound = pdf()
    at = sound.rindex(b"startxref")
    yield "wrong-xref.pdf", sound[:at] + b"startxref\n99999999\n%%EOF\n"
    yield (
        "xref-ring.pdf",
        sound[:at].replace(b"trailer\n<<", b"trailer\n<</Prev %d " % sound.rindex(b"xref", 0, at)) + sound[at:],
    )
    yield "junk-before.pdf", b"\r\n\r\njunk" + sound
    text = "BT /F 9 Tf 50 700 Td <0102030405060708> Tj ET"
    font = "<</Type/Font/Subtype/Type0/BaseFont/None/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/None/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    yield "no-font-map.pdf", pdf(
        [root, kids, f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F {font}>>>>>>",
         f"<</Length {len(text)}>>stream\n{text}\nendstream"]
    )  # fmt: skip
    many = "BT /F 1 Tf 5 5 Td " + "(aaaaaaaaaa) Tj " * 15_000 + "ET"
    simple = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    yield "letters-150000.pdf", pdf(
        [root, kids, f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F {simple}>>>>>>",
         f"<</Length {len(many)}>>stream\n{many}\nendstream"]
    )  # fmt: skip


def texts() -> Files:
    """Text in every encoding and in none."""
    yield "gbk.txt", lines().encode("gbk")
    yield "gb18030.csv", commas(changed(1, 3, "堤防𠮷段㐂")).encode("gb18030")
    yield "utf8-mark.csv", commas().encode("utf-8-sig")
    yield "utf16.txt", lines().encode("utf-16")
    yield "utf16-plain.txt", lines().encode("utf-16-be")
    yield "mixed.txt", lines().encode() + lines().encode("gbk")
    yield "mixed-undecodable.txt", lines().encode() + b"\xff\xff\xfe\xff" * 20
    yield "undecodable.csv", b"\xff\x81\xff" * 2_000
    yield "nul.txt", lines().replace("里程", "里\0程").encode()
    yield "control.txt", lines().replace("里程", "\x1b[31m里\x07程\x9b2J").encode()
    yield "half-surrogate.txt", lines(changed(1, 2, "里\ud800程")).encode("utf-8", "surrogatepass")
    yield "invisible.txt", lines([["\u200b".join(cell) for cell in row] for row in TABLE]).encode()
    yield "invisible-isolates.txt", lines([["\u2067\u2069".join(cell) for cell in row] for row in TABLE]).encode()
    yield "wide-blanks.txt", lines(changed(0, 4, "指\u3000标 值")).encode()
    yield "line-1000000.txt", lines().encode() + b"x" * MILLION
    yield "tabs-1000000.txt", lines().encode() + b"\n" + b"\t" * MILLION
    yield "lines-1000000.txt", lines().encode() + b"\n" * MILLION
    yield "uneven-tabs.txt", "\n".join("甲\t" * (number % 50 + 1) for number in range(20_000)).encode()
    yield "quote-open.csv", commas().encode() + b'"' + "堤,".encode() * 100_000
    yield "columns-100000.csv", commas().encode() + b"a," * 100_000
    yield "pipes-100000.md", pipes().encode() + b"|" * 100_000
    yield "stars-100000.md", pipes().encode() + b"*_" * 50_000
    yield "brackets-100000.md", pipes().encode() + b"[" * 100_000 + b"](" * 100_000
    yield "tables-open.md", pipes().encode() + b"<table>\n" * 20_000
    yield "headings.txt", "\n".join([TITLE] * 20_000).encode()
    yield "heads-2000.txt", "\n".join([lines([HEAD, ROWS[0]])] * 2_000).encode()
    yield "digits.txt", lines(changed(1, 4, "9" * 100_000)).encode()
    yield "chinese-digits.txt", lines(changed(1, 4, "一百万亿" * 20_000)).encode()
    yield "markup-cells.txt", lines(changed(1, 2, '</script><img src=x onerror="alert(1)">')).encode()


def web() -> Files:
    """HTML pages."""
    yield (
        "scripts.html",
        html(head="<script>while(true){}</script><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>"),
    )
    sound = html().decode()
    yield "divs-100000.html", sound.replace("<body>", "<body>" + "<div>" * 100_000).encode()
    yield "inline-100000.html", sound.replace("<body>", "<body>" + "<b><i>" * 50_000).encode()
    yield "tables-100000.html", html("<table><tr><td>" * 100_000)
    yield (
        "spans.html",
        html("<table><tr><td colspan=999999999 rowspan=999999999>甲<td>乙" * 1_000 + "<tr><td>丙" * 5_000),
    )
    yield "unclosed.html", sound.replace("</td>", "").replace("</tr>", "").replace("</table>", "").encode()
    yield "attribute.html", sound.replace("<body>", f"<body title='{'x' * 5_000_000}'>").encode()
    yield "comment-open.html", sound.encode() + b"<!--" + b"-" * 100_000
    yield "entities.html", sound.encode() + b"&#x110000;&#0;&#xD800;&amp" * 10_000
    yield "inside-script.html", html(f"<script>{sound}</script>")
    yield (
        "frame.html",
        html("<iframe src='file:///etc/passwd'></iframe><object data='http://127.0.0.1:9/'></object>" + sound),
    )
    yield (
        "archive.mht",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        + (b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 3_000),
    )


def names() -> Files:
    """Names that break lines, terminals and paths."""
    text = lines().encode()
    yield "blank in name .txt", text
    yield "line\nbreak.txt", text
    yield "🌊防汛🌊.txt", text
    yield "n" * 246 + ".txt", text
    yield "-o.txt", text
    yield "--output=x.txt", text
    yield "\x1b[2Jclear.txt", text
    yield "<img src=x onerror=alert(1)>.txt", text
    yield "=cmd|' ?c calc'!A0.csv", commas().encode()
    yield "'; rm -rf ~ #$(touch evil)`touch evil`.rtf", b"\x00not rtf"
    yield "\u202etxt.exe.txt", text
    yield os.fsdecode(b"bytes-\xff\xfe.txt"), text
    yield os.fsdecode(b"bytes-\xff\xfe-empty.txt"), b""
    yield "empty\nline\rbreak \x1b[31m.txt", b""
    yield "~$lock.docx", b"x"
    yield ".hidden.docx", b"x"


def macros() -> Files:
    """Macros, which are mentioned and never run."""
    project = b"\xd0\xcf\x11\xe0 Sub AutoOpen() Shell"
    yield "macros.docm", docx(more={"word/vbaProject.bin": project})
    yield "macros.xlsm", xlsx(more={"xl/vbaProject.bin": project})
    yield "macros.ods", odf("spreadsheet", more={"Basic/Standard/Module1.xml": "<m>Sub Main</m>"})
    yield "macros.doc", renamed_stream(doc(), "\x05SummaryInformation", "Macros")


def special(folder: Path) -> list[Path]:
    """What is no regular file; most systems have some of it only."""
    found = []
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        # The path of a socket may have some hundred bytes only.
        here = Path.cwd()
        os.chdir(folder)
        try:
            server.bind("socket.txt")
        finally:
            os.chdir(here)
    for name, target in {
        "device.txt": "/dev/zero",
        "null.txt": "/dev/null",
        "loop.txt": "loop.txt",
        "dangling.txt": "nowhere.txt",
        "memory.txt": "/proc/self/mem",
    }.items():
        (folder / name).symlink_to(target)
    (folder / "ring").symlink_to(".")
    (folder / "folder.docx").mkdir()
    (folder / "unreadable.txt").write_bytes(lines().encode())
    (folder / "unreadable.txt").chmod(0)
    (folder / "closed").mkdir()
    (folder / "closed" / "inside.txt").write_bytes(lines().encode())
    (folder / "closed").chmod(0)
    for name in ("unknown.xyz", "no-suffix"):
        (folder / name).write_bytes(b"\x00\x01 nothing known")
        found.append(folder / name)
    return found


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    build(target)
