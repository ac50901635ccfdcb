"""A daily run: its locks, its stages one after another, its exit code."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from enum import IntEnum
from pathlib import Path
from typing import Final

from extractor.collect.archive import ArchiveError
from extractor.daily.log import RunLog, Status
from extractor.daily.stages import NEEDS, WORKS, Day, Done, Stage, StageError, Work, collect
from extractor.persistence.database import DatabaseError
from extractor.persistence.lock import Lock, LockedError
from extractor.run.terminal import printable
from extractor.store import Store, StoreError


class Code(IntEnum):
    """Exit codes of a daily run, for schedulers; docs/daily.md says what to do with them."""

    WELL = 0
    SOME_FAILED = 1  # the run did its work; some outlets or posts failed
    WRONG_USAGE = 2
    STAGE_FAILED = 3  # of what a stage is for, nothing was done: a full disk, a damaged store, no network
    BUSY = 75  # another run is working; EX_TEMPFAIL of sysexits.h
    INTERRUPTED = 130


_KNOWN: Final = (ArchiveError, DatabaseError, OSError, StageError)
"""Failures whose message says what to do."""


def run_day(
    day: Day,
    chosen: Sequence[Stage],
    tell: Callable[[str], None],
    *,
    collecting: Callable[[Day], Done] = collect,
    works: Mapping[Stage, Work] = WORKS,
) -> Code:
    """Do the stages chosen, in their order.

    A stage that fails keeps those from running that need it (`NEEDS`), and, where it is the store that cannot be used, all after it.

    Args:
        day: what is to be done.
        chosen: stages.
        tell: is told in a line what each stage did.
        collecting: what the stage `collect` does.
        works: what the others do.
    """
    config = day.config
    try:
        with ExitStack() as held:
            held.enter_context(Lock(config.data / "lock"))
            held.enter_context(Lock(Path(f"{config.store}.lock")))
            return _Running(day, tell, collecting, works).run([one for one in Stage if one in chosen])
    except LockedError as error:
        day.complain(str(error))
        return Code.BUSY
    except OSError as error:
        day.complain(str(error))
        return Code.STAGE_FAILED
    except KeyboardInterrupt:
        day.complain("interrupted; the next run goes on.")
        return Code.INTERRUPTED


class _Running:
    """One run under its locks."""

    def __init__(
        self, day: Day, tell: Callable[[str], None], collecting: Callable[[Day], Done], works: Mapping[Stage, Work]
    ) -> None:
        self._day, self._tell, self._collecting, self._works = day, tell, collecting, works
        self._failed: set[Stage] = set()
        self._failures = 0
        self._store_works = True
        self._begun = False

    def run(self, chosen: Sequence[Stage]) -> Code:
        try:
            with Store(self._day.config.store) as store:
                log = RunLog(store, self._day.command)
                self._begun = True
                self._logged(chosen, store, log)
        except StoreError as error:
            if self._store_works:  # else it was told with its stage
                self._day.complain(printable(str(error)))
            if Stage.COLLECT in chosen and not self._begun:
                self._attempt(Stage.COLLECT, lambda: self._collecting(self._day))
            return Code.STAGE_FAILED
        if self._failed:
            return Code.STAGE_FAILED
        return Code.SOME_FAILED if self._failures else Code.WELL

    def _logged(self, chosen: Sequence[Stage], store: Store, log: RunLog) -> None:
        status: Status = "interrupted"
        try:
            for stage in chosen:
                self._stage(stage, store, log)
            status = "failed" if self._failed else "finished"
        finally:
            log.close(status)

    def _stage(self, stage: Stage, store: Store, log: RunLog) -> None:
        missing = [one for one in NEEDS.get(stage, ()) if one in self._failed]
        if missing or not self._store_works:
            why = f"{missing[0]} failed" if missing else "the store cannot be used"
            self._day.complain(f"{stage}: not run, since {why}")
            self._failed.add(stage)
            return
        log.begin(stage)
        status: Status = "interrupted"
        told = ""
        try:
            if stage is Stage.COLLECT:
                told = self._attempt(stage, lambda: self._collecting(self._day))
            else:
                told = self._attempt(stage, lambda: self._works[stage](self._day, store, log))
            status = "failed" if stage in self._failed else "finished"
        finally:
            log.end(stage, status, told)

    def _attempt(self, stage: Stage, work: Callable[[], Done]) -> str:
        """Do it; what it did, or why it failed, is told and given."""
        began = time.monotonic()
        try:
            done = work()
        except _KNOWN as error:
            self._store_works = self._store_works and not isinstance(error, StoreError)
            return self._fail(stage, str(error))
        except Exception as error:  # noqa: BLE001 - a defect in one stage costs that stage; it is told, and the exit code tells
            return self._fail(stage, f"a defect of the program, please report it: {_place(error)}: {error!r}"[:500])
        self._failures += done.failures
        self._tell(printable(f"{stage}: {done.told} ({time.monotonic() - began:.1f} s)"))
        for path in done.written:
            self._tell(printable(f"{stage}: -> {path}"))
        return done.told

    def _fail(self, stage: Stage, why: str) -> str:
        self._failed.add(stage)
        self._day.complain(printable(f"{stage}: failed: {why}"))
        return why


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else "?"
