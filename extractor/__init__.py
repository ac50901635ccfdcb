"""Indonesian regional news about BPJS Ketenagakerjaan as structured, source-grounded records.

The public surface is `Extractor`, `Record` and `open`, which opens a store; each is loaded when first asked for, so that
`extractor --help` is quick. `open` is not in `__all__`: a star import would hide Python's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.library import open as open
    from extractor.pipeline import Extractor
    from extractor.records import Record

__all__ = ["Extractor", "Record", "__version__"]
__version__: str


def __getattr__(name: str) -> Any:
    if name == "Extractor":
        from extractor.language.start import load_spacy

        load_spacy()
        from extractor.pipeline import Extractor

        return Extractor
    if name == "Record":
        from extractor.records import Record

        return Record
    if name == "open":
        from extractor.library import open

        return open
    if name == "__version__":
        from importlib.metadata import version

        return version("bpjs-news-extractor")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
