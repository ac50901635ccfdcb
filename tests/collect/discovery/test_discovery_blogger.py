"""Blogger: its search as JSON, by pages, and as Atom where JSON is not given."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from extractor.collect.discovery import blogger
from extractor.collect.discovery.ways import Asked, WayClosed
from extractor.collect.model import Window

FEED = "/feeds/posts/default"


def entry(number):
    return {
        "title": {"$t": f"Santunan {number}"},
        "published": {"$t": "2024-05-06T23:30:00.001+07:00"},
        "updated": {"$t": "2024-05-08T10:00:00.002+07:00"},
        "link": [
            {"rel": "self", "href": f"https://www.blogger.com/feeds/1/{number}"},
            {"rel": "alternate", "href": f"https://kabar.example/2024/05/santunan-{number}.html"},
        ],
    }


def feed_of(count):
    def answer(query):
        start = int(query["start-index"]) - 1
        part = [entry(number) for number in range(start, min(count, start + int(query["max-results"])))]
        body = json.dumps({"feed": {"entry": part} if part else {}}).encode()
        return 200, {"Content-Type": "application/json"}, body

    return answer


def test_all_posts_of_a_search_are_found_page_by_page(make_site, make_outlet, serve):
    site = make_site({FEED: feed_of(250)})
    with serve(site) as (base, get):
        got = list(blogger.discover(make_outlet("blogger", base=base), Asked(("BPJS-TK",)), get))
    assert len({one.url for one in got}) == len(got) == 250


def test_an_entry_is_read_with_its_times(make_site, make_outlet):
    (one,) = blogger.discover(make_outlet("blogger"), Asked(("BPJS-TK",)), make_site({FEED: feed_of(1)}).get)
    assert (one.url, one.title) == ("https://kabar.example/2024/05/santunan-0.html", "Santunan 0")
    assert one.day == date(2024, 5, 7)  # half past one in Ambon
    assert one.modified == datetime(2024, 5, 8, 3, 0, tzinfo=UTC)


def test_the_window_is_asked_for(make_outlet):
    asked = Asked(("BPJS-TK",), Window(date(2024, 5, 1), date(2024, 5, 31)))
    assert blogger.addresses(make_outlet("blogger"), asked) == [
        "https://kabar.example/feeds/posts/default?q=BPJS-TK&alt=json&published-min=2024-05-01T00:00:00%2B09:00"
        "&published-max=2024-06-01T00:00:00%2B09:00&orderby=published&start-index=1&max-results=100"
    ]


def test_atom_helps_where_json_is_not_given(make_site, make_outlet):
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar</title><entry><title>Santunan</title><id>1</id>
      <link rel="alternate" href="https://kabar.example/2024/05/a.html"/><published>2024-05-06T08:00:00+09:00</published></entry></feed>"""
    site = make_site({FEED: lambda query: b"<html>" if "alt" in query else atom})
    got = list(blogger.discover(make_outlet("blogger"), Asked(), site.get))
    assert {one.url for one in got} == {"https://kabar.example/2024/05/a.html"}
    assert {one.via for one in got} == {"blogger"}
    assert sum("alt=json" in target for target in site.asked) == 1


@pytest.mark.parametrize("body", [b"<html>bukan Blogger</html>", b"[]", b'{"feed": []}', b""])
def test_a_site_that_is_no_blogger_closes_the_way(make_site, make_outlet, body):
    with pytest.raises(WayClosed):
        list(blogger.discover(make_outlet("blogger"), Asked(), make_site({FEED: body}).get))


def test_a_site_without_the_feed_closes_the_way(make_site, make_outlet):
    with pytest.raises(WayClosed, match="404"):
        list(blogger.discover(make_outlet("blogger"), Asked(), make_site().get))
