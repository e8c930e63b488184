"""`perflint fix`: what is repaired in each format, and that nothing else is touched."""

import html
import io
import os
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from perflint_zh.cli import run
from perflint_zh.config import Config
from perflint_zh.extract import extract
from perflint_zh.extract.value import parse_value
from perflint_zh.fix import _state, repair, tidied_value
from perflint_zh.plugins import load_rules
from perflint_zh.read import read_document

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
HEAD = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
ROWS = (
    ("产出指标", "数量指标", "巡回放映场次", "全年在各村放映的场数", ">=60 场", "放映计划"),
    ("产出指标", "质量指标", "放映按计划完成率", "完成的场次占计划的比例", "=%100", "放映计划"),
    ("产出指标", "成本指标", "每场放映费用", "付给放映队的每场费用", "≥300元", "放映合同"),
    ("效益指标", "社会效益指标", "观影人次", "到场观看的群众人次", "≥９０００人次", "历史标准"),
    ("满意度指标", "服务对象满意度指标", "观众满意度", "问卷中满意的占比", "≥92百分比", "问卷调查"),
)
TIDY = ["≥60场", "=100%", "≥300元", "≥9000人次", "≥92%"]
TITLE = "1、农村公益电影绩效目标表"
GOAL = "全年放映公益电影60场"


def as_text():
    lines = ["示例县文化馆2024年部门预算", "", TITLE, f"\t绩效目标\n\t{GOAL}", ""]
    lines += ["\n".join(f"\t{cell}" for cell in row) + "\n" for row in (HEAD, *ROWS)]
    return "\n".join(lines).encode()


def as_markdown():
    rows = [f"| {' | '.join(row)} |" for row in (HEAD, ("---",) * len(HEAD), *ROWS)]
    return "\n".join(
        ["# 示例县文化馆2024年部门预算", "", f"## {TITLE}", "", f"绩效目标：{GOAL}", "", *rows, ""]
    ).encode()


def as_csv():
    rows = [("示例县文化馆2024年部门预算",), (TITLE,), HEAD, *ROWS]
    return "".join(",".join(f'"{c}"' if " " in c else c for c in row) + "\r\n" for row in rows).encode("gb18030")


def as_page():
    rows = "".join(f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>\n" for row in (HEAD, *ROWS))
    tail = "<!-- =%100 --><p title='≥92百分比'>附注：“百分比”写成 %</p>"
    return f"<html><body><p>示例县文化馆2024年部门预算</p><h2>{TITLE}</h2>\n<table>{rows}</table>{tail}".encode(
        "gb18030"
    )


def as_docx():
    document = docx.Document()
    document.add_paragraph("示例县文化馆2024年部门预算")
    document.add_paragraph(TITLE)
    document.add_table(1, 2).rows[0].cells[0].text = "附注"
    document.add_paragraph(TITLE)
    table = document.add_table(0, len(HEAD))
    for row in (HEAD, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            first, rest = text[:1], text[1:]
            cell.paragraphs[0].add_run(first).bold = True
            cell.paragraphs[0].add_run(rest)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "公益电影"
    sheet.append([TITLE])
    for row in (HEAD, *ROWS):
        sheet.append(row)
    sheet["E4"].data_type = "s"  # openpyxl takes =%100 for a formula
    sheet["A12"] = ROWS[4][4]  # the same shared string outside the table
    sheet["A13"] = "=1+1"
    book.create_sheet("其他").append(["≥92百分比"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MAKERS = {".txt": as_text, ".md": as_markdown, ".csv": as_csv, ".html": as_page, ".docx": as_docx, ".xlsx": as_xlsx}
RULES = [rule for rule in load_rules() if rule.fix is not None]


def fixed(suffix, data, *, unsafe=False):
    return repair(f"one{suffix}", data, RULES, Config(), unsafe=unsafe)


def values(path):
    return [row.value for project in extract(read_document(path)).projects for row in project.indicators]


@pytest.mark.parametrize("suffix", MAKERS)
def test_safe_fixes_in_every_format_that_can_be_written(suffix, tmp_path) -> None:
    """Spelling is repaired, meaning is not touched, and a second run finds nothing."""
    one = fixed(suffix, MAKERS[suffix]())
    assert one.data is not None
    assert one.refused == ()
    target = tmp_path / f"one{suffix}"
    target.write_bytes(one.data)

    assert values(target) == TIDY
    assert fixed(suffix, one.data).edits == ()


@pytest.mark.parametrize("suffix", MAKERS)
def test_unsafe_fixes_only_when_asked_for(suffix, tmp_path) -> None:
    """The direction of a cost turns round with `unsafe`, and the finding is gone."""
    one = fixed(suffix, MAKERS[suffix](), unsafe=True)
    target = tmp_path / f"one{suffix}"
    target.write_bytes(one.data)

    assert values(target) == [*TIDY[:2], "≤300元", *TIDY[3:]]
    assert "wrong-direction" in {edit.rule for edit in one.edits}
    assert fixed(suffix, one.data, unsafe=True).edits == ()


@pytest.mark.parametrize("suffix", [".txt", ".md", ".csv", ".html"])
def test_lines_without_an_edit_keep_their_bytes(suffix) -> None:
    """Encoding, line ends and all other lines stay as they are."""
    before = MAKERS[suffix]()
    after = fixed(suffix, before).data
    old, new = before.split(b"\n"), after.split(b"\n")

    assert len(old) == len(new)
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 4


def test_of_equal_cells_of_a_page_the_one_meant_is_repaired(tmp_path) -> None:
    """Equal texts elsewhere keep theirs; a text in several pieces is named and left to people."""
    note = "<table><tr><td>旧表</td><td>≥92百分比</td></tr><tr><td>甲</td><td>乙</td></tr></table>"
    page = as_page().decode("gb18030").replace("<table>", f"{note}<table>", 1)
    after = fixed(".html", page.encode()).data.decode()
    split = fixed(".html", page.replace("=%100", "=<b>%100</b>").encode())

    assert note in after
    assert after.count("≥92%") == 1
    assert [edit.old for edit in split.refused] == ["=%100"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_and_line_ends_are_kept(encoding, end) -> None:
    """The repaired file decodes in the same encoding with the same line ends."""
    text = as_text().decode().replace("\n", end)
    after = fixed(".txt", text.encode(encoding)).data

    assert after.decode(encoding) == text.replace(">=60 场", "≥60场").replace("=%100", "=100%").replace(
        "９０００", "9000"
    ).replace("百分比", "%")


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_other_parts_of_a_package_are_identical(suffix) -> None:
    """Only the part that holds the cells differs; order, dates and compression of all parts stay."""
    before = MAKERS[suffix]()
    after = fixed(suffix, before).data
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert [(i.filename, i.date_time, i.compress_type) for i in old.infolist()] == [
            (i.filename, i.date_time, i.compress_type) for i in new.infolist()
        ]

    assert changed == [{".docx": "word/document.xml", ".xlsx": "xl/worksheets/sheet1.xml"}[suffix]]


def test_formats_of_runs_and_other_cells_stay(tmp_path) -> None:
    """In Word the first run keeps its bold type; in Excel cells outside the table and formulas are left alone."""
    word, book = tmp_path / "one.docx", tmp_path / "one.xlsx"
    word.write_bytes(fixed(".docx", as_docx()).data)
    book.write_bytes(fixed(".xlsx", as_xlsx()).data)
    runs = docx.Document(word).tables[1].rows[5].cells[4].paragraphs[0].runs
    sheets = openpyxl.load_workbook(book)

    assert [(r.text, bool(r.bold)) for r in runs] == [("≥", True), ("92%", False)]
    assert sheets["公益电影"]["A12"].value == "≥92百分比"
    assert sheets["公益电影"]["A13"].value == "=1+1"
    assert sheets["其他"]["A1"].value == "≥92百分比"


def test_a_formula_is_left_to_people() -> None:
    """A value that a formula makes is not overwritten but named."""
    data = as_xlsx()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        sheet = old.read("xl/worksheets/sheet1.xml")
        start = sheet.index(b'<c r="E7"')
        end = sheet.index(b"</c>", start) + 4
        formula = '<c r="E7" t="str"><f>"≥92"&amp;"百分比"</f><v>≥92百分比</v></c>'.encode()
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as new:
            for info in old.infolist():
                body = sheet[:start] + formula + sheet[end:] if "sheet1" in info.filename else old.read(info)
                new.writestr(info, body)
    one = fixed(".xlsx", stream.getvalue())

    assert [edit.place.cell for edit in one.refused] == ["E7"]
    assert "E7" not in {edit.place.cell for edit in one.edits}


@pytest.mark.parametrize(
    ("value", "tidy"),
    [
        ("=%100", "=100%"),
        ("100百分比", "100%"),
        ("≥９５．５％", "≥95.5%"),
        (">=95%", "≥95%"),
        ("≥ 60 场", "≥60场"),
        ("≥≥95%", "≥95%"),
        ("≦30天", "≤30天"),
        ("逐步提高。。", "逐步提高。"),
        ("95%", "95%"),
        ("＞10次", "＞10次"),
        ("2024年 10月底前", "2024年 10月底前"),
        ("上半年 3 次，下半年 4 次", "上半年 3 次，下半年 4 次"),
        ("提高认识……", "提高认识……"),
        ("", ""),
    ],
)
def test_spelling_of_values(value, tidy) -> None:
    """Each slip has one right spelling; what is right, or may mean something, stays."""
    assert tidied_value(value) == tidy
    assert tidied_value(tidy) == tidy


def test_tidying_keeps_the_quantity() -> None:
    """Wherever the grammar read a number before, it reads the same afterwards, over all values of the corpus."""
    for path in sorted(CORPUS.glob("*.txt")):
        for value in values(path):
            before, after = parse_value(value), parse_value(tidied_value(value))
            if before is not None and before.number is not None and "%1" not in value:
                assert after is not None, value
                assert (before.number, before.unit) == (after.number, after.unit), value


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_the_corpus_is_repaired_once(path) -> None:
    """Fixes come to an end on every document, what was found is gone, a second run changes nothing, nor does the file in another part."""
    before = path.read_bytes()
    one = fixed(path.suffix, before, unsafe=True)
    if one.data is None:
        return
    assert fixed(path.suffix, one.data, unsafe=True).edits == ()
    found = {
        (finding.rule, finding.place, finding.field)
        for finding in _state(str(path), one.data, RULES, Config()).findings
    }
    assert found.isdisjoint((edit.rule, edit.place, edit.field) for edit in one.edits)
    if path.suffix in {".docx", ".xlsx"}:
        with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(one.data)) as new:
            assert old.namelist() == new.namelist()
            changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert all(re.fullmatch(r"word/document\.xml|xl/worksheets/sheet\d+\.xml", name) for name in changed)


@pytest.mark.parametrize("data", [b"PK\x03\x04 cut", b"\xff\xfe\x00", "只有一行字".encode(), b"\x00\x01\x02"])
@pytest.mark.parametrize("suffix", [".txt", ".docx", ".xlsx", ".csv", ".md"])
def test_damaged_files_are_left_alone(data, suffix, tmp_path) -> None:
    """A file that cannot be read is named; nothing is written and nothing crashes."""
    path = tmp_path / f"one{suffix}"
    path.write_bytes(data)
    run(["fix", str(path), "--output", str(tmp_path / "out"), "--quiet"])

    assert not (tmp_path / "out").exists()
    assert path.read_bytes() == data


def test_copies_and_diff(tmp_path, capsys) -> None:
    """`--diff` shows and writes nothing; without it copies are written under the same names, the originals untouched."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "one.txt").write_bytes(as_text())
    (folder / "sub" / "two.docx").write_bytes(as_docx())
    (folder / "page.html").write_text("<p>没有表</p>", encoding="utf-8")
    out = tmp_path / "out"

    assert run(["fix", str(folder), "--diff", "--output", str(out)]) == 1
    shown = capsys.readouterr().out
    assert "- =%100" in shown
    assert "+ =100%" in shown
    assert not out.exists()

    assert run(["fix", str(folder), "--output", str(out)]) == 0
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*.*")) == ["one.txt", "sub/two.docx"]
    assert (folder / "one.txt").read_bytes() == as_text()
    assert run(["fix", str(out), "--diff"]) == 0


def test_a_format_that_cannot_be_written_is_named_in_one_line(tmp_path, capsys) -> None:
    """A page named .doc is read, and the user is told that it cannot be repaired."""
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in (HEAD, *ROWS))
    path = tmp_path / "one.doc"
    path.write_text(
        f"<meta charset=utf-8><p>{TITLE}</p><table>{rows}</table>".replace(">=60", "&gt;=60"), encoding="utf-8"
    )

    assert run(["fix", str(path), "--output", str(tmp_path / "out")]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "one.doc" in line]
    assert len(told) == 1
    assert "不能写回" in told[0]


def test_in_place_changes_the_file_and_says_so_by_status(tmp_path) -> None:
    """`--in-place` writes the original, status 1 the first time and 0 the second, as a hook needs it."""
    path = tmp_path / "one.md"
    path.write_bytes(as_markdown())

    assert run(["fix", str(path), "--in-place"]) == 1
    assert values(path) == TIDY
    assert run(["fix", str(path), "--in-place"]) == 0


def test_outputs_never_replace_inputs(tmp_path) -> None:
    """`--output` onto the input folder is refused before anything is written."""
    path = tmp_path / "one.txt"
    path.write_bytes(as_text())

    assert run(["fix", str(path), "--output", str(tmp_path)]) == 2
    assert path.read_bytes() == as_text()


def test_a_name_that_is_no_text_is_no_obstacle(tmp_path, capsys) -> None:
    """A file whose name is not UTF-8 is repaired like any other."""
    path = tmp_path / os.fsdecode(b"\xff.txt")
    try:
        path.write_bytes(as_text())
    except OSError:
        pytest.skip("the file system refuses such names")

    assert run(["fix", str(tmp_path), "--in-place"]) == 1
    assert values(path) == TIDY


def test_a_merged_cell_is_repaired_once(tmp_path) -> None:
    """A value merged over two rows is written into the one cell that holds it."""
    document = docx.Document(io.BytesIO(as_docx()))
    table = document.tables[1]
    table.cell(5, 4).text = ""
    table.cell(4, 4).text = "≥90百分比"
    table.cell(4, 4).merge(table.cell(5, 4))
    stream = io.BytesIO()
    document.save(stream)
    one = fixed(".docx", stream.getvalue())
    path = tmp_path / "one.docx"
    path.write_bytes(one.data)

    assert values(path)[3:] == ["≥90%", "≥90%"]
    assert one.refused == ()
