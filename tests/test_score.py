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


def test_a_department_by_hand() -> None:
    """Two projects of 30 and 10 万元 and a finding about the document: every figure of the department worked out.

    甲: 明确清晰 10 × 0.6 × √(1/4) = 3 and 规范完整 10 × 0.12 × √(1/4) = 0.6 points lost, so 96.4.
    乙: missing-basis about the whole project is asked under 实现可能: 20 × 0.6 = 12 points lost, so 88.0.
    The document: two findings of one warning take 2 % of the department once.
    """
    budget = make_budget({"projects": [
        {"name": "甲项目", "budget_wan": 30.0, "indicators": [{"name": f"指标{n}"} for n in range(1, 5)]},
        {"name": "乙项目", "budget_wan": 10.0, "indicators": [{"name": f"指标{n}"} for n in range(1, 5)]},
    ]}, 1)  # fmt: skip
    found = [
        make_finding(rule="vague-value", family="clarity", severity="error", row=1),
        make_finding(rule="stray-space", family="format", severity="note", row=2),
        make_finding(rule="missing-basis", family="completeness", severity="error", project="乙项目"),
        *[make_finding(rule="sum-mismatch", family="budget-fit", project=None)] * 2,
    ]
    scores = score_budgets([budget], found)
    (department,) = scores.departments

    assert [project.score for project in scores.projects] == [96.4, 88.0]
    assert scores.projects[1].blocks == {"完整性": 20.0, "相关性": 30.0, "适当性": 30.0, "可行性": 8.0}
    assert (department.score, department.plain_score, department.grade) == (92.4, 90.4, "优")
    assert department.blocks == {"完整性": 17.0, "相关性": 29.4, "适当性": 29.4, "可行性": 16.7}
    assert department.grades == {"优": 1, "良": 1, "中": 0, "差": 0}
    assert department.projects == 2
    assert [(d.rule, d.points, d.findings) for d in department.deductions] == [
        ("missing-basis", 3.0, 1),
        ("vague-value", 2.25, 1),
        ("sum-mismatch", 2.0, 2),
        ("stray-space", 0.45, 1),
    ]


def test_documents_of_one_department_are_scored_together() -> None:
    """What is found about the first document counts with the projects of the second; another year stands apart."""
    rows = [{"name": "指标1"}]
    first, second, other = (
        msgspec.structs.replace(
            make_budget({"projects": [{"name": name, "indicators": rows}]}, 1), path=path, department="某局", year=year
        )
        for name, path, year in (("甲", "1.txt", 2023), ("乙", "2.txt", 2023), ("丙", "3.txt", 2024))
    )
    whole = make_finding(rule="sum-mismatch", family="budget-fit", severity="error", project=None, path="1.txt")
    scores = score_budgets([first, second, other], [whole])

    assert [(d.department, d.year, d.score, d.projects) for d in scores.departments] == [
        ("某局", 2024, 100.0, 1),
        ("某局", 2023, 96.0, 2),
    ]
    assert [project.path for project in scores.projects] == ["1.txt", "2.txt", "3.txt"]


def test_a_document_without_department_is_scored_under_its_path() -> None:
    """Nothing is left out because a name is missing."""
    budget = msgspec.structs.replace(make_one()[0], department=None)

    assert [department.department for department in score_budgets([budget], []).departments] == ["1.txt"]


def test_what_cannot_be_checked_is_left_out_of_its_block() -> None:
    """Without a budget 绩效合理 is all of 适当性: a whole project copied loses 30 × 0.6 of it instead of 15 × 0.6."""
    budget, project = make_one()
    copied = [make_finding(rule="template-reuse", family="reuse", severity="error")]
    key = (budget.path, project.unit, project.name)

    assert score_project(budget, project, copied).blocks["适当性"] == 21.0
    (scored,) = score_budgets([budget], copied, {key: frozenset({"资金匹配"})}).projects
    assert scored.blocks["适当性"] == 12.0
    assert scored.score == 82.0


def test_notes_take_no_more_than_their_part_of_a_sub_point() -> None:
    """Two notes about everything would take 1 − 0.88² = 22.6 %; they take 15 % of 明确清晰, and an error comes on top."""
    budget, project = make_one()
    notes = [make_finding(rule=rule, severity="note") for rule in ("a", "b")]
    error = make_finding(rule="c", severity="error")

    assert score_project(budget, project, notes).score == 98.5
    assert score_project(budget, project, [*notes, error]).blocks["完整性"] == pytest.approx(10 + 10 * 0.85 * 0.4)


def test_a_finding_is_weighed_by_its_rows_and_confidence() -> None:
    """Two of eight rows at confidence 0.5 are one row: 10 × 0.45 × √(1/8) = 1.6 points."""
    budget, project = make_one(rows=8)
    scored = score_project(budget, project, [make_finding(row=1, rows=2, confidence=0.5)])

    assert scored.score == 98.4


def test_gates_ask_for_an_error_and_say_which_rule_it_was() -> None:
    """A warning of a gated rule only costs its points; a cap scales the blocks so that they still add up."""
    budget, project = make_one()
    gated = {"rule": "impossible-value", "family": "feasibility", "row": 1}
    mild = score_project(budget, project, [make_finding(**gated, severity="warning")])
    hard = score_project(budget, project, [make_finding(**gated, severity="error")])

    assert (mild.score, mild.cap) == (96.6, None)
    assert (hard.score, hard.cap, hard.grade) == (89.9, "impossible-value", "良")
    assert sum(hard.blocks.values()) == pytest.approx(89.9, abs=0.2)
    assert [(d.rule, d.points) for d in hard.deductions] == [("impossible-value", 10.1)]


@pytest.mark.parametrize(
    ("goal", "score", "cap"), [(None, 100.0, None), (" ", 59.9, "missing-goal"), ("修路", 100.0, None)]
)
def test_an_empty_goal_is_the_gravest_defect(goal, score, cap) -> None:
    """A goal cell left empty caps the project at 差; a layout without that cell does not."""
    budget, project = make_one()
    scored = score_project(budget, msgspec.structs.replace(project, goal=goal), [])

    assert (scored.score, scored.cap) == (score, cap)


def test_a_score_knows_its_project() -> None:
    """Name, part, amount and where the amount came from are those of the project."""
    budget, project = make_one(budget_wan=12.5)
    scored = score_project(budget, project, [])

    assert (scored.path, scored.department, scored.project, scored.unit) == (
        "1.txt",
        "示例单位1",
        "甲项目",
        "department",
    )
    assert (scored.budget_wan, scored.budget_printed) == (12.5, True)
    told = msgspec.structs.replace(project, budget_source="narrative")
    assert not score_project(budget, told, []).budget_printed


def test_amounts_of_the_narrative_are_no_weights() -> None:
    """One amount that is not printed in its table makes the mean a plain one."""
    budget = make_budget({"projects": [
        {"name": "甲项目", "budget_wan": 90.0, "indicators": [{"name": "指标1"}]},
        {"name": "乙项目", "budget_wan": 10.0, "budget_source": "narrative", "indicators": [{"name": "指标1"}]},
    ]}, 1)  # fmt: skip
    bad = make_finding(rule="x", family="clarity", severity="error", row=1, project="乙项目")
    (department,) = score_budgets([budget], [bad]).departments

    assert department.score == department.plain_score == 97.0


@pytest.mark.parametrize(
    ("score", "grade"),
    [(100, "优"), (90, "优"), (89.9, "良"), (80, "良"), (79.9, "中"), (60, "中"), (59.9, "差"), (0, "差")],
)
def test_grades(score, grade) -> None:
    """Bands of the official rule, lower ends included."""
    assert grade_of(score) == grade
