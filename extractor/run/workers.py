"""Work shared out to processes: whole items in small batches, each answered by itself, none lost without being told.

A worker that crashes, is killed by the system or does not answer in time costs the item it had in hand. That item is tried once
more, alone; if it fails again it is `Lost`, and all others go on. Workers that have grown are replaced.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic

from extractor.run.footprint import footprint
from extractor.run.sharing import BATCH, Done, Given, Item, Lost, Result, Sharing

GROWTH_MB: Final = 150.0
"""Memory by which a worker may grow after its first batch before another takes its place."""

_MOST_FALSE_STARTS: Final = 5  # processes in a row that end before they can begin
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of Linux


class WorkerError(Exception):
    """Workers cannot be started; the message says why."""


@dataclass(frozen=True, slots=True)
class _Broken:
    """What a process says that cannot begin."""

    error: Exception


@dataclass(slots=True)
class _Worker(Generic[Item]):
    """A process, and what it has in hand; `since` is when it last gave a sign of life (monotonic seconds)."""

    process: BaseProcess
    pipe: Connection
    ready: bool = False
    in_hand: deque[Given[Item]] = field(default_factory=deque)
    since: float = 0.0
    first_mb: float | None = None


class Workers(Generic[Item, Result]):
    """Processes that do the same work on many items.

    Args:
        prepare: called once in each process; gives the function that does an item. It must be a function of a module, since it
            is sent to a new interpreter; what it loads is loaded there.
        arguments: for `prepare`.
        count: of processes.
        limit_s: seconds that an item may take; whoever takes longer is killed.
        start_s: seconds that `prepare` may take.
        growth_mb: see `GROWTH_MB`.
        context: makes the processes; new interpreters if not given, since a fork would share threads' locks and open files.
    """

    def __init__(
        self,
        prepare: Callable[..., Callable[[Item], Result]],
        arguments: tuple[Any, ...],
        count: int,
        *,
        limit_s: float = 60.0,
        start_s: float = 120.0,
        growth_mb: float = GROWTH_MB,
        context: BaseContext | None = None,
    ) -> None:
        self._prepare, self._arguments, self._count = prepare, arguments, count
        self._limit, self._start, self._growth = limit_s, start_s, growth_mb
        self._context: Any = context or multiprocessing.get_context("spawn")
        self._workers: list[_Worker[Item]] = []
        self._false_starts = 0

    def run(self, items: Iterable[Item], *, ordered: bool = True) -> Generator[Done[Result] | Lost[Item], None, None]:
        """The answers to all items, in their order, or as they come.

        Items are taken from their source as they are needed: at most some twenty a worker are on their way at any time. The
        processes end with the iterator, however it ends.

        Raises:
            WorkerError: processes end or take too long before they can begin, again and again.
            Exception: what `prepare` raised in a process.
        """
        sharing = Sharing[Item, Result](iter(items), window=self._count * BATCH * 3, ordered=ordered)
        try:
            resource_tracker.ensure_running()  # else starting the first process would lift the mask of `_begin`
            for place in range(self._count):
                self._begin(place)
            while not sharing.ended:
                self._hand_out(sharing)
                yield from sharing.answered()
                if not sharing.ended:
                    self._listen(sharing)
                yield from sharing.answered()
        finally:
            self._end()

    def _begin(self, place: int) -> None:
        """Start a process in a place. It never hears of Ctrl-C, which reaches the whole group: the parent decides."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            ours, theirs = self._context.Pipe()
            process = self._context.Process(
                target=_work, args=(theirs, os.getpid(), self._prepare, self._arguments), daemon=True
            )
            process.start()
            self._workers[place : place + 1] = [_Worker(process, ours, since=time.monotonic())]
            theirs.close()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _hand_out(self, sharing: Sharing[Item, Result]) -> None:
        for place, worker in enumerate(self._workers):
            if not worker.ready or worker.in_hand:
                continue
            batch = sharing.batch()
            if not batch:
                continue
            worker.in_hand.extend(batch)
            worker.since = time.monotonic()
            try:
                worker.pipe.send([given.item for given in batch])
            except OSError:  # it died while it had nothing to do
                sharing.give_back(worker.in_hand)
                worker.in_hand.clear()
                self._replace(place, sharing, "ended by itself")

    def _listen(self, sharing: Sharing[Item, Result]) -> None:
        """Wait for a sign of life, and deal with it, or with its absence."""
        busy = [worker for worker in self._workers if worker.in_hand or not worker.ready]
        now = time.monotonic()
        left = min((self._allowed(worker) - (now - worker.since) for worker in busy), default=0.0)
        heard = set(wait([worker.pipe for worker in busy], timeout=max(left, 0.0)))
        for place, worker in enumerate(list(self._workers)):
            if worker.pipe in heard:
                self._hear(place, worker, sharing)
            elif worker in busy and time.monotonic() - worker.since > self._allowed(worker):
                worker.process.kill()
                self._replace(place, sharing, f"took more than {self._allowed(worker):.0f} s")

    def _allowed(self, worker: _Worker[Item]) -> float:
        return self._limit if worker.ready else self._start

    def _hear(self, place: int, worker: _Worker[Item], sharing: Sharing[Item, Result]) -> None:
        try:
            told, memory = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            self._replace(place, sharing, _ending(worker.process.exitcode))
            return
        worker.since = time.monotonic()
        if not worker.ready:
            if isinstance(told, _Broken):
                raise told.error
            worker.ready, self._false_starts = True, 0
            return
        sharing.take(worker.in_hand.popleft(), told)
        if worker.in_hand:
            return
        worker.first_mb = worker.first_mb or memory
        if memory > worker.first_mb + self._growth:
            worker.pipe.close()  # which ends it
            worker.process.join(1.0)
            self._replace(place, sharing, "")

    def _replace(self, place: int, sharing: Sharing[Item, Result], reason: str) -> None:
        """Let another process take the place of one that is gone; what it had in hand is done again."""
        worker = self._workers[place]
        _ended(worker)
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= _MOST_FALSE_STARTS:
                raise WorkerError(f"a worker could not begin: it {reason}. Give it more memory, or use fewer workers.")
        if worker.in_hand:
            sharing.fail(worker.in_hand.popleft(), reason)
            sharing.give_back(worker.in_hand)
        self._begin(place)

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.kill()  # whatever they still do, nobody waits for it
        for worker in self._workers:
            _ended(worker)
        self._workers = []


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work(
    pipe: Connection, parent: int, prepare: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]
) -> None:
    """What a process does: items from the pipe, answers into it, until the pipe is closed."""
    _end_with(parent)
    try:
        do = prepare(*arguments)
    except Exception as error:  # noqa: BLE001 — it is told where the answers are
        pipe.send((_Broken(_portable(error)), 0.0))
        return
    answer: Any = None
    memory = 0.0
    left: deque[Any] = deque()
    while True:
        try:
            pipe.send((answer, memory))
            if not left:
                left.extend(pipe.recv())
        except (EOFError, OSError):  # the parent has gone, or wants no more
            return
        answer = do(left.popleft())
        memory = 0.0 if left else footprint().now_mb


def _end_with(parent: int) -> None:
    """Let the system end this process when its parent is no more, whatever it is doing.

    Elsewhere than on Linux it ends by itself when it looks for the next item.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before it was asked
            os._exit(1)


def _portable(error: Exception) -> Exception:
    """The error as it can be sent to another process."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 — our own
    except Exception:  # noqa: BLE001 — whatever it raises, it cannot be sent
        return WorkerError(f"a worker could not begin: {type(error).__name__}: {error}")
    return error


def _ended(worker: _Worker[Any]) -> None:
    with suppress(OSError):
        worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _ending(code: int | None) -> str:
    """How a process ended, in words."""
    if code is not None and code < 0:
        with suppress(ValueError):
            name = signal.Signals(-code).name
            return f"was killed ({name}{', perhaps for want of memory' if name == 'SIGKILL' else ''})"
    return f"ended with code {code}"
