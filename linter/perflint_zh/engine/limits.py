"""What a worker may use for one file, and what is left when it used more."""

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


def shown_path(path: str) -> str:
    """The path for people and formats: bytes of a name that are no UTF-8 become escapes, everything else stays."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
