"""Figures in a project's name and goal and in the names and descriptions of its rows, as far as they may be compared with values."""

from collections.abc import Iterator

import msgspec
from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import Promise, promises
from perflint_zh_models.quantities.words import unspaced

from perflint_zh_rules._figures import in_minutes, rows_of
from perflint_zh_rules.budget_fit._agreement import is_earlier

KINDS = frozenset({"count", "rate", "duration"})

BOUND = expression(r"以[上下内外]$")
"""A figure that ends so and has words behind it says which (100人以上企业), not how many."""

AVERAGE = expression(r"平均[^每均，。；]{0,8}$")
"""A span of time on average is the one that a row measures."""

POWERS = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}

ROUNDED = expression(r"(?P<about>约|近|大约)?[0-9,]*[0-9](?:\.(?P<decimals>[0-9]+))?(?P<power>[十百千万亿]?)")

ABOUT = 0.1
"""Share by which a figure with 约 before it may be off."""


class Told(msgspec.Struct, frozen=True):
    """A figure in text: where it stands, the row whose name or description it is, and how far its last written digit reaches."""

    where: str
    owner: Indicator | None
    promise: Promise
    rounding: float

    @property
    def quantity(self) -> Quantity:
        """The figure itself."""
        return self.promise.quantity


def figures_told(project: Project, current: int | None) -> Iterator[Told]:
    """Yield every figure that tells how much of something there is in all; spans of time in minutes."""
    texts: list[tuple[str, Indicator | None, str | None]] = [
        ("项目名称", None, project.name),
        ("绩效目标", None, project.goal),
    ]
    for row in rows_of(project):
        texts += [("名称", row, row.name), ("描述", row, row.description)]
    for where, owner, text in texts:
        for promise in promises(text):
            printed = unspaced(text)[max(0, promise.start - 2) : promise.end]
            bound = promise.after and BOUND.search(printed)
            whole = (
                promise.whole
                or (promise.part and owner is None)
                or (promise.quantity.kind == "duration" and AVERAGE.search(promise.before))
            )
            if _is_round_the_clock(promise.quantity):
                continue
            if whole and not bound and promise.quantity.kind in KINDS and not is_earlier(promise, current):
                same = msgspec.structs.replace(promise, quantity=in_minutes(promise.quantity))
                yield Told(where, owner, same, _rounding(printed, same.quantity.number or 0.0))


def _is_round_the_clock(quantity: Quantity) -> bool:
    """Tell whether a figure only says that something never stops (24小时值守)."""
    return (quantity.operator, quantity.number, quantity.unit) == (None, 24.0, "小时")


def _rounding(printed: str, number: float) -> float:
    """How far the true number may lie from the one printed: half of the last digit of 4.1万, more behind 约."""
    match = ROUNDED.search(printed)
    if match is None:
        return 0.0
    if match["about"]:
        return ABOUT * number
    last: float = POWERS.get(match["power"], 0.0) / 10.0 ** len(match["decimals"] or "")
    return last / 2
