"""When a found fact counts as the gold fact: one small question a family.

Names are compared by their words, tolerant of word order, titles, short forms and a slip of spelling; codes and figures
are compared as such. None of this looks at where in the article a fact was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from extractor.evaluate.facts import FigureFact, PersonFact
from extractor.evaluate.lexicon import lexicon, words

# Shares of agreement from which two names count as one; part of the definition of the figures.
_TITLE_CUT = 0.9
_PERSON_CUT = 0.87
_ORGANIZATION_OVERLAP = 0.8
_ORGANIZATION_CUT = 0.9
_PLACE_CUT = 0.88
_ROLE_OVERLAP = 0.66
_FIGURE_TOLERANCE = 1e-6

AGENCY = "bpjs ketenagakerjaan"


def close(a: str, b: str, cut: float) -> bool:
    """Do two strings agree in at least the share `cut` (0 to 1) of their characters, in order?"""
    return SequenceMatcher(None, a, b).ratio() >= cut


def overlap(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of the words that two phrases have in common, 0 to 1 (Dice's coefficient); 0 where either is empty."""
    x, y = set(a), set(b)
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


def same_title(a: str, b: str) -> bool:
    """Two headlines, but for punctuation and a word or so."""
    return close(" ".join(words(a)), " ".join(words(b)), _TITLE_CUT)


def _without(text: str, dropped: frozenset[str]) -> tuple[str, ...]:
    """The words of `text` that are not dropped; all of them where nothing would be left."""
    return tuple(word for word in words(text) if word not in dropped) or words(text)


def _person_key(name: str) -> tuple[str, ...]:
    bare = tuple(word for word in words(name.split(",", maxsplit=1)[0]) if word not in lexicon().honorifics)
    return bare or words(name)


@lru_cache(maxsize=65536)
def same_person(a: str, b: str) -> bool:
    """Two names of a person: the same words, one within the other by two words or more, or a slip of spelling."""
    x, y = _person_key(a), _person_key(b)
    if not x or not y:
        return False
    short, long = (x, y) if len(x) <= len(y) else (y, x)
    within = set(short) <= set(long) and len(short) >= min(2, len(long))
    return x == y or within or close(" ".join(x), " ".join(y), _PERSON_CUT)


@lru_cache(maxsize=65536)
def same_organization(a: str, b: str) -> bool:
    """Two names of a body, but for words of level ("Kabupaten", "Kantor") and small differences."""
    dropped = lexicon().dropped_from_names
    x, y = _without(a, dropped), _without(b, dropped)
    return x == y or overlap(x, y) >= _ORGANIZATION_OVERLAP or close(" ".join(x), " ".join(y), _ORGANIZATION_CUT)


@lru_cache(maxsize=65536)
def same_place(a: str, b: str) -> bool:
    """Two names of an area, whatever its level; spaces do not count ("Padang Sidempuan", "Padangsidempuan")."""
    dropped = lexicon().dropped_from_areas
    x, y = _without(a, dropped), _without(b, dropped)
    return x == y or close("".join(x), "".join(y), _PLACE_CUT)


@lru_cache(maxsize=65536)
def same_role(a: str, b: str) -> bool:
    """Two offices that share two thirds of their words."""
    dropped = lexicon().dropped_from_roles
    x, y = ([word for word in words(text) if word not in dropped] for text in (a, b))
    return x == y or overlap(x, y) >= _ROLE_OVERLAP


def same_code(a: str, b: str) -> bool:
    """Two program codes or regulation ids, whatever their case."""
    return a.lower() == b.lower()


def same_value(a: float, b: float) -> bool:
    """Two figures, but for the rounding of floating point."""
    return abs(a - b) <= _FIGURE_TOLERANCE * max(1.0, abs(a))


def same_amount(a: FigureFact, b: FigureFact) -> bool:
    """Two sums of money, whatever they are for."""
    return same_value(a["value"], b["value"])


def same_quantity(a: FigureFact, b: FigureFact) -> bool:
    """Two counts of the same sort of thing; people are not told apart by the words for them."""
    groups = lexicon().unit_groups
    x, y = a.get("unit"), b.get("unit")
    return same_value(a["value"], b["value"]) and groups.get(x or "", x) == groups.get(y or "", y)


def same_named(a: PersonFact, b: PersonFact) -> bool:
    """Two people by their names alone; their roles are a family of their own."""
    return same_person(a["name"], b["name"])


def is_agency(name: str) -> bool:
    """Is this BPJS Ketenagakerjaan or one of its offices?"""
    return AGENCY in " ".join(words(name))


def is_agency_as_such(name: str) -> bool:
    """Is this BPJS Ketenagakerjaan itself, not a branch?"""
    return " ".join(words(name)) == AGENCY


def same_participant(a: str, b: str) -> bool:
    """Two names of a person or body; the agency and its branch stand for one another."""
    return (is_agency(a) and is_agency(b)) or same_person(a, b) or same_organization(a, b)
