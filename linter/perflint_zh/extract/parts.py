"""Facts about the document as a whole: whose budget it is, which part of it an item stands in, its year and totals."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from perflint_zh.document import Paragraph
from perflint_zh.extract.amounts import amount_wan, declared_unit
from perflint_zh.extract.rows import Item
from perflint_zh.extract.titles import table_title
from perflint_zh.extract.words import bare, column_candidates, fold, labels
from perflint_zh.patterns import expression

CAPTION = expression(r"(?P<code>\d{3}|\d{6}|\d{9})\s*(?P<name>[^\W\d_][^：:，。；]{1,39})")
"""Code and name of a department or unit as printed above budget tables (434某县人民政府办公室)."""

NOT_A_NAME = expression(r"(?:支出|事务|收入|运行|年|年度|经费|费用|拨款|缴费|补助|万元|元|页)$")
EXPLANATION = expression(
    r"(?:第[一二三四五六七八九十]+部分)?(?P<name>[^\d，。：；]{2,40}?)(?P<year>20\d{2})年度?(?P<kind>部门|单位)预算(?:信息)?(?:公开)?(?:情况)?(?:的?说明|公开|公开目录|文本)?"
)
"""Heading of an explanation: 某县财政局2024年部门预算信息公开情况说明."""

YEAR = expression(r"(?:预算年度[:：]?|[（(])(20\d{2})年?度?|(20\d{2})年度?(?:部门|单位)?(?:整体)?预算")
PROJECT_TOTAL = expression(r"项目支出(?:预算)?(?:为|是|合计|共计)?\s*([\d,.]+)\s*(亿元|万元|元)")
TOTAL = expression(
    r"支出(?:预算|总计|合计|总额|预算总计)(?:安排)?(?:总?为|是|共计|共|合计)?\s*([\d,.]+)\s*(亿元|万元|元)"
)
CHANGE = expression(r"较\s*20\d{2}|较上年|比上年|比\s*20\d{2}|同比|增加|减少|增长|下降")


class Facts(msgspec.Struct, frozen=True):
    """What headings and budget tables say."""

    department: str | None = None
    code: str | None = None
    year: int | None = None
    total_wan: float | None = None
    project_wan: float | None = None


def caption_of(item: Item) -> tuple[str, str] | None:
    """Code and name when the item is the caption line above a budget table."""
    if isinstance(item, Paragraph):
        text = item.text
    else:
        own = item.originals()
        if (
            not own
            or len(own) > 4
            or not (len(own) == 1 or any("单位" in cell.text or "年度" in cell.text for cell in own))
        ):
            return None
        text = own[0].text
    match = CAPTION.fullmatch(" ".join(text.split())) if len(text) <= 60 else None
    if match is None or NOT_A_NAME.search(match["name"]) or table_title(text) is not None:
        return None
    return match["code"], match["name"].strip()


def explanation_of(item: Item) -> tuple[str, int, str] | None:
    """Name, year and kind (部门 or 单位) when the item is the heading of an explanation or a cover line."""
    if not isinstance(item, Paragraph) or len(item.text) > 70:
        return None
    match = EXPLANATION.fullmatch(fold(item.text))
    return None if match is None else (match["name"], int(match["year"]), match["kind"])


def find_facts(items: Sequence[Item]) -> Facts:
    """Department, code, year and totals of the department's own part."""
    captions = Counter(caption for item in items if (caption := caption_of(item)) is not None)
    explained = [found for item in items if (found := explanation_of(item)) is not None]
    # The department's own code is the shortest; above each of its tables it stands again, unlike a line that only looks like one.
    code, department = (
        min(captions, key=lambda caption: (len(caption[0]), -captions[caption])) if captions else (None, None)
    )
    if department is None:
        names = [name for name, _, kind in explained if kind == "部门"] or [name for name, _, _ in explained]
        department = names[0] if names else _owner(items)
    total, project = _table_totals(items)
    narrative_total, narrative_project = _narrative_totals(items)
    return Facts(
        department=department,
        code=code,
        year=_year(items),
        total_wan=total if total is not None else narrative_total,
        project_wan=project if project is not None else narrative_project,
    )


def with_units(items: Sequence[Item], facts: Facts) -> Iterator[tuple[str, Item]]:
    """Yield each item with the unit whose part it stands in: "department", or the subordinate unit's name."""
    unit = "department"
    for item in items:
        caption = caption_of(item)
        explained = explanation_of(item)
        if caption is not None:
            below = facts.code is not None and len(caption[0]) > len(facts.code) and caption[0].startswith(facts.code)
            unit = caption[1] if below else "department"
        elif explained is not None:
            unit = (
                explained[0]
                if explained[2] == "单位" and fold(explained[0]) != fold(facts.department or "")
                else "department"
            )
        yield unit, item


OWNERS = frozenset(
    {
        "主管部门",
        "主管部门及代码",
        "主管部门及编码",
        "预算部门",
        "预算单位",
        "部门名称",
        "单位名称",
        "填报单位",
        "实施单位",
    }
)
OWNED = expression(r"\s*(?:填报单位|部门名称|预算部门|预算单位|单位名称|主管部门)[:：]\s*(\S.{1,38})")


def _owner(items: Sequence[Item]) -> str | None:
    """Department named in the heads of the goal tables themselves (主管部门, 单位名称)."""
    found: Counter[str] = Counter()
    for item in items:
        texts = [item.text] if isinstance(item, Paragraph) else [cell.text for cell in item.originals()]
        for label, value in pairwise(texts):
            if (
                bare(label) in OWNERS
                and len(fold(value)) <= 40
                and bare(value) not in {**labels(), **column_candidates()}
            ):
                found[re.sub(r"^[\d\s-]+|[-\s]*\d+$", "", value.strip())] += 1
        for match in filter(None, map(OWNED.match, texts)):
            found[re.sub(r"^[\d\s-]+", "", re.split(r"\s{2,}|单位[:：]|金额", match[1])[0]).strip()] += 1
    found.pop("", None)
    return found.most_common(1)[0][0] if found else None


def _year(items: Sequence[Item]) -> int | None:
    votes: Counter[int] = Counter()
    for item in items:
        texts = [item.text] if isinstance(item, Paragraph) else [cell.text for cell in item.originals()]
        for text in texts:
            for match in YEAR.finditer(fold(text)[:400]):
                declared = "预算年度" in match[0]
                votes[int(match[1] or match[2])] += 5 if declared else 1
    return max(votes, key=lambda year: (votes[year], year)) if votes else None


def _table_totals(items: Sequence[Item]) -> tuple[float | None, float | None]:
    """合计 and 项目支出 of the first expenditure table that has both columns."""
    unit: str | None = None
    offset: int | None = None
    for item in items:
        texts = [item.text] if isinstance(item, Paragraph) else [cell.text for cell in item.cells]
        for text in texts:
            unit = declared_unit(text) or unit if len(text) <= 60 else unit
        if isinstance(item, Paragraph):
            continue
        heads = [bare(text) for text in texts]
        if "合计" in heads and "项目支出" in heads:
            offset = heads.index("项目支出") - heads.index("合计")
        elif offset is not None and "合计" in heads:
            # The header's merged cells may be narrower than the rows below: count from the word 合计, not from the left.
            at = heads.index("合计") + 1
            total = amount_wan(texts[at], unit) if at < len(texts) else None
            project = amount_wan(texts[at + offset], unit) if at + offset < len(texts) else None
            if total is not None:
                return total, project
    return None, None


def _narrative_totals(items: Sequence[Item]) -> tuple[float | None, float | None]:
    total: float | None = None
    project: float | None = None
    for item in items:
        if not isinstance(item, Paragraph):
            continue
        text = fold(item.text)
        for pattern in (TOTAL, PROJECT_TOTAL):
            match = pattern.search(text)
            if match is None or CHANGE.search(text[max(0, match.start() - 30) : match.start()]):
                continue
            amount = amount_wan(match[1], match[2])
            if pattern is TOTAL and total is None:
                total = amount
            elif pattern is PROJECT_TOTAL and project is None:
                project = amount
    return total, project
