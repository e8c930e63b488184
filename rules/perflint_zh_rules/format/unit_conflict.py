"""unit-conflict."""

from collections.abc import Iterator

import msgspec
from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import (
    Measure,
    bare_name,
    canonical_unit,
    is_countable,
    measure_of,
    measure_words,
    squeeze,
    unit_dimension,
    unit_in_name,
    units_compatible,
)
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.promises import promises

from perflint_zh_rules._figures import NEAR, THINGS, each_of, measured, rows_of, things_of
from perflint_zh_rules.format._units import DATE, WHOLE, is_count, is_no_unit_of_shares


@rule(Project, severity="error")
def unit_conflict(project: Project) -> Iterator[Outcome]:
    """单位矛盾：指标名称、描述或绩效目标里的计量单位与指标值里的不一致。

    一个指标写了两个单位，验收时不知道按哪个核对。

    写法：名称“宣讲次数（%）”、值“≥10次” → 名称改为“宣讲次数（次）”；“系统数量”“1条” → “1个”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求指标指向明确。

    误报：人与人次、个与项、处与个等可以通用的单位不报；名称没有单位、值也看不出单位的不报；数的是人、名称写的是为他们做的事（孕产妇访视数 214人）不报。
    """
    rows = [row for row in rows_of(project) if _has_unit(row)]
    if not rows:
        yield NotApplicable()
    for row in rows:
        flaw = next(_alone(row), None) or _against_goal(row, project)
        if flaw is not None:
            yield msgspec.structs.replace(flaw, indicator=row)


def _has_unit(row: Indicator) -> bool:
    quantity = row.quantity
    if quantity is None or quantity.number is None or not quantity.unit or quantity.kind == "text":
        return False
    # A category that stands in the column of names is no measure.
    return level2_of(row.name) is None


def _against_goal(row: Indicator, project: Project) -> Flaw | None:
    """A number of the goal that a row repeats for the same thing in a unit of another size or kind (88公里, 88米, 88亩)."""
    value = measured(row)
    if value is None or value.number is None:
        return None
    heads = value.unit in PERSONS and PERSON.search(row.name) is None
    if not heads and unit_dimension(value.unit or "") not in MEASURED:
        return None
    things = things_of(bare_name(row.name)) | {bare_name(row.name)[-4:-2]}
    for promise in promises(project.goal):
        told = promise.quantity
        if (
            told.number == value.number
            and (promise.whole or "/" not in (value.unit or ""))
            and told.unit not in {value.unit, (value.unit or "").partition("/")[0]}
            and unit_dimension(told.unit or "") in (PLACED if heads else MEASURED)
            and any(thing in f"{promise.before}{promise.after[:NEAR]}" for thing in things)
        ):
            return Flaw(
                "value",
                f"绩效目标写“{promise.clause}”，“{row.name}”的指标值是“{row.value}”，单位不一致",
                suggestion="核对后写成同一个单位",
            )
    return None


def _alone(indicator: Indicator) -> Iterator[Flaw]:
    """What is wrong with the unit of a row as it stands."""
    quantity = indicator.quantity
    if quantity is None or quantity.number is None or not quantity.unit:
        return
    written = quantity.raw_unit or quantity.unit
    named = unit_in_name(indicator.name)
    if named is not None:
        powers = POWER.match(named) and quantity.number < LARGE and not POWER.match(written)
        if powers or not units_compatible(named, quantity.unit) or _another_word(named, quantity.unit):
            yield Flaw(
                "value",
                f"名称里的单位是“{named}”，指标值“{indicator.value}”用的是“{written}”",
                suggestion=_suggested(indicator, named),
            )
        return
    name = bare_name(indicator.name)
    never = any(quantity.unit in units and of.search(name) for of, units in NEVER)
    # What is counted may be told behind the name: faults by the plates that have one (不一致的块数).
    told = f"{written}数" in squeeze(indicator.description or "")
    if is_no_unit_of_shares(name, quantity.unit) or (never and not told):
        yield Flaw(
            "value",
            f"“{indicator.name}”不以“{written}”计数（指标值“{indicator.value}”）",
            suggestion="核对名称与单位",
        )
        return
    counter = COUNTER.search(name)
    counted = quantity.unit.partition("/")[0]
    if counter is not None and not (quantity.unit in PERSONS and PERSON.search(indicator.name)):
        word = counter[1] or counter[2]
        each_time = written.endswith("次") if word.endswith("次") else canonical_unit(counted) == f"{word}次"
        # 商户 and 卸货场 are the things themselves, counted by any word for such.
        things = word in NOUNS and unit_dimension(counted) in PLACED
        if not (each_time or things) and (not units_compatible(word, counted) or _another_counter(word, counted)):
            yield Flaw(
                "value",
                f"“{indicator.name}”以“{word}”计数，指标值“{indicator.value}”用的是“{written}”",
                suggestion=f"指标值改用“{word}”，或改名称",
            )
            return
    described = DESCRIBED.search(squeeze(indicator.description or "")) if counter is None else None
    if described is not None and _another_counter(described[1], counted):
        yield Flaw(
            "value",
            f"描述“{indicator.description}”以“{described[1]}”计数，指标值“{indicator.value}”用的是“{written}”",
            suggestion=f"指标值改用“{described[1]}”，或改描述",
        )
        return
    priced = _priced_otherwise(indicator, quantity.unit)
    if priced:
        yield Flaw(
            "value",
            f"“{indicator.name}”说的是每{priced}多少钱，指标值“{indicator.value}”用的是“{written}”",
            suggestion=f"改成每{priced}的价格，或改名称",
        )
        return
    measure = measure_of(indicator.name)
    dimension = unit_dimension(quantity.unit)
    # Up to a hundred the number may be meant as a share, which value-type-conflict says no count is.
    beyond = dimension == "percent" and quantity.number > WHOLE and is_count(name)
    if dimension is not None and (beyond or _foreign(name, measure, dimension)):
        yield Flaw(
            "value",
            f"“{indicator.name}”不会以“{written}”计（指标值“{indicator.value}”）",
            suggestion="核对名称与单位",
        )
        return
    if SHARE.search(name) and quantity.kind in {"count", "duration"}:
        return  # value-type-conflict says that a share is no count
    if (
        measure is not None
        and measure.dimensions
        and dimension is not None
        and not measure.dimensions & {"date", "time"}
    ):
        if not _possible(dimension, measure.dimensions):
            yield Flaw(
                "value",
                f"“{indicator.name}”的单位不会是“{written}”（指标值“{indicator.value}”）",
                suggestion="核对名称与单位",
            )
        return
    words = measure_words(indicator.name)
    unit = canonical_unit(counted)
    if quantity.unit in PERSONS and (PERSON.search(indicator.name) or quantity.number == 0):
        return
    if words and unit is not None and (is_countable(unit) or dimension in PHYSICAL) and unit not in words:
        usual = "、".join(sorted(words)[:3])
        yield Flaw(
            "value",
            f"“{indicator.name}”不以“{written}”计数（指标值“{indicator.value}”）",
            suggestion=f"常用单位：{usual}",
        )


POWER, LARGE = expression(r"[千万亿](?!.?瓦)"), 1e4
"""A unit that counts by thousands, and the number from which a value may be meant without it."""

COUNTER = expression(
    r"(?:(次|条|部|处|起|台|(?<![月省身股年备])份|(?<!建)册|(?<![用客])户|辆|块|盏|座|间|(?<![专国])家|篇|所|村|亩|吨|件|项|宗|(?<![病案])例|(?<![工周学日])期|(?<![现市农牧林渔广操球赛立职战屠])场|页|株|棵|(?<!成)套|幅|卷|(?<!分)组|支|路|枚|根|孔|眼)数|(批次|班次|场次|车次|架次|册次|台次|例次|辆次|趟次))$"
)
"""A name that ends with the word by which it is counted (宣传次数, 宽带条数)."""

NOUNS = frozenset("户 场 家 部 所 村 组 路".split())
PLACED = frozenset({"places", "organisations", "pieces"})
"""Counting words that are also the end of a thing's name, and dimensions of the words by which such things are counted."""

NEVER = (
    (
        expression(r"(?:幼儿园|学校|医院|卫生院|企业|单位|站点|场馆|村|社区)(?:总?数|数量|个数|家数|所数)$"),
        frozenset("人 名 人次 台 辆 册 份 页 公里 米 亩 平方米 吨 次 场".split()),
    ),
    (
        expression(
            r"(?<![重要特难热冰沸优缺弱亮观])点位?(?:总?数|数量|个数|处数)$|(?:断面|工位|机位|车位|床位|窗口|路口)(?:总?数|数量|个数|处数)$"
        ),
        frozenset("份 册 本 页 篇 人次 吨 千克 亩".split()),
    ),
    (
        expression(r"(?:时长|用时|工期|寿命|年限)$"),
        frozenset("场 场次 台 套 人 人次 份 项 万元 元 吨 公里 亩 平方米 户 家 处 座".split()),
    ),
    (
        expression(r"人数$"),
        frozenset({"户"}),
    ),
    (
        expression(r"人[数次]$"),
        frozenset("件 条 起 宗 处 座 所 篇 间 村 台 辆 套 份 册 页 棵 株 家 块 盏 根 张 幅".split()),
    ),
    (
        expression(
            r"(?:投诉|案件|发案|破案|事故|纠纷|信访|诉求|事件|差错)(?:发生)?(?:件数|起数|例数|宗数|总?数|数量)?$"
        ),
        frozenset("台 套 辆 部 架 册 本 页 公里 米 亩 平方米 吨 千克 块 盏 株 棵 座 间 栋".split()),
    ),
    (
        expression(r"(?:[水电气油煤热土方泥渣淤]|垃圾)[一-鿿]{0,3}(?<!数)量$"),
        frozenset("人 人次 台 套 辆 部 架 册 本 份 页 家 户 所 座 间 村 场 期 天 月".split()),
    ),
    (
        expression(
            r"^(?:采购|购置|购买|印制|印刷|制作|栽植|种植|安装|更换|储备)(?!.*(?:服务|保险|课|培训|体检|检测|演|租|维[护保修])).{2,}(?:(?<![次场期])数|数量)$"
        ),
        frozenset("人次 次 场 场次 期 例".split()),
    ),
    (
        expression(r"(?:频次|频率|次数|场次|轮次)$"),
        frozenset("人 名 户 台 套 辆 吨 公斤 千克 亩 平方米 公里 米 立方米 元 万元".split()),
    ),
    (expression(r"水量$"), frozenset({"度"})),
    (expression(r"(?:体积|容积|库容|(?:土|石|土石)方量?)$"), frozenset("平方米 亩 公顷 米 公里 平方公里".split())),
    (expression(r"(?<!水)电量$"), frozenset({"立方米", "吨"})),
    (
        expression(r"(?:团队|队伍|小组|分队|班组|协会|联盟|合作社|主体)(?:总?数|数量|个数)$"),
        frozenset("人 名 人次 台 辆 件 条 份 次 场 场次 亩 平方米 公里 米 吨 公斤".split()),
    ),
    (
        expression(
            r"(?:[设装]备|仪器?|(?<![司时契有危转投商])机|器|水泵|终端|电脑|空调|车辆|摄像头|显示屏)(?:总?数|数量|台数|采购数|购置数)?$"
        ),
        frozenset("条 篇 次 场 场次 人 名 人次 户 页 期 起 例 村 所 座 间 亩 册 本 平方米 公里 米 吨 千克".split()),
    ),
    (
        expression(
            r"(?:教师|医师|医生|护士|学员|学生|老人|职工|患者|队员|选手|专家|辅警|民警|志愿者|村民|居民|儿童|妇女|青年|(?<!动)员)(?:总?数|数量|名额)?$"
        ),
        frozenset("台 套 辆 部 架 册 份 本 页 篇 条 块 盏 株 棵 座 间 处 亩 平方米 公里 米 吨 千克".split()),
    ),
)
"""Names of people, groups, equipment, things bought or made, water and power, and the units in which nobody counts them."""

DESCRIBED = expression(r"^(?!.*(?:除以|÷|之比)).*(?<![率在名清])(台|套|辆|枚|册|盏|株|棵|座|间|页|块|场|眼|部)数$")
"""A description that ends with the word by which the thing is counted; of a mean that word is the divisor's (人数之和除以场数)."""

SHARE = expression(r"(?:率|比例|占比|满意度)$")
"""Names of shares."""

EACH_FIRST = expression(r"(?:每|单)[^，,。；;0-9]{1,12}(?:金额|费用?|价格?|标准|补[助贴])$")
"""A description that only gives the price of one of something."""

SPANS = frozenset({"deadline", "response-time", "lifetime"})
PRICES = frozenset({"cost", "unit-cost-standard", "income", "price"})
"""Measures of time and of money."""

PAID = expression(r"^(?:支付|缴纳|发放|拨付|兑付|报销)")
"""Payments, which are counted by months and payees."""

LOST = expression(r"(?<!经济)(?<!财产)(?<!资金)损失$")
"""What is saved from being lost, which may be grain or water as well as money."""

MEASURED = frozenset({"area", "length", "weight", "volume"})
"""Dimensions with units of different size, which a goal and a row mix up."""

PHYSICAL = MEASURED | {"energy"}
COUNTED = frozenset(
    {"persons", "person-times", "occurrences", "pieces", "equipment", "documents", "organisations", "places", "kinds"}
)
MONEY = frozenset({"money", "unit-cost"})

OF_PEOPLE = expression(r"(?:人数|人口|人次|(?:学员|学生|老人|职工|教师|患者|干部|群众|居民)数)$")
NOT_OF_PEOPLE = PHYSICAL | MONEY | {"time", "equipment", "documents"}
MET = expression(r"[人客接诊访学游流检拍筛借阅]|服务")
"""Names of amounts that count people too (客流量)."""

COUNTED_ONLY = expression(r"(?:数|数量)$")
COUNTS = frozenset(
    {"count", "person-count", "benefit-count", "accepted-count", "case-count", "occasion-count", "failure-count"}
)
OF_TIME = expression(r"[天日月年周时季课分秒]|期|龄")
"""Names of a number, and those whose number is of spans of time."""

OF_MONEY = expression(r"[资现基奖]金|预算|概算|成本|费用|经费|[税款额费值贷债]|收入|投资|支出")
IN_BULK = {
    "length": expression(r"[路道管网线渠堤河沟围栏廊缆带]"),
    "area": expression(r"[绿草林田地房屋场面墙湿园棚]"),
    "weight": expression(
        r"炭|查扣|查获|收缴|没收|销毁|[粮麦谷稻米豆薯棉糖茶种肉蛋奶鱼虾肥煤油水苗药料废食砂石盐菜果产渣泥]|垃圾|物资|秸秆|供种|良种|种子"
    ),
    "volume": expression(r"[水油木土石方泥污气料粪]|垃圾"),
    "energy": expression(r"[电能煤热]"),
}
"""Dimension → things of which a number may be given in it."""

PERSONS = frozenset("人 名 人次".split())
PERSON = expression(
    r"(?<!器)人(?!机)|员|生(?!产)|师|民|者|兵|儿童|[产孕]妇|老年|患|病|干部|代表|专家|学徒|工匠|能手|模范|先进|志愿|建[册档]"
)
"""Words of people, who may be counted by what is done for them (居民健康档案, 孕产妇访视数)."""

ALIKE = (
    frozenset("次 场 场次 期 班 班次 批 批次 回 轮 节 届 件次 例 人次 项".split()),
    frozenset("人 名 人次 位 户 例".split()),
    frozenset(
        "个 项 件 处 所 家 座 间 宗 起 例 类 种 点 口 眼 村 社区 单位 套 块 面 幅 条 支 组 盏 根 棵 株 项目 把 扇 樘 村次 路 井 孔 枚 段 片 道 站 栋".split()
    ),
    frozenset("台 套 台套 辆 部 架 组 个 件 项 具 艘".split()),
    frozenset("份 册 本 篇 卷 期 部 套 件 个 项 字 盒 袋".split()),
    frozenset("页 帧 幅 面 张 个".split()),
)
"""Counting words that stand for one another in practice; two words of no common group count different things."""


TIGHT = (
    frozenset("人 名 位 人次".split()),
    frozenset("个 项 处 所 座 家 类 种 点 组".split()),
    frozenset("台 套 台套 部 组 辆 架".split()),
    frozenset("次 场 场次 期 班 班次 批 批次".split()),
    frozenset("份 册 本 套".split()),
    frozenset("条 件 篇".split()),
    frozenset("起 件 例 宗".split()),
)
"""Counting words that a bracket in the name and the value may share; 件 in the one and 台 in the other are two units."""


def _another_word(named: str, unit: str) -> bool:
    """Whether a name's own unit in brackets is another counting word than the value's."""
    first, second = canonical_unit(named), canonical_unit(unit)
    if first is None or second is None or first == second or first[-1] == second[-1] == "次":
        return False
    if unit_dimension(first) not in COUNTED or unit_dimension(second) not in COUNTED:
        return False
    return not any({first, second} <= group for group in TIGHT)


def _another_counter(named: str, unit: str) -> bool:
    """Whether two counting words cannot mean the same count (份 and 张, 次 and 块, 条 and 台)."""
    first, second = canonical_unit(named), canonical_unit(unit)
    if first is None or second is None or first == second or (first[-1] == second[-1] == "次"):
        return False
    if unit_dimension(first) not in COUNTED or unit_dimension(second) not in COUNTED:
        return False
    if first in GENERIC or second in GENERIC:
        return {first, second} & (PERSONS | {"次"}) != set() and not {first, second} <= ALIKE[0] | ALIKE[1]
    return not any({first, second} <= group for group in ALIKE)


GENERIC = frozenset("个 项 件".split())


GIVEN = frozenset({"份", "套", "件"})

OWNERS = frozenset({"家", "户"})
EVENT = expression(r"活动|演出|展演|放映|培训|讲座|宣[讲传]|赛|会|演练")
"""Units of farms (每场 of 养殖场), and words of what else is counted by 场."""

A_HEAD = expression(r"每[人名生]每[天日月年期次]|[人生]均(?:每[天日月年期次])?[一-鿿]{0,4}(?:费|开支|补[助贴])")
"""Words of a sum for each person."""


def _priced_otherwise(indicator: Indicator, unit: str) -> str:
    """What a row gives the price of one of, where the value's unit has the price of something else (每场…费用, 元/亩).

    A description may say what each of some people does; only a sum for each is no price by size or weight.
    """
    written = [thing for thing in unit.partition("/")[2].split("·") if unit_dimension(thing) not in {None, "time"}]
    if unit_dimension(unit) != "unit-cost" or not written:
        return ""
    named = [thing for thing in each_of(indicator.name) if unit_dimension(thing) != "time"]
    if not named and all(unit_dimension(thing) in PHYSICAL for thing in written):
        named = ["人"] if A_HEAD.search(indicator.description or "") else []
    if not named and (begun := EACH_FIRST.match(indicator.description or "")):
        named = [thing for thing in each_of(begun[0]) if unit_dimension(thing) in PHYSICAL]
    meant = any(units_compatible(one, other) for one in named for other in written)
    # Of what is handed out one person gets one.
    given = not GIVEN.isdisjoint(named) and not PERSONS.isdisjoint(written)
    farm = "场" in named and not OWNERS.isdisjoint(written) and EVENT.search(indicator.name) is None
    return "" if meant or given or farm or not named else named[0]


def _foreign(name: str, measure: Measure | None, dimension: str) -> bool:
    """Whether a unit of this dimension can never be that of what the name measures; percentages are left to value-type-conflict."""
    slug = measure.slug if measure is not None else ""
    if DATE.search(name) and dimension in THINGS:
        return False
    if name.endswith("浓度"):
        return dimension in COUNTED | PHYSICAL | {"time", "money"}
    if slug in SPANS:
        return dimension in COUNTED | PHYSICAL
    if slug == "time":
        return dimension in (COUNTED | PHYSICAL) - {"occurrences"}
    if slug in {"days", "good-days"}:
        return dimension in PHYSICAL | {"persons", "person-times", "equipment", "documents", "organisations", "places"}
    if slug in PRICES and PAID.search(name):
        return dimension in PHYSICAL
    if slug == "amount":
        return dimension in PHYSICAL
    if slug == "income" and LOST.search(name):
        return dimension in COUNTED - {"pieces"} or dimension == "time"
    if slug in PRICES or (measure is None and name.endswith("价")):
        return dimension in COUNTED | PHYSICAL | {"time", "frequency"}
    if OF_PEOPLE.search(name):
        return dimension in NOT_OF_PEOPLE or (dimension == "occurrences" and not name.endswith("人次"))
    if slug == "volume":
        return dimension in {"persons", "person-times"} and MET.search(name) is None
    if COUNTED_ONLY.search(name) and dimension == "time":
        return slug in COUNTS and OF_TIME.search(name) is None
    if measure is not None and measure.dimensions and measure.dimensions <= PHYSICAL:
        return dimension in COUNTED | MONEY | {"time"}
    if COUNTED_ONLY.search(name) and dimension in MONEY:
        return OF_MONEY.search(name) is None
    return COUNTED_ONLY.search(name) is not None and dimension in IN_BULK and IN_BULK[dimension].search(name) is None


SURE = {"percent", "money", "area", "length", "weight", "volume", "energy", "persons", "time"}
"""Dimensions that are never another word for one another."""


def _possible(dimension: str, allowed: frozenset[str]) -> bool:
    return (
        dimension in allowed
        or dimension not in SURE
        or not allowed <= SURE | {"person-times", "occurrences", "date", "permille"}
    )


def _suggested(indicator: Indicator, named: str) -> str:
    head = indicator.name.rstrip()
    if named == "%" and not head.split("（")[0].split("(")[0].endswith(("率", "度", "比", "比例")):
        return f"名称中的“%”改为“{indicator.quantity.unit}”" if indicator.quantity else ""
    return f"指标值改用“{named}”，或改名称里的单位"
