"""Names of counties and county-level cities in running text."""

import functools
import re
from collections.abc import Iterator
from importlib.resources import files

import msgspec
from perflint_zh.patterns import expression

from perflint_zh_models.quantities.words import pairs, unspaced

_NO_NAME_BEFORE = expression(r"[全各本我该某外跨邻每多两]$")
_WORD_AFTER = expression(r"[场容价值面集盈话斤尺]|政(?!府)")
"""What makes 市 the beginning of another word (市场, 市容)."""

_OWNER = expression(
    r"^(?:中国共产党|中共|中国共产主义青年团|共青团|中国人民政治协商会议|政协)?([一-鿿]{2,8}?(?:自治县|县|市|区|旗))"
)
_UNLISTED = expression(
    r"(?:(?<![^，。；、])|保障|服务|提升|促进|推动|改善|维护|提高|优化|展示|宣传)([一-鿿]{2}[县市])(?=[人城乡全居群经社农生环文旅])"
    r"|(?<![^，。；])([一-鿿]{2}县)(?![道级域区城直内外际委政乡市、和及与或的一人])"
)
_NO_NAME = expression(
    r"[全各本我某该外跨邻每多两贫农富强小大试示标牧革老边民市省地区级点关邻周边城超门集上夜早菜楼股在为对由是的和与及于]|山区"
)
LONGEST = 12


class Place(msgspec.Struct, frozen=True):
    """A place named at `start`, with the text beside it in the same clause."""

    name: str
    start: int
    before: str
    after: str


@functools.cache
def known_places() -> frozenset[str]:
    """Counties and county-level cities; prefectures and their cities, which local texts name rightly, are not among them."""
    return frozenset(files(__package__).joinpath("places.txt").read_text(encoding="utf-8").split())


def places(text: str | None, also: frozenset[str] = frozenset()) -> tuple[Place, ...]:
    """Every county or county-level city named in a text, those in `also` included."""
    return tuple(_places(unspaced(text), also))


def unlisted_places(text: str | None) -> frozenset[str]:
    """Counties that are on no list but stand where only a county's name can (改善云岭县人居环境)."""
    names = (match[1] or match[2] for match in _UNLISTED.finditer(text or ""))
    # 完成县道工程 and 保障县城 begin with a word, which says nothing by itself.
    return frozenset(name for name in names if not _NO_NAME.search(name[:-1]) and pairs(name[:-1]))


def own_place(department: str | None) -> str | None:
    """The county, city or district that a department's name begins with, whether it is on the list or not."""
    match = _OWNER.match("".join((department or "").split()))
    return match[1] if match else None


def _places(text: str, also: frozenset[str]) -> Iterator[Place]:
    position = 0
    for mark in re.finditer("[县市]", text):
        end = mark.end()
        if mark[0] == "市" and _WORD_AFTER.match(text, end):
            continue
        for start in range(max(position, end - LONGEST), end - 2):
            name = text[start:end]
            if (name in known_places() or name in also) and not _NO_NAME_BEFORE.search(name[:-1]):
                yield Place(name, start, text[max(0, start - 6) : start], text[end : end + 6])
                position = end
                break
