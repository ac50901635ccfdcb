"""How keywords are asked of a site's search, and how they are found in headlines, addresses and texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from extractor.collect.discovery.rules import rules, slug
from extractor.collect.discovery.ways import Asked


def questions(keywords: Iterable[str], *, parts: bool) -> list[str]:
    """What is typed into a search, one after the other, so that the union has every post that holds a keyword.

    `parts` says that the search finds words inside words, and posts that hold all words anywhere, as WordPress does
    (`LIKE '%word%'` for each). There a keyword need not be asked if another asks for less: each word of "Jamsostek" stands
    in "BPJamsostek", so the first finds all posts of the second. Of the five spellings of the agency four remain.
    """
    asked = list(dict.fromkeys(" ".join(keyword.split()) for keyword in keywords if keyword.strip()))
    if not parts:
        return asked
    return [one for one in asked if not any(_asks_less(other, one) for other in asked if other != one)]


def _asks_less(one: str, other: str) -> bool:
    """Does a search for `one` find whatever a search for `other` finds? Two that find the same keep the first of the alphabet."""
    if not all(word in other.casefold() for word in one.casefold().split()):
        return False
    same = all(word in one.casefold() for word in other.casefold().split())
    return not same or one < other


def phrases(asked: Asked, *, wide: bool = False) -> tuple[str, ...]:
    """The keywords as they stand in addresses; if one is a spelling of the agency's name, all its spellings."""
    known = rules()
    own = tuple(filter(None, map(slug, asked.keywords)))
    agency = any(one in known.spellings for one in own)
    more = (*known.spellings, *(known.wide if wide or asked.wide else ())) if agency else ()
    return tuple(dict.fromkeys((*own, *more)))


def mentions(text: str, wanted: tuple[str, ...]) -> bool:
    """Does a text (headline, body, slug) hold one of the `phrases`? A phrase begins with a word and may end within one."""
    words = f"-{slug(text)}"
    return any(f"-{phrase}" in words for phrase in wanted)


def words_of_address(url: str) -> str:
    """The path of an address, as far as it is made of words: numbers and file endings mean nothing."""
    return re.sub(r"\.\w{2,5}$", "", unquote(urlsplit(url).path))
