"""What a post costs on a cluster and on one machine, in one run; the figures behind the plan in docs/cluster.md.

python benchmarks/cluster.py
python benchmarks/cluster.py --posts 2000 --json out/cluster.json

What a large run would take follows from the figures by cluster_plan.py.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractor.cluster import Form, extract_on_ray
from extractor.cluster.planning import cut
from extractor.cluster.sources import Source
from extractor.documents.finding import find_from
from extractor.run.extraction import Line, extract_found
from extractor.run.memory import loading
from extractor.run.models import load_extractor

POSTS = Path(__file__).resolve().parents[1] / "corpus/posts"
WORDS = 350
PIECE_MB = 1.0


def texts(count: int) -> Iterator[str]:
    """Posts of 350 words out of those of the corpus, no two alike."""
    paths = sorted(POSTS.rglob("*.txt"))
    drawn = random.Random(0)  # noqa: S311
    for _ in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            words += drawn.choice(paths).read_text(encoding="utf-8").split(" ")
        yield " ".join(words[:WORDS])


def write_inputs(folder: Path, count: int) -> dict[str, Path]:
    """The posts as a list in lines, and as pages in an archive."""
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415

    listed, crawl = folder / "posts.jsonl", folder / "pages.warc.gz"
    with listed.open("w", encoding="utf-8") as lines, crawl.open("wb") as archive:
        writer = WARCWriter(archive, gzip=True)
        pages = sorted(POSTS.rglob("*.html"))
        for number, text in enumerate(texts(count)):
            lines.write(json.dumps({"content": text, "link": f"https://x.id/{number}"}, ensure_ascii=False) + "\n")
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            page = io.BytesIO(pages[number % len(pages)].read_bytes())
            address = f"https://y.id/{number}"
            writer.write_record(writer.create_warc_record(address, "response", payload=page, http_headers=headers))
    return {"jsonl": listed, "warc.gz": crawl}


def one_machine(path: Path) -> tuple[float, list[bytes]]:
    """CPU seconds and lines of one process, its extractor loaded before."""
    with loading():  # as the program and the workers of a cluster do
        extractor = load_extractor(None)
    began = time.process_time()
    told = extract_found(find_from([str(path)]), lambda: extractor)
    lines = [one.outcome.data for one in told if isinstance(one.outcome, Line)]
    return time.process_time() - began, lines


@contextmanager
def cluster(nodes: int) -> Iterator[None]:
    """Ray on some nodes of one processor each."""
    import ray  # noqa: PLC0415
    from ray.cluster_utils import Cluster  # noqa: PLC0415

    os.environ.setdefault("RAY_worker_niceness", "0")
    node: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 150 * 2**20}
    made = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    try:
        for _ in range(nodes - 1):
            made.add_node(**node)
        ray.init(address=made.address, log_to_driver=False)
        yield
    finally:
        ray.shutdown()
        made.shutdown()


def measured(count: int, folder: Path) -> dict[str, Any]:
    """All figures."""
    inputs = write_inputs(folder, count)
    figures: dict[str, Any] = {"posts": count}
    for name, path in inputs.items():
        began = time.process_time()
        pieces = cut(Source(str(path), path.name, path.stat().st_size), int(PIECE_MB * 1e6))
        figures[f"planning {name}, cpu ms a post"] = 1000 * (time.process_time() - began) / count
        figures[f"planning {name}, pieces"] = len(pieces)
        figures[f"bytes in a post, {name}"] = path.stat().st_size / count
    seconds, lines = one_machine(inputs["jsonl"])
    figures["one machine, cpu ms a post"] = 1000 * seconds / count
    figures["bytes out a post, jsonl"] = sum(map(len, lines)) / len(lines)
    with cluster(2):
        for form in Form:
            output = folder / form
            began = time.monotonic()
            extract_on_ray([str(inputs["jsonl"])], str(output), form=form, split_mb=PIECE_MB)
            figures[f"cluster to {form}, wall s"] = time.monotonic() - began
            finished = json.loads((output / "_run/finished.json").read_text())
            figures[f"cluster to {form}, cpu ms a post"] = 1000 * finished["seconds"] / count
            figures[f"cluster to {form}, ratio to one machine"] = finished["seconds"] / seconds
            figures[f"cluster to {form}, peak memory of a worker, MB"] = finished["memory_mb"]
            sizes = [path.stat().st_size for path in (output / "records").rglob("part-*")]
            figures[f"bytes out a post, {form}"] = sum(sizes) / count
    same = b"".join(path.read_bytes() for path in sorted((folder / "jsonl/records").iterdir())) == b"".join(lines)
    figures["same bytes"] = same
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        figures = measured(asked.posts, Path(folder))
    for name, value in figures.items():
        print(f"{name:48} {value:,.2f}" if isinstance(value, float) else f"{name:48} {value}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
