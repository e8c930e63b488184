"""Settings: where they are found, what they do, and what is said about wrong ones."""

import json
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from perflint_zh.check import Finding
from perflint_zh.cli import run
from perflint_zh.cli.configured import settings
from perflint_zh.cli.init import TEMPLATE, shown_settings
from perflint_zh.config import Config, Found, Gate, Override, find_config, read_config
from perflint_zh.document import Place
from perflint_zh.policy import matches, missed_gates, settled
from perflint_zh.score import DepartmentScore, Scores

HEAD = ("一级指标", "二级指标", "三级指标", "指标值")
ROW = ("产出指标", "数量指标", "宣讲次数（%）", "≥10次")
NO_UNIT = ("产出指标", "数量指标", "走访户数", "≥80")
PLACEHOLDER = ("产出指标", "质量指标", "【填写质量指标】", "≥XX%")


def write(path, *rows, department="示例县司法局"):
    path.parent.mkdir(exist_ok=True, parents=True)
    table = "\n\n".join("\n".join(f"\t{c}" for c in row) for row in (HEAD, *rows))
    path.write_text(
        f"{department}2024年部门预算信息公开情况说明\n\n1、普法绩效目标表\n\t绩效目标\n\t宣讲10次\n\n{table}\n",
        encoding="utf-8",
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "docs" / "one.txt", ROW, NO_UNIT)
    return tmp_path


def check(capsys, *arguments, settings=None):
    """Status and (rule, severity) of the findings in docs."""
    if settings is not None:
        Path("perflint.toml").write_text(settings, encoding="utf-8")
    status = run(["check", "docs", "--format", "json", *arguments])
    shown = capsys.readouterr()
    findings = json.loads(shown.out)["findings"] if shown.out else []
    return status, {(f["rule"], f["severity"]) for f in findings}, shown.err


def rules_of(found):
    return {rule for rule, _ in found}


def test_select_ignore_and_severity(here, capsys) -> None:
    """The file chooses rules and their severity; the exit status follows."""
    assert rules_of(check(capsys, settings='select = ["unit-conflict"]')[1]) == {"unit-conflict"}
    assert "unit-conflict" not in rules_of(check(capsys, settings='ignore = ["format"]')[1])
    status, found, _ = check(capsys, settings='select = ["unit-conflict"]\n[severity]\nunit-conflict = "note"')
    assert (status, found) == (0, {("unit-conflict", "note")})


def test_severity_changes_the_score(here, capsys) -> None:
    """Scores are those of the findings as settled."""

    def score():
        run(["score", "docs", "--format", "json"])
        return json.loads(capsys.readouterr().out)["departments"][0]["score"]

    # Without the cap for missing categories.
    Path("perflint.toml").write_text('ignore = ["completeness"]', encoding="utf-8")
    before = score()
    Path("perflint.toml").write_text('ignore = ["completeness"]\n[severity]\nformat = "note"', encoding="utf-8")
    assert score() > before


def test_options_win_over_the_file(here, capsys) -> None:
    """What is given on the command line replaces what the file says."""
    text = 'select = ["unit-conflict"]\nfail-on = "never"'

    assert check(capsys, settings=text)[0] == 0
    assert check(capsys, "--fail-on", "error")[0] == 1
    assert rules_of(check(capsys, "--select", "missing-unit")[1]) == {"missing-unit"}


def test_zero_and_never_are_answers_too(here) -> None:
    """An option of value 0 replaces the file's as well."""
    Path("perflint.toml").write_text("min-score = 80", encoding="utf-8")

    assert settings(None, min_score=0.0, fail_on=None).config.min_score == 0.0
    assert settings(None, min_score=None).config.min_score == 80.0


def test_a_file_named_by_option(here, capsys) -> None:
    """`--config` takes that file and no other; paths in it count from its folder."""
    (here / "conf").mkdir()
    (here / "conf" / "own.toml").write_text(
        '[[rule]]\nslug = "no-visits"\nfamily = "clarity"\nfield = "name"\nterms = ["走访"]\nmessage = "“{match}”"',
        encoding="utf-8",
    )
    (here / "conf" / "a.toml").write_text('rules = ["own.toml"]\nselect = ["no-visits"]', encoding="utf-8")

    found = check(capsys, "--config", "conf/a.toml", settings='select = ["unit-conflict"]')[1]
    assert rules_of(found) == {"no-visits"}


def test_settings_are_found_upwards_and_never_below(here, capsys, monkeypatch) -> None:
    """A perflint.toml in the scanned folder is not loaded, so that documents of unknown origin bring no settings or plug-ins."""
    (here / "docs" / "perflint.toml").write_text('select = ["missing-unit"]\nplugins = ["evil"]', encoding="utf-8")
    assert "unit-conflict" in rules_of(check(capsys, settings="")[1])

    Path("perflint.toml").unlink()
    (here / "pyproject.toml").write_text('[tool.perflint]\nselect = ["missing-unit"]', encoding="utf-8")
    (here / "deep").mkdir()
    monkeypatch.chdir(here / "deep")
    assert find_config(Path.cwd()).path == here / "pyproject.toml"


def test_extract_and_similar_go_by_the_settings_too(here, capsys) -> None:
    """Excluded documents are not read, and template files of the settings are subtracted."""
    write(here / "docs" / "old" / "two.txt", ROW)
    Path("perflint.toml").write_text('exclude = ["old/"]\ntemplates = ["absent.txt"]', encoding="utf-8")

    assert run(["extract", "docs"]) == 0
    assert [Path(one["path"]).name for one in json.loads(capsys.readouterr().out)] == ["one.txt"]
    assert run(["similar", "docs"]) == 2
    assert "absent.txt" in capsys.readouterr().err


def test_overrides_by_file_and_department(here, capsys) -> None:
    """Rules are switched off or changed for some documents only."""
    write(here / "docs" / "old" / "two.txt", ROW, department="示例县民政局")

    def paths(text):
        Path("perflint.toml").write_text(f'select = ["unit-conflict"]\n{text}', encoding="utf-8")
        run(["check", "docs", "--format", "json"])
        return [f["path"] for f in json.loads(capsys.readouterr().out)["findings"]]

    assert paths("") == ["docs/old/two.txt", "docs/one.txt"]
    assert paths('[[overrides]]\nfiles = ["old/"]\nignore = ["unit-conflict"]') == ["docs/one.txt"]
    assert paths('[[overrides]]\ndepartments = ["*司法局"]\nignore = ["format"]') == ["docs/old/two.txt"]
    assert paths('[[overrides]]\nfiles = ["old/"]\ndepartments = ["*司法局"]\nignore = ["format"]') == [
        "docs/old/two.txt",
        "docs/one.txt",
    ]
    assert paths('exclude = ["old/*.txt"]') == ["docs/one.txt"]


def test_allowed_phrases(here, capsys) -> None:
    """No finding quotes an allowed phrase as its fault; others stay."""
    found = check(capsys, settings='select = ["format"]\nallow = ["走访户数"]')[1]

    assert "missing-unit" not in rules_of(found)
    assert "unit-conflict" in rules_of(found)


def test_the_template_profile_spares_declared_placeholders(here, capsys) -> None:
    """In a template 【…】 and XX are to be filled in; 待定 and the other rules are reported all the same."""
    write(here / "docs" / "one.txt", ROW, PLACEHOLDER)
    text = 'select = ["placeholder-text", "unit-conflict"]\npreview = true\n'

    assert rules_of(check(capsys, settings=text)[1]) == {"placeholder-text", "unit-conflict"}
    assert rules_of(check(capsys, settings=f'{text}profile = "template"')[1]) == {"unit-conflict"}
    write(here / "docs" / "one.txt", ROW, (*ROW[:2], "走访户数", "待定"))
    assert "placeholder-text" in rules_of(check(capsys)[1])


def test_gates(here, capsys) -> None:
    """A condition of the quality gate that is not met gives status 1 and says which."""
    gate = '[[gates]]\ndepartments = ["*司法局"]\nmax-errors = 0'
    status, _, said = check(capsys, settings=f'fail-on = "never"\n{gate}')

    assert status == 1
    assert "示例县司法局" in said
    assert "超过0处" in said
    assert check(capsys, settings=f'fail-on = "never"\n{gate.replace("司法", "民政")}')[0] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ignroe = []", "是否想写“ignore”"),
        ('[[overrides]]\nfile = ["x"]', "是否想写“files”"),
        ("[[gates]]\nmin_score = 1", "是否想写“min-score”"),
        ('fail-on = "errors"', "fail-on 不能是“errors”，是否想写“error”"),
        ('select = "format"', "select 要写列表"),
        ("[[gates]]\n[[gates]]\nmax-errors = true", "gates 第2段 max-errors 要写整数"),
        ("select = [", "TOML，结尾处"),
        ("jobs = 1\nselect =\n", "TOML，第2行"),
        ('templates = ["absent.docx"]', "无法读取模板文件"),
        ('select = ["unit-conflct"]', "是否想写“unit-conflict”"),
        ('[severity]\nunit-conflct = "note"', "是否想写“unit-conflict”"),
        ('[severity]\nunit-conflict = "high"', "severity 不能是“high”；可用：error、warning、note"),
        ("[settings.unit-conflct]\na = 1", "是否想写“unit-conflict”"),
        ("[settings.unit-conflict]\na = 1", "没有“a”"),
        ('plugins = ["absent"]', "没有安装规则插件“absent”"),
        ('rules = ["absent.toml"]', "没有规则文件"),
        ('exclude = ["*"]', "排除"),
        ('baseline = "absent.json"', "--update-baseline"),
    ],
)
def test_each_wrong_setting_is_one_line(here, capsys, text, said) -> None:
    """A wrong key or name is named with the nearest right one, status 2."""
    status, found, err = check(capsys, settings=text)

    assert (status, found) == (2, set())
    assert len(err.splitlines()) == 1
    assert said in err
    assert not re.search("[Ee]xpected|[Ii]nvalid|[Nn]o such", err)


def test_init_writes_a_file_that_explains_every_key(here, capsys) -> None:
    """The file changes nothing as written, reads with every line in force, names every key, and is never overwritten."""
    assert run(["init"]) == 0
    assert read_config(here / "perflint.toml") == Config()
    keys = {key.strip("# ") for key in re.findall(r"^# (?:\[+)?([a-z-]+)", TEMPLATE, re.MULTILINE)}
    assert set(Config.__struct_encode_fields__) <= keys
    assert {*Override.__struct_encode_fields__, *Gate.__struct_encode_fields__} <= keys

    in_force = "\n".join(re.sub(r"^# (?=[a-z-]+ = |\[)", "", line) for line in TEMPLATE.splitlines())
    (here / "all.toml").write_text(in_force, encoding="utf-8")
    assert read_config(here / "all.toml").overrides[0].departments == ("*镇人民政府",)
    (here / "perflint.toml").write_text("jobs = 1", encoding="utf-8")
    assert run(["init"]) == 2
    assert (here / "perflint.toml").read_text(encoding="utf-8") == "jobs = 1"


def test_show_settings_reads_the_same(here, capsys) -> None:
    """What is shown is TOML that gives the same settings, with the file it came from and options counted in."""
    Path("perflint.toml").write_text(
        'allow = ["引号\\"和\\\\"]\n[severity]\nformat = "note"\n[[gates]]\nmin-score = 5\n[[overrides]]\nfiles = ["a"]',
        encoding="utf-8",
    )
    assert run(["check", "--show-settings", "--ignore", "clarity"]) == 0
    shown = capsys.readouterr().out

    assert str(here / "perflint.toml") in shown
    expected = msgspec.structs.replace(find_config(here).config, ignore=("clarity",))
    assert msgspec.convert(tomllib.loads(shown), Config) == expected
    assert msgspec.convert(tomllib.loads(shown_settings(Found(Config(), None))), Config) == Config()


def make_finding(**fields):
    plain = {
        "rule": "vague-value", "family": "clarity", "severity": "warning", "confidence": 1.0, "message": "“按需”不明确", "suggestion": "",
        "path": "a/b.txt", "place": Place(line=1), "department": "示例县司法局", "unit": "department", "project": "甲", "level2": None,
        "indicator": None, "value": None, "field": "value",
    }  # fmt: skip
    return Finding(**{**plain, **fields})


def test_the_policy_is_a_function_of_findings_and_settings() -> None:
    """The later of several overrides wins; a rule's own severity wins over its family's."""
    config = Config(
        severity={"clarity": "note", "vague-value": "error"},
        overrides=(
            Override(files=("*.txt",), severity={"clarity": "warning"}),
            Override(departments=("别的",), ignore=("clarity",)),
        ),
    )
    findings = (make_finding(), make_finding(path="c.docx"))

    assert [f.severity for f in settled(findings, config)] == ["warning", "error"]
    assert settled(findings, Config()) == findings
    assert settled(findings, Config(allow=("按需",))) == ()


@pytest.mark.parametrize(
    ("path", "pattern", "wanted"),
    [
        ("a/b.txt", "*.txt", True),
        ("a/b.txt", "a/", True),
        ("x/a/b.txt", "a/", True),
        ("xa/b.txt", "a/", False),
        ("a/b.txt", "b.txt", True),
        ("a/bb.txt", "b.txt", False),
        ("a/b.txt", "a/*.docx", False),
    ],
)
def test_file_patterns(path, pattern, wanted) -> None:
    """A pattern means names in any folder; one that ends in / means everything below."""
    assert matches(path, pattern) is wanted


def test_gate_by_grade() -> None:
    """The share of projects that are 差 can be limited."""
    score = DepartmentScore("示例局", datetime.now(UTC).year, 70.0, 70.0, "中", 4, {}, {"差": 2}, ())

    assert missed_gates([Gate(max_share_poor=0.5)], (), Scores((score,), ())) == ()
    assert len(missed_gates([Gate(max_share_poor=0.4, min_score=71)], (), Scores((score,), ()))) == 2


RULES = '[[rule]]\nslug = "no-visits"\nfamily = "clarity"\nfield = "name"\nterms = ["走访"]\nmessage = "“{match}”"\n'


@pytest.mark.parametrize(
    ("examples", "status", "said"),
    [
        ('[[rule.bad]]\nname = "走访户数"\n[[rule.good]]\nname = "宣讲次数"', 0, "2个例子，0个不符"),
        ('[[rule.bad]]\nname = "宣讲次数"', 1, "应报告而没有报告：name = 宣讲次数"),
        ('[[rule.good]]\nname = "走访户数"', 1, "不应报告而报告了"),
        ("", 0, "没有例子"),
        ('[[rule.bad]]\nnmae = "走访户数"', 2, "例子里没有字段“nmae”"),
        ('level2 = ["时效指标"]\n[[rule.bad]]\nname = "走访户数"', 1, "例子没有写 level2"),
        ('term = ["慰问"]', 2, "第1条规则没有字段“term”，是否想写“terms”"),
        ('severity = "警告"', 2, "severity 不能是“警告”；可用：error、warning、note"),
        ('unless = "县外', 2, "不是正确的 TOML，结尾处"),
        ("[[rules]]", 2, "没有“rules”，是否想写“rule”"),
    ],
)
def test_rule_files_are_tested_by_their_examples(here, capsys, examples, status, said) -> None:
    """`rules --test` runs the examples of a rule file and tells which do not come out."""
    Path("own.toml").write_text(RULES + examples, encoding="utf-8")

    assert run(["rules", "--test", "own.toml"]) == status
    shown = capsys.readouterr()
    assert said in shown.out + shown.err
