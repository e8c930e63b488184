"""What happens to one document: read, extract, check; whatever goes wrong becomes a failure."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from perflint_zh.budget import Budget
from perflint_zh.check import Checked, Failure, check_budget
from perflint_zh.engine.limits import shown_path
from perflint_zh.errors import ReadError
from perflint_zh.extract import extract
from perflint_zh.read import read_document
from perflint_zh.result import Seen
from perflint_zh.rule import Rule, digest_name


def look_at(path: str, rules: Sequence[Rule], settings: Mapping[str, Mapping[str, Any]], folder: str = "") -> Seen:
    """Read, extract and check one document; whatever goes wrong becomes a failure.

    A relative path counts from `folder`, by default the working directory; results name the path as it is given and can be shown.
    """
    stage = "read"
    file, path = Path(folder, path), shown_path(path)
    try:
        document = read_document(file, str(Path(path)))
        stage = "extract"
        budget = extract(document)
    except ReadError as error:
        return Seen(path, None, Checked(failures=(Failure(path, stage, str(error)),)))
    except MemoryError:
        raise  # the worker ends, and the failure names the limit
    except RecursionError:
        return Seen(path, None, Checked(failures=(Failure(path, stage, "文件结构嵌套过深，未读取"),)))
    except Exception as error:  # noqa: BLE001 -- a crash of a reader must cost one file only
        reason = f"程序出错（{type(error).__name__}: {error}），请把此文件反馈给维护者"
        return Seen(path, None, Checked(failures=(Failure(path, stage, reason),)))
    checked = check_budget(budget, rules, settings)
    unread = tuple(Failure(path, "extract", reason) for reason in budget.unread)
    checked = msgspec.structs.replace(checked, failures=checked.failures + unread)
    return Seen(path, budget, checked, dict(_digests(budget, rules)))


def _digests(budget: Budget, rules: Sequence[Rule]) -> Iterator[tuple[str, bytes]]:
    """What the rules over all budgets need of this one; a crash is left to the rule, which meets it again and is the one to fail."""
    for digest in {rule.digest for rule in rules if rule.digest is not None}:
        with contextlib.suppress(Exception):
            yield digest_name(digest), digest(budget)
