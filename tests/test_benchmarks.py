"""The benchmark runs and its figures add up."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest


def test_the_benchmark_reports_stages_processes_and_yardsticks(root, tmp_path):
    posts = tmp_path / "posts"
    posts.mkdir()
    pages = sorted((root / "corpus" / "posts" / "dev").glob("*.html"))[:1]
    for post in [*sorted((root / "corpus" / "posts" / "dev").glob("*.txt"))[:1], *pages]:
        shutil.copy(post, posts)
    figures = tmp_path / "speed.json"
    command = [sys.executable, "benchmarks/speed.py", str(posts), "--repeat", "1", "--json", str(figures)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text())
    assert found["posts"] == 2
    assert sum(found["stages_ms"].values()) == pytest.approx(found["milliseconds_a_post"], rel=0.1)
    assert all(milliseconds >= 0 for milliseconds in found["stages_ms"].values())
    assert all(value > 0 for group in ("processes", "yardsticks") for value in found[group].values())
    assert all(stage in done.stdout for stage in found["stages_ms"])


def test_the_benchmark_of_the_store_reports_writing_views_search_and_a_day(root, tmp_path):
    figures = tmp_path / "store.json"
    command = [sys.executable, "benchmarks/store.py", "--records", "60", "120", "--day", "10", "--json", str(figures)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    first, second = json.loads(figures.read_text())
    assert (first["records"], second["records"]) == (60, 120)
    assert second["upsert seconds"] >= first["upsert seconds"] > 0
    assert {"events_by_province_and_month", "amounts_by_program", "targets_and_coverage", "meetings, a person"} <= set(
        first["views ms"]
    )
    assert set(first["a day"]) == {"store", "identities", "stories", "digest"}
    assert all(name in done.stdout for name in ("ratio", "views ms, meetings", "a day, stories"))
