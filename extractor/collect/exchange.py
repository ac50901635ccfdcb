"""One request and its response, read to its end and judged."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import environ
from urllib.parse import urljoin, urlsplit

import requests
from requests.cookies import RequestsCookieJar
from requests.utils import get_environ_proxies, select_proxy
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from extractor.collect.addresses import Guard, Target, UnsafeAddress
from extractor.collect.answers import (
    ACCEPT,
    PASSING,
    REDIRECTS,
    Kind,
    is_challenge,
    is_wanted,
    looks_like_html,
    retry_after,
    shut_interface,
)
from extractor.collect.hosts import Host, Interrupted
from extractor.collect.model import CollectError, Fetched, Outcome, Validators
from extractor.collect.reading import PIECE, BrokenBody, TooLarge, read_body
from extractor.collect.robots import MOST_BYTES as MOST_ROBOTS
from extractor.collect.settings import Settings
from extractor.collect.wire import Line, Lines

MOST_SIGNS = 64 * 1024
"""Bytes of an error page that are read to see whether it is a challenge."""

_NO_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
_MAIL = re.compile(r"[^@\s/:<>]+@[^@\s/:<>]+")
_UNSENDABLE = re.compile(r"[^\x20-\x7e\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: one address, for one kind of content, perhaps only if it has changed.

    `cookies` are those of this address's redirects so far; they live no longer, so that each post is read by a stranger.
    """

    target: Target
    kind: Kind
    validators: Validators | None = None
    cookies: RequestsCookieJar = field(default_factory=RequestsCookieJar)


@dataclass(frozen=True, slots=True)
class Moved:
    """A redirect to another address."""

    url: str


class Unanswered(CollectError):  # noqa: N818
    """There was no response at all, so nothing that the host said."""


class Passing(Exception):  # noqa: N818
    """A failure that may pass.

    Attributes:
        outcome: what it is if it does not.
        reason: in a few words.
        wait: seconds that the server asks to wait, if it says so.
        answered: whether there was a response at all.
    """

    def __init__(self, outcome: Outcome, reason: str, *, wait: float | None = None, answered: bool = True) -> None:
        super().__init__(reason)
        self.outcome, self.reason, self.wait, self.answered = outcome, reason, wait, answered


class Exchanges:
    """Sends requests and reads responses, within the limits of the settings; safe to use from several threads."""

    def __init__(self, settings: Settings, guard: Guard, lines: Lines, stop: threading.Event) -> None:
        self._settings = settings
        self._guard = guard
        self._lines = lines
        self._stop = stop

    def run(self, ask: Ask, host: Host) -> Fetched | Moved:
        """Ask once; to be called in the host's turn.

        Raises:
            CollectError: for an answer that will not change by asking again.
            Passing: for a failure that may pass.
            Interrupted: when the run is to stop.
        """
        request = self._prepare(ask)
        line = self._lines.own()
        answered = False
        with line.exchange(self._settings.patience):
            try:
                host.requests += 1
                response = self._send(line, request, ask.target)
                answered = True
                host.answered()
                with closing(response):
                    answer = self._read(ask, request, response)
            except UnsafeAddress as error:
                host.requests -= 1
                raise CollectError(Outcome.UNSAFE, ask.target.url, str(error)) from error
            except TooLarge as error:
                raise CollectError(Outcome.TOO_LARGE, ask.target.url, str(error)) from error
            except (CollectError, Passing):
                self._check_cut(line, ask, answered=answered)
                raise
            except (requests.RequestException, HTTPError, OSError, BrokenBody) as error:
                self._check_cut(line, ask, answered=answered)
                raise self._failure(error, ask, answered=answered) from error
            # Headers, and a body without a length, look whole when they are cut.
            self._check_cut(line, ask, answered=True)
        return answer

    def _check_cut(self, line: Line, ask: Ask, *, answered: bool) -> None:
        if self._stop.is_set():
            raise Interrupted
        if line.cut:
            reason = f"not at its end after {self._settings.patience:g} s"
            raise (CollectError if answered else Unanswered)(Outcome.FAILED, ask.target.url, reason)

    def _prepare(self, ask: Ask) -> requests.PreparedRequest:
        headers = {
            "User-Agent": _UNSENDABLE.sub("?", self._settings.user_agent),
            "Accept": ACCEPT[ask.kind],
            "Accept-Language": "id,en;q=0.5",
            "Accept-Encoding": "gzip, deflate, br",
        }
        contact = (self._settings.contact or "").removeprefix("mailto:")
        if _MAIL.fullmatch(contact) and not _UNSENDABLE.search(contact):
            headers["From"] = contact
        known = ask.validators or Validators()
        for name, value in (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)):
            if value and not _UNSENDABLE.search(value):
                headers[name] = value.strip()
        try:
            return requests.Request("GET", ask.target.url, headers=headers, cookies=ask.cookies).prepare()
        except (requests.RequestException, ValueError) as error:
            raise CollectError(Outcome.UNSAFE, ask.target.url, "cannot be read as a web address") from error

    def _send(self, line: Line, request: requests.PreparedRequest, target: Target) -> requests.Response:
        proxies = get_environ_proxies(target.url)
        if select_proxy(target.url, proxies):
            self._guard.check(target.name, target.port)
        bundle = environ.get("REQUESTS_CA_BUNDLE") or environ.get("CURL_CA_BUNDLE") or True
        timeout = (self._settings.timeout, self._settings.timeout)
        return line.adapter.send(request, stream=True, timeout=timeout, verify=bundle, proxies=proxies)

    def _read(self, ask: Ask, request: requests.PreparedRequest, response: requests.Response) -> Fetched | Moved:
        status, headers, url = response.status_code, response.headers, ask.target.url
        fetched = datetime.now(UTC)
        peer = getattr(getattr(response.raw, "connection", None), "peer", None)
        ask.cookies.update(response.cookies)
        if status in REDIRECTS and "location" in headers:
            _drain(response)
            return Moved(_joined(request.url or url, headers["location"]))
        packed, plain = b"", b""
        if self._has_content(ask, response):
            cut = ask.kind is Kind.ROBOTS
            most = min(MOST_ROBOTS, self._settings.most_bytes) if cut else self._settings.most_bytes
            if not cut and _declared(headers) > most:
                raise TooLarge(f"{_declared(headers)} bytes, more than {most}")
            body = read_body(_pieces(response.raw), headers.get("content-encoding"), most, cut=cut)
            packed, plain = body.packed, body.plain
            if is_challenge(headers, plain):
                raise CollectError(Outcome.BLOCKED, url, "a challenge page")
            if not plain and ask.kind in (Kind.PAGE, Kind.LISTING):
                raise Passing(Outcome.FAILED, "is empty")
            if ask.kind is Kind.PAGE and not headers.get("content-type") and not looks_like_html(plain):
                raise CollectError(Outcome.NOT_A_PAGE, url, "has no type and does not look like HTML")
        else:
            _drain(response)
        return Fetched(
            url=url,
            final_url=request.url or url,
            status=status,
            reason=response.reason or "",
            headers=tuple(response.raw.headers.items()),
            body=plain,
            raw_body=packed,
            request_line=f"GET {request.path_url} HTTP/1.1",
            request_headers=(("Host", urlsplit(request.url or url).netloc), *_sent(request)),
            fetched=fetched,
            ip=peer,
        )

    def _has_content(self, ask: Ask, response: requests.Response) -> bool:
        """Is there a body of the kind asked for? False for an answer without one that is an answer.

        Raises:
            CollectError: for every other answer that will not change.
            Passing: for one that may.
        """
        status, headers, url = response.status_code, response.headers, ask.target.url
        if is_challenge(headers, b""):
            raise CollectError(Outcome.BLOCKED, url, "a challenge page")
        if status == 304 and ask.validators:
            return False
        if status == 429:
            wait = retry_after(headers.get("retry-after"))
            if wait is None:
                raise CollectError(Outcome.BLOCKED, url, "status 429")
            raise Passing(Outcome.BLOCKED, "status 429", wait=wait)
        if status in PASSING:
            if is_challenge(headers, _signs(response)):
                raise CollectError(Outcome.BLOCKED, url, "a challenge page")
            raise Passing(Outcome.FAILED, f"status {status}", wait=retry_after(headers.get("retry-after")))
        if ask.kind is Kind.ROBOTS and 400 <= status < 500:
            if is_challenge(headers, _signs(response)):
                raise CollectError(Outcome.BLOCKED, url, "a challenge page in place of robots.txt")
            return False
        if status in (401, 403):
            if ask.kind is Kind.LISTING and (code := shut_interface(headers.get("content-type"), _signs(response))):
                raise CollectError(Outcome.DISALLOWED, url, f"the site's interface is shut: {code}")
            raise CollectError(Outcome.BLOCKED, url, f"status {status}")
        if status in (404, 410):
            raise CollectError(Outcome.GONE, url, f"status {status}")
        if status not in (200, 203):
            raise CollectError(Outcome.FAILED, url, f"status {status}")
        content_type = headers.get("content-type")
        if not is_wanted(ask.kind, content_type, urlsplit(url).path):
            raise CollectError(Outcome.NOT_A_PAGE, url, f"is {content_type}")
        return True

    def _failure(self, error: Exception, ask: Ask, *, answered: bool) -> CollectError | Passing:
        root = _root(error)
        text = str(error)
        if isinstance(root, socket.gaierror) and root.errno in _NO_NAME:
            return Unanswered(Outcome.FAILED, ask.target.url, "no host of that name")
        if "CERTIFICATE_VERIFY_FAILED" in text:
            return Unanswered(Outcome.FAILED, ask.target.url, "its certificate is not valid")
        if isinstance(error, BrokenBody):
            reason = str(error)
        elif isinstance(root, TimeoutError):
            reason = f"silent for {self._settings.timeout:g} s"
        elif isinstance(root, OSError) and root.strerror:
            reason = root.strerror.lower()
        else:
            reason = "broken off" if answered else "no proper answer"
        return Passing(Outcome.FAILED, reason, answered=answered)


def _root(error: BaseException) -> BaseException:
    """The first cause: requests wraps urllib3's errors, and these those of sockets."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error


def _pieces(raw: BaseHTTPResponse) -> Iterator[bytes]:
    """The body as it comes, still packed: what is there is taken, so that a slow body does not hide behind a full piece."""
    while piece := raw.read1(PIECE, decode_content=False):
        yield piece


def _drain(response: requests.Response) -> None:
    """Read a short body that nobody needs, as only then the connection can be used again."""
    short = "content-length" in response.headers and _declared(response.headers) <= MOST_SIGNS
    if short or response.status_code == 304:
        _signs(response)


def _signs(response: requests.Response) -> bytes:
    try:
        pieces = _pieces(response.raw)
        return read_body(pieces, response.headers.get("content-encoding"), MOST_SIGNS, cut=True).plain
    except (HTTPError, OSError, BrokenBody):  # the status says enough
        return b""


def _declared(headers: Mapping[str, str]) -> int:
    length = headers.get("content-length", "")
    return int(length[:18]) if length.isascii() and length.isdigit() else 0


def _joined(base: str, location: str) -> str:
    with suppress(
        UnicodeError
    ):  # headers are read as Latin-1, but addresses in them are UTF-8 where they are not ASCII
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, location.strip())
    except ValueError:
        return location


def _sent(request: requests.PreparedRequest) -> Iterator[tuple[str, str]]:
    for name, value in request.headers.items():
        yield name, value.decode("latin-1") if isinstance(value, bytes) else value
