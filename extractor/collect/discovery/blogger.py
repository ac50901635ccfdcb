"""Posts of Blogger sites by their feed with a search: as JSON, and as Atom where JSON is not given."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from extractor.collect.discovery.feeds import candidate_of, entries_of
from extractor.collect.discovery.moments import exact, local, moment_of
from extractor.collect.discovery.questions import questions
from extractor.collect.discovery.ways import Asked, Getter, WayClosed, answer
from extractor.collect.model import Candidate, CollectError, Fetched, Outcome
from extractor.knowledge.outlets import Outlet

PER_PAGE = 100  # Blogger gives 150 at most
MOST_PAGES = 100

_log = logging.getLogger(__name__)


def discover(outlet: Outlet, asked: Asked, get: Getter) -> Iterator[Candidate]:
    """The posts that Blogger's search finds for a keyword.

    Raises:
        WayClosed: if the site has no such feed.
        CollectError: if the host refuses, or the feed breaks off in the middle.
    """
    as_json = True
    for query in questions(asked.keywords, parts=False):
        seen: set[str] = set()
        start = 1
        for _ in range(MOST_PAGES):
            try:
                found = _page(outlet, get, _address(outlet, asked, query, start, as_json=as_json), as_json=as_json)
            except WayClosed:
                if not as_json:
                    raise
                as_json = False
                found = _page(outlet, get, _address(outlet, asked, query, start, as_json=False), as_json=False)
            fresh = [one for one in found if one.url not in seen]
            seen.update(one.url for one in fresh)
            yield from fresh
            if not fresh:
                break
            start += len(found)
        else:
            _log.warning("%s: more than %d posts for %r; the rest is not read", outlet.domain, start, query)


def addresses(outlet: Outlet, asked: Asked) -> list[str]:
    """The first page of every question."""
    return [_address(outlet, asked, query, 1, as_json=True) for query in questions(asked.keywords, parts=False)]


def _address(outlet: Outlet, asked: Asked, query: str, start: int, *, as_json: bool) -> str:
    parameters: dict[str, str | int] = {"q": query, "alt": "json"} if as_json else {"q": query}
    zone, window = outlet.zone.tz, asked.window
    if window.since:
        parameters["published-min"] = datetime.combine(window.since, time(), zone).isoformat()
    if window.until:
        parameters["published-max"] = datetime.combine(window.until + timedelta(days=1), time(), zone).isoformat()
    parameters |= {"orderby": "published", "start-index": start, "max-results": PER_PAGE}
    return f"{outlet.home}/feeds/posts/default?{urlencode(parameters, safe=':')}"


def _page(outlet: Outlet, get: Getter, url: str, *, as_json: bool) -> list[Candidate]:
    """The candidates of a page; `WayClosed` if there is no feed of that kind."""
    try:
        fetched = answer(get, url)
        if as_json:
            return _read(outlet, fetched)
        return [candidate_of(entry, outlet.zone.tz, "blogger") for entry in entries_of(fetched)]
    except CollectError as error:
        if error.outcome in (Outcome.GONE, Outcome.NOT_A_PAGE, Outcome.DISALLOWED):
            raise WayClosed(error.reason) from error
        raise


def _read(outlet: Outlet, fetched: Fetched) -> list[Candidate]:
    try:
        data = json.loads(fetched.body.decode("utf-8-sig", "replace"))
        entries = data["feed"].get("entry", [])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WayClosed("no JSON feed of Blogger") from None
    return [found for entry in entries if (found := _candidate(outlet, entry)) is not None]


def _candidate(outlet: Outlet, entry: Any) -> Candidate | None:
    zone = outlet.zone.tz
    links = [link for link in entry.get("link", ()) if link.get("rel") == "alternate" and link.get("href")]
    if not links:
        return None
    said = {key: entry.get(key, {}).get("$t") for key in ("title", "published", "updated")}
    return Candidate(
        url=links[0]["href"],
        via="blogger",
        title=said["title"] or None,
        published=local(moment_of(said["published"], zone), zone),
        modified=exact(moment_of(said["updated"], zone)),
    )
