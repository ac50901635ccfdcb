"""robots.txt: read once a run, and kept to, also where a redirect leads."""

from __future__ import annotations

import pytest

from extractor.collect.fetching import Kind
from extractor.collect.model import CollectError, Outcome
from extractor.collect.robots import MOST_BYTES, Robots

AGENT = "bpjs-news-extractor"


def rules(text: str) -> Robots:
    return Robots.read(text.encode(), AGENT)


def outcome(fetcher, url, **kwargs):
    with pytest.raises(CollectError) as caught:
        fetcher.get(url, **kwargs)
    return caught.value.outcome


@pytest.fixture
def robots_page(faults, server):
    """Sets what the server's /robots.txt gives."""

    def serve(body: bytes, status: int = 200, *headers: tuple[str, str]) -> None:
        server.robots = faults.Page(body, status, (("Content-Type", "text/plain"), *headers))

    return serve


def test_rules_for_all_and_rules_of_our_own():
    assert not rules("User-agent: *\nDisallow: /").allowed("https://kabar.example/a")
    own = rules(f"User-agent: *\nDisallow: /\n\nUser-agent: {AGENT}\nDisallow: /cari\nCrawl-delay: 7")
    assert own.allowed("https://kabar.example/a")
    assert not own.allowed("https://kabar.example/cari?q=bpjs")
    assert own.crawl_delay == 7.0


def test_sitemaps_are_told():
    assert rules("Sitemap: https://kabar.example/peta.xml\nUser-agent: *\nAllow: /").sitemaps == (
        "https://kabar.example/peta.xml",
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "\n<!DOCTYPE html><html><pre>\nUser-agent: *\nDisallow: /\n</pre>",
        "\ufeff<html>\nUser-agent: *\nDisallow: /",
        "\x00\x01",
    ],
)
def test_what_holds_no_rules_closes_nothing(text):
    assert rules(text).allowed("https://kabar.example/a")
    assert rules(text).crawl_delay is None


def test_rules_after_the_limit_are_not_read():
    filler = "# catatan\n" * (MOST_BYTES // 10)
    assert rules(f"User-agent: *\nDisallow: /a\n{filler}\nDisallow: /b").allowed("https://kabar.example/b")


def test_it_is_asked_for_once_a_run_and_kept_to(server, fetcher):
    fetching = fetcher()
    assert fetching.get(f"{server.url}/posts/1").status == 200
    assert outcome(fetching, f"{server.url}/forbidden/1") is Outcome.DISALLOWED
    assert fetching.robots(f"{server.url}/x").sitemaps == ("/sitemap.xml",)
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/posts/1"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_host_without_one_is_open(server, robots_page, fetcher, status):
    robots_page(b"User-agent: *\nDisallow: /", status)
    assert fetcher().get(f"{server.url}/posts/1").status == 200


def test_an_html_page_in_its_place_holds_no_rules(server, faults, fetcher):
    server.robots = faults.Page(b"<!DOCTYPE html><html><body><p>Disallow: /</p></body></html>")
    assert fetcher().get(f"{server.url}/posts/1").status == 200


@pytest.mark.parametrize("status", [500, 503])
def test_a_host_that_cannot_say_is_closed_for_the_run(server, robots_page, fetcher, status):
    robots_page(b"", status)
    fetching = fetcher(retries=1)
    assert outcome(fetching, f"{server.url}/posts/1") is Outcome.DISALLOWED
    assert outcome(fetching, f"{server.url}/posts/2") is Outcome.DISALLOWED
    assert not fetching.robots(server.url).allowed(f"{server.url}/posts/1")
    assert server.paths() == []
    assert len(server.asked_for("/robots.txt")) == 2  # the two tries of the first time


def test_a_host_that_is_down_failed_and_has_said_nothing(server, fetcher):
    url = server.url
    server.server_close()
    assert outcome(fetcher(retries=0), f"{url}/posts/1") is Outcome.FAILED


def test_a_host_that_has_too_much_to_do_for_it_is_left_alone(server, robots_page, fetcher):
    robots_page(b"", 429)
    fetching = fetcher()
    assert outcome(fetching, f"{server.url}/posts/1") is Outcome.BLOCKED
    assert fetching.is_left_alone(server.url)


def test_a_challenge_in_its_place_blocks_the_host(server, faults, robots_page, fetcher):
    robots_page(faults.CHALLENGE, 403, ("cf-mitigated", "challenge"))
    fetching = fetcher()
    assert outcome(fetching, f"{server.url}/posts/1") is Outcome.BLOCKED
    assert fetching.is_left_alone(server.url)


def test_a_huge_one_is_read_to_its_limit(server, robots_page, fetcher):
    robots_page(b"User-agent: *\nDisallow: /posts/1\n" + b"# catatan\n" * 500_000 + b"Disallow: /posts/2\n")
    fetching = fetcher(most_bytes=MOST_BYTES * 2)
    assert outcome(fetching, f"{server.url}/posts/1") is Outcome.DISALLOWED
    assert fetching.get(f"{server.url}/posts/2").status == 200


def test_its_redirects_are_followed_and_it_holds_for_www_too(servers, names, faults, fetcher):
    bare, www = servers(), servers()
    bare.robots = faults.Page(b"", 301, (("Location", "http://www.kabar.example/robots.txt"),))
    www.robots = faults.Page(b"User-agent: *\nDisallow: /posts/2\n")
    names.add("kabar.example", bare)
    names.add("www.kabar.example", www)
    fetching = fetcher(allow_private=False)
    assert outcome(fetching, "http://kabar.example/posts/2") is Outcome.DISALLOWED
    assert outcome(fetching, "http://www.kabar.example/posts/2") is Outcome.DISALLOWED
    assert fetching.get("http://www.kabar.example/posts/1").status == 200
    assert fetching.requests_to == {"kabar.example": 3}


def test_one_that_leads_in_a_circle_is_none(server, robots_page, fetcher):
    robots_page(b"", 302, ("Location", "/robots.txt"))
    assert fetcher().get(f"{server.url}/posts/1").status == 200
    assert len(server.asked_for("/robots.txt")) == 6  # five redirects, as the standard has it


def test_rules_of_the_host_that_a_redirect_leads_to_hold(servers, names, fetcher):
    names.add("kabar.example", servers())
    other = servers()
    names.add("lain.example", other)
    url = "http://kabar.example/to?url=http://lain.example/forbidden/1"
    assert outcome(fetcher(allow_private=False), url) is Outcome.DISALLOWED
    assert [asked.path for asked in other.asked] == ["/robots.txt"]


def test_a_crawl_delay_goes_before_a_shorter_delay(server, robots_page, fetcher):
    robots_page(b"User-agent: *\nCrawl-delay: 0.15\n")
    fetching = fetcher(delay=0.01)
    for number in range(2):
        fetching.get(f"{server.url}/posts/{number}")
    assert min(server.pauses()) >= 0.14


def test_a_crawl_delay_does_not_shorten_the_delay(server, robots_page, fetcher):
    robots_page(b"User-agent: *\nCrawl-delay: 0.01\n")
    fetching = fetcher(delay=0.12)
    fetching.get(f"{server.url}/posts/1")
    assert min(server.pauses()) >= 0.11


def test_of_a_host_that_wants_more_time_than_we_have_only_the_listing_is_asked(server, robots_page, fetcher):
    robots_page(b"User-agent: *\nCrawl-delay: 86400\n")
    fetching = fetcher(most_delay=0.05)
    assert outcome(fetching, f"{server.url}/posts/1") is Outcome.DISALLOWED
    assert fetching.get(f"{server.url}/feed.xml", kind=Kind.LISTING).status == 200
    assert outcome(fetching, f"{server.url}/sitemap.xml.gz", kind=Kind.LISTING) is Outcome.DISALLOWED
    assert server.paths() == ["/feed.xml"]
