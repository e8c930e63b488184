"""procurement-conflict."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Budget, Indicator, Passage
from perflint_zh.knowledge import bare_name, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh.rule import Deferred, Flaw, Outcome, Related, rule
from perflint_zh_models.quantities.promises import promises
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import amount_wan, measured, rows_of, shown, wan

NONE_PLANNED = expression(
    r"(?:无|没有|[未不](?:安排|编[制列报]|编|列|设)|不涉及)(?:年度)?政府采购预算|政府采购预算(?:为|：|:)?(?:零|0(?:\.0+)?(?:万?元)?(?![\d.]))"
)
PROCUREMENT = expression(r"政府采购预算(?!表)|采购预算(?:金额|总额|资金)")
ASSETS = expression(r"(?:拟|计划|预计)(?:新增|购置|采购|购买|配备)[^。；]{0,16}")
NO_ASSETS = expression(
    r"(?:无|没有)拟?(?:购置|新增|采购)[^。；]{0,6}(?:资产|设备)|无(?:新增)?(?:资产)?(?:购置|采购)计划|不(?:新增|购置)[^。；]{0,12}资产|(?:拟|计划)购置[^。；]{0,12}(?:为|：)?(?<![\d.])0(?:\.0+)?万?元"
)
NO_GOODS = expression(
    r"(?:货物类?(?:采购)?(?:预算)?(?:金额|支出)?(?:为|：|:)?(?<![\d.])0(?:\.0+)?(?:万?元)?(?![\d.])|(?:无|没有|不涉及)货物类?(?:采购|预算))"
)
"""The part of the procurement budget that is for goods, when it is nothing."""
PURCHASE = expression(
    r"(?:购置|采购|购买|新购|更新).{0,12}(?:数|数量|台数|辆数|套数|台套数)$|(?:设备|电脑|计算机|车辆|家具|打印机|无人机|装备|器材)(?:购置|采购).{0,4}数量?$|^(?:新增|新)?(?:购置|采购|购买|配置)[一-鿿]{2,12}$"
)
"""Names of rows that count things to be bought."""

EQUIPMENT = expression(r"设备|器材|器械|仪器|家具|装备|电脑|计算机|打印机|空调|车辆")
"""Words of things that are assets by whatever word they are counted (健身器材60件)."""

DURABLE = frozenset({"equipment"})
"""Dimensions of units that count equipment and cars, which are assets whatever they cost."""

SMALL_WAN = 5.0
"""Purchases below this total rarely need a place in the procurement budget; limits differ by province and are mostly higher."""

ROUNDING = 0.01
"""Amounts are printed in 万元 with two decimals."""

ONLY = expression(r"(?:全部|均)(?:为|用于|是)([^，。；]{2,20})")
PART = 0.4
"""Share of a project's name that a clause must have to be about it."""

SLACK = 0.02
"""Share by which the two amounts may differ because one is rounded."""

COUNTED = frozenset({"equipment", "pieces", "documents"})
NAMED = 2
"""Pairs of characters that a figure in the procurement section must share with a row's name to be about the same thing."""


@rule(Budget, severity="note")
def procurement_conflict(budget: Budget) -> Iterator[Outcome]:
    """采购对不上：政府采购预算、资产购置说明和项目里的购置指标互相矛盾。

    同一批设备，采购预算写零、资产说明写9万元、项目又要买15台，至少有一处没有填准。

    写法：“无政府采购预算”，项目却“购置电脑20台” → 把采购金额补进政府采购预算，或说明不属于政府采购的理由。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标与资金量“相应匹配”。

    误报：集中采购目录以外、限额以下的零星采购不必列入；项目预算不足5万元的不报；没有采购和资产说明的不判断。
    """
    planned: float | None = None
    procured: float | None = None
    goods = True
    texts = [passage for passage in budget.passages if re.search("采购|资产", passage.section + passage.text)]
    for passage in texts:
        plain = "".join(passage.text.split())
        if NONE_PLANNED.search(plain):
            procured = 0.0 if procured is None else procured
        elif PROCUREMENT.search(plain) and (amount := _amount(plain, PROCUREMENT)) is not None:
            procured = amount
            goods = not NO_GOODS.search(plain)
        if NO_ASSETS.search(plain):
            planned = 0.0 if planned is None else planned
        elif ASSETS.search(plain) and (amount := _amount(plain, ASSETS)) is not None:
            planned = amount
    rows = [
        (project, row)
        for project in budget.projects
        for row in rows_of(project)
        if PURCHASE.search(bare_name(row.name)) and _durable(row)
    ]
    contradicted = [
        flaw for passage in texts for flaw in (*_other_count(passage, budget), *_other_amount(passage, budget))
    ]
    yield from contradicted
    if procured is None and planned is None:
        if not contradicted:
            yield Deferred("没有政府采购或资产购置说明")
        return
    if planned and not procured and procured is not None:
        yield Flaw(
            "narrative",
            f"国有资产说明写拟购置{wan(planned)}万元，政府采购预算却是零",
            suggestion="把拟购置资产列入政府采购预算，或说明不列的理由",
            evidence={"assets_wan": planned, "procurement_wan": procured},
        )
    elif planned and procured and planned > procured + ROUNDING:
        yield Flaw(
            "narrative",
            f"国有资产说明写拟购置{wan(planned)}万元，超过政府采购预算{wan(procured)}万元",
            suggestion="核对两处金额",
            evidence={"assets_wan": planned, "procurement_wan": procured},
        )
    elif planned and not goods:
        yield Flaw(
            "narrative",
            f"国有资产说明写拟购置{wan(planned)}万元，政府采购预算里的货物却是零",
            suggestion="把拟购置资产列入政府采购预算的货物，或说明不列的理由",
            evidence={"assets_wan": planned, "goods_wan": 0.0},
        )
    bought = [(project, row) for project, row in rows if (project.budget_wan or 0.0) >= SMALL_WAN]
    if not bought or planned:
        return
    project, row = bought[0]
    if procured is not None and not (procured and goods):
        said = f"政府采购预算{'里的货物' if procured else ''}为零"
        suggestion = "把采购金额补进政府采购预算，或说明不属于政府采购的理由"
    elif planned is not None:
        said, suggestion = "国有资产说明写没有拟购置的资产", "把要购置的资产补进国有资产说明，或改项目的购置内容"
    else:
        return
    yield Flaw(
        "narrative",
        f"{said}，项目“{project.name}”却有“{shown(row)}”",
        suggestion=suggestion,
        evidence={"procurement_wan": procured},
        related=tuple(
            Related(project=p.name, indicator=r.name, level2=r.level2, value=r.value, place=r.place) for p, r in bought
        ),
    )


def _durable(row: Indicator) -> bool:
    quantity = measured(row)
    if quantity is None or not quantity.number:
        return False
    dimension = unit_dimension(quantity.unit or "")
    return dimension in DURABLE or (dimension in COUNTED and EQUIPMENT.search(row.name) is not None)


def _amount(text: str, before: re.Pattern[str]) -> float | None:
    """The first sum of money behind a wording."""
    match = before.search(text)
    sums = [
        amount_wan(promise.quantity)
        for promise in promises(text[match.start() :] if match else "")
        if promise.quantity.kind == "money"
    ]
    return sums[0] if sums else None


def _source(passage: Passage) -> str:
    return "政府采购说明" if "政府采购" in passage.section + passage.text else "国有资产说明"


def _other_amount(passage: Passage, budget: Budget) -> Iterator[Flaw]:
    """A sum that the procurement section spends on one project, larger than the project's budget."""
    plain = "".join(passage.text.split())
    if "政府采购" not in f"{passage.section}{plain}":
        return
    whole, only = _amount(plain, PROCUREMENT), ONLY.search(plain)
    sums = [(only[1], only[0], whole)] if whole is not None and only is not None else []
    sums += [
        (promise.before, promise.clause, amount)
        for promise in promises(plain)
        if promise.quantity.kind == "money" and (amount := amount_wan(promise.quantity)) is not None
    ]
    for project in budget.projects:
        spent = project.budget_wan
        named = pairs(project.name)
        told = [entry for entry in sums if len(pairs(entry[0]) & named) >= max(NAMED, len(named) * PART)]
        if spent and told and told[0][2] > spent * (1 + SLACK):
            _, clause, amount = told[0]
            yield Flaw(
                "narrative",
                f"政府采购说明写“{clause}”，合{wan(amount)}万元，项目“{project.name}”只有{wan(spent)}万元",
                suggestion="核对两处金额",
                evidence={"procurement_wan": amount, "budget_wan": spent},
                related=(Related(project=project.name, place=project.place),),
            )


def _other_count(passage: Passage, budget: Budget) -> Iterator[Flaw]:
    """Things that the procurement section buys in another number than the project that buys them."""
    if "政府采购" not in passage.section + passage.text and not ASSETS.search(passage.text):
        return
    for promise in promises(passage.text):
        if (
            "每" in promise.before
            or promise.quantity.kind != "count"
            or unit_dimension(promise.quantity.unit or "") not in COUNTED
        ):
            continue
        things = pairs(promise.before[-8:]) | pairs(promise.after[:8])
        for project in budget.projects:
            for row in rows_of(project):
                quantity = measured(row)
                same = (
                    quantity is not None
                    and quantity.unit == promise.quantity.unit
                    and len(things & pairs(f"{row.name}。{row.description or ''}。{project.name}")) >= NAMED
                )
                if same and quantity is not None and quantity.number != promise.quantity.number:
                    yield Flaw(
                        "narrative",
                        f"{_source(passage)}写“{promise.clause}”，项目“{project.name}”的“{row.name}”是“{row.value}”",
                        suggestion="核对后写成同一个数",
                        evidence={"procurement": promise.quantity.number, "value": quantity.number},
                        related=(
                            Related(
                                project=project.name,
                                indicator=row.name,
                                level2=row.level2,
                                value=row.value,
                                place=row.place,
                            ),
                        ),
                    )
