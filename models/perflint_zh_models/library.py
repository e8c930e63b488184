"""The indicator library and the kinds of project in corpus/, as training data and as data of the installed package.

In a checkout the files are read from corpus/; a wheel carries one compact copy made by `perflint train`.
"""

import csv
import functools
import tomllib
from pathlib import Path

import msgspec

CORPUS = Path(__file__).parents[2] / "corpus"
"""Where a checkout keeps its data; absent in an installed wheel."""

COMMON = "common"
"""The library file of official common indicators, which fit every kind of project."""


class Entry(msgspec.Struct, frozen=True):
    """One indicator of the library."""

    domain: str
    level2: str
    name: str
    description: str
    operator: str
    value: str
    unit: str
    basis: str


class SampleProject(msgspec.Struct, frozen=True):
    """A project as a county might write it, to learn the kind from."""

    name: str
    goal: str = ""
    funds_use: str = ""
    budget_wan: float | None = None


class Domain(msgspec.Struct, frozen=True):
    """One kind of project; `categories` are the 二级指标 that a sound table of this kind can honestly fill.

    `beside` are names of things that its projects may hold next to their main subject: food in a school, fire watch in a forest.
    """

    slug: str
    name: str
    project_words: tuple[str, ...]
    goal_words: tuple[str, ...]
    categories: tuple[str, ...]
    transfer: bool
    serves_public: bool
    beside: tuple[str, ...] = ()
    project: tuple[SampleProject, ...] = ()


def read_domains(folder: Path = CORPUS / "domains") -> tuple[Domain, ...]:
    """All kinds of project, by slug."""
    return tuple(
        msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Domain)
        for path in sorted(folder.glob("*.toml"))
    )


BREADTH = CORPUS / "breadth"
"""Indicators on what is seldom met in each kind, to learn the words of the kinds from; they are not offered to users."""


def read_library(folder: Path = CORPUS / "library") -> tuple[Entry, ...]:
    """All indicators of the library, or of `BREADTH`, by kind and in file order."""
    entries: list[Entry] = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            entries += [Entry(domain=path.stem, **row) for row in csv.DictReader(lines)]
    return tuple(entries)


class Knowledge(msgspec.Struct, frozen=True):
    """What the installed package knows of the library: kinds (without what only training needs) and indicators."""

    domains: tuple[Domain, ...]
    entries: tuple[Entry, ...]


@functools.cache
def knowledge() -> Knowledge:
    """The packaged copy."""
    return msgspec.json.decode((Path(__file__).parent / "library.json").read_bytes(), type=Knowledge)


def pack(target: Path = Path(__file__).parent / "library.json") -> None:
    """Write the packaged copy from corpus/."""
    domains = tuple(msgspec.structs.replace(domain, beside=(), project=()) for domain in read_domains())
    target.write_bytes(msgspec.json.format(msgspec.json.encode(Knowledge(domains, read_library())), indent=0) + b"\n")
