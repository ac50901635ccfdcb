"""The store for notebooks: `extractor.open("news.db")` gives data frames and records.

`news` asks the store, `asking` takes filters and values, `reader` puts the questions, `frames` makes data frames of the rows; `columns.toml` says
which columns are days, categories and lists.
"""

from __future__ import annotations

from extractor.export.model import ExportError
from extractor.library.frames import FrameError
from extractor.library.news import News, open
from extractor.store import StoreError
from extractor.store.filters import FilterError

__all__ = ["ExportError", "FilterError", "FrameError", "News", "StoreError", "open"]
