"""An export: what a filter means of a store, written in one of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from extractor.export.csv_files import write_csv
from extractor.export.dictionary import in_markdown
from extractor.export.geojson import write_geojson
from extractor.export.gold import write_gold
from extractor.export.label_studio import write_tasks
from extractor.export.model import FORMATS, ExportError, ExportTable, Row, Written
from extractor.export.parquet_files import write_parquet
from extractor.export.rows import table_rows
from extractor.export.selection import Selection, selected
from extractor.export.tables import chosen_tables, export_tables
from extractor.export.writing import STANDARD_OUTPUT, binary_output, whole_file
from extractor.export.xlsx_file import write_xlsx
from extractor.store.filters import Filter
from extractor.store.store import Store

DICTIONARY: Final = "dictionary.md"
"""The file beside tables in a folder that says what they hold."""

_TABLE_FORMATS: Final = ("csv", "xlsx", "parquet")
_MAIN: Final = "events"


def export(
    store: Store, format: str, target: str | Path, *, filter: Filter | None = None, tables: Sequence[str] = ()
) -> Written:
    """Write what a filter means: records as they are, or flat tables of them. The same store gives the same bytes.

    A file is there whole or not at all, and is of one moment, whatever is written to the store meanwhile. Memory does not grow with the
    number of records.

    Args:
        store: to read.
        format: one of `FORMATS`.
        target: a file; for `csv` and `parquet` a file if the name ends so (one table), else a folder (a file a table, and
            `dictionary.md`); for `gold` a folder that is empty, new or held gold before; `-` is standard output, for all but `xlsx`,
            `parquet` and `gold`.
        filter: what is wanted; all, if not given.
        tables: names of tables, for `csv`, `xlsx` and `parquet`; all if none is named, `events` for one file of CSV or Parquet.

    Raises:
        ExportError: no such format or table, a library that is missing, a place that cannot be written to.
        StoreError: the store cannot be read.
        BrokenPipeError: the reader of standard output has gone.
    """
    if format not in FORMATS:
        raise ExportError(f"{format!r} is no format; there are {', '.join(FORMATS)}.")
    if tables and format not in _TABLE_FORMATS:
        raise ExportError(f"{format} has no tables; {', '.join(_TABLE_FORMATS)} have.")
    wanted = chosen_tables(tables)
    place = str(target)
    if place == STANDARD_OUTPUT and format in {"xlsx", "parquet", "gold"}:
        what = "folder" if format == "gold" else "file"
        raise ExportError(f"{format} does not go to standard output. Name a {what} with -o.")
    if format in {"csv", "parquet"} and (place == STANDARD_OUTPUT or place.endswith(f".{format}")):
        wanted = wanted if tables else [export_tables()[_MAIN]]
        if len(wanted) > 1:
            raise ExportError(f"{len(wanted)} tables do not go into one file. Name a folder with -o, or one table.")
    elif format not in {"csv", "parquet", "gold"} and Path(place).is_dir():
        raise ExportError(f"{place}: is a folder. Name a file with -o.")
    with selected(store, filter or Filter()) as selection:
        return _write(selection, format, place, wanted)


def _write(selection: Selection, format: str, place: str, wanted: Sequence[ExportTable]) -> Written:
    match format:
        case "jsonl":
            return _one(place, "records", lambda out: _write_lines(selection.lines(), out))
        case "geojson":
            events = export_tables()[_MAIN]
            return _one(place, "features", lambda out: write_geojson(events, table_rows(selection, events), out))
        case "label-studio":
            return _one(place, "tasks", lambda out: write_tasks(selection.lines(), out))
        case "gold":
            return write_gold(selection, Path(place))
        case "xlsx":
            with whole_file(Path(place)) as part:
                return write_xlsx(((table, table_rows(selection, table)) for table in wanted), part)
    if place == STANDARD_OUTPUT or place.endswith(f".{format}"):
        return Written({wanted[0].name: _write_table(wanted[0], table_rows(selection, wanted[0]), format, place)})
    written = Written()
    for table in wanted:
        file = str(Path(place) / f"{table.name}.{format}")
        written.rows[table.name] = _write_table(table, table_rows(selection, table), format, file)
    with binary_output(str(Path(place) / DICTIONARY)) as out:
        out.write(in_markdown(wanted).encode())
    return written


def _one(place: str, what: str, write: Callable[[BinaryIO], int]) -> Written:
    with binary_output(place) as out:
        return Written({what: write(out)})


def _write_lines(lines: Iterable[bytes], out: BinaryIO) -> int:
    number = 0
    for line in lines:
        out.write(line)
        number += 1
    return number


def _write_table(table: ExportTable, rows: Iterable[Row], format: str, place: str) -> int:
    if format == "parquet":
        with whole_file(Path(place)) as part:
            return write_parquet(table, rows, part)
    with binary_output(place) as out:
        return write_csv(table.columns, rows, out)
