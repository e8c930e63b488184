"""What running text promises: how much of what, found by the grammar of values alone, without any library."""

import functools

import msgspec
from perflint_zh.budget import Quantity
from perflint_zh.extract.value import Mention, find_quantities
from perflint_zh.patterns import expression

from perflint_zh_models.quantities.words import around, unspaced

PARTIAL = expression(
    r"每|各(?=[^项类种])|[日月](?=[处供产接排消])|其中|分别|平均|均|近[一二两三四五]|上年|去年|往年|同比|较|比(?=[0-9上去])|与(?=[0-9上去])|原有|已|现有|不足|剩余|连续"
)
"""Words before a figure that make it one part, one occasion or a figure of another year."""

REPORT = expression(
    r"先后|圆满|去年|上年|年来|共(?:完成|组织|开展|举办|受理)[^。；]{0,30}了|获评|荣获|得到[^。；]{0,12}(?:肯定|批示|表扬)"
)
"""Words of a sentence that reports what was done."""

LISTED = expression(r"(?:目标|任务)[0-9一二三四五六七八九十]{1,2}[:：、.]")
"""The number of an entry in a list of goals."""

SENTENCE_ENDS = "。；;！!？?\n"
CLAUSE_ENDS = SENTENCE_ENDS + "，,\t"
FAR = 14
"""Characters on each side within which a thing named still belongs to the figure."""


class Promise(msgspec.Struct, frozen=True):
    """A figure in running text with the words of its clause; `whole` is False for a part, an average or another year's figure."""

    quantity: Quantity
    start: int
    end: int
    before: str
    after: str
    clause: str
    whole: bool


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
    whole = (
        PARTIAL.search(before) is None
        and REPORT.search(sentence) is None
        and "相比" not in after
        and not after.startswith(("每", "/", "的比例"))
    )
    return Promise(
        mention.quantity,
        mention.start,
        mention.end,
        before[-FAR:],
        after[:FAR],
        text[begin:end],
        whole,
    )
