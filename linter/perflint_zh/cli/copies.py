"""`perflint check --annotate`: marked-up copies of the documents that have findings."""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from perflint_zh.cli.fix import _copies, _make_folder

if TYPE_CHECKING:
    from perflint_zh.annotate.mark import Marked, Refused
    from perflint_zh.check import Finding
    from perflint_zh.engine.limits import Limits
    from perflint_zh.result import Run
    from perflint_zh.rule import Rule


def write_copies(
    run: "Run", found: Sequence[str], folder: Path, rules: Sequence["Rule"], jobs: int | None, limits: "Limits"
) -> list[str]:
    """Write a copy of each document with findings under the same name below `folder`; gives what is to be told, a line each.

    Formats without remarks of their own get the HTML report of that document. Files are opened in workers, as for the check.
    """
    from perflint_zh.annotate.mark import Marked, Refused
    from perflint_zh.engine.limits import Lost
    from perflint_zh.engine.pool import answers
    from perflint_zh.report.files import refuse_inputs, write_bytes

    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in run.findings:
        by_path[finding.path].append(finding)
    for copy, original in run.copies.items():
        by_path[copy] = by_path[original]
    chosen = [path for path in found if by_path[path]]
    targets = dict(zip(found, map(Path, _copies(found, folder)), strict=True))
    refuse_inputs([*targets.values(), *map(_page_beside, targets.values())], found)
    hashes = {budget.path: budget.sha256 for budget in run.budgets}
    hashes |= {copy: hashes.get(original, "") for copy, original in run.copies.items()}
    work = partial(_work, by_path=by_path, hashes=hashes, when=datetime.now().astimezone().replace(tzinfo=None))
    told: list[str] = []
    written = 0
    for path, answer in zip(chosen, answers(chosen, work, jobs or os.cpu_count() or 1, limits), strict=True):
        marked = Refused(answer.reason) if isinstance(answer, Lost) else _decoded(answer)
        target = targets[path]
        if isinstance(marked, Refused):
            told.append(f"{path}：{marked.reason}")
            continue
        _make_folder(target.parent)
        if isinstance(marked, Marked):
            write_bytes(target, marked.data)
            if marked.misplaced:
                told.append(f"{path}：{marked.misplaced}处问题在文档里没有对应位置，批注放在了开头")
        else:
            write_bytes(_page_beside(target), _html(run, path, rules))
        written += 1
    return [*told, f"已在{folder}写出{written}份带批注的副本；没有问题的文档不出副本，原文件未动"]


def _page_beside(target: Path) -> Path:
    """Where the HTML report goes that stands in for a marked-up copy."""
    return target.with_name(f"{target.name}.html")


def _work(path: str, *, by_path: Mapping[str, Sequence["Finding"]], hashes: Mapping[str, str], when: datetime) -> bytes:
    import hashlib

    import msgspec

    from perflint_zh.annotate import annotate
    from perflint_zh.annotate.mark import Marked, Refused
    from perflint_zh.errors import ReadError
    from perflint_zh.read import read_bytes

    marked: Marked | Refused | None
    try:
        data = read_bytes(Path(path))
        same = hashlib.sha256(data).hexdigest() == hashes.get(path)
        marked = annotate(data, by_path[path], when) if same else Refused("检查之后文件变了，未生成副本，请重新运行")
    except ReadError as error:
        marked = Refused(str(error))
    except Exception as error:  # noqa: BLE001 -- a crash must cost one copy only
        marked = Refused(f"加批注时程序出错（{type(error).__name__}: {error}），未生成副本")
    return msgspec.msgpack.encode(marked)


def _decoded(answer: bytes) -> "Marked | Refused | None":
    import msgspec

    from perflint_zh.annotate.mark import Marked, Refused

    return msgspec.msgpack.decode(answer, type=Marked | Refused | None)


def _html(run: "Run", path: str, rules: Sequence["Rule"]) -> bytes:
    """The HTML report of one document."""
    from perflint_zh.engine.run import without
    from perflint_zh.report.html import render_html

    shown = run.copies.get(path, path)
    others = frozenset(budget.path for budget in run.budgets if budget.path != shown)
    others |= {failure.path for failure in run.failures} | set(run.copies)
    return render_html(without(run, others), rules).encode("utf-8", "replace")
