"""Labels and values of a goal table's head, whether they stand side by side, one below the other, or in one line of text."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from perflint_zh.document import Cell
from perflint_zh.extract.amounts import BRACKETED, DECLARED, amount_wan, declared_unit
from perflint_zh.extract.draft import Draft
from perflint_zh.extract.rows import Row
from perflint_zh.extract.titles import strip_ordinal
from perflint_zh.extract.words import BY_FORM, bare, column_candidates, fold, label_of, level1_of
from perflint_zh.patterns import expression

Label = tuple[str, int]
"""Field that a label names and its rank."""


def is_label(text: str) -> bool:
    """Whether the cell is a label of the head."""
    return label_of(text) is not None


def unit_declared_in(own: Sequence[Cell]) -> str | None:
    """Money unit of a caption cell (单位：万元), a label with its value beside it, or a label with the unit in brackets, perhaps wrapped.

    A unit in brackets behind an indicator's name says nothing about the amounts of the form.
    """
    texts = [cell.text for cell in own]
    beside = [label + value for label, value in pairwise(texts) if bare(label) in {"单位", "金额单位", "货币单位"}]
    units = [
        declared_unit(text)
        for text in texts + beside
        if len(text) <= 20 and (DECLARED.search(fold(text)) or BRACKETED.fullmatch(text) or is_label(text))
    ]
    return next((unit for unit in reversed(units) if unit is not None), None)


BESIDE = expression(r"\s+(?=[^\s：:]{2,12}[：:])")
"""Where a line holds a further label (项目名称：…    单位：万元)."""


def labelled(text: str) -> Iterator[tuple[Label, str, str]]:
    """Yield labels of a line, as known and as printed, with their values; a label alone on its line has none."""
    whole = label_of(text)
    if whole is not None and whole[1] < BY_FORM:
        yield whole, text, ""
        return
    found: list[tuple[Label, str, str]] = []
    for part in BESIDE.split(text):
        head, colon, value = part.replace(":", "：", 1).partition("：")
        label = label_of(strip_ordinal(head)) if colon and value.strip() else None
        if label is not None:
            found.append((label, head, value.strip()))
        elif found:
            found[-1] = (*found[-1][:2], f"{found[-1][2]} {part}")
    yield from found


def pairs(cells: Sequence[Cell]) -> Iterator[tuple[Label | None, Cell, Cell | None]]:
    """Yield (label, label cell, value cell) for a row of labels and values; a cell may hold both, parted by a colon."""
    index = 0
    while index < len(cells):
        cell = cells[index]
        inner = with_value(cell)
        if inner is not None:
            yield inner
            index += 1
            continue
        label = label_of(cell.text)
        follower = cells[index + 1] if index + 1 < len(cells) else None
        if label is None or follower is None or _is_none(follower):
            yield label, cell, None
            index += 1
        else:
            yield label, cell, follower
            index += 2


def _is_none(cell: Cell) -> bool:
    """Whether the cell is no value: a label itself, with or without its value, or a head beside 绩效目标 (绩效指标, 产出指标)."""
    heads = {column for column, _ in column_candidates().get(bare(cell.text), ())}
    return is_label(cell.text) or with_value(cell) is not None or "name" in heads or level1_of(cell.text) is not None


def with_value(cell: Cell) -> tuple[Label, Cell, Cell] | None:
    """Label and value of a cell that holds both (资金总额：900万元)."""
    head, colon, rest = cell.text.replace(":", "：", 1).partition("：")
    label = label_of(head) if colon and rest.strip() and not is_label(cell.text) else None
    return None if label is None else (label, Cell(head, cell.place), Cell(rest.strip(), cell.place))


TOTAL = expression(r"(?:合计|总计|总额)$")
FUNDS = expression(r"资金|预算|经费|金额")
SUBTOTAL = expression(r"小计$")


class Below:
    """What the rows under a head row hold: plan amounts under their month heads, a use of funds, goals and amounts under heads."""

    def __init__(
        self,
        draft: Draft,
        kind: str,
        heads: Sequence[tuple[int, str, Label]] = (),
        *,
        only_heads: bool = True,
        width: int = 0,
    ) -> None:
        self.draft = draft
        self.kind = kind
        self.heads = heads
        self.only_heads = only_heads
        self.width = width
        self.subtotal = 0.0
        self.subtotals = 0

    @staticmethod
    def after(row: Row, draft: Draft) -> "Below | None":
        """What to expect under `row`, if anything."""
        first = next((cell for cell in row.cells if cell.text), None)
        if first is None:
            return None
        own = [(i, cell) for i, cell in enumerate(row.cells) if cell.text and not cell.spread]
        if _field_of(first) == "plan":
            draft.plan_unit = "%" if "%" in fold(first.text) else declared_unit(first.text)
            return Below(draft, "plan", [(i, cell.text, ("plan", 0)) for i, cell in own if cell is not first])
        if "资金用途" in bare(first.text):
            return Below(draft, "use")
        heads = [
            (i, cell.text, label)
            for i, cell in own
            if (label := label_of(cell.text)) is not None and label[0] in {"goal", "budget"}
        ]
        if FUNDS.search(bare(first.text)):
            heads += [
                (i, first.text + cell.text, ("budget", BY_FORM)) for i, cell in own if TOTAL.fullmatch(bare(cell.text))
            ]
        # A label set upright beside several rows (总体目标) may give each of them one character.
        only_heads = all(is_label(cell.text) or len(bare(cell.text)) <= 1 for _, cell in own)
        amounts = any(amount_wan(cell.text, "万元") is not None for _, cell in own)
        if len(own) > 1 and not amounts and (only_heads or any(label[0] == "budget" for _, _, label in heads)):
            return Below(draft, "values", heads, only_heads=only_heads, width=len(row.cells)) if heads else None
        return None

    def take(self, row: Row) -> bool:
        """Read the row; true when it was what was expected."""
        own = row.originals()
        # Of the parts of an amount some are called as labels are (其他资金).
        part = self.goes_on and bool(own) and _field_of(own[0]) == "other"
        if any(is_label(cell.text) for cell in own[part:]):
            return False
        if self.kind == "plan":
            self.draft.plan = {
                fold(head): _number(row.cells[i].text) if i < len(row.cells) else None for i, head, _ in self.heads
            }
        elif self.kind == "use" and own:
            self.draft.keep("funds_use", own[-1], 0)
        # A converter may leave out the cells of a label that reaches down beside the rows.
        short = self.width - len(row.cells)
        by = short if self.heads and short == self.heads[0][0] and row.cells[0].text else 0
        for i, head, label in self.heads if self.kind == "values" else ():
            cell = row.cells[i - by] if i - by < len(row.cells) else None
            if cell is None or not cell.text or is_label(cell.text):
                continue
            if label[0] == "budget":
                self._take_amount(cell, label, declared_unit(head), own[0])
            elif self.only_heads:
                self.draft.put(label, cell)
        return self.kind != "use" or bool(own)

    @property
    def goes_on(self) -> bool:
        """Whether the next row may hold more: the parts of an amount end with their sum."""
        return any(label[0] == "budget" for _, _, label in self.heads)

    def _take_amount(self, cell: Cell, label: Label, unit: str | None, first: Cell) -> None:
        """Take an amount, or the sum of several; a part with a name of its own (保洁费用) is no budget."""
        field, rank = label
        part = "" if first is cell or amount_wan(first.text, "万元") is not None else fold(first.text)
        if TOTAL.search(part):
            self.draft.put((field, rank - 1), cell, unit)
        elif SUBTOTAL.search(part):
            amount = amount_wan(cell.text, unit or self.draft.money_unit or "万元")
            self.subtotal += amount or 0.0
            self.subtotals += 1
            self.draft.put((field, rank - self.subtotals), Cell(f"{self.subtotal}万元", cell.place))
        elif self.only_heads or not part:
            self.draft.put(label, cell, unit)


def _field_of(cell: Cell) -> str | None:
    label = label_of(cell.text)
    return None if label is None else label[0]


def _number(text: str) -> float | None:
    flat = fold(text).rstrip("%").replace(",", "")
    try:
        return float(flat)
    except ValueError:
        return None
