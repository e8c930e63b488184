"""Projects whose sets of indicators are nearly the same, and the clusters that they form."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from perflint_zh.extract.words import fold

from perflint_zh_models.reuse.alike import groups
from perflint_zh_models.reuse.sketch import Row, Sketch
from perflint_zh_models.reuse.texts import LONGEST, cosine, masked, vector

COPIED = 0.6
"""Share of common rows from which a set counts as copied; chosen on the histogram in the card."""

CLOSE = 0.7
"""Cosine from which two further rows count as common where the sets share other rows already: 供水建筑面积 and 供电建筑面积."""

OWN_ROWS = 2
"""Common rows beside the official ones that a copied set has at least; official indicators alone make no copy."""

LARGEST = 20_000
"""Different sets with one row in common beyond which the row no longer leads to candidates, lest time grow with the square."""


class Shared(msgspec.Struct, frozen=True):
    """Two rows that say the same; `other_value` when only the value differs, `names_other` when a text names the other's project."""

    row: Row
    other: Row
    other_value: bool
    names_other: bool


class Pair(msgspec.Struct, frozen=True):
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


def find_pairs(sketches: Sequence[Sketch], threshold: float = COPIED) -> Pairs:
    """Pairs of projects that have at least `threshold` of their rows in common.

    The same programme printed twice, in another year or by another unit is one project going on and no pair. Of projects with one
    and the same set each is paired with the first only, so that a set copied a thousand times makes no million pairs.
    """
    sketches = tuple(sketches)
    group = groups(row.text for sketch in sketches for row in sketch.rows)
    sets = [_by_group(sketch, group) for sketch in sketches]
    same: dict[frozenset[tuple[str, int]], list[int]] = defaultdict(list)
    for at, rows in enumerate(sets):
        same[frozenset((key, len(found)) for key, found in rows.items())].append(at)
    classes = list(same.values())
    found = [(members[0], other) for members in classes for other in members[1:]]
    found += [
        (a, b)
        for one, other in _candidates([sets[members[0]] for members in classes])
        for a, b in [_of_two_programmes(classes[one], classes[other], sketches)]
    ]
    pairs = (_pair(one, other, sketches, sets, threshold) for one, other in found)
    return Pairs(
        sketches, tuple(sorted((pair for pair in pairs if pair is not None), key=lambda pair: (pair.one, pair.other)))
    )


def _of_two_programmes(ones: Sequence[int], others: Sequence[int], sketches: Sequence[Sketch]) -> tuple[int, int]:
    """One project of each class, of two programmes where there are such."""
    one = ones[0]
    for other in others:
        if sketches[other].programme != sketches[one].programme:
            return min(one, other), max(one, other)
    other = others[0]
    one = next((at for at in ones if sketches[at].programme != sketches[other].programme), one)
    return min(one, other), max(one, other)


def _pair(
    one: int, other: int, sketches: Sequence[Sketch], sets: Sequence[Mapping[str, Sequence[Row]]], threshold: float
) -> Pair | None:
    a, b = sketches[one], sketches[other]
    if a.programme == b.programme:
        return None
    matched = _matched(sets[one], sets[other], a, b)
    share = 2 * len(matched) / max(1, len(a.rows) + len(b.rows))
    if share < threshold or sum(not (row.official and twin.official) for row, twin in matched) < OWN_ROWS:
        return None
    containment = (len(matched) / len(a.rows), len(matched) / len(b.rows))
    shared = tuple(sorted((_shared(row, twin, a, b) for row, twin in matched), key=lambda shared: shared.row.at))
    return Pair(one, other, share, containment, cosine(_whole(a), _whole(b)), shared)


def _matched(
    ones: Mapping[str, Sequence[Row]], others: Mapping[str, Sequence[Row]], a: Sketch, b: Sketch
) -> list[tuple[Row, Row]]:
    """Rows of one group first, then the closest of what is left, each row once."""
    matched = [match for key in ones if key in others for match in zip(ones[key], others[key], strict=False)]
    left = [(row, vector(_without(row, b))) for row in _unmatched(ones, (row for row, _ in matched))]
    right = [(row, vector(_without(row, a))) for row in _unmatched(others, (row for _, row in matched))]
    near = [(cosine(mine, yours), row, twin) for row, mine in left for twin, yours in right]
    taken: set[tuple[int, int]] = set()
    for similarity, row, twin in sorted(near, key=lambda entry: (-entry[0], entry[1].at, entry[2].at)):
        if similarity >= CLOSE and not taken & {(0, row.at), (1, twin.at)}:
            taken |= {(0, row.at), (1, twin.at)}
            matched.append((row, twin))
    return matched


def _unmatched(rows: Mapping[str, Sequence[Row]], matched: Iterable[Row]) -> list[Row]:
    taken = {row.at for row in matched}
    return [row for same in rows.values() for row in same if row.at not in taken]


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


def _by_group(sketch: Sketch, group: Mapping[str, str]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sketch.rows:
        found[group[row.text]].append(row)
    return found


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


def _shared(row: Row, twin: Row, one: Sketch, two: Sketch) -> Shared:
    names_other = _without(row, two) != row.text or _without(twin, one) != twin.text
    return Shared(row, twin, other_value=row.value != twin.value, names_other=names_other)


def _without(row: Row, other: Sketch) -> str:
    """The row's text with the name of the other project masked too, which a copyist may have left standing."""
    return masked(row.text, fold(other.name[:LONGEST]))


def _whole(sketch: Sketch) -> Mapping[str, float]:
    return vector("。".join(row.text for row in sketch.rows))
