"""What fuzzing has found stays mended, and a short run of every target finds nothing new; the long one is `make fuzz`."""

import subprocess
import sys
from pathlib import Path

import pytest
from perflint_zh.document import Content, Paragraph, Place
from perflint_zh.errors import ReadError

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.fuzz.promises import reading_holds  # noqa: E402
from tests.fuzz.targets import TARGETS  # noqa: E402

FOUND = sorted(path for path in (ROOT / "tests" / "fuzz" / "found").glob("*/*"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_mended(path) -> None:
    """Every input that once broke a promise keeps it now."""
    TARGETS[path.parent.name].holds(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_finds_nothing(name, tmp_path) -> None:
    """A thousand inputs that reach ever new branches, the same ones every time."""
    pytest.importorskip("atheris", reason="atheris is there for Linux only")
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", name, "--runs=1000", f"--folder={tmp_path}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert run.returncode == 0, (tmp_path / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-3000:]
    assert f"| {name} | " in run.stdout


def half_pair() -> Content:
    return Content((Paragraph("\ud800", Place(paragraph=1)),))


def crash() -> Content:
    raise KeyError("w:p")


def refuse(reason: str) -> Content:
    raise ReadError(reason)


@pytest.mark.parametrize(
    "read",
    [half_pair, crash, lambda: refuse("not Chinese"), lambda: refuse("文件已损坏\n第二行"), lambda: refuse("长" * 300)],
)
def test_a_broken_promise_is_seen(read) -> None:
    """The targets notice a crash, a text that no output can hold, and a reason that nobody can read."""
    with pytest.raises((AssertionError, KeyError, UnicodeEncodeError)):
        reading_holds(read)
