"""Identities brought up to date with the articles that have come or were edited."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from extractor.identities.articles import Keeping, load
from extractor.identities.deciding import Deciding
from extractor.store import Store

STAGE: Final = "identities"


def resolve(store: Store) -> int:
    """Give the people, bodies and offices of all pending articles their identities; the number of articles.

    Works in batches of some hundred articles, each wholly done or not at all: what ends a run in between, the next goes on. Who is who
    does not depend on the order in which articles come. What it takes for an article does not grow with the store.

    Raises:
        StoreError: the store cannot be read or written.
    """
    done = 0
    while keys := store.pending(STAGE):
        with store.database.change() as db:
            _take(db, keys)
            db.execute(
                "DELETE FROM pending WHERE stage = ? AND article IN (SELECT value FROM json_each(?))",
                (STAGE, json.dumps(keys)),
            )
        done += len(keys)
    if store.database.rows("SELECT 1 FROM touched_signatures LIMIT 1"):
        with store.database.change() as db:
            _settle(db)
    return done


def _take(db: sqlite3.Connection, keys: list[int]) -> None:
    keeping, deciding = Keeping(db), Deciding(db)
    for key in keys:
        keeping.keep(load(db, key))
    moved = _refresh(db)
    deciding.decide({*keeping.new, *keeping.apart, *moved, *deciding.crossed(keeping.added)})


def _refresh(db: sqlite3.Connection) -> set[int]:
    """Days and names of what was touched; keys of signatures of people whose days have changed. What no row uses waits for `_settle`."""
    moved = set()
    for key, first, last in db.execute(
        """
        SELECT s.key, s.first_day, s.last_day FROM touched_signatures t JOIN person_signatures s ON s.key = t.key
        WHERE t.kind = 'person' AND s.articles > 0
        """
    ).fetchall():
        days = _days(db, "people", "signature", key)
        if days != (first, last):
            db.execute("UPDATE person_signatures SET first_day = ?, last_day = ? WHERE key = ?", (*days, key))
            moved.add(key)
    for (key,) in db.execute(
        "SELECT o.key FROM touched_signatures t JOIN person_offices o ON o.key = t.key WHERE t.kind = 'office' AND o.articles > 0"
    ).fetchall():
        days = _days(db, "roles", "tenure", key)
        db.execute("UPDATE person_offices SET first_day = ?, last_day = ? WHERE key = ?", (*days, key))
    _name_bodies(db)
    for kind, table in (("person", "person_signatures"), ("body", "body_signatures"), ("office", "person_offices")):
        db.execute(
            f"""
            DELETE FROM touched_signatures
            WHERE kind = ? AND EXISTS (SELECT 1 FROM {table} one WHERE one.key = touched_signatures.key AND one.articles > 0)
            """,
            (kind,),
        )
    return moved


def _days(db: sqlite3.Connection, table: str, column: str, key: int) -> tuple[str | None, str | None]:
    """First and last day of the rows that refer to `key`: two looks into the index."""
    first = db.execute(
        f"SELECT day FROM {table} WHERE {column} = ? AND day IS NOT NULL ORDER BY day LIMIT 1", (key,)
    ).fetchone()
    last = db.execute(f"SELECT day FROM {table} WHERE {column} = ? ORDER BY day DESC LIMIT 1", (key,)).fetchone()
    return (first[0] if first else None, last[0] if last else None)


def _name_bodies(db: sqlite3.Connection) -> None:
    """A body bears the name that most articles give it."""
    for (body,) in db.execute(
        "SELECT DISTINCT s.body FROM touched_signatures t JOIN body_signatures s ON s.key = t.key WHERE t.kind = 'body'"
    ).fetchall():
        found = db.execute(
            "SELECT name FROM body_signatures WHERE body = ? AND articles > 0 ORDER BY articles DESC, name LIMIT 1",
            (body,),
        ).fetchone()
        if found is not None:
            db.execute("UPDATE bodies SET name = ? WHERE key = ? AND name <> ?", (found[0], body, found[0]))
    db.execute(
        """
        UPDATE offices SET body_name = (SELECT name FROM bodies WHERE key = offices.body)
        WHERE body IN (SELECT s.body FROM touched_signatures t JOIN body_signatures s ON s.key = t.key WHERE t.kind = 'body')
        """
    )


def _settle(db: sqlite3.Connection) -> None:
    """Take away what no row uses any more, so that it ties nobody together."""
    moved = _refresh(db)
    touched: dict[str, list[int]] = {"person": [], "body": [], "office": []}
    for kind, key in db.execute("SELECT kind, key FROM touched_signatures ORDER BY kind, key"):
        touched[kind].append(key)
    offices = [
        row
        for key in touched["office"]
        for row in db.execute("DELETE FROM person_offices WHERE key = ? RETURNING office", (key,)).fetchall()
    ]
    people = [
        key
        for key in touched["person"]
        if db.execute("SELECT 1 FROM person_signatures WHERE key = ?", (key,)).fetchone()
    ]
    deciding = Deciding(db)
    deciding.decide(moved, without=people)
    bodies = [
        row
        for key in touched["body"]
        for row in db.execute("DELETE FROM body_signatures WHERE key = ? RETURNING body", (key,)).fetchall()
    ]
    for (office,) in dict.fromkeys(offices):
        bodies += db.execute(
            """
            DELETE FROM offices WHERE key = ? AND NOT EXISTS (SELECT 1 FROM person_offices WHERE office = offices.key)
            RETURNING body
            """,
            (office,),
        ).fetchall()
    db.executemany(
        """
        DELETE FROM bodies WHERE key = ? AND NOT EXISTS (SELECT 1 FROM body_signatures WHERE body = bodies.key)
        AND NOT EXISTS (SELECT 1 FROM offices WHERE body = bodies.key)
        """,
        [row for row in dict.fromkeys(bodies) if row[0] is not None],
    )
    db.execute("DELETE FROM touched_signatures")
