"""The promises of a whole run, each watched from outside, and each watch shown to see what happens once the guard is off.

The watch is an audit hook of the interpreter, which no code of the run can take away and which every worker inherits; a server on this machine
sees what a library or LibreOffice asks for past the interpreter.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

if sys.platform == "win32":
    pytest.skip("forked workers inherit the watch", allow_module_level=True)

sys.path.insert(0, str(Path(__file__).parent))
from hostile.parts import TABLE, TITLE, docx, html, lines, odf, pipes, relations, word_paragraph, word_table, xlsx

WATCHED = """
import os, sys

events = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
documents = sys.argv[2]
NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request", "http.client.connect"}
PROGRAM = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "compile.evil"}
CHANGE = {"os.remove", "os.rename", "os.truncate", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "shutil.rmtree"}

def watch(event, arguments):
    kind = (
        "network" if event in NETWORK else
        "program" if event in PROGRAM else
        "change" if event in CHANGE and any(str(one).startswith(documents) for one in arguments) else
        "change" if event == "open" and str(arguments[0]).startswith(documents)
        and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) else ""
    )
    if kind:
        os.write(events, f"{kind} {event} {arguments!r}".replace("\\n", " ").encode("utf-8", "replace") + b"\\n")

sys.addaudithook(watch)
from perflint_zh import cli
"""

RUN = "\nsys.exit(cli.run(sys.argv[3:]))\n"


class Watched(NamedTuple):
    """What a run printed, and what the watch saw of each kind."""

    status: int
    printed: str
    told: str
    events: list[str]

    def seen(self, kind: str) -> list[str]:
        return [event for event in self.events if event.startswith(kind)]


def watched(folder: Path, *arguments: object, without: str = "") -> Watched:
    """Run perflint under the watch; `without` is code that takes a guard away first."""
    log = folder.parent / "events"
    log.unlink(missing_ok=True)
    run = subprocess.run(
        [sys.executable, "-c", WATCHED + without + RUN, str(log), str(folder), *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=folder.parent,
        env={**os.environ, "XDG_CACHE_HOME": tempfile.mkdtemp(dir=folder.parent)},
    )  # fmt: skip
    return Watched(run.returncode, run.stdout, run.stderr, log.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def server() -> Iterator[tuple[str, list[object]]]:
    """Address of a server on this machine and what it was asked."""
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    asked.append(listening.accept())
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/x", asked


@pytest.fixture
def folder(tmp_path, server) -> Path:
    """Documents that ask for the server and for programs, in every way their formats have."""
    url = server[0]
    documents = tmp_path / "documents"
    documents.mkdir()
    body = word_paragraph(TITLE) + word_table(TABLE)
    outside = 'TargetMode="External"'
    parts = {"word/_rels/document.xml.rels": relations(("attachedTemplate", url, outside), ("image", url, outside))}
    doctype = f'<!DOCTYPE d SYSTEM "{url}" [<!ENTITY % x SYSTEM "{url}"> %x;]>'
    pages = (
        f"<img src='{url}'><link rel=stylesheet href='{url}'><script src='{url}'></script><iframe src='{url}'></iframe>"
    )
    macro = {"word/vbaProject.bin": b"Sub AutoOpen() Shell"}
    for name, data in {
        "a.docx": docx(body, more=parts),
        "b.docx": docx(body, before=doctype),
        "c.xlsx": xlsx(before=doctype),
        "d.xlsx": xlsx(target=url),
        "e.html": html(pages + html().decode()),
        "g.md": f"![x]({url})\n{lines()}".encode(),
        "h.docm": docx(more=macro),
        "i.ods": odf("spreadsheet", more={"Basic/Standard/Module1.xml": "<m>Sub Main</m>"}),
        "j $(touch evil) `touch evil`; touch evil.txt": lines().encode(),
    }.items():
        (documents / name).write_bytes(data)
    return documents


def outputs(folder: Path) -> list[object]:
    """Options that write everything there is to write."""
    out = folder.parent / "out"
    out.mkdir()
    return ["-o", out / "a.txt", "--html", out / "a.html", "--xlsx", out / "a.xlsx", "--annotate", out / "copies"]


def test_nothing_is_fetched_run_or_changed(folder, server) -> None:
    """A run that writes every output opens no connection, starts no program and touches no document."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    run = watched(folder, folder, *outputs(folder))

    assert run.events == []
    assert run.status in {0, 1, 2}
    assert server[1] == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert (folder.parent / "out" / "a.html").exists()
    assert not list(folder.parent.rglob("evil"))


FETCH = """
import urllib.request, re
import perflint_zh.read.html as html

def read_html(data, real=html.read_html):
    try:
        urllib.request.urlopen(re.search(rb"src='(http[^']+)", data)[1].decode(), timeout=0.2)
    except (OSError, TypeError):
        pass
    return real(data)

html.read_html = read_html
"""
"""A reader that takes the pictures of a page along."""

EXECUTE = """
import subprocess
import perflint_zh.read.docx as docx

def read_docx(data, real=docx.read_docx):
    subprocess.run(["true"])
    return real(data)

docx.read_docx = read_docx
"""
"""A reader that starts a program."""

CHANGE = """
import perflint_zh.engine.look as look

def read_document(path, shown=None, real=look.read_document):
    with open(path, "ab"):
        return real(path, shown)

look.read_document = read_document
"""
"""A reader that opens documents for writing."""


@pytest.mark.parametrize(
    ("without", "kind"), [(FETCH, "network urllib.Request"), (EXECUTE, "program"), (CHANGE, "change open")]
)
def test_the_watch_sees_what_a_worker_does(folder, without, kind) -> None:
    """Readers that fetch, start a program or open a document for writing are seen, though they run in workers."""
    assert watched(folder, folder, without=without).seen(kind)


def test_the_server_sees_what_is_fetched(folder, server) -> None:
    """The second watch works as well."""
    watched(folder, folder, without=FETCH)

    assert server[1]


SECRET = "不在文件里的文字"

TRUSTING = """
import perflint_zh.read.package as package
from lxml import etree

package.plain_xml = lambda data, name: data
package.etree.XMLParser = lambda real=etree.XMLParser, **_: real(resolve_entities=True, load_dtd=True, no_network=False)
"""
"""XML as lxml reads it when it is told to trust it."""


@pytest.mark.parametrize(("without", "leaks"), [("", False), (TRUSTING, True)])
def test_a_document_takes_in_no_other_file(tmp_path, without, leaks) -> None:
    """An external entity is refused; without the guards the file that it names stands in the result."""
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    documents = tmp_path / "documents"
    documents.mkdir()
    doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    body = word_paragraph(TITLE) + word_table(TABLE).replace("巡堤里程", "&x;")
    (documents / "a.docx").write_bytes(docx(body, before=doctype))
    run = watched(documents, "extract", documents, without=without)

    assert (SECRET in run.printed) is leaks
    assert ("文档类型声明" in run.told) is not leaks


NO_REFUSAL = """
import perflint_zh.report.files as files

files.refuse_inputs = lambda outputs, inputs: None
"""

OVERWRITING = [
    ["check", "{folder}", "--output", "{input}"],
    ["check", "{folder}", "--html", "{input}"],
    ["check", "{folder}", "--xlsx", "{input}"],
    ["check", "{folder}", "--annotate", "{folder}"],
    ["extract", "{folder}", "--output", "{input}"],
    ["score", "{folder}", "--output", "{input}"],
    ["similar", "{folder}", "--output", "{input}"],
]


@pytest.mark.parametrize("arguments", OVERWRITING, ids=" ".join)
def test_what_keeps_inputs_whole_is_the_refusal(folder, arguments) -> None:
    """With it nothing is opened for writing; without it the same options change a document, and the watch sees it."""
    asked = [argument.format(folder=folder, input=folder / "a.docx") for argument in arguments]
    before = (folder / "a.docx").read_bytes()
    kept = watched(folder, *asked)
    assert kept.status == 2
    assert kept.seen("change") == []
    assert (folder / "a.docx").read_bytes() == before

    lost = watched(folder, *asked, without=NO_REFUSAL)
    assert lost.seen("change")


def test_a_page_that_stands_in_for_a_copy_overwrites_no_input(tmp_path) -> None:
    """A text document gets a page beside its copy's name, which may be the name of another document."""
    documents = tmp_path / "documents"
    (documents / "out").mkdir(parents=True)
    faulty = pipes().replace("≥98%", "较好").replace("险情处置率", "XX满意度")
    (documents / "a.md").write_text(faulty, encoding="utf-8")
    page = documents / "out" / "a.md.html"
    page.write_bytes(html())
    asked = ["check", documents, "--annotate", documents / "out"]
    kept = watched(documents, *asked)

    assert kept.status == 2
    assert page.read_bytes() == html()
    watched(documents, *asked, without=NO_REFUSAL)
    assert page.read_bytes() != html()


CRASHING = """
import os
import perflint_zh.engine.look as look

def read_document(path, shown=None, real=look.read_document):
    if path.name == "b.docx":
        raise KeyError("w:p")
    if path.name == "c.xlsx":
        os.kill(os.getpid(), 11)
    return real(path, shown)

look.read_document = read_document
"""
"""A reader with a fault of its own, and one whose library crashes."""

UNCAUGHT = """
def look_at(path, rules, settings, folder=""):
    from perflint_zh.extract import extract
    document = look.read_document(__import__("pathlib").Path(path), path)
    return look.Seen(path, extract(document), look.Checked())

look.look_at = look_at
"""
"""The same without the net under each file."""

UNREPLACED = """
import perflint_zh.engine.local as local
import perflint_zh.engine.pool as pool

def answers(*arguments, real=pool.answers):
    return (answer for answer in real(*arguments) if not isinstance(answer, pool.Lost))

pool.answers = answers
"""
"""A pool that passes over what its lost workers held."""


def accounted(run: Watched) -> set[str]:
    """Names of the files that the result speaks of."""
    if not run.printed.strip():
        return set()
    told = json.loads(run.printed)
    return {Path(one["path"]).name for key in ("documents", "failures") for one in told[key]} | {
        Path(path).name for path in told["copies"]
    }


@pytest.mark.parametrize(
    ("without", "complete"),
    [("", True), (CRASHING, True), (CRASHING + UNCAUGHT, True), (CRASHING + UNCAUGHT + UNREPLACED, False)],
    ids=["sound", "crashing", "uncaught", "unreplaced"],
)
def test_nothing_is_lost_by_a_crash(folder, without, complete) -> None:
    """Two nets hold: what a file's own net lets through is a lost worker. With both away the result is not complete."""
    run = watched(folder, folder, "-f", "json", without=without)

    assert (accounted(run) == {path.name for path in folder.iterdir()}) is complete


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_only_libreoffice_is_ever_started(tmp_path, server) -> None:
    """An .rtf file starts that one program, in a profile of its own; it asks for nothing outside either."""
    documents = tmp_path / "documents"
    documents.mkdir()
    field = b'{\\rtf1{\\field{\\*\\fldinst INCLUDEPICTURE "%b" \\\\d}{\\fldrslt x}}\\par}' % server[0].encode()
    (documents / "f.rtf").write_bytes(field)
    run = watched(documents, documents)

    assert {event.split("'")[1] for event in run.seen("program")} <= {OFFICE, str(OFFICE)}
    assert run.seen("program")
    assert run.seen("network") == run.seen("change") == []
    assert server[1] == []
