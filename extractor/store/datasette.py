"""Settings for Datasette: what tables and columns mean, what to search and to choose from, questions to click.

`python -m extractor.store.datasette news` prints them for a store named `news.db`.
"""

from __future__ import annotations

import json
import sys
import tomllib
from importlib.resources import files
from typing import Any

from extractor.store.page import questions
from extractor.store.tables import Column, Table, tables


def settings(database: str) -> dict[str, Any]:
    """The settings as Datasette's `--metadata` takes them.

    Args:
        database: the store's file name without its ending, which Datasette calls the database.
    """
    shown = tomllib.loads((files("extractor.store") / "datasette.toml").read_text(encoding="utf-8"))
    return {
        "databases": {
            database: {
                "description": "What regional news tells of BPJS Ketenagakerjaan; begin with the views and the questions.",
                "tables": {one.name: _table(one, shown) for one in tables()},
                "queries": {one.name: {"title": one.title, "sql": one.sql.rstrip(";")} for one in questions()},
            }
        }
    }


def _table(table: Table, shown: dict[str, Any]) -> dict[str, Any]:
    name = table.name
    told: dict[str, Any] = {
        "description": f"A row is {table.about}.",
        "columns": {column.name: _about(column) for column in table.columns},
    }
    if name in shown["hidden"]:
        told["hidden"] = True
    if name in shown["label"]:
        told["label_column"] = shown["label"][name]
    if name in shown["facets"]:
        told["facets"] = shown["facets"][name]
    if name in shown["sort"]:
        column = shown["sort"][name]
        told["sort_desc" if column.startswith("-") else "sort"] = column.lstrip("-")
    if name in shown["search"]:
        told |= {"fts_table": shown["search"][name]["table"], "fts_pk": shown["search"][name]["key"]}
    return told


def _about(column: Column) -> str:
    return f"{column.about} ({column.refers})" if column.refers else column.about


if __name__ == "__main__":
    json.dump(settings(*sys.argv[1:2] or ["news"]), sys.stdout, ensure_ascii=False, indent=2)
