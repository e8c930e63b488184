"""Indicator records as Parquet, one row per indicator, for DuckDB, Polars or Spark."""

from collections.abc import Iterable, Iterator
from typing import Any

from perflint_zh.budget import Budget, Indicator
from perflint_zh.errors import UsageError

TEXTS = (
    "path", "sha256", "department", "unit", "project", "project_code", "goal", "funds_use", "level1", "level2", "name",
    "description", "value", "basis", "weight", "actual", "history", "direction", "operator", "quantity_unit", "kind", "place",
)  # fmt: skip
NUMBERS = ("budget_wan", "number", "upper")


def parquet_bytes(budgets: Iterable[Budget]) -> bytes:
    """A whole Parquet file; a project without indicators has one row, in which those columns are null.

    Raises:
        UsageError: pyarrow is not installed.

    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("--format parquet 需要另外安装：pip install 'perflint-zh[cluster]'") from error
    schema = pa.schema(
        [
            *((name, pa.string()) for name in TEXTS),
            *((name, pa.float64()) for name in NUMBERS),
            ("year", pa.int32()),
            ("indicator", pa.int32()),
            ("duplicate_row", pa.bool_()),
        ]
    )
    stream = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(list(_rows(budgets)), schema), stream, compression="zstd")
    written: bytes = stream.getvalue().to_pybytes()
    return written


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
            rows = [{**owner, **_row(row, at)} for at, row in enumerate(project.indicators)] or [owner]
            # Lone surrogates from damaged documents are no UTF-8.
            yield from ({name: _clean(value) for name, value in row.items()} for row in rows)


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
