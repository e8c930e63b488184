"""The text and the budget tables around the goal tables, as documents published by county departments have them."""

import re
from collections.abc import Iterator, Sequence

from perflint_zh.patterns import expression
from perflint_zh.samples.forms import money
from perflint_zh.samples.pieces import LEFT, UP, Grid, GridCell, Part, Piece, Text
from perflint_zh.samples.source import Project, Source
from perflint_zh.samples.style import chosen

CATEGORIES = (
    (r"公安|法院|检察|司法|政法", "204", "公共安全支出", "公共安全管理事务"),
    (r"教育|学校|中学|党校", "205", "教育支出", "教育管理事务"),
    (r"科学|科技|大数据", "206", "科学技术支出", "科学技术管理事务"),
    (r"文化|旅游|图书馆|融媒体|体育", "207", "文化旅游体育与传媒支出", "文化和旅游"),
    (r"民政|人力|社会保障|退役|残联|残疾|救助", "208", "社会保障和就业支出", "社会保障管理事务"),
    (r"卫生|医|疾", "210", "卫生健康支出", "卫生健康管理事务"),
    (r"环境", "211", "节能环保支出", "环境保护管理事务"),
    (r"城市|城管|住房|街道", "212", "城乡社区支出", "城乡社区管理事务"),
    (r"水利|农业|林业|乡村|供销", "213", "农林水支出", "农业农村"),
    (r"交通", "214", "交通运输支出", "公路水路运输"),
    (r"商务|招商", "216", "商业服务业等支出", "商业流通事务"),
    (r"自然资源|气象", "220", "自然资源海洋气象等支出", "自然资源事务"),
    (r"应急|消防", "224", "灾害防治及应急管理支出", "应急管理事务"),
    (r"", "201", "一般公共服务支出", "政府办公厅（室）及相关机构事务"),
)
"""Functional category by a word in the department's name: code, class and the item below it."""

SHARED = (("208", "社会保障和就业支出", 0.11), ("210", "卫生健康支出", 0.04), ("221", "住房保障支出", 0.06))
"""Categories to which every department's staff costs lead, with their share of the basic expenditure."""

INCOME = (
    "一、一般公共预算拨款收入", "二、政府性基金预算拨款收入", "三、国有资本经营预算拨款收入", "四、财政专户管理资金收入", "五、事业收入",
    "六、上级补助收入", "七、其他收入",
)  # fmt: skip

NUMERALS = (*"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十")
LEADING = expression(r"^[一二三四五六七八九十]{1,3}、")
"""The number that a heading of a source may have; sections are numbered here."""


def budget_tables(source: Source, code: str, name: str) -> Iterator[Piece]:
    """Cover, contents and budget tables of the department or of a unit below it."""
    unit = source.unit
    yield Part("封面")
    yield Text(f"{name}{source.year}年{_kind(source, name)}预算", "title")
    if chosen(source, "contents", (True, False)):
        yield Text("目  录", "heading")
        for number, line in enumerate(
            ("部门预算收支总表", "部门预算支出总表", "“三公”经费支出表", "项目支出绩效目标表"), start=1
        ):
            yield Text(f"{line}{'.' * 12}{number * 2}")
    for sheet, title, grid in (
        ("收支总表", "部门预算收支总表", _balance(source)),
        ("支出总表", "部门预算支出总表", _expenditure(source)),
        ("三公经费", "部门预算财政拨款“三公”经费支出表", _three_costs(source)),
    ):
        yield Part(sheet)
        yield Text(title, "title")
        yield Text(f"{code}{name}" if code else f"部门名称：{name}", "caption")
        yield Text(f"预算年度：{source.year}", "caption")
        yield Text(f"单位：{unit}", "caption")
        yield grid


def explanation(source: Source, name: str) -> Iterator[Piece]:
    """The explanation up to the goal tables."""
    year = source.year
    yield Part("预算说明")
    yield Text(f"{name}{year}年{_kind(source, name)}预算信息公开情况说明", "title")
    yield Text(f"依照预算公开的有关要求，现公布{name}{year}年预算并作如下说明。")
    yield Text("一、部门职责及机构设置情况", "heading")
    yield Text("部门职责：")
    yield from (Text(line.strip()) for line in source.duties.splitlines() if line.strip())
    yield Text("机构设置：")
    yield Grid(
        (
            ("单位名称", "单位性质", "单位规格", "经费保障形式"),
            (f"{name.removesuffix('本级')}本级", "行政", "正科级", "财政拨款"),
        ),
        (20, 10, 10, 16),
    )
    yield Text("二、部门预算安排的总体情况", "heading")
    yield Text("1、收入说明", "heading")
    total = plain(source.all_wan)
    yield Text(
        f"{year}年预算收入{total}万元，其中：一般公共预算拨款{total}万元，政府性基金预算拨款0万元，其他来源收入0万元。"
    )
    yield Text("2、支出说明", "heading")
    yield from _spending(source)
    yield Text("3、比上年增减情况", "heading")
    yield Text(_change(source))
    yield Text("三、机关运行经费安排情况", "heading")
    running = plain(round(source.basic_wan * 0.18, 2))
    yield Text(f"{year}年机关运行经费安排{running}万元，用于办公、印刷、邮电、差旅、日常维修和公务用车运行等开支。")
    yield Text("四、财政拨款“三公”经费预算情况及增减变化原因", "heading")
    car, guests = _three_amounts(source)
    yield Text(
        f"{year}年“三公”经费财政拨款预算{plain(round(car + guests, 2))}万元：因公出国（境）费0万元；公务用车购置及运行维护费"
        f"{plain(car)}万元；公务接待费{plain(guests)}万元。各项与上年持平。"
    )
    yield Text("五、预算绩效信息", "heading")
    yield Text("第一部分 部门整体绩效目标", "heading")
    yield Text("（一）总体绩效目标", "heading")
    yield from (Text(line.strip()) for line in source.overall_goal.splitlines() if line.strip())
    yield from _partial_goals(source)
    yield Text("（三）工作保障措施", "heading")
    for number, line in enumerate(MEASURES, start=1):
        yield Text(f"{number}、{line}")
    yield Text("第二部分 专项资金绩效目标", "heading")
    yield Text("本部门无专项资金。")


MEASURES = (
    "健全制度。修订财务、资产和合同管理办法，明确各科室在项目实施中的责任。",
    "加快执行。预算批复后及时下达计划，能早开工的早开工，需要采购的提前做好准备。",
    "跟踪问效。每季度对照绩效目标检查一次进展，出现偏离的查明原因并调整措施。",
    "严格监督。重大支出集体研究，自觉接受审计和社会监督。",
)


def closing(source: Source, name: str) -> Iterator[Piece]:
    """The explanation after the goal tables."""
    standard = [
        section
        for section in _standard(source, name)
        if not any(section[0][:4] in given for given, _ in source.sections)
    ]
    yield Part("其他说明")
    for number, (heading, text) in enumerate([*source.sections, *standard], start=5):
        yield Text(f"{NUMERALS[number]}、{LEADING.sub('', heading, count=1)}", "heading")
        yield from (Text(line.strip()) for line in text.splitlines() if line.strip())


def _standard(source: Source, name: str) -> Iterator[tuple[str, str]]:
    assets = plain(round(source.basic_wan * 0.4, 2))
    yield "政府采购预算情况", "本部门按照集中采购目录和采购限额标准编制采购预算，执行中据实办理。"
    yield "国有资产信息", f"{name}上年末固定资产账面金额{assets}万元，本年资产配置按预算批复执行。"
    yield (
        "名词解释",
        (
            "1、一般公共预算拨款收入：本级财政当年拨付的资金。\n"
            "2、基本支出：为保证机构正常运转、完成日常工作任务发生的人员支出和公用支出。\n"
            "3、项目支出：在基本支出之外，为完成特定工作任务或事业发展目标发生的支出。\n"
            "4、机关运行经费：为保障单位运行用于购买货物和服务的各项资金。"
        ),
    )
    yield "其他需要说明的事项", "本部门没有其他需要说明的事项。"


def plain(amount: float) -> str:
    """An amount as running text prints it."""
    return f"{amount:.6f}".rstrip("0").rstrip(".")


def printed_name(source: Source, project: Project) -> str:
    """Name of a project as the narrative prints it."""
    return source.narrative_aliases.get(project.name, project.name)


def narrative_list(source: Source) -> list[tuple[str, float | None]]:
    """Projects that the narrative names, with their amounts; forms that print amounts in their tables may leave them out here."""
    listed: list[tuple[str, float | None]] = [
        *(
            (printed_name(source, project), project.budget_wan)
            for project in source.projects
            if project.budget_wan is not None
        ),
        *source.narrative_extra,
    ]
    if source.form == "head" and not source.narrative_extra and chosen(source, "names only", (True, False)):
        return [(name, None) for name, _ in listed[:2]]
    return listed


def _kind(source: Source, name: str) -> str:
    return "部门" if name == source.department else "单位"


def _spending(source: Source) -> Iterator[Text]:
    year, basic, projects = source.year, plain(source.basic_wan), plain(source.projects_wan)
    staff = round(source.basic_wan * 0.82, 2)
    lead = (
        f"{year}年支出预算{plain(source.all_wan)}万元，其中：基本支出{basic}万元，包括人员经费{plain(staff)}万元和日常公用经费"
        f"{plain(round(source.basic_wan - staff, 6))}万元；"
    )
    listed = narrative_list(source)
    entries = [f"{name}{plain(amount)}万元" if amount is not None else name for name, amount in listed]
    if not entries:
        yield Text(f"{lead}项目支出{projects}万元。")
    elif listed[0][1] is None:
        yield Text(f"{lead}项目支出{projects}万元，主要为{'、'.join(entries)}等支出。")
    elif chosen(source, "list", ("running", "running", "lines")) == "running":
        introduced = chosen(source, "introduced", ("主要包括：", "主要为", "主要用于", "其中："))
        yield Text(f"{lead}项目支出{projects}万元，{introduced}{'，'.join(entries)}。")
    else:
        yield Text(f"{lead}项目支出{projects}万元，具体是：")
        for number, entry in enumerate(entries, start=1):
            yield Text(f"{number}.{entry}{'。' if number == len(entries) else '；'}")


def _change(source: Source) -> str:
    """Growth against the year before; the same projects stand here with amounts that are not their budgets."""
    year = source.year
    grown = [project for project in source.projects if project.budget_wan][:2]
    parts = [
        f"{printed_name(source, project)}{'增加' if index == 0 else '减少'}{plain(round((project.budget_wan or 0) * share, 2))}万元"
        for index, (project, share) in enumerate(zip(grown, (0.15, 0.05), strict=False))
    ]
    more = plain(round(source.basic_wan * 0.03, 2))
    rise = plain(round(source.basic_wan * 0.03 + source.projects_wan * 0.08, 2))
    return (
        f"{year}年预算收支安排{plain(source.all_wan)}万元，比{year - 1}年预算增加{rise}万元，其中：基本支出增加{more}万元，原因是工资调整；"
        f"项目支出增加{plain(round(source.projects_wan * 0.08, 2))}万元"
        + (f"，主要是{'，'.join(parts)}。" if parts else "。")
    )


def _partial_goals(source: Source) -> Iterator[Text]:
    yield Text("（二）分项绩效目标", "heading")
    duties = [
        re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.]?", "", line.strip())
        for line in source.duties.splitlines()
        if line.strip()
    ]
    for number, duty in enumerate(duties[:3], start=1):
        yield Text(f"{number}、{re.split('[，。；]', duty)[0]}", "heading")
        yield Text("绩效目标：按照职责分工安排全年工作，逐项落实到科室和人员。")
        yield Text("绩效指标：年度工作任务按计划完成，服务对象反映的问题及时答复。")


def _category(source: Source) -> tuple[str, str, str]:
    return next((code, name, item) for words, code, name, item in CATEGORIES if re.search(words, source.department))


def _amounts(source: Source) -> dict[str, tuple[str, float, float]]:
    """Category code → name, basic and project expenditure."""
    code, name, _ = _category(source)
    found: dict[str, tuple[str, float, float]] = {}
    left = source.basic_wan
    for shared, title, share in SHARED:
        amount = round(source.basic_wan * share, 2)
        found[shared] = (title, amount, 0.0)
        left -= amount
    _, basic, projects = found.get(code, (name, 0.0, 0.0))
    found[code] = (name, round(basic + left, 6), projects + source.projects_wan)
    return dict(sorted(found.items()))


def _balance(source: Source) -> Grid:
    """收支总表."""
    amounts = [(f"{name}", basic + projects) for name, basic, projects in _amounts(source).values()]
    spending = [(f"{NUMERALS[number]}、{name}", amount) for number, (name, amount) in enumerate(amounts)]
    rows: list[tuple[GridCell, ...]] = [
        ("序号", "收入", LEFT, "支出", LEFT),
        (UP, "项  目", "预算数", "项  目", "预算数"),
        ("栏次", "1", "2", "3", "4"),
    ]
    total = money(source.all_wan, source.unit)
    for number in range(max(len(INCOME), len(spending))):
        income = INCOME[number] if number < len(INCOME) else ""
        item, amount = spending[number] if number < len(spending) else ("", None)
        rows.append((str(number + 1), income, total if number == 0 else "", item, money(amount, source.unit)))
    rows.append((str(len(rows) - 2), "收入合计", total, "支出合计", total))
    return Grid(tuple(rows), (6, 26, 13, 26, 13), 1)


def _expenditure(source: Source) -> Grid:
    """支出总表 by functional category."""

    def figures(basic: float, projects: float) -> tuple[str, ...]:
        return tuple(money(amount, source.unit) if amount else "" for amount in (basic + projects, basic, projects))

    rows: list[tuple[GridCell, ...]] = [
        ("序号", "功能分类科目", LEFT, "合计", "基本支出", "项目支出", "上缴上级支出"),
        (UP, "科目编码", "科目名称", UP, UP, UP, UP),
        ("栏次", "1", "2", "3", "4", "5", "6"),
        ("1", "", "合计", *figures(source.basic_wan, source.projects_wan), ""),
    ]
    main, _, item = _category(source)
    # A declared total that does not add up is printed as declared.
    rows[3] = (*rows[3][:3], money(source.all_wan, source.unit), *rows[3][4:])
    for code, (name, basic, projects) in _amounts(source).items():
        rows.append((str(len(rows) - 2), code, name, *figures(basic, projects), ""))
        if code == main:
            rows.append((str(len(rows) - 2), f"{code}01", item, *figures(basic, projects), ""))
            rows.append((str(len(rows) - 2), f"{code}0101", "行政运行", *figures(basic, projects), ""))
    return Grid(tuple(rows), (6, 12, 26, 13, 13, 13, 12), 1)


def _three_amounts(source: Source) -> tuple[float, float]:
    return round(source.basic_wan * 0.012, 2), round(source.basic_wan * 0.002, 2)


def _three_costs(source: Source) -> Grid:
    car, guests = _three_amounts(source)
    lines: Sequence[tuple[str, float]] = (
        ("合计", car + guests),
        ("一、因公出国（境）费", 0.0),
        ("二、公务用车购置及运行维护费", car),
        ("三、公务接待费", guests),
    )
    rows: list[tuple[GridCell, ...]] = [("序号", "项  目", "本年预算数", "上年预算数", "增减额")]
    for number, (name, amount) in enumerate(lines, start=1):
        rows.append((str(number), name, money(amount, source.unit), money(amount, source.unit), ""))
    return Grid(tuple(rows), (6, 30, 14, 14, 12), 0)
