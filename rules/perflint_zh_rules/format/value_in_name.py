"""value-in-name."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.value import find_quantities
from perflint_zh.extract.words import fold
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import NAMING_UNITS

SET_NUMBERS = expression(
    r"\d{4}年|[“《〈][^”》〉]*\d|(?<!\d)(?:12345|12315|12309|110|119|120)(?![\d场次人个件份台套辆户名项家座公平米万吨亩天元])|24小时(?!$)|7[*×天]24|1[:：]\d+|\d+(?:岁|周岁|级|号|型|类|k?V|KV)|[A-Za-z]+[-.]?\d|PM"
)
"""Numbers that are part of a name: years, hotlines, ages, grades, models."""

YEAR_ONLY = expression(r"^\d{4}年?度?$")
"""A value that is a year is told apart from the year in a name by nothing."""


@rule(Indicator, severity="note")
def value_in_name(indicator: Indicator) -> Iterator[Outcome]:
    """名称含指标值：指标名称里写了指标值，或者指标值只是重复名称。

    名称说衡量什么，值说要达到多少；混在一起，下一年改值就得改名称，也没法比较。

    写法：名称“村组干部230人”、值“230人” → 名称“村组干部人数”、值“230人”。

    依据：指标名称与指标值分列（各地绩效目标表样）。

    误报：年份、热线号码、年龄段、型号里的数字是名称的一部分，不报。
    """
    name, value = fold(indicator.name), fold(indicator.value)
    if not name or not value:
        yield NotApplicable()
    elif name == value:
        yield Flaw("name", f"名称和指标值都是“{indicator.name}”", suggestion="名称写衡量什么，指标值写要达到多少")
    else:
        quantity = indicator.quantity
        numbers = [
            mention.quantity
            for mention in find_quantities(_figures(indicator.name))
            if mention.quantity.number is not None
        ]
        dated = quantity is not None and quantity.kind == "date" and not YEAR_ONLY.match(value) and value in name
        if dated or (
            quantity is not None
            and any(n.number == quantity.number and _same_unit(n.unit, quantity.unit) for n in numbers)
        ):
            yield Flaw(
                "name",
                f"名称“{indicator.name}”里已写了指标值“{indicator.value}”",
                suggestion="名称里去掉日期" if dated else "名称里去掉数字",
            )


def _same_unit(named: str | None, written: str | None) -> bool:
    """Whether both are in one unit; a name mostly leaves out what an amount is for one of (经费2万元, 2万元/队)."""
    if named is None or written is None:
        return named == written
    if named in NAMING_UNITS:
        return written in {named, "个"}
    (amount, _, per), (other, _, pers) = named.partition("/"), written.partition("/")
    return amount == other and set(per.split("·")) - {""} <= set(pers.split("·"))


def _figures(name: str) -> str:
    """The name without numbers that are part of it; Chinese numerals (二次供水) are words."""
    return SET_NUMBERS.sub("", name) if any(character.isdigit() and character.isascii() for character in name) else ""
