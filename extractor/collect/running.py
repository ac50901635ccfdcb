"""A run of collecting in a data folder, from its recovery to its figures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from extractor.collect.archive import Archive
from extractor.collect.collector import Collector, Task
from extractor.collect.discovery import Asked
from extractor.collect.fetching import Fetcher
from extractor.collect.model import Outcome
from extractor.collect.progress import TOLD, Display, in_words
from extractor.collect.recovery import recover
from extractor.collect.settings import Settings
from extractor.collect.state import State
from extractor.collect.unfinished import UnfinishedPosts


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of a run.

    Attributes:
        total: addresses by outcome.
        failed_outlets: domains that could not be asked for their posts by any way.
        requests: that were sent.
        hosts: to so many hosts.
    """

    total: dict[Outcome, int]
    failed_outlets: tuple[str, ...]
    requests: int
    hosts: int

    @property
    def failures(self) -> int:
        """Addresses and outlets of which nothing came though something should have."""
        return sum(self.total.get(outcome, 0) for outcome in TOLD) + len(self.failed_outlets)

    def __str__(self) -> str:
        return f"{in_words(self.total)}; {self.requests} requests to {self.hosts} hosts"


def collect_into(
    data: Path,
    tasks: Sequence[Task],
    asked: Asked,
    settings: Settings,
    *,
    command: str,
    complain: Callable[[str], None],
    console: Console,
    each_outlet: bool = True,
) -> Collected:
    """Do the tasks; archive and state are brought together first. To be called under the lock of the folder (`Lock(data / "lock")`).

    Args:
        data: the folder.
        tasks: one an outlet.
        asked: keywords and days.
        settings: how to behave.
        command: told in the history of runs.
        complain: is told in a line what recovery found.
        console: where progress and failures are shown.
        each_outlet: where the console is no terminal: show a line an outlet, or only what fails.

    Raises:
        ArchiveError: a post could not be written (a full disk).
        StateError: the state cannot be read or written.
        OSError: the archive cannot be read.
    """
    stop = threading.Event()
    with State(data / "state.sqlite3") as state:
        recovered = recover(data / "archive", state)
        for loss in recovered.losses:
            complain(f"{data / 'archive'}: {loss}")
        if recovered.adopted:
            complain(f"{recovered.adopted} posts of an interrupted run adopted")
        archive = Archive(data / "archive", now=lambda: datetime.now(UTC))
        try:
            with Fetcher(settings, stop=stop) as fetcher, Display(len(tasks), console, each=each_outlet) as display:
                unfinished = UnfinishedPosts(data / "unfinished")
                collector = Collector(fetcher, archive, state, display, stop=stop, unfinished=unfinished)
                tally = collector.run(tasks, asked, hosts_at_once=settings.hosts_at_once, command=command)
                asked_of = fetcher.requests_to
        finally:
            archive.close()
    return Collected(
        tally.total(), tuple(dict.fromkeys(collector.failed_outlets)), sum(asked_of.values()), len(asked_of)
    )
