"""The vocabulary of goal tables: column heads, labels and level names, read from data/table.toml."""

import functools
import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any

from perflint_zh.patterns import expression

BRACKETS = expression(r"[(\[〔【][^)\]〕】]*[)\]〕】]")


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("perflint_zh.data").joinpath("table.toml").read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Compatibility forms unified and all white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@functools.lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A head or label as compared: folded, without brackets, colons and marks at its ends."""
    return (
        BRACKETS.sub("", fold(text))
        .strip(":*、,.·;-—(")
        .replace(":", "")
        .replace("、", "")
        .replace("(", "")
        .replace(")", "")
    )


@functools.cache
def column_candidates() -> dict[str, tuple[tuple[str, int], ...]]:
    """Bare head → the canonical columns it may mean, each with its rank (0 is the best word for that column)."""
    found: dict[str, list[tuple[str, int]]] = {}
    for column, words in _data()["columns"].items():
        for rank, word in enumerate(words):
            found.setdefault(word, []).append((column, rank))
    return {word: tuple(candidates) for word, candidates in found.items()}


@functools.cache
def _patterns(section: str) -> dict[str, re.Pattern[str]]:
    """Column or field → the form of heads and labels that are not listed one by one."""
    return {key: expression(pattern) for key, pattern in _data()[section].items()}


def _by_form(section: str, text: str) -> str | None:
    """The key of the first form that a text has; most texts have none, which one expression for all of them tells."""
    if not _any_form(section).fullmatch(text):
        return None
    return next(key for key, form in _patterns(section).items() if form.fullmatch(text))


@functools.cache
def _any_form(section: str) -> re.Pattern[str]:
    return expression("|".join(f"(?:{form.pattern})" for form in _patterns(section).values()))


LONGEST_LABEL = 24
"""No head or label of a form is longer: what is need not be compared with the forms."""

LONGEST_PRINTED = 80
"""Nor is one with what stands in brackets behind it, or the name of a level."""


def column_by_form(head: str) -> str | None:
    """The column that a bare head means by its form, None when it has none."""
    return _by_form("column_patterns", head) if len(head) <= LONGEST_LABEL else None


@functools.cache
def labels() -> dict[str, tuple[str, int]]:
    """Bare label → (field, rank); the field "other" is a label whose value is not kept."""
    found = {word: ("owner", 0) for words in owners().values() for word in words}
    return found | {
        word: (field, rank) for field, words in _data()["labels"].items() for rank, word in enumerate(words)
    }


@functools.cache
def owners() -> dict[str, frozenset[str]]:
    """Bare labels of an office by what it has to do with the form: its own, the one above, the one that carries the project out."""
    return {rank: frozenset(words) for rank, words in _data()["owners"].items()}


WHOSE = expression(r"^(?:项目|专项)(?:资金)?")
"""What a label may begin with (专项年度绩效目标)."""

OF_YEAR = expression(r"^20(\d{2})(?:年(?!度))?")
"""The year that a label may begin with (2024年金额, 2024年度预算)."""

WITH_CODE = expression(r"[及和与]其?(?:部门|单位|预算)?[代编]码$")
"""What the label of an office may end with."""

BY_FORM = 100
"""Rank of a head or label that only its form tells: any listed one is better."""


@functools.lru_cache(maxsize=8192)
def label_of(text: str) -> tuple[str, int] | None:
    """Field and rank of a label cell, None when the text is no label."""
    if len(text) > LONGEST_PRINTED:
        return None
    word = bare(text)
    year = OF_YEAR.match(word)
    if year is not None:
        label = label_of(word[year.end() :])
        # The year itself says more than any other word; of several the last one counts.
        return (label[0], -int(year[1])) if label is not None else None
    known = labels().get(WITH_CODE.sub("", word)) or labels().get(WHOSE.sub("", word))
    if known is not None:
        return known
    field = _by_form("label_patterns", word) if len(word) <= LONGEST_LABEL else None
    return (field, BY_FORM) if field is not None else None


def owner_of(text: str) -> str | None:
    """What an office whose label this is has to do with the form, None when it is no such label."""
    word = WITH_CODE.sub("", bare(text))
    return next((rank for rank, words in owners().items() if word in words), None)


@functools.cache
def bases() -> frozenset[str]:
    """What a column of bases holds."""
    return frozenset(_data()["content"]["basis"])


@functools.cache
def functional_categories() -> frozenset[str]:
    """Names of functional expenditure categories, which are no projects."""
    return frozenset(_data()["functional_categories"]["names"])


@functools.cache
def level_names() -> frozenset[str]:
    """Canonical names of both levels."""
    return frozenset({*_data()["levels"], *_data()["level1"]})


@functools.lru_cache(maxsize=2048)
def level2_of(text: str) -> str | None:
    """Canonical 二级指标 of a cell (环境效益指标 → 生态效益指标), None when the cell is no level name."""
    if len(text) > LONGEST_PRINTED:
        return None
    word = _stem(text).removeprefix("产出")
    if not word or len(word) > 14:
        return None
    for level, entry in _data()["levels"].items():
        if word in entry["words"]:
            return str(level)
    # 社会公众或服务对象满意度、服务对象满意度、受益群众满意度 …: only a level name when the cell says 指标
    return "服务对象满意度指标" if _is_satisfaction(text) else None


BEFORE = expression(
    r"^(?:\d{1,2}[.、]?|[一二三四五六七八九十]{1,2}、)|^(?:产出|效益|效果|满意度|成本)(?:指标)?[-—/](?=.)"
)
ADDED = expression(r"(?:(?:绩效)?指标|目标|值)?等?$")


def _stem(text: str) -> str:
    """A level name without its number and the 一级 before it (1.产出指标, 产出-数量指标) and what may be added (数量指标等, 数量值)."""
    return ADDED.sub("", bare(BEFORE.sub("", fold(text))))


def _is_satisfaction(text: str) -> bool:
    word = bare(text).removesuffix("等")
    return "满意" in word and word.endswith("指标") and len(word) <= 16


@functools.lru_cache(maxsize=2048)
def level1_of(text: str) -> str | None:
    """Canonical 一级指标 of a cell (`产出指标（50分）` → 产出指标), None when the cell is no level name."""
    if len(text) > LONGEST_PRINTED:
        return None
    word = _stem(text).removesuffix("类")
    for level, words in _data()["level1"].items():
        if word in words:
            return str(level)
    return "满意度指标" if _is_satisfaction(text) else None


def parent_of(level2: str) -> str:
    """The 一级指标 that a canonical 二级指标 belongs to under the old system."""
    return str(_data()["levels"][level2]["level1"])
