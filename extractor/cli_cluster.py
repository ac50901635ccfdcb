"""What `extract --engine ray` does: the options of one machine checked for a cluster, the room of that name called."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import typer

from extractor.cli_shared import FAILED, INTERRUPTED, complain, stop_with

ENGINES: Final = ("local", "ray")
FORMATS: Final = ("parquet", "jsonl")


def check_engine(engine: str, form: str | None, address: str | None) -> None:
    """End the command for wrong usage if the options of the engine do not go together."""
    if engine not in ENGINES:
        raise typer.BadParameter(f"give one of {', '.join(ENGINES)}.", param_hint="--engine")
    if form is not None and form not in FORMATS:
        raise typer.BadParameter(f"give one of {', '.join(FORMATS)}.", param_hint="--format")
    if engine == "local":
        for given, option in ((form, "--format"), (address, "--address")):
            if given is not None:
                raise typer.BadParameter("is for --engine ray.", param_hint=option)


def check_for_cluster(paths: list[str], output: str | None, *, store: bool, table: bool, unordered: bool) -> str:
    """Where the records go; ends the command for wrong usage if many machines cannot do what is asked."""
    if "-" in paths:
        raise typer.BadParameter("many machines cannot read standard input; give files or folders.", param_hint="PATH")
    for given, option in ((store, "--store"), (table, "--table"), (unordered, "--unordered")):
        if given:
            raise typer.BadParameter("is not for --engine ray, which writes a folder of files.", param_hint=option)
    if output is None or output == "-":
        raise typer.BadParameter("with --engine ray, name a new folder or an address.", param_hint="-o")
    if "://" not in output and Path(output).is_file():
        raise typer.BadParameter(f"{output} is a file; with --engine ray, name a new folder.", param_hint="-o")
    if any(_lies_in(output, path) for path in paths):
        raise typer.BadParameter(f"{output} lies in what is read; write it somewhere else.", param_hint="-o")
    return output


def _lies_in(output: str, path: str) -> bool:
    if ("://" in output) != ("://" in path):
        return False
    if "://" in output:
        inner, outer = (address.partition("?")[0].rstrip("/") for address in (output, path))
        return f"{inner}/".startswith(f"{outer}/")
    target, source = Path(output).resolve(), Path(path).resolve()
    return target == source or source in target.parents


def extract_on_cluster(
    paths: list[str],
    output: str,
    *,
    model: str | None,
    form: str | None,
    address: str | None,
    workers: int | None,
    resume: bool,
    limit_seconds: float,
) -> None:
    """Extract with all machines of a Ray cluster and end the command with its exit code; failed posts are told by their number."""
    from extractor.cluster import ClusterError, Form, extract_on_ray
    from extractor.run.ending import ended_by_signal
    from extractor.tagging.trained import ModelError

    try:
        with ended_by_signal():
            summary = extract_on_ray(
                paths,
                output,
                model=model,
                form=Form(form or FORMATS[0]),
                address=address,
                workers=None if workers is None else (1, workers),
                resume=resume,
                limit_s=limit_seconds,
                report=complain,
            )
    except KeyboardInterrupt:
        complain("interrupted; with --resume, the same command goes on from here.")
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        complain(f"{error}; with --resume, the same command goes on from here.")
        raise typer.Exit(FAILED) from error
    except (ClusterError, ModelError) as error:
        stop_with(error)
    complain(f"{summary} -> {output}")
    if summary.failures:
        place = output.partition("?")[0] if "://" in output else output  # behind the mark stand options
        complain(f"the failures stand in {place.rstrip('/')}/failures")
        raise typer.Exit(FAILED)
