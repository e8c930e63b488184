"""Projects whose sets of indicators are nearly the same, and the clusters that they form."""

import functools
import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence

import msgspec
from perflint_zh.extract.words import fold

from perflint_zh_models.reuse.alike import CLOSE, PLACES, Near, near
from perflint_zh_models.reuse.sketch import Row, Sketch
from perflint_zh_models.reuse.texts import LONGEST, Vector, cosine, masked, shares_piece, vector, weighed

COPIED = 0.6
"""Share of common rows from which a set counts as copied; chosen on the histogram in the card."""

OWN_ROWS = 2
"""Common rows beside the official ones that a copied set has at least; official indicators alone make no copy."""

REWORDED = 0.6
"""Share of the longer of two rows' characters that both have in order, from which one is the other with its nouns exchanged.

Counted only between projects of one document whose sets share other rows: alone it is the office's way of writing.
"""

LARGEST = 20_000
"""Different sets with one row in common beyond which the row no longer leads to candidates, lest time grow with the square."""

REMEMBERED = 500_000
"""Candidates whose matches are kept for the next run, which bounds what is kept; the others are matched anew."""

MATCHES = "reuse.matches"
"""The name that they are kept under."""


class Shared(msgspec.Struct, frozen=True, gc=False):
    """Two rows that say the same; `other_value` when only the value differs, `names_other` when a text names the other's project."""

    row: Row
    other: Row
    other_value: bool
    names_other: bool


class Pair(msgspec.Struct, frozen=True, gc=False):
    """Two projects by their positions among the sketches, `one` first.

    `share` is the share of common rows in both sets together, `containment` the share of each in the other, `cosine` the
    TF-IDF similarity of the whole texts.
    """

    one: int
    other: int
    share: float
    containment: tuple[float, float]
    cosine: float
    shared: tuple[Shared, ...]


class Pairs(msgspec.Struct, frozen=True):
    """All pairs at or above the threshold, by position."""

    sketches: tuple[Sketch, ...]
    pairs: tuple[Pair, ...]


class Cluster(msgspec.Struct, frozen=True):
    """Projects connected by pairs; the representative shares most with the others, `strength` is the mean share of its pairs."""

    members: tuple[int, ...]
    representative: int
    strength: float


class _Match(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Rows of two sets that say the same, each by its place in its project, and the similarity of the whole texts."""

    rows: tuple[tuple[int, int], ...]
    cosine: float


_Matches = dict[bytes, dict[bytes, _Match | None]]
"""What two sets have in common, None where it is too little, by the marks of the two."""


class _Set(msgspec.Struct, frozen=True, gc=False):
    """A project's rows by the group of their texts, the texts together, and the project's name as it would stand in a text."""

    sketch: Sketch
    rows: Mapping[str, Sequence[Row]]
    texts: str
    name: str


def find_pairs(
    sketches: Sequence[Sketch],
    threshold: float = COPIED,
    known: Near | None = None,
    memory: MutableMapping[str, bytes] | None = None,
) -> Pairs:
    """Pairs of projects that have at least `threshold` of their rows in common.

    The same programme printed twice, in another year or by another unit is one project going on and no pair. Of projects with one
    and the same set each is paired with the first only, so that a set copied a thousand times makes no million pairs.

    `known` is what the texts of their rows have to do with each other, worked out here by default. Matching rows takes most of the time;
    what an earlier run left in `memory` is not matched again.
    """
    sketches = tuple(sketches)
    known = known or near((row.text for sketch in sketches for row in sketch.rows), memory=memory)
    sets = [_set(sketch, known) for sketch in sketches]
    same: dict[frozenset[tuple[str, int]], list[int]] = defaultdict(list)
    for at, one in enumerate(sets):
        same[frozenset((key, len(rows)) for key, rows in one.rows.items())].append(at)
    classes = list(same.values())
    found = itertools.chain(
        ((members[0], other) for members in classes for other in members[1:]),
        (
            _of_two_programmes(classes[one], classes[other], sketches)
            for one, other in _candidates([sets[members[0]].rows for members in classes])
        ),
    )
    memory = {} if memory is None else memory
    matches = _matched(found, sets, known, threshold, memory)
    pairs = (_pair(one, other, sets, match) for one, other, match in matches)
    return Pairs(sketches, tuple(sorted(pairs, key=lambda pair: (pair.one, pair.other))))


def _matched(
    candidates: Iterable[tuple[int, int]],
    sets: Sequence[_Set],
    known: Near,
    threshold: float,
    memory: MutableMapping[str, bytes],
) -> Iterator[tuple[int, int, _Match]]:
    """Those of the candidates that have enough in common."""
    marks = [_mark(one, known, threshold) for one in sets]
    earlier = msgspec.msgpack.decode(memory[MATCHES], type=_Matches) if MATCHES in memory else {}
    kept: _Matches = defaultdict(dict)
    for number, (one, other) in enumerate(candidates):
        before = earlier.get(marks[one], {})
        match = before[marks[other]] if marks[other] in before else _match(sets[one], sets[other], known, threshold)
        if number < REMEMBERED:
            kept[marks[one]][marks[other]] = match
        if match is not None:
            yield one, other, match
    memory[MATCHES] = msgspec.msgpack.encode(kept)


def _mark(one: _Set, known: Near, threshold: float) -> bytes:
    """A hash of all that the match with another set depends on: the set, and which group each of its texts is in."""
    told = (threshold, one.sketch, [known.group[row.text] for row in one.sketch.rows])
    return hashlib.blake2b(msgspec.msgpack.encode(told), digest_size=12).digest()


def _set(sketch: Sketch, known: Near) -> _Set:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in sketch.rows:
        rows[known.group[row.text]].append(row)
    return _Set(sketch, rows, "\n".join(row.text for row in sketch.rows), fold(sketch.name[:LONGEST]))


def _of_two_programmes(ones: Sequence[int], others: Sequence[int], sketches: Sequence[Sketch]) -> tuple[int, int]:
    """One project of each class, of two programmes where there are such."""
    one = ones[0]
    for other in others:
        if sketches[other].programme != sketches[one].programme:
            return min(one, other), max(one, other)
    other = others[0]
    one = next((at for at in ones if sketches[at].programme != sketches[other].programme), one)
    return min(one, other), max(one, other)


def _match(a: _Set, b: _Set, known: Near, threshold: float) -> _Match | None:
    if a.sketch.programme == b.sketch.programme:
        return None
    ours, theirs = len(a.sketch.rows), len(b.sketch.rows)
    sizes = max(1, ours + theirs)
    # Most candidates cannot reach the threshold even if every row of the smaller set found a close one.
    if 2 * min(ours, theirs) / sizes < threshold:
        return None
    matched = [match for key in a.rows if key in b.rows for match in zip(a.rows[key], b.rows[key], strict=False)]
    matched += _close_rows(a, b, known)
    if a.sketch.path == b.sketch.path and 2 * len(matched) / sizes < max(threshold, COPIED):
        matched += _reworded_rows(a, b, matched)
    if 2 * len(matched) / sizes < threshold:
        return None
    if sum(not (row.official and twin.official) for row, twin in matched) < OWN_ROWS:
        return None
    return _Match(tuple(sorted((row.at, twin.at) for row, twin in matched)), cosine(_whole(a.texts), _whole(b.texts)))


@functools.lru_cache(maxsize=1 << 8)
def _whole(texts: str) -> Vector:
    """The vector of all texts of a set; a set has many n-grams and few partners, which are met close together."""
    return weighed(texts)


def _pair(one: int, other: int, sets: Sequence[_Set], match: _Match) -> Pair:
    a, b = sets[one], sets[other]
    ours, theirs = ({row.at: row for row in own.sketch.rows} for own in (a, b))
    count = len(match.rows)
    return Pair(
        one,
        other,
        2 * count / (len(ours) + len(theirs)),
        (count / len(ours), count / len(theirs)),
        match.cosine,
        tuple(_shared(ours[at], theirs[beside], a, b) for at, beside in match.rows),
    )


def _close_rows(a: _Set, b: _Set, known: Near) -> list[tuple[Row, Row]]:
    """The closest of the rows that are in no group of the other set, each row once."""
    left, right = _left_over(a, b), _left_over(b, a)
    return _each_once(_similar(left, right, a, b, known))


def _reworded_rows(a: _Set, b: _Set, matched: Sequence[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    """The further rows of two sets that are one sentence with other nouns in it."""
    # A document without copies needs none of it; loading it takes as long as reading a small document.
    from rapidfuzz.distance import LCSseq

    left = {row.at for row, _ in matched}
    right = {twin.at for _, twin in matched}
    found = [
        (similarity, row, twin)
        for row in a.sketch.rows
        if row.at not in left
        for twin in b.sketch.rows
        if twin.at not in right and twin.level2 == row.level2
        if (similarity := LCSseq.normalized_similarity(row.text, twin.text, score_cutoff=REWORDED)) > 0
    ]
    return _each_once(found)


def _each_once(found: Iterable[tuple[float, Row, Row]]) -> list[tuple[Row, Row]]:
    """The most similar pairs, each row in one of them."""
    taken: set[tuple[int, int]] = set()
    once: list[tuple[Row, Row]] = []
    for _, row, twin in sorted(found, key=lambda entry: (-entry[0], entry[1].at, entry[2].at)):
        if not taken & {(0, row.at), (1, twin.at)}:
            taken |= {(0, row.at), (1, twin.at)}
            once.append((row, twin))
    return once


def _left_over(one: _Set, other: _Set) -> list[Row]:
    """Rows of a set beyond those that the other has of their groups."""
    return [row for key, same in one.rows.items() for row in same[len(other.rows.get(key, ())) :]]


def _similar(
    left: Sequence[Row], right: Sequence[Row], a: _Set, b: _Set, known: Near
) -> Iterator[tuple[float, Row, Row]]:
    """Rows of two sets that are close; a name of the other project left standing in one does not count."""
    ours, theirs = _renamed(left, a, b), _renamed(right, b, a)
    for row in left:
        beside = known.close.get(row.text, {})
        if not (beside or theirs or row.text in ours):
            continue
        for twin in right:
            if row.text in ours or twin.text in theirs:
                own, other = ours.get(row.text, row.text), theirs.get(twin.text, twin.text)
                similarity = round(cosine(vector(own), vector(other)), PLACES)
            else:
                similarity = beside.get(twin.text, 0.0)
            if similarity >= CLOSE:
                yield similarity, row, twin


def _renamed(rows: Sequence[Row], one: _Set, other: _Set) -> Mapping[str, str]:
    """Texts that name the other project → the same with its name masked."""
    if not shares_piece(one.texts, other.name):
        return {}
    return {row.text: masked(row.text, other.name) for row in rows if shares_piece(row.text, other.name)}


def clusters(pairs: Pairs) -> tuple[Cluster, ...]:
    """Connected projects, in the order of their first members."""
    parent = list(range(len(pairs.sketches)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for pair in pairs.pairs:
        low, high = sorted((root(pair.one), root(pair.other)))
        parent[high] = low
    inside: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs.pairs:
        inside[root(pair.one)].append(pair)
    return tuple(_cluster(linked) for _, linked in sorted(inside.items()))


def _cluster(linked: Sequence[Pair]) -> Cluster:
    shares: dict[int, float] = defaultdict(float)
    for pair in linked:
        shares[pair.one] += pair.share
        shares[pair.other] += pair.share
    representative = min(shares, key=lambda member: (-shares[member], member))
    return Cluster(tuple(sorted(shares)), representative, sum(pair.share for pair in linked) / len(linked))


def _candidates(sets: Sequence[Mapping[str, Sequence[Row]]]) -> Iterator[tuple[int, int]]:
    """Pairs of sets that share enough rows beside the official ones; one set at a time, so that memory stays bounded."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, rows in enumerate(sets):
        shared: Counter[int] = Counter()
        for key, same in rows.items():
            own = sum(not row.official for row in same)
            if own:
                if len(holders[key]) <= LARGEST:
                    shared.update(dict.fromkeys(holders[key], own))
                holders[key].append(at)
        yield from ((other, at) for other, count in sorted(shared.items()) if count >= OWN_ROWS)


def _shared(row: Row, twin: Row, a: _Set, b: _Set) -> Shared:
    names_other = shares_piece(row.text, b.name) or shares_piece(twin.text, a.name)
    return Shared(row, twin, other_value=row.value != twin.value, names_other=names_other)
