"""What the store holds, in the formats of other programs: `export` writes it, `tables.toml` defines the flat tables."""

from __future__ import annotations

from extractor.export.dictionary import data_dictionary, in_markdown
from extractor.export.exporting import export
from extractor.export.label_studio import label_config
from extractor.export.model import FORMATS, ExportError, Written
from extractor.export.tables import export_tables

__all__ = [
    "FORMATS",
    "ExportError",
    "Written",
    "data_dictionary",
    "export",
    "export_tables",
    "in_markdown",
    "label_config",
]
