"""The stages of a daily run: what each does, and what it says of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from extractor.daily.config import Config
from extractor.daily.log import RunLog

if TYPE_CHECKING:  # a stage loads what it needs: the model and the libraries of collecting take a second each
    from collections.abc import Iterator

    from extractor.digest import Digest
    from extractor.pipeline import Extractor
    from extractor.store import Store


_WIDTH_OF_FILES = 100  # characters, of a digest that does not go to a terminal


class Stage(StrEnum):
    """The stages, in their order."""

    COLLECT = "collect"
    EXTRACT = "extract"
    IDENTITIES = "identities"
    STORIES = "stories"
    DIGEST = "digest"


NEEDS: Final[Mapping[Stage, tuple[Stage, ...]]] = {Stage.DIGEST: (Stage.IDENTITIES, Stage.STORIES)}
"""Stages without which another does not run: a digest tells of each run once, so it waits for a run that knows the stories.

All others work on what is there: an outlet that is down, or a network, does not keep posts that were collected from being read.
"""


class StageError(Exception):
    """A stage could do nothing of what it is for; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a run gives to its stages.

    Attributes:
        config: what is to be done.
        command: the command line, for histories.
        load: makes the extractor.
        console: standard error, for progress.
        complain: is told of each failure in a line.
        since: first day of publication to ask for, instead of that of the configuration.
        again: extract the whole archive anew.
        quiet: show no progress, print no digest.
    """

    config: Config
    command: str
    load: Callable[[], Extractor]
    console: Console
    complain: Callable[[str], None]
    since: date | None = None
    again: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A stage that did its work: in words, and how many outlets or posts failed in it."""

    told: str
    failures: int = 0
    written: tuple[str, ...] = field(default=())


class Work(Protocol):
    """What a stage does in the store, under its lock and that of the data folder; it raises where it fails wholly."""

    def __call__(self, day: Day, store: Store, log: RunLog) -> Done:
        """Do it."""


def collect(day: Day) -> Done:
    """Ask the outlets; needs no store, for pages that were not fetched today may be gone tomorrow.

    Raises:
        ArchiveError, StateError, OSError: see `collect_into`.
        StageError: not one outlet could be asked.
    """
    from extractor.collect.collector import Task  # noqa: PLC0415
    from extractor.collect.discovery import Asked  # noqa: PLC0415
    from extractor.collect.model import Window  # noqa: PLC0415
    from extractor.collect.running import collect_into  # noqa: PLC0415

    config = day.config
    window = config.window(datetime.now(UTC).date()) if day.since is None else Window(since=day.since)
    done = collect_into(
        config.data,
        [Task(one) for one in config.outlets],
        Asked(config.keywords, window),
        config.manners,
        command=day.command,
        complain=day.complain,
        console=day.console,
        each_outlet=False,
    )
    if config.outlets and len(done.failed_outlets) == len(config.outlets):
        raise StageError(f"none of the {len(config.outlets)} outlets could be asked. Check the network.")
    return Done(str(done), done.failures)


def extract(day: Day, store: Store, log: RunLog) -> Done:
    """Read on in the archive, records into the store."""
    from extractor.daily.extracting import Extracting, forget_all, parts  # noqa: PLC0415

    if day.again:
        forget_all(store)
    given = parts(store, day.config.data)
    extracting = Extracting(store, log, day.config.data, load=day.load, complain=day.complain)
    with _bar(day, sum(part.size - part.start for part in given)) as progress:
        done = extracting.read(given, progress)
    return Done(str(done), done.failures)


def identities(day: Day, store: Store, log: RunLog) -> Done:
    """Find out who of the new articles is who."""
    from extractor.identities.resolving import resolve  # noqa: PLC0415

    return Done(_articles(resolve(store)))


def stories(day: Day, store: Store, log: RunLog) -> Done:
    """Put new articles to the others that tell of the same."""
    from extractor.stories.grouping import group  # noqa: PLC0415

    return Done(_articles(group(store)))


def digest(day: Day, store: Store, log: RunLog) -> Done:
    """Write what is new since the last digest, this run included, and note that it was told.

    Where nobody is to be given it, nothing is noted: the next digest tells it.

    Raises:
        StageError: it cannot be written.
        StateError: the state of collecting cannot be read.
    """
    from extractor.digest import DigestError, mark_digested  # noqa: PLC0415
    from extractor.digest import digest as gather  # noqa: PLC0415
    from extractor.digest.files import write  # noqa: PLC0415
    from extractor.digest.troubles import read_history  # noqa: PLC0415

    config, now = day.config, datetime.now(UTC)
    formats = [one for one in config.formats if one != "terminal" or not day.quiet]
    if not formats:
        return Done("in no format, so none was written")
    try:
        with read_history(config.data) as history:
            made = gather(store, at=now, upto=log.run, history=history, areas=config.areas, registry=config.registry)
        written = write(made, config.digests, formats, config.language)
        if "terminal" in formats:
            _print(made, config.language)
    except DigestError as error:
        raise StageError(str(error)) from error
    mark_digested(store, made.upto, now)
    told = "nothing new" if made.is_empty else f"{made.counts.posts} new posts, {made.counts.stories} new stories"
    return Done(told, written=tuple(map(str, written)))


def _print(made: Digest, language: str) -> None:
    """Print a digest to standard output.

    Raises:
        StageError: whoever reads it went before its end.
    """
    from extractor.digest.layout import page  # noqa: PLC0415
    from extractor.digest.terminal import print_page  # noqa: PLC0415

    console = Console()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(width=_WIDTH_OF_FILES)
    try:
        print_page(page(made, language), console)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the interpreter can close it
        raise StageError("the reader of standard output went away; the next digest tells it again") from None


WORKS: Final[Mapping[Stage, Work]] = {
    Stage.EXTRACT: extract,
    Stage.IDENTITIES: identities,
    Stage.STORIES: stories,
    Stage.DIGEST: digest,
}
"""What the stages after collecting do."""


def _articles(number: int) -> str:
    return f"{number} {'article' if number == 1 else 'articles'}"


@contextmanager
def _bar(day: Day, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if day.quiet or not total or not day.console.is_terminal:
        yield lambda done: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=day.console, transient=True) as progress:
        task = progress.add_task("extract", total=total)
        yield lambda done: progress.update(task, completed=done)
