"""Daily runs in processes forked from one that has loaded all they need: they start at once.

    python zygote.py CONFIG

For each line on standard input a run begins, which says `stage NAME SECONDS` as it enters each stage; see tests/forking.py.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from runpy import run_path

from rich.console import Console

from extractor import Extractor
from extractor.collect import running as collecting  # noqa: F401 - loaded once for all runs
from extractor.daily import extracting
from extractor.daily.config import read_config
from extractor.daily.running import run_day
from extractor.daily.stages import WORKS, Day, Stage, collect

FORKING = run_path(str(Path(__file__).parents[1] / "forking.py"))
CORPUS = Path(__file__).parent.parent.parent / "corpus" / "posts" / "train"
BATCH = 3
"""Records a transaction: few, so that there are many moments between two."""


def entering(stage, work):
    def entered(*given):
        FORKING["say"](f"stage {stage.value} {time.monotonic()}")
        return work(*given)

    return entered


def run(config, extractor):
    day = Day(
        config=config,
        command="daily",
        load=lambda: extractor,
        console=Console(stderr=True),
        complain=lambda line: print(line, file=sys.stderr, flush=True),
    )
    works = {stage: entering(stage, work) for stage, work in WORKS.items()}
    return run_day(day, list(Stage), lambda line: None, collecting=entering(Stage.COLLECT, collect), works=works)


def main(path):
    extracting.Extracting = partial(extracting.Extracting, batch=BATCH)
    config, extractor = read_config(path), Extractor(model=None)
    for _ in extractor.stream(sorted(CORPUS.glob("*.txt"))[:3]):  # what is loaded with the first post
        pass
    from extractor.digest import files  # noqa: F401
    from extractor.identities import resolving  # noqa: F401
    from extractor.stories import grouping  # noqa: F401

    FORKING["serve"](lambda line: int(run(config, extractor)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
