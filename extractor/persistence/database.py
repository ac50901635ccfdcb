"""An SQLite file: opened, brought to the schema of this program, shared by threads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar


class DatabaseError(Exception):
    """The file cannot be read or written; the message says where, why and what to do. Each file of ours has its own kind of it."""

    what: ClassVar[str] = "database"
    """What the file is, in a word."""
    rescue: ClassVar[str] = "Move it away and take a copy of it."
    """What to do where the file is damaged."""


class Database:
    """One connection, used by one thread at a time; a commit is on the disk when it returns.

    Args:
        path: of the file, made with its folder where there is none.
        scripts: that make the schema, in order: the n-th leads from version n - 1 to version n. A script once released never changes.
        error: the kind raised, which names the file in its messages.
        read_only: open a file that is there, change nothing.

    Raises:
        DatabaseError: of the kind `error`: the file cannot be opened, is none of ours, or was made by a newer program.
    """

    def __init__(
        self, path: Path, scripts: Sequence[str], error: type[DatabaseError], *, read_only: bool = False
    ) -> None:
        self._path, self._error, self._lock = path, error, threading.RLock()
        if read_only and not path.is_file():
            raise error(f"{path}: there is no {error.what} here.")
        with self._told():
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}",
                uri=True,
                timeout=30,
                isolation_level=None,
                check_same_thread=False,
            )
        try:
            with self._told():
                if not read_only:
                    self._connection.execute("PRAGMA journal_mode = WAL")
                    self._connection.execute("PRAGMA synchronous = FULL")
                self._connection.execute("PRAGMA foreign_keys = ON")
            self._bring_up(scripts, may_change=not read_only)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._lock, suppress(sqlite3.Error):
            self._connection.close()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query.

        Raises:
            DatabaseError: the file cannot be read.
        """
        with self._lock, self._told():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction: what is done in the `with` block is done wholly, or not at all if it raises.

        Raises:
            DatabaseError: the file cannot be written.
        """
        with self._lock, self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk ends some by itself
                    self._connection.execute("ROLLBACK")
                raise

    def _bring_up(self, scripts: Sequence[str], *, may_change: bool) -> None:
        ((version,),) = self.rows("PRAGMA user_version")
        if version > len(scripts):
            raise self._error(
                f"{self._path}: made by a newer version of this program (schema {version}, known {len(scripts)}). Update the program."
            )
        if not may_change:
            if version < len(scripts):
                raise self._error(
                    f"{self._path}: made by an older version of this program (schema {version} of {len(scripts)}), "
                    "and may not be changed here. Open it once for writing."
                )
            return
        for number, script in list(enumerate(scripts, 1))[version:]:
            with self._lock, self._told():
                try:
                    self._connection.executescript(
                        f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;"
                    )
                except sqlite3.Error:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        what = self._error.what
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._error(f"{self._path}: the {what} cannot be used: {error}. {self._remedy(error)}") from error
        except OSError as error:
            raise self._error(
                f"{self._path}: the {what} cannot be made: {error.strerror}. Check the folder."
            ) from error

    def _remedy(self, error: sqlite3.DatabaseError) -> str:
        told = str(error)
        if "full" in told:
            return "Make room on the disk; the next run goes on."
        if "malformed" in told or "not a database" in told:
            return self._error.rescue
        if "locked" in told:
            return "Another program is writing to it; wait for its end."
        return "Check the file and the disk."
