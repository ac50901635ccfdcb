"""The store: records upserted, kept in versions, found again."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from itertools import islice
from pathlib import Path

from extractor import __version__
from extractor.knowledge.files import load_toml
from extractor.persistence.database import Database
from extractor.records import Record
from extractor.store.model import Counts, Found, StoreError, Version
from extractor.store.writing import Prepared, Writing

_BATCH = 250  # records a transaction


class Store:
    """The SQLite file of records; may be used by several threads, and read by other processes while one writes.

    All methods raise `StoreError` where the file cannot be read or written.

    Args:
        path: of the file, made with its folder where there is none, brought to the schema of this program where it is older.
        read_only: open a file that is there; nothing is changed.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.database = Database(path, migrations(), StoreError, read_only=read_only)
        if not read_only:
            self._fill_names()

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    # writing -------------------------------------------------------------------------------------------------------------

    def upsert(self, records: Iterable[Record], run: int) -> Counts:
        """Keep records, each under its `id`, some hundred a transaction; says what became of them.

        A record of an article that is not there is NEW. One whose text or source is that of a version that is there is this
        version, UNCHANGED where it tells the same facts, else REPLACED. Any other is a new version of an edited article,
        UPDATED. The tables show the version fetched last, or, where the sources do not say, the one that came last.
        """
        counts = Counts()
        waiting = iter(records)
        while batch := [Prepared.of(record) for record in islice(waiting, _BATCH)]:
            with self.database.change() as db:
                self._write(db, batch, run, counts)
        return counts

    def write(self, db: sqlite3.Connection, records: Iterable[Record], run: int) -> Counts:
        """`upsert` within a transaction that the caller has begun (`Store.database.change`), to keep something else with it."""
        counts = Counts()
        self._write(db, [Prepared.of(record) for record in records], run, counts)
        return counts

    def _write(self, db: sqlite3.Connection, batch: Sequence[Prepared], run: int, counts: Counts) -> None:
        writing = Writing(db, run, {one.record.id for one in batch})
        for one in batch:
            counts.add(writing.take(one))
        writing.flush()

    # runs ----------------------------------------------------------------------------------------------------------------

    def begin_run(self, command: str, at: datetime | None = None) -> int:
        """A new run, its key; runs that never came to their end are marked as interrupted (only one run works at a time: `Lock`)."""
        with self.database.change() as db:
            db.execute("UPDATE runs SET status = 'interrupted' WHERE status = 'running'")
            db.execute("UPDATE stages SET status = 'interrupted' WHERE status = 'running'")
            made = db.execute(
                "INSERT INTO runs (command, program, started, status) VALUES (?, ?, ?, 'running')",
                (command, __version__, _iso(at)),
            )
            return int(made.lastrowid or 0)

    def end_run(self, run: int, status: str, counts: Counts, failed: int, at: datetime | None = None) -> None:
        """The run came to its end: "finished", "failed" or "interrupted", with what it did."""
        with self.database.change() as db:
            db.execute(
                "UPDATE runs SET ended = ?, status = ?, new = ?, updated = ?, replaced = ?, unchanged = ?, failed = ? WHERE key = ?",
                (_iso(at), status, counts.new, counts.updated, counts.replaced, counts.unchanged, failed, run),
            )

    # reading -------------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        ((number,),) = self.database.rows("SELECT count(*) FROM articles")
        return int(number)

    def record(self, id_: str, version: int | None = None) -> Record | None:
        """The record of an article, in its current version if none is named; `None` where there is no such."""
        rows = self.database.rows(
            "SELECT v.record FROM articles a JOIN versions v ON v.article = a.key AND v.number = coalesce(?, a.version) WHERE a.id = ?",
            version,
            id_,
        )
        return unpacked(rows[0][0]) if rows else None

    def records(self, keys: Iterable[int] | None = None) -> Iterator[Record]:
        """Current records of articles by their keys, of all if none are given, in the order in which the articles came."""
        for line in self.lines(keys):
            yield Record.model_validate_json(line)

    def lines(self, keys: Iterable[int] | None = None) -> Iterator[bytes]:
        r"""`records` as lines of JSON, `\n` at their end, just as `extract` wrote them: quicker, since nothing is checked again."""
        query = (
            "SELECT v.record FROM articles a JOIN versions v ON v.article = a.key AND v.number = a.version WHERE a.key "
        )
        if keys is None:
            last, rows = 0, self.database.rows("SELECT coalesce(max(key), 0) FROM articles")
            end = int(rows[0][0])
            while last < end:  # in pieces: a writer is not held up, and memory stays small
                upto = last + _BATCH
                for (packed,) in self.database.rows(f"{query} > ? AND a.key <= ? ORDER BY a.key", last, upto):
                    yield zlib.decompress(packed)
                last = upto
            return
        waiting = iter(sorted(set(keys)))
        while some := list(islice(waiting, _BATCH)):
            for (packed,) in self.database.rows(
                f"{query} IN (SELECT value FROM json_each(?)) ORDER BY a.key", json.dumps(some)
            ):
                yield zlib.decompress(packed)

    def versions(self, id_: str) -> list[Version]:
        """The versions of an article in the order in which they came; empty where there is no such."""
        rows = self.database.rows(
            """
            SELECT v.number, v.run, v.fetched, v.number = a.version FROM articles a JOIN versions v ON v.article = a.key
            WHERE a.id = ? ORDER BY v.number
            """,
            id_,
        )
        return [Version(number, run, fetched, bool(current)) for number, run, fetched, current in rows]

    def search(self, words: str, limit: int = 20) -> list[Found]:
        """Articles that hold all these words (in headline or body, accents and capitals aside), those that came last first.

        Words in quotation marks stand beside each other; a word with `*` at its end begins so.
        """
        query = match_of(words)
        if not query:
            return []
        rows = self.database.rows(
            """
            SELECT a.id, a.day, a.outlet, a.title, snippet(articles_fts, 1, '[', ']', ' … ', 24)
            FROM articles_fts JOIN articles a ON a.key = articles_fts.rowid
            WHERE articles_fts MATCH ? ORDER BY articles_fts.rowid DESC LIMIT ?
            """,
            query,
            limit,
        )
        return [Found(*row) for row in rows]

    # stages --------------------------------------------------------------------------------------------------------------

    def pending(self, stage: str, limit: int = _BATCH) -> list[int]:
        """Keys of articles that a stage (one of `writing.STAGES`) has yet to look at, the first that came first."""
        rows = self.database.rows("SELECT article FROM pending WHERE stage = ? ORDER BY article LIMIT ?", stage, limit)
        return [key for (key,) in rows]

    def _fill_names(self) -> None:
        provinces = [(one["code"], one["name"]) for one in load_toml("outlets/_provinces.toml")["province"]]
        programs = [(one["code"], one["name"]) for one in load_toml("programs.toml")["program"]]
        for table, wanted in (("provinces", provinces), ("program_names", programs)):
            if set(self.database.rows(f"SELECT code, name FROM {table}")) != set(wanted):
                with self.database.change() as db:
                    db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", wanted)


def migrations() -> list[str]:
    """The scripts of the schema in order, one a version."""
    folder = files("extractor.store") / "migrations"
    scripts = sorted((one for one in folder.iterdir() if one.name.endswith(".sql")), key=lambda one: one.name)
    return [one.read_text(encoding="utf-8") for one in scripts]


def match_of(words: str) -> str:
    """A search in FTS5's language that any input gives a right question in: words and "phrases", `*` for the rest of a word."""
    parts = []
    for number, piece in enumerate(words.split('"')):
        for part in [piece] if number % 2 else piece.split():
            bare = part.rstrip("*")
            if any(sign.isalnum() for sign in bare):
                parts.append(f'"{bare}"' + ("*" if part.endswith("*") else ""))
    return " ".join(parts)


def unpacked(packed: bytes) -> Record:
    """A record as the table `versions` holds it."""
    return Record.model_validate_json(zlib.decompress(packed))


def _iso(at: datetime | None) -> str:
    return (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
