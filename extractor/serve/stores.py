"""The store for many requests at a time: connections that only read, and answers kept while the file stays as it is."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from extractor.store import Store, StoreError

T = TypeVar("T")

_KEPT: Final = 512  # answers
_SETTLED_NS: Final = 2_000_000_000  # a file changed more recently may change again within the same tick of its clock


class Stores:
    """Connections to a store, each used by one request at a time; a run that writes meanwhile is neither disturbed nor waited for.

    Args:
        path: of the store.

    Raises:
        StoreError: it cannot be read, or is of another version of the program.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._idle: list[tuple[int, Store]] = []
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._asking: dict[Hashable, threading.Lock] = {}
        self._closed = False
        with self.reading():
            pass

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """A store that stays as it is for the length of the block.

        Raises:
            StoreError: it cannot be read.
        """
        file, store = self._taken()
        try:
            store.database.rows("BEGIN")
            try:
                yield store
            finally:
                store.database.rows("COMMIT")
        except BaseException:
            store.close()
            raise
        self._give_back(file, store)

    def state(self) -> str | None:
        """What changes whenever the file does; `None` while it is just being written."""
        stamps: list[int] = []
        for path in (self.path, Path(f"{self.path}-wal")):
            try:
                told = path.stat()
            except OSError:
                stamps += (0, 0, 0)
            else:  # an empty log is made by whoever reads first
                stamps += (0, 0, 0) if told.st_size == 0 else (told.st_ino, told.st_size, told.st_mtime_ns)
        if time.time_ns() - max(stamps) < _SETTLED_NS:
            return None
        return "-".join(f"{one:x}" for one in stamps)

    def once(self, key: Hashable, compute: Callable[[Store], T], store: Store | None = None) -> T:
        """What `compute` gives for the store as it is now: computed once, by one thread, until the file changes.

        Args:
            key: of the answer.
            compute: asks the store; what it gives is shared between threads and must not be changed.
            store: to ask; one of its own if not given.

        Raises:
            StoreError: the store cannot be read.
        """
        state = self.state()
        if state is None:
            return self._computed(compute, store)
        whole = (state, key)
        with self._lock:
            if whole in self._answers:
                self._answers.move_to_end(whole)
                return self._answers[whole]  # type: ignore[no-any-return]
            asking = self._asking.setdefault(whole, threading.Lock())
        with asking:
            with self._lock:
                if whole in self._answers:
                    return self._answers[whole]  # type: ignore[no-any-return]
            try:
                answer = self._computed(compute, store)
                if self.state() == state:
                    with self._lock:
                        self._answers[whole] = answer
                        while len(self._answers) > _KEPT:
                            self._answers.popitem(last=False)
            finally:
                with self._lock:
                    self._asking.pop(whole, None)
        return answer

    def close(self) -> None:
        """Close all connections; those in use when they are given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for _, store in idle:
            store.close()

    def _computed(self, compute: Callable[[Store], T], store: Store | None) -> T:
        if store is not None:
            return compute(store)
        with self.reading() as own:
            return compute(own)

    def _taken(self) -> tuple[int, Store]:
        file = self._file()
        while True:
            with self._lock:
                if not self._idle:
                    break
                known, store = self._idle.pop()
            if known == file:
                return file, store
            store.close()  # another file has taken its place
        return file, Store(self.path, read_only=True)

    def _give_back(self, file: int, store: Store) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append((file, store))
                return
        store.close()

    def _file(self) -> int:
        try:
            return self.path.stat().st_ino
        except OSError as error:
            raise StoreError(f"{self.path}: there is no store here.") from error
