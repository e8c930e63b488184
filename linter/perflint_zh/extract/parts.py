"""Facts about the document as a whole: whose budget it is, which part of it an item stands in, its year and totals."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from perflint_zh.document import Cell, Paragraph
from perflint_zh.extract.amounts import amount_wan, declared_unit
from perflint_zh.extract.header import is_above_header, read_header
from perflint_zh.extract.rows import Item
from perflint_zh.extract.titles import MAX_TITLE, table_title
from perflint_zh.extract.words import bare, column_candidates, fold, label_of, owner_of, owners
from perflint_zh.patterns import expression

CAPTION = expression(r"(?P<code>\d{3}|\d{6}|\d{9})\s*(?P<name>[^\W\d_][^：:，。；]{1,39})")
"""Code and name of a department or unit as printed above budget tables (434某县人民政府办公室)."""

BESIDE = expression(r"\s+[^\s：:]{2,8}[：:].*$", re.DOTALL)
"""What may stand in the same line (单位：万元)."""

NOT_A_NAME = expression(r"(?:支出|事务|收入|运行|年|年度|经费|费用|拨款|缴费|补助|万元|元|页)$")
EXPLANATION = expression(
    r"(?:第[一二三四五六七八九十]+部分)?(?P<name>[^\d，。：；]{2,40}?)(?P<year>20\d{2})年度?(?P<kind>部门|单位)预算(?:信息)?(?:公开)?(?:情况)?(?:的?说明|公开|公开目录|文本)?"
)
"""Heading of an explanation: 某县财政局2024年部门预算信息公开情况说明."""

YEAR = expression(
    r"预算年度[:：]?(20\d{2})|[（(](20\d{2})(?:年|[)）](?!第?\d)|$)|^(20\d{2})年度?[)）]?$|(20\d{2})年度?(?:部门|单位)?(?:整体)?预算"
)
"""The year as forms declare it; (2022)15号 is the number of a document."""

TITLE = expression(r"(?:绩效|自评).*(?:表|[)）]|报告|目标和指标)$")
MENTIONED_YEAR = expression(r"(20\d{2})年")
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
    match = CAPTION.fullmatch(" ".join(BESIDE.sub("", text).split())) if len(text) <= 60 else None
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
        department, code = (names[0], None) if names else _owner(items)
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


ORGANISATION = expression(
    r"[^\d，。；：:、\s（）()]{2,28}(?:局|委员会|政府|办公室|办事处|中心|大学|学院|学校|中学|小学|幼儿园|法院|检察院|医院|卫生院|联合会|馆|院|厅|管理处|管理所|支队|大队|总站)"
)
PUBLISHED_FOR = expression(rf"({ORGANISATION.pattern})(?=20\d{{2}}年|项目支出|部门预算|部门整体)")
"""An organisation that begins the title of its form."""

FIRST_LINES = 3
"""Lines before the first table among which a document may name its organisation."""

CODED = expression(r"\s*[\[(（【]?(\d{3,9})[\])）】]?[-—_\s]*(?=\D)")
"""A code before the name of an organisation ([103]某县财政局, 434001-某县财政局)."""

NEXT_LABEL = expression(r"(?:^|\s+)[^\s：:]{2,8}[：:]|\s{2,}")


Office = tuple[str, str | None]
"""Name and code."""


def _owner(items: Sequence[Item]) -> tuple[str | None, str | None]:
    """Department, and its code where that stands before it, as the document's first lines or its forms name it.

    The office that fills in the form comes before the one above it, unless several offices do, and the one that carries out the project last.
    """
    for item in items[:FIRST_LINES]:
        if not isinstance(item, Paragraph):
            break
        if ORGANISATION.fullmatch(item.text.strip()):
            return item.text.strip(), None
    found: dict[str, Counter[Office]] = {rank: Counter() for rank in owners()}
    titled: Counter[Office] = Counter()
    for item in items:
        texts = [item.text] if isinstance(item, Paragraph) else [cell.text for cell in item.originals()]
        for label, value in _beside(texts):
            rank = owner_of(label)
            name, code = _split_code(value) if rank is not None else ("", None)
            if rank is not None and name and bare(name) not in column_candidates():
                found[rank][name, code] += 1
        if isinstance(item, Paragraph) and (match := PUBLISHED_FOR.match(fold(item.text))) is not None:
            titled[match[1], None] += 1
    own, above, carried = found["own"], found["above"], found["carried"]
    alone = own if len(own) == 1 else Counter()
    best = next(
        (counts for counts in (alone, above, own, titled, _listed(items), carried, found["higher"]) if counts), None
    )
    return best.most_common(1)[0][0] if best else (None, None)


def _listed(items: Sequence[Item]) -> Counter[Office]:
    """Offices that a list of projects names; of a department and its units the department, whose code is the shortest."""
    columns: Mapping[str, int] = {}
    found: Counter[Office] = Counter()
    above: tuple[Cell, ...] = ()
    for item in items:
        if isinstance(item, Paragraph):
            # A row with one text only, above the projects of an office.
            alone = "project" in columns and ORGANISATION.fullmatch(item.text.strip()) is not None
            found[_split_code(item.text if alone else "")] += 1
            continue
        header = read_header(item.cells, above)
        above = item.cells if header is None and is_above_header(item.cells) else ()
        if header is not None:
            columns = header.columns
        else:
            found[_split_code(_office_in(item.cells, columns))] += 1
    found.pop(("", None), None)
    shortest = min((len(code or "") for _, code in found), default=0)
    return Counter({office: count for office, count in found.items() if len(office[1] or "") == shortest})


def _office_in(cells: Sequence[Cell], columns: Mapping[str, int]) -> str:
    """The office that a row of a list names, "" for none; it may stand in the column of projects where the row has no indicator."""
    own = {column: cells[at].text for column, at in columns.items() if at < len(cells) and not cells[at].spread}
    alone = ORGANISATION.fullmatch(own.get("project", "")) is not None and not own.get("name")
    return own.get("owner", "") or (own["project"] if alone else "")


def _beside(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Labels with the texts beside them, or behind their colon."""
    for index, (label, value) in enumerate(pairwise(texts)):
        # In a row of heads (单位编码｜单位名称｜…) an office stands at no place of a label.
        if label_of(value) is None and (index % 2 == 0 or label_of(texts[index - 1]) is not None):
            yield label, value
    for text in texts:
        label, colon, value = text.replace(":", "：", 1).partition("：")
        if colon:
            yield label, value


def _split_code(text: str) -> tuple[str, str | None]:
    """Name and code of an organisation; the name is empty when the text holds none ((盖章))."""
    text = NEXT_LABEL.split(text.strip())[0]
    match = CODED.match(text)
    name = re.sub(r"[-\s]*\d+$", "", text[match.end() :] if match else text).strip()
    return (name, match[1] if match else None) if bare(name) and len(fold(name)) <= 40 else ("", None)


def _year(items: Sequence[Item]) -> int | None:
    """The year that forms declare, else the one in their titles, else the one that the document mentions most."""
    declared: Counter[int] = Counter()
    titled: Counter[int] = Counter()
    mentioned: Counter[int] = Counter()
    for item in items:
        texts = [item.text] if isinstance(item, Paragraph) else [cell.text for cell in item.originals()]
        for text in map(fold, texts):
            for match in YEAR.finditer(text[:400]):
                declared[int(max(filter(None, match.groups())))] += 5 if match[1] else 1
            years = [int(year) for year in MENTIONED_YEAR.findall(text[:400])]
            mentioned.update(years)
            if TITLE.search(text) and len(text) <= MAX_TITLE:
                titled.update(years)
    often = Counter({year: count for year, count in mentioned.items() if count > 1})
    votes = declared or titled or often
    return max(votes, key=lambda year: (votes[year], year)) if votes else None


def _table_totals(items: Sequence[Item]) -> tuple[float | None, float | None]:
    """合计 and 项目支出 of the first expenditure table that has both columns, the sum before its parts."""
    unit: str | None = None
    offset: int | None = None
    for item in items:
        texts = [item.text] if isinstance(item, Paragraph) else [cell.text for cell in item.cells]
        for text in texts:
            unit = declared_unit(text) or unit if len(text) <= 60 else unit
        if isinstance(item, Paragraph):
            continue
        heads = [bare(text) for text in texts]
        parts = heads[heads.index("合计") :] if "合计" in heads else []
        if "项目支出" in parts:
            offset = parts.index("项目支出")
        elif offset is not None and parts:
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
