"""The benchmark runs and its figures add up."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import import_module
from xml.etree import ElementTree

import pytest


def test_the_benchmark_reports_every_part_and_draws_it(root, tmp_path):
    posts = tmp_path / "posts" / "dev"
    posts.mkdir(parents=True)
    for ending in ("txt", "html"):
        shutil.copy(sorted((root / "corpus" / "posts" / "dev").glob(f"*.{ending}"))[0], posts)
    figures, drawn = tmp_path / "speed.json", tmp_path / "speed.svg"
    small = [
        "--posts=4",
        "--repeat=1",
        "--starts=1",
        "--workers=1",
        "--runs=4",
        "--lengths=100",
        "--words=100",
        "--new-words=0",
    ]
    command = [
        sys.executable,
        "benchmarks/speed.py",
        posts.parent,
        *small,
        "--hostile=2000",
        "--json",
        figures,
        "--picture",
        drawn,
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text())
    stages = found["stages"]
    assert stages["posts"] == 4
    assert sum(stages["stages_ms"].values()) == pytest.approx(stages["milliseconds_a_post"], rel=0.1)
    assert {"peers", "pages", "latency", "start", "workers", "lengths", "hostile"} <= set(found)
    assert found["peers"]["whole_pipeline_to_network_by_spacy"] > 0
    assert found["pages"]["pages"] == 1
    assert found["workers"]["1"]["failures"] == 0
    assert found["hostile"]["a_megabyte"].startswith("refused: the text has 1,0")
    assert all(stage in done.stdout for stage in stages["stages_ms"])
    assert ElementTree.parse(drawn).getroot().tag.endswith("svg")  # noqa: S314 - drawn here


def test_words_of_a_text_agree_with_the_marked_ones_as_far_as_they_are_the_same(root, monkeypatch):
    monkeypatch.syspath_prepend(root / "benchmarks")
    pages = import_module("pages")
    assert pages.agreement("Santunan diterima ahli waris", "santunan diterima ahli waris") == 1
    assert pages.agreement("satu dua", "dua tiga") == 0.5
    assert pages.agreement("satu", "") == 0


def test_the_benchmark_of_the_store_reports_writing_views_search_and_a_day(root, tmp_path):
    figures = tmp_path / "store.json"
    command = [sys.executable, "benchmarks/store.py", "--records", "60", "120", "--day", "10", "--days", "1", "--json"]
    command.append(str(figures))
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    first, second = json.loads(figures.read_text())
    assert (first["records"], second["records"]) == (60, 120)
    assert second["upsert seconds"] >= first["upsert seconds"] > 0
    assert {"events_by_province_and_month", "amounts_by_program", "targets_and_coverage", "meetings, a person"} <= set(
        first["views ms"]
    )
    assert set(first["a day"]) == {"store", "identities", "stories", "digest", "all"}
    assert all(name in done.stdout for name in ("ratio", "views ms, meetings", "a day, stories"))


def test_the_plan_of_a_large_run_is_what_the_measured_figures_give(root, tmp_path):
    figures = {
        "planning jsonl, cpu ms a post": 0.36,
        "bytes in a post, jsonl": 3200.0,
        "bytes out a post, jsonl": 10_000.0,
        "bytes out a post, parquet": 2000.0,
        "cluster to parquet, cpu ms a post": 36.0,
        "cluster to parquet, peak memory of a worker, MB": 350.0,
    }
    (tmp_path / "cluster.json").write_text(json.dumps(figures))
    command = [sys.executable, "benchmarks/cluster_plan.py", str(tmp_path / "cluster.json")]
    asked = ["--posts", "100e6", "--cores", "100", "--price", "0.05"]
    done = subprocess.run([*command, *asked], check=True, capture_output=True, text=True, cwd=root)
    assert done.stdout.splitlines()[2:] == [
        "| extraction | 1,000 core hours |",
        "| planning | 10 core hours |",
        "| time on 100 cores | 10.1 hours; together they read 8.9 MB a second |",
        "| price, if a core hour cost 0.05 $ | 50 $ |",
        "| splits | 20,000 of 16 MB: 5,000 posts, 3.0 minutes of a core each |",
        "| read | 320 GB, twice: to plan and to extract |",
        "| written | 200 GB |",
        "| memory of a process | 530 MB |",
        "| lost with a machine | what its cores had in hand: 1.5 minutes of each on average |",
    ]
