"""Ratios of perflint to references measured in the same run: `python benchmarks/run.py [--documents 1000] [--projects 1000 3000 10000] [--only 启动 …]`.

Absolute times mean nothing on shared machines, so every figure is a median of several runs divided by the median of a reference
that took turns with it. Results go to benchmarks/RESULTS.md, each beside its target.
"""

import argparse
import functools
import io
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generate import generate, sources
from perflint_zh.engine.limits import most_memory

if TYPE_CHECKING:
    from perflint_zh_models.reuse import Sketch

HERE = Path(__file__).parent
PERFLINT = (sys.executable, "-m", "perflint_zh")
SAMPLE = 40
"""Documents of one format from which reading and rules are measured."""

QUIET = ("--quiet", "--fail-on", "never", "--format", "json", "--output", os.devnull)

Task = Callable[[], object]


class Line(NamedTuple):
    """One measured ratio; `most` (or `least`) is its target, `why` is shown where it is missed."""

    what: str
    reference: str
    ratio: float
    most: float | None = None
    least: float | None = None
    why: str = ""

    @property
    def missed(self) -> bool:
        return (self.most is not None and self.ratio > self.most) or (
            self.least is not None and self.ratio < self.least
        )


def medians(runs: int, *tasks: Task, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Median seconds of each task; the tasks take turns, so that a busy spell of the machine falls on all.

    Each is done once before, so that imports, bytecode and caches are there as they are for the second document.
    """
    for task in tasks:
        task()
    taken: list[list[float]] = [[] for _ in tasks]
    for _ in range(runs):
        for own, task in zip(taken, tasks, strict=True):
            started = clock()
            task()
            own.append(clock() - started)
    return [statistics.median(own) for own in taken]


def process(*command: str, cache: Path) -> None:
    """Run a command to its end; what it says is of no interest, that it worked is."""
    # An installed package is compiled; a checkout that may not write its bytecode would be compiled anew by every process.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"XDG_CACHE_HOME": str(cache), "PYTHONPYCACHEPREFIX": str(cache / "bytecode")}
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 2):
        raise RuntimeError(f"{command} → {done.returncode}")


def start_up(folder: Path, runs: int) -> Iterator[Line]:
    """Whole processes against one that only imports typer."""
    text, word = (min(folder.rglob(f"*{suffix}"), key=lambda path: path.stat().st_size) for suffix in (".txt", ".docx"))
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name)

        def check(path: Path, *more: str) -> Task:
            return lambda: process(*PERFLINT, str(path), *QUIET, *more, cache=cache)

        reference, version, warm, new_text, new_word = medians(
            runs,
            lambda: process(sys.executable, "-c", "import typer", cache=cache),
            lambda: process(*PERFLINT, "--version", cache=cache),
            check(text),
            check(text, "--no-cache"),
            check(word, "--no-cache"),
        )
    of = 'python -c "import typer"'
    why = "冷检查约三分之一时间在编译用到的约450个正则表达式（Python 不保存编译结果），其余是载入规则、词表和模型；做过的见文末“冷路径”"
    yield Line("`--version`", of, version / reference, most=1.5)
    yield Line(
        "一份未改的小文档（有缓存）",
        of,
        warm / reference,
        most=2.5,
        why="typer 之外还要读设置、算代码指纹、开缓存和打分",
    )
    yield Line("一份改过的小文本文档", of, new_text / reference, most=6, why=why)
    yield Line("一份改过的小 .docx", of, new_word / reference, most=6, why=why)


def folders(folder: Path, runs: int) -> Iterator[Line]:
    """A folder cold with one process and two, unchanged, and with one document changed."""
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name)
        changed = min(folder.rglob("*.txt"))
        original = changed.read_bytes()

        def check(*more: str) -> None:
            process(*PERFLINT, str(folder), *QUIET, *more, cache=cache)

        def check_changed() -> None:
            changed.write_bytes(changed.read_bytes() + f"\n备注{time.time_ns()}\n".encode())
            check()

        one, two, warm, partly = medians(
            runs, lambda: check("-j", "1", "--no-cache"), lambda: check("-j", "2", "--no-cache"), check, check_changed
        )
        changed.write_bytes(original)
    of = "同一文件夹冷检查，1 个进程"
    yield Line(
        "2 个进程快几倍",
        of,
        one / two,
        least=1.7,
        why="全部文档一起比对（雷同规则）、打分和写报告只在一个进程里，机器给不出两个完整的核时也达不到",
    )
    yield Line("未改的文件夹（有缓存）", of, warm / one, most=0.05)
    yield Line(
        "改了一份文档的文件夹",
        of,
        partly / one,
        most=0.07,
        why="配对过的项目不再配对，但每份文档的结果都要从缓存读回，全部项目要重新归组、判断照搬的话、打分和写报告",
    )


def forget() -> None:
    """Drop what was remembered of texts, so that a document met again is read as if it were new."""
    for name, module in list(sys.modules.items()):
        for value in list(vars(module).values()) if name.startswith("perflint_zh") else ():
            # Asked of the type: an expression asked for an attribute is compiled anew. What has no bound is data loaded once for all documents.
            if hasattr(type(value), "cache_clear") and value.cache_parameters()["maxsize"] is not None:
                value.cache_clear()


def read(paths: Sequence[Path], *, extracted: bool) -> Task:
    """Read the documents by perflint."""
    from perflint_zh.extract import extract
    from perflint_zh.read import read_document

    def task() -> None:
        forget()
        for path in paths:
            document = read_document(path)
            if extracted:
                extract(document)

    return task


def parse_parts(paths: Sequence[Path]) -> None:
    """What lxml needs for the XML parts of Office files."""
    from lxml import etree

    for path in paths:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    etree.fromstring(package.read(name))


def walk_cells(paths: Sequence[Path]) -> None:
    """What python-docx needs to read every cell."""
    import docx

    for path in paths:
        for table in docx.Document(str(path)).tables:
            for row in table.rows:
                for cell in row.cells:
                    cell.text  # noqa: B018 -- reading it is the work


def read_sheets(paths: Sequence[Path]) -> None:
    """What python-calamine needs to read every sheet."""
    from python_calamine import CalamineWorkbook

    for path in paths:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()


def extract_tables(paths: Sequence[Path]) -> None:
    """What pdfplumber needs for the tables of every page."""
    import pdfplumber

    for path in paths:
        with pdfplumber.open(path) as pages:
            for page in pages.pages:
                page.extract_tables()


def readers(folder: Path, runs: int) -> Iterator[Line]:
    """Extraction against the libraries that read the same files, in this process and its own time."""
    word, sheets, pdf = (sorted(folder.rglob(f"*{suffix}"))[:SAMPLE] for suffix in (".docx", ".xlsx", ".pdf"))
    pdf = pdf[:5]
    word_read, word_all, parsed, walked = medians(
        runs,
        read(word, extracted=False),
        read(word, extracted=True),
        lambda: parse_parts(word),
        lambda: walk_cells(word),
        clock=time.process_time,
    )
    sheet_read, sheet_all, sheet_parsed, calamine = medians(
        runs,
        read(sheets, extracted=False),
        read(sheets, extracted=True),
        lambda: parse_parts(sheets),
        lambda: read_sheets(sheets),
        clock=time.process_time,
    )
    pdf_all, plumber = medians(runs, read(pdf, extracted=True), lambda: extract_tables(pdf), clock=time.process_time)
    why = "lxml 只解析 XML；perflint 还逐格取文字、合并单元格、定位并认出指标，这部分是 Python"
    yield Line(".docx 读取", "lxml 解析其 XML 部件", word_read / parsed, most=2, why=why)
    yield Line(".docx 读取和抽取", "lxml 解析其 XML 部件", word_all / parsed, most=2, why=why)
    yield Line(".docx 读取和抽取", "python-docx 逐格读", word_all / walked, most=1)
    why = "calamine 是 Rust 写的，只取值；仅解压和 lxml 解析就比它慢，此外每格还有几个 Python 对象，还要认合并单元格、数字格式、边框和位置，见文末“.xlsx”"
    yield Line(".xlsx 读取", "python-calamine", sheet_read / calamine, most=1.5, why=why)
    yield Line("只解压 .xlsx、由 lxml 解析其 XML 部件", "python-calamine", sheet_parsed / calamine)
    yield Line(".xlsx 读取和抽取", "python-calamine", sheet_all / calamine, most=1.5, why=why)
    yield Line(".pdf 读取和抽取", "pdfplumber extract_tables", pdf_all / plumber, most=1)


def rules(folder: Path, runs: int) -> Iterator[Line]:
    """All rules that look at one document, against extraction, on text documents."""
    from perflint_zh.check import check_budget
    from perflint_zh.engine.run import Job
    from perflint_zh.extract import extract
    from perflint_zh.read import read_document

    paths = sorted(folder.rglob("*.txt"))[:SAMPLE]
    chosen = Job().rules()
    budgets = [extract(read_document(path)) for path in paths]

    def check() -> None:
        forget()
        for budget in budgets:
            check_budget(budget, chosen)

    extracted, checked = medians(runs, read(paths, extracted=True), check, clock=time.process_time)
    yield Line(
        "全部单文档规则",
        "文本文档的读取和抽取",
        checked / extracted,
        most=1,
        why="四十条规则对每行各问几个问题，一行约两百次正则查找，没有一处占得多；最大的一项是 mismatched-indicator：每行和每个项目的类别概率（2 万个单字和两字、58 类）用纯 Python 算，换来不必载入 numpy，见文末“规则”",
    )


def reuse(sizes: Sequence[int], runs: int) -> Iterator[Line]:
    """Pairs of copied sets against scikit-learn's cosines of all pairs, and how both grow."""
    sketches = projects(max(sizes))
    texts = ["。".join(row.text for row in sketch.rows) for sketch in sketches]
    ours: list[float] = []
    theirs: list[float] = []
    for size in sizes:
        mine, kernel = medians(
            1 if size > 5000 else runs,  # a minute each
            functools.partial(find_copies, sketches[:size]),
            functools.partial(all_cosines, texts[:size]),
            clock=time.process_time,
        )
        ours.append(mine)
        theirs.append(kernel)
        yield Line(
            f"{size:,} 个项目的成套雷同",
            "scikit-learn linear_kernel（整篇余弦，不含逐行配对）",
            mine / kernel,
            most=1,
            why="两边做的事不同：linear_kernel 只给整篇余弦，这里还比较每行、逐行配对并留下证据",
        )
    if len(sizes) > 1:
        yield Line("随项目数增长的指数", "项目数的幂", exponent(sizes, ours))
        yield Line("linear_kernel 随项目数增长的指数", "项目数的幂", exponent(sizes, theirs))


def projects(count: int, first: int = 0) -> "list[Sketch]":
    """So many invented projects, of departments from number `first` on, as the reuse rules see them; no document is ever written."""
    from perflint_zh.budget import Budget, Indicator, Project
    from perflint_zh.document import Place
    from perflint_zh_models.reuse import sketches

    here = Place(line=1)
    found: list[Sketch] = []
    for source in sources(count, seed=2, copied=0.3, own=0.8, first=first):
        made = tuple(
            Project(
                project.name,
                here,
                tuple(Indicator("", row.level2, row.name, row.value, here, row.description) for row in project.rows),
                goal=project.goal,
            )
            for project in source.projects
        )
        found += sketches(Budget(source.file, source.file, made, department=source.department))
        if len(found) >= count:
            break
    return found[:count]


def find_copies(some: "Sequence[Sketch]") -> object:
    """Pairs of projects with one set of indicators; what an earlier run remembers is forgotten first."""
    from perflint_zh_models.reuse import find_pairs, texts

    texts.vector.cache_clear()
    return find_pairs(some)


def all_cosines(texts: Sequence[str]) -> int:
    """Pairs with a cosine of 0.8 by scikit-learn, a thousand rows at a time to bound the memory."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import linear_kernel

    matrix = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True).fit_transform(texts)
    return sum(
        int(np.count_nonzero(linear_kernel(matrix[start : start + 1000], matrix) >= 0.8))
        for start in range(0, len(texts), 1000)
    )


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Slope of the line of least squares through the logarithms."""
    slope, _ = statistics.linear_regression([math.log(n) for n in sizes], [math.log(max(t, 1e-6)) for t in seconds])
    return slope


def report(found: Sequence[tuple[str, Sequence[Line]]], given: argparse.Namespace, peak: int) -> str:
    """RESULTS.md."""
    texts = [
        "# 测得的比值",
        "",
        (
            f"`make bench` 于 {datetime.now(UTC):%Y-%m-%d} 写成：{os.cpu_count()} 核，{platform.system()}，Python {platform.python_version()}；"
            f"{given.documents} 份生成的文档（读取、抽取和规则各取一种格式的前 {SAMPLE} 份），每项 {given.runs} 次取中位数（启动 {given.starts} 次），与参照轮流测。"
            f"机器上可能有别的任务（写成时15分钟平均负载 {os.getloadavg()[2]:.1f}），只看比值，不看秒数。"
        ),
    ]
    for title, lines in found:
        texts += ["", f"## {title}", "", "| 测什么 | 参照 | 比值 | 目标 | 达到 |", "|---|---|---|---|---|"]
        for line in lines:
            target = f"≤ {line.most:g}" if line.most is not None else f"≥ {line.least:g}" if line.least else ""
            kept = "" if not target else "否" if line.missed else "是"
            texts.append(f"| {line.what} | {line.reference} | {line.ratio:.3g} | {target} | {kept} |")
        texts += [f"\n{line.what}未达目标：{line.why}。" for line in lines if line.missed and line.why]
    texts += [
        "",
        (
            f"一个进程最多用内存 {peak} MiB（文件夹检查中最大的一个，含主进程）。雷同一节的项目八成的行由指标库的文字逐词改写而成，"
            "不同的文字与行数一样快地增长。更大的规模和集群见 LARGE.md，由 make bench-large 写成。"
        ),
    ]
    notes = HERE / "notes.md"
    return "\n".join(texts) + "\n" + ("\n" + notes.read_text(encoding="utf-8") if notes.exists() else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--projects", type=int, nargs="+", default=[1000, 3000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--starts", type=int, default=9)
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    parser.add_argument(
        "--only", nargs="+", metavar="SECTION", help="print the ratios of these sections, write no file"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, given.documents)
        steps: dict[str, Callable[[], Iterator[Line]]] = {
            "启动": lambda: start_up(folder, given.starts),
            "文件夹": lambda: folders(folder, given.runs),
            "读取和抽取": lambda: readers(folder, given.runs),
            "规则": lambda: rules(folder, given.runs),
            "雷同": lambda: reuse(given.projects, given.runs),
        }
        found: list[tuple[str, list[Line]]] = []
        for title, step in steps.items():
            if given.only and title not in given.only:
                continue
            found.append((title, []))
            for line in step():
                found[-1][1].append(line)
                print(f"{title}：{line.what} / {line.reference} = {line.ratio:.3g}", flush=True)
    # Only processes that ended are counted, so the libraries measured above are not.
    _, peak = most_memory() or (0, 0)
    if not given.only:
        given.output.write_text(report(found, given, peak), encoding="utf-8")


if __name__ == "__main__":
    main()
