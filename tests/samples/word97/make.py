"""Write goals.docx and odd.docx and let LibreOffice turn them into .doc; run when the samples need to change."""

import subprocess
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table, _Cell

HERE = Path(__file__).parent
W = nsdecls("w")


def main() -> None:
    goals().save(str(HERE / "goals.docx"))
    odd().save(str(HERE / "odd.docx"))
    for name in ("goals.docx", "odd.docx"):
        command = ["soffice", "--headless", "--convert-to", "doc", "--outdir", str(HERE), str(HERE / name)]
        subprocess.run(command, check=True)


def goals() -> Document:
    """Two goal tables with a goal over five columns and level names over their rows."""
    document = docx.Document()
    for number, project in enumerate(("消防器材更新经费", "村级图书室补助"), start=1):
        document.add_paragraph(f"{number}、{project}绩效目标表")
        table = add_table(document, 6, 6)
        table.cell(0, 0).text = "绩效目标"
        table.cell(0, 1).merge(table.cell(0, 5)).text = f"1.完成{project}支付。\n2.让使用者放心。"
        heads = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
        for column, text in enumerate(heads):
            table.cell(1, column).text = text
        for row in range(2, 6):
            for column, text in enumerate(
                (f"指标{number}{row}", f"按台账统计第{row}项", f"≥{row}0个", "年度计划"), start=2
            ):
                table.cell(row, column).text = text
        table.cell(2, 0).merge(table.cell(4, 0)).text = "产出指标"
        table.cell(5, 0).text = "效益指标"
        table.cell(2, 1).merge(table.cell(3, 1)).text = "数量指标"
        table.cell(4, 1).text = "质量指标"
        table.cell(5, 1).text = "社会效益指标"
    return document


def odd() -> Document:
    """Nested and framing tables, rows that are divided differently, thirty columns, and text that is not all shown."""
    document = docx.Document()
    paragraph = document.add_paragraph("看得见")
    paragraph.add_run("看不见").font.hidden = True
    paragraph.add_run("，还有𠮷字")
    for xml in (
        f'<w:ins {W} w:id="1" w:author="甲"><w:r><w:t>，加上的</w:t></w:r></w:ins>',
        f'<w:del {W} w:id="2" w:author="甲"><w:r><w:delText>，删去的</w:delText></w:r></w:del>',
        f"<w:r {W}><w:t>一行</w:t><w:br/><w:t>两行</w:t><w:tab/><w:t>三-</w:t></w:r>",
        f'<w:fldSimple {W} w:instr=" DOCPROPERTY Nothing "><w:r><w:t>域的结果</w:t></w:r></w:fldSimple>',
    ):
        paragraph._p.append(parse_xml(xml))
    outer = add_table(document, 3, 3)
    fill(outer, "外")
    fill(add_table(outer.cell(1, 1), 2, 2), "内")
    outer.cell(2, 0).merge(outer.cell(2, 1))
    document.add_paragraph("两个表之间")
    frame = add_table(document, 2, 1)
    frame.cell(0, 0).text = "框里的标题"
    fill(add_table(frame.cell(1, 0), 2, 3), "框")
    document.add_paragraph("下面三十列")
    fill(add_table(document, 2, 30), "宽")
    document.add_paragraph("最后一段")
    return document


def add_table(parent: Document | _Cell, rows: int, columns: int) -> Table:
    table = parent.add_table(rows, columns)
    table.style = "Table Grid"
    return table


def fill(table: Table, text: str) -> None:
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells):
            cell.text = f"{text}{row}-{column}"


if __name__ == "__main__":
    main()
