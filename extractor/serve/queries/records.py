"""Pages of articles, single records, and all records of a filter one after another."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractor.serve.cursors import Cursor, cursor_of
from extractor.serve.queries.plan import few, tests_of_articles
from extractor.store import Store
from extractor.store.filters import Condition, Filter
from extractor.store.rows import rows_between

_PIECE: Final = 250  # records of one question
_DAY: Final = "coalesce(articles.day, '')"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """An article as lists show it; columns of docs/store.md, `events` and `warnings` are their numbers."""

    id: str
    title: str | None
    url: str | None
    outlet: str | None
    published: str | None
    day: str | None
    relevance: float
    version: int
    story: int | None
    events: int
    warnings: int


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Articles in their order, and where the next page begins; `None` after the last."""

    rows: tuple[RecordRow, ...]
    next: str | None


def record_page(
    store: Store, asked: Filter, *, down: bool = True, cursor: str | None = None, limit: int = 50
) -> RecordPage:
    """A page of the articles that a filter means, by day of publication.

    Raises:
        Problem: the cursor is none of this list.
        StoreError: the store cannot be read.
    """
    name = f"day.{'down' if down else 'up'}"
    after = cursor_of(cursor, name, str)
    sign, direction = ("<", "DESC") if down else (">", "ASC")
    conditions = asked.articles()
    if after is not None:
        place = Condition(f"({_DAY}, articles.key) {sign} (?, ?)", (after.value, after.key))
        conditions = Condition.all_of((conditions, place))
    source = _candidates(store, asked)
    keys = store.database.rows(
        f"SELECT articles.key, {_DAY} FROM {source.sql} WHERE {conditions.sql} "
        f"ORDER BY {_DAY} {direction}, articles.key {direction} LIMIT ?",
        *source.values,
        *conditions.values,
        limit + 1,
    )
    shown, own = keys[:limit], rows_between("articles.key")
    rows = store.database.rows(
        f"""
        SELECT articles.id, articles.title, articles.url, articles.outlet, articles.published, articles.day, articles.relevance,
            articles.version, articles.story,
            (SELECT count(*) FROM listing WHERE listing.event {own}),
            (SELECT count(*) FROM warnings WHERE warnings.key {own})
        FROM json_each(?) AS wanted CROSS JOIN articles ON articles.key = wanted.value ORDER BY wanted.key
        """,
        json.dumps([key for key, _ in shown]),
    )
    more = str(Cursor(name, shown[-1][1], shown[-1][0])) if len(keys) > limit else None
    return RecordPage(tuple(RecordRow(*row) for row in rows), more)


def _candidates(store: Store, asked: Filter) -> Condition:
    """The articles to look at, for a FROM clause: few where words, outlets and the like let only few through, else all by their days."""
    chosen: frozenset[int] | None = None
    for test in tests_of_articles(asked):
        keys = few(store, test)
        if keys is not None:
            chosen = keys if chosen is None else chosen & keys
    if chosen is None:
        return Condition("articles INDEXED BY articles_listed")
    return Condition(
        "json_each(?) AS candidate CROSS JOIN articles ON articles.key = candidate.value", (json.dumps(sorted(chosen)),)
    )


def record_line(store: Store, id_: str, version: int | None = None) -> bytes | None:
    """The record of an article as `extract` wrote it, a line of JSON; `None` where there is no such.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = store.database.rows(
        "SELECT versions.record FROM articles JOIN versions ON versions.article = articles.key "
        "AND versions.number = coalesce(?, articles.version) WHERE articles.id = ?",
        version,
        id_,
    )
    return zlib.decompress(rows[0][0]) if rows else None


def record_lines(path: Path, asked: Filter) -> Iterator[bytes]:
    """The records of a filter, some hundred lines of JSON at a time, in the order in which the articles came.

    Which articles are meant is found out at the beginning (eight bytes an article are kept); each piece is read on its own, so that a
    client that reads slowly holds up nobody who writes.

    Raises:
        StoreError: the store cannot be read.
    """
    with Store(path, read_only=True) as store:
        conditions = asked.articles()
        keys = array(
            "q",
            (
                key
                for (key,) in store.database.rows(
                    f"SELECT articles.key FROM articles WHERE {conditions.sql} ORDER BY articles.key",
                    *conditions.values,
                )
            ),
        )
        for start in range(0, len(keys), _PIECE):
            yield b"".join(store.lines(keys[start : start + _PIECE]))
