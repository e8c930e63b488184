"""Results of earlier runs by content: an unchanged document is not read again.

One SQLite file holds (key, answer), where the key is made of the content's hash and everything else that can change the answer: version of the
extractor, rules and their settings. Two runs may use it at once; a damaged file is made anew; the oldest entries go when it grows
too large. Answers hold texts of the documents, so the file is readable by its owner only.
"""

import contextlib
import hashlib
import os
import sqlite3
import sys
import zlib
from pathlib import Path

MAX_BYTES = 512 * 2**20
"""Size from which the older half of the entries is dropped."""


def default_folder() -> Path:
    """Where caches live on this system."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "perflint-zh"


class Cache:
    """Answers by key; every failure of the file system or of SQLite is a miss, never an error."""

    def __init__(self, folder: Path) -> None:
        self._base: sqlite3.Connection | None = None
        self._pending: list[tuple[str, bytes, int]] = []
        self._path = folder / "answers.sqlite3"
        self._damaged = False
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._base = _open(self._path)
        except (OSError, sqlite3.Error):
            self._base = None

    def get(self, key: str) -> bytes | None:
        """The answer stored under a key, None when there is none or it is damaged."""
        if self._base is None:
            return None
        try:
            row = self._base.execute("SELECT answer, check_sum FROM answers WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._damaged |= _tells_damage(error)
            return None
        if row is None or zlib.crc32(row[0]) != row[1]:
            return None
        answer: bytes = row[0]
        return answer

    def put(self, key: str, answer: bytes) -> None:
        """Store an answer; written together with others when the run closes the cache."""
        self._pending.append((key, answer, zlib.crc32(answer)))
        if len(self._pending) >= 200:
            self._flush()

    def _flush(self) -> None:
        if self._base is not None and self._pending:
            try:
                with self._base:
                    self._base.executemany(
                        "INSERT OR REPLACE INTO answers (key, answer, check_sum) VALUES (?, ?, ?)", self._pending
                    )
            except sqlite3.Error as error:
                self._damaged |= _tells_damage(error)
        self._pending = []

    def close(self) -> None:
        """Write what is pending and keep the file within its size; a file that turned out damaged is left to the next run to make anew."""
        self._flush()
        if self._base is None:
            return
        with contextlib.suppress(sqlite3.Error):
            size = self._base.execute("SELECT coalesce(sum(length(answer)), 0) FROM answers").fetchone()[0]
            if size > MAX_BYTES:
                with self._base:
                    self._base.execute(
                        "DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers ORDER BY rowid LIMIT (SELECT count(*) / 2 FROM answers))"
                    )
        self._base.close()
        self._base = None
        if self._damaged:
            with contextlib.suppress(OSError):
                _remove(self._path)


def _tells_damage(error: sqlite3.Error) -> bool:
    """Whether the error is about the file and not about other runs or a full disk, which have classes of their own."""
    return type(error) is sqlite3.DatabaseError


def _remove(path: Path) -> None:
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        file.unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.DatabaseError:
        # Damaged: what it held can be made again.
        _remove(path)
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=10.0)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = OFF")
    base.execute(
        "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer BLOB NOT NULL, check_sum INTEGER NOT NULL)"
    )
    base.execute("SELECT key FROM answers LIMIT 1").fetchone()
    os.chmod(path, 0o600)
    return base


def key_of(*parts: str) -> str:
    """One key for everything that an answer depends on."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
