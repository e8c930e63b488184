"""template-reuse."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from perflint_zh.budget import Budget, Project
from perflint_zh.rule import Corpus, Flaw, NotApplicable, Outcome, Related, rule
from perflint_zh_models.reuse import COPIED, OWN_ROWS, Cluster, Pair, Pairs, Sketch, clusters, find_pairs

from perflint_zh_rules.reuse._corpus import digest, near_of, projects_of

STANDARD = 0.75
"""Share from which two projects of one kind in different documents are copies; below, two departments may well use the same standard rows."""

HABIT = 0.75
"""Share of a document's projects from which a row is the whole document's habit, which boilerplate-text reports, and no sign of a pair."""

NAMED = 3
"""Projects of a cluster that a message names."""

LISTED = 30
"""Projects of a cluster listed under a finding; the evidence has their number."""


@rule(Corpus, severity="warning", digest=digest)
def template_reuse(corpus: Corpus, *, threshold: float = COPIED, different_kinds: float = 0.5) -> Iterator[Outcome]:
    """套用模板：整套指标大半和另一个项目一样。

    换了项目名称和数字、其余照搬的指标说明不了这个项目要做什么、做得怎样。

    写法：线路租赁、设备维修两个项目用同一套“业务处理及时率、长期使用率……” → 各自写线路条数、畅通率，维修台次、修复率。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）“绩效指标明确性”：指标与项目目标任务数或计划数相对应。

    误报：官方通用指标和自备模板文件里的指标不算照搬的证据；同一项目在主管部门和所属单位各印一遍、分年度分期的续建项目不算；
    不同文件的同类项目有一部分指标相同，不算；两个项目只有一半相同的，限于同一文件里不同类的项目，并且相同的行不是全文件都写的；
    几个性质相同的小项目合用一套指标有时说得通，可以考虑合并成一个项目。
    """
    known = projects_of(corpus)
    if len(known) < 2:
        yield NotApplicable()
        return
    budgets = {budget.path: budget for budget in corpus.budgets}
    sketches = [project.sketch for project in known]
    pairs = find_pairs(sketches, min(threshold, different_kinds), near_of(corpus), corpus.memory)
    pairs = _copied(pairs, threshold, [frozenset(project.kinds) for project in known])
    best = _best(pairs)
    for cluster in clusters(pairs):
        for member in cluster.members:
            yield _flaw(member, best[member], cluster, pairs, budgets)


def _copied(pairs: Pairs, threshold: float, kinds: Sequence[frozenset[str]]) -> Pairs:
    """Pairs that nothing explains: neither the standard rows of a kind of project nor a habit of the whole document.

    `kinds` has those of each project.
    """
    habits = _habits(pairs.sketches)

    def is_copy(pair: Pair) -> bool:
        one, other = pairs.sketches[pair.one], pairs.sketches[pair.other]
        if one.path != other.path:
            return pair.share >= max(threshold, STANDARD) or (
                pair.share >= threshold and not kinds[pair.one] & kinds[pair.other]
            )
        if pair.share >= threshold:
            return True
        telling = [
            shared.row for shared in pair.shared if not shared.row.official and shared.row.text not in habits[one.path]
        ]
        return len(telling) >= OWN_ROWS and not kinds[pair.one] & kinds[pair.other]

    return msgspec.structs.replace(pairs, pairs=tuple(filter(is_copy, pairs.pairs)))


def _habits(sketches: Sequence[Sketch]) -> Mapping[str, frozenset[str]]:
    """Document → texts that most of its projects have."""
    owners: dict[str, Counter[str]] = defaultdict(Counter)
    projects = Counter(sketch.path for sketch in sketches)
    for sketch in sketches:
        owners[sketch.path].update({row.text for row in sketch.rows})
    return {
        path: frozenset(text for text, count in found.items() if count >= HABIT * projects[path])
        for path, found in owners.items()
    }


def _best(pairs: Pairs) -> Mapping[int, Pair]:
    """Each project's pair with the most in common."""
    found: dict[int, Pair] = {}
    for pair in pairs.pairs:
        for member in (pair.one, pair.other):
            if member not in found or (pair.share, pair.cosine) > (found[member].share, found[member].cosine):
                found[member] = pair
    return found


def _flaw(member: int, pair: Pair, cluster: Cluster, pairs: Pairs, budgets: Mapping[str, Budget]) -> Flaw:
    first = member == pair.one
    own, other = pairs.sketches[member], pairs.sketches[pair.other if first else pair.one]
    project = _project(own, budgets)
    shared = [(match.row, match.other) if first else (match.other, match.row) for match in pair.shared]
    numbers = [row.name for (row, _), match in zip(shared, pair.shared, strict=True) if match.other_value]
    related = list(itertools.islice((pairs.sketches[at] for at in cluster.members if at != member), LISTED))
    return Flaw(
        "indicators",
        _message(
            own,
            other,
            len(shared),
            len(numbers),
            len(cluster.members),
            related,
            reworded=any(row.text != twin.text for row, twin in shared),
        ),
        suggestion=_suggestion(project, {row.at for row, _ in shared}),
        confidence=min(0.95, round(0.25 + 0.7 * pair.share, 2)),
        evidence={
            "similarity": round(pair.cosine, 3),
            "share": round(pair.share, 3),
            "containment": [round(part, 3) for part in (pair.containment if first else pair.containment[::-1])],
            "shared_rows": [row.name for row, _ in shared],
            "other_numbers": numbers,
            "names_other": [row.name for (row, _), match in zip(shared, pair.shared, strict=True) if match.names_other],
            "cluster": len(cluster.members),
            "strength": round(cluster.strength, 3),
            "representative": pairs.sketches[cluster.representative].name,
        },
        related=tuple(Related(project=one.name, path=one.path, place=_project(one, budgets).place) for one in related),
        project=project,
        budget=budgets[own.path],
    )


def _project(sketch: Sketch, budgets: Mapping[str, Budget]) -> Project:
    return budgets[sketch.path].projects[sketch.at]


def _message(
    own: Sketch, other: Sketch, shared: int, numbers: int, members: int, related: Sequence[Sketch], *, reworded: bool
) -> str:
    whose = f"{other.department or other.path}的" if other.path != own.path else ""
    same = "相同或只换了几个词" if reworded else "相同"
    said = f"“{own.name}”的{len(own.rows)}条指标有{shared}条和{whose}“{other.name}”（{len(other.rows)}条）{same}"
    if numbers:
        said += f"，其中{numbers}条只换了数值"
    if members > 2:
        named = "”“".join(itertools.islice((one.name for one in related if one is not other), NAMED))
        said += f"；用这一套的共{members}个项目，还有“{named}”" + ("等" if members > NAMED + 2 else "")
    return said


def _suggestion(project: Project, shared: set[int]) -> str:
    own = [row.name for at, row in enumerate(project.indicators) if at not in shared and not row.duplicate_row]
    kept = f"保留本项目自己的“{'”“'.join(own[:2])}”，其余" if own else ""
    return f"{kept}换成反映“{project.name}”具体工作量、质量标准和效果的指标"
