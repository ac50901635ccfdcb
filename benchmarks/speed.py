"""How fast posts become records: posts a second, milliseconds a stage, peak memory, start-up, and two yardsticks.

    python benchmarks/speed.py [FOLDER] [--repeat N] [--json FILE]

Stages are measured in CPU time of one process on one core, which a busy machine changes little; start-up is wall time.
benchmarks/README.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does; it counts when numpy is loaded

import spacy
import trafilatura
from rich.console import Console
from rich.table import Table

from extractor import Extractor
from extractor.documents import Document, read_inputs
from extractor.pipeline import RELEVANT
from extractor.run.lines import to_line
from extractor.run.memory import loading
from extractor.tagging.decoding import quickened
from extractor.tagging.trained import read_trained, shipped_model

ROOT = Path(__file__).resolve().parent.parent
STARTS = 9
WORDS = 350  # of a post of the usual length
PAGE_ENDINGS = (".html", ".htm")


class Clock:
    """CPU seconds by stage, in the order in which the stages were first entered."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Count what happens inside for `stage`."""
        start = time.process_time()
        try:
            yield
        finally:
            self.seconds[stage] += time.process_time() - start

    def around(self, stage: str, work: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """`work`, counted for `stage`."""

        def timed(thing: Any) -> Any:
            with self.on(stage):
                return work(thing)

        return timed


class TimedPipeline:
    """A spaCy pipeline whose tokenizer and components are on the clock."""

    def __init__(self, nlp: spacy.Language, clock: Clock) -> None:
        self.make_doc = clock.around("tokens", nlp.make_doc)
        self.pipeline = [(name, clock.around(name, component)) for name, component in nlp.pipeline]


def stages(folder: Path, repeat: int) -> dict[str, Any]:
    """Read, extract and write the posts of `folder` `repeat` times; CPU time by stage."""
    with loading():  # as the program does
        extractor = Extractor()
    documents = [document for document in read_inputs([folder]) if isinstance(document, Document)]
    if not documents:
        sys.exit(f"{folder}: holds no post. Name a folder of posts, such as corpus/posts.")
    to_line(extractor.extract_document(documents[0]))  # what is loaded on first use is start-up, not speed

    clock = Clock()
    extractor.nlp = TimedPipeline(extractor.nlp, clock)  # type: ignore[assignment]
    posts = size = 0
    whole = time.process_time()
    for _ in range(repeat):
        inputs = read_inputs([folder])
        while True:
            with clock.on("reading"):
                document = next(inputs, None)
            if document is None:
                break
            if not isinstance(document, Document):
                continue
            with clock.on("extraction"):
                record = extractor.extract_document(document)
            with clock.on("writing"):
                size += len(to_line(record))
            posts += 1
    whole = time.process_time() - whole

    extraction = clock.seconds.pop("extraction")
    inner = [stage for stage in clock.seconds if stage not in {"reading", "writing"}]
    clock.seconds["building the record"] = extraction - sum(clock.seconds[stage] for stage in inner)
    order = ["reading", *inner, "building the record", "writing"]
    return {
        "posts": posts,
        "words_a_post": round(statistics.mean(len(document.text.split()) for document in documents)),
        "kilobytes_a_record": round(size / posts / 1000, 1),
        "posts_per_second": round(posts / whole, 1),
        "milliseconds_a_post": round(1000 * whole / posts, 2),
        "stages_ms": {stage: round(1000 * clock.seconds[stage] / posts, 3) for stage in order},
        "yardsticks": yardsticks(documents, folder, clock.seconds, repeat),
    }


def yardsticks(documents: list[Document], folder: Path, seconds: dict[str, float], repeat: int) -> dict[str, Any]:
    """The same posts through spaCy's own Indonesian tokenizer, and the pages through trafilatura alone."""
    clock = Clock()
    stock = spacy.blank("id")
    stock.make_doc(documents[0].text)
    with clock.on("stock tokens"):
        for document in documents * repeat:
            stock.make_doc(document.text)
    posts = len(documents) * repeat
    with_model = against_the_network(documents, repeat)
    tokens = 1000 * clock.seconds["stock tokens"] / posts
    whole = 1000 * sum(seconds.values()) / posts
    found = {"spacy_blank_id_tokens_ms": round(tokens, 3), "whole_post_to_its_tokens": round(whole / tokens, 1)}
    found |= with_model

    pages = sorted(path for path in folder.rglob("*") if path.suffix in PAGE_ENDINGS)
    if pages:
        trafilatura.extract(pages[0].read_bytes(), with_metadata=True)  # what it loads on first use is start-up
        with clock.on("trafilatura"):
            for page in pages * repeat:
                trafilatura.extract(page.read_bytes(), with_metadata=True)
        with clock.on("our reading"):
            for page in pages * repeat:
                next(read_inputs([page]))
        found["pages"] = len(pages)
        for stage in ("trafilatura", "our reading"):
            found[f"{stage.replace(' ', '_')}_ms"] = round(1000 * clock.seconds[stage] / len(pages) / repeat, 2)
        found["our_reading_to_trafilatura"] = round(clock.seconds["our reading"] / clock.seconds["trafilatura"], 2)
    return found


def against_the_network(documents: list[Document], repeat: int) -> dict[str, float]:
    """Posts of `WORDS` words through the whole pipeline and through the trained network alone, in turns."""
    folder = shipped_model()
    if folder is None:
        return {}
    relevant = [document for document in documents if document.relevance >= RELEVANT] or documents
    texts = [of_length(relevant, start) for start in range(len(relevant))]
    extractor, network, quick = Extractor(folder), read_trained(folder), quickened(read_trained(folder))
    clock = Clock()
    for document in texts[:2]:
        extractor.extract_document(document)
        network(document.text)
        quick(document.text)
    for document in texts * repeat:
        with clock.on("whole"):
            extractor.extract_document(document)
        with clock.on("network"):
            network(document.text)
        with clock.on("quick"):
            quick(document.text)
    whole, bare, ours = (1000 * clock.seconds[one] / len(texts) / repeat for one in ("whole", "network", "quick"))
    return {
        f"network_by_spacy_{WORDS}_words_ms": round(bare, 2),
        f"network_as_run_here_{WORDS}_words_ms": round(ours, 2),
        f"whole_pipeline_{WORDS}_words_ms": round(whole, 2),
        f"posts_per_second_{WORDS}_words": round(1000 / whole, 1),
        "whole_pipeline_to_network_by_spacy": round(whole / bare, 2),
        "whole_pipeline_to_network_as_run_here": round(whole / ours, 2),
    }


def of_length(documents: list[Document], start: int) -> Document:
    """The text of a post, lengthened by whole paragraphs of the next posts and cut to `WORDS` words."""
    paragraphs: list[str] = []
    words = 0
    while words < WORDS:
        for paragraph in documents[start % len(documents)].text.split("\n"):
            kept = paragraph.split(" ")[: WORDS - words]
            paragraphs.append(" ".join(kept))
            words += len(paragraph.split())
            if words >= WORDS:
                break
        start += 1
    return replace(documents[(start - 1) % len(documents)], text="\n".join(paragraphs))


def processes(folder: Path) -> dict[str, Any]:
    """The command in processes of its own: wall time to the first record, wall time and peak memory of a whole run."""
    first = next(path for path in sorted(folder.rglob("*")) if path.is_file())
    starts = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        with _command(first) as run:
            assert run.stdout is not None  # noqa: S101 - it was asked for
            run.stdout.readline()
            starts.append(time.perf_counter() - begin)
            run.stdout.read()
    begin = time.perf_counter()
    with _command(folder) as run:
        assert run.stdout is not None  # noqa: S101
        run.stdout.read()
        _, _, used = os.wait4(run.pid, 0)
        run.returncode = 0
    return {
        "seconds_to_first_record": round(statistics.median(starts), 2),
        "seconds_for_the_folder": round(time.perf_counter() - begin, 2),
        "peak_memory_mb": round(used.ru_maxrss / 1024),
    }


def _command(path: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "extractor", "extract", str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def show(result: dict[str, Any], console: Console) -> None:
    """Print the figures as tables."""
    table = Table("stage", title=f"{result['posts']} posts of {result['words_a_post']} words, one core")
    table.add_column("ms a post", justify="right")
    table.add_column("share", justify="right")
    total = result["milliseconds_a_post"]
    for stage, milliseconds in result["stages_ms"].items():
        table.add_row(stage, f"{milliseconds:.2f}", f"{100 * milliseconds / total:.0f}%")
    table.add_section()
    table.add_row("whole post", f"{total:.2f}", f"{result['posts_per_second']:.0f} posts/s")
    console.print(table)
    for heading in ("processes", "yardsticks"):
        figures = Table(heading)
        figures.add_column("", justify="right")
        for name, value in result[heading].items():
            figures.add_row(name.replace("_", " "), str(value))
        console.print(figures)


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description="How fast posts become records.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus" / "posts", help="posts to read")
    parser.add_argument("--repeat", type=int, default=5, help="how often the posts are read (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    arguments = parser.parse_args()
    result = {**stages(arguments.folder, arguments.repeat), "processes": processes(arguments.folder)}
    show(result, Console())
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
