"""Workers that hang, die or eat memory cost one file; the cache gives what a fresh run gives."""

import contextlib
import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from perflint_zh.cache import Cache, key_of
from perflint_zh.engine import local
from perflint_zh.engine.limits import Limits, Lost
from perflint_zh.engine.local import Machine
from perflint_zh.engine.pool import answers
from perflint_zh.engine.run import Job

DOCUMENTS = Path(__file__).parent.parent / "corpus/documents"


def work(path: str) -> bytes:
    match path:
        case "hang":
            time.sleep(60)
        case "die":
            os.kill(os.getpid(), 15)
        case "eat":
            return bytes(3 * 2**30)
        case "leave":
            os._exit(3)
    return path.encode()


@pytest.mark.parametrize(
    ("bad", "said"), [("hang", "超过0.5秒"), ("die", "SIGTERM"), ("eat", "内存超过"), ("leave", "意外退出")]
)
def test_a_lost_worker_costs_one_file(bad, said) -> None:
    """The other files are answered in order, and the reason names the limit."""
    paths = ["a", bad, "b", "c", "d"]
    found = list(answers(paths, work, 2, Limits(seconds=0.5, memory=1024)))

    assert [answer for answer in found if isinstance(answer, bytes)] == [b"a", b"b", b"c", b"d"]
    assert isinstance(found[1], Lost)
    assert said in found[1].reason


def test_no_worker_outlives_its_run() -> None:
    """Leaving the iteration early ends all workers."""
    import multiprocessing

    before = set(multiprocessing.active_children())
    run = answers(["a", "hang", "b"], work, 3, Limits(seconds=30))
    assert next(run) == b"a"
    run.close()

    assert set(multiprocessing.active_children()) <= before


def test_the_cache_gives_back_what_was_put(tmp_path) -> None:
    """Stored answers are there for the next run, and only under their key."""
    cache = Cache(tmp_path)
    cache.put(key_of("a", "b"), b"answer")
    cache.close()

    again = Cache(tmp_path)
    assert again.get(key_of("a", "b")) == b"answer"
    assert again.get(key_of("ab")) is None


def test_a_damaged_cache_is_made_anew(tmp_path) -> None:
    """Rubbish in place of the cache file costs nothing but its contents."""
    (tmp_path / "answers.sqlite3").write_bytes(b"rubbish" * 1000)
    cache = Cache(tmp_path)
    cache.put("k", b"v")
    cache.close()

    assert Cache(tmp_path).get("k") == b"v"


def test_a_damaged_entry_is_a_miss(tmp_path) -> None:
    """An answer whose bytes changed is not given out."""
    import sqlite3

    cache = Cache(tmp_path)
    cache.put("k", b"v")
    cache.close()
    with sqlite3.connect(tmp_path / "answers.sqlite3") as base:
        base.execute("UPDATE answers SET answer = x'00'")

    assert Cache(tmp_path).get("k") is None


def test_a_file_damaged_further_in_is_made_anew(tmp_path) -> None:
    """Damage that only shows when an entry is looked up costs one run its cache, not every later one."""
    path = tmp_path / "answers.sqlite3"
    cache = Cache(tmp_path)
    for number in range(150):
        cache.put(key_of(str(number)), bytes(4000))
    cache.close()
    data = path.read_bytes()
    path.write_bytes(data[:8192] + b"rubbish!" * ((len(data) - 8192) // 8))

    cache = Cache(tmp_path)
    assert {cache.get(key_of(str(number))) for number in range(150)} == {None}
    cache.close()
    cache = Cache(tmp_path)
    cache.put("k", b"v")
    cache.close()

    assert Cache(tmp_path).get("k") == b"v"


def test_the_cache_stays_within_its_size(tmp_path, monkeypatch) -> None:
    """Of a cache that grew too large the newer half is kept."""
    monkeypatch.setattr("perflint_zh.cache.MAX_BYTES", 3000)
    cache = Cache(tmp_path)
    for number in range(8):
        cache.put(str(number), bytes(500))
    cache.close()

    cache = Cache(tmp_path)
    assert [number for number in range(8) if cache.get(str(number)) is not None] == [4, 5, 6, 7]


def test_an_unusable_folder_is_no_error(tmp_path) -> None:
    """A cache that cannot be opened answers nothing and stores nothing."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    cache = Cache(Path(blocked, "below"))
    cache.put("k", b"v")
    cache.close()

    assert cache.get("k") is None


def test_the_cache_keeps_one_comparison_of_a_folder(tmp_path) -> None:
    """Each state of a document has its entry, the comparison of all only the last: it is as large as many documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("wanghe-office-affairs-2023", "cangdu-political-legal-2024"):
        shutil.copy(DOCUMENTS / f"{name}.txt", folder)
    paths = sorted(map(str, folder.iterdir()))
    for n in range(3):
        Path(paths[0]).write_text(f"{Path(paths[0]).read_text(encoding='utf-8')}\n备注{n}\n", encoding="utf-8")
        local.run(paths, Job(), Machine(1, cache=tmp_path / "cache"))
    with contextlib.closing(sqlite3.connect(tmp_path / "cache" / "answers.sqlite3")) as base:
        entries = base.execute("SELECT count(*) FROM answers").fetchone()[0]

    assert entries == 3 + 1 + 1


def test_findings_do_not_depend_on_the_cache(tmp_path) -> None:
    """Whatever happens to a folder between two runs, the second says what a run without a cache says."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("wanghe-office-affairs-2023", "cangdu-political-legal-2024", "fengping-party-school-2022"):
        shutil.copy(DOCUMENTS / f"{name}.txt", folder)
    first = folder / "wanghe-office-affairs-2023.txt"

    def copied() -> None:
        # Another department with the same tables, which the comparison of all documents must see at once.
        text = first.read_text(encoding="utf-8")
        (folder / "z.txt").write_text(text.replace("望河县", "凤坪县").replace("2023", "2024"), encoding="utf-8")

    def changed() -> None:
        text = (folder / "z.txt").read_text(encoding="utf-8")
        (folder / "z.txt").write_text(text.replace("率", "比例"), encoding="utf-8")

    def renamed() -> None:
        first.rename(folder / "a.txt")

    def deleted() -> None:
        (folder / "a.txt").unlink()

    found = []
    for step in (lambda: None, copied, changed, renamed, deleted):
        step()
        paths = sorted(map(str, folder.iterdir()))
        fresh = local.run(paths, Job(), Machine(1))
        assert local.run(paths, Job(), Machine(1, cache=tmp_path / "cache")) == fresh
        found.append([f.fingerprint for f in fresh.findings if f.family == "reuse"])

    assert len(set(map(tuple, found))) == len(found)
