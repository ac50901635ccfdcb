"""A store's file, opened to be read with questions of any kind."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from extractor.library.asking import Values
from extractor.store import StoreError

_OURS: Final = ("articles", "runs", "versions")  # tables that no other program's file has all of


class Reader:
    """A connection that reads only, used by one thread at a time; it sees what others write when they have written it.

    Args:
        path: of a file that is there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = _connect(path)

    @property
    def is_closed(self) -> bool:
        """Was it closed?"""
        return self._connection is None

    def close(self) -> None:
        """Close it, when the question that is being answered has its answer; closing twice does no harm."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def check_open(self) -> None:
        """Say so if it was closed.

        Raises:
            StoreError: it was.
        """
        if self._connection is None:
            raise StoreError(f"{self._path}: closed. Open it again with extractor.open.")

    def ask(self, query: str, values: Values = ()) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Names of the columns of an answer, and its rows.

        Raises:
            StoreError: it was closed, the file cannot be read, or SQLite does not understand the query.
        """
        with self._lock:
            self.check_open()
            assert self._connection is not None  # noqa: S101 - for the type checker
            try:
                cursor = self._connection.execute(query, values)
                return [one[0] for one in cursor.description or ()], cursor.fetchall()
            except sqlite3.Error as error:
                raise StoreError(f"{self._path}: SQLite does not answer: {error}.") from error


def check_is_store(path: Path) -> None:
    """Is a file that is there a store? Asked before one is opened for writing, which would make tables in it.

    Raises:
        StoreError: it is none.
    """
    marks = ", ".join("?" * len(_OURS))
    query = f"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ({marks})"
    try:
        with closing(_connect(path)) as connection:
            ours = connection.execute(query, _OURS).fetchone() == (len(_OURS),)
    except sqlite3.OperationalError:
        return  # it cannot be opened or is locked: whoever opens it in earnest tells so
    except sqlite3.DatabaseError:
        ours = False
    if not ours:
        raise StoreError(
            f"{path}: this is no store. Give the SQLite file that `extractor daily` or `extractor store add` writes."
        )


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30, isolation_level=None, check_same_thread=False
    )
