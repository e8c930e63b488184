"""All sample documents and labels of a folder of sources."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from perflint_zh.errors import UsageError
from perflint_zh.samples.csv import write_csv
from perflint_zh.samples.docx import write_docx
from perflint_zh.samples.html import write_html
from perflint_zh.samples.labels import defects, records
from perflint_zh.samples.markdown import write_markdown
from perflint_zh.samples.source import Source, read_source
from perflint_zh.samples.style import Style, chosen, style_of
from perflint_zh.samples.text import write_pipes, write_text_cells, write_text_lines, write_text_rows
from perflint_zh.samples.xlsx import write_xlsx

Writer = Callable[[Source, Style], bytes]

WRITERS: Mapping[str, tuple[str, Writer]] = {
    "text-cells": (".txt", write_text_cells),
    "text-rows": (".txt", write_text_rows),
    "text-lines": (".txt", write_text_lines),
    "pipes": (".txt", write_pipes),
    "markdown": (".md", write_markdown),
    "csv": (".csv", write_csv),
    "html": (".html", write_html),
    "docx": (".docx", write_docx),
    "declaration-docx": (".docx", write_docx),
    "xlsx": (".xlsx", write_xlsx),
    "xlsx-list": (".xlsx", partial(write_xlsx, one_list=True)),
    "wide-xlsx": (".xlsx", write_xlsx),
    "evaluation-xlsx": (".xlsx", write_xlsx),
}
"""File ending and writer of every layout but PDF."""


def writer_of(source: Source) -> tuple[str, Writer]:
    """File ending and writer of a source's layout."""
    if source.layout == "pdf":
        from perflint_zh.samples.pdf import write_pdf

        return ".pdf", partial(write_pdf, landscape=chosen(source, "landscape", (False, True)))
    return WRITERS[source.layout]


def read_sources(folder: Path) -> list[Source]:
    """All sources of a folder in the order of their names.

    Raises:
        UsageError: a file is wrong, or two write the same document.

    """
    sources = [read_source(path) for path in sorted(folder.glob("*.toml"))]
    seen: dict[str, int] = {}
    for source in sources:
        seen[source.file] = seen.get(source.file, 0) + 1
    if twice := [file for file, count in seen.items() if count > 1]:
        raise UsageError(f"{folder}：多个源文件写同一个文档：{' '.join(twice)}")
    return sources


def built(sources: Sequence[Source]) -> Iterator[tuple[str, bytes]]:
    """Paths below the documents folder (`documents/…`) or the labels folder (`labels/…`) with what stands there."""
    splits: dict[str, list[str]] = {"train": [], "held-out": []}
    for source in sources:
        suffix, write = writer_of(source)
        style = style_of(source)
        file = f"{source.file}{suffix}"
        splits[source.split].append(file)
        yield f"documents/{file}", write(source, style)
        yield f"labels/extract/{source.file}.json", to_json(records(source, style, file))
        yield f"labels/defects/{source.file}.json", to_json(defects(source, file))
    yield "labels/splits.json", to_json({split: sorted(files) for split, files in splits.items()})


def to_json(value: Any) -> bytes:
    """Indented JSON with a final line end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def build(sources: Path, documents: Path, labels: Path) -> int:
    """Write everything, remove what no source writes any more, and return the number of documents.

    Raises:
        UsageError: a source is wrong; nothing was written.

    """
    found = list(built(read_sources(sources)))
    roots = {"documents": documents, "labels": labels}
    wanted = {roots[root] / rest: data for path, data in found for root, _, rest in [path.partition("/")]}
    for folder in (documents, labels / "extract", labels / "defects"):
        folder.mkdir(parents=True, exist_ok=True)
        for path in set(folder.iterdir()) - wanted.keys():
            if path.is_file():
                path.unlink()
    for path, data in wanted.items():
        path.write_bytes(data)
    return sum(path.startswith("documents/") for path, _ in found)
