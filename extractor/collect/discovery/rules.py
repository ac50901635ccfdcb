"""The rules of the CMS families (`knowledge/outlets/_discovery.toml`) and the addresses they make."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote_plus, urljoin

import soupsieve

from extractor.knowledge.files import load_toml
from extractor.knowledge.outlets import FAMILIES, WAYS, Outlet

_RULE_KEYS = frozenset({"item", "link", "title", "date", "next", "valid_until"})
_FAMILY_KEYS = frozenset({"discover", "search_feeds", "feeds", "listings", "sitemaps", "markup"})


@dataclass(frozen=True, slots=True)
class ListingRule:
    """CSS selectors of a listing page: `link`, `title` and `date` within an `item`, `next` on the page."""

    item: str
    link: str = "a[href]"
    title: str | None = None
    date: str | None = None
    next: str | None = None
    valid_until: datetime.date | None = None

    def holds(self, day: datetime.date) -> bool:
        """Does the rule speak of pages fetched on that day?"""
        return self.valid_until is None or day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Family:
    """How the posts of a CMS family are found; the lists of addresses are alternatives, in the order to try them."""

    discover: tuple[str, ...]
    search_feeds: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    markup: tuple[ListingRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """All of `_discovery.toml`."""

    families: dict[str, Family]
    spellings: tuple[str, ...]
    wide: tuple[str, ...]
    sitemaps: tuple[str, ...]
    not_posts: tuple[str, ...]


@cache
def rules() -> Rules:
    """The rules of the package.

    Raises:
        ValueError: for an unknown family, way or key, and for a selector that cannot be read.
    """
    data = load_toml("outlets/_discovery.toml")
    return Rules(
        families={name: _family(name, row) for name, row in data["family"].items()},
        spellings=tuple(data["keywords"]["spellings"]),
        wide=tuple(data["keywords"]["wide"]),
        sitemaps=tuple(data["sitemaps"]["addresses"]),
        not_posts=tuple(data["sitemaps"]["not_posts"]),
    )


def family_of(outlet: Outlet) -> Family:
    """The rules of the outlet's family."""
    return rules().families[outlet.cms]


def ways_of(outlet: Outlet) -> tuple[str, ...]:
    """The ways to find the outlet's posts, in order: its own, else its family's."""
    return outlet.discover or family_of(outlet).discover


def address(outlet: Outlet, template: str, query: str = "", page: int = 1) -> str:
    """The address of a template: `{query}`, `{slug}` and `{page}` filled in, the outlet's host before a bare path."""
    filled = template.replace("{query}", quote_plus(query)).replace("{slug}", slug(query)).replace("{page}", str(page))
    return filled if "//" in filled.partition("?")[0] else outlet.home + filled


def absolute(base: str, link: str) -> str | None:
    """The web address that a link on a page means; `None` for a link to anything else."""
    try:
        url = urljoin(base, link.strip())
    except ValueError:
        return None
    return url if re.match(r"https?://[^/]", url) else None


def slug(text: str) -> str:
    """As words stand in addresses: small letters and digits, all else one hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _family(name: str, row: dict[str, Any]) -> Family:
    if name not in FAMILIES:
        raise ValueError(f"_discovery.toml: unknown family {name!r}")
    if unknown := (set(row) - _FAMILY_KEYS) | (set(row["discover"]) - WAYS):
        raise ValueError(f"_discovery.toml: {name}: unknown {', '.join(sorted(unknown))}")
    lists = {key: tuple(value) for key, value in row.items() if key != "markup"}
    return Family(**lists, markup=tuple(_rule(name, rule) for rule in row.get("markup", ())))


def _rule(family: str, row: dict[str, Any]) -> ListingRule:
    if unknown := set(row) - _RULE_KEYS:
        raise ValueError(f"_discovery.toml: {family}: markup: unknown {', '.join(sorted(unknown))}")
    for key in _RULE_KEYS - {"valid_until"} & set(row):
        try:
            soupsieve.compile(row[key])
        except soupsieve.SelectorSyntaxError as error:
            raise ValueError(f"_discovery.toml: {family}: {key}: {error}") from None
    return ListingRule(**row)
