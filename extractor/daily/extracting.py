"""The archive into the store: each post once, also when runs are killed.

A batch of records and the bytes of the archive that they came from are written in one transaction. So the store knows at any moment
how far it has come (the table `extracted`), and reading goes on just there.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from extractor.daily.log import RunLog
from extractor.documents import Document, Failure
from extractor.documents.warc import Stretch, read_warc_from
from extractor.records import Record
from extractor.store import Counts, Store

if TYPE_CHECKING:  # a run without new posts has no need of it
    from extractor.pipeline import Extractor

ARCHIVE: Final = "archive"
"""The folder of the archive in the data folder."""
BATCH: Final = 50
"""Records a transaction."""

_LEFT_OVER = ("damaged-warc", "incomplete-post")  # codes of what collecting may cut off later


@dataclass(slots=True)
class Extracted:
    """What came of it: records by what became of them, inputs that gave none, bytes read."""

    counts: Counts
    failures: int = 0
    bytes: int = 0

    def __str__(self) -> str:
        failures = f", {self.failures} {'failure' if self.failures == 1 else 'failures'}" if self.failures else ""
        return f"{self.counts}{failures}"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the archive (its path from the data folder) and the bytes of it that have yet to be read."""

    file: str
    start: int
    size: int


def parts(store: Store, data: Path) -> list[Part]:
    """What has yet to be read, in the order of paths, which is that of time.

    A file that is shorter than what was read of it was cut by collecting, and is read from its start.

    Raises:
        OSError: the archive cannot be listed.
        StoreError: the store cannot be read.
    """
    read = dict(store.database.rows("SELECT file, committed FROM extracted"))
    found = []
    for path in _files(data / ARCHIVE):
        file, size = path.relative_to(data).as_posix(), path.stat().st_size
        start = read.get(file, 0)
        if size != start:
            found.append(Part(file, start if size > start else 0, size))
    return found


def forget_all(store: Store) -> None:
    """Let the whole archive be read anew; what the store holds stays, and is replaced post by post.

    Raises:
        StoreError: the store cannot be written.
    """
    with store.database.change() as db:
        db.execute("DELETE FROM extracted")


class Extracting:
    """Reads parts of the archive into the store.

    Args:
        store: to write to.
        log: of the run.
        data: the data folder.
        load: makes the extractor, with the first post that needs it.
        complain: is told of each failure in a line.
        batch: records a transaction.
    """

    def __init__(
        self,
        store: Store,
        log: RunLog,
        data: Path,
        *,
        load: Callable[[], Extractor],
        complain: Callable[[str], None],
        batch: int = BATCH,
    ) -> None:
        self._store, self._log, self._data, self._load, self._complain = store, log, data, load, complain
        self._most = batch
        self._extractor: Extractor | None = None
        self._waiting = _Batch()
        self.done = Extracted(log.counts)

    def read(self, given: list[Part], progress: Callable[[int], None] = lambda read: None) -> Extracted:
        """Extract what the parts hold; `progress` is told how many bytes are done.

        Raises:
            ModelError: the model cannot be loaded.
            StoreError: the store cannot be written.
        """
        self._forget_what_was_cut()
        for part in given:
            self._waiting.begun[part.file] = part.start
            at = part.start
            for stretch in read_warc_from(str(self._data / part.file), part.file, part.start):
                self._take(stretch)
                self._waiting.ends[part.file] = stretch.end
                self.done.bytes += stretch.end - at
                progress(self.done.bytes)
                at = stretch.end
                if len(self._waiting.records) >= self._most:
                    self._write()
        self._write()
        return self.done

    def _take(self, stretch: Stretch) -> None:
        for outcome in self._outcomes(stretch):
            if isinstance(outcome, Record):
                self._waiting.records.append(outcome)
            else:
                self._waiting.failures.append(outcome)
                self._complain(str(outcome))

    def _outcomes(self, stretch: Stretch) -> Iterator[Record | Failure]:
        documents = any(isinstance(one, Document) for one in stretch.outcomes)
        if self._extractor is None and documents:
            self._extractor = self._load()
        if self._extractor is not None:
            yield from self._extractor.outcomes(stretch.outcomes)
        else:
            yield from (one for one in stretch.outcomes if isinstance(one, Failure))

    def _write(self) -> None:
        """Records, failures and how far they go: all or nothing."""
        batch, self._waiting = self._waiting, _Batch()
        if not (batch.ends or batch.begun):
            return
        with self._store.database.change() as db:
            counts = self._store.write(db, batch.records, self._log.run)
            for file, start in batch.begun.items():
                _forget_failures(db, file, start)
            db.executemany(
                "INSERT INTO failures (run, path, code, message) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (path, code) DO UPDATE SET run = excluded.run, message = excluded.message",
                [(self._log.run, one.path, one.code, one.message) for one in batch.failures],
            )
            db.executemany("INSERT OR REPLACE INTO extracted (file, committed) VALUES (?, ?)", batch.ends.items())
            self._log.add(db, counts, len(batch.failures))
        self.done.failures += len(batch.failures)

    def _forget_what_was_cut(self) -> None:
        """Forget failures of leftovers that collecting has cut off since."""
        marks = ", ".join("?" * len(_LEFT_OVER))
        gone = []
        for key, path in self._store.database.rows(
            f"SELECT key, path FROM failures WHERE code IN ({marks})", *_LEFT_OVER
        ):
            file, _, offset = path.rpartition("#")
            try:
                size = (self._data / file).stat().st_size
            except OSError:
                size = 0
            if file.startswith(f"{ARCHIVE}/") and offset.isdecimal() and size <= int(offset):
                gone.append((key,))
        if gone:
            with self._store.database.change() as db:
                db.executemany("DELETE FROM failures WHERE key = ?", gone)


@dataclass(slots=True)
class _Batch:
    """What waits to be written: files begun with it (from which byte), and how far each file is read."""

    records: list[Record] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    begun: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)


def _forget_failures(db: sqlite3.Connection, file: str, start: int) -> None:
    """Those of a file from a byte on: they are met again, or are no more."""
    db.execute(
        "DELETE FROM failures WHERE path = ? OR path >= ? AND path < ? AND CAST(substr(path, ?) AS INTEGER) >= ?",
        (file, f"{file}#", f"{file}$", len(file) + 2, start),
    )


def _files(folder: Path) -> Iterator[Path]:
    """Web archives in a folder and those below it, in the order of their paths."""
    if not folder.is_dir():
        return
    for here, folders, names in os.walk(folder, onerror=_raised):
        folders.sort()
        yield from (Path(here) / name for name in sorted(names) if name.endswith((".warc.gz", ".warc")))


def _raised(error: OSError) -> None:
    raise error
