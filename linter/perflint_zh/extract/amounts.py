"""Declared money units and amounts in 万元."""

from collections.abc import Iterable

from perflint_zh.extract.value import parse_amount
from perflint_zh.extract.words import fold
from perflint_zh.patterns import expression

DECLARED = expression(r"(?:单位|金额单位|货币单位)[:：]?(?:人民币)?(万元|元|亿元|千元)")
BRACKETED = expression(r"[(（](万元|元|亿元|千元)[)）]")

EXPLAINED = expression(r"([^()]*\d[^()]*)\([^()]*\)|(?:总额|总计|合计|共计?):?([\d,.]+[万亿千]?元).*")
"""An amount with its parts behind it, in brackets or as a list below the sum."""


def declared_unit(text: str) -> str | None:
    """Money unit that a caption (单位：万元) or a label in brackets (项目资金（万元）) declares."""
    flat = fold(text)
    match = DECLARED.search(flat) or BRACKETED.search(text)
    return match[1] if match else None


def amount_wan(text: str, unit: str | None) -> float | None:
    """Amount of a cell in 万元; its own unit comes before the declared one, without either there is none."""
    flat = fold(text)
    if not any(character.isdigit() for character in flat):
        return None
    amount = parse_amount(flat, unit)
    if amount is None and (explained := EXPLAINED.fullmatch(flat)) is not None:
        amount = parse_amount(explained[1] or explained[2], unit)
    return None if amount is None else round(amount, 6)


LEAST_YUAN = 1_000
"""No project costs less than this many 元: a smaller figure is in 万元."""

MOST_WAN = 100_000
"""No department's smallest project costs this many 万元 (ten 亿元): figures that are all larger are in 元."""


def unit_by_size(amounts: Iterable[float]) -> str | None:
    """Money unit of the project budgets of a document that declares none; None where they can be either."""
    printed = [amount for amount in amounts if amount > 0]
    if not printed:
        return None
    if min(printed) < LEAST_YUAN:
        return "万元"
    return "元" if min(printed) >= MOST_WAN else None
