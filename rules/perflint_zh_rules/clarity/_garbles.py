"""What is wrong with a piece of text as a text: doubled words, wrong characters, cut-off sentences, residue of typing.

Each finder takes one text and gives what it saw; none needs to know where the text stands.
"""

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import chain, islice
from operator import add
from typing import NamedTuple

from perflint_zh.patterns import expression
from perflint_zh_models.segment.cut import words


class Garble(NamedTuple):
    """What is wrong (`said`), the piece of text, and the text put right where that is sure."""

    piece: str
    said: str
    repaired: str | None = None


TWICE = expression(r"([一-鿿]{2,6})\1")
ACTIONS = frozenset(
    "购置 采购 购买 更新 发挥 提升 提高 改善 保障 完成 开展 推进 促进 加强 实现 组织 制作 维护 建设 养护 发放 支付 缴纳 租赁 改造 验收 编制 使用 增强 落实 实施 举办 办理 费用 成本 经费 资金 数量 意见 情况 工作 活动 能力 水平 质量 效率".split()
)
"""Words that are never doubled; others may be the end of one word and the beginning of the next (法治宣传 宣传品)."""

BEGINS_ANOTHER = expression(r"[品栏册页片员站器业部库化制师局费所处者班室厅馆盒组金家院校团队网证书卡点中机公单长署委]")

REDUPLICATED = frozenset(
    "一 逐 每 年 月 日 天 个 人 家 户 步 件 点 层 级 代 轮 批 次 条 项 村 处 事 时 常 往 渐 多 千 万 百 等 久 片 把".split()
)
"""Characters of reduplications that are good Chinese (一个一个, 逐年逐年)."""

TAILS = {
    "理": "论想由解念赔事财疗工发顺",
    "程": "度序式控",
    "务": "必工实农",
    "督": "查促导办察",
    "境": "内外况地界遇",
    "障": "碍",
    "购": "买置物销房票书得",
    "训": "练诫",
    "装": "备置修配卸饰订载扮",
    "修": "复缮理建订改剪编",
    "维": "护修持权生稳保",
    "费": "用率力",
    "率": "先领",
    "额": "度外头定",
    "贴": "息近合切现",
    "满": "意足员",
    "施": "工行策肥救",
    "助": "力推学残理攻老餐",
    "检": "查测验修察索疫举",
    "测": "试量评算绘",
    "评": "价估审议定比选级优奖",
    "估": "计算价值",
    "控": "制股",
    "辅": "助导",
    "建": "设立议筑成档",
    "管": "理护道控网线辖",
    "服": "务从装",
    "监": "督测管控理察狱",
    "保": "障护证险密洁持留养安健温",
    "提": "高升供出取前案交醒请倡",
    "增": "加长强收效设补值",
    "改": "造善革进变建",
}
"""Last characters of common words → characters that may follow them as the beginning of another word."""

WORDS = (
    "管理 治理 办理 处理 工程 流程 业务 服务 任务 事务 监督 环境 保障 采购 培训 安装 维修 经费 合格率 覆盖率 及时率 完成率 到位率 补贴 津贴 措施 设施 补助 救助 资助 检测 监测 测评 考评 防控 管控"
).split()

ALIKE, SEVERAL = expression(r"([一-鿿])\1"), 2
"""Two characters alike, and how many such places in one text are no chance."""

LONGEST = 3
"""Characters that a word may have beside the one looked at."""

ONE_TWICE = expression(
    "|".join(f"{word}{word[-1]}(?![{TAILS.get(word[-1], '')}])" for word in WORDS if word[-1] in TAILS)
)
"""A word whose last character was typed twice (环境境卫生)."""

LAST_TWICE = frozenset(2 * word[-1] for word in WORDS)
"""Without one of these no text has such a word, which is soon seen."""

KEYS = expression(
    r"(?<=[一-鿿])(?!(?:km|kg|cm|mm|dm|mg|ml|nm|kw|kv|kwh|kva|hm|db|hz|tb|gb|mb|pm|bp|cd|vr|tv|ph|ppm|gps|pcr|ltd|rmb|cpr|bgm|mh|hp|sdk|xml|html|https?|mrn?a|vpn|ppt|pdf|wps|[kmgt]bps|rpm|psi|dn)(?![a-z]))[bcdfghjklmnpqrstvwxz]{2,}(?![A-Za-z0-9./:])"
)
"""Small consonants behind Chinese that spell nothing: keys pressed by chance (占比ghj)."""

SYLLABLE = expression(
    r"(?<=[一-鿿])(?!(?:ha|pa|ai|pin)(?![a-z]))(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:a[io]?|ang?|e[ir]?|eng?|i[ae]|iao|i[au]?n?|iang?|ing|iong|ong|ou?|u[aoie]?|uai|uang?|u?n|v|ve)(?<=[a-z]{2})(?=[一-鿿])"
)
"""One syllable of Pinyin between Chinese, which the input method has not turned into a character (电hua话)."""

REPEATED_HEAD = expression(
    r"(?:数量|个数|总数)(?:人数|次数|个数|件数|份数|台数|数量)|(?:人数|次数|件数|份数|台数)数量|费用费(?!率)|经费费用|费用经费|费用成本|(?:单价|成本|价格)的?(?:单价|成本|价格)的?费用|"
    r"的的(?!确|士)|(?<!不)(?<!甚)了了(?!解|如|事|之)|率率|费费(?!用)|满意意|药药|度度(?!假|汛|过|量)|(?:比例|比率|占比)的?(?:比例|比率|占比)"
)
"""Two heads of which one must go."""

IMPOSSIBLE = expression(
    r"(?<!防)(?<!杀)(?:病毒|木马|漏洞|故障|隐患|事故|违章)(?:购置|采购|购买)(?!.{0,4}(?:防护|查杀|检测|软件))"
)
"""Nobody buys a harm."""

CUT = expression(
    r"[、，,（(《“〈「]$|(?:以及|及|和|与|或|占|的占|为了|对于|关于|(?<![一-鿿])通过|按照|根据|由于|包括|其中|等于|从而|以便|不少于|不低于|不超过|不高于|不多于|由|并且|而且|因为|所以|但是|如果|表示|认为|属于|位于|用于|使得|致使|旨在|即为)$|(?:满意|较满意|(?<!不)合格|完成)和?[^，。；]{0,8}的$|表示满$|(?:得分|分数|数量|人数|次数|时间|时限|比例|比率|占比|金额|费用|成本|程度|情况)的$|占[^，。；]{1,20}的比?$|(?:有利于|有助于|有益于|致力于|服务于)[^，。；]{2,14}的$"
)
"""Endings after which something must follow."""

ENDS_WELL = expression(
    r"(?:[事理缘自根来]由|普及|以及其他|危及|涉及|提及|顾及|波及|触及|谈及|埃及|推及|论及|殃及|惠及|旁及|之和|饱和|缓和|温和|柔和|总和|祥和|谦和|共和|附和|调和|平和|融和|参与|赠与|给与|授与|抢占|侵占|独占|强占|霸占|挤占|多占|侵占|攻占|免于|(?<!认)为|的话|遍及|言及|兼及|累及|来不及|企及|[在入于]其中|可及)$|[谐睦]和$"
)
"""Words that end with such a character."""

BROKEN_OFF = expression(
    r"(?:^|[，,、；;。\s])(?:并|以|从而|进而|有效|切实|不断|进一步|持续|逐步|更好地?)*"
    r"(?:(?:提高|提升|促进|推动|推进|增强|改善|加强|确保|完善|满足|实现|带动|扩大|优化|强化|营造|缓解)"
    r"|满足(?![^，,；;。]*(?:[需求要件用望]|标准|规定|期待)$)[^，,；;。]{2,12}"
    r"|(?:(?:带动|引导|帮助|鼓励|动员|促使|激励)[一-鿿]{0,4}|(?:使(?!用)|让)[一-鿿、]{1,12})(?:农|户|民|众|者|员|生|工|[责任负]人|企业|青年|妇女|儿童|老人|家庭|干部)"
    r"|(?:保障|维持|支持)(?:机关|单位|部门|全县|全镇|全局|群众))$"
)
"""The end of a goal that says to do something and not what (，提高), meets no need (满足高清制作), makes people do nothing (带动果农, 使老人), or keeps up nothing of an office (保障机关)."""

STOPS = ("。", "；", ";", "！", ".", "）", ")", "”")
"""Signs behind which nothing has been broken off."""

CHINESE = expression(r"[一-鿿]")
FOREIGN = expression(r"(?<![A-Za-z])(?:and|or|of|the|for|with|from|to|by|in|on|is|are|number|rate)(?![A-Za-z])")
"""English function words between Chinese ones."""

LETTERS = r"Ѐ-ӿ\u0e00-\u0e7f\u3041-\u30fa\uac00-\ud7af\u0600-\u06ff\u0590-\u05ff"
"""Cyrillic, Thai, kana, Hangul, Arabic and Hebrew."""

STRANGE = expression(f"[{LETTERS}]+")

RESIDUE = expression(
    r"[�\ue000-\uf8ff\x00-\x08\x0b-\x1f]|锟斤拷|烫烫|屯屯屯|&(?:nbsp|amp|lt|gt|quot|ensp|#\d+);|<br\s*/?>|</?(?:p|span|div|td|font)\b[^>]*>|\\(?:geq?|leq?|times|text|mathrm|n)\b|\$\\|#(?:REF|VALUE|NAME|DIV|N/A)[!?/0]*|\?{3,}|？{3,}|[，。、；：]{2,}(?<!。。)(?<!……)"
)
"""What converters, keyboards and spreadsheets leave behind."""

SIGNS = r".'`^_\\#"
STRAY = expression(rf"(?<=([一-鿿]))[{SIGNS}](?=([一-鿿]))")
"""A sign between two characters of Chinese, which are a word without it (重.要)."""

ODD = expression(f"[a-z{SIGNS}{LETTERS}]")
"""What a stray letter or sign is one of; hardly a text has any."""

NEXT_COLUMN = expression(
    r"(?<=[一-鿿]{3})(?:(?<![稳确固特规法决既限检鉴认判测分])定性(?:指标)?|(?:定量|[正反]向)指标)$"
)
"""The word of another column (kind or direction of an indicator) at the end of a name."""

BRACKETS = ("（(", "）)"), ("《", "》"), ("“", "”"), ("【", "】")
OPENING = frozenset("".join(opening for opening, _ in BRACKETS))


@functools.cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("perflint_zh").joinpath("data", "confusions.toml").read_text(encoding="utf-8"))


@functools.cache
def _plain() -> dict[str, list[str]]:
    """The wrong words by their first two characters: hundreds of them would take long to compile into one expression."""
    found: dict[str, list[str]] = {}
    for wrong in _data()["words"]:
        found.setdefault(wrong[:2], []).append(wrong)
    return found


class Slip(NamedTuple):
    """A slip in its context: the expression for it, the characters without which it cannot match, and what is right."""

    pattern: re.Pattern[str]
    needs: frozenset[str]
    right: str


NOT_NEEDED = expression(r"\(\?<?[=!][^()]*\)|\[[^\]]*\]|.\?")
"""What an expression of the tables looks for around a slip, and what it leaves open: conditions, choices, options."""


@functools.cache
def _slips(table: str) -> tuple[Slip, ...]:
    return tuple(Slip(expression(wrong), _needs(wrong), right) for wrong, right in _data()[table].items())


def _needs(wrong: str) -> frozenset[str]:
    return frozenset.intersection(*map(frozenset, NOT_NEEDED.sub("", wrong).split("|")))


def _likely(table: str, text: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """The expressions of a table that may match the text: most never do, and are not even compiled."""
    characters = frozenset(text)
    return ((slip.pattern, slip.right) for slip in _slips(table) if slip.needs <= characters)


QUOTED = 3
"""Slips of one text that a message names; each carries the whole text put right, so nobody asks for all of a long one's."""


@functools.lru_cache(maxsize=1 << 12)
def slips(text: str) -> tuple[Garble, ...]:
    """The first things that are wrong with a text whatever else the document says; tables repeat theirs."""
    return tuple(islice(chain(doubled(text), wrong_characters(text), impossible(text), residue(text)), QUOTED))


def wrong_characters(text: str) -> Iterator[Garble]:
    """Look-alike and sound-alike slips (债卷 for 债券)."""
    plain, words = _plain(), _data()["words"]
    # Hardly a text has the first two characters of any, which is soon seen.
    starts = () if plain.keys().isdisjoint(map(add, text, text[1:])) else range(len(text) - 1)
    found = [
        (wrong, start, words[wrong])
        for start in starts
        for wrong in plain.get(text[start : start + 2], ())
        if text.startswith(wrong, start)
    ]
    found += [
        (match[0], match.start(), right)
        for pattern, right in _likely("patterns", text)
        for match in pattern.finditer(text)
    ]
    for wrong, start, right in found:
        yield Garble(wrong, f"“{wrong}”应为“{right}”", text[:start] + right + text[start + len(wrong) :])


def lost_characters(text: str, elsewhere: str) -> Iterator[Garble]:
    """Words that lost a character, where the same document has them whole elsewhere (大污染 beside 大气污染)."""
    for pattern, right in _likely("lost", text):
        found = pattern.search(text)
        if found and right not in text and right in elsewhere:
            yield Garble(
                found[0],
                f"“{found[0]}”丢了字，同一文档别处写“{right}”",
                text[: found.start()] + right + text[found.end() :],
            )


def doubled(text: str) -> Iterator[Garble]:
    """Words and characters written twice."""
    neighbours = list(map(add, text, text[1:]))
    for found in TWICE.finditer(text) if len(set(neighbours)) < len(neighbours) else ():
        word = found[1]
        if (
            set(word) <= REDUPLICATED
            or word[0] in "一逐每"
            or word[1] in "一每"
            or (word not in ACTIONS and BEGINS_ANOTHER.match(text, found.end()))
        ):
            continue
        yield Garble(found[0], f"“{found[0]}”重复", text[: found.start()] + word + text[found.end() :])
    yield from stammered(text)
    for found in () if LAST_TWICE.isdisjoint(neighbours) else ONE_TWICE.finditer(text):
        yield Garble(found[0], f"“{found[0]}”多了一个字", text[: found.start()] + found[0][:-1] + text[found.end() :])
    for found in REPEATED_HEAD.finditer(text):
        yield Garble(found[0], f"“{found[0]}”重复")


def stammered(text: str) -> Iterator[Garble]:
    """Characters typed twice in several places of one text (看看护不到位造造成); one alone may end a word and begin the next."""
    alike = [found for found in ALIKE.finditer(text) if found[1] not in REDUPLICATED]
    if len(alike) < SEVERAL:
        return
    told = {found.start(): _is_typed_twice(text, found.start()) for found in alike}
    twice = [start for start, sure in told.items() if sure is not None]
    if len(twice) >= SEVERAL and any(told.values()):
        pieces = "”“".join(text[start : start + 2] for start in twice)
        yield Garble(
            text[twice[0] : twice[-1] + 2],
            f"“{pieces}”的字写了两遍",
            "".join(character for at, character in enumerate(text) if at not in twice),
        )


def _is_typed_twice(text: str, start: int) -> bool | None:
    """Tell whether of two characters alike one belongs to a word beside them and the other to none; None where each has a word, False where neither."""
    known = words()
    if text[start : start + 2] in known:
        return None
    ends = any(text[start - more : start + 1] in known for more in range(1, min(start, LONGEST) + 1))
    begins = any(text[start + 1 : start + 2 + more] in known for more in range(1, LONGEST + 1))
    return None if ends and begins else ends or begins


def impossible(text: str) -> Iterator[Garble]:
    """Words that cannot stand together."""
    for found in IMPOSSIBLE.finditer(text):
        yield Garble(found[0], f"“{found[0]}”不通，多半有错字")


def broken_off(goal: str) -> Iterator[Garble]:
    """A goal that stops in the middle of its last clause, without a full stop; a field of a form holds only so many characters."""
    end = goal.rstrip()
    if not end.endswith(STOPS) and (found := BROKEN_OFF.search(end)):
        piece = found[0].strip("，,、；;。 \n")
        yield Garble(piece, f"末尾“{piece}”没有写完")


def cut_off(text: str) -> Iterator[Garble]:
    """Sentences that stop in the middle, brackets that do not close."""
    end = text.rstrip("。.；; ")
    if (found := CUT.search(end)) and not ENDS_WELL.search(end) and len(end) > len(found[0]):
        yield Garble(end[-8:], f"“{end[-8:]}”没有写完")
        return
    for opening, closing in BRACKETS if not OPENING.isdisjoint(text) else ():
        if sum(map(text.count, opening)) > sum(map(text.count, closing)):
            start = max(text.rfind(sign) for sign in opening)
            yield Garble(text[start : start + 8], f"“{text[start : start + 8]}”的{opening[0]}没有后一半")
            return


def residue(text: str) -> Iterator[Garble]:
    """Letters of another language and marks that programs leave behind."""
    odd = ODD.search(text) is not None
    if odd:
        yield from _letters(text)
    if found := RESIDUE.search(text):
        yield Garble(found[0].strip() or "乱码", f"“{found[0].strip() or '不可见字符'}”是录入或转换留下的残迹")
    if odd:
        yield from _signs(text)


def _letters(text: str) -> Iterator[Garble]:
    if (found := FOREIGN.search(text)) and CHINESE.search(text):
        yield Garble(found[0], f"中文里夹着“{found[0]}”")
    if found := KEYS.search(text):
        yield Garble(found[0], f"“{found[0]}”像是误按的字母", text[: found.start()] + text[found.end() :])
    if found := SYLLABLE.search(text):
        yield Garble(found[0], f"“{found[0]}”是没有转成字的拼音", text[: found.start()] + text[found.end() :])
    if found := STRANGE.search(text):
        yield Garble(found[0], f"中文里夹着别种文字“{found[0]}”")


def _signs(text: str) -> Iterator[Garble]:
    for found in STRAY.finditer(text):
        if found[1] + found[2] in words():
            piece = f"{found[1]}{found[0]}{found[2]}"
            yield Garble(piece, f"“{piece}”中间夹着“{found[0]}”", text[: found.start()] + text[found.end() :])


def next_column(name: str) -> Iterator[Garble]:
    """A word at the end of a name that was meant for the column beside it."""
    if found := NEXT_COLUMN.search(name):
        yield Garble(found[0], f"名称末尾的“{found[0]}”像是别的栏里的字", name[: found.start()])
