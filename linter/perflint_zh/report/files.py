"""Writing results: beside the target first, then renamed, never over an input."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from perflint_zh.errors import UsageError, reason_of


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text; see `write_pieces`."""
    write_pieces(path, (text,))


def write_pieces(path: Path, texts: Iterable[str]) -> None:
    """Write UTF-8 text piece by piece as it is made, so that the file is complete or not there at all."""
    _write(path, (text.encode("utf-8", "replace") for text in texts))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file so that it is complete or not there at all."""
    _write(path, (data,))


def _write(path: Path, parts: Iterable[bytes]) -> None:
    """Write beside the target, then rename.

    Raises:
        UsageError: the folder is missing or read-only, or the disk is full.

    """
    try:
        if path.exists() and not path.is_file():
            # A device or pipe (/dev/stdout, /dev/null) is written to; replacing it would destroy it.
            with path.open("wb") as stream:
                stream.writelines(parts)
            return
        handle, temporary = tempfile.mkstemp(prefix=".perflint-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(parts)
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise UsageError(f"无法写入{path}：{reason_of(error)}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def refuse_inputs(outputs: Iterable[Path | None], inputs: Iterable[str]) -> None:
    """Stop before anything is written when an output would replace an input.

    Raises:
        UsageError: an output is one of the documents to be checked.

    """
    taken = {os.path.realpath(path) for path in inputs}
    for output in outputs:
        if output is not None and os.path.realpath(output) in taken:
            raise UsageError(f"输出文件{output}正是要检查的文档，不会覆盖；请换一个文件名")
