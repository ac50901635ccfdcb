"""Finished answers, kept while the store stays as it is: what many ask again and again is made once.

What an answer depends on is the store, the address, the language and, for a few addresses, something more (`also`). It depends on who asks
only in the token that forms send: a stand-in is written into the page in its place, which no reader ever sees, since each gets their own token
instead. Readers who have told a name see more of their own, and are not answered from here; nor is anybody while the store is being written.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.serve.responses import has_already, language_of
from extractor.serve.security.sessions import Visitor
from extractor.serve.stores import Stores

_MOST_BYTES: Final = 48_000_000
_LARGEST: Final = 1_000_000  # bytes of an answer
_OVERHEAD: Final = 4_000  # bytes that keeping an answer takes beside its body, address and headers
_LONGEST: Final = 2_000  # bytes of a query
_APART: Final = ("/session", "/static/", "/events/export")
"""Addresses that begin so are passed on: who somebody is, files that are in memory anyway, and files that bear the day they are made."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer: its headers as they were sent, its body with the stand-in for the reader's token."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.body) + _OVERHEAD


class Answers:
    """The answers of one state of the store, those asked for last; used by one thread.

    Args:
        most: bytes of all together.
    """

    def __init__(self, most: int = _MOST_BYTES) -> None:
        self._most, self._size = most, 0
        self._state: str | None = None
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, state: str, key: Hashable) -> Answer | None:
        """The answer for a key, if it was made of the store as it is."""
        if state != self._state:
            self._state, self._size = state, 0
            self._kept.clear()
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, state: str, key: Hashable, answer: Answer) -> None:
        """Keep an answer made of this state, if it is still that of the others; the one that was not asked for longest goes."""
        if state != self._state or answer.size > self._most:
            return
        former = self._kept.pop(key, None)
        self._size += answer.size - (former.size if former else 0)
        self._kept[key] = answer
        while self._size > self._most:
            _, gone = self._kept.popitem(last=False)
            self._size -= gone.size


class Keeping:
    """Answers from what is kept, or lets the pages answer and keeps that. Stands behind the guard, which decides who may read.

    Args:
        app: the pages.
        stores: that tell whether the store has changed.
        also: what else answers depend on, by path.
    """

    def __init__(self, app: ASGIApp, stores: Stores, also: Mapping[str, Callable[[], Hashable]]) -> None:
        self._app, self._stores, self._also = app, stores, also
        self._answers = Answers()
        self._stand_in = secrets.token_hex(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an ASGI request, or hand it on."""
        state = self._stores.state() if scope["type"] == "http" and _is_shared(scope) else None
        if state is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        visitor: Visitor = scope["state"]["visitor"]
        also = self._also.get(scope["path"])
        key = (
            scope["scheme"],
            request.headers.get("host"),
            scope["path"],
            scope["query_string"],
            language_of(request),
            also() if also else None,
        )
        found = self._answers.get(state, key)
        if found is not None:
            await self._send(found, request.headers, visitor, send)
            return

        def keep(answer: Answer) -> None:
            if self._stores.state() == state and (also is None or also() == key[-1]):
                self._answers.keep(state, key, answer)

        anybody = Visitor("", None, visitor.is_in, self._stand_in, visitor.by_header)
        made = _Made(send, self._stand_in.encode(), visitor.csrf.encode(), keep)
        await self._app({**scope, "state": {**scope["state"], "visitor": anybody}}, receive, made)

    async def _send(self, answer: Answer, headers: Headers, visitor: Visitor, send: Send) -> None:
        tag = Headers(raw=list(answer.headers)).get("etag")
        if tag is not None and has_already(headers, tag):
            await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", tag.encode("latin-1"))]})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": list(answer.headers)})
        body = answer.body.replace(self._stand_in.encode(), visitor.csrf.encode())
        await send({"type": "http.response.body", "body": body})


class _Made:
    """An answer on its way out: the reader's token goes into it, and if it came in one piece it is kept."""

    def __init__(self, send: Send, stand_in: bytes, token: bytes, keep: Callable[[Answer], None]) -> None:
        self._send, self._stand_in, self._token, self._keep = send, stand_in, token, keep
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        start, self._start = self._start, None
        if message["type"] == "http.response.body":
            body = bytes(message.get("body", b""))
            if start is not None and not message.get("more_body", False) and _may_stay(start, body):
                self._keep(Answer(tuple(start["headers"]), body))
            message = {**message, "body": body.replace(self._stand_in, self._token)}
        if start is not None:
            await self._send({**start, "headers": list(start["headers"])})
        await self._send(message)


def _is_shared(scope: Scope) -> bool:
    """May the answer be the same for others?"""
    visitor: Visitor = scope["state"]["visitor"]
    short = len(scope["path"]) + len(scope["query_string"]) <= _LONGEST
    return scope["method"] == "GET" and visitor.name is None and short and not scope["path"].startswith(_APART)


def _may_stay(start: Message, body: bytes) -> bool:
    names = {name.lower() for name, _ in start["headers"]}
    return start["status"] == 200 and b"set-cookie" not in names and len(body) <= _LARGEST
