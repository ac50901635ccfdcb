from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor import __version__
from extractor.cluster import extract_on_ray
from extractor.cluster.model import (
    RECORDS,
    TRIES,
    ClusterError,
    Form,
    Job,
    Piece,
    Split,
    name_of,
)
from extractor.cluster.results import read_report
from extractor.cluster.storage import Storage
from extractor.cluster.worker import MOST_LOSSES, SplitWorker
from extractor.run.models import NONE

parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `cluster` is not installed")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(str(tmp_path / "out"), Form.JSONL, NONE, NONE, __version__, 60.0)


@pytest.fixture
def split(inputs: Path) -> Split:
    return Split(3, (Piece(str(inputs / "single/below"), "x"), Piece(str(inputs / "list.jsonl"), "list.jsonl")))


def tree(folder: str) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for kind in ("records", "failures")
        for path in (Path(folder) / kind).rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("form", list(Form))
def test_a_split_done_twice_leaves_the_same_files(job: Job, split: Split, form: Form) -> None:
    job = replace(job, form=form)
    worker = SplitWorker(job)
    worker.do(split)
    once = tree(job.output)
    Path(job.output, "_run/done", f"{name_of(3)}.json").unlink()  # it was lost before it could say that all was there
    worker.do(split)
    assert tree(job.output) == once
    assert once


def test_a_split_that_is_done_is_not_done_again(job: Job, split: Split) -> None:
    worker = SplitWorker(job)
    report = worker.do(split)
    part = Path(job.output, RECORDS, f"part-{name_of(3)}.jsonl")
    part.unlink()
    assert worker.do(split) == report
    assert not part.exists()


def test_a_split_that_cost_workers_again_and_again_is_done_post_by_post_elsewhere(job: Job, split: Split) -> None:
    calm = replace(job, output=f"{job.output}-calm")
    report = SplitWorker(calm).do(split)
    storage = Storage(job.output)
    for number in range(MOST_LOSSES):
        storage.write(f"{TRIES}/{name_of(3)}.{number + 1}", b"{}")
    apart = SplitWorker(job).do(split)
    assert replace(apart, seconds=report.seconds, memory_mb=report.memory_mb) == report
    assert tree(job.output) == tree(calm.output)
    assert storage.has(f"{TRIES}/{name_of(3)}.{MOST_LOSSES + 1}")


HOSTILE = """
import sys
from pathlib import Path
from extractor.cluster.model import Job, Split
from extractor.cluster.worker import SplitWorker
import extractor.run.extraction as extraction

def hang(extractor, read, crawl):
    import re
    re.match("(a+)+$", "a" * 60 + "b")  # holds the interpreter for years

worker = SplitWorker(Job(sys.argv[1], "jsonl", "-", "-", sys.argv[2], 1.0))
extraction._line = hang
worker.do(Split.from_json(Path(sys.argv[3]).read_text()))
"""


def test_a_post_that_takes_for_ever_ends_the_process_that_has_it(job: Job, split: Split, tmp_path: Path) -> None:
    script, said = tmp_path / "hostile.py", tmp_path / "split.json"
    script.write_text(HOSTILE)
    said.write_text(split.to_json())
    command = [sys.executable, str(script), job.output, __version__, str(said)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ended = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=60)
    assert ended.returncode == 1
    assert "Timeout" in ended.stderr
    assert read_report(Storage(job.output), 3) is None


def hive() -> Any:
    from pyarrow.dataset import partitioning

    return partitioning(flavor="hive")


def test_parquet_holds_the_same_lines_by_year_with_columns_to_seek_by(
    job: Job, split: Split, on_one_machine: Callable[..., Any]
) -> None:
    SplitWorker(replace(job, form=Form.PARQUET)).do(split)
    table = parquet.read_table(f"{job.output}/records", partitioning=hive())
    paths = [str(one.path) for one in split.parts if isinstance(one, Piece)]
    lines = on_one_machine(paths).lines
    assert len(table) == len(lines)
    rows = sorted(table.to_pylist(), key=lambda row: (row["split"], row["place"]))
    named = [line.decode().replace(paths[0], "x").replace(paths[1], "list.jsonl") for line in lines]
    assert [row["record"] + "\n" for row in rows] == named
    assert {row["published_year"] for row in rows} == {int(y[:4]) if (y := row["published"]) else None for row in rows}
    assert any(row["provinces"] for row in rows)
    assert all(f'"id":"{row["id"]}"' in row["record"] for row in rows)


def test_a_machine_with_another_version_refuses(job: Job) -> None:
    with pytest.raises(ClusterError, match=r"started with 0\.0\.0"):
        SplitWorker(replace(job, program="0.0.0"))


def test_a_machine_with_another_model_refuses(job: Job, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model/config.cfg").touch()
    with pytest.raises(ClusterError, match="another here"):
        SplitWorker(replace(job, model=str(tmp_path / "model"), identity="0"))


@pytest.mark.parametrize("root", ["{}/a", "file://{}/a", "memory://a"])
def test_storage_keeps_whole_files_wherever_it_is(root: str, tmp_path: Path) -> None:
    storage = Storage(root.format(tmp_path))
    assert storage.files() == []
    assert storage.read("b/c") is None
    for data in (b"1", b"22"):
        storage.write("b/c", data)
    storage.write("b-c", b"")
    assert storage.read("b/c") == b"22"
    assert [(one.name, one.size) for one in storage.files()] == [("b/c", 2), ("b-c", 0)]
    assert storage.has("b/c")
    assert not storage.has("c")
    storage.remove_folder("b")
    storage.remove_folder("b")
    assert [one.name for one in storage.files()] == ["b-c"]


def test_an_address_that_nothing_knows_is_told() -> None:
    with pytest.raises(ClusterError, match="nowhere://x: cannot be reached"):
        Storage("nowhere://x")
    with pytest.raises(ClusterError, match=r"cannot be reached \(.*'endpoint'.*\)\. Check the address and its options"):
        Storage("s3://bucket/in?region=x&endpoint=127.0.0.1")


def test_a_cluster_that_does_not_answer_is_told_at_once(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray.data", reason="the extra `cluster` (Ray) is not installed")
    monkeypatch.setattr("ray.is_initialized", lambda: False)  # other tests may be connected to one that does
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
    with pytest.raises(ClusterError, match=f"{address}: no cluster answers"):
        extract_on_ray([str(inputs)], str(tmp_path / "out"), address=address, model=NONE)
