"""What a person sees of a run: a bar on a terminal, plain lines elsewhere; failures told one by one."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from extractor.collect.model import Outcome
from extractor.knowledge.outlets import Outlet
from extractor.run.terminal import printable

TOLD = frozenset({Outcome.BLOCKED, Outcome.UNSAFE, Outcome.TOO_LARGE, Outcome.FAILED})
"""Outcomes of which every address is told."""


class Display:
    """Hears of a run (`collector.Watcher`) and shows it; a context manager.

    Args:
        outlets: how many there are to be asked.
        console: where to; on a terminal as a bar that moves, else a line an outlet.
        each: show these lines; without them, only what fails is told there.
    """

    def __init__(self, outlets: int, console: Console, *, each: bool = True) -> None:
        self._console, self._each, self._lock = console, each, threading.Lock()
        self._counts: dict[str, Counter[Outcome]] = {}
        self._total: Counter[Outcome] = Counter()
        self._working: list[str] = []
        self._bar: Progress | None = None
        if console.is_terminal:
            columns = (
                SpinnerColumn(),
                MofNCompleteColumn(),
                BarColumn(),
                TextColumn("{task.description}", markup=False),
                TimeElapsedColumn(),
            )
            self._bar = Progress(*columns, console=console, transient=True)
            self._task = self._bar.add_task("", total=outlets)

    def __enter__(self) -> Display:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def began(self, outlet: Outlet) -> None:
        """An outlet is being asked."""
        with self._lock:
            self._counts.setdefault(outlet.domain, Counter())
            self._working.append(outlet.domain)
            self._refresh()

    def listed(self, outlet: Outlet, way: str, ok: bool, reason: str, found: int) -> None:
        """One of its ways was gone; one that failed is told."""
        if not ok:
            self._say(f"{outlet.domain}: {way}: {reason}")

    def came(self, outlet: Outlet, url: str, outcome: Outcome, reason: str | None) -> None:
        """An address was dealt with."""
        with self._lock:
            self._counts[outlet.domain][outcome] += 1
            self._total[outcome] += 1
            self._refresh()
        if outcome in TOLD:
            self._say(f"{url}: {reason} ({outcome.value})")

    def ended(self, outlet: Outlet) -> None:
        """The outlet is done with."""
        with self._lock:
            self._working.remove(outlet.domain)
            counts = self._counts.pop(outlet.domain, Counter[Outcome]())  # empty where two tasks are of one outlet
            if self._bar is not None:
                self._bar.advance(self._task)
            self._refresh()
        if self._bar is None and self._each:
            self._say(f"{outlet.domain}: {in_words(counts)}")

    def _say(self, line: str) -> None:
        self._console.print(printable(line), markup=False, highlight=False, soft_wrap=True)

    def _refresh(self) -> None:
        if self._bar is not None:
            names = ", ".join(self._working[:3]) + (" …" if len(self._working) > 3 else "")
            self._bar.update(self._task, description=f"{in_words(self._total)} · {printable(names)}")


def in_words(counts: Mapping[Outcome, int]) -> str:
    """Outcomes in their own order: "12 new, 3 irrelevant"; "nothing" for none."""
    return ", ".join(f"{counts[one]} {one.value.replace('_', ' ')}" for one in Outcome if counts.get(one)) or "nothing"
