"""What the words around a name say about it being an area: `areas_context.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.knowledge.areas import area_key
from extractor.knowledge.files import load_toml
from extractor.knowledge.institutions import public_words
from extractor.records import PlaceKind


@dataclass(frozen=True, slots=True)
class AreaWords:
    """Words in lower case without period; names as keys of `area_key`.

    - `levels`: word of level before a name ("kabupaten"); `doubtful`: those of them that are more often something else
    - `opening`, `closing`: words that begin or end names of villages; `unlisted`: word of level of what no decree lists
    - `not_names`: what follows a word of level and is no name
    - `offices`: office or body, of one or two words, that fixes the level ("bupati", "wali kota")
    - `before`: words before an area in the name of an office; `public`: words that public offices are named with
    - `places`: words that say where
    - `heads`: words that open a name of something else; `ends`: those of them that are in no name of a village
    - `tails`: words after a name that make a paper or a firm of it
    - `weak`: keys of names that are as often something else; `phrases`: as printed, in which no area is
      meant, by their first word
    - `regions`: keys of islands that stand for a part of the country
    """

    levels: dict[str, PlaceKind]
    doubtful: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    unlisted: frozenset[str]
    not_names: frozenset[str]
    offices: dict[str, PlaceKind]
    before: frozenset[str]
    public: frozenset[str]
    places: frozenset[str]
    heads: frozenset[str]
    ends: frozenset[str]
    tails: frozenset[str]
    weak: frozenset[str]
    phrases: dict[str, tuple[str, ...]]
    regions: frozenset[str]


@cache
def area_words() -> AreaWords:
    """Return the words, read once a process."""
    data = load_toml("areas_context.toml")
    levels, offices, heads = data["levels"], data["offices"], data["other"]["heads"]
    kinds = [PlaceKind.PROVINCE, PlaceKind.REGENCY, PlaceKind.CITY, PlaceKind.DISTRICT, PlaceKind.VILLAGE]
    return AreaWords(
        levels={word: kind for kind in kinds for word in levels[kind]},
        doubtful=frozenset(levels["doubtful_levels"]),
        opening=frozenset(levels["opening_names"]),
        closing=frozenset(levels["closing_names"]),
        unlisted=frozenset(levels["unlisted"]),
        not_names=frozenset(levels["not_names"]),
        offices={word: kind for kind in kinds for word in offices.get(kind, ())},
        before=frozenset(data["before"]["words"]),
        public=public_words() - {word for kind in kinds for word in levels[kind]},
        places=frozenset(data["before"]["places"]),
        heads=frozenset(word for group in heads.values() for word in group),
        ends=frozenset(word for group in ("people", "bodies", "streets") for word in heads[group]),
        tails=frozenset(data["after"]["tails"]),
        weak=frozenset(area_key(name) for name in data["weak"]["names"]),
        phrases=_by_first_word(data["weak"]["phrases"]),
        regions=frozenset(area_key(name) for name in data["regions"]["names"]),
    )


def _by_first_word(phrases: list[str]) -> dict[str, tuple[str, ...]]:
    firsts = {phrase.split(" ")[0].split("-")[0] for phrase in phrases}
    return {first: tuple(phrase for phrase in phrases if phrase.startswith(first)) for first in firsts}
