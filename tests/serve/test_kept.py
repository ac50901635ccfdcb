"""Answers are kept while the store stays as it is, and nobody is ever shown what is no longer so, or what is another's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")

from extractor.records import Record
from extractor.serve.kept import Answer, Answers, Keeping
from extractor.serve.pages import lists
from extractor.serve.security.sessions import Visitor
from extractor.serve.stores import Stores
from extractor.serve.view import View
from extractor.store import Store

ADDRESS = "http://127.0.0.1:8000"
TOKEN = "a-token-that-is-long-enough"  # noqa: S105 - of these tests


def csrf_on(page):
    """The token on a page."""
    return page.partition('name="csrf-token" content="')[2].partition('"')[0]


def settle(path, seconds):
    """Let the last change of a store lie so far back."""
    for name in (path, Path(f"{path}-wal")):
        if name.exists():
            at = name.stat().st_mtime_ns - seconds * 10**9
            os.utime(name, ns=(at, at))


@pytest.fixture
def store(writable):
    """A store that was not written to for a while."""
    settle(writable, 100)
    return writable


@pytest.fixture
def made(monkeypatch):
    """The addresses of pages that were made, in turn."""
    found = []
    page = View.page

    def noted(view, *arguments, **values):
        found.append(view.request.url.path)
        return page(view, *arguments, **values)

    monkeypatch.setattr(View, "page", noted)
    return found


def test_a_page_is_made_once_for_all_who_ask(browse, store, made):
    one, other = browse(store), browse(store)
    first = one.get("/events?type=meeting")
    assert one.get("/events?type=meeting").content == first.content
    assert made == ["/events"]
    one.cookies.clear()
    assert one.get("/events?type=meeting").status_code == 200
    assert made == ["/events"]
    assert other.get("/events?type=meeting").status_code == 200  # another process
    assert made == ["/events", "/events"]


def test_another_filter_language_or_name_of_the_site_is_another_page(browse, store, made):
    client = browse(store)
    asked = [
        ("/events", {}),
        ("/events?type=meeting", {}),
        ("/events?type=meeting&type=aid", {}),
        ("/events", {"accept-language": "en"}),
        ("/events", {"host": "localhost:8000"}),
    ]
    pages = [client.get(path, headers=headers).text for path, headers in asked for _ in range(2)]
    assert made == ["/events"] * len(asked)
    assert pages[::2] == pages[1::2]
    assert len(set(pages)) == len(asked) - 1  # no page says the name of the site, but feeds do
    assert '<html lang="en">' in pages[6] and '<html lang="id">' in pages[0]


def test_every_reader_of_a_kept_page_has_a_token_of_their_own(browse, store, made):
    client = browse(store)
    tokens = []
    for _ in range(3):
        client.cookies.clear()
        page = client.get("/events").text
        tokens.append(csrf_on(page))
        assert len(tokens[-1]) == 64 and page.count(tokens[-1]) == 1
        answer = client.post("/nothing", headers={"origin": ADDRESS, "x-csrf-token": tokens[-1]})
        assert answer.status_code == 404  # let through
        if len(tokens) > 1:
            answer = client.post("/nothing", headers={"origin": ADDRESS, "x-csrf-token": tokens[0]})
            assert answer.status_code == 403
    assert len(set(tokens)) == 3 and made == ["/events"]


def test_who_has_told_a_name_sees_it_and_nobody_else_does(browse, store, signed_in, made):
    client = browse(store)
    assert "Rina" not in client.get("/events").text
    signed_in(client)
    assert "Rina" in client.get("/events").text
    client.cookies.clear()
    assert "Rina" not in client.get("/events").text
    assert made.count("/events") == 2


def test_who_has_no_token_is_not_answered_with_what_another_asked(browse, store):
    client = browse(store, token=TOKEN, host="0.0.0.0")  # noqa: S104 - nothing is bound
    known = {"authorization": f"Bearer {TOKEN}"}
    for path in ("/events", "/api/v1/events"):
        assert [client.get(path, headers=known).status_code for _ in range(2)] == [200, 200]
        client.cookies.clear()
        assert client.get(path).status_code in (303, 401)


def test_a_new_run_is_seen_at_once_and_afterwards(browse, store):
    client = browse(store)
    with Store(store, read_only=True) as news:
        record = next(one for one in news.records() if one.events)
    paths = [f"/records/{record.id}", f"/api/v1/records/{record.id}", "/events?limit=200"]
    before = [client.get(path).text for path in paths for _ in range(2)]
    assert all("Judul yang lain" not in page for page in before)
    plain = record.model_dump(mode="json")
    plain["article"]["title"] = "Judul yang lain sama sekali"
    with Store(store) as news:
        news.upsert([Record.model_validate(plain)], news.begin_run("test"))
    for seconds in (0, 50):
        settle(store, seconds)
        for path in paths:
            assert [("Judul yang lain" in client.get(path).text) for _ in range(2)] == [True, True], path


def test_a_correction_is_seen_by_the_next_reader(browse, store, signed_in):
    client = browse(store)
    with Store(store, read_only=True) as news:
        record = next(one for one in news.records() if one.events)
    path = f"/api/v1/records/{record.id}/corrections"
    assert [client.get(path).json()["corrections"] for _ in range(2)] == [[], []]
    page = client.get(f"/records/{record.id}").text
    csrf = signed_in(client)
    marked = client.get(f"/records/{record.id}").text
    seen = marked.partition('name="seen" value="')[2].partition('"')[0]
    told = {"csrf": csrf, "action": "review", "seen": seen, "relevant": "1"}
    answer = client.post(f"/records/{record.id}/corrections", data=told, headers={"origin": ADDRESS})
    assert answer.status_code in (200, 303), answer.text
    client.cookies.clear()
    for seconds in (0, 50):
        settle(store, seconds)
        assert [one["action"] for one in client.get(path).json()["corrections"]] == ["review"]
        assert client.get(f"/records/{record.id}").text != page


def test_a_store_that_has_been_put_in_the_place_of_another_is_read(browse, store, hostile, made):
    client = browse(store)
    before = client.get("/events").text
    other = store.with_name("other.db")
    other.write_bytes(hostile.read_bytes())
    settle(other, 60)
    other.replace(store)
    assert client.get("/events").text != before
    assert made == ["/events", "/events"]


def test_an_answer_that_the_client_has_is_not_sent_again(browse, store):
    client = browse(store)
    for path in ("/api/v1/events?type=meeting", "/events.atom"):
        first = client.get(path)
        kept = client.get(path)
        assert (kept.content, kept.headers["etag"]) == (first.content, first.headers["etag"])
        again = client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert again.headers["x-content-type-options"] == "nosniff"
        assert client.get(path, headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_what_is_wrong_or_not_there_is_not_kept(browse, store, monkeypatch):
    client = browse(store)
    asked = []
    monkeypatch.setattr(lists, "story_rows", lambda store, keys: asked.append(keys) or ())
    assert [client.get("/stories/1").status_code for _ in range(2)] == [404, 404]
    assert asked == [[1], [1]]


def test_the_overview_is_made_anew_when_the_notes_of_collecting_change(browse, store, made):
    client = browse(store)
    assert [client.get("/").status_code for _ in range(2)] == [200, 200]
    assert made == ["/"]
    (store.parent / "state.sqlite3").write_bytes(b"")
    assert client.get("/").status_code == 200
    assert made == ["/", "/"]


def test_what_is_kept_takes_no_more_than_its_room_and_what_was_not_asked_for_goes():
    answers = Answers(most=100_000)
    assert answers.get("s", "none") is None
    for number in range(50):
        answers.keep("s", number, Answer((), b"x" * 6_000))
        assert answers.get("s", 0) is not None  # asked for all the time
    assert answers._size == sum(one.size for one in answers._kept.values()) <= 100_000
    assert answers.get("s", 1) is None and answers.get("s", 49) is not None
    answers.keep("s", "huge", Answer((), b"x" * 200_000))
    assert answers.get("s", "huge") is None and answers.get("s", 49) is not None


def test_an_answer_of_a_former_state_of_the_store_is_neither_given_nor_kept():
    answers = Answers()
    answers.get("old", 1)
    answers.keep("old", 1, Answer((), b"old"))
    assert answers.get("new", 1) is None
    answers.keep("old", 1, Answer((), b"old"))
    assert answers.get("new", 1) is None and answers.get("old", 1) is None


@pytest.mark.parametrize("answer", ["changing", "streamed", "cookie", "large", "plain"])
def test_only_whole_answers_of_a_store_that_stays_are_kept(store, answer):
    import asyncio

    asked, sent = [], []

    async def app(scope, receive, send):
        asked.append(scope["path"])
        headers = [(b"set-cookie", b"lang=en")] if answer == "cookie" else []
        body = b"x" * (1_000_001 if answer == "large" else 10)
        if answer == "changing":
            settle(store, 5)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if answer == "streamed":
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": body})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "scheme": "http", "path": "/events", "query_string": b"", "headers": []}
    keeping = Keeping(app, Stores(store), {})
    for _ in range(2):
        visitor = Visitor("session", None, True, "0" * 64)
        asyncio.run(keeping({**scope, "state": {"visitor": visitor}}, None, send))
    assert len(asked) == (1 if answer == "plain" else 2)
    assert [one["type"] for one in sent].count("http.response.start") == 2
