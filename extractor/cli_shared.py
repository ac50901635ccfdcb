"""What several commands share: their options, the choice of outlets, lines to standard error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from datetime import date

    from extractor.collect.collector import Task
    from extractor.collect.model import Candidate
    from extractor.knowledge.outlets import Outlet, OutletRegistry

FAILED = 1
INTERRUPTED = 130
STORE = Path("data/news.db")

Data = Annotated[Path, typer.Option("--data", metavar="FOLDER", help="Where the archive and the state are kept.")]
StoreFile = Annotated[Path, typer.Option("--store", metavar="FILE", help="The store, an SQLite file.")]
Registry = Annotated[
    Path | None,
    typer.Option(
        "--outlets", metavar="FILE", help="Outlets of your own (TOML): they override and extend those that are known."
    ),
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


def registry_of(path: Path | None) -> OutletRegistry:
    """The outlets that are known, changed and extended by a file; ends the command if that cannot be read."""
    from extractor.knowledge.outlets import outlets, registry_with

    if path is None:
        return outlets()
    try:
        return registry_with(path)
    except OSError as error:
        complain(f"{path}: {error.strerror}; give a file with outlets of your own.")
        raise typer.Exit(FAILED) from error
    except ValueError as error:
        stop_with(error)


def tasks_of(registry: OutletRegistry, domains: list[str] | None, urls: Path | None) -> Iterator[Task]:
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
    for one in urls(path, complain=complain):
        host = host_of(one.url)
        outlet = registry.by_domain(host) or stranger(host)
        found.setdefault(outlet.domain, (outlet, []))[1].append(one)
    return list(found.values())


def stranger(domain: str) -> Outlet:
    """A site that the registry does not know."""
    from extractor.knowledge.outlets import Outlet

    return Outlet(domain, domain, None, "custom")


def day_of(printed: str | None, option: str) -> date | None:
    """The day that an option names; ends the command for wrong usage if that is none."""
    from datetime import date

    try:
        return None if printed is None else date.fromisoformat(printed)
    except ValueError as error:
        raise typer.BadParameter(f"{printed} is no day; write YYYY-MM-DD.", param_hint=option) from error


def complain(line: str) -> None:
    """Tell a line on standard error."""
    typer.echo(line, err=True)


def stop_with(error: Exception) -> NoReturn:
    """End the command with what went wrong."""
    from extractor.run.terminal import printable

    complain(printable(str(error)))
    raise typer.Exit(FAILED)
