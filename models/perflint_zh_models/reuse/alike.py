"""Which row texts are the same but for a word: texts → groups.

The plain way and the sparse way give the same pairs; the sparse one is for many texts, since importing it costs more than comparing a few.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from perflint_zh_models.reuse.texts import grams, idf, vector

ALIKE = 0.8
"""Cosine from which two row texts count as one; the card shows its histogram."""

MANY = 1500
"""Different texts from which the sparse product is faster, its import included."""

NEIGHBOURS = 256
"""Alike texts looked at per text in the sparse product; texts with more are in one group through them."""


def groups(texts: Iterable[str]) -> Mapping[str, str]:
    """Each text → the text that stands for its group: the most frequent one that it is alike to.

    A text joins a representative and never another member, so that groups do not drift from word to word.
    """
    counts = Counter(texts)
    ordered = sorted(counts, key=lambda text: (-counts[text], text))
    near: dict[str, list[str]] = defaultdict(list)
    for one, other, _ in alike_pairs(ordered):
        near[one].append(other)
        near[other].append(one)
    found: dict[str, str] = {}
    rank = {text: n for n, text in enumerate(ordered)}
    for text in ordered:
        leaders = [other for other in near[text] if found.get(other) == other]
        found[text] = min(leaders, key=rank.__getitem__) if leaders else text
    return found


def alike_pairs(texts: Sequence[str], least: float = ALIKE) -> Iterator[tuple[str, str, float]]:
    """Pairs of different texts with a cosine of at least `least`."""
    yield from (plain_pairs if len(texts) < MANY else sparse_pairs)(texts, least)


def plain_pairs(texts: Sequence[str], least: float) -> Iterator[tuple[str, str, float]]:
    """By an inverted index, with nothing imported."""
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for n, text in enumerate(texts):
        sums: dict[int, float] = defaultdict(float)
        for gram, weight in vector(text).items():
            posted = index[gram]
            for other, other_weight in posted:
                sums[other] += weight * other_weight
            posted.append((n, weight))
        yield from ((texts[other], text, total) for other, total in sums.items() if total >= least)


def sparse_pairs(texts: Sequence[str], least: float) -> Iterator[tuple[str, str, float]]:
    """By scikit-learn and a sparse product that keeps only what is above the threshold."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    vectorizer = TfidfVectorizer(analyzer=grams, sublinear_tf=True)
    vectorizer.fit(texts)
    vectorizer.idf_ = np.array([idf(gram) for gram in vectorizer.get_feature_names_out()])
    matrix = vectorizer.transform(texts).tocsr()
    # The product keeps values above its threshold, ours counts too.
    product = sp_matmul_topn(
        matrix, matrix.T.tocsr(), top_n=min(NEIGHBOURS, len(texts)), threshold=least - 1e-9, sort=False, n_threads=1
    ).tocoo()
    for one, other, value in zip(product.row, product.col, product.data, strict=True):
        if one < other and value >= least:
            yield texts[one], texts[other], float(value)
