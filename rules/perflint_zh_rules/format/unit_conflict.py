"""unit-conflict."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.knowledge import (
    canonical_unit,
    is_countable,
    measure_of,
    measure_words,
    unit_dimension,
    unit_in_name,
    units_compatible,
)
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule


@rule(Indicator, severity="error")
def unit_conflict(indicator: Indicator) -> Iterator[Outcome]:
    """指标名称或描述里的计量单位与指标值里的不一致。

    一个指标写了两个单位，验收时不知道按哪个核对。

    写法：名称“宣讲次数（%）”、值“≥10次” → 名称改为“宣讲次数（次）”；“系统数量”“1条” → “1个”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求指标指向明确。

    误报：人与人次、个与项、处与个等可以通用的单位不报；名称没有单位、值也看不出单位的不报。
    """
    quantity = indicator.quantity
    if quantity is None or quantity.number is None or not quantity.unit or quantity.kind == "text":
        yield NotApplicable()
        return
    written = quantity.raw_unit or quantity.unit
    named = unit_in_name(indicator.name)
    if named is not None:
        if not units_compatible(named, quantity.unit) or _people_as_things(named, quantity.unit):
            yield Flaw(
                "value",
                f"名称里的单位是“{named}”，指标值“{indicator.value}”用的是“{written}”",
                suggestion=_suggested(indicator, named),
            )
        return
    measure = measure_of(indicator.name)
    dimension = unit_dimension(quantity.unit)
    if (
        measure is not None
        and measure.dimensions
        and dimension is not None
        and not measure.dimensions & {"date", "time"}
    ):
        if not _possible(dimension, measure.dimensions):
            yield Flaw(
                "value",
                f"“{indicator.name}”的单位不会是“{written}”（指标值“{indicator.value}”）",
                suggestion="核对名称与单位",
            )
        return
    words = measure_words(indicator.name)
    unit = canonical_unit(quantity.unit)
    if words and unit is not None and is_countable(unit) and unit not in words:
        usual = "、".join(sorted(words)[:3])
        yield Flaw(
            "value",
            f"“{indicator.name}”不以“{written}”计数（指标值“{indicator.value}”）",
            suggestion=f"常用单位：{usual}",
        )


THINGS = frozenset("件 台 套 辆 份 册 块 架 亩 本".split())


def _people_as_things(named: str, unit: str) -> bool:
    return unit_dimension(named) in {"persons", "person-times"} and unit in THINGS


SURE = {"percent", "money", "area", "length", "weight", "persons", "time"}
"""Dimensions that are never another word for one another."""


def _possible(dimension: str, allowed: frozenset[str]) -> bool:
    return (
        dimension in allowed
        or dimension not in SURE
        or not allowed <= SURE | {"person-times", "occurrences", "date", "permille"}
    )


def _suggested(indicator: Indicator, named: str) -> str:
    head = indicator.name.rstrip()
    if named == "%" and not head.split("（")[0].split("(")[0].endswith(("率", "度", "比", "比例")):
        return f"名称中的“%”改为“{indicator.quantity.unit}”" if indicator.quantity else ""
    return f"指标值改用“{named}”，或改名称里的单位"
