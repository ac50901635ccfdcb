"""The state: what was seen when, with which outcome, and where it lies; on the disk when it is said to be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import pytest

from extractor.collect.history import History, Trouble
from extractor.collect.model import Located, Outcome, Validators
from extractor.collect.state import State, StateError

POSTS = run_path(str(Path(__file__).with_name("posts.py")))
post, fetched, NOW, OUTLET = POSTS["post"], POSTS["fetched"], POSTS["NOW"], POSTS["OUTLET"]
LATER = NOW + timedelta(days=1)


@pytest.fixture
def state(tmp_path):
    with State(tmp_path / "data" / "state.sqlite3") as opened:
        yield opened


@pytest.fixture
def run(state):
    return state.begin_run(NOW, "collect")


def place(offset, length=100, file="2026/11/22/posts-a.warc.gz"):
    return Located(file, offset, length)


def keep(state, run, one, offset=0, outcome=Outcome.NEW, at=NOW):
    state.record(run, one.outlet, one.url, outcome, post=one, located=place(offset), at=at)


def test_a_new_post_is_known_by_all_its_addresses(state, run):
    short = f"https://www.{OUTLET}/?p=17"
    one = post(1, pages=2)
    one = replace(one, pages=(replace(one.pages[0], url=short), one.pages[1]))
    assert state.known(one.url) is None
    keep(state, run, one)
    known = state.known(one.url)
    assert known == state.known(short) == state.known(f"{one.url}?page=2")
    assert known == state.known(f"http://m.{OUTLET}/amp/2026/11/1-santunan-nelayan/?utm_source=x")
    assert (known.id, known.url, known.outlet, known.outcome) == (one.id, one.url, OUTLET, Outcome.NEW)
    assert (known.text_hash, known.modified, known.published) == (one.text_hash, one.modified, one.published)
    assert (known.versions, known.asked, known.reason) == (1, NOW, None)
    assert known.validators == {
        short: one.pages[0].validators,
        one.url: one.pages[0].validators,
        f"{one.url}?page=2": one.pages[1].validators,
    }


def test_what_is_recorded_is_there_for_the_next_process(tmp_path, state, run):
    keep(state, run, post(1))
    with State(tmp_path / "data" / "state.sqlite3") as other:
        assert other.known(post(1).url) == state.known(post(1).url)


def test_an_edited_post_gets_a_version_under_the_same_id(state, run):
    keep(state, run, post(1, pages=2))
    keep(state, run, post(1, version=2), 100, Outcome.UPDATED, LATER)
    known = state.known(post(1).url)
    assert (known.id, known.versions, known.outcome) == (post(1).id, 2, Outcome.UPDATED)
    assert (known.text_hash, known.modified) == (post(1, version=2).text_hash, post(1, version=2).modified)
    assert list(known.validators) == [post(1).url], "the second page is no more"
    rows = state.database.rows("SELECT number, offset, length FROM versions ORDER BY number")
    assert rows == [(1, 0, 100), (2, 100, 100)]


def test_an_unchanged_post_keeps_its_version_and_takes_new_validators(state, run):
    keep(state, run, post(1))
    again = post(1, modified="2026-11-29T10:00:00+08:00")
    page = replace(again.pages[0], headers=(("ETag", '"anew"'),))
    state.record(run, OUTLET, again.url, Outcome.UNCHANGED, post=replace(again, pages=(page,)), at=LATER)
    known = state.known(again.url)
    assert (known.versions, known.outcome, known.asked) == (1, Outcome.UNCHANGED, LATER)
    assert known.validators == {again.url: Validators('"anew"', None)}
    assert known.modified == "2026-11-29T10:00:00+08:00"


def test_a_post_that_was_not_modified_remembers_what_the_listing_said(state, run):
    keep(state, run, post(1))
    state.record(run, OUTLET, post(1).url, Outcome.UNCHANGED, at=LATER, modified="2026-11-30T08:00:00+08:00")
    known = state.known(post(1).url)
    assert known.modified == "2026-11-30T08:00:00+08:00"
    assert known.validators == {post(1).url: post(1).pages[0].validators}


def test_a_failure_does_not_make_a_kept_post_unknown(state, run):
    keep(state, run, post(1))
    state.record(run, OUTLET, post(1).url, Outcome.FAILED, reason="time-out", at=LATER)
    known = state.known(post(1).url)
    assert (known.outcome, known.reason, known.asked, known.id) == (Outcome.FAILED, "time-out", LATER, post(1).id)


def test_the_same_text_of_the_same_outlet_is_found_again(state, run):
    keep(state, run, post(1))
    assert state.has_text(OUTLET, post(1).text_hash) == state.known(post(1).url).key
    assert state.has_text("lain.example", post(1).text_hash) is None
    keep(state, run, post(1, version=2), 100, Outcome.UPDATED)
    assert state.has_text(OUTLET, post(1).text_hash) is None, "only the newest version counts"


def test_a_duplicate_leads_to_the_post_that_is_kept(state, run):
    keep(state, run, post(1))
    other = f"https://{OUTLET}/daerah/salinan"
    copy = replace(post(1), url=other, pages=(fetched(other, "x"),))
    state.record(run, OUTLET, other, Outcome.DUPLICATE, post=copy, at=LATER)
    found, kept = state.known(other), state.known(post(1).url)
    assert (found.key, found.id, found.outcome) == (kept.key, kept.id, Outcome.DUPLICATE)
    assert (kept.outcome, kept.asked) == (Outcome.NEW, NOW)
    state.record(run, OUTLET, post(1).url, Outcome.UNCHANGED, at=LATER)
    assert state.known(other).outcome is Outcome.DUPLICATE, "asking the one says nothing about the other"


@pytest.mark.parametrize(
    ("outcome", "rests"),
    [(outcome, True) for outcome in (Outcome.IRRELEVANT, Outcome.GONE, Outcome.NOT_A_PAGE, Outcome.TOO_LARGE)]
    + [(outcome, False) for outcome in (Outcome.FAILED, Outcome.BLOCKED, Outcome.DISALLOWED)],
)
def test_an_address_that_gave_nothing_rests_for_some_days(state, run, outcome, rests):
    url = f"https://{OUTLET}/olahraga/1"
    state.record(run, OUTLET, url, outcome, reason="so", at=NOW)
    known = state.known(url)
    assert (known.id, known.versions, known.outcome, known.url) == (None, 0, outcome, url)
    assert known.rests(NOW + timedelta(days=29), days=30) is rests
    assert not known.rests(NOW + timedelta(days=30), days=30)


def test_an_irrelevant_post_is_remembered_under_its_canonical_address_too(state, run):
    short = f"https://{OUTLET}/?p=3"
    state.record(run, OUTLET, short, Outcome.IRRELEVANT, post=post(3), at=NOW)
    assert state.known(post(3).url).outcome is state.known(short).outcome is Outcome.IRRELEVANT
    assert state.known(post(3).url).id is None


def test_a_version_needs_its_place_in_the_archive(state, run):
    with pytest.raises(ValueError, match="new needs the post and its place"):
        state.record(run, OUTLET, post(1).url, Outcome.NEW, post=post(1), at=NOW)
    assert state.known(post(1).url) is None


def test_a_record_is_kept_wholly_or_not_at_all(state, run):
    keep(state, run, post(1), 0)
    with pytest.raises(StateError, match=r"state\.sqlite3: the state cannot be used: UNIQUE"):
        keep(state, run, post(2), 0)  # two posts cannot lie at one place
    assert state.known(post(2).url) is None
    assert History(state.database).of(OUTLET, NOW).outcomes == {Outcome.NEW: 1}
    keep(state, run, post(2), 100)


def test_listings_remember_their_validators_by_the_very_address(state):
    url = f"https://{OUTLET}/feed/?page=2"
    assert not state.validators(url)
    state.keep_validators(url, Validators('"a"', None))
    state.keep_validators(url, Validators('"b"', "Sun, 22 Nov 2026 08:15:00 GMT"))
    assert state.validators(url) == Validators('"b"', "Sun, 22 Nov 2026 08:15:00 GMT")
    assert not state.validators(f"https://{OUTLET}/feed/")


def test_a_run_without_end_stays_visible_as_interrupted(state):
    first = state.begin_run(NOW, "collect --since 2026-11-01")
    second = state.begin_run(LATER, "collect")
    state.end_run(second, LATER + timedelta(minutes=1), "finished")
    third = state.begin_run(LATER + timedelta(hours=1), "collect")
    found = {run.id: (run.status, run.ended, run.command) for run in History(state.database).runs()}
    assert found == {
        third: ("running", None, "collect"),
        second: ("finished", LATER + timedelta(minutes=1), "collect"),
        first: ("interrupted", None, "collect --since 2026-11-01"),
    }


def test_an_outlet_s_history_tells_what_it_gave_and_what_went_wrong(state):
    history = History(state.database)
    days = ["2026-11-22T08:00:00+09:00", "2026-11-20", "2026-11-10", "2026-09-28", "2026-09-27"]
    first = state.begin_run(NOW, "collect")
    for number, day in enumerate(days):
        keep(state, first, post(number, published=day), number * 100)
    state.record_listing(first, OUTLET, "wordpress", found=5, at=NOW)
    found = history.of(OUTLET, NOW)
    assert (found.posts, found.newest, found.silent_days) == (5, date(2026, 11, 22), 0)
    assert found.weeks == (1, 0, 0, 0, 0, 0, 1, 2)
    assert (found.last_success, found.trouble) == (post(4).pages[0].fetched, None)

    second = state.begin_run(LATER, "collect")
    state.record_listing(second, OUTLET, "wordpress", found=3, at=LATER)
    state.record_listing(second, OUTLET, "feed", found=0, at=LATER)
    refused = LATER + timedelta(seconds=9)
    state.record_listing(second, OUTLET, "wordpress", outcome=Outcome.BLOCKED, reason="403", at=refused)
    state.record(second, OUTLET, post(0).url, Outcome.FAILED, reason="time-out", at=LATER)
    state.record(second, OUTLET, post(1).url, Outcome.FAILED, reason="reset", at=LATER)
    found = history.of(OUTLET, NOW + timedelta(days=20))
    assert found.outcomes == {Outcome.NEW: 5, Outcome.FAILED: 2}
    assert history.of(OUTLET, LATER, runs=1).outcomes == {Outcome.FAILED: 2}
    assert [[(count.way, count.answered, count.failed, count.found) for count in one] for one in found.listings] == [
        [("feed", 1, 0, 0), ("wordpress", 1, 1, 3)],
        [("wordpress", 1, 0, 5)],
    ]
    assert found.trouble == Trouble(Outcome.BLOCKED, "403", refused, "wordpress")
    assert (found.last_success, found.silent_days, found.runs) == (post(4).pages[0].fetched, 20, 2)
    assert history.outlets() == [OUTLET]


def test_a_post_without_a_day_counts_from_when_it_was_fetched(state, run):
    keep(state, run, post(1, published=None))
    keep(state, run, post(2, published="2026-11"), 100)
    found = History(state.database).of(OUTLET, NOW + timedelta(days=8))
    assert (found.silent_days, found.weeks[-2:]) == (8, (2, 0))


def test_an_outlet_never_asked_has_an_empty_history(state):
    found = History(state.database).of("baru.example", NOW)
    assert (found.posts, found.newest, found.silent_days, found.last_success, found.runs) == (0, None, None, None, 0)
    assert (sum(found.weeks), found.outcomes, found.listings, found.trouble) == (0, {}, (), None)


def test_threads_share_one_state(state, run):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: keep(state, run, post(number), number * 100), range(40)))
    assert all(state.known(post(number).url).versions == 1 for number in range(40))
    assert History(state.database).of(OUTLET, NOW).outcomes == {Outcome.NEW: 40}


def test_a_file_that_is_no_state_is_told(tmp_path):
    (tmp_path / "state.sqlite3").write_bytes(b"This is no database at all. " * 99)
    with pytest.raises(StateError, match=r"not a database\. Move it away; the next run makes it anew from the archive"):
        State(tmp_path / "state.sqlite3")


def test_every_commit_waits_for_the_disk(state):
    assert state.database.rows("PRAGMA synchronous") == [(2,)]
    assert state.database.rows("PRAGMA journal_mode") == [("wal",)]
