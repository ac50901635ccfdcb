"""The tables of docs/exports.md, written anew: `python -m extractor.export.page docs/exports.md`."""

from __future__ import annotations

import sys
from pathlib import Path

from extractor.export.dictionary import in_markdown
from extractor.export.tables import export_tables


def rewritten(page: str) -> str:
    """A page whose tables, from its first heading of the third level to its end, are those of now."""
    return page[: page.index("\n### ") + 1] + in_markdown(export_tables().values())


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(rewritten(file.read_text(encoding="utf-8")), encoding="utf-8")
