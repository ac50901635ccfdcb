"""The command `collect`: arguments in, the room of that name called, exit codes out."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_shared import (
    FAILED,
    INTERRUPTED,
    Contact,
    Data,
    Delay,
    Private,
    Registry,
    complain,
    day_of,
    registry_of,
    stop_with,
    tasks_of,
)

if TYPE_CHECKING:
    from extractor.collect.collector import Task
    from extractor.collect.discovery import Asked
    from extractor.collect.settings import Settings

Only = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="DOMAIN", help="Only this outlet. May be given more than once.")
]


def collect(
    data: Data = Path("data"),
    since: Annotated[str | None, typer.Option(metavar="DATE", help="First day of publication, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last day of publication, YYYY-MM-DD.")] = None,
    keyword: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS", help="Look for these words instead of the agency's names. May be given more than once."
        ),
    ] = None,
    outlet: Only = None,
    outlets: Registry = None,
    urls: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Fetch these addresses instead: one a line, or a table with a column link or url (.csv, .json, .jsonl).",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be asked of whom, and ask nothing.")
    ] = False,
    contact: Contact = None,
    delay: Delay = 2.0,
    hosts: Annotated[
        int, typer.Option(min=1, metavar="N", help="Hosts asked at the same time, one request each.")
    ] = 16,
    allow_private: Private = False,
) -> None:
    """Find and fetch new posts, and keep their pages for ever.

    Pages go to FOLDER/archive as WARC files, which `extract` reads; what was asked with which outcome to FOLDER/state.sqlite3.
    A run may be ended at any time: the next one goes on. Addresses that fail are told, one a line; the last line counts
    outcomes.
    """
    from extractor.collect.discovery import Asked
    from extractor.collect.lists import ListError
    from extractor.collect.model import KEYWORDS, Window
    from extractor.collect.settings import Settings

    registry = registry_of(outlets)
    window = Window(day_of(since, "--since"), day_of(until, "--until"))
    if window.since and window.until and window.since > window.until:
        raise typer.BadParameter(f"the first day, {since}, is after the last, {until}.", param_hint="--since")
    if any(not words.strip() for words in keyword or ()):
        raise typer.BadParameter("holds no word.", param_hint="--keyword")
    asked = Asked(tuple(keyword or KEYWORDS), window)
    settings = Settings(contact=contact, delay=delay, hosts_at_once=hosts, allow_private=allow_private)
    try:
        tasks = list(tasks_of(registry, outlet, urls))
    except ListError as error:
        stop_with(error)
    if dry_run:
        _tell_plan(tasks, asked)
        return
    raise typer.Exit(_collect(tasks, asked, settings, data))


def _collect(tasks: list[Task], asked: Asked, settings: Settings, data: Path) -> int:
    """One run; the exit code."""
    from rich.console import Console

    from extractor.collect.archive import ArchiveError
    from extractor.collect.running import collect_into
    from extractor.collect.state import StateError
    from extractor.persistence.lock import Lock, LockedError
    from extractor.run.ending import ended_by_signal

    command = shlex.join(sys.argv[1:])
    try:
        with Lock(data / "lock"), ended_by_signal():
            done = collect_into(
                data, tasks, asked, settings, command=command, complain=complain, console=Console(stderr=True)
            )
    except KeyboardInterrupt:
        complain("interrupted; the next run goes on.")
        return INTERRUPTED
    except (ArchiveError, LockedError, OSError, StateError) as error:
        complain(str(error))
        return FAILED
    complain(f"{done} -> {data}")
    return FAILED if done.failures else 0


def _tell_plan(tasks: list[Task], asked: Asked) -> None:
    """Print what a run would ask first, outlet by outlet."""
    from urllib.parse import urlsplit

    from extractor.collect.discovery import plan
    from extractor.run.terminal import printable

    number = 0
    for task in tasks:
        first = [one.url for one in task.given] if task.given is not None else plan(task.outlet, asked)
        homes = (
            [f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in first] if task.given else [task.outlet.home]
        )
        addresses = list(dict.fromkeys([*(f"{home}/robots.txt" for home in homes), *first]))
        typer.echo(printable(task.outlet.domain))
        for address in addresses:
            typer.echo(f"  {printable(address)}")
        number += len(addresses)
    complain(f"{len(tasks)} outlets, {number} addresses to begin with; nothing was asked.")
