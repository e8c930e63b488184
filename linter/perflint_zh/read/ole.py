"""Compound files (OLE), in which Word and Excel until 2003 keep their streams."""

import io
import struct

import olefile

from perflint_zh.errors import ReadError

BROKEN = (OSError, struct.error, IndexError, ValueError, TypeError, AttributeError, RecursionError)
"""What olefile lets through when it meets damaged bytes."""


def open_ole(data: bytes) -> olefile.OleFileIO:
    """Open a compound file.

    Raises:
        ReadError: its directory is damaged, or its small streams are said to take more room than the file has.

    """
    try:
        ole = olefile.OleFileIO(io.BytesIO(data))
        small = max(ole.root.size, ole.num_mini_fat_sectors * ole.sector_size)
    except BROKEN as error:
        raise damaged("OLE目录不完整") from error
    # olefile goes round a ring of sectors until it has as much as was said.
    if small > len(data):
        raise damaged("OLE目录里的大小超过文件")
    return ole


def stream(ole: olefile.OleFileIO, name: str) -> bytes:
    """Read one stream whole.

    Raises:
        ReadError: it is damaged, or said to be larger than the file.

    """
    try:
        if ole.get_size(name) > ole.fp.seek(0, io.SEEK_END):
            raise damaged(f"{name}流比文件还大")
        content: bytes = ole.openstream(name).read()
    except BROKEN as error:
        raise damaged(f"{name}流不完整") from error
    return content


def damaged(how: str) -> ReadError:
    """Tell that the file is damaged, in what way and what to do."""
    return ReadError(f"文件已损坏（{how}），可在原程序中打开后另存一份再检查")
