"""Running rules: outcomes, failures, order, fingerprints."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project
from perflint_zh.check import check_budget, merged
from perflint_zh.rule import Deferred, Flaw, NotApplicable, Outcome, Rule
from perflint_zh.testing import make_budget

BUDGET = {
    "projects": [
        {
            "name": "甲",
            "indicators": [
                {"name": "办结率", "level2": "质量指标"},
                {"name": "办结率", "level2": "质量指标"},
                {"name": "件数"},
            ],
        },
        {"name": "乙", "indicators": [{"name": "件数"}]},
    ]
}


def make_rule(check, part=Indicator, slug="some-rule") -> Rule:
    return Rule(slug, "clarity", part, "warning", check, "题目。", "题目。")


def flag_all(indicator: Indicator) -> Iterator[Outcome]:
    yield Flaw("value", f"“{indicator.name}”")


def test_outcomes_are_counted_apart() -> None:
    """Found, passed, not applicable and deferred are four things."""

    def mixed(indicator: Indicator) -> Iterator[Outcome]:
        if indicator.level2 == "质量指标":
            yield NotApplicable()

    def needs_budget(project: Project) -> Iterator[Outcome]:
        yield Deferred("预算数未知")

    checked = check_budget(
        make_budget(BUDGET, 1),
        [make_rule(mixed), make_rule(needs_budget, Project, "other"), make_rule(flag_all, slug="third")],
    )

    assert (checked.outcomes["some-rule"].passed, checked.outcomes["some-rule"].not_applicable) == (2, 2)
    assert checked.outcomes["other"].deferred == 2
    assert checked.outcomes["third"].found == 4


def test_a_crashing_rule_is_a_failure_and_harms_nothing_else() -> None:
    """A rule that raises becomes a failure naming it; other rules' findings are complete."""

    def crash(indicator: Indicator) -> Iterator[Outcome]:
        raise KeyError(indicator.name)
        yield

    checked = check_budget(make_budget(BUDGET, 1), [make_rule(crash, slug="broken"), make_rule(flag_all)])

    assert len(checked.findings) == 4
    assert {failure.stage for failure in checked.failures} == {"rule:broken"}
    assert checked.outcomes["broken"].found == 0


def test_fingerprints_do_not_depend_on_places_or_other_rows() -> None:
    """A row keeps its fingerprint when rows before it go; equal rows are told apart by their order."""
    whole = merged([check_budget(make_budget(BUDGET, 1), [make_rule(flag_all)])]).findings
    fewer = {"projects": [{**BUDGET["projects"][0], "indicators": BUDGET["projects"][0]["indicators"][2:]}]}
    less = merged([check_budget(make_budget(fewer, 1), [make_rule(flag_all)])]).findings

    assert len({finding.fingerprint for finding in whole}) == 4
    assert less[0].fingerprint == next(f.fingerprint for f in whole if f.project == "甲" and f.indicator == "件数")


def test_duplicate_rows_are_not_checked_twice() -> None:
    """A row that a page break printed twice is checked once by rules over rows."""
    budget = make_budget({"projects": [{"indicators": [{"name": "件数"}, {"name": "件数", "duplicate_row": True}]}]}, 1)

    assert len(check_budget(budget, [make_rule(flag_all)]).findings) == 1


def test_rows_that_share_a_cause_are_related_of_the_same_project() -> None:
    """Further rows of a flaw appear under `related` with project, row and place."""

    def habit(project: Project) -> Iterator[Outcome]:
        first, *others = project.indicators
        yield Flaw("value", "习惯", indicator=first, rows=tuple(others))

    finding = check_budget(make_budget(BUDGET, 1), [make_rule(habit, Project)]).findings[0]

    assert [(r.project, r.indicator) for r in finding.related] == [("甲", "办结率"), ("甲", "件数")]
    assert finding.rows == 3
