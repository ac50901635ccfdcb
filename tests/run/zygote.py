"""`extractor extract` in processes of its own, forked from one that has loaded all it needs for the paths: runs and their workers start at once.

    python zygote.py PATH ...

Each line on standard input is a list of arguments (JSON) with which a run begins. Printed is `began PID`, and `ended STATUS` (negative
for a signal) when it is no more; its standard error goes to the file named first among the arguments.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import traceback
from functools import partial

from typer import Typer

from extractor.cli_extract import extract
from extractor.run import extraction, models, outputs
from extractor.run.models import NONE, load_extractor
from extractor.store import filling

EVERY_S = 0.02
"""Seconds between two entries of the journal: few, so that there are many moments between two."""
FEW = 3
"""Posts that are not shared out: few, so that what a kill leaves is."""


def say(line: str) -> None:
    """Print a line in one piece."""
    os.write(1, f"{line}\n".encode())


def run(told: str, arguments: list[str]) -> int:
    """The command in this process; its exit code."""
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

    say("ready")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            code = 99
            try:
                code = run(*json.loads(line))
            except Exception:  # noqa: BLE001 — told where the run tells
                traceback.print_exc()
            finally:
                os._exit(code)
        say(f"began {pid}")
        say(f"ended {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")


if __name__ == "__main__":
    main(sys.argv[1:])
