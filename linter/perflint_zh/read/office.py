"""Formats that only LibreOffice reads (.rtf, old or odd files): converted to OpenDocument in a folder of their own, then read."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any, NoReturn

from perflint_zh.document import Content
from perflint_zh.errors import ReadError
from perflint_zh.read.odf import read_odf

PROGRAMS = ("soffice", "libreoffice")

SPREADSHEETS = frozenset({".et", ".ods", ".xls", ".xlsb", ".xlsx"})

SECONDS = 120
"""Time for one file; a document of 30 tables takes two seconds, the first start in a new profile two more."""

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""LibreOffice's own profile file: no macros, no linked pictures from elsewhere."""


def read_with_office(data: bytes, suffix: str) -> Content:
    """Read a file by way of LibreOffice.

    Raises:
        ReadError: LibreOffice is missing, takes too long or cannot read the file.

    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise ReadError(
            f"读取{suffix}需要LibreOffice：请安装libreoffice-writer与libreoffice-calc，或另存为.docx、.xlsx后再检查"
        )
    target = "ods" if suffix in SPREADSHEETS else "odt"
    with tempfile.TemporaryDirectory(prefix="perflint-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        source = folder / f"document{suffix}"
        source.write_bytes(data)
        _run(
            [
                program,
                "--headless",
                "--norestore",
                f"-env:UserInstallation={profile.as_uri()}",
                "--convert-to",
                target,
                "--outdir",
                str(folder / "converted"),
                str(source),
            ]
        )
        converted = folder / "converted" / f"document.{target}"
        if not converted.is_file():
            raise ReadError(
                f"LibreOffice无法读取这个{suffix}文件，可能已损坏或有密码；可在原程序中另存为.docx或.xlsx后再检查"
            )
        return read_odf(converted.read_bytes())


def _run(command: list[str]) -> None:
    # The program on the path is a script around the real one: only as a group do both end.
    process = subprocess.Popen(  # noqa: S603 -- no shell, and the only outside part is a path of our own
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    before = _on_termination(_give_up)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadError(f"LibreOffice转换超过{SECONDS}秒，已中止；可在原程序中另存为.docx或.xlsx后再检查") from error
    finally:
        if process.poll() is None:
            _kill(process)
        _on_termination(before)


def _on_termination(handler: Any) -> Any:
    """Set what SIGTERM does and give what it did; only the main thread may."""
    if threading.current_thread() is not threading.main_thread():
        return None
    return signal.signal(signal.SIGTERM, handler or signal.SIG_DFL)


def _give_up(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
