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
from perflint_zh.patterns import expression

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
    longest_head: int
    begins: list[tuple[re.Pattern[str], _Entry]]


_HALF_WIDTH = (
    {0xFEE0 + code: code for code in range(0x21, 0x7F)}
    | dict.fromkeys(map(ord, "\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"), ord(" "))
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), ord("-"))
    | dict.fromkeys(map(ord, "〜∼"), ord("~"))
    | dict.fromkeys(map(ord, "•・∙⋅‧"), ord("·"))
    | dict(zip(map(ord, "≧⩾≽⪰≮≦⩽≼⪯≯﹥﹤﹦═﹪℅"), map(ord, "≥≥≥≥≥≤≤≤≤≤><==%%"), strict=True))
)
_NOT_HALF_WIDTH = expression("[" + "".join(map(chr, _HALF_WIDTH)) + "]")

_MULTIPLIERS = {"万亿": 12, "千万": 7, "百万": 6, "十万": 5, "亿": 8, "万": 4, "千": 3, "百": 2, "十": 1}
"""Powers of ten that may stand between a number and its unit, longer ones first."""

_LONGEST_UNIT = 24
_LONGEST_NAME = 60
"""Texts beyond these lengths are no unit; of longer names only the end is looked at."""

_MOST_DENOMINATORS = 3

_PER = expression(r"[/每]")
_DENOMINATOR_MARKS = expression(r"[/·*×.、每]")
_DENOMINATOR = expression(r"(?:10+)?[万千百]|[^\W\d]{1,8}")
_NOTE = expression(r"\([^()]*\)$")
_BRACKETED_END = expression(r"[(\[【〔]((?:[^()\[\]【】〔〕]|\([^()]*\)){1,24})[)\]】〕]\W*$")
_TO_COME = expression(r"^[≥≤><=]+[*]{0,4}")
"""What a form prints before the unit for the value to come: (≥**人), (≥台)."""
_CAPTION = expression(r"^(?:计量|度量|金额)?单位[:：]?")
_COUNT_WORDS = expression(r"的?(?:总?数量|总数|总量|数)$")
_JOINED = expression(r"以?及|[和与、]")
_CHINESE = expression(r"[一-鿿]+")
_AS_MUCH_AS_SHOULD = expression(r"应(.{1,2})尽\1|应.保尽保")
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
    return {unit: expression(pattern) for unit, pattern in _units().running_text.words.items()}


@functools.cache
def _grammar() -> _Grammar:
    data = msgspec.toml.decode(files("perflint_zh").joinpath("data", "measures.toml").read_bytes(), type=_Measures)
    entries = [
        msgspec.structs.replace(entry, level2=[name for short in entry.level2 for name in data.level2[short]])
        for entry in data.measure
    ]
    return _Grammar(
        patterns=[(expression(f"(?:{pattern})$"), entry) for entry in entries for pattern in entry.patterns],
        heads={head: entry for entry in entries for head in entry.heads},
        longest_head=max(len(head) for entry in entries for head in entry.heads),
        begins=[(expression(pattern), entry) for entry in entries for pattern in entry.begins],
    )


@functools.lru_cache(maxsize=8192)
def half_width(text: str) -> str:
    """Fold full-width and look-alike marks, one character for one, so that positions stay."""
    return text.translate(_HALF_WIDTH) if _NOT_HALF_WIDTH.search(text) else text


@functools.lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Half-width form without any blank."""
    return "".join(half_width(text).split())


def _longest_at(spellings: Container[str], text: str, start: int, *, running: bool = False) -> int | None:
    """End of the longest spelling that stands at `start` and, in running text, does not begin another word."""
    for end in range(min(len(text), start + _longest_spelling()), start, -1):
        if text[start:end] in spellings and not (running and _begins_other_word(text[start:end], text, end)):
            return end
    return None


def unit_at(text: str, start: int = 0, *, running: bool = False) -> tuple[int, int, str] | None:
    """Read the unit that begins at `start` of a half-width text: its end, its power of ten and its canonical form.

    万份 is 份 with the power 4, while 万元 is a unit of its own. In running text a character that begins another word is no unit.
    """
    spellings = _running_spellings() if running else _spellings()
    power = 0
    end = _longest_at(spellings, text, start, running=running)
    if end is None:
        multiplier = next((word for word in _MULTIPLIERS if text.startswith(word, start)), "")
        power = _MULTIPLIERS.get(multiplier, 0)
        start += len(multiplier)
        end = _longest_at(spellings, text, start, running=running) if multiplier else None
    if end is None:
        return None
    printed = text[start:end]
    numerator = spellings[printed]
    denominators: list[str] = []
    marks = "" if "/" in numerator else "/每"
    while end < len(text) and text[end] in marks and len(denominators) < _MOST_DENOMINATORS:
        begin = end + (2 if text.startswith("/每", end) else 1)
        stop = _longest_at(_spellings(), text, begin)
        # 10人每人500元 and 40村每村每月1场 are two figures, 500元每人 is one.
        apiece = text[end] == "每" and stop is not None
        if stop is None or (
            apiece and (text[stop : stop + 1] in _BEGINS_NUMBER or _spellings()[text[begin:stop]] == numerator)
        ):
            break
        denominators.append(_spellings()[text[begin:stop]])
        end = stop
        marks = "/每·*×."
    return end, power, compound_unit(numerator, denominators)


def _begins_other_word(unit: str, text: str, end: int) -> bool:
    """Tell 年级 and 项目 from 年 and 项, and a Latin unit from the beginning of a Latin word."""
    word = _words_after_units().get(unit)
    if word is not None and word.match(text, end):
        return True
    return unit.isascii() and unit.isalpha() and text[end : end + 1].isascii() and text[end : end + 1].isalnum()


def compound_unit(numerator: str, denominators: Iterable[str]) -> str:
    """Put canonical units together as 元/人·月, spans of time last."""
    single = (unit for denominator in denominators for unit in denominator.split("·"))
    ordered = sorted(single, key=lambda unit: _simple_dimensions().get(unit) == "time")
    return f"{numerator}/{'·'.join(ordered)}" if ordered else numerator


@functools.lru_cache(maxsize=4096)
def read_unit(text: str) -> tuple[int, str] | None:
    """Power of ten and canonical form of a text that is a unit as a whole, None when it is not known as one.

    What a known unit is counted per may be any word (元/床日); a note in brackets behind the unit is left out.
    """
    shown = _CAPTION.sub("", squeeze(text[: 2 * _LONGEST_UNIT]))
    if not 0 < len(shown) <= _LONGEST_UNIT:
        return None
    if "/(" in shown:
        shown = shown.replace("/(", "/").removesuffix(")")
    for candidate in (shown, _NOTE.sub("", shown)):
        found = unit_at(candidate)
        if found is not None and found[0] == len(candidate):
            return found[1:]
        numerator, *rest = _PER.split(candidate, maxsplit=1)
        found = unit_at(numerator)
        if rest and found is not None and found[0] == len(numerator):
            denominators = _DENOMINATOR_MARKS.split(rest[0])
            if all(map(_DENOMINATOR.fullmatch, denominators)):
                return found[1], compound_unit(found[2], map(_per_what, denominators))
    return None


def _per_what(word: str) -> str:
    """Canonical unit that something is counted per; 人均 in that place is 人."""
    word = word.rstrip("均") or word
    return _spellings().get(word, word)


def canonical_unit(text: str) -> str | None:
    """Canonical form of a unit (百分比 → %, 元/人*月 → 元/人·月, 万册 → 册), None when it is not known as one."""
    found = read_unit(text)
    return found[1] if found else None


@functools.lru_cache(maxsize=4096)
def unit_dimension(unit: str) -> str | None:
    """Dimension of a unit by the heads of units.toml, besides `unit-cost` (money per something) and `frequency` (something per time)."""
    canonical = canonical_unit(unit)
    if canonical is None:
        return None
    simple = _simple_dimensions()
    if canonical in simple:
        return simple[canonical]
    numerator, _, denominators = canonical.partition("/")
    dimension = simple[numerator]
    if dimension == "money":
        return "unit-cost"
    per_time = simple.get(denominators.rpartition("·")[2]) == "time"
    return "frequency" if per_time and dimension in _units().compatible.countable else dimension


def units_compatible(one: str, other: str) -> bool:
    """Tell whether two units can be of one measure; only sure contradictions (% and 次, 元 and 个, 人 and 辆) say no."""
    first, second = unit_dimension(one), unit_dimension(other)
    if first is None or second is None or first == second:
        return True
    rules = _units().compatible
    if (first, second) in rules.pairs or (second, first) in rules.pairs:
        return True
    counted = rules.countable | rules.any_countable
    return bool(rules.any_countable & {first, second}) and {first, second} <= counted


def unit_to_wan(unit: str) -> float | None:
    """What one of a money unit is in 万元, None for anything else; 万 and 亿 alone are taken as short for 万元 and 亿元."""
    wan = _units().wan
    shown = _CAPTION.sub("", squeeze(unit[: 2 * _LONGEST_UNIT]))
    if shown in wan:
        return wan[shown]
    found = read_unit(shown)
    if found is None or found[1] not in wan:
        return None
    return wan[found[1]] * 10.0 ** found[0]


def is_countable(unit: str) -> bool:
    """Tell whether a unit counts whole things (人, 台, 次), which length, money or time do not."""
    return unit_dimension(unit) in _units().compatible.countable


def is_digits_only(unit: str) -> bool:
    """Tell whether a Chinese numeral before this canonical unit in running text is rather an ordinal or a set phrase (二期, 三个代表)."""
    return unit in _units().running_text.digits_only


def unit_in_name(name: str) -> str | None:
    """Return the unit in brackets at the end of an indicator's name as printed without blanks, None where there is none."""
    bracketed = _BRACKETED_END.search(half_width(name[-_LONGEST_NAME:]))
    if bracketed is None:
        return None
    printed = _CAPTION.sub("", _TO_COME.sub("", "".join(bracketed[1].split())))
    return printed if read_unit(printed) else None


_NUMBERED = expression(r"^[★☆*]*指标\d{1,2}[:.、]?")


@functools.lru_cache(maxsize=1 << 12)
def bare_name(name: str) -> str:
    """Name as its measure is told from: half-width, without blanks, its number in a list (指标1:), a unit or note in brackets and 指标 at its end."""
    shown = _NUMBERED.sub("", squeeze(name[-_LONGEST_NAME:]))
    return _BRACKETED_END.sub("", shown).strip("*★☆:;,.。、-").removesuffix("指标")


def measure_words(name: str) -> frozenset[str] | None:
    """Canonical units that can count the thing that a name ends with (系统数量), None when the thing is not known."""
    things = _COUNT_WORDS.sub("", bare_name(name))
    words: set[str] = set()
    for thing in _JOINED.split(things):
        noun = _longest_end(_units().nouns, thing)
        if noun is None:
            return None
        words |= _units().nouns[noun]
    return frozenset(words)


def _longest_end(known: Container[str], text: str) -> str | None:
    return next((text[start:] for start in range(len(text)) if text[start:] in known), None)


def measure_of(name: str) -> Measure | None:
    """Tell what an indicator measures from the end of its name, None when nothing in measures.toml fits."""
    return _measure_of(bare_name(name))


@functools.lru_cache(maxsize=4096)
def _measure_of(shown: str) -> Measure | None:
    grammar = _grammar()
    for pattern, entry in grammar.patterns:
        if matched := pattern.search(shown):
            return _measure(entry, matched[0])
    head = _longest_end(grammar.heads, shown[-grammar.longest_head :])
    if head is not None:
        return _measure(grammar.heads[head], head)
    return next((_measure(entry, shown) for pattern, entry in grammar.begins if pattern.fullmatch(shown)), None)


def _measure(entry: _Entry, head: str) -> Measure:
    return Measure(
        entry.slug, head, frozenset(entry.level2), entry.kinds, entry.dimensions, entry.direction, entry.ceiling
    )


def is_wording(text: str) -> bool:
    """Tell whether a half-width text without blanks is a qualitative wording that stands for a value (有效保障, 较好, 无)."""
    wording = _units().wording
    if text in wording.values:
        return True
    if _CHINESE.fullmatch(text) is None:
        return False
    if _AS_MUCH_AS_SHOULD.fullmatch(text):
        return True
    return (len(text) <= 10 and text.startswith(wording.begin)) or (len(text) <= 6 and text.endswith(wording.end))
