"""Runs whose command is killed again and again: `--resume` ends them as if nobody had disturbed them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractor.cluster import extract_on_ray
from extractor.cluster.model import FINISHED, PLAN, WRITING
from extractor.cluster.storage import Storage
from extractor.run.models import NONE


def tree(output: Path) -> dict[str, bytes]:
    """All that a run leaves, apart from what it costs."""
    kept = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    return {name: data for name, data in kept.items() if not name.startswith("_run/")}


def told(output: Path) -> dict[str, Any]:
    said = json.loads((output / "_run/finished.json").read_text())
    return {name: value for name, value in said.items() if name not in {"seconds", "memory_mb"}}


def test_a_run_whose_command_is_killed_again_and_again_ends_as_if_nobody_had_disturbed_it(
    output: Path, inputs: Path, asked: dict[str, Any], kill_when: Callable[..., None], tmp_path: Path
) -> None:
    disturbed = tmp_path / "out"

    def done() -> int:
        return len(list((disturbed / "_run/done").glob("*.json")))

    def begun() -> bool:
        return any((disturbed / "_run/tries").glob("*"))

    kill_when(str(inputs), str(disturbed), begun)
    before = done()
    kill_when(str(inputs), str(disturbed), lambda: done() > before, "--resume")
    splits = json.loads((disturbed / "_run/plan.json").read_text())["splits"]
    assert before < done() < len(splits)
    extract_on_ray(output=str(disturbed), resume=True, **asked)
    assert tree(disturbed) == tree(output)
    assert told(disturbed) == told(output)
    assert {path.name for path in (disturbed / "_run").iterdir()} == {"plan.json", "done", "finished.json"}


def test_what_is_not_whole_is_no_output_and_goes_when_all_is_done(cluster: Any, tmp_path: Path) -> None:
    part = tmp_path / WRITING / "0"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half a pl")  # a kill while the plan was being written
    summary = extract_on_ray([], str(tmp_path), model=NONE, resume=True)
    assert (summary.posts, summary.failures) == (0, 0)
    assert [one.name for one in Storage(str(tmp_path)).files()] == [FINISHED, PLAN]
