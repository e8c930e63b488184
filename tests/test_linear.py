"""The probabilities of a linear model are those of the weighted sums, added label by label."""

import json
import math
from collections import Counter

import pytest
from perflint_zh_models.domain.kinds import kinds_model
from perflint_zh_models.library import read_library
from perflint_zh_models.linear import grams
from perflint_zh_models.lookup import Lookup


def probabilities(model, table, text):
    """What TF-IDF of unit length times the stored weights gives each label."""
    counted = Counter(gram for gram in grams(text) if table.get(gram) is not None)
    rows = {gram: json.loads(table.get(gram)) for gram in counted}
    sizes = {gram: rows[gram][0] * (1 + math.log(count)) for gram, count in counted.items()}
    length = math.hypot(*sizes.values())
    sums = list(model.bias)
    for gram, size in sizes.items():
        for label, weight in zip(rows[gram][1::2], rows[gram][2::2], strict=True):
            sums[label] += size / length * weight
    return {label: 1 / (1 + math.exp(-total)) for label, total in zip(model.labels, sums, strict=True)}


def test_probabilities_are_those_of_the_weighted_sums():
    model = kinds_model()
    table = Lookup(model.weights, str)
    texts = [f"{entry.name}。{entry.description}" for entry in read_library()[::50]]
    texts.append("。".join(texts))
    for text in texts:
        expected = probabilities(model, table, text)
        # What is a thousandth or less counts as none.
        assert model.predict(text) == pytest.approx(expected, abs=1e-3)
        told = {label: value for label, value in expected.items() if value > 1e-3}
        assert {label: model.predict(text)[label] for label in told} == pytest.approx(told, abs=1e-5)


def test_a_text_without_known_words_has_the_probabilities_of_the_bias():
    model = kinds_model()
    assert model.predict("") == pytest.approx(
        {label: 1 / (1 + math.exp(-bias)) for label, bias in zip(model.labels, model.bias, strict=True)}, abs=1e-3
    )
