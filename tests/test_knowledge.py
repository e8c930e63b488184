"""What the field knows: units, counted nouns, measures."""

import re
import tomllib
from importlib.resources import files
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from perflint_zh.budget import ValueKind
from perflint_zh.knowledge import (
    bare_name,
    canonical_unit,
    half_width,
    is_wording,
    measure_of,
    measure_words,
    read_unit,
    unit_at,
    unit_dimension,
    unit_in_name,
    unit_to_wan,
    units_compatible,
)


def data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("perflint_zh").joinpath("data", name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "canonical", "dimension"),
    [
        ("％", "%", "percent"),
        ("百分比", "%", "percent"),
        ("%(百分比)", "%", "percent"),
        ("百分点", "个百分点", "percent"),
        ("‰", "‰", "permille"),
        ("元", "元", "money"),
        ("万元", "万元", "money"),
        ("元人民币", "元", "money"),
        ("名", "人", "persons"),
        ("人（次）", "人次", "person-times"),
        ("人天", "人·天", "labour"),
        ("场次", "场", "occurrences"),
        ("班次", "班", "occurrences"),
        ("户次", "户次", "occurrences"),
        ("个", "个", "pieces"),
        ("台（套）", "台套", "equipment"),
        ("万册", "册", "documents"),
        ("家", "家", "organisations"),
        ("行政村", "村", "places"),
        ("类", "类", "kinds"),
        ("㎡", "平方米", "area"),
        ("m²", "平方米", "area"),
        ("万亩", "亩", "area"),
        ("千米", "公里", "length"),
        ("m³", "立方米", "volume"),
        ("公斤", "千克", "weight"),
        ("kWh", "度", "energy"),
        ("日", "天", "time"),
        ("个工作日", "工作日", "time"),
        ("μg/m³", "微克/立方米", "pollution"),
        ("微克/立方米/天", None, None),
        ("分", "分", "score"),
        ("级", "级", "grade"),
        ("次/年", "次/年", "frequency"),
        ("期／月", "期/月", "frequency"),
        ("元/人*月", "元/人·月", "unit-cost"),
        ("元/月·人", "元/人·月", "unit-cost"),
        ("元每平方米", "元/平方米", "unit-cost"),
        ("元/床日", "元/床日", "unit-cost"),
        ("平方米/人", "平方米/人", "area"),
        ("例/10万", "例/10万", "occurrences"),
        ("单位：个", "个", "pieces"),
        ("人（含退休）", "人", "persons"),
        ("参与次数", None, None),
        ("APX", None, None),
        ("", None, None),
        ("元" * 40, None, None),
    ],
)
def test_unit(text: str, canonical: str | None, dimension: str | None) -> None:
    """A unit in any spelling has one canonical form and one dimension."""
    assert (canonical_unit(text), unit_dimension(text)) == (canonical, dimension)


def test_unit_power() -> None:
    """万 before a counting unit is a power of ten, before 元 it belongs to the unit."""
    assert (read_unit("万册"), read_unit("百万元"), read_unit("万元")) == ((4, "册"), (6, "元"), (0, "万元"))


@pytest.mark.parametrize(
    ("text", "running", "end"),
    [
        ("年级", True, None),
        ("年级", False, 1),
        ("项目标", True, 1),
        ("项目", True, None),
        ("人大", True, None),
        ("M光纤", True, 1),
        ("MP4", True, None),
    ],
)
def test_unit_at(text: str, running: bool, end: int | None) -> None:  # noqa: FBT001 - a table column
    """In running text a character that begins another word is no unit."""
    found = unit_at(text, running=running)

    assert (found[0] if found else None) == end


@pytest.mark.parametrize(
    ("one", "other", "compatible"),
    [
        ("%", "次", False),
        ("%", "个", False),
        ("%", "元", False),
        ("‰", "%", False),
        ("元", "个", False),
        ("元", "人", False),
        ("天", "次", False),
        ("天", "%", False),
        ("平方米", "个", False),
        ("平方米", "米", False),
        ("公里", "条", False),
        ("人", "辆", False),
        ("人", "份", False),
        ("次", "家", False),
        ("人次", "台", False),
        ("元", "万元", True),
        ("元", "元/人", True),
        ("元/人", "元/次", True),
        ("人", "人次", True),
        ("人", "名", True),
        ("个", "家", True),
        ("个", "条", True),
        ("个", "人", True),
        ("台", "套", True),
        ("家", "处", True),
        ("处", "套", True),
        ("场", "次", True),
        ("期", "份", True),
        ("次", "次/年", True),
        ("天", "工作日", True),
        ("吨", "立方米", True),
        ("平方米", "亩", True),
        ("%", "分", True),
        ("尾", "千瓦", False),
        ("蓝", "%", True),
        ("参与次数", "次", True),
    ],
)
def test_units_compatible(one: str, other: str, compatible: bool) -> None:  # noqa: FBT001 - a table column
    """Only units that can never measure one thing are incompatible; an unknown unit never is."""
    assert (units_compatible(one, other), units_compatible(other, one)) == (compatible, compatible)


@pytest.mark.parametrize(
    ("unit", "wan"),
    [
        ("元", 0.0001),
        ("千元", 0.1),
        ("万元", 1),
        ("亿元", 10000),
        ("百万元", 100),
        ("万", 1),
        ("单位：万元", 1),
        ("元/人", None),
        ("个", None),
        ("", None),
    ],
)
def test_unit_to_wan(unit: str, wan: float | None) -> None:
    """A money unit has a value in 万元, anything else has none."""
    assert unit_to_wan(unit) == wan


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("印制手册数量（份）", "份"),
        ("完成率 (%)", "%"),
        ("完成率（％）", "%"),
        ("馆藏图书数(万册)", "万册"),
        ("补贴标准（元/人·月）", "元/人·月"),
        ("设备数量（台（套））", "台(套)"),
        ("设备数量（ 台 ）", "台"),
        ("培训人数（单位：人）", "人"),
        ("培训次数（次）。", "次"),
        ("围栏（≥**米）", "米"),
        ("围栏(≥米)", "米"),
        ("培训班（线上）", None),
        ("道路工程（二期）", None),
        ("培训人数", None),
        ("（次）培训", None),
        ("", None),
    ],
)
def test_unit_in_name(name: str, unit: str | None) -> None:
    """A unit in brackets at the end of a name is found, other notes are not."""
    assert unit_in_name(name) == unit


def test_bare_name() -> None:
    """A name is compared without blanks, its unit in brackets and 指标 at its end."""
    assert (bare_name("完成 率（%）"), bare_name("印制数量指标"), bare_name("办结率。")) == (
        "完成率",
        "印制数量",
        "办结率",
    )


@pytest.mark.parametrize(
    ("name", "taken", "refused"),
    [
        ("系统数量", "个", "条"),
        ("办公系统的数量", "套", "人"),
        ("购置车辆数", "辆", "条"),
        ("购买电脑数量（台）", "台", "人"),
        ("警报器及视频系统数量", "台", "人"),
        ("新建桥梁", "座", "人"),
    ],
)
def test_measure_words(name: str, taken: str, refused: str) -> None:
    """A counted thing at the end of a name takes its measure words and no others."""
    words = measure_words(name)

    assert words is not None
    assert taken in words
    assert refused not in words


@pytest.mark.parametrize("name", ["系统维护次数", "培训人数", "苗圃数量", "苗圃和系统数量", ""])
def test_measure_words_unknown(name: str) -> None:
    """Nothing is said of a thing that is not in the table, alone or joined with a known one."""
    assert measure_words(name) is None


MEASURES = [
    ("印制手册数量（份）", "count", "≥"),
    ("办理案件数量", "case-count", "any"),
    ("参训人数", "person-count", "≥"),
    ("参观人次（人次）", "person-time-count", "≥"),
    ("巡查次数", "occasion-count", "≥"),
    ("培训班次", "occasion-count", "≥"),
    ("房屋建筑面积", "area", "≥"),
    ("养护里程", "length", "≥"),
    ("垃圾清运量", "volume", "any"),
    ("带动就业人数", "benefit-count", "≥"),
    ("建议采纳条数", "accepted-count", "≥"),
    ("培训天数", "days", "any"),
    ("验收合格率", "quality-rate", "≥"),
    ("水质达标率", "ecology-rate", "≥"),
    ("系统正常运行率（%）", "quality-rate", "≥"),
    ("积案不反弹率", "quality-rate", "≥"),
    ("出勤率", "attendance-rate", "≥"),
    ("设备故障率", "failure-rate", "≤"),
    ("审核差错率", "failure-rate", "≤"),
    ("城镇登记失业率", "failure-rate", "≤"),
    ("安全事故起数", "failure-count", "≤"),
    ("停电次数", "failure-count", "≤"),
    ("重污染天数", "failure-count", "≤"),
    ("故障排除率", "handling-rate", "≥"),
    ("问题整改率", "handling-rate", "≥"),
    ("发放及时率", "timeliness-rate", "≥"),
    ("按期完成率", "timeliness-rate", "≥"),
    ("业务处理及时性", "timeliness", "≥"),
    ("年度任务完成率", "completion-rate", "≥"),
    ("疫苗接种覆盖率", "coverage-rate", "≥"),
    ("政策知晓率", "coverage-rate", "≥"),
    ("补贴足额发放率", "payout-rate", "≥"),
    ("学员就业率", "employment-rate", "≥"),
    ("设施使用率", "use-rate", "≥"),
    ("预算执行率", "budget-execution", "any"),
    ("资金拨付及时率", "funds-payment", "≥"),
    ("项目资金到位率", "funds-arrival", "≥"),
    ("财政资金使用合规率", "funds-compliance", "≥"),
    ("资金的使用效率", "funds-efficiency", "≥"),
    ("政府采购率", "procurement-share", "="),
    ("政府采购节支率", "saving", "≥"),
    ("采购成本降低率", "saving", "≥"),
    ("节约用水费用", "saving", "≥"),
    ("成本控制率", "cost-control", "≤"),
    ("项目预算控制数", "cost-control", "≤"),
    ("单位购置成本", "cost", "≤"),
    ("车辆运行费（元）", "cost", "≤"),
    ("设备单价", "cost", "≤"),
    ("人均工资标准", "unit-cost-standard", "="),
    ("低保补助标准", "unit-cost-standard", "="),
    ("百公里油耗", "consumption", "≤"),
    ("兑付金额", "amount", "any"),
    ("企业税收", "income", "≥"),
    ("农民人均增收", "income", "≥"),
    ("挽回经济损失", "income", "≥"),
    ("参训学员满意度", "satisfaction", "≥"),
    ("群众满意率（%）", "satisfaction", "≥"),
    ("服务投诉率", "complaint", "≤"),
    ("有效投诉次数", "complaint", "≤"),
    ("投诉办结率", "handling-rate", "≥"),
    ("信访总量下降率", "reduction", "≥"),
    ("营业收入增长率", "growth", "≥"),
    ("PM2.5年均浓度", "pollution", "≤"),
    ("化学需氧量排放量", "pollution", "≤"),
    ("二氧化碳减排量", "emission-cut", "≥"),
    ("森林覆盖率", "ecology-rate", "≥"),
    ("空气优良天数", "good-days", "≥"),
    ("竣工验收时间", "deadline", "≤"),
    ("完成时限", "deadline", "≤"),
    ("故障响应时间", "response-time", "≤"),
    ("正常供水时间", "time", "any"),
    ("数据更新频率", "frequency", "any"),
    ("设备使用年限", "lifetime", "≥"),
    ("长期使用性", "lasting", "≥"),
    ("空气质量综合指数", "pollution", "≤"),
    ("营商环境评价得分", "rating", "any"),
    ("考核排名", "ranking", "≤"),
    ("公共服务水平提升情况", "public-service", "≥"),
    ("应急处置能力", "condition", "≥"),
    ("示范带动作用", "condition", "≥"),
    ("任务完成情况", "progress", "≥"),
    ("促进县域经济发展", "statement", "≥"),
    ("保障机关正常运转", "statement", "≥"),
    ("审核率", "rate", "any"),
    ("女性占比", "rate", "any"),
]


@pytest.mark.parametrize(("name", "slug", "direction"), MEASURES)
def test_measure(name: str, slug: str, direction: str) -> None:
    """A name tells its measure and which way is better."""
    measure = measure_of(name)

    assert measure is not None
    assert (measure.slug, measure.direction) == (slug, direction)


@pytest.mark.parametrize("name", ["", "制作节能宣传栏", "提供工作参考", "其他", "%"])
def test_no_measure(name: str) -> None:
    """A name that says nothing of a measure has none."""
    assert measure_of(name) is None


@pytest.mark.parametrize(
    ("name", "level2", "allowed"),
    [
        ("参训人数", "数量指标", True),
        ("参训人数", "质量指标", False),
        ("参观人次", "时效指标", False),
        ("发放及时率", "时效指标", True),
        ("业务处理及时性", "质量指标", False),
        ("验收合格率", "质量指标", True),
        ("项目资金到位率", "质量指标", False),
        ("车辆运行费", "成本指标", True),
        ("车辆运行费", "经济成本指标", True),
        ("车辆运行费", "数量指标", False),
        ("群众满意度", "社会效益指标", False),
        ("人员安置率", "生态效益指标", False),
        ("设备使用年限", "可持续影响指标", True),
    ],
)
def test_measure_level(name: str, level2: str, allowed: bool) -> None:  # noqa: FBT001 - a table column
    """A measure tells the 二级指标 that it may stand under, in the old and the new system."""
    measure = measure_of(name)

    assert measure is not None
    assert (level2 in measure.level2) == allowed


def test_measure_kinds_and_ceiling() -> None:
    """A deadline is no rate, a share ends at 100, a growth rate does not."""
    deadline, share, growth = measure_of("完成时限"), measure_of("验收合格率"), measure_of("产值增长率")

    assert deadline is not None
    assert share is not None
    assert growth is not None
    assert "rate" not in deadline.kinds
    assert (share.ceiling, growth.ceiling) == (100, None)


def test_measure_head() -> None:
    """The head is the wording that decided."""
    measure = measure_of("主干道路灯故障排除率（%）")

    assert measure is not None
    assert measure.head == "故障排除率"


@pytest.mark.parametrize("text", ["有效保障", "显著提升", "较好", "无", "持续改善环境", "能力提升", "符合国家要求"])
def test_wording(text: str) -> None:
    """Qualitative wordings are known by whole words, beginnings and endings."""
    assert is_wording(text)


@pytest.mark.parametrize(
    "text", ["", "95%", "办公用品", "通过省级复核", "有效提升全县人民群众的安全感幸福感", "有效3次"]
)
def test_no_wording(text: str) -> None:
    """Figures, names and sentences are no wordings."""
    assert not is_wording(text)


def test_units_are_unambiguous() -> None:
    """No spelling stands for two units, and every spelling is in the folded form that texts are compared in."""
    spellings = [
        spelling
        for units in data("units.toml")["dimensions"].values()
        for canonical, others in units.items()
        for spelling in (canonical, *others)
    ]

    assert len(spellings) == len(set(spellings))
    assert [
        spelling for spelling in spellings if half_width(spelling) != spelling or spelling.split() != [spelling]
    ] == []


def test_unit_tables_name_canonical_units() -> None:
    """Nouns, running text and money refer to units that exist."""
    units = data("units.toml")
    canonical = {unit for group in units["dimensions"].values() for unit in group}
    spellings = canonical | {
        other for group in units["dimensions"].values() for others in group.values() for other in others
    }
    dimensions = set(units["dimensions"]) | {"unit-cost", "frequency"}

    assert {word for words in units["nouns"].values() for word in words} <= canonical
    assert set(units["running_text"]["digits_only"]) <= canonical
    assert set(units["running_text"]["never"]) | set(units["running_text"]["words"]) <= spellings
    assert set(units["wan"]) - {"万", "亿"} <= canonical
    assert {dimension for pair in units["compatible"]["pairs"] for dimension in pair} <= dimensions
    assert {*units["compatible"]["countable"], *units["compatible"]["any_countable"]} <= dimensions


def test_measures_are_consistent() -> None:
    """Every head noun decides once, leads to its own measure unless a pattern knows better, and uses known words."""
    measures = data("measures.toml")
    heads = [head for entry in measures["measure"] for head in entry.get("heads", [])]
    levels = data("table.toml")["levels"]
    dimensions = set(data("units.toml")["dimensions"]) | {"unit-cost", "frequency"}

    assert len(heads) == len(set(heads))
    assert [head for head in heads if measure_of(head) is None] == []
    assert {level for names in measures["level2"].values() for level in names} == set(levels)
    for entry in measures["measure"]:
        assert set(entry.get("level2", [])) <= set(measures["level2"]), entry["slug"]
        assert set(entry.get("kinds", [])) <= set(get_args(ValueKind)), entry["slug"]
        assert set(entry.get("dimensions", [])) <= dimensions, entry["slug"]
        assert all(re.compile(pattern) for pattern in [*entry.get("patterns", []), *entry.get("begins", [])])


@settings(max_examples=500, derandomize=True)
@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from([*"元万人·月/次每（）()%百台套率数量度 ", "微克/立方米", "人·天", "10万"]), max_size=12
        ).map("".join),
    )
)
def test_any_text_is_answered(text: str) -> None:
    """No text breaks a question, and the canonical form of a unit is its own canonical form."""
    canonical = canonical_unit(text)

    assert canonical is None or canonical_unit(canonical) == canonical
    assert units_compatible(text, text)
    measure_of(text)
    measure_words(text)
    unit_in_name(text)
    unit_to_wan(text)
