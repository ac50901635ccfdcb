"""Which outlets are well, which have gone silent, and why."""

from __future__ import annotations

import json
import runpy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractor.collect.health import Health, reports
from extractor.collect.history import History
from extractor.collect.model import Located, Outcome
from extractor.collect.state import State
from extractor.knowledge.outlets import Outlet, Status

POSTS = runpy.run_path(str(Path(__file__).with_name("posts.py")))
TODAY = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
KABAR = Outlet("Kabar Tambora", POSTS["OUTLET"], "52", "wordpress")


class Past:
    """Writes the past of an outlet: what came out on which days, and how the runs went, in days before `TODAY`."""

    def __init__(self, state):
        self.state = state
        self._offset = 0

    def posts(self, *days_ago, domain=KABAR.domain, way="feed"):
        """Posts, each fetched the day it came out."""
        for days in days_ago:
            self._offset += 100
            at = TODAY - timedelta(days=days)
            run = self.state.begin_run(at, "collect")
            post = POSTS["post"](self._offset, outlet=domain, published=at.isoformat())
            post = replace(post, pages=tuple(replace(page, fetched=at) for page in post.pages))
            place = Located("a.warc.gz", self._offset, 100)
            self.state.record(run, domain, post.url, Outcome.NEW, post=post, located=place, at=at)
            self.state.record_listing(run, domain, way, found=1, at=at)

    def run(self, days_ago=0, *, found=None, trouble=None, outcomes=(), way="feed", domain=KABAR.domain):
        """A run: a listing with `found` candidates or with `trouble`, then `outcomes` of addresses with their reason."""
        at = TODAY - timedelta(days=days_ago)
        run = self.state.begin_run(at, "collect")
        if found is not None:
            self.state.record_listing(run, domain, way, found=found, at=at)
        if trouble is not None:
            self.state.record_listing(run, domain, way, outcome=trouble[0], reason=trouble[1], at=at)
        for number, (outcome, reason) in enumerate(outcomes):
            url = f"https://{domain}/{run}/{number}"
            self.state.record(run, domain, url, outcome, reason=reason, at=at + timedelta(seconds=number))


@pytest.fixture
def past(tmp_path):
    with State(tmp_path / "state.sqlite3") as state:
        yield Past(state)


def report(past, outlet=KABAR):
    (found,) = reports([outlet], History(past.state.database), TODAY)
    return found


WEEKLY = range(80, 30, -7)  # a post a week, the last one a month ago


def test_an_outlet_that_gives_posts_is_well(past):
    past.posts(30, 20, 9, 3)
    past.run(found=4)
    found = report(past)
    assert (found.health, found.cause, found.is_flagged) == (Health.WELL, None, False)
    assert (found.posts_a_week, found.history.silent_days) == (0.5, 3)


def test_an_outlet_that_gave_posts_and_stopped_is_flagged(past):
    past.posts(*WEEKLY)
    past.run(found=8, outcomes=[(Outcome.UNCHANGED, None)])
    found = report(past)
    assert (found.health, found.is_flagged) == (Health.SILENT, True)
    assert found.cause == "it publishes nothing about the agency"


@pytest.mark.parametrize(
    ("trouble", "cause"),
    [
        ((Outcome.BLOCKED, "status 403"), "it refuses our requests (status 403)"),
        ((Outcome.GONE, "status 404"), "the address of its listing, or of its posts, is gone (status 404)"),
        (
            (Outcome.FAILED, "silent for 20 s, 4 times"),
            "it does not answer, or its answers are broken (silent for 20 s, 4 times)",
        ),
        ((Outcome.DISALLOWED, "robots.txt says no"), "its robots.txt says no, or cannot be read (robots.txt says no)"),
        ((Outcome.NOT_A_PAGE, "not a feed"), "its listing or its pages have another form than before (not a feed)"),
    ],
)
def test_the_cause_of_silence_is_what_went_wrong_in_the_last_run(past, trouble, cause):
    past.posts(*WEEKLY)
    past.run(1, found=3)
    past.run(trouble=trouble)
    found = report(past)
    assert (found.health, found.cause) == (Health.SILENT, cause)


def test_listings_that_answer_and_have_emptied_speak_for_a_new_layout(past):
    past.posts(*WEEKLY)
    past.run(1, found=0)
    past.run(found=0)
    found = report(past)
    assert found.health is Health.SILENT
    assert found.cause.startswith("its listings answer, but nothing is found in them any more")


def test_a_wordpress_that_has_no_change_to_tell_has_not_emptied(past):
    past.posts(*WEEKLY, way="wordpress")  # it is asked for what changed since the last run: nothing, mostly
    past.run(1, found=0, way="wordpress")
    past.run(found=0, way="wordpress")
    assert report(past).cause == "it publishes nothing about the agency"


def test_posts_that_all_turned_out_unreadable_are_the_cause_though_the_listing_answers(past):
    past.posts(*WEEKLY)
    for days in range(6, -1, -1):
        past.run(days, found=3, outcomes=[(Outcome.NOT_A_PAGE, "no text")] * 2 + [(Outcome.UNCHANGED, None)])
    found = report(past)
    assert found.health is Health.SILENT
    assert found.cause == "its listing or its pages have another form than before (no text)"


def test_an_outlet_that_refuses_is_flagged_at_once(past):
    past.posts(9, 6, 3, 1)
    past.run(trouble=(Outcome.BLOCKED, "a challenge page"))
    found = report(past)
    assert (found.health, found.cause) == (Health.TROUBLE, "it refuses our requests (a challenge page)")
    assert found.is_flagged


def test_an_outlet_that_answers_with_its_listing_and_refuses_its_posts_is_flagged(past):
    past.posts(9, 6, 3, 1)
    past.run(found=4, outcomes=[(Outcome.UNCHANGED, None), (Outcome.BLOCKED, "status 403")])
    found = report(past)
    assert (found.health, found.cause) == (Health.TROUBLE, "it refuses our requests (status 403)")


def test_trouble_that_has_passed_is_forgotten(past):
    past.posts(9, 6, 3)
    past.run(2, trouble=(Outcome.BLOCKED, "status 403"))
    past.run(1, found=3, outcomes=[(Outcome.UNCHANGED, None), (Outcome.GONE, "status 404")])
    assert report(past).health is Health.WELL


def test_a_refusal_is_forgotten_when_the_outlet_answers_though_it_has_nothing_new(past):
    past.posts(9, 6, 3)
    past.run(2, found=1, outcomes=[(Outcome.BLOCKED, "status 403")])
    past.run(found=1, outcomes=[(Outcome.IRRELEVANT, None)])
    assert report(past).health is Health.WELL


@pytest.mark.parametrize(
    "days",
    [
        [400, 300, 200, 100],  # a post every three months or so
        [900, 890, 880, 870, 500],  # nothing for years at a time
        [40],
        [600, 599, 598, 597, 596, 100],  # one busy week, long ago
    ],
)
def test_a_small_outlet_that_is_quiet_is_not_flagged(past, days):
    past.posts(*days)
    past.run(found=1)
    found = report(past)
    assert (found.health, found.is_flagged) == (Health.QUIET, False)


def test_an_outlet_without_any_post_yet_is_quiet(past):
    past.run(1, found=2, outcomes=[(Outcome.IRRELEVANT, None)] * 2)
    past.run(found=2)
    assert (report(past).health, report(past).cause) == (Health.QUIET, None)


def test_nobody_is_called_silent_for_days_on_which_nobody_asked(past):
    past.posts(*range(100, 60, -2))
    past.run(60, found=20)
    found = report(past)
    assert (found.health, found.is_flagged) == (Health.QUIET, False)
    assert found.cause == "not asked since 2026-09-23"
    past.run(found=20)
    assert report(past).health is Health.SILENT


def test_outlets_that_were_never_asked_or_are_not_to_be_asked_are_told_apart(past):
    past.run(trouble=(Outcome.FAILED, "no host of that name"))
    assert report(past, replace(KABAR, domain="baru.example")).health is Health.NEVER
    closed = report(past, replace(KABAR, status=Status.CLOSED))
    assert (closed.health, closed.cause, closed.is_flagged) == (Health.NOT_ASKED, "the registry says: closed", False)


def test_a_list_of_addresses_that_all_failed_is_trouble_of_their_outlet(past):
    past.run(outcomes=[(Outcome.FAILED, "reset"), (Outcome.FAILED, "reset, 4 times")])
    found = report(past)
    assert (found.health, found.cause) == (
        Health.TROUBLE,
        "it does not answer, or its answers are broken (reset, 4 times)",
    )


def test_those_to_be_looked_at_come_first(past):
    past.posts(3, domain="a.example")
    past.run(trouble=(Outcome.BLOCKED, "status 403"), domain="b.example")
    outlets = [replace(KABAR, name=name, domain=f"{name}.example") for name in ("c", "a", "b")]
    found = reports(outlets, History(past.state.database), TODAY)
    assert [one.outlet.domain for one in found] == ["b.example", "a.example", "c.example"]


def test_a_report_is_plain_json(past):
    past.posts(10, 9, 3)
    past.run(found=3, outcomes=[(Outcome.NOT_A_PAGE, "no text"), (Outcome.UNCHANGED, None)])
    assert json.loads(json.dumps(report(past).as_json())) == {
        "outlet": "kabartambora.example",
        "name": "Kabar Tambora",
        "province": "52",
        "health": "well",
        "flagged": False,
        "cause": None,
        "posts": 3,
        "posts_a_week": 0.38,
        "weeks": [0, 0, 0, 0, 0, 0, 2, 1],
        "newest": "2026-11-19",
        "silent_days": 3,
        "last_asked": "2026-11-22T08:00:01+00:00",
        "last_success": "2026-11-22T08:00:01+00:00",
        "outcomes": {"new": 3, "not_a_page": 1, "unchanged": 1},
    }
