"""What the head and the first bytes of a response say: a page, another kind of data, a challenge, wait and ask again."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

PASSING = frozenset({408, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses of a failure that may pass; those from 520 are Cloudflare's word for a server behind it that fails."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})

_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})</title", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_REST_CODE = re.compile(rb'"code"\s*:\s*"(rest_\w{1,60})"')
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_LISTING_TYPES = (
    *_HTML_TYPES,
    "application/xml",
    "text/xml",
    "text/plain",
    "application/json",
    "text/json",
    "application/gzip",
    "application/x-gzip",
)


class Kind(StrEnum):
    """What is asked for, and so which types of content are taken."""

    PAGE = "page"  # HTML and XHTML, or without a type what looks like HTML
    LISTING = "listing"  # HTML, XML, feeds, JSON, plain text, gzip files of them
    ANY = "any"
    ROBOTS = "robots"  # a robots.txt: of any type, cut at its limit, and 4xx is an answer


ACCEPT: Mapping[Kind, str] = {
    Kind.PAGE: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
    Kind.LISTING: "application/json,application/rss+xml,application/atom+xml,application/xml,text/xml,text/html;q=0.9,*/*;q=0.5",
    Kind.ANY: "*/*",
    Kind.ROBOTS: "text/plain,*/*;q=0.5",
}


@cache
def _challenges() -> dict[str, Any]:
    return tomllib.loads(files("extractor.collect").joinpath("challenges.toml").read_text(encoding="utf-8"))


def is_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    """Is this a page that wants to know whether a person is asking?

    Args:
        headers: with names in any capitals, if the mapping does not mind them.
        body: its first bytes, unpacked; may be empty.
    """
    data = _challenges()
    if any(headers.get(name, "").strip().lower() in values for name, values in data["headers"].items()):
        return True
    start = body[: data["body"]["most_bytes"]]
    if not _HTML.search(start):
        return False
    text = start.decode("utf-8", "replace")
    title = _TITLE.search(text)
    if title and " ".join(title[1].lower().split()) in data["titles"]["whole"]:
        return True
    small = text.lower()
    return any(mark in small for mark in data["body"]["marks"])


def shut_interface(content_type: str | None, body: bytes) -> str | None:
    """The code with which WordPress itself says that its REST interface is not for everybody, which says nothing of the site's pages.

    Args:
        content_type: the header.
        body: the first bytes of a refusal, unpacked.
    """
    found = _REST_CODE.search(body[:1024]) if "json" in (content_type or "").lower() else None
    return found[1].decode("ascii") if found else None


def looks_like_html(body: bytes) -> bool:
    """Does the body begin like an HTML page?"""
    return _HTML.search(body[:1024]) is not None


def is_wanted(kind: Kind, content_type: str | None, path: str) -> bool:
    """Is content of that type what was asked for? One without a type may be; the body then tells (`looks_like_html`).

    Args:
        kind: what was asked for.
        content_type: the header, with or without parameters.
        path: of the address; a ".gz" file often comes with a type that says nothing.
    """
    name = (content_type or "").partition(";")[0].strip().lower()
    if kind in (Kind.ANY, Kind.ROBOTS) or not name:
        return True
    if kind is Kind.PAGE:
        return name in _HTML_TYPES
    if name == "application/octet-stream":
        return path.lower().endswith((".gz", ".xml"))
    return name in _LISTING_TYPES or (name.startswith("application/") and name.endswith(("+xml", "+json")))


def retry_after(value: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, given in seconds or as a date; `None` if it is missing or cannot be read."""
    if value is None:
        return None
    try:
        return Retry(retry_after_max=2**31).parse_retry_after(value)
    except (InvalidHeader, ValueError, OverflowError):
        return None
