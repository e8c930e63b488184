"""Editors: each changes the text of single cells in the bytes of one file and leaves every other byte as it is."""

from collections.abc import Callable, Sequence

from perflint_zh.fixing.edit import Edit

Editor = Callable[[bytes, Sequence[Edit]], tuple[bytes, tuple[Edit, ...]]]
"""Bytes and wanted edits to new bytes and the edits that could be made; the caller reads the result again before it trusts it."""

LINES = frozenset({".txt", ".text", "", ".md", ".markdown"})

PAGES = frozenset({".html", ".htm"})


def editor_for(data: bytes, suffix: str) -> Editor | None:
    """The editor for a file, None when its format cannot be written."""
    if data.startswith(b"PK\x03\x04"):
        from perflint_zh.fixing.package import kind_of

        match kind_of(data):
            case "word":
                from perflint_zh.fixing.docx import edit_docx

                return edit_docx
            case "workbook":
                from perflint_zh.fixing.xlsx import edit_xlsx

                return edit_xlsx
            case _:
                return None
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")):
        return None
    if suffix in PAGES:
        from perflint_zh.fixing.page import edit_page

        return edit_page
    from perflint_zh.fixing.lines import edit_csv, edit_lines

    if suffix in {".csv", ".tsv"}:
        return edit_csv
    return edit_lines if suffix in LINES else None
