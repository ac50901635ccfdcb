"""What all tables and columns mean: for programs as JSON, for people as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from extractor.export.model import ExportTable
from extractor.export.tables import export_tables
from extractor.store.tables import tables as store_tables


def data_dictionary() -> dict[str, Any]:
    """Tables of exports (`exports`) and of the store (`store`), each with its columns: name, type, meaning; fit for JSON."""
    return {
        "exports": [
            {
                "name": table.name,
                "about": table.about,
                "columns": [
                    {"name": one.name, "type": str(one.kind), "required": one.required, "about": one.about}
                    for one in table.columns
                ],
            }
            for table in export_tables().values()
        ],
        "store": [
            {
                "name": table.name,
                "kind": "view" if table.is_view else "table",
                "about": table.about,
                "columns": [
                    {
                        "name": one.name,
                        "type": one.type,
                        "required": one.required,
                        "refers": one.refers,
                        "about": one.about,
                    }
                    for one in table.columns
                ],
            }
            for table in store_tables()
        ],
    }


def in_markdown(tables: Iterable[ExportTable]) -> str:
    """Exported tables as a page: a heading and a table of its columns each."""
    parts = []
    for table in tables:
        rows = [
            f"| `{one.name}` | {one.kind}{'' if one.required else '?'} | {one.about.replace('|', '&#124;')} |"
            for one in table.columns
        ]
        parts.append(
            "\n".join(
                (
                    f"### {table.name}",
                    "",
                    f"One row: {table.about}.",
                    "",
                    "| column | type | meaning |",
                    "| --- | --- | --- |",
                    *rows,
                    "",
                )
            )
        )
    return "\n".join(parts)
