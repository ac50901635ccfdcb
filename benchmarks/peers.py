"""Others on the same posts in the same run: the bare spaCy model, an encoder of a transformer's size, spaCy's tokenizer, others' libraries."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does; it counts when numpy is loaded

import encoder
import spacy
from made_posts import made
from spacy.language import Language

from extractor import Extractor
from extractor.documents import Document
from extractor.knowledge.areas import Area, areas
from extractor.pipeline import RELEVANT
from extractor.records import PlaceKind
from extractor.tagging.decoding import quickened
from extractor.tagging.trained import read_trained, shipped_model

HERE = Path(__file__).resolve().parent
WORDS = 350  # of a post of the usual length
_WARM = 20  # posts that are not timed: what is loaded and learnt on first use is start-up, not speed
_COLUMNS = tuple(
    f"{level}_{what}" for level in ("province", "city", "district", "subdistrict") for what in ("name", "code")
)


def of_the_same_length(documents: Sequence[Document]) -> list[Document]:
    """The posts that are about the agency, each cut or lengthened to `WORDS` words."""
    relevant = [document for document in documents if document.relevance >= RELEVANT] or list(documents)
    return list(made(relevant, [WORDS] * len(relevant)))


def against_the_network(posts: Sequence[Document], repeat: int) -> dict[str, float]:
    """The whole pipeline and the trained network alone, in turns."""
    folder = shipped_model()
    if folder is None:
        return {}
    extractor, network, quick = Extractor(folder), read_trained(folder), quickened(read_trained(folder))
    works: dict[str, Callable[[Document], Any]] = {
        "whole": extractor.extract_document,
        "network": lambda document: network(document.text),
        "quick": lambda document: quick(document.text),
    }
    seconds = dict.fromkeys(works, 0.0)
    for document in posts[:_WARM]:
        for work in works.values():
            work(document)
    for document in list(posts) * repeat:
        for name, work in works.items():
            begin = time.process_time()
            work(document)
            seconds[name] += time.process_time() - begin
    count = repeat * len(posts)
    whole, bare, ours = (1000 * seconds[name] / count for name in ("whole", "network", "quick"))
    return {
        f"network_by_spacy_{WORDS}_words_ms": round(bare, 2),
        f"network_as_run_here_{WORDS}_words_ms": round(ours, 2),
        f"whole_pipeline_{WORDS}_words_ms": round(whole, 2),
        f"posts_per_second_{WORDS}_words": round(1000 / whole, 1),
        "whole_pipeline_to_network_by_spacy": round(whole / bare, 2),
        "whole_pipeline_to_network_as_run_here": round(whole / ours, 2),
    }


def against_an_encoder(posts: Sequence[Document], whole_ms: float) -> dict[str, Any]:
    """A spaCy pipeline of nothing but an encoder with random weights, and how many times the whole pipeline's time it takes."""
    nlp = spacy.blank("id")
    nlp.add_pipe(encoder.NAME)
    milliseconds = _cpu_ms(nlp, [document.text for document in posts])
    return {
        f"encoder_by_numpy_{WORDS}_words_ms": round(milliseconds, 1),
        "encoder_by_numpy_to_whole_pipeline": round(milliseconds / whole_ms, 1),
    }


def against_others(python: str, posts: Sequence[Document], whole_ms: float) -> dict[str, Any]:
    """Libraries installed for another Python (see `outside.py`), each by the time it takes, or why it was skipped."""
    with tempfile.TemporaryDirectory() as folder:
        gazetteer = Path(folder) / "areas.csv"
        with gazetteer.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, _COLUMNS)
            table.writeheader()
            table.writerows(_area_rows())
        given = json.dumps({"posts": [document.text for document in posts], "areas": str(gazetteer)})
        done = subprocess.run([python, HERE / "outside.py"], input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        return {python: {"skipped": done.stderr.strip().rpartition("\n")[2][:200] or "it ended without a word"}}
    found: dict[str, Any] = json.loads(done.stdout.rpartition("\n")[2])
    for measured in found.values():
        if "ms" in measured:
            measured["to_whole_pipeline"] = round(measured["ms"] / whole_ms, 2)
    return found


def _area_rows() -> Iterable[dict[str, str]]:
    """Districts with what they lie in, as id-location-ner reads them; it wants villages too, so that each district stands for one."""
    known = areas()
    for district in known.of_kinds(PlaceKind.DISTRICT):
        above: list[Area] = [known.get(code) for code in (district.province, district.regency) if code]
        row = [*above, district, district]
        yield {
            column: value
            for at, area in enumerate(row)
            for column, value in zip(_COLUMNS[2 * at : 2 * at + 2], (area.name, area.code or ""), strict=True)
        }


def _cpu_ms(nlp: Language, texts: Sequence[str]) -> float:
    nlp(texts[0])
    begin = time.process_time()
    for text in texts:
        nlp(text)
    return 1000 * (time.process_time() - begin) / len(texts)


def stock_tokens_ms(documents: Sequence[Document], repeat: int) -> float:
    """CPU milliseconds that spaCy's own Indonesian tokenizer takes for a post, and nothing else."""
    return _cpu_ms(spacy.blank("id"), [document.text for document in documents] * repeat)


def main() -> None:
    """Measure others' libraries alone: `python benchmarks/peers.py PYTHON`."""
    from made_posts import documents_of  # noqa: PLC0415

    posts = of_the_same_length(documents_of(HERE.parent / "corpus" / "posts"))[:20]
    ours = against_the_network(posts, 1)
    whole = ours[f"whole_pipeline_{WORDS}_words_ms"]
    json.dump(
        {**ours, **against_an_encoder(posts[:3], whole), **against_others(sys.argv[1], posts[:3], whole)},
        sys.stdout,
        indent=1,
    )


if __name__ == "__main__":
    main()
