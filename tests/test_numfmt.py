"""Number formats: what a cell shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from perflint_zh.read.numfmt import BUILTIN, show_number, show_text

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (48, "General", "48"),
        (0.1 + 0.2, "General", "0.3"),
        (-1.5, "General", "-1.5"),
        (1234.5678912345, "General", "1234.567891"),
        (130600241000921, "General", "130600241000921"),
        (1e20, "General", "1E+20"),
        (0.00001234, "General", "1.234E-05"),
        (7, "", "7"),
        (50, 'General"份"', "50份"),
        (50, 'G/通用格式"份"', "50份"),
        (0.95, "0%", "95%"),
        (0.955, "0%", "96%"),
        (0.9512, "0.00%", "95.12%"),
        (0.9, '"≥"0%', "≥90%"),
        (95, r"0\%", "95%"),
        (95, '0"%"', "95%"),
        (3000, '0"份"', "3000份"),
        (7, "≥0天", "≥7天"),
        (5, "00", "05"),
        (5, "0.00", "5.00"),
        (0.285, "0.00", "0.29"),
        (0.5, "#.##", ".5"),
        (5, "0.##%", "500%"),
        (0, "#", ""),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234, '#,##0"元"', "1,234元"),
        (12345678, '0.00,,"百万"', "12.35百万"),
        (12345, '0!.0,"万"', "1.2万"),
        (15000, '[>=10000]0.0,"千";0', "15.0千"),
        (500, '[>=10000]0.0,"千";0', "500"),
        (-3, '[>=10000]0.0,"千";0', "-3"),
        (5, "[Red][>9]0", "5"),
        (-5, "0", "-5"),
        (-0.3, "0", "0"),
        (-5, "0;(0)", "(5)"),
        (-5, "#,##0_);[Red](#,##0)", "(5)"),
        (0, '0;-0;"无"', "无"),
        (1, '"是";;"否"', "是"),
        (-1, '"是";;"否"', ""),
        (1234.5, ACCOUNTING, "1,234.50"),
        (-1234.5, ACCOUNTING, "-1,234.50"),
        (0, ACCOUNTING, "-"),
        (12, "[$¥-804]#,##0.00", "¥12.00"),
        (50, "@", "50"),
        (44269, "yyyy/m/d", "2021/3/14"),
        (44269, 'yyyy"年"m"月"d"日";@', "2021年3月14日"),
        (44269, "m月d日", "3月14日"),
        (44269, "yy.mm", "21.03"),
        (44269, "[$-F800]dddd, mmmm dd, yyyy", "2021年3月14日"),
        (44269, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二一年三月十四日"),
        (44269, "[$-804]aaaa", "星期日"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (44269.75, "h:mm AM/PM", "6:00 PM"),
        (44269.75, '上午/下午h"时"mm"分"', "下午6时00分"),
        (44269.999999, "yyyy-mm-dd hh:mm:ss", "2021-03-15 00:00:00"),
        (1.5, "[h]:mm", "36:00"),
        (60 / 86400, "mm:ss.0", "01:00.0"),
        (-5, "yyyy", "-5"),
        (2e10, "yyyy", "20000000000"),
        (0.5, "# ?/?", "0.5"),
        (12000, "0.00E+00", "12000"),
    ],
)
def test_a_number_is_written_as_its_format_shows_it(value, code, shown):
    """A number appears with the percent sign, unit, separators, sign or date form that its format gives it."""
    assert show_number(value, code) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *[(one, "2021年3月") for one in (27, 36, 50, 52, 57)],
        *[(one, "3月14日") for one in (28, 29, 51, 53, 54, 58)],
        (14, "2021/3/14"),
        (31, "2021年3月14日"),
        (22, "2021/3/14 18:05"),
        (32, "18时05分"),
        (33, "18时05分00秒"),
        *[(one, "下午6时05分") for one in (34, 55)],
        (35, "下午6时05分00秒"),
    ],
)
def test_builtin_dates_are_those_of_the_chinese_locale(number, shown):
    """A builtin date format shows the form that Chinese Excel and WPS use, which is not the American one."""
    assert show_number(44269 + (18 * 60 + 5) / 1440, BUILTIN[number]) == shown


def test_the_1904_system_counts_from_another_day():
    """In a workbook with the 1904 date system the same day has a number smaller by 1462."""
    assert show_number(44269 - 1462, "yyyy/m/d", date1904=True) == "2021/3/14"


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("合格", "General", "合格"),
        ("合格", "0.00", "合格"),
        ("合格", "@", "合格"),
        ("合格", '0;0;0;"评定："@', "评定：合格"),
        ("三次", '@"以上"', "三次以上"),
        ("合格", ";;;", ""),
    ],
)
def test_text_follows_the_text_section(text, code, shown):
    """A text is written as the text section of its format says, and as it is where there is none."""
    assert show_text(text, code) == shown


@given(
    st.floats(),
    st.text(st.sampled_from('0#?.,;%/@"\\![]<>=-+_*Eeymdhsagn 年月日Gneral$DBNum1'), max_size=30),
)
def test_no_format_code_is_too_odd(value, code):
    """Any number with any format code gives some text."""
    assert isinstance(show_number(value, code), str)
    assert isinstance(show_text("文", code), str)
