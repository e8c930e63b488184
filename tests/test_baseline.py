"""Known findings in a side file: what is known, new and gone, and that no update swallows a new one."""

import json

import pytest
from perflint_zh.cli import run

HEAD = ("一级指标", "二级指标", "三级指标", "指标值")
KNOWN = ("产出指标", "数量指标", "宣讲次数（%）", "≥10次")
FRESH = ("产出指标", "数量指标", "走访户数（%）", "≥80户")
SOUND = ("产出指标", "数量指标", "编印手册数量", "≥300册")
BASE = "known.json"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "docs"


def write(path, *rows, department="示例县司法局", lead=""):
    table = "\n\n".join("\n".join(f"\t{c}" for c in row) for row in (HEAD, *rows))
    path.write_text(
        f"{department}2024年部门预算信息公开情况说明\n{lead}\n1、普法绩效目标表\n\t绩效目标\n\t宣讲10次\n\n{table}\n",
        encoding="utf-8",
    )


def check(capsys, *arguments):
    """Status, indicators reported for unit-conflict, and what was said on standard error."""
    status = run(["check", *arguments, "--select", "unit-conflict", "--format", "json", "--baseline", BASE])
    shown = capsys.readouterr()
    return status, [f["indicator"] for f in json.loads(shown.out or '{"findings": []}')["findings"]], shown.err


def test_a_missing_baseline_is_an_error_that_says_how_to_make_one(folder, capsys) -> None:
    """A wrong path must not look like a run without known findings."""
    write(folder / "one.txt", KNOWN)
    status, found, said = check(capsys, "docs")

    assert (status, found) == (2, [])
    assert len(said.splitlines()) == 1
    assert "--update-baseline" in said


def test_only_new_findings_count(folder, capsys) -> None:
    """What is in the file is silent wherever its line moves; another row at fault is reported."""
    write(folder / "one.txt", KNOWN)
    assert check(capsys, "docs", "--update-baseline")[:2] == (0, [])
    write(folder / "one.txt", SOUND, KNOWN, lead="\n\n一段说明。\n")
    assert check(capsys, "docs")[:2] == (0, [])
    write(folder / "one.txt", KNOWN, FRESH)
    assert check(capsys, "docs")[:2] == (1, [FRESH[2]])


def test_updating_never_swallows_a_new_finding(folder, capsys) -> None:
    """An update takes out what was repaired and leaves a new finding new, however often it is run."""
    write(folder / "one.txt", KNOWN)
    check(capsys, "docs", "--update-baseline")
    write(folder / "one.txt", FRESH)
    for _ in range(2):
        assert check(capsys, "docs", "--update-baseline")[:2] == (1, [FRESH[2]])
    assert "宣讲" not in (folder.parent / BASE).read_text(encoding="utf-8")
    write(folder / "one.txt", KNOWN, FRESH)
    assert check(capsys, "docs")[1] == [KNOWN[2], FRESH[2]]


def test_repairing_one_and_adding_another_is_no_draw(folder, capsys) -> None:
    """A row that was edited and is still at fault is new: entries are told by value, not counted."""
    write(folder / "one.txt", KNOWN)
    check(capsys, "docs", "--update-baseline")
    write(folder / "one.txt", (*KNOWN[:3], "≥12次"))

    assert check(capsys, "docs")[:2] == (1, [KNOWN[2]])


def test_stale_entries_are_listed(folder, capsys) -> None:
    """A repaired entry is named on standard error and makes no difference to the status."""
    write(folder / "one.txt", KNOWN)
    check(capsys, "docs", "--update-baseline")
    write(folder / "one.txt", SOUND)
    status, found, said = check(capsys, "docs")

    assert (status, found) == (0, [])
    assert "docs/one.txt unit-conflict" in said
    assert "--update-baseline" in said


def test_what_was_not_looked_at_is_not_stale(folder, capsys) -> None:
    """Checking one document of several, or with other rules, neither lists nor drops the rest."""
    write(folder / "one.txt", KNOWN)
    write(folder / "two.txt", KNOWN)
    check(capsys, "docs", "--update-baseline")
    before = (folder.parent / BASE).read_text(encoding="utf-8")
    for alone in ("one", "two"):
        assert check(capsys, f"docs/{alone}.txt", "--update-baseline") == (0, [], "")
    assert run(["check", "docs", "--select", "missing-unit", "--baseline", BASE, "--update-baseline"]) == 0
    assert "已改好" not in capsys.readouterr().err
    assert (folder.parent / BASE).read_text(encoding="utf-8") == before


def test_another_document_of_the_same_department_is_not_known(folder, capsys) -> None:
    """The same fault in a new document is new, even when that document is checked alone."""
    write(folder / "one.txt", KNOWN)
    check(capsys, "docs", "--update-baseline")
    write(folder / "two.txt", KNOWN, SOUND)

    assert check(capsys, "docs/two.txt")[:2] == (1, [KNOWN[2]])
    assert check(capsys, "docs")[:2] == (1, [KNOWN[2]])


def test_a_renamed_document_keeps_its_entries(folder, capsys) -> None:
    """When the document of an entry is gone, the same finding under another name is known; an update writes the new name."""
    write(folder / "one.txt", KNOWN)
    check(capsys, "docs", "--update-baseline")
    (folder / "one.txt").rename(folder / "new name.txt")

    assert check(capsys, "docs", "--update-baseline")[:2] == (0, [])
    entries = json.loads((folder.parent / BASE).read_text(encoding="utf-8"))["findings"]
    assert {entry["path"] for entry in entries} == {"docs/new name.txt"}


def test_what_became_graver_is_new(folder, capsys) -> None:
    """A note that was put up with is reported once it is an error, and an update does not hide it."""
    write(folder / "one.txt", KNOWN)
    (folder.parent / "perflint.toml").write_text('[severity]\nunit-conflict = "note"', encoding="utf-8")
    check(capsys, "docs", "--update-baseline")
    assert check(capsys, "docs")[:2] == (0, [])
    (folder.parent / "perflint.toml").unlink()
    for _ in range(2):
        assert check(capsys, "docs", "--update-baseline")[:2] == (1, [KNOWN[2]])


def test_the_file_does_not_depend_on_where_perflint_runs(folder, capsys, monkeypatch) -> None:
    """Paths are relative to the baseline file."""
    write(folder / "one.txt", KNOWN)
    check(capsys, "docs", "--update-baseline")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(f"{__name__}.BASE", f"../{BASE}")

    assert check(capsys, "one.txt")[:2] == (0, [])


@pytest.mark.parametrize("content", ["", "[]", '{"schema": "other", "findings": []}', "\x00"])
def test_another_file_is_refused(folder, capsys, content) -> None:
    """A file that is no baseline is neither used nor overwritten."""
    write(folder / "one.txt", KNOWN)
    (folder.parent / BASE).write_text(content, encoding="utf-8")
    status, _, said = check(capsys, "docs", "--update-baseline")

    assert status == 2
    assert "不是基线文件" in said
    assert (folder.parent / BASE).read_text(encoding="utf-8") == content
