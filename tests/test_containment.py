"""What a run must never do: lose results, leave processes or half a file, overwrite, fetch, or run what a folder brings along."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from perflint_zh import cli
from perflint_zh.engine import local
from perflint_zh.engine.limits import Limits
from perflint_zh.engine.local import Machine
from perflint_zh.engine.run import Job

if sys.platform == "win32":
    pytest.skip("signals and links of Unix", allow_module_level=True)

sys.path.insert(0, str(Path(__file__).parent))
from hostile.parts import TABLE, TITLE, docx, lines, xlsx

PERFLINT = [sys.executable, "-m", "perflint_zh"]

SLOW = """
import signal, sys, time
from perflint_zh import cli
import perflint_zh.engine.look as look

def look_at(path, rules, settings, folder=""):
    time.sleep(60)

look.look_at = look_at
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may ignore it
sys.exit(cli.run(sys.argv[1:]))
"""
"""perflint with a reader that takes a minute for each file."""


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three documents that differ."""
    path = tmp_path / "documents"
    path.mkdir()
    (path / "a.txt").write_text(lines(), encoding="utf-8")
    (path / "b.docx").write_bytes(docx())
    (path / "c.xlsx").write_bytes(xlsx())
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def perflint(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PERFLINT, *map(str, arguments)], capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload,no-any-return]


def one_line(text: str) -> str:
    """The only line on standard error."""
    told = [line for line in text.splitlines() if line.strip()]
    assert len(told) == 1, text
    return told[0]


def running_in_session(session: int) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, its_session = (process / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(its_session) == session and state != "Z":
            found.append(int(process.name))
    return found


def wait_for(condition, seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")


@needs_proc
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_the_run_and_all_its_processes(folder, tmp_path, number, status) -> None:
    """One line is said, nothing is half written, and no worker lives on."""
    output = tmp_path / "out.json"
    run = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(folder), "-f", "json", "-o", str(output), "--jobs", "2"],
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert wait_for(lambda: len(running_in_session(run.pid)) == 3)
    run.send_signal(number)
    told = run.communicate(timeout=20)[1]

    assert run.returncode == status
    assert "没有写出" in one_line(told)
    assert wait_for(lambda: not running_in_session(run.pid), 5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documents"]


BORN = """
import os, signal, sys
from multiprocessing import popen_fork
from perflint_zh import cli
launch = popen_fork.Popen._launch

def launch_and_interrupt(self, process):
    launch(self, process)
    os.kill(os.getpid(), signal.SIGINT)

popen_fork.Popen._launch = launch_and_interrupt
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may ignore it
sys.exit(cli.run(sys.argv[1:]))
"""


@needs_proc
def test_a_signal_that_meets_a_worker_being_born_ends_it_too(folder, tmp_path) -> None:
    """Between the fork and the list of workers nobody would know of it."""
    run = subprocess.Popen(
        [sys.executable, "-c", BORN, str(folder), "-f", "json", "-o", str(tmp_path / "out.json"), "--jobs", "2"],
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    run.wait()

    left = not wait_for(lambda: not running_in_session(run.pid), 5)
    for process in running_in_session(run.pid):
        os.kill(process, signal.SIGKILL)
    assert (run.returncode, left) == (130, False)


@needs_proc
@pytest.mark.parametrize("option", [[], ["--time-limit", "1"]])
def test_a_program_that_a_worker_started_ends_with_it(tmp_path, option) -> None:
    """LibreOffice does not outlive the run that was ended, nor the worker that took too long."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "soffice"
    program.write_text(f"#!/bin/sh\necho $$ > '{tmp_path}/pid'\nsleep 300\n", encoding="ascii")
    program.chmod(0o755)
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 a}")
    run = subprocess.Popen(
        [*PERFLINT, str(tmp_path / "a.rtf"), *option], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "TMPDIR": str(tmp_path / "bin")},
    )  # fmt: skip
    pid = tmp_path / "pid"
    assert wait_for(lambda: pid.exists() and pid.read_text().strip())
    session = int(pid.read_text())
    if not option:
        run.terminate()
    run.wait(30)

    assert wait_for(lambda: not running_in_session(session), 5)
    assert [path.name for path in (tmp_path / "bin").iterdir()] == ["soffice"]


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "只能读取"), (errno.EACCES, "没有权限")],
)
def test_an_output_that_cannot_be_written_is_one_line(folder, tmp_path, monkeypatch, capsys, number, said) -> None:
    """Nothing is left beside it, and what stood there before still does."""
    output = tmp_path / "out.json"
    output.write_text("before", encoding="utf-8")

    def replace(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", replace)
    status = cli.run([str(folder), "-f", "json", "-o", str(output)])

    assert status == 2
    assert said in one_line(capsys.readouterr().err)
    assert output.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documents", "out.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_behind_standard_output_is_one_line(folder) -> None:
    """Also when the shell writes the file."""
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run([*PERFLINT, str(folder)], stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert run.returncode == 2
    assert "磁盘已满" in one_line(run.stderr)


def test_runs_at_the_same_time_share_the_cache(folder) -> None:
    """Four at once say what one says."""
    runs = [
        subprocess.Popen([*PERFLINT, str(folder), "-f", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [run.communicate(timeout=120) for run in runs]

    assert len(set(said)) == 1
    assert said[0] == tuple(text.encode() for text in (perflint(folder, "-f", "jsonl").stdout, said[0][1].decode()))


def test_a_file_that_changes_during_the_run_is_not_remembered_wrongly(tmp_path, monkeypatch) -> None:
    """The cache never answers for the content that was there before."""
    path = tmp_path / "a.txt"
    before, after = lines().encode(), lines(TABLE[:3]).encode()
    path.write_bytes(before)
    machine = Machine(1, Limits(), tmp_path / "cache")
    real = local.read_bytes

    def then_changed(file: Path) -> bytes:
        data = real(file)
        path.write_bytes(after)
        return data

    monkeypatch.setattr(local, "read_bytes", then_changed)
    assert len(local.run([str(path)], Job(), machine).budgets[0].projects[0].indicators) == 2
    monkeypatch.undo()
    path.write_bytes(before)

    assert len(local.run([str(path)], Job(), machine).budgets[0].projects[0].indicators) == 6


OUTPUTS = [
    ["check", "{folder}", "--output", "{input}"],
    ["check", "{folder}", "--html", "{input}"],
    ["check", "{folder}", "--xlsx", "{input}"],
    ["check", "{folder}", "--annotate", "{folder}"],
    ["check", "{folder}", "--baseline", "{input}", "--update-baseline"],
    ["check", "{folder}", "--output", "{link}"],
    ["check", "{folder}/a.txt", "--against", "{folder}", "--output", "{input}"],
    ["check", "{folder}", "--output", "{folder}"],
    ["extract", "{folder}", "--output", "{input}"],
    ["score", "{folder}", "--output", "{input}"],
    ["similar", "{folder}", "--output", "{input}"],
    ["suggest", "{folder}", "--output", "{input}"],
    ["compare", "{folder}", "{folder}", "--output", "{input}"],
    ["compare", "{folder}/b.docx", "{folder}", "--output", "{input}"],
    ["compare", "{folder}/a.txt", "{folder}", "--output", "{input}"],
    ["fix", "{folder}", "--unsafe", "--output", "{folder}"],
    ["init", "{input}"],
]


@pytest.mark.parametrize("arguments", OUTPUTS, ids=" ".join)
def test_no_option_overwrites_an_input(folder, tmp_path, arguments) -> None:
    """Whatever is asked, the documents stay as they were, and nothing appears among them."""
    link = tmp_path / "link.docx"
    link.symlink_to(folder / "b.docx")
    before = contents(folder)
    places = {"folder": folder, "input": folder / "b.docx", "link": link}
    run = perflint(*(argument.format(**places) for argument in arguments), cwd=tmp_path)

    assert contents(folder) == before
    assert run.returncode != 0
    assert "Traceback" not in run.stderr


def test_a_folder_brings_no_settings_and_no_code(folder, tmp_path) -> None:
    """Settings, rules and modules that lie among the documents are not looked at."""
    plain = json.loads(perflint(folder, "-f", "json", cwd=tmp_path).stdout)
    evil = f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()\n"
    (folder / "perflint.toml").write_text(
        'plugins = ["evil"]\nrules = ["rules.toml"]\nignore = ["format"]\n', encoding="utf-8"
    )
    (folder / "pyproject.toml").write_text('[tool.perflint]\nfail-on = "never"\n', encoding="utf-8")
    (folder / "rules.toml").write_text("broken", encoding="utf-8")
    for name in ("sitecustomize.py", "conftest.py", "perflint_zh_rules.py", "jieba.py"):
        (folder / name).write_text(evil, encoding="utf-8")
    beside = json.loads(perflint(folder, "-f", "json", cwd=tmp_path).stdout)

    assert beside["findings"] == plain["findings"]
    assert beside["failures"] == []
    assert not (tmp_path / "ran").exists()


def test_a_plug_in_is_loaded_only_when_settings_name_it(folder, tmp_path) -> None:
    """One that is installed stays unused until it is asked for."""
    site = tmp_path / "site"
    (site / "evil-1.0.dist-info").mkdir(parents=True)
    (site / "evil-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    (site / "evil-1.0.dist-info" / "entry_points.txt").write_text("[perflint.rules]\nevil = evil\n")
    ran = tmp_path / "ran"
    (site / "evil.py").write_text(f"import pathlib\npathlib.Path({str(ran)!r}).touch()\ndef rules():\n    return ()\n")
    environment = {**os.environ, "PYTHONPATH": str(site)}

    perflint(folder, env=environment, cwd=tmp_path)
    assert not ran.exists()

    (tmp_path / "perflint.toml").write_text('plugins = ["evil"]\n', encoding="utf-8")
    perflint(folder, env=environment, cwd=tmp_path)
    assert ran.exists()


def test_names_that_are_no_text_can_be_shown_in_every_format(tmp_path) -> None:
    """A name of arbitrary bytes is read, and every output can hold it."""
    (tmp_path / os.fsdecode(b"\xb2\xce\xbf\xbc.txt")).write_text(lines(), encoding="utf-8")
    for form in ("text", "json", "jsonl", "sarif", "junit", "github", "csv", "markdown"):
        run = perflint(tmp_path, "-f", form)
        assert "程序出错" not in run.stderr, form
        assert run.returncode in {0, 1}, form
        assert run.stdout.encode(), form


def test_reports_show_no_control_characters(tmp_path) -> None:
    """Neither a name nor a text can clear the screen or begin a line of its own."""
    evil = "\x1b[2J\x9b2J\u202e"
    (tmp_path / f"{evil}\nperflint: 一切正常.txt").write_bytes(b"")
    text = f"示例县园林局{evil}2024年部门预算说明\n{lines()}".replace(TITLE, f"树木{evil}养护绩效目标表")
    text = text.replace("里程", f"里{evil}程").replace("≥98%", "较好")
    (tmp_path / f"{evil}.txt").write_text(text, encoding="utf-8")
    run = perflint(tmp_path)

    assert not re.search("[\x1b\x9b\u202e]", run.stdout + run.stderr)
    assert not any(line.startswith("perflint: 一切正常") for line in (run.stdout + run.stderr).splitlines())
    assert "树木" in run.stdout
