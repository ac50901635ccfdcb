"""What a machine of the cluster does: splits, one after another, with an extractor that is loaded once."""

from __future__ import annotations

import faulthandler
import json
import os
import socket
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import chain, islice, repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from extractor import __version__
from extractor.cluster.model import TRIES, ClusterError, Job, Report, Split, name_of
from extractor.cluster.reading import found_in
from extractor.cluster.results import Results, read_report
from extractor.cluster.storage import Storage
from extractor.documents.document import Failure
from extractor.documents.finding import Found
from extractor.documents.places import START
from extractor.documents.posts import ArchiveEnd, Post
from extractor.run.extraction import FEW, Line, Told, extract_found
from extractor.run.footprint import footprint
from extractor.run.memory import loading
from extractor.run.models import identity_of, load_extractor

MOST_LOSSES: Final = 2
"""Times that a split may cost its worker before each of its posts is given to a process of its own kind, so that it costs that post."""
_STANDARD_ERROR: Final = 2  # Ray writes it into the worker's log


class SplitWorker:
    """Extracts splits; Ray keeps one of them in each of its processes.

    Args:
        job: what is to be done.

    Raises:
        ClusterError: this machine has another version of the program or of the model.
        extractor.tagging.trained.ModelError: the model cannot be loaded.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        if job.program != __version__:
            raise ClusterError(
                f"{socket.gethostname()} has version {__version__} of this program, the run was started with {job.program}. "
                "Install the same on all machines."
            )
        if identity_of(job.model) != job.identity:
            raise ClusterError(
                f"{socket.gethostname()}: the model {job.model} is another here. Copy it to all machines."
            )
        self._storage = Storage(job.output)
        with loading():
            self._extractor = load_extractor(job.model)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[str]]:
        """The reports of some splits, both as JSON."""
        return {"report": [self.do(Split.from_json(str(split))).to_json() for split in batch["split"]]}

    def do(self, split: Split) -> Report:
        """Extract a split and write what came of it; if that has been done before, just tell it.

        Raises:
            OSError: object storage does not answer or takes nothing.
        """
        if (done := read_report(self._storage, split.number)) is not None:
            return done
        losses = self._begin(split.number)
        began = time.process_time()
        results = Results(split.number)
        crawls: set[str] = set()
        ends: list[str] = []
        events = 0
        with (
            TemporaryDirectory(prefix="extractor-") as folder,
            closing(
                self._told(_without_ends(found_in(split, Path(folder)), ends), apart=losses >= MOST_LOSSES)
            ) as told,
        ):
            for place, one in enumerate(told):
                if isinstance(one.outcome, Line):
                    results.lines.append((place, one.outcome.data))
                    events += one.outcome.events
                    crawls |= {one.outcome.crawl} if one.outcome.crawl is not None else set()
                elif one.outcome is not None:
                    results.failures.append((place, one.outcome))
        report = Report(
            split.number,
            posts=len(results.lines),
            events=events,
            failures=len(results.failures),
            size=sum(len(line) for _, line in results.lines),
            seconds=round(time.process_time() - began, 3),
            memory_mb=round(footprint().most_mb, 1),
            crawls=tuple(sorted(crawls)),
            ends=tuple(ends),
        )
        results.write(self._storage, self._job.form, report)
        return report

    def _begin(self, number: int) -> int:
        """Leave word that a split is in hand, and give the number of times that this was so before and came to nothing."""
        losses = 0
        while losses < MOST_LOSSES and self._storage.has(f"{TRIES}/{name_of(number)}.{losses + 1}"):
            losses += 1
        word = {"host": socket.gethostname(), "process": os.getpid(), "began": round(time.time(), 3)}
        self._storage.write(f"{TRIES}/{name_of(number)}.{losses + 1}", json.dumps(word).encode())
        return losses

    def _told(self, found: Iterator[Post | Failure], *, apart: bool) -> Generator[Told, None, None]:
        if not apart:
            posts = _watched(found, self._job.limit_s)
            yield from extract_found((Found(one, START) for one in posts), lambda: self._extractor)
            return
        # Few posts would be done in this process, and might end it once more.
        padding = repeat(Failure("", "padding", ""), FEW + 1)
        padded = (Found(one, START) for one in chain(padding, found))
        load = partial(load_extractor, self._job.model)
        with closing(extract_found(padded, load, workers=2, limit_s=self._job.limit_s)) as told:
            yield from islice(told, FEW + 1, None)


def _without_ends(found: Iterable[Post | Failure], ends: list[str]) -> Iterator[Post | Failure]:
    """All but the ends of archives, which only those can judge who know of all their splits."""
    for one in found:
        if isinstance(one, ArchiveEnd):
            ends.append(one.file)
        else:
            yield one


def _watched(found: Iterator[Post | Failure], limit_s: float) -> Iterator[Post | Failure]:
    """The same; whoever takes longer for one than the limit is ended with the process, by a watch that needs no interpreter.

    A search that does not come to its end holds the interpreter, so that nothing in Python could end it.
    """
    try:
        for one in found:
            faulthandler.dump_traceback_later(limit_s, exit=True, file=_STANDARD_ERROR)
            yield one
            faulthandler.cancel_dump_traceback_later()
    finally:
        faulthandler.cancel_dump_traceback_later()
