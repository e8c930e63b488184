"""The commands as a user runs them: exit status, streams, one clear line for each mistake."""

import json
import os
import re
import subprocess
import sys

import pytest

TABLE = """示例县文化馆2024年部门预算信息公开情况说明

1、{name}绩效目标表
\t绩效目标
\t1.举办演出60场

\t一级指标
\t二级指标
\t三级指标
\t绩效指标描述
\t指标值
\t指标值确定依据

\t产出指标
\t数量指标
\t演出场次{unit}
\t当年在各村组织的文艺演出场数
\t≥60场
\t年度演出计划

\t
\t质量指标
\t演出按计划完成率
\t按节目单完成的演出占计划演出的比例
\t≥95%
\t年度演出计划

\t
\t时效指标
\t演出完成时间
\t全部演出结束的时间
\t10月底前
\t年度演出计划

\t
\t成本指标
\t每场补助
\t补助给演出团体的每场费用
\t≤3000元
\t演出合同

\t效益指标
\t社会效益指标
\t观众人次
\t到场观看演出的群众人次
\t≥18000人次
\t历史标准

\t满意度指标
\t服务对象满意度指标
\t观众满意度
\t问卷中表示满意的观众占比
\t≥92%
\t问卷调查
"""


def perflint(*arguments, cwd, **extra):
    return subprocess.run(
        [sys.executable, "-m", "perflint_zh", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **extra},
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sound.txt").write_text(TABLE.format(name="惠民演出", unit=""), encoding="utf-8")
    (tmp_path / "faulty.txt").write_text(TABLE.format(name="送戏下乡", unit="（%）"), encoding="utf-8")
    return tmp_path


def test_a_sound_document_passes(folder) -> None:
    """No error: status 0, valid JSON on standard output, nothing on standard error."""
    done = perflint("sound.txt", "--format", "json", cwd=folder)
    record = json.loads(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert [f for f in record["findings"] if f["severity"] != "note"] == []
    assert record["schema"] == "perflint/1"
    assert record["summary"]["indicators"] == 6
    assert record["documents"][0]["department"] == "示例县文化馆"


def test_an_error_gives_status_one_and_its_place(folder) -> None:
    """A finding carries the row exactly as extracted and its line."""
    done = perflint(".", "--format", "json", cwd=folder)
    finding = next(f for f in json.loads(done.stdout)["findings"] if f["rule"] == "unit-conflict")

    assert done.returncode == 1
    assert (finding["indicator"], finding["value"], finding["level2"]) == ("演出场次（%）", "≥60场", "数量指标")
    assert finding["place"] == {"line": 18}


def test_statistics_tell_the_memory_of_every_process(folder) -> None:
    """Main process and workers on standard error; from the cache no worker is needed."""
    cold, warm = (perflint("sound.txt", "--statistics", cwd=folder, XDG_CACHE_HOME=str(folder)).stderr for _ in "12")
    own, worker = map(int, re.findall(r"(\d+) MiB[，（]", cold))

    assert 5 < worker < 4096
    assert 5 < own < 4096
    assert "（上限4096 MiB）" in cold
    assert "没有用工作进程" in warm


def test_the_text_names_the_defect_and_says_what_to_do_next(folder) -> None:
    """The Chinese name stands beside the slug, the end names the next command; --quiet leaves the end out, and no line ends in blanks."""
    text = perflint("faulty.txt", cwd=folder).stdout
    quiet = perflint("faulty.txt", "--quiet", cwd=folder).stdout

    assert "单位矛盾 unit-conflict" in text
    assert "先看错误：单位矛盾1处" in text
    assert "perflint rules unit-conflict" in text
    assert text.startswith(quiet)
    assert "检查了" not in quiet
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize(("option", "status"), [("error", 1), ("never", 0)])
def test_fail_on(folder, option, status) -> None:
    """`--fail-on never` reports and passes."""
    assert perflint("faulty.txt", "--fail-on", option, cwd=folder).returncode == status


def test_min_score(folder) -> None:
    """A department below `--min-score` gives status 1."""
    assert perflint("sound.txt", "--min-score", "100", "--fail-on", "never", cwd=folder).returncode in {0, 1}
    assert perflint("faulty.txt", "--min-score", "99.9", "--fail-on", "never", cwd=folder).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "路径不存在：nowhere"),
        (["--formt", "json", "."], "没有选项 --formt，是否想写 --format"),
        (["--format", "xml", "."], "--format"),
        (["--select", "unit-conflct", "in"], "是否想写“unit-conflict”"),
        (["check"], "缺少参数"),
        (["rules", "no-such-rule"], "没有名为“no-such-rule”"),
        (["."], "没有找到可检查的文档"),
        (["--output", "in/one.txt", "in"], "不会覆盖"),
    ],
)
def test_each_mistake_is_one_line_and_status_two(tmp_path, arguments, said) -> None:
    """A wrong call says in one line what, where and what to do."""
    if "in" in arguments:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "one.txt").write_text(TABLE.format(name="演出", unit=""), encoding="utf-8")
    done = perflint(*arguments, cwd=tmp_path)

    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("perflint: ")
    assert said in done.stderr


def test_an_unreadable_file_fails_alone(folder) -> None:
    """The other files' results are complete; the status is 2 and the failure says stage and reason."""
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    (folder / "empty.txt").write_bytes(b"")
    done = perflint(".", "--format", "json", cwd=folder)
    record = json.loads(done.stdout)

    assert done.returncode == 2
    assert {(f["path"], f["stage"]) for f in record["failures"]} == {("broken.docx", "read"), ("empty.txt", "read")}
    assert record["summary"]["documents"] == 2
    assert any(f["rule"] == "unit-conflict" for f in record["findings"])


def test_an_unknown_suffix_given_by_name_is_a_failure(folder) -> None:
    """A file of a kind that perflint cannot read is named, not passed over."""
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0 jpeg")
    done = perflint("picture.jpg", cwd=folder)

    assert done.returncode == 2
    assert "picture.jpg" in done.stdout
    assert "不支持的文件类型" in done.stdout


def test_a_document_without_tables_is_listed_and_no_error(tmp_path) -> None:
    """A report without any goal table is not a mistake."""
    (tmp_path / "memo.txt").write_text("关于召开年度工作会议的通知，请各单位按时参加。\n", encoding="utf-8")
    done = perflint("memo.txt", cwd=tmp_path)

    assert done.returncode == 0
    assert "memo.txt：没有绩效目标表" in done.stdout


def test_the_same_content_twice_is_reported_once(folder) -> None:
    """A copy of a document is named as such and its findings appear once."""
    (folder / "zcopy.txt").write_bytes((folder / "faulty.txt").read_bytes())
    record = json.loads(perflint(".", "--format", "json", cwd=folder).stdout)

    assert record["copies"] == {"zcopy.txt": "faulty.txt"}
    assert sum(f["rule"] == "unit-conflict" for f in record["findings"]) == 1


def test_hidden_and_lock_files_are_passed_over(folder) -> None:
    """A folder walk skips hidden files, Office lock files and perflint's own outputs, and is stable."""
    for name in (".hidden.txt", "~$faulty.docx", "perflint-report.html"):
        (folder / name).write_text("x", encoding="utf-8")
    record = json.loads(perflint(".", "--format", "json", cwd=folder).stdout)

    assert [d["path"] for d in record["documents"]] == ["faulty.txt", "sound.txt"]
    assert record["failures"] == []


def test_output_does_not_depend_on_jobs_or_cache(folder) -> None:
    """The same input gives the same output byte for byte, but for the seconds."""

    def run(*options):
        record = json.loads(perflint(".", "--format", "json", *options, cwd=folder).stdout)
        del record["summary"]["seconds"]
        return json.dumps(record, ensure_ascii=False)

    first = run("--jobs", "1", "--no-cache")
    assert run("--jobs", "2", "--no-cache") == first
    assert run() == first
    assert run() == first


def test_output_to_a_file(folder, tmp_path) -> None:
    """`--output` writes the whole result and prints none."""
    target = tmp_path / "perflint-out.json"
    done = perflint("sound.txt", "--format", "json", "--output", target, cwd=folder)

    assert done.stdout == ""
    assert json.loads(target.read_text(encoding="utf-8"))["summary"]["documents"] == 1


def test_rules_are_listed_and_explained(tmp_path) -> None:
    """The catalogue has one line per rule; a page has the documentation and examples."""
    assert "unit-conflict" in perflint("rules", cwd=tmp_path).stdout
    page = perflint("rules", "unit-conflict", cwd=tmp_path).stdout
    for part in ("# unit-conflict", "写法：", "## 应报告", "## 不应报告"):
        assert part in page


def test_scores_by_department_and_project(folder) -> None:
    """`score` prints a table, or JSON with both."""
    assert "示例县文化馆" in perflint("score", ".", cwd=folder).stdout
    assert "送戏下乡" in perflint("score", ".", "--by", "project", cwd=folder).stdout
    record = json.loads(perflint("score", ".", "--format", "json", cwd=folder).stdout)
    assert {p["project"] for p in record["projects"]} == {"惠民演出", "送戏下乡"}
    page = perflint("score", ".", "--format", "html", cwd=folder).stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "惠民演出" in page


def test_a_bug_of_ours_is_one_line(folder, monkeypatch) -> None:
    """An unexpected exception is one line and status 2, not a traceback."""
    from perflint_zh import cli

    monkeypatch.setattr("perflint_zh.engine.local.run", lambda *_: 1 / 0)
    monkeypatch.chdir(folder)
    assert cli.run(["check", "sound.txt"]) == 2


@pytest.mark.parametrize(
    "options",
    [
        ["--html", "in/r.html"],
        ["--xlsx", "in/r.xlsx"],
        ["--format", "csv", "--output", "in/r.csv"],
        ["--format", "markdown", "--output", "in/r.md"],
    ],
    ids=["html", "xlsx", "csv", "markdown"],
)
def test_own_reports_among_the_documents_are_passed_over(tmp_path, options) -> None:
    """A report written into the checked folder is not read as a document the next time."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text(TABLE.format(name="演出", unit=""), encoding="utf-8")
    perflint("in", *options, cwd=tmp_path)
    record = json.loads(perflint("in", "--format", "json", cwd=tmp_path).stdout)

    assert len(list((tmp_path / "in").iterdir())) == 2
    assert [d["path"] for d in record["documents"]] == ["in/one.txt"]
    assert record["failures"] == []


def test_output_to_a_pipe_is_written_and_not_replaced(folder) -> None:
    """A target that is no regular file is written to; renaming a file over it would destroy a device."""
    pipe = folder / "pipe.json"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        perflint("sound.txt", "--format", "json", "--output", "pipe.json", cwd=folder)
        told = reader.communicate()[0]

    assert json.loads(told)["summary"]["documents"] == 1
    assert pipe.is_fifo()
