import io
import shutil
import subprocess
from datetime import date

import msgspec
import openpyxl
import pytest
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.check import Checked, Failure, Finding, merged
from perflint_zh.cli import run as cli
from perflint_zh.document import Place
from perflint_zh.errors import UsageError
from perflint_zh.report.workbook import MAX_UNITS, Decision, cell_text, read_decisions, write_scores, write_workbook
from perflint_zh.result import Run
from perflint_zh.rule import Related
from perflint_zh.score import score_budgets
from perflint_zh.waivers import Waiver, apply, read_waivers

SHEETS = ["总览", "部门得分", "项目得分", "问题清单", "雷同项目", "抽取结果"]
HOSTILE = [
    '=cmd|"/c calc"!A1',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "<script>alert(1)</script>",
    "\u202e反\x07铃",
    "长" * 40_000,
]


def _finding(number: int, name: str = "培训期数", **more) -> Finding:
    fields = {
        "rule": "vague-value", "family": "clarity", "severity": "warning", "confidence": 1.0,
        "message": f"“{name}”无法核对", "suggestion": "写数字", "path": "a.txt", "place": Place(line=number),
        "department": "甲局", "unit": "department", "project": "培训费", "level2": "数量指标", "indicator": name,
        "value": "较好", "field": "value",
    }  # fmt: skip
    return Finding(**(fields | more))


def _run(findings: list[Finding]) -> Run:
    rows = tuple(
        Indicator("产出指标", "数量指标", finding.indicator or "", finding.value or "", finding.place)
        for finding in findings
    )
    project = Project("培训费", Place(line=1), rows, budget_wan=12.5, goal=HOSTILE[0])
    budgets = (Budget("a.txt", "0", (project,), department="甲局", year=2024),)
    found = merged([Checked(findings=tuple(findings))]).findings
    return Run(budgets, found, (Failure("b.pdf", "read", "文件已损坏"),), {}, score_budgets(budgets, found))


def _opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture
def sent_back(tmp_path):
    """A workbook on disk, and a function that fills in opinions and saves it."""
    run = _run([_finding(number, f"指标{number}") for number in range(1, 4)])
    path = tmp_path / "清单.xlsx"

    def fill(*opinions: str, officer: str = "李四", change=None):
        book = _opened(write_workbook(run))
        sheet = book["问题清单"]
        headings = [cell.value for cell in sheet[1]]
        for row, opinion in enumerate(opinions, start=2):
            sheet.cell(row, headings.index("处理意见") + 1).value = opinion
            sheet.cell(row, headings.index("责任人") + 1).value = officer
        if change is not None:
            change(sheet)
        book.save(path)
        return path, run

    return fill


def test_the_workbook_has_its_sheets_with_filters_frozen_headings_and_links() -> None:
    """Every sheet but the overview filters and keeps its headings in view; overview and score sheets lead into the list."""
    book = _opened(write_workbook(_run([_finding(3), _finding(5, "培训人数")])))

    assert book.sheetnames == SHEETS
    for name in SHEETS[1:]:
        assert book[name].freeze_panes, name
        assert book[name].auto_filter.ref, name
        assert book[name].page_setup.orientation == "landscape"
    for name in SHEETS[:3]:
        assert any(
            "问题清单" in (cell.hyperlink.location or "") for row in book[name] for cell in row if cell.hyperlink
        ), name
    assert [cell.value for cell in book["问题清单"][1]][:13] == [
        "序号", "部门", "项目", "指标", "位置", "级别", "类型", "问题", "依据", "修改建议", "原文", "处理意见", "责任人",
    ]  # fmt: skip
    assert [cell.value for cell in book["问题清单"][2]][:8] == [
        1, "甲局", "培训费", "培训期数", "第3行", "警告", "vague-value", "“培训期数”无法核对",
    ]  # fmt: skip
    assert book["部门得分"].conditional_formatting
    hidden = book["问题清单"].column_dimensions["O"]
    assert (hidden.hidden, hidden.min, hidden.max) == (True, 15, 16)
    (choice,) = book["问题清单"].data_validations.dataValidation
    assert choice.formula1 == '"采纳,不采纳"'
    assert "b.pdf" in [row[0].value for row in book["总览"]]


def test_projects_that_share_their_indicators_are_listed_together() -> None:
    """A finding of reuse shows the other projects of its cluster with their departments."""
    other = Related(project="会议费", path="a.txt")
    finding = _finding(
        1, rule="template-reuse", family="reuse", related=(other,), evidence={"share": 0.8, "cluster": 2}
    )
    sheet = _opened(write_workbook(_run([finding])))["雷同项目"]

    assert [cell.value for cell in sheet[2]][:7] == ["培训费", "甲局", "警告", 0.8, None, 2, "甲局：会议费"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_document_acts(text) -> None:
    """What looks like a formula, markup or control characters is a plain text in every sheet."""
    finding = _finding(1, text, message=text, suggestion=text, value=text, department=text, project=text, path=text)
    run = msgspec.structs.replace(_run([finding]), failures=(Failure(text, "read", text),))
    cells = [cell for sheet in _opened(write_workbook(run)) for row in sheet.iter_rows() for cell in row]

    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [value for value in texts if "\x07" in value or "\u202e" in value or len(value) > MAX_UNITS]
    assert cell_text(text) in texts


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    """A cell holds 32,767 UTF-16 units; what is cut is told, and characters of two units are not torn."""
    cut = cell_text("𠮷" * 30_000)

    assert len(cut.encode("utf-16-le")) <= 2 * MAX_UNITS
    assert cut.endswith("（原文共30000字，单元格放不下，以下略）")
    assert cell_text("字" * MAX_UNITS) == "字" * MAX_UNITS


def test_decisions_come_back_by_fingerprint(sent_back) -> None:
    """Opinions are read whatever was sorted, inserted or left empty; a reason is what follows the verdict."""

    def moved(sheet) -> None:
        sheet.insert_cols(3)
        sheet.insert_rows(1)
        sheet.insert_rows(4)

    path, run = sent_back("采纳", "不采纳：批复规定了数值", change=moved)

    assert read_decisions(path) == (
        Decision(run.findings[0].fingerprint, "vague-value", "采纳", "", "李四"),
        Decision(run.findings[1].fingerprint, "vague-value", "不采纳", "批复规定了数值", "李四"),
    )


@pytest.mark.parametrize("said", ["不采纳 因为A", "不采纳，因为A", "不采纳（因为A）", " 不采纳\n因为A"])
def test_a_reason_may_be_set_off_in_any_way(sent_back, said) -> None:
    """Blank, colon, comma, bracket or line end come between verdict and reason."""
    path, _ = sent_back(said)

    assert [decision.reason for decision in read_decisions(path)] == ["因为A"]


def test_an_opinion_that_is_no_verdict_is_named(sent_back) -> None:
    """An unclear opinion stops the reading with its number in the list."""
    path, _ = sent_back("采纳", "再议")

    with pytest.raises(UsageError, match=r"序号2.*再议"):
        read_decisions(path)


def test_refused_findings_are_waived_and_need_a_reason(sent_back) -> None:
    """不采纳 with a reason is a waiver; without one the file is refused."""
    path, run = sent_back("采纳", "不采纳：批复规定了数值")
    applied = apply(run.findings, read_waivers(path), date(2024, 5, 1))

    assert [finding.indicator for finding in applied.waived] == ["指标2"]
    assert [finding.indicator for finding in applied.kept] == ["指标1", "指标3"]
    with pytest.raises(UsageError, match="没有写理由"):
        read_waivers(sent_back("不采纳")[0])


def test_waivers_of_a_side_file_expire_and_unused_ones_are_told(tmp_path) -> None:
    """A waiver works up to its last day; what matches nothing is unused, also when the rule is another."""
    (found,) = _run([_finding(1)]).findings
    path = tmp_path / "w.toml"
    path.write_text(
        f'[[waiver]]\nfingerprint = "{found.fingerprint}"\nrule = "vague-value"\nreason = "定性目标"\nexpires = 2024-06-30\n'
        f'[[waiver]]\nfingerprint = "{found.fingerprint}"\nrule = "stale-year"\nreason = "别的规则"\n',
        encoding="utf-8",
    )
    own, other = read_waivers(path)

    assert own == Waiver(found.fingerprint, "定性目标", "vague-value", "", date(2024, 6, 30))
    last_day = apply([found], [own, other], date(2024, 6, 30))
    assert (last_day.kept, last_day.waived, last_day.unused, last_day.expired) == ((), (found,), (other,), ())
    day_after = apply([found], [own, other], date(2024, 7, 1))
    assert (day_after.kept, day_after.unused, day_after.expired) == ((found,), (other,), (own,))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[waiver]]\nfingerprint = 'a'\n", "reason"),
        ("[[waiver]]\nfingerprint = 'a'\nreason = ' '\n", "没有写理由"),
        ("[[waivers]]\n", "waivers"),
        ("[[waiver\n", "TOML"),
    ],
)
def test_a_wrong_side_file_is_refused(tmp_path, text, said) -> None:
    """Missing reasons, unknown keys and broken TOML are named in one line."""
    path = tmp_path / "w.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=said):
        read_waivers(path)


TABLE = "甲局2024年部门预算信息公开情况说明\n\n1、培训费绩效目标表\n" + "\n\n".join(
    "\n".join(f"\t{cell}" for cell in row)
    for row in (
        ("绩效目标", "举办培训4期"),
        ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"),
        ("产出指标", "数量指标", "培训期数", "全年举办的培训期数", "4", "培训计划"),
        ("效益指标", "社会效益指标", "培训效果", "参训人员应用所学的情况", "有效保障", "历史标准"),
    )
)


def test_the_command_line_writes_a_workbook_and_obeys_it_when_it_comes_back(tmp_path, monkeypatch, capsys) -> None:
    """--xlsx writes the list; filled in it is not written over, and --waivers reports nothing that is refused."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TABLE, encoding="utf-8")
    cli(["a.txt", "--xlsx", "清单.xlsx", "--format", "jsonl"])
    found = capsys.readouterr().out.splitlines()
    book = openpyxl.load_workbook("清单.xlsx")
    sheet = book["问题清单"]
    for row in range(2, len(found) + 2):
        sheet.cell(row, [cell.value for cell in sheet[1]].index("处理意见") + 1).value = "不采纳：试行"
    book.save("清单.xlsx")

    filled = (tmp_path / "清单.xlsx").read_bytes()
    assert found
    assert cli(["a.txt", "--xlsx", "清单.xlsx"]) == 2
    assert f"已填了{len(found)}条处理意见" in capsys.readouterr().err
    assert (tmp_path / "清单.xlsx").read_bytes() == filled
    assert cli(["a.txt", "--waivers", "清单.xlsx", "--format", "jsonl"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert f"略去{len(found)}处" in said.err


def test_scores_as_workbook_and_csv(tmp_path, monkeypatch, capsys) -> None:
    """`score --format xlsx` writes both sheets of scores, `--format csv` the departments; a workbook needs a file name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TABLE, encoding="utf-8")

    assert _opened(write_scores(_run([_finding(1)]))).sheetnames == ["部门得分", "项目得分"]
    assert cli(["score", "a.txt", "--format", "xlsx", "-o", "s.xlsx"]) == 0
    assert openpyxl.load_workbook("s.xlsx")["项目得分"]["A2"].value == "培训费"
    assert cli(["score", "a.txt", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("部门,年度,得分")
    assert cli(["score", "a.txt", "--format", "xlsx"]) == 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook(tmp_path) -> None:
    """LibreOffice shows the list with hostile texts as they are written, none of them calculated."""
    (tmp_path / "w.xlsx").write_bytes(write_workbook(_run([_finding(1, HOSTILE[1], message=HOSTILE[0])])))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4", "--outdir", tmp_path, tmp_path / "w.xlsx"],
        check=True, capture_output=True,
    )  # fmt: skip
    (listed,) = tmp_path.glob("*问题清单*.csv")
    text = listed.read_text(encoding="utf-8")

    assert "+1+1" in text
    assert '=cmd|""/c calc""!A1' in text
