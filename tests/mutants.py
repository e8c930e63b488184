"""Mutation testing by mutmut: `python tests/mutants.py [MODULE…] [--every N]` (`make mutants`).

mutmut wants one source folder called src, so the three are laid side by side in build/mutants. Of each module every Nth change of each function is tried
against the tests that state what the module does; property tests are left out, since what they draw would decide the outcome. Prints the share that
the tests notice and the changes that nothing noticed.
"""

import argparse
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build" / "mutants"
SOURCES = ("linter/perflint_zh", "rules/perflint_zh_rules", "models/perflint_zh_models")

TABLES = [
    "tests/test_grammar.py",
    "tests/test_columns.py",
    "tests/test_unread_tables.py",
    "tests/test_provincial_forms.py",
    "-k",
    # To the grammar a form is the same whatever file it comes from; these are the slow ones.
    "not docx and not xlsx and not pdf and not rows.txt",
]
TESTS = {
    "score": [
        "tests/test_score.py",
        "-k",
        "not raise_a_score and not order_does and not add_up and not doubling and not notes_alone",
    ],
    "extract.value": ["tests/test_value.py", "-k", "not rendering_keeps and not in_order"],
    "extract.grammar": TABLES,
    "extract.header": TABLES,
    "extract.rows": TABLES,
    "extract.lines": TABLES,
    "extract.abreast": TABLES,
}
"""Module → the tests that state its behaviour, as arguments of pytest."""

NOTICED = {1, -signal.SIGXCPU}
"""How mutmut notes a change at which a test failed, and one at which the tests did not end."""


def main() -> int:
    """Try the modules one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--every", type=int, default=10, choices=(1, 2, 5, 10))
    asked = parser.parse_args()
    for module in asked.modules or TESTS:
        folder = lay_out(module)
        # Changes are numbered within each function, from the middle so that small functions have their share.
        names = [f"perflint_zh.{module}.*__mutmut_*{digit}" for digit in range(asked.every // 2, 10, asked.every)]
        subprocess.run(
            [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names],
            cwd=folder,
            check=False,
            stdout=subprocess.DEVNULL,
        )
        tell(module, folder)
    return 0


def lay_out(module: str) -> Path:
    """A copy of sources, tests and samples with the settings for one module."""
    folder = FOLDER / module
    shutil.rmtree(folder, ignore_errors=True)
    for source in SOURCES:
        shutil.copytree(ROOT / source, folder / "src" / Path(source).name)
    for name in ("tests", "corpus"):
        shutil.copytree(ROOT / name, folder / name)
    settings = {
        "source_paths": ["src/"],
        "only_mutate": [f"src/perflint_zh/{module.replace('.', '/')}.py"],
        "pytest_add_cli_args_test_selection": TESTS[module],
        "also_copy": ["corpus"],
        "process_isolation": "forkserver",
        # Seconds that a change may take longer than the tests took: enough on a busy machine, so that only endless loops are cut off.
        "timeout_constant": 60.0,
        "timeout_multiplier": 2.0,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    # That a test fails is enough: why it does takes longer to write out than to find.
    pytest = '[tool.pytest.ini_options]\naddopts = "--import-mode=importlib --assert=plain"\n'
    (folder / "pyproject.toml").write_text("\n".join([pytest, "[tool.mutmut]", *lines, ""]), encoding="utf-8")
    return folder


def tell(module: str, folder: Path) -> None:
    """How many were tried and noticed, and which were not."""
    (state,) = (folder / "mutants").rglob("*.meta")
    ended = json.loads(state.read_text(encoding="utf-8"))["exit_code_by_key"]
    tried = {name: code for name, code in ended.items() if code is not None}
    survived = [name for name, code in tried.items() if code not in NOTICED]
    print(
        f"{module}：{len(ended)}个变异，试{len(tried)}个，发现{len(tried) - len(survived)}个（{1 - len(survived) / max(1, len(tried)):.0%}）",
        flush=True,
    )
    for name in survived:
        shown = subprocess.run(
            [sys.executable, "-m", "mutmut", "show", name], cwd=folder, capture_output=True, text=True, check=False
        ).stdout
        changed = [
            line for line in shown.splitlines() if line.startswith(("+", "-")) and not line.startswith(("+++", "---"))
        ]
        print("\n".join(["", name, *changed]), flush=True)


if __name__ == "__main__":
    sys.exit(main())
