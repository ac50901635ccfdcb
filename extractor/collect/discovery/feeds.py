"""Posts by RSS and Atom feeds: a site's search as a feed, page by page, or its feed of the latest posts."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import tzinfo
from html import unescape
from io import BytesIO
from typing import Any

import feedparser

from extractor.collect.discovery.moments import day_of, exact, local, moment_of
from extractor.collect.discovery.questions import mentions, phrases, questions, words_of_address
from extractor.collect.discovery.rules import absolute, address, family_of
from extractor.collect.discovery.ways import Asked, Getter, WayClosed, answer, ends_all
from extractor.collect.model import Candidate, CollectError, Fetched, Outcome
from extractor.knowledge.outlets import Outlet

MOST_PAGES = 100

_log = logging.getLogger(__name__)
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def discover(outlet: Outlet, asked: Asked, get: Getter) -> Iterator[Candidate]:
    """What the first working feed gives: all entries of a search, and of the latest posts those that hold a keyword.

    An entry counts by its headline, summary, text, tags and address, also with words of the agency's programs: a summary
    seldom says all, and the post itself is judged later.

    Raises:
        WayClosed: if no feed is known or none answers.
        CollectError: if the host refuses, or a feed breaks off in the middle.
    """
    wanted = phrases(asked, wide=True)
    failed: CollectError | None = None
    for template in _templates(outlet):
        given = 0
        try:
            for entry in _entries(outlet, template, asked, get):
                if "{query}" in template or _speaks_of(entry, wanted):
                    given += 1
                    yield candidate_of(entry, outlet.zone.tz, "feed")
        except CollectError as error:
            if given or ends_all(error):
                raise
            failed = failed or error
        else:
            return
    if failed is not None and failed.outcome is Outcome.FAILED:
        raise failed
    raise WayClosed(f"no feed: {failed.reason}" if failed else "no feed is known")


def addresses(outlet: Outlet, asked: Asked) -> list[str]:
    """The first page of every question, or the feed of the latest posts."""
    return [
        address(outlet, template, query) for template in _templates(outlet)[:1] for query in _queries(template, asked)
    ]


def entries_of(fetched: Fetched) -> list[Any]:
    """The entries of a feed, as feedparser gives them; broken XML counts as far as it can be read.

    Raises:
        CollectError: `NOT_A_PAGE` if it is no feed.
    """
    prolog = _ROOT.split(fetched.body.replace(b"\0", b""), maxsplit=1)[0]
    if b"<!ENTITY" in prolog.upper():
        raise CollectError(Outcome.NOT_A_PAGE, fetched.url, "not a feed: XML that declares entities")
    # Bytes wrapped as a file: feedparser would take a string for an address and bytes for the name of a file.
    parsed = feedparser.parse(
        BytesIO(fetched.body), response_headers={"content-type": fetched.header("content-type") or ""}
    )
    broken = parsed.bozo and not isinstance(parsed.get("bozo_exception"), _HARMLESS)
    if not parsed.entries and (broken or not parsed.get("version")):
        reason = str(parsed.get("bozo_exception") or "no RSS or Atom")
        raise CollectError(Outcome.NOT_A_PAGE, fetched.url, f"not a feed: {reason[:100]}")
    found = []
    for entry in parsed.entries:
        link = entry.get("feedburner_origlink") or entry.get("link") or entry.get("id")
        url = absolute(fetched.final_url, link) if link else None
        if url:
            entry["link"] = url
            found.append(entry)
    return found


def candidate_of(entry: Any, zone: tzinfo, via: str) -> Candidate:
    """The candidate of an entry; times without offset are those of `zone`."""
    published = moment_of(entry.get("published"), zone) or moment_of(entry.get("dc_date"), zone)
    # Past feedparser's own look-up, which passes the time of publication off as one of a change.
    modified = moment_of(dict.get(entry, "updated"), zone)
    if published is None and "published" not in entry:
        published = modified
    return Candidate(
        url=entry["link"],
        via=via,
        title=" ".join(unescape(re.sub(r"<[^>]*>", " ", entry.get("title", ""))).split()) or None,
        published=local(published, zone),
        modified=exact(modified),
    )


def _templates(outlet: Outlet) -> tuple[str, ...]:
    family = family_of(outlet)
    return (outlet.feed,) if outlet.feed else (*family.search_feeds, *family.feeds)


def _queries(template: str, asked: Asked) -> list[str]:
    return questions(asked.keywords, parts=True) if "{query}" in template else [""]


def _entries(outlet: Outlet, template: str, asked: Asked, get: Getter) -> Iterator[Any]:
    for query in _queries(template, asked):
        seen: set[str] = set()
        for page in range(1, MOST_PAGES + 1):
            try:
                entries = entries_of(answer(get, address(outlet, template, query, page)))
            except CollectError as error:
                if page > 1 and error.outcome in (Outcome.GONE, Outcome.NOT_A_PAGE):
                    break
                raise
            fresh = [entry for entry in entries if entry["link"] not in seen]
            seen.update(entry["link"] for entry in fresh)
            yield from fresh
            if not fresh or "{page}" not in template or _too_old(entries, outlet.zone.tz, asked):
                break
        else:
            _log.warning(
                "%s: more than %d pages for %r; the older posts are not read", outlet.domain, MOST_PAGES, query
            )


def _too_old(entries: list[Any], zone: tzinfo, asked: Asked) -> bool:
    """Was the whole page published before the window? A page with an entry of unknown day may hold more."""
    since = asked.window.since
    days = [day_of(candidate_of(entry, zone, "feed").published) for entry in entries]
    return since is not None and all(day is not None and day < since for day in days)


def _speaks_of(entry: Any, wanted: tuple[str, ...]) -> bool:
    texts = [entry.get("title", ""), entry.get("summary", ""), words_of_address(entry["link"])]
    texts += [part.get("value", "") for part in entry.get("content", ())]
    texts += [tag.get("term") or "" for tag in entry.get("tags", ())]
    return any(mentions(text, wanted) for text in texts)
