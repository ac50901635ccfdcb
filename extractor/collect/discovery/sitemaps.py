"""Posts by sitemaps: those that robots.txt names, else the usual addresses; indexes of sitemaps, news sitemaps.

A sitemap says nothing of a post's text, so an address counts only if its words, or the headline of a news sitemap, hold a
keyword: a post that names the agency in its body alone is not found this way.
"""

from __future__ import annotations

import logging
import re
from calendar import monthrange
from collections.abc import Generator, Iterator
from datetime import UTC, date, timedelta
from urllib.parse import urlsplit

from extractor.collect.discovery.moments import day_in_address, day_of, exact, local, moment_of
from extractor.collect.discovery.questions import mentions, phrases, words_of_address
from extractor.collect.discovery.rules import absolute, address, family_of, rules
from extractor.collect.discovery.sitemap_files import Entry, entries_of
from extractor.collect.discovery.ways import Asked, Getter, WayClosed, answer, ends_all
from extractor.collect.model import Candidate, CollectError, Window
from extractor.knowledge.outlets import Outlet, host_of

MOST_LEVELS = 3
MOST_SITEMAPS = 100

_log = logging.getLogger(__name__)
_DAY = timedelta(days=1)
_DATED = re.compile(
    r"(?<!\d)(?P<year>20[0-4]\d|199\d)(?:[-_/.]?(?P<month>0[1-9]|1[0-2])(?:[-_/.]?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)


def discover(outlet: Outlet, asked: Asked, get: Getter, *, most: int = MOST_SITEMAPS) -> Iterator[Candidate]:
    """The addresses of the outlet's sitemaps that hold a keyword; at most `most` sitemaps are read, the newest first.

    Of an index, those are read that may hold posts of the window by their last change or the date in their name.

    Raises:
        WayClosed: if there is no sitemap.
        CollectError: if the host refuses.
    """
    reading = _Reading(outlet, asked, get, most)
    for url in _given(outlet, asked):
        yield from reading.attempt(url)
    for url in () if reading.read else _usual(outlet):
        if (yield from reading.attempt(url)):
            break
    reading.tell()
    if not reading.read:
        raise WayClosed(f"no sitemap: {reading.failed.reason}" if reading.failed else "no sitemap")


def addresses(outlet: Outlet, asked: Asked) -> list[str]:
    """The sitemaps that are named, else the first of the usual ones."""
    return list(_given(outlet, asked)) or _usual(outlet)[:1]


def may_hold(entry: Entry, window: Window) -> bool:
    """May a sitemap of an index hold posts of the window? One that says nothing of its time may.

    What was last changed before the window was published before it; a month or day in the name is that of publication.
    """
    changed = day_of(moment_of(entry.lastmod, UTC))
    if changed is not None and window.since is not None and changed < window.since - _DAY:
        return False
    first, last = _dates_in_name(entry.loc)
    before = window.since is not None and last is not None and last < window.since - _DAY
    after = window.until is not None and first is not None and first > window.until + _DAY
    return not (before or after)


class _Reading:
    """Sitemaps read so far, and what was left out."""

    def __init__(self, outlet: Outlet, asked: Asked, get: Getter, most: int) -> None:
        self._outlet, self._asked, self._get, self._most = outlet, asked, get, most
        self._wanted = phrases(asked)
        self._seen: set[str] = set()
        self._left_out = self._foreign = self._wordless = 0
        self.read = 0
        self.failed: CollectError | None = None  # of the first that `attempt` could not read

    def attempt(self, url: str) -> Generator[Candidate, None, bool]:
        """The candidates of a sitemap that may not be there; was it read now, for the first time?

        Raises:
            CollectError: if the host refuses.
        """
        before = self.read
        try:
            yield from self.of(url)
        except CollectError as error:
            if ends_all(error):
                raise
            self.failed = self.failed or error
        return self.read > before

    def of(self, url: str, level: int = 1) -> Iterator[Candidate]:
        """The candidates of a sitemap and of those that it lists.

        Raises:
            CollectError: if this one cannot be read. One that it lists is passed over with a warning, unless the host refuses.
        """
        if url in self._seen:
            return
        self._seen.add(url)
        if len(self._seen) > self._most:
            self._left_out += 1
            return
        children: list[Entry] = []
        for entry in entries_of(answer(self._get, url)):
            if entry.index:
                children.append(entry)
            elif (found := self._candidate(entry)) is not None:
                yield found
        self.read += 1
        for child in self._worth_reading(url, children):
            link = absolute(url, child.loc)
            if link is None:
                continue
            if level >= MOST_LEVELS:
                self._left_out += 1
                continue
            try:
                yield from self.of(link, level + 1)
            except CollectError as error:
                if ends_all(error):
                    raise
                _log.warning("%s: a sitemap is passed over: %s", self._outlet.domain, error)

    def tell(self) -> None:
        """Log what was left out."""
        if self._left_out:
            _log.warning("%s: %d older or deeper sitemaps are not read", self._outlet.domain, self._left_out)
        if self._foreign:
            _log.warning("%s: %d addresses of other hosts in its sitemaps", self._outlet.domain, self._foreign)
        if self._wordless:
            _log.warning("%s: %d addresses without words in its sitemaps", self._outlet.domain, self._wordless)

    def _worth_reading(self, url: str, children: list[Entry]) -> list[Entry]:
        posts = [one for one in children if not any(part in _file_name(one.loc) for part in rules().not_posts)]
        fitting = [one for one in posts if may_hold(one, self._asked.window)]
        return sorted(fitting, key=_newness, reverse=True)

    def _candidate(self, entry: Entry) -> Candidate | None:
        zone, window = self._outlet.zone.tz, self._asked.window
        host = host_of(entry.loc)
        if not (host == self._outlet.domain or host.endswith(f".{self._outlet.domain}")):
            self._foreign += 1
            return None
        words = words_of_address(entry.loc)
        if not (mentions(words, self._wanted) or (entry.title and mentions(entry.title, self._wanted))):
            self._wordless += not (entry.title or re.search(r"[a-z]{4}", words, re.IGNORECASE))
            return None
        published = local(moment_of(entry.published, zone), zone) or day_in_address(entry.loc)
        changed = local(moment_of(entry.lastmod, zone), zone)
        changed_day = day_of(changed)
        if published is None and window.since and changed_day and changed_day < window.since:
            return None  # what was last changed before the window was published before it
        return Candidate(entry.loc, "sitemap", entry.title, published, exact(changed))


def _given(outlet: Outlet, asked: Asked) -> tuple[str, ...]:
    own = (address(outlet, outlet.sitemap),) if outlet.sitemap else ()
    return tuple(dict.fromkeys((*own, *asked.sitemaps)))


def _usual(outlet: Outlet) -> list[str]:
    return [address(outlet, one) for one in dict.fromkeys((*family_of(outlet).sitemaps, *rules().sitemaps))]


def _file_name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2].casefold()


def _newness(entry: Entry) -> tuple[date, int]:
    """Later is newer: by last change, else the date in the name, else the number at its end. Without any date: newest."""
    _, last = _dates_in_name(entry.loc)
    day = day_of(moment_of(entry.lastmod, UTC)) or last or date.max
    number = re.findall(r"\d+", _file_name(entry.loc) + urlsplit(entry.loc).query)
    return day, int(number[-1][:9]) if number else 0


def _dates_in_name(url: str) -> tuple[date | None, date | None]:
    """First and last day of the year, month or day in a sitemap's address."""
    parts = urlsplit(url)
    found = list(_DATED.finditer(f"{parts.path}?{parts.query}"))
    if not found:
        return None, None
    year, month, day = (int(found[-1][key] or 0) for key in ("year", "month", "day"))
    first, last = month or 1, month or 12
    try:
        return date(year, first, day or 1), date(year, last, day or monthrange(year, last)[1])
    except ValueError:
        return None, None
