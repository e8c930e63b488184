"""Rows written for other kinds of project are set into sound tables, one at a time: how many does mismatched-indicator find, and how often does it speak up beside them?

`python tests/swaps.py` prints the figures that the card of the domain model states; `--misses` and `--alarms` list the cases of the part that
rules may be tuned on. Tables and rows are those of samples/swaps.toml, and sound tables of corpus/sources as further places; "sisters" are
rows of samples/quiet-*.toml set into another table of the same department, of which many could stand in any table.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from perflint_zh.budget import Budget
from perflint_zh.rule import Flaw
from perflint_zh.testing import make_budget
from perflint_zh_rules.relevance.mismatched_indicator import mismatched_indicator

HERE = Path(__file__).parent
SOURCES = HERE.parent / "corpus" / "sources"
FIELDS = ("level2", "name", "description", "value")
ROWS_EACH = 4
"""Foreign rows set into each table of corpus/sources, one at a time, since there are many tables."""

Fields = Mapping[str, Any]


class Foreign(NamedTuple):
    """A row for another kind of project; it is plainly foreign where none of the words in `near` stands."""

    row: Fields
    near: Sequence[str]
    kept: bool


class Case(NamedTuple):
    """A budget with one foreign row, in the project and of the name given."""

    budget: Budget
    project: str
    name: str


class Outcome(NamedTuple):
    """Foreign rows set in, those missed, sound rows of all tables and those of them that were flagged in any case."""

    set_in: int
    misses: tuple[str, ...]
    sound: int
    alarms: tuple[str, ...]


def departments() -> Iterator[tuple[Fields, bool]]:
    """Sound budgets of samples/swaps.toml and whether they are kept back."""
    for entry in _data()["department"]:
        yield {"department": entry["name"], "projects": [_table(table) for table in entry["table"]]}, _kept(entry)


def foreign_rows() -> list[Foreign]:
    """The rows of samples/swaps.toml."""
    return [Foreign(_row(entry["row"]), entry["near"], _kept(entry)) for entry in _data()["row"]]


def sources() -> Iterator[tuple[Fields, bool]]:
    """Budgets of corpus/sources without the projects that reviewers found foreign rows in."""
    for path in sorted(SOURCES.glob("*.toml")):
        source = tomllib.loads(path.read_text(encoding="utf-8"))
        sound = [
            {
                "name": project["name"],
                "goal": project.get("goal") or None,
                "funds_use": project.get("funds_use"),
                "indicators": [dict(zip(FIELDS, row[:4], strict=True)) for row in project["rows"]],
            }
            for project in source["project"]
            if not any("mismatched-indicator" in f"{row[5]} {row[6]}" for row in project["rows"])
        ]
        if sound:
            yield {"department": source["department"], "projects": sound}, source["split"] == "held-out"


def cases(budget: Fields, rows: Sequence[Foreign], each: int) -> Iterator[Case]:
    """The budget with each of so many rows that are plainly foreign to one of its projects."""
    for at, project in enumerate(budget["projects"]):
        said = f"{budget['department']}{project}"
        plain = [row for row in rows if not any(word in said for word in row.near)]
        for one in Random(said).sample(plain, min(each, len(plain))):
            table = list(project["indicators"])
            level2 = one.row["level2"]
            place = next((n for n, row in enumerate(table) if row["level2"] == level2), len(table))
            table[place : place + 1] = [one.row]
            changed = [*budget["projects"]]
            changed[at] = {**project, "indicators": table}
            yield Case(make_budget({**budget, "projects": changed}, 1), project["name"], one.row["name"])


def sisters() -> Iterator[Case]:
    """Rows of one project set into another one of the same department."""
    for path in sorted((HERE / "samples").glob("quiet-*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["document"]:
            projects = [
                {
                    "name": table["name"],
                    "goal": table["goal"],
                    "indicators": [dict(zip(FIELDS, row[:4], strict=True)) for row in table["rows"]],
                }
                for table in entry["table"]
            ]
            rows = [Foreign(row, [row["name"]], False) for project in projects for row in project["indicators"]]
            yield from cases({"department": entry["department"], "projects": projects}, rows, ROWS_EACH)


def outcome(some: Sequence[Case]) -> Outcome:
    """What the rule says about the cases."""
    misses: list[str] = []
    alarms: set[str] = set()
    sound: set[str] = set()
    for case in some:
        own = (case.project, case.name)
        flaws = [flaw for flaw in mismatched_indicator.outcomes(case.budget) if isinstance(flaw, Flaw)]
        found = {(flaw.project.name, flaw.indicator.name) for flaw in flaws if flaw.project and flaw.indicator}
        rows = {(project.name, row.name) for project in case.budget.projects for row in project.indicators}
        where = case.budget.department
        if own not in found:
            misses.append(f"{where}｜{'｜'.join(own)}")
        sound |= {f"{where}｜{'｜'.join(row)}" for row in rows - {own}}
        alarms |= {f"{where}｜{'｜'.join(row)}" for row in found - {own}}
    return Outcome(len(some), tuple(misses), len(sound), tuple(sorted(alarms)))


def figures() -> dict[str, Outcome]:
    """Outcomes for the part that rules may be tuned on and for the part kept back, by where the tables come from."""
    rows = foreign_rows()
    open_rows, kept_rows = ([row for row in rows if row.kept is kept] for kept in (False, True))
    found: dict[str, list[Case]] = {"open": [], "kept": [], "sources": [], "sources kept": []}
    for budget, kept in departments():
        # Only a foreign row that is kept back as well makes a case of the part kept back.
        found["kept" if kept else "open"] += cases(budget, kept_rows if kept else open_rows, len(rows))
    for budget, kept in sources():
        found["sources kept" if kept else "sources"] += cases(budget, kept_rows if kept else open_rows, ROWS_EACH)
    found["sisters"] = [*sisters()]
    return {name: outcome(some) for name, some in found.items()}


def _data() -> Fields:
    return tomllib.loads((HERE / "samples" / "swaps.toml").read_text(encoding="utf-8"))


def _kept(entry: Fields) -> bool:
    return bool(entry.get("kept", False))


def _table(entry: Fields) -> Fields:
    return {"name": entry["name"], "goal": entry["goal"], "indicators": [_row(row) for row in entry["rows"]]}


def _row(texts: Sequence[str]) -> Fields:
    return dict(zip(FIELDS, (f"{texts[0]}指标", *texts[1:]), strict=True))


def main(arguments: Sequence[str]) -> None:
    """Print the figures, and on demand what was missed and what was flagged without cause in the open parts."""
    for name, one in figures().items():
        found = one.set_in - len(one.misses)
        print(
            f"{name}: {found}/{one.set_in} found = {found / one.set_in:.3f}, "
            f"{len(one.alarms)}/{one.sound} sound rows flagged"
        )
        for flag, lines in (("--misses", one.misses), ("--alarms", one.alarms)):
            if flag in arguments and "kept" not in name:
                print("\n".join(f"  {flag[2:]} {line}" for line in lines))


if __name__ == "__main__":
    main(sys.argv[1:])
