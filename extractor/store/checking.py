"""Is a store whole? What a check by hand, the tests of killed runs and a worried user ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from extractor.store.store import Store


def faults(store: Store) -> Iterator[str]:
    """Everything wrong with a store, a line each; nothing for a whole one.

    Raises:
        StoreError: it cannot be read at all.
    """
    for (told,) in store.database.rows("PRAGMA integrity_check"):
        if told != "ok":
            yield f"the file is damaged: {told}"
    for table, row, refers, _ in store.database.rows("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a row of {refers} that is not there"
    for article, version in store.database.rows(
        """
        SELECT id, version FROM articles a
        WHERE NOT EXISTS (SELECT 1 FROM versions v WHERE v.article = a.key AND v.number = a.version)
        """
    ):
        yield f"article {article}: its version {version} is missing"
    ((texts, indexed),) = store.database.rows(
        "SELECT (SELECT count(*) FROM texts), (SELECT count(*) FROM articles_fts_docsize)"
    )
    if texts != indexed:
        yield f"the full-text index has {indexed} articles, the store {texts}"
    for what, column in (("status", "status"), ("type", "type"), ("province", "coalesce(province_code, '')")):
        ((told,),) = store.database.rows("SELECT coalesce(sum(number), 0) FROM event_counts WHERE what = ?", what)
        ((wrong, events),) = store.database.rows(
            f"""
            SELECT coalesce(sum(counted.number <> coalesce(event_counts.number, 0)), 0), coalesce(sum(counted.number), 0)
            FROM (
                SELECT {column} AS value, dated, count(*) AS number FROM listing
                WHERE article NOT IN (SELECT key FROM articles WHERE lead = 0) GROUP BY 1, 2
            ) AS counted
            LEFT JOIN event_counts ON event_counts.what = ? AND event_counts.value = counted.value
                AND event_counts.dated = counted.dated
            """,
            what,
        )
        if wrong or told != events:
            yield f"the numbers of events by {what} and day do not agree with the {events} events that count"
    yield from _index_faults(store)


def _index_faults(store: Store) -> Iterator[str]:
    # SQLite takes this check for a change, so that a connection for reading alone cannot ask it; it is taken back.
    with closing(sqlite3.connect(store.path, timeout=30)) as writer:
        try:
            writer.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield f"the full-text index does not agree with the texts: {error}"
        finally:
            writer.rollback()
