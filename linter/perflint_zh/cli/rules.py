"""`perflint rules`: the catalogue, or one rule explained."""

from enum import StrEnum
from typing import Annotated

import typer

from perflint_zh.errors import UsageError


class Format(StrEnum):
    """How the catalogue is printed."""

    TEXT = "text"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("rules", help="列出全部规则，或解释一条规则")(rules)


def rules(
    slug: Annotated[
        str | None, typer.Argument(help="规则名，如 unit-conflict", metavar="[规则]", show_default=False)
    ] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式")] = Format.TEXT,  # noqa: A002 -- the option's name
) -> int:
    """Print the catalogue or one page of it."""
    import sys

    from perflint_zh.plugins import load_rules, select_rules
    from perflint_zh.report import catalogue, data

    known = load_rules()
    if slug is None:
        text = (
            data.to_json([catalogue.record(rule) for rule in known])
            if format is Format.JSON
            else catalogue.listing(known)
        )
    else:
        chosen = [rule for rule in select_rules(known, [slug], preview=True) if rule.slug == slug]
        if not chosen:
            raise UsageError(f"“{slug}”是规则类别；请给出一条规则的名字，perflint rules 列出全部规则")
        text = data.to_json(catalogue.record(chosen[0])) if format is Format.JSON else catalogue.page(chosen[0])
    sys.stdout.write(text)
    return 0
