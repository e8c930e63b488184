"""`perflint compare`: a resubmission against what it replaces."""

import json

import pytest
from perflint_zh.cli import run
from perflint_zh.compare import compared, report_of

HEAD = ("一级指标", "二级指标", "三级指标", "指标值")
ONE = ("产出指标", "数量指标", "宣讲次数（%）", "≥10次")
ONE_RIGHT = ("产出指标", "数量指标", "宣讲次数（次）", "≥10次")
TWO = ("产出指标", "数量指标", "走访户数（%）", "≥80户")


def write(path, projects, department="示例县司法局"):
    path.parent.mkdir(exist_ok=True)
    parts = [f"{department}2024年部门预算信息公开情况说明\n"]
    for number, (name, rows) in enumerate(projects.items(), start=1):
        table = "\n\n".join("\n".join(f"\t{c}" for c in row) for row in (HEAD, *rows))
        parts.append(f"{number}、{name}绩效目标表\n\t绩效目标\n\t宣讲10次\n\n{table}\n")
    path.write_text("\n".join(parts), encoding="utf-8")


@pytest.fixture
def states(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "old" / "a.txt", {"普法": [ONE, TWO], "调解": [ONE], "取消的": [TWO]})
    write(tmp_path / "new" / "b.txt", {"普法": [ONE_RIGHT, TWO], "调解": [ONE, TWO], "新设的": [ONE]})
    return tmp_path


def conflicts(changes, kind):
    return {(c["project"], d["indicator"]) for c in changes for d in c[kind] if d["rule"] == "unit-conflict"}


def test_repaired_kept_and_new(states, capsys) -> None:
    """Findings are matched whatever the files are called; a project that is gone repaired nothing."""
    assert run(["compare", "old", "new", "--format", "json"]) == 1
    (department,) = json.loads(capsys.readouterr().out)["departments"]
    changes = department["changes"]

    assert department["department"] == "示例县司法局"
    assert department["score_before"] is not None
    assert department["score_after"] is not None
    assert conflicts(changes, "repaired") == {("普法", ONE[2])}
    assert conflicts(changes, "kept") == {("普法", TWO[2]), ("调解", ONE[2])}
    assert conflicts(changes, "new") == {("调解", TWO[2]), ("新设的", ONE[2])}
    scores = {change["project"]: (change["score_before"], change["score_after"]) for change in changes}
    assert scores["取消的"][1] is None
    assert scores["新设的"][0] is None
    assert None not in scores["普法"]


def test_earlier_reports_compare_like_the_documents(states, capsys) -> None:
    """The JSON of an earlier run stands for its documents, which need not be there any more."""
    run(["compare", "old", "new", "--format", "json"])
    direct = capsys.readouterr().out
    for state in ("old", "new"):
        run(["check", state, "--format", "json", "--output", f"perflint-{state}.json"])
    (states / "old" / "a.txt").unlink()

    assert run(["compare", "perflint-old.json", "perflint-new.json", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == json.loads(direct)


def test_text_tells_the_change(states, capsys) -> None:
    """Each department with its scores, each project with what was repaired and what is new."""
    run(["compare", "old", "new"])
    shown = capsys.readouterr().out

    for part in (
        "示例县司法局  ",
        "改好 错误 unit-conflict",
        "新增 错误 unit-conflict",
        "取消的  （新的里没有）",
        "合计：改好",
    ):
        assert part in shown


def test_the_same_twice_has_no_change(states, capsys) -> None:
    """Comparing a state with itself keeps everything and passes."""
    assert run(["compare", "old", "old", "--format", "json"]) == 0
    (department,) = json.loads(capsys.readouterr().out)["departments"]

    assert all(not change["repaired"] and not change["new"] for change in department["changes"])


@pytest.mark.parametrize("content", ["{}", "[1]", "no json", '{"schema": "perflint/1"}'])
def test_other_files_are_refused_in_one_line(states, capsys, content) -> None:
    """A JSON file that is no report is named."""
    (states / "other.json").write_text(content, encoding="utf-8")

    assert run(["compare", "other.json", "new"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "other.json" in said


def test_an_unreadable_document_gives_status_two(states, capsys) -> None:
    """What could not be read is named, and nothing of it counts as repaired by silence."""
    (states / "new" / "c.docx").write_bytes(b"PK\x03\x04 cut")

    assert run(["compare", "old", "new"]) == 2
    assert "c.docx" in capsys.readouterr().out


def test_empty_reports() -> None:
    """Two runs without documents compare to nothing."""
    empty = report_of({"schema": "perflint/1", "findings": [], "scores": {"departments": [], "projects": []}})

    assert compared(empty, empty).departments == ()
