import pytest
from perflint_zh.errors import UsageError
from perflint_zh.plugins import load_rules
from perflint_zh.terms import read_rules, read_term_rules
from perflint_zh.testing import flags_of, make_indicator, read_examples

RULES = """
[[rule]]
slug = "forbidden-wording"
family = "clarity"
field = "value"
terms = ["按需", "视情况"]
unless = "附件"
message = "指标值“{text}”含有“{match}”"

[[rule.bad]]
value = "按需提供"
flags = ["value"]

[[rule.good]]
value = "按需提供，标准见附件2"
"""


def test_terms_are_found_and_quoted(tmp_path) -> None:
    """A term in the field is a flaw that quotes text and term, unless the excuse stands beside it."""
    path = tmp_path / "own.toml"
    path.write_text(RULES, encoding="utf-8")
    (rule,) = read_rules(str(path))
    (entry,) = read_term_rules(str(path))

    (flaw,) = rule.outcomes(make_indicator({"value": "视情况安排"}, 1))
    assert flaw.message == "指标值“视情况安排”含有“视情况”"
    for example in read_examples(rule, {"bad": entry.bad, "good": entry.good}):
        assert flags_of(rule, example.part) == list(example.flags)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('slug = "forbidden-wording"', 'slug = "Forbidden"'),
        ('family = "clarity"', 'family = "style"'),
        ('unless = "附件"', 'unless = "("'),
        ("{match}", "{other}"),
        ('field = "value"', 'field = "unit"'),
        ('terms = ["按需", "视情况"]', ""),
    ],
)
def test_wrong_entries_are_refused_in_one_line(tmp_path, change, said) -> None:
    """Each mistake in a rule file is refused with one line that names the file."""
    path = tmp_path / "own.toml"
    path.write_text(RULES.replace(change, said), encoding="utf-8")

    with pytest.raises(UsageError, match=r"own\.toml") as error:
        read_rules(str(path))
    assert "\n" not in str(error.value)


def test_a_rule_file_in_another_encoding_is_told(tmp_path) -> None:
    """A file saved by an old text editor is refused with what to do about it."""
    path = tmp_path / "own.toml"
    path.write_text(RULES, encoding="gb18030")

    with pytest.raises(UsageError, match="不是 UTF-8"):
        read_rules(str(path))


def test_a_slug_of_the_catalogue_is_taken(tmp_path) -> None:
    """An office cannot replace a standard rule by giving its own the same name."""
    path = tmp_path / "own.toml"
    path.write_text(RULES.replace("forbidden-wording", "unit-conflict"), encoding="utf-8")

    with pytest.raises(UsageError, match="同名"):
        load_rules(files=[str(path)])
