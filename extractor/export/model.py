"""What an export takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

FORMATS: Final = ("jsonl", "csv", "xlsx", "parquet", "geojson", "label-studio", "gold")
"""Kinds of files that can be written."""

Value = str | int | float | date | datetime | tuple[str, ...] | None
"""What a cell holds: a `datetime` is aware, in UTC."""
Row = tuple[Value, ...]


class ExportError(Exception):
    """Nothing could be written; the message says why and what to do."""


class Kind(StrEnum):
    """What the cells of a column hold, where they are not empty."""

    TEXT = "text"
    INTEGER = "integer"
    """64 bits."""
    NUMBER = "number"
    """Whole or decimal, 64 bits: exact to nine quadrillion."""
    DAY = "day"
    MOMENT = "moment"
    """A moment in time, in UTC."""
    LIST = "list"
    """Texts; in CSV, Excel and GeoJSON one text, joined by "; "."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: of the column.
        kind: of its cells.
        about: what they mean.
        required: is no cell empty?
        wide: is the text mostly long?
        sql: expression over the tables of the store, `None` for what `rows` makes.
    """

    name: str
    kind: Kind
    about: str
    required: bool
    wide: bool
    sql: str | None


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A flat table, as `tables.toml` defines it.

    Attributes:
        name: of the table.
        about: what a row is.
        columns: in order.
        source: the tables of the store it is read from, joined.
        key: expression of the key of a row, in the room of its article, or of the article.
        order: expressions that put its rows in order.
        chosen: condition for the rows that a filter means.
        chosen_quiet: the same, for a filter that asks nothing of events that only an event can answer.
        filtered: table of the store whose conditions hold for its rows, if any.
        of_articles: is the key that of the article itself?
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    source: str
    key: str
    order: str
    chosen: str
    chosen_quiet: str
    filtered: str | None
    of_articles: bool


@dataclass(slots=True)
class Written:
    """What came of an export.

    Attributes:
        rows: number of rows by table; of records as `records`, of features as `features`, of tasks as `tasks`,
            of reviewed posts as `posts`.
        notes: what could not be written as it is, one line each.
    """

    rows: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return ", ".join(f"{number} {name}" for name, number in self.rows.items())
