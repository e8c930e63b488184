"""`python -m perflint_zh.samples SOURCES DOCUMENTS LABELS` builds the sample corpus."""

import sys
from pathlib import Path

from perflint_zh.errors import PerflintError
from perflint_zh.samples.build import build


def main(arguments: list[str]) -> int:
    """Build, or say what is wrong with a source."""
    if len(arguments) != 3:
        sys.stderr.write("用法：python -m perflint_zh.samples 源文件夹 文档文件夹 标签文件夹\n")
        return 2
    try:
        count = build(*map(Path, arguments))
    except PerflintError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"写出{count}个文档\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
