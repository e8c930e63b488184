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
    ids=["too-low-for-yuan", "too-high-for-wan", "either"],
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


@every_format
def test_shandong_short_heads(file: str) -> None:
    """Heads without the word 指标 and levels called 值 (Shandong)."""
    budget = read_as(
        file,
        [
            Text("青禾县实验小学项目支出目标申报表", "title"),
            Text("（2025年度）", "caption"),
            table(
                ("项目名称", "校园安防设备更新"),
                ("项目主管部门", "青禾县教育和体育局"),
                ("项目资金申请（万元）", "资金总额：", "36.2"),
                ("一级", "二级", "三级", "年度数值", "备注"),
                ("产出值", "数量值", "更换监控探头", ">=48个", ""),
                (UP, "成本值", "单个探头造价", "<=620元", ""),
                ("效益值", "社会效益值", "校园盗窃事件", "0起", ""),
                (UP, "可持续影响值", "设备使用年限", ">=6年", ""),
            ),
        ],
    )

    assert (budget.department, budget.year) == ("青禾县教育和体育局", 2025)
    assert [shown(project) for project in budget.projects] == [
        (
            "校园安防设备更新",
            36.2,
            None,
            [
                ("产出值", "数量值", "更换监控探头", ">=48个"),
                ("产出值", "成本值", "单个探头造价", "<=620元"),
                ("效益值", "社会效益值", "校园盗窃事件", "0起"),
                ("效益值", "可持续影响值", "设备使用年限", ">=6年"),
            ],
        )
    ]


@every_format
def test_hunan_value_with_unit(file: str) -> None:
    """指标值及单位 is the value; 计划标准 under 绩效标准 is its basis; a 一级 without 二级 takes none from the rows above (Hunan)."""
    budget = read_as(
        file,
        [
            Text("2023年项目支出绩效目标申报表", "title"),
            table(
                ("项目支出名称", "河道保洁服务", "预算部门", "云溪县水利局", LEFT),
                ("年度本级预算金额", "86万", "该项目支出上级资金", "0", LEFT),
                ("实施期绩效目标", "三年内河面无漂浮物。"),
                ("本年度绩效目标", "清理河道12公里，全年巡查不断档。"),
                ("一级指标", "二级指标", "三级指标内容", "指标值及单位", "绩效标准"),
                ("产出指标", "数量指标", "清理河道长度", "12公里", "计划标准"),
                (UP, "时效指标", "服务期限", "2023.01-2023.12", "计划标准"),
                ("效益指标", "经济效益指标", "", "", ""),
                (UP, "社会效益指标", "投诉件数", "≤5件", "历史标准"),
                ("社会公众或服务对象满意度指标", "", "沿河居民满意度", "≥90%", "计划标准"),
            ),
        ],
    )

    assert (budget.department, budget.year) == ("云溪县水利局", 2023)
    assert [shown(project, "description", "basis") for project in budget.projects] == [
        (
            "河道保洁服务",
            86.0,
            "清理河道12公里，全年巡查不断档。",
            [
                ("产出指标", "数量指标", "清理河道长度", "12公里", None, "计划标准"),
                ("产出指标", "时效指标", "服务期限", "2023.01-2023.12", None, "计划标准"),
                ("效益指标", "社会效益指标", "投诉件数", "≤5件", None, "历史标准"),
                ("社会公众或服务对象满意度指标", "", "沿河居民满意度", "≥90%", None, "计划标准"),
            ],
        )
    ]


@every_format
def test_hubei_names_without_head(file: str) -> None:
    """The column right of 二级指标 holds the names though nothing heads it; the sum of a list of costs is the budget (Hubei)."""
    budget = read_as(
        file,
        [
            Text("临江市2022年市直部门预算项目支出绩效目标表", "title"),
            Text("单位：万元", "caption"),
            table(
                ("项目名称", "档案库房运行"),
                ("成本构成", "金额", "测算依据", "2021年执行数"),
                ("恒湿设备用电", "18", "按表计量", "17.5"),
                ("安全值守", "24.6", "用工合同", "24.6"),
                ("合计", "42.6", "", "42.1"),
                ("绩效目标", "库房温湿度全年达标。"),
                ("一级指标", "二级指标", "", "绩效标准", "当年预期实现值"),
                ("产出指标", "数量指标", "巡查次数", "每天早晚各一次", "730次"),
                (UP, "质量指标", "温湿度达标率", "达标天数的比例", "≥98%"),
            ),
        ],
    )

    assert budget.year == 2022
    assert [shown(project, "description") for project in budget.projects] == [
        (
            "档案库房运行",
            42.6,
            "库房温湿度全年达标。",
            [
                ("产出指标", "数量指标", "巡查次数", "730次", "每天早晚各一次"),
                ("产出指标", "质量指标", "温湿度达标率", "≥98%", "达标天数的比例"),
            ],
        )
    ]


@every_format
def test_chongqing_without_levels(file: str) -> None:
    """A list without levels (Chongqing); a qualitative row has no value and is a row all the same."""
    budget = read_as(
        file,
        [
            Text("2023年一般性项目绩效目标表（一级项目）", "title"),
            table(
                ("编制单位：", "613-石桥镇", LEFT, LEFT, "单位：万元"),
                ("专项资金名称", "公益性岗位补贴", "业务主管部门", "613-石桥镇"),
                ("当年预算", "9.6"),
                ("立项依据", "渝人社（2021）00015"),
                ("当年绩效目标", "每月发放岗位补贴。"),
                ("指标", "指标权重", "计量单位", "指标性质", "指标值"),
                ("发放次数", "30", "次", "=", "12"),
                ("岗位人员满意度", "20", "%", "≥", "95"),
                ("稳定就业", "20", "", "定性", ""),
            ),
        ],
    )

    assert (budget.department, budget.department_code, budget.year) == ("石桥镇", "613", 2023)
    assert [shown(project, "weight") for project in budget.projects] == [
        (
            "公益性岗位补贴",
            9.6,
            "每月发放岗位补贴。",
            [
                ("", "", "发放次数", "=12次", "30"),
                ("", "", "岗位人员满意度", "≥95%", "20"),
                ("", "", "稳定就业", "", "20"),
            ],
        )
    ]


@every_format
def test_fujian_places(file: str) -> None:
    """Values stand under the names of places and operators under 指标方向 (Fujian): the first place counts."""
    budget = read_as(
        file,
        [
            Text("海澜区2025年省级林业专项资金绩效目标表", "title"),
            table(
                ("项目名称", "省级林业专项", "主管部门(单位)名称", "海澜区林业局"),
                ("资金情况(万元)", "资金总额", "58", "其中：财政拨款", "58"),
                ("总体目标", "完成松林改造。"),
                ("一级指标", "二级指标", "三级指标", "指标解释", "指标方向", "南屿镇", "白沙街道"),
                ("产出指标", "数量指标", "改造面积(亩)", "完成改造的松林", "≥", "300", "120"),
                (UP, "质量指标", "是否通过验收", "县级验收结论", "是/否", "是", "是"),
            ),
        ],
    )

    assert (budget.department, budget.year) == ("海澜区林业局", 2025)
    assert [note.partition("：")[2] for note in budget.notes] == ["指标值分列在南屿镇、白沙街道下，只读了“南屿镇”一列"]
    assert [shown(project, "description") for project in budget.projects] == [
        (
            "省级林业专项",
            58.0,
            "完成松林改造。",
            [
                ("产出指标", "数量指标", "改造面积(亩)", "≥300", "完成改造的松林"),
                ("产出指标", "质量指标", "是否通过验收", "是", "县级验收结论"),
            ],
        )
    ]


@every_format
def test_inner_mongolia_operators(file: str) -> None:
    """What a column holds tells operators from directions, whatever their heads say (Inner Mongolia, Yunnan)."""
    budget = read_as(
        file,
        [
            Text("项目绩效目标表", "title"),
            table(
                ("项目名称", "执法装备更新"),
                ("一级指标", "二级指标", "三级指标", "指标性质", "指标方向", "目标值", "计量单位", "分值"),
                ("产出指标", "数量指标", "购置记录仪", "正向", "大于等于", "26", "台", "10"),
                (UP, "成本指标", "单台价格", "反向", "小于等于", "0.2", "万元", "10"),
                (UP, "质量指标", "验收合格率", "正向", "═", "100", "%", "10"),
                (UP, "时效指标", "配发及时率", "正向", "≧", "95", "%", "10"),
                ("效益指标", "社会效益", "取证能力", "定性", "", "有效提升", "", "15"),
            ),
        ],
    )

    assert [row_shown(row, "direction") for row in budget.projects[0].indicators] == [
        ("产出指标", "数量指标", "购置记录仪", "≥26台", "正向"),
        ("产出指标", "成本指标", "单台价格", "≤0.2万元", "反向"),
        ("产出指标", "质量指标", "验收合格率", "=100%", "正向"),
        ("产出指标", "时效指标", "配发及时率", "≥95%", "正向"),
        ("效益指标", "社会效益", "取证能力", "有效提升", "定性"),
    ]


@every_format
def test_henan_blocks_side_by_side(file: str) -> None:
    """Each 一级 has names and values of its own in the rows of a project (Henan); offices stand above their projects."""
    budget = read_as(
        file,
        [
            Text("部门预算项目绩效目标汇总表", "title"),
            Text("部门（单位）名称：柳溪县档案馆", "caption"),
            table(
                ("单位编码（项目编码）", "项目单位（项目名称）", "项目金额（万元）", LEFT, "绩效目标", "绩效指标", *(LEFT,) * 5),
                (UP, UP, UP, LEFT, UP, "成本指标", LEFT, "产出指标", LEFT, "效益指标", LEFT),
                (UP, UP, "资金总额", "单位资金", UP, *("三级指标", "指标值") * 3),
                ("317", "柳溪县档案馆", "52", *("",) * 8),
                ("4101317", "库房恒温改造", "32", "", "改善库房条件", "改造成本", "≤32万元", "改造面积", "≥260平方米", "档案受损数", "0卷"),
                (*(UP,) * 5, "", "", "验收合格率", "100%", "", ""),
                ("4101318", "档案抢救", "20", "", "抢救破损档案", "每页成本", "≤4元", "抢救页数", "5万页", "可查阅率", "≥95%"),
            ),
        ],
    )  # fmt: skip

    assert budget.department == "柳溪县档案馆"
    assert [(project.project_code, *shown(project)) for project in budget.projects] == [
        (
            "4101317",
            "库房恒温改造",
            32.0,
            "改善库房条件",
            [
                ("成本指标", "", "改造成本", "≤32万元"),
                ("产出指标", "", "改造面积", "≥260平方米"),
                ("产出指标", "", "验收合格率", "100%"),
                ("效益指标", "", "档案受损数", "0卷"),
            ],
        ),
        (
            "4101318",
            "档案抢救",
            20.0,
            "抢救破损档案",
            [
                ("成本指标", "", "每页成本", "≤4元"),
                ("产出指标", "", "抢救页数", "5万页"),
                ("效益指标", "", "可查阅率", "≥95%"),
            ],
        ),
    ]


def test_blocks_with_levels_of_their_own() -> None:
    """Blocks may have 二级 as well; heads printed again begin them anew, and what is no such list stays as it is."""
    heads = (
        "| 项目名称 | 产出指标 | | | 效益指标 | | |\n"
        "| | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |\n"
    )
    budget = read_text_as(
        ".txt",
        f"项目支出绩效目标表\n{heads}"
        "| 河道清淤 | 数量指标 | 清淤长度 | 9公里 | 社会效益指标 | 受益村数 | 6个 |\n"
        f"{heads}"
        "| 堤防维修 | 质量指标 | 合格率 | 100% | | | |\n",
    )

    assert [shown(project) for project in budget.projects] == [
        (
            "河道清淤",
            None,
            None,
            [("产出指标", "数量指标", "清淤长度", "9公里"), ("效益指标", "社会效益指标", "受益村数", "6个")],
        ),
        ("堤防维修", None, None, [("产出指标", "质量指标", "合格率", "100%")]),
    ]


@every_format
def test_unfilled_rows(file: str) -> None:
    """What a template holds is no indicator, a name without a value is one; the levels beside both stay valid."""
    budget = read_as(
        file,
        [
            Text("项目支出绩效自评表", "title"),
            Text("（2022年度）", "caption"),
            table(
                ("项目名称", "防汛物资储备"),
                ("年度总体目标完成情况", "预期目标", LEFT, "实际完成情况", LEFT),
                (UP, "备足两个乡镇的防汛物资。", LEFT, "已完成。", LEFT),
                ("一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值"),
                ("产出指标（50分）", "数量指标", "指标1：编织袋", "9000条", "9000条"),
                (UP, UP, "指标2：", "", ""),
                (UP, UP, "……", "", ""),
                (UP, "质量指标", "指标1：物资合格", "", ""),
                ("效益指标（30分）", "生态效益指标", "指标1：/", "/", "/"),
                (UP, "可持续影响指标", "指标1：轮换制度", "健全", "健全"),
            ),
        ],
    )

    assert [shown(project, "actual") for project in budget.projects] == [
        (
            "防汛物资储备",
            None,
            "备足两个乡镇的防汛物资。",
            [
                ("产出指标（50分）", "数量指标", "指标1：编织袋", "9000条", "9000条"),
                ("产出指标（50分）", "质量指标", "指标1：物资合格", "", ""),
                ("效益指标（30分）", "可持续影响指标", "指标1：轮换制度", "健全", "健全"),
            ],
        )
    ]


@every_format
def test_evaluation_heads(file: str) -> None:
    """Heads of what was planned and what was done are no goal; a 一级 of the office's own is kept in the rows below it (Sichuan)."""
    budget = read_as(
        file,
        [
            Text("2020年度县级专项资金绩效目标自评表", "title"),
            table(
                ("专项资金名称", "应急救灾物资", "负责人及电话", "周某"),
                ("县级主管部门", "[118]青山县应急管理局", "实施单位", "物资保障股"),
                ("项目资金（万元）", "", "全年预算数（A）", "全年执行数（B）"),
                ("", "年度资金总额", "73.5", "73.5"),
                ("年度总体目标", "年初设定目标", LEFT, "全年实际完成情况", LEFT),
                (UP, "物资储备满足一万人三天所需。", LEFT, "储备到位。", LEFT),
                ("一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值"),
                ("项目决策", "数量指标", "储备帐篷", "60顶", "60顶"),
                (UP, "时效指标", "入库时间", "汛期前", "5月"),
                ("项目效益", "社会效益", "受灾群众安置率", "100%", "100%"),
            ),
        ],
    )

    assert (budget.department, budget.department_code, budget.year) == ("青山县应急管理局", "118", 2020)
    assert [shown(project) for project in budget.projects] == [
        (
            "应急救灾物资",
            73.5,
            "物资储备满足一万人三天所需。",
            [
                ("项目决策", "数量指标", "储备帐篷", "60顶"),
                ("项目决策", "时效指标", "入库时间", "汛期前"),
                ("项目效益", "社会效益", "受灾群众安置率", "100%"),
            ],
        )
    ]


@every_format
def test_hebei_evaluation_contents(file: str) -> None:
    """A 一级 called as a label is (项目年度绩效目标) begins rows of indicators, no goal."""
    budget = read_as(
        file,
        [
            Text("2019年度助学补助项目绩效自评表", "title"),
            table(
                ("评价指标", "评价内容", "指标名称", "指标说明", "目标值", "分值"),
                ("项目年度绩效目标", "产出数量指标", "享受补助人数", "在册人数", "840人", "30"),
                (UP, "质量指标", "补助对象符合率", "抽查结果", "100%", "40"),
                (UP, "时效指标", "发放及时率", "按学期发放", "100%", "30"),
                ("总分", LEFT, LEFT, LEFT, "", "100"),
            ),
        ],
    )

    assert [shown(project, "description") for project in budget.projects] == [
        (
            "2019年度助学补助项目",
            None,
            None,
            [
                ("项目年度绩效目标", "产出数量指标", "享受补助人数", "840人", "在册人数"),
                ("项目年度绩效目标", "质量指标", "补助对象符合率", "100%", "抽查结果"),
                ("项目年度绩效目标", "时效指标", "发放及时率", "100%", "按学期发放"),
            ],
        )
    ]


@every_format
@pytest.mark.parametrize(
    ("rows", "budget_wan"),
    [
        ((("资金情况(万元)", "年度资金总额：46万", "上级补助资金46"),), 46.0),
        ((("主管预算部门", "县城管局", "项目预算金额 (万元)", "312"),), 312.0),
        ((("本年度申请县财政预算资金(万元)", "28.4"),), 28.4),
        ((("年度资金总额：", "95万(道路60万元，桥涵35万元)"),), 95.0),
        (
            (
                ("项目资金(万元)", "年度资金总额", "金额(万元)"),
                ("", "(一)财政拨款小计", "6.5"),
                ("", "1、一般公共预算", "6.5"),
                ("", "(二)自有资金小计", "1.5"),
            ),
            8.0,
        ),
        (
            (
                ("预算执行情况(万元)", "资金来源", "预算数(A)", "执行数(B)"),
                ("", "一般公共预算拨款", "40", "40"),
                ("", "其他资金", "7", "7"),
                ("", "合计", "47", "47"),
            ),
            47.0,
        ),
        (
            (
                ("专项资金情况", "本年度预计投入(万元)", "财政资金(万元)", LEFT),
                ("", "", "省级", "县级"),
                ("", "17", "9", "8"),
            ),
            17.0,
        ),
        ((("预算资金总额", "12.5", "其中：财政资金", "12.5"),), 12.5),
        (
            (
                ("预算资金", "合计", "本级财政", "上级补助"),
                ("", "26.4", "6.4", "20"),
            ),
            26.4,
        ),
        (
            (
                ("项目资金", "来源", "省级（万元）", "本级（万元）", "合计（万元）", "执行率"),
                ("", "", "", "309", "309", "100%"),
            ),
            309.0,
        ),
    ],
)
def test_budget_labels(file: str, rows: tuple[tuple[GridCell, ...], ...], budget_wan: float) -> None:
    """The amount of the year stands beside its label, in its cell, or some rows below it; a sum counts more than its parts."""
    budget = read_as(
        file,
        [
            Text("项目支出绩效目标表", "title"),
            table(
                ("项目名称", "通村道路养护"),
                *rows,
                ("一级指标", "二级指标", "三级指标", "指标值"),
                ("产出指标", "数量指标", "养护里程", "24km"),
            ),
        ],
    )

    assert [(project.name, project.budget_wan) for project in budget.projects] == [("通村道路养护", budget_wan)]


def read_text_as(suffix: str, lines: str) -> Budget:
    content = read_content(lines.encode(), suffix)
    return extract(Document(f"form{suffix}", "", content.blocks, content.notes))


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_cells_of_merged_rows_left_out(suffix: str) -> None:
    """A converter that leaves out the cells under a merged one moves rows to the left: the 二级指标 or the empty values show it."""
    budget = read_text_as(
        suffix,
        "项目支出绩效目标表 (2023年)\n\n"
        "| 项目名称 | 灯塔修缮 |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 |\n"
        "|---|---|---|---|---|\n"
        "| 产出指标 | 数量指标 | 修缮灯塔 | 完成修缮的灯塔 | 3座 |\n"
        "| 更换灯器 | 完成更换的灯器 | 5套 | | |\n"
        "| 质量指标 | 验收合格率 | 合格的比例 | ≥98% | |\n"
        "| 效益指标 | 社会效益指标 | 通航安全 | 事故情况 | 明显改善 |\n"
        "| 满意度指标 | 服务对象满意度指标 | 船员满意度 | 问卷 | ≥90% |\n"
        "| 说明 | 无 | | | |\n",
    )

    assert [row_shown(row, "description") for row in budget.projects[0].indicators] == [
        ("产出指标", "数量指标", "修缮灯塔", "3座", "完成修缮的灯塔"),
        ("产出指标", "数量指标", "更换灯器", "5套", "完成更换的灯器"),
        ("产出指标", "质量指标", "验收合格率", "≥98%", "合格的比例"),
        ("效益指标", "社会效益指标", "通航安全", "明显改善", "事故情况"),
        ("满意度指标", "服务对象满意度指标", "船员满意度", "≥90%", "问卷"),
    ]


def test_cells_of_merged_labels_left_out() -> None:
    """The same beside a label of the whole part and under its heads: both levels, or weights and figures under theirs, show it."""
    budget = read_text_as(
        ".txt",
        "项目支出绩效自评表\n"
        "项目名称\t引水渠清淤\n"
        "主管部门及代码\t204云港县水利局\t项目属性\t延续\t项目期\t1年\t备注\t\n"
        "年度总体目标\t年初设定目标\t\t\t全年实际完成情况\t\t\t\n"
        "清淤渠道4公里\t\t\t已清淤\t\t\t\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t完成值\t分值\t备注\n"
        "产出指标\t数量指标\t清淤长度\t4km\t4km\t20\t\n"
        "清淤土方\t≥2万方\t2.1万方\t10\t\n"
        "质量指标\t渠道平整度\t良好\t良好\t10\t\n"
        "护坡外观\t整洁\t整洁\t10\t\n",
    )

    assert budget.department == "云港县水利局"
    assert [shown(project, "weight") for project in budget.projects] == [
        (
            "引水渠清淤",
            None,
            "清淤渠道4公里",
            [
                ("产出指标", "数量指标", "清淤长度", "4km", "20"),
                ("产出指标", "数量指标", "清淤土方", "≥2万方", "10"),
                ("产出指标", "质量指标", "渠道平整度", "良好", "10"),
                ("产出指标", "质量指标", "护坡外观", "整洁", "10"),
            ],
        )
    ]


def test_rows_not_filled_up() -> None:
    """A row with few cells is no piece of the next one: that begins with a label or beside a merged cell."""
    budget = read_text_as(
        ".txt",
        "项目支出绩效目标表\n(2021年度)\n"
        "项目名称\t引水渠清淤\n"
        "资金情况(万元)\t年度资金总额：\t31\n"
        "年度总体目标\t年初设定目标\t全年实际完成情况\n"
        "\t清淤渠道4公里\t已清淤\n"
        "一级指标\t二级指标\t三级指标\t指标值\t备注\n"
        "产出指标\t数量指标\t清淤长度\t4km\t无\n",
    )

    assert [shown(project) for project in budget.projects] == [
        ("引水渠清淤", 31.0, "清淤渠道4公里", [("产出指标", "数量指标", "清淤长度", "4km")])
    ]


def test_office_of_a_list() -> None:
    """The department of a list of offices is the one with the shortest code, whatever the number of its units' projects."""
    budget = read_text_as(
        ".md",
        "部门预算项目绩效目标申报表(2023年度)\n\n"
        "| 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
        "|---|---|---|---|---|---|---|---|\n"
        "| 620-红岩县林业局 | | 50 | | | | | |\n"
        "| 620002-红岩县种苗站 | 苗木检疫 | 20 | 检疫到位 | 产出指标 | 数量指标 | 检疫批次 | 60批 |\n"
        "| 620002-红岩县种苗站 | 良种繁育 | 30 | 供应良种 | 产出指标 | 数量指标 | 繁育良种 | 4种 |\n",
    )

    assert (budget.department, budget.department_code) == ("红岩县林业局", "620")
    assert [project.name for project in budget.projects] == ["苗木检疫", "良种繁育"]


def test_office_of_a_list_under_two_rows_of_heads() -> None:
    """The column of offices may be headed in the upper row alone."""
    budget = read_text_as(
        ".txt",
        "项目支出绩效目标表\n"
        "| 单位名称 | 项目名称 | 预算数 | 绩效目标 | 绩效指标 | | | |\n"
        "| | | | | 一级指标 | 二级指标 | 指标名称 | 目标值 |\n"
        "| 青坪县种苗站 | 苗木检疫 | 20 | 检疫到位 | 产出指标 | 数量指标 | 检疫批次 | 60批 |\n",
    )

    assert budget.department == "青坪县种苗站"


@every_format
def test_office_above_its_projects(file: str) -> None:
    """It may stand alone in the column of the projects (Xizang)."""
    budget = read_as(
        file,
        [
            Text("项目支出绩效目标表", "title"),
            table(
                ("单位名称/项目名称", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"),
                ("青坪县农业局", "", "", "", "", ""),
                ("苗木检疫", "检疫到位", "产出指标", "数量指标", "检疫批次", "60批"),
            ),
        ],
    )

    assert budget.department == "青坪县农业局"
    assert [project.name for project in budget.projects] == ["苗木检疫"]


@every_format
def test_foot_of_the_form(file: str) -> None:
    """Who filled in the form and what others said of it is no indicator."""
    budget = read_as(
        file,
        [
            Text("项目支出绩效目标表", "title"),
            table(
                ("项目名称", "灯塔修缮"),
                ("一级指标", "二级指标", "三级指标", "指标值"),
                ("产出指标", "数量指标", "修缮灯塔", "3座"),
                ("填报人：李某", "", "联系电话：0310-123", "2024-1-3"),
                ("填报人", "李某", "联系电话", "0310-123"),
                ("单位负责人", "王某", "填报人", "李某"),
                ("验收小组：", "王某", "填报：", "李某"),
                ("其他说明", "无", "", ""),
                ("财政部门审核意见", "", "同意", ""),
            ),
        ],
    )

    assert [row.name for row in budget.projects[0].indicators] == ["修缮灯塔"]


@pytest.mark.parametrize(
    "heads",
    [
        ("一级指标名称", "二级指标名称", "三级指标名称", "年度计划值", "指标值来源及说明"),
        ("第一级", "第二级", "第三级", "预计完成值", "取值依据"),
        ("1级指标", "2级指标", "3级指标", "目标", "依据"),
        ("绩效指标分类", "绩效指标类型", "绩效指标", "计划完成值", "指标值的确定依据"),
        ("一级维度", "指标子类", "细化指标", "年初设定值", "数据来源"),
        ("绩效指标一级", "绩效指标二级", "考核指标", "预期完成值", "目标值设定依据"),
        ("一级指标", "二级指标", "指标明细", "年计划数", "指标值设置依据"),
    ],
)
def test_heads_by_form(heads: tuple[str, ...]) -> None:
    """Heads that no list names are known by what they are made of."""
    budget = read_text_as(
        ".csv",
        "项目支出绩效目标表\n政策名称,灯塔修缮,,,\n年度预算安排（万元）,12,,,\n2024年度绩效目标概述,修好灯塔。,,,\n"
        + ",".join(heads)
        + "\n产出指标,数量指标,修缮灯塔,3座,养护计划\n",
    )

    assert [shown(project, "basis") for project in budget.projects] == [
        ("灯塔修缮", 12.0, "修好灯塔。", [("产出指标", "数量指标", "修缮灯塔", "3座", "养护计划")])
    ]


@pytest.mark.parametrize(
    ("description", "operator", "unit", "weight", "actual"),
    [
        ("指标释义", "比较方式", "目标值单位", "标准分值", "全年执行值"),
        ("计算公式", "指标关系", "计量单位名称", "权重系数", "1-6月执行情况"),
        ("三级指标解释说明", "判断符号", "指标计量单位", "三级指标分值", "实际完成"),
    ],
)
def test_further_heads_by_form(description: str, operator: str, unit: str, weight: str, actual: str) -> None:
    """The same holds of what stands beside names and values."""
    budget = read_text_as(
        ".csv",
        f"项目支出绩效目标表\n项目名称,灯塔修缮\n一级指标,二级指标,三级指标,{description},{operator},指标值,{unit},{weight},{actual}\n"
        "产出指标,数量指标,修缮灯塔,修好的灯塔,≥,3,座,20,2座\n",
    )

    assert [shown(project, "description", "weight", "actual") for project in budget.projects] == [
        ("灯塔修缮", None, None, [("产出指标", "数量指标", "修缮灯塔", "≥3座", "修好的灯塔", "20", "2座")])
    ]


@pytest.mark.parametrize(
    ("name", "code", "budget", "goal", "use", "office"),
    [
        ("子项目名称", "二级项目编码", "财政安排资金（万元）", "项目目标", "资金使用范围", "项目主管单位"),
        ("支出事项", "项目唯一码", "2024年预算批复数（万元）", "总目标", "经费主要用途", "单位名称及编码"),
        ("事项名称", "预算项目编码", "2024年金额（万元）", "目标内容", "用途", "主管部门（单位）名称及预算编码"),
    ],
)
def test_labels_by_form(name: str, code: str, budget: str, goal: str, use: str, office: str) -> None:
    """So are labels; the year before one belongs to it."""
    read = read_text_as(
        ".csv",
        f"项目支出绩效目标表\n{name},灯塔修缮,{code},7301\n{office},云港县航标站\n{budget},12\n{use},维修材料\n{goal},修好灯塔。\n"
        "一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,修缮灯塔,3座\n",
    )

    (project,) = read.projects
    assert (project.name, project.project_code, project.budget_wan) == ("灯塔修缮", "7301", 12.0)
    assert (project.goal, project.funds_use, read.department) == ("修好灯塔。", "维修材料", "云港县航标站")


def test_the_last_of_several_years_counts() -> None:
    """Amounts of years before stand beside that of the budget."""
    budget = read_text_as(
        ".csv",
        "项目支出绩效目标表\n项目名称,灯塔修缮\n2023年预算数（万元）,9,2024年预算数（万元）,12\n"
        "一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,修缮灯塔,3座\n",
    )

    assert budget.projects[0].budget_wan == 12.0


@every_format
def test_only_the_longer_term_filled(file: str) -> None:
    """Of two sets of columns side by side the annual one counts, and in rows where only the other is filled the other."""
    heads = ("二级指标", "三级指标", "指标值")
    budget = read_as(
        file,
        [
            Text("项目支出绩效目标申报表", "title"),
            table(
                ("项目名称", "巡查车辆燃油费"),
                ("年度目标", "保障巡查车辆日常出勤。"),
                ("一级指标", *heads, *heads),
                ("产出指标", "数量指标", "保障车辆数", "≥31辆", "数量指标", "", ""),
                (UP, "质量指标", "车辆完好率", "≥95%", "质量指标", "车辆完好率", "≥97%"),
                (UP, "时效指标", "维修完成时限", "≤3天", "时效指标", "", ""),
                ("效益指标", "社会效益指标", "巡查覆盖率", "100%", "社会效益指标", "", ""),
            ),
        ],
    )

    assert [row_shown(row) for row in budget.projects[0].indicators] == [
        ("产出指标", "数量指标", "保障车辆数", "≥31辆"),
        ("产出指标", "质量指标", "车辆完好率", "≥97%"),
        ("产出指标", "时效指标", "维修完成时限", "≤3天"),
        ("效益指标", "社会效益指标", "巡查覆盖率", "100%"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "cells", "value"),
    [
        ("指标值,,依据", "2021年实际实现值,预期2022年实现值,", "290人,310人,", "310人"),
        ("指标值,,,依据", "前年,上年,预计当年实现值,", "270人,290人,310人,", "310人"),
        ("指标值,,,依据", "2020年,2021年,2022年,", "270人,290人,310人,", "310人"),
        ("近两年指标值,,预期当年实现值,依据", "前年,上年,,", "270人,290人,310人,", "310人"),
        ("上年实际值,2022年目标值,依据", "", "290人,310人,", "310人"),
        ("2021年指标值,2022年指标值,依据", "", "290人,310人,", "310人"),
        ("指标值,,依据", "本年,上年,", "310人,290人,", "310人"),
        ("2021年目标值,2022年目标值,2023年目标值", "", "290人,310人,330人", "310人"),
        ("指标值,,", "2021年,2022年,2023年", "290人,310人,330人", "310人"),
    ],
)
def test_values_of_several_years(first: str, second: str, cells: str, value: str) -> None:
    """The value is the one expected for the year of the budget; those of years before are history."""
    upper = f",,,{second}\n" if second else ""
    budget = read_text_as(
        ".csv",
        f"项目支出绩效目标批复表\n（2022年度）\n项目名称,骨干轮训\n项目金额,16万元\n一级指标,二级指标,三级指标,{first}\n"
        f"{upper}产出指标,数量指标,轮训人数,{cells}\n",
    )

    assert [shown(project) for project in budget.projects] == [
        ("骨干轮训", 16.0, None, [("产出指标", "数量指标", "轮训人数", value)])
    ]
    assert budget.projects[0].indicators[0].history == "290人"


def test_level_headed_as_indicator() -> None:
    """指标 left of 指标内容 is over the 一级指标."""
    budget = read_text_as(
        ".csv",
        "项目支出绩效目标申报表\n项目名称,虫情测报\n项目绩效指标,指标,指标内容,指标值\n"
        ",产出指标,发布季报,4期\n,,培训测报员,60人次\n,效益指标,受害面积,有效减少\n",
    )

    assert [row_shown(row) for row in budget.projects[0].indicators] == [
        ("产出指标", "", "发布季报", "4期"),
        ("产出指标", "", "培训测报员", "60人次"),
        ("效益指标", "", "受害面积", "有效减少"),
    ]


@pytest.mark.parametrize(
    ("longer", "annual"),
    [("专项长期绩效目标", "专项年度绩效目标"), ("项目总体目标", "项目年度目标"), ("总体目标", "项目年度绩效目标")],
)
def test_goal_of_the_year(longer: str, annual: str) -> None:
    """Of two goals the annual one is taken, and the other where that is empty."""
    form = "项目支出绩效目标表\n项目名称,林带补植\n{},三年建成林带。\n{},{}\n一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,补植,9亩\n"

    goals = [
        read_text_as(".csv", form.format(longer, annual, goal)).projects[0].goal for goal in ("今年补植九亩。", "")
    ]

    assert goals == ["今年补植九亩。", "三年建成林带。"]


def test_title_of_a_report() -> None:
    """A report on one project names office, year and project in its title."""
    budget = read_text_as(
        ".md",
        "青山县档案局2022年度馆藏修复经费绩效自评工作报告\n\n| 指标名称 | 计量单位 | 指标性质 | 指标值 |\n|---|---|---|---|\n| 修复卷数 | 卷 | ≥ | 512 |\n",
    )

    assert (budget.department, budget.year, budget.projects[0].name) == ("青山县档案局", 2022, "馆藏修复经费")


def test_nearest_office_above() -> None:
    """Of the offices above those of the province or city come last."""
    form = "项目支出绩效目标表\n项目名称,渠道清淤\n市级主管部门,东河市水利局\n{}一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,清淤,9公里\n"

    offices = [
        read_text_as(".csv", form.format(nearer)).department
        for nearer in ("区级主管部门,青山区水利局\n", "地方主管部门,青山区水利局\n实施单位,水利科\n", "")
    ]

    assert offices == ["青山区水利局", "青山区水利局", "东河市水利局"]


def test_all_in_one_cell() -> None:
    """A list of projects whose cell 绩效目标 holds goal and indicators under heads in 【】."""
    budget = read_text_as(
        ".html",
        "<p>青山市档案馆2025年项目绩效目标和指标</p><table>"
        "<tr><td>单位编码</td><td>单位名称(项目类别/支出项目)</td><td>年度预算安排</td><td>项目内容</td><td>绩效目标</td></tr>"
        "<tr><td>045001</td><td>青山市档案馆</td><td>320000</td><td></td><td></td></tr>"
        "<tr><td>045001</td><td>馆藏修复</td><td>320000</td><td>【项目概况】：修复馆藏。</td>"
        "<td>【总体目标】<br>修复受损案卷<br>【产出指标-数量指标】<br>指标1:修复卷数(含契约)(≥77卷)<br>指标2:培训(2次)<br>"
        "【满意度指标-服务对象满意度指标】<br>指标1:查档人满意度(≥90%)</td></tr></table>",
    )

    assert (budget.department, budget.year) == ("青山市档案馆", 2025)
    assert [shown(project) for project in budget.projects] == [
        (
            "馆藏修复",
            32.0,
            "修复受损案卷",
            [
                ("产出指标", "数量指标", "修复卷数(含契约)", "≥77卷"),
                ("产出指标", "数量指标", "培训", "2次"),
                ("满意度指标", "服务对象满意度指标", "查档人满意度", "≥90%"),
            ],
        )
    ]


@every_format
def test_outline(file: str) -> None:
    """An approval form with one column for projects, both levels and names (Ningxia); a unit without rows of its own stands above."""
    budget = read_as(
        file,
        [
            Text("单位：元"),
            table(
                ("项目", "指标值", "绩效金额"),
                ("青山县疾病预防控制中心", "", "650000"),
                ("疫苗冷链运输", "", "450000"),
                ("产出指标", "", ""),
                ("数量指标（必填）", "", ""),
                ("配送次数", "48次", ""),
                ("配送接种点", "31个", ""),
                ("成本指标", "", ""),
                ("每次配送费用", "≤2000元", ""),
                ("满意度指标", "", ""),
                ("服务对象满意度指标", "", ""),
                ("接种点满意度", "≥95%", ""),
                ("艾滋病筛查", "", "200000"),
                ("产出指标", "", ""),
                ("质量指标", "", ""),
                ("复检符合率", "≥98%", ""),
            ),
        ],
    )

    assert [shown(project) for project in budget.projects] == [
        (
            "疫苗冷链运输",
            45.0,
            None,
            [
                ("产出指标", "数量指标（必填）", "配送次数", "48次"),
                ("产出指标", "数量指标（必填）", "配送接种点", "31个"),
                ("产出指标", "成本指标", "每次配送费用", "≤2000元"),
                ("满意度指标", "服务对象满意度指标", "接种点满意度", "≥95%"),
            ],
        ),
        ("艾滋病筛查", 20.0, None, [("产出指标", "质量指标", "复检符合率", "≥98%")]),
    ]


def test_levels_under_heads_for_others() -> None:
    """指标类型 may stand over 一级 and 指标名称 over 二级; one head may stand over both."""
    shifted = read_text_as(
        ".html",
        "<p>项目支出绩效目标表</p><table><tr><td>项目名称</td><td colspan=4>林带补植</td></tr>"
        "<tr><td rowspan=4>项目绩效目标</td><td>绩效目标<br>总体描述</td><td colspan=3>补植九亩。</td></tr>"
        "<tr><td>指标类型</td><td>指标名称</td><td>指标值</td><td>指标描述</td></tr>"
        "<tr><td rowspan=2>产出指标</td><td>数量指标</td><td>9亩</td><td>补植的面积</td></tr>"
        "<tr><td>时效指标</td><td>4月底前</td><td>栽完的日期</td></tr></table>",
    )
    over_both = read_text_as(
        ".md",
        "项目支出绩效目标表\n\n| 项目名称 | 林带补植 |  |  |  |\n|---|---|---|---|---|\n| 评价内容 |  |  | 绩效内容 | 绩效目标值 |\n"
        "| 年度绩效目标 | 产出目标 | 数量目标 | 补植面积 | 9亩 |\n|  |  | 质量目标 | 成活率 | ≥90% |\n",
    )

    assert shown(shifted.projects[0], "description") == (
        "林带补植",
        None,
        "补植九亩。",
        [
            ("产出指标", "数量指标", "数量指标", "9亩", "补植的面积"),
            ("产出指标", "时效指标", "时效指标", "4月底前", "栽完的日期"),
        ],
    )
    assert shown(over_both.projects[0])[3] == [
        ("产出目标", "数量目标", "补植面积", "9亩"),
        ("产出目标", "质量目标", "成活率", "≥90%"),
    ]


def test_answers_are_counted_in_nothing() -> None:
    """A unit 是/否 lists the answers; the title of an evaluation names the project."""
    budget = read_text_as(
        ".csv",
        "林带补植经费支出绩效评价表\n一级指标,二级指标,三级指标,计量单位,目标值\n产出指标,质量指标,是否验收,是/否,是\n,,成活率,%,90\n",
    )

    assert shown(budget.projects[0]) == (
        "林带补植经费",
        None,
        None,
        [("产出指标", "质量指标", "是否验收", "是"), ("产出指标", "质量指标", "成活率", "90%")],
    )


def test_sum_before_its_parts() -> None:
    """A cell may list what the budget is made of below the sum."""
    form = "项目支出绩效目标表\n项目名称,林带补植\n资金总额及构成,总额120.5万元 一、财政拨款：80万元 二、自有资金：40.5万元\n一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,补植,9亩\n"

    assert read_text_as(".csv", form).projects[0].budget_wan == 120.5


@pytest.mark.parametrize("label", ["项目资金（万元）", "项目资金\n(万元)", "资金投入情况\n（万元）"])
@pytest.mark.parametrize("file", ["rows.txt", ".xlsx"])
def test_unit_in_a_wrapped_label(label: str, file: str) -> None:
    """The unit of the amounts may stand in brackets on a line of its own below the label, in text then in a row of its own."""
    budget = read_as(
        file,
        [
            Text("项目支出绩效目标表", "title"),
            table(
                ("项目名称", "林带补植"),
                (label, "", "全年预算数(A)", "全年执行数(B)"),
                (UP, "年度资金总额：", "120.5", "100"),
                ("绩效指标", "二级指标", "三级指标", "指标值"),
                (UP, "数量指标", "补植面积", "9亩"),
            ),
        ],
    )

    assert budget.projects[0].budget_wan == 120.5


def test_head_in_a_table_of_its_own() -> None:
    """A head above each list of indicators; the list before it does not go on in its rows."""
    form = (
        "| 项目名称 | {} | 主管部门 | 青山县林业局 |\n|---|---|---|---|\n| 项目类型 | 特定目标类 | 预算申报数（万元） | 9.00 |\n"
        "| 其中：县级财政安排 | 9.00 | 其他资金 | 0.00 |\n\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标目标值 | 指标解释 |\n|---|---|---|---|---|\n| 产出指标 | 数量指标 | 造林 | 9亩 | 面积 |\n\n"
    )

    budget = read_text_as(".md", "".join(f"### {place}\n\n{form.format(place)}" for place in ("东沟补植", "西沟补植")))

    assert [(p.name, [row.name for row in p.indicators]) for p in budget.projects] == [
        ("东沟补植", ["造林"]),
        ("西沟补植", ["造林"]),
    ]


@pytest.mark.parametrize("unit", ["/", "—", "无"])
def test_column_of_units_left_out(unit: str) -> None:
    """A stroke in place of a unit is none."""
    budget = read_text_as(
        ".csv",
        f"项目支出绩效目标表\n项目名称,林带补植\n一级指标,二级指标,三级指标,指标性质,指标值,度量单位\n产出指标,时效指标,完成时间,≤,2024年12月,{unit}\n",
    )

    assert budget.projects[0].indicators[0].value == "≤2024年12月"


def test_blank_before_the_tab_of_a_cell() -> None:
    """In text with one cell a line, a converter may leave a blank before the tab."""
    budget = read_text_as(
        ".txt",
        "项目支出绩效目标表\n\n\t项目名称\n\t林带补植\n\n \t一级指标\n\t二级指标\n\t三级指标\n\t指标值\n\n\t产出指标\n\t数量指标\n\t补植\n\t9亩\n",
    )

    assert [(p.name, [(row.name, row.value) for row in p.indicators]) for p in budget.projects] == [
        ("林带补植", [("补植", "9亩")])
    ]
