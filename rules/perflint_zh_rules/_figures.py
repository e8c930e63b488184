"""Figures of a goal table as several families read them: rows that count, values with the unit that the name gives, amounts in 万元."""

from datetime import date, timedelta

import msgspec
from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.extract.value import Mention, find_quantities, parse_value
from perflint_zh.knowledge import bare_name, half_width, unit_at, unit_dimension, unit_in_name, unit_to_wan
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import promises
from perflint_zh_models.quantities.words import unspaced


def rows_of(project: Project) -> tuple[Indicator, ...]:
    """Rows of a table without those that a page break printed twice."""
    return tuple([row for row in project.indicators if not row.duplicate_row])


def measured(row: Indicator) -> Quantity | None:
    """The value as a quantity; a bare number takes the unit in the name's brackets."""
    quantity = row.quantity
    if quantity is not None and quantity.unit is None and quantity.number is not None:
        unit = unit_in_name(row.name)
        return parse_value(row.value, unit) if unit else quantity
    return quantity


def amount_wan(quantity: Quantity | None) -> float | None:
    """A sum of money in 万元, also that of one thing (元/人); of a range the upper end; None for anything else."""
    if (
        quantity is None
        or quantity.number is None
        or quantity.unit is None
        or quantity.kind not in {"money", "unit-cost"}
    ):
        return None
    factor = unit_to_wan(quantity.unit.partition("/")[0])
    number = quantity.upper if quantity.operator == "~" and quantity.upper is not None else quantity.number
    return None if factor is None else number * factor


FIRST_DAY = date(1899, 12, 30)
SERIALS = range(36526, 55153)
"""Days of 2000 to 2050 as spreadsheets store them, counted from `FIRST_DAY`."""
WHEN = expression(r"(?:时间|时限|期限|日期|时点|节点|截止|完成期)$")


def serial_date(row: Indicator) -> date | None:
    """The date that a bare number under the name of a time is in a spreadsheet, None for any other value."""
    quantity = row.quantity
    if quantity is None or quantity.number is None or quantity.unit is not None or quantity.number not in SERIALS:
        return None
    return FIRST_DAY + timedelta(days=int(quantity.number)) if WHEN.search(bare_name(row.name)) else None


def mentions(text: str | None) -> tuple[Mention, ...]:
    """Figures in running text; blanks between a number and its unit do not matter."""
    return find_quantities(unspaced(text))


EARLIER = expression(
    r"(?:19|20)\d{2}年|上年|去年|同期|原|现状|年初|往年|基数|(?<![月日底年期以之提当目])前(?![提往来沿景列端款])"
)
"""Words before a figure of an earlier time."""


def earlier_figures(row: Indicator, text: str | None) -> tuple[float, ...]:
    """Figures of an earlier time in a text of a row, in the unit of its value; of what a price is for they need not say (修复前58元)."""
    unit = (row.quantity.unit or "") if row.quantity is not None else ""
    return tuple(
        told.quantity.number
        for told in promises(text)
        if told.quantity.unit in {unit, unit.partition("/")[0]} - {""}
        and told.quantity.number is not None
        and EARLIER.search(told.before)
    )


EACH = expression(r"每(?:[一1]个?)?(?=[^年])|单(?=[台次份个辆人车期套篇册件张户间场批块幅项条亩座处所公平米])")
AVERAGE = expression(r"((?!(?<=市)场)[^平月年日均、，,。；（(])均")
AVERAGED = {
    "案": "件",
    "生": "人",
    "校": "所",
    "院": "家",
    "队": "支",
    "师": "人",
    "车": "辆",
    "机": "台",
    "班": "班",
    "镇": "乡镇",
}
"""Units behind 单 and 每 and before 均 that are called by another character (单车, 每生)."""


def each_of(text: str) -> tuple[str, ...]:
    """Of what a text says that an amount is for each of them (每场, 单台, 户均)."""
    plain = half_width(text)
    found: list[str] = []
    for match in EACH.finditer(plain):
        read = unit_at(plain, match.end())
        # 每车公里 is for a kilometre.
        short = "" if unit_at(plain, match.end() + 1) else AVERAGED.get(plain[match.end() : match.end() + 1], "")
        thing = read[2].partition("/")[0].partition("·")[0] if read is not None and read[1] == 0 else short
        if thing and unit_dimension(thing) not in {"money", "percent", "time"}:
            found.append(thing)
    averaged = [AVERAGED.get(match[1], match[1]) for match in AVERAGE.finditer(plain)]
    return tuple(dict.fromkeys([*found, *(unit for unit in averaged if unit_dimension(unit))]))


def shown(row: Indicator) -> str:
    """A row as messages quote it."""
    return f"{row.name} {row.value}"


def wan(number: float) -> str:
    """An amount as messages print it: 万元 with at most four decimals, without trailing zeros."""
    return f"{round(number, 4):.4f}".rstrip("0").rstrip(".")


GENERAL = frozenset({"个", "项", "次", "人", "人次", "件", "户", "家", "份", "条", "种", "类", "期", "批", "%", "天"})
"""Units that count all sorts of things; of the others a project mostly has one figure."""

ALONE = {True: 2, False: 1}
"""Pairs of characters that clause and row must share when theirs are the only figures in a unit: more for a general unit."""

NAMING_UNITS = frozenset({"村", "社区", "乡镇", "单位"})
"""Units that name what they count, so that 24个行政村 needs no noun behind it."""

COSTS = frozenset({"成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标"})
"""Canonical 二级指标 of cost, in the old and the new system."""

THINGS = frozenset({"persons", "person-times", "equipment", "documents", "area", "length", "organisations", "pieces"})
"""Dimensions of what is counted or measured as it stands there."""

HARMS = frozenset({"社会成本指标", "生态环境成本指标"})
"""Those of the new system for damage done to people and nature, which is counted in any unit."""

BETTERED = expression(r"改善|提升|提高|增强|促进|带动|优化|改进|丰富")
GOOD_DEED = expression(rf"{BETTERED.pattern}|化解|调解|受益|惠及|新增就业")
"""What is no damage: getting better, and names that begin with good done."""

EFFECTS = frozenset({"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"})
"""Canonical 二级指标 of effect."""

ASKS_WHEN = expression(r"(?:时间|时限|期限|日期|时点)$")
"""Names that ask for a time."""


def few_are_good(row: Indicator) -> bool:
    """Whether a value is none or a cap: of what it counts, less is better."""
    return row.quantity is not None and (row.quantity.number == 0 or row.quantity.operator in {"≤", "<"})


COUNT_WORDS = expression(
    r"(?:(?:类别|种类|品种)数?量?|总?数量|总数|总量|人员?数|人次|场次|班次|期次|[一-鿿]次数|数|面积|里程|规模)$"
)
"""Endings of a count's name after the thing that is counted."""

DEED = expression(
    r"(?<=[一-鿿]{2})(?:配发|发放|配备|购置|采购|更新|更换|安装|新建|建设|改造|维修|维护|养护|印制|制作|培训|慰问|救助|补助|资助|检测|抽检|投放|栽植|清运)$"
)
"""What is done to the things, where a name puts it behind them (记录仪配发数)."""

GENERIC = expression(r"[数量次个]$|^[数总]")

NEAR = 8
"""Characters behind a figure in which the thing it counts must be named (29台在用车辆)."""


def things_of(name: str) -> set[str]:
    """The last two characters of what a count's name counts (车辆 of 管理车辆数, 路灯 of 维护路灯盏数)."""
    counted = DEED.sub("", COUNT_WORDS.sub("", name))
    found = {counted[-2:], name.removesuffix("数")[-2:]}
    if counted != name and name.endswith("数") and unit_dimension(counted[-1:]):
        found.add(counted[-3:-1])
    return {word for word in found if len(word) == 2 and not GENERIC.search(word)}


MINUTES = {"秒": 1 / 60, "分钟": 1.0, "小时": 60.0}
"""Short spans of time, which goal and row may give in different units."""


def in_minutes(quantity: Quantity) -> Quantity:
    """A short span of time in minutes, so that 2小时 is 120分钟; anything else as it is."""
    minutes = MINUTES.get(quantity.unit or "")
    if minutes is None or quantity.number is None:
        return quantity
    upper = None if quantity.upper is None else quantity.upper * minutes
    return msgspec.structs.replace(quantity, number=quantity.number * minutes, upper=upper, unit="分钟")


GOOD_RATE = expression(
    r"(?<![不未无失超违])(?:检验|检定|送检|合格|达标|准确|正确|完好|成功|一致|有效|优良|及时|办结|结案|处置|成活|保存|到位|证书|帮扶|清扫|扑灭|安全行车|合规|验收|通过|覆盖|知晓|治理|综合利用|资源化利用|无害化处理|到报|入库|"
    r"就诊|就医|普及|参保|入学|签约|早诊|诊断|治愈|救治|治疗|服药|随访|筛查|规范管理|建档|巩固|"
    r"完成|整改|整治|拆除|化解|破案|受理|答复|核实|核验|识别|履约|履行|清偿|收缴|结业|取证|持证|称职|出席|参选|参学|参加|参与|在线|上线|联通|畅通|到达|放映|回收|恢复|绿化|机械化|采用|采纳|批示|"
    r"续签|续约|存续|保持|保有|持续[一-鿿]{0,4}|连续|满足|保障|保证|普惠|落地|投产|开工|正点|准点|适配|配套|公开|上网|开放|执行|落实|应用)(?:比率|比例|占比|率)$"
)
"""Rates of which more is better whatever they are measured on."""

GOOD_WAY = expression(
    r"(?:清洁|节能|节地|节水|绿色|优良|优质|网上|线上|掌上|新能源|持证|双师|达标|职称|原创|正面|无纸化|自助).{0,8}(?:率|占比|比例)$|"
    r"(?:佩戴|刷牙|洗手|锻炼|阅读|喂养|礼让|投放|上传|采纳|查明|劝离|到庭|息访|息诉|火化|替代|分出|日清|自给|陪审|互认|录用|应答|接通|复耕|复绿|还田|离田|转化|留用|留存)率$"
)
"""Rates of a better way of doing things or of what people are to take up."""


GOOD_AMOUNT = expression(
    r"(?<!经济)(?:产量|产值|收入|税收|销[量售]额?|客流量?|游客量?|旅客量|营业额|交易额|成交额|客运量|货运量|节[约省]?[水电煤气油能]量|储量|就业人?数?)$"
)
"""Amounts of which more is better wherever they come from."""


def is_good_share(name: str) -> bool:
    """Whether a name is that of a share of which more is better, whatever it is measured on."""
    return (GOOD_RATE.search(name) or GOOD_WAY.search(name)) is not None
