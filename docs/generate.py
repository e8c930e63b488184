"""The parts of the site that follow from the code: a hook of mkdocs.

A page per rule, the catalogue and the commands are made whole; in written pages a line `<!-- 由程序填写：名称 -->` is replaced by
a table of what is in force. What has no description stops the build, so that nothing new goes undocumented.
"""  # noqa: INP001 -- a hook is loaded by its path

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from perflint_zh import score
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.check import Finding
from perflint_zh.cli import app
from perflint_zh.config import Config, Gate, Override
from perflint_zh.document import Place
from perflint_zh.report.catalogue import SEVERITY_NAMES
from perflint_zh.rule import FAMILIES, SEVERITIES, Corpus, Flaw, Rule
from perflint_zh.testing import Example, examples_beside, make_budget
from perflint_zh_rules import rules

SCORES = Path(__file__).parent.parent / "corpus" / "scores.md"
"""Written by `perflint evaluate corpus --write`."""

PARTS: Mapping[type[Any], str] = {
    Indicator: "一行指标",
    Project: "一个项目",
    Budget: "一份文件",
    Corpus: "全部文件一起看",
}
FIXES = {"safe": "`perflint fix`", "unsafe": "`perflint fix --unsafe`，改后人工核对", None: "没有，要人工改"}

FIELDS = {
    "department": "部门",
    "year": "预算年度",
    "project_expenditure_wan": "项目支出（万元）",
    "unit": "单位",
    "budget_wan": "预算数（万元）",
    "goal": "绩效目标",
    "spending_plan": "资金支出计划",
    "spending_plan_unit": "支出计划的单位",
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "description": "绩效指标描述",
    "value": "指标值",
    "basis": "确定依据",
    "weight": "权重",
    "history": "上年完成",
    "duplicate_row": "换页重印",
}
"""Fields of examples in the order shown, with the heads that they have in a goal table."""

SETTINGS = {
    "select": "只用这些规则或类别；空着就是全部",
    "ignore": "不用这些规则或类别",
    "preview": "也用试行规则",
    "severity": '改规则或类别的级别，例如 `{ missing-basis = "note" }`',
    "settings": "各条规则自己的设置，写成 `[settings.规则名]`；有哪些见[规则总览](rules/index.md)里各条规则的页",
    "rules": "自己的规则文件（TOML），见[自己加规则](own-rules.md)",
    "plugins": "已安装的规则插件的名字，见[自己加规则](own-rules.md)",
    "templates": "模板文件：其中的文字是规定的写法，不算照搬",
    "allow": "允许的说法：问题里引用的正是其中一句，就不报告",
    "profile": "`template` 用于模板库：写明待填的占位（`【待填】`、`{{名称}}`、`×××`、`____`）不算问题",
    "fail_on": "出现这一级及以上的问题时退出码为 1；`never` 表示从不",
    "min_score": "部门得分低于此数时退出码为 1",
    "gates": "质量门槛，写成一段或几段 `[[gates]]`，见下",
    "overrides": "只对一部分文件或部门改设置，写成一段或几段 `[[overrides]]`，见下",
    "exclude": '不读的文件，如 `["旧文件/", "*.tmp.docx"]`；不含 `/` 的写法在任何文件夹里都算',
    "baseline": "基线文件：其中已有的问题不再报告",
    "waivers": "豁免清单：`.toml`，或填好处理意见的工作簿，见[推行三步](rollout.md#waivers)",
    "jobs": "并行进程数；不写就按处理器数",
}
"""What each setting does; every field of Config must be here."""

OVERRIDE_SETTINGS = {
    "files": "文件，写法同 `exclude`；空着就是全部文件",
    "departments": "部门名称，可用 `*`；空着就是全部部门",
    "ignore": "对它们不用的规则或类别",
    "severity": "对它们改的级别",
}
GATE_SETTINGS = {
    "departments": "部门名称，可用 `*`；空着就是全部部门",
    "min_score": "部门得分的下限",
    "max_errors": "部门最多可以有几处错误",
    "max_share_poor": "部门最多可以有多大比例的项目为差（0–1）",
}

MARKDOWN = frozenset("\\`*_{}[]()#+-!|<>&~^=:$\"'")
"""What means something to Markdown or its extensions; written as entities."""


class Measured(msgspec.Struct, frozen=True):
    """What corpus/scores.md says of one rule, as printed."""

    recall: str
    precision: str
    held_recall: str
    held_precision: str


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the rules into the navigation, by family."""
    for entry in config.nav or ():
        if "规则" in entry:
            entry["规则"] += [
                {name: [f"rules/{rule.slug}.md" for rule in _family(family)]} for family, name in FAMILIES.items()
            ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made whole."""
    measured = read_scores()
    pages = {
        "rules/index.md": _catalogue(measured),
        "commands.md": _commands(),
        **{f"rules/{rule.slug}.md": _rule_page(rule, measured.get(rule.slug)) for rule in rules()},
    }
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 -- as mkdocs calls it
    """Fill in the tables of a written page."""
    return re.sub(r"<!-- 由程序填写：(.+?) -->", lambda found: _filled(found[1], page), markdown)


def _filled(name: str, page: Page) -> str:
    if name not in TABLES:
        raise PluginError(f"{page.file.src_uri}：没有可填写的“{name}”，可用：{'、'.join(TABLES)}")
    return TABLES[name]()


def _family(family: str) -> list[Rule]:
    return sorted((rule for rule in rules() if rule.family == family), key=lambda rule: rule.slug)


def plain(text: object) -> str:
    """Text that Markdown shows as it is, on one line."""
    shown = "".join(f"&#{ord(letter)};" if letter in MARKDOWN else letter for letter in str(text))
    return shown.replace("\n", "<br>")


def joined(paragraph: str) -> str:
    """A paragraph of a docstring without its line breaks; only Latin words need a blank there."""
    return re.sub(r"\n", "", re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", paragraph))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table of cells that are already Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def read_scores(path: Path = SCORES) -> Mapping[str, Measured]:
    """Figures by rule, 合计 among them; none while nothing has been measured."""
    if not path.is_file():
        return {}
    rows = re.findall(r"^\| ([a-z-]+|合计) \| (.+) \|$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {slug: Measured(*cells.split(" | ")) for slug, cells in rows if set(cells) - set("-| ")}


def _scores() -> str:
    measured = read_scores()
    if not measured:
        return '!!! note "尚无数字"\n    本站生成时还没有 corpus/scores.md；运行 `perflint evaluate corpus --write corpus/scores.md` 后重新生成。\n'
    counted = re.search(r"(\d+)份文档，其中(\d+)份", SCORES.read_text(encoding="utf-8"))
    told = f"共 {counted[1]} 份样例文档，其中 {counted[2]} 份（按部门）划为留出。\n\n" if counted else ""
    known = {rule.slug for rule in rules()}
    return told + table(
        ["规则", "查全率", "准确率", "留出查全率", "留出准确率"],
        (
            [f"[{slug}](rules/{slug}.md)" if slug in known else slug, *map(plain, msgspec.structs.astuple(figures))]
            for slug, figures in measured.items()
        ),
    )


def _catalogue(measured: Mapping[str, Measured]) -> str:
    counts = "、".join(
        f"{SEVERITY_NAMES[severity]} {sum(rule.severity == severity for rule in rules())} 条" for severity in SEVERITIES
    )
    lines = [
        "# 规则总览",
        "",
        f"共 {len(rules())} 条规则，按默认级别：{counts}。同一条规则的个别问题可以比默认级别轻或重。",
        "命令行里 `perflint rules` 列出同样的内容，`perflint rules 规则名` 显示一条规则。",
        "",
    ]
    for family, name in FAMILIES.items():
        lines += [f"## {name}（{family}）", "", f"扣分项：{score.SUB_POINTS[family]}", ""]
        rows = (
            [
                f"[{rule.slug}]({rule.slug}.md)",
                SEVERITY_NAMES[rule.severity] + ("（试行）" if rule.preview else ""),
                plain(rule.title),
                plain(measured[rule.slug].precision) if rule.slug in measured else "—",
            ]
            for rule in _family(family)
        )
        lines.append(table(["规则", "级别", "查什么", "准确率"], rows))
    lines.append("准确率只算错误和警告，怎样量得、能说明什么见[准确率](../accuracy.md)。")
    return "\n".join(lines)


def _rule_page(rule: Rule, measured: Measured | None) -> str:
    what, *paragraphs = re.split(r"\n\s*\n", rule.documentation)
    sections: dict[str, str] = {"为什么": ""}
    for paragraph in paragraphs:
        head = re.match(r"(写法|依据|误报)：", paragraph)
        title = {"写法": "怎样改", "依据": "依据", "误报": "不报告的情形"}[head[1]] if head else "为什么"
        sections[title] = sections.get(title, "") + f"{plain(joined(paragraph[head.end() if head else 0 :]))}\n\n"
    sub_point = score.OWN_SUB_POINTS.get(rule.slug) or score.SUB_POINTS[rule.family]
    facts = {
        "类别": f"{FAMILIES[rule.family]}（{rule.family}）",
        "默认级别": SEVERITY_NAMES[rule.severity] + ("（试行，加 `--preview` 才用）" if rule.preview else ""),
        "看什么": PARTS[rule.part],
        "扣分项": sub_point,
        "自动修正": FIXES[rule.fix],
    }
    lines = [
        f"# {rule.slug}",
        "",
        f"**{plain(joined(what))}**",
        "",
        *(f"- {head}：{told}" for head, told in facts.items()),
        "",
    ]
    lines += [f"## {title}\n\n{text}" for title, text in sections.items() if text]
    lines += ["## 例子", "", "例子是编写的，也是这条规则的测试。加底色的是被指出的格子。", ""]
    examples = list(examples_beside(rule))
    lines += ["### 应报告", ""]
    lines += [_example(rule, example) for example in examples if example.flags]
    lines += ["### 不应报告", ""]
    lines += [_example(rule, example) for example in examples if not example.flags]
    lines += ["## 设置", "", *_own_settings(rule), "## 实测", "", _measured(measured)]
    return "\n".join(lines) + "\n"


def _own_settings(rule: Rule) -> Iterator[str]:
    if rule.settings:
        yield "可以在 [perflint.toml](../settings.md) 里改，下面是默认值：\n"
        values = "\n".join(f"{name} = {json.dumps(value)}" for name, value in rule.settings.items())
        yield f"```toml\n[settings.{rule.slug}]\n{values}\n```\n"
    else:
        yield "没有自己的设置。"
    yield f'不用这条规则：`--ignore {rule.slug}`，或在设置文件里写 `ignore = ["{rule.slug}"]`。\n'


def _measured(measured: Measured | None) -> str:
    if measured is None:
        return "没有实测数字。"
    figures = table(
        ["", "查全率", "准确率"],
        [
            ["全部样例", plain(measured.recall), plain(measured.precision)],
            ["其中留出的", plain(measured.held_recall), plain(measured.held_precision)],
        ],
    )
    return (
        f"{figures}\n括号内是处数；提示不计入准确率，没有可计的写“—”。怎样量得、能说明什么见[准确率](../accuracy.md)。"
    )


def _example(rule: Rule, example: Example) -> str:
    """An example with what perflint says of it, indented as a box."""
    marks = {_mark(flag) for flag in example.flags}
    body = list(_told(rule.part, example.source, marks))
    body += [_said(flaw) for flaw in rule.outcomes(example.part) if isinstance(flaw, Flaw)]
    kind = "failure" if example.flags else "success"
    why = f"：{plain(example.why)}" if example.why else ""
    lines = "\n".join(body).splitlines()
    return f'!!! {kind} "例{example.number}{why}"\n' + "\n".join(f"    {line}".rstrip() for line in lines) + "\n"


def _said(flaw: Flaw) -> str:
    advice = f"<br>建议：{plain(flaw.suggestion)}" if flaw.suggestion else ""
    return f"报告：{plain(flaw.message)}{advice}\n"


Mark = tuple[str, int, str]
"""Project ("" for the part itself), number of the row (0: none), field."""


def _mark(flag: str) -> Mark:
    owner, _, rest = flag.rpartition("/")
    row, _, field = rest.rpartition(".")
    return owner, int(row or 0), field


def _told(part: type[Any], source: Mapping[str, Any], marks: set[Mark]) -> Iterator[str]:
    """An example in the words of a goal table."""
    if part is Indicator:
        yield _rows([source], {(row + 1, field) for _, row, field in marks})
    elif part is Project:
        yield from _project(source, "", marks)
    elif part is Budget:
        yield from _budget(source, marks)
    else:
        for number, budget in enumerate(source["budgets"], start=1):
            yield f"**文件{number}**\n"
            yield from _budget(budget, marks)


def _budget(source: Mapping[str, Any], marks: set[Mark]) -> Iterator[str]:
    yield from _facts(source, {field for owner, _, field in marks if not owner})
    listed = [
        f"{plain(entry['name'])}（{entry['budget_wan']}万元）" if "budget_wan" in entry else plain(entry["name"])
        for entry in source.get("narrative_projects", ())
    ]
    if listed:
        yield f"支出说明里的项目：{'、'.join(listed)}\n"
    for passage in source.get("passages", ()):
        section, text = (passage["section"], passage["text"]) if isinstance(passage, dict) else ("说明", passage)
        yield f"{plain(section)}：{plain(text)}\n"
    for project in source.get("projects", ()):
        yield from _project(project, project.get("name", "工作经费"), marks)


def _project(source: Mapping[str, Any], owner: str, marks: set[Mark]) -> Iterator[str]:
    own = {(row, field) for name, row, field in marks if name == owner}
    here = {field for row, field in own if not row}
    if "name" in source:
        yield f"项目：{_marked(source['name'], marked='name' in here)}\n"
    yield from _facts({key: value for key, value in source.items() if key != "name"}, here)
    if source.get("indicators"):
        yield _rows(source["indicators"], own)


def _facts(source: Mapping[str, Any], marked: set[str]) -> Iterator[str]:
    for field, head in FIELDS.items():
        if field in source:
            value = source[field]
            shown = "、".join(f"{key} {part}" for key, part in value.items()) if isinstance(value, dict) else value
            yield f"{head}：{_marked(shown, marked=field in marked)}\n"


def _rows(rows: Sequence[Mapping[str, Any]], marks: set[tuple[int, str]]) -> str:
    columns = [field for field in FIELDS if any(field in row for row in rows)]
    return table(
        [FIELDS[field] for field in columns],
        (
            [_marked(row.get(field, ""), marked=(number, field) in marks) for field in columns]
            for number, row in enumerate(rows, start=1)
        ),
    )


def _marked(value: object, *, marked: bool) -> str:
    shown = plain("是" if value is True else f"{value:g}" if isinstance(value, float) else value)
    return f"<mark>{shown or '（空）'}</mark>" if marked else shown


def _struct(kind: type[msgspec.Struct], described: Mapping[str, str]) -> str:
    fields = msgspec.structs.fields(kind)
    if unlike := {field.name for field in fields} ^ set(described):
        raise PluginError(f"docs/generate.py 里 {kind.__name__} 的说明与代码不符：{'、'.join(sorted(unlike))}")
    default = kind()
    return table(
        ["名字", "默认", "作用"],
        ([f"`{field.encode_name}`", _default(getattr(default, field.name)), described[field.name]] for field in fields),
    )


def _default(value: Any) -> str:
    if value is None:
        return "不设"
    return f"`{json.dumps(value, ensure_ascii=False)}`" if value not in ((), {}) else "空"


def _commands() -> str:
    group: Any = typer.main.get_command(app)
    lines = ["# 命令行参考", "", plain(group.help), "", plain(group.epilog), ""]
    lines += ["结果写到标准输出，进度和提示写到标准错误。每个命令都有 `--help`。", ""]
    for name, command in group.commands.items():
        arguments = [param for param in command.params if param.param_type_name == "argument"]
        options = [param for param in command.params if param.param_type_name == "option" and not param.hidden]
        usage = " ".join(["perflint", name, "[选项]", *(param.metavar or param.name for param in arguments)])
        lines += [f"## perflint {name}", "", f"{plain(command.help)}。", "", f"```text\n{usage}\n```", ""]
        if arguments:
            lines.append(
                table(["参数", "说明"], ([_code(arg.metavar or arg.name), plain(arg.help or "")] for arg in arguments))
            )
        if options:
            lines.append(table(["选项", "说明", "默认"], map(_option, options)))
    return "\n".join(lines)


def _option(option: Any) -> list[str]:
    names = " ".join(_code(name) for name in option.opts) + (f" {plain(option.metavar)}" if option.metavar else "")
    choices = getattr(option.type, "choices", None)
    among = f"：{'、'.join(_code(str(getattr(one, 'value', one))) for one in choices)}" if choices else ""
    default = getattr(option.default, "value", option.default)
    return [names, plain(option.help or "") + among, "" if default in {None, False} else _code(str(default))]


def _code(text: str) -> str:
    return f"<code>{plain(text)}</code>"


def _blocks() -> str:
    rows = [
        [block, f"{sum(subs.values()):g}", name, f"{points:g}", "、".join(_families_of(name))]
        for block, subs in score.BLOCKS.items()
        for name, points in subs.items()
    ]
    return table(["方面", "分数", "分项", "分数", "由哪些规则扣"], rows)


def _families_of(sub_point: str) -> Iterator[str]:
    yield from (FAMILIES[family] for family, own in score.SUB_POINTS.items() if own == sub_point)
    yield from (f"[{slug}](rules/{slug}.md)" for slug, own in score.OWN_SUB_POINTS.items() if own == sub_point)


def _weights() -> str:
    return table(
        ["级别", "一条规则最多扣分项的", "对整份文件的问题扣部门得分的"],
        (
            [SEVERITY_NAMES[severity], f"{score.WEIGHTS[severity]:.0%}", f"{score.DOCUMENT_WEIGHTS[severity]:.0%}"]
            for severity in SEVERITIES
        ),
    )


def _grades() -> str:
    return table(["等级", "得分"], ([name, f"{least:g} 分及以上" if least else "其余"] for least, name in score.GRADES))


def _gates() -> str:
    rows = [
        [f"有 [{slug}](rules/{slug}.md) 的错误", f"{most:g}", score.grade_of(most)]
        for slug, most in score.GATES.items()
    ]
    empty = f"{score.EMPTY_AT_MOST:g}"
    rows.append(["没有一条指标，或绩效目标是空的", empty, score.grade_of(score.EMPTY_AT_MOST)])
    return table(["情形", "最高得分", "最高等级"], rows)


ROWS_BY_HAND = 4
"""Rows of the table in the worked example; one of them has a vague value. The same example stands in tests/test_score.py."""


def _example_budget(*budgets_wan: float) -> Budget:
    """Projects named 甲, 乙… with printed budgets and the rows of the worked example."""
    rows = [{"name": f"指标{number}"} for number in range(1, ROWS_BY_HAND + 1)]
    projects = [
        {"name": f"{name}项目", "budget_wan": budget, "indicators": rows}
        for name, budget in zip("甲乙", budgets_wan, strict=False)
    ]
    return make_budget({"projects": projects}, 1)


def _example_finding(budget: Budget, project: str) -> Finding:
    return Finding(
        rule="vague-value", family="clarity", severity="warning", confidence=1.0, message="", suggestion="", path=budget.path, place=Place(line=2),
        department=budget.department, unit="department", project=project, level2="数量指标", indicator="指标2", value="", field="value",
    )  # fmt: skip


def _steps_by_hand() -> str:
    """The steps of the worked example with the constants in force; the result below them is the code's own."""
    weight, points = score.WEIGHTS["warning"], score.BLOCKS["完整性"]["明确清晰"]
    share = 1 / ROWS_BY_HAND
    lost = weight * math.sqrt(share)
    block = sum(score.BLOCKS["完整性"].values())
    others = [sum(subs.values()) for name, subs in score.BLOCKS.items() if name != "完整性"]
    return f"""\
- 有问题的比例：1 ÷ {ROWS_BY_HAND} = {share:g}，√{share:g} = {math.sqrt(share):g}
- 扣去的比例：警告 {weight:.0%} × {math.sqrt(share):g} = {lost:.4g}
- vague-value 属于“明确清晰”（{points:g} 分）：扣 {points:g} × {lost:.4g} = {points * lost:.4g} 分
- 完整性 = {block:g} − {points * lost:.4g} = {block - points * lost:.4g}，别的方面不扣
- 得分 = {block - points * lost:.4g} + {" + ".join(f"{full:g}" for full in others)} = {block - points * lost + sum(others):.4g}
"""


def _worked_example() -> str:
    """The result of the worked example as the code has it."""
    budget = _example_budget(10.0)
    scored = score.score_project(budget, budget.projects[0], [_example_finding(budget, "甲项目")])
    return table(
        [*scored.blocks, "得分", "等级"],
        [[*(f"{points:g}" for points in scored.blocks.values()), f"**{scored.score:g}**", scored.grade]],
    )


def _department_example() -> str:
    budget = _example_budget(90.0, 10.0)
    scores = score.score_budgets([budget], [_example_finding(budget, "乙项目")])
    first, second = (project.score for project in scores.projects)
    department = scores.departments[0]
    return (
        f"例：甲项目预算 90 万元，得 {first:g} 分；乙项目预算 10 万元，得 {second:g} 分。部门得分 "
        f"(90 × {first:g} + 10 × {second:g}) ÷ 100 = **{department.score:g}**（保留一位小数）；"
        f"简单平均是 {department.plain_score:g}。"
    )


TABLES: Mapping[str, Callable[[], str]] = {
    "方面和分项": _blocks,
    "级别": _weights,
    "等级": _grades,
    "封顶": _gates,
    "提示封顶": lambda: f" {score.NOTES_AT_MOST:.0%}",
    "手算步骤": _steps_by_hand,
    "手算例子": _worked_example,
    "部门例子": _department_example,
    "准确率": _scores,
    "设置": lambda: _struct(Config, SETTINGS),
    "部分文件的设置": lambda: _struct(Override, OVERRIDE_SETTINGS),
    "门槛的设置": lambda: _struct(Gate, GATE_SETTINGS),
}
"""What written pages may ask for."""
