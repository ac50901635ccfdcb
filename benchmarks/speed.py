"""How fast posts become records, beside others in the same run: stages, latency, start-up, workers, lengths, pages, hostile posts, memory.

    python benchmarks/speed.py [FOLDER] [--posts N] [--runs N ...] [--workers N ...] [--others PYTHON] [--json FILE] [--picture FILE]

CPU time of one process on one core where the name says `cpu` or `ms`, which a busy machine changes less than wall time; start-up and workers are
wall time. benchmarks/README.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does; it counts when numpy is loaded

import long_runs
import pages
import peers
from made_posts import LONGEST, documents_of
from picture import picture
from rich.console import Console
from rich.table import Table
from stages import stages

ROOT = Path(__file__).resolve().parent.parent
STARTS = 9


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """All figures, by part."""
    documents = documents_of(given.folder)
    same_length = peers.of_the_same_length(documents)[: given.posts]
    network = peers.against_the_network(same_length, given.repeat)
    whole = (
        network.get(f"whole_pipeline_{peers.WORDS}_words_ms")
        or stages(documents, 20, peers.WORDS)["milliseconds_a_post"]
    )
    result = {
        "stages": stages(documents, given.posts),
        "peers": {
            **network,
            **peers.against_an_encoder(same_length[: given.repeat + 1], whole),
            f"spacy_blank_id_tokens_{peers.WORDS}_words_ms": round(peers.stock_tokens_ms(same_length, given.repeat), 2),
        },
        "others": peers.against_others(given.others, same_length[: given.repeat + 1], whole) if given.others else {},
        "pages": pages.reading_of_pages(given.folder, given.repeat),
        "latency": long_runs.latency(given.folder, given.posts),
        "start": start(given.folder, given.starts),
        "workers": long_runs.throughput(given.folder, given.posts, given.workers),
        "lengths": long_runs.linearity(given.folder, given.runs, given.lengths, given.words),
        "memory": long_runs.apart(given.folder, given.new_words, 1, new_words=True) if given.new_words else {},
        "hostile": long_runs.hostile_posts(given.hostile) if given.hostile else {},
    }
    return {part: figures for part, figures in result.items() if figures}


def start(folder: Path, starts: int) -> dict[str, float]:
    """The command as a shell runs it: wall seconds from its start to the first record, and all the processor's seconds of that run."""
    first = next(path for path in sorted(folder.rglob("*")) if path.is_file())
    command = [sys.executable, "-m", "extractor", "extract", str(first)]
    wall, cpu = [], []
    for _ in range(starts):
        before, begin = os.times(), time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
            assert run.stdout is not None  # noqa: S101 - it was asked for
            run.stdout.readline()
            wall.append(time.perf_counter() - begin)
            run.stdout.read()
        after = os.times()
        cpu.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return {
        "seconds_to_first_record": round(statistics.median(wall), 2),
        "cpu_seconds": round(statistics.median(cpu), 2),
    }


def show(result: dict[str, Any], console: Console) -> None:
    """Print the figures as tables."""
    found = result["stages"]
    table = Table("stage", title=f"{found['posts']} posts of {found['words_a_post']} words, one core")
    table.add_column("ms a post", justify="right")
    table.add_column("share", justify="right")
    total = found["milliseconds_a_post"]
    for stage, milliseconds in found["stages_ms"].items():
        table.add_row(stage, f"{milliseconds:.2f}", f"{100 * milliseconds / total:.0f}%")
    table.add_section()
    table.add_row("whole post", f"{total:.2f}", f"{found['posts_per_second']:.0f} posts/s")
    console.print(table)
    for part, figures in result.items():
        if part == "stages":
            continue
        table = Table(part)
        table.add_column("", justify="right")
        for name, value in _flat(figures):
            table.add_row(name.replace("_", " "), str(value))
        console.print(table)


def _flat(figures: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in figures.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}: ")
        else:
            yield f"{before}{name}", value


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description="How fast posts become records.")
    parser.add_argument(
        "folder", nargs="?", type=Path, default=ROOT / "corpus" / "posts", help="posts to make others from"
    )
    parser.add_argument("--posts", type=int, default=1_000, help="posts for stages, latency and workers (default 1000)")
    parser.add_argument(
        "--repeat", type=int, default=3, help="how often pages and the posts beside peers are read (default 3)"
    )
    parser.add_argument("--starts", type=int, default=STARTS, help="starts of the program (default 9)")
    parser.add_argument(
        "--workers", type=int, nargs="+", default=[1, 2], metavar="N", help="worker processes (default 1 2)"
    )
    parser.add_argument(
        "--runs", type=int, nargs="+", default=[1_000, 10_000], metavar="N", help="posts of the long runs"
    )
    parser.add_argument(
        "--lengths", type=int, nargs="+", default=[100, 1_000, 10_000], metavar="N", help="words of posts"
    )
    parser.add_argument("--words", type=int, default=100_000, help="words of each length of posts (default 100000)")
    parser.add_argument(
        "--new-words", type=int, default=20_000, metavar="N", help="posts of new words, for memory; 0: none"
    )
    parser.add_argument(
        "--hostile", type=int, default=LONGEST, metavar="N", help="characters of hostile posts; 0: none"
    )
    parser.add_argument("--others", metavar="PYTHON", help="a Python that has others' libraries (see outside.py)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw them as SVG")
    given = parser.parse_args()
    result = measure(given)
    show(result, Console())
    for path, text in ((given.json, json.dumps(result, indent=1) + "\n"), (given.picture, picture(result))):
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
