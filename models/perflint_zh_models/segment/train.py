"""Builds the dictionary: jieba's commonest words, its words that the field uses, and the field's own words.

`python -m perflint_zh_models.segment.train` writes dictionary.json and prints the figures that card.md states.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from perflint_zh_models.library import read_domains, read_library
from perflint_zh_models.lookup import stored
from perflint_zh_models.segment.cut import Dictionary, cut, read_dictionary, tokenizer, words

HERE = Path(__file__).parent

COMMON_WORDS = 40_000
"""jieba's words of two or more characters that are kept for their frequency alone; with these the file has 835 kB."""

LONGEST = 8
"""Longer entries are names of projects and no words."""

SHARE = 5
"""Every fifth library row is kept out of the dictionary when it is measured."""


def build(texts: Iterable[str], terms: Iterable[str]) -> Dictionary:
    """Make a dictionary of jieba's common words, its words found in `texts`, and `terms` as words of their own."""
    full = _full_jieba()
    known: dict[str, int] = {word: count for word, count in full.FREQ.items() if count}
    common = sorted((word for word in known if len(word) > 1), key=lambda word: (-known[word], word))[:COMMON_WORDS]
    chosen = {word: known[word] for word in known if len(word) == 1} | {word: known[word] for word in common}
    for text in texts:
        chosen |= {word: known[word] for word in full.cut(text, HMM=False) if word in known}
    for term in sorted(set(terms)):
        if 1 < len(term) <= LONGEST and term.isalnum():
            chosen[term] = max(known.get(term, 0), full.suggest_freq(term), 1)
    return Dictionary(sum(chosen.values()), stored(dict(sorted(chosen.items()))))


def field_terms() -> Iterator[str]:
    """Words of the field: heads of measures, units, counted nouns, words of the kinds of project."""
    measures = _knowledge("measures.toml")
    units = _knowledge("units.toml")
    for entry in measures["measure"]:
        yield from entry.get("heads", [])
    for spellings in units["dimensions"].values():
        for unit, others in spellings.items():
            yield from (unit, *others)
    yield from units["nouns"]
    for domain in read_domains():
        yield from (*domain.project_words, *domain.goal_words)


def field_texts() -> list[str]:
    """Texts of the library and of the sample projects."""
    texts = [f"{entry.name}。{entry.description}" for entry in read_library()]
    texts += [f"{p.name}。{p.goal}。{p.funds_use}" for domain in read_domains() for p in domain.project]
    return texts


def _knowledge(name: str) -> dict[str, Any]:
    return tomllib.loads(files("perflint_zh").joinpath("data", name).read_text(encoding="utf-8"))


def _full_jieba() -> Any:
    import jieba

    jieba.setLogLevel("ERROR")
    full = jieba.Tokenizer()
    full.initialize()
    return full


def agreement(texts: list[str]) -> float:
    """Share of texts cut as jieba cuts them on its full dictionary with the field's terms added."""
    full = _full_jieba()
    for term in sorted(set(field_terms())):
        if 1 < len(term) <= LONGEST and term.isalnum():
            full.add_word(term)
    return sum(list(full.cut(text)) == cut(text) for text in texts) / len(texts)


def main() -> None:
    """Build, measure on texts kept out, build from all, write."""
    texts, terms = field_texts(), list(field_terms())
    path = HERE / "dictionary.json"
    _write(build([text for n, text in enumerate(texts) if n % SHARE], terms), path)
    kept_out = agreement(texts[::SHARE])
    dictionary = build(texts, terms)
    _write(dictionary, path)
    lengths = Counter(min(len(word), 5) for word, _ in words().items())
    print(f"words: {lengths.total()}  of length {dict(sorted(lengths.items()))}  bytes: {path.stat().st_size}")  # noqa: T201
    print(f"cut as by jieba's full dictionary: {kept_out:.3f} of texts kept out, {agreement(texts):.3f} of all")  # noqa: T201


def _write(dictionary: Dictionary, path: Path) -> None:
    path.write_bytes(msgspec.json.encode(dictionary))
    for kept in (read_dictionary, words, tokenizer):
        kept.cache_clear()


if __name__ == "__main__":
    main()
