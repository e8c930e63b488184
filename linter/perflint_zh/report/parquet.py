"""Records, findings and scores as Parquet, for DuckDB, Polars or Spark."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from perflint_zh.budget import Budget, Indicator
from perflint_zh.check import Finding
from perflint_zh.errors import UsageError
from perflint_zh.result import Run
from perflint_zh.score import BLOCKS, DepartmentScore

Columns = Mapping[str, Literal["text", "number", "count", "yes"]]
"""Name of a column → what it holds."""

RECORDS: Columns = {
    **dict.fromkeys((
        "path", "sha256", "department", "unit", "project", "project_code", "goal", "funds_use", "level1", "level2", "name",
        "description", "value", "basis", "weight", "actual", "history", "direction", "operator", "quantity_unit", "kind", "place",
    ), "text"),
    **dict.fromkeys(("budget_wan", "number", "upper"), "number"),
    "year": "count", "indicator": "count", "duplicate_row": "yes",
}  # fmt: skip

FINDINGS: Columns = {
    **dict.fromkeys((
        "rule", "family", "severity", "message", "suggestion", "path", "place", "department", "unit", "project", "level2",
        "indicator", "value", "field", "fingerprint",
    ), "text"),
    "confidence": "number", "rows": "count",
}  # fmt: skip

DEPARTMENTS: Columns = {
    "department": "text", "year": "count", "score": "number", "plain_score": "number", "grade": "text", "projects": "count",
    **dict.fromkeys(BLOCKS, "number"),
}  # fmt: skip


def run_files(run: Run) -> dict[str, bytes]:
    """A whole run as files by name: every indicator, every finding, every department's score.

    Raises:
        UsageError: pyarrow is not installed.

    """
    return {
        "records.parquet": parquet_bytes(run.budgets),
        "findings.parquet": _written(FINDINGS, map(_finding, run.findings)),
        "departments.parquet": _written(DEPARTMENTS, map(_department, run.scores.departments)),
    }


def parquet_bytes(budgets: Iterable[Budget]) -> bytes:
    """A whole Parquet file, one row per indicator; a project without any has one row, in which those columns are null.

    Raises:
        UsageError: pyarrow is not installed.

    """
    return _written(RECORDS, _rows(budgets))


def _written(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> bytes:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("写 Parquet 需要另外安装：pip install 'perflint-zh[cluster]'") from error
    types = {"text": pa.string(), "number": pa.float64(), "count": pa.int32(), "yes": pa.bool_()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    # Lone surrogates from damaged documents are no UTF-8.
    clean = [{name: _clean(value) for name, value in row.items()} for row in rows]
    stream = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(clean, schema), stream, compression="zstd")
    written: bytes = stream.getvalue().to_pybytes()
    return written


def _finding(finding: Finding) -> dict[str, Any]:
    return {**{name: getattr(finding, name) for name in FINDINGS}, "place": str(finding.place)}


def _department(score: DepartmentScore) -> dict[str, Any]:
    return {**{name: getattr(score, name) for name in DEPARTMENTS if name not in BLOCKS}, **score.blocks}


def _rows(budgets: Iterable[Budget]) -> Iterator[dict[str, Any]]:
    for budget in budgets:
        for project in budget.projects:
            owner = {
                "path": budget.path,
                "sha256": budget.sha256,
                "department": budget.department,
                "year": budget.year,
                "unit": project.unit,
                "project": project.name,
                "project_code": project.project_code,
                "budget_wan": project.budget_wan,
                "goal": project.goal,
                "funds_use": project.funds_use,
                "place": str(project.place),
            }
            yield from [{**owner, **_row(row, at)} for at, row in enumerate(project.indicators)] or [owner]


def _row(row: Indicator, at: int) -> dict[str, Any]:
    quantity = row.quantity
    fields = ("level1", "level2", "name", "description", "value", "basis", "weight", "actual", "history", "direction")
    return {
        **{name: getattr(row, name) for name in fields},
        "indicator": at,
        "duplicate_row": row.duplicate_row,
        "place": str(row.place),
        "operator": quantity and quantity.operator,
        "number": quantity and quantity.number,
        "upper": quantity and quantity.upper,
        "quantity_unit": quantity and quantity.unit,
        "kind": quantity and quantity.kind,
    }


def _clean(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
