"""The indicator library and the breadth beside it: their shape, and that rules stay silent on their sound rows."""

from collections import Counter

import pytest
from perflint_zh.budget import Indicator
from perflint_zh.extract.words import level2_of
from perflint_zh.rule import Flaw
from perflint_zh.testing import make_indicator, make_project
from perflint_zh_models.domain.marks import marks_in
from perflint_zh_models.library import BREADTH, COMMON, CORPUS, knowledge, pack, read_domains, read_library
from perflint_zh_rules import rules

ENTRIES = read_library()
BROAD = read_library(BREADTH)
DOMAINS = read_domains()
MARKED = ("乡镇卫生院的住院楼", "到中小学宣讲", "幼儿园、敬老院、看守所")


def test_the_library_is_large_enough() -> None:
    """At least 55 kinds of at least 30 indicators, 1,800 in all, with sample projects."""
    per_kind = Counter(entry.domain for entry in ENTRIES if entry.domain != COMMON)

    assert len(DOMAINS) >= 55
    assert set(per_kind) == {domain.slug for domain in DOMAINS}
    assert min(per_kind.values()) >= 30
    assert sum(per_kind.values()) >= 1800
    assert min(len(domain.project) for domain in DOMAINS) >= 16


def test_every_row_has_a_known_category_and_a_name_of_its_own() -> None:
    """Categories are canonical, no name stands twice in a kind, and the breadth is of the same kinds."""
    entries = (*ENTRIES, *BROAD)

    assert {entry.level2 for entry in entries if level2_of(entry.level2) != entry.level2} == set()
    assert [key for key, count in Counter((e.domain, e.name) for e in entries).items() if count > 1] == []
    assert {entry.domain for entry in BROAD} == {domain.slug for domain in DOMAINS}


def test_the_packaged_copy_is_the_library(tmp_path) -> None:
    """What the wheel carries is what corpus/ says; `make train` renews it."""
    pack(tmp_path / "library.json")

    assert (tmp_path / "library.json").read_bytes() == (
        CORPUS.parent / "models/perflint_zh_models/library.json"
    ).read_bytes()
    assert len(knowledge().entries) == len(ENTRIES)


ROW_BY_ROW = [rule for rule in rules() if rule.part is Indicator or rule.slug in {"unit-conflict", "wrong-direction"}]
"""Rules over single rows, and those that look beyond them only where the goal has the row's figure."""


@pytest.mark.parametrize("rule", ROW_BY_ROW, ids=lambda rule: rule.slug)
def test_rules_over_rows_are_silent_on_sound_rows(rule) -> None:
    """No rule that looks at a single row raises an error or warning on any of the specific rows."""
    said = []
    for entry in (*ENTRIES, *BROAD):
        if entry.domain == COMMON:
            continue
        value = f"{'' if entry.operator == '定性' else entry.operator}{entry.value}{entry.unit}"
        row = {
            "level2": entry.level2,
            "name": entry.name,
            "description": entry.description,
            "value": value,
            "basis": entry.basis,
        }
        part = make_indicator(row, 1) if rule.part is Indicator else make_project({"indicators": [row]}, 1)
        said += [
            (entry.name, value, outcome.message)
            for outcome in rule.outcomes(part)
            if isinstance(outcome, Flaw) and (outcome.severity or rule.severity) != "note"
        ]

    assert said == []


def test_marks_give_away_kinds_that_exist_and_no_audience() -> None:
    """Marks are of kinds of project; in a list, and within a longer word that is none, they say nothing."""
    found = [(text[mark.start : mark.end], mark.kinds) for text in MARKED for mark in marks_in(text)]

    assert {kind for _, kinds in found for kind in kinds} <= {domain.slug for domain in DOMAINS}
    assert found == [("卫生院", frozenset({"health"})), ("住院", frozenset({"health"}))]
