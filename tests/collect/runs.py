"""Runs of collecting in a folder, one after another, and what they leave; loaded by `runpy.run_path`, as faults.py is."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from extractor.collect.archive import Archive
from extractor.collect.collector import Collector, Task
from extractor.collect.discovery import Asked
from extractor.collect.fetching import Fetcher
from extractor.collect.model import Outcome, Window
from extractor.collect.recovery import recover
from extractor.collect.state import State
from extractor.knowledge.outlets import Outlet

NOW = datetime(2024, 9, 3, 2, 0, tzinfo=UTC)


class Noted:
    """A watcher that writes down what it hears."""

    def __init__(self, heard: Callable[[str], None] = lambda url: None) -> None:
        self.outcomes: list[tuple[str, Outcome, str | None]] = []
        self.listings: list[tuple[str, str, bool, str, int]] = []
        self.open: list[str] = []
        self._heard = heard

    def began(self, outlet: Outlet) -> None:
        self.open.append(outlet.domain)

    def listed(self, outlet: Outlet, way: str, ok: bool, reason: str, found: int) -> None:
        self.listings.append((outlet.domain, way, ok, reason, found))

    def came(self, outlet: Outlet, url: str, outcome: Outcome, reason: str | None) -> None:
        self.outcomes.append((url, outcome, reason))
        self._heard(url)

    def ended(self, outlet: Outlet) -> None:
        self.open.remove(outlet.domain)


class Ran:
    """What a run gave: `counts` of outcomes in words, what the watcher `noted`, and the `collector`."""

    def __init__(self, collector: Collector, noted: Noted, tally: Any) -> None:
        self.collector, self.noted, self.tally = collector, noted, tally

    @property
    def counts(self) -> dict[str, int]:
        return {outcome.value: count for outcome, count in self.tally.total().items()}

    def of(self, domain: str) -> dict[str, int]:
        return {outcome.value: count for outcome, count in self.tally.counts.get(domain, {}).items()}

    def reasons(self, outcome: Outcome) -> list[str | None]:
        return [reason for _, found, reason in self.noted.outcomes if found is outcome]


class Runs:
    """Runs in a folder; a context manager. `now` is their clock, `fetcher` makes what asks for them."""

    def __init__(self, folder: Path, fetcher: Callable[..., Fetcher]) -> None:
        self.folder, self._fetcher, self.now = folder, fetcher, NOW
        self._stack = ExitStack()

    def __enter__(self) -> Runs:
        self.state = self._stack.enter_context(State(self.folder / "state.sqlite3"))
        return self

    def __exit__(self, *raised: object) -> None:
        self._stack.close()

    def run(
        self,
        *tasks: Task | Outlet,
        window: Window | None = None,
        hosts: int = 4,
        heard: Callable[[str], None] = lambda url: None,
        stop: threading.Event | None = None,
        **settings: Any,
    ) -> Ran:
        """One run, as the command makes it."""
        stop, noted = stop or threading.Event(), Noted(heard)
        recover(self.folder / "archive", self.state)
        archive = Archive(self.folder / "archive", now=lambda: self.now)
        fetching = self._fetcher(stop=stop, **{"allow_private": False, **settings})
        collector = Collector(fetching, archive, self.state, noted, stop=stop, now=lambda: self.now)
        try:
            given = [task if isinstance(task, Task) else Task(task) for task in tasks]
            tally = collector.run(given, Asked(window=window or Window()), hosts_at_once=hosts, command="collect")
        finally:
            archive.close()
        assert noted.open == []
        return Ran(collector, noted, tally)

    def archived(self) -> Counter[str]:
        """Versions in the archive by address of the post, read by warcio; pages that follow a first one are not counted."""
        found: Counter[str] = Counter()
        for path in sorted((self.folder / "archive").rglob("*.warc.gz")):
            with path.open("rb") as file:
                for record in ArchiveIterator(file):
                    number = record.rec_headers.get_header("Jamsos-Page") or ""
                    if record.rec_type == "response" and number.startswith("1/"):
                        found[record.rec_headers.get_header("Jamsos-Post")] += 1
        return found
