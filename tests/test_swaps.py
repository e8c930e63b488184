"""Rows of other kinds of project are found in sound tables, and sound rows stay silent; `python tests/swaps.py` prints all figures."""

import importlib.util
import sys
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("swaps", Path(__file__).parent / "swaps.py")
swaps = importlib.util.module_from_spec(SPEC)
sys.modules["swaps"] = swaps
SPEC.loader.exec_module(swaps)


@pytest.mark.parametrize("kept", [False, True], ids=["open", "kept"])
def test_foreign_rows_are_found_and_hardly_anything_beside_them(kept) -> None:
    """Nine of ten plainly foreign rows, and at most one of a hundred sound rows around them."""
    rows = [row for row in swaps.foreign_rows() if row.kept is kept]
    some = [case for budget, back in swaps.departments() if back is kept for case in swaps.cases(budget, rows, 6)]
    told = swaps.outcome(some)

    assert len(told.misses) <= 0.1 * told.set_in, told.misses
    assert len(told.alarms) <= 0.01 * told.sound, told.alarms
