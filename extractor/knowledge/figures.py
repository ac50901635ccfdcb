"""What figures count and say: `figures.toml`."""

from __future__ import annotations

from functools import cache

from extractor.knowledge.files import load_toml
from extractor.language.phrases import Phrases
from extractor.records import QuantityUnit


@cache
def units() -> Phrases[QuantityUnit | None]:
    """Counted nouns and their units; `None` for nouns that make no fact of the number before them."""
    data = load_toml("figures.toml")
    book: Phrases[QuantityUnit | None] = Phrases()
    for phrase in data["no_unit"]["words"]:
        book.add(phrase, None)
    for unit, phrases in data["units"].items():
        for phrase in phrases:
            book.add(phrase, QuantityUnit(unit))
    return book


@cache
def no_units() -> Phrases[bool]:
    """Nouns that make no fact of the number before them: ages, times, distances."""
    return Phrases((phrase, True) for phrase in load_toml("figures.toml")["no_unit"]["words"])


@cache
def between() -> frozenset[str]:
    """Words that may stand between a number and its noun."""
    return frozenset(load_toml("figures.toml")["between"])


@cache
def counting(name: str) -> frozenset[str]:
    """A list of small words around figures; `[counting]` of `figures.toml` says where they stand."""
    return frozenset(load_toml("figures.toml")["counting"][name])
