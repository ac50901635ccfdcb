"""Nobody comes in, writes, or makes a browser run what they chose, who should not."""

from __future__ import annotations

import re

import pytest

from extractor.serve.pages.session import within
from extractor.serve.security.rate import Buckets
from extractor.serve.settings import Settings, SettingsError

ADDRESS = "http://127.0.0.1:8000"
SCRIPT = "<script>alert('x')</script>"
HANDLER = "\"'><img src=x onerror=alert(1)>"
TOKEN = "a-token-that-is-long-enough"  # noqa: S105 - of these tests
RUNNING_ADDRESS = re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE)
EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound


def csrf_on(page):
    """The token on a page."""
    return page.partition('name="csrf-token" content="')[2].partition('"')[0]


# where it listens --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.1.5", "news.example.org"])
def test_an_address_that_others_reach_needs_a_token_or_a_proxy(database, host):
    with pytest.raises(SettingsError, match="--token-file, or --behind-proxy"):
        Settings(database, host=host)
    assert Settings(database, host=host, token=TOKEN).requests_a_second > 0
    assert Settings(database, host=host, public_url="https://news.example.org").requests_a_second > 0


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.5.5.5"])
def test_this_machine_alone_needs_neither(database, host):
    assert Settings(database, host=host).requests_a_second == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "short"},
        {"public_url": "news.example.org"},
        {"public_url": "https://news.example.org/path"},
        {"cors": ("*",)},
        {"cors": ("https://a.example:99999",)},
        {"user_header": "X-User"},
        {"rate": -1.0},
    ],
    ids=str,
)
def test_settings_that_make_no_sense_are_refused(database, wrong):
    with pytest.raises(SettingsError):
        Settings(database, **wrong)


# who asks ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "", "[::1].evil.example"]
)
def test_a_name_that_somebody_lets_point_here_is_not_answered(client, host):
    answer = client.get("/events", headers={"host": host})
    assert answer.status_code == 400
    assert "not served under this name" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "LOCALHOST:1"])
def test_names_of_this_machine_are(client, host):
    assert client.get("/session", headers={"host": host}).status_code == 200


def test_without_the_token_pages_lead_to_the_form_and_the_api_says_so(browse, database):
    client = browse(database, token=TOKEN, host=EVERYWHERE)
    page = client.get("/events?type=meeting")
    assert (page.status_code, page.headers["location"]) == (303, "/session?next=/events%3Ftype%3Dmeeting")
    answer = client.get("/api/v1/events")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"] == "Bearer"
    for path in ("/api/v1/openapi.json", "/records/7cbc8a274cd45638", "/events/export", "/events.atom", "/nothing"):
        assert client.get(path).status_code in (303, 401), path
    assert client.get("/session").status_code == 200


@pytest.mark.parametrize("told", [f"Bearer {TOKEN}", f"bearer  {TOKEN} "])
def test_programs_send_the_token_in_a_header(browse, database, told):
    client = browse(database, token=TOKEN, host=EVERYWHERE)
    assert client.get("/api/v1/stats", headers={"authorization": told}).status_code == 200


@pytest.mark.parametrize("told", ["Bearer ", "Bearer wrong-token-of-some-length", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_what_is_not_the_token_does_not_let_in(browse, database, told):
    client = browse(database, token=TOKEN, host=EVERYWHERE)
    answer = client.get("/api/v1/stats", headers={"authorization": told.encode()})
    assert answer.status_code == 401


def test_people_give_the_token_once_and_are_let_in_until_it_changes(browse, database):
    client = browse(database, token=TOKEN, host=EVERYWHERE)
    page = client.get("/session?next=/stories").text
    wrong = client.post("/session", data={"csrf": csrf_on(page), "token": "wrong", "next": "/stories"})
    assert (wrong.status_code, "session" in wrong.cookies) == (403, False)
    right = client.post("/session", data={"csrf": csrf_on(page), "token": TOKEN, "name": "Rina", "next": "/stories"})
    assert (right.status_code, right.headers["location"]) == (303, "/stories")
    assert "HttpOnly" in right.headers["set-cookie"] and "samesite=lax" in right.headers["set-cookie"].lower()
    assert "Rina" in client.get("/stories").text
    again = browse(database, token=TOKEN, host=EVERYWHERE)  # the program starts anew
    again.cookies = client.cookies
    assert again.get("/stories").status_code == 200
    other = browse(database, token=TOKEN + "2", host=EVERYWHERE)
    other.cookies = client.cookies
    assert other.get("/stories").status_code == 303


def test_a_cookie_that_was_tampered_with_is_none(browse, database, signed_in):
    client = browse(database, token=TOKEN, host=EVERYWHERE)
    signed_in(client, token=TOKEN)
    cookie = client.cookies["session"]
    for bad in (cookie[:-2] + "xx", "x." + cookie.partition(".")[2], "", "a.b.c", cookie * 2):
        client.cookies.clear()
        client.cookies.set("session", bad)
        assert client.get("/stories").status_code == 303


def test_whoever_leaves_is_out(browse, database, signed_in):
    client = browse(database, token=TOKEN, host=EVERYWHERE)
    csrf = signed_in(client, token=TOKEN)
    assert client.post("/session", data={"csrf": csrf, "leave": "1"}).status_code == 303
    assert client.get("/stories").status_code == 303


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/\r\nX: y"]
)
def test_nobody_is_led_to_another_site(address):
    assert within(address) == "/"


def test_the_proxy_names_who_asks_and_nobody_else_does(browse, database):
    behind = browse(database, public_url="https://news.example.org", user_header="X-Remote-User")
    assert "Rina" in behind.get("/stories", headers={"x-remote-user": "Rina"}).text
    assert "Rina" not in browse(database).get("/stories", headers={"x-remote-user": "Rina"}).text
    assert behind.get("/stories", headers={"host": "news.example.org"}).status_code == 200
    assert behind.get("/stories", headers={"host": "other.example.org"}).status_code == 400


# writes ------------------------------------------------------------------------------------------------------------------


def test_a_write_needs_the_token_of_the_page(client, signed_in):
    csrf = signed_in(client)
    good = {"origin": ADDRESS, "x-csrf-token": csrf}
    assert client.post("/nothing", headers=good).status_code == 404  # the guard let it through
    assert client.post("/nothing", data={"csrf": csrf}, headers={"origin": ADDRESS}).status_code == 404
    for headers in ({}, {"x-csrf-token": "0" * 64}, {"x-csrf-token": "é".encode()}):
        answer = client.post("/nothing", headers={"origin": ADDRESS, **headers})
        assert answer.status_code == 403, headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
@pytest.mark.parametrize(
    "strange",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "https://127.0.0.1:8000"},
    ],
    ids=str,
)
def test_a_write_from_a_page_of_another_site_is_refused(client, method, strange, signed_in):
    csrf = signed_in(client)
    answer = client.request(method, "/session", headers={"x-csrf-token": csrf, **strange})
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_the_token_of_one_browser_is_none_of_another(browse, database, client, signed_in):
    other = browse(database)
    assert client.post("/nothing", headers={"origin": ADDRESS, "x-csrf-token": signed_in(other)}).status_code == 403


def test_a_program_with_the_token_of_the_api_needs_no_page(browse, database):
    client = browse(database, token=TOKEN, host=EVERYWHERE)
    assert client.post("/api/v1/nothing", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 404


def test_where_the_store_is_only_read_nothing_is_written(browse, database):
    client = browse(database, read_only=True)
    assert "session" not in client.get("/stories").cookies
    answer = client.post("/nothing", headers={"origin": ADDRESS, "x-csrf-token": csrf_on(client.get("/stories").text)})
    assert (answer.status_code, "served to be read" in answer.text) == (403, True)


def test_a_body_that_does_not_end_is_cut_off(client, signed_in):
    csrf = signed_in(client)
    answer = client.post("/session", content=b"x" * 1_000_001, headers={"origin": ADDRESS, "x-csrf-token": csrf})
    assert answer.status_code == 413


# answers -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/events", "/nothing", "/api/v1/events", "/api/v1/nothing", "/session", "/events.atom"]
)
def test_every_answer_forbids_what_is_not_ours(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


def test_other_sites_read_the_api_only_where_that_is_set(browse, database):
    asks = {"origin": "https://a.example"}
    assert "access-control-allow-origin" not in browse(database).get("/api/v1/stats", headers=asks).headers
    shared = browse(database, cors=("https://a.example",))
    assert shared.get("/api/v1/stats", headers=asks).headers["access-control-allow-origin"] == "https://a.example"
    assert shared.options("/api/v1/stats", headers=asks).status_code == 204
    other = shared.get("/api/v1/stats", headers={"origin": "https://b.example"}).headers
    assert "access-control-allow-origin" not in other
    assert "access-control-allow-origin" not in shared.get("/events", headers=asks).headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/static/x/..%2f..%2fsettings.py",
        "/static//etc/passwd",
        "/static/0000000000000000/base.css",
        "/records/..%2f..%2fetc%2fpasswd",
        "/stories/../../etc/passwd",
    ],
)
def test_no_address_reaches_a_file(client, path):
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert "root:" not in answer.text and "import" not in answer.text


def test_own_files_are_kept_for_a_year(client):
    page = client.get("/stories").text
    path = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in answer.headers["cache-control"]


def test_what_a_stranger_wrote_shows_as_text(browse, hostile):
    client = browse(hostile)
    ids = [one["id"] for one in client.get("/api/v1/records").json()["items"]]
    stories = [one["key"] for one in client.get("/api/v1/stories").json()["items"]]
    paths = ["/", "/events", "/stories", *(f"/records/{one}" for one in ids), *(f"/stories/{one}" for one in stories)]
    paths += [
        "/events?words=" + SCRIPT,
        "/events?person=" + HANDLER,
        "/events?outlet=" + SCRIPT,
        "/stories?area=" + HANDLER,
    ]
    shown = 0
    for path in paths:
        page = client.get(path).text
        assert "<script>alert" not in page and "<img src=x" not in page and not RUNNING_ADDRESS.search(page), path
        shown += "&lt;script&gt;alert(" in page
        assert client.get(path).headers["content-type"].startswith("text/html")
    assert shown >= 5
    feed = client.get("/events.atom").text
    assert "<script>" not in feed and "&lt;script&gt;" in feed


def test_a_paragraph_of_a_megabyte_shows_as_text(browse, hostile):
    client = browse(hostile)
    pages = [client.get(f"/records/{one['id']}").text for one in client.get("/api/v1/records").json()["items"]]
    assert max(page.count("&lt;b&gt;kata&lt;/b&gt;") for page in pages) >= 90_000


# how often ---------------------------------------------------------------------------------------------------------------


def test_a_client_that_asks_too_often_waits_and_others_do_not():
    now = 0.0
    buckets = Buckets(2.0, 5.0, clock=lambda: now)
    assert [buckets.wait("10.0.0.1") for _ in range(10)] == [0] * 10
    assert buckets.wait("10.0.0.1") == 1
    assert buckets.wait("10.0.0.2") == 0
    now = 1.0
    assert [buckets.wait("10.0.0.1") for _ in range(3)] == [0, 0, 1]


def test_a_customer_of_a_provider_is_one_client_whatever_the_address():
    buckets = Buckets(1.0, 1.0, clock=lambda: 0.0)
    assert buckets.wait("2001:db8::1") == 0
    assert buckets.wait("2001:db8::2") == 1
    assert buckets.wait("2001:db8:0:1::2") == 0


def test_many_clients_do_not_fill_the_memory():
    buckets = Buckets(1.0, 1.0, clock=lambda: 0.0)
    for number in range(12_000):
        buckets.wait(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(buckets._slots.values) == 2 * 65_536


def test_too_many_requests_are_told_when_to_come_again(browse, database):
    client = browse(database, rate=1.0, burst=2.0)
    answers = [client.get("/api/v1/stats") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[-1].headers["retry-after"] == "1"
    assert answers[-1].json()["code"] == "rate"
