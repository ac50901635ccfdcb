"""What a store holds, told without what depends on the order in which posts came, on the hour, or on where they lie in the archive."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

from extractor.store import Store
from extractor.store.rows import COLUMNS, ROOM

_OF_THE_HOUR = frozenset(
    {"key", "fetched", "source_path", "warc_file", "warc_offset", "first_run", "last_run", "story", "run", "record"}
)
_KEYS = frozenset(
    {"key", "person", "place", "organization", "event", "amount", "quantity", "regulation"}
    | {"recipient_person", "recipient_organization"}
)


def end_state(path: Path) -> dict[str, Any]:
    """The state of a store, to be compared with that of another; each part is a multiset or a partition."""
    with closing(sqlite3.connect(path)) as db:
        ids = dict(db.execute("SELECT key, id FROM articles"))
        state: dict[str, Any] = {
            "articles": _rows(db, "articles", {}),
            "versions": _rows(db, "versions", {"article": ids.get}, order="article, number"),
            "words found": _found(db, ids),
        }
        for table, columns in COLUMNS.items():
            natural = {name: lambda key: key and (ids[key // ROOM], key % ROOM) for name in _KEYS & set(columns)}
            state[table] = _rows(db, table, {"article": ids.get, **natural}, only=columns, hidden=frozenset())
        state["identities of people"] = _parts(
            db,
            ids,
            "SELECT s.person, p.name, m.key FROM people m JOIN person_signatures s ON s.key = m.signature "
            "LEFT JOIN persons p ON p.key = s.person",
        )
        state["identities of organizations"] = _parts(
            db,
            ids,
            "SELECT s.body, b.name, m.key FROM organizations m JOIN body_signatures s ON s.key = m.signature "
            "JOIN bodies b ON b.key = s.body",
        )
        state["tenures"] = Counter(
            db.execute("SELECT name, title, body, area_code, area, first_day, last_day, articles FROM tenures")
        )
        state["stories"] = _stories(db, ids)
        state["failures"] = Counter(db.execute("SELECT code FROM failures"))
        state["pending"] = Counter(db.execute("SELECT stage FROM pending"))
    with Store(path, read_only=True) as store:
        state["records"] = {
            record.id: record.model_copy(
                update={"article": record.article.model_copy(update={"source": record.article.source.sha256})}
            )
            for record in store.records()
        }
    return state


def _rows(
    db: sqlite3.Connection,
    table: str,
    natural: dict[str, Any],
    *,
    only: tuple[str, ...] = (),
    hidden: frozenset[str] = _OF_THE_HOUR,
    order: str = "1",
) -> Counter[tuple[Any, ...]]:
    """Rows of a table without the hidden columns; numbers of articles and things as what they stand for."""
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    names = [name for name in names if name not in hidden and (not only or name in only)]
    quoted = ", ".join(f'"{name}"' for name in names)
    return Counter(
        tuple(natural[name](value) if name in natural else value for name, value in zip(names, row, strict=True))
        for row in db.execute(f"SELECT {quoted} FROM {table} ORDER BY {order}")
    )


def _parts(db: sqlite3.Connection, ids: dict[int, str], query: str) -> set[tuple[str | None, frozenset[Any]]]:
    """Who is taken for one: the name, and all that bear it, as article and number in its record."""
    members: dict[Any, set[tuple[str, int]]] = defaultdict(set)
    names: dict[Any, str | None] = {}
    for number, name, key in db.execute(query):
        one = (ids[key // ROOM], key % ROOM)
        of = number if number is not None else one  # nobody's mention is alone
        members[of].add(one)
        names[of] = name
    return {(names[of], frozenset(some)) for of, some in members.items()}


def _stories(db: sqlite3.Connection, ids: dict[int, str]) -> set[Any]:
    found = set()
    for key, *told in db.execute(
        "SELECT key, title, type, day, province_code, place_code, articles, outlets, first_day, last_day FROM stories"
    ).fetchall():
        articles = db.execute("SELECT id, lead FROM articles WHERE story = ?", (key,)).fetchall()
        contradictions = frozenset(
            (
                kind,
                what,
                tuple(
                    (ids[article], *rest)
                    for article, *rest in db.execute(
                        "SELECT article, value, start, text FROM contradiction_sides WHERE contradiction = ? ORDER BY position",
                        (number,),
                    )
                ),
            )
            for number, kind, what in db.execute(
                "SELECT key, kind, what FROM contradictions WHERE story = ?", (key,)
            ).fetchall()
        )
        found.add((frozenset(articles), tuple(told), contradictions))
    return found


def _found(db: sqlite3.Connection, ids: dict[int, str]) -> dict[str, frozenset[str]]:
    """What the full-text index finds."""
    return {
        word: frozenset(
            ids[key] for (key,) in db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (word,))
        )
        for word in ("santunan", "kepala", "desa", "diperbarui", "nelayan")
    }
