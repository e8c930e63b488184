"""The hooks, run by the real pre-commit in a scratch repository of templates; and comparing with the whole repository."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from perflint_zh.cli import run

ROOT = Path(__file__).parent.parent
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
HEAD = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
SOUND = (
    ("产出指标", "数量指标", "放映场次", "全年在各村放映的场数", "≥60场", "放映计划"),
    ("产出指标", "质量指标", "放映计划完成率", "完成的场次占计划的比例", "≥95%", "放映计划"),
    ("产出指标", "时效指标", "放映完成时间", "全部放映结束的时间", "11月底前", "放映计划"),
    ("产出指标", "成本指标", "每场放映费用", "付给放映队的每场费用", "≤300元", "放映合同"),
    ("效益指标", "社会效益指标", "观影人次", "到场观看的群众人次", "≥9000人次", "历史标准"),
    ("满意度指标", "服务对象满意度指标", "观众满意度", "问卷中满意的占比", "≥92%", "问卷调查"),
)
FAULTY = (
    *SOUND[:1],
    ("产出指标", "质量指标", "放映完好率（次）", "完成的场次占计划的比例", "=%100", "放映计划"),
    *SOUND[2:],
)


def markdown(rows, name="农村公益电影"):
    table = "\n".join(f"| {' | '.join(row)} |" for row in (HEAD, ("---",) * len(HEAD), *rows))
    return f"# 示例县文化馆2024年部门预算\n\n## 1、{name}绩效目标表\n\n绩效目标：全年放映公益电影60场\n\n{table}\n"


def write_docx(path, rows):
    import docx

    document = docx.Document()
    document.add_paragraph("示例县广播站2024年部门预算")
    document.add_paragraph("1、农村公益电影绩效目标表")
    table = document.add_table(0, len(HEAD))
    for row in (HEAD, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(path)


def write_xlsx(path, rows):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["1、农村公益电影绩效目标表"])
    for row in (HEAD, *rows):
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s"
    book.save(path)


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with three sound templates committed and both hooks installed as local ones."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    folder = tmp_path / "templates"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "config", "user.email", "a@example.org")
    git(folder, "config", "user.name", "a")
    hooks = [{**HOOKS["perflint-fix"], "language": "system"}, {**HOOKS["perflint"], "language": "system"}]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    (folder / "电影.md").write_text(markdown(SOUND), encoding="utf-8")
    (folder / "old.md").write_text(markdown(FAULTY), encoding="utf-8")
    write_docx(folder / "电影.docx", SOUND)
    write_xlsx(folder / "电影.xlsx", SOUND)
    (folder / "README.md").write_text("# 模板库\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "templates")
    return folder


def git(folder, *arguments):
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def pre_commit(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color", "never", *arguments], cwd=folder, capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip


@needs_git
def test_the_hook_checks_changed_files_only(repository) -> None:
    """A sound change passes though another file of the repository is at fault; a faulty one fails and is named."""
    (repository / "电影.md").write_text(markdown(SOUND, "城区公益电影"), encoding="utf-8")
    git(repository, "add", ".")
    done = pre_commit(repository)
    assert done.returncode == 0, done.stdout

    write_xlsx(repository / "电影.xlsx", FAULTY)
    git(repository, "add", ".")
    done = pre_commit(repository, "perflint")
    assert done.returncode == 1
    assert "unit-conflict" in done.stdout
    assert "电影.xlsx" in done.stdout
    assert "old.md" not in done.stdout


@needs_git
def test_the_fixing_hook_repairs_and_stops_the_commit_once(repository) -> None:
    """Files are repaired in place in all three formats; the second run passes."""
    rows = (*SOUND[:1], (*SOUND[1][:4], "=%100", SOUND[1][5]), *SOUND[2:])
    (repository / "电影.md").write_text(markdown(rows), encoding="utf-8")
    write_docx(repository / "电影.docx", rows)
    write_xlsx(repository / "电影.xlsx", rows)
    git(repository, "add", ".")

    first = pre_commit(repository, "perflint-fix")
    assert first.returncode == 1
    assert "files were modified" in first.stdout
    git(repository, "add", ".")
    assert pre_commit(repository, "perflint-fix").returncode == 0
    assert "=%100" not in (repository / "电影.md").read_text(encoding="utf-8")


def test_hooks_take_documents_and_leave_readmes() -> None:
    """File patterns: every ending that can be read (or written, for fixing), no README, no source code."""
    from perflint_zh.read import SUFFIXES

    def taken(hook, name):
        return bool(re.search(HOOKS[hook]["files"], name)) and not re.search(HOOKS[hook]["exclude"], name)

    assert [suffix for suffix in SUFFIXES if not taken("perflint", f"a{suffix}")] == []
    assert not any(taken(hook, name) for hook in HOOKS for name in ("README.md", "a/readme.txt", "a.py", "a.docx.bak"))
    assert not taken("perflint-fix", "a.pdf")


def test_against_compares_with_the_whole_repository(tmp_path, monkeypatch, capsys) -> None:
    """A changed document that copies another project's rows is found; the other documents are not reported."""
    monkeypatch.chdir(tmp_path)
    rows = tuple((*row[:2], f"{row[2]}复核", *row[3:]) for row in SOUND)
    for number, name in enumerate(("农村公益电影", "城区亮化", "河道清淤")):
        (tmp_path / f"{number}.md").write_text(markdown(rows, name).replace("文化馆", f"{name}中心"), encoding="utf-8")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 cut")

    def found(*arguments):
        run(["check", "2.md", "--format", "json", "--preview", *arguments])
        record = json.loads(capsys.readouterr().out)
        return record, {f["rule"] for f in record["findings"] if f["family"] == "reuse"}

    alone, without = found()
    record, reuse = found("--against", ".")
    assert without == set()
    assert "template-reuse" in reuse or "boilerplate-text" in reuse
    assert {f["path"] for f in record["findings"]} == {"2.md"}
    assert [d["path"] for d in record["documents"]] == ["2.md"]
    assert record["failures"] == []
    assert len(record["scores"]["departments"]) == len(alone["scores"]["departments"]) == 1


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml"])
def test_ci_examples_call_what_there_is(name, tmp_path, monkeypatch) -> None:
    """The examples are YAML, and every perflint command in them runs as written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.md").write_text(markdown(SOUND), encoding="utf-8")
    text = (ROOT / "docs" / "ci" / name).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    commands = re.findall(r"^\s*(?:- |run: |-)?\s*(perflint [^\n>]+)", text, re.MULTILINE)

    assert commands
    for command in commands:
        words = command.split()[1:]
        if "--baseline" in words:
            assert run([*words, "--update-baseline"]) == 0
        assert run(words) in {0, 1}
