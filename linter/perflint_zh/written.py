"""TOML files that people write by hand: read, and what is wrong with them told in one Chinese line."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from perflint_zh.errors import UsageError, reason_of

KINDS = {
    "array": '列表，如 ["a", "b"]',
    "object": '表，如 { a = "b" }',
    "str": "带引号的文字",
    "int": "整数",
    "float": "数",
    "bool": "true 或 false",
}
"""What a value is called in TOML's own terms → how a message says it."""


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """The contents of a file; `what` is what messages call it.

    Raises:
        UsageError: the file is missing or not TOML.

    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError(f"没有{what}：{path}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} 的编码不是 UTF-8，在文本编辑器里另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第{at[1]}行第{at[2]}个字附近" if at else "结尾处"
        raise UsageError(f"{path} 不是正确的 TOML，{where}写错（文字要加英文引号，列表写在方括号里）") from error
    except OSError as error:
        raise UsageError(f"无法读取{what}{path}：{reason_of(error)}") from error


def told(error: msgspec.ValidationError, choices: Mapping[str, Sequence[str]]) -> str:
    """What msgspec says of a wrong value, in Chinese with the value's name; `choices` has, by name, what may be written."""
    said, _, at = str(error).partition(" - at `$.")
    name = re.sub(
        r"\[(\d+)\]\.?", lambda found: f" 第{int(found[1]) + 1}段 ", at.rstrip("`").replace("[...]", "")
    ).strip()
    wrong = re.fullmatch(r"Invalid enum value '(.*)'", said)
    if wrong:
        allowed = choices.get(name.split()[-1].replace("-", "_"), ())
        return f"{name} 不能是“{wrong[1]}”{_nearest(wrong[1], allowed)}"
    lacking = re.fullmatch(r"Object missing required field `(.*)`", said)
    if lacking:
        return f"{name} 缺少 {lacking[1]}".strip()
    kinds = re.fullmatch(r"Expected `(\w+)[^`]*`, got `(\w+)`", said)
    return f"{name} 要写{KINDS.get(kinds[1], kinds[1])}" if kinds else f"{name} 的值不对（{said}）"


def check_keys(table: Mapping[str, Any], kind: type[msgspec.Struct], where: str) -> None:
    """Refuse a key that the kind of table does not have, naming the nearest; `where` stands before the key."""
    known = kind.__struct_encode_fields__
    for key in table:
        if key not in known:
            raise UsageError(f"{where}“{key}”{_nearest(key, known)}")


def _nearest(written: str, allowed: Sequence[str]) -> str:
    near = difflib.get_close_matches(written, allowed, n=1)
    return f"，是否想写“{near[0]}”？" if near else f"；可用：{'、'.join(allowed)}"
