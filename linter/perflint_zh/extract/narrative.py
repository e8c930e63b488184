"""The list of projects in the narrative (支出说明) and how its amounts come to the tables."""

import functools
import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from perflint_zh.budget import NarrativeProject, Project
from perflint_zh.document import Paragraph
from perflint_zh.extract.amounts import amount_wan
from perflint_zh.extract.parts import CHANGE
from perflint_zh.extract.rows import Item
from perflint_zh.extract.titles import glued_ordinals, is_heading, strip_ordinal, unquoted
from perflint_zh.extract.words import fold, functional_categories
from perflint_zh.patterns import expression

LIST_BEGINS = expression(
    r"项目支出(?:预算)?(?:为|是|合计|共计|安排)?\s*[\d,.]+\s*(?:亿元|万元|元)?[^。]{0,40}?"
    r"(?:主要是?为|主要是|主要有|主要包括|主要用于|主要安排|包括|其中|分别为|分别是|具体为|具体是|用于)[:：]?"
)
AMOUNT = expression(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元)")
INNER = expression(r"[（(][^（）()]*?\d\s*(?:亿|万)?元[^（）()]*[）)]")
"""A breakdown in brackets, whose amounts are parts of the one before."""

LEAD = expression(
    r"^(?:[，、；,;。\s和及]|其中[:：]?|以及|一是|二是|三是|四是|五是|六是|七是|八是|九是|十是|主要(?:是|为)|包括|用于|安排|①|②|③|④|⑤|⑥|⑦|⑧|⑨)+"
)
TAIL = expression(r"(?:预算|支出安排|安排|共计|合计|资金为|为|是|[:：])+$")
OPEN_END = expression(r"等(?:支出|费用|项目|经费)?$")
"""How a list without amounts ends; before an amount the word is part of the name (租赁等费用50万元)."""
SENTENCE_END = ("。", "！", ".")


def narrative_projects(items: Sequence[tuple[str, Item]], unit: str) -> list[NarrativeProject]:
    """Projects listed in the narrative of one unit's part, in order."""
    paragraphs = [item for owner, item in items if owner == unit and isinstance(item, Paragraph)]
    for index, paragraph in enumerate(paragraphs):
        match = LIST_BEGINS.search(paragraph.text)
        if match is None or CHANGE.search(paragraph.text[: match.end()]):
            continue
        text = paragraph.text[match.end() :] + "".join(_continued(paragraphs, index))
        return [NarrativeProject(name, amount, paragraph.place) for name, amount in _entries(text)]
    return []


MAX_LIST = 100
"""Lines of a list that gives each project a line of its own."""


def _continued(paragraphs: Sequence[Paragraph], index: int) -> Iterator[str]:
    """Lines after a paragraph that a page end has cut: until the sentence ends."""
    text = paragraphs[index].text.rstrip()
    for following in paragraphs[index + 1 : index + MAX_LIST]:
        if text.endswith(SENTENCE_END):
            return
        if is_heading(following.text) or CHANGE.search(following.text[:12]):
            return
        text = following.text.rstrip()
        yield text


def _entries(text: str) -> Iterator[tuple[str, float | None]]:
    """Names with amounts; a list without any amount gives names alone."""
    text = INNER.sub("", text.split("。", maxsplit=1)[0])
    amounts = list(AMOUNT.finditer(text))
    if not amounts:
        for part in re.split(r"[，、；,;]|和(?=[^，、]{2,}等)", text):
            name = OPEN_END.sub("", _name(part))
            if 2 < len(name) <= 40 and not CHANGE.search(name):
                yield name, None
        return
    start = 0
    named: list[tuple[str, float | None]] = []
    for number, match in enumerate(amounts):
        if number + 1 < len(amounts) and amounts[number + 1].start() == match.end():
            # Two amounts without a word between: the first belongs to the name (…经费5万元8万元).
            continue
        between = text[start : match.start()]
        if CHANGE.search(between):
            break
        start = match.end()
        # A clause before the name (…，包括A经费10万元) is no part of it.
        named.append((re.split(r"[，；,;：:]", LEAD.sub("", between))[-1], amount_wan(match["number"], match["unit"])))
    for (text, amount), ordinal in zip(named, glued_ordinals([text for text, _ in named]), strict=True):
        name = _name(text.strip().removeprefix(ordinal))
        if name and fold(name) not in functional_categories() and len(name) <= 60:
            yield name, amount


def _name(text: str) -> str:
    name = strip_ordinal(LEAD.sub("", text.strip()))
    return unquoted(TAIL.sub("", name.strip()).strip())


NUMBERS = expression(r"[\d一二三四五六七八九十]+")
SUFFIX = expression(r"(?:(?:专项)?(?:工作)?(?:经费|资金|费用|费|支出|项目|款|补助|补贴)|等)+$")
"""What may be added to or left out of a project's name without making it another project."""

MIN_RATIO = 86.0
"""Likeness (rapidfuzz ratio, 0-100) from which two names that differ in a character or two are the same project."""


def with_narrative_budgets(projects: Sequence[Project], listed: Sequence[NarrativeProject]) -> list[Project]:
    """Give projects without a budget of their own the amount of the narrative entry that names them."""
    pairs = match_names([project.name for project in projects], [entry.name for entry in listed])
    out: list[Project] = []
    for index, project in enumerate(projects):
        entry = listed[pairs[index]] if index in pairs else None
        if project.budget_wan is None and entry is not None and entry.budget_wan is not None:
            out.append(replace(project, budget_wan=entry.budget_wan, budget_source="narrative"))
        else:
            out.append(project)
    return out


def match_names(names: Sequence[str], listed: Sequence[str]) -> dict[int, int]:
    """Index of each name → index of the listed name meant, one to one, the surest pairs first."""
    candidates: list[tuple[float, int, int]] = []
    for i, name in enumerate(names):
        for j, other in enumerate(listed):
            likeness = _likeness(name, other)
            if likeness >= MIN_RATIO:
                candidates.append((-likeness, i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


@functools.lru_cache(maxsize=1 << 12)
def _numbers_and_stem(name: str) -> tuple[list[str], str]:
    """The numbers in a folded name, and the name without a suffix; each is held against all that are listed."""
    return NUMBERS.findall(name), SUFFIX.sub("", name)


def _likeness(name: str, other: str) -> float:
    """100 for the same name, 95 for the same without a suffix, else the ratio of characters; 0 when numbers differ."""
    a, b = fold(name), fold(other)
    if a == b:
        return 100.0
    numbers, stem = _numbers_and_stem(a)
    other_numbers, other_stem = _numbers_and_stem(b)
    if numbers != other_numbers:
        return 0.0
    if stem and stem == other_stem:
        return 95.0
    from rapidfuzz.fuzz import ratio

    return ratio(a, b) if len(a) >= 5 and len(b) >= 5 else 0.0
