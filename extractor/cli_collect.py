"""The commands `collect` and `outlets`: arguments in, the room `collect` called, exit codes out."""

from __future__ import annotations

import json
import shlex
import signal
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from extractor.collect.collector import Task
    from extractor.collect.detection import Proposal
    from extractor.collect.discovery import Asked
    from extractor.collect.health import Report
    from extractor.collect.model import Candidate
    from extractor.collect.settings import Settings
    from extractor.knowledge.outlets import Outlet, OutletRegistry

FAILED = 1
INTERRUPTED = 130
_TRIED = 3  # candidates of an outlet that `outlets check` looks for

Data = Annotated[Path, typer.Option("--data", metavar="FOLDER", help="Where the archive and the state are kept.")]
Registry = Annotated[
    Path | None,
    typer.Option(
        "--outlets", metavar="FILE", help="Outlets of your own (TOML): they override and extend those that are known."
    ),
]
Only = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="DOMAIN", help="Only this outlet. May be given more than once.")
]
Contact = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        envvar="EXTRACTOR_CONTACT",
        help="Mail or web address at which an outlet reaches you; sent with every request.",
    ),
]
Delay = Annotated[
    float,
    typer.Option(
        min=0.0, metavar="SECONDS", help="Between two requests to a host, if its robots.txt does not ask for more."
    ),
]
Private = Annotated[
    bool,
    typer.Option("--allow-private", help="Also ask private and loopback addresses: for sites of your own, and tests."),
]

outlets_app = typer.Typer(
    help="The outlets that posts are collected from.", no_args_is_help=True, rich_markup_mode=None
)


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

    registry = _registry(outlets)
    window = Window(_day(since, "--since"), _day(until, "--until"))
    if window.since and window.until and window.since > window.until:
        raise typer.BadParameter(f"the first day, {since}, is after the last, {until}.", param_hint="--since")
    if any(not words.strip() for words in keyword or ()):
        raise typer.BadParameter("holds no word.", param_hint="--keyword")
    asked = Asked(tuple(keyword or KEYWORDS), window)
    settings = Settings(contact=contact, delay=delay, hosts_at_once=hosts, allow_private=allow_private)
    try:
        tasks = list(_tasks(registry, outlet, urls))
    except ListError as error:
        _stop(error)
    if dry_run:
        _tell_plan(tasks, asked)
        return
    raise typer.Exit(_collect(tasks, asked, settings, data))


def _collect(tasks: list[Task], asked: Asked, settings: Settings, data: Path) -> int:
    """One run; the exit code."""
    from rich.console import Console

    from extractor.collect.archive import Archive, ArchiveError
    from extractor.collect.collector import Collector
    from extractor.collect.database import StateError
    from extractor.collect.fetching import Fetcher
    from extractor.collect.lock import DataLock, LockedError
    from extractor.collect.progress import TOLD, Display, in_words
    from extractor.collect.recovery import recover
    from extractor.collect.state import State
    from extractor.collect.unfinished import UnfinishedPosts

    stop = threading.Event()
    console = Console(stderr=True)
    try:
        with DataLock(data), State(data / "state.sqlite3") as state:
            recovered = recover(data / "archive", state)
            for loss in recovered.losses:
                _complain(f"{data / 'archive'}: {loss}")
            if recovered.adopted:
                _complain(f"{recovered.adopted} posts of an interrupted run adopted")
            archive = Archive(data / "archive", now=lambda: datetime.now(UTC))
            try:
                with (
                    Fetcher(settings, stop=stop) as fetcher,
                    Display(len(tasks), console) as display,
                    _ended_by_signal(),
                ):
                    unfinished = UnfinishedPosts(data / "unfinished")
                    collector = Collector(fetcher, archive, state, display, stop=stop, unfinished=unfinished)
                    tally = collector.run(
                        tasks, asked, hosts_at_once=settings.hosts_at_once, command=shlex.join(sys.argv[1:])
                    )
                    asked_of = fetcher.requests_to
            finally:
                archive.close()
    except KeyboardInterrupt:
        _complain("interrupted; the next run goes on.")
        return INTERRUPTED
    except (ArchiveError, LockedError, OSError, StateError) as error:
        _complain(str(error))
        return FAILED
    total = tally.total()
    _complain(f"{in_words(total)}; {sum(asked_of.values())} requests to {len(asked_of)} hosts -> {data}")
    failed = any(total.get(outcome) for outcome in TOLD) or collector.failed_outlets
    return FAILED if failed else 0


@outlets_app.command("list")
def list_outlets(
    outlets: Registry = None, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False
) -> None:
    """Print the outlets: domain, name, province, make, ways of finding posts, status."""
    from extractor.collect.discovery import ways_of

    for one in sorted(_registry(outlets), key=lambda one: (one.province or "", one.domain)):
        row = {
            "domain": one.domain,
            "name": one.name,
            "province": one.province,
            "cms": one.cms,
            "discover": list(ways_of(one)),
            "status": one.status.value,
        }
        if as_json:
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            ways = " ".join(ways_of(one))
            typer.echo(
                f"{one.domain:32} {one.province or '--'}  {one.cms:10} {one.status.value:8} {ways:32} {one.name}"
            )


@outlets_app.command()
def check(
    domains: Annotated[list[str] | None, typer.Argument(metavar="DOMAIN", help="All if none is given.")] = None,
    outlets: Registry = None,
    contact: Contact = None,
    delay: Delay = 2.0,
    allow_private: Private = False,
) -> None:
    """Ask outlets whether posts about the agency are found there, by which way; nothing is kept."""
    from concurrent.futures import ThreadPoolExecutor

    from extractor.collect.fetching import Fetcher
    from extractor.collect.settings import Settings
    from extractor.run.terminal import printable

    chosen = [task.outlet for task in _tasks(_registry(outlets), domains, None)]
    settings = Settings(contact=contact, delay=delay, allow_private=allow_private)
    failed, stop = False, threading.Event()
    with Fetcher(settings, stop=stop) as fetcher, ThreadPoolExecutor(settings.hosts_at_once) as workers:
        try:
            for one, (line, ok) in zip(chosen, workers.map(lambda one: _check(one, fetcher), chosen), strict=True):
                typer.echo(printable(f"{one.domain}: {line}"))
                failed = failed or not ok
        except KeyboardInterrupt:
            stop.set()
            raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(FAILED if failed else 0)


def _check(outlet: Outlet, fetcher: Any) -> tuple[str, bool]:
    """How the search for posts goes at an outlet: in words, and whether a way worked."""
    from dataclasses import replace
    from functools import partial
    from itertools import islice

    from extractor.collect.discovery import Asked, candidates
    from extractor.collect.fetching import Kind
    from extractor.collect.model import CollectError

    told: list[str] = []

    def report(way: str, ok: bool, reason: str, found: int) -> None:
        told.append(f"{way} " + ("answers" if ok else f"does not work: {reason}"))

    try:
        asked = replace(Asked(), sitemaps=fetcher.robots(outlet.home).sitemaps)
        found = list(islice(candidates(outlet, asked, partial(fetcher.get, kind=Kind.LISTING), report), _TRIED))
    except CollectError as error:
        return f"{error.reason} ({error.outcome.value})", False
    if found:
        newest = max((str(one.day) for one in found if one.day), default="no day given")
        return "; ".join([*told, f"posts found by {found[0].via}, such as {found[0].url} ({newest})"]), True
    return "; ".join([*told, "no post found"]), any(line.endswith("answers") for line in told)


@outlets_app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The site's front page.")],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Append the entry to this file of outlets.")
    ] = None,
    contact: Contact = None,
    delay: Delay = 2.0,
    allow_private: Private = False,
) -> None:
    """Look at a site and propose the lines of a registry entry for it; what was seen and what is in doubt goes to standard error."""
    from functools import partial

    from extractor.collect.detection import propose
    from extractor.collect.fetching import Fetcher, Kind
    from extractor.collect.settings import Settings
    from extractor.run.terminal import printable

    settings = Settings(contact=contact, delay=delay, allow_private=allow_private)
    with Fetcher(settings) as fetcher:
        proposal = propose(url, partial(fetcher.get, kind=Kind.ANY))
    for line in proposal.findings:
        _complain(printable(line))
    for line in proposal.doubts:
        _complain(printable(f"in doubt: {line}"))
    if not proposal.entry:
        raise typer.Exit(FAILED)
    typer.echo("\n".join(map(printable, proposal.entry.splitlines())))
    if to is not None:
        _append(proposal, to)


def _append(proposal: Proposal, to: Path) -> None:
    """Add the entry to a file of outlets that does not have one of its domain."""
    try:
        known = to.read_text(encoding="utf-8").rstrip() if to.exists() else ""
        if any(row.get("domain") == proposal.domain for row in tomllib.loads(known).get("outlet", [])):
            _complain(f"{to}: holds an outlet of the domain {proposal.domain} already; nothing was added.")
            raise typer.Exit(FAILED)
        to.write_text(f"{known}\n\n{proposal.entry.strip()}\n".lstrip(), encoding="utf-8")
    except OSError as error:
        _complain(f"{to}: {error.strerror}; nothing was added.")
        raise typer.Exit(FAILED) from error
    except tomllib.TOMLDecodeError as error:
        _complain(f"{to}: not TOML: {error}; nothing was added.")
        raise typer.Exit(FAILED) from error


@outlets_app.command()
def health(
    data: Data = Path("data"),
    outlets: Registry = None,
    all_: Annotated[bool, typer.Option("--all", help="Also outlets that were never asked.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an outlet.")] = False,
) -> None:
    """Say which outlets give posts, which have gone silent, and the likely cause.

    Exit code 1 if an outlet that used to give posts stopped, or could not be asked in its last run.
    """
    from extractor.collect.database import StateError
    from extractor.collect.health import Health, reports
    from extractor.collect.history import History
    from extractor.collect.state import State

    path = data / "state.sqlite3"
    if not path.is_file():
        _complain(f"{path}: there is no state yet. `extractor collect --data {data}` makes one.")
        raise typer.Exit(FAILED)
    registry = _registry(outlets)
    try:
        with State(path) as state:
            history = History(state.database)
            known = {one.domain: one for one in registry}
            strangers = [_stranger(domain) for domain in history.outlets() if domain not in known]
            found = reports([*registry, *strangers], history, datetime.now(UTC))
    except StateError as error:
        _stop(error)
    shown = [one for one in found if all_ or one.health not in (Health.NEVER, Health.NOT_ASKED)]
    if as_json:
        for one in shown:
            typer.echo(json.dumps(one.as_json(), ensure_ascii=False))
    else:
        _print_health(shown)
    raise typer.Exit(FAILED if any(one.is_flagged for one in shown) else 0)


def _print_health(shown: list[Report]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from extractor.collect.progress import in_words
    from extractor.run.terminal import printable

    table = Table(
        "outlet", "health", "posts", "a week", "newest", "silent", "last success", "last runs", "likely cause"
    )
    for one in shown:
        past = one.history
        row = (
            one.outlet.domain,
            one.health.value,
            str(past.posts),
            f"{one.posts_a_week:g}",
            str(past.newest or "–"),
            "–" if past.silent_days is None else f"{past.silent_days} d",
            past.last_success.strftime("%Y-%m-%d") if past.last_success else "–",
            in_words(past.outcomes),
            one.cause or "",
        )
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _registry(path: Path | None) -> OutletRegistry:
    from extractor.knowledge.outlets import outlets, registry_with

    if path is None:
        return outlets()
    try:
        return registry_with(path)
    except OSError as error:
        _complain(f"{path}: {error.strerror}; give a file with outlets of your own.")
        raise typer.Exit(FAILED) from error
    except ValueError as error:
        _stop(error)


def _tasks(registry: OutletRegistry, domains: list[str] | None, urls: Path | None) -> Iterator[Task]:
    """What is to be done: a task an outlet, with the addresses of a file where one is given."""
    from extractor.collect.collector import Task

    if urls is not None:
        for outlet, given in _by_outlet(registry, urls):
            if not domains or outlet.domain in domains:
                yield Task(outlet, tuple(given))
        return
    if not domains:
        yield from (Task(one) for one in registry if one.asked)
        return
    chosen: dict[str, Task] = {}
    for domain in domains:
        found = registry.by_domain(domain)
        if found is None:
            raise typer.BadParameter(
                f"{domain}: no outlet of that domain. `extractor outlets list` prints them; `outlets add` makes an entry."
            )
        chosen[found.domain] = Task(found)
    yield from chosen.values()


def _by_outlet(registry: OutletRegistry, path: Path) -> list[tuple[Outlet, list[Candidate]]]:
    from extractor.collect.lists import urls
    from extractor.knowledge.outlets import host_of

    found: dict[str, tuple[Outlet, list[Candidate]]] = {}
    for one in urls(path, complain=_complain):
        host = host_of(one.url)
        outlet = registry.by_domain(host) or _stranger(host)
        found.setdefault(outlet.domain, (outlet, []))[1].append(one)
    return list(found.values())


def _stranger(domain: str) -> Outlet:
    """A site that the registry does not know."""
    from extractor.knowledge.outlets import Outlet

    return Outlet(domain, domain, None, "custom")


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
    _complain(f"{len(tasks)} outlets, {number} addresses to begin with; nothing was asked.")


def _day(printed: str | None, option: str) -> Any:
    from datetime import date

    if printed is None:
        return None
    try:
        return date.fromisoformat(printed)
    except ValueError as error:
        raise typer.BadParameter(f"{printed} is no day; write YYYY-MM-DD.", param_hint=option) from error


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Let SIGTERM, with which systems end programs, end the run as Ctrl-C does."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _complain(line: str) -> None:
    typer.echo(line, err=True)


def _stop(error: Exception) -> NoReturn:
    from extractor.run.terminal import printable

    _complain(printable(str(error)))
    raise typer.Exit(FAILED)
