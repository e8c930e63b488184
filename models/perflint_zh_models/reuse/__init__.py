"""Which projects share a set of indicators, and which texts are copied over projects."""

from perflint_zh_models.reuse.alike import Near, near
from perflint_zh_models.reuse.comparison import compare
from perflint_zh_models.reuse.pairs import COPIED, OWN_ROWS, Cluster, Pair, Pairs, Shared, clusters, find_pairs
from perflint_zh_models.reuse.sketch import Row, Sketch, sketches, template_texts
from perflint_zh_models.reuse.texts import SPECIFIC, overlap, specificity

__all__ = [
    "COPIED",
    "OWN_ROWS",
    "SPECIFIC",
    "Cluster",
    "Near",
    "Pair",
    "Pairs",
    "Row",
    "Shared",
    "Sketch",
    "clusters",
    "compare",
    "find_pairs",
    "near",
    "overlap",
    "sketches",
    "specificity",
    "template_texts",
]
