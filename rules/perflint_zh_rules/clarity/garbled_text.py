"""garbled-text."""

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import fold
from perflint_zh.rule import Flaw, Outcome, rule

DOUBLED = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,4})(?P=word)|(?P<end>费用费|率率|度度|情况情况|的的|了了|数数量|经费费|数量人数|人数数量|数量个数|次数数量|实现完成|完成实现)"
)
DOUBLED_RIGHT = re.compile(
    r"研究研究|讨论讨论|高高兴兴|认认真真|方方面面|家家户户|人人|天天|年年|处处|时时|层层|步步|点点|常常|往往|渐渐|种种|个个|件件|样样|代代|村村|户户|星星|谢谢|慢慢|多多|轻轻|密密|一一|三三两两|哈哈|宝宝|妈妈|爸爸"
)
CUT = re.compile(r"(?:的|和|及|与|或|占|、|，|（|\(|为|以及|并|对|将|在|由|按|较|于)$")
FOREIGN = re.compile(r"[\u4e00-\u9fff]\s*(?:and|or|the|of|with|for)\s+[\u4e00-\u9fff]", re.IGNORECASE)
RUBBISH = re.compile(
    r"\ufffd|锟斤拷|烫烫|[\u0400-\u04ff]{2,}|[\u3040-\u30ff]{2,}|[�□■]{1,}|[a-z]{1}[;；][\u4e00-\u9fff]"
)
BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”", "【": "】"}


@functools.cache
def _confusions() -> tuple[tuple[str, str], ...]:
    data = tomllib.loads(files("perflint_zh.data").joinpath("confusions.toml").read_text(encoding="utf-8"))
    return tuple(sorted(data["words"].items()))


@rule(Budget, severity="warning")
def garbled_text(budget: Budget) -> Iterator[Outcome]:
    """文字有错漏：词语重复、句子没写完、错别字、录入残留。

    公开的表里出现“购置购置成本”“专项债卷”，说明没有人核对过。

    写法：“购置购置成本” → “购置成本”；“专项债卷” → “专项债券”；“调查中表示满意的” → “调查中表示满意的人数占比”。

    依据：绩效目标审核表“规范完整性”：填写内容完整、准确。

    误报：“家家户户”这类叠词、书名号和引号里的原文不报。
    """
    for project in budget.projects:
        for said, replacement in _faults(project.name):
            yield Flaw("name", f"项目名称“{project.name}”{said}", suggestion=_fix(replacement), project=project)
        for said, replacement in _faults(project.goal or ""):
            yield Flaw("goal", f"绩效目标{said}", suggestion=_fix(replacement), project=project)
        for row in project.indicators:
            if not row.duplicate_row:
                yield from _row(row, project)


def _row(row: Indicator, project: Project) -> Iterator[Outcome]:
    guess = _misread(row)
    if guess:
        yield Flaw(
            "value",
            f"指标值“{row.value}”不合常理，像是“{guess}”识别错了",
            suggestion=f"核对原件，是否为“{guess}”",
            indicator=row,
            project=project,
        )
        return
    for field, chinese in (("name", "三级指标"), ("description", "描述"), ("basis", "依据")):
        text = getattr(row, field) or ""
        faults = list(_faults(text))
        if field != "basis":
            faults += [(f"“{text}”没有写完", "") for _ in [0] if _cut(text)]
        if field == "description" and fold(text) == fold(row.name):
            continue
        if faults:
            said, replacement = faults[0]
            yield Flaw(field, f"{chinese}{said}", suggestion=_fix(replacement), indicator=row, project=project)
            return


def _misread(row: Indicator) -> str:
    """A share above 200 % without an operator is most likely ≥ read as 2 (292% for ≥92%)."""
    quantity = row.quantity
    if quantity is None or quantity.kind != "rate" or quantity.operator not in {None, "="} or quantity.number is None:
        return ""
    if not 250 <= quantity.number <= 300 or re.search(r"增|升|完成|回报|拨备", row.name):
        return ""
    return f"≥{quantity.number - 200:g}%"


def _faults(text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a text, and the right wording where it is sure."""
    for match in DOUBLED.finditer(text):
        word = match["word"] or match["end"]
        if not DOUBLED_RIGHT.search(match[0]) and not re.fullmatch(r"[一二三四五六七八九十零]+", word):
            right = text.replace(match[0], word if match["word"] else match[0][:-1], 1)
            yield f"“{text}”重复了“{word}”", right
    for wrong, right in _confusions():
        if wrong in text:
            yield f"里的“{wrong}”应为“{right}”", text.replace(wrong, right)
    if FOREIGN.search(text):
        yield f"“{text}”夹着外文词", ""
    if RUBBISH.search(text):
        yield f"“{text[:30]}”里有乱码", ""


def _cut(text: str) -> bool:
    flat = fold(text).rstrip("。")
    if len(flat) >= 6 and CUT.search(flat):
        return True
    return any(
        text.count(opening) > text.count(closing) + text.count("）" if opening == "(" else closing)
        for opening, closing in BRACKETS.items()
        if opening != "("
    ) and text.count("(") + text.count("（") > text.count(")") + text.count("）")


def _fix(replacement: str) -> str:
    return f"改为“{replacement}”" if replacement else "核对后改正"
