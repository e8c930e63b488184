"""The vocabulary of goal tables: column heads, labels and level names, read from data/table.toml."""

import functools
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any

from perflint_zh.patterns import expression

BRACKETS = expression(r"[(\[〔【][^)\]〕】]*[)\]〕】]")
BLANKS = expression(r"\s+")


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("perflint_zh.data").joinpath("table.toml").read_text(encoding="utf-8"))


def fold(text: str) -> str:
    """Compatibility forms unified and all white space removed."""
    return BLANKS.sub("", unicodedata.normalize("NFKC", text))


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
def labels() -> dict[str, tuple[str, int]]:
    """Bare label → (field, rank); the field "other" is a label whose value is not kept."""
    return {word: (field, rank) for field, words in _data()["labels"].items() for rank, word in enumerate(words)}


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
    word = bare(text).removesuffix("绩效指标").removesuffix("指标").removesuffix("目标")
    if not word or len(word) > 14:
        return None
    for level, entry in _data()["levels"].items():
        if word in entry["words"]:
            return str(level)
    # 社会公众或服务对象满意度、服务对象满意度、受益群众满意度 …: only a level name when the cell says 指标
    if "满意" in word and bare(text).endswith("指标"):
        return "服务对象满意度指标"
    return None


@functools.lru_cache(maxsize=2048)
def level1_of(text: str) -> str | None:
    """Canonical 一级指标 of a cell (`产出指标（50分）` → 产出指标), None when the cell is no level name."""
    word = bare(text).removesuffix("绩效指标").removesuffix("指标").removesuffix("目标").removesuffix("类")
    for level, words in _data()["level1"].items():
        if word in words:
            return str(level)
    return None


def parent_of(level2: str) -> str:
    """The 一级指标 that a canonical 二级指标 belongs to under the old system."""
    return str(_data()["levels"][level2]["level1"])
