"""malformed-value."""

import re
from collections.abc import Iterator
from itertools import pairwise

from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.value import find_quantities, render_quantity
from perflint_zh.knowledge import canonical_unit, half_width, squeeze, unit_at, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import serial_date

PERCENT_WORD = expression(r"\s*(?:百分比|百分号|[%％]\s*[(（]百分比[)）])")
SIGN_BEFORE = expression(r"^((?:[><]=|[=＝≥≤><＞＜])?)\s*[%％]\s*(\d+(?:\.\d+)?)$")
SIGN_IN_WORDS = expression(
    r"^(?:[≥≤]\s*[=＝》《〉〈]|[=＝]\s*[≥≤><》《〉〈]|[≥≤><=＝]\s*[≥≤=＝]{2,}|[=＝≥≤><]?\s*[%％]\s*[=＝≥≤><])"
)
SIGN_TWICE = expression(r"^[≥≤><=＝＞＜]\s*\d[\d,.]*\s*[^\d≥≤><=＝＞＜~-]{0,4}[≥≤><=＝＞＜]$")
SIGN_BEHIND = expression(r"^[%％]?\s*\d[\d,.]*\s*[^\d≥≤><=＝＞＜~-]{0,4}[≥≤><＞＜]\s*[=＝]?\D{0,8}$")
OCR_SIGN = expression(r"^[》《〉〈]\s*[=＝]?\s*\d|^二\s*\d|^[zZ]\s*\d")
FIGURE = expression(r"^[≥≤><=＝＞＜≧≦]*\s*[\d,.]+\s*(?P<tail>\D+)$")
MEASURE_WORDS = expression(
    r"(?:次数|人数|数量|个数|台数|份数|场次数|户数|件数|面积数|金额)$|^[%％]?[一-鿿]{0,4}(?:率|比例|满意度)[%％]?$|^[一-鿿]{1,4}[%％]$"
)
PERCENT_TWICE = expression(r"\D*[\d.]+\s*%[^\d~至到±-]*%\D*")
PER_TIME = expression(r"\d\s*万?人/次$")
DOUBLED = expression(r"([≥≤=＝%％。，])\s*\1")
NEGATIVE_NONE = expression(r"^[-]0+(?:\.0+)?(?![.\d])")
ENTITY = expression(r"^&(?:[gl][te]);")
"""An operator as a web page's source writes it."""

LETTERS_LEFT = expression(r"[A-Za-z]{3,}\d*")
LETTER_IN_NUMBER = expression(r"^[≥≤><=]*(?=[\d.,]*[A-Za-z])([A-Za-z\d.,]*[\d][A-Za-z\d.,]*?)([^A-Za-z\d.,].{0,5})$")
"""A number in which recognition left letters (M.8万元, 1O0%), and its unit."""


@rule(Project, severity="warning", fix="safe")
def malformed_value(project: Project) -> Iterator[Outcome]:
    """写法不规范：指标值的写法机器和人都容易读错。

    `=%100`、`》95%`、`≥10 参与次数` 这类写法多半是录入或识别的残留，汇总和比对时会出错。

    写法：“=%100” → “=100%”；“100百分比” → “100%”；“》95%” → “≥95%”；“≥10 参与次数” → “≥10次”；“100%20件” → 只留一个值，另一个另立指标；“44,561”（电子表格里的日期） → “2021年12月31日”。

    依据：各地一体化平台的计算符号只有 ≥ ＞ ＝ ＜ ≤ 和定性，百分数的规范写法是“%”。

    误报：“百分比”是一些平台自带的单位写法，只作提示，每个项目报告一次；`>=` 是常见的半角写法，不报；“2025年年底前”是通顺的话，不是单位写了两遍。
    """
    rows = [row for row in project.indicators if not row.duplicate_row]
    percent = [row for row in rows if PERCENT_WORD.search(row.value) and _fixed(row) is not None]
    if not rows:
        yield NotApplicable()
        return
    for row in rows:
        said = _fault(row)
        if said is not None:
            fixed = _fixed(row)
            suggestion = f"写成“{fixed}”" if fixed else "按“符号＋数字＋单位”重写"
            yield Flaw("value", said, suggestion=suggestion, indicator=row, replacement=fixed, safe=fixed is not None)
    if percent:
        first, *others = percent
        more = f"，本表共{len(percent)}行如此" if others else ""
        fixed = _fixed(first)
        yield Flaw(
            "value",
            f"指标值“{first.value}”用文字“百分比”代替“%”{more}",
            suggestion=f"写成“{fixed}”",
            severity="note",
            indicator=first,
            rows=tuple(others),
            replacement=fixed,
            safe=True,
        )


def _fault(row: Indicator) -> str | None:
    """What is malformed, other than 百分比 in words."""
    value = row.value.strip()
    if SIGN_BEFORE.match(value) or SIGN_IN_WORDS.match(value) or SIGN_BEHIND.match(half_width(value)):
        return f"指标值“{row.value}”的符号位置颠倒"
    if OCR_SIGN.match(value):
        return f"指标值“{row.value}”开头的“{value[0]}”像是识别错的符号"
    if ENTITY.match(value):
        return f"指标值“{row.value}”的符号还是网页代码"
    if NEGATIVE_NONE.match(half_width(value)):
        return f"指标值“{row.value}”是负的零，符号多半是从别的写法残留下来的"
    if (
        DOUBLED.search(value)
        or SIGN_TWICE.match(half_width(value))
        or (PERCENT_TWICE.fullmatch(half_width(value)) is not None)
    ):
        return f"指标值“{row.value}”重复了符号"
    if serial_date(row) is not None:
        return f"“{row.name}”的指标值“{row.value}”是电子表格里日期的序号"
    if PER_TIME.search(half_width(value)) and "人次" in row.name:
        return f"指标值“{row.value}”的单位“人次”写成了“人/次”"
    if _run_together(squeeze(value)):
        return f"指标值“{row.value}”是两个值连在一起"
    if _has_letter(row, squeeze(value)):
        return f"指标值“{row.value}”的数字里夹着字母"
    figure = FIGURE.match(half_width(value)) if row.quantity is None or row.quantity.kind != "date" else None
    if figure is not None:
        tail = figure["tail"].strip()
        if MEASURE_WORDS.search(tail) and len(tail) <= 8:
            return f"指标值“{row.value}”的单位写成了“{tail}”"
        residue = _residue(tail)
        if residue:
            return f"指标值“{row.value}”的“{residue}”不是计量单位"
        if _twice(tail):
            return f"指标值“{row.value}”的单位写了两遍"
    return None


def _run_together(value: str) -> bool:
    """Whether a share and a count, or two shares, follow each other without a mark (100%20件); a range has two signs."""
    # Every spelling of % has one of these.
    for first, second in pairwise(find_quantities(value)) if "%" in value or "百分" in value else ():
        units = {first.quantity.unit, second.quantity.unit}
        if first.end != second.start or None in units or "%" not in units:
            continue
        if len(units) == 2 or second.quantity.operator is None:
            return True
    return False


def _has_letter(row: Indicator, value: str) -> bool:
    """Whether letters stand among the digits of what is else a number with a unit; 5A级 and 4K are names of grades."""
    found = LETTER_IN_NUMBER.match(value) if row.quantity is not None and row.quantity.kind == "text" else None
    return found is not None and unit_dimension(found[2]) not in {None, "grade"}


def _residue(tail: str) -> str:
    """Letters that recognition left behind a number, or behind its unit (92%APX), and that are no unit themselves."""
    unit = unit_at(tail)
    rest = tail if unit is None else tail[unit[0] :]
    found = LETTERS_LEFT.fullmatch(rest)
    return found[0] if found is not None and canonical_unit(rest) is None else ""


def _twice(tail: str) -> bool:
    """Whether a tail is a unit with part of it written once more (平方平方米, 元/人·月/月, 万头头)."""
    unit = unit_at(tail)
    if unit is None:
        return False
    printed, rest = tail[: unit[0]], tail[unit[0] :]
    per = unit[2].partition("/")[2].split("·")
    if rest and canonical_unit(rest) == unit[2]:
        return True
    return len(per) > len(set(per)) or (bool(rest) and (rest.startswith(printed) or rest in {printed[-1], printed[0]}))


def _fixed(row: Indicator) -> str | None:
    """The value in the regular spelling, when its number and unit are sure."""
    value = half_width(row.value.strip())
    reversed_sign = SIGN_BEFORE.match(value)
    if reversed_sign is not None:
        return f"{reversed_sign[1]}{reversed_sign[2]}%"
    if PERCENT_WORD.search(value):
        shown = PERCENT_WORD.sub("%", value).replace(" ", "")
        return shown if re.fullmatch(r"[≥≤><=]*[\d.]+%", shown) else None
    written = serial_date(row)
    if written is not None:
        return f"{written.year}年{written.month}月{written.day}日"
    if PER_TIME.search(value) and "人次" in row.name:
        return value.replace("人/次", "人次")
    quantity = row.quantity
    if quantity is None or quantity.number is None or quantity.unit is None or quantity.kind in {"text", "grade"}:
        return None
    return render_quantity(quantity)
