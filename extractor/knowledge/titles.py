"""Offices and the ties of private people: `titles.toml`."""

from __future__ import annotations

from functools import cache, lru_cache

from extractor.knowledge.files import load_toml
from extractor.language.phrases import Phrases, words_of


@cache
def offices() -> Phrases[str]:
    """Office titles; the value is `government` for heads of areas, else `general`."""
    data = load_toml("titles.toml")["offices"]
    book: Phrases[str] = Phrases()
    for title in data["government_heads"]:
        book.add(title, "government")
    for title in data["general"]:
        book.add(title, "general")
    return book


@cache
def acting() -> Phrases[str]:
    """Words before an office held for a time: Pj, Plt, Penjabat."""
    return Phrases((word, word) for word in load_toml("titles.toml")["offices"]["acting"])


@cache
def kin() -> Phrases[str]:
    """Words of kinship and inheritance that tie a private person to another, those in -nya ("istrinya") too."""
    return _with_owned(load_toml("titles.toml")["private"]["kin"])


@cache
def trades() -> Phrases[str]:
    """Trades and walks of life of private people, those in -nya ("sopirnya") too."""
    return _with_owned(load_toml("titles.toml")["private"]["trades"])


def _with_owned(words: list[str]) -> Phrases[str]:
    return Phrases((form, word) for word in words for form in (word, f"{word}nya"))


@cache
def given_names() -> frozenset[str]:
    """Given names that open a personal name, in lower case."""
    return frozenset(load_toml("given_names.toml")["names"].split())


@cache
def headline_verbs() -> frozenset[str]:
    """Verbs that headlines write with a capital."""
    return frozenset(load_toml("titles.toml")["headline_verbs"]["words"])


@cache
def around(name: str) -> frozenset[str]:
    """A list of small words around people: `[around]` of `titles.toml` says what each announces."""
    return frozenset(load_toml("titles.toml")["around"][name])


@cache
def speech_before() -> frozenset[str]:
    """Verbs of speech that stand before the speaker ("ujar")."""
    return frozenset(load_toml("titles.toml")["speech"]["before"])


@cache
def speech_after() -> frozenset[str]:
    """Verbs that stand after a person who speaks or does ("mengatakan")."""
    return frozenset(load_toml("titles.toml")["speech"]["after"])


@lru_cache(maxsize=4096)
def title_key(title: str) -> tuple[str, ...]:
    """An office's title as compared: short forms spelled out, acting prefixes dropped ("Pj Walikota" is "wali kota")."""
    words = words_of(title)
    while (prefix := acting().match(words, 0)) is not None:
        words = words[prefix[0] :]
    for size in range(len(words), 0, -1):
        if words[:size] in _same():
            return _same()[words[:size]] + words[size:]
    return words


@cache
def _same() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {words_of(short): words_of(full) for short, full in load_toml("titles.toml")["same"].items()}
