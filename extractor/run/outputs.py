"""Where lines go: a stream, or a file that another run can go on with."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final, Protocol, cast

from extractor.documents.places import Place
from extractor.run.journal import Asked, Reached, ResumeError, read_journal, remove_journal, write_journal
from extractor.run.lines import STANDARD_STREAM, OutputError, open_output, reason_of, write_line

JOURNAL: Final = ".resume"
"""What the name of an output has at its end for the file that says how far the run has come."""
EVERY_S: Final = 2.0
"""Seconds of work that a power cut may cost."""


class Output(Protocol):
    """Takes lines, and is told behind each post how far that is."""

    def take(self, line: bytes) -> None:
        """One more record."""

    def reached(self, place: Place, posts: int, events: int, failures: int) -> None:
        """All before the place has been taken; so much has been counted."""


class Nowhere:
    """An output that keeps nothing."""

    def take(self, line: bytes) -> None:
        """See `Output`."""

    def reached(self, place: Place, posts: int, events: int, failures: int) -> None:
        """See `Output`."""


class Stream:
    """An unbuffered binary file from which no run goes on."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._taken = file, 0

    def take(self, line: bytes) -> None:
        """Write a line, wholly or not at all.

        Raises:
            OutputError: the system takes no more.
            BrokenPipeError: the reader has gone.
        """
        write_line(line, self._file, before=self._taken)
        self._taken += 1

    def reached(self, place: Place, posts: int, events: int, failures: int) -> None:
        """See `Output`."""


class Journalled(Stream):
    """A file beside which a journal says every few seconds how far the run has come, what it holds being on the disk by then.

    Args:
        file: open for writing, at its end.
        journal: the journal's path.
        reached: how far the run has come.
        every_s: seconds between two entries.
    """

    def __init__(self, file: BinaryIO, journal: Path, reached: Reached, *, every_s: float = EVERY_S) -> None:
        super().__init__(file)
        self._journal, self._every = journal, every_s
        self._kept = self._reached = reached
        self._since = time.monotonic()

    def reached(self, place: Place, posts: int, events: int, failures: int) -> None:
        """See `Output`.

        Raises:
            OutputError: the journal cannot be written.
        """
        self._reached = replace(self._reached.at(place, posts, events, failures), size=self._file.tell())
        if time.monotonic() - self._since >= self._every:
            self.keep()
            self._since = time.monotonic()

    def keep(self) -> None:
        """Bring the file to the disk, then say how far it goes.

        Raises:
            OutputError: the disk takes no more.
        """
        if self._kept is self._reached:
            return
        try:
            os.fsync(self._file.fileno())
            write_journal(self._journal, self._reached.with_file())
        except OSError as error:
            raise _refused(self._journal, error) from error
        self._kept = self._reached

    def finish(self) -> None:
        """All is done: the file is on the disk, the journal no longer needed.

        Raises:
            OutputError: the disk takes no more.
        """
        try:
            os.fsync(self._file.fileno())
            remove_journal(self._journal)
        except OSError as error:
            raise _refused(self._journal, error) from error


@dataclass(frozen=True, slots=True)
class Opened:
    """An output, how far it goes already, and whether an earlier run that was interrupted is given up for it."""

    output: Output
    reached: Reached
    gives_up: Reached | None = None


@contextmanager
def opened(path: str | None, asked: Asked, *, resume: bool, every_s: float = EVERY_S) -> Iterator[Opened]:
    """The output of a run.

    A regular file has a journal as long as the run lasts, so that it can be resumed whatever ends it; orderly ends bring that up to date.

    Args:
        path: of a file, its folder made where there is none; `-` is standard output, `None` nowhere.
        asked: what the run is to do.
        resume: go on where the last run stopped.
        every_s: seconds between two entries of the journal.

    Raises:
        OutputError: the file cannot be made or written.
        ResumeError: there is nothing to go on with, or not as asked.
    """
    fresh = Reached(asked)
    if path is None:
        yield Opened(Nowhere(), fresh)
        return
    if path == STANDARD_STREAM or not _is_regular(path):
        if resume:
            raise ResumeError(f"{path}: no file that a run could go on with. Name one with -o.")
        with open_output(path) as stream:
            yield Opened(Stream(stream), fresh)
        return
    journal = Path(path + JOURNAL)
    before = _read(journal, resume=resume)
    if resume and before is None and _holds_something(path):
        yield Opened(Nowhere(), replace(fresh, finished=True))
        return
    with _locked(path) as file:
        if resume and before is not None:
            before.check(asked, str(journal))
        reached = before if resume and before is not None else fresh
        try:
            write_journal(journal, reached)
            if os.fstat(file.fileno()).st_size < reached.size:
                raise ResumeError(f"{path}: is shorter than the run left it. Run again without --resume to begin anew.")
            file.truncate(reached.size)
            file.seek(reached.size)
        except OSError as error:
            raise _refused(Path(path), error) from error
        output = Journalled(file, journal, reached, every_s=every_s)
        try:
            yield Opened(output, reached, None if resume else before)
        except BaseException:
            with suppress(OutputError):  # what ended the run is told, and the last entry holds
                output.keep()
            raise
        output.finish()


def _read(journal: Path, *, resume: bool) -> Reached | None:
    if resume:
        return read_journal(journal)
    with suppress(ResumeError):  # one that cannot be read is given up all the same
        return read_journal(journal)
    return None


@contextmanager
def _locked(path: str) -> Iterator[BinaryIO]:
    """The file, opened without change of what it holds; no other run can have it open at the same time."""
    with ExitStack() as held:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            file = cast(BinaryIO, held.enter_context(open(path, "wb", buffering=0, opener=_unchanged)))
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror}). Name another file with -o.") from error
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(
                f"{path}: another run writes to it. Wait for its end, or name another file with -o."
            ) from error
        except OSError:  # a file system without locks
            pass
        yield file


def _unchanged(path: str, flags: int) -> int:
    return os.open(path, flags & ~os.O_TRUNC, 0o666)


def _is_regular(path: str) -> bool:
    """Is it a regular file, or none yet?"""
    try:
        return stat.S_ISREG(Path(path).stat().st_mode)
    except OSError:
        return True


def _holds_something(path: str) -> bool:
    """Is it there? An empty file may be all that is left of a run that was killed before it could write its first entry."""
    try:
        return Path(path).stat().st_size > 0
    except OSError:
        return False


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written ({reason_of(error)}). Make room, then go on with --resume.")
