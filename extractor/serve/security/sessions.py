"""Who asks: a signed cookie, a token of the API, or what a reverse proxy says."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from typing import Final

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection

from extractor.run.terminal import printable
from extractor.serve.settings import Settings

COOKIE: Final = "session"
"""Name of the cookie."""
CSRF_HEADER: Final = "x-csrf-token"
"""Header, in small letters, in which scripts send the token of the session."""
CSRF_FIELD: Final = "csrf"
"""Field of forms that holds it."""

LASTS: Final = 30 * 24 * 3600  # seconds
LONGEST_NAME: Final = 80  # characters


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    Attributes:
        session: random id of the browser's session.
        name: as given, or as the proxy says it; `None` if not told.
        is_in: may the pages be seen?
        csrf: token that forms and scripts of our own pages send with every write.
        by_header: did the request bear the token of the API, which no strange page can send?
        is_new: has the browser no session yet?
    """

    session: str
    name: str | None
    is_in: bool
    csrf: str
    by_header: bool = False
    is_new: bool = False


class Sessions:
    """Signs and reads the cookies of visitors.

    Args:
        settings: token and proxy.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        token = settings.token
        # From the token, so that nobody is asked again when the program starts anew and everybody when the token changes.
        self._key = hashlib.sha256(b"extractor serve\0" + token.encode()).digest() if token else settings.secret
        self._signed = URLSafeTimedSerializer(self._key, salt="session")

    def visitor(self, connection: HTTPConnection) -> Visitor:
        """Who sent a request."""
        settings = self._settings
        known = self._read(connection.cookies.get(COOKIE))
        session, name, is_in = known or (secrets.token_urlsafe(16), None, False)
        found = Visitor(session, name, settings.token is None or is_in, self._csrf(session), is_new=known is None)
        if settings.token is not None and self.is_token(_bearer(connection)):
            found = replace(found, is_in=True, by_header=True)
        if settings.user_header is not None:
            found = replace(found, name=clean_name(connection.headers.get(settings.user_header)))
        return found

    def is_token(self, told: str | None) -> bool:
        """Is it the token? Takes as long for a wrong one as for the right one."""
        token = self._settings.token or ""
        return bool(token) and hmac.compare_digest((told or "").encode("utf-8", "replace"), token.encode())

    def is_csrf(self, visitor: Visitor, told: str | None) -> bool:
        """Is it the token of the visitor's session?"""
        return hmac.compare_digest((told or "").encode("utf-8", "replace"), visitor.csrf.encode())

    def cookie(self, visitor: Visitor) -> str:
        """The value of the cookie."""
        told = self._signed.dumps([visitor.session, visitor.name, visitor.is_in and self._settings.token is not None])
        return told if isinstance(told, str) else told.decode()

    def entered(self, name: str | None) -> Visitor:
        """A visitor who has just come in: with a new session, so that nobody can have planted it."""
        session = secrets.token_urlsafe(16)
        return Visitor(session, name, True, self._csrf(session), is_new=True)

    def _read(self, cookie: str | None) -> tuple[str, str | None, bool] | None:
        if not cookie:
            return None
        try:
            session, name, is_in = self._signed.loads(cookie, max_age=LASTS)
        except (BadSignature, ValueError, TypeError):
            return None
        return str(session), None if name is None else str(name), bool(is_in)

    def _csrf(self, session: str) -> str:
        return hmac.new(self._key, f"csrf {session}".encode(), hashlib.sha256).hexdigest()


def clean_name(told: str | None) -> str | None:
    """A name on one line, without signs that command a terminal; `None` for none."""
    name = " ".join(printable(told or "").split())[:LONGEST_NAME]
    return name or None


def _bearer(connection: HTTPConnection) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
