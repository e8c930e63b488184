"""`perflint suggest`: indicators of the library that fit a project."""

import json

import pytest
from perflint_zh.cli import run
from perflint_zh.extract.value import parse_value
from perflint_zh.extract.words import level2_of
from perflint_zh.testing import make_budget
from perflint_zh_models.library import knowledge
from perflint_zh_models.suggest import advice

PROJECTS = [
    {
        "name": domain.name,
        "goal": f"做好{domain.project_words[0]}工作" if domain.project_words else "",
        "indicators": [{"level2": "数量指标"}],
    }
    for domain in knowledge().domains
]
LIBRARY = {(entry.level2, entry.name) for entry in knowledge().entries}


def advised(**fields):
    (told,) = advice(make_budget({"projects": [fields]}, 1))
    return told


@pytest.mark.parametrize("fields", PROJECTS, ids=[domain.slug for domain in knowledge().domains])
def test_missing_categories_come_first(fields) -> None:
    """For every kind of project: entries of the library, those of categories that the project lacks first, none twice."""
    told = advised(**fields)
    order = [suggestion.missing for suggestion in told.suggestions]

    assert order == sorted(order, reverse=True)
    assert {(s.level2, s.name) for s in told.suggestions} <= LIBRARY
    assert len({s.name for s in told.suggestions}) == len(told.suggestions)
    assert "数量指标" not in told.missing
    assert {level2_of(s.level2) for s in told.suggestions if s.missing} <= set(told.missing)


def test_a_kind_brings_its_own_indicators() -> None:
    """A road project gets roads, not lessons; values are written as a table writes them."""
    told = advised(name="农村公路养护", goal="养护农村公路120公里，处治病害路面", indicators=[])
    text = "".join(s.name + s.description for s in told.suggestions)

    assert "公路" in "".join(told.kinds) + text
    assert "课" not in text
    assert "学生" not in text
    assert all(parse_value(s.value) is not None for s in told.suggestions)


def test_what_the_project_has_is_not_suggested_again() -> None:
    """An indicator in the table, or the same in other words, is left out."""
    first = advised(name="农村公路养护", goal="养护农村公路120公里", indicators=[])
    rows = [{"level2": s.level2, "name": s.name} for s in first.suggestions]
    second = advised(name="农村公路养护", goal="养护农村公路120公里", indicators=rows)

    assert not {s.name for s in first.suggestions} & {s.name for s in second.suggestions}


def test_an_unknown_kind_gets_only_common_indicators() -> None:
    """Where nothing says what a project is about, nothing special is made up."""
    told = advised(name="甲乙丙", goal="", indicators=[])

    assert told.kinds == ()
    assert {s.kind for s in told.suggestions} == {"通用"}


def test_the_command(tmp_path, capsys) -> None:
    """Text and JSON; a document that cannot be read is named and gives status 2."""
    table = "\n\n".join(
        "\n".join(f"\t{c}" for c in row)
        for row in (("一级指标", "二级指标", "三级指标", "指标值"), ("产出指标", "数量指标", "养护里程", "≥120公里"))
    )
    (tmp_path / "one.txt").write_text(
        f"1、农村公路养护绩效目标表\n\t绩效目标\n\t养护农村公路120公里\n\n{table}\n", encoding="utf-8"
    )

    assert run(["suggest", str(tmp_path)]) == 0
    assert "农村公路养护  类型：" in capsys.readouterr().out
    assert run(["suggest", str(tmp_path), "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["project"] == "农村公路养护"
    assert told["suggestions"]
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 cut")
    assert run(["suggest", str(tmp_path), "--format", "json"]) == 2
    assert "bad.docx" in capsys.readouterr().err
