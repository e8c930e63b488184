"""A spaCy pipeline over goals and narrative: jieba's words and the plain functions of this package as components.

spaCy takes a second to import, so rules call the functions themselves; whoever annotates many documents or wants spans takes the pipeline.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from perflint_zh_models.quantities.places import places
from perflint_zh_models.quantities.promises import promises
from perflint_zh_models.quantities.words import unspaced
from perflint_zh_models.quantities.years import years
from perflint_zh_models.segment import cut

LABELS = {
    "count": "COUNT",
    "rate": "RATE",
    "money": "AMOUNT",
    "unit-cost": "AMOUNT",
    "duration": "SPAN",
    "date": "DATE",
}
"""Kind of a quantity → label of its span."""


class Words:
    """A tokenizer that cuts as the rest of perflint does, and wherever something found begins or ends."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Cut a text into the tokens of a document."""
        marks = sorted({0, len(text), *(mark for group in found(text).values() for span in group for mark in span[:2])})
        words = [word for start, end in pairwise(marks) for word in cut(text[start:end])]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing is stored: the dictionary belongs to the package."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> "Words":
        """Nothing is read."""
        return self

    def to_disk(self, *_: Any, **__: Any) -> None:
        """Nothing is stored."""

    def from_disk(self, *_: Any, **__: Any) -> "Words":
        """Nothing is read."""
        return self


@functools.lru_cache(maxsize=64)
def found(text: str) -> Mapping[str, Sequence[tuple[int, int, str]]]:
    """Find what the components mark: group → (start, end, label)."""
    return {
        "promises": [(p.start, p.end, LABELS.get(p.quantity.kind, "OTHER")) for p in promises(text)],
        "years": [(year.start, year.start + 4, year.kind) for year in years(text)],
        "places": [(place.start, place.start + len(place.name), "PLACE") for place in places(text)],
    }


@Language.component("perflint_promises")
def mark_promises(doc: Doc) -> Doc:
    """Put every figure into doc.spans["promises"], labelled by its kind."""
    return _marked(doc, "promises")


@Language.component("perflint_years")
def mark_years(doc: Doc) -> Doc:
    """Put every year into doc.spans["years"], labelled by what it is there for."""
    return _marked(doc, "years")


@Language.component("perflint_places")
def mark_places(doc: Doc) -> Doc:
    """Put every county and county-level city into doc.spans["places"]."""
    return _marked(doc, "places")


def _marked(doc: Doc, group: str) -> Doc:
    spans = (doc.char_span(start, end, label=label) for start, end, label in found(doc.text)[group])
    doc.spans[group] = [span for span in spans if span is not None]
    return doc


def load(project_names: Iterable[str] = ()) -> Language:
    """Assemble the pipeline; the names of projects become entities."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = Words(nlp.vocab)
    names = sorted({"".join(name.split()) for name in project_names if name.strip()})
    if names:
        ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "ORTH"})
        ruler.add_patterns([{"label": "PROJECT", "pattern": name} for name in names])  # type: ignore[attr-defined]
    for component in ("perflint_promises", "perflint_years", "perflint_places"):
        nlp.add_pipe(component)
    return nlp


def annotate(texts: Iterable[str], project_names: Iterable[str] = ()) -> Iterator[Doc]:
    """Annotate texts; blanks within a line are dropped first, since layouts put them between numbers and units."""
    nlp = load(project_names)
    yield from nlp.pipe(unspaced(text) for text in texts)
