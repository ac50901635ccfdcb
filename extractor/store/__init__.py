"""Records kept: one SQLite file of flat tables that people can query, the records themselves beside them.

`Store` writes and reads; `rows` turns a record into rows; `migrations/` holds the schema, one script a version, and
`dictionary/` says what each table and column means.
"""

from __future__ import annotations

from extractor.store.model import Counts, Found, Outcome, StoreError, Version
from extractor.store.store import Store

__all__ = ["Counts", "Found", "Outcome", "Store", "StoreError", "Version"]
