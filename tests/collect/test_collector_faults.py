"""All faults in one run: each has its outcome, no host harms another, and the process stays small."""

from __future__ import annotations

import dataclasses
import json
import runpy
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.documents import Document, read_inputs
from extractor.records import Record

HERE = Path(__file__).parent
SITES = runpy.run_path(str(HERE / "sites.py"))
Site, Entry, Page = (SITES[name] for name in ("Site", "Entry", "Page"))
gzip_bomb, brotli_bomb = (SITES["_faults"][name] for name in ("gzip_bomb", "brotli_bomb"))

ADDRESSES = {
    "/drip": "failed",
    "/drip-open": "failed",
    "/drip-head": "failed",
    "/silent": "failed",
    "/reset": "failed",
    "/reset-at-once": "failed",
    "/truncated": "failed",
    "/truncated-gzip": "failed",
    "/chunked/garbage": "failed",
    "/chunked/cut": "failed",
    "/status/503": "failed",
    "/loop/a": "failed",
    "/hops/30": "failed",
    "/bomb/gzip": "too_large",
    "/bomb/br": "too_large",
    "/bomb/twice": "too_large",
    "/large": "too_large",
    "/large/declared": "too_large",
    "/to-loopback": "unsafe",
    "/to-metadata": "unsafe",
    "/to?url=http://dalam.example/": "unsafe",
    "/to?url=file:///etc/hostname": "unsafe",
    "/status/404": "gone",
    "/status/410": "gone",
    "/forbidden": "disallowed",
    "/pdf": "not_a_page",
    "/no-type/binary": "not_a_page",
    "/status/429?retry=1&times=1": "new",  # waited for
    "/status/429?date=1&times=1": "new",
    "/status/503?times=1": "new",
    "/charset": "new",
    "/chunked": "new",
    "/etag/changing": "new",
    "/to-bomb": "new",
}
"""What comes of an address that stands among two posts, which are new."""

REFUSALS = [
    "/status/401",
    "/status/403",
    "/status/429",
    "/status/429?retry=3600",
    "/challenge",
    "/challenge/200",
    "/challenge/503",
]
"""Addresses after which a host is left alone: of its two posts, the one before is new."""


def world(stack):
    """Hosts, a fault each, by the name of what is wrong with them."""
    sites = {}
    gzip_bomb(), brotli_bomb()  # takes a while: not while somebody waits for it

    def site(key):
        made = sites[key] = stack.enter_context(Site(f"kabar{len(sites)}.example"))
        made.feed(made.post(1), made.post(2))
        return made

    for path in (*ADDRESSES, *REFUSALS):
        made = site(path)
        made.feed(made.post(1), Entry(path), made.post(2))
    site("robots is a page").robots = Page(b"<!DOCTYPE html><html><body>Disallow: /</body></html>")
    site("robots fails").robots = Page(b"", 500)
    site("robots says no").robots = Page(b"User-agent: *\nDisallow: /\n", headers=(("Content-Type", "text/plain"),))
    site("robots is a challenge").robots = Page(b"", 403, (("cf-mitigated", "challenge"),))
    for fault in ("/bomb/gzip", "/challenge", "/reset", "/status/403", "/large", "/drip", "/to-metadata"):
        made = site(f"feed: {fault}")
        made.feed_path = fault
    index = site("an endless index")
    index.feed_path = None
    children = "".join(f"<sitemap><loc>{index.home}/sitemap-{number}.xml</loc></sitemap>" for number in range(10_000))
    index.sitemap(index.post(1), index.post(2))
    index.pages["/sitemap-9999.xml"] = index.pages["/sitemap.xml"]
    xml = (("Content-Type", "application/xml"),)
    index.pages["/sitemap.xml"] = Page(f"<sitemapindex>{children}</sitemapindex>".encode(), headers=xml)
    packed = site("a sitemap that is a bomb")
    packed.feed_path = None
    packed.pages["/sitemap.xml"] = Page(gzip_bomb(), headers=(("Content-Type", "application/gzip"),))
    for number in range(3):
        made = site(f"well {number}")
        made.feed(*[made.post(one) for one in range(8)])
    return sites


def outlet(site):
    feed = getattr(site, "feed_path", "/feed.xml")
    return dataclasses.asdict(site.outlet(discover=("feed",) if feed else ("sitemap",), feed=feed))


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """One run over all of them, with the limits of the program but for shorter waits."""
    data = tmp_path_factory.mktemp("data")
    with ExitStack() as stack:
        sites = world(stack)
        outlets = [outlet(site) for site in sites.values()]
        private = {"dalam.example": "192.168.1.1", "awan.example": "169.254.169.254"}
        outlets.append({**outlets[0], "name": "Awan", "domain": "awan.example", "base": "http://awan.example"})
        said = {
            "ports": {site.name: site.port for site in sites.values()},
            "private": private,
            "outlets": outlets,
            "settings": {"delay": 0.0, "timeout": 4.0, "patience": 10.0, "retries": 1, "most_wait": 5.0},
            "at": "2024-09-03T02:00:00+00:00",
        }
        done = subprocess.run(
            [sys.executable, str(HERE / "fault_run.py"), str(data)],
            input=json.dumps(said),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        asked = {key: len(site.asked) for key, site in sites.items()}
    names = {key: site.name for key, site in sites.items()}
    found = json.loads(done.stdout)
    counts = {key: found["counts"].get(name, {}) for key, name in names.items()}
    return SimpleNamespace(**{**found, "counts": counts}, names=names, asked=asked, archive=data / "archive")


@pytest.mark.parametrize(("path", "outcome"), ADDRESSES.items())
def test_a_fault_costs_its_address_alone(ran, path, outcome):
    assert ran.counts[path] == ({"new": 3} if outcome == "new" else {"new": 2, outcome: 1}), ran.reasons


@pytest.mark.parametrize("path", REFUSALS)
def test_a_host_that_refuses_is_left_alone_at_once(ran, path):
    assert ran.counts[path] == {"new": 1, "blocked": 1}
    assert ran.asked[path] == 4  # robots.txt, feed, a post, the refusal


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("robots fails", "robots.txt could not be read: status 500"),
        ("robots says no", "robots.txt says no"),
        ("robots is a challenge", "a challenge page"),
        ("feed: /bomb/gzip", "more than 10485760"),
        ("feed: /large", "more than 10485760"),
        ("feed: /challenge", "a challenge page"),
        ("feed: /status/403", "status 403"),
        ("feed: /reset", "connection reset by peer"),
        ("feed: /drip", "not at its end after 10 s"),
        ("feed: /to-metadata", "169.254.169.254 leads to 169.254.169.254, which is not public"),
        ("a sitemap that is a bomb", ""),
    ],
)
def test_a_listing_that_fails_is_told_with_its_reason(ran, key, reason):
    assert ran.counts[key] == {}
    ok, told = ran.listings[ran.names[key]]
    assert not ok
    assert reason in told
    assert ran.names[key] in ran.failed


def test_a_page_in_place_of_robots_txt_forbids_nothing(ran):
    assert ran.counts["robots is a page"] == {"new": 2}


def test_of_an_endless_index_the_newest_sitemaps_are_read_and_no_more(ran):
    assert ran.counts["an endless index"] == {"new": 2}
    assert ran.asked["an endless index"] < 110


@pytest.mark.parametrize("number", range(3))
def test_hosts_without_fault_are_not_affected(ran, number):
    assert ran.counts[f"well {number}"] == {"new": 8}


def test_no_private_address_is_ever_connected_to(ran):
    assert ran.private == []
    assert "awan.example" in ran.failed


def test_the_process_stays_under_200_megabytes(ran):
    """With sixteen hosts at once and pages of up to 10 MB, as the program has it."""
    assert ran.megabytes < 200


def test_each_archived_post_becomes_a_record_that_names_its_place(ran):
    posts = list(read_inputs([ran.archive]))
    assert all(isinstance(one, Document) for one in posts)
    assert len(posts) == sum(counts.get("new", 0) for counts in ran.counts.values())
    done = CliRunner().invoke(app, ["extract", str(ran.archive), "--model", "-"])
    assert done.exit_code == 0
    records = [Record.model_validate_json(line) for line in done.stdout.splitlines()]
    assert {record.id for record in records} == {one.id for one in posts}
    assert len(records) == len(posts)
    assert all(record.article.source.warc is not None for record in records)
