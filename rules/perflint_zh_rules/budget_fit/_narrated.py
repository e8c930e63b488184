"""Figures of the department's goals in its narrative, and rows that give them otherwise."""

from collections import Counter
from collections.abc import Iterator, Mapping

from perflint_zh.budget import Budget, Indicator, Project, Quantity
from perflint_zh.knowledge import bare_name
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import Promise, promises

from perflint_zh_rules._figures import measured, rows_of
from perflint_zh_rules.budget_fit._agreement import agrees, is_earlier

STATED = expression(r"(?:控制在|保持在?|稳定在|提高到|提升到|达到?|为|不[少低高多超][于过]?|[≥≤＞＜><=])$")
GOALS = expression(r"目标|绩效")
COMMON = expression(
    r"满意[度率]$|^(?:验收|工程|质量|按时|及时|任务|资金|项目|设备|产品)?[一-鿿]{0,2}(?:合格|完成|及时|准确|到位|覆盖|达标|知晓|支付|执行|完好|使用)率$"
)
"""Words between a name and its figure, headings of the passages that tell of goals, and names that any project may have."""

SHORTEST, LONGEST = 3, 16
"""Characters of a name that can be looked for in running text."""


def narrated(budget: Budget) -> Mapping[str, Promise]:
    """The figures of the department's goals in its narrative, by the names of the only rows called so; of several the last."""
    names = Counter(bare_name(row.name) for project in budget.projects for row in rows_of(project))
    alone = {name for name, count in names.items() if count == 1 and len(name) >= SHORTEST and not COMMON.search(name)}
    found: dict[str, Promise] = {}
    for passage in budget.passages:
        for promise in promises(passage.text) if GOALS.search(passage.section) else ():
            said = STATED.sub("", promise.before)
            for name in (said[-length:] for length in range(SHORTEST, LONGEST)):
                if name in alone and promise.whole and not is_earlier(promise, budget.year):
                    found[name] = promise
    return found


def contradicted(project: Project, known: Mapping[str, Promise]) -> Iterator[tuple[Indicator, Quantity, Promise]]:
    """Rows with another figure than the narrative gives under their very name, with their values."""
    for row in rows_of(project):
        promise, value = known.get(bare_name(row.name)), measured(row)
        if promise is None or value is None or value.number is None or value.unit != promise.quantity.unit:
            continue
        if not agrees(promise.quantity, [value]):
            yield row, value, promise
