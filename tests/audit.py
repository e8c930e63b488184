"""Known vulnerabilities of the fixed versions in constraints.txt: `python tests/audit.py` (`make audit`).

Asks an advisory service by way of pip-audit; where none answers that is said and nothing fails, since only a machine with a network can know.
"""

import json
import subprocess
import sys
from pathlib import Path

VERSIONS = Path(__file__).parents[1] / "constraints.txt"


def main() -> int:
    """Print what is known; 1 when a version has a known vulnerability."""
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "-r", str(VERSIONS), "--format", "json"]
    run = subprocess.run(
        [*command, "--progress-spinner", "off", "--timeout", "10"], capture_output=True, text=True, check=False
    )
    try:
        asked = json.loads(run.stdout)["dependencies"]
    except (ValueError, KeyError):
        print("依赖审计：跳过，漏洞库没有应答")
        return 0
    answered = [one for one in asked if "skip_reason" not in one]
    if not answered:
        print("依赖审计：跳过，漏洞库里查不到任何一个依赖（多半是没有网络，或用的是镜像）")
        return 0
    known = [(one["name"], one["version"], found["id"]) for one in answered for found in one["vulns"]]
    print(f"依赖审计：{len(asked)}个依赖查到{len(answered)}个，已知漏洞{len(known)}个")
    for name, version, identifier in known:
        print(f"  {name} {version}：{identifier}")
    return int(bool(known))


if __name__ == "__main__":
    sys.exit(main())
