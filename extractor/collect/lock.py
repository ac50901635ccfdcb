"""One run at a time works on a data folder."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType


class LockedError(Exception):
    """Another run works on the data folder; the message names it."""


class DataLock:
    """Holds a data folder for one run, for the time of a `with` block; the system lets go of it when the process ends, however it ends.

    Args:
        folder: the data folder, made where there is none; the lock is its file `lock`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    def __enter__(self) -> DataLock:
        """Take the lock.

        Raises:
            LockedError: another process holds it.
            OSError: the folder cannot be made or written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
            os.close(descriptor)
            process = f" (process {holder})" if holder else ""
            raise LockedError(
                f"{self._folder}: another run is collecting into this folder{process}. Wait for its end, or choose another folder."
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
