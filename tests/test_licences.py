"""Nothing that perflint needs is under the GPL or AGPL, and SECURITY.md names every dependency with its licence."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from licences import is_strong_copyleft, needed

SECURITY = (Path(__file__).parents[1] / "SECURITY.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", needed())
def test_licence_of_a_dependency(name) -> None:
    """It is stated, is no GPL, and stands in SECURITY.md beside the name."""
    licence = needed()[name]

    assert licence != "未写明"
    assert not is_strong_copyleft(licence)
    assert any(line.startswith(f"| {licence} |") and f" {name} " in line for line in SECURITY.splitlines()), licence


@pytest.mark.parametrize(
    ("licence", "strong"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("GNU Affero General Public License v3", True),
        ("MIT AND GPL-2.0-only", True),
        ("LGPL-2.1", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("Apache-2.0 OR BSD-2-Clause", False),
    ],
)
def test_copyleft_is_recognised(licence, strong) -> None:
    """By its short name and by its full one."""
    assert is_strong_copyleft(licence) is strong
