"""Records on their way into the tables: what each is to its article, and a batch written at once."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from extractor.records import Record
from extractor.run.lines import to_line
from extractor.store.model import Outcome
from extractor.store.rows import BY_EVENT, COLUMNS, HEAD, VERSION, Row, day_of, fact_rows, keys_of

STAGES: Final = ("identities", "stories")
"""Stages that look at each article after it was written, in their order."""

_LEVEL = 1  # of zlib: a record takes a tenth of a millisecond and a third of its size

_REPLACEMENT = "\ufffd".encode()


def _insert(table: str, columns: Sequence[str]) -> str:
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})"


_INSERTS = {table: _insert(table, columns) for table, columns in COLUMNS.items()}
_INSERT_ARTICLE = _insert("articles", ("key", *HEAD))
_INSERT_VERSION = _insert("versions", VERSION)
_UPDATE_ARTICLE = "UPDATE articles SET {} WHERE key = ?".format(
    ", ".join(f"{name} = ?" for name in HEAD if name != "first_run")
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with what is computed of it before a transaction begins."""

    record: Record
    packed: bytes
    content: str
    facts: str

    @classmethod
    def of(cls, record: Record) -> Prepared:
        """Pack a record and tell its text from its facts."""
        line = to_line(record)
        if _REPLACEMENT in line:  # perhaps for a lone surrogate, which SQLite cannot hold either
            record = Record.model_validate_json(line)
        source = record.article.source.model_dump_json().encode("utf-8", "replace")
        content = "\0".join((record.article.title or "", record.article.text)).encode("utf-8", "replace")
        return cls(record, zlib.compress(line, _LEVEL), _digest(content), _digest(line.replace(source, b"", 1)))


@dataclass(slots=True)
class _Version:
    number: int
    content: str
    facts: str
    source: str
    fetched: str | None


class Writing:
    """A batch on its way into the tables; rows of all records go to each table at once."""

    def __init__(self, db: sqlite3.Connection, run: int, ids: set[str]) -> None:
        self._db, self._run = db, run
        wanted = json.dumps(sorted(ids))
        known = "FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        self._keys: dict[str, int] = dict(db.execute(f"SELECT id, key {known}", (wanted,)))
        self._current: dict[int, int] = dict(db.execute(f"SELECT key, version {known}", (wanted,)))
        self._versions: dict[int, list[_Version]] = {key: [] for key in self._current}
        for key, *version in db.execute(
            f"SELECT article, number, content_sha256, facts_sha256, source_sha256, fetched FROM versions "
            f"WHERE article IN (SELECT key {known}) ORDER BY article, number",
            (wanted,),
        ):
            self._versions[key].append(_Version(*version))
        self._last: int = db.execute("SELECT coalesce(max(key), 0) FROM articles").fetchone()[0]
        self._heads: list[Row] = []
        self._changed: list[Row] = []
        self._new_versions: list[Row] = []
        self._facts: dict[int, Record] = {}
        self._new: set[int] = set()

    def take(self, one: Prepared) -> Outcome:
        """Decide what becomes of a record; `flush` writes."""
        key = self._keys.get(one.record.id)
        if key is None:
            return self._add(one)
        source = one.record.article.source
        known = self._versions[key]
        current = next(version for version in known if version.number == self._current[key])
        same = next((v for v in known if v.content == one.content), None)
        same = same or next((v for v in known if v.source == source.sha256), None)
        if same is not None and same is not current and _later(source.fetched, current.fetched):
            same = None  # edited back to what it was
        if same is None:
            number = max(version.number for version in known) + 1
            self._keep(key, number, one)
            if not _later(current.fetched, source.fetched):
                self._show(key, number, one)
            return Outcome.UPDATED
        if same.facts == one.facts:
            return Outcome.UNCHANGED
        same.content, same.facts = one.content, one.facts
        self._flush_versions()
        self._db.execute(
            "UPDATE versions SET content_sha256 = ?, facts_sha256 = ?, record = ? WHERE article = ? AND number = ?",
            (one.content, one.facts, one.packed, key, same.number),
        )
        if same.number == self._current[key]:
            self._show(key, same.number, one)
        return Outcome.REPLACED

    def flush(self) -> None:
        """Write what has been taken."""
        self._clear([key for key in self._facts if key not in self._new])
        self._flush_versions()
        self._db.executemany(_UPDATE_ARTICLE, self._changed)
        rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
        for key, record in self._facts.items():
            for table, some in fact_rows(record, key).items():
                rows[table].extend(some)
        for table, some in rows.items():
            if some:
                self._db.executemany(_INSERTS[table], some)
        self._db.executemany(
            "INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)",
            [(key, record.article.title, record.article.text) for key, record in self._facts.items()],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO pending VALUES (?, ?)", [(stage, key) for stage in STAGES for key in self._facts]
        )

    def _add(self, one: Prepared) -> Outcome:
        self._last += 1
        key = self._keys[one.record.id] = self._last
        self._versions[key], self._current[key] = [], 1
        self._new.add(key)
        self._heads.append((key, *_head(one.record, 1, self._run, self._run)))
        self._facts[key] = one.record
        self._keep(key, 1, one)
        return Outcome.NEW

    def _keep(self, key: int, number: int, one: Prepared) -> None:
        source = one.record.article.source
        self._versions[key].append(_Version(number, one.content, one.facts, source.sha256, source.fetched))
        self._new_versions.append(
            (key, number, self._run, one.content, one.facts, source.sha256, source.fetched, one.packed)
        )

    def _show(self, key: int, number: int, one: Prepared) -> None:
        """Let the tables show this version."""
        self._current[key] = number
        self._facts[key] = one.record
        id_, *head = _head(one.record, number, self._run, self._run)
        first_run = HEAD.index("first_run") - 1
        self._changed.append((id_, *head[:first_run], *head[first_run + 1 :], key))

    def _flush_versions(self) -> None:
        self._db.executemany(_INSERT_ARTICLE, self._heads)
        self._heads.clear()
        self._db.executemany(_INSERT_VERSION, self._new_versions)
        self._new_versions.clear()

    def _clear(self, keys: Sequence[int]) -> None:
        """Take away the rows of former versions, those that refer to others first."""
        for key in keys:
            first, last = keys_of(key)
            self._db.execute(
                "INSERT INTO articles_fts (articles_fts, rowid, title, text) SELECT 'delete', key, title, text FROM posts WHERE key = ?",
                (key,),
            )
            for table in reversed(tuple(COLUMNS)):
                column = "event" if table in BY_EVENT else "key"
                if table == "texts":
                    self._db.execute("DELETE FROM texts WHERE article = ?", (key,))
                else:
                    self._db.execute(f"DELETE FROM {table} WHERE {column} BETWEEN ? AND ?", (first, last))


def _head(record: Record, number: int, first_run: int, last_run: int) -> Row:
    article = record.article
    source, page, warc = article.source, article.page, article.source.warc
    said = (record.id, article.title, article.url, article.outlet, article.author)
    when = (article.published, article.published_precision, day_of(record), article.dateline, article.language)
    pages = (page.number, page.of) if page else (None, None)
    came = (source.path, source.sha256, source.fetched, *((warc.file, warc.offset) if warc else (None, None)))
    return (*said, *when, *pages, article.relevance, *came, number, first_run, last_run)


def _later(one: str | None, other: str | None) -> bool:
    """Is the first of two moments known to be the later?"""
    return one is not None and other is not None and datetime.fromisoformat(one) > datetime.fromisoformat(other)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
