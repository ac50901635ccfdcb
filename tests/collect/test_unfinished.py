"""Pages of a post that is not whole yet: none is asked again by the run that goes on after a kill."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from extractor.collect.fetching import Stopped
from extractor.collect.model import CollectError, Fetched, Outcome
from extractor.collect.unfinished import UnfinishedPosts

POST = "https://kabar.example/berita/"
PAGES = [POST, f"{POST}2/", f"{POST}3/"]
NOW = datetime(2024, 5, 1, 3, tzinfo=UTC)


class Killed(BaseException):
    """Ends a run as a kill does: nothing is tidied up."""


class Site:
    """Answers every address; what happens at one may be set."""

    def __init__(self):
        self.asked, self.happens = [], {}

    def __call__(self, url):
        self.asked.append(url)
        if url in self.happens:
            raise self.happens.pop(url)
        return Fetched(
            url=url,
            final_url=url,
            status=200,
            reason="OK",
            headers=(("Content-Type", "text/html"), ("X-Odd", "caf\xe9 \u201d")),
            body=b"<p>\xff\x00 isi</p>",
            raw_body=b"\x1f\x8b\x00",
            request_line="GET / HTTP/1.1",
            request_headers=(("Accept", "*/*"),),
            fetched=NOW,
            ip="192.0.2.1",
        )


@pytest.fixture
def site():
    return Site()


def fetch(folder, site, pages=PAGES, *, now=NOW, changed=None, then=None):
    with UnfinishedPosts(folder, now=lambda: now).post(POST, site, changed=changed) as post:
        got = [post.get(url) for url in pages]
        if then is not None:
            raise then
        return got


@pytest.mark.parametrize("last", PAGES)
def test_after_a_kill_only_the_page_that_was_being_asked_is_asked_again(tmp_path, site, last):
    whole = fetch(tmp_path / "other", Site())
    site.happens[last] = Killed()
    with suppress(Killed):
        fetch(tmp_path, site)
    assert fetch(tmp_path, site) == whole
    assert site.asked == [*PAGES[: PAGES.index(last)], last, last, *PAGES[PAGES.index(last) + 1 :]]


def test_after_a_kill_between_the_last_page_and_the_archive_only_the_last_page_is_asked_again(tmp_path, site):
    with suppress(Killed):
        fetch(tmp_path, site, then=Killed())
    fetch(tmp_path, site)
    assert site.asked == [*PAGES, PAGES[-1]]


def test_a_run_that_is_stopped_leaves_its_pages_for_the_next(tmp_path, site):
    with suppress(Stopped):
        fetch(tmp_path, site, then=Stopped(POST))
    fetch(tmp_path, site)
    assert site.asked == [*PAGES, PAGES[-1]]


@pytest.mark.parametrize("then", [None, CollectError(Outcome.FAILED, PAGES[1], "reset")])
def test_a_post_that_was_dealt_with_leaves_nothing(tmp_path, site, then):
    with suppress(CollectError):
        fetch(tmp_path, site, then=then)
    assert list(tmp_path.iterdir()) == []
    fetch(tmp_path, site)
    assert site.asked == PAGES * 2


def test_a_post_of_one_page_is_never_written(tmp_path, site):
    with suppress(Killed):
        fetch(tmp_path, site, PAGES[:1], then=Killed())
    assert list(tmp_path.iterdir()) == []


def test_pages_that_were_cut_off_in_the_middle_are_asked_again(tmp_path, site):
    with suppress(Killed):
        fetch(tmp_path, site, then=Killed())
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-20])
    site.happens[PAGES[2]] = Killed()
    with suppress(Killed):
        fetch(tmp_path, site)
    fetch(tmp_path, site)
    assert site.asked == [*PAGES, *PAGES[1:], PAGES[2]]


def test_pages_of_long_ago_or_from_before_a_change_are_not_used(tmp_path, site):
    for given in ({"now": NOW + timedelta(hours=2)}, {"changed": NOW + timedelta(minutes=1)}):
        site.asked.clear()
        with suppress(Killed):
            fetch(tmp_path, site, then=Killed())
        fetch(tmp_path, site, **given)
        assert site.asked == PAGES * 2


def test_what_no_run_came_back_to_is_removed(tmp_path, site):
    with suppress(Killed):
        fetch(tmp_path, site, then=Killed())
    UnfinishedPosts(tmp_path).forget_old()
    assert len(list(tmp_path.iterdir())) == 1
    UnfinishedPosts(tmp_path, now=lambda: datetime.now(UTC) + timedelta(hours=2)).forget_old()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path, site):
    (tmp_path / "file").write_text("")
    assert len(fetch(tmp_path / "file", site)) == 3
