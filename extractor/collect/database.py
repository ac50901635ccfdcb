"""The SQLite file of the state: opened, brought to the schema of this program, shared by threads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

SCRIPTS = ("schema.sql",)
"""Scripts that make the schema, in order: the n-th leads from version n - 1 to version n. A script once released never changes."""


class StateError(Exception):
    """The state cannot be read or written; the message says where, why and what to do."""


class Database:
    """One connection, used by one thread at a time; a commit is on the disk when it returns.

    Args:
        path: of the file, made with its folder where there is none.
        scripts: for tests of a change of schema.

    Raises:
        StateError: the file cannot be opened, is none of ours, or was made by a newer program.
    """

    def __init__(self, path: Path, *, scripts: Sequence[str] | None = None) -> None:
        self._path, self._lock = path, threading.RLock()
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            with self._told():
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = FULL")
                self._connection.execute("PRAGMA foreign_keys = ON")
            self._bring_up(scripts if scripts is not None else [_script(name) for name in SCRIPTS])
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
            StateError: the state cannot be read.
        """
        with self._lock, self._told():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction: what is done in the `with` block is done wholly, or not at all if it raises.

        Raises:
            StateError: the state cannot be written.
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

    def _bring_up(self, scripts: Sequence[str]) -> None:
        ((version,),) = self.rows("PRAGMA user_version")
        if version > len(scripts):
            raise StateError(
                f"{self._path}: made by a newer version of this program (schema {version}, known {len(scripts)}). Update the program."
            )
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
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StateError(f"{self._path}: the state cannot be used: {error}. {_remedy(error)}") from error
        except OSError as error:
            raise StateError(f"{self._path}: the state cannot be made: {error.strerror}. Check the folder.") from error


def _remedy(error: sqlite3.DatabaseError) -> str:
    told = str(error)
    if "full" in told:
        return "Make room on the disk; the next run goes on."
    if "malformed" in told or "not a database" in told:
        return "Move it away; the next run makes it anew from the archive."
    return "Check the file and the disk."


def _script(name: str) -> str:
    return files("extractor.collect").joinpath(name).read_text(encoding="utf-8")
