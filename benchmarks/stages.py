"""Where the milliseconds of a post go: CPU time of each stage, from the text of made posts to their lines of JSON.

    python benchmarks/stages.py [FOLDER] [--posts N] [--words N]

prints them as JSON. It needs nothing that earlier versions of the program lack, so that the same posts can be timed with each:
`PYTHONPATH=OTHER_CHECKOUT python benchmarks/stages.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does; it counts when numpy is loaded

import spacy
from made_posts import documents_of, lengths, made

from extractor import Extractor
from extractor.documents import Document
from extractor.run.lines import to_line
from extractor.run.memory import loading

ROOT = Path(__file__).resolve().parent.parent
_WARM = 40  # posts that are not timed: what is loaded and learnt on first use is start-up, not speed


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


def stages(documents: Sequence[Document], number: int, words: int | None = None) -> dict[str, Any]:
    """CPU milliseconds a post and stage over `number` made posts, of `words` words each or as long as posts are."""
    with loading():  # as the program does
        extractor = Extractor()
    posts = list(made(documents, repeat(words, number) if words else lengths(number)))
    for document in posts[:_WARM]:
        to_line(extractor.extract_document(document))
    clock = Clock()
    extractor.nlp = TimedPipeline(extractor.nlp, clock)  # type: ignore[assignment]
    size = 0
    whole = time.process_time()
    for document in posts:
        with clock.on("extraction"):
            record = extractor.extract_document(document)
        with clock.on("writing"):
            size += len(to_line(record))
    whole = time.process_time() - whole
    extraction, writing = clock.seconds.pop("extraction"), clock.seconds.pop("writing")
    spent = {**clock.seconds, "building the record": extraction - sum(clock.seconds.values()), "writing": writing}
    return {
        "posts": number,
        "words_a_post": round(sum(len(document.text.split()) for document in posts) / number),
        "kilobytes_a_record": round(size / number / 1000, 1),
        "posts_per_second": round(number / whole, 1),
        "milliseconds_a_post": round(1000 * whole / number, 2),
        "stages_ms": {stage: round(1000 * seconds / number, 3) for stage, seconds in spent.items()},
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="CPU milliseconds of each stage.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus" / "posts")
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--words", type=int, help="words of every post (default: as posts are long)")
    arguments = parser.parse_args()
    print(json.dumps(stages(documents_of(arguments.folder), arguments.posts, arguments.words), indent=1))


if __name__ == "__main__":
    main()
