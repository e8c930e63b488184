"""Trains the guess from the names and values of corpus/library, and what descriptions tell from its descriptions and those of sound rows of corpus/sources; measures both on what they have never seen.

`python -m perflint_zh_models.measure.train` writes the weights and prints the figures that card.md states.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from perflint_zh.extract.value import parse_value
from perflint_zh.knowledge import measure_of, squeeze

from perflint_zh_models.library import CORPUS, Entry, read_library
from perflint_zh_models.linear import Linear, train, write
from perflint_zh_models.measure import (
    FORMS,
    NEVER_TOLD,
    SURE,
    SURELY_TOLD,
    Form,
    Told,
    ending,
    form_told,
    guess,
    telling,
)

FOLDS = 5
HERE = Path(__file__).parent


def form_of(entry: Entry) -> Form | None:
    """Form of a library row's value."""
    quantity = parse_value(f"{entry.value}{entry.unit}")
    return FORMS[quantity.kind] if quantity is not None else None


def fitted(entries: Sequence[Entry]) -> Linear:
    """One classifier per form over the ends of names."""
    pairs = [(ending(entry.name), form) for entry in entries if (form := form_of(entry)) is not None]
    return train([text for text, _ in pairs], [[form] for _, form in pairs])


def figures(entries: Sequence[Entry]) -> dict[str, float]:
    """Right answers on held-out head nouns: all names that end with the same head are in one fold."""
    heads = {entry.name: measure.head if (measure := measure_of(entry.name)) else entry.name for entry in entries}
    shuffled = sorted(set(heads.values()))
    random.Random(0).shuffle(shuffled)
    fold = {head: number % FOLDS for number, head in enumerate(shuffled)}
    right = sure = right_of_sure = total = 0
    for number in range(FOLDS):
        model = fitted([entry for entry in entries if fold[heads[entry.name]] != number])
        for entry in entries:
            truth = form_of(entry)
            if fold[heads[entry.name]] != number or truth is None:
                continue
            form, probability = guess(entry.name, model)
            total += 1
            right += form == truth
            sure += probability >= SURE
            right_of_sure += probability >= SURE and form == truth
    return {"names": total, "right": right / total, "sure": sure / total, "right when sure": right_of_sure / sure}


class Row(NamedTuple):
    """A description, what its row measures, and the document or kind of project that it is from."""

    description: str
    told: Told
    source: str


def described(entries: Sequence[Entry], split: str) -> list[Row]:
    """Descriptions of the library and, of the sample documents of one split, those of rows without any label."""
    rows = [(entry.name, entry.description, f"{entry.value}{entry.unit}", entry.domain) for entry in entries]
    rows += [(row[1], row[2], row[3], source) for source, row in _sound_rows(split)]
    return [
        Row(description, told, source)
        for name, description, value, source in rows
        if description and squeeze(description) != squeeze(name) and (told := _told(name, value)) is not None
    ]


def _sound_rows(split: str) -> Iterator[tuple[str, list[str]]]:
    for path in sorted((CORPUS / "sources").glob("*.toml")):
        source = tomllib.loads(path.read_text(encoding="utf-8"))
        if source["split"] == split:
            yield from (
                (path.stem, row) for project in source["project"] for row in project["rows"] if not any(row[5:])
            )


def _told(name: str, value: str) -> Told | None:
    if "满意" in name:
        return "satisfaction"
    quantity = parse_value(value)
    return FORMS[quantity.kind] if quantity is not None else None


def fitted_told(rows: Sequence[Row]) -> Linear:
    """One classifier for each of what descriptions tell."""
    return train([telling(row.description) for row in rows], [[row.told] for row in rows], smallest=SMALLEST)


SMALLEST = 0.3
"""Weights below are dropped, which halves the bytes and costs no right answer."""


def figures_told(rows: Sequence[Row]) -> dict[str, float]:
    """Right answers on documents and kinds of project held out as a whole."""
    shuffled = sorted({row.source for row in rows})
    random.Random(0).shuffle(shuffled)
    fold = {source: number % FOLDS for number, source in enumerate(shuffled)}
    right = excluded = 0
    for number in range(FOLDS):
        model = fitted_told([row for row in rows if fold[row.source] != number])
        for row in rows:
            if fold[row.source] == number:
                told = form_told(row.description, model)
                right += max(told, key=lambda one: told[one]) == row.told
                excluded += told[row.told] < NEVER_TOLD and max(told.values()) >= SURELY_TOLD
    return {"descriptions": len(rows), "told right": right / len(rows), "truth excluded": excluded / len(rows)}


def main() -> None:
    """Train, measure, write."""
    entries = read_library()
    rows = described(entries, "train")
    measured = figures(entries) | figures_told(rows)
    write(fitted(entries), HERE / "weights.json")
    write(fitted_told(rows), HERE / "told.json")
    for name, value in measured.items():
        print(f"{name}: {value:.4g}")  # noqa: T201


if __name__ == "__main__":
    main()
