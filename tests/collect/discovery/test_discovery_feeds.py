"""Feeds: searches page by page, latest posts, broken XML, dates with and without offset."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from extractor.collect.discovery import feeds
from extractor.collect.discovery.ways import Asked, WayClosed
from extractor.collect.model import CollectError, Outcome, Window

WIT = timezone(timedelta(hours=9))


def item(number, when="Mon, 06 May 2024 08:00:00 +0900", title="BPJS Ketenagakerjaan", more=""):
    dated = f"<pubDate>{when}</pubDate>" if when else ""
    return (
        f"<item><title>{title} {number}</title><link>https://kabar.example/berita-{number}/</link>{dated}{more}</item>"
    )


def rss(*items):
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title>{"".join(items)}</channel></rss>'.encode()


def search_of(pages):
    """A search as WordPress gives it: numbered pages, nothing past the end."""

    def answer(query):
        number = int(query.get("paged", 1))
        if number > len(pages) and number > 1:
            return 404, {}, b"<html>"
        items = pages[number - 1] if pages and query["s"] == "Jamsostek" else []
        return 200, {"Content-Type": "application/rss+xml"}, rss(*items)

    return answer


def found(site, outlet, asked=None, get=None):
    return list(feeds.discover(outlet, asked or Asked(("Jamsostek",)), get or site.get))


def test_a_search_is_read_page_by_page_to_its_end(make_site, make_outlet, serve):
    pages = [[item(page * 10 + n) for n in range(10)] for page in range(4)]
    site = make_site({"/feed/": search_of(pages)})
    with serve(site) as (base, get):
        got = found(site, make_outlet(base=base), None, get)
    assert len(got) == 40
    assert sum("paged" in target for target in site.asked) == 5
    assert {one.via for one in got} == {"feed"}


def test_a_search_ends_where_all_is_older_than_the_window(make_site, make_outlet):
    old = "Mon, 01 Apr 2024 08:00:00 +0900"
    pages = [[item(1)], [item(2), item(3, old)], [item(4, old)], [item(5, old)]]
    site = make_site({"/feed/": search_of(pages)})
    got = found(site, make_outlet(), Asked(("Jamsostek",), Window(date(2024, 5, 1))))
    assert [one.url[-2] for one in got] == ["1", "2", "3", "4"]
    assert len(site.asked) == 3


def test_entries_without_date_do_not_end_a_search(make_site, make_outlet):
    old = "Mon, 01 Apr 2024 08:00:00 +0900"
    site = make_site({"/feed/": search_of([[item(1, old), item(2, None)], [item(3)]])})
    got = found(site, make_outlet(), Asked(("Jamsostek",), Window(date(2024, 5, 1))))
    assert [one.day for one in got] == [date(2024, 4, 1), None, date(2024, 5, 6)]


def test_a_site_that_shows_the_same_page_again_and_again_is_left(make_site, make_outlet):
    site = make_site({"/feed/": lambda query: rss(item(1), item(2))})
    assert len(found(site, make_outlet())) == 2
    assert len(site.asked) == 2


def test_a_search_without_a_hit_is_an_answer(make_site, make_outlet):
    site = make_site({"/feed/": search_of([])})
    assert found(site, make_outlet()) == []
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Mon, 06 May 2024 20:00:00 +0000", datetime(2024, 5, 7, 5, 0, tzinfo=WIT)),  # the next day in Ambon
        ("Mon, 06 May 2024 20:00:00 GMT", datetime(2024, 5, 7, 5, 0, tzinfo=WIT)),
        ("Mon, 06 May 2024 20:00:00", datetime(2024, 5, 6, 20, 0, tzinfo=WIT)),  # no offset: the outlet's clock
        ("Sen, 06 Mei 2024 20:00:00 +0700", datetime(2024, 5, 6, 22, 0, tzinfo=WIT)),
        ("2024-05-06T20:00:00+09:00", datetime(2024, 5, 6, 20, 0, tzinfo=WIT)),
        ("2024-05-06 20:00:00", datetime(2024, 5, 6, 20, 0, tzinfo=WIT)),
        ("06 Mei 2024", date(2024, 5, 6)),
        ("sebentar lagi", None),
        (None, None),
    ],
)
def test_dates_are_read_on_the_outlets_clock(make_site, make_outlet, printed, expected):
    (one,) = found(make_site({"/feed/": lambda query: rss(item(1, printed))}), make_outlet())
    assert one.published == expected


def test_atom_tells_of_changes(make_site, make_outlet):
    atom = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar</title><entry>
      <title>Jamsostek &amp;amp; nelayan</title><link rel="alternate" href="/berita-1"/><id>tag:1</id>
      <published>2024-05-06T08:00:00+09:00</published><updated>2024-05-08T08:00:00+09:00</updated></entry></feed>"""
    (one,) = found(make_site({"/rss": atom}), make_outlet("custom"))
    assert one.url == "https://kabar.example/berita-1"
    assert one.title == "Jamsostek & nelayan"
    assert (one.day, one.modified) == (date(2024, 5, 6), datetime(2024, 5, 7, 23, 0, tzinfo=UTC))


def test_broken_xml_counts_as_far_as_it_can_be_read(make_site, make_outlet):
    broken = rss(item(1), item(2, title="Jamsostek & Kabar <b>Tual"))[:-40]
    got = found(make_site({"/feed/": lambda query: broken}), make_outlet())
    assert got[0].url == "https://kabar.example/berita-1/"


@pytest.mark.parametrize(
    "body", [b"<html><body><p>Beranda</p></body></html>", b"", b"{}", b"<rss", b"/etc/hostname", b"\x00\xff"]
)
def test_what_is_no_feed_closes_the_way(make_site, make_outlet, body):
    with pytest.raises(WayClosed, match="not a feed"):
        found(make_site({"/feed/": lambda query: body, "/": lambda query: body}), make_outlet())


def test_no_feed_is_fetched_past_the_getter(make_fetched, tmp_path):
    """A body that is an address or the name of a file stays a body."""
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(item(1)))
    for body in (str(file).encode(), file.as_uri().encode(), b"http://127.0.0.1:9/feed"):
        with pytest.raises(CollectError, match="not a feed") as error:
            feeds.entries_of(make_fetched("https://kabar.example/feed/", body))
        assert error.value.outcome is Outcome.NOT_A_PAGE


def test_an_entity_bomb_is_refused(make_fetched):
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{layers}]>' + rss(item("&l11;")).decode().partition("?>")[2]
    with pytest.raises(CollectError, match="entities") as error:
        feeds.entries_of(make_fetched("https://kabar.example/feed/", f'<?xml version="1.0"?>{bomb}'.encode()))
    assert error.value.outcome is Outcome.NOT_A_PAGE


def test_of_the_latest_posts_those_that_speak_of_the_agency_count(make_site, make_outlet):
    items = [
        item(1, title="Bupati panen raya"),
        item(2, title="Bupati serahkan", more="<description>santunan BPJamsostek</description>"),
        item(3, title="Bupati serahkan", more="<category>BPJS Ketenagakerjaan</category>"),
        item(4, title="Santunan kematian untuk nelayan"),
    ]
    got = found(make_site({"/feed": rss(*items)}), make_outlet("custom"), Asked())
    assert [one.url[-2] for one in got] == ["2", "3", "4"]


def test_the_outlets_own_feed_goes_before_its_familys(make_site, make_outlet):
    site = make_site({"/umpan.xml": rss(item(1))})
    assert len(found(site, make_outlet(feed="/umpan.xml"), Asked())) == 1
    assert site.asked == ["/umpan.xml"]


def test_a_feed_that_breaks_off_is_an_error(make_site, make_outlet):
    site = make_site(
        {"/feed/": lambda query: (500, {}, b"") if "paged" in query and query["paged"] == "2" else rss(item(1))}
    )
    with pytest.raises(CollectError, match="500"):
        found(site, make_outlet())
