"""Files of unknown origin: each ends as read or as one readable line, and the sound ones beside it lose nothing."""

import os
import re
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from perflint_zh.engine.limits import Limits
from perflint_zh.engine.local import Machine, run
from perflint_zh.engine.run import Job
from perflint_zh.read.folder import documents
from perflint_zh.result import Run

if sys.platform == "win32":
    pytest.skip("pipes, sockets and such names are no part of Windows", allow_module_level=True)

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from hostile.make import build  # noqa: E402
from hostile.parts import HEAD, docx, lines, sheet_row, word_paragraph, word_table, xlsx  # noqa: E402

CASES: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    (HERE / "hostile" / "cases.toml").read_text(encoding="utf-8")
)
ROOT = os.geteuid() == 0
FILES = CASES["files"] | ({} if ROOT else CASES["closed"])
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

FAULTY = [
    HEAD,
    ("产出指标", "数量指标", "修剪行道树", "当年修剪的行道树株数", "≥5200", "养护合同"),
    ("产出指标", "质量指标", "树木成活率", "补栽树木当年成活的比例", "大于小于95%", "养护合同"),
    ("产出指标", "时效指标", "修剪完成时间", "全部修剪工作结束的时间", "及时", "养护合同"),
    ("效益指标", "社会效益指标", "XX满意度", "", "较好", ""),
]
"""Another table than that of the hostile files, with faults to be found."""

TITLE = "行道树养护经费绩效目标表"
SOUND = {
    "0-first.txt": lines(FAULTY).encode(),
    "middle.docx": docx(word_paragraph(TITLE) + word_table(FAULTY)),
    "zz-last.xlsx": xlsx(sheet_row(1, [TITLE]) + "".join(sheet_row(at, row) for at, row in enumerate(FAULTY, start=2))),
}


def sound_files(folder: Path) -> list[Path]:
    for name, data in SOUND.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in SOUND]


def findings_of_sound(checked: Run, folder: Path) -> list[tuple[str, str, str, str | None, str]]:
    """Findings of the sound files but for those that compare documents with one another."""
    return [
        (found.path, found.rule, found.message, found.indicator, found.fingerprint)
        for found in checked.findings
        if Path(found.path).relative_to(folder).as_posix() in SOUND and found.family != "reuse"
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def alone(folder) -> list[tuple[str, str, str, str | None, str]]:
    """What is found in the sound files with nothing beside them."""
    checked = run([str(path) for path in sound_files(folder)], Job(), Machine(jobs=2))
    return findings_of_sound(checked, folder)


@pytest.fixture(scope="module")
def checked(folder, alone) -> Run:
    """One run over everything but the enormous files."""
    named = [*build(folder), folder / "vanished.txt"]
    paths = [path for path in map(str, documents([folder])) if Path(path).name not in CASES["heavy"]]
    result = run([*paths, *map(str, named)], Job(), Machine(jobs=2, limits=Limits(seconds=60.0)))
    (folder / "closed").chmod(0o700)
    return result


def reasons(checked: Run, path: str) -> list[str]:
    return [failure.reason for failure in checked.failures if failure.path == path]


def assert_readable(reason: str) -> None:
    """One line in Chinese that names no part of our program."""
    assert re.search(r"[\u4e00-\u9fff]{4}", reason), reason
    assert not re.search(
        r"[\x00-\x1f\x7f-\x9f]|Traceback|Error|Exception|程序出错|规则运行出错|site-packages|\.py\b", reason
    ), reason
    assert len(reason) < 250, reason


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_fails_in_one_line(checked, folder, name) -> None:
    """What cases.toml says becomes of each file, and nothing else."""
    case = FILES[name]
    path = f"{folder}/{name}"
    said = reasons(checked, path)
    budget = next((one for one in checked.budgets if one.path == checked.copies.get(path, path)), None)
    for reason in said:
        assert_readable(reason)
    if case.get("office") and not OFFICE:
        assert "LibreOffice" in said[0]
    elif "said" in case:
        assert len(said) == 1
        assert case["said"] in said[0]
        assert budget is None
    else:
        assert said == []
        assert budget is not None
        assert sum(len(project.indicators) for project in budget.projects) == case["indicators"]
        if "note" in case:
            assert any(case["note"] in note for note in budget.notes)


def test_every_file_is_accounted_for(checked, folder) -> None:
    """What the folder holds is what the cases name, and each of them is a document, a copy of one, or one failure."""
    ended = [one.path for one in checked.budgets] + list(checked.copies) + [one.path for one in checked.failures]
    missed = set(CASES["closed"]) if ROOT else set()

    names = {path.removeprefix(f"{folder}/") for path in ended}
    assert len(ended) == len(set(ended))
    assert names - missed - {"closed/inside.txt"} == set(FILES) | set(SOUND)


def test_sound_files_keep_all_their_findings(checked, folder, alone) -> None:
    """Two hundred and fifty hostile files change nothing in what is said about three sound ones."""
    assert len(alone) > 5
    assert findings_of_sound(checked, folder) == alone


def test_nothing_was_left_outside(checked, folder) -> None:
    """Names inside archives and in the folder were used neither as paths nor as commands."""
    above = [path for parent in (folder.parent, folder.parent.parent) for path in parent.glob("*evil*")]
    evil = [*folder.rglob("*evil*"), *above, *Path(os.environ.get("TMPDIR", "/tmp")).glob("perflint-evil*")]
    assert [path for path in evil if not path.name.startswith("'; rm")] == []
    assert not Path("evil").exists()


@pytest.fixture(scope="module")
def enormous(folder, checked) -> Run:
    paths = [folder / name for name in (*CASES["heavy"], *SOUND)]
    return run([str(path) for path in paths], Job(), Machine(jobs=2, limits=Limits(seconds=8.0)))


@pytest.mark.parametrize("name", CASES["heavy"])
def test_an_enormous_file_is_read_or_given_up(enormous, folder, name) -> None:
    """Either it was read whole, or the one line names the limit that it met."""
    path = f"{folder}/{name}"
    said = reasons(enormous, path)
    budget = next((one for one in enormous.budgets if one.path == enormous.copies.get(path, path)), None)
    if budget is None:
        assert len(said) == 1
        assert "处理超过8秒" in said[0] or "内存超过" in said[0]
    else:
        assert sum(len(project.indicators) for project in budget.projects) == CASES["heavy"][name]["indicators"]


def test_enormous_files_cost_the_others_nothing(enormous, folder, alone) -> None:
    """The sound files beside them have all their findings."""
    assert findings_of_sound(enormous, folder) == alone


def test_a_folder_that_cannot_be_listed_is_a_failure(tmp_path, monkeypatch) -> None:
    """Its documents are not passed over in silence."""
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / "open.txt").write_bytes(SOUND["0-first.txt"])
    real = os.scandir

    def scandir(path):
        if os.fspath(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)

    assert list(documents([tmp_path])) == [tmp_path / "open.txt", closed]
