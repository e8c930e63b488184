import io
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pypdf
import pypdfium2
import pytest
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Font
from perflint_zh.annotate import annotate
from perflint_zh.annotate.mark import Marked, Refused
from perflint_zh.check import Finding
from perflint_zh.cli import run as cli
from perflint_zh.document import Place, Table
from perflint_zh.read import read_content
from perflint_zh.read.docx import NAMESPACE, STRICT_NAMESPACE, W, _choose_alternatives
from perflint_zh.read.docx_places import letters, places
from perflint_zh.read.flow import clean
from reportlab.pdfgen.canvas import Canvas

WHEN = datetime(2024, 5, 1, 8, 30)  # noqa: DTZ001 -- comments say local time
ROOT = Path(__file__).parent.parent
HOSTILE = '</w:t></w:r>&<script>"x"\x07\u202e{}{0}_x0041_'


def _finding(place: Place, message: str = "“较好”无法核对", **more) -> Finding:
    fields = {
        "rule": "vague-value", "family": "clarity", "severity": "warning", "confidence": 1.0, "message": message,
        "suggestion": "写数字", "path": "a", "place": place, "department": None, "unit": "department", "project": None,
        "level2": None, "indicator": None, "value": None, "field": "value",
    }  # fmt: skip
    return Finding(**(fields | more))


def _marked(data: bytes, *findings: Finding) -> bytes:
    marked = annotate(data, findings, WHEN)
    assert isinstance(marked, Marked)
    return marked.data


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _changed(before: bytes, after: bytes) -> set[str]:
    old, new = _parts(before), _parts(after)
    assert old.keys() <= new.keys()
    return {name for name, part in new.items() if old.get(name) != part}


def _saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word(rows: int = 1, text: str = "达到较好水平") -> bytes:
    document = docx.Document()
    document.add_paragraph("培训费绩效目标表")
    table = document.add_table(rows, 3)
    for row in table.rows:
        for cell, said in zip(row.cells, ("培训效果", text, ""), strict=True):
            cell.text = said
    return _saved(document)


def _remarks(data: bytes) -> dict[str, tuple[str, str, str]]:
    """Comment id → author, text and the words it stands on; every range is begun, ended and referred to once."""
    parts = _parts(data)
    main = etree.fromstring(parts["word/document.xml"])
    anchors: dict[str, str] = {}
    open_now: list[str] = []
    ended: list[str] = []
    referred = []
    for element in main.iter():
        number = element.get(W + "id", "")
        if element.tag == W + "commentRangeStart":
            anchors[number] = ""
            open_now.append(number)
        elif element.tag == W + "commentRangeEnd":
            open_now.remove(number)
            ended.append(number)
        elif element.tag == W + "commentReference":
            referred.append(number)
        elif element.tag == W + "t":
            for one in open_now:
                anchors[one] += element.text or ""
    assert open_now == []
    assert sorted(anchors) == sorted(ended) == sorted(referred)
    comments = etree.fromstring(parts["word/comments.xml"])
    return {
        one.get(W + "id"): (
            one.get(W + "author"),
            "\n".join("".join(p.itertext(W + "t")) for p in one.iter(W + "p")),
            anchors[one.get(W + "id")],
        )
        for one in comments
    }


def test_sixty_findings_are_sixty_comments_on_the_words_meant() -> None:
    """Each finding is one native comment by perflint, its text without a rule's name, on the words that the message quotes."""
    data = _word(30)
    findings = [_finding(Place(table=1, row=row, column=2)) for row in range(1, 31)]
    findings += [
        _finding(Place(table=1, row=row, column=1), "名称没有说清", field="name", indicator="培训效果")
        for row in range(1, 31)
    ]
    copy = _marked(data, *findings)
    remarks = list(_remarks(copy).values())

    assert len(remarks) == 60
    assert remarks[:30] == [("perflint", "“较好”无法核对\n建议：写数字", "较好")] * 30
    assert remarks[30:] == [("perflint", "名称没有说清\n建议：写数字", "培训效果")] * 30
    assert len(docx.Document(io.BytesIO(copy)).comments) == 60


def test_a_commented_copy_reads_as_before_and_other_parts_keep_their_bytes() -> None:
    """Only the text part, comments, relations and content types differ, and the text of the first is the same."""
    data = _word(3)
    copy = _marked(data, *(_finding(Place(table=1, row=1, column=column)) for column in (1, 2, 2, 3)))

    assert read_content(copy, ".docx") == read_content(data, ".docx")
    assert _changed(data, copy) == {
        "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml",
    }  # fmt: skip


def test_several_comments_in_one_cell_may_touch_overlap_and_stand_on_formatted_words() -> None:
    """Runs are cut with their formats; words that run over several runs are one range; blanks at the cuts stay."""
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    paragraph = cell.paragraphs[0]
    paragraph.add_run("全年 培训").bold = True
    paragraph.add_run("四期 & 五期").italic = True
    data = _saved(document)
    place = Place(table=1, row=1, column=1)
    copy = _marked(
        data, *(_finding(place, f"“{words}”不对") for words in ("全年 ", "培训四", "训四期 &", "没有的词", "& 五"))
    )

    assert [words for _, _, words in _remarks(copy).values()] == [
        "全年",
        "培训四",
        "训四期 &",
        "全年 培训四期 & 五期",
        "& 五",
    ]
    again = docx.Document(io.BytesIO(copy)).tables[0].cell(0, 0).paragraphs[0]
    assert again.text == "全年 培训四期 & 五期"
    assert {run.text for run in again.runs if run.bold} >= {"全年", " ", "培"}
    assert not [run.text for run in again.runs if run.text and run.bold and run.italic]


def test_comments_stand_in_empty_merged_and_nested_cells_and_without_a_place_at_the_beginning() -> None:
    """A place inside a merged cell leads to its text; an empty cell holds its comment; unknown places are told."""
    document = docx.Document()
    document.add_paragraph("培训费绩效目标表")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(2, 0)).text = "产出"
    inner = table.cell(1, 2).add_table(1, 1)
    inner.cell(0, 0).text = "里层"
    data = _saved(document)
    findings = [
        _finding(Place(table=1, row=3, column=1)),
        _finding(Place(table=1, row=2, column=2)),
        _finding(Place(table=2, row=1, column=1)),
        _finding(Place(line=1)),
    ]
    marked = annotate(data, findings, WHEN)

    assert isinstance(marked, Marked)
    assert marked.misplaced == 1
    assert [words for _, _, words in _remarks(marked.data).values()] == ["产出", "", "里层", "培训费绩效目标表"]


def test_comments_that_are_there_already_stay() -> None:
    """New comments are put behind a reviewer's own, with numbers of their own, their texts as they are."""
    document = docx.Document(io.BytesIO(_word()))
    cell = document.tables[0].cell(0, 0)
    document.add_comment(cell.paragraphs[0].runs, text="请再看", author="王五")
    copy = _marked(_saved(document), _finding(Place(table=1, row=1, column=2)))

    assert [(author, words) for author, _, words in _remarks(copy).values()] == [
        ("王五", "培训效果"),
        ("perflint", "较好"),
    ]


def test_hostile_texts_are_inert_in_comments() -> None:
    """Markup in a message is text, control and direction marks are gone, in the cell as in the comment."""
    data = _word(1, "较好<b>&amp;")
    copy = _marked(data, _finding(Place(table=1, row=1, column=2), f"“<b>&”{HOSTILE}"))
    ((_, said, words),) = _remarks(copy).values()

    assert words == "<b>&"
    assert said.startswith("“<b>&”</w:t></w:r>&<script>")
    assert "\x07" not in said
    assert "\u202e" not in said
    assert read_content(copy, ".docx") == read_content(data, ".docx")


def test_a_document_of_the_strict_format_or_with_other_prefixes_is_commented_in_its_own_names() -> None:
    """Comments use the namespaces of the document, and declare the prefix w where it means something else there."""
    data = _word()
    parts = _parts(data)
    strict = parts["word/document.xml"].replace(NAMESPACE, STRICT_NAMESPACE)
    other = parts["word/document.xml"].replace(b"<w:", b"<q:").replace(b"</w:", b"</q:").replace(b" w:", b" q:")
    other = other.replace(b"xmlns:w=", b"xmlns:q=")
    for main, space in ((strict, STRICT_NAMESPACE), (other, NAMESPACE)):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, main if name == "word/document.xml" else part)
        copy = _marked(stream.getvalue(), _finding(Place(table=1, row=1, column=2)))
        root = etree.fromstring(_parts(copy)["word/document.xml"])

        assert [one.tag for one in root.iter("{*}commentReference")] == [f"{{{space.decode()}}}commentReference"]
        assert space in _parts(copy)["word/comments.xml"]


def _word_files() -> list[Path]:
    return [
        *sorted((ROOT / "corpus" / "documents").glob("*.docx")),
        *sorted((ROOT / "tests" / "samples").rglob("*.docx")),
    ]


@pytest.mark.parametrize("path", _word_files(), ids=lambda path: path.stem)
def test_places_lead_to_the_elements_that_the_reader_has_read(path) -> None:
    """There is one numbering: at every place that the reader gives stands the element with its text."""
    data = path.read_bytes()
    root = etree.fromstring(_parts(data)["word/document.xml"].replace(STRICT_NAMESPACE, NAMESPACE))
    _choose_alternatives(root)
    by_place = places(root.find(W + "body"))
    cells = [
        cell
        for block in read_content(data, ".docx").blocks
        for cell in ([cell for row in block.rows for cell in row] if isinstance(block, Table) else [block])
        if cell.text
    ]

    assert cells
    for cell in cells:
        text = "".join(letter for letter, _ in letters(by_place[cell.place]))
        lines = [line for line in map(clean, text.split("\n")) if line]
        assert [line.replace("\t", " ") for line in lines] == cell.text.replace("\t", " ").split("\n")


def _workbook(change=None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目标表"
    sheet.append(["三级指标", "指标值", "合计"])
    sheet.append(["培训效果", "较好", "=1+1"])
    sheet["B2"].font = Font(bold=True)
    sheet.merge_cells("A4:B5")
    sheet["A4"] = "合并"
    book.create_sheet("另表").append(["=SUM(目标表!C2)"])
    if change is not None:
        change(sheet)
    return _saved(book)


def _cell(cell: str, *arguments, sheet: str = "目标表", **more) -> Finding:
    return _finding(Place(sheet=sheet, cell=cell), *arguments, **more)


def test_cells_get_a_note_and_a_fill_and_keep_what_they_had() -> None:
    """One note per cell with all remarks, at the first cell of a merged one; formats, formulas and other parts stay."""
    data = _workbook()
    copy = _marked(
        data, _cell("B2"), _cell("B2", "又一处", severity="error"), _cell("B5"), _cell("Z9"), _cell("A1", sheet="另表")
    )
    book = openpyxl.load_workbook(io.BytesIO(copy))
    sheet = book["目标表"]
    notes = {cell.coordinate: cell.comment for row in sheet for cell in row if cell.comment}

    assert set(notes) == {"B2", "A4", "Z9"}
    assert notes["B2"].author == "perflint"
    assert notes["B2"].text == "perflint：\n“较好”无法核对\n建议：写数字\n\n又一处\n建议：写数字"
    assert (sheet["B2"].fill.fgColor.rgb, sheet["B2"].font.bold) == ("FFF8CBAD", True)
    assert sheet["A2"].fill.fill_type is None
    assert sheet["C2"].value == "=1+1"
    assert book["另表"]["A1"].comment is not None
    assert read_content(copy, ".xlsx") == read_content(data, ".xlsx")
    assert {name for name in _changed(data, copy) if name in _parts(data)} == {
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml", "[Content_Types].xml",
    }  # fmt: skip


def test_notes_that_are_there_already_stay() -> None:
    """Our remark follows a reviewer's own in the same note, and other notes stay as they are."""

    def noted(sheet) -> None:
        sheet["B2"].comment = Comment("请核对", "王五")
        sheet["A2"].comment = Comment("旧注", "王五")

    copy = _marked(_workbook(noted), _cell("B2"), _cell("C2"))
    sheet = openpyxl.load_workbook(io.BytesIO(copy))["目标表"]

    assert sheet["B2"].comment.text == "请核对\n\nperflint：\n“较好”无法核对\n建议：写数字"
    assert (sheet["A2"].comment.text, sheet["A2"].comment.author) == ("旧注", "王五")
    assert (sheet["C2"].comment.text[:9], sheet["C2"].comment.author) == ("perflint：", "perflint")


def test_hostile_texts_are_inert_in_notes() -> None:
    """Markup, escapes and braces in a message come out as they are written."""
    copy = _marked(_workbook(), _cell("B2", HOSTILE))
    part = next(part for name, part in _parts(copy).items() if name.startswith("xl/comments"))
    said = "".join(etree.fromstring(part).itertext("{*}t"))

    assert '</w:t></w:r>&<script>"x"{}{0}_x005F_x0041_' in said


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_highlight_covers_the_cell_whichever_way_the_page_is_turned(rotation) -> None:
    """The box of a place, given as the page is shown, is coloured in the picture of the page, and only that."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(300, 200))
    canvas.drawString(10, 10, "text")
    canvas.setPageRotation(rotation)
    canvas.save()
    data = stream.getvalue()
    copy = _marked(
        data, _finding(Place(page=1, box=(20, 30, 80, 50))), _finding(Place(page=1, box=(20, 30, 80, 50)), "又")
    )
    picture = pypdfium2.PdfDocument(copy)[0].render(may_draw_forms=True).to_pil().convert("RGB")
    coloured = [
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if picture.getpixel((x, y))[2] < 200 < picture.getpixel((x, y))[0]
    ]

    assert copy.startswith(data)
    assert (min(coloured)[0], max(coloured)[0]) == (pytest.approx(21, abs=1), pytest.approx(78, abs=1))
    assert (min(y for _, y in coloured), max(y for _, y in coloured)) == (
        pytest.approx(31, abs=1),
        pytest.approx(48, abs=1),
    )
    (note,) = pypdf.PdfReader(io.BytesIO(copy)).pages[0]["/Annots"]
    assert note.get_object()["/T"] == "perflint"
    assert note.get_object()["/Contents"] == "“较好”无法核对\n建议：写数字\n\n又\n建议：写数字"


def test_hostile_texts_are_inert_in_highlights() -> None:
    """Markup, braces and the signs of PDF strings in a message are the text of the note, control and direction marks are gone."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(300, 200))
    canvas.drawString(10, 10, "text")
    canvas.save()
    copy = _marked(stream.getvalue(), _finding(Place(page=1, box=(20, 30, 80, 50)), f"{HOSTILE}) >> /JS (x\\"))
    (note,) = pypdf.PdfReader(io.BytesIO(copy)).pages[0]["/Annots"]
    said = note.get_object()["/Contents"]

    assert said.startswith('</w:t></w:r>&<script>"x"{}{0}_x0041_) >> /JS (x\\\n')
    assert "/JS" not in note.get_object()
    assert not {"\x07", "\u202e"} & set(said)


def test_a_broken_or_signed_file_is_refused_with_a_reason() -> None:
    """A file that cannot take remarks gives a sentence, never a crash."""
    stream = io.BytesIO(_word())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("_xmlsignatures/origin.sigs", "")

    assert isinstance(annotate(stream.getvalue(), [_finding(Place(table=1, row=1, column=1))], WHEN), Refused)
    assert isinstance(annotate(b"%PDF-1.4\nnothing", [_finding(Place(page=1))], WHEN), Refused)
    assert annotate("1、表".encode(), [_finding(Place(line=1))], WHEN) is None


SAMPLE = ROOT / "corpus" / "documents"


def test_the_command_line_writes_copies_and_leaves_the_originals(tmp_path, monkeypatch, capsys) -> None:
    """--annotate keeps names and folders, gives other formats an HTML view, and never writes over an input."""
    monkeypatch.chdir(tmp_path)
    for folder, name in (("甲", "heling-united-front-2024.docx"), ("乙", "cangdu-political-legal-2024.txt")):
        Path(folder).mkdir()
        shutil.copy(SAMPLE / name, Path(folder, name))
    before = {path: path.read_bytes() for path in Path().rglob("*.*")}
    cli([".", "--annotate", "marked", "--quiet"])

    assert "写出2份" in capsys.readouterr().err
    assert {str(path) for path in Path("marked").rglob("*.*")} == {
        "marked/甲/heling-united-front-2024.docx", "marked/乙/cangdu-political-legal-2024.txt.html",
    }  # fmt: skip
    assert {path: path.read_bytes() for path in before} == before
    assert cli(["甲", "乙", "--annotate", ".", "--quiet"]) == 2
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copies_with_all_remarks(tmp_path) -> None:
    """Written again by LibreOffice, the copies still have every comment and note."""
    place = [Place(table=1, row=row, column=column) for row in range(1, 21) for column in (1, 2, 3)]
    (tmp_path / "a.docx").write_bytes(_marked(_word(20), *map(_finding, place)))
    (tmp_path / "a.xlsx").write_bytes(_marked(_workbook(), _cell("B2"), _cell("A4"), _cell("A1", sheet="另表")))
    for kind in ("docx", "xlsx"):
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind,
             "--outdir", tmp_path / "out", tmp_path / f"a.{kind}"],
            check=True, capture_output=True,
        )  # fmt: skip

    assert len(docx.Document(tmp_path / "out" / "a.docx").comments) == 60
    book = openpyxl.load_workbook(tmp_path / "out" / "a.xlsx")
    assert sum(cell.comment is not None for sheet in book for row in sheet for cell in row) == 3


@pytest.mark.parametrize("path", _word_files(), ids=lambda path: path.stem)
def test_a_comment_at_every_place_changes_nothing_that_is_read(path) -> None:
    """Whatever a document is made of, each of its places can be commented and the copy reads as the original."""
    data = path.read_bytes()
    content = read_content(data, ".docx")
    cells = [
        cell
        for block in content.blocks
        for cell in ([cell for row in block.rows for cell in row] if isinstance(block, Table) else [block])
    ]
    copy = _marked(data, *(_finding(cell.place, f"“{cell.text[1:3]}”不对") for cell in cells))

    assert read_content(copy, ".docx") == content
    assert len(_remarks(copy)) == len({cell.place: cell for cell in cells})
