"""Hosts are asked side by side, each of them politely; told by what the servers noted, not by the clock on the wall."""

from __future__ import annotations

import itertools
import json
import runpy
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

SITES = runpy.run_path(str(Path(__file__).with_name("sites.py")))
RUNS = runpy.run_path(str(Path(__file__).with_name("runs.py")))
DELAY = 0.1  # seconds


@pytest.fixture
def sites(names):
    with ExitStack() as stack:
        made = [stack.enter_context(SITES["Site"](f"kabar{number}.example", lag=0.05)) for number in range(4)]
        for one in made:
            names.add(one.name, one)
            one.feed(*[one.post(number) for number in range(4)])
        yield made


@pytest.fixture
def runs(tmp_path, fetcher):
    with RUNS["Runs"](tmp_path, fetcher) as made:
        yield made


def turns(sites):
    """Names of the hosts in the order in which they were asked, a name once for requests that followed each other."""
    asked = sorted((one.start, site.name) for site in sites for one in site.asked)
    return [name for name, _ in itertools.groupby(name for _, name in asked)]


def test_hosts_are_asked_side_by_side_and_each_one_request_at_a_time_with_a_pause(sites, runs):
    ran = runs.run(*[site.outlet() for site in sites], delay=DELAY)
    assert ran.counts == {"new": 16}
    spans = [(min(one.start for one in site.asked), max(one.end for one in site.asked)) for site in sites]
    assert max(start for start, _ in spans) < min(end for _, end in spans)  # all of them at some moment
    assert len(turns(sites)) > 2 * len(sites)
    for site in sites:
        assert len(site.asked) == 6
        assert min(site.pauses()) > DELAY / 2  # the server notes the end of an answer a little after it was read


def test_as_many_hosts_are_asked_at_the_same_time_as_the_setting_says(sites, runs):
    runs.run(*[site.outlet() for site in sites], hosts=1)
    assert turns(sites) == [site.name for site in sites]


def test_the_slow_host_does_not_hold_up_the_others(sites, runs):
    slow, *others = sites
    slow.lag = 0.3
    runs.run(*[site.outlet() for site in sites])
    assert max(one.end for site in others for one in site.asked) < max(one.start for one in slow.asked)


def test_a_crawl_delay_of_robots_txt_slows_its_host_alone(sites, runs):
    strict, *others = sites
    text = (("Content-Type", "text/plain"),)
    strict.robots = SITES["Page"](b"User-agent: *\nCrawl-delay: 0.25\n", headers=text)
    assert runs.run(*[site.outlet() for site in sites]).counts == {"new": 16}
    assert min(strict.pauses()) > 0.125
    assert max(one.end for site in others for one in site.asked) < max(one.start for one in strict.asked)


def test_the_benchmark_of_collecting_counts_all_posts_and_no_two_requests_at_once(root, tmp_path):
    figures = tmp_path / "out" / "collecting.json"
    options = ["--hosts=3", "--posts=3", "--delay=0.05", "--lag=0.01", f"--json={figures}"]
    done = subprocess.run(
        [sys.executable, "benchmarks/collecting.py", *options], check=False, capture_output=True, text=True, cwd=root
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text())
    assert (found["new"], found["requests_of_slowest_host"], found["two_at_once_within_a_host"]) == (9, 5, 0)
    assert found["floor_seconds"] == pytest.approx(0.25)
    assert found["seconds"] >= found["floor_seconds"] - 0.05
    assert f"ratio                        {found['ratio']}" in done.stdout
