"""A run: what it finds, what it asks a second time and what not, and how it ends."""

from __future__ import annotations

import runpy
import threading
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from extractor.collect import collector as collecting
from extractor.collect.archive import ArchiveError
from extractor.collect.collector import Task
from extractor.collect.history import History
from extractor.collect.model import Candidate, Outcome, Window
from extractor.collect.state import StateError
from extractor.documents import Document, read_inputs

SITES = runpy.run_path(str(Path(__file__).with_name("sites.py")))
RUNS = runpy.run_path(str(Path(__file__).with_name("runs.py")))
Site, Entry, about, football, page = (SITES[name] for name in ("Site", "Entry", "about", "football", "page"))
HALF_A_DAY = timedelta(hours=13)


@pytest.fixture
def site(names):
    """Makes outlets on servers of their own, each with a name that looks public."""
    with ExitStack() as stack:

        def make(name="kabar.example", **kwargs):
            made = stack.enter_context(Site(name, **kwargs))
            names.add(name, made)
            return made

        yield make


@pytest.fixture
def runs(tmp_path, fetcher):
    with RUNS["Runs"](tmp_path, fetcher) as made:
        yield made


def changes_entries(site, *entries, stamp):
    return [entry._replace(changed=f"2024-09-0{stamp}T09:00:00+08:00") for entry in entries]


# What a run finds, and what the next one asks


def test_the_first_run_finds_all_posts_and_the_second_asks_for_none_again(site, runs):
    kabar, lain = site(), site("lain.example")
    kabar.feed(*[kabar.post(number) for number in range(8)])
    lain.sitemap(*[lain.post(number, day="2023-01-05") for number in range(5)])
    outlets = [kabar.outlet(), lain.outlet(discover=("sitemap",))]

    first = runs.run(*outlets)
    assert first.counts == {"new": 13}
    assert first.of("lain.example") == {"new": 5}
    assert len(kabar.posts_asked()) == 8
    assert set(runs.archived().values()) == {1}
    assert len(runs.archived()) == 13

    lain.posts_asked()
    second = runs.run(*outlets)
    assert second.counts == {"unchanged": 13}
    assert kabar.paths() == ["/feed.xml"]
    assert lain.paths() == ["/sitemap.xml"]
    assert sum(runs.archived().values()) == 13


def test_the_archive_gives_each_post_back_with_its_place(site, runs):
    kabar = site()
    kabar.feed(*[kabar.post(number) for number in range(3)])
    runs.run(kabar.outlet())
    found = list(read_inputs([runs.folder / "archive"]))
    assert all(isinstance(one, Document) for one in found)
    assert {one.url for one in found} == set(runs.archived())
    assert {one.id for one in found} == {runs.state.known(one.url).id for one in found}
    assert len({one.warc[1] for one in found if one.warc[0].endswith(".warc.gz")}) == 3


def test_a_young_post_is_asked_again_after_half_a_day_and_only_whether_it_changed(site, runs):
    kabar = site()
    kabar.feed(kabar.post(1), kabar.post(2))
    runs.run(kabar.outlet())
    kabar.posts_asked()
    runs.now += HALF_A_DAY
    assert runs.run(kabar.outlet()).counts == {"unchanged": 2}
    assert all("if-none-match" in one.headers for one in kabar.asked if one.path.startswith("/berita"))
    assert len(kabar.posts_asked()) == 2
    runs.now += timedelta(days=8)
    assert runs.run(kabar.outlet()).counts == {"unchanged": 2}
    assert kabar.posts_asked() == []


def test_a_post_edited_between_runs_is_a_new_version_of_the_same_record(site, runs):
    kabar = site()
    entry = kabar.post(1)
    kabar.feed(entry, kabar.post(2))
    runs.run(kabar.outlet())
    before = runs.state.known(kabar.home + entry.path)
    kabar.post(1, version=2)
    runs.now += HALF_A_DAY
    assert runs.run(kabar.outlet()).counts == {"updated": 1, "unchanged": 1}
    after = runs.state.known(kabar.home + entry.path)
    assert (before.id, before.versions, after.versions) == (after.id, 1, 2)
    assert runs.archived()[kabar.home + entry.path] == 2
    texts = {one.text for one in read_inputs([runs.folder / "archive"]) if one.id == after.id}
    assert sorted("diperbarui" in text for text in texts) == [False, True]


def test_a_page_whose_furniture_changed_is_no_new_version(site, runs):
    kabar = site()
    kabar.feed(kabar.post(1))
    runs.run(kabar.outlet())
    kabar.post(1, more="<aside>Terpopuler: harga cabai turun di pasar kota</aside>")
    runs.now += HALF_A_DAY
    assert runs.run(kabar.outlet()).counts == {"unchanged": 1}
    assert len(kabar.posts_asked()) == 2
    assert sum(runs.archived().values()) == 1


def test_what_the_sitemap_says_of_changes_decides_whether_a_post_is_asked(site, runs):
    kabar = site()
    entries = [kabar.post(1), kabar.post(2)]
    kabar.sitemap(*changes_entries(kabar, *entries, stamp=1))
    outlet = kabar.outlet(discover=("sitemap",))
    runs.run(outlet)
    kabar.posts_asked()
    runs.now += HALF_A_DAY
    changed = changes_entries(kabar, entries[0], stamp=1) + changes_entries(kabar, entries[1], stamp=4)
    kabar.sitemap(*changed)
    for asked in ([entries[1].path], []):  # the second time its change is known
        assert runs.run(outlet).counts == {"unchanged": 2}
        assert kabar.posts_asked() == asked


def test_amp_tracking_and_canonical_addresses_are_one_post(site, runs):
    kabar = site()
    post = kabar.post(1, canonical="http://kabar.example/berita/1-santunan-bpjs-ketenagakerjaan")
    html = about(1, canonical=kabar.home + post.path)
    kabar.publish(f"{post.path}/amp", html.replace(b"<html ", b"<html amp "))
    kabar.publish(f"{post.path}?utm_source=rss", html)
    kabar.publish("/baca/bpjs-ketenagakerjaan-santuni-nelayan-1.html", html)
    kabar.feed(
        Entry(f"{post.path}/amp"),
        post,
        Entry(f"{post.path}?utm_source=rss"),
        Entry("/baca/bpjs-ketenagakerjaan-santuni-nelayan-1.html"),
    )
    assert runs.run(kabar.outlet()).counts == {"new": 1, "duplicate": 1}
    assert runs.archived() == {kabar.home + post.path: 1}
    kabar.posts_asked()
    runs.run(kabar.outlet())
    assert kabar.posts_asked() == []


def test_a_post_published_twice_is_archived_once_and_its_copy_rests(site, runs):
    kabar = site()
    first = kabar.post(1)
    copy = Entry(kabar.publish("/daerah/99-santunan-bpjs-ketenagakerjaan", about(1)))
    kabar.sitemap(*changes_entries(kabar, first, stamp=1), *changes_entries(kabar, copy, stamp=2))
    outlet = kabar.outlet(discover=("sitemap",))
    assert runs.run(outlet).counts == {"new": 1, "duplicate": 1}
    kabar.posts_asked()
    runs.now += HALF_A_DAY
    runs.run(outlet)
    assert kabar.posts_asked() == []
    assert sum(runs.archived().values()) == 1


def test_a_post_about_other_things_is_not_kept_and_rests_for_a_month(site, runs):
    kabar = site()
    path = kabar.publish("/olahraga/bpjs-ketenagakerjaan-cup", football(3))
    kabar.feed(Entry(path, "BPJS Ketenagakerjaan Cup: Tuan Rumah Menang"))
    assert runs.run(kabar.outlet()).counts == {"irrelevant": 1}
    assert runs.archived() == {}
    for days, asked in ((29, [path]), (2, [])):
        assert kabar.posts_asked() == asked
        runs.now += timedelta(days=days)
        runs.run(kabar.outlet())
    assert kabar.posts_asked() == [path]


def test_a_post_of_several_pages_is_one_post(site, runs):
    kabar = site()
    entry = kabar.post(1)
    links = "".join(f'<a class="post-page-numbers" href="{entry.path}/{number}">{number}</a>' for number in (1, 2, 3))
    paging = f'<div class="page-links">Halaman: {links}</div>'
    for number, path in ((1, entry.path), (2, f"{entry.path}/2"), (3, f"{entry.path}/3")):
        kabar.publish(path, about(1, part=f" bagian {number}", more=paging))
    kabar.feed(entry)
    assert runs.run(kabar.outlet()).counts == {"new": 1}
    assert kabar.posts_asked() == [entry.path, f"{entry.path}/2", f"{entry.path}/3"]
    (found,) = read_inputs([runs.folder / "archive"])
    assert [f"bagian {number}" in found.text for number in (1, 2, 3)] == [True] * 3


# The days asked for


def test_posts_that_the_listing_dates_outside_the_window_are_not_asked(site, runs):
    kabar = site()
    days = [
        datetime(2024, 8, 31, 15, tzinfo=UTC),
        datetime(2024, 8, 31, 17, tzinfo=UTC),
        datetime(2024, 9, 2, 17, tzinfo=UTC),
    ]
    kabar.feed(*[kabar.post(number)._replace(day=when) for number, when in enumerate(days)])
    window = Window(date(2024, 9, 1), date(2024, 9, 2))  # on the outlet's clock, which is eight hours ahead
    assert runs.run(kabar.outlet(), window=window).counts == {"new": 1}
    assert kabar.posts_asked() == ["/berita/1-santunan-bpjs-ketenagakerjaan"]


def test_a_day_that_only_the_page_tells_is_outside_once_and_then_known(site, runs):
    kabar = site()
    kabar.feed(kabar.post(1, day="2024-07-30"), kabar.post(2, day="2024-09-02"), kabar.post(3, day=None))
    august = Window(date(2024, 8, 1))
    assert runs.run(kabar.outlet(), window=august).counts == {"outside": 1, "new": 2}
    assert len(runs.archived()) == 2
    kabar.posts_asked()
    runs.run(kabar.outlet(), window=august)
    assert kabar.posts_asked() == []
    assert runs.run(kabar.outlet(), window=Window(date(2024, 7, 1))).counts == {"new": 1, "unchanged": 2}


# A list of addresses


def test_a_list_of_addresses_is_fetched_without_asking_any_listing(site, runs):
    kabar = site()
    paths = [kabar.post(number).path for number in range(2)]
    given = tuple(Candidate(kabar.home + path, "urls") for path in (*paths, "/berita/tidak-ada"))
    ran = runs.run(Task(kabar.outlet(), given))
    assert ran.counts == {"new": 2, "gone": 1}
    assert ran.collector.failed_outlets == []
    assert kabar.paths() == [*paths, "/berita/tidak-ada"]
    assert runs.run(Task(kabar.outlet(), given)).counts == {"unchanged": 3}


def test_an_address_with_a_password_costs_itself_alone(site, runs):
    kabar = site()
    entry = kabar.post(1)
    urls = ["http://andi:rahasia@kabar.example/a", "http://[kabar.example/b", kabar.home + entry.path]
    ran = runs.run(Task(kabar.outlet(), tuple(Candidate(url, "urls") for url in urls)))
    assert ran.counts == {"unsafe": 2, "new": 1}


def test_addresses_of_a_list_that_are_dated_outside_the_window_are_not_asked(site, runs):
    kabar = site()
    given = [Candidate(kabar.home + kabar.post(n).path, "urls", None, date(2024, 9, n)) for n in (1, 2)]
    ran = runs.run(Task(kabar.outlet(), tuple(given)), window=Window(date(2024, 9, 2)))
    assert ran.counts == {"new": 1}
    assert kabar.posts_asked() == ["/berita/2-santunan-bpjs-ketenagakerjaan"]


# What goes wrong, and whom it costs what


def test_a_host_that_refuses_is_left_alone_and_the_others_are_not(site, runs):
    shut, kabar = site("tutup.example"), site()
    shut.feed(shut.post(0), Entry("/status/403"), *[shut.post(number) for number in range(1, 5)])
    kabar.feed(*[kabar.post(number) for number in range(5)])
    ran = runs.run(shut.outlet(), kabar.outlet())
    assert ran.of("tutup.example") == {"new": 1, "blocked": 1}
    assert ran.of("kabar.example") == {"new": 5}
    assert len(shut.posts_asked()) == 2
    assert ran.collector.failed_outlets == []  # its listing answered
    again = runs.run(shut.outlet(feed="/feed.xml"))  # the next run asks for the rest
    assert again.of("tutup.example") == {"unchanged": 1, "blocked": 1}


def test_the_rest_of_an_outlet_is_asked_where_one_of_its_hosts_refuses(site, runs):
    kabar, foto = site(), site("foto.kabar.example")
    entries = [kabar.post(1), kabar.post(2)]
    urls = [f"{foto.home}/status/403", f"{foto.home}/posts/1", *(kabar.home + one.path for one in entries)]
    ran = runs.run(Task(kabar.outlet(), tuple(Candidate(url, "urls") for url in urls)))
    assert ran.counts == {"blocked": 1, "new": 2}
    assert foto.paths() == ["/status/403"]


def test_an_outlet_whose_listing_refuses_is_told_and_has_failed(site, runs):
    shut, kabar = site("tutup.example"), site()
    kabar.feed(kabar.post(1))
    ran = runs.run(shut.outlet(discover=("feed", "sitemap"), feed="/status/403"), kabar.outlet())
    assert ran.collector.failed_outlets == ["tutup.example"]
    assert ran.counts == {"new": 1}
    assert ("tutup.example", "feed", False, "status 403 (blocked)", 0) in ran.noted.listings
    assert shut.paths() == ["/status/403"]
    trouble = History(runs.state.database).of("tutup.example", runs.now).trouble
    assert (trouble.outcome, trouble.way) == (Outcome.BLOCKED, "feed")


def test_a_defect_that_a_post_brings_to_light_costs_that_post(site, runs, monkeypatch):
    kabar = site()
    entries = [kabar.post(number) for number in range(3)]
    kabar.feed(*entries)
    read_post = collecting.read_post

    def faulty(fetched, get, *, cms=None):
        if fetched.url.endswith(entries[1].path):
            raise ZeroDivisionError("a word without letters")
        return read_post(fetched, get, cms=cms)

    monkeypatch.setattr(collecting, "read_post", faulty)
    ran = runs.run(kabar.outlet())
    assert ran.counts == {"new": 2, "failed": 1}
    (reason,) = ran.reasons(Outcome.FAILED)
    assert reason.startswith("a defect of the program, please report it: ZeroDivisionError('a word without")
    monkeypatch.undo()
    assert runs.run(kabar.outlet()).counts == {"unchanged": 2, "new": 1}  # failures do not rest


def test_a_defect_that_a_listing_brings_to_light_costs_that_outlet(site, runs, monkeypatch):
    kabar, lain = site(), site("lain.example")
    for one in (kabar, lain):
        one.feed(one.post(1))
    candidates = collecting.candidates

    def faulty(outlet, asked, get, report):
        if outlet.domain == "kabar.example":
            raise KeyError("loc")
        return candidates(outlet, asked, get, report)

    monkeypatch.setattr(collecting, "candidates", faulty)
    ran = runs.run(kabar.outlet(), lain.outlet())
    assert ran.of("lain.example") == {"new": 1}
    assert ran.collector.failed_outlets == ["kabar.example"]
    told = [reason for domain, _, ok, reason, _ in ran.noted.listings if domain == "kabar.example" and not ok]
    assert told == ["a defect of the program, please report it: KeyError('loc')"]


def test_an_outlet_whose_home_is_no_web_address_costs_that_outlet(site, runs):
    kabar = site()
    kabar.feed(kabar.post(1))
    odd = replace(kabar.outlet(), name="Odd", domain="odd.example", base="http://a:b@odd.example")
    ran = runs.run(odd, kabar.outlet())
    assert ran.counts == {"new": 1}
    assert ran.collector.failed_outlets == ["odd.example"]


# How a run ends


def test_an_archive_that_cannot_grow_ends_the_run_and_the_next_one_goes_on(site, runs):
    kabar = site()
    kabar.feed(*[kabar.post(number) for number in range(4)])
    (runs.folder / "archive").write_text("in the way")
    with pytest.raises(ArchiveError, match="the archive cannot be written: not a directory"):
        runs.run(kabar.outlet())
    assert History(runs.state.database).runs()[0].status == "stopped"
    assert kabar.posts_asked() == ["/berita/0-santunan-bpjs-ketenagakerjaan"]
    (runs.folder / "archive").unlink()
    assert runs.run(kabar.outlet()).counts == {"new": 4}


def test_a_state_that_cannot_be_written_ends_the_run_and_no_post_is_lost_or_doubled(site, runs, monkeypatch):
    kabar = site()
    kabar.feed(*[kabar.post(number) for number in range(4)])
    record, calls = runs.state.record, iter(range(99))

    def full(*args, **kwargs):
        if next(calls) == 1:
            raise StateError("state.sqlite3: the state cannot be used: database or disk is full.")
        record(*args, **kwargs)

    monkeypatch.setattr(runs.state, "record", full)
    with pytest.raises(StateError, match="full"):
        runs.run(kabar.outlet())
    monkeypatch.undo()
    assert runs.run(kabar.outlet()).counts == {"unchanged": 2, "new": 2}
    assert sorted(runs.archived().values()) == [1, 1, 1, 1]


def test_a_run_that_is_stopped_leaves_whole_posts_and_the_next_one_goes_on(site, runs):
    kabar, lain = site(), site("lain.example")
    for one in (kabar, lain):
        one.feed(*[one.post(number) for number in range(6)])
    stop, came = threading.Event(), iter(range(99))
    ran = runs.run(kabar.outlet(), lain.outlet(), heard=lambda url: stop.set() if next(came) == 4 else None, stop=stop)
    assert History(runs.state.database).runs()[0].status == "stopped"
    done = sum(ran.counts.values())
    assert 5 <= done <= 6  # the other host's post of that moment may be finished
    assert ran.counts == {"new": done}
    kabar.posts_asked(), lain.posts_asked()
    again = runs.run(kabar.outlet(), lain.outlet())
    assert again.counts == {"unchanged": done, "new": 12 - done}
    assert len(kabar.posts_asked()) + len(lain.posts_asked()) == 12 - done
    assert sorted(runs.archived().values()) == [1] * 12


def test_a_stopped_run_does_not_begin_further_outlets(site, runs):
    kabar, lain = site(), site("lain.example")
    kabar.feed(kabar.post(1))
    stop = threading.Event()
    runs.run(kabar.outlet(), lain.outlet(), hosts=1, heard=lambda url: stop.set(), stop=stop)
    assert lain.asked == []


def test_a_question_answered_to_the_end_is_remembered_and_one_that_was_not_is_asked_whole_again(site, runs):
    kabar = site()
    kabar.feed(kabar.post(1), Entry("/status/500"))
    question = collecting._question(collecting.Asked())
    runs.run(kabar.outlet(), retries=0)
    assert runs.state.answered_at("kabar.example", question) is None  # a failure may pass
    kabar.feed(kabar.post(1))
    runs.run(kabar.outlet())
    assert runs.state.answered_at("kabar.example", question) == runs.now


def test_an_outlet_is_asked_for_what_changed_and_once_a_week_for_all_again(site, runs, monkeypatch):
    asked_for = []
    shipped = collecting.candidates

    def spied(outlet, asked, get, report):
        asked_for.append(asked.changed_since)
        return shipped(outlet, asked, get, report)

    monkeypatch.setattr(collecting, "candidates", spied)
    kabar, first = site(), runs.now
    kabar.feed(kabar.post(1))
    for days in (0, 1, 6, 7, 8):
        runs.now = first + timedelta(days=days)
        runs.run(kabar.outlet())
    whole = [since is None for since in asked_for]
    assert whole == [True, False, False, True, False]
    assert asked_for[2] < first + timedelta(days=1)  # the clocks of sites are wrong
