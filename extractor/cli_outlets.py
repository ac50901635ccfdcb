"""The commands `outlets list`, `check`, `add` and `health`: arguments in, the room `collect` called, exit codes out."""

from __future__ import annotations

import json
import sys
import threading
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    registry_of,
    stop_with,
    stranger,
    tasks_of,
)

if TYPE_CHECKING:
    from extractor.collect.detection import Proposal
    from extractor.collect.health import Report
    from extractor.knowledge.outlets import Outlet

_TRIED = 3  # candidates of an outlet that `outlets check` looks for

outlets_app = typer.Typer(
    help="The outlets that posts are collected from.", no_args_is_help=True, rich_markup_mode=None
)


@outlets_app.command("list")
def list_outlets(
    outlets: Registry = None, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False
) -> None:
    """Print the outlets: domain, name, province, make, ways of finding posts, status."""
    from extractor.collect.discovery import ways_of

    for one in sorted(registry_of(outlets), key=lambda one: (one.province or "", one.domain)):
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

    chosen = [task.outlet for task in tasks_of(registry_of(outlets), domains, None)]
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
        complain(printable(line))
    for line in proposal.doubts:
        complain(printable(f"in doubt: {line}"))
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
            complain(f"{to}: holds an outlet of the domain {proposal.domain} already; nothing was added.")
            raise typer.Exit(FAILED)
        to.write_text(f"{known}\n\n{proposal.entry.strip()}\n".lstrip(), encoding="utf-8")
    except OSError as error:
        complain(f"{to}: {error.strerror}; nothing was added.")
        raise typer.Exit(FAILED) from error
    except tomllib.TOMLDecodeError as error:
        complain(f"{to}: not TOML: {error}; nothing was added.")
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
    from extractor.collect.health import Health, reports
    from extractor.collect.history import History
    from extractor.collect.state import State, StateError

    path = data / "state.sqlite3"
    if not path.is_file():
        complain(f"{path}: there is no state yet. `extractor collect --data {data}` makes one.")
        raise typer.Exit(FAILED)
    registry = registry_of(outlets)
    try:
        with State(path) as state:
            history = History(state.database)
            known = {one.domain: one for one in registry}
            strangers = [stranger(domain) for domain in history.outlets() if domain not in known]
            found = reports([*registry, *strangers], history, datetime.now(UTC))
    except StateError as error:
        stop_with(error)
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
