"""What a daily run did, kept in the store while it works: its row in `runs`, a row in `stages` for each stage."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Literal

from extractor.store import Counts, Store

Status = Literal["finished", "failed", "interrupted"]


class RunLog:
    """The log of one run, begun when it is made.

    Its methods raise `StoreError` where the store cannot be written.

    Args:
        store: that keeps it.
        command: the command line.

    Attributes:
        run: its key.
        counts: records by what became of them, so far.
    """

    def __init__(self, store: Store, command: str) -> None:
        self._store = store
        self.run = store.begin_run(command)
        self.counts, self._failed = Counts(), 0

    def begin(self, stage: str) -> None:
        """A stage begins."""
        with self._store.database.change() as db:
            db.execute(
                "INSERT INTO stages (run, stage, started, status) VALUES (?, ?, ?, 'running')",
                (self.run, stage, _now()),
            )

    def end(self, stage: str, status: Status, message: str) -> None:
        """It ended; `message` is what it did, or why it failed."""
        with self._store.database.change() as db:
            db.execute(
                "UPDATE stages SET ended = ?, status = ?, message = ? WHERE run = ? AND stage = ?",
                (_now(), status, message, self.run, stage),
            )

    def add(self, db: sqlite3.Connection, counts: Counts, failed: int) -> None:
        """Records and failures more, told in the transaction that wrote them: the log holds them also when the run is killed."""
        self.counts.new += counts.new
        self.counts.updated += counts.updated
        self.counts.replaced += counts.replaced
        self.counts.unchanged += counts.unchanged
        self._failed += failed
        db.execute(
            "UPDATE runs SET new = ?, updated = ?, replaced = ?, unchanged = ?, failed = ? WHERE key = ?",
            (
                self.counts.new,
                self.counts.updated,
                self.counts.replaced,
                self.counts.unchanged,
                self._failed,
                self.run,
            ),
        )

    def close(self, status: Status) -> None:
        """The run ended."""
        self._store.end_run(self.run, status, self.counts, self._failed)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
