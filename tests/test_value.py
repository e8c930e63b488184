"""The grammar of indicator values, of quantities in running text and of amounts."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from perflint_zh.budget import Quantity
from perflint_zh.extract.value import comparison, find_quantities, parse_amount, parse_value, render_quantity
from perflint_zh.knowledge import half_width

NUMBERS: list[tuple[str, str | None, float, str | None, str]] = [
    # value, operator, number, unit, kind
    ("100%", None, 100, "%", "rate"),
    ("≥95%", "≥", 95, "%", "rate"),
    ("≥ 95 %", "≥", 95, "%", "rate"),
    ("＞=95％", "≥", 95, "%", "rate"),
    (">=90%", "≥", 90, "%", "rate"),
    ("≧90%", "≥", 90, "%", "rate"),
    ("＞90%", ">", 90, "%", "rate"),
    ("<3%", "<", 3, "%", "rate"),
    ("≤5%", "≤", 5, "%", "rate"),
    ("<=5%", "≤", 5, "%", "rate"),
    ("≦5%", "≤", 5, "%", "rate"),
    ("＝100%", "=", 100, "%", "rate"),
    ("》95%", "≥", 95, "%", "rate"),
    ("《5%", "≤", 5, "%", "rate"),
    ("%=99百分比", "≥", 99, "%", "rate"),
    ("二100百分比", "=", 100, "%", "rate"),
    ("=%100", "=", 100, "%", "rate"),
    ("%100", None, 100, "%", "rate"),
    ("100百分比", None, 100, "%", "rate"),
    ("100 百分比", None, 100, "%", "rate"),
    ("≥95%(百分比)", "≥", 95, "%", "rate"),
    ("98百分号", None, 98, "%", "rate"),
    ("大于等于98%", "≥", 98, "%", "rate"),
    ("大于或等于98%", "≥", 98, "%", "rate"),
    ("小于等于2%", "≤", 2, "%", "rate"),
    ("等于100%", "=", 100, "%", "rate"),
    ("大于80%", ">", 80, "%", "rate"),
    ("小于1%", "<", 1, "%", "rate"),
    ("不低于90%", "≥", 90, "%", "rate"),
    ("不高于3%", "≤", 3, "%", "rate"),
    ("至少80%", "≥", 80, "%", "rate"),
    ("超过60%", "≥", 60, "%", "rate"),
    ("达到100%", "≥", 100, "%", "rate"),
    ("大于或者等于20人", "≥", 20, "人", "count"),
    ("等于或大于20人", "≥", 20, "人", "count"),
    ("大于=20人", "≥", 20, "人", "count"),
    ("高于或等于60分", "≥", 60, "分", "index"),
    ("不能低于90%", "≥", 90, "%", "rate"),
    ("不得小于3米", "≥", 3, "米", "count"),
    ("不下于4场", "≥", 4, "场", "count"),
    ("≮90%", "≥", 90, "%", "rate"),
    ("≽90%", "≥", 90, "%", "rate"),
    ("小于或者等于5天", "≤", 5, "天", "duration"),
    ("等于小于5天", "≤", 5, "天", "duration"),
    ("小于=5天", "≤", 5, "天", "duration"),
    ("不能超过5天", "≤", 5, "天", "duration"),
    ("不可高于2%", "≤", 2, "%", "rate"),
    ("不得突破80万元", "≤", 80, "万元", "money"),
    ("≯2%", "≤", 2, "%", "rate"),
    ("超90%", ">", 90, "%", "rate"),
    ("为100%", None, 100, "%", "rate"),
    ("：95%", None, 95, "%", "rate"),
    ("（≥95%）", "≥", 95, "%", "rate"),
    ("“95%”", None, 95, "%", "rate"),
    ("98℅", None, 98, "%", "rate"),
    ("&gt;=95%", "≥", 95, "%", "rate"),
    ("&lt;3起", "<", 3, "起", "count"),
    ("95%以上", "≥", 95, "%", "rate"),
    ("95％及以上", "≥", 95, "%", "rate"),
    ("95%（含）以上", "≥", 95, "%", "rate"),
    ("达到95%以上", "≥", 95, "%", "rate"),
    ("5%以内", "≤", 5, "%", "rate"),
    ("5%以下", "≤", 5, "%", "rate"),
    ("控制在5%以内", "≤", 5, "%", "rate"),
    ("控制在90%以上", "≥", 90, "%", "rate"),
    ("百分之九十五", None, 95, "%", "rate"),
    ("百分之百", None, 100, "%", "rate"),
    ("百分之九十五点五", None, 95.5, "%", "rate"),
    ("不低于百分之八十", "≥", 80, "%", "rate"),
    ("九成", None, 90, "%", "rate"),
    ("九成五", None, 95, "%", "rate"),
    ("九成以上", "≥", 90, "%", "rate"),
    ("3‰", None, 3, "‰", "rate"),
    ("千分之三", None, 3, "‰", "rate"),
    ("提高2个百分点", None, 2, "个百分点", "rate"),
    ("-1.5%", None, -1.5, "%", "rate"),
    ("0%", None, 0, "%", "rate"),
    ("１００％", None, 100, "%", "rate"),
    ("292%", None, 292, "%", "rate"),
    ("100%完成", None, 100, "%", "rate"),
    ("满意度≥95%", "≥", 95, "%", "rate"),
    ("合格率达到95%以上", "≥", 95, "%", "rate"),
    ("≥15000份", "≥", 15000, "份", "count"),
    ("不少于3次", "≥", 3, "次", "count"),
    ("≥１００人", "≥", 100, "人", "count"),
    ("74个", None, 74, "个", "count"),
    ("4,120.28平方米", None, 4120.28, "平方米", "count"),
    ("1，200㎡", None, 1200, "平方米", "count"),
    ("300m²", None, 300, "平方米", "count"),
    ("12公里", None, 12, "公里", "count"),
    ("3千米", None, 3, "公里", "count"),
    ("≥10 万册", "≥", 100000, "册", "count"),
    ("5万份", None, 50000, "份", "count"),
    ("0.07万人", None, 700, "人", "count"),
    ("3百人", None, 300, "人", "count"),
    ("1.8万人次", None, 18000, "人次", "count"),
    ("三十人", None, 30, "人", "count"),
    ("一百二十户", None, 120, "户", "count"),
    ("两次", None, 2, "次", "count"),
    ("十五场", None, 15, "场", "count"),
    ("一万零五百人", None, 10500, "人", "count"),
    ("三千人", None, 3000, "人", "count"),
    ("20名", None, 20, "人", "count"),
    ("3人（次）", None, 3, "人次", "count"),
    ("5台（套）", None, 5, "台套", "count"),
    ("3人·天", None, 3, "人·天", "count"),
    ("100人（含退休）", None, 100, "人", "count"),
    ("20余人", ">", 20, "人", "count"),
    ("100多份", ">", 100, "份", "count"),
    ("3万余人", ">", 30000, "人", "count"),
    ("约100人", "±", 100, "人", "count"),
    ("100人左右", "±", 100, "人", "count"),
    ("5名专家", None, 5, "人", "count"),
    ("≥20家企业", "≥", 20, "家", "count"),
    ("≥10 参与次数", "≥", 10, "次", "count"),
    ("20尾", None, 20, "尾", "count"),
    ("60岁", None, 60, "岁", "count"),
    ("零事故", None, 0, "事故", "count"),
    ("每次不少于20人", "≥", 20, "人/次", "count"),
    ("≤2个/百功能点", "≤", 2, "个/百功能点", "count"),
    ("26450元", None, 26450, "元", "money"),
    ("≤100,000 元", "≤", 100000, "元", "money"),
    ("150万元", None, 150, "万元", "money"),
    ("1.2亿元", None, 1.2, "亿元", "money"),
    ("5千元", None, 5, "千元", "money"),
    ("三万元", None, 3, "万元", "money"),
    ("不超过30万元", "≤", 30, "万元", "money"),
    ("1680元/人·月", None, 1680, "元/人·月", "unit-cost"),
    (">=530元/人*月", "≥", 530, "元/人·月", "unit-cost"),
    ("1200元/人/年", None, 1200, "元/人·年", "unit-cost"),
    ("260元/人、天", None, 260, "元/人·天", "unit-cost"),
    ("═100%", "=", 100, "%", "rate"),
    ("500元/月·人", None, 500, "元/人·月", "unit-cost"),
    ("500元/(人·月)", None, 500, "元/人·月", "unit-cost"),
    ("25元/㎡·年", None, 25, "元/平方米·年", "unit-cost"),
    ("<=5300元/户", "≤", 5300, "元/户", "unit-cost"),
    ("3万元/公里", None, 3, "万元/公里", "unit-cost"),
    ("30元/床日", None, 30, "元/床日", "unit-cost"),
    ("每人每月500元", None, 500, "元/人·月", "unit-cost"),
    ("人均100元", None, 100, "元/人", "unit-cost"),
    ("500元每人", None, 500, "元/人", "unit-cost"),
    ("≤7 天", "≤", 7, "天", "duration"),
    ("30日内", "≤", 30, "天", "duration"),
    ("30天内", "≤", 30, "天", "duration"),
    ("24小时内", "≤", 24, "小时", "duration"),
    ("10个工作日以内", "≤", 10, "工作日", "duration"),
    ("10个工作日", None, 10, "工作日", "duration"),
    ("1年", None, 1, "年", "duration"),
    ("≥10 年", "≥", 10, "年", "duration"),
    ("3个月", None, 3, "月", "duration"),
    ("三个月内", "≤", 3, "月", "duration"),
    ("3月内", "≤", 3, "月", "duration"),
    ("≤3月", "≤", 3, "月", "duration"),
    ("半年", None, 0.5, "年", "duration"),
    ("20日", None, 20, "天", "duration"),
    ("30分钟", None, 30, "分钟", "duration"),
    ("每月1次", None, 1, "次/月", "frequency"),
    ("每年2次", None, 2, "次/年", "frequency"),
    ("每季度一次", None, 1, "次/季度", "frequency"),
    ("每月不少于2次", "≥", 2, "次/月", "frequency"),
    ("≥每年2次", "≥", 2, "次/年", "frequency"),
    ("一年两次", None, 2, "次/年", "frequency"),
    ("2次/年", None, 2, "次/年", "frequency"),
    ("5期/月", None, 5, "期/月", "frequency"),
    ("5", None, 5, None, "index"),
    ("≥88", "≥", 88, None, "index"),
    ("100万", None, 1000000, None, "index"),
    ("≥90分", "≥", 90, "分", "index"),
    ("≤35微克/立方米", "≤", 35, "微克/立方米", "index"),
    ("≤35μg/m³", "≤", 35, "微克/立方米", "index"),
    ("1.1倍", None, 1.1, "倍", "index"),
    ("二级以上", "≥", 2, "级", "grade"),
    ("<6.5APX", "<", 6.5, "APX", "text"),
    ("20家企业以上", "≥", 20, "家", "count"),
    ("20家企业（含）以下", "≤", 20, "家", "count"),
    ("20余万册", ">", 200000, "册", "count"),
    ("率≥95%", "≥", 95, "%", "rate"),
    ("满意度》95%", "≥", 95, "%", "rate"),
    ("满意度《5%", "≤", 5, "%", "rate"),
    ("较上年提高2%", None, 2, "%", "rate"),
    ("人均≥3次", "≥", 3, "次/人", "count"),
    ("亩均500元", None, 500, "元/亩", "unit-cost"),
    ("开工后10日内", "≤", 10, "天", "duration"),
    ("1899年", None, 1899, "年", "duration"),
    ("2100年", None, 2100, "年", "duration"),
    ("半小时", None, 0.5, "小时", "duration"),
    ("零点五公里", None, 0.5, "公里", "count"),
    ("一百零五人", None, 105, "人", "count"),
    ("两千零一十户", None, 2010, "户", "count"),
    ("六千克", None, 6, "千克", "count"),
    ("一万零五十", None, 10050, None, "index"),
    ("五十二", None, 52, None, "index"),
    ("九成九", None, 99, "%", "rate"),
    ("1成", None, 10, "%", "rate"),
    ("≥零事故", "≥", 0, "事故", "count"),
]

RANGES: list[tuple[str, str, float, float | None, str | None]] = [
    ("90%-95%", "~", 90, 95, "%"),
    ("90-95%", "~", 90, 95, "%"),
    ("10～15天", "~", 10, 15, "天"),
    ("3至5次", "~", 3, 5, "次"),
    ("三到五次", "~", 3, 5, "次"),
    ("1-2万元", "~", 1, 2, "万元"),
    ("1万-2万元", "~", 1, 2, "万元"),
    ("1万-2万人", "~", 10000, 20000, "人"),
    ("3—5", "~", 3, 5, None),
    ("±5%", "±", 0, 5, "%"),
    ("100±5%", "±", 100, 5, "%"),
    ("控制在10-15万元", "~", 10, 15, "万元"),
    ("100万±2万", "±", 1000000, 20000, None),
    ("3-5", "~", 3, 5, None),
]

DATES = [
    ("每月20日前", "≤"),
    ("每月20号以前", "≤"),
    ("20日前", "≤"),
    ("10月底前", "≤"),
    ("2022年底之前", "≤"),
    ("2024年12月31日前", "≤"),
    ("12月底前完成验收", "≤"),
    ("不晚于12月底", "≤"),
    ("截至12月31日", "≤"),
    ("每日8时前", "≤"),
    ("每季度末月25日前", "≤"),
    ("春节前", "≤"),
    ("开幕前1日", "≤"),
    ("到期7日前", "≤"),
    ("12月31日", None),
    ("2024-12-31", None),
    ("2024.12.31", None),
    ("2021年10月", None),
    ("2021年", None),
    ("2021年度", None),
    ("十二月底", None),
    ("第四季度", None),
    ("4季度末", None),
    ("上半年", None),
    ("年底", None),
    ("全年", None),
    ("月末", None),
    ("季度末", None),
    ("1-12月", None),
    ("2022年1月-12月", None),
    ("6月1日至6月30日", None),
    ("12月", None),
    ("2021年10月底完成", None),
    ("2024.03-2024.11", None),
    ("2022年3月--2022年9月", None),
    ("1900年", None),
    ("2099年", None),
    ("12月31日后", "≥"),
    ("10月起", "≥"),
    ("2024年6月以后", "≥"),
    ("上半年以前", "≤"),
    ("2024-1-1前", "≤"),
    ("20日前完成", "≤"),
    ("每天24时前", "≤"),
    ("每季度", None),
    ("12月份", None),
]

GRADES = [
    "有效保障",
    "显著提升",
    "持续改善",
    "优良",
    "良好",
    "合格",
    "达标",
    "是",
    "无",
    "好",
    "较好",
    "一般",
    "长期",
    "持续",
    "全覆盖",
    "一次性",
    "十分满意",
    "达到国家标准",
    "应修尽修",
    "不超预算",
    "按计划推进",
    "5A级",
    "Ⅲ类",
]

TEXTS = [
    "1/3",
    "7*24小时",
    "10 20",
    "暂无",
    "XX",
    "/",
    "—",
    "。",
    "元",
    "千家万户",
    "万无一失",
    "2021年工作总结",
    "PM2.5",
    "排名前3名以内",
    "前3名",
    "第3名",
    "满意度第95%",
    "三千五",
    "一百二人",
    "二万五元",
    "一二三",
    "二十十",
    "十",
    "3-5-7",
    "超过半数",
    "共5场",
    "元/人500",
    "2024.13.45",
    "9" * 29,
    "≥3次，每次不少于20人",
    "制作宣传材料并在各乡镇张贴发放，做到家喻户晓，由县级部门逐一核对签字后归入当年档案，并在年度终了时由主管科室抽取其中一部分电话回访核实",
]


@pytest.mark.parametrize(("value", "operator", "number", "unit", "kind"), NUMBERS)
def test_number(value: str, operator: str | None, number: float, unit: str | None, kind: str) -> None:
    """A value with a number gives operator, number, canonical unit and kind."""
    quantity = parse_value(value)

    assert quantity is not None
    assert (operator, number, None, unit, kind) == (
        quantity.operator,
        quantity.number,
        quantity.upper,
        quantity.unit,
        quantity.kind,
    )


@pytest.mark.parametrize(("value", "operator", "number", "upper", "unit"), RANGES)
def test_range(value: str, operator: str, number: float, upper: float | None, unit: str | None) -> None:
    """A range gives both ends, a tolerance its middle and its width."""
    quantity = parse_value(value)

    assert quantity is not None
    assert (operator, number, upper, unit) == (quantity.operator, quantity.number, quantity.upper, quantity.unit)


@pytest.mark.parametrize(("value", "operator"), DATES)
def test_date(value: str, operator: str | None) -> None:
    """A point in time is a date without a number; 前 and its like mean at most."""
    quantity = parse_value(value)

    assert quantity is not None
    assert (operator, None, "date") == (quantity.operator, quantity.number, quantity.kind)


@pytest.mark.parametrize("value", GRADES)
def test_grade(value: str) -> None:
    """A qualitative wording is a grade that keeps its words."""
    assert Quantity(None, None, None, None, "grade", value) == parse_value(value)


@pytest.mark.parametrize(
    ("value", "operator", "word"),
    [
        ("良好及以上", "≥", "良好"),
        ("≥合格", "≥", "合格"),
        ("定性 较好", None, "较好"),
        ("定性：另附说明", None, "定性:另附说明"),
        ("Ⅲ类及以上", "≥", "Ⅲ类"),
    ],
)
def test_grade_with_operator(value: str, operator: str | None, word: str) -> None:
    """A grade may have an operator before or behind it."""
    quantity = parse_value(value)

    assert quantity is not None
    assert (operator, word, "grade") == (quantity.operator, quantity.raw_unit, quantity.kind)


@pytest.mark.parametrize("value", TEXTS)
def test_text(value: str) -> None:
    """What is no figure, date or wording is text, without any number."""
    quantity = parse_value(value)

    assert quantity is not None
    assert (quantity.kind, quantity.number) == ("text", None)


@pytest.mark.parametrize(
    ("text", "sign"),
    [("大于等于", "≥"), ("≧", "≥"), ("═", "="), ("至少", "≥"), ("定性", None), ("正向", None), ("约", None)],
)
def test_comparison(text: str, sign: str | None) -> None:
    """An operator in a column of its own is told by its sign; what only qualifies a number is none."""
    assert comparison(text) == sign


@pytest.mark.parametrize("word", ["少于", "低于", "小于", "短于", "早于"])
@pytest.mark.parametrize("negation", ["不", "不得", "不能", "不可", "不应", "不宜", "不准", "不许"])
def test_negated_comparison(negation: str, word: str) -> None:
    """A negated comparison is the opposite one, with its bound."""
    quantity = parse_value(f"{negation}{word}3天")

    assert quantity is not None
    assert (quantity.operator, quantity.number) == ("≥", 3)


@pytest.mark.parametrize("value", ["", " ", "\n\t", "\u3000"])
def test_empty(value: str) -> None:
    """Only an empty text gives nothing."""
    assert parse_value(value) is None


@pytest.mark.parametrize(
    ("value", "raw_unit"),
    [
        ("95百分比", "百分比"),
        ("10万册", "万册"),
        ("≥10 参与次数", "参与次数"),
        ("530元/人*月", "元/人*月"),
        ("每月20日前", "每月20日前"),
        ("5", None),
    ],
)
def test_raw_unit(value: str, raw_unit: str | None) -> None:
    """The unit stays as printed beside its canonical form."""
    quantity = parse_value(value)

    assert quantity is not None
    assert raw_unit == quantity.raw_unit


@pytest.mark.parametrize(
    ("value", "unit", "joined"),
    [
        ("≥95", "%", "≥95%"),
        ("95", "百分比", "95百分比"),
        ("10", "万份", "10万份"),
        ("5", "月", "5个月"),
        ("10", "月底前", "10月底前"),
        ("100万", "万元", "100万元"),
        ("95以上", "%", "95%以上"),
        ("1-2", "万元", "1-2万元"),
        ("5", "元/人·月", "5元/人·月"),
        ("0", "有效保障", "有效保障"),
        ("95%", "百分比", "95%"),
        ("较好", "个", "较好"),
        ("3", "/", "3"),
        ("3万", "人", "30000人"),
        ("2亿", "亿元", "2亿元"),
        ("5", "季度", "5个季度"),
        ("1-3", "月", "1-3个月"),
        ("0", "无", "无"),
        ("0", "个", "0个"),
    ],
)
def test_unit_column(value: str, unit: str, joined: str) -> None:
    """A unit in a column of its own counts as if it stood behind the number, unless the number has one."""
    assert parse_value(joined) == parse_value(value, unit)


@pytest.mark.parametrize(
    ("value", "rendered"),
    [
        ("=%100", "=100%"),
        ("100 百分比", "100%"),
        ("》95%", "≥95%"),
        ("＞=９５％", "≥95%"),
        ("≥10 参与次数", "≥10次"),
        ("≥10 万册", "≥10万册"),
        ("0.07万人", "0.07万人"),
        ("100000000元", "100000000元"),
        ("30日内", "≤30天"),
        ("1-2万元", "1~2万元"),
        ("100人左右", "约100人"),
        ("每月20日前", "每月20日前"),
        ("不晚于12月底", "≤12月底"),
        ("≥合格", "≥合格"),
        ("100±5%", "100±5%"),
        ("±5%", "±5%"),
        ("100万±2万", "1000000±20000"),
        ("0.0000001%", "0.0000001%"),
        ("-0.50%", "-0.5%"),
        ("3个月", "3个月"),
        ("2个季度", "2个季度"),
        ("20余万册", ">20万册"),
        ("1-2万人", "1~2万人"),
    ],
)
def test_render(value: str, rendered: str) -> None:
    """A quantity is written in one canonical form."""
    quantity = parse_value(value)

    assert quantity is not None
    assert rendered == render_quantity(quantity)


PIECES = (
    "≥ ≤ < = ± 95 100 0.5 3 2021 1,200 万 亿 % 百分比 ‰ 元 万元 人 次 个 份 人·月 天 日 月 年 季度 个工作日 每 每月 人均 20日 前 10月 底 内 约 至 - ~ 到 以上 以内"
    " (含) （次） 百分之 九十五 三 十 半 零 成 余 多 参与次数 报告 上半年 第 之 / * 有效 提升 良好 A级 全覆盖 定性 PM 。 ， 《 》"
).split()
VALUES = st.one_of(
    st.lists(st.sampled_from([*PIECES, " "]), max_size=7).map("".join),
    st.text(max_size=30),
)


def meaning(quantity: Quantity) -> Any:
    """What two spellings of one quantity share; a date or wording has nothing but its words."""
    return quantity if quantity.number is None else msgspec.structs.replace(quantity, raw_unit=None)


@settings(max_examples=1500, derandomize=True)
@given(VALUES, st.one_of(st.just(""), VALUES))
def test_rendering_keeps_the_quantity(value: str, unit: str) -> None:
    """Any text parses, and what is written from the quantity parses to the same quantity."""
    quantity = parse_value(value, unit)
    if quantity is None:
        assert not half_width(value).strip()
        return
    again = parse_value(render_quantity(quantity))

    assert again is not None
    assert meaning(quantity) == meaning(again)


@settings(max_examples=500, derandomize=True)
@given(st.lists(VALUES, max_size=6).map("".join))
def test_mentions_are_in_order(text: str) -> None:
    """Mentions in any text lie inside it, in order, without overlap."""
    ends = 0
    for mention in find_quantities(text):
        assert ends <= mention.start < mention.end <= len(text)
        ends = mention.end


@pytest.mark.parametrize(
    "piece",
    ["一", "9", "达", "每人", "每年", "1月-", "1,111", "元/人", "10人每人", "2.15", "3至", "1万", "%0", "控制在≤"],
)
def test_hostile_repetition(piece: str) -> None:
    """Endless repetition comes to an end, as one text value and without breaking the search for mentions."""
    text = piece * 30_000
    quantity = parse_value(text)

    assert quantity is not None
    assert quantity.kind == "text"
    assert all(mention.end <= len(text) for mention in find_quantities(text))


def found(text: str) -> list[tuple[str, str]]:
    return [(text[mention.start : mention.end], render_quantity(mention.quantity)) for mention in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("购置台式机25台", [("25台", "25台")]),
        ("印制手册３０００册，张贴海报两千张", [("３０００册", "3000册"), ("两千张", "2000张")]),
        ("培训合格率达到95%以上", [("达到95%以上", "≥95%")]),
        ("办结时限不超过5个工作日", [("不超过5个工作日", "≤5工作日")]),
        ("报修30分钟内到场", [("30分钟内", "≤30分钟")]),
        ("每月召开例会1次，每季度检查一次", [("1次", "1次")]),
        ("每年2次以上", [("每年2次以上", "≥2次/年")]),
        ("为10名队员每人每月发放", [("10名", "10人")]),
        ("护林员10人每人500元", [("10人", "10人"), ("每人500元", "500元/人")]),
        ("走访45个村每村每月2次", [("45个村", "45村"), ("每村每月2次", "2次/村·月")]),
        ("补助标准为500元/人·月", [("500元/人·月", "500元/人·月")]),
        ("2021年10月底前完成，每月20日前发放", [("2021年10月底前", "2021年10月底前"), ("每月20日前", "每月20日前")]),
        ("年底前验收", [("年底前", "年底前")]),
        ("专项经费4.5万，另有投资1.2亿元", [("4.5万", "4.5万元"), ("1.2亿元", "1.2亿元")]),
        ("接待群众1.8万人次", [("1.8万人次", "1.8万人次")]),
        ("20余场宣讲", [("20余场", ">20场")]),
        ("1.制作展板40块。2.15台设备入库；3.9月底前上线", [("40块", "40块"), ("15台", "15台"), ("9月底前", "9月底前")]),
        ("1.制作展板40块", [("40块", "40块")]),
        ("改造管网2.4公里", [("2.4公里", "2.4公里")]),
        ("检查三次", [("三次", "3次")]),
        ("3至5次", [("3至5次", "3~5次")]),
        ("浓度≤35微克/立方米", [("≤35微克/立方米", "≤35微克/立方米")]),
        ("总投资1.2亿，当年完成", [("1.2亿", "1.2亿元")]),
        ("共有3个内设机构", [("3个", "3个")]),
        ("24小时内到场", [("24小时内", "≤24小时")]),
        ("绿化300平方米内容", [("300平方米", "300平方米")]),
        ("十一人、二十台", [("十一人", "11人"), ("二十台", "20台")]),
        ("2024年6月后实施", [("2024年6月后", "2024年6月后")]),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, str]]) -> None:
    """Numbers with a unit and dates are found in running text with their operators."""
    assert expected == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "2021年工作",
        "2020年至2022年",
        "1.完成任务；2.做好总结",
        "第3批、第十二条",
        "〔2021〕12号文件",
        "7*24小时值守",
        "三楼六楼会议室",
        "做好77警报试鸣",
        "12345热线",
        "PM2.5治理",
        "3年级学生",
        "70周年庆祝活动",
        "二期工程",
        "三个代表、两个维护",
        "十四五期间",
        "千家万户",
        "一次性验收",
        "近三年来",
        "二级医院",
        "A4纸、5G网络",
        "三公经费",
        "近5天、近5年",
        "一人、十人",
        "第3季度",
        "共投入3千",
        "容量1.2亿",
    ],
)
def test_no_mention(text: str) -> None:
    """Years, ordinals, document numbers, names and set phrases are no quantities."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "number", "unit", "raw_unit", "operator"),
    [
        ("投入经费4.5万", 4.5, "万元", "万元", None),
        ("总投资1.2亿", 1.2, "亿元", "亿元", None),
        ("接待1.8万人次", 18000, "人次", "万人次", None),
        ("20余场宣讲", 20, "场", "场", ">"),
        ("2024年6月后", None, None, "2024年6月后", "≥"),
        ("2024年6月前", None, None, "2024年6月前", "≤"),
    ],
)
def test_mentioned_quantity(
    text: str, number: float | None, unit: str | None, raw_unit: str, operator: str | None
) -> None:
    """The quantity of a mention is that of a value: number, canonical unit, unit as printed, operator."""
    (mention,) = find_quantities(text)
    quantity = mention.quantity

    assert (number, unit, raw_unit, operator) == (quantity.number, quantity.unit, quantity.raw_unit, quantity.operator)


def test_mention_context() -> None:
    """A mention tells the words beside it within the clause."""
    text = "做好普法工作，印发法治宣传手册5000份供各村使用，反响良好"
    (mention,) = find_quantities(text)

    assert (mention.before, mention.after) == ("印发法治宣传手册", "供各村使用")


@pytest.mark.parametrize(
    ("text", "unit", "wan"),
    [
        ("1,234.5", "万元", 1234.5),
        ("1，234.50", "万元", 1234.5),
        ("26450", "元", 2.645),
        ("1.2", "亿元", 12000),
        ("35", "千元", 3.5),
        ("3", "百万元", 300),
        ("26450元", None, 2.645),
        ("10000万元", None, 10000),
        ("4.5万", None, 4.5),
        ("4.5万", "元", 4.5),
        ("15 万元", "元", 15),
        ("15（万元）", None, 15),
        ("￥1,000.00元", None, 0.1),
        ("约15万元左右", None, 15),
        ("0", "万元", 0),
        ("-3.5", "万元", -3.5),
        ("12", "单位：万元", 12),
        ("12", None, None),
        ("12", "个", None),
        ("12人", "万元", None),
        ("", "万元", None),
        ("—", "万元", None),
        ("1.2.3", "万元", None),
        ("12 34", "万元", None),
    ],
)
def test_amount(text: str, unit: str | None, wan: float | None) -> None:
    """An amount is in 万元, by its own unit before the declared one; without a unit there is no amount."""
    assert wan == parse_amount(text, unit)
