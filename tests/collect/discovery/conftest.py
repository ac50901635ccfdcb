"""Sites that answer in memory, and the same sites behind a real server and the real fetcher."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from extractor.collect.fetching import Fetcher, Kind
from extractor.collect.model import CollectError, Fetched, Outcome
from extractor.collect.settings import Settings
from extractor.knowledge.outlets import Outlet

NOW = datetime(2024, 6, 15, 3, 0, tzinfo=UTC)  # noon in Ambon
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """Paths and what they answer: bytes, or a function of the query; everything asked is kept in `asked`."""

    def __init__(self, pages: dict[str, object] | None = None) -> None:
        self.pages = dict(pages or {})
        self.asked: list[str] = []

    def answer(self, target: str) -> Answer:
        self.asked.append(target)
        parts = urlsplit(target)
        page = self.pages.get(target, self.pages.get(parts.path))
        if page is None:
            return 404, {"Content-Type": "text/html"}, b"<html>tidak ditemukan</html>"
        if isinstance(page, Callable):
            page = page(dict(parse_qsl(parts.query)))
        return page if isinstance(page, tuple) else (200, {"Content-Type": "text/xml"}, page)

    def get(self, url: str) -> Fetched:
        """As the fetcher does: what is missing or refused is raised, other statuses too, except what the REST interface says."""
        parts = urlsplit(url)
        status, headers, body = self.answer(parts.path + (f"?{parts.query}" if parts.query else ""))
        if status in (404, 410):
            raise CollectError(Outcome.GONE, url, f"status {status}")
        if status in (401, 403, 429):
            raise CollectError(Outcome.BLOCKED, url, f"status {status}")
        if status != 200:
            raise CollectError(Outcome.FAILED, url, f"status {status}")
        return fetched(url, body, headers)


def fetched(url: str, body: bytes, headers: dict[str, str] | None = None, status: int = 200) -> Fetched:
    return Fetched(
        url=url,
        final_url=url,
        status=status,
        reason="OK",
        headers=tuple((headers or {}).items()),
        body=body,
        raw_body=body,
        request_line="GET / HTTP/1.1",
        request_headers=(),
        fetched=NOW,
    )


@contextmanager
def served(site: Site):
    """The site behind a real server, and a real fetcher that may ask it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = site.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        with Fetcher(Settings(delay=0, retries=0, allow_private=True)) as fetcher:
            yield f"http://127.0.0.1:{server.server_port}", partial(fetcher.get, kind=Kind.LISTING)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def outlet(cms: str = "wordpress", **more: object) -> Outlet:
    """A paper in Ambon (WIT)."""
    return Outlet(**{"name": "Kabar", "domain": "kabar.example", "province": "81", "cms": cms, **more})


@pytest.fixture
def make_site():
    return Site


@pytest.fixture
def make_outlet():
    return outlet


@pytest.fixture
def make_fetched():
    return fetched


@pytest.fixture
def serve():
    """`with serve(site) as (base, get)`."""
    return served
