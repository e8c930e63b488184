"""What running text promises: how much of what, found by the grammar of values alone, without any library."""

import functools

import msgspec
from perflint_zh.budget import Quantity
from perflint_zh.extract.value import Mention, find_quantities
from perflint_zh.patterns import expression

from perflint_zh_models.quantities.words import around, unspaced

PARTIAL = expression(
    r"^(?:含|包含|包括)|从$|每|各(?![项类种])|[日月](?=[处供产接排消])|其中|分别|平均|均|近[一二两三四五]|上年|去年|往年|同比|较|比(?=[0-9上去])|与(?=[0-9上去])|(?<![维养管修改扩清更][护养修造建理新])(?:原有|现有)|已|不足|剩余|连续"
)
"""Words before a figure that make it one part, one occasion or a figure of another year; what is kept up (维护原有) is the work itself."""

AMONG = expression(r"其中[:：]?|较")
"""Words before figures that make up one told before, or are a change from one."""


IN_ALL = expression(r"[一-鿿0-9](?:一共|共计?|合计|总计)$")
"""Words before a figure that sums up the parts before it (各1名共3名)."""

GROWS = r"(?:提高|提升|上升|增加|增长|扩大|延长|降低|下降|减少|缩短|缩减|压缩|压减|压降|回落|升|增|降|减|压|扩)[到至为]"
GROWN = expression(rf"^(?:以上|以下|左右)?{GROWS}")
"""Words behind a figure from which the promised one is to grow or shrink (由87%提高到97%)."""

FROM = expression(rf"[由从][^由从，,。；]*?[0-9][^由从，,。；]*?{GROWS}$")
"""What stands between the name of a figure and the figure that is to be reached."""

YEAR_BEFORE = expression(r"[(（](?:19|20)[0-9]{2}年(?:度|底|末)?(?:为|是|实际|约)?$")
"""Words before a figure that was reached in an earlier year (≤5人（2024年为8人）)."""

REPORT = expression(
    r"先后|圆满|(?<![由从比较将])(?:去年|上年)|年来|共(?:完成|组织|开展|举办|受理)[^。；]{0,30}了|获评|荣获|得到[^。；]{0,12}(?:肯定|批示|表扬)"
)
"""Words of a sentence that reports what was done."""

LISTED = expression(r"(?:目标|任务)[0-9一二三四五六七八九十]{1,2}[:：、.]")
"""The number of an entry in a list of goals."""

ORDINAL = expression(r"^[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十])[)）.、．](?![0-9])")
"""The number of an entry before a clause."""

SENTENCE_ENDS = "。；;！!？?\n"
CLAUSE_ENDS = SENTENCE_ENDS + "，,\t"
FAR = 14
"""Characters on each side within which a thing named still belongs to the figure."""


class Promise(msgspec.Struct, frozen=True):
    """A figure in running text with the words of its clause, without the number of an entry before it.

    `whole` is False for a part, an average, or a figure to start from; `part` says that it is but one of several that make up a whole (其中), or a change.
    """

    quantity: Quantity
    start: int
    end: int
    before: str
    after: str
    clause: str
    whole: bool
    part: bool


@functools.lru_cache(maxsize=1 << 13)
def promises(text: str | None) -> tuple[Promise, ...]:
    """Every figure of a text, in order; blanks within a line do not matter, positions are in the text without them."""
    plain = entries(unspaced(text))
    return tuple(_promise(plain, mention) for mention in find_quantities(plain))


def entries(text: str) -> str:
    """A text in which the numbers of a list of goals (目标1:) are ends of sentences, character for character."""
    return LISTED.sub(lambda found: "；" * len(found[0]), text)


def _promise(text: str, mention: Mention) -> Promise:
    begin, end = around(text, mention.start, mention.end, CLAUSE_ENDS)
    before, after = text[begin : mention.start], text[mention.end : end]
    sentence = text[slice(*around(text, mention.start, mention.end, SENTENCE_ENDS))]
    stands = (
        YEAR_BEFORE.search(before) is None
        and GROWN.match(after) is None
        and REPORT.search(sentence) is None
        and "相比" not in after
        and (not after.startswith("每") or after.startswith(f"每{mention.quantity.unit}"))
        and not after.startswith(("/", "的比例", "更"))
    )
    one_of = AMONG.sub("", before)
    return Promise(
        mention.quantity,
        mention.start,
        mention.end,
        FROM.sub("", before)[-FAR:],
        after[:FAR],
        ORDINAL.sub("", text[begin:end]),
        whole=stands and (PARTIAL.search(before) is None or IN_ALL.search(before) is not None),
        part=stands and one_of != before and PARTIAL.search(one_of) is None,
    )
