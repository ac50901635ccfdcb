"""Posts by pages that list them: a site's search, its tags, read by the CSS selectors of its CMS family."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bs4 import BeautifulSoup, Tag

from extractor.collect.discovery.moments import day_in_address, local, moment_of, printed_moment
from extractor.collect.discovery.questions import mentions, phrases, questions, words_of_address
from extractor.collect.discovery.rules import ListingRule, absolute, address, family_of
from extractor.collect.discovery.ways import Asked, Getter, WayClosed, answer, ends_all
from extractor.collect.model import Candidate, CollectError, Fetched, Outcome
from extractor.knowledge.outlets import Outlet, host_of

MOST_PAGES = 20
WORDS_OF_A_HEADLINE = 4

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands on a listing page: posts with headline and date, and the address of the next page where it is linked."""

    posts: list[Candidate]
    next: str | None = None


def discover(outlet: Outlet, asked: Asked, get: Getter, *, most: int = MOST_PAGES) -> Iterator[Candidate]:
    """The posts that the first working search or tag pages list; at most `most` pages a question.

    Raises:
        WayClosed: if no page is known, or none lists a post: there is none, or the pages look otherwise than the rules say.
        CollectError: if the host refuses, or a listing breaks off in the middle.
    """
    failed: CollectError | None = None
    for template in _templates(outlet):
        given = 0
        try:
            for found in _posts(outlet, template, asked, get, most):
                given += 1
                yield found
        except CollectError as error:
            if given or ends_all(error):
                raise
            failed = failed or error
        if given:
            return
    if failed is not None and failed.outcome is Outcome.FAILED:
        raise failed
    raise WayClosed(f"no page lists a post: {failed.reason}" if failed else "no page lists a post")


def addresses(outlet: Outlet, asked: Asked) -> list[str]:
    """The first page of every question."""
    return [address(outlet, template, query) for template in _templates(outlet)[:1] for query in _queries(asked)]


def read_listing(fetched: Fetched, outlet: Outlet, wanted: tuple[str, ...]) -> Listing:
    """The posts on a listing page, by the first rule that finds any, else the links whose words or address hold a keyword."""
    soup = BeautifulSoup(fetched.body, "lxml")
    for tag in soup.find_all("base", href=True, limit=1):
        base = absolute(fetched.final_url, str(tag["href"])) or fetched.final_url
        break
    else:
        base = fetched.final_url
    for rule in family_of(outlet).markup:
        if rule.holds(fetched.fetched.date()) and (posts := _by_rule(soup, rule, base, outlet, fetched.fetched)):
            following = soup.select_one(rule.next) if rule.next else None
            return Listing(posts, absolute(base, str(following["href"])) if following else None)
    return Listing(_by_words(soup, base, outlet, wanted))


def _templates(outlet: Outlet) -> tuple[str, ...]:
    return (outlet.search,) if outlet.search else family_of(outlet).listings


def _queries(asked: Asked) -> list[str]:
    return questions(asked.keywords, parts=False)


def _posts(outlet: Outlet, template: str, asked: Asked, get: Getter, most: int) -> Iterator[Candidate]:
    """The posts of all questions; a question whose first page is missing (no such tag) has none, unless all are missing."""
    missing: list[CollectError] = []
    queries = _queries(asked)
    for query in queries:
        try:
            yield from _pages(outlet, asked, get, template, query, most=most)
        except CollectError as error:
            if error.outcome not in (Outcome.GONE, Outcome.NOT_A_PAGE):
                raise
            missing.append(error)
    if len(missing) == len(queries) and missing:
        raise missing[0]


def _pages(outlet: Outlet, asked: Asked, get: Getter, template: str, query: str, *, most: int) -> Iterator[Candidate]:
    wanted = phrases(asked)
    seen: set[str] = set()
    url: str | None = address(outlet, template, query)
    for page in range(1, most + 1):
        try:
            listing = read_listing(answer(get, url or ""), outlet, wanted)
        except CollectError as error:
            if page > 1 and error.outcome in (Outcome.GONE, Outcome.NOT_A_PAGE):
                return
            raise
        fresh = [post for post in listing.posts if post.url not in seen]
        seen.update(post.url for post in fresh)
        yield from fresh
        since = asked.window.since
        older = since is not None and all(post.day is not None and post.day < since for post in fresh)
        url = address(outlet, template, query, page + 1) if "{page}" in template else listing.next
        if (
            not fresh or older or url is None
        ):  # nothing new: past the end many sites show the last or the first page again
            return
    _log.warning("%s: more than %d pages for %r; the older posts are not read", outlet.domain, most, query)


def _by_rule(soup: BeautifulSoup, rule: ListingRule, base: str, outlet: Outlet, now: datetime) -> list[Candidate]:
    posts = []
    for item in soup.select(rule.item):
        link = item.select_one(rule.link)
        url = absolute(base, str(link.get("href", ""))) if link else None
        if link is None or url is None or not _is_own(url, outlet):
            continue
        headline = item.select_one(rule.title) if rule.title else None
        title = _text(headline) or _text(link) or str(link.get("title", "")) or None
        posts.append(Candidate(url, "listing", title, _date(item, rule, url, outlet, now)))
    return posts


def _by_words(soup: BeautifulSoup, base: str, outlet: Outlet, wanted: tuple[str, ...]) -> list[Candidate]:
    """Links to posts of the site; the words of a link that is only a keyword are those of a tag, not of a headline."""
    posts: dict[str, Candidate] = {}
    for link in soup.select("a[href]"):
        url = absolute(base, str(link["href"]))
        title = _text(link) or str(link.get("title", ""))
        words = words_of_address(url or "")
        if url is None or not _is_own(url, outlet) or not (mentions(title, wanted) or mentions(words, wanted)):
            continue
        if len(title.split()) >= WORDS_OF_A_HEADLINE:
            posts.setdefault(url, Candidate(url, "listing", title, day_in_address(url)))
    return list(posts.values())


def _date(item: Tag, rule: ListingRule, url: str, outlet: Outlet, now: datetime) -> datetime | date | None:
    zone = outlet.zone.tz
    for element in [*item.select("time[datetime]"), *(item.select(rule.date) if rule.date else ())]:
        found = moment_of(str(element.get("datetime") or ""), zone) or printed_moment(_text(element), zone, now)
        if found is not None:
            return local(found, zone)
    return day_in_address(url)


def _is_own(url: str, outlet: Outlet) -> bool:
    host = host_of(url)
    return host == outlet.domain or host.endswith(f".{outlet.domain}")


def _text(element: Tag | None) -> str:
    return " ".join(element.get_text(" ").split()) if element else ""
