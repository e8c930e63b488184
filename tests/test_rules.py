import pytest
from perflint_zh.testing import Example, examples_beside, flags_of
from perflint_zh_rules import rules

EXAMPLES = [(rule, example) for rule in rules() for example in examples_beside(rule)]


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.slug}-{example.number}" for rule, example in EXAMPLES]
)
def test_example(rule, example: Example) -> None:
    """A rule flags exactly the fields its example names."""
    assert flags_of(rule, example.part) == list(example.flags), example.why
