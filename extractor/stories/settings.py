"""The rules by which articles are compared, as `rules.toml` and `words.toml` give them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Rules:
    """What `rules.toml` says; what each means is told there.

    Attributes:
        threshold: points from which on two articles are linked.
        together: mean points between groups of articles that may be joined.
        relevant: relevance under which an article is linked as a copy only.
        sure: confidence of events that an article may be about.
        at_the_beginning: characters within which it tells what it is about.
        behind: characters after which it tells of other things.
        copy: share of shingles that makes a copy.
        window: days between two articles of one happening.
        told_after: days within which a happening is told.
        event_days_apart: days between two tellings of one happening.
        unprinted_days_apart: the same where a day is not printed with a number.
        template: when two texts are one wording with other facts.
        caps: on what grows with the store.
        fingerprint: of MinHash.
        points: by kind of evidence.
        types: event types by which a happening of a type is told, too.
        days: words by which a text tells days.
        people: words of roles and names.
        programs: programs that tell one happening from others.
        figures: rules for figures.
    """

    threshold: float
    together: float
    relevant: float
    sure: float
    at_the_beginning: int
    behind: int
    copy: float
    window: int
    told_after: int
    event_days_apart: int
    unprinted_days_apart: int
    template: Mapping[str, float]
    caps: Mapping[str, int]
    fingerprint: Mapping[str, int]
    points: Mapping[str, float]
    types: Mapping[str, list[str]]
    days: Mapping[str, list[str]]
    people: Mapping[str, list[str]]
    programs: Mapping[str, list[str]]
    figures: Mapping[str, Any]

    def fits(self, one: str, other: str) -> bool:
        """May one happening be told as the one type here, as the other there?"""
        return other in self.types.get(one, ()) or one in self.types.get(other, ())


@cache
def rules() -> Rules:
    """The rules; read once a process."""
    return Rules(**_load("rules.toml"))


class Commonness:
    """How common words are in posts of this genre."""

    def __init__(self) -> None:
        data = _load("words.toml")
        self._posts: int = data["posts"]
        self._in = {word: group["in"] for group in data["words"] for word in group["list"].split()}

    def known(self, word: str) -> bool:
        """Is it a word that several posts hold?"""
        return word in self._in

    def weight(self, word: str) -> float:
        """What a word tells: 0 for one that nearly all posts hold, about 5 for one that hardly any does."""
        return math.log((self._posts + 1) / (self._in.get(word, 1) + 1))


@cache
def commonness() -> Commonness:
    """The commonness of words; read once a process."""
    return Commonness()


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("extractor.stories").joinpath(name).read_text(encoding="utf-8"))
