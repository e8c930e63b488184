"""Help pages and usage errors: Chinese, aligned, never wider than the terminal; the shell completes names."""

import re

import pytest
from perflint_zh.cli import commands, run
from perflint_zh.report.wrapping import CLOSING, columns, wrapped


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("command", ["", *commands()])
def test_help_is_chinese_and_fits(command, width, monkeypatch, capsys) -> None:
    """No line is wider than the terminal, explanations stand under each other, and no word of typer's own is left."""
    monkeypatch.setenv("COLUMNS", str(width))
    assert run([command, "--help"] if command else ["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert [line for line in lines if columns(line) > width] == []
    assert len(lines) <= 50
    assert not re.search("Usage|Options|Commands|Show this|default|required", "\n".join(lines))
    starts = {columns(found[0]) for line in lines if (found := re.match(r" {2}\S.*?\S {2,}(?=\S)", line))}
    assert len(starts) <= 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fail-on", "eror", "."], "只能是 error、warning、note、never"),
        (["--min-score", "200", "."], "不小于0、不大于100的数"),
        (["--jobs", "two", "."], "不小于1的数"),
        (["chek", "."], "是否想写 check"),
        (["compare", "old"], "缺少参数：新的"),
    ],
)
def test_a_usage_error_says_what_would_be_right(arguments, said, tmp_path, monkeypatch, capsys) -> None:
    """One Chinese line and status 2."""
    monkeypatch.chdir(tmp_path)

    assert run(arguments) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert said in told[0]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("perflint ch", ["check"]), ("perflint check --an", ["--anonymise", "--annotate"])],
)
def test_the_shell_completes_commands_and_options(typed, offered, monkeypatch, capsys) -> None:
    """What the script of `--show-completion` asks for is answered."""
    monkeypatch.setenv("_PERFLINT_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(typed.count(" ")))

    with pytest.raises(SystemExit) as ended:
        run([])
    assert ended.value.code == 0
    assert capsys.readouterr().out.split() == offered


@pytest.mark.parametrize("width", [20, 61, 72])
@pytest.mark.parametrize(
    "text",
    [
        "建议 换成可以统计的数字，或写分级标准（如“评价良好及以上”并说明良好的标准）",
        "预算教育体育文化旅游卫生健康，" * 30,
        "perflint fix 路径 --diff " * 9,
        "x" * 200,
        "（" * 70,
    ],
)
def test_lines_are_full_and_keep_the_rules_of_marks(text, width) -> None:
    """Nothing is lost, no line is too wide, none but a hopeless one begins with a closing mark, and none ends early before Chinese text."""
    lines = wrapped(text, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(columns, lines)) <= width
    assert not [line for line in lines if line[0] in CLOSING]
    if "（（" not in text and "perflint" not in text:
        assert min(map(columns, lines[:-1]), default=width) >= width - 5
