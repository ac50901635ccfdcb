"""`extractor extract` in processes forked from one that has loaded all it needs for the paths: runs and their workers start at once.

    python zygote.py PATH ...

Each line on standard input is a list (JSON) of the file for a run's standard error and the run's arguments; see tests/forking.py.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from functools import partial
from pathlib import Path
from runpy import run_path

from typer import Typer

from extractor.cli_extract import extract
from extractor.run import extraction, models, outputs
from extractor.run.models import NONE, load_extractor
from extractor.store import filling

SERVE = run_path(str(Path(__file__).parents[1] / "forking.py"))["serve"]
EVERY_S = 0.02
"""Seconds between two entries of the journal: few, so that there are many moments between two."""
FEW = 3
"""Posts that are not shared out: few, so that what a kill leaves is."""


def run(line: str) -> int:
    """The command in this process; its exit code."""
    told, arguments = json.loads(line)
    os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    app = Typer()
    app.command()(extract)
    return int(app(arguments, standalone_mode=False) or 0)


def main(paths: list[str]) -> None:
    extractor = load_extractor(NONE)
    for _ in extractor.stream(paths):  # what is loaded with the first post of each kind
        pass
    models.load_extractor = lambda model: extractor
    extraction.Workers = partial(extraction.Workers, context=multiprocessing.get_context("fork"))
    extraction.FEW = FEW
    outputs.opened = partial(outputs.opened, every_s=EVERY_S)
    filling.filling = partial(filling.filling, every_s=EVERY_S)
    from extractor.identities import resolving  # noqa: F401 - loaded once for all runs
    from extractor.stories import grouping  # noqa: F401

    SERVE(run)


if __name__ == "__main__":
    main(sys.argv[1:])
