"""What a worker may use for one file, what is left when it used more, and what was used."""

import sys

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Limits for one file: seconds of wall time, MiB of memory of the worker, MiB of the answer."""

    seconds: float = 120.0
    memory: int = 4096
    answer: int = 256


class Lost(msgspec.Struct, frozen=True):
    """A path whose worker gave no answer, and why."""

    path: str
    reason: str


def most_memory() -> tuple[int, int] | None:
    """MiB that this process and the largest one of its workers that ended held at most, None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    mebibyte = 2**20 if sys.platform == "darwin" else 2**10
    own, workers = (resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own // mebibyte, workers // mebibyte


def shown_path(path: str) -> str:
    """The path for people and formats: bytes of a name that are no UTF-8 become escapes, everything else stays."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
