"""SARIF: what readers of the format rely on, whatever stands in the documents."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from perflint_zh.check import Checked, Failure, Finding, Outcomes, merged
from perflint_zh.cli import run
from perflint_zh.document import Place
from perflint_zh.plugins import load_rules
from perflint_zh.report.data import to_json
from perflint_zh.report.sarif import sarif_record
from perflint_zh.result import Run
from perflint_zh.rule import Related
from perflint_zh.score import Scores

TEXTS = st.text(st.characters(codec=None), max_size=30)
LEVELS = {"none", "note", "warning", "error"}


def make_run(message, *, path="表/一 号.txt", place=None, value="≥1", related=()):
    finding = Finding(
        rule="unit-conflict", family="format", severity="error", confidence=0.95, message=message, suggestion="改", path=path,
        place=place or Place(line=7), department="示例局", unit="department", project="甲", level2="数量指标", indicator="乙", value=value,
        field="value", related=tuple(related),
    )  # fmt: skip
    findings = merged([Checked(findings=(finding,))]).findings
    failures = (Failure("坏.docx", "read", message),)
    return Run((), findings, failures, {"unit-conflict": Outcomes(found=1)}, Scores((), ()))


def check_sarif(record):
    """The demands of the SARIF 2.1.0 schema on what we write."""
    assert record["version"] == "2.1.0"
    assert record["$schema"].endswith("sarif-schema-2.1.0.json")
    for one in record["runs"]:
        driver = one["tool"]["driver"]
        assert re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", driver["language"])
        assert one["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(ids) == len(set(ids))
        for rule in driver["rules"]:
            assert rule["defaultConfiguration"]["level"] in LEVELS
            assert all(isinstance(rule[key]["text"], str) and rule[key]["text"] for key in ("shortDescription", "help"))
        for result in one["results"]:
            assert result["level"] in LEVELS
            assert 0.0 <= result["rank"] <= 100.0
            assert result["message"]["text"]
            assert ids[result["ruleIndex"]] == result["ruleId"]
            assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
            for location in [*result["locations"], *result.get("relatedLocations", [])]:
                check_location(location)
        for invocation in one["invocations"]:
            for note in invocation["toolExecutionNotifications"]:
                assert note["message"]["text"]
                assert note["level"] in LEVELS


def check_location(location):
    physical = location["physicalLocation"]
    assert re.fullmatch(r"[A-Za-z0-9/._~%:!$&'()*+,;=@-]+", physical["artifactLocation"]["uri"])
    assert physical["region"]["startLine"] >= 1


@given(TEXTS.filter(str.strip), TEXTS, TEXTS)
def test_any_text_gives_valid_sarif(message, value, name) -> None:
    """Control characters, half surrogate pairs and writing direction marks never reach a reader."""
    related = [Related(project=name, value=value, path="二.docx", place=Place(table=1, row=2, column=3))]
    record = json.loads(to_json(sarif_record(make_run(f"x{message}", value=value, related=related), load_rules())))

    check_sarif(record)
    assert not re.search(r"[\x00-\x08\u202a-\u202e\u2066-\u2069\ud800-\udfff]", json.dumps(record, ensure_ascii=False))


@pytest.mark.parametrize(
    ("place", "line", "said"),
    [
        (Place(line=7), 7, "第7行"),
        (Place(table=1, row=2, column=3), 1, "表1第2行第3列"),
        (Place(sheet="表", cell="B7"), 1, "B7"),
    ],
)
def test_places(place, line, said) -> None:
    """Text files have the line as a region; for others the message says where."""
    record = sarif_record(make_run("单位不一致", place=place), load_rules())
    (location,) = record["runs"][0]["results"][0]["locations"]

    assert location["physicalLocation"]["region"]["startLine"] == line
    assert said in location["logicalLocations"][0]["fullyQualifiedName"]
    assert (said in record["runs"][0]["results"][0]["message"]["text"]) == (place.line is None)


def test_paths_are_references() -> None:
    """Blanks and Chinese characters in a path are escaped; an absolute path becomes a file: address."""
    record = sarif_record(make_run("x"), load_rules())
    location = record["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    absolute = sarif_record(make_run("x", path="/a b.txt"), load_rules())

    assert location["artifactLocation"]["uri"] == "%E8%A1%A8/%E4%B8%80%20%E5%8F%B7.txt"
    assert "file:///a%20b.txt" in json.dumps(absolute)


def test_a_real_run(tmp_path, capsys, monkeypatch) -> None:
    """The command prints the rules that ran with their documentation, results and what could not be read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 cut")
    cells = ("一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标", "宣讲次数（%）", "≥10次")
    table = "\n\n".join("\n".join(f"\t{c}" for c in cells[at : at + 4]) for at in (0, 4))
    (tmp_path / "one.txt").write_text(f"1、宣讲绩效目标表\n\t绩效目标\n\t宣讲10次\n\n{table}\n", encoding="utf-8")

    assert run(["check", ".", "--format", "sarif", "--preview"]) == 2
    record = json.loads(capsys.readouterr().out)
    check_sarif(record)
    # Made from the official schema; refuses whatever the schema does not name.
    model = pytest.importorskip("pydantic_sarif.model")
    model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(record)
    (one,) = record["runs"]
    assert "unit-conflict" in {result["ruleId"] for result in one["results"]}
    assert all("依据" in rule["help"]["text"] for rule in one["tool"]["driver"]["rules"])
    assert one["invocations"][0]["executionSuccessful"] is False
