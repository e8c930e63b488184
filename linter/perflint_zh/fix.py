"""Repairing what has one right spelling: which texts of a document become what, each step proved by reading the result again.

The bytes come back with nothing changed but the cells meant, or not at all; originals are never written here.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

import msgspec

from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.check import Finding, check_budget, merged
from perflint_zh.config import Config
from perflint_zh.document import Document, Place
from perflint_zh.errors import ReadError
from perflint_zh.extract import extract
from perflint_zh.extract.value import parse_value
from perflint_zh.fixing import Editor, editor_for
from perflint_zh.fixing.edit import Edit
from perflint_zh.patterns import expression
from perflint_zh.policy import settled
from perflint_zh.read import read_content
from perflint_zh.rule import Rule

FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
SIGN_BEFORE = expression(r"([=＝≥≤><＞＜]?)\s*%\s*(\d+(?:\.\d+)?)")
PERCENT_WORD = expression(r"(?<=\d)\s*(?:百分比|百分号|%\s*[(（]百分比[)）])$")
SIGNS = ((expression(r"(?:[>＞]\s*[=＝]|≧|⩾)"), "≥"), (expression(r"(?:[<＜]\s*[=＝]|≦|⩽)"), "≤"))
DOUBLED_IN_VALUE = expression(r"([≥≤=＝%，。、；：])(?:\s*\1)+")
DOUBLED = expression(r"([，。、；：])\1+")
FIGURE = expression(r"[≥≤><=＝＞＜±]?\s*\d[\d.,]*\s*[^\s\d]{0,8}")
"""A sign, a number and a unit, and nothing else: only there is a blank surely a slip."""


class Fixed(msgspec.Struct, frozen=True):
    """What became of one file: new bytes (None: nothing to change), the edits made, those that could not be, or why nothing was tried."""

    path: str
    data: bytes | None = None
    edits: tuple[Edit, ...] = ()
    refused: tuple[Edit, ...] = ()
    failure: str = ""
    unwritable: bool = False


class State(msgspec.Struct, frozen=True):
    """Bytes with what is read in them."""

    data: bytes
    budget: Budget
    findings: tuple[Finding, ...]


class Text(msgspec.Struct, frozen=True):
    """One text of a budget with its field and place."""

    field: str
    text: str
    place: Place
    project: str
    indicator: str


def tidied_value(value: str) -> str:
    """An indicator's value in the regular spelling, meaning the same."""
    tidy = value.translate(FULL_WIDTH)
    for pattern, sign in SIGNS:
        tidy = pattern.sub(sign, tidy)
    tidy = DOUBLED_IN_VALUE.sub(r"\1", tidy)
    if match := SIGN_BEFORE.fullmatch(tidy.strip()):
        tidy = f"{match[1]}{match[2]}%"
    tidy = PERCENT_WORD.sub("%", tidy)
    if FIGURE.fullmatch(tidy.strip()):
        tidy = re.sub(r"\s+", "", tidy)
    return tidy if _means_the_same(value, tidy) else value


def _means_the_same(before: str, after: str) -> bool:
    """Whether the grammar reads both alike; what it could not read before may become readable."""
    old, new = parse_value(before), parse_value(after)
    if old is None or old.number is None or new is None:
        return True
    return (old.operator, old.number, old.upper, old.unit, old.kind) == (
        new.operator, new.number, new.upper, new.unit, new.kind
    ) or SIGN_BEFORE.search(before.translate(FULL_WIDTH)) is not None  # fmt: skip


def tidied(field: str, text: str) -> str:
    """A text of a table in the regular spelling."""
    return tidied_value(text) if field == "value" else DOUBLED.sub(r"\1", text)


def repair(path: str, data: bytes, rules: Sequence[Rule], config: Config, *, unsafe: bool) -> Fixed:
    """Repair one document as far as rules and spelling say how; a second call finds nothing more."""
    editor = editor_for(data, PurePath(path).suffix.lower())
    try:
        state = _state(path, data, rules, config)
    except ReadError as error:
        return Fixed(path, failure=str(error))
    made: list[Edit] = []
    refused: set[Edit] = set()
    tried: set[tuple[Place, str, str]] = {(text.place, text.field, text.text) for text in texts(state.budget)}
    while True:
        wanted = [
            edit
            for edit in _wanted(state, unsafe=unsafe)
            if edit not in refused and (edit.place, edit.field, edit.new) not in tried
        ]
        if not wanted:
            break
        if editor is None:
            return Fixed(path, refused=tuple(wanted), unwritable=True)
        state, done = _applied(state, wanted, editor, path, rules, config)
        tried.update((edit.place, edit.field, edit.new) for edit in done)
        refused.update(edit for edit in wanted if edit not in done)
        made += done
    left = tuple(edit for edit in _wanted(state, unsafe=unsafe) if edit in refused)
    return Fixed(path, state.data if made else None, tuple(made), left)


def _state(path: str, data: bytes, rules: Sequence[Rule], config: Config) -> State:
    content = read_content(data, PurePath(path).suffix.lower())
    budget = extract(Document(path, "", content.blocks, content.notes))
    checked = merged([check_budget(budget, rules, config.settings)])
    return State(data, budget, settled(checked.findings, config))


def texts(budget: Budget) -> Iterator[Text]:
    """Every text of the goal tables that a repair may change."""
    for project in budget.projects:
        if project.goal and project.goal_place is not None:
            yield Text("goal", project.goal, project.goal_place, project.name, "")
        for row in project.indicators:
            yield from _row_texts(project, row)


def _row_texts(project: Project, row: Indicator) -> Iterator[Text]:
    for field, text in (
        ("name", row.name),
        ("description", row.description),
        ("value", row.value),
        ("basis", row.basis),
    ):
        if text:
            yield Text(field, text, row.places.get(field, row.place), project.name, row.name)


def _wanted(state: State, *, unsafe: bool) -> list[Edit]:
    """At most one edit for each text: its spelling first, then what a rule says."""
    found: dict[tuple[Place, str], Edit] = {}
    known: dict[tuple[Place, str], Text] = {}
    for text in texts(state.budget):
        known.setdefault((text.place, text.field), text)
        tidy = tidied(text.field, text.text)
        if tidy != text.text:
            found.setdefault((text.place, text.field), _edit(text, tidy, ""))
    for finding in state.findings:
        key = (finding.place, finding.field)
        said = known.get(key)
        new = finding.replacement
        if said is not None and new and new != said.text and (finding.safe or unsafe):
            found.setdefault(key, _edit(said, tidied(said.field, new), finding.rule))
    return list(found.values())


def _edit(text: Text, new: str, rule: str) -> Edit:
    return Edit(text.place, text.field, text.text, new, rule, text.project, text.indicator)


def _applied(
    state: State, wanted: Sequence[Edit], editor: Editor, path: str, rules: Sequence[Rule], config: Config
) -> tuple[State, list[Edit]]:
    """Make the edits all at once, or, when the result is not what was meant, one after the other."""
    after = _tried(state, wanted, editor, path, rules, config)
    if after is not None:
        return after
    made: list[Edit] = []
    for edit in wanted:
        step = _tried(state, [edit], editor, path, rules, config)
        if step is not None:
            state = step[0]
            made += step[1]
    return state, made


def _tried(
    state: State, wanted: Sequence[Edit], editor: Editor, path: str, rules: Sequence[Rule], config: Config
) -> tuple[State, list[Edit]] | None:
    """The state after the edits that the editor could make, None when reading it again shows anything else changed."""
    data, made = editor(state.data, wanted)
    if not made:
        return state, []
    try:
        after = _state(path, data, rules, config)
    except ReadError:
        return None
    gone = not any(
        finding.rule == edit.rule and finding.place == edit.place and finding.field == edit.field
        for finding in after.findings
        for edit in made
    )
    return (after, list(made)) if gone and _only_meant(state.budget, after.budget, made) else None


def _only_meant(before: Budget, after: Budget, made: Sequence[Edit]) -> bool:
    """Whether the two differ in the edited texts and in nothing else that is read from the document."""
    old, new = list(texts(before)), list(texts(after))
    meant = {(edit.field, edit.old, edit.new) for edit in made}
    places = {(edit.place, edit.field) for edit in made}
    changed = {
        (was.place, was.field)
        for was, now in zip(old, new, strict=False)
        if was.text != now.text and (was.field, was.text, now.text) in meant
    }
    return (
        len(old) == len(new)
        and [project.name for project in before.projects] == [project.name for project in after.projects]
        and all(
            was.text == now.text or (was.field, was.text, now.text) in meant for was, now in zip(old, new, strict=True)
        )
        and places <= changed
    )
