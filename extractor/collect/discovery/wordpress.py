"""Posts by the REST interface of WordPress: `/wp-json/wp/v2/posts?search=…&after=…&before=…`.

The question goes by date, not by page number: after a full answer the next one asks for what is as old as the oldest post seen
or older. Page numbers move when a post is deleted or withdrawn meanwhile, and the post that slips over the edge would be lost.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

from extractor.collect.discovery.questions import mentions, phrases, questions
from extractor.collect.discovery.ways import Asked, Getter, WayClosed, ends_all
from extractor.collect.model import Candidate, CollectError, Fetched, Outcome
from extractor.knowledge.outlets import Outlet

PER_PAGE = 100
PER_PAGE_WITH_TEXT = 50
MOST_PAGES = 1000
FIELDS = "link,date,date_gmt,modified_gmt,title,status,sticky,content.protected"
TEXT_FIELDS = f"{FIELDS},content,excerpt"
ENDPOINTS = ("/wp-json/wp/v2/posts?", "/?rest_route=/wp/v2/posts&")
"""With and without "pretty" links."""
NONSENSE = "qzxwvjkq"
"""A site that finds posts for this does not search at all."""

_log = logging.getLogger(__name__)
_MARGIN = timedelta(
    days=1
)  # the site's clock may be set to another zone than its province's; the exact day is checked here
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Row:
    """A post as the interface tells of it; `site_time` is on the clock that `after` and `before` are compared with."""

    url: str
    title: str
    published: datetime
    modified: datetime | None
    site_time: datetime
    sticky: bool
    text: str


@dataclass(frozen=True, slots=True)
class _Span:
    """Part of the window: bounds on the site's clock, and from which change on."""

    after: datetime | None
    before: datetime | None
    modified_after: datetime | None = None

    def holds(self, row: _Row) -> bool:
        """Was the post changed late enough? WordPress before 5.7 does not know `modified_after` and gives all."""
        return self.modified_after is None or row.modified is None or row.modified >= self.modified_after


@dataclass(frozen=True, slots=True)
class _Answer:
    rows: list[_Row]
    pages: int | None
    received: int


class _PastTheEnd(Exception):  # noqa: N818  not an error
    """There is no such page."""


def discover(outlet: Outlet, asked: Asked, get: Getter) -> Iterator[Candidate]:
    """The published posts that hold a keyword, newest first within a question.

    A site whose search answers anything with all its posts is asked for the posts' texts instead, and these are searched here.

    Raises:
        WayClosed: if the site is no WordPress or keeps the interface shut.
        CollectError: if it breaks off in the middle.
    """
    site = _Site(outlet, get)
    asks = questions(asked.keywords, parts=True)
    wanted = phrases(asked)
    for span in _spans(asked):
        for query in asks:
            for row in site.posts(query, span):
                if site.searches or mentions(row.title, wanted) or mentions(row.text, wanted):
                    yield _candidate(row)
            if not site.searches:  # all posts were read, for all keywords
                break


def addresses(outlet: Outlet, asked: Asked) -> list[str]:
    """The first page of every question."""
    return [
        outlet.home + ENDPOINTS[0] + _parameters(query, span, span.before, 1)
        for span in _spans(asked)
        for query in questions(asked.keywords, parts=True)
    ]


def _spans(asked: Asked) -> list[_Span]:
    since, until = asked.window.since, asked.window.until
    after = _midnight(since) - _MARGIN if since else None
    before = _midnight(until) + 2 * _MARGIN if until else None
    if asked.changed_since is None:
        return [_Span(after, before)]
    # Two questions: a planned post comes out later than its last change, an edited one was published long before.
    changed = asked.changed_since.astimezone(UTC)
    fresh = changed.replace(tzinfo=None) - _MARGIN
    return [_Span(max(after, fresh) if after else fresh, before), _Span(after, before, changed)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _candidate(row: _Row) -> Candidate:
    return Candidate(row.url, "wordpress", row.title, row.published, row.modified)


def _parameters(query: str | None, span: _Span, before: datetime | None, page: int) -> str:
    asked: dict[str, str | int] = {} if query is None else {"search": query}
    if span.after:
        asked["after"] = span.after.isoformat()
    if before:
        asked["before"] = before.isoformat()
    if span.modified_after:
        asked["modified_after"] = span.modified_after.strftime("%Y-%m-%dT%H:%M:%SZ")
    asked["per_page"] = PER_PAGE if query is not None else PER_PAGE_WITH_TEXT
    asked["page"] = page
    asked["_fields"] = FIELDS if query is not None else TEXT_FIELDS
    return urlencode({**asked, "orderby": "date", "order": "desc"}, safe=",:")


class _Site:
    """One site's interface while it is asked: which endpoint answers, and whether its search does."""

    def __init__(self, outlet: Outlet, get: Getter) -> None:
        self._outlet, self._get = outlet, get
        self._endpoint: str | None = None
        self._checked = False
        self.searches = True

    def posts(self, query: str, span: _Span) -> Iterator[_Row]:
        """Every post once, as far as the span reaches."""
        before, page, by_number = span.before, 1, False
        seen: set[str] = set()
        for _ in range(MOST_PAGES):
            try:
                got = self._ask(query if self.searches else None, span, before, page)
            except _PastTheEnd:
                return
            full = PER_PAGE if self.searches else PER_PAGE_WITH_TEXT
            last = got.received == 0 or (got.received < full if got.pages is None else page >= got.pages)
            if not last and not self._checked:
                self._check_search(span)
                if not self.searches:
                    continue  # the same again, with texts
            yield from (row for row in got.rows if row.url not in seen and span.holds(row))
            seen.update(row.url for row in got.rows)
            times = [row.site_time for row in got.rows if not row.sticky]
            if last or (times and span.after and max(times) < span.after):  # the latter: a site that overlooks `after`
                return
            by_number = by_number or bool(times and before and max(times) >= before)  # it overlooks `before`
            if times and not by_number and (before is None or min(times) + _SECOND < before):
                before, page = min(times) + _SECOND, 1
            else:  # more posts of one second than fit on a page
                page += 1
        _log.warning(
            "%s: more than %d pages for %r; the older posts are not read", self._outlet.domain, MOST_PAGES, query
        )

    def _check_search(self, span: _Span) -> None:
        self._checked = True
        try:
            found = self._ask(NONSENSE, replace(span, modified_after=None), span.before, 1).received
        except (WayClosed, _PastTheEnd):
            return
        except CollectError as error:
            if ends_all(error):
                raise
            return
        if found:
            self.searches = False
            _log.warning(
                "%s: its search finds all posts for anything; their texts are read instead", self._outlet.domain
            )

    def _ask(self, query: str | None, span: _Span, before: datetime | None, page: int) -> _Answer:
        parameters = _parameters(query, span, before, page)
        if self._endpoint is not None:
            return self._read(self._outlet.home + self._endpoint + parameters, page, span)
        closed: WayClosed | None = None
        for endpoint in ENDPOINTS:
            try:
                got = self._read(self._outlet.home + endpoint + parameters, page, span)
            except WayClosed as error:
                closed = closed or error
                if error.reason.startswith("shut"):
                    break
            else:
                self._endpoint = endpoint
                return got
        raise closed or WayClosed("no endpoint")

    def _read(self, url: str, page: int, span: _Span) -> _Answer:
        try:
            fetched = self._get(url)
        except CollectError as error:
            if page > 1 and (error.outcome is Outcome.GONE or re.search(r"\b400\b", error.reason)):
                raise _PastTheEnd from error
            if error.outcome in (Outcome.BLOCKED, Outcome.DISALLOWED):
                raise WayClosed(f"shut: {error.reason}") from error
            if error.outcome in (Outcome.GONE, Outcome.NOT_A_PAGE):
                raise WayClosed(error.reason) from error
            raise
        data = _json(fetched)
        if isinstance(data, dict) and data.get("code") == "rest_post_invalid_page_number":
            raise _PastTheEnd
        if fetched.status in (401, 403, 429) or (isinstance(data, dict) and "code" in data):
            said = data.get("code") if isinstance(data, dict) else None
            shut = "" if said == "rest_no_route" else "shut: "
            raise WayClosed(f"{shut}{said or 'refused'} (HTTP {fetched.status})")
        if fetched.status >= 500:
            raise CollectError(Outcome.FAILED, url, f"HTTP {fetched.status}")
        if not isinstance(data, list):
            raise WayClosed(f"no list of posts at the REST address (HTTP {fetched.status})")
        pages = fetched.header("X-WP-TotalPages") or ""
        rows = [row for one in data if (row := self._row(one)) is not None]
        return _Answer(rows, int(pages) if pages.isdigit() else None, len(data))

    def _row(self, one: Any) -> _Row | None:
        if (
            not isinstance(one, dict)
            or not isinstance(one.get("link"), str)
            or one.get("status", "publish") != "publish"
            or _is_locked(one.get("content"))
        ):
            return None
        zone = self._outlet.zone.tz
        site_time, moment = _time(one.get("date")), _time(one.get("date_gmt"))
        if site_time is None and moment is None:
            return None
        published = moment.replace(tzinfo=UTC).astimezone(zone) if moment else None
        modified = _time(one.get("modified_gmt"))
        return _Row(
            url=one["link"],
            title=_plain(one.get("title")),
            published=published or (site_time or datetime.min).replace(tzinfo=zone),
            modified=modified.replace(tzinfo=UTC).astimezone(zone) if modified else None,
            site_time=site_time or (published or datetime.min).replace(tzinfo=None),
            sticky=bool(one.get("sticky")),
            text=f"{_plain(one.get('excerpt'))} {_plain(one.get('content'))}",
        )


def _json(fetched: Fetched) -> Any:
    """The body as JSON, also after a byte order mark or the warnings of a badly kept PHP; `None` if it is none."""
    text = fetched.body.decode("utf-8-sig", "replace")
    start = re.search(r"[\[{]", text)
    for begin in dict.fromkeys((0, start.start() if start else 0)):
        try:
            return json.loads(text[begin:])
        except ValueError:
            continue
    return None


def _time(text: Any) -> datetime | None:
    """A moment without offset; `None` also for the year 0 and 1 that WordPress writes for "never"."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=None) if moment.year > 1970 else None


def _is_locked(content: Any) -> bool:
    """Is the text behind a password?"""
    return isinstance(content, dict) and content.get("protected") is True


def _plain(field: Any) -> str:
    rendered = field.get("rendered", "") if isinstance(field, dict) else ""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", str(rendered))).split())
