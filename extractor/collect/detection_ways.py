"""Which ways to find a site's posts answer: each is asked once or twice, and says under which address if that is an unusual one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlsplit

import feedparser

from extractor.collect.discovery.rules import rules
from extractor.collect.discovery.sitemap_files import entries_of
from extractor.collect.fetching import Stopped
from extractor.collect.front_page import FrontPage, read_front_page
from extractor.collect.model import KEYWORDS, CollectError, Fetched, Outcome
from extractor.documents.document import DocumentError

MOST_TRIES = 3
"""Addresses that are tried for one way."""

USUAL = ""
"""The way answers where the family's rules look for it anyway."""


@dataclass(slots=True)
class Look:
    """Asks on, remembers what was seen, and asks no more once the site refuses."""

    get: Callable[[str], Fetched]
    findings: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    sitemaps: tuple[str, ...] = ()
    offset: float | None = None  # hours from UTC that the site's own clock keeps
    closed: bool = False

    def required(self, url: str) -> Fetched:
        """The response of an address without which there is nothing to say.

        Raises:
            CollectError: if there is none, or not with 200.
        """
        answer = self.get(url)
        if answer.status in (401, 403, 429):
            raise CollectError(Outcome.BLOCKED, url, f"HTTP {answer.status}")
        if answer.status != 200:
            raise CollectError(
                Outcome.GONE if answer.status in (404, 410) else Outcome.FAILED, url, f"HTTP {answer.status}"
            )
        return answer

    def ask(self, url: str) -> Fetched | None:
        """The response, or `None` and a finding."""
        if self.closed:
            return None
        try:
            return self.required(url)
        except CollectError as error:
            if isinstance(error, Stopped):
                raise
            self.findings.append(f"{url}: {error.reason} ({error.outcome.value})")
            if error.outcome is Outcome.BLOCKED and not _is_rest(url):
                self.closed = True
                self.doubts.append(f"the site refused in the middle of it ({error.reason}); the rest was not looked at")
        return None


def wordpress(look: Look, page: FrontPage, base: str, cms: str) -> str | None:
    """The REST API: many sites close it to strangers, so a refusal there says nothing of the site."""
    del cms
    rest = page.rest or f"{base}/wp-json/"
    mark = "&" if "?" in rest else "?"
    posts = _json(look, f"{rest}wp/v2/posts{mark}per_page=1&_fields=id,date,link")
    if not isinstance(posts, list) or not posts or not isinstance(posts[0], dict):
        return None
    look.findings.append(f"WordPress REST answers; its newest post is of {posts[0].get('date')}")
    about = _json(look, f"{rest}{mark}_fields=name,timezone_string,gmt_offset")
    if isinstance(about, dict):
        if isinstance(name := about.get("name"), str) and name.strip():
            look.names.append(" ".join(name.split()))
        look.offset = _number(about.get("gmt_offset"))
    return USUAL


def blogger(look: Look, page: FrontPage, base: str, cms: str) -> str | None:
    """Blogger's feed of posts as JSON."""
    del page, cms
    found = _json(look, f"{base}/feeds/posts/default?alt=json&max-results=1")
    if not isinstance(found, dict) or not found.get("feed", {}).get("entry"):
        return None
    look.findings.append("Blogger's feed answers")
    return USUAL


def feed(look: Look, page: FrontPage, base: str, cms: str) -> str | None:
    """The first of the feeds that the page links to and those of the family that holds entries."""
    usual = [_absolute(address, base) for address in rules().families[cms].feeds]
    linked = [address for address in page.feeds if _same_host(address, base)]
    for address in list(dict.fromkeys([*linked, *usual]))[:MOST_TRIES]:
        answer = look.ask(address)
        entries = feedparser.parse(answer.body).entries if answer is not None else []
        if entries:
            look.findings.append(f"feed of {len(entries)} entries at {address}")
            return USUAL if _plain(address) in map(_plain, usual) else address
    return None


def sitemap(look: Look, page: FrontPage, base: str, cms: str) -> str | None:
    """The first sitemap with entries of those that robots.txt names, the page links to, and the family has."""
    named = [address for address in look.sitemaps if _same_host(address, base)]
    usual = [_absolute(address, base) for address in (*rules().families[cms].sitemaps, *rules().sitemaps)]
    for address in list(dict.fromkeys([*named, *page.sitemaps, *usual]))[:MOST_TRIES]:
        answer = look.ask(address)
        if answer is None:
            continue
        try:
            first = next(entries_of(answer), None)
        except CollectError as error:
            look.findings.append(f"{address}: {error.reason}")
            continue
        if first is not None:
            look.findings.append(f"{'index of sitemaps' if first.index else 'sitemap'} at {address}")
            return USUAL if address in named or address in usual else address
    return None


def listing(look: Look, page: FrontPage, base: str, cms: str) -> str | None:
    """The site's own search, else what the family has, asked for the agency: a page of headlines must come."""
    usual = [_absolute(address, base) for address in rules().families[cms].listings]
    own = _absolute(page.search, _origin(base)) if page.search and "{page}" not in page.search else None
    if own is not None and any(_same_form(own, address) for address in usual):
        asked, own = own, None
        usual.sort(key=lambda address: not _same_form(asked, address))
    for address in ([own] if own else usual)[:MOST_TRIES]:
        words = KEYWORDS[0]
        filled = address.replace("{query}", quote_plus(words)).replace("{page}", "1")
        answer = look.ask(filled.replace("{slug}", re.sub(r"\W+", "-", words.casefold())))
        if answer is None:
            continue
        try:
            headlines = read_front_page(answer).headlines
        except DocumentError:
            continue
        if headlines >= 1:
            look.findings.append(f"search gives {headlines} headlines at {address}")
            return own or USUAL
    return None


WAYS: Mapping[str, Callable[[Look, FrontPage, str, str], str | None]] = {
    "wordpress": wordpress,
    "blogger": blogger,
    "feed": feed,
    "sitemap": sitemap,
    "listing": listing,
}
"""By the name of the way: `None` where it does not answer, `USUAL`, or the unusual address at which it does."""


def relative(address: str, base: str) -> str:
    """The address as it stands in the registry: from the site's beginning on, where it lies under that."""
    return address.removeprefix(base) if address.startswith(f"{base}/") else address


def _json(look: Look, url: str) -> Any:
    answer = look.ask(url)
    if answer is None:
        return None
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _absolute(address: str, base: str) -> str:
    return address if "//" in address.partition("?")[0] else base + address


def _origin(base: str) -> str:
    return "/".join(base.split("/")[:3])


def _same_host(address: str, base: str) -> bool:
    return urlsplit(address).netloc.removeprefix("www.") == urlsplit(base).netloc.removeprefix("www.")


def _plain(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")


def _same_form(one: str, other: str) -> bool:
    """Do two searches differ only in what follows the words asked?"""
    first, second = urlsplit(one), urlsplit(other)
    fields = [{name for name, value in parse_qsl(parts.query) if value == "{query}"} for parts in (first, second)]
    return first[:2] == second[:2] and first.path.rstrip("/") == second.path.rstrip("/") and fields[0] == fields[1]


def _is_rest(url: str) -> bool:
    return "/wp-json/" in url or "rest_route=" in url
