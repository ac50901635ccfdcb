"""A run that is killed again and again comes to its end, and nothing shows that it was ever interrupted.

With EXTRACTOR_KILLS=50 in the environment it is killed so often.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from itertools import chain
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

HERE = Path(__file__).parent
WORDPRESS = run_path(str(HERE / "wordpress.py"))
COLLECTING = SimpleNamespace(**run_path(str(HERE / "collecting.py")))
pages_asked = COLLECTING.pages_asked

KILLS = int(os.environ.get("EXTRACTOR_KILLS", "20"))
AT_START = KILLS // 4
"""Of these, how many strike before or while a run asks its first question."""
POSTS = 230
"""The other kills are spread over the first so many of the 253 pages that a run asks for; the rest is for the run that ends."""


@pytest.fixture(scope="module")
def site():
    with WORDPRESS["running"]() as started:
        yield started


@pytest.fixture(scope="module")
def killed(site, tmp_path_factory):
    """A collection that was killed `KILLS` times and then left alone: each run says in its requests which one it is."""
    draw = random.Random(50)
    early = set(draw.sample(range(1, KILLS), AT_START))
    marks = iter(sorted(draw.sample(range(1, POSTS), KILLS - AT_START)))
    collection = COLLECTING.Collection(tmp_path_factory.mktemp("killed"), site.url)
    ends, told = [], []
    startup = 0.0
    for number in range(KILLS):
        began = time.monotonic()
        process = collection.start("--contact", contact(number))
        if number in early:
            time.sleep(draw.uniform(0, 1.2 * startup))
        else:
            startup = wait_until_asked(site, process, number, next(marks)) - began
            time.sleep(draw.uniform(0, 0.08))  # about as long as a post takes, from its request to the next one's
        process.kill()
        told.append(process.communicate()[1].decode())
        ends.append(process.returncode)
    done = collection.collect("--contact", contact(KILLS))
    return SimpleNamespace(
        collection=collection, ends=ends, told=[*told, done.told], done=done, requests=site.requests(), site=site
    )


def contact(number):
    return f"run-{number}@kabar.example"


def wait_until_asked(site, process, number, posts):
    """Wait until a run has asked for a post that none before it asked for, and all runs together for so many pages; when it began."""
    first = None
    own = f"(+{contact(number)})"
    before = len({one.path for one in site.requests() if pages_asked([one.path])})
    while True:
        requests = site.requests()
        pages = {one.path for one in requests if pages_asked([one.path])}
        if first is None and any(one.agent.endswith(own) for one in requests):
            first = time.monotonic()
        if len(pages) >= posts and len(pages) > before and first is not None:
            return first
        assert process.poll() is None, process.communicate()[1].decode()
        time.sleep(0.015)


def test_all_kills_are_survived_and_the_last_run_ends_by_itself(killed):
    assert killed.ends == [-signal.SIGKILL] * KILLS
    assert killed.done.code == 0, killed.done.told
    statuses = Counter(status for (status,) in killed.collection.rows("SELECT status FROM runs"))
    assert statuses["finished"] == 1
    assert set(statuses) == {"finished", "interrupted"}
    assert KILLS - AT_START <= statuses["interrupted"] <= KILLS


def test_the_archive_is_whole_and_holds_every_post_once(killed):
    """`kept` reads every byte of every file by warcio, checks all digests, and that posts are whole."""
    published = {post["url"]: post["pages"] for post in killed.site.published}
    kept = killed.collection.kept()
    assert Counter(post.url for post in kept) == Counter(list(published))
    assert {post.url: len(post.pages) for post in kept} == published
    assert not [line for line in killed.told if "left as it is" in line]


def test_state_and_archive_agree_to_the_byte(killed):
    assert killed.collection.versions() == sorted(
        (post[:5] for post in killed.collection.kept()), key=lambda post: post[2:4]
    )


def test_a_kill_costs_one_request_for_a_page_of_a_post_at_most(killed):
    """The run is known by its contact; a request counts for the run that sent it, also when it was answered to nobody."""
    runs = [
        pages_asked(one.path for one in killed.requests if one.agent.endswith(f"(+{contact(number)})"))
        for number in range(KILLS + 1)
    ]
    assert sum(map(len, runs)) == len(pages_asked(one.path for one in killed.requests))
    assert [run for run in runs if len(run) != len(set(run))] == []
    repeated = [set(run) & set(chain(*runs[number + 1 :])) for number, run in enumerate(runs)]
    assert {len(pages) for pages in repeated} <= {0, 1}, repeated


def test_a_further_run_asks_for_no_post(killed):
    killed.site.forget_requests()
    done = killed.collection.collect()
    assert (done.code, done.last.partition(";")[0]) == (0, "nothing")
    assert pages_asked(one.path for one in killed.site.requests()) == []
