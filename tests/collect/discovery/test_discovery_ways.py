"""Discovery as a whole: ways in order, what is told of them, questions, plans, the rules of the families."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.collect.discovery import WAYS, candidates, plan, ways_of
from extractor.collect.discovery.questions import mentions, phrases, questions
from extractor.collect.discovery.rules import address, rules, slug
from extractor.collect.discovery.ways import Asked
from extractor.collect.fetching import Stopped
from extractor.collect.model import KEYWORDS, CollectError, Outcome, Window
from extractor.knowledge.outlets import FAMILIES, outlets
from extractor.knowledge.outlets import WAYS as KNOWN_WAYS


def feed(*numbers, when="Mon, 06 May 2024 08:00:00 +0900"):
    items = "".join(
        f"<item><title>Jamsostek {n}</title><link>https://kabar.example/berita-{n}/</link><pubDate>{when}</pubDate></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def sitemap(*paths):
    return (
        f"<urlset>{''.join(f'<url><loc>https://kabar.example{path}</loc></url>' for path in paths)}</urlset>".encode()
    )


class Told(list):
    def __call__(self, way, ok, reason, found):
        self.append((way, ok, reason, found))


def found(site, outlet, asked=None):
    told = Told()
    return [one.url for one in candidates(outlet, asked or Asked(), site.get, told)], told


def test_the_first_way_that_works_is_enough(make_site, make_outlet):
    site = make_site({"/feed": feed(1, 2), "/sitemap.xml": sitemap("/jamsostek")})
    urls, told = found(site, make_outlet("custom", discover=("feed", "sitemap")))
    assert len(urls) == 2
    assert told == [("feed", True, "", 2)]


def test_a_closed_way_leads_to_the_next_and_the_reason_is_told(make_site, make_outlet):
    site = make_site({"/feed/": lambda query: feed(1)})
    urls, told = found(site, make_outlet("wordpress"))
    assert len(urls) == 1
    assert told == [("wordpress", False, "status 404", 0), ("feed", True, "", 1)]


def test_all_ways_are_gone_where_the_entry_says_so(make_site, make_outlet):
    site = make_site(
        {"/feed": feed(1), "/sitemap.xml": sitemap("/jamsostek", "/berita-1/", "/amp/berita-1?utm_source=x")}
    )
    urls, told = found(site, make_outlet("custom", discover=("feed", "sitemap"), all_ways=True))
    assert urls == ["https://kabar.example/berita-1/", "https://kabar.example/jamsostek"]
    assert [way for way, *_ in told] == ["feed", "sitemap"]


def test_nothing_is_given_that_the_listing_dates_outside_the_window(make_site, make_outlet):
    site = make_site({"/feed": feed(1), "/sitemap.xml": sitemap("/2024/05/07/jamsostek", "/jamsostek")})
    outlet = make_outlet("custom", discover=("feed", "sitemap"), all_ways=True)
    urls, _ = found(site, outlet, Asked(window=Window(date(2024, 5, 7), date(2024, 5, 7))))
    assert urls == ["https://kabar.example/2024/05/07/jamsostek", "https://kabar.example/jamsostek"]
    urls, _ = found(site, outlet, Asked(window=Window(date(2024, 5, 6), date(2024, 5, 6))))
    assert urls == ["https://kabar.example/berita-1/", "https://kabar.example/jamsostek"]


def test_a_failure_is_told_and_the_next_way_is_tried(make_site, make_outlet):
    site = make_site({"/feed": (500, {}, b""), "/sitemap.xml": sitemap("/jamsostek")})
    urls, told = found(site, make_outlet("custom", feed="/feed", discover=("feed", "sitemap")))
    assert len(urls) == 1
    assert told == [("feed", False, "status 500 (failed)", 0), ("sitemap", True, "", 1)]


def test_a_host_that_refuses_is_left_alone(make_site, make_outlet):
    site = make_site({"/feed": (403, {}, b""), "/sitemap.xml": sitemap("/jamsostek")})
    urls, told = found(site, make_outlet("custom", discover=("feed", "sitemap")))
    assert urls == []
    assert told == [("feed", False, "status 403 (blocked)", 0)]
    assert site.asked == ["/feed"]


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_run_that_is_to_stop_stops_in_any_way(make_outlet, family):
    asked = []

    def get(url):
        asked.append(url)
        raise Stopped(url)

    with pytest.raises(Stopped):
        list(candidates(make_outlet(family), Asked(), get, Told()))
    assert len(asked) == 1


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_an_outlet_that_answers_nothing_is_told_of_way_by_way(make_outlet, family):
    def get(url):
        raise CollectError(Outcome.FAILED, url, "time-out")

    outlet, told = make_outlet(family), Told()
    assert list(candidates(outlet, Asked(), get, told)) == []
    assert [way for way, *_ in told] == list(ways_of(outlet))
    assert all(not ok and "time-out" in reason for _, ok, reason, _ in told)


# plans -------------------------------------------------------------------------------------------------------------


def test_a_plan_names_what_would_be_asked_first(make_outlet):
    assert plan(make_outlet("tribun"), Asked()) == [
        f"https://kabar.example/tag/{tag}?page=1"
        for tag in ("bpjs-ketenagakerjaan", "bpjamsostek", "bpjs-tk", "bpjs-naker", "jamsostek")
    ]


def test_every_outlet_has_a_plan():
    window = Window(date(2024, 5, 1), date(2024, 5, 31))
    for outlet in outlets():
        addresses = plan(outlet, Asked(window=window))
        assert addresses, outlet.domain
        assert all(one.startswith(("https://", "http://")) and "{" not in one for one in addresses)


# questions ---------------------------------------------------------------------------------------------------------


def test_every_spelling_is_asked_where_a_search_knows_whole_words_only():
    assert questions(KEYWORDS, parts=False) == list(KEYWORDS)


@pytest.mark.parametrize(
    ("keywords", "asked"),
    [
        (KEYWORDS, ["BPJS Ketenagakerjaan", "BPJS-TK", "BPJS Naker", "Jamsostek"]),
        (("BPJS", *KEYWORDS), ["BPJS", "Jamsostek"]),
        (("Jamsostek", "JAMSOSTEK Ambon"), ["Jamsostek"]),
        (("pekerja rentan", "rentan pekerja"), ["pekerja rentan"]),
        (("  Paritrana ", "Paritrana", ""), ["Paritrana"]),
        ((), []),
    ],
)
def test_a_search_for_parts_of_words_needs_fewer_questions(keywords, asked):
    assert questions(keywords, parts=True) == asked


def test_one_spelling_of_the_agency_stands_for_all_in_headlines():
    wanted = phrases(Asked(("BPJamsostek",)))
    assert mentions("Kantor BPJS-TK Tual", wanted)
    assert mentions("BPJS  Ketenagakerjaan: santunan", wanted)
    assert not mentions("BPJS Kesehatan buka layanan", wanted)
    assert not mentions("Jamsostek", phrases(Asked(("Paritrana",))))


# rules -------------------------------------------------------------------------------------------------------------


def test_every_family_says_how_it_is_searched_and_every_way_can_be_gone():
    assert set(rules().families) == FAMILIES
    assert set(WAYS) == KNOWN_WAYS
    for family in rules().families.values():
        assert family.discover
        assert set(family.discover) <= set(WAYS)


def test_addresses_are_filled_in(make_outlet):
    outlet = make_outlet(base="http://www.kabar.example")
    assert (
        address(outlet, "/tag/{slug}/{page}", "BPJS Ketenagakerjaan", 2)
        == "http://www.kabar.example/tag/bpjs-ketenagakerjaan/2"
    )
    assert address(outlet, "https://cari.example/?q={query}", "a&b c") == "https://cari.example/?q=a%26b+c"
    assert slug("  BPJS-TK, “Naker”! ") == "bpjs-tk-naker"
