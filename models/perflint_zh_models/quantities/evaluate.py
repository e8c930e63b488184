"""Measures the finding of figures, years and places on sentences with known answers.

`python -m perflint_zh_models.quantities.evaluate tests/samples/promises.toml` prints the figures that card.md states.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from perflint_zh.budget import Quantity

from perflint_zh_models.quantities.places import places
from perflint_zh_models.quantities.promises import promises
from perflint_zh_models.quantities.years import years

Answer = Counter[str]


def answers(text: str) -> Mapping[str, Answer]:
    """What is found in a text, in the notation of the file of sentences."""
    found = promises(text)
    return {
        "figures": Counter(_shown(promise.quantity) for promise in found),
        "part": Counter(_shown(promise.quantity) for promise in found if not promise.whole),
        "years": Counter(f"{year.year} {year.kind}" for year in years(text)),
        "places": Counter(place.name for place in places(text)),
    }


def _shown(quantity: Quantity) -> str:
    return "date" if quantity.number is None else f"{quantity.number:.15g} {quantity.unit}"


def score(sentences: Iterable[Mapping[str, object]]) -> Mapping[str, tuple[int, int, int]]:
    """Count right, missed and wrong answers for each sort of answer."""
    counts: dict[str, list[int]] = {}
    for sentence in sentences:
        for sort, found in answers(str(sentence["text"])).items():
            expected: Answer = Counter(sentence.get(sort, []))  # type: ignore[call-overload]
            right = (found & expected).total()
            for number, value in enumerate((right, expected.total() - right, found.total() - right)):
                counts.setdefault(sort, [0, 0, 0])[number] += value
    return {sort: (right, missed, wrong) for sort, (right, missed, wrong) in counts.items()}


def main() -> None:
    """Print recall and precision."""
    sentences = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["sentence"]
    for sort, (right, missed, wrong) in score(sentences).items():
        print(f"{sort}: {right} right, {missed} missed, {wrong} wrong")  # noqa: T201
    for sentence in sentences:
        for sort, found in answers(sentence["text"]).items():
            if found != Counter(sentence.get(sort, [])):
                print(f"  {sort}: {sentence['text']}  found {sorted(found)}")  # noqa: T201


if __name__ == "__main__":
    main()
