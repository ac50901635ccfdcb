"""A local server that serves posts and every fault that a fetcher must outlive, and names for it that look public.

`FaultServer` listens on 127.0.0.1 and notes each request; `Names` (names.py) gives it names, so that a fetcher with
`resolve=names.resolve, connect=names.connect` believes to be on the internet. Tests load this file by `runpy.run_path`, or use the
fixtures of conftest.py, as nothing in this folder is a package.
"""

from __future__ import annotations

import http.server
import itertools
import runpy
import socket
import socketserver
import struct
import threading
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

_answers = runpy.run_path(str(Path(__file__).with_name("fault_answers.py")))
FAULTS, CHALLENGE, HTML, post = (_answers[name] for name in ("FAULTS", "CHALLENGE", "HTML", "post"))
gzip_bomb, brotli_bomb, PACKINGS = (_answers[name] for name in ("gzip_bomb", "brotli_bomb", "PACKINGS"))
OPEN_ROBOTS = b"User-agent: *\nDisallow: /forbidden\nSitemap: /sitemap.xml\n"


class Asked(NamedTuple):
    """One request as it came: header names in small letters, times by the monotonic clock; `end` is 0.0 until it is answered."""

    path: str
    host: str
    headers: dict[str, str]
    start: float
    end: float


class Page(NamedTuple):
    """A response that a test wants served."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)


class FaultServer(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """The server; a context manager, running from entry to exit.

    Attributes:
        robots: what /robots.txt gives; `None` is 404.
        pages: pages of the test's own, by path; before all others.
        asked: the requests so far, in the order in which they came.
        lag: seconds before each answer.
        drip: seconds between two bytes of a dripping answer.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *, lag: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.robots: Page | None = Page(OPEN_ROBOTS, headers=(("Content-Type", "text/plain"),))
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self.lag = lag
        self.drip = 0.02
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self.times: Counter[str] = Counter()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)  # without looking up its own name, which may take seconds
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients break off; that is what they are tested for."""

    def __enter__(self) -> FaultServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def url(self) -> str:
        """Address of its root, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def asked_for(self, path: str) -> list[Asked]:
        """The requests for one path (with its query)."""
        with self.lock:
            return [asked for asked in self.asked if asked.path == path]

    def paths(self) -> list[str]:
        """Paths of all requests in the order in which they came, robots.txt left out."""
        with self.lock:
            return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def pauses(self) -> list[float]:
        """Seconds from the end of each answer to the start of the next request; below zero if two were under way at once."""
        with self.lock:
            asked = sorted(self.asked, key=lambda one: one.start)
        return [after.start - before.end for before, after in itertools.pairwise(asked)]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultServer

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        server = self.server
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, headers.get("host", ""), headers, time.monotonic(), 0.0)
        with server.lock:
            place = len(server.asked)
            server.asked.append(asked)
            server.times[self.path] += 1
            self.number = server.times[self.path]
        try:
            server.closing.wait(server.lag)
            self._answer()
        except OSError:
            self.close_connection = True
        finally:
            with server.lock:
                if place < len(server.asked):  # a test may have emptied the list
                    server.asked[place] = asked._replace(end=time.monotonic())

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if self.path in self.server.pages:
            self.page(self.server.pages[self.path])
        elif path == "/robots.txt":
            self.page(self.server.robots or Page(b"", 404))
        else:
            first = path.strip("/").split("/")[0]
            FAULTS.get(first, _answers["nothing"])(self, path.strip("/").split("/")[1:])

    # What faults are made of

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}

    @property
    def host(self) -> str:
        return self.headers.get("Host", "")

    def head(self, status: int, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def page(self, page: Page) -> None:
        self.head(page.status, *page.headers, ("Content-Length", str(len(page.body))))
        self.wfile.write(page.body)

    def reply(self, body: bytes, *headers: tuple[str, str], status: int = 200, kind: str | None = HTML) -> None:
        self.page(Page(body, status, (*([("Content-Type", kind)] if kind else []), *headers)))

    def redirect(self, to: str, *headers: tuple[str, str], status: int = 302) -> None:
        self.reply(b"moved", ("Location", to), *headers, status=status)

    def reset(self) -> None:
        """End the connection so that the other side sees a reset."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.wfile.close()
        self.connection.close()
        self.close_connection = True

    def until_gone(self, data: bytes) -> None:
        """Send the bytes one by one, over and over, until the client or the server goes."""
        place = 0
        while not self.server.closing.wait(self.server.drip):
            self.wfile.write(data[place : place + 1])
            place = (place + 1) % len(data)
        self.close_connection = True
