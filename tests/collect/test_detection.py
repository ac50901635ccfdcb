"""A site is looked at, and what it would be in the registry is proposed to a person."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime

import pytest

from extractor.collect.detection import propose
from extractor.collect.fetching import Stopped
from extractor.collect.front_page import guess_province
from extractor.collect.model import CollectError, Fetched, Outcome
from extractor.knowledge.outlets import registry_with

HEADLINES = "".join(f'<h2><a href="/berita/{n}">Bupati Serahkan Santunan ke Warga {n}</a></h2>' for n in range(12))
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title>'
    "<item><title>Santunan</title><link>https://a.example/1</link></item></channel></rss>"
)
SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>https://a.example/1</loc></url></urlset>"
)
REST = json.dumps([{"id": 1, "date": "2026-01-05T08:00:00", "link": "https://a.example/1"}])


def front(head="", body="", title="Kabar Tambora - Berita Nusa Tenggara Barat"):
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}{HEADLINES}</body></html>"


class Web:
    """Answers by address, a text or (text, address where a redirect ends), an `Outcome` or a status; 404 for all else."""

    def __init__(self, pages):
        self.pages, self.asked = pages, []

    def get(self, url):
        self.asked.append(url)
        found = self.pages.get(url, 404)
        if isinstance(found, Outcome):
            raise CollectError(found, url, "refused")
        text, final_url = found if isinstance(found, tuple) else (found, url)
        status, body = (text, b"") if isinstance(text, int) else (200, text.encode())
        return Fetched(
            url=url,
            final_url=final_url,
            status=status,
            reason="",
            headers=(),
            body=body,
            raw_body=body,
            request_line="",
            request_headers=(),
            fetched=datetime(2026, 1, 6, tzinfo=UTC),
        )


def proposed(pages, url):
    """The entry as the registry would read it, and the proposal."""
    found = propose(url, Web(pages).get)
    (entry,) = tomllib.loads(found.entry)["outlet"]
    return entry, found


@pytest.mark.parametrize(
    ("url", "head", "body", "cms"),
    [
        ("https://a.example", '<meta name="generator" content="WordPress 6.4.2">', "", "wordpress"),
        ("https://a.example", '<link rel="stylesheet" href="/wp-content/themes/wpberita/style.css">', "", "wordpress"),
        ("https://a.example", '<link rel="https://api.w.org/" href="https://a.example/wp-json/">', "", "wordpress"),
        ("https://a.example", '<meta content="blogger" name="generator">', "", "blogger"),
        ("https://kabar.blogspot.com", "", "", "blogger"),
        ("https://a.example", '<meta name="Generator" content="Drupal 9 (https://www.drupal.org)">', "", "drupal"),
        ("https://ende.antaranews.com", "", '<article class="simple-post">a</article>', "antara"),
        ("https://ende.tribunnews.com", '<script src="https://asset-1.tstatic.net/js/a.js"></script>', "", "tribun"),
        ("https://ende.disway.id", "", "", "disway"),
        ("https://harian.bacakoran.co", "", "", "disway"),
        ("https://a.example", '<link rel="preconnect" href="https://static.promediateknologi.id/x">', '<div class="latest__item"></div>', "promedia"),
        ("https://ende.jpnn.com", "", "", "jpnn"),
        ("https://ende.inews.id", "", "", "inews"),
        ("https://ende.viva.co.id", "", '<div class="article-list-row"></div>', "viva"),
        ("https://ende.bisnis.com", "", '<div class="artItem"></div>', "bisnis"),
        ("https://a.example", "", '<div class="artItem"></div>', "custom"),  # one class alone is no proof
        ("https://a.example", "", "", "custom"),
    ],
)  # fmt: skip
def test_the_family_is_told_from_host_generator_and_what_the_page_loads(url, head, body, cms):
    entry, found = proposed({url: (front(head, body), f"{url}/"), f"{url}/": front(head, body)}, url)
    assert (entry["cms"], entry["domain"]) == (cms, url.removeprefix("https://"))
    assert any("no known CMS family" in doubt for doubt in found.doubts) == (cms == "custom")


def wordpress(base="https://a.example"):
    head = (
        f'<meta name="generator" content="WordPress 6.4"><meta property="og:site_name" content="Kabar Tambora">'
        f'<link rel="https://api.w.org/" href="{base}/wp-json/">'
        f'<link rel="alternate" type="application/rss+xml" href="{base}/feed/">'
        f'<link rel="alternate" type="application/rss+xml" href="{base}/comments/feed/">'
    )
    about = {"name": "Kabar Tambora", "timezone_string": "Asia/Makassar", "gmt_offset": 8}
    return {
        f"{base}/": front(head),
        f"{base}/wp-json/wp/v2/posts?per_page=1&_fields=id,date,link": REST,
        f"{base}/wp-json/?_fields=name,timezone_string,gmt_offset": json.dumps(about),
        f"{base}/feed/": RSS,
        f"{base}/wp-sitemap.xml": SITEMAP,
        f"{base}/?s=BPJS+Ketenagakerjaan&orderby=date&order=desc&paged=1": front(),
    }


def test_a_wordpress_that_answers_in_every_way(tmp_path):
    pages = wordpress() | {"https://a.example": (wordpress()["https://a.example/"], "https://a.example/")}
    entry, found = proposed(pages, "a.example")
    assert entry == {
        "name": "Kabar Tambora",
        "domain": "a.example",
        "province": "52",
        "cms": "wordpress",
        "discover": ["wordpress", "feed", "listing", "sitemap"],
    }
    assert 'province = "52"  # Nusa Tenggara Barat, guessed from "Nusa Tenggara Barat"' in found.entry
    assert found.doubts == ()
    own = tmp_path / "own.toml"
    own.write_text(found.entry, encoding="utf-8")
    assert registry_with(own).by_domain("a.example").name == "Kabar Tambora"


def test_only_the_ways_that_answer_are_proposed():
    pages = wordpress()
    kept = {url: text for url, text in pages.items() if "wp-json/wp" not in url and "?s=" not in url}
    entry, found = proposed(kept, "https://a.example/")
    assert entry["discover"] == ["feed", "sitemap"]
    assert any("wp-json" in line and "404" in line for line in found.findings)


def test_a_closed_rest_api_does_not_make_a_site_one_that_refuses():
    pages = wordpress() | {"https://a.example/wp-json/wp/v2/posts?per_page=1&_fields=id,date,link": Outcome.BLOCKED}
    entry, found = proposed(pages, "https://a.example/")
    assert (entry["discover"], "status" in entry) == (["feed", "listing", "sitemap"], False)
    assert not any("refused" in doubt for doubt in found.doubts)


def test_a_site_in_a_folder_of_its_host():
    base = "https://www.kabupaten.example/berita"
    entry, _ = proposed(wordpress(base) | {base: (wordpress(base)[f"{base}/"], f"{base}/")}, base)
    assert (entry["domain"], entry["base"]) == ("kabupaten.example", base)
    assert entry["discover"] == ["wordpress", "feed", "listing", "sitemap"]
    assert "feed" not in entry


def test_the_address_of_a_post_leads_to_the_front_page():
    pages = wordpress() | {"https://a.example/2026/01/05/santunan/": wordpress()["https://a.example/"]}
    web = Web(pages)
    assert propose("https://a.example/2026/01/05/santunan/", web.get).domain == "a.example"
    assert web.asked[:2] == ["https://a.example/2026/01/05/santunan/", "https://a.example/"]


def test_what_is_unusual_stands_in_the_entry():
    head = (
        '<link rel="alternate" type="application/atom+xml" href="/berita/atom.xml">'
        '<link rel="sitemap" href="https://www.a.example/peta/berita.xml">'
    )
    form = '<form action="/temukan"><input type="hidden" name="x" value="1"><input type="text" name="kata"></form>'
    pages = {
        "https://www.a.example/": front(head, form),
        "https://www.a.example/berita/atom.xml": RSS,
        "https://www.a.example/peta/berita.xml": SITEMAP,
        "https://www.a.example/temukan?kata=BPJS+Ketenagakerjaan": front(),
    }
    entry, _ = proposed(pages, "https://www.a.example/")
    assert entry["discover"] == ["listing", "feed", "sitemap"]
    assert (entry["feed"], entry["sitemap"]) == ("/berita/atom.xml", "/peta/berita.xml")
    assert (entry["search"], entry["base"]) == ("/temukan?kata={query}", "https://www.a.example")


def test_sitemaps_that_robots_names_need_no_line_of_their_own():
    pages = {
        "https://a.example/": front(),
        "https://a.example/robots.txt": "User-agent: *\nCrawl-delay: 5\nSitemap: https://a.example/peta.xml\n",
        "https://a.example/peta.xml": SITEMAP,
    }
    entry, found = proposed(pages, "https://a.example/")
    assert (entry["discover"], "sitemap" in entry) == (["sitemap"], False)
    assert any("5 s between requests" in line for line in found.findings)


@pytest.mark.parametrize(
    ("outcome", "reason"), [(Outcome.BLOCKED, "refused"), (403, "HTTP 403"), (Outcome.DISALLOWED, "refused")]
)
def test_a_site_that_refuses_is_an_entry_that_says_so(outcome, reason):
    entry, found = proposed({"https://a.example": outcome}, "a.example")
    assert entry == {"name": "a.example", "domain": "a.example", "cms": "custom", "status": "refuses"}
    assert reason in found.entry
    assert "does not want to be read" in found.doubts[0]


@pytest.mark.parametrize(
    ("url", "answer", "doubt"),
    [
        ("a.example", Outcome.FAILED, "does not answer"),
        ("a.example", 500, "HTTP 500"),
        ("a.example", Outcome.UNSAFE, "does not answer"),
        ("a.example", '{"a": 1}', "no HTML"),
        ("a.example", "%PDF-1.4", "a PDF"),
        ("kabar daerah", "", "no web address"),
        ("", "", "no web address"),
    ],
)
def test_what_cannot_be_looked_at_gives_no_entry(url, answer, doubt):
    found = propose(url, Web({f"https://{url}": answer}).get)
    assert found.entry == ""
    assert doubt in found.doubts[0]


def test_a_site_without_news_is_doubted():
    page = "<!DOCTYPE html><html><head><title>Toko Jambi</title></head><body><a href='/'>Beli</a></body></html>"
    entry, found = proposed({"https://a.example/": page}, "https://a.example/")
    assert (entry.get("discover", []), entry["province"]) == ([], "15")
    assert any("is it a news site?" in doubt for doubt in found.doubts)
    assert any("no way to find its posts answered" in doubt for doubt in found.doubts)


def test_a_site_that_refuses_in_the_middle_is_left_alone():
    pages = dict.fromkeys(("https://a.example/feed", "https://a.example/rss"), Outcome.BLOCKED)
    web = Web({"https://a.example/": front()} | pages)
    found = propose("https://a.example/", web.get)
    assert any("refused in the middle" in doubt for doubt in found.doubts)
    assert web.asked[-1] == "https://a.example/feed"
    assert found.entry


def test_names_and_domains_already_listed_are_told():
    _, found = proposed({"https://terasmaluku.com/": front(title="Teras Maluku")}, "https://terasmaluku.com/")
    assert "terasmaluku.com is already listed as Teras Maluku" in found.doubts


def test_a_redirect_to_another_site_is_told():
    pages = {"https://lama.example": (front(), "https://baru.example/"), "https://baru.example/": front()}
    entry, found = proposed(pages, "lama.example")
    assert entry["domain"] == "baru.example"
    assert any("the site that answers is baru.example" in doubt for doubt in found.doubts)


def test_a_clock_that_does_not_fit_the_province_is_told():
    pages = wordpress()
    pages["https://a.example/"] = pages["https://a.example/"].replace("Nusa Tenggara Barat", "Maluku Utara")
    _, found = proposed(pages, "https://a.example/")
    assert "its clock is set to WITA, that of Maluku Utara is WIT" in found.doubts


def test_names_with_quotes_are_written_as_toml():
    entry, _ = proposed(
        {"https://a.example/": front('<meta property="og:site_name" content="Kabar &quot;Timur&quot; \\ Raya">')},
        "https://a.example/",
    )
    assert entry["name"] == 'Kabar "Timur" \\ Raya'


def test_a_stopped_run_stops():
    def stop(url):
        raise Stopped(url)

    with pytest.raises(Stopped):
        propose("https://a.example/", stop)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["Berita Kalteng hari ini"], "62"),
        (["Kabar dari Kepulauan Riau"], "21"),
        (["Papua Barat Daya Terkini"], "96"),
        (["kaltengpos.co"], "62"),
        (["sumbar.antaranews.com"], "13"),
        (["Maluku dan Papua"], None),
        (["Maluku, Maluku dan Papua"], "81"),
        (["Berita terbalik hari ini"], None),  # "bali" inside a word
        (["portal.example"], None),
        ([], None),
    ],
)
def test_the_province_is_guessed_from_what_a_site_says_of_itself(texts, code):
    assert guess_province(*texts)[0] == code
