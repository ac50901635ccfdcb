"""One run at a time works on what it changes."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType


class LockedError(Exception):
    """Another run works on the same; the message names it."""


class Lock:
    """Held by one run for the time of a `with` block; the system lets go of it when the process ends, however it ends.

    Args:
        path: of the lock's file, made with its folder where there is none; it stays when the lock is let go. `lock` in a data folder
            is that of the folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def __enter__(self) -> Lock:
        """Take the lock.

        Raises:
            LockedError: another process holds it.
            OSError: the file cannot be made or written.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
            os.close(descriptor)
            process = f" (process {holder})" if holder else ""
            raise LockedError(
                f"{self._path.parent}: another run works on this folder{process}. Wait for its end, or name another folder."
            ) from None
        except BaseException:
            os.close(descriptor)
            raise
        with suppress(OSError):  # the number only helps whoever is refused; a full disk must not end a run here
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
