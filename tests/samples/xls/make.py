"""Write workbooks with XlsxWriter and let LibreOffice turn them into .xls; run when the samples need to change."""

import runpy
import subprocess
import tempfile
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

HERE = Path(__file__).parent
ROUND_TRIP = HERE.parents[1] / "test_read_round_trip.py"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "goal.xlsx").write_bytes(runpy.run_path(str(ROUND_TRIP))["by_xlsxwriter"]())
        kinds(Path(folder, "kinds.xlsx"))
        days1904(Path(folder, "days1904.xlsx"))
        for source in sorted(Path(folder).glob("*.xlsx")):
            command = ["soffice", "--headless", "--convert-to", "xls", "--outdir", str(HERE), str(source)]
            subprocess.run(command, check=True)


def kinds(path: Path) -> None:
    """Every kind of cell, stacked tables with borders, and hidden parts."""
    book = xlsxwriter.Workbook(str(path))

    def code(text: str) -> Format:
        return book.add_format({"num_format": text})

    sheet = book.add_worksheet("各类单元格")
    sheet.write(0, 0, "甲\n乙")
    sheet.write(0, 1, 0.95, code('"≥"0%'))
    sheet.write(0, 2, 44269, code('yyyy"年"m"月"d"日"'))
    sheet.write(0, 3, True)
    sheet.write(0, 4, "合格", code('"评定"@'))
    sheet.write(0, 6, 1234.5, code("#,##0.00"))
    sheet.write_formula(0, 7, "=1/0", None, "#DIV/0!")
    sheet.write_formula(0, 8, "=B1*10", code('0.0"分"'), 9.5)

    sheet = book.add_worksheet("两张表")
    ruled = book.add_format({"border": 1})
    for top, title in ((0, "甲项目绩效目标表"), (3, "乙项目绩效目标表")):
        sheet.write(top, 1, title)
        sheet.merge_range(top + 1, 0, top + 2, 0, "产出指标", ruled)
        sheet.write(top + 1, 1, "≥5", ruled)
        sheet.write(top + 2, 1, "≥6", ruled)

    sheet = book.add_worksheet("底稿")
    sheet.write(0, 0, "未定稿")
    sheet.hide()
    sheet = book.add_worksheet("隐藏行")
    sheet.write(0, 0, "看不见的行")
    sheet.set_row(0, None, None, {"hidden": True})
    sheet = book.add_worksheet("隐藏列")
    sheet.write(0, 0, "看不见的列")
    sheet.set_column(0, 0, None, None, {"hidden": True})
    book.close()


def days1904(path: Path) -> None:
    """A date in a workbook that counts days from 1904."""
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    book.add_worksheet().write(0, 0, 42807, book.add_format({"num_format": "yyyy/m/d"}))
    book.close()


if __name__ == "__main__":
    main()
