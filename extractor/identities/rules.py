"""The rules of this room: `rules.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from extractor.language.phrases import words_of


@cache
def rules() -> dict[str, Any]:
    """Content of `rules.toml`; read once a process."""
    return tomllib.loads(files("extractor.identities").joinpath("rules.toml").read_text(encoding="utf-8"))


def limit(name: str) -> int:
    """A figure of `[limits]`."""
    return int(rules()["limits"][name])


@cache
def phrases(*path: str) -> frozenset[tuple[str, ...]]:
    """A list of phrases, each as its words: `phrases("titles", "words", "shared")`."""
    entry = rules()
    for name in path[:-1]:
        entry = entry[name]
    return frozenset(words_of(phrase) for phrase in entry[path[-1]])


@cache
def opened(*path: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """A table of phrases and what each means, the longest first: the first that opens a name decides."""
    entry = rules()
    for name in path:
        entry = entry[name]
    found = ((words_of(phrase), str(meaning)) for phrase, meaning in entry.items())
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one[0])))


def opens(words: tuple[str, ...], known: frozenset[tuple[str, ...]]) -> int:
    """How many words of the longest known phrase open `words`; 0 if none does."""
    return next((size for size in range(len(words), 0, -1) if words[:size] in known), 0)
