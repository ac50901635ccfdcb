"""Posts of all kinds in files of all kinds, what one machine makes of them, and a Ray cluster of two nodes on this machine."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import extractor.cluster
from extractor.cli import app
from extractor.cluster import Form, extract_on_ray
from extractor.documents.document import Failure
from extractor.documents.finding import find_from
from extractor.run.extraction import Line, extract_found
from extractor.run.models import NONE, load_extractor

ROOT = Path(__file__).resolve().parents[2]
POSTS = sorted((ROOT / "corpus/posts/train").glob("*.txt"))[:12]
PAGES = sorted(path for part in ("train", "dev", "test") for path in (ROOT / "corpus/posts" / part).glob("*.html"))[:10]
SMALL_MB = 0.02
"""Size of a split: so small that there are many."""
NODE = {"num_cpus": 1, "object_store_memory": 100 * 2**20}
LISTED = sorted((ROOT / "corpus/posts/test").glob("*.txt"))[:24]


class Told(NamedTuple):
    """What came of posts: lines of records and failures, each in their order."""

    lines: list[bytes]
    failures: list[Failure]


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with posts in files of their own, in lists and archives, and with what is none."""
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "single/below").mkdir(parents=True)
    for path in POSTS:
        shutil.copy(path, folder / "single/below" / path.name)
    (folder / "single/50% [é] #1.txt").write_bytes(POSTS[0].read_bytes())  # none of it may stand so in an address
    (folder / "single/empty.txt").write_text("")
    rows = _articles()
    (folder / "list.jsonl").write_text(_lines(rows), encoding="utf-8")
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress(_lines(rows[:9]).encode(), mtime=0))
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, ["title", "content", "link"])
        writer.writeheader()
        writer.writerows(rows[10:16])
    _write_crawl(folder / "crawl.warc.gz", [path.read_bytes() for path in PAGES])
    _write_crawl(folder / "listings.warc.gz", [b"<html><body>" + b"<a href=/x>x</a>" * 2000 + b"</body></html>"] * 4)
    return folder


@pytest.fixture
def articles() -> list[dict[str, Any]]:
    """Posts of the corpus as the articles of a list."""
    return _articles()


def _articles() -> list[dict[str, Any]]:
    return [
        {"title": f"Berita {number}", "content": path.read_text(encoding="utf-8"), "link": f"https://x.id/{number}"}
        for number, path in enumerate(LISTED)
    ]


def _lines(rows: Sequence[dict[str, Any]]) -> str:
    """A list in lines, with one that is empty, one that is broken and one that is no article."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    return "\n".join([*lines[:5], "", '{"content": ', *lines[5:], '{"title": "x"}']) + "\n"


def _write_crawl(path: Path, pages: Sequence[bytes]) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, page in enumerate(pages):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://y.id/{number}.html",
                "response",
                payload=io.BytesIO(page),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2024-05-01T00:00:00Z"},
            )
            writer.write_record(record)


@pytest.fixture
def on_one_machine() -> Callable[[Sequence[str]], Told]:
    """What one machine makes of paths, by rules alone."""
    return _on_one_machine


def _on_one_machine(paths: Sequence[str]) -> Told:
    told = Told([], [])
    for one in extract_found(find_from(list(paths)), partial(load_extractor, NONE)):
        if isinstance(one.outcome, Line):
            told.lines.append(one.outcome.data)
        elif one.outcome is not None:
            told.failures.append(one.outcome)
    return told


@pytest.fixture
def written() -> Callable[[Path], Told]:
    """What a run wrote as lines of JSON, in the order of its files."""
    return _written


def _written(output: Path) -> Told:
    lines = b"".join(path.read_bytes() for path in sorted((output / "records").glob("*.jsonl")))
    rows = b"".join(path.read_bytes() for path in sorted((output / "failures").glob("*.jsonl"))).splitlines()
    failures = [json.loads(row) for row in rows]
    return Told(
        lines.splitlines(keepends=True), [Failure(one["path"], one["code"], one["message"]) for one in failures]
    )


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """Ray on two nodes of one processor each; none of their processes is left afterwards."""
    pytest.importorskip("ray.data", reason="the extra `cluster` (Ray) is not installed")
    if sys.platform == "win32":
        pytest.skip("Ray's clusters for tests need Unix")
    import ray
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_worker_niceness", "0")  # else all others on this machine go first
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):  # what workers are to know of a store
            patch.setenv(name, "of-a-test")
        nodes = Cluster(initialize_head=True, head_node_args={**NODE, "include_dashboard": False})
        try:
            nodes.add_node(**NODE)
            ray.init(address=nodes.address, log_to_driver=False)
            yield nodes
        finally:
            ray.shutdown()
            nodes.shutdown()


@pytest.fixture
def another_node(cluster: Any) -> Iterator[None]:
    """Afterwards another node takes the place of one that was lost."""
    yield
    cluster.add_node(**NODE)


@pytest.fixture(scope="session")
def asked(inputs: Path) -> dict[str, Any]:
    """What a run is asked."""
    return {"paths": [str(inputs)], "model": NONE, "form": Form.JSONL, "split_mb": SMALL_MB}


@pytest.fixture(scope="session")
def output(cluster: Any, inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two nodes made of the inputs by the command, written as to object storage, by a run that nobody disturbed."""
    folder = tmp_path_factory.mktemp("output") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extractor.cluster, "extract_on_ray", partial(extract_on_ray, split_mb=SMALL_MB))
        options = ["--engine", "ray", "--format", "jsonl", "--model", NONE]
        done = CliRunner().invoke(app, ["extract", str(inputs), "-o", folder.as_uri(), *options])
    assert done.exit_code == 1, done.output  # some of the inputs are no posts
    assert done.stderr.splitlines()[-1] == f"the failures stand in {folder.as_uri()}/failures"
    return folder


COMMAND = """
import sys
from functools import partial
import extractor.cluster
from extractor.cli import app

extractor.cluster.extract_on_ray = partial(extractor.cluster.extract_on_ray, split_mb=float(sys.argv.pop(1)))
app()
"""
PATIENCE_S = 300.0

Killed = Callable[..., None]


@pytest.fixture
def kill_when(cluster: Any, tmp_path: Path) -> Killed:
    """Runs the command in a process of its own and kills that (SIGKILL) once something is so."""

    def run(given: str, output: str, holds: Callable[[], bool], *options: str) -> None:
        asked = ["extract", given, "-o", output, "--engine", "ray", "--address", cluster.address, *options]
        command = [sys.executable, "-c", COMMAND, str(SMALL_MB), *asked, "--format", "jsonl", "--model", NONE]
        told = tmp_path / "told.txt"
        with told.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
            try:
                until = time.monotonic() + PATIENCE_S
                while not holds():
                    assert process.poll() is None, told.read_text()
                    assert time.monotonic() < until, told.read_text()
                    time.sleep(0.005)
            finally:
                process.kill()
        assert process.returncode == -signal.SIGKILL

    return run
