"""A run with every name hidden, for reports that are shown outside."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from perflint_zh.result import Run

T = TypeVar("T")

DISTINCT = 5
"""Characters from which a project's name is hidden wherever it stands; shorter ones (电费) are also common words."""

AREA = "自治区|自治州|自治县|街道|社区|省|市|县|区|旗|乡|镇|村"
LEADING = re.compile(rf"^([一-龥]{{2,6}}?)({AREA})")
"""The place at the head of an authority's name: 云岭县 in 云岭县教育局."""

ANYWHERE = re.compile(rf"([一-龥]{{2}})({AREA})")
COMMON = frozenset(
    "全各我本该所有的在和与及对为是等到从由向个条多数每上下内外中城农乡镇村区县市省新旧老大小社街校园商超批发展建设开示范试点"
    "工业景库山林灾疫小郊辖地下跨入进居民行政直属基层两三四五六七八九十一二周边贫困美丽整特色重组驻帮扶至覆盖达优质评先文明"
)
"""Characters that stand before 县 or 村 in ordinary words (全县, 各乡镇, 行政村) and hardly in the two of a place's name."""


def anonymised(run: Run) -> Run:
    """The same run with departments as 部门1, projects as 项目1, subordinate units as 单位1, files as 文件1 and places as 某县.

    The names are hidden inside messages and cells too. Names that the run does not list (persons, firms) are not known and stay.
    """
    names = _aliases(run)
    places = _places(names)
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
    for word, names in (
        ("文件", (path for path in paths if path != "全部文档")),
        ("部门", (budget.department for budget in run.budgets)),
        ("单位", (project.unit for project in projects if project.unit != "department")),
        ("项目", (project.name for project in projects)),
    ):
        for number, name in enumerate(dict.fromkeys(name for name in names if name and name not in found), start=1):
            found[name] = f"{word}{number}"
    return found


def _places(names: Iterable[str]) -> dict[str, str]:
    """Places at the head of names, with and without 县."""
    found: dict[str, str] = {}
    for name in names:
        if match := LEADING.match(name.rpartition("/")[2]):
            stem, kind = match.groups()
            if not COMMON.issuperset(stem):
                found[stem + kind] = f"某{kind}"
                found[stem] = "某地"
    return found


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
    return match[0] if COMMON.intersection(match[1]) or "某" in match[1] else f"某{match[2]}"


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
