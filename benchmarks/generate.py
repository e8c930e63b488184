"""Folders of invented budget documents of any size: `python benchmarks/generate.py FOLDER [--documents N] [--seed S] [--copied 0.3]`.

Departments have 3 to 9 projects of kinds that go together by chance; texts are recombined from corpus/library and corpus/domains; a given
share of the projects takes its rows from another project of its department, as copied tables do. Layouts stand in the proportion in which
documents were met. The same arguments give the same bytes.

Recombined rows alone repeat soon: there are only some 2,000. `own` is the share of rows that are written anew, word by word: in each,
some of the words give way to others of the library, the same ones in name and description, so that different texts grow as fast as rows.
"""

import argparse
import functools
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from perflint_zh.samples.build import writer_of
from perflint_zh.samples.source import Project, Row, Source
from perflint_zh.samples.style import style_of
from perflint_zh_models.library import COMMON, Domain, Entry, read_domains, read_library
from perflint_zh_models.segment import cut

LAYOUTS = {"text-cells": 24, "text-rows": 18, "docx": 26, "xlsx": 12, "html": 8, "pdf": 10, "markdown": 2}
"""Layout → weight; half of the published documents are Word files or text that converters made of them."""

COUNTIES = ("青河县", "云岭县", "临湖县", "松坪县", "柳川县", "南渡县", "望河县", "石岭县", "泉山县", "北屏县")
OFFICES = (
    "办公室",
    "财政局",
    "教育局",
    "卫生健康局",
    "水利局",
    "民政局",
    "农业农村局",
    "交通运输局",
    "文化和旅游局",
    "应急管理局",
    "档案馆",
    "司法局",
)


REPLACED = 0.45
"""Share of the words that give way in a row written anew; of the resulting texts about as few are alike as in corpus/documents."""


def sources(documents: int, seed: int, copied: float, own: float = 0.0, first: int = 0) -> Iterator[Source]:
    """Yield one invented department after the other, from number `first` on."""
    domains = read_domains()
    library = _library()
    for number in range(first, first + documents):
        draw = random.Random(f"{seed}-{number}")
        yield _source(number, draw, domains, library, copied, own)


@functools.cache
def _library() -> Mapping[str, list[Entry]]:
    library: dict[str, list[Entry]] = {}
    for entry in read_library():
        library.setdefault(entry.domain, []).append(entry)
    return library


def _source(
    number: int,
    draw: random.Random,
    domains: tuple[Domain, ...],
    library: Mapping[str, list[Entry]],
    copied: float,
    own: float,
) -> Source:
    projects: list[Project] = []
    for _ in range(draw.randint(3, 9)):
        domain = draw.choice(domains)
        sample = draw.choice(domain.project)
        if any(project.name == sample.name for project in projects):
            continue
        rows = (
            draw.choice(projects).rows
            if projects and draw.random() < copied
            else tuple(
                _anew(row, draw) if draw.random() < own else row
                for row in _rows(draw, library[domain.slug], library[COMMON])
            )
        )
        projects.append(
            Project(sample.name, rows, round(draw.uniform(1, 300), 2), goal=sample.goal, funds_use=sample.funds_use)
        )
    return Source(
        file=f"department-{number:06d}",
        layout=draw.choices(list(LAYOUTS), list(LAYOUTS.values()))[0],
        department=f"{draw.choice(COUNTIES)}第{number}{draw.choice(OFFICES)}",
        year=2024,
        projects=tuple(projects),
        code=f"{draw.randint(201, 899)}",
        basic_wan=round(draw.uniform(200, 2000), 2),
        duties="（一）贯彻执行上级有关方针政策。\n（二）完成县委、县政府交办的其他任务。",
        overall_goal="围绕年度重点任务，按时保质完成各项工作。",
    )


def _rows(draw: random.Random, own: list[Entry], common: list[Entry]) -> tuple[Row, ...]:
    chosen = draw.sample(own, draw.randint(5, 8)) + draw.sample(common, 1)
    chosen.sort(key=lambda entry: list(ORDER).index(entry.level2))
    return tuple(
        Row(e.level2, e.name, e.description, f"{'' if e.operator == '定性' else e.operator}{e.value}{e.unit}", e.basis)
        for e in chosen
    )


def _anew(row: Row, draw: random.Random) -> Row:
    """The row with some of its words replaced by others of the library that are as long."""
    words = _words()
    names, descriptions = _cut(row.name), _cut(row.description)
    other = {
        word: draw.choice(words[len(word)])
        for word in dict.fromkeys((*names, *descriptions))
        if len(word) in words and word.isalpha() and draw.random() < REPLACED
    }
    name, description = ("".join(other.get(word, word) for word in said) for said in (names, descriptions))
    return Row(row.level2, name, description, row.value, row.basis)


@functools.cache
def _words() -> Mapping[int, Sequence[str]]:
    """The library's words of two characters and more, by length."""
    found = {word for entry in read_library() for text in (entry.name, entry.description) for word in _cut(text)}
    return {n: sorted(word for word in found if len(word) == n and word.isalpha()) for n in (2, 3, 4)}


@functools.cache
def _cut(text: str) -> Sequence[str]:
    return tuple(cut(text))


ORDER = (
    "数量指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标",
)  # fmt: skip


def generate(folder: Path, documents: int = 1000, seed: int = 1, copied: float = 0.3) -> None:
    """Write the documents, a hundred to a subfolder."""
    for number, source in enumerate(sources(documents, seed, copied)):
        suffix, write = writer_of(source)
        target = folder / f"{number // 100:04d}" / f"{source.file}{suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(write(source, style_of(source)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copied", type=float, default=0.3)
    given = parser.parse_args()
    generate(given.folder, given.documents, given.seed, given.copied)
