"""The command `extractor`: reads arguments and calls the rooms.

Exit codes of all commands: 0 all well, 1 something failed (each failure is one line on standard error), 2 wrong usage.
Rooms are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_collect import collect
from extractor.cli_daily import daily, init
from extractor.cli_digest import digest
from extractor.cli_export import export
from extractor.cli_extract import extract, print_table
from extractor.cli_outlets import outlets_app
from extractor.cli_people import people
from extractor.cli_serve import serve
from extractor.cli_shared import FAILED, complain, stop_with
from extractor.cli_store import search, store_app
from extractor.cli_stories import stories

if TYPE_CHECKING:
    from extractor.run.table import Row

app = typer.Typer(
    name="extractor",
    help="Indonesian regional news about BPJS Ketenagakerjaan as structured, source-grounded JSON records, offline.",
    epilog="Exit codes: 0 all well, 1 something failed (each failure is a line on standard error), 2 wrong usage.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


for command in (init, daily, collect, digest, search, people, stories, export, serve):
    app.command()(command)
app.add_typer(store_app, name="store")
app.add_typer(outlets_app, name="outlets")


def main() -> None:
    """Run the command line; ends the process with the exit code."""
    app()


def _version(wanted: bool) -> None:
    if wanted:
        from extractor import __version__

        typer.echo(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Hold the options of the program itself."""


app.command()(extract)


@app.command()
def show(
    records: Annotated[
        Path, typer.Argument(metavar="RECORDS", help="A file that `extract` wrote; - for standard input.")
    ],
) -> None:
    """Print records as a readable table.

    One row an event: date, event, who, where, how much. On a narrow terminal, a few lines an event.
    """
    from extractor.evaluate import UnreadableError
    from extractor.run import Summary, read_records
    from extractor.run.table import rows

    summary = Summary()
    shown: list[Row] = []
    try:
        for record in read_records(records):
            summary.posts += 1
            summary.events += len(record.events)
            shown.extend(rows(record))
    except UnreadableError as error:
        stop_with(error)
    print_table(shown)
    typer.echo(str(summary), err=True)


@app.command()
def schema(
    tables: Annotated[
        bool,
        typer.Option("--tables", help="Print the data dictionary of the flat tables that `export` writes instead."),
    ] = False,
) -> None:
    """Print the JSON Schema of a record."""
    if tables:
        from extractor.cli_export import tables_text

        typer.echo(tables_text())
        return
    from extractor.records import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command()
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", help="A folder of gold files, ID.json or ID.gold.json, or of such folders."),
    ],
    records: Annotated[
        Path,
        typer.Argument(
            metavar="RECORDS", help="A file that `extract` wrote, from posts named ID; - for standard input."
        ),
    ],
    errors: Annotated[bool, typer.Option("--errors", help="List every miss, false alarm and wrong reading.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
    only: Annotated[
        str, typer.Option("--only", metavar="PREFIX", help="Score only the articles whose id starts so.")
    ] = "",
) -> None:
    """Score records against gold facts.

    Gives precision, recall and F1 for each family of facts over all articles together, their mean F1 (headline), and
    the share of details that are right.
    """
    from rich.console import Console

    from extractor.evaluate import UnreadableError, read_gold, read_records, score
    from extractor.run.terminal import printable

    try:
        report = score(read_gold(gold), read_records(records), only)
    except UnreadableError as error:
        stop_with(error)
    if as_json:
        typer.echo(json.dumps(report.as_json(mistakes=errors), ensure_ascii=False))
        return
    report.print(Console())
    if errors:
        for line in report.mistake_lines():
            typer.echo(printable(line))


@app.command()
def train(
    corpus: Annotated[
        Path,
        typer.Option(
            metavar="FOLDER",
            help="The project's corpus: the network learns from part `train`, the judges from `dev` too.",
        ),
    ] = Path("corpus"),
    more: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FOLDER",
            help="Gold posts of your own to learn from too: a folder with posts/ and gold/, and spans/ where you have "
            "marked them. May be given more than once.",
        ),
    ] = None,
    public: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Public sets of named entities; models/README.md says which and from where."
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the model goes; replaced if it is there.")
    ] = Path("out/model"),
    seed: Annotated[int, typer.Option(help="Of everything drawn.")] = 0,
    steps: Annotated[
        int | None, typer.Option(min=1, help="Training steps; those of the recipe if not given. Few are quick and bad.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Networks trained at the same time, a core each.")] = 2,
) -> None:
    """Train a model from the corpus, public data and gold posts of your own.

    Takes about twenty minutes on two cores. Use the model with `extract --model FOLDER`. Needs the extra `train`
    (scikit-learn).
    """
    from extractor.evaluate.facts import UnreadableError
    from extractor.training.annotated import AnnotationError
    from extractor.training.corpus import CorpusError, read_corpus

    try:
        posts = [*read_corpus(corpus, "train"), *(post for folder in more or () for post in read_corpus(folder))]
        from extractor.training.model import held_out_words, train_model
        from extractor.training.public_data import training_sentences
        from extractor.training.trainer import Recipe

        recipe = Recipe()
        if steps is not None:
            recipe.training["steps"] = steps
        weighed = read_corpus(corpus, "dev")
        held_out = held_out_words([*weighed, *read_corpus(corpus, "test")])
        sentences = training_sentences(public, held_out, complain)
        complain(f"{len(posts)} posts to learn from")
        train_model(
            posts, sentences, output, weighed=weighed, recipe=recipe, seed=seed, workers=workers, report=complain
        )
    except ModuleNotFoundError as error:
        complain(f"{error.name} is not installed: pip install 'bpjs-news-extractor[train]'")
        raise typer.Exit(FAILED) from error
    except (CorpusError, AnnotationError, UnreadableError, OSError, ValueError) as error:
        stop_with(error)
    typer.echo(f"model -> {output}; use it with: extractor extract --model {output} PATH", err=True)


@app.command()
def spans(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="An annotated post (.xml), or with --check a folder of gold posts.")
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Say where spans, posts and gold facts of a folder do not agree.")
    ] = False,
) -> None:
    """Show an annotated post in colours, or check a folder of them.

    The format is described in corpus/SPANS.md.
    """
    from rich.console import Console

    from extractor.training.annotated import AnnotationError, read_annotated
    from extractor.training.corpus import CorpusError, check_corpus
    from extractor.training.display import colored, legend

    try:
        if check:
            complaints = list(check_corpus(path))
            for complaint in complaints:
                typer.echo(complaint)
            complain(f"{len(complaints)} complaints")
            raise typer.Exit(FAILED if complaints else 0)
        post = read_annotated(path)
    except (CorpusError, AnnotationError, OSError) as error:
        stop_with(error)
    console = Console()
    console.print(colored(post))
    console.print(legend())
