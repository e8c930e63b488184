"""Sparse one-against-rest logistic models over character n-grams: trained with scikit-learn, applied with nothing but Python.

A text becomes single characters and pairs of neighbours (digits as 0, punctuation as a break), weighted by (1 + log count) × idf and scaled to unit
length. Each label's probability is the logistic function of its weighted sum; labels do not compete, so a text may belong
to several or to none. Applying the weights takes no import beyond the standard library and msgspec, which keeps the first finding fast.
"""

import functools
import math
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files
from operator import add
from pathlib import Path
from typing import NamedTuple

import msgspec
from perflint_zh.patterns import expression

from perflint_zh_models.lookup import Lookup, Stored, stored

BREAK = expression(r"[^\w%‰≥≤]+|_+")
DIGITS = expression(r"\d+")
LENGTHS = (1, 2)
"""Characters of an n-gram; three tell held-out texts no better apart and cost twice the time."""

UNLIKELY = -7.0
"""Weighted sum from which a probability is one in a thousand or less and taken as 0."""


FIELD = 64
"""Bits of each label in a whole number that holds what all labels have, side by side: to add two such numbers adds for every label at once, and exactly."""

UNIT, TIMES = 100_000, 1 << 20
"""Fixed point of idf × weight, which have three and two decimals, and of 1 + log count. The sums of all n-grams that a model knows fit a field."""


class Row(NamedTuple):
    """What one n-gram weighs: its rarity, the square of it, and idf × weight of every label side by side."""

    idf: float
    square: float
    weights: int


class Rows(dict[str, Row | None]):
    """Rows by n-gram; one is read when a text first has it, None stands for those that the model does not know."""

    def __init__(self, weights: Stored) -> None:
        self._written = Lookup(weights, str)

    def __missing__(self, gram: str) -> Row | None:
        written = self._written.get(gram)
        if written is None:
            return None
        idf, *rest = msgspec.json.decode(written, type=list[float])
        weights = zip(rest[::2], rest[1::2], strict=True)
        row = self[gram] = Row(
            idf, idf**2, sum([round(idf * weight * UNIT) << FIELD * int(label) for label, weight in weights])
        )
        return row


class Linear(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Weights by n-gram: of each the JSON of [idf, label, weight, label, weight, …] as a string, with labels as indices.

    Models are compared by identity, so that what they say of a text can be remembered.
    """

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Stored

    @functools.cached_property
    def rows(self) -> Rows:
        """What each n-gram weighs."""
        return Rows(self.weights)

    def predict(self, text: str) -> dict[str, float]:
        """Probability of each label, 0 to 1, independent of each other."""
        rows = self.rows
        known = [(row, count) for gram, count in Counter(grams(text)).items() if (row := rows[gram]) is not None]
        # Nearly all n-grams stand in a short text once, which spares them the logarithm and the product.
        several = [(row, 1.0 + math.log(count)) for row, count in known if count > 1]
        squares = [row.square for row, count in known if count == 1]
        norm = math.sqrt(sum(squares) + sum([row.square * times**2 for row, times in several])) or 1.0
        total = sum([row.weights for row, count in known if count == 1]) * TIMES
        total += sum([row.weights * int(times * TIMES) for row, times in several])
        # A negative sum borrows one unit of some billions from the label beside it.
        sums = struct.unpack(
            f"<{len(self.labels)}q", total.to_bytes(len(self.labels) * FIELD // 8, "little", signed=True)
        )
        scale = norm * UNIT * TIMES
        likely = [
            1.0 / (1.0 + math.exp(-total)) if (total := bias + size / scale) > UNLIKELY else 0.0
            for bias, size in zip(self.bias, sums, strict=True)
        ]
        return dict(zip(self.labels, likely, strict=True))


@functools.lru_cache(maxsize=1 << 12)
def pieces(text: str) -> tuple[str, ...]:
    """What lies between punctuation, in lower case and with digits as 0."""
    return tuple(BREAK.split(DIGITS.sub("0", unicodedata.normalize("NFKC", text).lower())))


def grams(text: str, lengths: Sequence[int] = LENGTHS) -> list[str]:
    """Character n-grams of these lengths that do not run over punctuation."""
    found: list[str] = []
    for piece in pieces(text):
        for length in lengths:
            longer: Iterable[str] = piece
            for start in range(1, length):
                longer = map(add, longer, piece[start:])
            found += longer
    return found


@functools.cache
def load(package: str, name: str) -> Linear:
    """Weights stored as package data."""
    return msgspec.json.decode(files(package).joinpath(name).read_bytes(), type=Linear)


def train(
    texts: Sequence[str], labels: Sequence[Sequence[str]], *, cost: float = 10.0, least: int = 2, smallest: float = 0.05
) -> Linear:
    """Fit one classifier per label.

    Args:
        texts: training texts.
        labels: the labels of each text; a text without any is an example against all.
        cost: inverse strength of regularisation (liblinear's C).
        least: n-grams in fewer texts are left out.
        smallest: weights below are dropped, which makes the stored model small and quick; rarities are kept.

    liblinear's own loops are deterministic, and weights are rounded, so that the same texts give the same bytes.

    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(analyzer=grams, min_df=least, sublinear_tf=True)
    matrix = vectorizer.fit_transform(texts)
    names = sorted({label for own in labels for label in own})
    vocabulary = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    weights: dict[str, list[float]] = {
        gram: [round(float(idf), 3)] for gram, idf in zip(vocabulary, vectorizer.idf_, strict=True)
    }
    bias: list[float] = []
    for number, name in enumerate(names):
        truth = np.array([name in own for own in labels])
        # The dual problem at this tolerance gives the same weights to two decimals in a quarter of the time.
        model = LogisticRegression(
            C=cost,
            solver="liblinear",
            dual=True,
            tol=0.05,
            class_weight={True: 3.0, False: 1.0},
            random_state=0,
            max_iter=1000,
        )
        model.fit(matrix, truth)
        bias.append(round(float(model.intercept_[0]), 3))
        for column in np.flatnonzero(np.abs(model.coef_[0]) >= smallest):
            weights[vocabulary[column]] += [number, round(float(model.coef_[0][column]), 2)]
    kept = {gram: msgspec.json.encode(row).decode() for gram, row in sorted(weights.items())}
    return Linear(tuple(names), tuple(bias), stored(kept))


def write(model: Linear, target: Path) -> None:
    """Store weights as JSON, the n-grams that begin with one character a line."""
    text = msgspec.json.encode(model).decode()
    target.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")
