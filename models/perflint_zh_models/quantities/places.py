"""Names of counties and county-level cities in running text."""

import functools
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise

import msgspec
from perflint_zh.patterns import expression

from perflint_zh_models.quantities.words import unspaced
from perflint_zh_models.segment.cut import cut, words

_NO_NAME_BEFORE = expression(r"[全各本我该某外跨邻每多两]$")
_WORD_AFTER = expression(r"[场容价值面集盈话斤尺]|政(?!府)")
"""What makes 市 the beginning of another word (市场, 市容)."""

_OWNER = expression(
    r"^(?:中国共产党|中共|中国共产主义青年团|共青团|中国人民政治协商会议|政协)?([一-鿿]{2,8}?(?:自治县|县|市|区|旗))"
)
_TOWN = expression(r"([一-鿿]{2,4}?(?:镇|乡|街道))(?=人民政府|政府|办事处|党委|党工委|委员会|$)")
_JUNCTION = expression(r"^[为对由在到和与向及给按]")
_TOPONYM = frozenset("河山庄桥店集关沟岭湾湖塘泉坪坝堡营寨口铺屯洼川江溪岗坡石沙渡埠圩墩台塬海港家梁峪井峰屿涧潭源阳")
"""Characters with which villages and towns are named after a feature of the land."""
_NO_NAME = expression(
    r"[全各本我该某外跨邻每多两贫农富强小大试示标牧革老边民市省地区级点城超门集上夜早菜楼股在为对由是的和与及于进入下个至各到从往向赴把被让将已经等或并且而之其所按给]|山区|宜居|平安|美丽|智慧|和谐|幸福|文明|清廉|法治|活力"
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


@functools.cache
def prefectures() -> frozenset[str]:
    """Cities above the counties, which local texts name rightly."""
    return frozenset(
        f"{name}市" for name in files(__package__).joinpath("prefectures.txt").read_text(encoding="utf-8").split()
    )


def places(text: str | None, also: frozenset[str] = frozenset()) -> tuple[Place, ...]:
    """Every county or county-level city named in a text, those in `also` included, which may be districts or towns."""
    return tuple(_places(unspaced(text), also))


@functools.lru_cache(maxsize=8192)
def unlisted_places(text: str | None, ends: tuple[str, ...] = ("县",)) -> frozenset[str]:
    """Counties, or cities and towns with `ends`, that are on no list, told from the words around: what stands before 县 is no word, or a feature of the land."""
    shown = unspaced(text)
    # Most texts say 全县 and no more: they need no dictionary, which takes longer to load than a small document to check.
    starts = [match.start() for end in ends if end in shown for match in re.finditer(end, shown)]
    if all(at < 2 or _NO_NAME.search(shown, at - 2, at) for at in starts):
        return frozenset()
    found: set[str] = set()
    for before, word in pairwise(["", *cut(shown)]):
        end = next((end for end in ends if word.endswith(end)), None)
        if end is None:
            continue
        stem = _JUNCTION.sub("", word.removesuffix(end)) or (before if word == end else "")
        named = stem[-1:] in _TOPONYM or stem not in words()
        if len(stem) in {2, 3} and named and not _NO_NAME.search(stem):
            found.add(f"{stem}{end}")
    return frozenset(found) - prefectures() if "市" in ends else frozenset(found)


def own_town(department: str | None) -> str | None:
    """The town or subdistrict that a department's name says it belongs to."""
    name = "".join((department or "").split())
    match = _TOWN.search(name.removeprefix(own_place(name) or ""))
    return match[1] if match else None


def own_place(department: str | None) -> str | None:
    """The county, city or district that a department's name begins with, whether it is on the list or not."""
    match = _OWNER.match("".join((department or "").split()))
    return match[1] if match else None


def _places(text: str, also: frozenset[str]) -> Iterator[Place]:
    position = 0
    for mark in re.finditer("[县市区镇乡]|街道", text):
        end = mark.end()
        if mark[0] == "市" and _WORD_AFTER.match(text, end):
            continue
        for start in range(max(position, end - LONGEST), end - 2):
            name = text[start:end]
            if (name in known_places() or name in also) and not _NO_NAME_BEFORE.search(name[:-1]):
                yield Place(name, start, text[max(0, start - 6) : start], text[end : end + 6])
                position = end
                break
