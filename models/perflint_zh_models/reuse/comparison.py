"""The comparison of documents as a plain record, as `perflint similar` prints it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from perflint_zh.budget import Budget

from perflint_zh_models.reuse.pairs import COPIED, Cluster, Pair, Pairs, Shared, clusters, find_pairs
from perflint_zh_models.reuse.sketch import Row, Sketch, sketches, template_texts

PHRASE = 3
"""Characters in a row from which a piece that two rows share is shown as a phrase."""


def compare(
    budgets: Sequence[Budget], templates: Sequence[Budget] = (), threshold: float | None = None
) -> dict[str, Any]:
    """Clusters with their members, pairs and rows side by side."""
    threshold = COPIED if threshold is None else threshold
    texts = template_texts(templates)
    pairs = find_pairs([sketch for budget in budgets for sketch in sketches(budget, texts)], threshold)
    found = clusters(pairs)
    cluster_of = {member: cluster for cluster in found for member in cluster.members}
    inside: dict[Cluster, list[Pair]] = defaultdict(list)
    for pair in pairs.pairs:
        inside[cluster_of[pair.one]].append(pair)
    return {
        "threshold": threshold,
        "documents": len(budgets),
        "projects": len(pairs.sketches),
        "clusters": [
            {
                "strength": round(cluster.strength, 3),
                "representative": _owner(pairs.sketches[cluster.representative]),
                "members": [_owner(pairs.sketches[member]) for member in cluster.members],
                "pairs": [_pair(pair, pairs) for pair in inside[cluster]],
            }
            for cluster in found
        ],
    }


def _owner(sketch: Sketch) -> dict[str, Any]:
    return {"path": sketch.path, "department": sketch.department, "year": sketch.year, "project": sketch.name}


def _pair(pair: Pair, pairs: Pairs) -> dict[str, Any]:
    one, other = pairs.sketches[pair.one], pairs.sketches[pair.other]
    left = {shared.row.at for shared in pair.shared}
    right = {shared.other.at for shared in pair.shared}
    return {
        "one": _owner(one),
        "other": _owner(other),
        "share": round(pair.share, 3),
        "containment": [round(part, 3) for part in pair.containment],
        "similarity": round(pair.cosine, 3),
        "rows": [
            *(_rows(shared.row, shared.other, shared) for shared in pair.shared),
            *(_rows(row, None) for row in one.rows if row.at not in left),
            *(_rows(None, row) for row in other.rows if row.at not in right),
        ],
    }


def _rows(one: Row | None, other: Row | None, shared: Shared | None = None) -> dict[str, Any]:
    return {
        "one": _row(one),
        "other": _row(other),
        "official": all(row is None or row.official for row in (one, other)),
        "other_value": shared is not None and shared.other_value,
        "names_other": shared is not None and shared.names_other,
        "phrases": _phrases(one.text, other.text) if one and other and one.text != other.text else [],
    }


def _phrases(one: str, other: str) -> list[str]:
    """What two rows that differ have word for word."""
    from rapidfuzz.distance import LCSseq

    blocks = LCSseq.opcodes(one, other).as_matching_blocks()
    return [one[block.a : block.a + block.size] for block in blocks if block.size >= PHRASE]


def _row(row: Row | None) -> dict[str, str] | None:
    return None if row is None else {"level2": row.level2, "indicator": row.name, "value": row.value}
