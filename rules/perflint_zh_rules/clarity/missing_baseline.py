"""missing-baseline."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

CHANGE = re.compile(
    r"(?:增长|下降|降低|提升|提高|增加|减少|上升|改善|压减|增|降)(?:率|幅|幅度|比例|百分比)$|同比|环比|较上年|比上年"
)
BASE = re.compile(
    r"上年|去年|前年|\d{4}年|基期|基数|基准|以.{1,10}为|较|比|同期|近[三五两]年|原有|改造前|实施前|培训前|往年|历史"
)


@rule(Indicator, severity="note")
def missing_baseline(indicator: Indicator) -> Iterator[Outcome]:
    """相对量的目标没有说明和谁比。

    “提升率≥10%”不说基数，年底用哪个数作分母都行。

    写法：“投诉下降率≥10%” → 描述写明“与2023年的46件相比的下降幅度”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）：绩效标准包括历史标准。

    误报：描述或名称里写了“较上年”“与2023年相比”等基期的不报。
    """
    quantity = indicator.quantity
    name = re.sub(r"[（(][^（()）]*[)）]$", "", indicator.name.strip())
    if quantity is None or quantity.kind != "rate" or not CHANGE.search(name):
        yield NotApplicable()
        return
    if not BASE.search(f"{indicator.name}{indicator.description or ''}{indicator.value}"):
        yield Flaw(
            "description",
            f"“{indicator.name}”{indicator.value}没有写明与哪一年、哪个数相比",
            suggestion="在描述里写明基期和基数，如“与上年的46件相比”",
        )
