"""A run with every name hidden, for reports that are shown outside."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from perflint_zh.patterns import expression
from perflint_zh.result import Run

T = TypeVar("T")

DISTINCT = 5
"""Characters from which a project's name is hidden wherever it stands; shorter ones (电费) are also common words."""

AREA = "自治区|自治州|自治县|街道|社区|省|市|县|区|旗|乡|镇|村"
PARTY = expression("^(?:中国共产党|中共|共青团)")
LEADING = expression(rf"([一-龥]{{2,6}}?)({AREA})")
"""The place at the head of an authority's name: 云岭县 in 云岭县教育局."""

ANYWHERE = expression(
    r"(?<![一-龥])([一-龥]{2,3}?)(自治县|街道|社区|省|市(?![场民政级直值容委区])|县(?![委政级域直城乡内区])|镇(?![区政级])|乡(?![镇村级政])|村(?![民庄干容级务集卫委]))"
)
"""A place at the head of a text or clause; further in, 县 and 村 mostly end a verb's object (参与县委、得到市级)."""

COMMON = frozenset(
    "全各我本该所有的在和与及对为是等到从由向个条多数每上下内外中城农乡镇村区县市省新旧老大小社街校园商超批发展建设开示范试点"
    "工业驻帮扶行政民直属基层"
)
"""Characters of ordinary words before 县 or 村 (全县, 各乡镇, 行政村)."""

SHORT = 3
"""Characters of a place's name up to which one of them may be such a character (大名县, 新乐市)."""


def anonymised(run: Run) -> Run:
    """The same run with departments as 部门1, projects as 项目1, subordinate units as 单位1, files as 文件1 and places as 某县.

    The names are hidden inside messages and cells too. Names that the run does not list (persons, firms) are not known and stay.
    """
    names = _aliases(run)
    # Names of projects begin with verbs as often as with places (对接省系统).
    places = _places(name for name, alias in names.items() if alias.startswith(("部门", "单位")))
    hide = _hider(names, places)
    budgets = tuple(
        msgspec.structs.replace(
            budget,
            sha256="",
            department_code=None,
            passages=(),
            narrative_projects=(),
            projects=tuple(msgspec.structs.replace(project, project_code=None) for project in budget.projects),
        )
        for budget in run.budgets
    )
    return _mapped(msgspec.structs.replace(run, budgets=budgets), hide)


def _aliases(run: Run) -> dict[str, str]:
    """Every name of the run → what stands for it."""
    paths = [
        *(budget.path for budget in run.budgets),
        *(failure.path for failure in run.failures),
        *run.copies,
        *run.copies.values(),
    ]
    projects = [project for budget in run.budgets for project in budget.projects]
    found: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for word, names in (
        ("文件", (path for path in paths if path != "全部文档")),
        ("部门", (budget.department for budget in run.budgets)),
        ("单位", (project.unit for project in projects if project.unit != "department")),
        ("项目", (project.name for project in projects)),
        ("项目", (told.name for budget in run.budgets for told in budget.narrative_projects)),
    ):
        for name in names:
            if name and name not in found:
                numbers[word] += 1
                found[name] = f"{word}{numbers[word]}"
    return found


def _places(names: Iterable[str]) -> dict[str, str]:
    """Places at the head of names, with and without 县."""
    found: dict[str, str] = {}
    for name in names:
        at = match.end() if (match := PARTY.match(name)) else 0
        while (match := LEADING.match(name, at)) and _is_place(match[1]):
            found[match[0]] = f"某{match[2]}"
            found[match[1]] = "某地"
            at = match.end()
    return found


def _is_place(stem: str) -> bool:
    return not (COMMON.issuperset(stem) if len(stem) <= SHORT else COMMON.intersection(stem))


def _hider(names: Mapping[str, str], places: Mapping[str, str]) -> Callable[[str], str]:
    inside = {name: alias for name, alias in names.items() if len(name) >= DISTINCT or not alias.startswith("项目")}
    quoted = {f"“{name}”": f"“{alias}”" for name, alias in names.items()}
    heads: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, alias in sorted({**places, **inside, **quoted}.items(), key=lambda entry: -len(entry[0])):
        heads[name[:2]].append((name, alias))
    known: dict[str, str] = {}

    def hide(text: str) -> str:
        if text not in known:
            known[text] = names.get(text) or ANYWHERE.sub(_place, _replaced(text, heads))
        return known[text]

    return hide


def _replaced(text: str, heads: Mapping[str, list[tuple[str, str]]]) -> str:
    """The text with each name replaced, longest first; one dictionary look-up per character, however many names there are."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        for name, alias in heads.get(text[at : at + 2], ()):
            if text.startswith(name, at):
                parts.append(alias)
                at += len(name)
                break
        else:
            parts.append(text[at])
            at += 1
    return "".join(parts)


def _place(match: re.Match[str]) -> str:
    return f"某{match[2]}" if not COMMON.intersection(match[1]) and "某" not in match[1] else match[0]


def _mapped(value: T, hide: Callable[[str], str]) -> T:
    """The value with every text in it, at any depth, hidden."""
    return _hidden(value, hide)  # type: ignore[no-any-return]


def _hidden(value: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        return msgspec.structs.replace(
            value, **{name: _hidden(part, hide) for name, part in fields.items() if not isinstance(part, int | float)}
        )
    if isinstance(value, Mapping):
        return {_hidden(key, hide): _hidden(part, hide) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_hidden(part, hide) for part in value)
    return value
