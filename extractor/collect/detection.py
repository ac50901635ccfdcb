"""Looks at a site and proposes its entry in the registry of outlets; a person reads the proposal before it goes in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from extractor.collect.detection_ways import WAYS, Look, relative
from extractor.collect.discovery.rules import rules
from extractor.collect.fetching import Stopped
from extractor.collect.front_page import FrontPage, guess_province, read_front_page
from extractor.collect.model import CollectError, Fetched, Outcome
from extractor.collect.robots import Robots
from extractor.documents.document import DocumentError
from extractor.knowledge.outlets import Zone, host_of, outlets, provinces

FEWEST_HEADLINES = 8
"""Links of four words and more on the front page of a site that publishes news."""

LEAST_WEIGHT = 3
"""Of the signs for a CMS family that is believed; one class name alone is not enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What came of looking at a site.

    Attributes:
        url: the address given.
        entry: the entry as TOML, as `knowledge/outlets/*.toml` holds it; "" where nothing can be proposed.
        domain: under which the entry stands; "" without one.
        findings: what was seen, a line each.
        doubts: what a person must look at before the entry is used, a line each.
    """

    url: str
    entry: str = ""
    domain: str = ""
    findings: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Entry:
    """The entry as it grows: key, value, and what is said behind it."""

    lines: list[tuple[str, object, str]] = field(default_factory=list)

    def put(self, key: str, value: object, remark: str = "") -> None:
        if value:
            self.lines.append((key, value, remark))

    def toml(self) -> str:
        rows = ["[[outlet]]"]
        for key, value, remark in self.lines:
            if value is Ellipsis:
                rows.append(f"# {key}: {remark}")
            else:
                rows.append(f"{key} = {_toml(value)}" + (f"  # {remark}" if remark else ""))
        return "\n".join(rows) + "\n"


def propose(url: str, get: Callable[[str], Fetched]) -> Proposal:
    """Looks at the site of an address, with about ten requests, and says how it would stand in the registry.

    `get` asks for anything, not pages alone, and raises `CollectError`; a response of any status is understood. A site that
    refuses gives an entry with the status "refuses", one that does not answer or is no page gives none.

    Raises:
        Stopped: when the run is to stop.
    """
    address = url.strip() if re.match(r"https?://", url.strip(), re.IGNORECASE) else f"https://{url.strip()}"
    domain = host_of(address)
    if "." not in domain or re.search(r"\s", address):
        return Proposal(url=url, doubts=("this is no web address",))
    look = Look(get)
    try:
        page, base = _front(look, address)
    except CollectError as error:
        if isinstance(error, Stopped):
            raise
        return _without_page(url, domain, error)
    except DocumentError as error:
        return Proposal(url=url, findings=tuple(look.findings), doubts=(f"no site to collect from: {error.reason}",))
    found = host_of(base)
    if found != domain:
        look.findings.append(f"{domain} leads to {found}")
        look.doubts.append(f"the address given is of {domain}, the site that answers is {found}")
    entry = _described(look, page, base)
    return Proposal(url=url, entry=entry.toml(), domain=found, findings=tuple(look.findings), doubts=tuple(look.doubts))


def _front(look: Look, address: str) -> tuple[FrontPage, str]:
    """The front page of the site that an address belongs to, and where the site begins, without a slash at the end.

    Raises:
        CollectError: if the site does not answer.
        DocumentError: if what it answers is no page.
    """
    asked = look.required(address)
    page = read_front_page(asked)
    parts = urlsplit(asked.final_url)
    base = f"{parts.scheme}://{parts.netloc}"
    if page.rest is not None:
        base = re.split(r"/wp-json\b|/(?:index\.php)?\?rest_route=", page.rest)[0].rstrip("/")
    if asked.final_url.rstrip("/") != base:
        if page.rest is None:
            look.findings.append(f"{address} is not the front page; the site is taken to begin at {base}/")
        front = look.required(f"{base}/")
        return read_front_page(front), base
    return page, base


def _described(look: Look, page: FrontPage, base: str) -> _Entry:
    look.findings += [f"sign of {sign}" for sign in page.signs]
    look.sitemaps = _robots(look, base)
    cms = _cms(look, page)
    usual = rules().families[cms].discover
    # WordPress's REST last: where it is closed to strangers, the host may be left alone from then on.
    answered = {way: WAYS[way](look, page, base, cms) for way in sorted(usual, key=lambda way: way == "wordpress")}
    ways = [way for way in usual if answered[way] is not None]
    if not ways:
        look.doubts.append("no way to find its posts answered; see whether it has a feed, a sitemap or a search")
    if page.headlines < FEWEST_HEADLINES:
        look.doubts.append(f"only {page.headlines} headlines on its front page: is it a news site?")
    domain = host_of(base)
    if (known := outlets().by_domain(domain)) is not None:
        as_what = "already listed" if known.domain == domain else f"under {known.domain}, which is listed"
        look.doubts.append(f"{domain} is {as_what} as {known.name}")
    entry = _Entry()
    name = next(iter((*look.names[:1], *page.names)), None)
    if name is None:
        look.doubts.append("its name is not to be seen; the domain stands for it")
    entry.put("name", name or domain)
    entry.put("domain", domain)
    _put_province(look, entry, page, domain)
    entry.put("cms", cms)
    entry.put("discover", ways)
    if base != f"https://{domain}":
        entry.put("base", base)
    for way, key in (("feed", "feed"), ("sitemap", "sitemap"), ("listing", "search")):
        if unusual := answered.get(way):
            entry.put(key, relative(unusual, base))
    return entry


def _robots(look: Look, base: str) -> tuple[str, ...]:
    origin = "/".join(base.split("/")[:3])
    answer = look.ask(f"{origin}/robots.txt")
    if answer is None:
        return ()
    robots = Robots.read(answer.body, "*")
    if robots.sitemaps:
        look.findings.append(f"robots.txt names {len(robots.sitemaps)} sitemaps: {', '.join(robots.sitemaps[:3])}")
    if robots.crawl_delay:
        look.findings.append(f"robots.txt asks for {robots.crawl_delay:g} s between requests")
    return robots.sitemaps


def _cms(look: Look, page: FrontPage) -> str:
    best = page.families[:2]
    if not best or best[0][1] < LEAST_WEIGHT:
        if page.rest is not None:
            return "wordpress"
        look.doubts.append("no known CMS family is to be seen; its pages are read by the general rules")
        return "custom"
    if len(best) == 2 and best[1][1] * 2 > best[0][1]:
        look.doubts.append(f"signs of {best[0][0]} and of {best[1][0]}; taken for {best[0][0]}")
    return best[0][0]


def _put_province(look: Look, entry: _Entry, page: FrontPage, domain: str) -> None:
    code, said = guess_province(*page.names, *look.names, page.description, domain)
    if code is None:
        entry.put("province", ..., f"{said}; without one it counts as national and keeps Jakarta's time")
        look.doubts.append(f"its province is not known: {said}")
        return
    entry.put("province", code, f'{provinces()[code].name}, guessed from "{said}"')
    zone = provinces()[code].zone
    if look.offset is not None and look.offset != zone.value:
        kept = next((one.name for one in Zone if one.value == look.offset), f"UTC{look.offset:+g}")
        look.doubts.append(f"its clock is set to {kept}, that of {provinces()[code].name} is {zone.name}")


def _without_page(url: str, domain: str, error: CollectError) -> Proposal:
    if error.outcome not in (Outcome.BLOCKED, Outcome.DISALLOWED):
        return Proposal(url=url, doubts=(f"the site does not answer: {error.reason} ({error.outcome.value})",))
    entry = _Entry()
    entry.put("name", domain)
    entry.put("domain", domain)
    entry.put("province", ..., "not known")
    entry.put("cms", "custom", "not known")
    entry.put("status", "refuses", error.reason)
    doubts = ("it does not want to be read by programs; ask it, or leave it", "name, province and make are not known")
    return Proposal(
        url=url,
        entry=entry.toml(),
        domain=domain,
        findings=(f"{error.url}: {error.reason} ({error.outcome.value})",),
        doubts=doubts,
    )


def _toml(value: object) -> str:
    """A string or a list of strings as TOML, whose escapes are JSON's."""
    if isinstance(value, list):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return json.dumps(re.sub(r"[\x00-\x1f\x7f]", " ", str(value)), ensure_ascii=False)
