"""Records straight into the store as they are extracted, with the place that has been reached: all or nothing, whatever ends the run."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final

from extractor.documents.places import Place
from extractor.records import Record
from extractor.run.journal import Asked, Reached, ResumeError
from extractor.run.outputs import EVERY_S, Nowhere, Opened
from extractor.store.model import Counts, StoreError
from extractor.store.store import Store

BATCH: Final = 250
"""Most records a transaction."""


class Filling:
    """An output (`extractor.run.outputs.Output`) that is a store.

    Args:
        store: to write to.
        run: the store's key of this run.
        reached: how far it has come.
        ordered: are lines taken in the order of posts? Else there is no place to keep.
        every_s: seconds of work that may be lost.
    """

    def __init__(self, store: Store, run: int, reached: Reached, *, ordered: bool, every_s: float = EVERY_S) -> None:
        self._store, self._run, self._reached, self._ordered, self._every = store, run, reached, ordered, every_s
        self._taken: list[Record] = []
        self._ready: list[Record] = []
        self._since = time.monotonic()
        self.counts = Counts()

    def take(self, line: bytes) -> None:
        """See `extractor.run.outputs.Output`.

        Raises:
            StoreError: the store cannot be written.
        """
        self._taken.append(Record.model_validate_json(line))
        if not self._ordered:
            self._take_over()

    def reached(self, place: Place, posts: int, events: int, failures: int) -> None:
        """See `extractor.run.outputs.Output`.

        Raises:
            StoreError: the store cannot be written.
        """
        self._reached = self._reached.at(place, posts, events, failures)
        self._take_over()

    def write(self, *, finished: bool = False) -> None:
        """Write what waits, with the place that was reached.

        Raises:
            StoreError: the store cannot be written.
        """
        self._reached = replace(self._reached.with_file(), finished=finished)
        with self._store.database.change() as db:
            counts = self._store.write(db, self._ready, self._run)
            db.execute(
                "UPDATE runs SET new = new + ?, updated = updated + ?, replaced = replaced + ?, unchanged = unchanged + ? WHERE key = ?",
                (counts.new, counts.updated, counts.replaced, counts.unchanged, self._run),
            )
            _keep(db, self._run, self._reached)
        self.counts = Counts(
            self.counts.new + counts.new,
            self.counts.updated + counts.updated,
            self.counts.replaced + counts.replaced,
            self.counts.unchanged + counts.unchanged,
        )
        self._ready.clear()
        self._since = time.monotonic()

    @property
    def failures(self) -> int:
        """Counted so far, runs before this one included."""
        return self._reached.failures

    def _take_over(self) -> None:
        self._ready += self._taken
        self._taken.clear()
        if len(self._ready) >= BATCH or time.monotonic() - self._since >= self._every:
            self.write()


@contextmanager
def filling(
    store: Store,
    asked: Asked,
    command: str,
    *,
    ordered: bool,
    resume: bool,
    follow: Callable[[Store], None] = lambda store: None,
    every_s: float = EVERY_S,
) -> Iterator[Opened]:
    """A store as the output of a run, as `extractor.run.outputs.opened` gives a file.

    Args:
        store: open for writing, and nobody else's.
        asked: what the run is to do.
        command: as the store's log of runs is to tell it.
        ordered: are the lines in the order of the posts?
        resume: go on where the last run stopped; from the beginning where none did.
        follow: done when all records are in the store; if it is interrupted, a resumed run does it again.
        every_s: seconds of work that may be lost.

    Raises:
        StoreError: the store cannot be written.
        extractor.run.journal.ResumeError: the run that stopped was asked something else.
    """
    where = f"{store.path}: the extraction into this store"
    before = _kept(store, where, resume=resume)
    is_same = before is not None and before.asked == asked
    if resume and before is not None and before.finished and is_same:
        yield Opened(Nowhere(), before)
        return
    unfinished = before if before is not None and not before.finished else None
    if resume and unfinished is not None:
        unfinished.check(asked, where)
    reached = unfinished if resume and unfinished is not None else Reached(asked)
    run = store.begin_run(command)
    output = Filling(store, run, reached, ordered=ordered, every_s=every_s)
    output.write()
    try:
        yield Opened(output, reached, None if resume else unfinished)
        output.write()
        follow(store)
    except BaseException as error:
        with suppress(StoreError):  # what ended the run is told
            output.write()
            status = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
            store.end_run(run, status, output.counts, output.failures - reached.failures)
        raise
    output.write(finished=True)
    store.end_run(run, "finished", output.counts, output.failures - reached.failures)


def _kept(store: Store, where: str, *, resume: bool) -> Reached | None:
    rows = store.database.rows("SELECT reached FROM extraction")
    if not rows:
        return None
    if resume:
        return Reached.from_json(rows[0][0], where)
    with suppress(ResumeError):  # what cannot be read is given up all the same
        return Reached.from_json(rows[0][0], where)
    return None


def _keep(db: sqlite3.Connection, run: int, reached: Reached) -> None:
    db.execute(
        "INSERT OR REPLACE INTO extraction (key, run, reached) VALUES (1, ?, ?)", (run, reached.to_json().decode())
    )
