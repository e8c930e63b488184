"""The written pages say only what the program does."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
from perflint_zh.cli import app, run
from perflint_zh.config import read_config
from perflint_zh.plugins import load_rules
from perflint_zh.policy import check_settings
from perflint_zh.testing import examples_beside, flags_of
from perflint_zh.waivers import read_waivers

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "README.md"]
GROUP = typer.main.get_command(app)


def blocks(language: str) -> list[tuple[str, str]]:
    """Blocks of one language in all pages, with the page's name."""
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [(page.name, text) for page in PAGES for text in fence.findall(page.read_text(encoding="utf-8"))]


def commands() -> list[str]:
    """What the pages tell readers to type: lines of shell blocks and code within text."""
    shell = [line for _, text in blocks("sh") for line in text.splitlines()]
    inline = [code for page in PAGES for code in re.findall(r"`(perflint [^`]+)`", page.read_text(encoding="utf-8"))]
    said = [line.partition("#")[0].strip().removeprefix(".venv/bin/") for line in [*shell, *inline]]
    return sorted({line for line in said if line.startswith("perflint ")})


@pytest.mark.parametrize("line", commands())
def test_every_command_in_the_pages_exists(line) -> None:
    """A command line in a page names a command and options that there are."""
    words = line.split()[1:]
    name = words[0] if words[0] in GROUP.commands else "check"
    known = {option for parameter in GROUP.commands[name].params for option in parameter.opts}
    if len(words) == 1:
        known |= {option for parameter in GROUP.params for option in parameter.opts}

    assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize(("page", "text"), [(page, text) for page, text in blocks("toml") if "8<" not in text])
def test_every_settings_block_in_the_pages_is_accepted(page, text, tmp_path) -> None:
    """A settings block can be copied into perflint.toml as it stands."""
    if "project" in tomllib.loads(text):
        pytest.skip("a pyproject.toml")
    path = tmp_path / "perflint.toml"
    path.write_text(text, encoding="utf-8")

    check_settings(read_config(path), load_rules())


def test_the_rule_file_of_the_pages_passes_its_own_examples(capsys) -> None:
    """The TOML rules that readers start from are right."""
    assert run(["rules", "--test", str(DOCS / "examples/own-rules.toml")]) == 0
    assert "3个例子，0个不符" in capsys.readouterr().out


def test_the_waivers_of_the_pages_can_be_read() -> None:
    """The waiver that readers start from is accepted with its author and day."""
    waiver = read_waivers(DOCS / "examples/waivers.toml")[0]

    assert (waiver.rule, waiver.author, str(waiver.expires)) == ("uniform-values", "预算股", "2026-12-31")


def test_the_python_rule_of_the_pages_works_as_a_plugin(monkeypatch) -> None:
    """The package that readers start from gives rules that pass their examples."""
    monkeypatch.syspath_prepend(DOCS / "examples")
    import my_office

    for rule in my_office.rules():
        assert rule.family == "feasibility"
        assert all(flags_of(rule, example.part) == list(example.flags) for example in examples_beside(rule))


def test_the_finding_explained_is_what_the_sample_gives(capsys) -> None:
    """The finding that a page explains word by word is still reported like that."""
    run(["check", "--quiet", "--no-cache", "--jobs", "1", str(ROOT / "corpus/documents/luling-finance-2024.txt")])
    told = re.sub(r"\s+", "", capsys.readouterr().out)

    assert re.sub(r"\s+", "", (DOCS / "examples/finding.txt").read_text(encoding="utf-8")) in told


def test_the_hook_refuses_a_setting_without_description() -> None:
    """A new setting that nobody described stops the build of the site."""
    code = "import generate, msgspec\nclass C(msgspec.Struct):\n    new: int = 0\ngenerate._struct(C, {})"
    done = subprocess.run([sys.executable, "-c", code], cwd=DOCS, capture_output=True, text=True, check=False)

    assert "new" in done.stderr
    assert "与代码不符" in done.stderr
