"""Coverage-guided fuzzing of the readers, the value grammar and the extractor: `python -m tests.fuzz [TARGET…] [--runs N]`.

One target after another, each in a process of its own; what was found before is built upon. An input that breaks a promise is kept
in build/fuzz/TARGET/: mend the cause, then move the file into tests/fuzz/found/TARGET/, where the tests run it for ever.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

WORDS = (
    "一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据 产出指标 数量指标 质量指标 时效指标 成本指标 效益指标 满意度指标 绩效目标 项目名称 预算金额"
    " 万元 元/人·月 单位：万元 绩效目标表 名词解释 合计 权重 定性 良好及以上 ≥ ≤ ± ‰ ～ 至 不低于 不超过 控制在 达到 每年 每人每月 人均 百分之 九成五 三千五百"
    ' 以上 以内 前 10月底前 2024年 个工作日 人次 平方米 半 余 （含） 一、 （一） 1. <w:tbl> <w:tr> <w:tc> <w:p> <w:t> <w:gridSpan w:val="2"/> <w:vMerge/> <table> <tr> <td>'
    ' rowspan=2 colspan=2 <mergeCell ref="A1:B2"/> t="s" r="A1" table:number-rows-repeated="2" table:number-columns-spanned="2" |---| _x000D_ \\u0000'
).split()
"""What no change of single bytes would come upon."""

LIBRARIES = {"xls": ("xlrd",), "doc": ("olefile",)}
"""Python libraries of a target whose branches count as well; it takes seconds to prepare them."""


def main() -> int:
    """Fuzz, and print a table of what was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=0, help="time for each target; 0 for no limit")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        fuzz(asked.targets[0], asked.runs, asked.seconds, asked.folder)
    reached = [outcome(name, asked.runs, asked.seconds, asked.folder) for name in asked.targets or names()]
    print("| 对象 | 执行次数 | 到达的分支 | 新的失败 |\n| --- | --: | --: | --: |")
    for name, runs, branches, failures in reached:
        print(f"| {name} | {runs} | {branches} | {failures} |")
    return int(any(failures for *_, failures in reached))


def names() -> list[str]:
    """All targets; whoever names one need not wait for their import."""
    from .targets import TARGETS

    return list(TARGETS)


def outcome(name: str, runs: int, seconds: int, folder: Path) -> tuple[str, int, int, int]:
    """Executions, branches reached and failures of one target."""
    command = [sys.executable, "-m", "tests.fuzz", name, "--inside", f"--runs={runs}", f"--seconds={seconds}"]
    command += [f"--folder={folder}"]
    log = folder / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        ended = subprocess.run(command, stdout=stream, stderr=subprocess.STDOUT, check=False)
    said = log.read_text(encoding="utf-8", errors="replace")
    done = re.findall(r"^#(\d+)", said, re.MULTILINE)
    branches = re.findall(r" cov: (\d+)", said)
    kept = [path for kind in ("crash", "oom", "timeout") for path in (folder / name).glob(f"{kind}-*")]
    failures = max(len(kept), int(ended.returncode != 0))
    return name, int(done[-1]) if done else 0, int(branches[-1]) if branches else 0, failures


def fuzz(name: str, runs: int, seconds: int, folder: Path) -> None:
    """Run libFuzzer in this process, which it ends."""
    import atheris

    with atheris.instrument_imports(include=["perflint_zh", *LIBRARIES.get(name, ())]):
        from .targets import TARGETS
    target = TARGETS[name]
    seeds, kept = folder / name / "seeds", folder / name / "kept"
    for below in (seeds, kept):
        below.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(target.seeds()):
        if len(data) <= target.longest:
            (seeds / f"{number:05}").write_bytes(data)
    words = folder / name / "words"
    words.write_text("".join(f'"{escaped(word)}"\n' for word in WORDS), encoding="ascii")
    options = [f"-runs={runs}", f"-max_total_time={seconds}", f"-max_len={target.longest}", f"-dict={words}"]
    options += [f"-artifact_prefix={folder / name}/", "-rss_limit_mb=4096", "-timeout=1200", "-seed=1", "-reload=0"]
    atheris.Setup([sys.argv[0], *options, str(kept), str(seeds)], target.holds)
    atheris.Fuzz()


def escaped(word: str) -> str:
    """The word as a dictionary of libFuzzer has it."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
