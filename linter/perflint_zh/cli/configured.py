"""What a command goes by: the settings found, with the command line over them; and the run that follows from them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from perflint_zh.config import Config, Found, find_config, read_config
from perflint_zh.errors import UsageError

if TYPE_CHECKING:
    from perflint_zh.engine.cluster import Cluster
    from perflint_zh.engine.local import Machine
    from perflint_zh.engine.run import Job
    from perflint_zh.result import Run


def settings(given: Path | None, **over: Any) -> Found:
    """Settings of the file given, else of the nearest one from the working directory upwards; options that were given win.

    Nothing is ever looked for below the working directory: a folder of documents brings no settings of its own.
    """
    found = Found(read_config(given), given) if given is not None else find_config(Path.cwd())
    stated = {name: value for name, value in over.items() if value is not None and value is not False and value != ()}
    return Found(msgspec.structs.replace(found.config, **stated), found.path)


def job_of(config: Config) -> "Job":
    """What workers must know of the settings.

    Raises:
        UsageError: the settings name no rule, family or setting.

    """
    from perflint_zh.engine.run import Job

    job = Job(
        select=config.select,
        ignore=config.ignore,
        preview=config.preview,
        plugins=config.plugins,
        rule_files=config.rules,
        settings=config.settings,
        templates=config.templates,
    )
    if config.severity or config.overrides or config.settings:
        from perflint_zh.plugins import load_rules
        from perflint_zh.policy import check_settings

        check_settings(config, load_rules(config.plugins, config.rules))
    return job


def documents(paths: Sequence[Path], config: Config) -> list[str]:
    """Documents under the paths but for the excluded ones."""
    from perflint_zh.cli.options import found_documents

    found = found_documents(paths)
    if not config.exclude:
        return found
    from perflint_zh.policy import matches

    kept = [path for path in found if not any(matches(path, pattern) for pattern in config.exclude)]
    if not kept:
        raise UsageError(f"全部{len(found)}份文档都被设置 exclude 排除了")
    return kept


def run_documents(
    found: Sequence[str],
    config: Config,
    machine: "Machine | Cluster",
    *,
    against: Sequence[Path] = (),
    quiet: bool = False,
) -> "Run":
    """Check the documents by the settings; those under `against` are compared with and not reported."""
    from perflint_zh.cli.progress import shown
    from perflint_zh.engine.limits import shown_path
    from perflint_zh.engine.local import Machine
    from perflint_zh.engine.local import run as run_local
    from perflint_zh.engine.run import rescored, without
    from perflint_zh.policy import settled

    job = job_of(config)
    others = _others(found, against, config) if against else []
    everything = [*found, *others]
    with shown(len(everything), quiet=quiet) as progress:
        if isinstance(machine, Machine):
            run = run_local(everything, job, machine, progress)
        else:
            from perflint_zh.engine.cluster import run as run_cluster

            run = run_cluster(everything, job, machine, progress)
    if others:
        run = without(run, frozenset(map(shown_path, others)))
    findings = settled(run.findings, config)
    return run if findings == run.findings else rescored(run, findings)


def _others(found: Sequence[str], against: Sequence[Path], config: Config) -> list[str]:
    """Documents to compare with, without those to be checked and without their exact copies."""
    taken = {os.path.realpath(path) for path in found}
    listed = [path for path in documents(against, config) if os.path.realpath(path) not in taken]
    contents = {content for path in found if (content := _content(path)) is not None}
    return [path for path in listed if _content(path) not in contents]


def _content(path: str) -> str | None:
    """Hash of a file, None when it cannot be read."""
    import hashlib

    from perflint_zh.errors import ReadError
    from perflint_zh.read import read_bytes

    try:
        return hashlib.sha256(read_bytes(Path(path))).hexdigest()
    except ReadError:
        return None
