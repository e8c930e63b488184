"""Retake the pictures of the README: `python docs/pictures.py`; needs Chromium and LibreOffice.

Word's own view of comments needs Word. The page is LibreOffice's; numbers and boxes show place, author and text of each comment as
LibreOffice has read them from the copy that `perflint --annotate` wrote.
"""  # noqa: INP001 -- a script

import base64
import html
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

ROOT = Path(__file__).parent.parent
PICTURES = Path(__file__).parent / "pictures"
DOCUMENTS = ROOT / "corpus" / "documents"
COMMENTED = "qinghuai-sports-school-2024.docx"
SCALE = 1.4
"""Pixels for each point of the page."""

MOST = 20
"""Comments that have room beside one page."""

STYLE = """
body { margin: 0; background: #e9edf2; font: 13px/1.5 sans-serif; }
#sheet { position: relative; display: flex; align-items: flex-start; width: max-content; }
#notes { width: 760px; margin: 20px 12px; columns: 2; column-gap: 12px; }
.note { background: #fff; border-left: 4px solid #c0392b; border-radius: 4px; break-inside: avoid; margin-bottom: 8px; padding: 5px 10px;
  box-shadow: 0 1px 3px rgba(0, 0, 0, .2); white-space: pre-line; }
.note b { color: #c0392b; display: block; }
.pin { position: absolute; transform: translate(-2px, -50%); background: #c0392b; color: #fff; border-radius: 9px; min-width: 18px;
  font-size: 11px; line-height: 18px; text-align: center; opacity: .92; }
"""


def perflint(*arguments: str) -> None:
    """Run the command in the repository, so that pictures show short paths."""
    subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "perflint_zh", *arguments, "--quiet"], cwd=ROOT, check=False, stdout=subprocess.DEVNULL
    )


def commented_page(copy: Path, folder: Path) -> str:
    """The page with most comments as HTML, each comment in a box beside it."""
    convert = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
    subprocess.run(  # noqa: S603 -- our own script
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", convert, "--outdir", folder, copy],  # noqa: S607
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    printed = folder / f"{copy.stem}.pdf"
    pages = [list(_comments(page)) for page in PdfReader(printed).pages]
    number = max(range(len(pages)), key=lambda at: len(pages[at]) if len(pages[at]) <= MOST else 0)
    page = pypdfium2.PdfDocument(printed)[number]
    stream = io.BytesIO()
    page.render(scale=SCALE, may_draw_forms=False, draw_annots=False).to_pil().save(stream, "PNG")
    picture = base64.b64encode(stream.getvalue()).decode()
    ordered = sorted(pages[number], key=lambda note: (-note[1], note[0]))
    pins = "".join(
        f'<span class="pin" style="left: {SCALE * x:.0f}px; top: {SCALE * (page.get_height() - y):.0f}px">{at}</span>'
        for at, (x, y, _) in enumerate(ordered, start=1)
    )
    notes = "".join(
        f'<div class="note"><b>{at}　perflint</b>{html.escape(said)}</div>'
        for at, (_, _, said) in enumerate(ordered, start=1)
    )
    return (
        f'<meta charset="utf-8"><style>{STYLE}</style><div id="sheet"><img src="data:image/png;base64,{picture}">{pins}'
        f'<div id="notes">{notes}</div></div>'
    )


def _comments(page: object) -> Iterator[tuple[float, float, str]]:
    for reference in page.get("/Annots", ()):  # type: ignore[attr-defined]
        note = reference.get_object()
        if note["/Subtype"] == "/Text":
            left, low, _, high = map(float, note["/Rect"])
            yield left, (low + high) / 2, str(note["/Contents"])


def main() -> None:
    """Write both pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        perflint("corpus/documents", "--html", str(folder / "report.html"))
        perflint(f"corpus/documents/{COMMENTED}", "--annotate", str(folder / "copies"))
        (folder / "word.html").write_text(commented_page(folder / "copies" / COMMENTED, folder), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto((folder / "report.html").as_uri())
        page.screenshot(path=PICTURES / "html-overview.png")
        page.goto((folder / "word.html").as_uri())
        page.locator("#sheet").screenshot(path=PICTURES / "word-comments.png")
        browser.close()


if __name__ == "__main__":
    main()
