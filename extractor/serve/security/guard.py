"""The guard before the pages: no request reaches them that it does not let through."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.serve.problems import Problem
from extractor.serve.responses import problem_response
from extractor.serve.security.headers import PREFLIGHT, secure, share
from extractor.serve.security.rate import Buckets, Slots
from extractor.serve.security.sessions import COOKIE, CSRF_FIELD, CSRF_HEADER, LASTS, Sessions, Visitor
from extractor.serve.settings import Settings, is_loopback

SESSION_PATH: Final = "/session"
"""Where people say who they are; open to everybody."""
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:]+)(?::\d{1,5})?")
_LARGEST_BODY: Final = 1_000_000  # bytes
_FORM: Final = "application/x-www-form-urlencoded"


class Guard:
    """Checks host, rate, who asks and what is written, and puts headers on every answer.

    Args:
        app: what it guards.
        settings: how it is served.
        sessions: that read the cookies.
        slots: where it is counted how often clients asked; of this process alone if not given.
    """

    def __init__(self, app: ASGIApp, settings: Settings, sessions: Sessions, slots: Slots | None = None) -> None:
        self._app, self._settings, self._sessions = app, settings, sessions
        self._buckets = Buckets(settings.requests_a_second, settings.burst, key=settings.secret, slots=slots)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an ASGI request, or hand it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        visitor = self._sessions.visitor(request)
        scope.setdefault("state", {})["visitor"] = visitor

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                secure(headers, self._settings)
                if _is_api(request):
                    share(headers, request.headers.get("origin"), self._settings)
                elif self._greets(visitor, headers):
                    headers.append("set-cookie", self.set_cookie(visitor))
            await send(message)

        try:
            body = await self._checked(request, visitor)
        except Problem as problem:
            answer = self._sent_to_sign_in(request) if problem.status == 401 else None
            await (answer or problem_response(request, problem))(scope, receive, sending)
            return
        if request.method == "OPTIONS" and _is_api(request):
            await Response(status_code=204, headers=PREFLIGHT if self._settings.cors else {"allow": "GET, HEAD"})(
                scope, receive, sending
            )
            return
        await self._app(scope, receive if body is None else _replayed(body, receive), sending)

    def set_cookie(self, visitor: Visitor) -> str:
        """The header that gives a browser its session."""
        secured = "; Secure" if (self._settings.origin or "").startswith("https:") else ""
        return f"{COOKIE}={self._sessions.cookie(visitor)}; Path=/; Max-Age={LASTS}; HttpOnly; SameSite=Lax{secured}"

    async def _checked(self, request: Request, visitor: Visitor) -> bytes | None:
        """Let a request through, with the body that was read to check it, or raise the `Problem`."""
        if not self._knows_host(request):
            raise Problem(
                400, "host", "The page is not served under this name. Use the address that the program printed."
            )
        wait = self._buckets.wait(request.client.host if request.client else "")
        if wait:
            raise Problem(429, "rate", f"Too many requests. Ask again in {wait} s.", {"retry-after": str(wait)})
        path = request.url.path
        if (
            not visitor.is_in
            and path != SESSION_PATH
            and not path.startswith("/static/")
            and request.method != "OPTIONS"
        ):
            raise Problem(
                401,
                "token",
                "Send the token as `Authorization: Bearer …`, or sign in at /session.",
                {"www-authenticate": "Bearer"},
            )
        if request.method in _READS:
            return None
        if self._settings.read_only and path != SESSION_PATH:
            raise Problem(403, "read_only", "Nothing can be changed here: the store is served to be read.")
        self._check_origin(request)
        body = await _body(request)
        if not visitor.by_header and not self._sessions.is_csrf(visitor, _csrf_of(request, body)):
            raise Problem(403, "csrf", "The request does not come from a page of this program. Load the page anew.")
        return body

    def _knows_host(self, request: HTTPConnection) -> bool:
        """Names that a strange page could let point to this machine are known by nobody who needs no token."""
        settings = self._settings
        if settings.token is not None and settings.origin is None:
            return True
        told = request.headers.get("host", "").lower()
        found = _HOST.fullmatch(told)
        name = found[1] if found else ""
        if is_loopback(name) or name.strip("[]") == settings.host.lower():
            return True
        return settings.origin is not None and told in _hosts(settings.origin)

    def _check_origin(self, request: Request) -> None:
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        own = {f"{request.url.scheme}://{request.headers.get('host', '')}".lower()}
        if self._settings.origin is not None:
            own.add(self._settings.origin)
        if (origin is not None and origin.lower() not in own) or site in ("cross-site", "same-site"):
            raise Problem(403, "origin", "The request comes from a page of another site.")

    def _sent_to_sign_in(self, request: Request) -> Response | None:
        if _is_api(request) or request.method not in _READS:
            return None
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{SESSION_PATH}?next={quote(wanted, safe='/')}", 303)

    def _greets(self, visitor: Visitor, headers: MutableHeaders) -> bool:
        """Does the answer give the browser its session? Only pages on which it may do something."""
        if not visitor.is_new or "set-cookie" in headers:
            return False
        needed = self._settings.token is not None or not self._settings.read_only
        return needed and headers.get("content-type", "").startswith("text/html")


def _hosts(origin: str) -> set[str]:
    scheme, _, host = origin.partition("://")
    default = ":443" if scheme == "https" else ":80"
    return {host, f"{host}{default}", host.removesuffix(default)}


def _is_api(request: HTTPConnection) -> bool:
    return request.url.path.startswith("/api/")


async def _body(request: Request) -> bytes:
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > _LARGEST_BODY:
            raise Problem(413, "too_large", f"The request holds more than {_LARGEST_BODY} bytes.")
        pieces.append(piece)
    return b"".join(pieces)


def _csrf_of(request: Request, body: bytes) -> str | None:
    told = request.headers.get(CSRF_HEADER)
    if told is not None or not request.headers.get("content-type", "").startswith(_FORM):
        return told
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=1000)
    except ValueError:
        return None
    return fields.get(CSRF_FIELD, [None])[-1]


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Hand a body on that has been read."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
