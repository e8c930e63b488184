import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest
from perflint_zh.errors import ReadError
from perflint_zh.read import office
from perflint_zh.read.docx import read_docx
from perflint_zh.read.odf import read_odf

SAMPLES = Path(__file__).parent / "samples" / "word97"

needs_office = pytest.mark.skipif(not any(map(shutil.which, office.PROGRAMS)), reason="LibreOffice不在")


def converted(source: Path, target: str, folder: Path) -> bytes:
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", target, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / f"{source.stem}.{target}").read_bytes()


@needs_office
@pytest.mark.parametrize("target", ["rtf", "odt", "docx"])
def test_goal_tables_survive_every_format_libreoffice_writes(target, tmp_path):
    """Merges as LibreOffice writes them come back as those of the file that python-docx wrote."""
    data = converted(SAMPLES / "goals.docx", target, tmp_path)
    read = {"rtf": lambda data: office.read_with_office(data, ".rtf"), "odt": read_odf, "docx": read_docx}[target]

    assert read(data).blocks == read_docx((SAMPLES / "goals.docx").read_bytes()).blocks


@needs_office
def test_files_that_libreoffice_cannot_read_are_refused():
    with pytest.raises(ReadError, match="LibreOffice无法读取"):
        office.read_with_office(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), ".wps")


def test_missing_libreoffice_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(office, "PROGRAMS", ("no-such-office",))

    with pytest.raises(ReadError, match=r"读取\.rtf需要LibreOffice：请安装"):
        office.read_with_office(rb"{\rtf1 }", ".rtf")


def test_conversion_that_hangs_is_ended_with_all_its_processes(monkeypatch, tmp_path):
    """The real program is a child of the script on the path; it must not outlive the time limit."""
    alive = tmp_path / "alive"
    script = tmp_path / "hanging-office"
    script.write_text(f"#!/bin/sh\n(sleep 2; touch '{alive}') & wait\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "PROGRAMS", (str(script),))
    monkeypatch.setattr(office, "SECONDS", 0.2)

    with pytest.raises(ReadError, match="已中止"):
        office.read_with_office(rb"{\rtf1 }", ".rtf")

    time.sleep(2.2)
    assert not alive.exists()
