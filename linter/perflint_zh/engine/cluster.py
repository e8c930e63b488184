"""The engine for a cluster: the same look at each document in the tasks of dask.distributed, then the comparison of all in parts.

Documents are read where the tasks run, so the workers must see the same folders as the client: a shared folder serves files better than
a scheduler does, through which bytes sent by the client would all pass. A task takes a few documents; when its worker dies, the
scheduler tries again, and what fails again is at last tried one document at a time, so that only a poisoned one is lost.

Of the comparison, what grows faster than the number of documents, finding similar texts, is worked out by the workers; what is linear,
matching rows of projects that share some and judging them, stays in the client.
"""

import faulthandler
import functools
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from perflint_zh import __version__
from perflint_zh.check import Checked, Failure, Settings
from perflint_zh.engine.limits import Limits
from perflint_zh.engine.local import Progress
from perflint_zh.engine.run import Job, compare_all, conclude
from perflint_zh.errors import UsageError
from perflint_zh.result import Run, Seen
from perflint_zh.rule import Each, Rule

if TYPE_CHECKING:
    from distributed import Client

BATCH = 8
"""Documents in a task: enough that handing it out costs little, few enough that a retry does."""

AHEAD = 8
"""Parts of the comparison handed out ahead, which are larger than paths."""

WAITING = 500
"""Tasks handed out ahead of the one whose answer is due, so that neither scheduler nor client holds all documents."""


class Cluster(msgspec.Struct, frozen=True):
    """Which cluster to use: a scheduler's address, or (None) one of so many processes on this machine, with limits for one file.

    The limit of memory holds for processes started here; those of a running cluster have their own.
    """

    scheduler: str | None = None
    processes: int = 2
    limits: Limits = Limits()


def run(paths: Sequence[str], job: Job, cluster: Cluster, progress: Progress | None = None) -> Run:
    """Check the documents; findings are those of the engine for one machine.

    Raises:
        UsageError: dask is not installed, the cluster cannot be reached, or its workers have another version.

    """
    job.rules()  # a wrong name is the user's mistake and no worker's
    with ExitStack() as stack:
        client = _connected(cluster, stack)
        _check_folders(paths, cluster, client)
        seen = list(_look_at_all(paths, job, cluster, client, progress))
        compared = compare_all(seen, job, each_on(client))
    return conclude(seen, compared)


def _connected(cluster: Cluster, stack: ExitStack) -> "Client":
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UsageError("--engine dask 需要另外安装：pip install 'perflint-zh[cluster]'") from error
    # distributed has no types of its own for what is called here.
    start_client: Any = Client
    start_cluster: Any = LocalCluster
    address: Any = cluster.scheduler
    if address is None:
        stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 1}))
        address = stack.enter_context(
            start_cluster(
                n_workers=cluster.processes,
                threads_per_worker=1,
                memory_limit=cluster.limits.memory * 2**20,
                dashboard_address=None,
                silence_logs="CRITICAL",
            )
        )
    try:
        client: Client = stack.enter_context(start_client(address, timeout=10))
        versions = set(client.run(_version).values())
    except (OSError, ValueError) as error:
        raise UsageError(f"连不上集群 {cluster.scheduler}，请检查地址和网络：{error}") from error
    except ImportError as error:
        raise UsageError(f"集群的工作进程没有安装 perflint-zh，请在各节点安装{__version__}版") from error
    if not versions:
        raise UsageError(f"集群 {cluster.scheduler} 上没有工作进程，请先启动 dask worker")
    if versions - {__version__}:
        raise UsageError(f"集群上的 perflint-zh 是{'、'.join(sorted(versions))}版，与本机的{__version__}版不同，请统一")
    return client


def _version() -> str:
    return __version__


def _check_folders(paths: Sequence[str], cluster: Cluster, client: "Client") -> None:
    """Stop before every document fails for the same reason."""
    found = next((os.path.abspath(path) for path in paths if Path(path).exists()), None)  # noqa: PTH100 -- a name, not resolved
    if found is not None and not all(client.run(os.path.exists, found).values()):
        raise UsageError(f"集群 {cluster.scheduler} 的工作进程看不到 {found}，请把文档放在各节点同一路径的共享文件夹里")


def each_on(client: "Client") -> Each:
    """Apply functions to parts of some work on the workers; what they lose in spite of retries is worked out here."""
    import dask
    from distributed import KilledWorker

    def each(function: Callable[[Any], Any], parts: Iterable[Any]) -> Iterator[Any]:
        # As a task of its own it is sent once, however large and however many parts there are, and again to whoever replaces a
        # worker that died; scattered data waits for ever for a worker that dies meanwhile.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):
            sent = client.submit(_same, function, pure=False)
        todo = ((part, client.submit(_applied, sent, part, pure=False)) for part in parts)
        waiting = deque(islice(todo, AHEAD))
        while waiting:
            part, future = waiting.popleft()
            try:
                yield future.result()
            except KilledWorker:
                yield function(part)
            waiting += islice(todo, 1)

    return each


def _same(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return function


def _applied(function: Callable[[Any], Any], part: Any) -> Any:
    with _ONE_AT_A_TIME:
        return function(part)


def _look_at_all(
    paths: Sequence[str], job: Job, cluster: Cluster, client: "Client", progress: Progress | None
) -> Iterator[Seen]:
    """Yield what became of each document; those whose worker died come last."""
    from distributed import KilledWorker

    work = functools.partial(
        look_at_batch, job=_for_workers(job), folder=str(Path.cwd()), seconds=cluster.limits.seconds
    )
    batches = iter([paths[start : start + BATCH] for start in range(0, len(paths), BATCH)])
    waiting = deque((batch, client.submit(work, batch, pure=False)) for batch in islice(batches, WAITING))
    doubtful: list[str] = []
    while waiting:
        batch, future = waiting.popleft()
        try:
            yield from _told(future.result(), progress)
        except KilledWorker:
            doubtful += batch
        waiting += [(more, client.submit(work, more, pure=False)) for more in islice(batches, 1)]
    for path in doubtful:
        # Whatever ran beside a poisoned document is suspected with it, so each is tried with nothing beside it.
        try:
            yield from _told(client.submit(work, [path], pure=False).result(), progress)
        except KilledWorker:
            yield Seen(path, None, Checked(failures=(Failure(path, "read", _lost(cluster)),)))


def _told(answer: bytes, progress: Progress | None) -> list[Seen]:
    seen = msgspec.msgpack.decode(answer, type=list[Seen])
    for one in seen:
        if progress is not None:
            progress(one.path)
    return seen


def _lost(cluster: Cluster) -> str:
    return f"集群的工作进程处理此文件时反复中断（崩溃、内存不足或超过{cluster.limits.seconds:g}秒），文件可能已损坏"


def _for_workers(job: Job) -> bytes:
    """The job with paths that hold in any working directory; template files are read by the client alone."""
    files = tuple(os.path.abspath(path) for path in job.rule_files)  # noqa: PTH100 -- a name, not resolved
    return msgspec.json.encode(msgspec.structs.replace(job, rule_files=files, templates=()))


_ONE_AT_A_TIME = threading.Lock()
"""PDFium and the timer below serve one thread of a process; a cluster may run several."""


def look_at_batch(paths: Sequence[str], *, job: bytes, folder: str, seconds: float) -> bytes:
    """Look at some documents inside a worker; one that takes too long ends the process, which the scheduler replaces."""
    from perflint_zh.engine.look import look_at

    rules, settings = _rules(job)
    seen: list[Seen] = []
    with _ONE_AT_A_TIME, Path(os.devnull).open("w") as nowhere:
        for path in paths:
            # This timer needs no lock of the interpreter, so that a hanging reader written in C is ended too.
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            try:
                seen.append(look_at(path, rules, settings, folder))
            finally:
                faulthandler.cancel_dump_traceback_later()
    return msgspec.msgpack.encode(seen)


@functools.lru_cache(maxsize=1)
def _rules(job: bytes) -> tuple[Sequence[Rule], Settings]:
    decoded = msgspec.json.decode(job, type=Job)
    return decoded.rules(), decoded.settings
