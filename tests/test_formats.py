"""JUnit, GitHub, CSV and Markdown: well formed and inert, whatever stands in the documents."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from perflint_zh.check import Checked, Failure, Finding, Outcomes, merged
from perflint_zh.cli import run
from perflint_zh.document import Place
from perflint_zh.report.data import check_record, check_text
from perflint_zh.report.github import github_text
from perflint_zh.report.junit import junit_text
from perflint_zh.report.table import HEADINGS, csv_text, markdown_text
from perflint_zh.report.text import rendered
from perflint_zh.result import Run
from perflint_zh.score import Scores
from perflint_zh.testing import make_budget

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.just("\ufffe\uffff\x00\x0b")
HOSTILE = [
    "=cmd|'/c calc'!A1",
    "@SUM(1)",
    "<script>alert(1)</script>",
    "](javascript:x) ![](//e.x)",
    "a|b\nc",
    "::error::x",
    "\u202e反",
]


def make_run(text="文字", severity="error", *, place=None):
    path = "1.txt"
    finding = Finding(
        rule="unit-conflict", family="format", severity=severity, confidence=1.0, message=text, suggestion=text, path=path,
        place=place or Place(line=3), department=text, unit="department", project=text, level2="数量指标", indicator=text, value=text, field="value",
    )  # fmt: skip
    budget = msgspec.structs.replace(make_budget({}, 1), path=path)
    findings = merged([Checked(findings=(finding,))]).findings
    return Run(
        (budget,),
        findings,
        (Failure(text, "read", text),),
        {"unit-conflict": Outcomes(found=1), "b": Outcomes()},
        Scores((), ()),
    )


@given(TEXTS)
def test_junit_is_well_formed(text) -> None:
    """Any text gives XML that a parser takes, with as many failures as it says."""
    root = ET.fromstring(junit_text(make_run(text)).encode("utf-8"))
    suite = root.find("testsuite")

    assert int(root.get("failures")) == len(root.findall(".//failure")) == 1
    assert int(suite.get("tests")) == len(suite.findall("testcase")) == 2


def test_junit_passes_notes() -> None:
    """A note is told and is no failed test; a document that could not be read is an error."""
    root = ET.fromstring(junit_text(make_run(severity="note")))

    assert root.findall(".//failure") == []
    assert root.find(".//system-out").text.startswith("文字")
    assert len(root.findall(".//error")) == 1


@given(TEXTS)
def test_github_has_one_line_per_finding(text) -> None:
    """Line breaks, colons and percent signs of a document cannot begin another command."""
    lines = github_text(make_run(text)).splitlines()

    assert len(lines) == 2
    assert all(re.match(r"::(error|warning|notice) file=[^:]*,(line|title)=[^:]*::", line) for line in lines)


def test_github_names_the_place_without_lines() -> None:
    """For formats without lines the message says where."""
    assert "::表1第2行第3列 文字" in github_text(make_run(place=Place(table=1, row=2, column=3)))


@given(TEXTS)
def test_csv_has_one_record_per_finding(text) -> None:
    """The file reads back with the same number of columns, and no cell begins a formula."""
    rows = list(csv.reader(io.StringIO(csv_text(make_run(text)), newline="")))

    assert [len(row) for row in rows] == [len(HEADINGS)] * 3
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_is_inert(text) -> None:
    """Nothing of a document becomes markup, a link, a message to somebody or another column."""
    shown = markdown_text(make_run(text))
    rows = [line for line in shown.splitlines() if line.startswith("| 错误")]

    assert len(rows) == 1
    assert len(re.findall(r"(?<!\\)\|", rows[0])) == 9
    assert "<script" not in shown
    assert not re.search(r"(?<!\\)\]\(", shown)
    assert "@SUM" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b[31m红\x1b]8;;http://e.x\x07", "[red]红[/red]", "长" * 10_000])
def test_the_terminal_shows_nothing_but_text(text) -> None:
    """No control character, no mark that turns the direction and no markup of rich comes through; nothing is cut."""
    shown = rendered(make_run(text))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert ("红" in text) <= ("[31m红" in shown or "[red]红[/red]" in shown)
    assert shown.count("长") >= text.count("长")


@given(TEXTS)
def test_json_in_pieces_is_what_json_writes_at_once(text):
    whole = make_run(text)
    for run_of in (
        whole,
        msgspec.structs.replace(whole, findings=()),
        msgspec.structs.replace(whole, findings=whole.findings * 2),
    ):
        told = json.dumps(check_record(run_of, 1.25), ensure_ascii=False, indent=1) + "\n"
        assert "".join(check_text(run_of, 1.25)) == told


@pytest.mark.parametrize("kind", ["junit", "github", "csv", "markdown", "sarif", "jsonl"])
def test_every_format_of_a_real_run(tmp_path, capsys, monkeypatch, kind) -> None:
    """Each format is printed by the command, names the rule, and leaves the exit status as it is."""
    monkeypatch.chdir(tmp_path)
    cells = ("一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标", "宣讲次数（%）", "≥10次")
    table = "\n\n".join("\n".join(f"\t{c}" for c in cells[at : at + 4]) for at in (0, 4))
    (tmp_path / "one.txt").write_text(f"1、宣讲绩效目标表\n\t绩效目标\n\t宣讲10次\n\n{table}\n", encoding="utf-8")

    assert run(["check", "one.txt", "--format", kind]) == 1
    assert "unit-conflict" in capsys.readouterr().out
    assert run(["check", "one.txt", "--format", kind, "--output", "perflint-out"]) == 1
    assert "unit-conflict" in (tmp_path / "perflint-out").read_text(encoding="utf-8-sig")
