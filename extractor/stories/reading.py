"""Stories read back from the store; each function is a query or two that use the indexes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from extractor.store import Store
from extractor.stories.model import Contradiction, Side, Story

_STORY = "SELECT s.key, s.title, s.type, s.day, s.province_code FROM stories s"
_CONTRADICTION = """
    SELECT c.key, c.story, s.title, c.kind, c.what, a.id, a.outlet, d.value, d.text, d.start, d."end"
    FROM contradictions c JOIN stories s ON s.key = c.story JOIN contradiction_sides d ON d.contradiction = c.key
    JOIN articles a ON a.key = d.article
"""


@dataclass(frozen=True, slots=True)
class Link:
    """Why two articles are in one story.

    Attributes:
        article: id of the one.
        other: id of the other.
        kind: `copy` or `event`.
        score: points of evidence.
        reason: the evidence in words.
    """

    article: str
    other: str
    kind: str
    score: float
    reason: str


def new_stories(store: Store, after_run: int) -> list[Story]:
    """Stories with an article that a later run than this brought, those with most articles first.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = store.database.rows(
        f"{_STORY} WHERE s.key IN (SELECT story FROM articles WHERE first_run > ?) ORDER BY s.articles DESC, s.key",
        after_run,
    )
    return _stories(store, rows, after_run)


def stories(
    store: Store,
    *,
    limit: int | None = None,
    least_articles: int = 1,
    since: str | None = None,
    type_: str | None = None,
) -> list[Story]:
    """Stories, those of the latest day first; `is_new` is true for those of the newest run.

    Args:
        store: the store.
        limit: how many at most; all if not given.
        least_articles: of a story.
        since: first day, ISO 8601; stories without a day are left out then.
        type_: event type.

    Raises:
        StoreError: the store cannot be read.
    """
    wheres, values = ["s.articles >= ?"], [least_articles, *(one for one in (since, type_) if one is not None)]
    wheres += ["s.day >= ?"] if since is not None else []
    wheres += ["s.type = ?"] if type_ is not None else []
    rows = store.database.rows(
        f"{_STORY} WHERE {' AND '.join(wheres)} ORDER BY s.day DESC, s.key DESC LIMIT ?",
        *values,
        -1 if limit is None else limit,
    )
    ((newest,),) = store.database.rows("SELECT coalesce(max(first_run), 0) FROM articles")
    return _stories(store, rows, int(newest) - 1)


def story(store: Store, key: int) -> Story | None:
    """The story of that number; `None` where there is none.

    Raises:
        StoreError: the store cannot be read.
    """
    found = _stories(store, store.database.rows(f"{_STORY} WHERE s.key = ?", key), None)
    return found[0] if found else None


def story_of(store: Store, article_id: str) -> Story | None:
    """The story of an article; `None` where there is no such article, or it was not grouped yet.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = store.database.rows(f"{_STORY} JOIN articles a ON a.story = s.key WHERE a.id = ?", article_id)
    found = _stories(store, rows, None)
    return found[0] if found else None


def contradictions(store: Store, after_run: int = 0) -> list[Contradiction]:
    """Contradictions with a side of an article that a later run than this brought or changed, by story.

    Raises:
        StoreError: the store cannot be read.
    """
    where = """
        WHERE c.key IN (SELECT contradiction FROM contradiction_sides WHERE article IN (
            SELECT key FROM articles WHERE first_run > ? UNION SELECT key FROM articles WHERE last_run > ?))
    """
    return _contradictions(
        store.database.rows(f"{_CONTRADICTION} {where} ORDER BY c.key, d.position", after_run, after_run)
    )


def contradictions_of(store: Store, story_key: int) -> list[Contradiction]:
    """The contradictions of a story.

    Raises:
        StoreError: the store cannot be read.
    """
    return _contradictions(
        store.database.rows(f"{_CONTRADICTION} WHERE c.story = ? ORDER BY c.key, d.position", story_key)
    )


def links(store: Store, story_key: int) -> list[Link]:
    """The evidence that holds a story together, the strongest first.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = store.database.rows(
        """
        SELECT a.id, b.id, l.kind, l.score, l.reason
        FROM articles a JOIN story_links l ON l.article = a.key JOIN articles b ON b.key = l.other
        WHERE a.story = ? AND b.story = a.story ORDER BY l.score DESC, l.article, l.other
        """,
        story_key,
    )
    return [Link(*row) for row in rows]


def _stories(store: Store, rows: Iterable[tuple[Any, ...]], after_run: int | None) -> list[Story]:
    heads = list(rows)
    members = store.database.rows(
        """
        SELECT story, id, outlet, first_run FROM articles WHERE story IN (SELECT value FROM json_each(?))
        ORDER BY story, lead DESC, day IS NULL, day, key
        """,
        json.dumps([key for key, *_ in heads]),
    )
    told = {key: list(group) for key, group in groupby(members, key=lambda row: row[0])}
    found = []
    for key, title, type_, day, province in heads:
        articles = told[key]
        found.append(
            Story(
                key,
                title,
                type_,
                day,
                province,
                articles=tuple(id_ for _, id_, _, _ in articles),
                outlets=tuple(dict.fromkeys(outlet for _, _, outlet, _ in articles if outlet)),
                is_new=after_run is not None and all(run > after_run for *_, run in articles),
            )
        )
    return found


def _contradictions(rows: Iterable[tuple[Any, ...]]) -> list[Contradiction]:
    return [
        Contradiction(key, story_key, title, kind, what, tuple(Side(*row[5:]) for row in sides))
        for (key, story_key, title, kind, what), sides in groupby(rows, key=lambda row: row[:5])
    ]
