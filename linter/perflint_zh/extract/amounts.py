"""Declared money units and amounts in 万元."""

import re

from perflint_zh.extract.value import parse_amount
from perflint_zh.extract.words import fold

DECLARED = re.compile(r"(?:单位|金额单位|货币单位)[:：]?(?:人民币)?(万元|元|亿元|千元)")
BRACKETED = re.compile(r"[(（](万元|元|亿元|千元)[)）]")


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
    return None if amount is None else round(amount, 6)
