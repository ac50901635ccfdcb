"""What the tables and views of the store hold: read from the schema itself, explained by `dictionary/*.toml`."""

from __future__ import annotations

import sqlite3
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from extractor.store.store import migrations

_HIDDEN = ("sqlite_", "articles_fts")  # of SQLite and of the full-text index


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: of the column.
        type: as SQLite stores it: `TEXT`, `INTEGER`, `REAL`, `NUMERIC` (whole or decimal number), `BLOB`.
        required: is it never null?
        refers: the table whose `key` (or `code`) it holds.
        about: what it means, one sentence.
    """

    name: str
    type: str
    required: bool
    refers: str | None
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view; `about` says what a row is."""

    name: str
    is_view: bool
    about: str
    columns: tuple[Column, ...]


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """All tables, then all views, each in the order of the schema."""
    told = _dictionary()
    database = sqlite3.connect(":memory:")
    try:
        for script in migrations():
            database.executescript(script)
        named = database.execute(
            "SELECT name, type = 'view' FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY type = 'view', rowid"
        )
        return tuple(
            _table(database, name, bool(is_view), told.get(name, {}))
            for name, is_view in named.fetchall()
            if not name.startswith(_HIDDEN)
        )
    finally:
        database.close()


def _table(database: sqlite3.Connection, name: str, is_view: bool, told: dict[str, Any]) -> Table:
    refers = {row[3]: row[2] for row in database.execute(f"PRAGMA foreign_key_list({name})")}
    columns, types = told.get("columns", {}), told.get("types", {})
    return Table(
        name,
        is_view,
        str(told.get("about", "")),
        tuple(
            Column(
                column,
                type_ or types.get(column, ""),
                bool(required or key),
                refers.get(column),
                columns.get(column, ""),
            )
            for _, column, type_, required, _, key in database.execute(f"PRAGMA table_info({name})")
        ),
    )


def _dictionary() -> dict[str, dict[str, Any]]:
    folder = files("extractor.store") / "dictionary"
    told: dict[str, dict[str, Any]] = {}
    for file in sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name):
        for table, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
            whole = told.setdefault(table, {"columns": {}, "types": {}})
            whole["about"] = said.get("about") or whole.get("about", "")  # a later script may add columns to a table
            whole["columns"] |= said.get("columns", {})
            whole["types"] |= said.get("types", {})
    return told
