"""Fetching: honest, polite, never led to where it must not go."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from extractor.collect.fetching import Kind, Stopped
from extractor.collect.model import CollectError, Outcome, Validators

PUBLIC = "http://kabar.example"


def refusal(fetcher, url, **kwargs):
    with pytest.raises(CollectError) as caught:
        fetcher.get(url, **kwargs)
    assert caught.value.url == url
    return caught.value


@pytest.fixture
def site(server, names):
    """A server that is on the public internet as far as a fetcher can see, as kabar.example."""
    names.add("kabar.example", server)
    return server


# What is sent and what is given back


def test_a_response_tells_what_was_asked_and_what_came(site, names, faults, fetcher):
    got = fetcher(allow_private=False).get(f"{PUBLIC}/packed/gzip?b=1#komentar")
    asked = site.asked_for("/packed/gzip?b=1")[0]
    assert got.url == f"{PUBLIC}/packed/gzip?b=1#komentar"
    assert got.final_url == f"{PUBLIC}/packed/gzip?b=1"
    assert (got.status, got.reason, got.redirects) == (200, "OK", 0)
    assert got.body == faults.post(1, "kabar.example")
    assert gzip.decompress(got.raw_body) == got.body
    assert got.header("CONTENT-encoding") == "gzip"
    assert got.request_line == "GET /packed/gzip?b=1 HTTP/1.1"
    assert {
        name.lower(): value for name, value in got.request_headers
    } == asked.headers  # as it was sent, no more, no less
    assert got.ip == names.connected[0]
    assert got.fetched.utcoffset().total_seconds() == 0


def test_we_say_who_we_are_and_how_to_reach_us(site, fetcher):
    fetcher(contact="redaksi@kabar.example").get(f"{PUBLIC}/posts/1")
    fetcher(contact="https://kabar.example/tentang").get(f"{PUBLIC}/posts/2")
    mail, web = site.asked_for("/posts/1")[0].headers, site.asked_for("/posts/2")[0].headers
    assert mail["user-agent"].startswith("bpjs-news-extractor/")
    assert mail["user-agent"].endswith(" (+redaksi@kabar.example)")
    assert mail["from"] == "redaksi@kabar.example"
    assert web["user-agent"].endswith(" (+https://kabar.example/tentang)")
    assert "from" not in web


def test_an_unchanged_page_is_not_sent_again(site, fetcher):
    fetching = fetcher()
    for path in ("/etag", "/last-modified"):
        first = fetching.get(PUBLIC + path)
        again = fetching.get(PUBLIC + path, validators=first.validators)
        assert (first.status, first.not_modified) == (200, False)
        assert (again.status, again.not_modified, again.body, again.raw_body) == (304, True, b"", b"")
    assert site.asked_for("/etag")[1].headers["if-none-match"] == '"v1"'
    assert "if-modified-since" in site.asked_for("/last-modified")[1].headers


def test_an_etag_that_changes_each_time_gives_the_page_again(site, fetcher):
    fetching = fetcher()
    first = fetching.get(f"{PUBLIC}/etag/changing")
    assert fetching.get(f"{PUBLIC}/etag/changing", validators=first.validators).body == first.body


def test_validators_that_cannot_be_sent_are_left_out(site, fetcher):
    got = fetcher().get(f"{PUBLIC}/etag", validators=Validators('"a\r\nX-Y: 1"', "\u2019"))
    assert got.status == 200
    assert not {"if-none-match", "if-modified-since", "x-y"} & set(site.asked_for("/etag")[0].headers)


def test_not_modified_is_no_answer_to_who_has_nothing(site, faults, fetcher):
    site.pages["/a"] = faults.Page(b"", 304)
    assert refusal(fetcher(), f"{PUBLIC}/a").outcome is Outcome.FAILED


def test_one_connection_serves_many_requests(site, names, fetcher):
    fetching = fetcher()
    for path in ("/posts/1", "/packed/gzip", "/chunked", "/hops/2", "/etag"):
        fetching.get(PUBLIC + path)
    fetching.get(f"{PUBLIC}/etag", validators=Validators('"v1"'))
    fetching.get(f"{PUBLIC}/posts/2")
    assert len(names.connected) == 1


def test_what_is_asked_for_decides_what_is_taken(site, fetcher):
    fetching = fetcher()
    assert refusal(fetching, f"{PUBLIC}/feed.xml").outcome is Outcome.NOT_A_PAGE
    assert b"<rss" in fetching.get(f"{PUBLIC}/feed.xml", kind=Kind.LISTING).body
    assert fetching.get(f"{PUBLIC}/sitemap.xml.gz", kind=Kind.LISTING).body.startswith(b"\x1f\x8b")
    assert refusal(fetching, f"{PUBLIC}/pdf", kind=Kind.LISTING).outcome is Outcome.NOT_A_PAGE
    assert fetching.get(f"{PUBLIC}/pdf", kind=Kind.ANY).body.startswith(b"%PDF")


# Redirects


def test_redirects_are_followed_and_counted(site, fetcher):
    got = fetcher().get(f"{PUBLIC}/hops/3")
    assert (got.redirects, got.url, got.final_url) == (3, f"{PUBLIC}/hops/3", f"{PUBLIC}/hops/0")
    assert got.request_line == "GET /hops/0 HTTP/1.1"


def test_there_are_only_so_many_and_no_circle(site, fetcher):
    fetching = fetcher(most_redirects=2)
    assert fetching.get(f"{PUBLIC}/hops/2").redirects == 2
    assert refusal(fetching, f"{PUBLIC}/hops/3").reason == "more than 2 redirects"
    assert refusal(fetcher(), f"{PUBLIC}/loop/a").reason == "redirects in a circle"
    assert site.paths().count("/loop/a") == 1


def test_a_cookie_lives_as_long_as_the_redirects_of_one_address(site, fetcher):
    fetching = fetcher()
    assert fetching.get(f"{PUBLIC}/cookie-gate").redirects == 1
    fetching.get(f"{PUBLIC}/posts/1")
    assert "cookie" not in site.asked_for("/posts/1")[0].headers


def test_an_address_in_utf8_is_led_to_as_it_was_meant(site, faults, fetcher):
    site.pages["/a"] = faults.Page(b"", 301, (("Location", "/posts/1?q=ketenagakerjaän".encode().decode("latin-1")),))
    assert fetcher().get(f"{PUBLIC}/a").final_url == f"{PUBLIC}/posts/1?q=ketenagakerja%C3%A4n"


# Safety


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/posts/1",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:{port}/posts/1",
        "http://[::ffff:127.0.0.1]:{port}/posts/1",
        "http://rumah.example/posts/1",  # resolves to 192.168.1.1
        "http://user@kabar.example/posts/1",
        "file:///etc/hostname",
        "ftp://kabar.example/a",
    ],
)
@pytest.mark.parametrize("redirected", [False, True])
def test_no_request_goes_to_what_is_not_public(site, names, fetcher, url, redirected):
    names.answer("rumah.example", ["192.168.1.1"])
    public = names.resolve("kabar.example", 80)
    target = url.format(port=site.port)
    fetching = fetcher(allow_private=False)
    assert refusal(fetching, f"{PUBLIC}/to?url={target}" if redirected else target).outcome is Outcome.UNSAFE
    assert set(names.connected) <= set(public)
    assert set(fetching.requests_to) <= {"kabar.example"}
    assert "/posts/1" not in site.paths()


def test_redirects_of_robots_txt_are_not_led_home_either(site, faults, names, fetcher):
    site.robots = faults.Page(b"", 302, (("Location", f"{site.url}/robots.txt"),))
    assert refusal(fetcher(allow_private=False), f"{PUBLIC}/posts/1").outcome is Outcome.UNSAFE
    assert "127.0.0.1" not in names.connected


def test_a_name_that_changes_its_answer_after_the_check_gains_nothing(site, names, fetcher):
    public = names.resolve("kabar.example", 80)
    names.answer("kabar.example", public, ["127.0.0.1"])
    fetching = fetcher(allow_private=False)
    fetching.get(f"{PUBLIC}/posts/1")
    fetching.get(f"{PUBLIC}/posts/2")  # on the connection that was checked
    assert names.connected == public
    other = fetcher(allow_private=False)  # has to connect anew
    assert refusal(other, f"{PUBLIC}/posts/3").outcome is Outcome.UNSAFE
    assert names.connected == public


def test_each_connection_is_checked_anew(site, names, fetcher):
    public = names.resolve("kabar.example", 80)
    names.answer("kabar.example", public, ["127.0.0.1"])
    fetching = fetcher(allow_private=False, retries=1)
    assert refusal(fetching, f"{PUBLIC}/reset").outcome is Outcome.UNSAFE  # its second try connects again
    assert names.connected == public


def test_if_one_address_does_not_answer_the_next_is_tried(site, names, fetcher):
    public = names.resolve("kabar.example", 80)
    names.answer("kabar.example", ["93.184.255.254", *public])  # nobody is at the first
    assert fetcher(allow_private=False).get(f"{PUBLIC}/posts/1").ip == public[0]


def test_a_proxy_of_the_environment_is_used_and_private_targets_are_not_handed_to_it(site, names, fetcher, monkeypatch):
    monkeypatch.setenv("http_proxy", site.url)
    fetching = fetcher(allow_private=False)
    assert fetching.get("http://kabar.example/posts/1").status == 200
    assert fetching.get("http://unknown-here.example/posts/2").status == 200  # the proxy may know it
    assert [asked.path for asked in site.asked if "posts" in asked.path] == [
        "http://kabar.example/posts/1",
        "http://unknown-here.example/posts/2",
    ]
    names.answer("rumah.example", ["192.168.1.1"])
    assert refusal(fetching, "http://rumah.example/posts/3").outcome is Outcome.UNSAFE
    assert refusal(fetching, "http://10.0.0.1/posts/3").outcome is Outcome.UNSAFE
    assert names.connected == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_certificate_must_be_for_the_name_though_the_connection_goes_to_an_address(
    server, names, fetcher, tmp_path, monkeypatch
):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", key, "-out", certificate, "-subj", "/CN=kabar.example", "-addext", "subjectAltName=DNS:kabar.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    asked_names: list[str | None] = []
    context.sni_callback = lambda sock, name, context: asked_names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    names.add("kabar.example", server)
    names.add("lain.example", server)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    fetching = fetcher(allow_private=False)
    assert fetching.get("https://kabar.example/posts/1").ip == names.connected[0]
    assert refusal(fetching, "https://lain.example/posts/1").reason.endswith("its certificate is not valid")
    assert asked_names == ["kabar.example", "lain.example"]
    assert fetching.requests_to == {"kabar.example": 2, "lain.example": 1}  # no second try


# Politeness


def test_one_host_is_asked_one_by_one_with_a_pause_from_end_to_start(servers, fetcher):
    site = servers(lag=0.03)
    fetching = fetcher(delay=0.06)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(fetching.get, [f"{site.url}/posts/{number}" for number in range(3)]))
    assert len(site.asked) == 4  # robots.txt was asked once
    assert min(site.pauses()) >= 0.055


def test_www_is_the_same_host_and_another_port_is_another(servers, names, fetcher):
    site = servers()
    names.add("kabar.example", site)
    names.add("www.kabar.example", site)
    fetching = fetcher(delay=0.05)
    for url in ("http://kabar.example/posts/1", "http://www.kabar.example/posts/2"):
        fetching.get(url)
    assert min(site.pauses()) >= 0.045
    assert fetching.requests_to == {"kabar.example": 4}
    start = time.monotonic()
    fetching.get(f"http://kabar.example:{site.port}/posts/3")
    assert fetching.requests_to[f"kabar.example:{site.port}"] == 2
    assert time.monotonic() - start < 0.5


def test_hosts_are_asked_at_the_same_time(servers, fetcher):
    sites = [servers(lag=0.1) for _ in range(8)]
    fetching = fetcher(delay=0.1)
    start = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fetching.get, [f"{site.url}/posts/1" for site in sites]))
    assert (
        time.monotonic() - start < 3 * 0.3
    )  # robots.txt, pause and post of one host take 0.3 s; of all in turn, 2.4 s


def test_tries_are_further_and_further_apart(server, fetcher):
    fetching = fetcher(delay=0.05, retries=2)
    assert refusal(fetching, f"{server.url}/status/500").reason == "status 500, 3 times"
    _, first, second = server.pauses()
    assert first >= 0.05
    assert second >= 0.1


def test_a_wait_asked_for_in_seconds_or_as_a_date_is_kept(servers, fetcher):
    waits = {"429?retry=1": 0.95, "503?retry=1": 0.95, "429?date=2": 0.9}  # a date has whole seconds
    sites = [servers() for _ in waits]
    fetching = fetcher()
    with ThreadPoolExecutor(len(waits)) as pool:
        urls = [f"{site.url}/status/{path}&times=1" for site, path in zip(sites, waits, strict=True)]
        assert [got.status for got in pool.map(fetching.get, urls)] == [200, 200, 200]
    for site, wait in zip(sites, waits.values(), strict=True):
        assert site.pauses()[-1] >= wait


@pytest.mark.parametrize("path", ["/status/429?retry=3600", "/status/503?retry=3600", "/status/429?date=3600"])
def test_a_wait_that_is_too_long_ends_the_run_of_the_host(server, fetcher, path):
    fetching = fetcher(most_wait=1.0)
    assert refusal(fetching, server.url + path).outcome is Outcome.BLOCKED
    assert fetching.is_left_alone(server.url)


@pytest.mark.parametrize(
    "path",
    [
        "/status/401",
        "/status/403",
        "/status/429",
        "/status/429?retry=0",
        "/challenge",
        "/challenge/200",
        "/challenge/503",
    ],
)
def test_a_host_that_does_not_want_us_is_left_alone(site, servers, names, fetcher, path):
    names.add("lain.example", servers())
    fetching = fetcher()
    assert refusal(fetching, PUBLIC + path).outcome is Outcome.BLOCKED
    sent = len(site.asked)
    assert refusal(fetching, "https://www.kabar.example/posts/1").outcome is Outcome.BLOCKED
    assert refusal(fetching, f"{PUBLIC}/posts/1").outcome is Outcome.BLOCKED
    assert len(site.asked) == sent
    assert fetching.is_left_alone("https://www.kabar.example/a")
    assert not fetching.is_left_alone("http://lain.example/")
    assert fetching.get("http://lain.example/posts/1").status == 200


def test_a_host_that_went_down_is_not_tried_to_the_end(server, fetcher):
    fetching = fetcher(retries=0)
    fetching.get(f"{server.url}/posts/1")
    for _ in range(3):
        assert refusal(fetching, f"{server.url}/reset-at-once").outcome is Outcome.FAILED
    assert fetching.is_left_alone(server.url)
    sent = len(server.asked)
    assert refusal(fetching, f"{server.url}/posts/2").outcome is Outcome.FAILED
    assert len(server.asked) == sent


# Stopping


@pytest.mark.parametrize("path", ["/posts/1", "/silent", "/drip", "/drip-open", "/drip-head", "/status/503?retry=60"])
def test_when_the_run_stops_waiting_and_reading_end_at_once(server, fetcher, path):
    stop = threading.Event()
    fetching = fetcher(stop=stop, delay=60.0 if path == "/posts/1" else 0.0, timeout=30.0, patience=60.0)
    threading.Timer(0.15, stop.set).start()
    start = time.monotonic()
    with pytest.raises(Stopped) as caught:
        fetching.get(server.url + path)
    assert time.monotonic() - start < 1.5
    assert (caught.value.outcome, caught.value.reason) == (Outcome.FAILED, "stopped")
    with pytest.raises(Stopped):
        fetching.get(f"{server.url}/posts/2")
    assert not fetching.is_left_alone(server.url)
