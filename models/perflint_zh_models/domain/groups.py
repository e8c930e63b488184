"""Groups of kinds of project that rules tell apart: what projects do, and what they can hold beside it."""

from perflint_zh.patterns import expression

ACTIVITIES = frozenset(
    "training meetings publicity inspection purchase repair it-building network annals-printing official-cars office-running "
    "property-service construction statistics wages cyber-security rent car-purchase legal archives petitions utilities heating".split()
)
"""Kinds that are ways of working: a project of a subject (health, water …) may hold a training or print leaflets."""

NARROW = frozenset(
    "utilities heating rent property-service official-cars car-purchase wages network debt purchase repair".split()
)
"""Kinds that buy one thing; trainings, articles or inspections are no part of them."""

COMPANIONS = frozenset(
    "training meetings publicity inspection purchase repair it-building network office-running wages".split()
)
"""Ways of working that nearly every project of a subject has some of."""

NEAR = ("it-building", "network", "cyber-security")
"""Kinds that one project often is together."""

ECOLOGY = expression(
    r"生态|绿色|低碳|环保|环境保护|节约集约|节约资源|资源节约|保护环境|节能减排|污染|蓝天|碧水|净土|(?<![一-鿿])(?:改善环境|环境(?:质量)?(?:得到)?改善)"
)
"""Wording of an effect on ecology."""

BILLS = frozenset("utilities heating rent property-service network official-cars debt repair".split())
"""Kinds that pay a bill for the house; the department's own work is measured elsewhere."""
