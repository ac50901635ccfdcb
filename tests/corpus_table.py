"""Writes corpus/POSTS.md: every post of the corpus with its province, format, event types and relevance.

`make table` runs it; tests/test_corpus.py holds the table against the files.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from extractor.knowledge.areas import areas
from extractor.knowledge.outlets import provinces
from extractor.records import PlaceKind

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
HEAD = """# The posts of the corpus

Written by `make table`. The province is the one that most of the places in a post's gold lie in.

| Post | Part | Province | Format | Event types | Relevant |
| --- | --- | --- | --- | --- | --- |
"""


def province_of(gold: dict[str, object]) -> str:
    """The code of the province that most places of the gold lie in; empty where none does."""
    found: Counter[str] = Counter()
    dateline = gold.get("dateline")
    for name in [*gold["places"], *([dateline] if dateline else [])]:  # type: ignore[misc]
        candidates = [area for area in areas().named(name) if area.province and area.kind is not PlaceKind.VILLAGE]
        codes = {area.province for area in candidates}
        for code in codes:
            weight = 3 if any(area.kind is PlaceKind.PROVINCE for area in candidates) else 2 if len(codes) == 1 else 1
            found[str(code)] += weight
    return found.most_common(1)[0][0] if found else ""


def rows() -> list[tuple[str, str, str, str, str, str]]:
    """One row a post: id, part, province, format, event types, relevance."""
    made = []
    for part in ("train", "dev", "test"):
        for path in sorted((CORPUS / "gold" / part).glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            code = province_of(gold)
            post = next((CORPUS / "posts" / part).glob(f"{path.stem}.*"))
            types = Counter(event["type"] for event in gold["events"])
            told = ", ".join(f"{kind} ×{times}" if times > 1 else kind for kind, times in types.items()) or "–"
            province = provinces()[code].name if code else "–"
            made.append((path.stem, part, province, post.suffix[1:], told, "yes" if gold["relevant"] else "no"))
    return made


def table() -> str:
    """The whole page."""
    return HEAD + "".join(f"| `{row[0]}` | {' | '.join(row[1:])} |\n" for row in rows())


if __name__ == "__main__":
    (CORPUS / "POSTS.md").write_text(table(), encoding="utf-8")
