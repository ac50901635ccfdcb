"""Collecting from a real WordPress: everything about the agency, nothing that is not public, nothing asked twice."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from uuid import uuid4

import pytest

from extractor.collect.model import KEYWORDS

HERE = Path(__file__).parent
WORDPRESS = run_path(str(HERE / "wordpress.py"))
COLLECTING = SimpleNamespace(**run_path(str(HERE / "collecting.py")))
ZONE = WORDPRESS["ZONE"]  # eight hours ahead
pages_asked, post_of, path_of = COLLECTING.pages_asked, COLLECTING.post_of, COLLECTING.path_of

# Put between WordPress and its visitors, as plugins of real sites do.
SHUT = """<?php
add_filter('rest_authentication_errors', static fn($was) =>
    new WP_Error('rest_forbidden', 'Anda tidak boleh melihat ini.', ['status' => 401]));"""
SEARCHES_NOTHING = """<?php
add_action('parse_query', static function ($query) { $query->set('s', ''); });"""
CLOCK_OF_GREENWICH = """<?php
add_filter('pre_option_timezone_string', static fn() => 'UTC');"""

NEWS = "KOLAKA, Kabar Daerah – Sebanyak 40 penenun menerima kartu peserta BPJS Ketenagakerjaan di balai desa."
MORE = "Iuran Jaminan Kematian dan Jaminan Kecelakaan Kerja mereka dibayar pemerintah desa selama enam bulan."


@pytest.fixture(scope="module")
def site():
    with WORDPRESS["running"]() as started:
        yield started


@pytest.fixture(scope="module")
def first(site, tmp_path_factory):
    """The first run, and the site as it was then."""
    collection = COLLECTING.Collection(tmp_path_factory.mktemp("first"), site.url)
    published, others = [dict(post) for post in site.published], [dict(post) for post in site.others]
    site.forget_requests()
    done = collection.collect()
    return SimpleNamespace(
        collection=collection,
        done=done,
        kept=collection.kept(),
        requests=site.requests(),
        published={post["url"]: post for post in published},
        others={post["url"]: post for post in others},
        hidden=[dict(post) for post in site.hidden],
    )


@pytest.fixture
def later(first, site, tmp_path):
    """The data folder of the first run, to go on with."""
    collection = COLLECTING.Collection(tmp_path, site.url)
    shutil.copytree(first.collection.data, collection.data)
    return collection


@pytest.fixture
def fresh(site, tmp_path):
    """An empty data folder."""
    return COLLECTING.Collection(tmp_path, site.url)


@contextmanager
def plugin(site, code):
    """A site with a plugin of this code."""
    folder = site.folder / "site" / "wp-content" / "mu-plugins"
    folder.mkdir()
    # Under a name that no other had: PHP looks only every two seconds whether a file that it knows has changed.
    (folder / f"{uuid4().hex}.php").write_text(code, encoding="utf-8")
    try:
        yield
    finally:
        shutil.rmtree(folder)


def asked_of(site):
    """The pages of posts that were asked since the log was begun, and all other paths."""
    paths = [one.path for one in site.requests()]
    pages = pages_asked(paths)
    return pages, [path for path in paths if path not in pages]


def local(*moment):
    return datetime(*moment, tzinfo=ZONE)


def test_every_published_post_about_the_agency_is_kept_once_and_nothing_else(first):
    assert first.done.code == 0, first.done.told
    assert Counter(post.url for post in first.kept) == Counter(list(first.published))
    assert len(first.kept) == 200
    assert first.done.last.startswith("200 new, ")


def test_no_draft_no_private_no_scheduled_and_no_protected_post_is_asked_or_kept(first):
    (locked,) = [post for post in first.others.values() if "password" in post]
    assert Counter(post["status"] for post in first.hidden) == {"draft": 30, "private": 20, "future": 10}
    asked = {one.path for one in first.requests}
    assert all(path_of(post["url"]) not in asked for post in [*first.hidden, locked])
    pages = b"".join(page for post in first.kept for page in post.pages)
    assert first.kept[0].url.encode() in pages
    assert not [post for post in first.hidden if post["title"].encode() in pages]


def test_posts_that_name_the_agency_in_passing_are_asked_once_and_not_kept(first):
    asked = Counter(pages_asked(one.path for one in first.requests))
    assert set(asked.values()) == {1}
    others = {post_of(path) for path in asked} - {path_of(url) for url in first.published}
    naming = {
        path_of(url)
        for url, post in first.others.items()
        if "password" not in post and any(word in post["title"] + post["text"] for word in KEYWORDS)
    }
    assert naming <= others <= {path_of(url) for url in first.others}
    assert first.done.last.startswith(f"200 new, {len(others)} irrelevant; {len(first.requests)} requests to 1 host")
    assert {one.status for one in first.requests} == {200}


def test_sticky_posts_are_asked_and_kept_once(first):
    sticky = [url for url, post in first.published.items() if post["sticky"]]
    assert len(sticky) == 3
    asked = Counter(one.path for one in first.requests)
    assert [asked[path_of(url)] for url in sticky] == [1, 1, 1]
    assert [sum(post.url == url for post in first.kept) for url in sticky] == [1, 1, 1]


def test_posts_of_several_pages_are_kept_once_with_all_their_pages(first):
    assert {url: post["pages"] for url, post in first.published.items()} == {
        post.url: len(post.pages) for post in first.kept
    }
    assert Counter(len(post.pages) for post in first.kept) == {1: 174, 2: 13, 3: 13}


def test_the_archive_gives_a_record_a_post_with_its_place_and_the_states_id(first):
    records = {record["article"]["url"]: record for record in first.collection.records()}
    assert len(records) == 200
    assert {
        url: (record["article"]["title"], record["article"]["text"], record["article"]["published"])
        for url, record in records.items()
    } == {url: (post["title"], post["text"], post["date"].isoformat()) for url, post in first.published.items()}
    archive = first.collection.archive
    places = {(record["id"], url, *record["article"]["source"]["warc"].values()) for url, record in records.items()}
    versions = first.collection.versions()
    assert places == {(id_, url, str(archive / file), offset) for id_, url, file, offset, _ in versions}
    assert {post[:5] for post in first.kept} == set(versions)


def test_the_second_run_asks_for_no_post(site, later):
    site.forget_requests()
    done = later.collect()
    pages, other = asked_of(site)
    assert (done.code, pages) == (0, [])
    assert other[0] == "/robots.txt"
    assert all(path.startswith("/wp-json/wp/v2/posts?search=") for path in other[1:])
    assert len(other) == 9
    assert done.last.startswith("nothing; 9 requests")


def test_what_was_edited_and_what_was_added_is_fetched_by_the_next_run_and_what_was_trashed_stays_kept(site, later):
    before = {post.url: post for post in later.kept()}
    known = [post for post in site.published if post["url"] in before]
    edited, trashed = known[20], known[30]
    text = f"{edited['text']}\nRalat: jumlah penerima yang benar adalah 77 orang, kata petugas Jamsostek."
    site.edit(edited, text)
    site.trash(trashed)
    added = site.add("40 Penenun Kolaka Terima Kartu BPJS Ketenagakerjaan", f"{NEWS}\n{MORE}")
    site.forget_requests()
    done = later.collect()
    assert (done.code, done.last.partition(";")[0]) == (0, "1 new, 1 updated")
    pages, _ = asked_of(site)
    assert sorted(pages) == sorted(path_of(post["url"]) for post in (edited, added))
    kept = later.kept()
    assert Counter(post.url for post in kept) == Counter([*before, edited["url"], added["url"]])
    versions = [post for post in kept if post.url == edited["url"]]
    assert [version.id for version in versions] == [before[edited["url"]].id] * 2
    assert [b"77 orang" in version.pages[0] for version in versions] == [False, True]
    assert {post[:5] for post in kept} == set(later.versions())
    records = [record for record in later.records() if record["article"]["url"] == edited["url"]]
    assert {record["id"] for record in records} == {versions[0].id}
    assert records[-1]["article"]["text"] == text
    site.forget_requests()
    assert later.collect().last.startswith("2 unchanged; ")  # still among the latest changes, and known in this version
    assert asked_of(site)[0] == []


def test_an_edit_that_changes_no_word_is_fetched_once_and_is_no_new_version(site, fresh):
    edited = site.add("Penenun Bone Terima Kartu Jamsostek", f"{NEWS} Mereka dari Bone.\n{MORE}", local(2024, 7, 1, 10))
    july = ("--since", "2024-07-01", "--until", "2024-07-31")
    assert fresh.collect(*july).last.startswith("1 new; ")
    site.edit(edited, edited["text"])
    asked = []
    for _ in range(2):
        site.forget_requests()
        assert fresh.collect(*july).last.startswith("1 unchanged; ")
        asked.append(asked_of(site)[0])
    assert asked == [[path_of(edited["url"])], []]
    assert len(fresh.kept()) == 1


def test_an_address_whose_post_was_thrown_away_is_gone_and_one_behind_a_password_is_no_page(site, fresh):
    locked = site.add("Penenun Barru Terima Kartu Jamsostek", f"{NEWS}\n{MORE}", local(2024, 8, 1), password="rahasia")  # noqa: S106
    lost = site.add("Penenun Mamasa Terima Kartu Jamsostek", f"{NEWS}\n{MORE}", local(2024, 8, 1, 10))
    there = site.add("Penenun Majene Terima Kartu Jamsostek", f"{MORE}\n{NEWS}", local(2024, 8, 1, 11))
    site.trash(lost)
    (fresh.folder / "urls.txt").write_text(f"{lost['url']}\n{locked['url']}\n{there['url']}\n", encoding="utf-8")
    command = [one for one in fresh.command("--urls", str(fresh.folder / "urls.txt")) if one != fresh.domain]
    command.remove("--outlet")
    done = COLLECTING.run(command)
    assert (done.code, done.last.partition(";")[0]) == (0, "1 new, 1 gone, 1 not a page")
    assert [post.url for post in fresh.kept()] == [there["url"]]


@pytest.mark.parametrize(
    "since, until",
    [
        (date(2024, 3, 12), date(2024, 3, 15)),
        (date(2024, 3, 20), date(2024, 3, 20)),
        (None, date(2024, 3, 3)),
        (date(2024, 4, 28), date(2024, 5, 3)),
    ],
)
def test_the_days_asked_for_are_those_of_the_sites_clock(site, fresh, since, until):
    window = [("--since", since), ("--until", until)]
    fresh.collect(*(word for name, day in window if day for word in (name, day.isoformat())))
    expected = [
        post["url"]
        for post in site.published
        if (since is None or post["date"].date() >= since) and post["date"].date() <= until
    ]
    assert len(expected) >= 3
    assert sorted(post.url for post in fresh.kept()) == sorted(expected)


def test_a_window_begins_and_ends_at_midnight_of_the_sites_clock(site, fresh):
    moments = {
        "sedetik sebelum": (local(2024, 6, 9, 23, 59, 59), False),
        "tepat pada": (local(2024, 6, 10), True),
        "sesaat menjelang akhir": (local(2024, 6, 11, 23, 59, 59), True),
        "tepat sesudah": (local(2024, 6, 12), False),
    }
    posts = {
        name: site.add(
            f"Kartu BPJS Ketenagakerjaan dibagi {name} hari itu", f"{NEWS} Itu terjadi {name}.\n{MORE}", when
        )
        for name, (when, _) in moments.items()
    }
    done = fresh.collect("--since", "2024-06-10", "--until", "2024-06-11")
    assert sorted(post.url for post in fresh.kept()) == sorted(
        posts[name]["url"] for name, (_, ok) in moments.items() if ok
    )
    assert done.last.startswith("2 new; ")


def test_a_site_whose_clock_is_greenwichs_is_asked_for_days_of_its_province(site, fresh):
    """WordPress comes set to UTC, and many a site stays so: 23.30 there is half past seven of the next day."""
    with plugin(site, CLOCK_OF_GREENWICH):
        shown = local(2024, 6, 20, 23, 30)  # UTC, for the site
        post = site.add("Penenun Wakatobi Terima Kartu BPJamsostek", f"{NEWS} Di Wakatobi.\n{MORE}", shown)
        assert fresh.collect("--since", "2024-06-20", "--until", "2024-06-20").last.startswith("nothing; ")
        done = fresh.collect("--since", "2024-06-21", "--until", "2024-06-21")
    assert [one.url for one in fresh.kept()] == [post["url"]], done.told


def test_a_site_that_keeps_its_rest_interface_shut_is_collected_through_its_search_feed(site, fresh):
    expected = Counter(post["url"] for post in site.published)
    with plugin(site, SHUT):
        site.forget_requests()
        done = fresh.collect()
        requests = site.requests()
        site.forget_requests()
        again = fresh.collect()
        pages, other = asked_of(site)
    assert done.code == 0, done.told
    assert Counter(post.url for post in fresh.kept()) == expected
    assert "kabar.example: wordpress: shut: " in done.told
    assert [one.status for one in requests if "/wp-json/" in one.path] == [401]
    assert set(Counter(pages_asked(one.path for one in requests)).values()) == {1}
    assert {via for (via,) in fresh.rows("SELECT via FROM posts")} == {"feed"}
    assert (again.code, pages) == (0, [])
    assert len(other) < 60


def test_a_feed_is_asked_for_days_too(site, fresh):
    day = date(2024, 3, 20)
    with plugin(site, SHUT):
        done = fresh.collect("--since", day.isoformat(), "--until", (day + timedelta(days=1)).isoformat())
    expected = [post["url"] for post in site.published if 0 <= (post["date"].date() - day).days <= 1]
    assert expected
    assert sorted(post.url for post in fresh.kept()) == sorted(expected), done.told


def test_a_site_whose_search_finds_everything_is_read_for_its_texts(site, fresh):
    first, last = date(2024, 3, 14), date(2024, 4, 14)  # more posts than one answer holds
    title = "Kartu BPJS Ketenagakerjaan untuk Penenun Polewali"
    locked = site.add(title, f"{NEWS}\n{MORE}", local(2024, 3, 20, 9), password="rahasia")  # noqa: S106
    with plugin(site, SEARCHES_NOTHING):
        site.forget_requests()
        done = fresh.collect("--since", first.isoformat(), "--until", last.isoformat())
        pages, _ = asked_of(site)
    expected = [post["url"] for post in site.published if first <= post["date"].date() <= last]
    assert len(expected) > 100
    assert sorted(post.url for post in fresh.kept()) == sorted(expected), done.told
    assert "its texts are read instead" in " ".join(done.told.split()) or done.told
    unnamed = [post for post in site.others if not any(word in post["title"] + post["text"] for word in KEYWORDS)]
    assert not {path_of(post["url"]) for post in [*unnamed, locked]} & set(pages)
