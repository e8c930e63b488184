"""duplicate-indicator."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import fold, level2_of
from perflint_zh.knowledge import bare_name, unit_in_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import shown

SAME = 0.4
"""Share of wording beyond the name that two descriptions of one indicator have in common at least."""

PUT_IN = range(2, 5)
"""Characters of a word that a copy of a row may have more."""

PLEASED = expression(r"满意(?:程度|率)$")


@rule(Project, severity="warning")
def duplicate_indicator(project: Project) -> Iterator[Outcome]:
    """指标重复：一个项目里同一个指标出现两次。

    重复的指标不增加信息，还会在评分时占两份权重；两处数值不同的，考核时说不清以哪个为准。

    写法：同一项目两行“服务对象满意度 ≥95%” → 删去一行；本意是两类对象的，写成“学员满意度”“用人单位满意度”。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）要求指标突出重点、少而精。

    误报：描述不同、括号里注明对象不同的同名指标不算；同名而数值、二级指标都不同的不算；换页时打印两遍的行会注明。
    """
    if len(project.indicators) < 2:
        yield NotApplicable()
        return
    seen: dict[str, list[Indicator]] = {}
    alike: dict[tuple[str | None, str], list[Indicator]] = {}
    for row in project.indicators:
        earlier = seen.setdefault(_name(row), [])
        twin = next((other for other in earlier if _same(row, other)), None)
        earlier.append(row)
        if twin is None and not row.duplicate_row:
            close = alike.setdefault((level2_of(row.level2), fold(row.value)), [])
            twin = next((other for other in close if _reworded(row, other)), None)
            close.append(row)
        if twin is not None:
            yield _flaw(row, twin)


def _name(row: Indicator) -> str:
    """The name without its unit and the particle 的, which copies gain and lose; 满意度 has other names."""
    name = bare_name(row.name) if unit_in_name(row.name) else fold(row.name)
    return PLEASED.sub("满意度", name.replace("的", "").strip("。.；;，,"))


def _reworded(row: Indicator, other: Indicator) -> bool:
    """Whether two rows of one category and value have one name but for its counting word, or for a word put in that the description has too."""
    if row.quantity is None or row.quantity.number is None or not row.description or not other.description:
        return False
    if fold(row.basis or "") != fold(other.basis or ""):
        return False
    first, second = _stem(row), _stem(other)
    if first == second:
        return _alike(row, other)
    word = _put_in(first, second) or _put_in(second, first)
    if not word:
        return False
    told, told_before = fold(row.description).strip("。"), fold(other.description).strip("。")
    return word in {_put_in(told, told_before), _put_in(told_before, told)}


def _stem(row: Indicator) -> str:
    """The name without the word by which it is counted, if the value has the same (株数 of 24株)."""
    name = _name(row)
    unit = row.quantity.unit if row.quantity is not None and row.quantity.kind == "count" else None
    endings = (f"{unit}数", "个数", "数量", "数") if unit else ()
    return next((name.removesuffix(ending) for ending in endings if name.endswith(ending)), name)


def _put_in(longer: str, shorter: str) -> str:
    """The word of two to four characters that the longer text has more than the shorter, empty where they differ otherwise."""
    size = len(longer) - len(shorter)
    if size not in PUT_IN:
        return ""
    at = next((number for number, sign in enumerate(shorter) if sign != longer[number]), len(shorter))
    # What a name ends with is what is measured.
    return longer[at : at + size] if shorter[at:] and shorter[at:] == longer[at + size :] else ""


def _same(row: Indicator, other: Indicator) -> bool:
    if row.duplicate_row:
        return True
    if not _name(row) or not _alike(row, other):
        return False
    return level2_of(row.level2) == level2_of(other.level2) or fold(row.value) == fold(other.value)


def _flaw(row: Indicator, twin: Indicator) -> Flaw:
    if row.duplicate_row:
        message, suggestion = (
            f"“{shown(row)}”与前面一行完全相同，像是换页时打印了两遍",
            "原表若只有一行，不必修改；若确有两行，删去一行",
        )
    elif fold(row.value) == fold(twin.value):
        message, suggestion = f"“{shown(row)}”在{_where(row, twin)}出现了两次", "删去一行，或写明两行各指什么"
    else:
        message, suggestion = f"“{row.name}”出现了两次，一处是“{twin.value}”，一处是“{row.value}”", "核对后留一行"
    return Flaw("name", message, suggestion=suggestion, indicator=row, rows=(twin,))


def _where(row: Indicator, twin: Indicator) -> str:
    return (
        f"“{row.level2}”里" if level2_of(row.level2) == level2_of(twin.level2) else f"“{twin.level2}”和“{row.level2}”里"
    )


def _alike(row: Indicator, other: Indicator) -> bool:
    """Tell whether two descriptions say the same beyond the name."""
    told, told_before = fold(row.description or "").strip("。"), fold(other.description or "").strip("。")
    if not told or not told_before or told == told_before:
        return True
    if fold(row.value) != fold(other.value) or level2_of(row.level2) != level2_of(other.level2):
        return False
    # Two prices of the same name and sum are one, however their descriptions put it; shares may be of different things.
    if row.quantity is not None and row.quantity.kind == "unit-cost":
        return True
    new, old = pairs(told) - pairs(row.name), pairs(told_before) - pairs(row.name)
    return not new or not old or len(new & old) >= SAME * min(len(new), len(old))
