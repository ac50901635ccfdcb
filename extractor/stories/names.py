"""Names of people: whose is whose, and who stands in every other post."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from extractor.records import Person
from extractor.stories.settings import rules

PRIVATE: Final = "private"
LOCAL: Final = "local"
OFFICIAL: Final = "official"
UNPLACED: Final = "unplaced"

_ALIKE = 86  # of 100: "Fransiscus" and "Fransiskus"; a misprint in a name of six letters


@dataclass(frozen=True, slots=True)
class Name:
    """A person of an article.

    Attributes:
        name: as the record gives it.
        parts: of the name, in small letters, titles left out.
        rank: `private`, `local` (holder of a small office), `official` (of one that every other post of the area names), or `unplaced`:
            the article does not say who that is, which may be an official whose office was named before.
    """

    name: str
    parts: tuple[str, ...]
    rank: str


def name_of(person: Person, *, private: bool = False) -> Name:
    """The person as others are compared with it; `private`: is it one who received or died, whatever else is said?"""
    rank = _rank(person.roles[0].text) if person.roles else UNPLACED
    return Name(person.name, name_parts(person.name), PRIVATE if private and rank == UNPLACED else rank)


def name_parts(name: str) -> tuple[str, ...]:
    """Words of a name of three letters at least, in small letters, without those that tell nobody from anybody."""
    titles = rules().people["titles"]
    words = re.findall(r"[^\W\d_]{3,}", name.casefold())
    return tuple(word for word in words if word not in titles)


def _rank(role: str) -> str:
    small = role.casefold()
    people = rules().people
    if any(small.startswith(title) for title in people["local"]):
        return OFFICIAL if "dprd" in small else LOCAL
    return OFFICIAL if any(small.startswith(title) for title in people["officials"]) else PRIVATE


def heads_branch(person: Person) -> bool:
    """Is it the head of a branch of the agency?"""
    role, people = person.roles[0].text.casefold() if person.roles else "", rules().people
    return (
        any(role.startswith(word) for word in people["head"])
        and any(word in role for word in people["branch"])
        and not any(word in role for word in people["no_branch"])
    )


def same_name(one: Name, other: Name) -> bool:
    """Is it one name? Each part of the shorter must be, but for a misprint or a short form, one of the longer."""
    shorter, longer = sorted((one.parts, other.parts), key=lambda parts: (len(parts), parts))
    if not shorter:
        return False
    if len(shorter) == 1 and len(shorter[0]) < 5:
        return shorter == longer
    left = list(longer)
    for part in shorter:
        found = next((word for word in left if _same_part(part, word)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _same_part(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return len(short) > 4 and (long.startswith(short) or fuzz.ratio(short, long) >= _ALIKE)


def stands_in(name: Name, words: Collection[str]) -> bool:
    """Do all parts of a name stand among the capitalised words of a text?"""
    return bool(name.parts) and all(part in words for part in name.parts) and any(len(part) > 3 for part in name.parts)
