"""The grammar of indicator values: text to `Quantity`, quantities in running text, amounts of money.

One reader of figures serves all: a value is a figure from end to end, running text is searched for figures. Whatever is no
figure is a date, a qualitative wording or plain text; nothing raises. Patterns are bounded, so time grows with length alone.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

import msgspec

from perflint_zh.budget import Operator, Quantity, ValueKind
from perflint_zh.knowledge import (
    canonical_unit,
    compound_unit,
    half_width,
    is_countable,
    is_digits_only,
    is_wording,
    read_unit,
    unit_at,
    unit_dimension,
    unit_to_wan,
)
from perflint_zh.patterns import expression

LONGEST_VALUE = 60
"""A longer text is an explanation, not a value."""

CONTEXT = 12
"""How many characters before and after a mention are kept."""


class Mention(msgspec.Struct, frozen=True):
    """A quantity in running text: `text[start:end]` with its operator words, and the words beside it in the same clause."""

    start: int
    end: int
    quantity: Quantity
    before: str
    after: str


class _Figure(NamedTuple):
    """A figure as read; `number` and `upper` are decimal literals still to be multiplied by ten to the `power`."""

    end: int
    operator: Operator | None
    number: str
    upper: str | None
    power: int
    unit: str | None
    printed: str
    chinese: bool


_LESS = ("小于", "低于", "少于", "短于")
_MORE = ("大于", "高于", "多于")
"""Comparisons that are also written with an equal sign or its word, before or behind."""

_NOT = ("不", "不得", "不能", "不可", "不应", "不宜", "不准", "不许")


def _or_equal(words: Iterable[str]) -> list[str]:
    """大于等于, 大于或等于, 等于或大于 … of each word."""
    return [
        form.format(word)
        for word in words
        for form in ("{}等于", "{}或等于", "{}或者等于", "{}=", "等于{}", "等于或{}", "等于或者{}")
    ]


def _negated(words: Iterable[str]) -> list[str]:
    """不低于, 不得低于, 不能低于 … of each word."""
    return [f"{negation}{word}" for negation in _NOT for word in words]


_WORDS_BEFORE: dict[Operator | None, list[str]] = {
    "≥": [
        *"≥ >= => ≥= 至少 最少 最低 超过 达到 达 实现 不下于".split(),
        *_or_equal(_MORE),
        *_negated((*_LESS, "早于")),
    ],
    ">": ["超出", ">", *_MORE],
    "=": ["=", "==", "等于"],
    "<": ["<", *_LESS, "不足", "不到"],
    "≤": [
        *"≤ <= =< ≤= 不超 不得超 至多 最多 最高 控制在 控制于".split(),
        *_or_equal(_LESS),
        *_negated((*_MORE, "超过", "超出", "突破", "长于", "晚于", "迟于")),
    ],
    "±": "± +- +/- 约 大约 大概 近 将近 接近".split(),
    None: "保持在 维持在 保持 稳定在".split(),
}
_BEFORE: dict[str, Operator | None] = {word: operator for operator, words in _WORDS_BEFORE.items() for word in words}
_MISREAD: dict[str, Operator | None] = {"》=": "≥", "》": "≥", "《=": "≤", "《": "≤", "%=": "≥", "%≥": "≥", "二": "="}
"""What character recognition makes of an operator; only believed where the text is a value from end to end."""

_ENTITIES: dict[str, Operator | None] = {"&gt;=": "≥", "&gt;": ">", "&ge;": "≥", "&lt;=": "≤", "&lt;": "<", "&le;": "≤"}
"""What a web page may leave of an operator."""

_ALONE: dict[str, Operator | None] = {"超": ">", "为": None}
"""Words that open a figure only where it is the whole value; in running text they are parts of other words."""

_IN_VALUES = _MISREAD | _ENTITIES | _ALONE
_OPERATORS = _BEFORE | _IN_VALUES

_YIELDING = frozenset({"达到", "达", "实现", "控制在", "控制于", "保持在", "维持在", "保持", "稳定在"})
"""Words before a number that an operator behind it overrules (控制在90%以上)."""

_COMPARISONS = {
    word: operator for word, operator in _OPERATORS.items() if operator not in {None, "±"} and word not in _YIELDING
}
"""Operators that may stand in a column of their own."""

_BEFORE_VALUES = tuple(word for word in _COMPARISONS if word not in _IN_VALUES)

_AFTER: dict[str, Operator] = {
    "以上": "≥",
    "之上": "≥",
    "以下": "≤",
    "之下": "≤",
    "以内": "≤",
    "之内": "≤",
    "内": "≤",
    "左右": "±",
    "上下": "±",
}
_AVERAGES = {"人均": "人", "户均": "户", "亩均": "亩", "次均": "次", "年均": "年", "月均": "月", "日均": "天"}
_KINDS: dict[str, ValueKind] = {
    "percent": "rate",
    "permille": "rate",
    "money": "money",
    "unit-cost": "unit-cost",
    "time": "duration",
    "frequency": "frequency",
    "grade": "grade",
    "score": "index",
    "pollution": "index",
    "multiple": "index",
    "temperature": "index",
    "sound": "index",
}
"""Dimension of the unit → kind of value; a number with any other unit is a count."""

_DIGITS = {
    character: value
    for value, characters in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for character in characters
}
_TENS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BEFORE_IN_TEXT = expression(_one_of(_BEFORE))
_BEFORE_VALUE = expression(f"二(?=[0-9])|{_one_of(_OPERATORS.keys() - {'二'})}")
_BEHIND = expression(rf"(?:及|或)?(?:\(含\)|含)?({_one_of(_AFTER)})(?:\(含[^()]{{0,6}}\))?")
_BEHIND_AT_END = expression(f"{_BEHIND.pattern}$")
_UNTIL = frozenset({"之前", "以前", "前", "之内", "以内", "内", "为止", "截止", "止"})
_INSIDE = expression(r"[设部容外科环置]")
"""After 内 it begins a word (3个内设机构)."""

_WRAPPED = expression(r"[(\[【“\"]([^()\[\]【】“”\"]{1,60})[)\]】”\"]")
"""A value in brackets or quotation marks."""

_NUMBER = expression(r"([-+]?)([0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])|[0-9]{1,28})(\.[0-9]{1,10})?(?![0-9])")
_NUMERAL = expression(
    r"[零〇一二两三四五六七八九十百千万亿]{1,16}(?:点[零〇一二三四五六七八九]{1,6})?|半(?=[年天月日]|小时|个月)"
)
_SHARE = expression(r"百分之|千分之|[%‰](?=[0-9])")
_TENTHS = expression(r"成([一二三四五六七八九])?(?![为功立果效本员熟品交长就分绩年人])")
_SCALE = expression(r"(万亿|[百千]万|[万亿千百十])?([余多])?")
_RANGE_MARK = expression(r"[-~至到±]")
_ONCE_A = expression(r"[一1](?:年|个月)(?=[0-9一两二三四五六七八九十]{1,4}次)")
_MOST_IN_A_ROW = 3
"""Operators, and units after 每, that may follow each other (每人每月, 控制在≤); more are typing residue."""

_TOO_BIG = 1e28
"""Beyond this a number is typing residue."""

_UNKNOWN_UNIT = expression(r"(?![零〇一二两三四五六七八九十百千万亿余多至到成]|[A-E]级?$)[^\W\d_每]{1,8}")
_NOTHING = expression(
    r"事故|投诉|差错|失误|伤亡|死亡|泄密|违规|违纪|故障|上访|感染|缺陷|返工|拖欠|舆情|纠纷|案件|发生|增长"
)
"""What 零 stands before where it is a number (零事故)."""

_SHORT_CHINESE = expression(r"[一-鿿]{1,4}")
_LABEL = expression(r"[一-鿿]{1,12}")
_CHANGE = expression(r"(?:提高|提升|增长|增加|上升|下降|降低|减少|压减)$")
_RANK = expression(
    r"[Ⅰ-Ⅵ](?:类|级|等)?|[IV]{1,3}(?:类|级|等)|[A-E]{1,4}[级类档]?|[0-9一二三四五][A-E]级?|[甲乙丙丁][级等类]?|[一二三]级[甲乙丙]等"
)
_MAYBE_RANK = expression(r"[A-EIVⅠ-Ⅵ甲乙丙丁]")

_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY_NUMBER = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR_NUMBER = r"(?:19|20)[0-9]{2}"
_DATE_PART = "|".join(
    [
        rf"{_YEAR_NUMBER}[-./](?:1[0-2]|0?[1-9])[-./](?:3[01]|[12][0-9]|0?[1-9])(?![0-9])",
        rf"{_YEAR_NUMBER}[-/](?:1[0-2]|0?[1-9])(?![0-9])",
        rf"{_YEAR_NUMBER}\.(?:1[0-2]|0[1-9])[-~至](?:{_YEAR_NUMBER}\.)?(?:1[0-2]|0[1-9])(?![0-9])",
        rf"{_YEAR_NUMBER}[-~至]{_YEAR_NUMBER}年度?",
        rf"{_YEAR_NUMBER}年度?",
        rf"{_MONTH_NUMBER}月?[-~至到]{_MONTH_NUMBER}月份?",
        rf"{_MONTH_NUMBER}月份?",
        rf"{_DAY_NUMBER}[日号]?[-~至到]{_DAY_NUMBER}[日号]",
        rf"{_DAY_NUMBER}[日号]",
        r"[012]?[0-9][时点](?:[0-5]?[0-9]分)?",
        r"第?[一二三四1-4]季度",
        r"[上下]半[年月]",
        r"(?:每个?|[本当次下上全首末按逐])(?:年度?|季度?|月度?|周|天|日|旬|学期|学年)",
        r"(?:年度?|季度?|月度?|学期|学年)(?=[底末初内中])",
        r"[底末初](?!级)|[上中下]旬",
        r"(?:周|星期)[一二三四五六日天末]",
        r"(?:春节|元旦|国庆节?|中秋节?|清明节?|劳动节|汛期|供暖[季期]|采暖[季期]|冬季|夏季|开学|入冬|入汛)(?=[前之以])",
    ]
)
_DATE = expression(
    rf"(?P<parts>(?![-~至到])(?:[-~至到]{{0,2}}(?:{_DATE_PART})){{1,8}}+)"
    r"(?P<bound>之前|以前|前|之内|以内|内|为止|截止|止|之后|以后|后|起)?"
)
_BEFORE_DATE = expression(r"(?:于|在|预计|计划|力争|确保|争取|自|从)?(截止到|截止|截至|最迟)?")
_AFTER_DATE = expression(
    r"(?:(?<=[前内止底末])[一-鿿]{1,10}|(?:全部)?(?:完成|完工|竣工|交付|上线|启动|开工|发放|结束|举办|召开|投入使用))?"
)
_MAYBE_DATE = expression(r"[年月日号季周旬前底末初期天]|[0-9][-./]")
_RELATIVE_DATE = expression(
    r"[一-鿿]{1,10}?(?:前[0-9]{1,3}(?:日|天|个?工作日|小时|个月|周)(?:之?前|以前)?|[0-9]{1,3}(?:日|天|个?工作日|小时|个月|周)(?:之前|以前|前))"
)
"""A deadline told from an event (开幕前1日, 到期7日前)."""

_BARE_DAY = expression(rf"(?:{_DAY_NUMBER}[-~至到])?{_DAY_NUMBER}[日号]|[012]?[0-9][时点]")
_BARE_MONTH = expression(rf"{_MONTH_NUMBER}月")
_BARE_YEARS = expression(rf"(?:{_YEAR_NUMBER}年?度?[-~至到]?)+")
_POINT_IN_TIME = expression(r"[0-9一二三四五六七八九十](?:[月日号]|季度)|[底末前]|[0-9][-./][0-9]")

_CANDIDATE = expression(
    "[0-9"
    + "".join(sorted({*_DIGITS, *_TENS, *"每半年月季次当本上下‰%", *(word[0] for word in _BEFORE | _AVERAGES)}))
    + "]"
)
_JOINED_BEFORE = expression(r"(?:[0-9A-Za-z.第*×/〔\[]|[0-9A-Za-z]-)$")
_BEFORE_NUMERAL = frozenset("0123456789第") | frozenset(_DIGITS) | frozenset(_TENS)
_CLAUSE_END = expression(r"[。；;！!？?，,\n\t]")
_ORDINAL = expression(r"[0-9]{1,2}\.(?=[0-9])")
_SENTENCE_END = frozenset({"", "。", ";", ":", "\n", "\t"})
_MONEY_WORDS = expression(r"(?:费|金|额|款|投资|预算|补助|补贴|投入|安排|共计|合计)(?:为|共|计|约|达)?$")

_AMOUNT = expression(
    r"(?:人民币|预算|共计|合计|总计|约|共|计|[¥￥:])*(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,10})?)([^0-9.,]{0,12})"
)
_MONEY_END = expression(r"[()整]|左右$")
_DECLARED_MONEY = expression(r"(?:[百千]?万|亿|[百千])?元")


def comparison(text: str) -> Operator | None:
    """Sign of an operator that stands alone (大于等于 → ≥), None when the text is none."""
    return _COMPARISONS.get(_shown(text))


def begins_with_comparison(text: str) -> bool:
    """Whether a value brings its operator along."""
    return _shown(text).startswith(_BEFORE_VALUES)


def is_figure(text: str) -> bool:
    """Whether a text is a number, an amount or a date from end to end, and no wording or grade."""
    quantity = parse_value(text)
    return quantity is not None and quantity.kind not in {"text", "grade"}


def parse_value(text: str, unit: str = "") -> Quantity | None:
    """Parse an indicator value; `unit` is that of a column of its own. None only for an empty text.

    Dates, wordings and plain text are kept in `raw_unit`, as platforms themselves store qualitative values in the unit field.
    """
    shown = _shown(text)
    if not shown:
        return None
    quantity = _parse(shown)
    if unit and quantity.kind == "index":
        return _with_unit(shown, quantity, _shown(unit))
    return quantity


def _shown(text: str) -> str:
    """Half-width, without marks at its end and blanks, but for a blank between digits, which parts two numbers."""
    pieces = half_width(text).strip()[: 4 * LONGEST_VALUE].split()
    shown = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        shown += f" {piece}" if shown[-1:].isdigit() and piece[:1].isdigit() else piece
    while (bare := _bare(shown)) != shown:
        shown = bare
    return shown


def _bare(shown: str) -> str:
    """Without the marks at its ends, or the brackets around all of it."""
    wrapped = _WRAPPED.fullmatch(shown)
    return wrapped[1] if wrapped else shown.rstrip("。;,、").lstrip(":") or shown


def _parse(shown: str) -> Quantity:
    if len(shown) <= LONGEST_VALUE:
        found = (
            (_date(shown) if _MAYBE_DATE.search(shown) else None)
            or (_wording(shown) if _MAYBE_RANK.search(shown) else None)
            or _figure_value(shown)
            or _wording(shown)
            or _labelled(shown)
        )
        if found is not None:
            return found
    return Quantity(None, None, None, None, "text", shown)


def _with_unit(shown: str, bare: Quantity, unit: str) -> Quantity:
    """Join a bare number with the text of its unit column."""
    if bare.number == 0 and is_wording(unit):
        return Quantity(None, None, None, None, "grade", unit)
    if shown.endswith(("万", "亿")) and unit.startswith(shown[-1]):
        bare = _parse(shown[:-1])
    joined = _parse(render_quantity(bare) + _SAID.get(unit, unit))
    return bare if joined.kind == "text" and joined.number is None else joined


def _figure_value(shown: str) -> Quantity | None:
    figure = _figure_at(shown, 0, running=False)
    if figure is None:
        return None
    rest = shown[figure.end :]
    if not rest:
        return None if _is_year(figure) else _quantity(figure)
    return _figure_with_tail(figure, rest)


def _is_year(figure: _Figure) -> bool:
    return figure.unit == "年" and any(1900 <= float(number) < 2100 for number in (figure.number, figure.upper or 0))


def _figure_with_tail(figure: _Figure, rest: str) -> Quantity | None:
    """Read a figure whose unit goes on after the known part (元/床日, 家企业) or is not known at all (参与次数)."""
    behind = None
    if (match := _BEHIND_AT_END.search(rest)) is not None:
        behind = _AFTER[match[1]]
        rest = rest[: match.start()]
    operator = figure.operator or behind
    printed = figure.printed + rest
    if printed.endswith("内") or any(word in printed for word in _AFTER if len(word) > 1):
        return None
    known = read_unit(printed)
    if known is not None and figure.upper is None:
        return _quantity(figure._replace(operator=operator, power=known[0], unit=known[1], printed=printed))
    if figure.unit is not None:
        if figure.chinese or _is_year(figure) or _SHORT_CHINESE.fullmatch(rest) is None:
            return None
        return _quantity(figure._replace(operator=operator, printed=printed))
    if figure.chinese and figure.number != "0":
        return None
    if not (_NOTHING if figure.chinese else _UNKNOWN_UNIT).fullmatch(printed):
        return None
    endings = (read_unit(printed[start:]) for start in range(1, len(printed) - 1))
    unit = next((found[1] for found in endings if found is not None), None)
    quantity = _quantity(figure._replace(operator=operator, unit=unit or printed, printed=printed))
    if unit is None and not _SHORT_CHINESE.fullmatch(printed):
        return msgspec.structs.replace(quantity, kind="text")
    return quantity


def _quantity(figure: _Figure) -> Quantity:
    number = float(f"{figure.number}e{figure.power}")
    upper = None if figure.upper is None else float(f"{figure.upper}e{figure.power}")
    dimension = None if figure.unit is None else unit_dimension(figure.unit) or "count"
    kind = "index" if dimension is None else _KINDS.get(dimension, "count")
    return Quantity(figure.operator, number, upper, figure.unit, kind, figure.printed or None)


def _operator_at(text: str, start: int, *, running: bool) -> tuple[int, str, Operator | None]:
    """Where the operator at `start` ends, its last word, and what it means."""
    pattern = _BEFORE_IN_TEXT if running else _BEFORE_VALUE
    word = ""
    for _ in range(_MOST_IN_A_ROW):
        match = pattern.match(text, start)
        if match is None:
            break
        start, word = match.end(), match[0]
    return start, word, _OPERATORS.get(word)


def _literal_at(text: str, start: int) -> tuple[int, str, bool] | None:
    """Where the number at `start` ends, its decimal literal, and whether it is written in Chinese numerals."""
    digits = _NUMBER.match(text, start)
    if digits is not None:
        return digits.end(), digits[0].replace(",", "").lstrip("+"), False
    numeral = _NUMERAL.match(text, start)
    if numeral is None:
        return None
    end = numeral.end()
    if len(numeral[0]) > 1 and text.startswith(("万元", "亿元", "千米", "千克", "千瓦"), end - 1):
        end -= 1
    literal = _numeral(text[start:end])
    return None if literal is None else (end, literal, True)


def _numeral(word: str) -> str | None:
    """Decimal literal of a Chinese numeral, None when the characters make no number (四五) or a clipped one (一百二)."""
    if word == "半":
        return "0.5"
    whole, _, fraction = word.partition("点")
    if whole in _TENS:
        return str(10 ** _TENS[whole])
    if whole[-1] in _DIGITS and _DIGITS[whole[-1]] and whole[-2:-1] in {"百", "千", "万", "亿"}:
        return None
    total = section = 0
    digit: int | None = None
    last = 4
    for character in whole:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
            continue
        power = _TENS[character]
        if power >= 4:
            total = (total + section + (digit or 0)) * 10**power
            section, last = 0, 4
        elif power < last and (digit or (digit is None and power == 1)):
            section += (digit or 1) * 10**power
            last = power
        else:
            return None
        digit = None
    number = total + section + (digit or 0)
    if number == 0 and whole not in {"零", "〇"}:
        return None
    return f"{number}.{''.join(str(_DIGITS[character]) for character in fraction)}" if fraction else str(number)


class _Unit(NamedTuple):
    """What follows a number: a unit with its power of ten, or a multiplier alone; `more` tells of 余 or 多 before it."""

    end: int
    power: int
    unit: str | None
    printed: str
    more: bool = False


def _unit_after(text: str, start: int, *, running: bool) -> _Unit:
    found = unit_at(text, start, running=running)
    if found is not None:
        return _Unit(*found, text[start : found[0]])
    scale = _SCALE.match(text, start)
    multiplier, more = (scale[1] or "", scale[2] or "") if scale else ("", "")
    power = sum(_TENS[character] for character in multiplier)
    begin = start + len(multiplier) + len(more)
    found = unit_at(text, begin, running=running) if more else None
    if found is not None:
        return _Unit(found[0], power + found[1], found[2], text[begin : found[0]], more=True)
    return _Unit(start + len(multiplier), power, None, multiplier)


def _per_at(text: str, start: int) -> tuple[int, list[str]]:
    """Where `每人每月`, `人均` or the `一年` of `一年两次` at `start` ends, and the units it names."""
    per: list[str] = []
    for _ in range(_MOST_IN_A_ROW):
        average = _AVERAGES.get(text[start : start + 2])
        found = unit_at(text, start + 1) if text.startswith("每", start) else None
        once = None if per else _ONCE_A.match(text, start)
        if average is not None:
            per.append(average)
            start += 2
        elif found is not None and found[1] == 0 and "/" not in found[2]:
            per.append(found[2])
            start = found[0]
        elif once is not None:
            per.append("年" if once[0].endswith("年") else "月")
            start = once.end()
        else:
            break
    return start, per


def _figure_at(text: str, start: int, *, running: bool) -> _Figure | None:
    """Read the figure that begins at `start`: operator, number or range, unit, operator behind."""
    position, word, operator = _operator_at(text, start, running=running)
    position, per = _per_at(text, position)
    if per and not word:
        position, word, operator = _operator_at(text, position, running=running)
    share = _SHARE.match(text, position)
    position = share.end() if share else position
    found = _literal_at(text, position)
    if found is None:
        return None
    end, number, chinese = found
    if share:
        unit = _Unit(end, 0, "‰" if share[0] in {"千分之", "‰"} else "%", share[0])
    elif text[position:end] in _TENS:
        return None
    elif (tenths := _TENTHS.match(text, end)) is not None:
        number = str(Decimal(number) * 10 + _DIGITS.get(tenths[1] or "零", 0))
        unit = _Unit(tenths.end(), 0, "%", tenths[0])
    else:
        unit = _unit_after(text, end, running=running)
    second = _second_at(text, end, unit, running=running)
    upper = None
    if word in {"±", "+-", "+/-"}:
        number, upper = "0", number
    elif second is not None:
        upper, unit, operator = second
    elif unit.more and operator is None:
        operator = ">"
    end = unit.end
    behind = _BEHIND.match(text, end)
    if behind is not None and _closes(behind, text, unit.unit, running=running):
        end = behind.end()
        if upper is None and (operator is None or word in _YIELDING):
            operator = _AFTER[behind[1]]
    canonical = unit.unit
    if per:
        if canonical is None or "/" in canonical:
            return None
        compound = compound_unit(canonical, per)
        canonical = canonical_unit(compound) or compound
    printed = canonical or "" if per else unit.printed if canonical else ""
    if float(f"{number}e{unit.power}") >= _TOO_BIG or float(f"{upper or 0}e{unit.power}") >= _TOO_BIG:
        return None
    return _Figure(end, operator, number, upper, unit.power, canonical, printed, chinese)


def _closes(behind: re.Match[str], text: str, unit: str | None, *, running: bool) -> bool:
    """Tell whether 以上, 内 … end a figure; without a unit only at the end, and 内 in running text only behind a span of time."""
    if unit is None:
        return behind.end() == len(text)
    if behind[1] != "内":
        return True
    return not _INSIDE.match(text, behind.end()) and (not running or unit_dimension(unit) == "time")


def _second_at(text: str, number_end: int, first: _Unit, *, running: bool) -> tuple[str, _Unit, Operator] | None:
    """Read the upper end of a range (3-5次) or a tolerance (100±5%) behind a number and its unit."""
    mark = _RANGE_MARK.match(text, first.end)
    found = _literal_at(text, mark.end()) if mark else None
    if mark is None or found is None or first.more:
        return None
    unit = _unit_after(text, found[0], running=running)
    if first.unit is None:
        multiplier = text[number_end : first.end]
        same = unit.printed.startswith(multiplier)
    else:
        same = unit[1:3] == first[1:3] or (mark[0] == "±" and unit.unit is None and unit.power == 0)
        unit = _Unit(unit.end, *first[1:])
    return (found[1], unit, "±" if mark[0] == "±" else "~") if same else None


def _date(shown: str) -> Quantity | None:
    if _RELATIVE_DATE.fullmatch(shown):
        return Quantity("≤", None, None, None, "date", shown)
    start, _, operator = _operator_at(shown, 0, running=False)
    lead = _BEFORE_DATE.match(shown, start)
    match = _DATE.match(shown, lead.end() if lead else start)
    if match is None or not _is_date(match, marked=start > 0) or not _AFTER_DATE.fullmatch(shown, match.end()):
        return None
    bound = match["bound"]
    if operator is None and (bound or (lead and lead[1])):
        operator = "≤" if bound is None or bound in _UNTIL else "≥"
    return Quantity(operator, None, None, None, "date", shown[start:])


def _is_date(match: re.Match[str], *, marked: bool) -> bool:
    """Tell a point in time from a span: 20日前 and 3月 are dates; 20日, 20日内, ≤3月 and 3月内 are spans."""
    parts, bound = match["parts"], match["bound"] or ""
    if _BARE_DAY.fullmatch(parts):
        return bound in _UNTIL and not bound.endswith("内")
    if _BARE_MONTH.fullmatch(parts):
        return not marked and not bound.endswith("内")
    return parts not in {"底", "末", "初"}


def _wording(shown: str) -> Quantity | None:
    """Read a qualitative wording or a rank, with its operator (良好及以上)."""
    labelled = shown.removeprefix("定性")
    if labelled != shown:
        labelled = labelled.lstrip(":")
        return _wording(labelled) or Quantity(None, None, None, None, "grade", shown)
    behind = _BEHIND_AT_END.search(shown)
    if behind is None and is_wording(shown):
        return Quantity(None, None, None, None, "grade", shown)
    start, _, operator = _operator_at(shown, 0, running=False)
    if behind is not None:
        operator = operator or _AFTER[behind[1]]
    word = shown[start : behind.start() if behind else len(shown)]
    if _BEHIND_AT_END.search(word):
        return None
    return Quantity(operator, None, None, None, "grade", word) if is_wording(word) or _RANK.fullmatch(word) else None


def _labelled(shown: str) -> Quantity | None:
    """Read a value that repeats what is measured (满意度≥95%) or tells a change (较上年提高2%); only with a known unit."""
    for start in range(1, min(len(shown), CONTEXT)):
        if _LABEL.fullmatch(shown, 0, start) is None:
            return None
        figure = _figure_at(shown, start, running=False)
        if figure is None or figure.end < len(shown) or figure.unit is None or _is_year(figure):
            continue
        if figure.operator is not None or _CHANGE.search(shown, 0, start):
            return None if shown[start - 1] in "第前" else _quantity(figure)
    return None


_SAID = {"月": "个月", "季度": "个季度"}
"""Units that are written otherwise behind a number: 12月 and 1季度 are parts of the year."""


def render_quantity(quantity: Quantity) -> str:
    """Write a quantity in its canonical form; parsing it gives the same quantity, but for the spelling of the unit."""
    printed = quantity.raw_unit or ""
    if quantity.number is None:
        plain = parse_value(printed)
        return (
            printed
            if plain is not None and plain.operator == quantity.operator
            else f"{quantity.operator or ''}{printed}"
        )
    unit = _SAID.get(quantity.unit or "", quantity.unit or "")
    known = read_unit(printed)
    power = known[0] if known else 0
    if power and quantity.unit is not None:
        unit = printed
    number = _plain(quantity.number, power)
    if quantity.upper is not None and quantity.operator == "±":
        return f"{'' if quantity.number == 0 else number}±{_plain(quantity.upper, power)}{unit}"
    if quantity.upper is not None:
        return f"{number}~{_plain(quantity.upper, power)}{unit}"
    return f"{'约' if quantity.operator == '±' else quantity.operator or ''}{number}{unit}"


def _plain(number: float, power: int) -> str:
    shown = format(Decimal(repr(number)).scaleb(-power), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def parse_amount(text: str, unit: str | None = None) -> float | None:
    """Parse an amount into 万元; its own unit comes before the declared one, without either there is none."""
    match = _AMOUNT.fullmatch(_shown(text))
    if match is None:
        return None
    factor = unit_to_wan(_MONEY_END.sub("", match[2])) if match[2] else None
    if factor is None and not match[2] and unit:
        declared = _DECLARED_MONEY.search(unit)
        factor = unit_to_wan(declared[0] if declared else unit)
    if factor is None:
        return None
    number = float(match[1].replace(",", ""))
    return number * factor if factor >= 1 else number / round(1 / factor)


@functools.lru_cache(maxsize=1 << 13)
def find_quantities(text: str) -> tuple[Mention, ...]:
    """Find every number with a unit and every date in running text, in order.

    Years, ordinals, document numbers, numerals in names and products of bare numbers (7*24小时) are left out.
    """
    return tuple(_mentions(text, half_width(text)))


def _mentions(text: str, shown: str) -> Iterator[Mention]:
    position = 0
    while (candidate := _CANDIDATE.search(shown, position)) is not None:
        start = candidate.start()
        found = (
            None
            if _inside_word(shown, start)
            else _behind_ordinal(shown, start) or _date_at(shown, start) or _counted_at(shown, start)
        )
        if found is None:
            position = start + 1
            continue
        start, position, quantity = found
        if quantity is not None:
            before = _CLAUSE_END.split(text[max(0, start - CONTEXT) : start])[-1]
            after = _CLAUSE_END.split(text[position : position + CONTEXT])[0]
            yield Mention(start, position, quantity, before.strip(), after.strip())


def _inside_word(shown: str, start: int) -> bool:
    """Tell whether a number at `start` would begin inside a number, a code, a product or an ordinal."""
    if shown[start] in _DIGITS or shown[start] in _TENS:
        return shown[start - 1 : start] in _BEFORE_NUMERAL
    return shown[start].isdigit() and _JOINED_BEFORE.search(shown, max(0, start - 2), start) is not None


def _behind_ordinal(shown: str, start: int) -> tuple[int, int, Quantity | None] | None:
    """Read 2.15台 and 2.9月底前 at the beginning of a sentence as item 2 of a list; nobody counts in fractions of a 台."""
    ordinal = _ORDINAL.match(shown, start)
    if ordinal is None or shown[max(0, start - 4) : start].rstrip(" ")[-1:] not in _SENTENCE_END:
        return None
    found = _date_at(shown, ordinal.end()) or _counted_at(shown, ordinal.end())
    if found is None or found[2] is None:
        return None
    return found if found[2].kind == "date" or is_countable(found[2].unit or "") else None


def _date_at(shown: str, start: int) -> tuple[int, int, Quantity | None] | None:
    """Read a date in running text; the quantity is None for a year alone, which is passed over."""
    match = _DATE.match(shown, start)
    if match is None:
        return None
    if _BARE_YEARS.fullmatch(match[0]):
        return start, match.end(), None
    if not _POINT_IN_TIME.search(match[0]) or not _is_date(match, marked=False):
        return None
    operator: Operator | None = None if match["bound"] is None else "≤" if match["bound"] in _UNTIL else "≥"
    return start, match.end(), Quantity(operator, None, None, None, "date", match[0])


def _counted_at(shown: str, start: int) -> tuple[int, int, Quantity | None] | None:
    """Read a figure in running text; the quantity is None for a year, which is passed over."""
    figure = _figure_at(shown, start, running=True)
    if figure is None:
        return None
    unit = figure.unit
    if unit is None:
        return _short_money(shown, start, figure)
    dimension = unit_dimension(unit)
    if _is_year(figure):
        return start, figure.end, None
    if dimension == "time" and "近" in shown[max(0, start - 1) : start + 1]:
        return None
    if (
        figure.chinese
        and figure.operator is None
        and "/" not in unit
        and (figure.number == "1" or (float(figure.number) <= 10 and is_digits_only(unit)))
    ):
        return None
    return start, figure.end, _quantity(figure)


def _short_money(shown: str, start: int, figure: _Figure) -> tuple[int, int, Quantity | None] | None:
    """Read 4.5万 as money where the word before says so (经费4.5万)."""
    unit = {4: "万元", 8: "亿元"}.get(figure.power)
    if unit is None or not _MONEY_WORDS.search(shown, max(0, start - CONTEXT), start):
        return None
    return start, figure.end, _quantity(figure._replace(power=0, unit=unit, printed=unit))
