"""Web pages to text: our reading and trafilatura alone on the same pages, how long each takes and how near it comes to the text marked by hand."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import trafilatura

from extractor.documents import Document, read_inputs

PAGE_ENDINGS = (".html", ".htm")
_WORD = re.compile(r"\w+")


def reading_of_pages(folder: Path, repeat: int) -> dict[str, Any]:
    """CPU milliseconds a page, and for pages whose text is marked the F1 of their words; nothing where the folder has no page."""
    pages = sorted(path for path in folder.rglob("*") if path.suffix in PAGE_ENDINGS)
    if not pages:
        return {}
    ours, theirs = ([read(page) for page in pages] for read in (_ours, _trafilatura))  # and what is loaded on first use
    seconds = {}
    for name, read in (("trafilatura", _trafilatura), ("our reading", _ours)):
        begin = time.process_time()
        for page in pages * repeat:
            read(page)
        seconds[name] = time.process_time() - begin
    found: dict[str, Any] = {"pages": len(pages)}
    for name, spent in seconds.items():
        found[f"{name.replace(' ', '_')}_ms"] = round(1000 * spent / len(pages) / repeat, 2)
    found["our_reading_to_trafilatura"] = round(seconds["our reading"] / seconds["trafilatura"], 2)
    marked = [(n, gold) for n, page in enumerate(pages) if (gold := marked_text(page)) is not None]
    if marked:
        for name, texts in (("trafilatura", theirs), ("our_reading", ours)):
            shares = [agreement(gold, texts[n]) for n, gold in marked]
            found[f"{name}_word_f1"] = round(sum(shares) / len(shares), 4)
    return found


def _ours(page: Path) -> str:
    read = next(read_inputs([page]))
    return read.text if isinstance(read, Document) else ""


def _trafilatura(page: Path) -> str:
    found: str | None = trafilatura.extract(page.read_bytes(), with_metadata=True)
    # The metadata it is asked for stand before the text, between two lines of dashes.
    return (found or "").split("\n---\n", 1)[-1]


def marked_text(page: Path) -> str | None:
    """The article as marked by hand (`corpus/SPANS.md`), without its headline; `None` where nobody has marked it."""
    marked = page.parents[2] / "spans" / page.parent.name / f"{page.stem}.xml"
    if not marked.is_file():
        return None
    post = ElementTree.parse(marked).getroot()  # noqa: S314 — files of this project
    for element in post:
        if element.tag in ("title", "noise"):
            tail = element.tail
            element.clear()
            element.tail = tail
    return "".join(post.itertext())


def agreement(gold: str, text: str) -> float:
    """The F1 of the words of a text, each counted as often as it stands: 1 for the words of the gold and no others."""
    wanted, got = (Counter(_WORD.findall(one.casefold())) for one in (gold, text))
    common = (wanted & got).total()
    return 2 * common / (wanted.total() + got.total()) if common else 0.0
