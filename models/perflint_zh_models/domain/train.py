"""Trains the kinds and the fit from corpus/library and corpus/domains, and measures both on what was held out.

`python -m perflint_zh_models.domain.train` writes the weights and prints the figures that card.md states.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from perflint_zh_models.domain.fit import FEATURES, features, mean, pairs_of, share
from perflint_zh_models.domain.kinds import Kinds, indicator_text, kinds_of_text, project_text
from perflint_zh_models.library import COMMON, Domain, Entry, SampleProject, read_domains, read_library
from perflint_zh_models.linear import Linear, train, write

FOLDS = 5
HERE = Path(__file__).parent
ROWS = 7
"""Rows of the tables that the swap test makes; most real tables have 6 to 9."""

Pair = tuple[tuple[float, ...], bool]
"""Evidence for a row and whether it was moved in from another kind of project."""


def train_kinds(entries: Sequence[Entry], domains: Sequence[Domain]) -> Linear:
    """One model for indicators and projects, since both speak of the same things.

    It learns from indicators with and without description, from projects with and without goal and use of funds, and from single words;
    common indicators are examples of no kind.
    """
    texts: list[str] = []
    labels: list[list[str]] = []
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
        of_domain += [*domain.project_words, *domain.goal_words, *_owned(domain.project_words)]
        texts += of_domain
        labels += [[domain.slug]] * len(of_domain)
    return train(texts, labels)


OWNERS = ("县委", "政府办", "政协楼", "人大机关", "局机关", "某中心", "某镇", "原事务局", "机关大院")
ENDINGS = ("", "经费", "费用", "专项", "专项经费", "工作经费")


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


def held_out(domains: Sequence[Domain], entries: Sequence[Entry]) -> Iterator[tuple[Linear, list[Domain], list[Entry]]]:
    """Yield (model, held-out projects by kind, held-out indicators) for each fold."""
    of_entry = folds([entry.name for entry in entries])
    of_project = folds([project.name for domain in domains for project in domain.project])
    for fold in range(FOLDS):
        kept = [_with(domain, [p for p in domain.project if of_project[p.name] != fold]) for domain in domains]
        out = [_with(domain, [p for p in domain.project if of_project[p.name] == fold]) for domain in domains]
        model = train_kinds([e for e in entries if of_entry[e.name] != fold], kept)
        yield model, out, [e for e in entries if of_entry[e.name] == fold]


def _with(domain: Domain, projects: Sequence[SampleProject]) -> Domain:
    return msgspec.structs.replace(domain, project=tuple(projects))


def swap_pairs(model: Linear, domains: Sequence[Domain], entries: Sequence[Entry], seed: int) -> Iterator[Pair]:
    """Tables of held-out rows on held-out projects: one original row, and one row moved in from another kind.

    Up to two more rows of the table are foreign as well, as in copied tables, and two are common indicators.
    """
    draw = random.Random(seed)
    by_kind = {domain.slug: [entry for entry in entries if entry.domain == domain.slug] for domain in domains}
    common = [entry for entry in entries if entry.domain == COMMON]
    usable = [domain for domain in domains if domain.project and len(by_kind[domain.slug]) >= 4]
    for domain in usable:
        for own in by_kind[domain.slug]:
            project = draw.choice(domain.project)
            text = project_text(project.name, project.goal, project.funds_use)
            kinds = kinds_of_text(project.name, project.goal, project.funds_use, model)
            others = [entry for entry in by_kind[domain.slug] if entry is not own]
            table = draw.sample(others, min(len(others), ROWS - 3)) + draw.sample(common, min(2, len(common)))
            foreign = draw.choice([d for d in usable if d.slug != domain.slug])
            moved = draw.choice(by_kind[foreign.slug])
            strangers = [draw.choice(by_kind[draw.choice(usable).slug]) for _ in range(draw.choice((0, 0, 1, 2)))]
            yield _evidence(model, kinds, text, own, table + strangers), False
            yield _evidence(model, kinds, text, moved, table + strangers), True


def _evidence(model: Linear, of_project: Kinds, own: str, entry: Entry, table: Sequence[Entry]) -> tuple[float, ...]:
    texts = [indicator_text(other.name, other.description) for other in table]
    text = indicator_text(entry.name, entry.description)
    return features(
        of_project,
        model.predict(text),
        mean([share(model.predict(other)) for other in texts]),
        text,
        entry.name,
        own,
        frozenset().union(*map(pairs_of, texts)),
        model,
    )


def figures(domains: Sequence[Domain], entries: Sequence[Entry]) -> tuple[dict[str, float], list[float]]:
    """Held-out figures and the weights of the fit, trained on the pairs of all folds."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    right = {"indicator": [0, 0, 0], "project": [0, 0, 0]}
    evidence: list[tuple[float, ...]] = []
    truth: list[bool] = []
    fold_of: list[int] = []
    for number, (model, out, rows) in enumerate(held_out(domains, entries)):
        for entry in rows:
            if entry.domain != COMMON:
                _count(right["indicator"], model.predict(indicator_text(entry.name, entry.description)), entry.domain)
        for domain in out:
            for project in domain.project:
                _count(
                    right["project"], kinds_of_text(project.name, project.goal, project.funds_use, model), domain.slug
                )
        for values, moved in swap_pairs(model, out, rows, seed=number):
            evidence.append(values)
            truth.append(moved)
            fold_of.append(number)
    x, y, fold = np.array(evidence), np.array(truth), np.array(fold_of)
    scores = np.zeros(len(y))
    for number in range(FOLDS):
        fitted = LogisticRegression(C=10.0, solver="liblinear", random_state=0).fit(
            x[fold != number], y[fold != number]
        )
        scores[fold == number] = fitted.predict_proba(x[fold == number])[:, 1]
    threshold = float(np.quantile(scores[~y], 0.98))
    final = LogisticRegression(C=10.0, solver="liblinear", random_state=0).fit(x, y)
    weights = [round(float(weight), 3) for weight in (*final.coef_[0], final.intercept_[0])]
    return {
        "indicator top 1": right["indicator"][1] / right["indicator"][0],
        "indicator top 3": right["indicator"][2] / right["indicator"][0],
        "project top 1": right["project"][1] / right["project"][0],
        "project top 3": right["project"][2] / right["project"][0],
        "swap pairs": float(len(y)),
        "swap AUC": float(roc_auc_score(y, scores)),
        "swap threshold at 2 % of originals": threshold,
        "swaps found there": float((scores[y] > threshold).mean()),
    }, weights


def _count(counts: list[int], kinds: Kinds, truth: str) -> None:
    ranked = sorted(kinds, key=lambda slug: -kinds[slug])
    counts[0] += 1
    counts[1] += ranked[0] == truth
    counts[2] += truth in ranked[:3]


def main() -> None:
    """Train, measure, write."""
    domains, entries = read_domains(), read_library()
    measured, weights = figures(domains, entries)
    write(train_kinds(entries, domains), HERE / "kinds.json")
    write(Linear(FEATURES, tuple(weights), {}), HERE / "fit.json")
    for name, value in measured.items():
        print(f"{name}: {value:.4g}")  # noqa: T201


if __name__ == "__main__":
    main()
