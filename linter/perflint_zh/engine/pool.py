"""Worker processes that a bad file can hang, crash or exhaust without harm to the run.

Each worker takes one path at a time and answers with bytes. A worker that gives no answer within the time limit is killed, one that dies is
replaced; either way only the file it held fails, and the failure says which limit. Answers come back in the order of the paths.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from perflint_zh.engine.limits import Limits, Lost

Work = Callable[[str], bytes]
"""What a worker does with one path."""

SECONDS_TO_END = 2.0
"""What a worker may take to end the programs that it started."""


ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Hold back the signals that end a run: one between the fork and the list of workers would leave a process behind."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows has neither forks nor masks
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    def __init__(self, context: BaseContext, work: Work, limits: Limits) -> None:
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, work, limits), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()
        self.number: int | None = None
        self.deadline = 0.0

    def give(self, number: int, path: str, limits: Limits) -> None:
        self.number = number
        self.deadline = time.monotonic() + limits.seconds
        self.pipe.send_bytes(path.encode("utf-8", "surrogateescape"))

    def end(self) -> None:
        # Asked first: a worker that waits for LibreOffice takes it along. One that hangs in native code dies of it all the same.
        self.process.terminate()
        self.process.join(SECONDS_TO_END)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def answers(paths: Sequence[str], work: Work, processes: int, limits: Limits) -> Iterator[bytes | Lost]:
    """Yield the answer for each path, in order; a lost one is a `Lost`."""
    # fork shares the loaded rules and starts in milliseconds; where there is no fork, spawn does the same slower.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    todo = iter(enumerate(paths))
    done: dict[int, bytes | Lost] = {}
    workers: list[_Worker] = []
    asked = shown = 0
    try:
        while shown < len(paths):
            while len(workers) < min(processes, len(paths) - shown):
                with _signals_wait():
                    workers.append(_Worker(context, work, limits))
            for worker in workers:
                if worker.number is None and (entry := next(todo, None)) is not None:
                    worker.give(*entry, limits)
                    asked += 1
            _collect(workers, paths, done, limits)
            while shown in done:
                yield done.pop(shown)
                shown += 1
    finally:
        for worker in workers:
            worker.end()


def _collect(workers: list[_Worker], paths: Sequence[str], done: dict[int, bytes | Lost], limits: Limits) -> None:
    """Wait for the next answer, death or deadline."""
    busy = [worker for worker in workers if worker.number is not None]
    left = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
    ready = set(wait([worker.pipe for worker in busy], timeout=left))
    for worker in busy:
        number = worker.number
        if number is None:
            continue
        if worker.pipe in ready:
            try:
                done[number] = worker.pipe.recv_bytes(limits.answer * 2**20)
                worker.number = None
                continue
            except (EOFError, OSError):
                done[number] = Lost(paths[number], _how_it_died(worker, limits))
        elif time.monotonic() >= worker.deadline:
            done[number] = Lost(paths[number], f"处理超过{limits.seconds:g}秒，已停止（可用 --time-limit 放宽）")
        else:
            continue
        worker.end()
        workers.remove(worker)


def _how_it_died(worker: _Worker, limits: Limits) -> str:
    worker.process.join(1.0)
    code = worker.process.exitcode
    if code in (_OUT_OF_MEMORY, -signal.SIGKILL):
        return f"处理时内存超过{limits.memory} MiB，已停止（可用 --memory-limit 放宽）"
    if code is not None and code < 0:
        return f"读取程序崩溃（{signal.Signals(-code).name}），文件可能已损坏"
    return f"结果超过{limits.answer} MiB 或读取进程意外退出（退出码{code}），文件可能已损坏"


_OUT_OF_MEMORY = 77


def _serve(pipe: Connection, work: Work, limits: Limits) -> None:
    """The worker: paths in, answers out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    _limit_memory(limits.memory)
    while True:
        try:
            path = pipe.recv_bytes().decode("utf-8", "surrogateescape")
        except EOFError:
            return
        try:
            answer = work(path)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except Exception:  # noqa: BLE001 -- the run tells which file it was; a trace on the screen tells nobody anything
            os._exit(1)
        try:
            pipe.send_bytes(answer)
        except BrokenPipeError:
            return


def _limit_memory(mebibytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    size = mebibytes * 2**20
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (size, hard))
