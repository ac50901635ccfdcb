"""Long runs of the whole program from made posts to lines of JSON, each in a process of its own: speed, memory as it goes on, lengths of posts.

    python benchmarks/long_runs.py --posts 10000 --workers 2

prints the figures of one run as JSON; `speed.py` calls it so for each of its runs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does; it counts when numpy is loaded

from made_posts import HOSTILE, documents_of, hostile, lengths, made, many_names, strange

from extractor import Extractor
from extractor.documents import Document, DocumentError, Failure, read_text
from extractor.documents.batches import Article
from extractor.documents.posts import ListedPost
from extractor.run.extraction import extract_posts
from extractor.run.lines import to_line
from extractor.run.memory import loading

ROOT = Path(__file__).resolve().parent.parent
WARM = 200  # posts after which measuring begins: what is loaded and learnt on first use is start-up, not speed
_TICKS = os.sysconf("SC_CLK_TCK")
_MEGABYTE = 2**20
_PROC = Path("/proc")


def run(
    folder: Path, number: int, workers: int, words: int | None = None, *, new_words: bool = False
) -> dict[str, Any]:
    """Extract `number` made posts (after others, `WARM` at the most) with `workers` processes: seconds of wall and processor, memory.

    Args:
        folder: of the posts that others are made from.
        number: of posts.
        workers: processes; with one, all is done in this one.
        words: of each post; as long as posts are if not given.
        new_words: are there words in every post that no other has?
    """
    documents = documents_of(folder)
    warm = min(WARM, number)
    sizes = repeat(words, warm + number) if words else lengths(warm + number)
    posts = strange(documents, warm + number, words or 100) if new_words else made(documents, sizes)
    count = 0

    def counted() -> Iterator[Document]:
        nonlocal count
        for document in posts:
            count += len(document.text.split())
            yield document

    memory: dict[str, int] = {}
    marks = {warm: "start_mb", warm + number // 2: "middle_mb", warm + number: "end_mb"}
    tenths = {warm + number * part // 10 for part in range(1, 11)}
    clocks: list[tuple[float, float]] = []
    words_before, failures, size = 0, 0, 0
    for done, outcome in enumerate(extract_posts(as_posts(counted()), Extractor, workers=workers), 1):
        failures += isinstance(outcome, Failure)
        size += 0 if isinstance(outcome, Failure) else len(outcome.data)
        if done in marks:
            memory[marks[done]] = _memory(workers)
        if done == warm:
            words_before = count
        if done == warm or done in tenths:
            clocks.append(_clocks(workers))
    wall, cpu = (after - before for before, after in zip(clocks[0], clocks[-1], strict=True))
    measured = count - words_before
    return {
        "workers": workers,
        "posts": number,
        "words_a_post": round(measured / number),
        "posts_per_second": round(number / wall, 1),
        "words_per_second": round(measured / wall),
        "cpu_ms_a_post": round(1000 * cpu / number, 2),
        "cpu_ms_a_post_by_tenths": [
            round(1000 * 10 * (after - before) / number, 2) for (_, before), (_, after) in pairwise(clocks)
        ],
        "cpu_us_a_word": round(1e6 * cpu / measured, 1),
        "kilobytes_a_record": round(size / (warm + number) / 1000, 1),
        "failures": failures,
        **memory,
    }


def as_posts(documents: Iterable[Document]) -> Iterator[ListedPost]:
    """The documents as posts that have been found and not yet read, one at a time, each with an address of its own."""
    for number, document in enumerate(documents, 1):
        digest = hashlib.sha256(f"{number} {document.sha256}".encode()).hexdigest()
        article = Article(document.text, digest, document.title, url=f"https://posts.example/{number}")
        yield ListedPost(article, f"made#{number}")


def _clocks(workers: int) -> tuple[float, float]:
    """Seconds of wall, and of processor in this process and its workers."""
    cpu = time.process_time()
    for process in multiprocessing.active_children() if workers > 1 else ():
        stat = _PROC / str(process.pid) / "stat"
        if stat.exists():  # Linux
            fields = stat.read_text().rpartition(")")[2].split()
            cpu += (int(fields[11]) + int(fields[12])) / _TICKS
    return time.perf_counter(), cpu


def _memory(workers: int) -> int:
    """Megabytes that a process holds which extracts: this one, or the largest worker; 0 where the system does not tell."""
    held = [os.getpid()] if workers == 1 else [process.pid for process in multiprocessing.active_children()]
    pages = [int((_PROC / str(pid) / "statm").read_text().split()[1]) for pid in held if (_PROC / str(pid)).exists()]
    return round(max(pages, default=0) * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE)


def apart(
    folder: Path, number: int, workers: int, words: int | None = None, *, new_words: bool = False
) -> dict[str, Any]:
    """`run` in a process of its own."""
    command = [sys.executable, __file__, str(folder), "--posts", str(number), "--workers", str(workers)]
    command += ["--words", str(words)] if words else []
    command += ["--new-words"] if new_words else []
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def throughput(folder: Path, number: int, workers: Sequence[int]) -> dict[str, Any]:
    """The same posts with one worker, two and so on, and how many times faster than with one."""
    runs = {str(count): apart(folder, number, count) for count in workers}
    one = runs[str(workers[0])]
    for found in runs.values():
        found["times_one_worker"] = round(found["posts_per_second"] / one["posts_per_second"], 2)
    return runs


def linearity(folder: Path, numbers: Sequence[int], sizes: Sequence[int], measured: int) -> dict[str, Any]:
    """Time a post in runs of more and more posts, time a word in posts of more and more words, and how far the most is from the least."""
    posts = {str(number): apart(folder, number, 1) for number in numbers}
    words = {str(size): apart(folder, max(2, measured // size), 1, size)["cpu_us_a_word"] for size in sizes}
    a_post = [found["cpu_ms_a_post"] for found in posts.values()]
    return {
        "runs": posts,
        "cpu_ms_a_post_most_to_least": round(max(a_post) / min(a_post), 3),
        "cpu_us_a_word_by_words": words,
        "cpu_us_a_word_most_to_least": round(max(words.values()) / min(words.values()), 2),
    }


def latency(folder: Path, number: int) -> dict[str, Any]:
    """Milliseconds from the text of one post to its line of JSON, one post after another."""
    documents = list(made(documents_of(folder), lengths(number)))
    with loading():
        extractor = Extractor()
    for document in documents[:WARM]:
        to_line(extractor.extract_document(document))
    found: dict[str, Any] = {}
    for name, clock in (("cpu", time.process_time), ("wall", time.perf_counter)):
        took = []
        for document in documents:
            begin = clock()
            to_line(extractor.extract(document.text, url=document.url))
            took.append(1000 * (clock() - begin))
        cuts = statistics.quantiles(took, n=100, method="inclusive")
        found[name] = {"median_ms": round(cuts[49], 1), "p99_ms": round(cuts[98], 1), "most_ms": round(max(took), 1)}
    return found


def hostile_posts(size: int) -> dict[str, Any]:
    """Processor seconds for posts of `size` characters that say one thing again and again; and what a megabyte of it gets."""
    extractor = Extractor()
    texts = {name: hostile(repeated, size) for name, repeated in HOSTILE.items()} | {"many names": many_names(size)}
    found: dict[str, Any] = {}
    for name, text in texts.items():
        begin = time.process_time()
        extractor.extract(text)
        found[f"{name}_seconds"] = round(time.process_time() - begin, 2)
    try:
        extractor.extract_document(read_text(hostile(HOSTILE["sums"], _MEGABYTE)))
        found["a_megabyte"] = "extracted"
    except DocumentError as error:
        found["a_megabyte"] = f"refused: {error}"
    return found


def main() -> None:
    """One run."""
    parser = argparse.ArgumentParser(description="One long run over made posts; prints its figures as JSON.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus" / "posts")
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--words", type=int, help="words of every post (default: as posts are long)")
    parser.add_argument("--new-words", action="store_true", help="words in every post that no other has")
    given = parser.parse_args()
    print(json.dumps(run(given.folder, given.posts, given.workers, given.words, new_words=given.new_words)))


if __name__ == "__main__":
    main()
