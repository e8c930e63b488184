"""`perflint rules`: the catalogue, or one rule explained."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from perflint_zh.cli.help import Command
from perflint_zh.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from perflint_zh.rule import Rule


class Format(StrEnum):
    """How the catalogue is printed."""

    TEXT = "text"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("rules", cls=Command, help="列出全部规则，或解释一条规则")(rules)


def rules(
    slug: Annotated[
        str | None, typer.Argument(help="规则名，如 unit-conflict", metavar="[规则]", show_default=False)
    ] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式")] = Format.TEXT,  # noqa: A002 -- the option's name
    test: Annotated[
        Path | None, typer.Option("--test", help="用规则文件里的例子检验其中的规则", metavar="规则文件")
    ] = None,
) -> int:
    """Print the catalogue or one page of it, or test the rules of a file; the status is 1 when an example fails."""
    import sys

    from perflint_zh.plugins import load_rules, select_rules
    from perflint_zh.report import catalogue, data

    if test is not None:
        if slug is not None:
            raise UsageError("--test 和规则名不能同时给")
        return _test(test)
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


def _test(path: Path) -> int:
    """Run the examples of a rule file and tell, for each rule, which did not come out."""
    import sys

    from perflint_zh.plugins import load_rules
    from perflint_zh.terms import make_rule, read_term_rules

    load_rules(files=[str(path)])
    failed = 0
    for entry in read_term_rules(str(path)):
        rule = make_rule(entry)
        bad = [{"flags": [entry.field], **example} for example in entry.bad]
        lines = list(_wrong_examples(rule, {"bad": bad, "good": entry.good}, entry.level2, str(path)))
        failed += len(lines)
        count = len(entry.bad) + len(entry.good)
        said = "没有例子（[[rule.bad]]、[[rule.good]]）" if not count else f"{count}个例子，{len(lines)}个不符"
        sys.stdout.write("".join(f"{line}\n" for line in (f"{rule.slug}：{said}", *lines)))
    return int(bool(failed))


def _wrong_examples(rule: "Rule", examples: "Mapping[str, Any]", level2: "Sequence[str]", path: str) -> "Iterator[str]":
    import re

    from perflint_zh.testing import flags_of, read_examples

    try:
        for example in read_examples(rule, examples):
            if flags_of(rule, example.part) != list(example.flags):
                wanted = "应报告而没有报告" if example.flags else "不应报告而报告了"
                told = "；".join(f"{key} = {value}" for key, value in example.source.items())
                where = (
                    ""
                    if "level2" in example.source or not level2
                    else f"（规则只看{'、'.join(level2)}，例子没有写 level2）"
                )
                yield f"  第{example.number}个例子{wanted}：{told}{where}"
    except (TypeError, KeyError, AttributeError) as error:
        key = re.search(r"'(\w+)'", str(error))
        wrong = f"没有字段“{key[1]}”" if key else "字段不对"
        raise UsageError(
            f"规则文件{path}的{rule.slug}：例子里{wrong}；字段名与报告的栏目相同，如 name、value、level2"
        ) from error
