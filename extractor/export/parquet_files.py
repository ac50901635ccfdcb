"""Parquet with the same typed columns whatever they hold."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final

from extractor.export.model import ExportError, ExportTable, Kind, Row

_GROUP: Final = 4096  # rows


def write_parquet(table: ExportTable, rows: Iterable[Row], path: Path) -> int:
    """Write a table in groups of some thousand rows, and give their number.

    Raises:
        ExportError: the library pyarrow is not installed.
    """
    arrow, parquet = _libraries()
    schema = arrow_schema(table)
    number, waiting = 0, iter(rows)
    with parquet.ParquetWriter(path, schema) as writer:
        while group := list(islice(waiting, _GROUP)):
            columns = [
                arrow.array([row[position] for row in group], type=field.type) for position, field in enumerate(schema)
            ]
            writer.write_batch(arrow.RecordBatch.from_arrays(columns, schema=schema))
            number += len(group)
    return number


def arrow_schema(table: ExportTable) -> Any:
    """The schema of a table, a `pyarrow.Schema`: what the table and its columns mean is in the metadata, under `description`.

    Raises:
        ExportError: the library pyarrow is not installed.
    """
    arrow, _ = _libraries()
    types = {
        Kind.TEXT: arrow.string(),
        Kind.INTEGER: arrow.int64(),
        Kind.NUMBER: arrow.float64(),
        Kind.DAY: arrow.date32(),
        Kind.MOMENT: arrow.timestamp("us", tz="UTC"),
        Kind.LIST: arrow.list_(arrow.string()),
    }
    return arrow.schema(
        [
            arrow.field(
                column.name,
                types[column.kind],
                nullable=not (column.required or column.kind is Kind.LIST),
                metadata={"description": column.about},
            )
            for column in table.columns
        ],
        metadata={"description": table.about},
    )


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow  # noqa: PLC0415 - an extra, and slow to load
        import pyarrow.parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ExportError("Parquet files need pyarrow: pip install 'bpjs-news-extractor[parquet]'") from error
    return pyarrow, pyarrow.parquet
