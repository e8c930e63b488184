"""Which files of the given paths are to be read, in a stable order."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from perflint_zh.errors import UsageError
from perflint_zh.read import SUFFIXES
from perflint_zh.read.own import is_own_output

LOCK_FILE_PREFIXES = ("~$", ".~", "~WRL")
"""What Word, WPS and LibreOffice leave beside an open document."""

OWN_NAMES = frozenset({"perflint.toml", "pyproject.toml", "README.md", "CHANGELOG.md"})
"""Files that lie beside documents and are none; perflint's reports are known by OWN_MARKS."""

OWN_MARKS = ("perflint-", ".perflint")
"""How perflint names what it writes by default (reports, baselines, caches)."""


def documents(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield files given by name as they are, and of folders those with a known ending, sorted by path.

    Raises:
        UsageError: a path does not exist.

    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"路径不存在：{path}")
        for found in _walk(path) if path.is_dir() else (path,):
            key = Path(os.path.abspath(found))  # noqa: PTH100 -- resolve() would merge links that are listed apart
            if key not in seen:
                seen.add(key)
                yield found


def _walk(folder: Path) -> Iterator[Path]:
    closed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(
            name for name in folders if not name.startswith((".", "__")) and not name.startswith(OWN_MARKS)
        )
        for name in sorted(files):
            path = Path(root, name)
            if is_document_name(name) and not is_own_output(path):
                yield path
    # A folder that cannot be listed is handed on like a document, so that it fails in its own line.
    yield from (Path(error.filename) for error in closed)


def is_document_name(name: str) -> bool:
    """Whether a folder walk takes a file of this name: no hidden, lock or own file, and a known ending."""
    return (
        not name.startswith((".", *LOCK_FILE_PREFIXES, *OWN_MARKS))
        and name not in OWN_NAMES
        and os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 -- names, not paths, and many of them
    )
