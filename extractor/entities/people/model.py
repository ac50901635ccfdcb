"""What is known of one person: mentions, ties to offices and to other people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from extractor.entities.offices import Office
from extractor.language.names import Name
from extractor.language.spans import Span

RULE: Final = frozenset({"rule"})
NETWORK: Final = frozenset({"network"})


@dataclass(frozen=True, slots=True)
class Tie:
    """What a person is: an office, or the words that tie a private person to the story.

    `sources` says who found it: the rules, the network, or both; `before` whether it stands before the name.
    """

    text: str
    title: str
    office: Office | None
    sources: frozenset[str] = RULE
    before: bool = False


@dataclass(slots=True)
class Mention:
    """A person named at words `[start, end)`; the name proper is `[first, last)`."""

    name: Name
    text: str
    evidence: frozenset[str]
    ties: list[Tie] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """A person of the post; `ties[0]` is the main one. `mentions` are in text order, offices without a name included."""

    name: str
    honorifics: list[str]
    aliases: list[str]
    ties: list[Tie]
    mentions: list[Span]
    kin_of_other: bool = False  # named only to say whose kin somebody is: "istri almarhum Wijayanto"


def proper_name(name: str) -> str:
    """A name printed in capitals in its usual case; initials stay."""
    words = name.split()
    if all(w.isupper() for w in words) and any(len(w) > 3 for w in words):
        return " ".join(w if len(w.rstrip(".")) == 1 else w.capitalize() for w in words)
    return name
