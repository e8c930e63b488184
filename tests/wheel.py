"""Builds the wheel, installs it into an empty environment that sees this one's dependencies, and runs it from an empty folder.

Run by `make test` after the tests; not collected by pytest.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = """1、示例培训经费绩效目标表
\t绩效目标
\t1.举办培训班4期

\t一级指标
\t二级指标
\t三级指标
\t绩效指标描述
\t指标值
\t指标值确定依据

\t产出指标
\t数量指标
\t培训班期数（%）
\t当年举办培训班的期数
\t≥4 期
\t培训计划
"""


def main() -> None:
    """Build, install, run; raises when anything fails."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(work), str(ROOT)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        wheel = next(work.glob("*.whl"))
        venv.create(work / "env", with_pip=True)
        python = work / "env/bin/python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
        site = next((work / "env/lib").glob("python*/site-packages"))
        # Dependencies come from this environment, packages of ours must come from the wheel.
        ours = next(path for path in map(Path, sys.path) if path.name == "site-packages")
        (site / "dependencies.pth").write_text(f"{ours}\n", encoding="utf-8")
        run = work / "empty"
        run.mkdir()
        (run / "示例.txt").write_text(TABLE, encoding="utf-8")
        result = subprocess.run(
            [work / "env/bin/perflint", "--format", "json", "."], cwd=run, capture_output=True, text=True, check=False
        )
        found = {finding["rule"] for finding in json.loads(result.stdout)["findings"]}
        origin = subprocess.run(
            [python, "-c", "import perflint_zh; print(perflint_zh.__file__)"],
            cwd=run,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert str(site) in origin, f"the run did not use the wheel: {origin}"
        assert "unit-conflict" in found, f"wheel run: {result.returncode} {result.stderr} {sorted(found)}"
    print("wheel: built, installed and run in an empty folder: ok")


if __name__ == "__main__":
    main()
