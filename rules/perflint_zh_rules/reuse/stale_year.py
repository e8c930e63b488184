"""stale-year."""

from collections.abc import Iterator

import msgspec
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.patterns import expression
from perflint_zh.rule import Deferred, Flaw, Outcome, rule
from perflint_zh_models.quantities.promises import REPORT, promises
from perflint_zh_models.quantities.words import pairs
from perflint_zh_models.quantities.years import Year, years

from perflint_zh_rules._figures import rows_of

OWED = expression(
    r"兑现|考核|奖|补发|补缴|清算|结转|尾款|余款|欠|决算|审计|第?[四4]季度|1?[0-2]月份|采暖|供暖|取暖|年报|评价|统计|数据|基数|自评|验收|质保|合同|协议|采购|招标|中标|续|收入|产量|上年|去年|末|存量|遗留|往年|历年|毕业|[0-9]级|届|出生|入学|参保|登记(?![到至])|招录|考录|评为|评定|鉴定|认定|列入|纳入|排查出|摸[排底]|普查|受灾"
)
"""Words that give last year's work or figures a place in this year's budget."""

SETTLED = expression(r"兑现|补发|补缴|清算|结转|尾款|余款|欠|质保|截至|截止到")
"""Words that give a date in an earlier year its place."""

HISTORY = expression(
    r"尾款|余款|欠|结转|续|遗留|存量|历年|往年|统计|数据|基数|收入|产量|毕业|[0-9]级|届|出生|入学|参保|登记|招录|考录|债券|本息|档案|案卷|卷宗|文书|史料|志书|年鉴"
)
"""Words that give a year longer past its place."""

MADE = expression(
    r"(?:形成|产生|生成|出台|印发|签订|签发|颁发|核发|审结|结案|归档|拍摄|录制|出版|编印|移交|接收|征集|采集|发证|竣工|投用|建成|[装建购买换修配铺种栽植造产埋])的|受灾"
)
"""Words for things of which the years before tell how old they are."""

ACTS = expression(
    r"创建|维修|采购|治理|巡查|监测|检查|整治|救助|慰问|组织|开展|完成|举办|实施|召开|建设|培训|购置|印制|宣传|保障|提升|落实|计划|目标|任务"
)
CARRIED_ON = expression(
    r"工程|改造|建设|项目|中央|省级?|上级|结转|下达|债券|尾款|专项资金|补助资金|奖补|衔接资金|转移支付|招生|毕业|级|届"
)
"""Words in a project's name that explain an earlier year: works of several years, money from above."""

BEGINNING = 4
"""Characters before a year that in a row still says when all of its clause is (完成2022年…); further on it tells how old a thing is."""

OPENING = expression(
    r"(?:19|20)\d\d年度?(?:为|向|对|给|把|将|计划|拟|全年|组织|开展|完成|实施|举办|安排|保障|支付|发放)"
)
"""A clause that opens with the year in which something is to be done."""

LONG_AGO = 8
"""Years after which nobody copies last year's table: what is older is how old a thing is."""

GOALS = expression(r"绩效目标")
PLANS = expression(r"将|计划|力争|拟|确保|目标")


OPENED = expression(r"\D?(?:19|20)\d\d年度?(?P<rest>\D{3,})")
"""A name or description that opens with the year of what is measured and has no other figure, which could be that year's result."""


class Stale(msgspec.Struct, frozen=True):
    """A year at fault and where it stands."""

    field: str
    text: str
    year: Year
    row: Indicator | None


@rule(Budget, severity="warning", fix="unsafe")
def stale_year(budget: Budget) -> Iterator[Outcome]:
    """年份过时：目标或指标里写着不属于本预算年度的年份。

    2024年的预算写“2022年底前完成”，期限在预算批复前就过了，多半是沿用往年的表没有改。

    写法：2024年预算、指标值“2022年10月底前” → “2024年10月底前”。

    依据：绩效目标随年度预算申报、批复（《中央部门预算绩效目标管理办法》财预〔2015〕88号）。

    误报：《》里的书名和文号、“截至2022年底”、“2019年建成”、“比2023年增长”、规划期和跨年采暖季是正常的；兑现上年考核奖、支付上年尾款、续建工程可以写以前的年份；依据栏不查；以后的年份不报。
    """
    if budget.year is None:
        yield Deferred("不知道预算年度")
        return
    for project in budget.projects:
        found = list(_texts(project, budget.year))
        if found:
            yield _flaw(project, found, budget.year)
    for passage in budget.passages:
        if not GOALS.search(passage.section):
            continue
        old = [
            year
            for year in years(passage.text)
            if year.kind in {"plain", "deadline"} and year.last < budget.year and PLANS.search(year.clause)
        ]
        if old and not OWED.search(old[0].clause) and not REPORT.search(passage.text):
            yield Flaw(
                "narrative",
                f"{passage.section.strip()}写“{_short(old[0])}”，预算年度是{budget.year}年",
                suggestion=f"改为{budget.year}年",
            )
            return


def _texts(project: Project, current: int) -> Iterator[Stale]:
    for year in years(project.name):
        if year.kind in {"plain", "deadline"} and year.last < current - 1 and not CARRIED_ON.search(project.name):
            yield Stale("name", project.name, year, None)
    for field, text, row in _fields(project):
        for year in years(text):
            told_so = row is not None and LAST_YEARS.search(row.name) is not None
            earlier = told_so or (field == "description" and row is not None and _is_earlier_figure(year, row))
            if not earlier and _is_stale(year, text, current, deadline=field == "value", row=row):
                yield Stale(field, text, year, row)
                break


def _opens(text: str, row: Indicator) -> bool:
    """Whether a name, or a description that repeats something of it, opens with the year of what is to be measured."""
    opened = OPENED.fullmatch(text)
    return opened is not None and not pairs(opened["rest"]).isdisjoint(pairs(row.name))


def _fields(project: Project) -> Iterator[tuple[str, str, Indicator | None]]:
    yield "goal", project.goal or "", None
    for row in rows_of(project):
        yield from (("name", row.name, row), ("description", row.description or "", row), ("value", row.value, row))


SATISFACTION = "服务对象满意度指标"

ASKED_THEN = expression(r"(?:19|20)\d\d年[末底][^，。；]{0,8}(?:问卷|测评|访问|走访|回访|评议|调查|座谈|电话)")
"""A description that opens with the end of a year at which people were asked."""

LAST_YEARS = expression(r"上年|上一年|去年|往年|历年")
"""Names of what is done about an earlier year."""


def _is_earlier_figure(year: Year, row: Indicator) -> bool:
    """Whether the clause of a year gives another figure in the unit of the row's value: what was reached in that year (2025年召开7次)."""
    value = row.quantity
    return value is not None and any(
        promise.quantity.unit == value.unit and promise.quantity.number not in {None, value.number}
        for promise in promises(year.clause[year.clause.find(str(year.year)) :])
    )


def _is_stale(year: Year, text: str, current: int, *, deadline: bool, row: Indicator | None) -> bool:
    if year.last >= current or year.kind in {"title", "baseline"}:
        return False
    if year.kind == "past":
        # People who were asked at the end of an earlier year say nothing of this one.
        asked = row is not None and level2_of(row.level2) == SATISFACTION and ASKED_THEN.match(text) is not None
        return asked and year.last < current - 1
    if deadline or year.kind == "deadline":
        return not SETTLED.search(year.clause)
    if year.kind == "span":
        return year.last < current - 1 and not (HISTORY.search(year.clause) or MADE.search(year.clause))
    at = year.clause.find(str(year.year))
    # A goal that opens with a year sets it; what else is older than any copy tells how old a thing is.
    opens = OPENING.match(year.clause) is not None if row is None else _opens(text, row)
    if (year.last < current - LONG_AGO and not opens) or (row is not None and at > BEGINNING):
        return False
    if REPORT.search(text):
        return True
    if year.last == current - 1:
        timed = row is not None and (level2_of(row.level2) == "时效指标" or _opens(text, row))
        return not OWED.search(year.clause) and (timed or ACTS.search(year.clause) is not None)
    return not HISTORY.search(year.clause)


def _flaw(project: Project, found: list[Stale], current: int) -> Flaw:
    first = next((stale for stale in found if stale.row is not None), found[0])
    rows = tuple(
        {id(stale.row): stale.row for stale in found if stale.row is not None and stale.row is not first.row}.values()
    )
    where = {"goal": "绩效目标", "name": "名称", "description": "描述", "value": "指标值"}[first.field]
    owner = (
        f"“{first.row.name}”的{where}"
        if first.row is not None and first.field != "name"
        else where
        if first.row is not None or first.field == "goal"
        else "项目名称"
    )
    return Flaw(
        first.field,
        f"{owner}写“{_short(first.year)}”，预算年度是{current}年",
        suggestion=f"改为{current}年；确属往年事项的，写明“截至”“结转”等",
        evidence={"year": first.year.year, "budget_year": current, "places": len(found)},
        project=project,
        indicator=first.row,
        rows=rows,
        replacement=first.text.replace(f"{first.year.year}年", f"{current}年") if first.year.kind != "span" else None,
    )


def _short(year: Year) -> str:
    """The clause around a year, shortened."""
    at = year.clause.find(str(year.year))
    return year.clause[max(0, at - 6) : at + 18]
