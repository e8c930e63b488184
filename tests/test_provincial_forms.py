"""Goal tables in the forms of other provinces and of the centre, each in every format that can hold it."""

import pytest
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.document import Document
from perflint_zh.extract import extract
from perflint_zh.read import read_content
from perflint_zh.samples import docx, html, text, xlsx
from perflint_zh.samples.pieces import LEFT, UP, Grid, GridCell, Piece, Text

pdf = pytest.importorskip("perflint_zh.samples.pdf", reason="reportlab is not installed", exc_type=ImportError)

FORMATS = {
    ".html": lambda pieces: html.page(pieces, "绩效目标"),
    ".docx": docx.package,
    ".xlsx": xlsx.workbook,
    ".pdf": pdf.pages,
    "rows.txt": text.as_rows,
    "cells.txt": text.as_cells,
}


def table(*rows: tuple[GridCell, ...]) -> Grid:
    """Rows filled up to the width of the widest: the last cell reaches to the right edge."""
    width = max(map(len, rows))
    return Grid(tuple((*row, *(LEFT,) * (width - len(row))) for row in rows), (10,) * width)


def read_as(file: str, pieces: list[Piece]) -> Budget:
    suffix = f".{file.rpartition('.')[2]}"
    content = read_content(FORMATS[file](pieces), suffix)
    return extract(Document(f"form{suffix}", "", content.blocks, content.notes))


def shown(project: Project, *extra: str) -> tuple[object, ...]:
    """Name, budget, goal and rows: the levels, name and value with the columns asked for."""
    return project.name, project.budget_wan, project.goal, [row_shown(row, *extra) for row in project.indicators]


def row_shown(row: Indicator, *extra: str) -> tuple[str | None, ...]:
    return (row.level1, row.level2, row.name, row.value, *(getattr(row, field) for field in extra))


every_format = pytest.mark.parametrize("file", FORMATS)


@every_format
def test_hebei_thresholds(file: str) -> None:
    """Four thresholds in place of a value (Hebei until 2020): the one for 优 is the target."""
    budget = read_as(
        file,
        [
            Text("1、城乡医疗救助补助（青财社〔2018〕88号）绩效目标表", "title"),
            table(
                ("绩效目标", "资助低收入人群参保，减轻看病负担。"),
                ("绩效指标分类", "绩效指标", "绩效指标描述", "绩效指标评价标准", LEFT, LEFT, LEFT, "评价标准确定依据"),
                (UP, UP, UP, "优", "良", "中", "差", UP),
                (
                    "产出指标",
                    "资助参保人数",
                    "当年资助参保的人数",
                    "≥5200人",
                    "≥5000人",
                    "≥4800人",
                    "<4800人",
                    "参保台账",
                ),
                (UP, "资助到位率", "实际资助人数占应资助人数的比例", "100%", "95%", "90%", "<90%", "工作方案"),
                ("效果指标", "受助家庭满意度", "受访家庭满意的比例", "≥95%", "≥90%", "≥85%", "<85%", "问卷调查"),
            ),
        ],
    )

    assert [shown(project, "description", "basis") for project in budget.projects] == [
        (
            "城乡医疗救助补助（青财社〔2018〕88号）",
            None,
            "资助低收入人群参保，减轻看病负担。",
            [
                ("产出指标", "", "资助参保人数", "≥5200人", "当年资助参保的人数", "参保台账"),
                ("产出指标", "", "资助到位率", "100%", "实际资助人数占应资助人数的比例", "工作方案"),
                ("效果指标", "", "受助家庭满意度", "≥95%", "受访家庭满意的比例", "问卷调查"),
            ],
        )
    ]


@every_format
def test_hebei_evaluation(file: str) -> None:
    """Operator, number and unit under one head (Hebei self-evaluation) are one value; wording stands in the unit."""
    budget = read_as(
        file,
        [
            Text("2020年度预算项目绩效自评表", "title"),
            table(
                ("项目名称", "临时救助资金", LEFT, "是否为专项资金", "否"),
                ("实施单位", "云岭县民政局", LEFT, "金额单位", "万元"),
                ("预算数", "86.5", "到位数", "86.5", "执行数", "80.1"),
                ("一级指标", "二级指标", "三级指标", "指标分值", "预期指标值", LEFT, LEFT, "实际完成值", "自评得分"),
                (UP, UP, UP, UP, "符号", "值", "单位（文字描述）", UP, UP),
                ("产出指标", "数量指标", "救助人次", "20", "大于等于", "430", "人次", "451人次", "20"),
                (UP, "质量指标", "审批准确率", "30", "等于", "100", "%(百分比)", "100%", "30"),
                ("效益指标", "社会效益指标", "困难家庭生活改善", "40", "定性", "0", "明显改善", "有改善", "38"),
                ("总分", LEFT, LEFT, "90", "", "", "", "", "88"),
            ),
        ],
    )

    assert budget.department == "云岭县民政局"
    assert budget.year == 2020
    assert [shown(project, "weight", "actual") for project in budget.projects] == [
        (
            "临时救助资金",
            86.5,
            None,
            [
                ("产出指标", "数量指标", "救助人次", "≥430人次", "20", "451人次"),
                ("产出指标", "质量指标", "审批准确率", "=100%(百分比)", "30", "100%"),
                ("效益指标", "社会效益指标", "困难家庭生活改善", "明显改善", "40", "有改善"),
            ],
        )
    ]


@every_format
def test_hubei_terms(file: str) -> None:
    """Columns for a longer term stand on the left (Hubei): goal, amount and rows of the year are taken."""
    budget = read_as(
        file,
        [
            Text("项目支出绩效目标表3", "title"),
            Text("（2020年度）", "caption"),
            table(
                ("项目名称", "校园安全防护提升"),
                ("主管部门及编码", "205临湖县教育局", LEFT, "实施单位", "临湖县教育局"),
                ("项目属性", "持续性项目", LEFT, "起止时间", "2020—2022年"),
                ("项目资金", "资金总额：900万元", LEFT, "当年资金总额：310.5万元"),
                ("中期目标", "三年内全部学校达到防护标准。"),
                ("年度目标", "完成18所学校的防护设施更新。"),
                (
                    "一级指标",
                    "二级指标（长期）",
                    "三级指标（长期）",
                    "指标值（长期）",
                    "二级指标（年度）",
                    "三级指标（年度）",
                    "指标值（年度）",
                ),
                ("产出指标", "数量指标", "改造学校数", "52所", "数量指标", "改造学校数", "18所"),
                (UP, "", "", "", "质量指标", "验收合格率", "100%"),
                ("效益指标", "社会效益指标", "安全事故数", "0起", "社会效益指标", "安全事故数", "0起"),
                ("满意度指标", "", "", "", "服务对象满意度指标", "家长满意度", "≥90%"),
            ),
        ],
    )

    assert budget.department == "临湖县教育局"
    assert [shown(project) for project in budget.projects] == [
        (
            "校园安全防护提升",
            310.5,
            "完成18所学校的防护设施更新。",
            [
                ("产出指标", "数量指标", "改造学校数", "18所"),
                ("产出指标", "质量指标", "验收合格率", "100%"),
                ("效益指标", "社会效益指标", "安全事故数", "0起"),
                ("满意度指标", "服务对象满意度指标", "家长满意度", "≥90%"),
            ],
        )
    ]


@every_format
def test_chongqing_approval(file: str) -> None:
    """A form with scores behind the level names and levels left empty (Chongqing): the amount of the year counts."""
    budget = read_as(
        file,
        [
            Text("2023年云岭镇加工园供水项目支出绩效目标审批表", "title"),
            Text("金额单位：万元", "caption"),
            table(
                ("项目名称", "云岭镇加工园供水工程"),
                ("项目分类", "基本建设", "建设周期", "2年"),
                ("项目总体概况", "铺设供水管道，新建加压泵站。"),
                ("年度主要目标和成果", "铺设管道6公里，泵站主体完工。"),
                ("项目总预算", "500", "当年年度预算", "120"),
                ("年度预算执行率", "100%", "10分"),
                ("一级指标", "二级指标", "三级指标", "指标值", "分值", "指标解释"),
                ("成本指标(0-20分)", "经济成本指标", "每公里造价", "≤18万元", "20", "概算批复的单价"),
                (UP, "社会成本指标", "", "", "", ""),
                (UP, "生态环境成本指标", "", "", "", ""),
                ("产出指标(40-50分)", "数量指标", "铺设管道长度", "6公里", "25", "当年完成的管道长度"),
                (UP, "质量指标", "验收合格率", "100%", "25", "合格工程占比"),
                ("效益指标(20-30分)", "社会效益指标", "受益企业数", "≥12家", "20", "接通供水的企业"),
            ),
        ],
    )

    assert budget.system == "new"
    assert [shown(project, "description", "weight") for project in budget.projects] == [
        (
            "云岭镇加工园供水工程",
            120.0,
            "铺设管道6公里，泵站主体完工。",
            [
                ("成本指标(0-20分)", "经济成本指标", "每公里造价", "≤18万元", "概算批复的单价", "20"),
                ("产出指标(40-50分)", "数量指标", "铺设管道长度", "6公里", "当年完成的管道长度", "25"),
                ("产出指标(40-50分)", "质量指标", "验收合格率", "100%", "合格工程占比", "25"),
                ("效益指标(20-30分)", "社会效益指标", "受益企业数", "≥12家", "接通供水的企业", "20"),
            ],
        )
    ]


@every_format
def test_gansu(file: str) -> None:
    """The project is the one of the second level (Gansu), its amount the declared one, not the total investment."""
    budget = read_as(
        file,
        [
            Text("省级部门预算项目支出绩效目标表", "title"),
            Text("（2023年度）", "caption"),
            Text("单位：万元", "caption"),
            table(
                ("一级项目名称", "公共文化服务", "二级项目名称", "县级图书馆免费开放"),
                ("项目类型", "延续项目", "项目分类", "其他运转类"),
                ("资金用途", "图书馆免费开放补助", "主管部门", "河源县文化和旅游局"),
                ("开始日期", "2023-01-01", "完成日期", "2023-12-31"),
                ("项目总投资", "60", "预算申报数", "32.5"),
                ("中央补助安排", "20", "省级财政安排", "12.5"),
                ("立项必要性", "满足群众基本阅读需求。"),
                ("政策依据", "免费开放管理办法"),
                ("年度绩效目标", "全年开放不少于300天，接待读者3.6万人次。"),
                ("一级指标", "二级指标", "三级指标", "指标目标值"),
                ("成本指标", "经济成本指标", "日均开放成本", "≤1100元"),
                ("产出指标", "数量指标", "开放天数", "≥300天"),
                ("满意度指标", "服务对象满意度指标", "读者满意度", "≥92%"),
            ),
        ],
    )

    assert (budget.department, budget.year) == ("河源县文化和旅游局", 2023)
    assert [project.funds_use for project in budget.projects] == ["图书馆免费开放补助"]
    assert [shown(project) for project in budget.projects] == [
        (
            "县级图书馆免费开放",
            32.5,
            "全年开放不少于300天，接待读者3.6万人次。",
            [
                ("成本指标", "经济成本指标", "日均开放成本", "≤1100元"),
                ("产出指标", "数量指标", "开放天数", "≥300天"),
                ("满意度指标", "服务对象满意度指标", "读者满意度", "≥92%"),
            ],
        )
    ]


@every_format
def test_anhui(file: str) -> None:
    """Names keep the template's stars and operators stay as typed (Anhui); the amount stands under its head."""
    budget = read_as(
        file,
        [
            Text("（高龄津贴）绩效目标自评表（2019年度）", "title"),
            table(
                ("项目名称", "高龄津贴"),
                ("主管部门", "沙园县民政局", LEFT, "实施单位", "沙园县民政局"),
                ("资金情况（万元）", "全年预算数", LEFT, "全年执行数", "分值", "执行率"),
                (UP, "254.4", LEFT, "251", "10", "98.7%"),
                ("年度目标", "按月足额发放津贴。"),
                ("一级指标", "二级指标", "三级指标", "年度指标值", "全年实际值", "分值"),
                ("产出指标", "数量指标", "★享受津贴老人数（≥**人）", ">=400人", "412人", "20"),
                (UP, "成本指标", "津贴标准（**元/人·月）", ">=530元/人*月", "530元/人*月", "20"),
                ("效益指标", "社会效益指标", "★政策知晓率（≥**%）", ">=90%", "93%", "30"),
            ),
        ],
    )

    assert [shown(project, "actual") for project in budget.projects] == [
        (
            "高龄津贴",
            254.4,
            "按月足额发放津贴。",
            [
                ("产出指标", "数量指标", "★享受津贴老人数（≥**人）", ">=400人", "412人"),
                ("产出指标", "成本指标", "津贴标准（**元/人·月）", ">=530元/人*月", "530元/人*月"),
                ("效益指标", "社会效益指标", "★政策知晓率（≥**%）", ">=90%", "93%"),
            ],
        )
    ]


@every_format
def test_shanghai(file: str) -> None:
    """Amounts in 元 become 万元 (Shanghai), the year's before the project's total."""
    budget = read_as(
        file,
        [
            Text("财政项目支出绩效目标申报表", "title"),
            Text("（2026年度）", "caption"),
            table(
                ("项目名称", "社区健身步道养护", LEFT, "项目性质", "一次性项目"),
                ("项目类别", "特定目标类", LEFT, "主管部门", "石岭区体育局"),
                ("计划开始日期", "2026-01-01", LEFT, "计划完成日期", "2026-12-31"),
                ("项目资金（元）", "项目资金总额", "3,000,000.00", "年度资金申请总额", "1,200,000.00"),
                (UP, "其中：财政资金", "3,000,000.00", "其中：当年财政拨款", "1,200,000.00"),
                (UP, "其他资金", "0.00", "上年结转资金", "0.00"),
                ("项目总目标", "三年内完成全部步道养护。"),
                ("年度总体目标", "完成14公里步道养护。"),
                ("一级指标", "二级指标", "三级指标", LEFT, "年度指标值"),
                ("产出指标", "数量指标", "养护步道长度", LEFT, "=14公里"),
                (UP, "时效指标", "完工时间", LEFT, "11月底前"),
                ("满意度指标", "服务对象满意度指标", "居民满意度", LEFT, "≥88%"),
            ),
        ],
    )

    assert [shown(project) for project in budget.projects] == [
        (
            "社区健身步道养护",
            120.0,
            "完成14公里步道养护。",
            [
                ("产出指标", "数量指标", "养护步道长度", "=14公里"),
                ("产出指标", "时效指标", "完工时间", "11月底前"),
                ("满意度指标", "服务对象满意度指标", "居民满意度", "≥88%"),
            ],
        )
    ]


@every_format
def test_guangdong(file: str) -> None:
    """Of the values for the whole term and for the year (Guangdong) the latter count."""
    budget = read_as(
        file,
        [
            Text("项目支出绩效目标表", "title"),
            Text("单位：万元", "caption"),
            table(
                ("项目名称", "乡镇消防站建设"),
                ("预算金额", "75"),
                ("总体绩效目标", "三年建成9个乡镇消防站。"),
                ("年度绩效目标", "当年建成3个乡镇消防站。"),
                ("一级指标", "二级指标", "三级指标", "实施周期指标值", "年度指标值"),
                ("产出指标", "数量指标", "建成消防站数量", "9个", "3个"),
                ("效益指标", "社会效益指标", "平均到场时间", "≤12分钟", "≤15分钟"),
            ),
        ],
    )

    assert [shown(project) for project in budget.projects] == [
        (
            "乡镇消防站建设",
            75.0,
            "当年建成3个乡镇消防站。",
            [
                ("产出指标", "数量指标", "建成消防站数量", "3个"),
                ("效益指标", "社会效益指标", "平均到场时间", "≤15分钟"),
            ],
        )
    ]


@every_format
def test_yunnan_list(file: str) -> None:
    """One list of all projects with the department's name in a row of its own (Yunnan)."""
    budget = read_as(
        file,
        [
            Text("部门项目支出绩效目标表", "title"),
            Text("部门名称：云岭县林业和草原局", "caption"),
            Text("单位：万元", "caption"),
            table(
                (
                    "单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "指标属性", "指标内容",
                ),
                ("云岭县林业和草原局", "", "", "", "", "", "", "", "", ""),
                ("森林防火专项", "火灾受害率不超过0.3‰。", "产出指标", "数量指标", "巡护里程", ">=", "12000", "公里", "定量指标", "护林员轨迹里程"),
                (UP, UP, "产出指标", "质量指标", "火情处置率", "=", "100", "%", "定量指标", "及时处置的火情占比"),
                (UP, UP, "效益指标", "社会效益指标", "群众防火意识", "=", "有所增强", "", "定性指标", "宣传后的变化"),
                ("草原监测", "完成36个样地监测。", "产出指标", "数量指标", "监测样地数", "=", "36", "个", "定量指标", "完成监测的样地"),
            ),
        ],
    )  # fmt: skip

    assert budget.department == "云岭县林业和草原局"
    assert [shown(project, "description") for project in budget.projects] == [
        (
            "森林防火专项",
            None,
            "火灾受害率不超过0.3‰。",
            [
                ("产出指标", "数量指标", "巡护里程", "≥12000公里", "护林员轨迹里程"),
                ("产出指标", "质量指标", "火情处置率", "=100%", "及时处置的火情占比"),
                ("效益指标", "社会效益指标", "群众防火意识", "=有所增强", "宣传后的变化"),
            ],
        ),
        ("草原监测", None, "完成36个样地监测。", [("产出指标", "数量指标", "监测样地数", "=36个", "完成监测的样地")]),
    ]


@every_format
def test_hunan_list(file: str) -> None:
    """A list under two rows of heads (Hunan platform): those of the upper row hold where the lower one is merged."""
    budget = read_as(
        file,
        [
            Text("项目支出绩效目标表", "title"),
            Text("金额单位：万元", "caption"),
            table(
                ("单位编码", "单位（专项）名称", "资金总额", "实施期绩效目标", "绩效指标"),
                (
                    UP, UP, UP, UP, "一级指标", "二级指标", "三级指标", "指标值", "指标值内容", "评（扣）分标准", "度量单位", "指标值类型", "备注",
                ),
                ("402", "就业技能培训", "60", "培训660人。", "产出指标", "数量指标", "培训人数", "660", "结业的人数", "每少1人扣0.1分", "人", "定量", ""),
                (UP, UP, UP, UP, UP, "质量指标", "结业率", "95", "结业人数占比", "每低1%扣1分", "%", "定量", ""),
                ("402", "创业贷款贴息", "45.8", "为120户贴息。", "产出指标", "数量指标", "贴息户数", "120", "获贴息户数", "每少1户扣0.1分", "户", "定量", ""),
            ),
        ],
    )  # fmt: skip

    assert [shown(project, "description") for project in budget.projects] == [
        (
            "就业技能培训",
            60.0,
            "培训660人。",
            [
                ("产出指标", "数量指标", "培训人数", "660人", "结业的人数"),
                ("产出指标", "质量指标", "结业率", "95%", "结业人数占比"),
            ],
        ),
        ("创业贷款贴息", 45.8, "为120户贴息。", [("产出指标", "数量指标", "贴息户数", "120户", "获贴息户数")]),
    ]


@every_format
def test_central_declaration(file: str) -> None:
    """The newer central form: a label beside the indicators, weights behind the values."""
    budget = read_as(
        file,
        [
            Text("项目支出绩效目标申报表", "title"),
            Text("（2024年度）", "caption"),
            table(
                ("项目名称", "水文站网改造"),
                ("主管部门及代码", "青河县水务局-305", LEFT, "实施单位", "青河县水文站"),
                ("项目资金（万元）", "年度资金总额：", LEFT, "210.4"),
                (UP, "其中：财政拨款", LEFT, "200.4"),
                (UP, "其他资金", LEFT, "10"),
                ("年度总体目标", "改造站点17处。"),
                ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值权重"),
                (UP, "产出指标", "数量指标", "改造站点数", "17处", "30"),
                (UP, UP, "质量指标", "验收合格率", "100%", "20"),
                (UP, "效益指标", "社会效益指标", "测报精度", "≥90%", "30"),
            ),
        ],
    )

    assert (budget.department, budget.year) == ("青河县水务局", 2024)
    assert [shown(project, "weight") for project in budget.projects] == [
        (
            "水文站网改造",
            210.4,
            "改造站点17处。",
            [
                ("产出指标", "数量指标", "改造站点数", "17处", "30"),
                ("产出指标", "质量指标", "验收合格率", "100%", "20"),
                ("效益指标", "社会效益指标", "测报精度", "≥90%", "30"),
            ],
        )
    ]


@every_format
def test_whole_department_is_no_project(file: str) -> None:
    """The form for the department as a whole gives no project; the table after it is read."""
    budget = read_as(
        file,
        [
            Text("部门（单位）整体支出绩效目标申报表", "title"),
            Text("（2024年度）", "caption"),
            table(
                ("部门（单位）名称", "青河县应急管理局"),
                ("年度主要任务", "任务名称", "主要内容", "预算金额（万元）"),
                (UP, UP, UP, "总额", "财政拨款", "其他资金"),
                (UP, "安全监管", "检查企业", "120", "120", "0"),
                ("金额合计", LEFT, LEFT, "120", "120", "0"),
                ("年度总体目标", "目标1：不发生较大事故。"),
                ("年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"),
                (UP, "产出指标", "数量指标", "检查企业数", "≥300家"),
                (UP, "效益指标", "社会效益指标", "较大事故起数", "0起"),
            ),
            Text("安全生产宣传经费绩效目标表", "title"),
            table(
                ("绩效目标", "开展宣传20场。"),
                ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"),
                ("产出指标", "数量指标", "宣传场次", "全年宣传活动", "20场", "计划标准"),
            ),
        ],
    )

    assert [shown(project) for project in budget.projects] == [
        ("安全生产宣传经费", None, "开展宣传20场。", [("产出指标", "数量指标", "宣传场次", "20场")])
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (("5.44", "120"), (5.44, 120.0)),
        (("860,000.00", "1,250,000.00"), (86.0, 125.0)),
        (("2000", "45000"), (None, None)),
    ],
    ids=["below any project's cost in 元", "above any project's cost in 万元", "either"],
)
@every_format
def test_budgets_without_a_declared_unit(
    file: str, printed: tuple[str, str], expected: tuple[float | None, ...]
) -> None:
    """Where no unit is declared, the size of all budgets of the document tells it, or they stay unknown."""
    pieces = []
    for name, amount in zip(("政务外网租用费", "档案库房修缮费"), printed, strict=True):
        pieces += [
            Text(f"{name}绩效目标表", "title"),
            table(
                ("项目名称", name, "预算数", amount, "", ""),
                ("绩效目标", f"完成{name}的年度任务。", LEFT, LEFT, LEFT, LEFT),
                ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"),
                ("产出指标", "数量指标", "服务单位数", "得到服务的单位", "12个", "工作方案"),
                (UP, "质量指标", "验收合格率", "合格的比例", "≥95%", "合同"),
            ),
        ]
    budget = read_as(file, pieces)

    assert tuple(project.budget_wan for project in budget.projects) == expected
