"""The command `extract`: posts into records, in several processes, resumed where a run was interrupted."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_cluster import check_engine, check_for_cluster, extract_on_cluster
from extractor.cli_shared import FAILED, INTERRUPTED, complain, stop_with

if TYPE_CHECKING:
    from extractor.run.extraction import Line
    from extractor.run.journal import Asked
    from extractor.run.outputs import Opened
    from extractor.run.summary import Summary
    from extractor.run.table import Row

_WIDTH_OF_FILES = 120  # characters, for a table that does not go to a terminal


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the command was asked."""

    paths: list[str]
    output: str | None
    store: Path | None
    model: str | None
    workers: int
    limit_s: float
    ordered: bool
    resume: bool

    @property
    def goes_to(self) -> str:
        """Where the records go, as the last line tells it."""
        named = self.store or self.output
        return "" if named is None or named == "-" else f" -> {named}"


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="A post (.txt, .md, .html, .html.gz), a collection of posts (.json, .jsonl, .csv, .warc.gz), a folder, read "
            "with all the folders below it, or - for standard input.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the records to FILE, one JSON object a line; - is standard output, where they go without this "
            "option too, unless --table or --store is given.",
        ),
    ] = None,
    store: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Put the records into this store, an SQLite file, instead.")
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="Print a readable table of the events to standard output.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            help="A model that `train` wrote, instead of the one that came with the program; - for none: rules alone.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Processes that extract at the same time, as many as there are cores if not given. With 1, or with few posts, "
            "all is done in one process.",
        ),
    ] = None,
    unordered: Annotated[
        bool, typer.Option("--unordered", help="Write records as they are ready instead of in the order of the posts.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on where the last run with the same paths and output was interrupted."),
    ] = False,
    limit_seconds: Annotated[
        float, typer.Option(min=0.1, metavar="S", help="Give a post up that takes a worker longer.")
    ] = 60.0,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE",
            help="local is this machine; ray are all machines of a Ray cluster: then paths and output may be addresses (s3://…), "
            "-o names a new folder, and --format and --address are known.",
        ),
    ] = "local",
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="Of the records with --engine ray: parquet (if not given) or jsonl."
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="Of the cluster, with --engine ray; RAY_ADDRESS if not given, and without that this machine alone.",
        ),
    ] = None,
) -> None:
    """Read posts and write one record a post.

    A post that cannot be read is one line on standard error (file, reason, what to do); the others are processed all
    the same. The last line on standard error counts posts, events and failures.
    """
    check_engine(engine, form, address)
    if engine == "ray":
        goes_to = check_for_cluster(paths, output, store=store is not None, table=table, unordered=unordered)
        extract_on_cluster(
            paths,
            goes_to,
            model=model,
            form=form,
            address=address,
            workers=workers,
            resume=resume,
            limit_seconds=limit_seconds,
        )
        return
    if table and output == "-":
        raise typer.BadParameter("with --table, the records go to a file.", param_hint="-o")
    if output is not None and output != "-":
        _refuse_output_among_inputs(output, paths)
    if store is not None:
        if output is not None:
            raise typer.BadParameter("the records go to a file or into a store, not both.", param_hint="--store")
        _refuse_output_among_inputs(str(store), paths)
    if resume:
        _refuse_what_cannot_be_resumed(paths, output, store, table=table, unordered=unordered)

    from extractor.run.ending import ended_by_signal
    from extractor.run.summary import Summary
    from extractor.run.workers import cores

    output = None if store is not None else output if table else output or "-"
    wish = _Wish(paths, output, store, model, workers or cores(), limit_seconds, not unordered, resume)
    summary = Summary()
    shown: list[Row] = []
    code = 0
    try:
        with ended_by_signal():
            code = _run(wish, summary, shown if table else None)
    except BrokenPipeError:
        _forget_standard_output()
    except KeyboardInterrupt:
        code = INTERRUPTED
        can_go_on = wish.ordered and wish.goes_to and "-" not in paths
        complain(
            "interrupted; what was written so far are whole records"
            + ("; with --resume, the same command goes on from here." if can_go_on else ".")
        )
    if table:
        print_table(shown)
    complain(f"{summary}{wish.goes_to}")
    raise typer.Exit(code or (FAILED if summary.failures else 0))


def _run(wish: _Wish, summary: Summary, shown: list[Row] | None) -> int:
    """Do what is asked; the exit code if the run was broken off."""
    from extractor.run.memory import loading

    with loading():
        from extractor import __version__
        from extractor.documents.finding import find_from
        from extractor.persistence.database import DatabaseError
        from extractor.persistence.lock import LockedError
        from extractor.records import Record
        from extractor.run import OutputError
        from extractor.run.extraction import extract_found
        from extractor.run.job import run
        from extractor.run.journal import Asked, ResumeError
        from extractor.run.models import identity_of, load_extractor
        from extractor.run.table import rows
        from extractor.run.workers import WorkerError

    def show(line: Line) -> None:
        if shown is not None:
            shown.extend(rows(Record.model_validate_json(line.data)))

    try:
        asked = Asked(tuple(wish.paths), str(Path.cwd()), identity_of(wish.model), __version__)
        with _opened(wish, asked) as opened:
            reached = opened.reached
            summary.posts, summary.events, summary.failures = reached.posts, reached.events, reached.failures
            if reached.finished:
                complain(
                    f"{wish.store or wish.output}: no run into it was interrupted, so nothing is left to do. "
                    "Without --resume, all is done anew."
                )
                raise typer.Exit
            if opened.gives_up is not None and not opened.gives_up.place.is_start:
                complain(
                    f"{wish.store or wish.output}: an earlier run was interrupted after {opened.gives_up.posts} posts; this one "
                    "begins anew, --resume would have gone on."
                )
            told = extract_found(
                find_from(wish.paths, reached.place),
                partial(load_extractor, wish.model),
                workers=wish.workers,
                ordered=wish.ordered,
                limit_s=wish.limit_s,
            )
            with closing(told):
                run(told, opened.output, summary, complain=complain, show=show)
    except (OutputError, WorkerError) as error:
        complain(str(error))
        return FAILED
    except (ResumeError, DatabaseError, LockedError) as error:
        stop_with(error)
    except ValueError as error:
        from extractor.tagging.trained import ModelError  # loads spaCy, which this process may have no need of

        if isinstance(error, ModelError):
            stop_with(error)
        raise
    return 0


@contextmanager
def _opened(wish: _Wish, asked: Asked) -> Iterator[Opened]:
    """Where the records go; of a store all that follows from them is brought up to date before it is closed."""
    from extractor.run.outputs import opened

    if wish.store is None:
        with opened(wish.output, asked, resume=wish.resume) as output:
            yield output
        return
    from extractor.identities.resolving import resolve
    from extractor.persistence.lock import Lock
    from extractor.run import OutputError
    from extractor.store import Store
    from extractor.store.filling import filling
    from extractor.stories.grouping import group

    def follow(store: Store) -> None:
        resolve(store)
        group(store)

    command = shlex.join(sys.argv[1:])
    with ExitStack() as held:
        try:
            held.enter_context(Lock(Path(f"{wish.store}.lock")))
        except OSError as error:
            raise OutputError(f"{wish.store}: cannot be written ({error.strerror}). Name another file.") from error
        store = held.enter_context(Store(wish.store))
        yield held.enter_context(
            filling(store, asked, command, ordered=wish.ordered, resume=wish.resume, follow=follow)
        )


def _refuse_what_cannot_be_resumed(
    paths: list[str], output: str | None, store: Path | None, *, table: bool, unordered: bool
) -> None:
    hint = "--resume"
    if output in {None, "-"} and store is None:
        raise typer.BadParameter("only a run into a file (-o) or a store can be resumed.", param_hint=hint)
    if "-" in paths:
        raise typer.BadParameter("standard input cannot be read again from where it stopped.", param_hint=hint)
    if unordered:
        raise typer.BadParameter("with --unordered, nobody knows how far a run came.", param_hint=hint)
    if table:
        raise typer.BadParameter(
            "--table would show only what is left; print the file with `show` at the end.", param_hint=hint
        )


def print_table(shown: list[Row]) -> None:
    """Print rows as wide as the terminal, or as a file may be."""
    from rich.console import Console

    from extractor.run.table import print_rows

    console = Console()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(width=_WIDTH_OF_FILES)
    print_rows(shown, console)


def _refuse_output_among_inputs(output: str, paths: list[str]) -> None:
    """Refuse an output that is a post, or that the next run over the same folder would read as posts."""
    target = Path(output).resolve()
    if target.is_dir():
        raise typer.BadParameter(f"{output} is a folder; name a file in it.", param_hint="-o")
    for source in (Path(path).resolve() for path in paths if path != "-"):
        if target == source or source in target.parents:
            raise typer.BadParameter(f"{output} lies in what is read; write it somewhere else.", param_hint="-o")


def _forget_standard_output() -> None:
    """Let the interpreter close a standard output whose reader has gone without a complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
