"""Ray on two nodes of this machine: what they write, what is told, what the loss of one of them costs."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.cluster import ClusterError, Form, extract_on_ray
from extractor.run.models import NONE

CORPUS = Path(__file__).resolve().parents[2] / "corpus/posts/train"


def test_two_nodes_write_the_same_bytes_as_one_machine_and_failures_apart(
    output: Path, inputs: Path, on_one_machine: Callable[..., Any], written: Callable[..., Any]
) -> None:
    here, there = on_one_machine([str(inputs)]), written(output)
    assert there.lines == here.lines
    assert sorted(there.failures, key=str) == sorted(here.failures, key=str)
    assert {one.code for one in here.failures} >= {"empty-file", "invalid-json", "not-an-article", "no-posts"}
    finished = json.loads((output / "_run/finished.json").read_text())
    assert (finished["posts"], finished["failures"]) == (len(here.lines), len(here.failures))
    assert finished["splits"] > 5


def test_a_folder_with_records_is_not_written_over(output: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(ClusterError, match="not empty"):
        extract_on_ray(output=output.as_uri(), **asked)


def test_another_question_does_not_go_on(output: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(ClusterError, match=r"something else \(split_mb\)"):
        extract_on_ray(output=output.as_uri(), resume=True, **{**asked, "split_mb": 1.0})


def test_what_is_done_is_not_done_again(output: Path, asked: dict[str, Any]) -> None:
    before = {path: path.stat().st_mtime_ns for path in (output / "records").iterdir()}
    summary = extract_on_ray(output=output.as_uri(), resume=True, **asked)
    finished = json.loads((output / "_run/finished.json").read_text())
    assert (summary.posts, summary.failures) == (finished["posts"], finished["failures"])
    assert {path: path.stat().st_mtime_ns for path in (output / "records").iterdir()} == before


def test_an_address_is_not_passed_over_where_another_cluster_is_connected(cluster: Any, tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=rf"elsewhere:6379: .* connected to {cluster.address} already"):
        extract_on_ray([str(CORPUS)], str(tmp_path / "out"), model=NONE, address="elsewhere:6379")


def test_a_worker_that_cannot_begin_ends_the_run_with_the_reason(cluster: Any, tmp_path: Path, inputs: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model/config.cfg").touch()
    with pytest.raises(ClusterError, match="not a model of this version"):
        extract_on_ray([str(inputs / "single")], str(tmp_path / "out"), model=str(tmp_path / "model"))


class Killer(threading.Thread):
    """Waits until one of the victims has a split in hand, and kills it in the midst of that."""

    def __init__(self, output: Path, kill: Callable[[int], None], is_victim: Callable[[int], bool]) -> None:
        super().__init__(daemon=True)
        self.output, self.kill, self.is_victim = output, kill, is_victim
        self.in_hand: set[str] = set()
        self.left = threading.Event()

    def run(self) -> None:
        while not self.left.wait(0.005):
            for split, process in self.begun().items():
                if split in self.done() or not self.is_victim(process):
                    continue
                os.kill(process, signal.SIGSTOP)  # so that it does not end the split meanwhile
                if split not in self.done():
                    self.kill(process)
                    self.in_hand = {split}
                    return
                os.kill(process, signal.SIGCONT)

    def begun(self) -> dict[str, int]:
        tries = (self.output / "_run/tries").glob("[0-9]*.1")
        return {path.stem: json.loads(path.read_text())["process"] for path in tries}

    def done(self) -> set[str]:
        return {path.stem for path in (self.output / "_run/done").glob("[0-9]*.json")}


def test_a_node_lost_in_mid_run_costs_no_post_and_doubles_none(
    cluster: Any, another_node: None, tmp_path: Path, on_one_machine: Callable[..., Any], written: Callable[..., Any]
) -> None:
    (lost,) = cluster.worker_nodes
    raylet = lost.all_processes["raylet"][0].process.pid
    output = tmp_path / "out"

    def is_of_node(process: int) -> bool:
        return str(process) in Path(f"/proc/{raylet}/task/{raylet}/children").read_text().split()

    def kill(process: int) -> None:
        os.kill(process, signal.SIGKILL)
        cluster.remove_node(lost, allow_graceful=False)

    killer = Killer(output, kill, is_of_node)
    killer.start()
    try:  # many splits, so that none of the nodes has done all before the other has begun
        summary = extract_on_ray([str(CORPUS)], str(output), model=NONE, form=Form.JSONL, split_mb=0.03)
    finally:
        killer.left.set()
        killer.join()
    here = on_one_machine([str(CORPUS)])
    assert killer.in_hand, "the node had nothing in hand"
    assert written(output).lines == here.lines
    assert summary.posts == len(here.lines)
