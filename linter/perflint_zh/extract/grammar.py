"""The grammar of goal tables: a stream of rows and paragraphs in, projects out.

One pass with one state. A title, a 项目名称 cell or a change in the project column begins a project; label rows fill its head; a header
row says which column holds what and stays valid over page ends; every further row is an indicator, a continuation of the row
above, or not ours.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from perflint_zh.budget import Project
from perflint_zh.document import Cell, Paragraph, Place
from perflint_zh.extract.amounts import DECLARED, amount_wan, declared_unit, unit_by_size
from perflint_zh.extract.draft import TEXT_COLUMNS, Draft, finish, joined_value
from perflint_zh.extract.head import Below, Label, is_label, labelled, pairs, unit_declared_in, with_value
from perflint_zh.extract.header import (
    Header,
    head_candidates,
    header_by_content,
    is_above_header,
    is_unheaded,
    looks_like_heads,
    places_of_values,
    read_header,
    realigned,
    refine,
)
from perflint_zh.extract.packed import packed_cell, unpacked_goal, unpacked_rows
from perflint_zh.extract.rows import Item, Row
from perflint_zh.extract.titles import (
    WHOLE_DEPARTMENT,
    glued_ordinals,
    is_heading,
    named_above,
    strip_ordinal,
    table_title,
)
from perflint_zh.extract.words import bare, column_candidates, fold, label_of, level1_of, level2_of
from perflint_zh.patterns import expression

PAGE_NUMBER = expression(
    r"^[-—–\s]*(?:第?\s*\d{1,4}\s*页?|\d+\s*/\s*\d+|第\s*\d+\s*页\s*[,，/]?\s*共\s*\d+\s*页)[-—–\s]*$"
)

MAY_NAME = expression(
    r"(?![(（]?20\d{2}年?度?[)）]?$|[^\u4e00-\u9fff]*$|.*[:：]\s*[\d.,]+$)(?!.*(?:预算绩效|绩效信息|绩效目标|情况|说明|单位[:：]|年度[:：])).{3,60}[^。；：，:;,]"
)
"""A line above a table that can be its project's name when the table does not give one."""
CONTINUED = expression(r"[(（]续表?\d?[)）]|^续")
"""How a title that is printed again above the rest of its table says so."""
MOST_HEADS_TOLD = 8


class Tables(NamedTuple):
    """What the goal tables of a document give; `notes` and `unread` are one Chinese sentence each.

    `unread` tells of tables whose rows could not be read, `notes` of what else a reader of the report should know.
    """

    projects: list[Project]
    notes: list[str]
    unread: list[str]


def read_tables(items: Iterable[tuple[str, Item]], year: int | None = None) -> Tables:
    """All goal tables of a document for `year` in reading order; each item comes with the unit whose part it stands in."""
    reader = _Reader(year)
    for unit, item in items:
        reader.unit = unit
        if isinstance(item, Paragraph):
            reader.paragraph(item)
        else:
            reader.row(item)
    reader.settle_doubt()
    if reader.draft is not None:
        reader.release(reader.draft)
    for draft, ordinal in zip(reader.drafts, glued_ordinals([draft.line for draft in reader.drafts]), strict=True):
        draft.name = draft.name.removeprefix(ordinal)
    reader.notes += [
        f"{draft.place}：{draft.line or '绩效目标表'}只有表头，没有填写指标"
        for draft in reader.drafts
        if draft.columns and "project" not in draft.columns and not draft.rows
    ]
    drafts = [draft for draft in reader.drafts if draft.rows or draft.fields.get("goal") or draft.fields.get("code")]
    _settle_unitless(drafts)
    new_system = any(
        level1_of(row["level1"].text) == "成本指标" for draft in drafts for row in draft.rows if "level1" in row
    )
    return Tables(
        [finish(draft, new_system=new_system) for draft in drafts], [*dict.fromkeys(reader.notes)], reader.unread
    )


def _settle_unitless(drafts: Sequence[Draft]) -> None:
    """Give budgets printed without a unit the one that their size tells, alike for the whole document."""
    cells = [(draft, draft.unitless) for draft in drafts if draft.unitless is not None and draft.budget_wan is None]
    unit = unit_by_size(amount_wan(cell.text, "万元") or 0 for _, cell in cells)
    for draft, cell in cells if unit is not None else ():
        draft.budget_wan = amount_wan(cell.text, unit)
        draft.places["budget"] = cell.place


class _Reader:
    def __init__(self, year: int | None) -> None:
        self.year = year
        self.drafts: list[Draft] = []
        self.draft: Draft | None = None
        self.header: Header | None = None
        self.money_unit: str | None = None
        self.unit = "department"
        self.wide: dict[tuple[str, str, str], Draft] = {}
        self.wide_cells: dict[str, Cell] = {}
        self.wide_columns: Mapping[str, int] = {}
        self.below: Below | None = None
        self.cut_title: Paragraph | None = None
        self.caption: Paragraph | None = None
        self.header_open = False
        self.goal_open = False
        self.above: tuple[Cell, ...] = ()
        self.page: int | None = None
        self.held: list[tuple[Mapping[str, Cell], bool]] = []
        self.doubt: Row | None = None
        self.row_before: Row | None = None
        self.notes: list[str] = []
        self.unread: list[str] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text.strip()
        if PAGE_NUMBER.match(text):
            return
        self.below = None
        self.row_before = None
        self.header_open = False
        self.above = ()
        title, place = table_title(text), paragraph.place
        if title is None and self.cut_title is not None and len(text) <= 40:
            # A long title may be cut by the end of a line: …绩效目 / 标表
            title, place = table_title(self.cut_title.text.strip() + text), self.cut_title.place
        self.cut_title = paragraph if title is None and _may_be_cut_title(text) else None
        if title is not None:
            if not (CONTINUED.search(text) and self.draft is not None and self.draft.rows):
                self._begin(title, place, text)
            return
        unit = declared_unit(text)
        if unit is not None and len(text) <= 40:
            self.money_unit = unit
            if self.draft is not None and not self.draft.rows:
                self.draft.money_unit = unit
        elif MAY_NAME.fullmatch(text) and not head_candidates(text):
            self.caption = paragraph
        self._inside(paragraph, text)

    def _begin(self, title: str, place: Place, text: str) -> None:
        """Begin a project; its name may also come from a cell of its table or from the line above it."""
        self.settle_doubt()
        self.header = None
        self.goal_open = False
        if WHOLE_DEPARTMENT.search(text):
            self.draft = Draft("", place, "whole", self.money_unit)
            return
        self.draft = Draft(title, place, self.unit, declared_unit(text) or self.money_unit)
        self.draft.line = text
        if not title and self.caption is not None:
            self.draft.hint = named_above(self.caption.text.strip())
        self.caption = None
        self.drafts.append(self.draft)

    def _begin_by_label(self, place: Place) -> Draft:
        """Begin a project that a label tells from the one before; in one long table the header above both may stay valid."""
        header, header_open = self.header, self.header_open
        self._begin("", place, "")
        self.header, self.header_open = header, header_open
        return self.drafts[-1]

    def _inside(self, paragraph: Paragraph, text: str) -> None:
        """A paragraph within a table: labels with their values, the rest of a goal, or the end; a name begins a table."""
        draft = self.draft
        given = list(labelled(text))
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
        if not given and self.goal_open and _may_be_goal(text):
            # Blank lines inside a goal make paragraphs of its further sentences.
            draft.fields["goal"] += "\n" + text

    def _end(self) -> None:
        self.settle_doubt()
        self.draft = None
        self.header = None

    def row(self, row: Row) -> None:
        self._row(row)
        self.row_before = row

    def _row(self, row: Row) -> None:
        self.cut_title = None
        own = row.originals()
        if self.goal_open and self._goes_on_with_goal(row, own):
            return
        self.goal_open = False
        unit = unit_declared_in(own)
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
        packed = packed_cell(own)
        if packed is not None:
            self._packed(own, packed)
            return
        above, self.above = self.above, ()
        header = read_header(row.cells, above, self.year)
        if header is not None:
            self._take_header(header, row)
            return
        if looks_like_heads(row.cells):
            self.settle_doubt()
            self.doubt = row
        if self.header_open and self.header is not None:
            refined = refine(self.header, row.cells, self.year)
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
        elif self._take_below(row) or (self._begins_with_label(row) and self._head(row)):
            pass
        elif self._indicator(row, page_began=page_began):
            self.below = None
            self.doubt = None
        elif self._head(row):
            pass
        elif self.header is None:
            self._unheaded(row, own)
        elif row.first:
            # A table of another kind has begun.
            self.header = None

    def _unheaded(self, row: Row, own: Sequence[Cell]) -> None:
        """Take a row that only its content shows to be an indicator, unless heads above it mean something not known."""
        header = header_by_content(row.cells) if self.doubt is None else None
        if header is not None:
            self._take_header(header, row)
            self._indicator(row, page_began=row.first)
        elif is_unheaded(own):
            self.doubt = self.doubt or row

    def _packed(self, own: Sequence[Cell], packed: Cell) -> None:
        """Take a project whose row holds code, name and amount, and all the rest in one cell."""
        names = (cell for cell in own if cell is not packed and not fold(cell.text).isdigit())
        name = next(names, Cell("", packed.place))
        self.settle_doubt()
        draft = self._begin_by_label(name.place)
        draft.name = strip_ordinal(name.text)
        for amount in own[own.index(name) + 1 :][:1] if name in own else ():
            draft.put(("budget", 0), amount)
        goal = unpacked_goal(packed)
        if goal is not None:
            draft.keep("goal", goal, 0)
        for cells in unpacked_rows(packed):
            draft.add(cells, first=False)
        draft.columns = ("level1", "level2", "name", "value")

    def _goes_on_with_goal(self, row: Row, own: Sequence[Cell]) -> bool:
        """Take the row as a further sentence of the goal above: it stands alone beside the label that reaches down to it."""
        draft = self.draft
        if draft is None or draft.rows or len(own) != 1 or own[0] is row.cells[0] or not _may_be_goal(own[0].text):
            return False
        draft.fields["goal"] += "\n" + own[0].text
        return True

    def _take_below(self, row: Row) -> bool:
        """Read the row as what the head row above announced."""
        below = self.below
        if below is None or not below.take(row):
            self.below = None
            return False
        self.below = below if below.goes_on else None
        self.goal_open = below.draft.fields.get("goal") in {cell.text for cell in row.originals()}
        return True

    def _begins_with_label(self, row: Row) -> bool:
        """Whether the row is one of the head even if it stands below the header row (绩效目标 | goal over all columns)."""
        own = row.originals()
        label = label_of(own[0].text) if own else None
        if label is None or (
            self.header is not None and (self.header.wide or _names_an_indicator(row, label[0], self.header))
        ):
            return False
        return label[0] != "other" or self.draft is None or not self.draft.rows

    def _title_in(self, row: Row) -> tuple[str, Cell] | None:
        """A title that shares its row with something short (单位：万元)."""
        cells = row.originals()
        if len(cells) <= 2 and (title := table_title(cells[0].text) if cells else None) is not None:
            return title, cells[0]
        return None

    def settle_doubt(self) -> None:
        """Tell of heads that were none of a table as known, if nothing below them was read."""
        if self.doubt is not None:
            own = self.doubt.originals()
            heads = "｜".join(fold(cell.text) for cell in own[:MOST_HEADS_TOLD])
            is_head = looks_like_heads(self.doubt.cells)
            seen = f"的表头（{heads}），但认不出各列" if is_head else f"的一行（{heads}），但上面没有认得出的表头"
            told = f"{own[0].place}：像绩效目标表{seen}，下面的指标没有读出，没有检查"
            # Forms of evaluators (评分标准) look alike: only a table that has a title or a project is surely one.
            draft = self.draft
            named = draft is not None and draft.unit != "whole" and bool(draft.line or draft.name or draft.fields)
            (self.unread if named else self.notes).append(told)
        self.doubt = None

    def _take_header(self, header: Header, row: Row) -> None:
        if self.doubt is not self.row_before:
            self.settle_doubt()
        self.doubt = None
        if len(places := places_of_values(row.cells, header)) > 1:
            self.notes.append(f"{row.originals()[0].place}：指标值分列在{'、'.join(places)}下，只读了“{places[0]}”一列")
        if header.wide:
            if header.columns != self.wide_columns:
                self.wide_cells = {}
            self.wide_columns = header.columns
            if self.draft is not None and self.draft.unit == "whole":
                self.draft = None
        elif self.draft is not None and self.draft.unit == "whole":
            self.notes.append(f"{self.draft.place}：部门整体支出绩效目标表不属于任何项目，没有检查")
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
        if not header.wide and _is_foot(row, cells["name"]):
            return False
        if _says_nothing(cells):
            draft.pass_over(cells)
            return bool(cells["name"].text)
        if not cells["name"].text or not _level_known(cells):
            return False
        for column in ("code", "budget", "goal"):
            # The label of the whole part, set upright beside its rows, is no goal.
            if column in cells and cells[column].text and not header.wide and not is_label(cells[column].text):
                self._field(draft, (column, 0), cells[column])
        draft.add(cells, first=row.first)
        draft.columns = tuple(header.columns)
        return True

    def _belongs_to_next(self, cells: Mapping[str, Cell], *, page_began: bool) -> bool:
        """Whether a ruled page shows the row beside a new merged cell whose text, the project's name, stands on the next page."""
        project = cells.get("project")
        if project is None or project.place.page is None or project.text or not cells["name"].text:
            return False
        return bool(self.held) or not (project.spread or page_began)

    def release(self, draft: Draft) -> None:
        """Give the rows held back to the project that they turn out to belong to."""
        for cells, first in self.held:
            draft.add(cells, first=first)
        self.held = []

    def _columns(self, row: Row, header: Header) -> dict[str, Cell] | None:
        """The row's cells by column name; None when the row cannot belong to the header."""
        header = header.of_row(row.cells)
        cells = realigned(row.cells, header)
        blank = Cell("", cells[0].place)
        found = {
            column: cells[index] if index < len(cells) else blank
            for column, index in header.columns_of(len(cells)).items()
        }
        level1 = bare(found["level1"].text) if "level1" in found else ""
        if any(column == "name" for column, _ in column_candidates().get(level1, ())):
            # The head of the whole part, set upright beside its rows.
            found["level1"] = blank
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

    def _wide_draft(self, cells: dict[str, Cell]) -> Draft | None:
        """The project that a row of a wide list belongs to, made when an indicator of it first appears."""
        for column in ("owner", "project", "code", "budget", "goal"):
            if column in cells and cells[column].text:
                if column == "project" and fold(cells[column].text) != fold(
                    self.wide_cells.get("project", cells[column]).text
                ):
                    self.wide_cells = {c: v for c, v in self.wide_cells.items() if c == "owner"}
                self.wide_cells[column] = cells[column]
        project = self.wide_cells.get("project")
        if project is None:
            return None
        owner = self.wide_cells["owner"].text if "owner" in self.wide_cells else ""
        key = (self.unit, fold(owner), fold(project.text))
        if not cells["name"].text and (self.held or key not in self.wide):
            return None
        if key not in self.wide:
            draft = Draft(strip_ordinal(project.text), project.place, self.unit, self.money_unit)
            self.wide[key] = draft
            self.drafts.append(draft)
        draft = self.wide[key]
        for column in ("code", "budget", "goal"):
            if column in self.wide_cells:
                self._field(draft, (column, 0), self.wide_cells[column])
        self.draft = draft
        return draft

    def _head(self, row: Row) -> bool:
        """Take label–value pairs of a table's head; false when the row holds none."""
        cells = row.originals()
        found = list(pairs(cells))
        if not any(label is not None for label, _, _ in found):
            return False
        given = {label[0]: cell or head for label, head, cell in found if label is not None}
        begins = next((given[field] for field in ("name", "code", "goal") if field in given), None)
        full = self.draft is not None and (self.draft.rows or ("name" in given and "name" in self.draft.fields))
        if begins is not None and (self.draft is None or full):
            self._begin_by_label(begins.place)
            if row.first:
                # A table of its own for the head: the header of the table above says nothing of it.
                self.header = None
        if self.draft is None:
            return False
        if self.draft.rows:
            return True
        for label, head, cell in found:
            if label is not None and cell is not None:
                unit = declared_unit(head.text)
                self._field(self.draft, label, cell, unit)
        self.below = Below.after(row, self.draft)
        return True

    def _field(self, draft: Draft, label: Label, cell: Cell, unit: str | None = None) -> None:
        draft.put(label, cell, unit)
        self.goal_open = label[0] == "goal" and draft.fields.get("goal") == cell.text


def _names_an_indicator(row: Row, field: str, header: Header) -> bool:
    """Whether a row that begins with a label is an indicator: called as a label is, or under a 一级 that is (项目绩效目标)."""
    at = header.columns_of(len(row.cells))["name"]
    name = row.cells[at] if 0 < at < len(row.cells) else None
    if name is None or not name.text or name.spread:
        return False
    own = row.originals()
    return own[0] is name or (field == "goal" and len(own) > 2 and not is_label(name.text))


def _may_be_goal(text: str) -> bool:
    """Whether a text below a goal may be its next sentence, not a caption or a label."""
    return (
        declared_unit(text) is None and not is_label(text) and not (len(text) <= 20 and text.endswith(("表", "指标")))
    )


def _may_be_cut_title(text: str) -> bool:
    return (
        6 <= len(text) <= 80
        and not text.endswith(("。", "；", "，", "："))
        and ("绩效" in text[-6:] or "项目" in text or "费" in text)
    )


def _is_foot(row: Row, name: Cell) -> bool:
    """Whether the row stands below the indicators: who filled in the form, what others said of it."""
    first = row.originals()[0]
    label = label_of(first.text)
    told = with_value(first) is not None or (not level1_of(first.text) and fold(first.text).endswith(":"))
    return first is not name and (label[0] == "other" if label is not None else told)


UNFILLED = expression(r"(?:指标\d{0,2}[:：.、．]?)?[\s/\\.·\-_*]*|[.·]*")
"""What a template holds before anyone fills it in: 指标1：, /, ……."""


def _says_nothing(cells: Mapping[str, Cell]) -> bool:
    """Whether nobody has filled the row in."""
    return all(
        UNFILLED.fullmatch(fold(cells[column].text)) for column in ("name", "value", "description") if column in cells
    )


def _level_known(cells: Mapping[str, Cell]) -> bool:
    """Whether the level cells hold level names, or nothing because they are merged upwards."""
    for column, known in (("level2", level2_of), ("level1", level1_of)):
        text = cells[column].text if column in cells else ""
        if text:
            return (
                known(text) is not None or (column == "level2" and bare(text).endswith("指标")) or len(fold(text)) <= 12
            )
    return True


def _is_piece(cells: Mapping[str, Cell], above: Mapping[str, Cell], *, cut: bool) -> bool:
    """Whether the row continues the one above, as after a page end."""
    filled = {column for column in TEXT_COLUMNS if column in cells and cells[column].text and not cells[column].spread}
    if not filled or "level2" in filled or not filled <= {"name", "description", "value", "basis"}:
        return False
    if "name" not in filled:
        return "value" not in filled or not above["value"].text
    # With a name of its own it is a row, unless a page end stands before it and it has no value while the row above is whole.
    return cut and "value" not in filled and bool(joined_value(above))


def _glue(draft: Draft, cells: Mapping[str, Cell]) -> None:
    row = draft.rows[-1]
    for column, cell in cells.items():
        if cell.text and not cell.spread and column in row:
            row[column] = Cell(row[column].text + cell.text, row[column].place)
