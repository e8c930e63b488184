"""Goal tables without a defect, and copies of them with one defect each, read from tests/samples/*.toml.

A document has tables; each of their `changes` names the rule to be raised, the row (0 is the project), the field and its new text. Besides the
fields of a row or project, a field may be `row` (all five cells), `delete` (the rows of a category), `duplicate` (the row once more),
`weights` (one for each row) or `values` (several rows at once). The document's own `changes` set its fields, copy one table's rows over
another's, or spread one row over several tables.
"""

import copy
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from perflint_zh.check import Finding, check_budget, check_corpus, merged
from perflint_zh.rule import Corpus
from perflint_zh.testing import make_budget
from perflint_zh_rules import rules

MENDED = ("sound.toml", "county-mended.toml", "county-second.toml", "county-fourth.toml", "county-seventh.toml")
"""Files whose misses and alarms the authors of the rules have seen; the others are only measured (run this module with their names)."""

QUIET = tuple(f"quiet-{letter}.toml" for letter in "abcdefgijklnqrtuvwx")
"""Files of sound tables alone, each of thirty or forty and by another hand, that none of the rules may find fault with."""

SAMPLES = Path(__file__).parent / "samples"
FIELDS = ("level2", "name", "description", "value", "basis")
Document = dict[str, Any]


class Copy(NamedTuple):
    """A document with one defect: the rule that should speak, and at which projects and row."""

    rule: str
    document: Document
    projects: tuple[str | None, ...]
    row: str | None


def documents(file: str) -> list[Document]:
    """The sound documents of one sample file."""
    data = tomllib.loads((SAMPLES / file).read_text(encoding="utf-8"))
    return [_document(entry) for entry in data["document"]]


def copies(file: str) -> Iterator[Copy]:
    """Every one-defect copy of one sample file."""
    data = tomllib.loads((SAMPLES / file).read_text(encoding="utf-8"))
    for entry in data["document"]:
        for number, table in enumerate(entry["table"]):
            for rule, row, field, text in table.get("changes", ()):
                yield _changed_table(_document(entry), number, rule, row, field, text)
        for change in entry.get("changes", ()):
            yield _changed_document(_document(entry), change)


def findings(document: Document) -> list[Finding]:
    """What the default rules say of the document, alone and as a corpus."""
    budget = make_budget(document, 1)
    chosen = [rule for rule in rules() if not rule.preview]
    return list(merged([check_budget(budget, chosen), check_corpus(Corpus((budget,)), chosen)]).findings)


def is_found(sample: Copy, sound: list[Finding]) -> bool:
    """Whether the rule speaks at the changed place, which it did not before the change."""
    known = {(f.rule, f.project, f.indicator, f.message) for f in sound}
    for found in findings(sample.document):
        if found.rule != sample.rule or (found.rule, found.project, found.indicator, found.message) in known:
            continue
        projects = {found.project, *(related.project for related in found.related)}
        rows = {found.indicator, *(related.indicator for related in found.related)}
        if projects & set(sample.projects) and (sample.row is None or rows & {sample.row, None}):
            return True
    return False


def _document(entry: Mapping[str, Any]) -> Document:
    document = {key: copy.deepcopy(value) for key, value in entry.items() if key not in {"table", "changes"}}
    document["projects"] = [_table(table) for table in entry["table"]]
    return document


def _table(entry: Mapping[str, Any]) -> dict[str, Any]:
    table = {key: value for key, value in entry.items() if key not in {"rows", "changes", "weights"}}
    table["indicators"] = [dict(zip(FIELDS, row, strict=True)) for row in entry["rows"]]
    if "weights" in entry:
        _weigh(table, entry["weights"])
    return table


def _weigh(table: dict[str, Any], weights: list[str]) -> None:
    for row, weight in zip(table["indicators"], weights, strict=True):
        row["weight"] = weight


def _changed_table(document: Document, number: int, rule: str, row_number: int, field: str, text: Any) -> Copy:
    table = document["projects"][number]
    rows = table["indicators"]
    row = rows[row_number - 1] if row_number else None
    match field:
        case "delete":
            gone = ("效益", "影响") if text == "效益" else (text,)
            table["indicators"] = [r for r in rows if not any(word in r["level2"] for word in gone)]
            row = None
        case "duplicate":
            rows.append(dict(row))
        case "row":
            row.update(zip(FIELDS, text, strict=True))
        case "weights":
            _weigh(table, text)
        case "spending_plan":
            table.update(spending_plan=text, spending_plan_unit="%")
        case "values":
            for place, new in text.items():
                target = rows[int(place.partition(".")[0]) - 1]
                target.update(zip(FIELDS, new, strict=True) if place.endswith(".row") else {"value": new})
        case _ if row is None:
            table[field] = text
        case _:
            row[field] = text
    return Copy(rule, document, (table["name"],), row["name"] if row else None)


def _changed_document(document: Document, change: Mapping[str, Any]) -> Copy:
    tables = {table["name"]: table for table in document["projects"]}
    projects: tuple[str | None, ...] = (None, *tables)
    match change:
        case {"set": fields}:
            document.update(fields)
        case {"copy": {"from": source, "to": target, "replace": words}}:
            text = json.dumps(tables[source]["indicators"], ensure_ascii=False)
            for old, new in words.items():
                text = text.replace(old, new)
            tables[target]["indicators"] = json.loads(text)
            projects = (target,)
        case {"spread": {"row": row, "tables": names}}:
            for name in names:
                tables[name]["indicators"].append(dict(zip(FIELDS, row, strict=True)))
            projects = tuple(names)
    return Copy(change["rule"], document, projects, None)


ALMOST_ALL = 0.95
"""Share of planted defects that must be found (issue: at least 95 %)."""


@pytest.mark.parametrize("file", [*MENDED, *QUIET])
def test_sound_tables_raise_no_error_and_no_warning(file) -> None:
    """Ordinary good tables stay silent."""
    found = [f for document in documents(file) for f in findings(document)]
    loud = [f for f in found if f.severity != "note"]

    assert [(f.rule, f.project, f.indicator, f.message) for f in loud] == []


@pytest.mark.parametrize("file", MENDED)
def test_planted_defects_are_found_at_their_place(file) -> None:
    """The right rule speaks at the changed row, project or document."""
    sound = {document["department"]: findings(document) for document in documents(file)}
    samples = list(copies(file))
    missed = [
        (sample.rule, sample.projects, sample.row)
        for sample in samples
        if not is_found(sample, sound[sample.document["department"]])
    ]

    assert len(missed) <= (1 - ALMOST_ALL) * len(samples), missed


def measure(file: str) -> None:
    """Print alarms on the sound tables and how many planted defects of each rule are found."""
    sound = {document["department"]: findings(document) for document in documents(file)}
    alarms = [f for found in sound.values() for f in found if f.severity != "note"]
    print(f"{file}: {sum(len(d['projects']) for d in documents(file))} sound tables, {len(alarms)} errors and warnings")
    planted, found = Counter[str](), Counter[str]()
    for sample in copies(file):
        planted[sample.rule] += 1
        found[sample.rule] += is_found(sample, sound[sample.document["department"]])
    for slug, count in sorted(planted.items()):
        print(f"{slug:28}{found[slug]}/{count}")
    if planted:
        print(f"{'all':28}{found.total()}/{planted.total()} = {found.total() / planted.total():.3f}")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        measure(argument)
