"""number-conflict."""

from collections.abc import Iterator, Mapping

from perflint_zh.budget import Budget, Indicator, Project, Quantity
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.promises import Promise

from perflint_zh_rules.budget_fit import (
    _ages,
    _apiece,
    _counted,
    _deadlines,
    _described,
    _narrated,
    _parts,
    _prices,
    _respectively,
    _rounds,
    _shares,
)
from perflint_zh_rules.budget_fit._told import figures_told


@rule(Budget, severity="warning")
def number_conflict(budget: Budget) -> Iterator[Outcome]:
    """数字矛盾：同一件事，名称、描述、目标和指标值里的数字不一致。

    目标写186名代表、指标值写168人，年底按哪个数考核说不清；多半有一处是抄来的或没有改。

    写法：描述“29台车辆的运行费用”、车辆数“≥20辆” → 核对后写成同一个数。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标“指向明确”“细化量化”。

    误报：说的必须是同一样东西、同一种单位；“每场50人”只和每场的数比；描述里比目标小的数可以是一部分；“其中30人”、往年的数、四舍五入的数不比；
    开工、招标等中间节点的日期不和完成日期比；一个年龄段包含在另一个里面的，不比；有一行数字相符，或几行相加、一句话里几个数相加相符，不报。
    """
    if not budget.projects:
        yield NotApplicable()
        return
    narrated = _narrated.narrated(budget)
    for project in budget.projects:
        # One cell may contradict several texts; it is written wrong once.
        first: dict[tuple[int, str], Flaw] = {}
        for flaw in _contradictions(project, budget.year, narrated):
            first.setdefault((id(flaw.indicator), flaw.field), flaw)
        yield from first.values()


def _contradictions(project: Project, current: int | None, narrated: Mapping[str, Promise]) -> Iterator[Flaw]:
    told, rows = list(figures_told(project, current)), _counted.valued_rows(project)
    for one, row, value in _counted.contradicted(told, rows):
        other = one.owner if one.owner is not row else None
        where = f"“{other.name}”的{one.where}" if other is not None else one.where
        yield _flaw(project, row, value, where, one.promise, "两个数", (other,) if other is not None else ())
    for row, goal, promise in (*_counted.more_described(told, rows), *_shares.longer_described(project)):
        said = f"绩效目标写“{goal.clause}”，“{row.name}”的描述写“{promise.clause}”，两个数"
        yield _told_otherwise(project, row, said, "description")
    slips = (*_counted.without_power(project, rows), *_counted.transposed(told, rows), *_counted.shorter(told, rows))
    for row, value, promise in (*slips, *_shares.contradicted(project), *_prices.other_sums(project)):
        yield _flaw(project, row, value, "绩效目标", promise, "两个数")
    for row, value, promise in (*_counted.other_rates(project), *_prices.contradicted(project)):
        yield _flaw(project, row, value, "绩效目标", promise, "两处")
    for row, promise in _described.contradicted(project):
        said = f"“{row.name}”的描述写“{promise.clause}”，指标值是“{row.value}”，两个数"
        yield _told_otherwise(project, row, said)
    for row, several, each in _apiece.contradicted(project):
        number = (several.quantity.number or 0.0) * (each.quantity.number or 0.0)
        yield _told_otherwise(
            project,
            row,
            f"绩效目标写“{each.clause}”，合{number:.15g}{each.quantity.unit}，“{row.name}”的指标值是“{row.value}”，两个数",
        )
    for row, promise, yearly in _rounds.contradicted(project):
        yield _told_otherwise(
            project,
            row,
            f"绩效目标写“{promise.clause}”，合全年{yearly}，“{row.name}”的指标值是“{row.value}”，两个数",
        )
    for row, promise in (*_deadlines.contradicted(project), *_deadlines.other_days(project)):
        yield _told_otherwise(
            project,
            row,
            f"绩效目标写“{promise.clause}”，“{row.name}”的指标值是“{row.value}”，两个日期",
        )
    for row, said in _respectively.contradicted(project):
        yield _told_otherwise(project, row, f"绩效目标写“{said}”，“{row.name}”的指标值是“{row.value}”，两个数")
    for row, said in _counted.denied(project):
        yield _told_otherwise(project, row, f"绩效目标写“{said}”，“{row.name}”的指标值是“{row.value}”，两处")
    for whole, parts in _parts.contradicted(project):
        sums = "+".join(f"{part.quantity.number:.15g}" for part in parts)
        total = sum(part.quantity.number or 0.0 for part in parts)
        yield Flaw(
            "goal",
            f"绩效目标写“{whole.clause}”，其中的{sums}={total:.15g}{whole.quantity.unit}，比总数还多",
            suggestion="核对总数和各部分",
            project=project,
        )
    for row, goal_ages, ages in _ages.contradicted(project):
        said = f"绩效目标写“{goal_ages.printed}”，“{row.name}”的描述写“{ages.printed}”，两处年龄"
        yield _told_otherwise(project, row, said, "description")
    for row, value, promise in _narrated.contradicted(project, narrated):
        yield _flaw(project, row, value, "部门的绩效目标", promise, "两个数")


def _flaw(
    project: Project,
    row: Indicator,
    value: Quantity,
    where: str,
    promise: Promise,
    both: str,
    rows: tuple[Indicator, ...] = (),
) -> Flaw:
    """A figure told somewhere that the row's value contradicts; `both` is what the message calls the two."""
    return Flaw(
        "value",
        f"{where}写“{promise.clause}”，“{row.name}”的指标值是“{row.value}”，{both}不一致",
        suggestion="核对后写成同一个数",
        evidence={"told": promise.quantity.number, "value": value.number},
        project=project,
        indicator=row,
        rows=rows,
    )


def _told_otherwise(project: Project, row: Indicator, both: str, field: str = "value") -> Flaw:
    return Flaw(field, f"{both}不一致", suggestion="核对后写成一样", project=project, indicator=row)
