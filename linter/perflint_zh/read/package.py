"""Office packages (zip files of XML parts), opened so that nothing in them can do harm."""

import functools
import io
import zipfile
import zlib
from collections.abc import Collection, Iterator

from lxml import etree

from perflint_zh.errors import ReadError

MAX_PARTS = 5_000
"""A .docx or .xlsx of a whole province has some hundred parts."""

MAX_PART_BYTES = 256 * 2**20
"""Unpacked size of one part; the largest real sheet met so far has 30 MiB."""

MAX_TOTAL_BYTES = 512 * 2**20
"""Unpacked size of all parts that are read."""

LONGEST_NAME = 80
"""What a message shows of the name of a part."""


class Package:
    """The parts of an Office file by name; sizes are limited, names are never used as paths."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ReadError("文件已损坏（压缩包结构不完整），可在原程序中打开后另存一份再检查") from error
        infos = self._archive.infolist()
        if len(infos) > MAX_PARTS:
            raise ReadError(f"文件内部有{len(infos)}个部件，超过上限{MAX_PARTS}，未读取")
        self._infos = {info.filename.lstrip("/"): info for info in infos}
        self._left = MAX_TOTAL_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def names(self) -> list[str]:
        """All part names as stored."""
        return list(self._infos)

    def part(self, name: str) -> bytes:
        """Bytes of one part.

        Raises:
            ReadError: the part is missing, encrypted, damaged or too large.

        """
        info = self._infos.get(name)
        if info is None:
            raise ReadError(f"文件缺少部件{shown_name(name)}，可能已损坏，可在原程序中打开后另存一份再检查")
        if info.flag_bits & 1:
            raise ReadError("文件有密码保护，请先解除密码")
        limit = min(MAX_PART_BYTES, self._left)
        try:
            with self._archive.open(info) as stream:
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise ReadError(f"部件{shown_name(name)}已损坏，可在原程序中打开后另存一份再检查") from error
        if len(data) > limit:
            raise ReadError(f"部件{shown_name(name)}展开后超过{limit // 2**20} MiB，疑为压缩炸弹，未读取")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """Root element of one XML part; entities, DTDs and network access are off.

        Raises:
            ReadError: as for `part`, or the XML is not well formed.

        """
        return parse_xml(self.part(name), name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Root element of untrusted XML.

    Raises:
        ReadError: the XML declares a document type or is not well formed.

    """
    try:
        return etree.fromstring(plain_xml(data, name), _parser())
    except etree.XMLSyntaxError as error:
        raise incomplete_xml(name) from error


@functools.cache
def _parser() -> etree.XMLParser:
    """One for all parts: to make a parser ready takes longer than to parse most of them.

    Read in an encoding that the declaration may ask for, a document type could hide from the look at the bytes.
    """
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True
    )


def plain_xml(data: bytes, name: str) -> bytes:
    """XML in UTF-8 and without a document type, which is where entities are declared; office files may be in UTF-16 otherwise.

    Raises:
        ReadError: there is a document type.

    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    if b"<!DOCTYPE" in data:
        raise ReadError(f"部件{shown_name(name)}带有文档类型声明，正常的办公文件没有，出于安全未读取")
    return data


def shown_name(name: str) -> str:
    """Name of a part for a message; in a damaged archive it can be anything."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name[:LONGEST_NAME])


def incomplete_xml(name: str) -> ReadError:
    """The error for a part that ends early or is no XML."""
    return ReadError(
        f"部件{shown_name(name)}不是完整的XML，文件可能已损坏或只保存了一半，可在原程序中打开后另存一份再检查"
    )


def nearest(parent: etree._Element, wanted: Collection[str], passed_over: Collection[str]) -> Iterator[etree._Element]:
    """Yield the wanted descendants that stand in no other wanted one; a loop, since wrappers may nest to any depth."""
    waiting = [iter(parent)]
    while waiting:
        for child in waiting[-1]:
            if child.tag in wanted:
                yield child
            elif child.tag not in passed_over:
                waiting.append(iter(child))
                break
        else:
            waiting.pop()
