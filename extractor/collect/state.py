"""What is known of every address: asked when, with which outcome, kept in which versions where in the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

from extractor.collect.model import Located, Outcome, Post, Validators
from extractor.documents.identity import canonical_key
from extractor.persistence.database import Database, DatabaseError

RESTING = frozenset({Outcome.IRRELEVANT, Outcome.GONE, Outcome.NOT_A_PAGE, Outcome.TOO_LARGE, Outcome.DUPLICATE})
"""Outcomes after which an address is left alone for some days."""

SCRIPTS = ("schema.sql",)
"""Scripts that make the schema of the state, one a version."""

RUNNING, INTERRUPTED = "running", "interrupted"


class StateError(DatabaseError):
    """The state cannot be read or written."""

    what: ClassVar[str] = "state"
    rescue: ClassVar[str] = "Move it away; the next run makes it anew from the archive."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an address.

    Attributes:
        key: canonical address of the post it leads to, or of the address itself where nothing of it is kept.
        url: that post's address as last seen; else the address as it was asked.
        outlet: domain.
        outcome: of the last time this address was asked.
        reason: with it.
        asked: when that was (UTC).
        id: of the record; `None` where nothing is kept.
        text_hash: of the newest version.
        modified: as the listing last said, ISO 8601.
        published: ISO 8601.
        versions: number of versions in the archive.
        validators: of the newest version's pages, by the address asked (before and after redirects).
    """

    key: str
    url: str
    outlet: str
    outcome: Outcome
    reason: str | None
    asked: datetime
    id: str | None = None
    text_hash: str | None = None
    modified: str | None = None
    published: str | None = None
    versions: int = 0
    validators: Mapping[str, Validators]

    def rests(self, at: datetime, days: float) -> bool:
        """Is the address to be left alone at the moment `at`, since it gave nothing (`RESTING`) less than `days` days before?"""
        return self.outcome in RESTING and at < self.asked + timedelta(days=days)


class State:
    """The state of a data folder; may be used by several threads. Every change is on the disk when its method returns.

    All methods raise `StateError` where the file cannot be read or written.

    Args:
        path: of the SQLite file, made where there is none.
    """

    def __init__(self, path: Path) -> None:
        scripts = [files("extractor.collect").joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS]
        self.database = Database(path, scripts, StateError)

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    # addresses and posts -------------------------------------------------------------------------------------------------

    def known(self, url: str) -> Known | None:
        """What is known of an address, whichever of a post's addresses it is."""
        rows = self.database.rows(
            """
            SELECT coalesce(p.key, a.key), coalesce(p.url, a.url), a.outlet, a.outcome, a.reason, a.asked,
                   p.id, p.text_hash, p.modified, p.published, (SELECT count(*) FROM versions WHERE post = p.key)
            FROM addresses a LEFT JOIN posts p ON p.key = a.post WHERE a.key = ?
            """,
            address_key(url),
        )
        if not rows:
            return None
        key, shown, outlet, outcome, reason, asked, id_, text_hash, modified, published, versions = rows[0]
        pages = self.database.rows("SELECT url, etag, last_modified FROM pages WHERE post = ?", key)
        return Known(
            key=key,
            url=shown,
            outlet=outlet,
            outcome=Outcome(outcome),
            reason=reason,
            asked=datetime.fromisoformat(asked),
            id=id_,
            text_hash=text_hash,
            modified=modified,
            published=published,
            versions=versions,
            validators={page: Validators(etag, last_modified) for page, etag, last_modified in pages},
        )

    def has_text(self, outlet: str, text_hash: str) -> str | None:
        """The canonical address (`Known.key`) of a kept post of the outlet whose newest version has that text."""
        rows = self.database.rows(
            "SELECT key FROM posts WHERE outlet = ? AND text_hash = ? ORDER BY key LIMIT 1", outlet, text_hash
        )
        return str(rows[0][0]) if rows else None

    def record(
        self,
        run: int,
        outlet: str,
        url: str,
        outcome: Outcome,
        *,
        reason: str | None = None,
        post: Post | None = None,
        located: Located | None = None,
        at: datetime,
        modified: str | None = None,
    ) -> None:
        """Keep and count what came of an address.

        NEW and UPDATED add a version of `post` at `located`. UNCHANGED takes the validators of `post`, where it is given;
        `modified` is what the listing said, for an answer without post (304). DUPLICATE leads the address to the kept post
        at `post.url`, or to that with the text of `post`. All addresses of `post` become known.

        Raises:
            ValueError: for NEW or UPDATED without `post` or `located`.
        """
        with self.database.change() as db:
            if outcome in (Outcome.NEW, Outcome.UPDATED):
                if post is None or located is None:
                    raise ValueError(f"{url}: {outcome.value} needs the post and its place in the archive")
                _add_version(db, run, post, located)
            target = self._target(url, outcome, post)
            if outcome is Outcome.UNCHANGED and target is not None:
                if post is not None:
                    _keep_pages(db, target, post)
                if modified or (post is not None and post.modified):
                    given = modified or (post.modified if post else None)
                    db.execute("UPDATE posts SET modified = ? WHERE key = ?", (given, target))
            _keep_addresses(db, [url, *_addresses(post)], target, outlet=outlet, outcome=outcome, reason=reason, at=at)
            db.execute(
                """
                INSERT INTO tallies (run, outlet, outcome, count, reason, at) VALUES (?, ?, ?, 1, ?, ?)
                ON CONFLICT DO UPDATE SET count = count + 1, reason = coalesce(excluded.reason, reason), at = excluded.at
                """,
                (run, outlet, outcome.value, reason, _iso(at)),
            )

    def _target(self, url: str, outcome: Outcome, post: Post | None) -> str | None:
        """The kept post to which an address leads."""
        if post is not None:
            key = address_key(post.url)
            if self.database.rows("SELECT 1 FROM posts WHERE key = ?", key):
                return key
            if outcome is Outcome.DUPLICATE:
                return self.has_text(post.outlet, post.text_hash)
        rows = self.database.rows("SELECT post FROM addresses WHERE key = ?", address_key(url))
        return rows[0][0] if rows else None

    # listings ------------------------------------------------------------------------------------------------------------

    def validators(self, url: str) -> Validators:
        """What the listing at that very address gave to ask it again; empty if nothing."""
        rows = self.database.rows("SELECT etag, last_modified FROM validators WHERE url = ?", url)
        return Validators(*rows[0]) if rows else Validators()

    def keep_validators(self, url: str, validators: Validators) -> None:
        """Keep what a listing gave; once all that it holds is dealt with, so that an interrupted run reads it again."""
        with self.database.change() as db:
            db.execute(
                "INSERT OR REPLACE INTO validators VALUES (?, ?, ?)", (url, validators.etag, validators.last_modified)
            )

    def record_listing(
        self,
        run: int,
        outlet: str,
        way: str,
        *,
        found: int = 0,
        outcome: Outcome | None = None,
        reason: str | None = None,
        at: datetime,
    ) -> None:
        """Count a request of a listing: answered with `found` candidates, or failed with `outcome` and `reason`."""
        failed = outcome is not None
        with self.database.change() as db:
            db.execute(
                """
                INSERT INTO listings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET answered = answered + excluded.answered, failed = failed + excluded.failed,
                    found = found + excluded.found, outcome = coalesce(excluded.outcome, outcome),
                    reason = coalesce(excluded.reason, reason), at = excluded.at
                """,
                (run, outlet, way, not failed, failed, found, outcome.value if outcome else None, reason, _iso(at)),
            )

    def answered_at(self, outlet: str, question: str) -> datetime | None:
        """When a question was last put to an outlet of which all answers were dealt with; `None` if never."""
        rows = self.database.rows("SELECT at FROM questions WHERE outlet = ? AND question = ?", outlet, question)
        return datetime.fromisoformat(rows[0][0]) if rows else None

    def keep_answered(self, outlet: str, question: str, at: datetime) -> None:
        """A question that was put at the moment `at` was answered to the end, and all that was found is dealt with."""
        with self.database.change() as db:
            db.execute("INSERT OR REPLACE INTO questions VALUES (?, ?, ?)", (outlet, question, _iso(at)))

    # runs ----------------------------------------------------------------------------------------------------------------

    def begin_run(self, at: datetime, command: str) -> int:
        """A new run; runs that never came to their end are marked as interrupted (only one run works at a time: `Lock`)."""
        with self.database.change() as db:
            db.execute("UPDATE runs SET status = ? WHERE ended IS NULL", (INTERRUPTED,))
            made = db.execute(
                "INSERT INTO runs (command, started, status) VALUES (?, ?, ?)", (command, _iso(at), RUNNING)
            )
            return int(made.lastrowid or 0)

    def end_run(self, run: int, at: datetime, status: str) -> None:
        """The run came to its end; `status` in a word ("finished", "stopped")."""
        with self.database.change() as db:
            db.execute("UPDATE runs SET ended = ?, status = ? WHERE id = ?", (_iso(at), status, run))

    # what recovery needs -------------------------------------------------------------------------------------------------

    def committed(self) -> dict[str, int]:
        """Files of the archive that recovery has looked through, and up to which byte."""
        return dict(self.database.rows("SELECT name, committed FROM files"))

    def commit(self, file: str, size: int) -> None:
        """A file of the archive has been looked through up to byte `size`."""
        with self.database.change() as db:
            db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file, size))

    def blocks(self, file: str) -> dict[int, int]:
        """Offset and length of the versions that a file of the archive holds."""
        return dict(self.database.rows("SELECT offset, length FROM versions WHERE file = ?", file))

    def adopt(self, post: Post, located: Located) -> None:
        """Keep a version that the archive holds and the state does not know."""
        at = post.pages[0].fetched
        with self.database.change() as db:
            number = _add_version(db, None, post, located)
            outcome = Outcome.NEW if number == 1 else Outcome.UPDATED
            _keep_addresses(
                db,
                _addresses(post),
                address_key(post.url),
                outlet=post.outlet,
                outcome=outcome,
                reason=None,
                at=at,
            )

    def forget(self, file: str, size: int) -> int:
        """Forget versions behind byte `size` of a file that became shorter, and posts without any other; gives their number."""
        with self.database.change() as db:
            lost = (file, size)
            behind = "file = ? AND offset + length > ?"
            posts = [key for (key,) in db.execute(f"SELECT DISTINCT post FROM versions WHERE {behind}", lost)]  # noqa: S608 — a constant
            db.execute(f"DELETE FROM versions WHERE {behind}", lost)  # noqa: S608 — a constant
            for key in posts:
                db.execute(
                    "DELETE FROM pages WHERE post = ?", (key,)
                )  # so that the post is asked as if for the first time
                last = db.execute(
                    "SELECT text_hash, modified FROM versions WHERE post = ? ORDER BY fetched DESC", (key,)
                ).fetchone()
                if last is None:
                    db.execute("DELETE FROM addresses WHERE post = ?", (key,))
                    db.execute("DELETE FROM posts WHERE key = ?", (key,))
                else:
                    db.execute("UPDATE posts SET text_hash = ?, modified = NULL WHERE key = ?", (last[0], key))
            db.execute("DELETE FROM files WHERE name = ?", (file,))
            return len(posts)


def address_key(url: str) -> str:
    """What the addresses of one post share: `canonical_url`, or the address as it is where that knows no host in it."""
    return canonical_key(url) or url.strip()


def _addresses(post: Post | None) -> list[str]:
    if post is None:
        return []
    return [post.url, *(url for page in post.pages for url in (page.url, page.final_url))]


def _add_version(db: sqlite3.Connection, run: int | None, post: Post, located: Located) -> int:
    key, fetched = address_key(post.url), _iso(post.pages[0].fetched)
    last, newest = db.execute(
        "SELECT coalesce(max(number), 0), max(fetched) FROM versions WHERE post = ?", (key,)
    ).fetchone()
    if newest is None or fetched >= newest:  # an old archive may be adopted late
        db.execute(
            """
            INSERT INTO posts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET id = excluded.id, url = excluded.url, outlet = excluded.outlet, title = excluded.title,
                published = excluded.published, modified = excluded.modified, text_hash = excluded.text_hash, via = excluded.via
            """,
            (key, post.id, post.url, post.outlet, post.title, post.published, post.modified, post.text_hash, post.via),
        )
        _keep_pages(db, key, post)
    place = (located.file, located.offset, located.length)
    db.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (key, last + 1, run, *place, post.text_hash, fetched, post.modified),
    )
    return int(last) + 1


def _keep_pages(db: sqlite3.Connection, key: str, post: Post) -> None:
    db.execute("DELETE FROM pages WHERE post = ?", (key,))
    given = {url: page.validators for page in post.pages for url in (page.final_url, page.url)}
    db.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?)",
        [(key, url, found.etag, found.last_modified) for url, found in given.items()],
    )


def _keep_addresses(
    db: sqlite3.Connection,
    urls: list[str],
    target: str | None,
    *,
    outlet: str,
    outcome: Outcome,
    reason: str | None,
    at: datetime,
) -> None:
    """The outcome of addresses; the other addresses of the same post share it where it is about the post."""
    asked = _iso(at)
    for key, url in {address_key(url): url for url in reversed(urls)}.items():
        if outcome is Outcome.DUPLICATE and key == target:
            continue
        db.execute(
            """
            INSERT INTO addresses VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET url = excluded.url, outlet = excluded.outlet, outcome = excluded.outcome,
                reason = excluded.reason, asked = excluded.asked, post = coalesce(excluded.post, post)
            WHERE excluded.asked >= asked
            """,
            (key, url, outlet, outcome.value, reason, asked, target),
        )
        db.execute("UPDATE addresses SET post = ? WHERE key = ? AND post IS NULL", (target, key))
    if target is not None and outcome in (Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED):
        db.execute(
            "UPDATE addresses SET outcome = ?, reason = ?, asked = ? WHERE post = ? AND outcome != ? AND asked <= ?",
            (outcome.value, reason, asked, target, Outcome.DUPLICATE.value, asked),
        )


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
