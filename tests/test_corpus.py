"""The committed sample corpus is what its sources give, and perflint reads all of it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from perflint_zh.document import Document
from perflint_zh.errors import UsageError
from perflint_zh.extract import extract
from perflint_zh.read import read_content
from perflint_zh.report.data import extract_records
from perflint_zh.samples.build import build, built, read_sources
from perflint_zh.samples.compare import differences
from perflint_zh.samples.source import Source, read_source, source_of

pytest.importorskip("reportlab", reason="PDF samples need reportlab")

CORPUS = Path(__file__).parents[1] / "corpus"
CATALOGUE = Path(__file__).parents[2] / "shared" / "RULES.md"
SOURCES = read_sources(CORPUS / "sources")
BY_FILE = {source.file: source for source in SOURCES}
DOCUMENTS = sorted((CORPUS / "documents").iterdir())
LIBRARY_MADE = {".docx", ".xlsx", ".pdf"}
"""Formats whose bytes change with the version of the library that writes them."""


@pytest.fixture(scope="module")
def built_now() -> dict[str, bytes]:
    return dict(built(SOURCES))


def test_corpus_is_built_from_its_sources(built_now: dict[str, bytes]) -> None:
    """Documents and labels are byte for byte what `python -m perflint_zh.samples` writes.

    Where another version of a library packs a document otherwise, the document must still read the same.
    """
    committed = {
        path.relative_to(CORPUS).as_posix(): path.read_bytes()
        for folder in ("documents", "labels")
        for path in (CORPUS / folder).rglob("*")
        if path.is_file()
    }

    assert committed.keys() == built_now.keys(), (
        "run: python -m perflint_zh.samples corpus/sources corpus/documents corpus/labels"
    )
    stale = [
        path
        for path, data in built_now.items()
        if committed[path] != data and not same_content(path, committed[path], data)
    ]
    assert stale == []


def same_content(path: str, one: bytes, two: bytes) -> bool:
    suffix = Path(path).suffix
    return suffix in LIBRARY_MADE and read_content(one, suffix) == read_content(two, suffix)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_extraction(path: Path) -> None:
    """Extraction finds every cell of the document's records."""
    content = read_content(path.read_bytes(), path.suffix)
    found = next(extract_records((extract(Document(path.name, "", content.blocks, content.notes)),)))
    expected = json.loads((CORPUS / "labels" / "extract" / f"{path.stem}.json").read_text(encoding="utf-8"))

    assert list(differences(found, expected)) == []


def test_departments_are_on_one_side_of_the_split() -> None:
    """No department has documents both to learn from and to be tested on."""
    splits = {
        split: {source.department for source in SOURCES if source.split == split} for split in ("train", "held-out")
    }

    assert splits["train"] & splits["held-out"] == set()


@pytest.mark.skipif(not CATALOGUE.exists(), reason="needs the rule catalogue in ../shared")
def test_labels_are_rules() -> None:
    """Every label is a rule of the catalogue or marked as something else."""
    known = set(re.findall(r"^\| ([a-z-]+) \|", CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE))

    assert {
        (source.file, slug) for source in SOURCES for slug in slugs(source) if ":" not in slug and slug not in known
    } == set()


def slugs(source: Source) -> set[str]:
    found = {*source.document_must, *source.document_may}
    for project in source.projects:
        found.update(project.must, project.may)
        for row in project.rows:
            found.update(row.must.split(), row.may.split())
    return found


SOURCE: dict[str, Any] = {
    "file": "a",
    "layout": "csv",
    "department": "青河县水务局",
    "year": 2024,
    "project": [{"name": "水库维修", "rows": [["数量指标", "维修座数", "", "2座", ""]]}],
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"file": "A b"}, "file“A b”"),
        ({"layout": "doc"}, "layout“doc”"),
        ({"code": "30"}, "code“30”"),
        ({"year": 24}, "year 24"),
        ({"project": SOURCE["project"] * 2}, "“水库维修”出现2次"),
        ({"narrative_aliases": {"水闸": "闸"}}, "“水闸”不是项目名称"),
        ({"document_must": ["错"]}, "标签“错”"),
        ({"project": [{"name": "水库维修", "rows": []}]}, "缺少名称或指标行"),
        ({"project": [{"name": "a", "plan": ["1"], "rows": SOURCE["project"][0]["rows"]}]}, "plan应有4格"),
        ({"project": [{"name": "a", "rows": [["总量指标", "b", "", "", ""]]}]}, "不认识二级指标“总量指标”"),
        ({"project": [{"name": "a", "rows": [["经济成本指标", "b", "", "", ""]]}]}, "只用于system为new的表"),
        ({"project": [{"name": "a", "rows": [["数量指标", "b\tc", "", "", ""]]}]}, "制表符"),
    ],
)
def test_faults_of_a_source(change: dict[str, Any], message: str) -> None:
    """A source that makes no sense is refused with what is wrong and where."""
    with pytest.raises(UsageError, match=re.escape(message)):
        source_of({**SOURCE, **change})


def test_misspelt_field_of_a_source(tmp_path: Path) -> None:
    """A field that no source has is refused with the path of the file."""
    path = tmp_path / "a.toml"
    path.write_text('file = "a"\nlayuot = "csv"\n', encoding="utf-8")

    with pytest.raises(UsageError, match=r"a\.toml：.*layuot"):
        read_source(path)


def test_build_removes_what_no_source_writes(tmp_path: Path) -> None:
    """A document whose source is gone does not stay behind."""
    sources, documents, labels = (tmp_path / name for name in ("sources", "documents", "labels"))
    for folder in (sources, documents):
        folder.mkdir()
    (sources / "a.toml").write_text(
        'file = "a"\nlayout = "csv"\ndepartment = "青河县水务局"\nyear = 2024\n[[project]]\nname = "水库维修"\n'
        'rows = [["数量指标", "维修座数", "", "2座", ""]]\n',
        encoding="utf-8",
    )
    (documents / "old.txt").write_text("old", encoding="utf-8")

    assert build(sources, documents, labels) == 1
    assert [path.name for path in documents.iterdir()] == ["a.csv"]
