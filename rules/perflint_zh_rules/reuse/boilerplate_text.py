"""boilerplate-text."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.rule import Corpus, Flaw, NotApplicable, Outcome, Related, rule
from perflint_zh_models.domain.groups import ACTIVITIES, ECOLOGY, NEAR
from perflint_zh_models.reuse import SPECIFIC, Row, Sketch, overlap, specificity

from perflint_zh_rules.reuse._corpus import Known, digest, near_of, projects_of

SLOGAN = 15.0
"""Specificity from which a qualitative phrase on ecology counts as specific: 节能降耗，保护生态环境 has 22, 改善环境 3."""

ACROSS = 1.5
"""How much more specific a text must be when its copies lie in different documents, where standard wordings meet by themselves."""

SPOKEN_OF = 0.15
"""Share of a text's specific words from which the project itself speaks of it; copied rows of labelled documents stay below 0.1."""

SAME_KIND = 0.75
"""Share of the projects that one kind may cover before they count as projects of one kind, where a common indicator is natural."""

WHOLE_DOCUMENT = 0.5
"""Share of a document's projects from which a kind is the department's subject and tells its projects no longer apart."""

NAMED = 2
"""Other projects that a message names."""

LISTED = 30
"""Other projects listed under a finding."""


class Copy(msgspec.Struct, frozen=True, gc=False):
    """One row of one project whose text is copied about, with the kinds that the row is typical of; `sketch` is the project's."""

    project: Known
    sketch: Sketch
    row: Row
    typical: tuple[str, ...]


class Text(msgspec.Struct, frozen=True):
    """A text with all rows that have it, the names of their projects and the documents that these are in."""

    copies: tuple[Copy, ...]
    names: tuple[str, ...]
    paths: frozenset[str]


@rule(Corpus, severity="warning", digest=digest)
def boilerplate_text(corpus: Corpus, *, projects: int = 3, specific: float = SPECIFIC) -> Iterator[Outcome]:
    """照搬的话：同一句具体的话出现在几个性质不同的项目里。

    每个项目都写“培训学员满意率”“促进生态文明”，说明指标是从别处粘贴的；这样的行考核不出这个项目的成效。

    写法：电费、印刷费、线路租赁费都写“参与决策咨询活动次数 ≥10次” → 分别写供电可靠率、成品合格率、线路畅通率，没有相应效益的不必硬填。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）“绩效指标明确性”：指标与项目目标任务数或计划数相对应。

    误报：官方通用指标、自备模板文件里的指标和“服务对象满意度”“资金支付及时率”一类到处适用的话不报；项目名称、目标、用途里说到这件事的，
    同类项目合用一个指标的，都不报。
    """
    known = projects_of(corpus)
    if len(known) < projects:
        yield NotApplicable()
        return
    budgets = {budget.path: budget for budget in corpus.budgets}
    judge = _Judge(budgets, known)
    found: dict[tuple[str, int], list[tuple[Row, Text]]] = defaultdict(list)
    for text, copies in _copied(known, projects, near_of(corpus).group):
        slogan = judge.is_slogan(copies[0])
        least = SLOGAN if slogan else specific
        if specificity(text) < least:
            continue
        foreign = [copy for copy in copies if not judge.fits(copy)]
        said = _text(copies)
        for some in _by_document(foreign, everywhere=specificity(text) >= ACROSS * least):
            if len({copy.sketch.programme for copy in some}) >= projects and (slogan or not judge.one_kind(some)):
                for copy in some:
                    found[copy.sketch.path, copy.sketch.at].append((copy.row, said))
    for (path, at), rows in sorted(found.items(), key=lambda entry: entry[0]):
        yield _flaw(budgets[path], at, rows, budgets)


def _copied(known: Sequence[Known], least: int, group: Mapping[str, str]) -> Iterator[tuple[str, list[Copy]]]:
    """Texts that stand in at least so many different projects, with the rows that have them."""
    copies: dict[str, list[Copy]] = defaultdict(list)
    for project in known:
        for row, typical in zip(project.sketch.rows, project.typical, strict=True):
            if not row.official:
                copies[group[row.text]].append(Copy(project, project.sketch, row, typical))
    return ((text, rows) for text, rows in copies.items() if len({copy.sketch.programme for copy in rows}) >= least)


def _by_document(copies: Sequence[Copy], *, everywhere: bool) -> Iterable[Sequence[Copy]]:
    """The copies as judged together: those of one document, or all."""
    if everywhere:
        return [copies]
    by_path: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        by_path[copy.sketch.path].append(copy)
    return by_path.values()


def _text(copies: Sequence[Copy]) -> Text:
    names = tuple(dict.fromkeys(copy.sketch.name for copy in copies))
    return Text(tuple(copies), names, frozenset(copy.sketch.path for copy in copies))


class _Judge:
    """Whether texts fit projects; what a document is about is worked out once per document asked for."""

    def __init__(self, budgets: Mapping[str, Budget], projects: Iterable[Known]) -> None:
        self._budgets = budgets
        self._projects: dict[str, list[Known]] = defaultdict(list)
        for project in projects:
            self._projects[project.sketch.path].append(project)
        self._kinds_of_text: dict[str, tuple[str, ...]] = {}
        self._subjects: dict[str, frozenset[str]] = {}

    def kinds(self, project: Known) -> frozenset[str]:
        """Kinds that tell this project from the others of its document."""
        return self._all_kinds(project) - self._subject(project.sketch.path)

    def fits(self, copy: Copy) -> bool:
        """Whether the project speaks of the row, or is of a kind that the row is typical of."""
        if overlap(copy.row.text, copy.sketch.about) >= SPOKEN_OF:
            return True
        if self.is_slogan(copy):
            return ECOLOGY.search(copy.sketch.about) is not None
        own = self.kinds(copy.project)
        return any(kind in own or (kind in NEAR and own & set(NEAR)) for kind in self._typical(copy))

    def is_slogan(self, copy: Copy) -> bool:
        """Whether the row is a qualitative phrase on ecology, which fits no kind more than another."""
        if level2_of(copy.row.level2) != "生态效益指标":
            return False
        row = self._row(copy)
        told = ECOLOGY.search(f"{row.name}{row.description or ''}")
        return told is not None and (row.quantity is None or row.quantity.kind in {"grade", "text"})

    def _row(self, copy: Copy) -> Indicator:
        return self._budgets[copy.sketch.path].projects[copy.sketch.at].indicators[copy.row.at]

    def one_kind(self, copies: Sequence[Copy]) -> bool:
        """Whether most of the projects are of one kind."""
        kinds = [self.kinds(copy.project) for copy in copies]
        return any(sum(kind in own for own in kinds) >= SAME_KIND * len(kinds) for kind in set().union(*kinds))

    def _typical(self, copy: Copy) -> tuple[str, ...]:
        """Kinds that the row is typical of; those of the first row met with the text, whatever name was masked in it."""
        return self._kinds_of_text.setdefault(copy.row.text, copy.typical)

    def _all_kinds(self, project: Known) -> frozenset[str]:
        # What buys one thing is of that kind, whoever buys it.
        return frozenset(project.narrow or project.kinds)

    def _subject(self, path: str) -> frozenset[str]:
        if path not in self._subjects:
            kinds = [self._all_kinds(project) for project in self._projects[path]]
            self._subjects[path] = frozenset(
                kind
                for kind in set().union(*kinds) - ACTIVITIES
                if len(kinds) > 1 and sum(kind in own for own in kinds) >= WHOLE_DOCUMENT * len(kinds)
            )
        return self._subjects[path]


def _flaw(budget: Budget, at: int, rows: Iterable[tuple[Row, Text]], budgets: Mapping[str, Budget]) -> Flaw:
    project = budget.projects[at]
    rows = sorted(rows, key=lambda entry: entry[0].at)
    text = rows[0][1]
    own = [project.indicators[row.at] for row, _ in rows]
    others = (copy for copy in text.copies if (copy.sketch.path, copy.sketch.at) != (budget.path, at))
    return Flaw(
        "name",
        _message(own, text, project, budget),
        suggestion="换成只有本项目才做得到、说得出的产出和效果；没有这类效益的，不必填这一行",
        confidence=min(0.95, round(0.6 + 0.05 * len(text.names), 2)),
        evidence={
            "texts": [
                {"indicator": row.name, "projects": len(same.names), "specificity": round(specificity(row.text), 1)}
                for row, same in rows
            ]
        },
        rows=tuple(own[1:]),
        related=tuple(_related(copy, budgets) for copy in itertools.islice(others, LISTED)),
        indicator=own[0],
        project=project,
        budget=budget,
    )


def _message(own: Sequence[Indicator], text: Text, project: Project, budget: Budget) -> str:
    row = own[0]
    told = f"（{row.description}）" if row.description and row.description != row.name else ""
    where = "本文件" if text.paths == {budget.path} else f"{len(text.paths)}份文件"
    others = itertools.islice((name for name in text.names if name != project.name), NAMED)
    named = f"“{'”“'.join(others)}”" + ("等" if len(text.names) > NAMED + 1 else "")
    more = f"；本项目另有{len(own) - 1}行也是照搬的" if len(own) > 1 else ""
    return f"“{row.name}”{told}原样写在{where}的{len(text.names)}个项目里，内容不同的{named}也用这一句{more}"


def _related(copy: Copy, budgets: Mapping[str, Budget]) -> Related:
    row = budgets[copy.sketch.path].projects[copy.sketch.at].indicators[copy.row.at]
    return Related(
        project=copy.sketch.name,
        indicator=row.name,
        level2=row.level2,
        value=row.value,
        path=copy.sketch.path,
        place=row.place,
    )
