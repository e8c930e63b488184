"""garbled-text."""

from collections.abc import Iterator
from itertools import chain, islice

from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import fold
from perflint_zh.knowledge import bare_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, Related, rule
from perflint_zh_models.quantities.promises import promises

from perflint_zh_rules._figures import measured, rows_of
from perflint_zh_rules.clarity._garbles import (
    QUOTED,
    Garble,
    broken_off,
    cut_off,
    doubled,
    lost_characters,
    next_column,
    residue,
    slips,
)

GOALS = expression(r"目标|绩效")
"""Headings of the passages that state goals; the rest of a narrative is not the table's author's."""

SHARE = expression(r"(?:率|比例|占比|满意度)$")
OPEN_SHARE = expression(r"(?:达到|达|符合|满足|超过|高于|占)[^，。；]{2,8}的$")
"""The end of a rate's description that compares with something and does not say with what; those counted may be told so (提起上诉的)."""


@rule(Budget, severity="warning", fix="unsafe")
def garbled_text(budget: Budget) -> Iterator[Outcome]:
    """文字差错：词写了两遍、句子没写完、错别字、夹着别的文字或转换残迹。

    差错多半是复制、识别或改写时留下的，会让人读不懂指标考核什么，公开后也有损公信。

    写法：“购置购置设备费用” → “购置设备费用”；“债卷发行服务费” → “债券发行服务费”；“对培训表示满意的” → “对培训表示满意的学员占受访学员的比例”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）的绩效目标审核看填报内容是否规范、表述是否明确清晰。

    误报：“法治宣传宣传品”一类前后词相接的不算重复；英文缩写、型号、单位不算别的文字；“帐”与“账”等通用写法不报；“大污染”一类丢字，只在同一文档别处写着完整的词时才报；句子之间用半角句点的不报，点两边的字合起来是一个词（“重.要”）才报。
    """
    if not budget.projects and not budget.passages:
        yield NotApplicable()
        return
    whole = "。".join(
        [passage.text for passage in budget.passages]
        + [text for project in budget.projects for text in (project.name, project.goal or "")]
        + [row.name for project in budget.projects for row in project.indicators]
    )
    for project in budget.projects:
        yield from _in_project(project, whole)
    found = [
        (passage, garble)
        for passage in budget.passages
        if GOALS.search(passage.section) and "保障措施" not in passage.section
        for garble in islice(_slips(passage.text, whole), 1)
    ]
    if found:
        first, garble = found[0]
        more = f"，另有{len(found) - 1}处" if len(found) > 1 else ""
        yield Flaw(
            "narrative",
            f"“{first.section}”一段里{garble.said}{more}",
            suggestion="改正文字",
            evidence={"pieces": [seen.piece for _, seen in found]},
            related=tuple(Related(project=None, path=budget.path, place=passage.place) for passage, _ in found),
        )


def _slips(text: str, whole: str) -> Iterator[Garble]:
    return chain(slips(text), lost_characters(text, whole))


def _in_project(project: Project, whole: str) -> Iterator[Flaw]:
    """One flaw for each thing that is wrong; rows that share it stand together."""
    for field, text in (("project", project.name), ("goal", project.goal or "")):
        endings = islice(chain(cut_off(text), broken_off(text)), 1) if field == "goal" else ()
        garbles = list(islice(chain(_slips(text, whole), endings), QUOTED))
        if garbles:
            what = "项目名称" if field == "project" else "绩效目标"
            yield Flaw(
                field,
                f"{what}“{_cut(text)}”：{'；'.join(garble.said for garble in garbles)}",
                suggestion=_suggested(garbles),
                project=project,
                replacement=garbles[0].repaired if len(garbles) == 1 else None,
            )
    shared: dict[str, list[tuple[Indicator, str, Garble]]] = {}
    for row in rows_of(project):
        for field, garble in chain(_read_wrong(row, project), _in_row(row, whole)):
            shared.setdefault(garble.piece, []).append((row, field, garble))
            break
    for places in shared.values():
        row, field, garble = places[0]
        yield Flaw(
            field,
            f"“{_cut(getattr(row, field) or '')}”：{garble.said}",
            suggestion=_suggested([garble]),
            project=project,
            indicator=row,
            rows=tuple(other for other, _, _ in places[1:]),
            replacement=garble.repaired,
        )


def _in_row(row: Indicator, whole: str) -> Iterator[tuple[str, Garble]]:
    for field, text in (("name", row.name), ("description", row.description or "")):
        for garble in chain(_slips(text, whole), cut_off(text)):
            yield field, garble
    for garble in next_column(row.name):
        yield "name", garble
    said = row.quantity is not None and row.quantity.kind in {"grade", "text"}
    for garble in chain(residue(row.value), doubled(row.value) if said else ()):
        yield "value", garble
    if SHARE.search(bare_name(row.name)) and (found := OPEN_SHARE.search(row.description or "")):
        yield "description", Garble(found[0], f"“{found[0]}”没有写完")


def _read_wrong(row: Indicator, project: Project) -> Iterator[tuple[str, Garble]]:
    """Counts whose first 2 was a ≥: the row says the number without it elsewhere, and the goal does not say it with it. Of a share impossible-value says so."""
    quantity = measured(row)
    if quantity is None or quantity.number is None or quantity.operator not in {None, "="} or quantity.unit == "%":
        return
    number = f"{quantity.number:g}"
    rest = number[1:]
    if not (number.startswith("2") and len(rest) >= 2 and rest.isdigit() and not rest.startswith("0")):
        return
    told = {
        promise.quantity.number
        for text in (row.name, row.description)
        for promise in promises(text)
        if promise.whole and promise.quantity.unit == quantity.unit
    }
    meant = any(promise.quantity.number == quantity.number for promise in promises(project.goal))
    if float(rest) in told and not meant:
        unit = quantity.raw_unit or quantity.unit or ""
        yield "value", Garble(row.value, f"多半是“≥{rest}{unit}”，“≥”被认成了“2”", f"≥{rest}{unit}")


def _suggested(garbles: list[Garble]) -> str:
    repaired = [garble.repaired for garble in garbles if garble.repaired]
    return f"改为“{_cut(repaired[0])}”" if len(repaired) == 1 and len(garbles) == 1 else "改正文字"


def _cut(text: str) -> str:
    shown = fold(text)
    return shown if len(shown) <= 40 else shown[:40] + "…"
