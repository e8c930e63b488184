"""Reuse at size and on a cluster: `make bench-large`, or `python benchmarks/large.py [--only SECTION …]`, hours in all.

Every measured piece runs in a process of its own, so that its memory is its own; seconds are those of the processor, which a busy machine
changes least. Figures are kept in large.json, section by section, so that one can be measured anew; LARGE.md and the picture are
written from it.
"""

import argparse
import functools
import itertools
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from generate import generate
from run import exponent, projects

HERE = Path(__file__).parent
KEPT = HERE / "large.json"
PICTURE = HERE.parent / "docs/pictures/reuse-growth.svg"
PLAN = HERE.parent / "docs/examples/cluster-plan.md"
LEAST = 0.7
"""Cosine from which two texts are close."""

PART = 2000
"""Projects invented at a time by a worker."""

Figures = dict[str, float]


def measured(task: str, *given: object) -> Figures:
    """What a task says of itself in a process of its own, with its seconds and its peak of memory."""
    command = [sys.executable, __file__, "--task", task, *map(str, given)]
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    found: Figures = json.loads(said.splitlines()[-1])
    print(task, *given, found, flush=True)
    return found


def peak() -> int:
    """MiB of this process at most."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says there counts the process that started this one
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 2**10)


# Texts: who finds the pairs of a cosine of 0.7 among the different row texts, and at what cost.


def exact(texts: Sequence[str]) -> Iterator[Any]:
    from perflint_zh_models.reuse.join import exact_pairs

    return ((one, other) for one, other, _ in exact_pairs(texts, LEAST))


def banded(texts: Sequence[str]) -> Iterator[Any]:
    from perflint_zh_models.reuse.join import banded_pairs

    return ((one, other) for one, other, _ in banded_pairs(texts, LEAST))


def linear_kernel(texts: Sequence[str]) -> Iterator[Any]:
    """scikit-learn's product of all with all, a thousand rows at a time to bound the memory."""
    from perflint_zh_models.reuse.join import vectors
    from sklearn.metrics import pairwise

    matrix = vectors(texts)
    for start in range(0, len(texts), 1000):
        one, other = np.nonzero(pairwise.linear_kernel(matrix[start : start + 1000], matrix) >= LEAST)
        yield one + start, other


def nearest_neighbors(texts: Sequence[str]) -> Iterator[Any]:
    """scikit-learn's search within a radius, a thousand rows at a time."""
    from perflint_zh_models.reuse.join import vectors
    from sklearn.neighbors import NearestNeighbors

    matrix = vectors(texts)
    search = NearestNeighbors(radius=1 - LEAST, metric="cosine", algorithm="brute").fit(matrix)
    for start in range(0, len(texts), 1000):
        found = search.radius_neighbors(matrix[start : start + 1000], return_distance=False)
        yield np.repeat(np.arange(len(found)), list(map(len, found))) + start, np.concatenate(found)


def sparse_dot_topn(texts: Sequence[str]) -> Iterator[Any]:
    """The best hundred above the threshold of each row, in one thread as everything else here."""
    from perflint_zh_models.reuse.join import vectors
    from sparse_dot_topn import sp_matmul_topn

    matrix = vectors(texts)
    found = sp_matmul_topn(matrix, matrix.T.tocsr(), top_n=100, threshold=LEAST, n_threads=1).tocoo()
    yield found.row, found.col


def datasketch(texts: Sequence[str]) -> Iterator[Any]:
    """MinHash LSH at the setting that found 99 % in the study of libraries; candidates are compared afterwards."""
    from datasketch import MinHash, MinHashLSH
    from perflint_zh_models.reuse.join import COMPARED, cosines, vectors
    from perflint_zh_models.reuse.texts import grams

    signed = [MinHash.bulk([[gram.encode() for gram in grams(text)]], num_perm=128, seed=1)[0] for text in texts]
    index = MinHashLSH(threshold=0.6, num_perm=128)
    matrix = vectors(texts)
    pairs: list[tuple[int, int]] = []
    for n, one in enumerate(signed):
        pairs += [(n, other) for other in index.query(one)]
        index.insert(n, one)
    for start in range(0, len(pairs), COMPARED):
        one, other = np.array(pairs[start : start + COMPARED]).T
        alike = cosines(matrix, one, other) >= LEAST
        yield one[alike], other[alike]


JOINS: Mapping[str, Callable[[Sequence[str]], Iterator[Any]]] = {
    "perflint，不漏": exact,
    "perflint，MinHash 分段": banded,
    "scikit-learn linear_kernel": linear_kernel,
    "scikit-learn NearestNeighbors": nearest_neighbors,
    "sparse_dot_topn": sparse_dot_topn,
    "datasketch MinHashLSH": datasketch,
}


OWN = list(JOINS)[:2]


def join_task(name: str, source: str, target: str) -> Figures:
    """Join the texts of a file; the pairs go to another, for the recall."""
    texts = msgspec.msgpack.decode(Path(source).read_bytes(), type=list[str])
    list(JOINS[name](texts[:20]))  # imports are no part of the work
    started = time.process_time()
    found = [np.stack((np.maximum(one, other), np.minimum(one, other))) for one, other in JOINS[name](texts)]
    pairs = np.concatenate(found, axis=1).astype(np.int64)
    pairs = np.unique((pairs[0] * len(texts) + pairs[1])[pairs[0] != pairs[1]])
    seconds = time.process_time() - started
    np.save(target, pairs)
    return {"texts": len(texts), "pairs": len(pairs), "seconds": seconds, "memory": peak()}


def sets_task(way: str, source: str, target: str) -> Figures:
    """Find the projects of a file that share a set, exactly or by bands."""
    from perflint_zh_models.reuse import Sketch, alike, find_pairs

    if way == "banded":
        alike.EXACT = 0
    sketches = msgspec.msgpack.decode(Path(source).read_bytes(), type=list[Sketch])
    started = time.process_time()
    pairs = find_pairs(sketches).pairs
    seconds = time.process_time() - started
    np.save(target, np.array([pair.one * len(sketches) + pair.other for pair in pairs], dtype=np.int64))
    texts = len({row.text for sketch in sketches for row in sketch.rows})
    return {
        "projects": len(sketches),
        "rows": sum(len(sketch.rows) for sketch in sketches),
        "texts": texts,
        "pairs": len(pairs),
        "seconds": seconds,
        "memory": peak(),
    }


def recall(found: Path, truth: Path) -> float:
    wanted = np.load(truth)
    return float(np.isin(wanted, np.load(found)).mean()) if len(wanted) else 1.0


class Invented:
    """Projects of any number as files, invented once: the first so many of one long list."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder = folder
        self._sketches = projects(most)

    def sketches(self, count: int) -> Path:
        return self._file(f"sketches-{count}", self._sketches[:count])

    def texts(self, count: int) -> Path:
        return self._file(
            f"texts-{count}", sorted({row.text for sketch in self._sketches[:count] for row in sketch.rows})
        )

    @functools.cache  # noqa: B019 -- there is one for the whole run
    def exact(self, count: int) -> Figures:
        """Figures of comparing so many without loss; two sections ask."""
        return measured("sets", "exact", self.sketches(count), self.folder / f"exact-{count}.npy")

    def _file(self, name: str, values: object) -> Path:
        path = self.folder / name
        if not path.exists():
            path.write_bytes(msgspec.msgpack.encode(values))
        return path


def compared(invented: Invented, size: int, largest: int) -> Any:
    """All ways of joining the texts of so many projects, and our own two at the largest size."""
    return [_compared_at(invented, size, list(JOINS), "linear_kernel"), _compared_at(invented, largest, OWN, "不漏")]


def _compared_at(invented: Invented, size: int, names: Sequence[str], truth: str) -> Any:
    source = invented.texts(size)
    files = {name: invented.folder / f"pairs-{n}.npy" for n, name in enumerate(names)}
    found = {name: measured("join", name, source, file) for name, file in files.items()}
    whole = next(file for name, file in files.items() if truth in name)
    for name, figures in found.items():
        figures["recall"] = recall(files[name], whole)
    return {"size": size, "ways": found}


def growth(invented: Invented, sizes: Sequence[int]) -> Any:
    """Sets of so many projects, exactly."""
    return [invented.exact(size) for size in sizes]


def bands(invented: Invented, size: int) -> Any:
    """Sets by bands against the exact ones."""
    exactly, truth = invented.exact(size), invented.folder / f"exact-{size}.npy"
    found = measured("sets", "banded", invented.sketches(size), invented.folder / "banded.npy")
    return {"size": size, "exact": exactly, "banded": found, "recall": recall(invented.folder / "banded.npy", truth)}


# A cluster of two processes on this machine.


def invented_texts(part: tuple[int, int]) -> list[str]:
    """Different row texts of some departments, by number; for a worker."""
    from run import projects

    first, count = part
    return sorted({row.text for sketch in projects(count, first) for row in sketch.rows})


def distributed_task(count: str) -> Figures:
    """Join the texts of so many projects by bands on two workers, which invent them too."""
    from distributed import Client, LocalCluster
    from perflint_zh.engine.cluster import each_on
    from perflint_zh_models.reuse.join import banded_pairs

    size = int(count)
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, memory_limit="3GiB", dashboard_address=None, silence_logs="ERROR"
        ) as cluster,
        Client(cluster) as client,
    ):
        client.run(sys.path.insert, 0, str(HERE))
        each = each_on(client)
        parts = [(start, min(PART, size - start)) for start in range(0, size, PART)]
        texts = sorted(set(itertools.chain.from_iterable(each(invented_texts, parts))))
        before = _seconds(client)
        started = time.perf_counter()
        pairs = sum(len(values) for _, _, values in banded_pairs(texts, LEAST, each))
        wall = time.perf_counter() - started
        spent = [after - earlier for after, earlier in zip(_seconds(client), before, strict=True)]
        memory = max(client.run(peak).values())
    return {
        "projects": size, "texts": len(texts), "pairs": pairs, "wall": wall, "client": spent[0], "workers": sum(spent[1:]),
        "memory": peak(), "worker_memory": memory,
    }  # fmt: skip


def joined(earlier: Sequence[Figures], sizes: Sequence[int]) -> list[Figures]:
    """Measure the join at these sizes; those that were measured before and are not asked for stay, for the largest take long."""
    found = {one["projects"]: one for one in earlier} | {size: measured("distributed", size) for size in sizes}
    return [found[size] for size in sorted(found)]


def _seconds(client: Any) -> list[float]:
    return [time.process_time(), *client.run(time.process_time).values()]


def folder_task(engine: str, folder: str, processes: str) -> Figures:
    """Check a folder by one engine; the findings go to a file for comparison."""
    from perflint_zh.engine import cluster, local
    from perflint_zh.engine.run import Job
    from perflint_zh.read.folder import documents as documents_of

    paths = [str(path) for path in documents_of([Path(folder)])]
    started = time.perf_counter()
    if engine == "local":
        run = local.run(paths, Job(), local.Machine(jobs=int(processes)))
    else:
        run = cluster.run(paths, Job(), cluster.Cluster(processes=int(processes)))
    wall = time.perf_counter() - started
    Path(folder, f".{engine}.json").write_bytes(
        msgspec.json.encode((run.findings, run.failures, run.scores), order="deterministic")
    )
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "documents": len(paths),
        "projects": sum(len(budget.projects) for budget in run.budgets),
        "findings": len(run.findings),
        "wall": wall,
        "client": time.process_time(),
        "workers": ended.ru_utime + ended.ru_stime,
        "memory": peak(),
    }


def documents(count: int) -> Any:
    """A generated folder by one process of this machine, by two, and by a cluster of two: cost, and whether they say the same.

    A quarter of it is checked too: the difference is what further documents cost, without the start.
    """
    with tempfile.TemporaryDirectory() as name:
        some, whole = Path(name, "some"), Path(name, "whole")
        generate(some, count // 4)
        generate(whole, count)
        size = sum(path.stat().st_size for path in whole.rglob("*.*"))
        found = {
            "quarter": measured("folder", "local", some, 1),
            "local-1": measured("folder", "local", whole, 1),
            "local-2": measured("folder", "local", whole, 2),
            "dask-2": measured("folder", "dask", whole, 2),
        }
        same = (whole / ".local.json").read_bytes() == (whole / ".dask.json").read_bytes()
    return {"documents": count, "bytes": size / count, "same": same, "engines": found}


# The report.


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [
        "| " + " | ".join(f"{cell:,.3g}" if isinstance(cell, float) else str(cell) for cell in line) + " |"
        for line in lines
    ]


def report(kept: Mapping[str, Any]) -> str:
    """LARGE.md."""
    texts = [
        "# 雷同比对和集群：大规模",
        "",
        "`make bench-large` 写成（`python benchmarks/large.py --only 节名` 单独重测一节）。每项在单独的进程里测，内存是该进程的峰值；",
        "秒数是处理器时间，不是钟表时间，别的任务影响不大，但只宜比较，不宜当作承诺。项目由指标库的文字改写而成，",
        "八成的行逐词改写，三成的项目照搬同部门别的项目；不同的文字与行数一样快地增长（见“增长”），70 份样例文档里也是这样。",
    ]
    writers = {"compare": _compared, "growth": _growth, "bands": _bands, "join": _join, "documents": _documents}
    for name, write in writers.items():
        if name in kept:
            entry = kept[name]
            texts += ["", *write(entry["found"]), "", f"{entry['date']} 测，{entry['machine']}。"]
    return "\n".join(texts) + "\n"


def _compared(found: Any) -> list[str]:
    lines = [f"## 谁快：不同的文字中余弦不低于 {LEAST} 的全部对"]
    for one in found:
        own = one["ways"][OWN[0]]
        rows = (
            (name, way["seconds"], way["seconds"] / own["seconds"], f"{way['memory']:.0f}", f"{way['recall']:.4f}")
            for name, way in one["ways"].items()
        )
        lines += [
            "",
            f"{one['size']:,} 个项目的 {own['texts']:,} 条不同文字，{own['pairs']:,} 对：",
            "",
            *table(("方法", "秒", "是 perflint 不漏的几倍", "内存 MiB", "查全率"), rows),
        ]
    return [
        *lines,
        "",
        (
            "各方法都从文字开始，用同一套向量（这里的 `join.vectors`，比 TfidfVectorizer 快得多，算在各家的时间里）；完全相同的文字事先合并。"
            "查全率以 linear_kernel 的全部对为准；最大的规模只量自己的两种，以不漏的为准。"
            "sparse_dot_topn 每行取前 100，单线程；datasketch 的候选同样逐对核实。"
        ),
    ]


def _growth(found: Any) -> list[str]:
    sizes = [one["projects"] for one in found]
    return [
        "## 增长",
        "",
        *table(
            ("项目", "行", "不同的文字", "雷同的对", "秒", "内存 MiB"),
            (
                (
                    f"{one['projects']:,}",
                    f"{one['rows']:,}",
                    f"{one['texts']:,}",
                    f"{one['pairs']:,}",
                    one["seconds"],
                    f"{one['memory']:.0f}",
                )
                for one in found
            ),
        ),
        "",
        (
            f"时间随项目数增长的指数 {exponent(sizes, [one['seconds'] for one in found]):.2f}，"
            f"不同的文字随行数增长的指数 {exponent([one['rows'] for one in found], [one['texts'] for one in found]):.2f}。"
            "图：[docs/pictures/reuse-growth.svg](../docs/pictures/reuse-growth.svg)。"
        ),
    ]


def _bands(found: Any) -> list[str]:
    exactly, banded = found["exact"], found["banded"]
    return [
        f"## 分段找候选的成套雷同：{found['size']:,} 个项目，以不漏的方法为准",
        "",
        *table(
            ("方法", "雷同的项目对", "秒", "内存 MiB", "查全率"),
            (
                ("不漏", f"{exactly['pairs']:,}", exactly["seconds"], f"{exactly['memory']:.0f}", "1"),
                (
                    "MinHash 分段",
                    f"{banded['pairs']:,}",
                    banded["seconds"],
                    f"{banded['memory']:.0f}",
                    f"{found['recall']:.4f}",
                ),
            ),
        ),
    ]


def _join(found: Any) -> list[str]:
    lines = [
        "## 两个工作进程的分布式配对（MinHash 分段）",
        "",
        *table(
            (
                "项目",
                "不同的文字",
                "近似的文字对",
                "工作进程处理器秒",
                "客户端处理器秒",
                "钟表秒",
                "客户端 MiB",
                "每个工作进程 MiB",
            ),
            (
                (
                    f"{one['projects']:,}",
                    f"{one['texts']:,}",
                    f"{one['pairs']:,}",
                    one["workers"],
                    one["client"],
                    one["wall"],
                    f"{one['memory']:.0f}",
                    f"{one['worker_memory']:.0f}",
                )
                for one in found
            ),
        ),
    ]
    if len(found) > 1:
        total = [one["workers"] + one["client"] for one in found]
        lines += ["", "不给 `--join` 时量到 1,000,000 个项目；表里是这一次量到的。"]
        lines += ["", f"处理器时间随项目数增长的指数 {exponent([one['projects'] for one in found], total):.2f}。"]
    return lines


def _documents(found: Any) -> list[str]:
    names = {
        "quarter": "本机 1 个进程，其中四分之一",
        "local-1": "本机 1 个进程",
        "local-2": "本机 2 个进程",
        "dask-2": "Dask 2 个工作进程",
    }
    said = "逐字节相同" if found["same"] else "**不同**"
    rows = (
        (names[name], one["documents"], one["wall"], one["workers"], one["client"], f"{one['memory']:.0f}")
        for name, one in found["engines"].items()
    )
    return [
        f"## 一个文件夹，{found['documents']:,} 份生成的文档（平均 {found['bytes'] / 1024:.0f} KiB）",
        "",
        *table(("引擎", "文档", "钟表秒", "工作进程处理器秒", "主进程处理器秒", "主进程 MiB"), rows),
        "",
        f"两个引擎的问题、失败和得分{said}。Dask 的处理器时间含启动调度器和各工作进程自己载入程序。",
    ]


COUNTRY, PROJECTS = 300_000, 3_000_000
"""Documents and projects of the whole country in a year."""

CORES = 64
"""Worker processes of a small cluster: eight machines of eight cores."""


def plan(kept: Mapping[str, Any]) -> str:
    """The run of the whole country, worked out from what was measured; docs/cluster.md shows it."""
    folder, joins = kept["documents"]["found"], kept["join"]["found"]
    few, many, most = folder["engines"]["quarter"], folder["engines"]["local-1"], joins[-1]
    sizes = [one["projects"] for one in joins]
    larger = PROJECTS / most["projects"]
    growing = {part: exponent(sizes, [one[part] for one in joins]) for part in ("workers", "client", "texts")}
    more = many["documents"] - few["documents"]
    look, own, room = ((many[part] - few[part]) / more for part in ("workers", "client", "memory"))
    compare = most["workers"] * larger ** growing["workers"]
    sort = most["client"] * larger ** growing["client"]
    texts = most["texts"] * larger ** growing["texts"]
    keys = texts * 40 * 4 / 2**30
    rows = (
        (
            "读取、抽取、检查",
            f"{1000 * look:.0f} 毫秒/份 × {COUNTRY:,} 份 ÷ {CORES} 个进程",
            f"{look * COUNTRY / CORES / 60:.0f} 分钟",
            "documents",
        ),
        (
            "文字配对，工作进程",
            f"{most['workers']:.0f} 秒 × ({PROJECTS:,} ÷ {most['projects']:,})^{growing['workers']:.2f} ÷ {CORES} 个进程",
            f"{compare / CORES / 60:.0f} 分钟",
            "join",
        ),
        (
            "文字配对，客户端",
            f"{most['client']:.0f} 秒 × ({PROJECTS:,} ÷ {most['projects']:,})^{growing['client']:.2f}",
            f"{sort / 60:.0f} 分钟",
            "join",
        ),
        (
            "收结果、判断雷同、打分，客户端",
            f"{1000 * own:.1f} 毫秒/份 × {COUNTRY:,} 份",
            f"{own * COUNTRY / 60:.0f} 分钟",
            "documents",
        ),
        (
            "客户端内存：全部文档的记录",
            f"{1024 * room:.0f} KiB/份 × {COUNTRY:,} 份",
            f"{room * COUNTRY / 1024:.0f} GiB",
            "documents",
        ),
        (
            "客户端内存：配对用的键",
            f"{texts / 1e6:.0f} 百万条文字 × 40 段 × 4 字节",
            f"{keys:.1f} GiB",
            "join",
        ),
        (
            "经过网络的文档",
            f"{folder['bytes'] / 1024:.0f} KiB/份 × {COUNTRY:,} 份，从共享文件夹读",
            f"{folder['bytes'] * COUNTRY / 2**30:.0f} GiB",
            "documents",
        ),
    )
    lines = table(("步骤", "算式", "结果", "哪一节测的"), ((*row[:3], f"`large.py --only {row[3]}`") for row in rows))
    return "\n".join(lines) + "\n"


def draw(found: Any, target: Path) -> None:
    """Seconds and different texts over projects, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("svg")
    # Text stays text, so that the reader's own fonts show the Chinese; a fixed salt makes the file the same each time.
    mpl.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "perflint", "font.family": "sans-serif"}
    from matplotlib import pyplot as plt

    sizes = [one["projects"] for one in found]
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.loglog(sizes, [one["seconds"] for one in found], "o-", label="CPU seconds")
    axes.loglog(sizes, [one["texts"] / 1000 for one in found], "s--", label="different texts, thousands")
    axes.loglog(sizes, [one["memory"] / 100 for one in found], "^:", label="memory, 100 MiB")
    axes.set_xlabel("projects")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(target, metadata={"Date": None}, bbox_inches="tight")


TASKS: Mapping[str, Callable[..., Figures]] = {
    "join": join_task,
    "sets": sets_task,
    "distributed": distributed_task,
    "folder": folder_task,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--task", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--only", nargs="*", default=["growth", "bands", "compare", "documents", "join"])
    parser.add_argument("--compare", type=int, default=10_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000, 10_000, 30_000, 100_000])
    parser.add_argument("--join", type=int, nargs="+", default=[100_000, 300_000, 1_000_000])
    parser.add_argument("--documents", type=int, default=1000)
    given = parser.parse_args()
    if given.task:
        print(json.dumps(TASKS[given.task[0]](*given.task[1:])))
        return
    kept: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    most = {"compare": max(given.compare, *given.sizes), "growth": max(given.sizes), "bands": max(given.sizes)}
    with tempfile.TemporaryDirectory() as name:
        invented = Invented(Path(name), max((most[section] for section in given.only if section in most), default=0))
        steps: dict[str, Callable[[], Any]] = {
            "compare": functools.partial(compared, invented, given.compare, max(given.sizes)),
            "growth": functools.partial(growth, invented, given.sizes),
            "bands": functools.partial(bands, invented, max(given.sizes)),
            "join": lambda: joined(kept.get("join", {}).get("found", ()), given.join),
            "documents": functools.partial(documents, given.documents),
        }
        for section in given.only:
            kept[section] = {"found": steps[section](), "date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine()}
            KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (HERE / "LARGE.md").write_text(report(kept), encoding="utf-8")
    if {"documents", "join"} <= kept.keys():
        PLAN.write_text(plan(kept), encoding="utf-8")
    if "growth" in kept:
        draw(kept["growth"]["found"], PICTURE)


def machine() -> str:
    return f"{os.cpu_count()} 核，{platform.system()}，Python {platform.python_version()}，写成时15分钟平均负载 {os.getloadavg()[2]:.1f}"


if __name__ == "__main__":
    main()
