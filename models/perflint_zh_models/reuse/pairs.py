"""Projects whose sets of indicators are nearly the same, and the clusters that they form."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from perflint_zh_models.reuse.alike import groups
from perflint_zh_models.reuse.sketch import Row, Sketch
from perflint_zh_models.reuse.texts import SHARED_NAME, cosine, masked, plain, vector

COPIED = 0.65
"""Share of common rows from which a set counts as copied; chosen on the histogram in the card."""

OWN_ROWS = 3
"""Common rows beside the official ones that a copied set has at least; official indicators alone make no copy."""

LARGEST = 4000
"""Projects with one row in common beyond which the row is no longer used to find candidates."""


class Shared(msgspec.Struct, frozen=True):
    """Two rows that say the same; `other_number` when only the value differs, `names_other` when a text names the other's project."""

    row: Row
    other: Row
    other_number: bool
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

    The same programme printed twice, in another year or by another unit is one project going on and no pair.
    """
    sketches = tuple(sketches)
    group = groups(row.text for sketch in sketches for row in sketch.rows)
    sets = [_by_group(sketch, group) for sketch in sketches]
    found: list[Pair] = []
    for (one, other), own in _candidates(sets).items():
        a, b = sketches[one], sketches[other]
        if own < OWN_ROWS or a.programme == b.programme:
            continue
        size_a, size_b = sum(map(len, sets[one].values())), sum(map(len, sets[other].values()))
        matched = [
            match
            for key in sets[one].keys() & sets[other].keys()
            for match in zip(sets[one][key], sets[other][key], strict=False)
        ]
        share = 2 * len(matched) / (size_a + size_b)
        if share >= threshold:
            containment = (len(matched) / size_a, len(matched) / size_b)
            shared = tuple(sorted((_shared(x, y, a, b) for x, y in matched), key=lambda shared: shared.row.at))
            found.append(Pair(one, other, share, containment, cosine(_whole(a), _whole(b)), shared))
    return Pairs(sketches, tuple(sorted(found, key=lambda pair: (pair.one, pair.other))))


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
    shares: Counter[int] = Counter()
    for pair in linked:
        shares[pair.one] += pair.share  # type: ignore[assignment]
        shares[pair.other] += pair.share  # type: ignore[assignment]
    representative = min(shares, key=lambda member: (-shares[member], member))
    return Cluster(tuple(sorted(shares)), representative, sum(pair.share for pair in linked) / len(linked))


def _by_group(sketch: Sketch, group: Mapping[str, str]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sketch.rows:
        found[group[row.text]].append(row)
    return found


def _candidates(sets: Sequence[Mapping[str, Sequence[Row]]]) -> Mapping[tuple[int, int], int]:
    """Pairs of projects → rows that they share beside the official ones."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, rows in enumerate(sets):
        for key, same in rows.items():
            if not all(row.official for row in same):
                holders[key].append(at)
    found: Counter[tuple[int, int]] = Counter()
    for owners in holders.values():
        if len(owners) <= LARGEST:
            found.update((one, other) for n, one in enumerate(owners) for other in owners[n + 1 :])
    return found


def _shared(row: Row, other: Row, one: Sketch, two: Sketch) -> Shared:
    return Shared(
        row, other, other_number=row.value != other.value, names_other=_names(row, one, two) or _names(other, two, one)
    )


def _names(row: Row, own: Sketch, other: Sketch) -> bool:
    """Whether a row of one project names the other project."""
    unmasked = masked(plain(row.name), plain(own.name))
    return len(plain(other.name)) >= SHARED_NAME and masked(unmasked, plain(other.name)) != unmasked


def _whole(sketch: Sketch) -> Mapping[str, float]:
    return vector("。".join(row.text for row in sketch.rows))


def rows_side_by_side(pair: Pair, pairs: Pairs) -> Iterator[tuple[Row | None, Row | None]]:
    """Shared rows together, then the rows that only one of the two has."""
    yield from ((shared.row, shared.other) for shared in pair.shared)
    yield from ((row, None) for row in _rest(pairs.sketches[pair.one].rows, (shared.row.at for shared in pair.shared)))
    yield from (
        (None, row) for row in _rest(pairs.sketches[pair.other].rows, (shared.other.at for shared in pair.shared))
    )


def _rest(rows: Iterable[Row], taken: Iterable[int]) -> Iterator[Row]:
    known = set(taken)
    return (row for row in rows if row.at not in known)
