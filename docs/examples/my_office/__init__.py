"""Rules of our office."""

from perflint_zh.rule import Rule

from my_office.feasibility.round_number import round_number


def rules() -> tuple[Rule, ...]:
    """Every rule of the package."""
    return (round_number,)
