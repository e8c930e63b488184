"""Six sound tables raise nothing, and each planted defect raises its rule at its place."""

import copy
import tomllib
from pathlib import Path

import pytest
from perflint_zh.check import check_budget, check_corpus, merged
from perflint_zh.rule import Corpus
from perflint_zh.testing import make_budget
from perflint_zh_rules import rules

DATA = tomllib.loads((Path(__file__).parent / "samples" / "sound.toml").read_text(encoding="utf-8"))
FIELDS = ("level2", "name", "description", "value", "basis")


def table_of(entry):
    return {
        "name": entry["name"],
        "budget_wan": entry["budget_wan"],
        "goal": entry["goal"],
        "indicators": [dict(zip(FIELDS, row, strict=True)) for row in entry["rows"]],
    }


def findings_of(tables):
    budget = make_budget({"department": "示例县", "year": 2024, "projects": tables}, 1)
    chosen = [rule for rule in rules() if not rule.preview]
    return merged([check_budget(budget, chosen), check_corpus(Corpus((budget,)), chosen)]).findings


def changed(change):
    tables = [table_of(entry) for entry in copy.deepcopy(DATA["table"])]
    table = tables[change["table"] - 1]
    row = table["indicators"][change["row"] - 1] if change["row"] else None
    match change["field"]:
        case "delete":
            table["indicators"] = [
                r
                for r in table["indicators"]
                if change["to"] not in r["level2"] and not (change["to"] == "效益" and "影响" in r["level2"])
            ]
        case "duplicate":
            table["indicators"].append(dict(row))
        case "row":
            row.update(zip(FIELDS, change["to"], strict=True))
        case field if row is None:
            table[field] = change["to"]
        case field:
            row[field] = change["to"]
    return tables, table["name"], row


def test_sound_tables_raise_no_error_and_no_warning() -> None:
    """Ordinary good tables stay silent."""
    tables = [table_of(entry) for entry in DATA["table"]]

    assert [(f.rule, f.project, f.indicator, f.message) for f in findings_of(tables) if f.severity != "note"] == []


@pytest.mark.parametrize(
    "change", DATA["change"], ids=[f"{n}-{c['rule']}" for n, c in enumerate(DATA["change"], start=1)]
)
def test_a_planted_defect_is_found_at_its_place(change) -> None:
    """The right rule speaks at the changed row or project."""
    tables, project, row = changed(change)
    found = [f for f in findings_of(tables) if f.rule == change["rule"] and f.project == project]
    rows = {f.indicator for f in found} | {related.indicator for f in found for related in f.related}

    assert found
    assert row is None or change["field"] == "delete" or None in {f.indicator for f in found} or row["name"] in rows
