"""The commands `store add`, `store info`, `store check` and `search`: records into the store, what it holds, whether it is whole."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_shared import FAILED, STORE, StoreFile, complain, stop_with

if TYPE_CHECKING:
    from extractor.records import Record
    from extractor.store import Store

store_app = typer.Typer(
    help="Keep records in the store and look after it.", no_args_is_help=True, rich_markup_mode=None
)


@store_app.command()
def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORDS", help="Files of records: what `extract` or `export` wrote; - for standard input."
        ),
    ],
    store: StoreFile = STORE,
) -> None:
    """Put records into the store.

    A record whose article is there already is another version of it if its text differs; adding the same twice changes
    nothing. A line that is no record ends its file, and the other files are read; the exit code tells.
    """
    from extractor.evaluate.facts import UnreadableError
    from extractor.identities.resolving import resolve
    from extractor.persistence.lock import Lock, LockedError
    from extractor.run import read_records
    from extractor.store import Counts, Store, StoreError
    from extractor.stories.grouping import group

    failures = 0

    def records() -> Iterator[Record]:
        nonlocal failures
        for path in paths:
            try:
                yield from read_records(path)
            except UnreadableError as error:
                failures += 1
                complain(str(error))

    counts = Counts()
    try:
        with Lock(Path(f"{store}.lock")), Store(store) as opened:
            run = opened.begin_run(shlex.join(sys.argv[1:]))
            counts = opened.upsert(records(), run)
            resolve(opened)
            group(opened)
            opened.end_run(run, "failed" if failures else "finished", counts, failures)
    except (LockedError, StoreError, OSError) as error:
        stop_with(error)
    complain(f"{counts} -> {store}")
    raise typer.Exit(FAILED if failures else 0)


@store_app.command()
def info(store: StoreFile = STORE) -> None:
    """Print what the store holds and its last runs."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from extractor.run.terminal import printable

    with _opened(store) as opened:
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(justify="right")
        table.add_column()
        for name in (
            "articles",
            "versions",
            "events",
            "people",
            "organizations",
            "amounts",
            "quantities",
            "stories",
            "warnings",
        ):
            ((number,),) = opened.database.rows(f"SELECT count(*) FROM {name}")  # noqa: S608 — names of ours
            table.add_row(f"{number:,}", name)
        console = Console()
        console.print(table)
        rows = opened.database.rows(
            "SELECT key, started, status, new, updated, failed, command FROM runs ORDER BY key DESC LIMIT 5"
        )
        for key, started, status, new, updated, failed, command in rows:
            line = f"run {key}  {started}  {status}  {new} new, {updated} updated, {failed} failed  {command}"
            console.print(Text(printable(line)))


@store_app.command()
def check(store: StoreFile = STORE) -> None:
    """Look whether the store is whole: pages, references, full-text index.

    Each fault is a line; exit code 1 if there is one.
    """
    from extractor.store.checking import faults

    with _opened(store) as opened:
        found = list(faults(opened))
    for fault in found:
        complain(fault)
    complain("the store is whole" if not found else f"{len(found)} faults")
    raise typer.Exit(FAILED if found else 0)


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS", help='All of these; "words in quotation marks" stand beside each other, santun* begins so.'
        ),
    ],
    store: StoreFile = STORE,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="Print at most so many, the last that came first.")
    ] = 20,
) -> None:
    """Find articles in the store by their words.

    Exit code 1 if none is found.
    """
    from rich.console import Console
    from rich.text import Text

    from extractor.run.terminal import printable

    with _opened(store) as opened:
        found = opened.search(" ".join(words), limit)
    console = Console(soft_wrap=True)
    for one in found:
        head = "  ".join(printable(part) for part in (one.id, one.day or "-", one.outlet or "-", one.title or "-"))
        console.print(Text(head, style="bold"))
        console.print(Text(f"  {printable(one.snippet)}"))
    if not found:
        complain("no article holds these words.")
        raise typer.Exit(FAILED)


def _opened(path: Path) -> Store:
    from extractor.store import Store, StoreError

    try:
        return Store(path, read_only=True)
    except StoreError as error:
        stop_with(error)
