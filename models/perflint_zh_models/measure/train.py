"""Trains the guess from the names and values of corpus/library and measures it on heads that it has never seen.

`python -m perflint_zh_models.measure.train` writes the weights and prints the figures that card.md states.
"""

import random
from collections.abc import Sequence
from pathlib import Path

from perflint_zh.extract.value import parse_value
from perflint_zh.knowledge import measure_of

from perflint_zh_models.library import Entry, read_library
from perflint_zh_models.linear import Linear, train, write
from perflint_zh_models.measure import FORMS, SURE, Form, ending, guess

FOLDS = 5


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


def main() -> None:
    """Train, measure, write."""
    entries = read_library()
    measured = figures(entries)
    write(fitted(entries), Path(__file__).parent / "weights.json")
    for name, value in measured.items():
        print(f"{name}: {value:.4g}")  # noqa: T201


if __name__ == "__main__":
    main()
