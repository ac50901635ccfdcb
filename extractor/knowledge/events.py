"""Event words, status cues and what belongs to which event: `events.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.knowledge.files import load_toml
from extractor.language.phrases import Phrases, words_of
from extractor.records import EventType


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups of words that announce an event together within a number of words of each other."""

    type: EventType
    within: int
    weight: float


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means for events: weights by itself, its side in pairs, what it speaks against or rules out, a status."""

    alone: tuple[tuple[EventType, float], ...]
    first: tuple[int, ...]  # numbers of pairs in whose first group it is
    second: tuple[int, ...]
    unless: tuple[EventType, ...]
    never: tuple[EventType, ...]
    status: str | None


@dataclass(frozen=True, slots=True)
class EventWords:
    """All of `events.toml` that sentences are scored by."""

    book: Phrases[Meaning]
    pairs: tuple[Pair, ...]
    figures: dict[EventType, dict[str, float]]
    needs_figure: frozenset[EventType]
    occasions: frozenset[EventType]
    threshold: float
    lead_bonus: float
    against: float


@cache
def event_words() -> EventWords:
    """The event words, read once a process.

    Raises:
        ValueError: if the file names an event type or a status that does not exist.
    """
    data = load_toml("events.toml")
    raw: dict[tuple[str, ...], dict[str, Any]] = {}
    phrases: dict[tuple[str, ...], str] = {}

    def entry(phrase: str) -> dict[str, Any]:
        words = words_of(phrase)
        phrases.setdefault(words, phrase)
        return raw.setdefault(
            words, {"alone": [], "first": [], "second": [], "unless": [], "never": [], "status": None}
        )

    pairs: list[Pair] = []
    for name, rule in data["type"].items():
        kind = EventType(name)
        for phrase, weight in rule["alone"].items():
            entry(phrase)["alone"].append((kind, float(weight)))
        for pair in rule["pairs"]:
            for phrase in pair["a"]:
                entry(phrase)["first"].append(len(pairs))
            for phrase in pair["b"]:
                entry(phrase)["second"].append(len(pairs))
            pairs.append(Pair(kind, pair["within"], float(pair["weight"])))
        for phrase in rule["unless"]:
            entry(phrase)["unless"].append(kind)
        for phrase in rule.get("never", ()):
            entry(phrase)["never"].append(kind)
    for status, words in data["status"].items():
        if status not in ("planned", "urged", "ongoing", "past"):
            raise ValueError(f"events.toml: no such status: {status}")
        for phrase in words:
            entry(phrase)["status"] = status
    book: Phrases[Meaning] = Phrases()
    for words, found in raw.items():
        book.add(
            phrases[words],
            Meaning(
                tuple(found["alone"]),
                tuple(found["first"]),
                tuple(found["second"]),
                tuple(found["unless"]),
                tuple(found["never"]),
                found["status"],
            ),
        )
    types = data["type"].items()
    return EventWords(
        book,
        tuple(pairs),
        {EventType(name): rule.get("figures", {}) for name, rule in types},
        frozenset(EventType(name) for name, rule in types if rule.get("needs_figure")),
        types_in("occasions"),
        data["threshold"],
        data["lead_bonus"],
        data["against"],
    )


@cache
def affinity() -> dict[str, dict[str, dict[EventType, float]]]:
    """How well a kind of amount or quantity fits a type of event, 0 to 1."""
    return {
        family: {kind: {EventType(name): weight for name, weight in types.items()} for kind, types in kinds.items()}
        for family, kinds in load_toml("events.toml")["affinity"].items()
    }


@cache
def types_in(group: str) -> frozenset[EventType]:
    """A group of types; `[groups]` of `events.toml` says what each is for."""
    return frozenset(EventType(name) for name in load_toml("events.toml")["groups"][group])


@cache
def small_words(name: str) -> frozenset[str]:
    """A list of small words; `[words]` of `events.toml` says what each tells."""
    return frozenset(load_toml("events.toml")["words"][name])


@cache
def owned_figures() -> frozenset[str]:
    """Kinds of figures that only one type of event has."""
    return frozenset(load_toml("events.toml")["figures"]["owned"])
