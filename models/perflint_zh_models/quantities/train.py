"""Builds the list of counties and county-level cities from jieba's dictionary.

`python -m perflint_zh_models.quantities.train` writes places.txt and prints how many names it has.
"""

from pathlib import Path

import jieba
from perflint_zh.patterns import expression

from perflint_zh_models.quantities.places import prefectures

HERE = Path(__file__).parent

SHORTEST, LONGEST = 3, 12
"""Names of two characters (易县, 文县) are too often part of other words."""

NO_PLACE = expression(r"[各全某该]|(?:城|都|超|股|夜|外省)市$|知县|^自治县$")
"""Words of jieba's dictionary that end like a place and are none; sayings and nicknames stand below."""

AMBIGUOUS = frozenset(
    """
    公安县 延长县 富裕县 和平县 方正县 同心县 兴业县 天等县 天全县 来安县 会同县 平安县 安定县 富民县 惠民县 中方县 大方县 大新县 新建县 新兴县
    合作市 太平县 长安县 长寿县 万全县 互助县 民权县 博爱县 明水县 嘉禾县 兴国县 小康县 贫困县 山区县 农业县 先进县 主产县 特困县 生态县 市管县
    三街六市 六街三市 柳营花市 柳衢花市 日中为市 潜山隐市 珠宝市 科教兴市 大牛市 大行大市 大发利市 村山富市 朝衣东市 湖南长沙市 大庸市 大黄山市 沙市市
    """.split()
)
"""Counties whose names are ordinary words, and ordinary words that look like counties."""

ABROAD = frozenset(
    """
    东京 三藩 洛杉矶 伦敦 巴黎 柏林 纽约 曼谷 札幌 横滨 大阪 奈良 悉尼 汉堡 汉诺威 波士顿 波恩 波尔多 法兰克福 渥太华 福冈 科隆 的里雅斯特 旧金山 新奥尔良
    斯德哥尔摩 斯图加特 斯里巴加湾 斯克 拉合尔 布鲁塞尔 布宜诺斯艾利斯 巴尔的摩 孟菲斯 奥克兰 奥斯陆 墨尔本 墨西哥 多伦多 塔兰托 圣保罗 圣地亚哥 圣彼得堡 圣约翰
    圣路易斯 圣迭戈 咸兴 乌兰巴托 乔治 丰田 丹佛 亚凯迪严 伊东 剑桥 华盛顿 卡森 夏门 渖阳 余桃 名护 那霸 平壤 胡志明 长崎 熊本 千叶 爱知 岩手 宫崎 宫城 琦玉
    """.split()
)


def build() -> list[str]:
    """List the places that jieba's dictionary marks as such; prefectures' cities are left out, since local texts name them rightly."""
    dictionary = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    found: set[str] = set()
    for line in dictionary.splitlines():
        word, _, tag = line.split(" ")
        marked = tag == "ns" or (tag == "nr" and len(word) == SHORTEST)
        if marked and word[-1] in "县市" and SHORTEST <= len(word) <= LONGEST and not NO_PLACE.search(word):
            found.add(word)
    return sorted(found - prefectures() - AMBIGUOUS - {f"{name}{end}" for name in ABROAD for end in "市县"})


def main() -> None:
    """Build and write."""
    names = build()
    (HERE / "places.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    print(f"places: {len(names)}")  # noqa: T201


if __name__ == "__main__":
    main()
