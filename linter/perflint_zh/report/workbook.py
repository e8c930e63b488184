"""The workbook that officers sort, fill in and send back: written with XlsxWriter, its decisions read back by fingerprint.

Every text of a document is written as a string, never as a formula or an address.
"""

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
import xlsxwriter

from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.check import Finding
from perflint_zh.document import Cell, Paragraph, Table
from perflint_zh.errors import ReadError, UsageError
from perflint_zh.patterns import expression
from perflint_zh.read import read_bytes, read_content
from perflint_zh.report.inert import inert
from perflint_zh.report.table import FORMULA_START
from perflint_zh.result import Run
from perflint_zh.rule import FAMILIES, SEVERITIES, SEVERITY_NAMES, Rule, Severity
from perflint_zh.score import BLOCKS, GRADES, Deduction

MAX_UNITS = 32_767
"""UTF-16 units that a cell can hold."""

MAX_ROWS = 1_000_000
"""Rows of one sheet; a workbook has room for 1,048,576."""

LINE_HEIGHT, MAX_HEIGHT = 13.5, 409.0
"""Points of a line of 10-point text, and of the highest row."""

MOST_SHOWN = 3_000
"""Characters beyond which a text fills the highest row anyway."""

WIDE_FROM = "\u1fff"
"""Chinese characters and marks stand behind it and are as wide as two digits."""

MAX_LINKS = 60_000
"""Links of one sheet; Excel refuses more than 65,530."""

LIST = "问题清单"
DECISION, FINGERPRINT, RULE, OFFICER = "处理意见", "指纹", "规则", "责任人"
LIST_COLUMNS: Mapping[str, int] = {
    "序号": 6, "部门": 15, "项目": 18, "指标": 16, "位置": 12, "级别": 6, "类型": 10, "问题": 40, "依据": 26, "修改建议": 32,
    "原文": 22, DECISION: 20, OFFICER: 10, "文档": 26, RULE: 20, FINGERPRINT: 20,
}  # fmt: skip
"""Heading → width in characters; the last two are hidden."""

HOW_TO = (
    "问题清单的“处理意见”列由责任人填写：选“采纳”，或选“不采纳”并在后面写理由，例如“不采纳：批复文件规定了这一数值”。",
    "填好后：perflint 预算文件/ --waivers 本文件.xlsx，写了理由的不采纳项不再报告。排序、筛选、增删列都不影响读回，“指纹”列勿改。",
)

COLORS: Mapping[Severity, str] = {"error": "#F8CBAD", "warning": "#FFE699", "note": "#DDEBF7"}

VERDICT = expression(r"\s*(不采纳|采纳)[\s：:，,；;。、（(]*(.*?)[)）\s]*", re.DOTALL)


class Decision(msgspec.Struct, frozen=True):
    """What an officer wrote about one finding; `reason` is "" where none is given."""

    fingerprint: str
    rule: str
    verdict: Literal["采纳", "不采纳"]
    reason: str
    author: str


class _Book:
    """A workbook being written with its formats."""

    def __init__(self, stream: io.BytesIO) -> None:
        self.file = xlsxwriter.Workbook(
            stream,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        # The author marks the file as ours; a fixed date keeps equal runs equal byte for byte.
        self.file.set_properties({"author": "perflint", "created": datetime(2000, 1, 1)})  # noqa: DTZ001 -- a mark, no moment
        self._widths: dict[str, Sequence[int]] = {}
        self._lines: Counter[tuple[str, int]] = Counter()
        wrapped = {"text_wrap": True, "valign": "top", "font_size": 10, "border": 1, "border_color": "#D9DFE6"}
        self.text = self.file.add_format(wrapped)
        # The mark keeps the text a text when its cell is edited and left again.
        self.quoted = self.file.add_format({**wrapped, "quote_prefix": True})
        self.middle = self.file.add_format({**wrapped, "align": "center"})
        self.score = self.file.add_format({**wrapped, "num_format": "0.0", "align": "center"})
        self.amount = self.file.add_format({**wrapped, "num_format": "#,##0.00"})
        self.share = self.file.add_format({**wrapped, "num_format": "0%", "align": "center"})
        self.plain = self.file.add_format({"text_wrap": True, "valign": "top", "font_size": 10})
        self.link = self.file.add_format({**wrapped, "font_color": "#0B5CAD", "underline": 1})
        self.input = self.file.add_format({**wrapped, "bg_color": "#FFF8DC", "border": 1, "border_color": "#D9C98A"})
        self.heading = self.file.add_format(
            {"bold": True, "bg_color": "#1F4E79", "font_color": "white", "align": "center", "valign": "vcenter",
             "text_wrap": True, "border": 1, "border_color": "#D9DFE6"}
        )  # fmt: skip
        self.title = self.file.add_format({"bold": True, "font_size": 16})
        self.severities: Mapping[Severity, Any] = {
            severity: self.file.add_format({**wrapped, "bg_color": color, "align": "center"})
            for severity, color in COLORS.items()
        }

    def put(self, sheet: Any, row: int, column: int, value: Any, form: Any = None) -> None:
        """Write a number as a number and anything else as a harmless text."""
        if isinstance(value, int | float):
            sheet.write_number(row, column, value, form or self.middle)
            return
        text = cell_text(value or "")
        if not text:
            sheet.write_blank(row, column, None, form or self.text)
            return
        self._fit(sheet, row, column, text)
        quoted = form is None and text.startswith(FORMULA_START)
        sheet.write_string(row, column, text, self.quoted if quoted else form or self.text)

    def jump(self, sheet: Any, row: int, column: int, target: int | None, text: str) -> None:
        """Write a text that leads to a row of the list of findings."""
        if target is None or row > MAX_LINKS:
            self.put(sheet, row, column, text)
            return
        self._fit(sheet, row, column, text)
        sheet.write_url(row, column, f"internal:'{LIST}'!A{target + 1}", self.link, cell_text(text), "到问题清单")

    def sheet(self, name: str, widths: Sequence[int]) -> Any:
        """Add a sheet with columns of these widths in characters."""
        sheet = self.file.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._widths[name] = widths
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{name}&R第&P页，共&N页")
        return sheet

    def table(self, name: str, columns: Mapping[str, int], rows: int) -> Any:
        """Add a sheet with headings that filter, stay in view and are printed on every page."""
        sheet = self.sheet(name, list(columns.values()))
        for column, heading in enumerate(columns):
            sheet.write_string(0, column, heading, self.heading)
        sheet.set_row(0, 24)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
        sheet.repeat_rows(0)
        return sheet

    def _fit(self, sheet: Any, row: int, column: int, text: str) -> None:
        """Remember how many lines a text takes: only Excel itself would find the height of a row by opening the file."""
        wide = (sum(1 + (character > WIDE_FROM) for character in line) for line in text[:MOST_SHOWN].split("\n"))
        lines = sum(-(-width // self._widths[sheet.name][column]) or 1 for width in wide)
        self._lines[sheet.name, row] = max(self._lines[sheet.name, row], lines)

    def close(self) -> None:
        """Give the rows their heights and finish the file."""
        for (name, row), lines in self._lines.items():
            if lines > 1:
                self.file.get_worksheet_by_name(name).set_row(row, min(lines * LINE_HEIGHT + 2, MAX_HEIGHT))
        self.file.close()

    def bars(self, sheet: Any, rows: int, column: int, color: str = "#9BC2E6", most: float = 100.0) -> None:
        """Show the numbers of a column as bars, all against the same maximum."""
        if rows:
            sheet.conditional_format(
                1, column, rows, column,
                {"type": "data_bar", "bar_color": color, "bar_solid": True, "min_type": "num", "min_value": 0,
                 "max_type": "num", "max_value": most},
            )  # fmt: skip


def write_workbook(run: Run, rules: Sequence[Rule] = ()) -> bytes:
    """The run as a workbook; `rules` give the titles and the grounds that are printed beside the findings."""
    stream = io.BytesIO()
    book = _Book(stream)
    findings = run.findings[:MAX_ROWS]
    first = _first_rows(findings)
    known = {rule.slug: rule for rule in rules}
    _overview(book, run, first, known)
    _departments(book, run, first, known)
    _projects(book, run, first)
    _list(book, run, findings, known)
    _reuse(book, run, first)
    _extracted(book, run)
    book.close()
    return stream.getvalue()


def write_scores(run: Run, rules: Sequence[Rule] = ()) -> bytes:
    """The two sheets of scores alone."""
    stream = io.BytesIO()
    book = _Book(stream)
    _departments(book, run, {}, {rule.slug: rule for rule in rules})
    _projects(book, run, {})
    book.close()
    return stream.getvalue()


def cell_text(text: str) -> str:
    """A text as a cell can hold it: no invisible characters, cut where Excel's limit is, with a note that says so."""
    text = inert(text).replace("\r\n", "\n").replace("\r", "\n")
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_UNITS:
        return text
    note = f"……（原文共{len(text)}字，单元格放不下，以下略）"
    return units[: 2 * (MAX_UNITS - len(note))].decode("utf-16-le", "ignore") + note


Owner = tuple[str, ...]
"""Department, or path with unit and project, or rule: what a link to the list is about."""


def _first_rows(findings: Iterable[Finding]) -> dict[Owner, int]:
    """First row in the list of findings for each department, project and rule."""
    first: dict[Owner, int] = {}
    for row, finding in enumerate(findings, start=1):
        first.setdefault(("department", finding.department or finding.path), row)
        first.setdefault(("rule", finding.rule), row)
        first.setdefault((finding.path, finding.unit, finding.project or ""), row)
    return first


def _overview(book: _Book, run: Run, first: Mapping[Owner, int], known: Mapping[str, Rule]) -> None:
    sheet = book.sheet("总览", (24, 10, 10, 10, 12, 50, 62))
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "绩效目标检查结果", book.title)
    row = 2
    severities = Counter(finding.severity for finding in run.findings)
    for name, number, target in (
        ("文档", len(run.budgets), "抽取结果"),
        ("部门", len(run.scores.departments), "部门得分"),
        ("项目", len(run.scores.projects), "项目得分"),
        *((SEVERITY_NAMES[severity], severities[severity], LIST) for severity in SEVERITIES),
        ("未能检查", len(run.failures), None),
    ):
        if target is None:
            sheet.write_string(row, 0, name, book.text)
        else:
            sheet.write_url(row, 0, f"internal:'{target}'!A1", book.link, name, f"到{target}")
        sheet.write_number(row, 1, number, book.middle)
        row += 1
    row = _block(book, sheet, row, ("等级", "部门数", "项目数"))
    for _, grade in GRADES:
        book.put(sheet, row, 0, grade)
        sheet.write_number(row, 1, sum(one.grade == grade for one in run.scores.departments), book.middle)
        sheet.write_number(row, 2, sum(one.grade == grade for one in run.scores.projects), book.middle)
        row += 1
    row = _block(book, sheet, row, ("问题类型", "处数", "项目数", "级别", "类别", "说的是什么", "写法举例"))
    for slug, findings in _by_rule(run.findings):
        rule = known.get(slug)
        projects = {(finding.path, finding.unit, finding.project) for finding in findings}
        book.jump(sheet, row, 0, first.get(("rule", slug)), _name(slug, known))
        sheet.write_number(row, 1, len(findings), book.middle)
        sheet.write_number(row, 2, len(projects), book.middle)
        book.put(sheet, row, 3, SEVERITY_NAMES[findings[0].severity], book.severities[findings[0].severity])
        book.put(sheet, row, 4, FAMILIES.get(findings[0].family, findings[0].family), book.middle)
        book.put(sheet, row, 5, rule.title.partition("：")[2] or rule.title if rule else "")
        book.put(sheet, row, 6, _paragraph(rule, "写法："))
        row += 1
    if run.failures:
        row = _block(book, sheet, row, ("未能检查的文档", "原因"))
        for failure in run.failures:
            book.put(sheet, row, 0, failure.path)
            sheet.merge_range(row, 1, row, 6, cell_text(failure.reason), book.text)
            row += 1
    row = _block(book, sheet, row, ("怎样使用",))
    for line in HOW_TO:
        sheet.merge_range(row, 0, row, 6, line, book.plain)
        sheet.set_row(row, 30)
        row += 1
    cut = len(run.findings) - MAX_ROWS
    if cut > 0:
        book.put(sheet, row, 0, f"问题清单放不下的{cut}处没有列出，可按部门分开检查")


def _block(book: _Book, sheet: Any, row: int, headings: Sequence[str]) -> int:
    """Headings of a block below a blank row; gives the row that follows."""
    for column, heading in enumerate(headings):
        sheet.write_string(row + 1, column, heading, book.heading)
    return row + 2


def _name(slug: str, known: Mapping[str, Rule]) -> str:
    """The Chinese name of a rule; the slug of one that is not at hand."""
    return known[slug].short if slug in known else slug


def _by_rule(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.rule].append(finding)
    return sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))


def _paragraph(rule: Rule | None, label: str) -> str:
    """The paragraph of a rule's documentation that begins with a label, on one line and without it."""
    for paragraph in rule.documentation.split("\n\n") if rule else ():
        if paragraph.startswith(label):
            return "".join(line.strip() for line in paragraph[len(label) :].splitlines())
    return ""


SCORE_COLUMNS = {"得分": 12, "等级": 7, **dict.fromkeys(BLOCKS, 9)}


def _departments(book: _Book, run: Run, first: Mapping[Owner, int], known: Mapping[str, Rule]) -> None:
    departments = run.scores.departments[:MAX_ROWS]
    columns = {
        "部门": 30, "年度": 8, **SCORE_COLUMNS, "项目数": 8, **{f"{name}项目": 8 for _, name in GRADES},
        **{SEVERITY_NAMES[severity]: 8 for severity in SEVERITIES}, "扣分最多的问题": 34,
    }  # fmt: skip
    counts = Counter((finding.department or finding.path, finding.severity) for finding in run.findings)
    sheet = book.table("部门得分", columns, len(departments))
    for row, one in enumerate(departments, start=1):
        book.jump(sheet, row, 0, first.get(("department", one.department)), one.department)
        values = (
            one.year, one.score, one.grade, *(one.blocks[block] for block in BLOCKS), one.projects,
            *(one.grades.get(name, 0) for _, name in GRADES),
            *(counts[one.department, severity] for severity in SEVERITIES), _costly(one.deductions, known),
        )  # fmt: skip
        for column, value in enumerate(values, start=1):
            form = book.score if isinstance(value, float) else book.middle if column == 3 else None
            book.put(sheet, row, column, value, form)
    book.bars(sheet, len(departments), 2)


def _costly(deductions: Iterable[Deduction], known: Mapping[str, Rule]) -> str:
    """The three rules that cost most."""
    worst = [deduction for deduction in deductions if deduction.points > 0][:3]
    return "\n".join(f"{_name(one.rule, known)}（{one.findings}处，扣{one.points:.1f}分）" for one in worst)


def _projects(book: _Book, run: Run, first: Mapping[Owner, int]) -> None:
    projects = run.scores.projects[:MAX_ROWS]
    columns = {
        "项目": 36, "部门": 26, "所属单位": 18, "预算（万元）": 12, **SCORE_COLUMNS,
        **{SEVERITY_NAMES[severity]: 8 for severity in SEVERITIES}, "文档": 36,
    }  # fmt: skip
    counts = Counter((f.path, f.unit, f.project, f.severity) for f in run.findings)
    sheet = book.table("项目得分", columns, len(projects))
    for row, one in enumerate(projects, start=1):
        book.jump(sheet, row, 0, first.get((one.path, one.unit, one.project)), one.project)
        values = (
            one.department, "" if one.unit == "department" else one.unit, one.budget_wan, one.score, one.grade,
            *(one.blocks[block] for block in BLOCKS),
            *(counts[one.path, one.unit, one.project, severity] for severity in SEVERITIES), one.path,
        )  # fmt: skip
        for column, value in enumerate(values, start=1):
            number = book.amount if column == 3 else book.score
            form = number if isinstance(value, float) else book.middle if column == 5 else None
            book.put(sheet, row, column, value, form)
    book.bars(sheet, len(projects), 4)


def _list(book: _Book, run: Run, findings: Sequence[Finding], known: Mapping[str, Rule]) -> None:
    texts = _Texts(run.budgets)
    sheet = book.table(LIST, LIST_COLUMNS, len(findings))
    sheet.freeze_panes(1, 3)
    # The columns behind it are for machines, or repeat what is known on paper.
    sheet.print_area(0, 0, max(len(findings), 1), list(LIST_COLUMNS).index(OFFICER))
    at = {heading: column for column, heading in enumerate(LIST_COLUMNS)}
    sheet.set_column(at[RULE], at[FINGERPRINT], None, None, {"hidden": True})
    for row, finding in enumerate(findings, start=1):
        values = (
            row, finding.department, finding.project, finding.indicator, str(finding.place),
            SEVERITY_NAMES[finding.severity], _name(finding.rule, known), finding.message, _paragraph(known.get(finding.rule), "依据："),
            finding.suggestion, texts.of(finding), "", "", finding.path, finding.rule, finding.fingerprint,
        )  # fmt: skip
        for column, value in enumerate(values):
            form = book.severities[finding.severity] if column == at["级别"] else None
            book.put(sheet, row, column, value, book.input if column in {at[DECISION], at[OFFICER]} else form)
    sheet.data_validation(
        1, at[DECISION], max(len(findings), 1), at[DECISION],
        {"validate": "list", "source": ["采纳", "不采纳"], "show_error": False, "input_title": "处理意见",
         "input_message": "采纳，或不采纳并写理由，例如“不采纳：批复文件规定了这一数值”"},
    )  # fmt: skip


class _Texts:
    """What the document says at the fields that findings are about."""

    def __init__(self, budgets: Iterable[Budget]) -> None:
        self._projects: dict[tuple[str, str, str | None], Project] = {}
        self._rows: dict[tuple[str, str, str | None, str | None, str | None, str | None], Indicator] = {}
        for budget in budgets:
            for project in budget.projects:
                owner = (budget.path, project.unit, project.name)
                self._projects.setdefault(owner, project)
                for row in project.indicators:
                    self._rows.setdefault((*owner, row.level2, row.name, row.value), row)

    def of(self, finding: Finding) -> str:
        """The text of the field, the value of the row where the field is no text, else nothing."""
        owner = (finding.path, finding.unit, finding.project)
        row = self._rows.get((*owner, finding.level2, finding.indicator, finding.value))
        text = getattr(row if row is not None else self._projects.get(owner), finding.field, None)
        return text if isinstance(text, str) else finding.value or ""


def _reuse(book: _Book, run: Run, first: Mapping[Owner, int]) -> None:
    columns = {
        "项目": 30, "部门": 24, "级别": 7, "相同比例": 10, "文字相似度": 10, "同组项目数": 10, "同组的其他项目": 44,
        "相同的指标": 40, "问题": 50, "文档": 30,
    }  # fmt: skip
    owners = {budget.path: budget.department for budget in run.budgets}
    found = [one for one in run.findings if one.family == "reuse" and any(_others(one))][:MAX_ROWS]
    sheet = book.table("雷同项目", columns, len(found))
    for row, one in enumerate(found, start=1):
        others = list(dict.fromkeys(f"{owners.get(path) or path}：{project}" for path, project in _others(one)))
        shared = one.evidence.get("shared_rows", ())
        values: tuple[Any, ...] = (
            one.department, SEVERITY_NAMES[one.severity], _number(one.evidence.get("share")),
            _number(one.evidence.get("similarity")), _number(one.evidence.get("cluster")), "\n".join(others),
            "、".join(map(str, shared)) if isinstance(shared, list | tuple) else "", one.message, one.path,
        )  # fmt: skip
        book.jump(sheet, row, 0, first.get((one.path, one.unit, one.project or "")), one.project or "")
        for column, value in enumerate(values, start=1):
            form = book.severities[one.severity] if column == 2 else book.share if column == 3 and value else None
            book.put(sheet, row, column, value, form)
    book.bars(sheet, len(found), 3, "#F4B084", 1.0)


def _others(finding: Finding) -> Iterator[tuple[str, str]]:
    """Path and name of the other projects that a finding points to."""
    for related in finding.related:
        path = related.path or finding.path
        if related.project and (path, related.project) != (finding.path, finding.project):
            yield path, related.project


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) else None


def _extracted(book: _Book, run: Run) -> None:
    columns = {
        "部门": 24, "年度": 7, "项目": 28, "预算（万元）": 12, "绩效目标": 44, "一级指标": 11, "二级指标": 13,
        "三级指标": 24, "指标值": 16, "指标说明": 30, "确定依据": 30, "权重": 8, "位置": 14, "文档": 30,
    }  # fmt: skip
    rows = [(b, p, i) for b in run.budgets for p in b.projects for i in (p.indicators or (None,))][:MAX_ROWS]
    sheet = book.table("抽取结果", columns, len(rows))
    for row, (budget, project, one) in enumerate(rows, start=1):
        own = (
            (one.level1, one.level2, one.name, one.value, one.description, one.basis, one.weight, str(one.place))
            if one is not None
            else ("", "", "（没有指标）", "", "", "", "", str(project.place))
        )
        values = (
            budget.department, budget.year, project.name, project.budget_wan, project.goal, *own, budget.path,
        )  # fmt: skip
        for column, value in enumerate(values):
            book.put(sheet, row, column, value, book.amount if column == 3 and value is not None else None)


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """What officers wrote into the list of findings, whatever has been sorted, filtered, moved or added around it.

    Raises:
        UsageError: the file cannot be read or has no column 指纹 beside 处理意见, or an opinion says neither 采纳 nor 不采纳.

    """
    try:
        content = read_content(read_bytes(path), path.suffix.lower())
    except ReadError as error:
        raise UsageError(f"无法读取工作簿{path}：{error}") from error
    sheets: dict[str, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for block in content.blocks:
        for cell in _cells(block):
            if not cell.spread and cell.text and cell.place.sheet is not None:
                letters = (cell.place.cell or "").rstrip("0123456789")
                row = int((cell.place.cell or "")[len(letters) :] or 0)
                sheets[cell.place.sheet][row][letters] = cell.text
    for rows in sheets.values():
        for number, cells in rows.items():
            headings = {text: letters for letters, text in cells.items()}
            if headings.keys() >= {DECISION, FINGERPRINT}:
                below = (cells for row, cells in sorted(rows.items()) if row > number)
                return tuple(_decisions(path, headings, below))
    raise UsageError(f"{path} 里没有带“{DECISION}”和“{FINGERPRINT}”列的清单；请用 --xlsx 生成的工作簿填写")


def _cells(block: Paragraph | Table) -> Iterator[Cell]:
    if isinstance(block, Paragraph):
        yield Cell(block.text, block.place)
    else:
        for row in block.rows:
            yield from row


def _decisions(path: Path, headings: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> Iterator[Decision]:
    for cells in rows:

        def said(heading: str, cells: Mapping[str, str] = cells) -> str:
            return cells.get(headings.get(heading, ""), "").strip()

        if not said(FINGERPRINT) or not said(DECISION):
            continue
        match = VERDICT.fullmatch(said(DECISION))
        if match is None:
            raise UsageError(f"{path} 序号{said('序号')}的{DECISION}“{said(DECISION)}”应以“采纳”或“不采纳”开头")
        verdict: Literal["采纳", "不采纳"] = "不采纳" if match[1] == "不采纳" else "采纳"
        yield Decision(said(FINGERPRINT), said(RULE), verdict, match[2], said(OFFICER))
