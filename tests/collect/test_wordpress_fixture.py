"""The WordPress that collecting is tried against is one that can be trusted: what its REST API shows is what was seeded."""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from extractor.collect.detection import propose
from extractor.collect.model import KEYWORDS, Fetched
from extractor.collect.pages import read_post
from extractor.documents.relevance import relevance

WORDPRESS = runpy.run_path(str(Path(__file__).with_name("wordpress.py")))
FOLDER = Path(__file__).with_name("wordpress")


@pytest.fixture(scope="module")
def site():
    with WORDPRESS["running"]() as started:
        yield started


def get(address):
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 — of the site under test
        return answer.read().decode(), answer.headers


def page(address):
    """The same as what fetching hands on."""
    answer = requests.get(address, timeout=30)
    return Fetched(
        url=address,
        final_url=answer.url,
        status=answer.status_code,
        reason=answer.reason,
        headers=tuple(answer.headers.items()),
        body=answer.content,
        raw_body=answer.content,
        request_line="",
        request_headers=(),
        fetched=datetime.now(UTC),
    )


def listed(site, query=""):
    """All posts that the REST API lists, page by page."""
    found = []
    pages = 1
    while len(found) < 100 * pages:
        body, headers = get(f"{site.url}/wp-json/wp/v2/posts?per_page=100&page={len(found) // 100 + 1}{query}")
        found += json.loads(body)
        pages = int(headers["X-WP-TotalPages"])
        if len(found) == int(headers["X-WP-Total"]):
            break
    return found


def test_the_seeded_posts_are_those_that_collecting_needs():
    posts = WORDPRESS["written"](4)
    matching = [post for post in posts if post["matching"] and post["status"] == "publish"]
    others = [post for post in posts if not post["matching"]]
    assert [len(posts), len(matching), len(others)] == [300, 200, 40]
    assert len({post["text"] for post in posts}) == len({post["title"] for post in posts}) == 300
    assert all(120 <= len(post["text"].split()) <= 400 for post in matching)
    assert all(relevance(post["title"], post["text"]) >= 0.5 for post in matching)
    assert all(relevance(post["title"], post["text"]) < 0.5 for post in others)
    assert sum(any(word in post["text"] for word in KEYWORDS) for post in others) >= 10  # in passing
    assert posts == WORDPRESS["written"](4)


def test_published_posts_are_listed_with_their_local_dates_and_nothing_else_is(site):
    shown = {post["id"]: post for post in listed(site)}
    expected = {post["id"]: post for post in [*site.published, *site.others]}
    assert len(expected) == 240
    assert {number: (post["link"], post["title"]["rendered"]) for number, post in shown.items()} == {
        number: (post["url"], post["title"]) for number, post in expected.items()
    }
    assert all(
        datetime.fromisoformat(shown[n]["date"]) == post["date"].replace(tzinfo=None) for n, post in expected.items()
    )
    assert all(
        datetime.fromisoformat(shown[n]["date_gmt"] + "+00:00") == post["date"] for n, post in expected.items()
    )  # Asia/Makassar is eight hours ahead
    edited = [post for post in shown.values() if post["modified"] > post["date"]]
    assert len(edited) >= 10


def test_the_search_for_the_agencys_names_finds_every_post_about_it(site):
    found = {post["id"] for word in KEYWORDS for post in listed(site, f"&search={quote(word)}")}
    assert {post["id"] for post in site.published} <= found


def test_drafts_private_and_future_posts_are_nowhere(site):
    assert len(site.hidden) == 60
    feed, _ = get(f"{site.url}/feed/?s=BPJS")
    front, _ = get(site.url)
    for post in site.hidden:
        assert post["title"] not in feed + front
    for post in site.hidden[::12]:
        for address in (f"{site.url}/?p={post['id']}", f"{site.url}/wp-json/wp/v2/posts/{post['id']}"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                get(address)
            assert refused.value.code in (401, 404)
    (locked,) = [post for post in site.others if "password" in post]
    assert locked["text"].split("\n")[1] not in get(locked["url"])[0]


def test_a_post_of_several_pages_shows_its_parts_at_their_addresses(site):
    post = next(post for post in site.published if post["pages"] == 3)
    shown = [get(post["url"] + part)[0] for part in ("", "2/", "3/")]
    places = [[line in page for page in shown].index(True) for line in post["text"].split("\n")]
    assert places == sorted(places)
    assert set(places) == {0, 1, 2}


def test_posts_of_one_page_and_of_several_are_read_whole(site):
    asked = [post for post in site.published if post["pages"] > 1][:6] + site.published[5:8]
    for post in asked:
        found = read_post(page(post["url"]), page)
        assert (found.url, len(found.pages), found.missed) == (post["url"], post["pages"], ())
        assert (found.document.title, found.document.text) == (post["title"], post["text"])
        assert found.document.published == post["date"]


def test_the_site_is_known_for_what_it_is(site):
    found = propose(site.url, page)
    (entry,) = tomllib.loads(found.entry)["outlet"]
    assert (entry["name"], entry["cms"], entry["province"]) == ("Kabar Daerah", "wordpress", "73")
    assert entry["discover"] == ["wordpress", "feed", "listing", "sitemap"]


def test_robots_sitemap_and_feed_are_wordpresss_own(site):
    assert "Disallow: /wp-admin/" in get(f"{site.url}/robots.txt")[0]
    assert f"{site.url}/wp-sitemap-posts-post-1.xml" in get(f"{site.url}/wp-sitemap.xml")[0]
    _, headers = get(f"{site.url}/feed/")
    again = requests.get(f"{site.url}/feed/", headers={"If-None-Match": headers["ETag"]}, timeout=30)
    assert again.status_code == 304


def test_requests_are_written_down(site):
    site.forget_requests()
    get(f"{site.url}/?s=Jamsostek&paged=1")
    with pytest.raises(urllib.error.HTTPError):
        get(f"{site.url}/tidak-ada/")
    assert [(one.method, one.path, one.status) for one in site.requests()] == [
        ("GET", "/?s=Jamsostek&paged=1", 200),
        ("GET", "/tidak-ada/", 404),
    ]


def test_posts_are_written_changed_and_thrown_away_while_the_site_runs(site):
    added = site.add("Petani Lau Terima Kartu", "Isi pertama tentang Jamsostek.\nBaris kedua.")
    assert added in site.published
    assert "<p>Isi pertama tentang Jamsostek.</p>" in get(added["url"])[0]
    site.edit(added, "Isi kedua, jauh berbeda.")
    changed = json.loads(get(f"{site.url}/wp-json/wp/v2/posts/{added['id']}")[0])
    assert changed["content"]["rendered"].strip() == "<p>Isi kedua, jauh berbeda.</p>"
    assert changed["link"] == added["url"]
    site.trash(added)
    with pytest.raises(urllib.error.HTTPError) as gone:
        get(added["url"])
    assert gone.value.code == 404
    assert added not in site.published


def test_a_stopped_site_refuses_and_comes_back_at_its_address(site):
    site.stop()
    with pytest.raises(urllib.error.URLError):
        get(site.url)
    site.start()
    assert "Kabar Daerah" in get(site.url)[0]


def test_nothing_is_left_when_whoever_started_it_is_killed():
    """A test run that is killed leaves no server behind."""
    starter = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen(['sh', {str(FOLDER / 'tethered.sh')!r}, 'sleep', '600'], stdin=subprocess.PIPE, start_new_session=True)\n"
        "print(child.pid, flush=True)\nsys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", starter], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    group = int(process.stdout.readline())
    os.killpg(group, 0)
    process.send_signal(signal.SIGKILL)
    process.wait()
    end = time.monotonic() + 10
    while alive(group) and time.monotonic() < end:
        time.sleep(0.02)
    assert not alive(group)


def alive(group):
    """Does a process of the group still run? One that is dead but not yet waited for does not."""
    states = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return any(line.split()[0] == str(group) and not line.split()[1].startswith("Z") for line in states.splitlines())
