"""The engine for one machine: unchanged documents from the cache, the others through worker processes, results in path order."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec

from perflint_zh.cache import Cache, key_of
from perflint_zh.check import Checked, Failure
from perflint_zh.engine.limits import Limits, Lost, shown_path
from perflint_zh.engine.run import Job, code_state, compare_all, conclude
from perflint_zh.errors import ReadError
from perflint_zh.read import read_bytes
from perflint_zh.result import Run, Seen
from perflint_zh.rule import Rule

Progress = Callable[[str], None]
"""Called with the path of each document that is done."""


class Machine(msgspec.Struct, frozen=True):
    """How to use this machine: number of processes (None: one per core), limits for one file, folder of the cache (None: none)."""

    jobs: int | None = None
    limits: Limits = Limits()
    cache: Path | None = None


def run(paths: Sequence[str], job: Job, machine: Machine, progress: Progress | None = None) -> Run:
    """Check the documents; findings depend neither on the number of processes nor on the cache."""
    cache = Cache(machine.cache) if machine.cache is not None else None
    try:
        stamp = job_stamp(job) if cache is not None else ""
        seen = list(_look_at_all(paths, job, machine, cache, stamp, progress))
        return conclude(seen, compare_all(seen, job) if cache is None else _compared(seen, job, stamp, cache))
    finally:
        if cache is not None:
            cache.close()


class _Compared(msgspec.Struct, frozen=True):
    """The last comparison of the documents of one place: of which contents, what it said, and what it left for the next one."""

    contents: str
    checked: msgspec.Raw
    memory: dict[str, bytes]


def _compared(seen: Sequence[Seen], job: Job, stamp: str, cache: Cache) -> Checked:
    """What the rules over all documents say of these very contents, from the cache or now."""
    contents = key_of(*(f"{one.path}\x1e{one.budget.sha256}" for one in seen if one.budget is not None))
    # One entry for each place, which the next comparison replaces: it is large, and most of it will hold then too.
    key = key_of("compared", stamp, _place(seen))
    stored = cache.get(key)
    memory: dict[str, bytes] = {}
    if stored is not None:
        last = msgspec.msgpack.decode(stored, type=_Compared)
        if last.contents == contents:
            return msgspec.msgpack.decode(last.checked, type=Checked)
        memory = last.memory
    compared = compare_all(seen, job, memory=memory)
    if not compared.failures:
        cache.put(
            key, msgspec.msgpack.encode(_Compared(contents, msgspec.Raw(msgspec.msgpack.encode(compared)), memory))
        )
    return compared


def _place(seen: Sequence[Seen]) -> str:
    """The folder that all documents lie in, nothing where they have none in common."""
    try:
        return os.path.commonpath([os.path.abspath(one.path) for one in seen])  # noqa: PTH100 -- a name, not resolved
    except ValueError:
        return ""


def extract_all(paths: Sequence[str], machine: Machine, progress: Progress | None = None) -> Iterator[Seen]:
    """Yield the records of each document without checking any."""
    return _look_at_all(paths, Job(check=False), machine, None, "", progress)


def _look_at_all(
    paths: Sequence[str], job: Job, machine: Machine, cache: Cache | None, stamp: str, progress: Progress | None
) -> Iterator[Seen]:
    """Yield what became of each document, in the order of `paths`; the cache has it by the stamp."""
    keys: dict[str, str] = {}
    contents: dict[str, str] = {}
    known: dict[str, Seen] = {}
    misses: list[str] = []
    for path in paths:
        if cache is not None:
            try:
                contents[path] = hashlib.sha256(read_bytes(Path(path))).hexdigest()
            except ReadError:
                pass  # the worker meets the same error and reports it
            else:
                keys[path] = key_of(stamp, path, contents[path])
                stored = cache.get(keys[path])
                if stored is not None:
                    known[path] = msgspec.msgpack.decode(stored, type=Seen)
                    continue
        misses.append(path)
    fresh: Iterator[bytes | Lost] = iter(())
    if misses:
        # Readers, grammar and rules are loaded only when a document is new, before the workers fork.
        from perflint_zh.engine.pool import answers

        rules = job.rules()
        import perflint_zh.engine.look  # noqa: F401 -- loaded once here instead of in every worker

        work = partial(_work, rules=rules, job=job)
        fresh = answers(misses, work, machine.jobs or os.cpu_count() or 1, machine.limits)
    for path in paths:
        if path in known:
            seen = known.pop(path)
        else:
            answer = next(fresh)
            seen = _seen(answer, path)
            # A file that changed between the two readings must not be found under the content that it had before.
            fit = seen.budget is not None and seen.budget.sha256 == contents.get(path) and not seen.checked.failures
            if cache is not None and fit and not isinstance(answer, Lost):
                cache.put(keys[path], answer)
        if progress is not None:
            progress(path)
        yield seen


def _seen(answer: bytes | Lost, path: str) -> Seen:
    if isinstance(answer, Lost):
        path = shown_path(path)
        return Seen(path, None, Checked(failures=(Failure(path, "read", answer.reason),)))
    return msgspec.msgpack.decode(answer, type=Seen)


def _work(path: str, *, rules: Sequence[Rule], job: Job) -> bytes:
    from perflint_zh.engine.look import look_at

    return msgspec.msgpack.encode(look_at(path, rules, job.settings))


def job_stamp(job: Job) -> str:
    """Everything besides the documents that findings depend on."""
    return key_of(
        code_state(),
        msgspec.json.encode(job, order="deterministic").decode(),
        *map(_file_state, (*job.rule_files, *job.templates)),
    )


def _file_state(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return "absent"
