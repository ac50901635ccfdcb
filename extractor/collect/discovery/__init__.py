"""Discovery: which addresses of an outlet may hold a post about the agency.

    outlet, Asked --way--> Candidate, Candidate, …

One module a way: `wordpress` (REST), `feeds` (RSS, Atom, WordPress's search as a feed), `blogger`, `sitemaps`, `listings` (search
and tag pages). What is special of a CMS family is data (`knowledge/outlets/_discovery.toml`, read by `rules`).
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.collect.discovery import blogger, feeds, listings, sitemaps, wordpress
from extractor.collect.discovery.rules import ways_of
from extractor.collect.discovery.ways import Asked, Getter, Report, Way, WayClosed, ends_all
from extractor.collect.fetching import Stopped
from extractor.collect.model import Candidate, CollectError
from extractor.documents.identity import canonical_key
from extractor.knowledge.outlets import Outlet

__all__ = ["WAYS", "Asked", "Getter", "Report", "Way", "WayClosed", "candidates", "plan", "ways_of"]

WAYS: dict[str, Way] = {
    "wordpress": Way(wordpress.discover, wordpress.addresses),
    "feed": Way(feeds.discover, feeds.addresses),
    "blogger": Way(blogger.discover, blogger.addresses),
    "sitemap": Way(sitemaps.discover, sitemaps.addresses),
    "listing": Way(listings.discover, listings.addresses),
}
"""The ways by the names that the registry and `Candidate.via` know them by."""


def candidates(outlet: Outlet, asked: Asked, get: Getter, report: Report) -> Iterator[Candidate]:
    """The outlet's candidates, each post once, none outside the window where its day is known.

    The outlet's ways are gone in order until one has been gone to its end; all of them if the entry says `all_ways`. `report`
    hears of every way that was tried. A host that refuses is not asked further.

    Raises:
        Stopped: when the run is to stop; anything else that went wrong is reported.
    """
    seen: set[str] = set()
    for name in ways_of(outlet):
        found = 0
        try:
            for one in WAYS[name].discover(outlet, asked, get):
                key = canonical_key(one.url)
                if key is None or key in seen or not asked.window.holds(one.day):
                    continue
                seen.add(key)
                found += 1
                yield one
        except WayClosed as closed:
            report(name, False, closed.reason, found)
        except CollectError as error:
            report(name, False, f"{error.reason} ({error.outcome.value})", found)
            if isinstance(error, Stopped):
                raise
            if ends_all(error):
                return
        else:
            report(name, True, "", found)
            if not outlet.all_ways:
                return


def plan(outlet: Outlet, asked: Asked) -> list[str]:
    """The addresses that `candidates` would begin with; nothing is asked. The other ways come only if the first is closed."""
    names = ways_of(outlet)
    return [url for name in (names if outlet.all_ways else names[:1]) for url in WAYS[name].addresses(outlet, asked)]
