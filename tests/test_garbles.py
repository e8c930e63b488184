"""Slips of a text cost no more memory than a few copies of it, however many there are."""

import tracemalloc

from perflint_zh.check import check_budget
from perflint_zh.testing import make_budget
from perflint_zh_rules import rules

CHARACTERS = 20_000
MOST = 10 * 1024 * 1024
"""Bytes; every slip with its own copy of the text put right would take some 60 MiB."""


def test_a_long_cell_full_of_doubled_words_is_told_once_and_cheaply() -> None:
    row = {"level2": "数量指标", "name": "巡堤里程", "description": "堤" * CHARACTERS, "value": "≥86公里"}
    budget = make_budget({"projects": [{"name": "汛期巡堤", "indicators": [row]}]}, 1)
    garbled = [rule for rule in rules() if rule.slug == "garbled-text"]
    check_budget(budget, garbled)

    tracemalloc.start()
    found = check_budget(budget, garbled).findings
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [finding.indicator for finding in found] == ["巡堤里程"]
    assert peak < MOST
