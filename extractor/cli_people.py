"""The command `people`: who somebody is, the roles over time, whom they met, in which articles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_shared import FAILED, STORE, StoreFile, complain, stop_with

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.identities.model import PersonFound, Profile

_NARROW = 72  # characters; below, columns would break words
_MOST_MET = 15
_MOST_ARTICLES = 10

Section = tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]]


def people(
    words: Annotated[str, typer.Argument(metavar="NAME", help="A name, or the beginning of one.")],
    store: StoreFile = STORE,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Tell of at most so many people.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a person and line.")] = False,
) -> None:
    """Say who that is: names, roles over time, whom they met, in which articles, and why these are one person.

    Every person whose name holds the words is told, those with most articles first. Exit code 1 if there is none.
    """
    from rich.console import Console

    from extractor.identities.reading import find_people, profile
    from extractor.run.terminal import printable
    from extractor.store import Store, StoreError

    try:
        with Store(Path(store), read_only=True) as opened:
            found = find_people(opened, words, limit + 1)
            profiles = [told for one in found[:limit] if (told := profile(opened, one.person)) is not None]
    except StoreError as error:
        stop_with(error)
    if not found:
        complain(f"{printable(words)}: nobody of that name in {printable(str(store))}.")
        raise typer.Exit(FAILED)
    if as_json:
        for one in profiles:
            typer.echo(json.dumps(asdict(one), ensure_ascii=False))
        return
    console = Console(highlight=False, soft_wrap=False)
    for number, (one, who) in enumerate(zip(profiles, found, strict=False)):
        if number:
            console.print()
        _tell(console, one, who)
    if len(found) > limit:
        complain(f"More people have that name; --limit {limit * 4} tells of more, a fuller name of fewer.")


def _tell(console: Console, one: Profile, who: PersonFound) -> None:
    from rich.text import Text

    from extractor.run.terminal import printable

    head = printable(f"{one.name} (person {one.person})")
    more = [who.role or "no role told", _count(who.articles, "article"), _span(who.first_day, who.last_day)]
    about = printable(", ".join(part for part in more if part))
    if _is_plain(console):
        typer.echo(head)
        typer.echo(f"  {about}")
    else:
        console.print(Text(head, style="bold"))
        console.print(Text(about))
    for section in _sections(one):
        _print(console, section)


def _sections(one: Profile) -> Iterable[Section]:
    names = [(named.name, _count(named.articles, "article")) for named in one.names if named.name != one.name]
    yield "Also named", ("Name", "In"), names
    offices = [
        (
            _span(held.first_day, held.last_day),
            held.title,
            held.body or held.area or "",
            _count(held.articles, "article"),
        )
        for held in one.tenures
    ]
    yield "Roles", ("Seen", "Office", "Of", "In"), offices
    yield "Told of as", ("Role",), [] if offices else [(tie,) for tie in one.ties]
    met = [
        (other.name, _count(other.events, "event"), other.last_day or "", ", ".join(other.types[:3]))
        for other in one.met[:_MOST_MET]
    ]
    yield "Met", ("Who", "At", "Last", "What"), met
    articles = [
        (about.day or "", about.outlet or "", about.title or "", about.id) for about in one.articles[:_MOST_ARTICLES]
    ]
    yield "Articles", ("Day", "Outlet", "Title", "Id"), articles
    if one.quotes:
        yield "Quoted", ("",), [(_count(one.quotes, "time"),)]
    yield "Why one person", ("", "", ""), [(link.one, link.other, link.why) for link in one.evidence]


def _print(console: Console, section: Section) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from extractor.run.terminal import printable

    title, headings, rows = section
    if not rows:
        return
    if _is_plain(console):
        typer.echo(f"  {title}:")
        for row in rows:
            typer.echo("    " + printable("; ".join(cell for cell in row if cell)))
        return
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", show_header=any(headings), pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)


def _is_plain(console: Console) -> bool:
    """Are columns of no use: in a pipe, on a narrow terminal?"""
    return not console.is_terminal or console.width < _NARROW


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _span(first: str | None, last: str | None) -> str:
    if first is None or last is None:
        return first or last or ""
    return first if first == last else f"{first} to {last}"
