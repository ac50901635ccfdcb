"""The main job: a stream of posts becomes a file of records, and a table for people.

`job` takes the outcomes one by one and counts what went well and what failed, `lines` writes and reads JSON Lines so
that a file never holds half a record, `table` and `figures` put records into words.
"""

from __future__ import annotations

from extractor.run.job import Summary, run
from extractor.run.lines import OutputError, read_records, write_records

__all__ = ["OutputError", "Summary", "read_records", "run", "write_records"]
