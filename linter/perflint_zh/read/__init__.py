"""Files to documents: one reader per format, chosen by content; none of them imported before it is needed."""

import hashlib
import os
import stat
from pathlib import Path

from perflint_zh.document import Content, Document
from perflint_zh.errors import ReadError, reason_of

MAX_FILE_BYTES = 256 * 2**20
"""Larger than any budget document met; a whole province's wide list has 40 MiB."""

SUFFIXES = frozenset(
    ".txt .md .markdown .csv .tsv .docx .docm .xlsx .xlsm .xls .et .doc .wps .html .htm .mht .pdf .rtf .odt .ods".split()
)
"""File endings that a folder walk picks up; the reader itself is chosen by content."""

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_document(path: Path, shown_as: str | None = None) -> Document:
    """Read one file.

    Raises:
        ReadError: the file cannot be read; the message says why and what to do.

    """
    data = read_bytes(path)
    content = read_content(data, path.suffix.lower())
    return Document(shown_as or str(path), hashlib.sha256(data).hexdigest(), content.blocks, content.notes)


def read_bytes(path: Path) -> bytes:
    """All bytes of a regular file.

    Raises:
        ReadError: no such file, no permission, no regular file, empty or too large.

    """
    try:
        # Without O_NONBLOCK opening a pipe would wait for a writer that never comes.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as error:
        raise ReadError("文件不存在（可能在检查过程中被移走）") from error
    except PermissionError as error:
        raise ReadError("没有读取权限，请检查文件权限") from error
    except OSError as error:
        raise ReadError(f"无法打开：{reason_of(error)}") from error
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("不是普通文件（管道、设备或文件夹），未读取")
        if status.st_size > MAX_FILE_BYTES:
            raise ReadError(
                f"文件有{status.st_size // 2**20} MiB，超过上限{MAX_FILE_BYTES // 2**20} MiB，请拆分后再检查"
            )
        try:
            data = stream.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise ReadError(f"读取中断：{reason_of(error)}") from error
    if not data.strip():
        raise ReadError("文件是空的，没有可检查的内容")
    return data


def read_content(data: bytes, suffix: str) -> Content:
    """Content of a file, the format recognised by its bytes and only then by its ending.

    Raises:
        ReadError: unknown format, damaged, protected, or a program is missing.

    """
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        from perflint_zh.read.pdf import read_pdf

        return read_pdf(data)
    if data.startswith(ZIP):
        return _read_package(data, suffix)
    if data.startswith(OLE):
        return _read_ole(data, suffix)
    if data.lstrip()[:5] == b"{\\rtf":
        from perflint_zh.read.office import read_with_office

        return read_with_office(data, ".rtf")
    return _read_markup(data, suffix)


def _read_package(data: bytes, suffix: str) -> Content:
    from perflint_zh.read.package import Package

    names = Package(data).names()
    if any(name.startswith("word/") for name in names):
        from perflint_zh.read.docx import read_docx

        return read_docx(data)
    if any(name.startswith("xl/") for name in names):
        from perflint_zh.read.xlsx import read_xlsx

        return read_xlsx(data)
    if "content.xml" in names:
        from perflint_zh.read.odf import read_odf

        return read_odf(data)
    if suffix in {".docx", ".xlsx", ".docm", ".xlsm", ".wps", ".et"}:
        raise ReadError("压缩包里没有文档正文，文件可能已损坏或扩展名不对，请重新取得或改正扩展名后再检查")
    raise ReadError("是压缩包而不是文档，请先解压再检查")


def _read_ole(data: bytes, suffix: str) -> Content:
    from perflint_zh.read.word97 import ole_kind

    kind = ole_kind(data)
    if kind == "encrypted":
        raise ReadError("文件有密码保护，请先解除密码")
    if kind == "workbook":
        from perflint_zh.read.xls import read_xls

        return read_xls(data)
    if kind == "word":
        from perflint_zh.read.word97 import read_word97

        return read_word97(data)
    from perflint_zh.read.office import read_with_office

    return read_with_office(data, suffix or ".doc")


def _read_markup(data: bytes, suffix: str) -> Content:
    """Formats that are text: by their first characters, else by the ending."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if (
        suffix in {".html", ".htm", ".mht"}
        or head.startswith((b"<!doctype html", b"<html", b"mime-version:"))
        or (suffix in {".xls", ".doc"} and b"<table" in data[:65536].lower())
    ):
        from perflint_zh.read.html import read_html

        return read_html(data)
    if suffix in {".csv", ".tsv"}:
        from perflint_zh.read.delimited import read_csv

        return read_csv(data)
    if suffix in {".md", ".markdown"}:
        from perflint_zh.read.markdown import read_markdown
        from perflint_zh.read.text import decode

        return read_markdown(decode(data))
    if suffix in {".txt", "", ".text"}:
        from perflint_zh.read.text import read_text

        return read_text(data)
    if suffix in SUFFIXES:
        raise ReadError(f"内容不是{suffix}格式，文件可能已损坏或扩展名不对，请重新取得或改正扩展名后再检查")
    raise ReadError(f"不支持的文件类型“{suffix}”，支持：{' '.join(sorted(SUFFIXES))}")
