"""The score: properties that hold for any findings, and one example worked out by hand."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from perflint_zh.check import Finding
from perflint_zh.document import Place
from perflint_zh.rule import FAMILIES
from perflint_zh.score import grade_of, score_budgets, score_project
from perflint_zh.testing import make_budget

ROWS = 7


def make_finding(
    rule="vague-value",
    family="clarity",
    severity="warning",
    row=0,
    confidence=1.0,
    rows=1,
    project="甲项目",
    path="1.txt",
) -> Finding:
    place = Place(line=row)
    return Finding(
        rule=rule, family=family, severity=severity, confidence=confidence, message="", suggestion="", path=path, place=place, department="示例单位1",
        unit="department", project=project, level2="数量指标" if row else None, indicator=f"指标{row}" if row else None, value="", field="value", rows=rows,
    )  # fmt: skip


def make_one(rows=ROWS, budget_wan=None):
    budget = make_budget(
        {
            "projects": [
                {
                    "name": "甲项目",
                    "budget_wan": budget_wan,
                    "indicators": [{"name": f"指标{n}"} for n in range(1, rows + 1)],
                }
            ]
        },
        1,
    )
    return budget, budget.projects[0]


findings = st.lists(
    st.builds(
        make_finding,
        rule=st.sampled_from(
            ["a", "b", "c", "missing-category", "impossible-value", "wrong-direction", "missing-basis"]
        ),
        family=st.sampled_from(sorted(FAMILIES)),
        severity=st.sampled_from(["error", "warning", "note"]),
        row=st.integers(0, ROWS),
        confidence=st.floats(0.1, 1.0),
        rows=st.integers(1, ROWS),
    ),
    max_size=25,
)


@given(findings, findings)
def test_more_findings_never_raise_a_score(some, more) -> None:
    """Adding findings leaves the score as it is or lowers it."""
    budget, project = make_one()

    assert score_project(budget, project, some + more).score <= score_project(budget, project, some).score


@given(findings, st.randoms())
def test_order_does_not_matter(some, random) -> None:
    """The same findings in another order give the same score."""
    budget, project = make_one()
    shuffled = some[:]
    random.shuffle(shuffled)

    assert score_project(budget, project, some) == score_project(budget, project, shuffled)


@given(findings)
def test_blocks_add_up_to_the_score(some) -> None:
    """The four blocks are the whole score, and each stays within its points."""
    budget, project = make_one()
    scored = score_project(budget, project, some)

    assert sum(scored.blocks.values()) == pytest.approx(scored.score, abs=0.25)
    assert all(0 <= points <= full for points, full in zip(scored.blocks.values(), (20, 30, 30, 20), strict=True))


@given(findings)
def test_doubling_a_table_moves_the_score_by_at_most_a_point(some) -> None:
    """A table of twice as many rows of the same quality has the same score."""
    budget, project = make_one()
    double, doubled = make_one(rows=2 * ROWS)
    again = [
        msgspec.structs.replace(
            f, place=Place(line=(f.place.line or 0) + ROWS), indicator=f.indicator and f"{f.indicator}'"
        )
        for f in some
        if f.indicator
    ]

    once = score_project(budget, project, some).score
    twice = score_project(double, doubled, [*some, *again]).score
    # Findings about rows come twice, those about the project once; a finding with further rows carries them along.
    assert abs(once - twice) <= 1.0 or any(f.indicator is None and f.rows > 1 for f in some)


@given(findings)
def test_notes_alone_never_bring_a_project_below_good(some) -> None:
    """However many notes there are, the project stays at 良."""
    budget, project = make_one()
    notes = [msgspec.structs.replace(finding, severity="note") for finding in some]

    assert score_project(budget, project, notes).score >= 80.0


def test_example_by_hand() -> None:
    """One vague value among four rows: 明确清晰 10 × 0.45 × √(1/4) = 2.25 points; the rest is full."""
    budget, project = make_one(rows=4)
    scored = score_project(budget, project, [make_finding(row=2)])

    assert scored.score == 97.8
    assert scored.blocks == {"完整性": 17.8, "相关性": 30.0, "适当性": 30.0, "可行性": 20.0}
    assert [(d.rule, d.points, d.findings) for d in scored.deductions] == [("vague-value", 2.2, 1)]


def test_gates_cap_the_score() -> None:
    """A missing 一级指标 is at most 中, an impossible value as an error at most 良, an empty table 差."""
    budget, project = make_one()
    missing = make_finding(rule="missing-category", family="completeness", severity="error")

    assert score_project(budget, project, [missing]).grade == "中"
    assert score_project(budget, project, [missing]).cap == "missing-category"
    empty, nothing = make_one(rows=0)
    assert score_project(empty, nothing, []).grade == "差"


def test_a_department_is_weighed_by_budget_when_every_project_has_one() -> None:
    """The mean is weighted by budgets if all are known, plain otherwise."""

    def run(second):
        budget = make_budget({"projects": [
            {"name": "甲项目", "budget_wan": 90.0, "indicators": [{"name": "指标1"}]},
            {"name": "乙项目", "budget_wan": second, "indicators": [{"name": "指标1"}]},
        ]}, 1)  # fmt: skip
        bad = make_finding(rule="x", family="clarity", severity="error", row=1, project="乙项目")
        return score_budgets([budget], [bad]).departments[0]

    assert run(10.0).score == pytest.approx(99.4, abs=0.11)
    assert run(10.0).plain_score == pytest.approx(97.0, abs=0.11)
    assert run(None).score == run(None).plain_score


def test_findings_about_the_document_cost_the_department() -> None:
    """A finding without project lowers the department's score and no project's."""
    budget, _ = make_one()
    whole = make_finding(rule="budget-sum-mismatch", family="budget-fit", project=None)
    scores = score_budgets([budget], [whole])

    assert scores.projects[0].score == 100.0
    assert scores.departments[0].score == 98.0


@pytest.mark.parametrize(
    ("score", "grade"),
    [(100, "优"), (90, "优"), (89.9, "良"), (80, "良"), (79.9, "中"), (60, "中"), (59.9, "差"), (0, "差")],
)
def test_grades(score, grade) -> None:
    """Bands of the official rule, lower ends included."""
    assert grade_of(score) == grade
