"""The posts of the project's corpus and of the reference material: their heads come out as their gold facts have them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from extractor.documents import Document, read_inputs

FIELDS = ("title", "published", "outlet", "dateline")


def key(field: str, value: str | None) -> str:
    """What two spellings share: letters and digits; a domain also without its end."""
    bare = (
        re.sub(r"(?:\.(?:com?|id|net|go|web|example))+$", "", (value or "").casefold())
        if field == "outlet"
        else (value or "").casefold()
    )
    return re.sub(r"[\W_]+", "", bare)


def read(folder: Path, gold: Path) -> list[tuple[dict[str, object], Document]]:
    found = []
    for document in read_inputs([folder]):
        if not isinstance(document, Document):
            continue
        stem = re.sub(r"(?:\.txt|\.html|\.md)(?:\.gz)?$", "", Path(document.source_path).name)
        facts = next(iter([*gold.rglob(f"{stem}.gold.json"), *gold.rglob(f"{stem}.json")]), None)
        if facts is not None:
            found.append((json.loads(facts.read_text(encoding="utf-8")), document))
    return found


def share_right(posts: list[tuple[dict[str, object], Document]], field: str) -> float:
    got = {
        "published": lambda d: (d.published_iso or "")[:10] or None,
        "title": lambda d: d.title,
        "outlet": lambda d: d.outlet,
        "dateline": lambda d: d.dateline,
    }
    judged = [(facts[field], got[field](document)) for facts, document in posts if field in facts]
    return sum(key(field, gold) == key(field, mine) for gold, mine in judged) / len(judged)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("folder", ["seeds", "dev"])
def test_heads_of_the_reference_posts(shared, folder, field):
    posts = read(shared(folder), shared(folder))
    assert len(posts) >= 5
    assert share_right(posts, field) == 1


# Floors under what is measured on the corpus; mastheads of outlets that no registry knows are the hardest.
FLOORS = {"title": 0.99, "published": 0.99, "outlet": 0.94, "dateline": 0.97}


@pytest.mark.parametrize("field", FIELDS)
def test_heads_of_the_corpus(root, field):
    posts = read(root / "corpus" / "posts", root / "corpus" / "gold")
    assert len(posts) >= 240
    assert share_right(posts, field) >= FLOORS[field]


def test_relevance_of_the_corpus(root):
    posts = read(root / "corpus" / "posts", root / "corpus" / "gold")
    wrong = [document.source_path for facts, document in posts if (document.relevance >= 0.5) is not facts["relevant"]]
    assert len(wrong) <= 0.05 * len(posts)


def test_relevance_of_the_reference_posts(shared):
    posts = [*read(shared("seeds"), shared("seeds")), *read(shared("dev"), shared("dev"))]
    assert [
        document.source_path for facts, document in posts if (document.relevance >= 0.5) is not facts["relevant"]
    ] == []
