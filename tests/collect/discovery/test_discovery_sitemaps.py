"""Sitemaps: indexes, windows, packing, bombs, and addresses judged by their words."""

from __future__ import annotations

import gzip
import logging
import tracemalloc
from datetime import date

import pytest

from extractor.collect.discovery import sitemap_files, sitemaps
from extractor.collect.discovery.sitemap_files import Entry
from extractor.collect.discovery.ways import Asked, WayClosed
from extractor.collect.model import CollectError, Outcome, Window

HOME = "https://kabar.example"
MAY = Window(date(2024, 5, 1), date(2024, 5, 31))
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def url(path, lastmod="2024-05-06T08:00:00+09:00", news=""):
    dated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{path if '//' in path else HOME + path}</loc>{dated}{news}</url>"


def child(path, lastmod=None):
    return f"<sitemap><loc>{HOME}{path}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</sitemap>"


def urlset(*entries):
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NS}>{"".join(entries)}</urlset>'.encode()


def index(*entries):
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex {NS}>{"".join(entries)}</sitemapindex>'.encode()


def found(site, outlet, asked=None, **more):
    return [one.url.removeprefix(HOME) for one in sitemaps.discover(outlet, asked or Asked(), site.get, **more)]


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("/bupati-serahkan-santunan-bpjs-ketenagakerjaan/", True),
        ("/2024/05/06/bpjamsostek-tual-gandeng-pemkab", True),
        ("/read/12345/bpjs-tk-ambon.html", True),
        ("/berita/77/BPJS-Naker-Sapa-Nelayan", True),
        ("/jaminan-sosial-ketenagakerjaan-bagi-pekerja", True),
        ("/cabang-bp-jamsostek", True),
        ("/bpjs-kesehatan-buka-layanan", False),
        ("/santunan-kematian-untuk-nelayan", False),
        ("/?p=123", False),
    ],
)
def test_an_address_counts_by_its_words(make_site, make_outlet, path, counts):
    site = make_site({"/sitemap.xml": urlset(url(path))})
    assert found(site, make_outlet("custom")) == ([path] if counts else [])


def test_wide_words_count_on_demand(make_site, make_outlet):
    site = make_site({"/sitemap.xml": urlset(url("/santunan-kematian-untuk-nelayan"), url("/panen-raya"))})
    assert found(site, make_outlet("custom"), Asked(wide=True)) == ["/santunan-kematian-untuk-nelayan"]


def test_keywords_of_ones_own_count_alone(make_site, make_outlet):
    site = make_site({"/sitemap.xml": urlset(url("/anugerah-paritrana-award"), url("/bpjamsostek-ambon"))})
    assert found(site, make_outlet("custom"), Asked(("Paritrana",))) == ["/anugerah-paritrana-award"]


def test_the_headline_of_a_news_sitemap_counts_and_dates_the_post(make_site, make_outlet):
    news = (
        "<news:news><news:publication><news:name>Jamsostek Pos</news:name></news:publication>"
        "<news:publication_date>2024-05-06T23:00:00+07:00</news:publication_date><news:title>{}</news:title></news:news>"
    )
    body = urlset(
        url("/read/1", None, news.format("BPJamsostek sapa nelayan")), url("/read/2", None, news.format("Panen raya"))
    )
    (one,) = sitemaps.discover(make_outlet("custom"), Asked(), make_site({"/sitemap.xml": body}).get)
    assert (one.url, one.title, one.day) == (f"{HOME}/read/1", "BPJamsostek sapa nelayan", date(2024, 5, 7))


@pytest.mark.parametrize(
    ("loc", "lastmod", "worth"),
    [
        ("/post-sitemap1.xml", "2024-03-01T00:00:00Z", False),  # nothing in it is younger
        ("/post-sitemap2.xml", "2024-05-03", True),
        ("/post-sitemap3.xml", "2025-01-01", True),  # an old post may have been edited
        ("/post-sitemap4.xml", None, True),
        ("/post-sitemap4.xml", "kemarin", True),
        ("/sitemap-2024-05.xml", None, True),
        ("/sitemap-2024-04.xml", None, True),  # the last of April there may be the first of May here
        ("/sitemap-2024-03.xml", "2024-05-20", False),
        ("/sitemap-2024-07.xml", None, False),
        ("/sitemap-2023.xml", None, False),
        ("/sitemaps/2024/05/12.xml.gz", None, True),
        ("/sitemaps/2024/06/12.xml.gz", None, False),
        ("/sitemap.xml?yyyy=2023&mm=05", None, False),
        ("/sitemap-20240506.xml", None, True),
        ("/sitemap-20240231.xml", None, True),  # no day at all says nothing
        ("/sitemap-130524.xml", None, True),
    ],
)
def test_of_an_index_only_what_may_fall_in_the_window_is_read(loc, lastmod, worth):
    assert sitemaps.may_hold(Entry(HOME + loc, index=True, lastmod=lastmod), MAY) is worth


def test_an_index_is_followed_three_levels_deep(make_site, make_outlet, caplog):
    site = make_site(
        {
            "/sitemap.xml": index(child("/a.xml")),
            "/a.xml": index(child("/b.xml"), child("/a.xml"), child("/sitemap.xml")),
            "/b.xml": index(child("/c.xml")),
            "/c.xml": urlset(url("/bpjamsostek-ambon")),
        }
    )
    assert found(site, make_outlet("custom")) == []
    assert site.asked == ["/sitemap.xml", "/a.xml", "/b.xml"]
    assert "1 older or deeper sitemaps" in caplog.text


def test_sitemaps_of_tags_and_authors_are_not_read(make_site, make_outlet):
    names = [
        "category-sitemap.xml",
        "wp-sitemap-users-1.xml",
        "wp-sitemap-taxonomies-post_tag-1.xml",
        "post-sitemap.xml",
    ]
    site = make_site({"/sitemap.xml": index(*(child(f"/{name}") for name in names))})
    found(site, make_outlet("custom"))
    assert site.asked == ["/sitemap.xml", "/post-sitemap.xml"]


def test_of_ten_thousand_sitemaps_the_newest_are_read_and_the_rest_is_told(make_site, make_outlet, caplog):
    site = make_site({f"/post-sitemap{n}.xml": urlset(url(f"/bpjamsostek-{n}")) for n in range(9990, 10001)})
    site.pages["/sitemap.xml"] = index(*(child(f"/post-sitemap{n}.xml") for n in range(1, 10001)))
    with caplog.at_level(logging.WARNING):
        assert found(site, make_outlet("custom"), most=6) == [f"/bpjamsostek-{n}" for n in range(10000, 9995, -1)]
    assert len(site.asked) == 6
    assert "9995 older or deeper sitemaps" in caplog.text


def test_what_was_last_changed_before_the_window_is_no_candidate(make_site, make_outlet):
    entries = [
        url("/bpjamsostek-1", "2024-04-01"),
        url("/bpjamsostek-2", "2024-06-20"),
        url("/2024/07/01/bpjamsostek-3"),
    ]
    asked = Asked(window=MAY)
    site = make_site({"/sitemap.xml": urlset(*entries)})
    got = list(sitemaps.discover(make_outlet("custom"), asked, site.get))
    assert [one.url[-1] for one in got] == ["2", "3"]
    assert [one.day for one in got] == [None, date(2024, 7, 1)]  # the day is known: `candidates` leaves it out
    assert got[0].modified is None  # a day is no moment


def test_addresses_of_other_hosts_are_no_candidates(make_site, make_outlet, caplog):
    entries = [
        url("https://lain.example/bpjamsostek"),
        url("https://www.kabar.example/bpjamsostek"),
        url("https://tual.kabar.example/jamsostek"),
    ]
    site = make_site({"/sitemap.xml": urlset(*entries)})
    assert found(site, make_outlet("custom")) == [
        "https://www.kabar.example/bpjamsostek",
        "https://tual.kabar.example/jamsostek",
    ]
    assert "1 addresses of other hosts" in caplog.text


def test_sitemaps_of_robots_txt_go_before_the_usual_ones(make_site, make_outlet):
    site = make_site({"/peta.xml": urlset(url("/bpjamsostek-1")), "/sitemap.xml": urlset(url("/bpjamsostek-2"))})
    outlet, asked = make_outlet("custom"), Asked(sitemaps=(f"{HOME}/peta.xml",))
    assert found(site, outlet, asked) == ["/bpjamsostek-1"]
    assert sitemaps.addresses(outlet, asked) == [f"{HOME}/peta.xml"]
    assert sitemaps.addresses(outlet, Asked()) == [f"{HOME}/sitemap.xml"]


def test_the_usual_addresses_are_tried_until_one_is_a_sitemap(make_site, make_outlet):
    site = make_site(
        {
            "/sitemap.xml": b"<!DOCTYPE html><html></html>",
            "/sitemap_index.xml": index(child("/a.xml")),
            "/a.xml": urlset(url("/jamsostek")),
        }
    )
    assert found(site, make_outlet("custom")) == ["/jamsostek"]


def test_a_usual_address_that_robots_txt_names_in_vain_does_not_end_the_search(make_site, make_outlet):
    site = make_site({"/sitemap_index.xml": urlset(url("/jamsostek"))})
    assert found(site, make_outlet("custom"), Asked(sitemaps=(f"{HOME}/sitemap.xml",))) == ["/jamsostek"]


def test_a_missing_part_does_not_end_the_reading(make_site, make_outlet, caplog):
    site = make_site({"/sitemap.xml": index(child("/2.xml"), child("/1.xml")), "/1.xml": urlset(url("/jamsostek"))})
    assert found(site, make_outlet("custom")) == ["/jamsostek"]
    assert "passed over" in caplog.text


def test_no_sitemap_closes_the_way(make_site, make_outlet):
    with pytest.raises(WayClosed, match="404"):
        found(make_site(), make_outlet("custom"))


def test_over_a_real_connection_packed_sitemaps_are_unpacked(make_site, make_outlet, serve):
    site = make_site()
    with serve(site) as (base, get):
        entries = (f"<url><loc>{base}/bpjamsostek-{n}</loc></url>" for n in range(2000))
        packed = gzip.compress(urlset(*entries))
        site.pages = {
            "/sitemap.xml": index(f"<sitemap><loc>{base}/post.xml.gz</loc></sitemap>"),
            "/post.xml.gz": (200, {"Content-Type": "application/x-gzip"}, packed),
        }
        outlet = make_outlet("custom", domain="127.0.0.1", base=base)
        assert len(list(sitemaps.discover(outlet, Asked(), get))) == 2000


# files -------------------------------------------------------------------------------------------------------------


def entries(make_fetched, body):
    return list(sitemap_files.entries_of(make_fetched(f"{HOME}/sitemap.xml", body)))


def test_damaged_xml_counts_as_far_as_it_can_be_read(make_fetched):
    whole = urlset(url("/a"), url("/b"), url("/judul-panjang"))
    for cut in range(whole.index(b"/judul"), len(whole)):
        got = [one.loc.removeprefix(HOME) for one in entries(make_fetched, whole[:cut])]
        complete = cut >= whole.rindex(b"</url>") + len("</url>")
        assert got == ["/a", "/b", "/judul-panjang"][: 3 if complete else 2]


@pytest.mark.parametrize("before", range(0, 40))
def test_a_bare_ampersand_stays_in_its_address_wherever_the_pieces_end(make_fetched, monkeypatch, before):
    monkeypatch.setattr(sitemap_files._Source, "read", _in_pieces(sitemap_files._Source.read))
    body = urlset(url(f"/{'x' * before}?a=1&b=2&amp;c=3&#38;d=4"), url("/b"))
    first, second = entries(make_fetched, body)
    assert first.loc == f"{HOME}/{'x' * before}?a=1&b=2&c=3&d=4"
    assert second.loc == f"{HOME}/b"


def _in_pieces(read):
    return lambda self, size: read(self, min(size, 40))


def test_a_comment_after_the_last_entry_does_no_harm(make_fetched):
    assert len(entries(make_fetched, urlset(url("/a?x&y")) + b"<!-- dibuat oleh sebuah plugin -->")) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<html><body><p>Beranda</p></body></html>",
        b"<!DOCTYPE html><html></html>",
        b"{}",
        b"<rss><channel/></rss>",
        b"\x1f\x8bxx",
        b"\x00" * 50,
    ],
)
def test_what_is_no_sitemap_is_refused(make_fetched, body):
    with pytest.raises(CollectError, match="not a sitemap") as error:
        entries(make_fetched, body)
    assert error.value.outcome is Outcome.NOT_A_PAGE


def bomb():
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY l0 "lol">{layers}]>'
        + urlset(url("/&l11;")).decode().partition("?>")[2]
    )


def test_an_entity_bomb_is_refused_in_any_encoding(make_fetched):
    for body in (bomb().encode(), bomb().encode("utf-16")):
        with pytest.raises(CollectError, match="entities"):
            entries(make_fetched, body)


def test_an_entity_bomb_after_a_long_comment_does_not_go_off(make_fetched):
    hidden = bomb().replace("<!DOCTYPE", f"<!--{'x' * 10_000}--><!DOCTYPE", 1)
    try:
        got = entries(make_fetched, hidden.encode())
    except CollectError as error:
        assert error.outcome is Outcome.NOT_A_PAGE
    else:
        assert all(len(one.loc) < 1000 for one in got)


def test_files_of_this_machine_stay_closed(make_fetched, tmp_path):
    secret = tmp_path / "rahasia"
    secret.write_text("rahasia")
    body = (
        f'<?xml version="1.0"?><!--{"x" * 5000}--><!DOCTYPE urlset [<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
        + urlset(url("/&f;")).decode().partition("?>")[2]
    )
    try:
        got = entries(make_fetched, body.encode())
    except CollectError:
        got = []
    assert not any("rahasia" in one.loc for one in got)


def test_a_packed_bomb_is_stopped(make_fetched, monkeypatch):
    monkeypatch.setattr(sitemap_files, "MOST_UNPACKED", 2**20)
    packed = gzip.compress(urlset(url("/a")) + b" " * (20 * 2**20))
    tracemalloc.start()
    try:
        with pytest.raises(CollectError) as error:
            entries(make_fetched, packed)
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    finally:
        tracemalloc.stop()
    assert error.value.outcome is Outcome.TOO_LARGE


def test_a_packed_sitemap_that_breaks_off_counts_as_far_as_it_goes(make_fetched):
    packed = gzip.compress(urlset(*(url(f"/{n}-{hash(n * 7919)}") for n in range(5000))))
    assert len(entries(make_fetched, packed[: len(packed) // 2])) > 100
