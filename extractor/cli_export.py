"""The command `export`: arguments in, the room of that name called, exit codes out."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_shared import FAILED, INTERRUPTED, STORE, StoreFile, complain, day_of, stop_with

if TYPE_CHECKING:
    pass

_MORE = "May be given more than once: any of them."


def export(
    format: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="jsonl, csv, xlsx, parquet, geojson, label-studio or gold."
        ),
    ] = "",
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE_OR_FOLDER",
            help="Where it goes; - is standard output. A name that ends in .csv or .parquet is a file for one table, any other a "
            "folder with a file a table.",
        ),
    ] = "-",
    table: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Only this table of csv, xlsx or parquet: events, articles, people, … (extractor schema --tables). May be given more "
            "than once.",
        ),
    ] = None,
    store: StoreFile = STORE,
    type_: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help=f"Events of this type. {_MORE}")
    ] = None,
    status: Annotated[list[str] | None, typer.Option(metavar="STATUS", help=f"Events of this status. {_MORE}")] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="First day of the event, or of publication where it has none, YYYY-MM-DD."),
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last such day, YYYY-MM-DD.")] = None,
    province: Annotated[
        list[str] | None,
        typer.Option(metavar="PROVINCE", help=f"Events there: Kemendagri code, name or short form. {_MORE}"),
    ] = None,
    area: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help=f"Events in this area and all that lies in it: 62.71. {_MORE}"),
    ] = None,
    program: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help=f"Events about this program: JKK, JHT, … {_MORE}")
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Events in which a person of this name has a part.")
    ] = None,
    organization: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Events in which an organization of this name has a part.")
    ] = None,
    outlet: Annotated[list[str] | None, typer.Option(metavar="NAME", help=f"Articles of this outlet. {_MORE}")] = None,
    min_amount: Annotated[int | None, typer.Option(metavar="RUPIAH", help="Events with a sum of that much.")] = None,
    max_amount: Annotated[int | None, typer.Option(metavar="RUPIAH", help="Events with a sum of no more.")] = None,
    min_confidence: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Events that are that sure, 0 to 1.")
    ] = None,
    warning: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help=f"Articles with this warning. {_MORE}")
    ] = None,
    words: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS", help='Articles with all these words; "two words" side by side, word* for the rest of it.'
        ),
    ] = None,
    story: Annotated[int | None, typer.Option(metavar="NUMBER", help="Articles of this story.")] = None,
    after_run: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Articles that are new, or were changed, since this run.")
    ] = None,
    labelling_config: Annotated[
        bool, typer.Option("--labelling-config", help="Print the labelling configuration for Label Studio and stop.")
    ] = False,
) -> None:
    """Write records, or flat tables of them, for other programs.

    jsonl has the records as `extract` wrote them; csv, xlsx and parquet have tables, geojson events on the map, label-studio texts to be
    checked by people, gold a folder of the posts that people have reviewed in `extractor serve`, for `extractor evaluate` and `extractor
    train --more`. A file is there whole or not at all. The last line on standard error counts what was written. All conditions hold
    together.
    """
    from extractor.export import FORMATS, ExportError, label_config
    from extractor.export import export as write
    from extractor.run.terminal import printable
    from extractor.store import Store, StoreError
    from extractor.store.filters import Filter, FilterError

    if labelling_config:
        typer.echo(label_config(), nl=False)
        return
    if format not in FORMATS:
        raise typer.BadParameter(f"give one of {', '.join(FORMATS)}.", param_hint="--format")
    try:
        asked = Filter(
            types=tuple(type_ or ()),
            statuses=tuple(status or ()),
            since=day_of(since, "--since"),
            until=day_of(until, "--until"),
            provinces=tuple(province or ()),
            areas=tuple(area or ()),
            programs=tuple(program or ()),
            person=person,
            organization=organization,
            outlets=tuple(outlet or ()),
            min_amount=min_amount,
            max_amount=max_amount,
            min_confidence=min_confidence,
            warnings=tuple(warning or ()),
            words=words,
            story=story,
            after_run=after_run,
        )
    except FilterError as error:
        raise typer.BadParameter(str(error)) from error
    try:
        with Store(store, read_only=True) as opened:
            written = write(opened, format, output, filter=asked, tables=tuple(table or ()))
    except (ExportError, StoreError) as error:
        stop_with(error)
    except BrokenPipeError:  # the reader has gone: no complaint now, nor when the interpreter closes standard output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        complain("interrupted; nothing is left half written.")
        raise typer.Exit(INTERRUPTED) from None
    for note in written.notes:
        complain(note)
    complain(printable(f"{written}{'' if output == '-' else f' -> {output}'}"))
    raise typer.Exit(FAILED if written.notes else 0)


def tables_text() -> str:
    """The data dictionary, as `extractor schema --tables` prints it: JSON."""
    from extractor.export import data_dictionary

    return json.dumps(data_dictionary(), ensure_ascii=False, indent=2)
