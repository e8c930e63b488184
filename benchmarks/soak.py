"""A soak: `python benchmarks/soak.py [--documents N] [--folder FOLDER]` (`make soak`).

Every tenth document is hostile: one of tests/hostile that is small, every second time with some more of its bits turned over. perflint checks the
folder in one run, then the sound documents alone, and what must hold is compared:
every file is accounted for, the sound ones have the same findings, no handle and no memory leaks. Exit status 1 when anything does not hold.
"""

import argparse
import contextlib
import hashlib
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from generate import sources
from perflint_zh.read.folder import documents
from perflint_zh.samples.build import writer_of
from perflint_zh.samples.style import style_of

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from hostile.make import build

LARGEST = 256 * 1024
"""Larger hostile files are left to tests/test_hostile.py: here the number counts."""

EVERY = 10
SECONDS_BETWEEN = 1.0


class Sample(NamedTuple):
    """MiB of memory and open handles of the main process and of its largest worker."""

    main: float
    worker: float
    main_handles: int
    worker_handles: int


def write(folder: Path, count: int) -> None:
    """Write sound documents into `sound`, hostile ones into `hostile`."""
    bad = payloads()
    for number, source in enumerate(sources(count, 1, 0.3)):
        below = f"{number // 100:04d}"
        if number % EVERY:
            suffix, make = writer_of(source)
            path, data = folder / "sound" / below / f"{source.file}{suffix}", make(source, style_of(source))
        else:
            draw = random.Random(number)
            suffix, data = draw.choice(bad)
            path, data = folder / "hostile" / below / f"bad-{number:06d}{suffix}", turned(data, draw)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def payloads() -> list[tuple[str, bytes]]:
    """Ending and bytes of the small hostile files that a folder walk reads."""
    with tempfile.TemporaryDirectory() as made:
        build(Path(made))
        found = [
            path
            for path in documents([Path(made)])
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST
        ]
        return [(path.suffix, path.read_bytes()) for path in found if path.suffix != ".rtf"]


def turned(data: bytes, draw: random.Random) -> bytes:
    """Half of the time the bytes as they are, else up to eight bits of them turned over."""
    out = bytearray(data)
    for _ in range(draw.choice((0, draw.randint(1, 8)))):
        if out:
            out[draw.randrange(len(out))] ^= 1 << draw.randrange(8)
    return bytes(out)


class Checked(NamedTuple):
    """What a run said: paths read, with a failure, and left out as copies; and of every document with findings a digest of them.

    Findings that compare documents with one another are not among them: hostile documents that are read take part in those.
    """

    read: list[str]
    failed: set[str]
    copies: list[str]
    findings: dict[str, str]


def check(folders: list[Path], output: Path) -> tuple[Checked, list[Sample]]:
    """Run perflint once over the folders, watched from outside."""
    command = [sys.executable, "-m", "perflint_zh", *map(str, folders), "--format", "json", "--output", str(output)]
    command += ["--no-cache", "--fail-on", "never", "--quiet", "--jobs", "2"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE)
    samples: list[Sample] = []
    while run.poll() is None:
        with contextlib.suppress(OSError):  # a process ended while it was looked at
            samples.append(sample(run.pid))
        time.sleep(SECONDS_BETWEEN)
    assert run.returncode in {0, 2}, run.stderr and run.stderr.read()
    return told(json.loads(output.read_bytes())), samples


def told(output: dict[str, Any]) -> Checked:
    digests: defaultdict[str, Any] = defaultdict(hashlib.sha256)
    for found in output["findings"]:
        if found["family"] != "reuse":
            digests[found["path"]].update(json.dumps(found, sort_keys=True).encode())
    return Checked(
        [one["path"] for one in output["documents"]],
        {one["path"] for one in output["failures"]},
        list(output["copies"]),
        {path: digest.hexdigest() for path, digest in digests.items()},
    )


def sample(number: int) -> Sample:
    children = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split()
    workers = [(memory(child), handles(child)) for child in children]
    return Sample(
        memory(number),
        max((size for size, _ in workers), default=0.0),
        handles(number),
        max((open_ for _, open_ in workers), default=0),
    )


def memory(process: object) -> float:
    """Resident MiB; none for a process that has ended and waits to be collected."""
    field = Path(f"/proc/{process}/status").read_text(encoding="ascii").partition("VmRSS:")[2].split()
    return int(field[0]) / 1024 if field else 0.0


def handles(process: object) -> int:
    return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())


def problems(folder: Path, all_: Checked, alone: Checked, samples: list[Sample]) -> Iterator[str]:
    """Yield what does not hold."""
    expected = {str(path) for path in documents([folder / "hostile", folder / "sound"])}
    ended = [*all_.read, *(all_.failed - set(all_.read)), *all_.copies]
    if len(ended) != len(set(ended)) or set(ended) != expected:
        yield f"{len(expected)}个文件，结果里有{len(set(ended))}个（共{len(ended)}次）"
    sound = {path: digest for path, digest in all_.findings.items() if path.startswith(f"{folder / 'sound'}/")}
    if sound != alone.findings:
        yield "完好文件的问题因旁边的坏文件而不同"
    first, last = quarters(samples)
    # A worker has a file or two more open while it reads; what leaks stays, and moves the middle as well.
    if statistics.median(one.main_handles for one in last) > statistics.median(one.main_handles for one in first):
        yield "主进程打开的句柄越来越多"
    if statistics.median(one.worker_handles for one in last) > statistics.median(one.worker_handles for one in first):
        yield "工作进程打开的句柄越来越多"
    if statistics.median(one.worker for one in last) > 1.5 * statistics.median(one.worker for one in first):
        yield "工作进程占用的内存越来越多"


def quarters(samples: list[Sample]) -> tuple[list[Sample], list[Sample]]:
    """Samples of the second and of the last quarter of the reading; before it the rules load, after it workers are gone."""
    busy = [one for one in samples if one.worker]
    return busy[len(busy) // 4 : len(busy) // 2], busy[3 * len(busy) // 4 :]


def report(count: int, all_: Checked, samples: list[Sample], seconds: float) -> str:
    first, last = quarters(samples)
    partly = len(all_.failed.intersection(all_.read))
    unread = len(all_.failed.difference(all_.read))
    main, worker = (statistics.median(getattr(one, name) for one in last) for name in ("main", "worker"))
    return "\n".join(
        [
            f"{count}个文件（坏文件占十分之一），{seconds:.0f}秒：读出{len(all_.read)}（其中{partly}份有一部分未能检查），内容重复{len(all_.copies)}，未能检查{unread}",
            f"主进程内存：第二个四分之一{statistics.median(one.main for one in first):.0f} MiB，最后四分之一{main:.0f} MiB，最高{max(one.main for one in samples):.0f} MiB",
            f"工作进程内存：第二个四分之一{statistics.median(one.worker for one in first):.0f} MiB，最后四分之一{worker:.0f} MiB，最高{max(one.worker for one in samples):.0f} MiB",
            f"打开的句柄：主进程最多{max(one.main_handles for one in samples)}，工作进程最多{max(one.worker_handles for one in samples)}",
        ]
    )


def main() -> int:
    """Write, run twice, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, default=Path("build/soak"))
    given = parser.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    write(given.folder, given.documents)
    start = time.monotonic()
    everything, samples = check([given.folder / "hostile", given.folder / "sound"], given.folder / "all.json")
    seconds = time.monotonic() - start
    alone, _ = check([given.folder / "sound"], given.folder / "sound.json")
    print(report(given.documents, everything, samples, seconds))
    found = list(problems(given.folder, everything, alone, samples))
    print("\n".join(found) or "每个文件都有结果；完好文件的问题与单独检查时相同；句柄和工作进程的内存没有增长")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
