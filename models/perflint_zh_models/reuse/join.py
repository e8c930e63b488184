"""Pairs of similar texts among very many, by numpy and scipy: the cosine of `texts.cosine`, for a thousand texts and more.

`exact_pairs` puts the n-grams of a text in one order, frequent ones first. Its frequent end, as long as it stays shorter than `FREQUENT`,
adds at most that much to any cosine. So texts with a cosine of `least` have `least - FREQUENT` in common at their rare ends alone,
and a sparse product of the rare ends, which share little with anything, finds them; the whole vectors then decide.

`banded_pairs` takes for candidates the texts that share one of `BANDS` bands of their MinHash signatures, and the whole vectors decide. What it
finds is right; what it misses, at most one pair in a hundred, is measured in benchmarks/LARGE.md.

Both work in parts through `each`, in this process or in those of a cluster.
"""

import functools
import random
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from perflint_zh.rule import Each
from scipy.sparse import csr_matrix

from perflint_zh_models import linear
from perflint_zh_models.reuse.texts import spread_of_library

Positions = NDArray[np.int64]
Found = tuple[Positions, Positions, NDArray[np.float64]]
"""Positions of the later and the earlier text of each pair, and their cosines; no pair comes twice."""

FREQUENT = 0.6
"""Length of the frequent end. With a longer one more pairs must be compared, with a shorter one the product takes longer; measured at 30,000 projects."""

BANDS = 40
HASHES = 4
"""Bands of a signature, and hashes that agree where a band does."""

CAP = 30
"""Texts that share a band beyond which each is compared with the first of them alone, lest time grow with the square."""

BLOCK = 1000
SIGNED = 20_000
COMPARED = 30_000
"""Rows of a product, texts signed and pairs compared at a time, which bounds the memory."""

ROUNDING = 1e-9
"""Room for rounding in long sums; only adds candidates."""

CHARACTER = np.uint64(21)
"""Bits of a character."""

WORD = np.uint64(32)


def exact_pairs(texts: Sequence[str], least: float, each: Each = map, known: int = 0) -> Iterator[Found]:
    """Yield all pairs of texts with a cosine of at least `least`, which is more than `FREQUENT`, but for pairs of the first `known` ones."""
    matrix = vectors(texts)
    rare = _rare_ends(matrix)
    yield from each(partial(_pairs_of_block, matrix, rare, rare.T.tocsr(), least), range(known, len(texts), BLOCK))


def _pairs_of_block(matrix: Any, rare: Any, columns: Any, least: float, start: int) -> Found:
    """Pairs of a block of texts with the texts before each."""
    common = (rare[start : start + BLOCK] @ columns).tocoo()
    kept = (common.data >= least - FREQUENT - ROUNDING) & (common.col < common.row + start)
    one, other = common.row[kept].astype(np.int64) + start, common.col[kept].astype(np.int64)
    values = cosines(matrix, one, other)
    alike = values >= least
    return one[alike], other[alike], values[alike]


def banded_pairs(texts: Sequence[str], least: float, each: Each = map) -> Iterator[Found]:
    """Yield nearly all pairs of texts with a cosine of at least `least`."""
    size = len(texts)
    bands = np.concatenate(list(each(signatures, _slices(texts, SIGNED))), axis=1)
    known: Positions = np.empty(0, dtype=np.int64)
    for band in bands:
        # A pair as one number, so that those found in an earlier band can be left out.
        candidates = np.setdiff1d(_sharing(band), known)
        parts = _slices(candidates, COMPARED)
        kept = [known]
        for part, (alike, values) in zip(
            parts, each(partial(_alike, least), (_with_texts(texts, part) for part in parts)), strict=True
        ):
            kept.append(part[alike])
            yield part[alike] // size, part[alike] % size, values
        known = np.concatenate(kept)


def _slices(values: Any, size: int) -> list[Any]:
    return [values[start : start + size] for start in range(0, len(values), size)]


def signatures(texts: Sequence[str]) -> NDArray[np.uint32]:
    """One key per band (row) and text (column)."""
    codes, rows = _grams(texts)
    order = np.argsort(rows, kind="stable")
    codes, rows = codes[order], rows[order]
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    # Numbers of characters lie close together; mixed as in splitmix64, their products are as good as random.
    mixed = (codes ^ (codes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> WORD
    draw = random.Random(0)
    found = np.zeros((BANDS, len(texts)), dtype=np.uint32)
    for band in found:
        key = np.zeros(len(starts), dtype=np.uint64)
        for _ in range(HASHES):
            factor, term = np.uint64(draw.getrandbits(64) | 1), np.uint64(draw.getrandbits(64))
            key = (key ^ np.minimum.reduceat((mixed * factor + term) >> WORD, starts)) * np.uint64(0x9E3779B97F4A7C15)
        band[rows[starts]] = key >> WORD
    return found


def _sharing(keys: NDArray[np.uint32]) -> Positions:
    """Pairs of positions with one key, each as later × number of keys + earlier."""
    size = len(keys)
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order].astype(np.int64), prepend=-1))
    sizes = np.diff(starts, append=size)
    first = np.repeat(starts, sizes)
    place = np.arange(size) - first
    capped = np.repeat(sizes > CAP, sizes)
    at = np.flatnonzero(capped & (place > 0))
    found = [order[at] * size + order[first[at]]]
    for back in range(1, min(CAP, int(sizes.max(initial=1)))):
        at = np.flatnonzero(~capped & (place >= back))
        found.append(order[at] * size + order[at - back])
    return np.concatenate(found)


def _with_texts(texts: Sequence[str], pairs: Positions) -> tuple[list[str], Positions, Positions]:
    """The texts of some pairs, and the pairs by their positions among these."""
    used, at = np.unique(np.concatenate((pairs // len(texts), pairs % len(texts))), return_inverse=True)
    return [texts[n] for n in used], at[: len(pairs)], at[len(pairs) :]


def _alike(least: float, part: tuple[list[str], Positions, Positions]) -> tuple[Positions, NDArray[np.float64]]:
    """Which of some pairs reach `least`, and their cosines."""
    texts, one, other = part
    values = cosines(vectors(texts), one, other)
    alike = np.flatnonzero(values >= least)
    return alike, values[alike]


def cosines(matrix: Any, one: Positions, other: Positions) -> NDArray[np.float64]:
    """Cosines of pairs of rows, some pairs at a time."""
    values = [
        np.asarray(matrix[one[at : at + COMPARED]].multiply(matrix[other[at : at + COMPARED]]).sum(axis=1)).ravel()
        for at in range(0, len(one), COMPARED)
    ]
    return np.concatenate(values) if values else np.empty(0)


def vectors(texts: Sequence[str]) -> Any:
    """A sparse matrix of the vectors of texts; columns are n-grams, those in most texts first."""
    codes, rows = _grams(texts)
    known, columns, counts = np.unique(codes, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    column = np.empty(len(order), dtype=np.int32)
    column[order] = np.arange(len(order), dtype=np.int32)
    matrix = csr_matrix(
        (np.ones(len(codes)), (rows.astype(np.int32), column[columns])), shape=(len(texts), max(1, len(known)))
    )
    matrix.sum_duplicates()
    matrix.data = (1.0 + np.log(matrix.data)) * _rarities(known[order])[matrix.indices]
    lengths = np.diff(matrix.indptr)
    sizes = np.sqrt(np.asarray(matrix.power(2).sum(axis=1)).ravel())
    matrix.data /= np.repeat(sizes, lengths)
    return matrix


def _grams(texts: Sequence[str]) -> tuple[NDArray[np.uint64], Positions]:
    """N-grams of 2 and 3 characters as numbers, and the position of the text that each is in."""
    said = "\n".join(" ".join(linear.pieces(text)) for text in texts)
    codes = np.frombuffer(said.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    rows = np.cumsum(codes == ord("\n"))
    inside = (codes != ord("\n")) & (codes != ord(" "))
    two = inside[:-1] & inside[1:]
    three = two[:-1] & inside[2:]
    pairs = codes[:-1] << CHARACTER | codes[1:]
    triples = pairs[:-1] << CHARACTER | codes[2:]
    return np.concatenate((pairs[two], triples[three])), np.concatenate((rows[:-1][two], rows[:-2][three]))


def _rarities(grams: NDArray[np.uint64]) -> NDArray[np.float64]:
    """`texts.idf` of n-grams as numbers."""
    codes, kinds = _library()
    at = np.minimum(np.searchsorted(codes, grams), len(codes) - 1)
    found = np.where(codes[at] == grams, kinds[at], 0.0)
    return np.log((1 + spread_of_library().kinds) / (1 + found)) + 1.0


@functools.cache
def _library() -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """The n-grams of the library as numbers, in order, and of how many kinds of project each is."""
    counts = dict(spread_of_library().counts.items())
    said = "".join(gram.rjust(3, "\0") for gram in counts)
    letters = np.frombuffer(said.encode("utf-32-le"), dtype=np.uint32).reshape(-1, 3).astype(np.uint64)
    codes = (letters[:, 0] << CHARACTER | letters[:, 1]) << CHARACTER | letters[:, 2]
    order = np.argsort(codes)
    return codes[order], np.array(list(counts.values()), dtype=np.float64)[order]


def _rare_ends(matrix: Any) -> Any:
    """The rows without the n-grams at their frequent ends."""
    sums = np.cumsum(matrix.data**2)
    before = np.repeat(np.concatenate(([0.0], sums))[matrix.indptr[:-1]], np.diff(matrix.indptr))
    kept = sums - before >= FREQUENT**2 - ROUNDING
    ends = np.concatenate(([0], np.cumsum(kept)))[matrix.indptr]
    return csr_matrix((matrix.data[kept], matrix.indices[kept], ends), shape=matrix.shape)
