"""The command `stories`: what happened, who told it, and where they contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_shared import FAILED, STORE, StoreFile, complain, stop_with

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.store import Store
    from extractor.stories.model import Contradiction, Story


def stories(
    store: StoreFile = STORE,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, metavar="N", help="Stories at most, the latest first.")
    ] = 20,
    least: Annotated[int, typer.Option("--least", min=1, metavar="N", help="Leave out stories of fewer articles.")] = 2,
    contradictions: Annotated[
        bool, typer.Option("--contradictions", help="Only what articles of a story tell differently, with its sources.")
    ] = False,
    show: Annotated[
        int | None,
        typer.Option("--show", metavar="KEY", help="One story: its articles, why they are one, what they contradict."),
    ] = None,
) -> None:
    """Show stories: articles of several outlets about one happening."""
    from extractor.store import Store, StoreError
    from extractor.stories import reading

    try:
        with Store(store, read_only=True) as opened:
            console = _console()
            if show is not None:
                _show(opened, show, console)
            elif contradictions:
                found = reading.contradictions(opened)[-limit:]
                _print_contradictions(found, console)
                complain(f"{len(found)} contradictions")
            else:
                told = reading.stories(opened, limit=limit, least_articles=least)
                _print_stories(told, console)
                complain(f"{len(told)} stories of at least {least} articles")
    except StoreError as error:
        stop_with(error)


def _console() -> Console:
    """The terminal; a pipe gets lines as wide as they are."""
    import sys

    from rich.console import Console

    return Console(soft_wrap=True) if not sys.stdout.isatty() else Console()


def _print_stories(told: list[Story], console: Console) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    rows = [
        (
            str(one.key),
            one.day or "-",
            (one.type or "-").replace("_", " "),
            str(len(one.articles)),
            _plain(one.title),
            _plain(", ".join(one.outlets)),
        )
        for one in told
    ]
    if not console.is_terminal:
        for row in rows:
            typer.echo("\t".join(row))
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in ("Key", "Day", "Event"):
        table.add_column(name, no_wrap=True)
    table.add_column("Articles", justify="right")
    table.add_column("Headline", ratio=3, overflow="fold")
    table.add_column("Outlets", ratio=2, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _show(store: Store, key: int, console: Console) -> None:
    from rich.text import Text

    from extractor.stories import reading

    one = reading.story(store, key)
    if one is None:
        complain(f"{key}: no story of that number. `extractor stories` prints them.")
        raise typer.Exit(FAILED)
    heads = {
        id_: f"{day or '-'}  {_plain(outlet)}: {_plain(title)}"
        for id_, day, outlet, title in store.database.rows(
            "SELECT id, day, outlet, title FROM articles WHERE story = ?", key
        )
    }
    console.print(Text(_plain(one.title), style="bold"))
    console.print(Text(f"{one.day or '-'}  {(one.type or '-').replace('_', ' ')}  province {one.province_code or '-'}"))
    for id_ in one.articles:
        console.print(Text(f"  {id_}  {heads[id_]}"))
    links = reading.links(store, key)
    if links:
        console.print(Text("Why they are one:", style="bold"))
    for link in links:
        console.print(Text(f"  {link.article} {link.other}  {link.kind} {link.score:g}: {_plain(link.reason)}"))
    _print_contradictions(reading.contradictions_of(store, key), console)


def _print_contradictions(found: list[Contradiction], console: Console) -> None:
    from rich.text import Text

    for one in found:
        head = f"Contradiction in story {one.story}, {_plain(one.title)}: {one.kind} {one.what.replace('_', ' ')}"
        console.print(Text(head, style="bold"))
        for side in one.sides:
            printed = f' ("{_plain(side.text)}")' if side.text else ""
            console.print(Text(f"  {_plain(side.value)}{printed}  {_plain(side.outlet)}  {side.article}"))


def _plain(text: str | None) -> str:
    from extractor.run.terminal import printable

    return printable(text) if text else "-"
