"""The main job: a stream of posts becomes a file of records, and a table for people.

`extraction` turns posts into lines here or in `workers`, `job` hands them to one of `outputs` and counts what went well and what failed,
`journal` keeps how far it has come, `lines` writes and reads JSON Lines so that a file never holds half a record, `table` and `figures`
put records into words. What is given here is loaded when first asked for: a worker that has just begun needs none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from extractor.run.lines import OutputError, read_records, write_records
    from extractor.run.summary import Summary

__all__ = ["OutputError", "Summary", "read_records", "write_records"]

_HOMES: Final = {"OutputError": "lines", "Summary": "summary", "read_records": "lines", "write_records": "lines"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
