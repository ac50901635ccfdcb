"""The command `digest`: arguments in, the room of that name called, exit codes out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_shared import STORE, Data, Registry, StoreFile, day_of, registry_of, stop_with

if TYPE_CHECKING:
    from extractor.digest import Digest

_WIDTH_OF_FILES = 100  # characters, for a digest that does not go to a terminal


def digest(
    store: StoreFile = STORE,
    data: Data = Path("data"),
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Tell what came with the runs of this day (YYYY-MM-DD, as Jakarta counts days) and later; "
            "if not given, what no digest has told.",
        ),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="terminal, markdown, html or mail.")
    ] = "terminal",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, not to standard output.")
    ] = None,
    area: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A province, regency, city or district whose stories come first, by name or Kemendagri code. "
            "May be given more than once.",
        ),
    ] = None,
    language: Annotated[str, typer.Option(metavar="id|en", help="Language of the words around what posts say.")] = "id",
    outlets: Registry = None,
    mark: Annotated[
        bool, typer.Option("--mark", help="Note that these runs have been told, so that the next digest begins after.")
    ] = False,
) -> None:
    """Tell what is new: stories, money, figures, people, contradictions, and what to check by hand.

    Reads in two minutes: what is cut is counted. Nothing is changed in the store unless --mark is given.
    """
    from datetime import UTC, datetime

    from extractor.collect.state import StateError
    from extractor.digest import DigestError, mark_digested, run_before
    from extractor.digest import digest as gathered
    from extractor.digest.troubles import read_history
    from extractor.store import Store, StoreError

    day = day_of(since, "--since")
    registry = registry_of(outlets)
    at = datetime.now(UTC)
    try:
        with Store(store, read_only=not mark) as opened, read_history(data) as history:
            made = gathered(
                opened,
                at=at,
                after_run=None if day is None else run_before(opened, day),
                history=history,
                areas=area or (),
                registry=registry,
            )
            _show(made, format_, language, output)
            if mark:
                mark_digested(opened, made.upto, at)
    except (DigestError, StateError, StoreError) as error:
        stop_with(error)
    except BrokenPipeError:  # nobody read it to its end, so it is not marked as told
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show(made: Digest, format_: str, language: str, output: Path | None) -> None:
    """Write a digest to a file or to standard output.

    Raises:
        DigestError: it cannot be written, or not so.
    """
    from extractor.digest import DigestError
    from extractor.digest.files import shown, write_whole
    from extractor.digest.layout import page
    from extractor.digest.terminal import print_page

    if output is not None:
        try:
            write_whole(output, shown(made, format_, language))
        except OSError as error:
            raise DigestError(f"{output}: cannot be written ({error.strerror}). Name another file with -o.") from error
    elif format_ == "terminal":
        from rich.console import Console

        console = Console()
        if not console.is_terminal and "COLUMNS" not in os.environ:
            console = Console(width=_WIDTH_OF_FILES)
        print_page(page(made, language), console)
    else:
        sys.stdout.write(shown(made, format_, language))
    sys.stdout.flush()
