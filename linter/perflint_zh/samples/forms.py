"""Goal tables in the forms that offices use, as grids."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, chain

from perflint_zh.patterns import expression
from perflint_zh.samples.pieces import LEFT, UP, Grid, GridCell, Merged, Part, Piece, Text
from perflint_zh.samples.source import MONTHS, Project, Row, Source, level1
from perflint_zh.samples.style import Style

WIDTHS = {
    "level1": 9, "level2": 11, "name": 17, "description": 24, "operator": 7, "value": 11, "unit": 8, "basis": 13, "weight": 6,
    "direction": 9, "owner": 12, "project": 16, "budget": 10, "goal": 26,
}  # fmt: skip
"""Shares of the columns' widths."""

OPERATED = expression(r"\s*(?P<operator>[≥≤><=＝])\s*(?P<value>\d[\d,.]*)\s*(?P<unit>\D.*|)", re.DOTALL)
FALLING = frozenset("≤<")

HEAD_COLUMNS = 7
"""Columns of the block above the goal in the form `head`."""

GridRow = tuple[GridCell, ...]
Form = Callable[[Source, Project, Style], Grid]


def goal_tables(source: Source, style: Style) -> Iterator[Piece]:
    """All goal tables of a source."""
    match style.form or source.form:
        case "wide":
            yield from _wide(source, style)
        case "declaration":
            yield from _each(source, style, "项目支出绩效目标申报表", _declaration)
        case "evaluation":
            yield from _each(source, style, "项目支出绩效自评表", _evaluation)
        case _:
            yield from _own_tables(source, style)


def money(amount: float | None, unit: str) -> str:
    """An amount as tables print it, with all its decimals."""
    if amount is None:
        return ""
    if unit == "元":
        return f"{amount * 10_000:,.2f}"
    text = f"{amount:.6f}".rstrip("0")
    return text + "0" * (2 - len(text.partition(".")[2]))


def split_value(value: str) -> tuple[str, str, str]:
    """Operator, number and unit of a value for forms that keep them apart; a value in words stands in the unit, as platforms do."""
    match = OPERATED.fullmatch(value)
    if match:
        return match["operator"], match["value"], match["unit"]
    if re.match(r"\s*\d", value):
        number = re.match(r"\s*(\d[\d,.]*)\s*(.*)", value, re.DOTALL)
        return "", number[1] if number else value, number[2] if number else ""
    return ("定性", "", value) if value else ("", "", "")


def weights_of(project: Project, total: int = 90) -> tuple[str, ...]:
    """Weights as given, else the total shared out evenly."""
    if project.weights:
        return project.weights
    share, rest = divmod(total, len(project.rows))
    return tuple(str(share + (number < rest)) for number in range(len(project.rows)))


def actual_of(project: Project, number: int) -> str:
    """Actual value of a row for a form that reports: as given, else the target reached."""
    if project.actuals:
        return project.actuals[number]
    _, value, unit = split_value(project.rows[number].value)
    return f"{value}{unit}"


def level1_text(project: Project, number: int, source: Source, style: Style) -> str:
    """一级指标 of a row as printed."""
    name = level1(source.system, project.rows[number].level2)
    if not style.points:
        return name
    weights = [
        float(weight or 0)
        for row, weight in zip(project.rows, weights_of(project), strict=True)
        if level1(source.system, row.level2) == name
    ]
    return f"{name}（{sum(weights):g}分）"


def _title(project: Project, number: int, style: Style) -> str:
    return f"{number}{style.ordinal_mark}{project.name}绩效目标表" if style.ordinals else f"{project.name}绩效目标表"


def _own_tables(source: Source, style: Style) -> Iterator[Piece]:
    """Hebei forms: a table for each project, or all in one long grid."""
    grids: list[Grid] = []
    for number, project in enumerate(source.projects, start=1):
        title = "项目支出绩效目标表" if style.title == "label" else _title(project, number, style)
        head = _head_rows(source, project) if (style.form or source.form) == "head" else []
        grid = _plain_grid(source, project, style, head, title)
        if style.long_table:
            grids.append(grid)
            continue
        yield Part(f"{number}.{project.name}", minor=True)
        if style.title != "row":
            yield Text(title, "title")
        if head:
            yield Text(f"单位：{source.unit}", "caption")
        yield from _paged(grid, len(project.rows), _starts(style, head=bool(head)), style)
    if grids:
        yield Text(f"单位：{source.unit}", "caption")
        yield Grid(tuple(chain.from_iterable(grid.rows for grid in grids)), grids[0].widths)


def _plain_grid(source: Source, project: Project, style: Style, head: list[GridRow], title: str) -> Grid:
    spans = _spans(style, head=bool(head))
    width = sum(spans)
    widths = [
        share for column, span in zip(style.columns, spans, strict=True) for share in _shared(WIDTHS[column], span)
    ]
    header = _stretched(tuple(style.head(column) for column in style.columns), spans)
    body = [_stretched(row, spans) for row in _indicator_rows(source, project, style)]
    goal = (
        _over(width, "绩效目标", project.goal) if style.goal_cells == 2 else _over(width, f"绩效目标：{project.goal}")
    )
    top = [_over(width, *row) for row in head]
    if style.title == "row" or (style.long_table and style.title == "line"):
        top.insert(0, _over(width, title))
    elif style.title == "label" and not head:
        top.insert(0, _over(width, "项目名称", project.name))
    rows = [*top, goal, header, *body] if style.goal == "above" else [*top, header, goal, *body]
    return Grid(tuple(rows), tuple(widths), rows.index(header))


def _spans(style: Style, *, head: bool) -> list[int]:
    """How many grid columns each column covers; under a head block the widest are widened until the block fits."""
    spans = [1] * len(style.columns)
    for _ in range(HEAD_COLUMNS - len(spans) if head else 0):
        at = max(range(len(spans)), key=lambda index: WIDTHS[style.columns[index]] / spans[index])
        spans[at] += 1
    return spans


def _starts(style: Style, *, head: bool) -> dict[str, int]:
    """Grid column at which each column begins."""
    return dict(zip(style.columns, accumulate(_spans(style, head=head), initial=0), strict=False))


def _shared(width: int, parts: int) -> list[int]:
    share, rest = divmod(width, parts)
    return [share + (part < rest) for part in range(parts)]


def _stretched(row: GridRow, spans: Sequence[int]) -> GridRow:
    return tuple(
        part
        for cell, span in zip(row, spans, strict=True)
        for part in (cell, *(cell if cell is UP else LEFT,) * (span - 1))
    )


def _over(width: int, *texts: GridCell) -> GridRow:
    """A row whose last text covers the rest of the table."""
    return (*texts, *(LEFT,) * (width - len(texts)))


def _head_rows(source: Source, project: Project) -> list[GridRow]:
    """Head block over seven columns: code, name, amounts, use of funds, spending plan."""
    amount = money(project.budget_wan, source.unit)
    rows: list[GridRow] = [
        ("项目编码", project.code, LEFT, "项目名称", project.name, LEFT, LEFT),
        ("预算规模及资金用途", "预算数", amount, "其中：财政资金", amount, "其他资金", ""),
        (UP, project.funds_use, LEFT, LEFT, LEFT, LEFT, LEFT),
    ]
    if project.plan:
        one, two, three, four = project.plan
        rows.append(("资金支出计划（%）", MONTHS[0], LEFT, MONTHS[1], LEFT, MONTHS[2], MONTHS[3]))
        rows.append((UP, one, LEFT, two, LEFT, three, four))
    return rows


def _indicator_rows(source: Source, project: Project, style: Style) -> Iterator[GridRow]:
    before: dict[str, str] = {}
    for number, row in enumerate(project.rows):
        first = level1_text(project, number, source, style)
        texts = _texts(source, project, number, style)
        cells: list[GridCell] = [texts[column] for column in style.columns]
        if style.level1 != "repeated" and before.get("level1") == first and "level1" in style.columns:
            cells[style.columns.index("level1")] = UP if style.level1 == "merged" else ""
            if style.merge_level2 and before["level2"] == row.level2:
                cells[style.columns.index("level2")] = UP
        before = {"level1": first, "level2": row.level2}
        yield tuple(cells)


def _texts(source: Source, project: Project, number: int, style: Style) -> dict[str, str]:
    row = project.rows[number]
    operator, value, unit = split_value(row.value)
    apart = "operator" in style.columns
    return {
        "owner": source.department,
        "project": project.name,
        "budget": money(project.budget_wan, source.unit),
        "goal": project.goal,
        "level1": level1_text(project, number, source, style),
        "level2": row.level2,
        "name": row.name,
        "description": row.description,
        "operator": operator,
        "value": value if apart else row.value,
        "unit": unit,
        "basis": row.basis,
        "weight": weights_of(project)[number],
        "direction": "反向指标" if operator in FALLING and operator else "正向指标",
    }


def _paged(grid: Grid, indicators: int, starts: Mapping[str, int], style: Style) -> Iterator[Piece]:
    """The grid, in two parts with a page number between where the style ends a page inside it."""
    if style.page_rows is None or style.page_rows >= indicators:
        yield grid
        return
    at = len(grid.rows) - indicators + style.page_rows
    above, below = list(grid.rows[:at]), list(grid.rows[at:])
    below[0] = tuple("" if cell is UP else cell for cell in below[0])
    if "twice" in style.page_end:
        below.insert(0, _without_level1(above[-1], starts))
    elif "cut" in style.page_end:
        above[-1], rest = _cut(above[-1], starts)
        below[:0] = [rest] if rest else []
    if "header" in style.page_end and grid.header is not None:
        below.insert(0, grid.rows[grid.header])
    yield Grid(tuple(above), grid.widths, grid.header)
    yield Text("- 3 -", "page")
    yield Grid(tuple(below), grid.widths)


def _without_level1(row: GridRow, starts: Mapping[str, int]) -> GridRow:
    return tuple("" if cell is UP or index == starts.get("level1") else cell for index, cell in enumerate(row))


def _cut(row: GridRow, starts: Mapping[str, int]) -> tuple[GridRow, GridRow | None]:
    """A row as a page end cuts it: its longest text goes on below, everything else is complete."""
    at = starts.get("description", starts["name"])
    text = row[at]
    if isinstance(text, Merged) or len(text) < 4:
        return row, None
    half = len(text) // 2
    rest: GridRow = tuple(
        text[half:] if index == at else LEFT if cell is LEFT else "" for index, cell in enumerate(row)
    )
    return (*row[:at], text[:half], *row[at + 1 :]), rest


def _wide(source: Source, style: Style) -> Iterator[Piece]:
    """Sichuan list: one row for each indicator of all projects, a row with the department's total first."""
    columns = style.columns
    total: dict[str, str] = {"owner": source.department, "budget": money(source.projects_wan, source.unit)}
    rows: list[GridRow] = [
        tuple(style.head(column) for column in columns),
        tuple(total.get(column, "") for column in columns),
    ]
    for project in source.projects:
        for number in range(len(project.rows)):
            texts = _texts(source, project, number, style)
            shared = {"owner", "project", "budget", "goal"} if number else set()
            rows.append(tuple(UP if column in shared else texts[column] for column in columns))
    yield Text(f"部门预算项目绩效目标申报表（{source.year}年度）", "title")
    yield Text(f"部门名称：{source.department}", "caption")
    yield Text(f"金额单位：{source.unit}", "caption")
    yield Grid(tuple(rows), tuple(WIDTHS[column] for column in columns), 0)


def _each(source: Source, style: Style, title: str, form: Form) -> Iterator[Piece]:
    for number, project in enumerate(source.projects, start=1):
        yield Part(f"{number}.{project.name}", minor=True)
        yield Text(title, "title")
        yield Text(f"（{source.year}年度）", "caption")
        yield form(source, project, style)


def _declaration(source: Source, project: Project, style: Style) -> Grid:
    """Central form: the middle term on the left, the year on the right."""
    amount = money(project.budget_wan, source.unit)
    three = money(None if project.budget_wan is None else round(project.budget_wan * 3, 6), source.unit)
    code = f"{source.code}-{source.department}" if source.code else source.department
    last = source.year + 2
    rows: list[GridRow] = [
        ("项目名称", project.name, *(LEFT,) * 6),
        ("主管部门及代码", code, LEFT, LEFT, "实施单位", source.department, LEFT, LEFT),
        ("项目属性", "延续项目", LEFT, LEFT, "项目期", f"{source.year}年至{last}年", LEFT, LEFT),
        (f"项目资金（{source.unit}）", "中期资金总额：", LEFT, three, "年度资金总额：", LEFT, LEFT, amount),
        (UP, "其中：财政拨款", LEFT, three, "其中：财政拨款", LEFT, LEFT, amount),
        (UP, "其他资金", LEFT, "", "其他资金", LEFT, LEFT, ""),
        ("总体目标", f"中期目标（{source.year}年—{last}年）", LEFT, LEFT, "年度目标", LEFT, LEFT, LEFT),
        (
            UP,
            "按三年安排分步实施，每年完成当年任务。" if project.goal else "",
            LEFT,
            LEFT,
            project.goal,
            LEFT,
            LEFT,
            LEFT,
        ),
        ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"),
    ]
    header = len(rows) - 1
    before = ""
    for number, row in enumerate(project.rows):
        first = level1_text(project, number, source, style)
        middle: Row | None = row if number % 2 == 0 else None
        rows.append(
            (
                UP,
                UP if first == before else first,
                row.level2 if middle else "",
                middle.name if middle else "",
                middle.value if middle else "",
                row.level2,
                row.name,
                row.value,
            )
        )
        before = first
    return Grid(tuple(rows), (8, 9, 11, 16, 10, 11, 16, 10), header)


def _evaluation(source: Source, project: Project, style: Style) -> Grid:
    """Self-evaluation: targets beside what was reached."""
    amount = money(project.budget_wan, source.unit)
    code = f"{source.code}-{source.department}" if source.code else source.department
    weights = weights_of(project)
    rows: list[GridRow] = [
        ("项目名称", LEFT, project.name, *(LEFT,) * 6),
        ("主管部门", LEFT, code, LEFT, LEFT, "实施单位", source.department, LEFT, LEFT),
        (f"项目资金（{source.unit}）", LEFT, "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        (UP, UP, "年度资金总额", amount, amount, amount, "10", "100%", "10"),
        (UP, UP, "其中：财政拨款", amount, amount, amount, "—", "100%", "—"),
        (UP, UP, "其他资金", "", "", "", "—", "", "—"),
        ("年度总体目标", "预期目标", LEFT, LEFT, LEFT, "实际完成情况", LEFT, LEFT, LEFT),
        (UP, project.goal, LEFT, LEFT, LEFT, "各项任务已按年初安排完成。", LEFT, LEFT, LEFT),
        (
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ),
    ]
    header = len(rows) - 1
    before = ""
    for number, row in enumerate(project.rows):
        first = level1_text(project, number, source, style)
        rows.append(
            (
                UP,
                UP if first == before else first,
                row.level2,
                row.name,
                row.value,
                actual_of(project, number),
                weights[number],
                weights[number],
                "",
            )
        )
        before = first
    total = f"{sum(float(weight or 0) for weight in weights) + 10:g}"
    rows.append(("总分", *(LEFT,) * 5, total, total, ""))
    return Grid(tuple(rows), (8, 9, 11, 16, 11, 11, 6, 6, 14), header)
