"""What every rule and module must be like, whatever it checks."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from perflint_zh.rule import FAMILIES, Rule
from perflint_zh.testing import examples_beside
from perflint_zh_rules import rules

ROOT = Path(__file__).parent.parent
CATALOGUE = """
missing-goal missing-category missing-value missing-basis missing-description missing-project-table missing-unit malformed-value
unit-conflict value-type-conflict impossible-value wrong-direction value-in-name weight-sum vague-value vague-goal placeholder-text
garbled-text missing-baseline retrospective-goal wrong-category process-as-performance input-as-performance satisfaction-as-effect
mismatched-indicator name-description-conflict uncovered-goal forced-category boilerplate-text template-reuse duplicate-indicator
residue-text stale-year cost-budget-mismatch quantity-cost-mismatch unit-scale-error budget-sum-mismatch spending-plan-error number-conflict
name-amount-mismatch procurement-conflict unrealistic-target uniform-values low-target
""".split()


def test_the_catalogue_is_complete() -> None:
    """Every slug of the catalogue is a rule, and every rule is in the catalogue."""
    assert sorted(CATALOGUE) == sorted(rule.slug for rule in rules())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.slug)
def test_a_rule_is_documented_and_shown_by_examples(rule: Rule) -> None:
    """A rule says what, why, how to write it, on what it rests and what it spares, and has bad and good examples."""
    module = Path(rule.check.__code__.co_filename)
    examples = list(examples_beside(rule))

    assert module.stem == rule.slug.replace("-", "_")
    assert module.parent.name.replace("_", "-") == rule.family in FAMILIES
    assert rule.title.endswith("。")
    assert "\n" not in rule.title
    assert 3 <= len(rule.short) <= 9, "the short name fits a column of the heat map"
    for part in ("写法：", "依据：", "误报："):
        assert part in rule.documentation, part
    assert sum(bool(example.flags) for example in examples) >= 2
    assert sum(not example.flags for example in examples) >= 3


def test_short_names_are_told_apart() -> None:
    """No two rules have the same Chinese name."""
    assert len({rule.short for rule in rules()}) == len(rules())


def test_slugs_name_defects() -> None:
    """A slug names what is wrong, so that “ignore <slug>” reads well; it is no instruction."""
    instruction = re.compile(r"^(?:use|prefer|avoid|do-not|no|check|fix)-|-used$")

    assert [rule.slug for rule in rules() if instruction.search(rule.slug)] == []


HEAVY = (
    "sklearn",
    "scipy",
    "numpy",
    "spacy",
    "pandas",
    "jieba",
    "openpyxl",
    "docx",
    "pypdfium2",
    "rich",
    "jinja2",
    "xlsxwriter",
    "lxml",
)


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--version"], ()),
        (["--help"], ()),
        (["rules"], ()),
        (["extract", "one.txt"], ()),
        (["one.txt", "--format", "json"], ()),
    ],
    ids=["version", "help", "rules", "extract", "check"],
)
def test_nothing_heavy_is_imported_before_it_is_needed(arguments, allowed, tmp_path) -> None:
    """The commands that people wait for import no heavy library; asked of the process, not of a clock."""
    (tmp_path / "one.txt").write_text(
        "1、培训费绩效目标表\n\t绩效目标\n\t举办培训4期\n\n\t一级指标\n\t二级指标\n\t三级指标\n\t指标值\n\n\t产出指标\n\t数量指标\n\t培训期数\n\t≥4期\n",
        encoding="utf-8",
    )
    code = (
        "import sys\n"
        f"sys.argv = ['perflint', *{arguments!r}]\n"
        "from perflint_zh.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', *sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={**__import__("os").environ, "XDG_CACHE_HOME": str(tmp_path)},
    )

    loaded = done.stdout.rpartition("LOADED")[2].split()
    assert set(loaded) <= set(allowed), loaded


def test_version_is_answered_with_almost_nothing_loaded() -> None:
    """`--version` imports neither typer nor any module of the engine."""
    code = "import sys\nsys.argv = ['perflint', '--version']\nfrom perflint_zh.__main__ import main\nmain()\nprint(sorted(m for m in sys.modules if m.startswith(('typer', 'msgspec', 'perflint_zh'))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[1] == "['perflint_zh', 'perflint_zh.__main__']"


def test_no_pickle_and_no_network_in_our_code() -> None:
    """No module of ours imports pickle or anything that opens a connection."""
    forbidden = re.compile(
        r"^\s*(?:import|from)\s+(pickle|joblib|shelve|marshal|socket|urllib\.request|http\.client|requests|httpx)\b",
        re.MULTILINE,
    )
    offenders = [
        str(path.relative_to(ROOT))
        for folder in ("linter", "rules", "models")
        for path in (ROOT / folder).rglob("*.py")
        if forbidden.search(path.read_text(encoding="utf-8"))
    ]

    assert offenders == []


def test_nothing_is_compiled_before_it_is_used() -> None:
    """Loading engine, rules and models compiles no regular expression that they do not use at once: it would be most of what a small check takes."""
    code = (
        "import re, sys\n"
        "compile = re.compile\n"
        "def told(*given, **named):\n"
        "    caller = sys._getframe(1).f_globals['__name__']\n"
        "    if caller.startswith('perflint_zh') and caller != 'perflint_zh.patterns':\n        print(caller)\n"
        "    return compile(*given, **named)\n"
        "re.compile = told\n"
        "import perflint_zh.cli, perflint_zh.engine.look, perflint_zh.read.docx, perflint_zh.read.text, perflint_zh_rules\n"
        "perflint_zh_rules.rules()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == ""


def test_every_expression_can_be_compiled() -> None:
    """A wrong one would only be met when a document first needs it."""
    from perflint_zh.patterns import expression

    for folder in ("linter", "rules", "models"):
        for path in (ROOT / folder).rglob("*.py"):
            if "expression(" in path.read_text(encoding="utf-8") and path.name != "patterns.py":
                module = importlib.import_module(".".join(path.relative_to(ROOT / folder).with_suffix("").parts))
                for value in vars(module).values():
                    if type(value) is type(expression("")):
                        re.compile(value.pattern, value.flags)


def test_slips_are_written_so_that_what_they_need_is_plain() -> None:
    """Beside conditions, choices and options the expressions for slips have nothing but the characters of the slip."""
    from perflint_zh_rules.clarity import _garbles

    for table in ("patterns", "lost"):
        for slip in _garbles._slips(table):
            assert re.fullmatch("[一-鿿|]+", _garbles.NOT_NEEDED.sub("", slip.pattern.pattern)), slip
            assert slip.needs
