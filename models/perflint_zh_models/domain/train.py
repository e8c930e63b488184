"""Trains the kinds and the fit from corpus/library, corpus/breadth, corpus/domains and the training part of corpus/sources, and measures both on what was held out.

`python -m perflint_zh_models.domain.train` writes the weights and prints the figures that card.md states.
"""

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from perflint_zh.testing import make_budget

from perflint_zh_models.domain.fit import FEATURES, department_of, misfits
from perflint_zh_models.domain.groups import COMPANIONS, NARROW
from perflint_zh_models.domain.kinds import Kinds, indicator_text, kinds_in, kinds_of_text, project_text
from perflint_zh_models.library import BREADTH, COMMON, CORPUS, Domain, Entry, SampleProject, read_domains, read_library
from perflint_zh_models.linear import Linear, train, write

FOLDS = 5
KIND_FOLDS = 3
HERE = Path(__file__).parent
ROWS = 7
"""Rows of the tables that the swap test makes; most real tables have 6 to 9."""

SMALLEST = 1.0
"""Weights below are dropped: held-out texts are told apart as well by a twentieth of the bytes."""

PLANTED = 4
"""Rows of other kinds set into each sound table of the sample documents."""

Fields = Mapping[str, Any]


class Pair(NamedTuple):
    """Evidence for a row and whether it was moved in from another kind of project."""

    evidence: tuple[float, ...]
    moved: bool


class Part(NamedTuple):
    """A model and what was kept from it."""

    model: Linear
    domains: Sequence[Domain]
    entries: Sequence[Entry]


def train_kinds(entries: Sequence[Entry], domains: Sequence[Domain]) -> Linear:
    """One model for indicators and projects, since both speak of the same things.

    It learns from indicators with and without description, from projects with and without goal and use of funds, and from single words;
    common indicators and names that say nothing of a kind are examples of no kind.
    """
    texts: list[str] = [*(subject + measure for subject in SUBJECTS for measure in MEASURES), *general_phrases()]
    labels: list[list[str]] = [[] for _ in texts]
    for entry in entries:
        own = [] if entry.domain == COMMON else [entry.domain]
        texts += [indicator_text(entry.name, entry.description), entry.name]
        labels += [own, own]
    for domain in domains:
        of_domain = [
            text
            for project in domain.project
            for text in (
                project.name,
                project_text(project.name, project.goal, None),
                project_text(project.name, project.goal, project.funds_use),
                project.goal,
            )
            if text
        ]
        of_domain += [*domain.project_words, *_owned(domain.project_words)]
        texts += of_domain
        labels += [[domain.slug]] * len(of_domain)
    owners: dict[str, list[str]] = defaultdict(list)
    for domain in domains:
        for word in (*domain.goal_words, *domain.beside):
            owners[word].append(domain.slug)
    of_none = {entry.name for entry in entries if entry.domain == COMMON}
    for number, (word, own) in enumerate(owners.items()):
        measured = [word, *(word + TAILS[(number + turn) % len(TAILS)] for turn in range(MEASURED))]
        measured = [text for text in measured if text not in of_none]
        texts += measured
        labels += [own] * len(measured)
    return train(texts, labels, smallest=SMALLEST)


MEASURED = 2
"""Measures that each word is learned with, so that what is measured counts and not the way of measuring."""
TAILS = tuple("数量 使用率 满意度 完成率 次数 合格率 人数 及时率 成本 覆盖率 时间 达标率 标准".split())


OWNERS = ("县委", "政府办", "政协楼", "人大机关", "局机关", "某中心", "某镇", "原事务局", "机关大院")
ENDINGS = ("", "经费", "费用", "专项", "专项经费", "工作经费")
SUBJECTS = (
    "",
    "工作",
    "任务",
    "工作任务",
    "项目",
    "综合工作",
    "日常工作",
    "业务",
    "资金",
    "设备",
    "服务",
    "事项",
    "问题",
)
MEASURES = (
    "完成率 按时完成率 完成及时率 及时率 按期完成率 完成质量 质量达标率 达标率 合格率 完成情况 完成时间 保障率 保障能力 持续保障能力 "
    "质量 时效 效率 成本 费用 数量 次数 使用年限 长期使用率 效益 影响 满意度 对象满意度 投诉次数 知晓率 覆盖率 执行率 节约率 办结率 按时办结率 整改率 处置率 响应时间"
).split()
"""Names of subjects and measures that together say nothing of a kind."""


def general_phrases() -> list[str]:
    """What tables of any kind say of anything."""
    return (CORPUS / "general.txt").read_text(encoding="utf-8").split()


def _owned(words: Sequence[str]) -> list[str]:
    """Names as offices write them, so that the owner's name says nothing about the kind: 政协楼 + 电费, 县委 + 培训 + 经费."""
    return [
        f"{OWNERS[n % len(OWNERS)]}{word}{ENDINGS[n % len(ENDINGS)]}" for n, word in enumerate([*words, *words, *words])
    ]


def folds(items: Sequence[str]) -> Mapping[str, int]:
    """Item → fold; items that begin alike go together, so that a wording is never on both sides."""
    shuffled = sorted({item[:4] for item in items})
    random.Random(0).shuffle(shuffled)
    fold = {head: number % FOLDS for number, head in enumerate(shuffled)}
    return {item: fold[item[:4]] for item in items}


def held_out(domains: Sequence[Domain], entries: Sequence[Entry], breadth: Sequence[Entry]) -> Iterator[Part]:
    """Yield, for each fold, a model that has not seen its projects and its indicators, but all of the breadth."""
    of_entry = folds([entry.name for entry in entries])
    of_project = folds([project.name for domain in domains for project in domain.project])
    for fold in range(FOLDS):
        kept = [_with(domain, [p for p in domain.project if of_project[p.name] != fold]) for domain in domains]
        out = [_with(domain, [p for p in domain.project if of_project[p.name] == fold]) for domain in domains]
        model = train_kinds([*(e for e in entries if of_entry[e.name] != fold), *breadth], kept)
        yield Part(model, out, [e for e in entries if of_entry[e.name] == fold])


def held_out_kinds(
    domains: Sequence[Domain], entries: Sequence[Entry], breadth: Sequence[Entry]
) -> Iterator[tuple[Part, frozenset[str]]]:
    """Yield, for each third of the kinds, a model that knows nothing of them, all projects and indicators, and those kinds."""
    shuffled = [domain.slug for domain in domains]
    random.Random(0).shuffle(shuffled)
    for fold in range(KIND_FOLDS):
        out = frozenset(shuffled[fold::KIND_FOLDS])
        kept = [domain for domain in domains if domain.slug not in out]
        model = train_kinds([entry for entry in (*entries, *breadth) if entry.domain not in out], kept)
        yield Part(model, domains, entries), out


def _with(domain: Domain, projects: Sequence[SampleProject]) -> Domain:
    return msgspec.structs.replace(domain, project=tuple(projects))


def swap_pairs(part: Part, draw: random.Random, only: frozenset[str] = frozenset()) -> Iterator[Pair]:
    """Tables of held-out rows on held-out projects: one original row, and one row moved in from another kind.

    Up to two more rows of the table are foreign as well, as in copied tables, and two are common indicators. With `only`, the table or the moved
    row is of one of these kinds.
    """
    by_kind = {domain.slug: [entry for entry in part.entries if entry.domain == domain.slug] for domain in part.domains}
    common = [entry for entry in part.entries if entry.domain == COMMON]
    usable = [domain for domain in part.domains if domain.project and len(by_kind[domain.slug]) >= 4]
    for domain in usable:
        others = [other for other in usable if other.slug != domain.slug]
        if only and domain.slug not in only:
            others = [other for other in others if other.slug in only]
        for own in by_kind[domain.slug]:
            project = draw.choice(domain.project)
            rest = [entry for entry in by_kind[domain.slug] if entry is not own]
            table = draw.sample(rest, min(len(rest), ROWS - 3)) + draw.sample(common, min(2, len(common)))
            table += [draw.choice(by_kind[draw.choice(usable).slug]) for _ in range(draw.choice((0, 0, 1, 2)))]
            moved = draw.choice(by_kind[draw.choice(others).slug])
            for entry in (own, moved):
                rows = [_row(one) for one in (entry, *table)]
                fields = {
                    "name": project.name,
                    "goal": project.goal,
                    "funds_use": project.funds_use,
                    "indicators": rows,
                }
                yield Pair(_evidence("", [fields], 0, part.model)[0], entry is moved)


def _plain(part: Part, name: str, said: str) -> list[Entry]:
    """Rows that are plainly foreign to a table: no word of their kind stands in it.

    Ways of working are foreign to a project that buys one thing only; on others their rows are so only where they ask for opinions.
    """
    silent = {
        domain.slug
        for domain in part.domains
        if domain.slug != OFFICE and not any(word in said for word in (*domain.project_words, *domain.goal_words))
    }
    narrow = any(word in name for domain in part.domains if domain.slug in NARROW for word in domain.project_words)
    return [
        entry
        for entry in part.entries
        if entry.domain in silent and (narrow or entry.domain not in COMPANIONS or "满意" in entry.name)
    ]


def _row(entry: Entry, *, described: bool = True) -> Fields:
    return {
        "level2": entry.level2,
        "name": entry.name,
        "description": entry.description if described else "",
        "value": f"{'' if entry.operator == '定性' else entry.operator}{entry.value}{entry.unit}",
    }


def sample_pairs(parts: Sequence[Part], draw: random.Random) -> Iterator[Pair]:
    """Rows of the training part of the sample documents: as reviewers labelled them, and rows of the library set into sound tables.

    A row is set in only where it is plainly foreign.
    """
    for number, path in enumerate(sorted((CORPUS / "sources").glob("*.toml"))):
        source = tomllib.loads(path.read_text(encoding="utf-8"))
        if source["split"] != "train":
            continue
        part = parts[number % len(parts)]
        projects = [_project(project) for project in source["project"]]
        for at, project in enumerate(source["project"]):
            labels = ["must" if SLUG in row[5] else "may" if SLUG in row[6] else "" for row in project["rows"]]
            judged = _evidence(source["department"], projects, at, part.model)
            yield from (
                Pair(evidence, label == "must")
                for evidence, label in zip(judged, labels, strict=True)
                if label != "may"
            )
            plain = _plain(part, project["name"], f"{source['department']}{projects[at]}")
            for entry in [] if any(labels) else draw.sample(plain, min(PLANTED, len(plain))):
                rows = list(projects[at]["indicators"])
                place = next((n for n, row in enumerate(rows) if row["level2"] == entry.level2), len(rows))
                rows[place : place + 1] = [_row(entry, described=draw.random() < 0.5)]
                changed = [*projects]
                changed[at] = {**projects[at], "indicators": rows}
                yield Pair(_evidence(source["department"], changed, at, part.model)[place], moved=True)


SLUG = "mismatched-indicator"
OFFICE = "office-running"


def _project(source: Fields) -> Fields:
    rows = [dict(zip(("level2", "name", "description", "value"), row[:4], strict=True)) for row in source["rows"]]
    return {
        "name": source["name"],
        "goal": source.get("goal"),
        "funds_use": source.get("funds_use"),
        "indicators": rows,
    }


def _evidence(department: str, projects: Sequence[Fields], at: int, model: Linear) -> list[tuple[float, ...]]:
    """The evidence for every row of one of the projects of a document."""
    budget = make_budget({"department": department, "projects": projects}, 1)
    return [tuple(one.features.values()) for one in misfits(budget.projects[at], department_of(budget, model), model)]


def figures(
    domains: Sequence[Domain], entries: Sequence[Entry], breadth: Sequence[Entry]
) -> tuple[dict[str, float], list[float]]:
    """Held-out figures and the weights of the fit, trained on the pairs of all folds and of the sample documents."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    draw = random.Random(0)
    parts = list(held_out(domains, entries, breadth))
    right = {"indicator": [0, 0, 0], "project": [0, 0, 0], "breadth": [0, 0, 0]}
    narrow = train_kinds(entries, domains)
    for entry in breadth:
        _count(right["breadth"], kinds_in(narrow, indicator_text(entry.name, entry.description)), entry.domain)
    for model, projects, rows in parts:
        for entry in rows:
            if entry.domain != COMMON:
                _count(right["indicator"], kinds_in(model, indicator_text(entry.name, entry.description)), entry.domain)
        for domain in projects:
            for project in domain.project:
                told = kinds_of_text(project.name, project.goal, project.funds_use, model)
                _count(right["project"], told, domain.slug)

    def fitted(pairs: Sequence[Pair]) -> LogisticRegression:
        fit = LogisticRegression(C=10.0, solver="liblinear", random_state=0)
        return fit.fit(np.array([pair.evidence for pair in pairs]), np.array([pair.moved for pair in pairs]))

    samples = list(sample_pairs(parts, draw))
    ordinary = [list(swap_pairs(part, draw)) for part in parts]
    unknown = [list(swap_pairs(part, draw, kinds)) for part, kinds in held_out_kinds(domains, entries, breadth)]
    final = fitted([*samples, *(pair for pairs in ordinary for pair in pairs)])

    def swaps(name: str, tested: Sequence[Sequence[Pair]]) -> dict[str, float]:
        """The swap test, each fold judged by a fit that has not seen it."""
        scores: list[float] = []
        for number, pairs in enumerate(tested):
            fit = fitted([*samples, *(pair for n, others in enumerate(ordinary) if n != number for pair in others)])
            scores += fit.predict_proba(np.array([pair.evidence for pair in pairs]))[:, 1].tolist()
        x, y = np.array(scores), np.array([pair.moved for pairs in tested for pair in pairs])
        threshold = float(np.quantile(x[~y], 0.98))
        return {
            f"{name}": float(len(y)),
            f"{name}, AUC": float(roc_auc_score(y, x)),
            f"{name}, threshold at 2 % of originals": threshold,
            f"{name}, found there": float((x[y] > threshold).mean()),
        }

    weights = [round(float(weight), 3) for weight in (*final.coef_[0], final.intercept_[0])]
    return {
        "indicator top 1": right["indicator"][1] / right["indicator"][0],
        "indicator top 3": right["indicator"][2] / right["indicator"][0],
        "indicator of the breadth top 1, without having seen it": right["breadth"][1] / right["breadth"][0],
        "indicator of the breadth top 3, without having seen it": right["breadth"][2] / right["breadth"][0],
        "project top 1": right["project"][1] / right["project"][0],
        "project top 3": right["project"][2] / right["project"][0],
        **swaps("swap pairs", ordinary),
        **swaps("swap pairs with whole kinds held out", unknown),
    }, weights


def _count(counts: list[int], kinds: Kinds, truth: str) -> None:
    ranked = sorted(kinds, key=lambda slug: -kinds[slug])
    counts[0] += 1
    counts[1] += ranked[0] == truth
    counts[2] += truth in ranked[:3]


def main() -> None:
    """Train, measure, write."""
    domains, entries, breadth = read_domains(), read_library(), read_library(BREADTH)
    measured, weights = figures(domains, entries, breadth)
    write(train_kinds([*entries, *breadth], domains), HERE / "kinds.json")
    write(Linear(FEATURES, tuple(weights), {}), HERE / "fit.json")
    for name, value in measured.items():
        print(f"{name}: {value:.4g}")  # noqa: T201


if __name__ == "__main__":
    main()
