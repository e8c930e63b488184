"""What a short text is about, as pairs of neighbouring characters: enough to tell whether two texts speak of one thing."""

import functools
from operator import add

from perflint_zh.knowledge import squeeze
from perflint_zh.patterns import expression

_HOLLOW = expression(
    "|".join(
        sorted(
            """
            进一步 不断 持续 有效 切实 全面 积极 充分 努力 逐步 大力 深入 扎实 认真 严格 及时 按时 足额 圆满 顺利 高质量 确保 保障 保证 做好
            搞好 抓好 加强 加大 强化 推进 推动 促进 提升 提高 改善 优化 完善 健全 建立 实现 完成 开展 组织 实施 进行 落实 承担 负责 达到 通过 根据
            按照 围绕 结合 针对 相关 有关 各项 各类 各种 全部 全年 年度 年内 当年 本年 今年 每年 每月 每季度 月底 年底 工作 项目 任务 目标 情况
            数量 次数 个数 人数 期数 场次 份数 件数 册数 条数 户数 家数 台数 面积 总数 比率 比例 程度 水平 能力 质量 效率 作用 正常 运转 运行
            指标 成本 费用 经费 资金 支出 金额 标准 单价 人均 单位 需要 要求 规定 使用 支付 发放 购置 购买 采购 服务 管理 建设 合格率 完成率 覆盖率
            及时率 满意度 满意率 达标率 合格 达标 占比 其中 以及 并且 以上 以下 以内 左右 不少于 不低于 不超过 至少 之间 包括 用于 主要 实际 应当 计划 预计 该项 本项 我县 我局 全县 县委 县政府 全市 本县
            的 了 和 与 及 或 等 对 为 在 于 由 从 向 将 把 被 占 其 所 各 该 本 每 率 数 等
            """.split(),
            key=len,
            reverse=True,
        )
    )
)
"""Words that say nothing of the thing: function words, fashionable verbs, kinds of measure."""

_PIECE = expression(r"[一-鿿A-Za-z]+")
_LONGER_PIECE = expression(r"[一-鿿A-Za-z]{2,}")
_BRACKETS = expression(r"\([^()]{0,12}\)")


@functools.lru_cache(maxsize=8192)
def unspaced(text: str | None) -> str:
    """A text without the blanks within its lines, which layouts put between numbers and units."""
    return "\n".join("".join(line.split()) for line in (text or "").splitlines())


LONGEST_CLAUSE = 200
"""How far from a figure its clause or sentence is followed; longer ones are typing without punctuation."""


def around(text: str, start: int, end: int, marks: str) -> tuple[int, int]:
    """Where the piece of text that holds `start` to `end` begins and ends, cut at any of the marks."""
    first, last = max(0, start - LONGEST_CLAUSE), min(len(text), end + LONGEST_CLAUSE)
    begin = max(text.rfind(mark, first, start) for mark in marks) + 1
    stops = [stop for mark in marks if (stop := text.find(mark, end, last)) >= 0]
    return max(begin, first), min(stops, default=last)


@functools.lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters that carry meaning; a piece of one character is left out."""
    return frozenset().union(*[map(add, piece, piece[1:]) for piece in _LONGER_PIECE.findall(_meaning(text))])


def characters(text: str) -> frozenset[str]:
    """Single characters that carry meaning, those of pieces of one character too."""
    return frozenset().union(*_PIECE.findall(_meaning(text)))


def _meaning(text: str) -> str:
    """A text with blanks for what stands in brackets and for the words that say nothing."""
    return _HOLLOW.sub(" ", _BRACKETS.sub(" ", squeeze(text)))


def shared(one: str, other: str) -> float:
    """Share of the smaller text's pairs that the other has, 0 where one of them says nothing."""
    first, second = pairs(one), pairs(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def clips(short: str, name: str) -> bool:
    """Tell whether a name has all characters of a shorter one in order (残联 of 残疾人联合会, 取证率 of 取得证书率)."""
    characters = iter(name)
    return all(character in characters for character in short)
