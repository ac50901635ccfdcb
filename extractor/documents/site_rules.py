"""Where the parts of a post stand on a page: rules of sites and CMS families (`knowledge/outlets/_rules.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from extractor.knowledge.outlets import Outlet

COMMON = ("wordpress", "blogger", "custom")
"""The families that a site of unknown make most likely belongs to."""

_COMPOUND = re.compile(r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+|\[[\w:-]+(?:[*^]?=[^\]]*)?\])*)")
_SIMPLE = re.compile(r"\.(?P<cls>[\w-]+)|#(?P<id>[\w-]+)|\[(?P<attr>[\w:-]+)(?:(?P<op>[*^]?=)(?P<value>[^\]]*))?\]")


@dataclass(frozen=True, slots=True)
class SiteRule:
    """Selectors of one site (`domain`) or CMS family; the rule holds for pages published up to `valid_until`."""

    family: str | None
    domain: str | None
    body: tuple[str, ...]
    dates: tuple[str, ...]
    authors: tuple[str, ...]
    drop: tuple[str, ...]
    valid_until: date | None

    def holds(self, published: date | None) -> bool:
        """Does the rule speak of a page of that day?"""
        return self.valid_until is None or published is None or published <= self.valid_until


@dataclass(frozen=True, slots=True)
class SiteRules:
    """All rules, the words that mark furniture on any page, and the selectors of page-number bars."""

    rules: tuple[SiteRule, ...]
    drop_words: frozenset[str]
    pages: tuple[str, ...]

    def for_page(self, outlet: Outlet | None, published: date | None) -> list[SiteRule]:
        """The rules to try, the site's own first, then its family's, then the common families', then the rest."""
        domain, family = (outlet.domain, outlet.cms) if outlet else (None, None)
        valid = [
            rule for rule in self.rules if rule.holds(published) and (rule.domain is None or rule.domain == domain)
        ]
        return sorted(valid, key=lambda rule: (rule.domain is None, rule.family != family, rule.family not in COMMON))


@cache
def site_rules() -> SiteRules:
    """The rules of the package.

    Raises:
        ValueError: for a selector that cannot be read.
    """
    data = tomllib.loads((files("extractor.knowledge") / "outlets" / "_rules.toml").read_text(encoding="utf-8"))
    rules = tuple(
        SiteRule(
            family=row.get("family"),
            domain=row.get("domain"),
            body=tuple(row.get("body", ())),
            dates=tuple(row.get("date", ())),
            authors=tuple(row.get("author", ())),
            drop=tuple(row.get("drop", ())),
            valid_until=row.get("valid_until"),
        )
        for row in data["rule"]
    )
    for rule in rules:
        for selector in (*rule.body, *rule.dates, *rule.authors, *rule.drop):
            xpath_of(selector)
    return SiteRules(rules, frozenset(data["drop_words"]), tuple(data["pages"]))


@cache
def xpath_of(selector: str) -> str:
    """XPath of a selector: a compound of tag, `.class`, `#id`, `[attr=value]`; a space means "somewhere within".

    Raises:
        ValueError: for any other selector.
    """
    path = ""
    for compound in selector.split():
        match = _COMPOUND.fullmatch(compound)
        if match is None:
            raise ValueError(f"not a selector: {selector!r}")
        tests = []
        for simple in _SIMPLE.finditer(match["rest"] or ""):
            if simple["cls"]:
                tests.append(f"contains(concat(' ',normalize-space(@class),' '),' {simple['cls']} ')")
            elif simple["id"]:
                tests.append(f"@id='{simple['id']}'")
            elif simple["op"] is None:
                tests.append(f"@{simple['attr']}")
            else:
                value = simple["value"].strip("\"'")
                part = {"=": f"@{simple['attr']}='{value}'", "*=": f"contains(@{simple['attr']},'{value}')"}
                tests.append(part.get(simple["op"], f"starts-with(@{simple['attr']},'{value}')"))
        path += f"//{match['tag'] or '*'}" + "".join(f"[{test}]" for test in tests)
    return f".{path}"


def select(tree: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    """The elements of the first selector that finds any."""
    for selector in selectors:
        found: list[HtmlElement] = tree.xpath(xpath_of(selector))
        if found:
            return found
    return []
