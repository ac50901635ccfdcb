"""Listing pages: read by rules, or by words where no rule fits; paging that ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from extractor.collect.discovery import listings
from extractor.collect.discovery.rules import ListingRule, family_of, rules
from extractor.collect.discovery.ways import Asked, WayClosed
from extractor.collect.model import CollectError, Outcome, Window

WIT = timezone(timedelta(hours=9))
SEARCH = "/search"


def antara(number, when="6 Mei 2024 08:00", href=None):
    href = href or f"/berita/{number}/santunan"
    return (
        f'<article class="simple-post simple-big clearfix"><h3><a href="{href}" title="t">Santunan\n {number}</a></h3>'
        f'<p class="simple-share">Daerah <span>{when}</span></p></article>'
    )


def page(*items):
    return (200, {"Content-Type": "text/html; charset=utf-8"}, f"<html><body>{''.join(items)}</body></html>".encode())


def found(site, outlet, asked=None, get=None, **more):
    return list(listings.discover(outlet, asked or Asked(("Jamsostek",)), get or site.get, **more))


def search_of(pages, past=None):
    def answer(query):
        number = int(query["page"])
        return page(*pages[number - 1]) if number <= len(pages) else past or (404, {}, b"")

    return answer


def test_a_search_is_read_page_by_page(make_site, make_outlet, serve):
    site = make_site({SEARCH: search_of([[antara(n + 10 * p) for n in range(10)] for p in range(3)])})
    with serve(site) as (base, get):
        outlet = make_outlet("antara", domain="127.0.0.1", base=base)
        got = found(site, outlet, None, get)
    assert len(got) == 30
    assert (got[0].url, got[0].title, got[0].via) == (f"{base}/berita/0/santunan", "Santunan 0", "listing")
    assert got[0].published == datetime(2024, 5, 6, 8, 0, tzinfo=WIT)


def test_a_search_whose_pages_repeat_ends(make_site, make_outlet):
    site = make_site({SEARCH: lambda query: page(antara(1), antara(2))})
    assert len(found(site, make_outlet("antara"))) == 2
    assert len(site.asked) == 2


def test_a_search_ends_where_all_is_older_than_the_window(make_site, make_outlet):
    old = "1 April 2024"
    site = make_site(
        {SEARCH: search_of([[antara(1)], [antara(2, old), antara(3)], [antara(4, old)], [antara(5, old)]])}
    )
    got = found(site, make_outlet("antara"), Asked(("Jamsostek",), Window(date(2024, 5, 1))))
    assert len(got) == 4
    assert len(site.asked) == 3


def test_a_search_without_end_is_cut_and_the_cut_is_told(make_site, make_outlet, caplog):
    site = make_site({SEARCH: lambda query: page(antara(query["page"]))})
    assert len(found(site, make_outlet("antara"), most=5)) == 5
    assert "more than 5 pages" in caplog.text


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Senin, 6 Mei 2024 | 08:15 WITA", datetime(2024, 5, 6, 9, 15, tzinfo=WIT)),
        ("Jum'at, 06/05/2024 | 08:15", datetime(2024, 5, 6, 8, 15, tzinfo=WIT)),
        ("05/06/2024", date(2024, 6, 5)),  # day first
        ("2 jam lalu", date(2024, 6, 15)),  # the page came at noon of the 15th
        ("14 jam yang lalu", date(2024, 6, 14)),
        ("3 hari lalu", date(2024, 6, 12)),
        ("kemarin", date(2024, 6, 14)),
        ("Ekonomi", None),
        ("", None),
    ],
)
def test_dates_are_read_as_printed(make_site, make_outlet, printed, expected):
    site = make_site({SEARCH: lambda query: page(antara(1, printed))})
    (one,) = found(site, make_outlet("antara"))
    assert one.published == expected


def test_the_time_element_goes_before_what_is_printed(make_site, make_outlet):
    item = '<article class="simple-post"><h3><a href="/a">Judul</a></h3><time datetime="2024-05-06T20:00:00Z">baru saja</time></article>'
    (one,) = found(make_site({SEARCH: lambda query: page(item)}), make_outlet("antara"))
    assert one.published == datetime(2024, 5, 6, 20, 0, tzinfo=UTC)
    assert one.day == date(2024, 5, 7)


def test_links_are_those_of_the_page_and_of_this_site(make_site, make_outlet):
    hrefs = [
        "/a",
        "b",
        "//kabar.example/c",
        "https://tual.kabar.example/d",
        "https://lain.example/e",
        "mailto:redaksi@kabar.example",
        "javascript:void(0)",
        "http://[x",
    ]
    site = make_site(
        {
            SEARCH: lambda query: page(
                '<base href="https://kabar.example/daerah/">', *(antara(n, href=h) for n, h in enumerate(hrefs))
            )
        }
    )
    assert [one.url for one in found(site, make_outlet("antara"))] == [
        "https://kabar.example/a",
        "https://kabar.example/daerah/b",
        "https://kabar.example/c",
        "https://tual.kabar.example/d",
    ]


def test_where_no_rule_fits_headlines_and_addresses_that_hold_a_keyword_count(make_site, make_outlet):
    links = """<a href="/tag/jamsostek">Jamsostek</a>
      <a href="/2024/05/06/nelayan-tual">Nelayan Tual kini peserta BPJamsostek aktif</a>
      <a href="/baca-77-santunan-bpjs-tk">Ahli waris terima santunan</a>
      <a href="/baca-78-panen">Bupati panen raya di sawah</a>"""
    site = make_site({SEARCH: lambda query: page(links)})
    got = found(site, make_outlet("custom"), Asked())
    assert [(one.url.removeprefix("https://kabar.example"), one.day) for one in got[:2]] == [
        ("/2024/05/06/nelayan-tual", date(2024, 5, 6)),
        ("/baca-77-santunan-bpjs-tk", None),
    ]
    assert len({one.url for one in got}) == 2


def test_tags_that_do_not_exist_are_passed_over(make_site, make_outlet):
    item = '<li class="p1520 art-list"><h3><a href="/2024/05/06/santunan">Santunan</a></h3><time title="x">Senin, 6 Mei 2024</time></li>'
    site = make_site({"/tag/jamsostek": search_of([[item]])})
    (one,) = found(site, make_outlet("tribun"), Asked())
    assert one.day == date(2024, 5, 6)
    assert "/tag/bpjs-tk?page=1" in site.asked


def test_the_link_to_the_next_page_is_followed(make_site, make_outlet):
    item = '<ol class="search-results"><li><h3><a href="/content/{}">Jamsostek</a></h3></li></ol>'
    following = '<ul><li class="pager-next"><a href="/search/node?page=1">›</a></li></ul>'
    site = make_site(
        {"/search/node?page=1": page(item.format(2)), "/search/node": lambda query: page(item.format(1), following)}
    )
    assert [one.url[-1] for one in found(site, make_outlet("drupal"))] == ["1", "2"]


def test_the_outlets_own_search_goes_before_its_familys(make_site, make_outlet):
    site = make_site({"/cari-berita": search_of([[antara(1)]])})
    outlet = make_outlet("antara", search="/cari-berita?kata={query}&page={page}")
    assert len(found(site, outlet, Asked(("BPJS Naker",)))) == 1
    assert site.asked[0] == "/cari-berita?kata=BPJS+Naker&page=1"
    assert listings.addresses(outlet, Asked(("BPJS Naker",))) == [
        "https://kabar.example/cari-berita?kata=BPJS+Naker&page=1"
    ]


@pytest.mark.parametrize("body", [b"", b"<html><body>tidak ada hasil</body></html>", b"\x00\xff\xfe", b"{}"])
def test_pages_that_list_nothing_close_the_way(make_site, make_outlet, body):
    with pytest.raises(WayClosed, match="no page lists a post"):
        found(make_site({SEARCH: lambda query: (200, {}, body)}), make_outlet("antara"))


def test_a_host_that_refuses_is_not_asked_for_its_other_pages(make_site, make_outlet):
    site = make_site({SEARCH: (403, {}, b"")})
    with pytest.raises(CollectError) as error:
        found(site, make_outlet("antara"))
    assert error.value.outcome is Outcome.BLOCKED
    assert len(site.asked) == 1


def test_a_rule_ends_with_its_last_day():
    rule = ListingRule("article", valid_until=date(2024, 6, 15))
    assert rule.holds(date(2024, 6, 15))
    assert not rule.holds(date(2024, 6, 16))


def test_every_family_with_listings_has_somewhere_to_look(make_outlet):
    for name, family in rules().families.items():
        assert family_of(make_outlet(name)) is family
        if "listing" in family.discover:
            assert all("{query}" in one or "{slug}" in one for one in family.listings)
            assert family.listings
