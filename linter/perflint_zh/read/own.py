"""What perflint itself has written, so that a report left among the documents is not read as one of them."""

import zipfile
from pathlib import Path

HEADS = {
    ".html": b'<meta name="generator" content="perflint">',
    ".csv": "级别,规则,部门,项目,二级指标,三级指标,指标值,位置".encode(),
    ".md": "## perflint 检查结果".encode(),
}
"""File ending → what stands near the beginning of a report of that kind."""

HEAD_BYTES = 4096

WORKBOOK_MARK = b"perflint"
"""Author of the workbooks, in their docProps/core.xml."""


def is_own_output(path: Path) -> bool:
    """Whether the file is a report of perflint; a file that cannot be looked into is not."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".xlsx":
            return _is_own_workbook(path)
        mark = HEADS.get(suffix)
        if mark is None or not path.is_file():
            return False
        with path.open("rb") as stream:
            return mark in stream.read(HEAD_BYTES)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError):
        return False


def _is_own_workbook(path: Path) -> bool:
    if not path.is_file():
        return False
    with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as stream:
        return b"<dc:creator>" + WORKBOOK_MARK in stream.read(HEAD_BYTES)
