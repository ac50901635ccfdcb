"""Golden pairs: a post in tests/resources/posts and, beside it, the record expected of it (`NAME.json`).

Run as a program (`make golden`), it writes the records anew; a person reads the diff before it is kept.
"""

from __future__ import annotations

import json
from pathlib import Path

from extractor import Extractor
from extractor.records import Record

POSTS = Path(__file__).resolve().parent / "resources" / "posts"


def posts() -> list[Path]:
    """The posts that have, or are to have, an expected record."""
    return sorted(path for path in POSTS.iterdir() if path.suffix != ".json")


def expected_at(post: Path) -> Path:
    """Where the expected record of a post stands."""
    return post.with_name(post.name + ".json")


def record_of(extractor: Extractor, post: Path) -> str:
    """The record of a post as indented JSON, its path given from the folder of the posts."""
    (record,) = extractor.stream([post])
    if not isinstance(record, Record):
        raise ValueError(str(record))
    plain = json.loads(record.model_dump_json())
    plain["article"]["source"]["path"] = post.name
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write all expected records anew."""
    extractor = Extractor()
    for post in posts():
        expected_at(post).write_text(record_of(extractor, post), encoding="utf-8")


if __name__ == "__main__":
    main()
