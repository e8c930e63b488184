"""Licences of everything that perflint needs at run time: `python tests/licences.py` prints the table of SECURITY.md."""

import importlib.metadata
import re
from collections import defaultdict

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SHORT = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Names of classifiers as the licences are usually called."""


def needed(name: str = "perflint-zh") -> dict[str, str]:
    """Distribution → licence, for all that the named one requires on this system, itself left out."""
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        distribution = importlib.metadata.distribution(waiting.pop())
        for line in distribution.requires or ():
            requirement = Requirement(line)
            wanted = canonicalize_name(requirement.name)
            if wanted not in found and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
                found[wanted] = licence(importlib.metadata.distribution(wanted))
                waiting.append(wanted)
    return found


def licence(distribution: importlib.metadata.Distribution) -> str:
    """The licence as the distribution states it; its own words before classifiers, classifiers before free text."""
    told = distribution.metadata
    classified = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")
    ]
    named = " / ".join(SHORT.get(one, one) for one in classified)
    return told.get("License-Expression") or named or (told.get("License") or "未写明").partition("\n")[0]


def is_strong_copyleft(licence: str) -> bool:
    """GPL and AGPL in any version; LGPL is another licence."""
    return bool(re.search(r"(?<!L)(?<!Lesser )(?:\bA?GPL|GNU (?:Affero )?General Public)", licence))


def table() -> str:
    """Licence and the distributions under it."""
    under: dict[str, list[str]] = defaultdict(list)
    for name, stated in needed().items():
        under[stated].append(name)
    rows = (f"| {stated} | {' '.join(sorted(names))} |" for stated, names in sorted(under.items()))
    return "\n".join(["| 许可 | 依赖 |", "| --- | --- |", *rows])


if __name__ == "__main__":
    print(table())
