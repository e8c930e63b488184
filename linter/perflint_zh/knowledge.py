"""What the field knows about units, counted nouns and measures: the tables in data/ and questions to them.

Everything is compared in half-width forms without blanks, so ％ and %, （人） and (人) are one.
"""

import functools
import re
from collections.abc import Container, Iterable
from importlib.resources import files
from typing import Literal

import msgspec

from perflint_zh.budget import ValueKind

Direction = Literal["≥", "≤", "=", "any"]


class Measure(msgspec.Struct, frozen=True):
    """What an indicator measures, told from its name.

    `head` is the wording that decided. `level2` are the canonical 二级指标 it may stand under, `kinds` the forms its value may take,
    `dimensions` those of its unit; each is empty where nothing can be said. `ceiling` is the most it can be (100 for a share).
    """

    slug: str
    head: str
    level2: frozenset[str]
    kinds: frozenset[ValueKind]
    dimensions: frozenset[str]
    direction: Direction
    ceiling: float | None = None


class _Compatible(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    countable: frozenset[str]
    any_countable: frozenset[str]
    pairs: frozenset[tuple[str, str]]


class _RunningText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    never: frozenset[str]
    digits_only: frozenset[str]
    words: dict[str, str]


class _Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    values: frozenset[str]
    begin: tuple[str, ...]
    end: tuple[str, ...]


class _Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    dimensions: dict[str, dict[str, list[str]]]
    wan: dict[str, float]
    compatible: _Compatible
    running_text: _RunningText
    nouns: dict[str, frozenset[str]]
    wording: _Wording


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slug: str
    direction: Direction
    patterns: list[str] = []
    heads: list[str] = []
    begins: list[str] = []
    level2: list[str] = []
    kinds: frozenset[ValueKind] = frozenset()
    dimensions: frozenset[str] = frozenset()
    ceiling: float | None = None


class _Measures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    level2: dict[str, list[str]]
    measure: list[_Entry]


class _Grammar(msgspec.Struct, frozen=True):
    """The measures compiled: each entry stands with the wording that leads to it."""

    patterns: list[tuple[re.Pattern[str], _Entry]]
    heads: dict[str, _Entry]
    begins: list[tuple[re.Pattern[str], _Entry]]


_HALF_WIDTH = (
    {0xFEE0 + code: code for code in range(0x21, 0x7F)}
    | dict.fromkeys(map(ord, "\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"), ord(" "))
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), ord("-"))
    | dict.fromkeys(map(ord, "〜∼"), ord("~"))
    | dict.fromkeys(map(ord, "•・∙⋅‧"), ord("·"))
    | dict(zip(map(ord, "≧⩾≦⩽﹥﹤﹦﹪"), map(ord, "≥≥≤≤><=%"), strict=True))
)
_NOT_HALF_WIDTH = re.compile("[" + "".join(map(chr, _HALF_WIDTH)) + "]")

_MULTIPLIERS = {"万亿": 12, "千万": 7, "百万": 6, "十万": 5, "亿": 8, "万": 4, "千": 3, "百": 2, "十": 1}
"""Powers of ten that may stand between a number and its unit, longer ones first."""

_LONGEST_UNIT = 24
_LONGEST_NAME = 60
"""Texts beyond these lengths are no unit; of longer names only the end is looked at."""

_DENOMINATOR_MARKS = re.compile(r"[/·*×.每]")
_DENOMINATOR = re.compile(r"\w{1,8}")
_NOTE = re.compile(r"\([^()]*\)$")
_BRACKETED_END = re.compile(r"[(\[【〔]((?:[^()\[\]【】〔〕]|\([^()]*\)){1,24})[)\]】〕]\W*$")
_CAPTION = re.compile(r"^(?:计量|度量|金额)?单位[:：]?")
_COUNT_WORDS = re.compile(r"的?(?:总?数量|总数|总量|数)$")
_JOINED = re.compile(r"以?及|[和与、]")
_CHINESE = re.compile(r"[一-鿿]+")
_BEGINS_NUMBER = frozenset("0123456789零一二两三四五六七八九十百千万半不≥≤<>=约至")


@functools.cache
def _units() -> _Units:
    return msgspec.toml.decode(files("perflint_zh").joinpath("data", "units.toml").read_bytes(), type=_Units)


@functools.cache
def _spellings() -> dict[str, str]:
    """Every spelling of a simple unit → its canonical unit."""
    return {
        spelling: canonical
        for units in _units().dimensions.values()
        for canonical, others in units.items()
        for spelling in (canonical, *others)
    }


@functools.cache
def _running_spellings() -> dict[str, str]:
    never = _units().running_text.never
    return {spelling: canonical for spelling, canonical in _spellings().items() if not {spelling, canonical} & never}


@functools.cache
def _longest_spelling() -> int:
    return max(map(len, _spellings()))


@functools.cache
def _simple_dimensions() -> dict[str, str]:
    return {canonical: dimension for dimension, units in _units().dimensions.items() for canonical in units}


@functools.cache
def _words_after_units() -> dict[str, re.Pattern[str]]:
    return {unit: re.compile(pattern) for unit, pattern in _units().running_text.words.items()}


@functools.cache
def _grammar() -> _Grammar:
    data = msgspec.toml.decode(files("perflint_zh").joinpath("data", "measures.toml").read_bytes(), type=_Measures)
    entries = [
        msgspec.structs.replace(entry, level2=[name for short in entry.level2 for name in data.level2[short]]) for entry in data.measure
    ]
    return _Grammar(
        patterns=[(re.compile(f"(?:{pattern})$"), entry) for entry in entries for pattern in entry.patterns],
        heads={head: entry for entry in entries for head in entry.heads},
        begins=[(re.compile(pattern), entry) for entry in entries for pattern in entry.begins],
    )


def half_width(text: str) -> str:
    """Fold full-width and look-alike marks, one character for one, so that positions stay."""
    return text.translate(_HALF_WIDTH) if _NOT_HALF_WIDTH.search(text) else text


def squeeze(text: str) -> str:
    """Half-width form without any blank."""
    return "".join(half_width(text).split())


def _longest_at(spellings: Container[str], text: str, start: int) -> int | None:
    """End of the longest spelling that stands at `start`."""
    for end in range(min(len(text), start + _longest_spelling()), start, -1):
        if text[start:end] in spellings:
            return end
    return None


def unit_at(text: str, start: int = 0, *, running: bool = False) -> tuple[int, int, str] | None:
    """Read the unit that begins at `start` of a half-width text: its end, its power of ten and its canonical form.

    万份 is 份 with the power 4, while 万元 is a unit of its own. In running text a character that begins another word is no unit.
    """
    spellings = _running_spellings() if running else _spellings()
    power = 0
    end = _longest_at(spellings, text, start)
    if end is None:
        multiplier = next((word for word in _MULTIPLIERS if text.startswith(word, start)), "")
        power = _MULTIPLIERS.get(multiplier, 0)
        start += len(multiplier)
        end = _longest_at(spellings, text, start) if multiplier else None
    if end is None:
        return None
    printed = text[start:end]
    if running and _begins_other_word(printed, text, end):
        return None
    denominators: list[str] = []
    mark_expected = "/每"
    while end < len(text) and text[end] in mark_expected:
        begin = end + (2 if text.startswith(("/每", "/("), end) else 1)
        stop = _longest_at(spellings, text, begin)
        if stop is None or (text[end] == "每" and text[stop : stop + 1] in _BEGINS_NUMBER):
            break
        denominators.append(spellings[text[begin:stop]])
        end = stop + (text.startswith("/(", end) and text.startswith(")", stop))
        mark_expected = "/每·*×.)"
    return end, power, _compound(spellings[printed], denominators)
