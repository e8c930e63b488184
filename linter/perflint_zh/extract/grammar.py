"""The grammar of goal tables: a stream of rows and paragraphs in, projects out.

One pass with one state. A title, a 项目名称 cell or a change in the project column begins a project; label rows fill its head; a header
row says which column holds what and stays valid over page ends; every further row is an indicator, a continuation of the row
above, or not ours.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from perflint_zh.budget import Indicator, Project
from perflint_zh.document import Cell, Paragraph, Place
from perflint_zh.extract.amounts import DECLARED, amount_wan, declared_unit, unit_by_size
from perflint_zh.extract.header import Header, is_above_header, read_header, refine
from perflint_zh.extract.rows import Item, Row
from perflint_zh.extract.titles import WHOLE_DEPARTMENT, glued_ordinals, is_heading, strip_ordinal, table_title
from perflint_zh.extract.value import parse_value
from perflint_zh.extract.words import bare, fold, labels, level1_of, level2_of, parent_of
from perflint_zh.patterns import expression

TEXT_COLUMNS = ("level1", "level2", "name", "description", "value", "basis")
EXTRA_COLUMNS = ("weight", "actual", "history", "direction")
PAGE_NUMBER = expression(
    r"^[-—–\s]*(?:第?\s*\d{1,4}\s*页?|\d+\s*/\s*\d+|第\s*\d+\s*页\s*[,，/]?\s*共\s*\d+\s*页)[-—–\s]*$"
)
OPERATORS = {
    "≥": "≥", ">=": "≥", "＞=": "≥", "大于等于": "≥", "不小于": "≥", "不少于": "≥", "不低于": "≥",
    "≤": "≤", "<=": "≤", "小于等于": "≤", "不大于": "≤", "不超过": "≤", "不高于": "≤",
    ">": ">", "大于": ">", "<": "<", "小于": "<", "=": "=", "等于": "=",
}  # fmt: skip
MAY_NAME = expression(r"(?!.*(?:预算绩效|绩效信息|绩效目标|情况|说明|单位[:：]|年度[:：])).{3,60}[^。；：，:;,]")
"""A line above a table that can be its project's name when the table does not give one."""
QUALITATIVE = frozenset({"定性", "定性指标"})


class _Draft:
    """A project while its table is being read."""

    def __init__(self, name: str, place: Place, unit: str, money_unit: str | None) -> None:
        self.name = name
        self.place = place
        self.unit = unit
        self.money_unit = money_unit
        self.fields: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.ranks: dict[str, int] = {}
        self.budget_wan: float | None = None
        self.unitless: Cell | None = None
        self.plan: dict[str, float | None] | None = None
        self.plan_unit: str | None = None
        self.rows: list[dict[str, Cell]] = []
        self.broken: list[bool] = []
        self.columns: tuple[str, ...] = ()
        self.hint = ""
        self.line = ""

    def keep(self, field: str, cell: Cell, rank: int) -> None:
        """Take a head field unless a better label has given it."""
        if cell.text and rank < self.ranks.get(field, 999):
            self.ranks[field] = rank
            self.fields[field] = cell.text
            self.places[field] = cell.place


def projects(items: Iterable[tuple[str, Item]]) -> list[Project]:
    """All goal tables of a document in reading order; each item comes with the unit whose part it stands in."""
    reader = _Reader()
    for unit, item in items:
        reader.unit = unit
        if isinstance(item, Paragraph):
            reader.paragraph(item)
        else:
            reader.row(item)
    if reader.draft is not None:
        reader.release(reader.draft)
    for draft, ordinal in zip(reader.drafts, glued_ordinals([draft.line for draft in reader.drafts]), strict=True):
        draft.name = draft.name.removeprefix(ordinal)
    drafts = [draft for draft in reader.drafts if draft.rows or draft.fields.get("goal") or draft.fields.get("code")]
    _settle_unitless(drafts)
    new_system = any(
        level1_of(row["level1"].text) == "成本指标" for draft in drafts for row in draft.rows if "level1" in row
    )
    return [_finish(draft, new_system=new_system) for draft in drafts]


def _settle_unitless(drafts: Sequence[_Draft]) -> None:
    """Give budgets printed without a unit the one that their size tells, alike for the whole document."""
    cells = [(draft, draft.unitless) for draft in drafts if draft.unitless is not None and draft.budget_wan is None]
    unit = unit_by_size(amount_wan(cell.text, "万元") or 0 for _, cell in cells)
    for draft, cell in cells if unit is not None else ():
        draft.budget_wan = amount_wan(cell.text, unit)
        draft.places["budget"] = cell.place


class _Reader:
    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self.draft: _Draft | None = None
        self.header: Header | None = None
        self.money_unit: str | None = None
        self.unit = "department"
        self.wide: dict[tuple[str, str, str], _Draft] = {}
        self.wide_cells: dict[str, Cell] = {}
        self.wide_columns: Mapping[str, int] = {}
        self.below: _Below | None = None
        self.cut_title: Paragraph | None = None
        self.caption: Paragraph | None = None
        self.header_open = False
        self.goal_open = False
        self.above: tuple[Cell, ...] = ()
        self.page: int | None = None
        self.held: list[tuple[Mapping[str, Cell], bool]] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text.strip()
        if PAGE_NUMBER.match(text):
            return
        self.below = None
        self.header_open = False
        self.above = ()
        title, place = table_title(text), paragraph.place
        if title is None and self.cut_title is not None and len(text) <= 40:
            # A long title may be cut by the end of a line: …绩效目 / 标表
            title, place = table_title(self.cut_title.text.strip() + text), self.cut_title.place
        self.cut_title = paragraph if title is None and _may_be_cut_title(text) else None
        if title is not None:
            self._begin(title, place, text)
            return
        unit = declared_unit(text)
        if unit is not None and len(text) <= 40:
            self.money_unit = unit
            if self.draft is not None and not self.draft.rows:
                self.draft.money_unit = unit
        elif MAY_NAME.fullmatch(text):
            self.caption = paragraph
        self._inside(paragraph, text)

    def _begin(self, title: str, place: Place, text: str) -> None:
        """Begin a project; its name may also come from a cell of its table or from the line above it."""
        self.header = None
        self.goal_open = False
        if WHOLE_DEPARTMENT.search(text):
            self.draft = _Draft("", place, "whole", self.money_unit)
            return
        self.draft = _Draft(title, place, self.unit, declared_unit(text) or self.money_unit)
        self.draft.line = text
        if not title and self.caption is not None:
            self.draft.hint = strip_ordinal(self.caption.text.strip())
        self.caption = None
        self.drafts.append(self.draft)

    def _begin_by_label(self, place: Place) -> _Draft:
        """Begin a project that a label tells from the one before; in one long table the header above both may stay valid."""
        header, header_open = self.header, self.header_open
        self._begin("", place, "")
        self.header, self.header_open = header, header_open
        return self.drafts[-1]

    def _inside(self, paragraph: Paragraph, text: str) -> None:
        """A paragraph within a table: labels with their values, the rest of a goal, or the end; a name begins a table."""
        draft = self.draft
        given = list(_labelled(text))
        if not given and is_heading(text):
            if draft is not None and (self.header is not None or not draft.rows):
                self._end()
            return
        named = any(label[0] == "name" and value for label, _, value in given)
        # A row with an empty goal arrives as its label alone.
        unset_goal = any(label[0] == "goal" and not value for label, _, value in given)
        if named if draft is None else bool(draft.rows) and (named or unset_goal):
            draft = self._begin_by_label(paragraph.place)
        if draft is None or draft.rows or text.startswith("注"):
            return
        for label, head, value in given:
            if value:
                self._field(draft, label, Cell(value, paragraph.place), declared_unit(head))
        if not given and self.goal_open and declared_unit(text) is None:
            # Blank lines inside a goal make paragraphs of its further sentences.
            draft.fields["goal"] += "\n" + text

    def _end(self) -> None:
        self.draft = None
        self.header = None

    def row(self, row: Row) -> None:
        self.cut_title = None
        self.goal_open = False
        own = row.originals()
        unit = _unit_declared_in(own)
        if unit is not None:
            self.money_unit = unit
            if self.draft is not None and not self.draft.rows:
                self.draft.money_unit = unit
        if (
            len(own) == 1
            and (DECLARED.search(fold(own[0].text)) or PAGE_NUMBER.match(own[0].text))
            and not own[0].text.isdigit()
        ):
            # A caption or page number that stands in a column of the table.
            return
        above, self.above = self.above, ()
        header = read_header(row.cells, above)
        if header is not None:
            self._take_header(header, row)
            return
        if self.header_open and self.header is not None:
            refined = refine(self.header, row.cells)
            if refined is not None:
                self.header = refined
                return
        page = row.cells[0].place.page
        page_began = row.first or self.header_open or page != self.page
        self.page = page
        self.header_open = False
        if is_above_header(row.cells):
            self.above = row.cells
            return
        title = self._title_in(row)
        if title is not None:
            self._begin(title[0], title[1].place, title[1].text)
        elif (self.below is not None and self.below.take(row, self)) or (
            self._begins_with_label(row) and self._head(row)
        ):
            pass
        elif self._indicator(row, page_began=page_began):
            self.below = None
        elif not self._head(row) and self.header is not None and row.first:
            # A table of another kind has begun.
            self.header = None

    def _begins_with_label(self, row: Row) -> bool:
        """Whether the row is one of the head even if it stands below the header row (绩效目标 | goal over all columns)."""
        own = row.originals()
        label = labels().get(bare(own[0].text)) if own else None
        if label is None or (self.header is not None and self.header.wide):
            return False
        return label[0] != "other" or self.draft is None or not self.draft.rows

    def _title_in(self, row: Row) -> tuple[str, Cell] | None:
        """A title that shares its row with something short (单位：万元)."""
        cells = row.originals()
        if len(cells) <= 2 and (title := table_title(cells[0].text) if cells else None) is not None:
            return title, cells[0]
        return None

    def _take_header(self, header: Header, row: Row) -> None:
        if header.wide:
            if header.columns != self.wide_columns:
                self.wide_cells = {}
            self.wide_columns = header.columns
            if self.draft is not None and self.draft.unit == "whole":
                self.draft = None
        elif self.draft is None:
            # A table without a title of its own: its project is named in the rows above or not at all.
            self._begin("", row.cells[0].place, "")
        self.header = header
        self.header_open = True
        self.below = None
        if self.draft is not None:
            self.draft.columns = tuple(header.columns)

    def _indicator(self, row: Row, *, page_began: bool) -> bool:
        """Take the row as an indicator or a piece of one; false when it is neither.

        `page_began` says that the row comes first in a grid, perhaps after the repeated header.
        """
        header = self.header
        if header is None:
            return False
        cells = self._columns(row, header)
        if cells is None:
            return False
        if header.wide and page_began:
            self._continue_project(cells)
        if header.wide and self._belongs_to_next(cells, page_began=page_began):
            self.held.append((cells, row.first))
            return True
        draft = self._wide_draft(cells) if header.wide else self.draft
        if draft is None:
            return False
        self.release(draft)
        if draft.rows and _is_piece(cells, draft.rows[-1], cut=page_began):
            _glue(draft, cells)
            return True
        if not cells["name"].text or not _level_known(cells):
            return False
        for column in ("code", "budget", "goal"):
            if column in cells and cells[column].text and not header.wide:
                self._field(draft, (column, 0), cells[column])
        draft.rows.append(cells)
        draft.broken.append(row.first)
        draft.columns = tuple(
            column for column in header.columns if column not in {"project", "owner", "code", "budget", "goal"}
        )
        return True

    def _belongs_to_next(self, cells: Mapping[str, Cell], *, page_began: bool) -> bool:
        """Whether a ruled page shows the row beside a new merged cell whose text, the project's name, stands on the next page."""
        project = cells.get("project")
        if project is None or project.place.page is None or project.text or not cells["name"].text:
            return False
        return bool(self.held) or not (project.spread or page_began)

    def release(self, draft: _Draft) -> None:
        """Give the rows held back to the project that they turn out to belong to."""
        for cells, first in self.held:
            draft.rows.append(dict(cells))
            draft.broken.append(first)
        self.held = []

    def _columns(self, row: Row, header: Header) -> dict[str, Cell] | None:
        """The row's cells by column name; None when the row cannot belong to the header."""
        cells = list(row.cells)
        at = header.columns.get("level2")
        if (
            at is not None
            and 0 < at <= len(cells) < header.width
            and level2_of(cells[at - 1].text)
            and not (at < len(cells) and level2_of(cells[at].text))
        ):
            # The converter dropped the empty first cell of the row.
            cells.insert(0, Cell("", cells[0].place))
        blank = Cell("", cells[0].place)
        found = {
            column: cells[index] if index < len(cells) else blank
            for column, index in header.columns_of(len(cells)).items()
        }
        for column in ("name", "value"):
            found.setdefault(column, blank)
        if "project" not in found and fold(found["name"].text) in {"合计", "总计", "小计", "总分"}:
            return None
        return found

    def _continue_project(self, cells: dict[str, Cell]) -> None:
        """Put the rest of a project's name and goal where they belong; a page end has cut its merged cells.

        A new project would come with its amount.
        """
        if self.draft is None or "budget" not in self.wide_cells or "budget" not in cells or cells["budget"].text:
            return
        for column in ("project", "goal"):
            if column in cells and cells[column].text and not cells[column].spread and column in self.wide_cells:
                begun = self.wide_cells[column]
                cells[column] = self.wide_cells[column] = Cell(begun.text + cells[column].text, begun.place)
        project = self.wide_cells["project"].text
        self.draft.name = strip_ordinal(project)
        if "goal" in self.wide_cells:
            self.draft.fields["goal"] = self.wide_cells["goal"].text
        owner = self.wide_cells["owner"].text if "owner" in self.wide_cells else ""
        self.wide[self.unit, fold(owner), fold(project)] = self.draft

    def _wide_draft(self, cells: dict[str, Cell]) -> _Draft | None:
        """The project that a row of a wide list belongs to, made when it first appears."""
        for column in ("owner", "project", "code", "budget", "goal"):
            if column in cells and cells[column].text:
                if column == "project" and fold(cells[column].text) != fold(
                    self.wide_cells.get("project", cells[column]).text
                ):
                    self.wide_cells = {c: v for c, v in self.wide_cells.items() if c == "owner"}
                self.wide_cells[column] = cells[column]
        project = self.wide_cells.get("project")
        if project is None or not cells["name"].text:
            return None
        owner = self.wide_cells["owner"].text if "owner" in self.wide_cells else ""
        key = (self.unit, fold(owner), fold(project.text))
        if key not in self.wide:
            draft = _Draft(strip_ordinal(project.text), project.place, self.unit, self.money_unit)
            self.wide[key] = draft
            self.drafts.append(draft)
            if owner:
                draft.fields["owner"] = owner
        draft = self.wide[key]
        for column in ("code", "budget", "goal"):
            if column in self.wide_cells:
                self._field(draft, (column, 0), self.wide_cells[column])
        self.draft = draft
        return draft

    def _head(self, row: Row) -> bool:
        """Take label–value pairs of a table's head; false when the row holds none."""
        cells = row.originals()
        pairs = list(_pairs(cells))
        if not any(label is not None for label, _, _ in pairs):
            return False
        given = {label[0]: cell or head for label, head, cell in pairs if label is not None}
        begins = next((given[field] for field in ("name", "code", "goal") if field in given), None)
        full = self.draft is not None and (self.draft.rows or ("name" in given and "name" in self.draft.fields))
        if begins is not None and (self.draft is None or full):
            self._begin_by_label(begins.place)
        if self.draft is None:
            return False
        if self.draft.rows:
            return True
        for label, head, cell in pairs:
            if label is not None and cell is not None:
                unit = declared_unit(head.text)
                self._field(self.draft, label, cell, unit)
        self.below = _Below.after(row, self.draft)
        return True

    def _field(self, draft: _Draft, label: tuple[str, int], cell: Cell, unit: str | None = None) -> None:
        field, rank = label
        if field == "budget":
            amount = amount_wan(cell.text, unit or draft.money_unit)
            if amount is None:
                if rank < draft.ranks.get("unitless", 999) and amount_wan(cell.text, "万元") is not None:
                    draft.ranks["unitless"] = rank
                    draft.unitless = cell
            elif rank < draft.ranks.get("budget", 999):
                draft.ranks["budget"] = rank
                draft.budget_wan = amount
                draft.places["budget"] = cell.place
        elif field != "other":
            draft.keep(field, cell, rank)
            self.goal_open = field == "goal" and draft.fields.get("goal") == cell.text


class _Below(msgspec.Struct, frozen=True):
    """What the row under a head row holds: plan amounts under their month heads, a use of funds, or goal texts under heads."""

    draft: _Draft
    heads: tuple[tuple[int, str, tuple[str, int]], ...]
    kind: str

    @staticmethod
    def after(row: Row, draft: _Draft) -> "_Below | None":
        """What to expect under `row`, if anything."""
        first = next((cell for cell in row.cells if cell.text), None)
        if first is None:
            return None
        word = bare(first.text)
        own = [(i, cell) for i, cell in enumerate(row.cells) if cell.text and not cell.spread]
        known = labels()
        if word in known and known[word][0] == "plan":
            heads = tuple((i, cell.text, ("plan", 0)) for i, cell in own if cell is not first)
            draft.plan_unit = "%" if "%" in fold(first.text) else declared_unit(first.text)
            return _Below(draft, heads, "plan")
        if "资金用途" in word:
            return _Below(draft, (), "use")
        heads = tuple(
            (i, cell.text, label)
            for i, cell in own
            if (label := known.get(bare(cell.text), ("", 0)))[0] in {"goal", "budget"}
        )
        if heads and len(own) > 1 and all(_is_label(cell.text) for _, cell in own):
            return _Below(draft, heads, "values")
        return None

    def take(self, row: Row, reader: _Reader) -> bool:
        """Read the row; true when it was what was expected."""
        reader.below = None
        own = row.originals()
        if any(_is_label(cell.text) for cell in own) and self.kind != "plan":
            return False
        if self.kind == "plan":
            if any(_is_label(cell.text) for cell in own):
                return False
            self.draft.plan = {
                fold(head): _number(row.cells[i].text) if i < len(row.cells) else None for i, head, _ in self.heads
            }
            return True
        if self.kind == "use":
            if own:
                self.draft.keep("funds_use", own[-1], 0)
            return bool(own)
        for i, head, label in self.heads:
            if i < len(row.cells) and row.cells[i].text and not _is_label(row.cells[i].text):
                reader._field(self.draft, label, row.cells[i], declared_unit(head))  # noqa: SLF001 -- one machine in two pieces
        return True


def _unit_declared_in(own: Sequence[Cell]) -> str | None:
    """Money unit of a caption cell (单位：万元), a label with its value beside it, or a label with the unit in brackets.

    A unit in brackets behind an indicator's name says nothing about the amounts of the form.
    """
    texts = [cell.text for cell in own]
    beside = [label + value for label, value in pairwise(texts) if bare(label) in {"单位", "金额单位", "货币单位"}]
    units = [
        declared_unit(text)
        for text in texts + beside
        if len(text) <= 20 and (DECLARED.search(fold(text)) or _is_label(text))
    ]
    return next((unit for unit in reversed(units) if unit is not None), None)


BESIDE = expression(r"\s+(?=[^\s：:]{2,12}[：:])")
"""Where a line holds a further label (项目名称：…    单位：万元)."""


def _labelled(text: str) -> Iterator[tuple[tuple[str, int], str, str]]:
    """Yield labels of a line, as known and as printed, with their values; a label alone on its line has none."""
    known = labels()
    if bare(text) in known:
        yield known[bare(text)], text, ""
        return
    found: list[tuple[tuple[str, int], str, str]] = []
    for part in BESIDE.split(text):
        head, colon, value = part.replace(":", "：", 1).partition("：")
        label = known.get(bare(strip_ordinal(head))) if colon and value.strip() else None
        if label is not None:
            found.append((label, head, value.strip()))
        elif found:
            found[-1] = (*found[-1][:2], f"{found[-1][2]} {part}")
    yield from found


def _number(text: str) -> float | None:
    flat = fold(text).rstrip("%").replace(",", "")
    try:
        return float(flat)
    except ValueError:
        return None


def _is_label(text: str) -> bool:
    return bare(text) in labels()


def _may_be_cut_title(text: str) -> bool:
    return (
        6 <= len(text) <= 80
        and not text.endswith(("。", "；", "，", "："))
        and ("绩效" in text[-6:] or "项目" in text or "费" in text)
    )


def _pairs(cells: Sequence[Cell]) -> Iterator[tuple[tuple[str, int] | None, Cell, Cell | None]]:
    """Yield (label, label cell, value cell) for a row of labels and values; a cell may hold both, parted by a colon."""
    known = labels()
    index = 0
    while index < len(cells):
        cell = cells[index]
        label = known.get(bare(cell.text))
        head, colon, rest = cell.text.replace(":", "：", 1).partition("：")
        if label is None and colon and rest.strip() and bare(head) in known:
            yield known[bare(head)], Cell(head, cell.place), Cell(rest.strip(), cell.place)
            index += 1
            continue
        follower = cells[index + 1] if index + 1 < len(cells) else None
        if label is not None and follower is not None and not _is_label(follower.text):
            yield label, cell, follower
            index += 2
        else:
            yield label, cell, None
            index += 1


def _level_known(cells: Mapping[str, Cell]) -> bool:
    """Whether the level cells hold level names, or nothing because they are merged upwards."""
    for column, known in (("level2", level2_of), ("level1", level1_of)):
        text = cells[column].text if column in cells else ""
        if text:
            return (
                known(text) is not None or (column == "level2" and bare(text).endswith("指标")) or len(fold(text)) <= 12
            )
    return any(cells[column].text for column in ("value", "description", "basis") if column in cells)


def _is_piece(cells: Mapping[str, Cell], above: Mapping[str, Cell], *, cut: bool) -> bool:
    """Whether the row continues the one above, as after a page end."""
    filled = {column for column in TEXT_COLUMNS if column in cells and cells[column].text and not cells[column].spread}
    if not filled or "level2" in filled or not filled <= {"name", "description", "value", "basis"}:
        return False
    if "name" not in filled:
        return "value" not in filled or not above["value"].text
    # With a name of its own it is a row, unless a page end stands before it and it has no value while the row above is whole.
    return cut and "value" not in filled and bool(_joined_value(above))


def _glue(draft: _Draft, cells: Mapping[str, Cell]) -> None:
    row = draft.rows[-1]
    for column, cell in cells.items():
        if cell.text and not cell.spread and column in row:
            row[column] = Cell(row[column].text + cell.text, row[column].place)


def _finish(draft: _Draft, *, new_system: bool) -> Project:
    indicators: list[Indicator] = []
    level1, level2 = "", ""
    names = {
        known: row["level1"].text for row in draft.rows if "level1" in row and (known := level1_of(row["level1"].text))
    }
    previous: tuple[str, ...] | None = None
    for row, broken in zip(draft.rows, draft.broken, strict=True):
        own1 = row["level1"].text if "level1" in row else ""
        own2 = row["level2"].text if "level2" in row else ""
        level2 = own2 or level2
        level1 = own1 or _level1_of_merged(level1, own2, names, new_system=new_system)
        value = _joined_value(row)
        texts = (
            fold(level2),
            fold(row["name"].text),
            fold(_text(row, "description") or ""),
            fold(value),
            fold(_text(row, "basis") or ""),
        )
        printed_twice = (
            texts == previous
            and (broken or not own1 or row["level1"].spread)
            and not (own1 and row["level1"].spread and not broken)
        )
        previous = texts
        indicators.append(
            Indicator(
                level1=level1,
                level2=level2,
                name=row["name"].text,
                value=value,
                place=row["name"].place,
                description=_text(row, "description"),
                basis=_text(row, "basis"),
                quantity=parse_value(value),
                weight=_text(row, "weight"),
                actual=_text(row, "actual"),
                history=_text(row, "history"),
                direction=_text(row, "direction"),
                duplicate_row=printed_twice,
                places={column: cell.place for column, cell in row.items() if column in TEXT_COLUMNS},
            )
        )
    return Project(
        name=strip_ordinal(draft.fields.get("name", "")) or draft.name or draft.hint,
        place=draft.place,
        indicators=tuple(indicators),
        unit=draft.unit,
        project_code=draft.fields.get("code"),
        budget_wan=draft.budget_wan,
        budget_source="table" if draft.budget_wan is not None else None,
        funds_use=draft.fields.get("funds_use"),
        spending_plan=draft.plan,
        spending_plan_unit=draft.plan_unit,
        goal=draft.fields.get("goal"),
        goal_place=draft.places.get("goal"),
        columns=tuple(
            column for column in draft.columns if column in {*TEXT_COLUMNS, *EXTRA_COLUMNS, "unit", "operator"}
        ),
        places=draft.places,
    )


def _text(row: Mapping[str, Cell], column: str) -> str | None:
    return row[column].text if column in row else None


def _level1_of_merged(above: str, level2: str, names: Mapping[str, str], *, new_system: bool) -> str:
    """一级 of a row whose cell is merged away: the one above if 二级 can stand under it, else what 二级 says."""
    canonical = level2_of(level2) if level2 else None
    if canonical is None:
        return above
    parent = "成本指标" if new_system and "成本" in canonical else parent_of(canonical)
    if level1_of(above) == parent or (
        canonical == "成本指标" and not new_system and level1_of(above) in {"产出指标", "成本指标"}
    ):
        return above
    return names.get(parent, parent)


def _joined_value(row: Mapping[str, Cell]) -> str:
    """Operator, value and unit as one text, in that order (大于等于 98 % → ≥98%)."""
    value = row["value"].text
    operator = row["operator"].text if "operator" in row else ""
    unit = row["unit"].text if "unit" in row else ""
    if fold(operator) in QUALITATIVE:
        # Platforms put the wording of a qualitative value into the unit field and 0 into the value.
        return unit if fold(value) in {"", "0"} and unit else value
    sign = OPERATORS.get(fold(operator), "")
    if sign and any(value.strip().startswith(known) for known in OPERATORS):
        sign = ""
    if unit and fold(value).endswith(fold(unit)):
        unit = ""
    return f"{sign}{value}{unit}"
