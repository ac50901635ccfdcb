"""Bodies: what opens their names, what kind they are, the words they are made of: `institutions.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.knowledge.files import load_toml
from extractor.language.phrases import Phrases, key
from extractor.records import OrganizationKind, PlaceKind


@dataclass(frozen=True, slots=True)
class Head:
    """A word or phrase that opens the name of a body, and the kind of body it opens."""

    phrase: str
    kind: OrganizationKind


@cache
def heads() -> Phrases[Head]:
    """What opens the name of a body."""
    book: Phrases[Head] = Phrases()
    for kind, entry in load_toml("institutions.toml")["heads"].items():
        for phrase in entry["words"]:
            book.add(phrase, Head(phrase, OrganizationKind(kind)))
    return book


@cache
def governments() -> Phrases[str]:
    """Governments of areas; the value is the full form with `{area}` in it."""
    return Phrases(load_toml("institutions.toml")["governments"].items())


@cache
def branches() -> Phrases[str]:
    """What stands between the agency and an area; the value is the normal form."""
    return Phrases(load_toml("institutions.toml")["agency"]["branches"].items())


@cache
def public_words() -> frozenset[str]:
    """Ordinary words of names of offices, in lower case; a person's name never begins with one."""
    return frozenset(key(word) for word in load_toml("institutions.toml")["words"]["public"].split())


@cache
def industries() -> frozenset[str]:
    """Trades and industries that unions and associations name two of: "Hotel dan Restoran"."""
    return frozenset(load_toml("institutions.toml")["words"]["industries"].split())


@cache
def joiners() -> frozenset[str]:
    """Words that join the parts of a body's name."""
    return frozenset(load_toml("institutions.toml")["words"]["joiners"])


@cache
def ordinary_heads() -> Phrases[bool]:
    """Heads that make a body only with more of a name after them."""
    return Phrases((phrase, True) for phrase in load_toml("institutions.toml")["needs_more"]["words"])


@cache
def spelled() -> Phrases[str]:
    """Short forms of bodies and their full forms."""
    return Phrases(load_toml("institutions.toml")["spelled"].items())


@cache
def sites() -> Phrases[str]:
    """Branches and regional offices of the agency that bear more than the name of one area."""
    return Phrases((name, name) for name in load_toml("institutions.toml")["agency"]["sites"]["names"])


@cache
def winning(name: str) -> frozenset[str]:
    """A list of small words of `[winners]` in `institutions.toml`, which says what each tells."""
    return frozenset(load_toml("institutions.toml")["winners"][name])


@cache
def body_words(name: str) -> frozenset[str]:
    """A list of small words of `[bodies]` in `institutions.toml`, which says what each is."""
    return frozenset(load_toml("institutions.toml")["bodies"][name])


@cache
def name_levels() -> dict[str, tuple[PlaceKind, ...]]:
    """Words of level that stand before an area within a name, and the kind of area each says."""
    kinds = load_toml("institutions.toml")["bodies"]["levels"]
    return {word: (PlaceKind(kind),) for kind, words in kinds.items() for word in words}
