"""Articles read from the store's tables, and what they say of people and bodies written to it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from extractor.identities.bodies import Body
from extractor.identities.offices import Office, Place
from extractor.identities.signatures import ArticleRows, BodyRow, PersonRow, Reading, Signature, read
from extractor.knowledge.areas import areas
from extractor.store.rows import keys_of


def load(db: sqlite3.Connection, key: int) -> ArticleRows:
    """The rows of an article; its day is that of publication, else the last on which something of it happened."""
    room = keys_of(key)
    id_, day = db.execute("SELECT id, day FROM articles WHERE key = ?", (key,)).fetchone()
    events = db.execute("SELECT place_code, day, status FROM events WHERE key BETWEEN ? AND ?", room).fetchall()
    happened = [when for _, when, status in events if when and status == "occurred"]
    places = {
        number: Place(name, kind, code)
        for number, name, kind, code in db.execute(
            "SELECT key, name, kind, code FROM places WHERE key BETWEEN ? AND ? AND code IS NOT NULL", room
        )
    }
    roles: dict[int, list[tuple[int, str, int | None, str]]] = {}
    for person, *role in db.execute(
        "SELECT person, key, title, organization, text FROM roles WHERE key BETWEEN ? AND ? ORDER BY person, position",
        room,
    ):
        roles.setdefault(person, []).append((role[0], role[1], role[2], role[3]))
    return ArticleRows(
        key,
        id_,
        day or max(happened, default=None),
        sorted({code for code, *_ in events if code}),
        tuple(places.values()),
        [
            BodyRow(number, name, kind, places[place].code if place in places else None)
            for number, name, kind, place in db.execute(
                "SELECT key, name, kind, place FROM organizations WHERE key BETWEEN ? AND ?", room
            )
        ],
        [
            PersonRow(number, name, roles.get(number, ()))
            for number, name in db.execute("SELECT key, name FROM people WHERE key BETWEEN ? AND ?", room)
        ],
    )


class Keeping:
    """Writes what articles say: signatures, bodies, offices, and the references to them in the articles' rows."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.new: set[int] = set()
        """Keys of signatures that no article had before."""
        self.apart: set[int] = set()
        """Keys of signatures that an article names, or named before it was edited, beside one like them."""
        self.added: dict[str, int] = {}
        """Blocks and the number of signatures they have gained."""

    def keep(self, article: ArticleRows) -> None:
        """Read an article and write what it says."""
        reading = read(article)
        self._keep_bodies(article, reading)
        keys = {row: self._person(one) for row, one in reading.people.items()}
        self._db.executemany(
            "UPDATE people SET signature = ?, day = ? WHERE key = ?",
            [(keys[row], article.day, row) for row in reading.people],
        )
        self._keep_offices(article, reading, keys)
        self._keep_apart(article.key, {keys[row]: one for row, one in reading.people.items()})

    def _keep_bodies(self, article: ArticleRows, reading: Reading) -> None:
        rows = []
        for row in article.bodies:
            body = reading.bodies[row.key]
            text = json.dumps([row.name, body.sign], ensure_ascii=False)
            found = self._db.execute("SELECT key FROM body_signatures WHERE text = ?", (text,)).fetchone()
            if found is None:
                found = self._db.execute(
                    "INSERT INTO body_signatures (text, body, name, why) VALUES (?, ?, ?, ?) RETURNING key",
                    (text, self._body(body, row.name), row.name, body.why),
                ).fetchone()
            rows.append((found[0], row.key))
        self._db.executemany("UPDATE organizations SET signature = ? WHERE key = ?", rows)

    def _body(self, body: Body, name: str) -> int:
        found = self._db.execute("SELECT key FROM bodies WHERE sign = ?", (body.sign,)).fetchone()
        if found is None:
            found = self._db.execute(
                "INSERT INTO bodies (sign, name, kind, area_code) VALUES (?, ?, ?, ?) RETURNING key",
                (body.sign, name, body.kind, body.area),
            ).fetchone()
        return int(found[0])

    def _person(self, one: Signature) -> int:
        found = self._db.execute("SELECT key FROM person_signatures WHERE text = ?", (one.text,)).fetchone()
        if found is not None:
            return int(found[0])
        (key,) = self._db.execute(
            """
            INSERT INTO person_signatures (text, name, status, title, family, body, area_code, stated, day, role)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING key
            """,
            (
                *(one.text, one.name, one.status, one.title, one.family, one.body, one.area),
                *(one.stated, one.day, one.role),
            ),
        ).fetchone()
        blocks = sorted(one.blocks())
        self._db.executemany("INSERT INTO person_blocks VALUES (?, ?)", [(block, key) for block in blocks])
        self._db.executemany("INSERT INTO person_words VALUES (?, ?)", [(word, key) for word in sorted(one.words())])
        for block in blocks:
            self.added[block] = self.added.get(block, 0) + 1
        self.new.add(key)
        return int(key)

    def _keep_offices(self, article: ArticleRows, reading: Reading, keys: dict[int, int]) -> None:
        held: dict[tuple[int, int], int] = {}
        rows: list[tuple[int | None, str | None, int]] = []
        for row in article.people:
            for role, *_ in row.roles:
                tenure = None
                if role in reading.offices:
                    office = reading.offices[role][1]
                    if office.sign is not None and not office.former:
                        pair = keys[row.key], self._office(office.sign, office)
                        tenure = self._tenure(*pair) if pair not in held else None  # told once an article
                        held.setdefault(pair, role)
                rows.append((tenure, article.day if tenure else None, role))
        self._db.executemany("UPDATE roles SET tenure = ?, day = ? WHERE key = ?", rows)

    def _office(self, sign: str, office: Office) -> int:
        found = self._db.execute("SELECT key FROM offices WHERE sign = ?", (sign,)).fetchone()
        if found is None:
            body = (
                None if office.body is None else self._body(office.body, office.body_name or " ".join(office.body.stem))
            )
            found = self._db.execute(
                """
                INSERT INTO offices (sign, title, body, body_name, area_code, area, of_interest)
                VALUES (?, ?, ?, (SELECT name FROM bodies WHERE key = ?), ?, ?, ?) RETURNING key
                """,
                (sign, office.printed, body, body, office.area, _area(office.area), office.is_of_interest),
            ).fetchone()
        return int(found[0])

    def _tenure(self, signature: int, office: int) -> int:
        pair = signature, office
        found = self._db.execute("SELECT key FROM person_offices WHERE signature = ? AND office = ?", pair).fetchone()
        if found is None:
            found = self._db.execute(
                "INSERT INTO person_offices (signature, office) VALUES (?, ?) RETURNING key", pair
            ).fetchone()
        return int(found[0])

    def _keep_apart(self, article: int, signatures: dict[int, Signature]) -> None:
        """Two that one article names beside each other are two people, however alike."""
        before = self._db.execute(
            "DELETE FROM person_apart WHERE article = ? RETURNING one, other", (article,)
        ).fetchall()
        self.apart |= {key for pair in before for key in pair}
        by_block: dict[str, list[int]] = {}
        for key, one in signatures.items():
            for block in one.blocks():
                by_block.setdefault(block, []).append(key)
        pairs = {tuple(sorted((a, b))) for keys in by_block.values() for a in keys for b in keys if a != b}
        self._db.executemany("INSERT INTO person_apart VALUES (?, ?, ?)", [(*pair, article) for pair in sorted(pairs)])
        self.apart |= {key for pair in pairs for key in pair}


def signatures_of(db: sqlite3.Connection, keys: Iterable[int]) -> dict[int, Signature]:
    """Signatures by their keys."""
    wanted = json.dumps(sorted(set(keys)))
    rows = db.execute(
        f"SELECT {SIGNATURE} FROM person_signatures s WHERE s.key IN (SELECT value FROM json_each(?))", (wanted,)
    )
    return {row[0]: signature(row) for row in rows}


SIGNATURE = ", ".join(
    f"s.{name}"
    for name in (
        *("key", "text", "name", "status", "title", "family", "body", "area_code", "stated", "day", "role"),
        *("first_day", "last_day"),
    )
)
"""Columns of `person_signatures s` from which `signature` makes one."""


def signature(row: Sequence[Any]) -> Signature:
    """A signature from its row, columns as in `SIGNATURE`."""
    key, text, name, status, title, family, body, area, stated, day, role, first, last = row
    return Signature(
        text, name, status, title, family, body, area, bool(stated), day, role, first_day=first, last_day=last, key=key
    )


def _area(code: str | None) -> str | None:
    try:
        return areas().get(code).name if code else None
    except KeyError:
        return None
