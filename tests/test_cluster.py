"""A cluster finds what one machine finds, whatever happens to its workers."""

import json
import os
import runpy
import signal
import sys
from pathlib import Path

import pytest
from perflint_zh.engine import local
from perflint_zh.engine.cluster import Cluster, each_on, run
from perflint_zh.engine.limits import Limits
from perflint_zh.engine.run import Job
from perflint_zh.errors import UsageError
from perflint_zh_models.reuse import alike

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path, monkeypatch) -> list[str]:
    """Relative paths of some generated documents and of one that nobody can read."""
    runpy.run_path(str(ROOT / "benchmarks" / "generate.py"))["generate"](tmp_path, documents=24)
    (tmp_path / "damaged.docx").write_bytes(b"PK\x03\x04 and no more")
    monkeypatch.chdir(tmp_path)
    return sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))


@pytest.fixture(scope="module")
def two():
    """A running cluster of two processes."""
    distributed = pytest.importorskip("distributed")
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs="CRITICAL"
        ) as cluster,
    ):
        yield cluster


def test_workers_that_do_not_see_the_documents_are_told_at_once(two, tmp_path) -> None:
    """One sentence says what to share, instead of a failure for every document."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("no files that one process alone sees")
    (tmp_path / "a.txt").write_text("表", encoding="utf-8")
    with (tmp_path / "a.txt").open("rb") as opened:
        os.dup2(opened.fileno(), 900)

    try:
        with pytest.raises(UsageError, match="看不到"):
            run(["/proc/self/fd/900"], Job(), Cluster(two.scheduler_address))
    finally:
        os.close(900)


@pytest.mark.parametrize("exact", [alike.EXACT, 0])
def test_findings_do_not_depend_on_the_engine(folder, two, exact, monkeypatch) -> None:
    """Budgets, findings, failures and scores of a cluster of two are those of the local engine, though a worker is killed.

    Comparing the texts is handed to the workers too, exactly or by bands. `make bench-large` does the same with 1,000 documents.
    """
    monkeypatch.setattr(alike, "MANY", 0)
    monkeypatch.setattr(alike, "EXACT", exact)
    killed: list[int] = []

    def kill_one(path: str) -> None:
        if not killed:
            killed.append(next(iter(two.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    found = run(folder, Job(), Cluster(two.scheduler_address), kill_one)

    assert killed
    assert {"template-reuse", "boilerplate-text"} <= {finding.rule for finding in found.findings}
    assert found == local.run(folder, Job(), local.Machine(jobs=1))


def test_parts_come_back_in_order_whatever_happens_to_workers(two, tmp_path) -> None:
    """A part whose worker is killed once is tried again, one that kills every worker is worked out by the client."""
    distributed = pytest.importorskip("distributed")
    die = "__import__('os').kill(__import__('os').getpid(), 9)"
    here = f"__import__('os').getpid() == {os.getpid()}"
    died = str(tmp_path / "died")
    # Its worker may also die of the other part before it begins, until the client works it out.
    once = f"'again' if {here} or __import__('os').path.exists({died!r}) else (open({died!r}, 'x'), {die})"
    never = f"'here' if {here} else {die}"

    with distributed.Client(two) as client:
        assert list(each_on(client)(eval, ["1", once, "3", never, "5"])) == [1, "again", 3, "here", 5]


def test_a_poisoned_document_fails_alone(folder) -> None:
    """A document that hangs its worker is reported by name; those in the same task are checked."""
    pytest.importorskip("distributed")
    Path("0000", "endless.txt").write_text(
        "1、培训费绩效目标表\n\t绩效目标\n\t举办培训\n\n\t一级指标\n\t二级指标\n\t三级指标\n\t指标值\n\n"
        f"\t产出指标\n\t数量指标\n\t{'a' * 60}期数\n\t≥4期\n",
        encoding="utf-8",
    )
    rule = "[[rule]]\nslug = 'endless'\nfamily = 'clarity'\nfield = 'name'\nmessage = '字母'\npattern = '(a+)+$'\n"
    Path("endless.toml").write_text(rule, encoding="utf-8")
    poisoned = str(Path("0000", "endless.txt"))

    found = run([*folder, poisoned], Job(rule_files=("endless.toml",)), Cluster(limits=Limits(seconds=2)))

    assert [failure.path for failure in found.failures] == [poisoned, "damaged.docx"]
    assert "超过2秒" in found.failures[0].reason
    assert len(found.budgets) == len(folder) - 1


def test_without_dask_one_line_says_what_to_install(monkeypatch) -> None:
    """The engine is an extra; asking for it without the extra is a usage error."""
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(UsageError, match=r"pip install 'perflint-zh\[cluster\]'"):
        run([], Job(), Cluster())


def test_records_are_written_as_parquet(folder, tmp_path) -> None:
    """The file has a row per indicator of every document, with numbers as numbers."""
    parquet = pytest.importorskip("pyarrow.parquet")
    from perflint_zh.cli import run as perflint

    status = perflint(["extract", str(tmp_path), "--format", "parquet", "--output", "records.parquet"])
    table = parquet.read_table("records.parquet").to_pylist()
    budgets = local.run(folder, Job(check=False), local.Machine(jobs=1)).budgets

    assert status == 2  # the damaged document
    assert [row["name"] for row in table] == [r.name for b in budgets for p in b.projects for r in p.indicators]
    assert [row["number"] for row in table] == [
        r.quantity and r.quantity.number for b in budgets for p in b.projects for r in p.indicators
    ]


def test_a_run_is_written_as_parquet(folder, tmp_path, capsys) -> None:
    """Records, findings and scores of departments stand in three files, with the numbers of the JSON report."""
    parquet = pytest.importorskip("pyarrow.parquet")
    from perflint_zh.cli import run as perflint

    perflint([str(tmp_path), "--quiet", "--no-cache", "--format", "json", "--parquet", str(tmp_path / "out")])
    said = json.loads(capsys.readouterr().out)
    records, findings, departments = (
        parquet.read_table(tmp_path / "out" / f"{name}.parquet").to_pylist()
        for name in ("records", "findings", "departments")
    )

    assert {row["path"] for row in records} == {document["path"] for document in said["documents"]}
    assert [(row["fingerprint"], row["confidence"]) for row in findings] == [
        (finding["fingerprint"], finding["confidence"]) for finding in said["findings"]
    ]
    assert [(row["department"], row["score"], row["完整性"]) for row in departments] == [
        (one["department"], one["score"], one["blocks"]["完整性"]) for one in said["scores"]["departments"]
    ]
