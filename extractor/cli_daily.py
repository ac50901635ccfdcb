"""The commands `init` and `daily`: arguments in, the room `daily` called, exit codes out."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_shared import FAILED, complain, day_of

if TYPE_CHECKING:
    from extractor.pipeline import Extractor

CONFIG = Path("news.toml")


def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the configuration goes.")] = CONFIG,
) -> None:
    """Write a configuration for `daily`, with every key, its meaning and its default.

    A file that is there is not touched.
    """
    from extractor.daily.config import template

    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(template())
    except FileExistsError:
        complain(f"{file}: is there already, and stays as it is. Move it away, or name another file.")
        raise typer.Exit(FAILED) from None
    except OSError as error:
        complain(f"{file}: cannot be written: {error.strerror}.")
        raise typer.Exit(FAILED) from error
    option = "" if file == CONFIG else f" --config {shlex.quote(str(file))}"
    complain(f"-> {file}; look through it, then: extractor daily{option}")


def daily(
    config: Annotated[
        Path, typer.Option("--config", "-c", metavar="FILE", help="The configuration; `init` writes one.")
    ] = CONFIG,
    stage: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STAGE",
            help="Only this stage: collect, extract, identities, stories or digest. May be given more than once.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="First day of publication that outlets are asked for, instead of the configured one."
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Extract the whole archive anew, after a new version of program or model.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Tell only what failed, and print no digest.")] = False,
) -> None:
    """Collect, extract, keep, connect, report: all that is to be done on a day, or some stages of it.

    Records go to the store, the digest to its folder. A run may be ended at any time: the next one goes on, and nothing is
    done twice. Exit codes: 0 all well, 1 the run did its work but some outlets or posts failed, 2 wrong usage or
    configuration, 3 a stage failed wholly, 75 another run is working, 130 interrupted.
    """
    from rich.console import Console

    from extractor.daily.config import ConfigError, read_config
    from extractor.daily.running import Code, run_day
    from extractor.daily.stages import Day, Stage
    from extractor.run.ending import ended_by_signal
    from extractor.run.terminal import printable

    chosen = [_stage(name, [one.value for one in Stage]) for name in stage or Stage]
    if again and Stage.EXTRACT not in chosen:
        raise typer.BadParameter("needs the stage extract.", param_hint="--again")
    first = day_of(since, "--since")
    try:
        read = read_config(config)
    except ConfigError as error:
        for line in error.lines:
            complain(printable(line))
        raise typer.Exit(Code.WRONG_USAGE) from None
    day = Day(
        config=read,
        command=shlex.join(sys.argv[1:]),
        load=_loading(read.model),
        console=Console(stderr=True),
        complain=lambda line: complain(printable(line)),
        since=first,
        again=again,
        quiet=quiet,
    )
    with ended_by_signal():
        code = run_day(day, [Stage(one) for one in chosen], (lambda line: None) if quiet else complain)
    raise typer.Exit(code)


def _stage(name: str, known: list[str]) -> str:
    if name not in known:
        raise typer.BadParameter(f"{name} is no stage; there are {', '.join(known)}.", param_hint="--stage")
    return name


def _loading(model: str) -> Callable[[], Extractor]:
    """What makes the extractor, when a stage needs it."""

    def load() -> Extractor:
        from extractor.daily.config import RULES
        from extractor.daily.stages import StageError
        from extractor.run.memory import loading

        with loading():
            from extractor import Extractor
            from extractor.tagging.trained import ModelError

            try:
                return Extractor(None if model == RULES else model)
            except ModelError as error:
                raise StageError(str(error)) from error

    return load
