"""Does an indicator belong on a project? Kinds and words of the row against those of the project, of the table's other rows and of the department, weighed by a small trained model."""

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import mul

import msgspec
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import BRACKETS, fold, level2_of
from perflint_zh.knowledge import measure_of, unit_dimension
from perflint_zh.patterns import expression

from perflint_zh_models.domain.groups import BILLS, COMPANIONS, NARROW
from perflint_zh_models.domain.kinds import (
    Kinds,
    indicator_text,
    kinds_in,
    kinds_model,
    kinds_of_project,
    kinds_of_text,
    project_text,
    told_beyond_name,
)
from perflint_zh_models.domain.marks import marks_in
from perflint_zh_models.linear import Linear, grams, load

FEATURES = (
    "foreign_kind",
    "fits_project",
    "fits_rows",
    "name_in_project",
    "text_in_rows",
    "rare_pairs",
    "unseen",
    "companion",
    "satisfaction",
    "slogan",
    "cost",
    "economy",
    "copied",
)
"""What the fit is judged by, in the order of the weights: see `_features`."""

COPIES = 3
"""Projects of one document that carry a text before it counts as copied."""

RARE = 6.0
"""Rarity (idf) from which a pair of characters says something of its own."""

UNSEEN = 8.0
"""Rarity of a pair that the library does not have; its rarest pairs have 7 to 8."""

Words = Mapping[str, float]
"""Pair of neighbouring characters → its rarity."""


class Department(msgspec.Struct, frozen=True):
    """What the document says beside one project: kinds by the department's name, kinds of all projects added up, the projects that each row stands in, the words of each project, and in how many of its rows they stand."""

    named: Kinds
    projects: Kinds
    count: int
    owners: Mapping[str, Collection[str]]
    words: Mapping[str, Words]
    rows: Mapping[str, Mapping[str, int]]

    def beside(self, own: Kinds) -> Kinds:
        """Kinds of the department's name or of the projects other than one of these kinds, whichever is surer."""
        others = max(1, self.count - 1)
        return {kind: max(self.named[kind], (self.projects[kind] - own[kind]) / others) for kind in own}


class Misfit(msgspec.Struct, frozen=True):
    """How an indicator stands to its project; `probability` 0 to 1 that it was written for another kind of project.

    `copied` is the number of projects of the document with the same row; `tied` says that its name takes up a subject of the project's
    text, `told` that its description takes up one of the project's name; `home` names the project that the row is about, where it is plainly
    another one.
    """

    indicator: Indicator
    probability: float
    project_kinds: Kinds
    indicator_kinds: Kinds
    copied: int
    features: Mapping[str, float]
    tied: bool
    told: bool
    home: str | None


class _Around(msgspec.Struct, frozen=True):
    """What a row is held against: kinds of the project and how surely it buys one thing only, how surely neither it nor the department is of a kind, words of the project, how its kinds meet those of the other rows (None where there are none) and their words."""

    project: Kinds
    project_total: float
    narrow: float
    apart: Kinds
    words: Words
    in_rows: float | None
    row_words: Collection[str]


def department_of(budget: Budget, model: Linear | None = None) -> Department:
    """Read a document once for all of its projects."""
    model = model or kinds_model()
    totals: dict[str, float] = dict.fromkeys(model.labels, 0.0)
    owners: dict[str, set[str]] = defaultdict(set)
    words: dict[str, Words] = {}
    rows: dict[str, Counter[str]] = {}
    for project in budget.projects:
        words[project.name] = words_in(model, project_text(project.name, project.goal, project.funds_use))
        rows[project.name] = Counter()
        for kind, probability in kinds_of_project(project, model).items():
            totals[kind] += probability
        for row in project.indicators:
            owners[_same(row)].add(fold(project.name))
            rows[project.name].update(words_in(model, indicator_text(row.name, row.description)).keys())
    return Department(
        kinds_of_text(budget.department or "", model=model), totals, len(budget.projects), dict(owners), words, rows
    )


def misfits(project: Project, department: Department, model: Linear | None = None) -> tuple[Misfit, ...]:
    """Every row of the project with the probability that it belongs elsewhere, in table order."""
    model = model or kinds_model()
    rows = [row for row in project.indicators if not row.duplicate_row]
    of_project = kinds_of_project(project, model)
    beside = department.beside(of_project)
    project_total = sum(of_project.values()) or 1.0
    narrow = max(of_project.get(kind, 0.0) for kind in NARROW)
    pays_a_bill = any(of_project.get(kind, 0.0) >= BILL for kind in BILLS)
    # What the department does elsewhere is no excuse for a row that is copied onto the bill of its house.
    apart = {kind: 1.0 - max(value, beside[kind]) for kind, value in of_project.items()}
    apart_copied = {kind: 1.0 - value for kind, value in of_project.items()} if pays_a_bill else apart
    words = words_in(model, project_text(project.name, project.goal, project.funds_use))
    called = words_in(model, project.name)
    texts = [indicator_text(row.name, row.description) for row in rows]
    owners = [department.owners.get(_same(row), (project.name,)) for row in rows]
    copied = [len(names) for names in owners]
    # A row that is copied about vouches for no other; sums over the rest, less the row's own part, read a long table once.
    own = [text for text, copies in zip(texts, copied, strict=True) if copies < COPIES]
    kinds = [sum(shares) for shares in zip(*[_shares(model, text) for text in own], strict=True)]
    pairs: Counter[str] = Counter()
    for text in own:
        pairs.update(words_in(model, text).keys())
    found: list[Misfit] = []
    for row, text, holders, copies in zip(rows, texts, owners, copied, strict=True):
        counted = copies < COPIES
        others = len(own) - counted
        shares = _shares(model, text)
        around = _Around(
            of_project,
            project_total,
            narrow,
            apart if counted else apart_copied,
            words,
            sum([share * (whole - share * counted) for share, whole in zip(shares, kinds, strict=True)]) / others
            if others
            else None,
            {pair for pair in words_in(model, text) if pairs[pair] > counted},
        )
        values = _features(row, text, around, copies, model)
        features = dict(zip(FEATURES, values, strict=True))
        named = words_in(model, _bare(row))
        described = _telling(words_in(model, row.description or ""))
        home = None
        # Anyone may be asked whether he is satisfied, and a project without a subject of its own (工作经费) may do anything.
        subjects = "满意" not in row.name and _telling(called)
        # Some training, leaflets or briefings any project may have, and another have them alike.
        aside = copies > 1 and features["companion"] >= ASIDE and level2_of(row.level2) == "数量指标"
        if counted and subjects and not aside:
            home = _named_after(
                row,
                [name for name in holders if name != fold(project.name)],
                department,
                (words, around.row_words),
                model,
            )
        elif not counted and told_beyond_name(row) and not features["slogan"]:
            home = _home(named, project, department)
        found.append(
            Misfit(
                row,
                probability(values),
                of_project,
                kinds_in(model, text),
                copies,
                features,
                not _subject(named).isdisjoint(words),
                not described.isdisjoint(called),
                home,
            )
        )
    return tuple(found)


ASIDE = 0.5
"""Probability of the kinds that go along with any project from which a count is of what it does beside its subject."""

BORROWED, SHARED = 0.3, 2
"""Share of a copied row's name, and pairs of characters in it, that another project speaks of and its own does not, from which the row is that one's."""


def _home(named: Words, project: Project, department: Department) -> str | None:
    """The project that speaks most of what a row is named after, when its own speaks far less of it."""
    own = department.words[project.name]
    name, words = max(department.words.items(), key=lambda entry: _overlap(named, entry[1]))
    more = _overlap(named, words) - _overlap(named, own)
    return name if more >= BORROWED and len((named.keys() & words.keys()) - own.keys()) >= SHARED else None


NAMED, TOLD = 2, 3
"""Pairs of characters, each of which says something of its own, that make a subject in the name of a project or in its text and rows, and, side by side, in its text alone."""

WISHED = expression(r"(?:提升|提高|增强|增加|新增|改善|促进|推动|加强|保障|确保|减少|降低)?")
"""What a name says is to happen to its subject."""

TAKEN_UP = 5.0
"""Rarity from which a pair that a row's name has in common with its own table ties it there."""

MEASURED = frozenset("率数量比例度额费时间期限完均增")
"""Characters of how things are measured, done or paid, whatever they are."""


def _named_after(
    row: Indicator, others: Collection[str], department: Department, known: Sequence[Collection[str]], model: Linear
) -> str | None:
    """The project that has the subject of a row's name, when neither name nor description takes up anything `known` in the row's own table; `others` have the same row."""
    bare = _bare(row)
    named = words_in(model, bare)
    subject = _subject(named)
    taken_up = _subject(named, TAKEN_UP) | _subject(words_in(model, row.description or ""))
    if not subject or not all(map(taken_up.isdisjoint, known)):
        return None
    # One thing that only one kind of project deals with is a subject, where row and project are named after it and the project's rows speak of it.
    things = {bare[mark.start : mark.start + 2] for mark in marks_in(bare) if WISHED.fullmatch(bare[: mark.start])}
    # Rows of a sister project are no evidence on people, who may be anyone's.
    people = row.quantity is not None and unit_dimension(row.quantity.unit or "") in {"persons", "person-times"}
    for name, words in department.words.items():
        rows: Mapping[str, int] = {} if people else department.rows[name]
        called, told = subject & words_in(model, name).keys(), subject & words.keys()
        # Where the row itself stands too, one word of its subject there is enough.
        if told and fold(name) in others:
            return name
        if len(subject) < NAMED:
            continue
        thing = any(rows.get(thing, 0) >= NAMED for thing in things & called)
        if thing or (called and len(told & (called | rows.keys())) >= NAMED) or _run(named, told) >= TOLD:
            return name
    return None


def _bare(row: Indicator) -> str:
    return BRACKETS.sub("", fold(row.name))


def _subject(words: Words, rare: float = RARE) -> set[str]:
    return {pair for pair in _telling(words, rare) if MEASURED.isdisjoint(pair)}


def _telling(words: Words, rare: float = RARE) -> set[str]:
    return {pair for pair, rarity in words.items() if rarity >= rare}


def _run(words: Iterable[str], among: Collection[str]) -> int:
    """Length of the longest run of neighbours that are all among others."""
    return max((len(list(run)) for inside, run in groupby(words, among.__contains__) if inside), default=0)


BILL = 0.5
"""Probability from which a project is taken for one that only pays a bill."""


def _features(row: Indicator, text: str, around: _Around, copies: int, model: Linear) -> tuple[float, ...]:
    """The evidence for one row, in the order of FEATURES.

    How surely it is of a kind that neither project nor department has; how its kinds meet the project's and the other rows'; how
    much of its wording stands in the project's text and in the other rows; how much it says at all, in words of the field or
    in others; whether it measures a way of working that the project may have beside its subject, opinions, nothing (a slogan), costs or
    the economy, of which every kind has some; and how surely a row that is copied about is of another kind.
    """
    # All kinds stand in the order of the model's labels.
    kinds = kinds_in(model, text)
    foreign = max(map(mul, kinds.values(), around.apart.values()))
    in_project = sum(map(mul, kinds.values(), around.project.values())) / around.project_total
    words = words_in(model, text)
    slogan = _is_slogan(row)
    level2 = level2_of(row.level2)
    return (
        _log_odds(foreign),
        _log_odds(in_project),
        _log_odds(in_project if around.in_rows is None else around.in_rows),
        _overlap(words_in(model, row.name), around.words),
        _overlap(words, around.row_words),
        math.log1p(sum([rarity >= RARE for rarity in words.values()])),
        sum([rarity >= UNSEEN for rarity in words.values()]) / max(1, len(words)),
        max([kinds.get(kind, 0.0) for kind in COMPANIONS]) * (1.0 - around.narrow),
        float("满意" in row.name),
        float(slogan),
        float(level2 is not None and level2.endswith("成本指标")),
        float(level2 == "经济效益指标"),
        foreign if copies >= COPIES and not slogan else 0.0,
    )


def _is_slogan(row: Indicator) -> bool:
    """Whether a row is a phrase without a figure, and its name asks for none."""
    if row.quantity is not None and row.quantity.kind not in WORDINGS:
        return False
    measure = measure_of(row.name)
    return measure is None or not measure.kinds or bool(measure.kinds & WORDINGS)


WORDINGS = frozenset({"grade", "text"})
"""Kinds of values that are words."""


def probability(values: Sequence[float]) -> float:
    """Logistic function of the weighted evidence."""
    weights = load_weights()
    total = weights[-1] + sum([weight * value for weight, value in zip(weights, values, strict=False)])
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, total))))


def load_weights() -> tuple[float, ...]:
    """Weights of FEATURES and, last, the bias."""
    return load(__package__, "fit.json").bias


@functools.lru_cache(maxsize=1 << 13)
def words_in(model: Linear, text: str) -> Words:
    """Pairs of characters of a text with their rarity, in the order of the text."""
    rows = model.rows
    return {pair: row.idf if (row := rows[pair]) is not None else UNSEEN for pair in grams(text, (2,))}


def _overlap(words: Words, others: Collection[str]) -> float:
    """Share of the words, weighed by rarity, that are among others; 0 to 1."""
    whole = sum(words.values())
    return sum([rarity for pair, rarity in words.items() if pair in others]) / whole if whole else 0.0


def _same(row: Indicator) -> str:
    """What makes two rows the same text: name and description but for what stands in brackets."""
    return BRACKETS.sub("", fold(row.name)) + "｜" + fold(row.description or "")


@functools.lru_cache(maxsize=1 << 12)
def _shares(model: Linear, text: str) -> list[float]:
    """The probabilities of the kinds, scaled to sum 1, in the order of the model's labels."""
    kinds = kinds_in(model, text)
    total = sum(kinds.values()) or 1.0
    return [value / total for value in kinds.values()]


def _log_odds(value: float) -> float:
    bounded = min(max(value + 1e-4, 1e-6), 1.0 - 1e-6)
    return math.log(bounded / (1.0 - bounded))
