"""The engine for one machine: documents go through a pool of processes, results come back in path order."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from perflint_zh.engine.run import Job, Run, Seen, conclude, look_at
from perflint_zh.rule import Rule

Progress = Callable[[str], None]
"""Called with the path of each document that is done."""

MIN_FOR_POOL = 8
"""Starting processes costs more than reading a few documents."""

_worker: dict[str, Any] = {}
"""What a worker process keeps between documents: its rules and their settings."""


def run(paths: Sequence[str], job: Job, jobs: int | None = None, progress: Progress | None = None) -> Run:
    """Check the documents; findings do not depend on the number of processes."""
    return conclude(look_at_all(paths, job, jobs, progress), job)


def look_at_all(paths: Sequence[str], job: Job, jobs: int | None = None, progress: Progress | None = None) -> Iterator[Seen]:
    """Yield what became of each document, in the order of `paths`."""
    processes = min(jobs or os.cpu_count() or 1, len(paths))
    if processes < 2 or (jobs is None and len(paths) < MIN_FOR_POOL):
        rules = job.rules()
        for path in paths:
            yield _told(look_at(path, rules, job.settings), progress)
        return
    with ProcessPoolExecutor(processes, initializer=_start, initargs=(job,)) as pool:
        for seen in pool.map(_look, paths, chunksize=max(1, min(16, len(paths) // (processes * 4)))):
            yield _told(seen, progress)


def extract_all(paths: Sequence[str], jobs: int | None = None, progress: Progress | None = None) -> Iterator[Seen]:
    """Yield the records of each document without checking any."""
    return look_at_all(paths, Job(check=False), jobs, progress)


def _told(seen: Seen, progress: Progress | None) -> Seen:
    if progress is not None:
        progress(seen.path)
    return seen


def _start(job: Job) -> None:
    rules: tuple[Rule, ...] = job.rules()
    _worker.update(rules=rules, settings=job.settings)


def _look(path: str) -> Seen:
    return look_at(path, _worker["rules"], _worker["settings"])
