"""The text of a post cut where facts begin and end, so that facts that overlap can all be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractor.records import Event, Record
from extractor.review.model import Family, Place
from extractor.review.state import Entry, State

BACKGROUND: Final = frozenset({"evidence", "quotes"})
"""Kinds that are whole sentences: they are shown, but a click there means what stands within."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the text that a fact was read from.

    Attributes:
        place: where.
        kind: a family of facts, or `trigger`, `evidence`, `date`, `venue` of an event, `role` of a person.
        key: of the fact.
        anchor: name of the place in the page.
        holds: is it a fact, as far as is known?
    """

    place: Place
    kind: str
    key: str
    anchor: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text without a border of a mark inside.

    Attributes:
        text: the piece.
        marks: that cover it, the shortest first.
        anchors: of the marks that begin here.
    """

    text: str
    marks: tuple[Mark, ...]
    anchors: tuple[str, ...]

    @property
    def keys(self) -> str:
        """Keys of its facts, each once."""
        return " ".join(dict.fromkeys(one.key for one in self.marks))

    @property
    def front(self) -> Mark | None:
        """The mark that a click means."""
        return next((one for one in self.marks if one.kind not in BACKGROUND), None)

    @property
    def kinds(self) -> str:
        """Classes of its marks, for the style sheet."""
        return " ".join(dict.fromkeys(f"m-{one.kind}" if one.holds else "m-rejected" for one in self.marks))


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """Cut a text at the borders of marks; the pieces together are the text."""
    ordered = sorted(marks, key=lambda one: (one.place.start, -one.place.end))
    borders = sorted({0, len(text), *(edge for one in ordered for edge in (one.place.start, one.place.end))})
    cut: list[Segment] = []
    open_marks: list[Mark] = []
    at = 0
    for start, end in pairwise(borders):
        open_marks = [one for one in open_marks if one.place.end > start]
        begun = []
        while at < len(ordered) and ordered[at].place.start == start:
            begun.append(ordered[at])
            at += 1
        open_marks += begun
        covering = sorted(open_marks, key=lambda one: one.place.end - one.place.start)
        cut.append(Segment(text[start:end], tuple(covering), tuple(one.anchor for one in begun)))
    return cut


def marks_of(record: Record, state: State) -> list[Mark]:
    """All marks of a record as it stands."""
    events = {event.id: event for event in record.events}
    people = {person.id: person for person in record.people}
    found: list[Mark] = []
    for entry in state.entries:
        kind = "trigger" if entry.fact.family is Family.EVENTS else entry.fact.family.value
        for number, place in enumerate(entry.fact.places, 1):
            found.append(Mark(place, kind, entry.key, f"at-{entry.key}-{number}", entry.holds))
        told = entry.found.id if entry.found is not None else None
        if told in events and entry.fact.family is Family.EVENTS:
            found += _of_event(record.article.text, events[told], entry)
        elif told in people and entry.fact.family is Family.PEOPLE:
            found += _of_roles(record.article.text, [role.text for role in people[told].roles], entry)
    return found


def _of_event(text: str, event: Event, entry: Entry) -> Iterator[Mark]:
    spans = [
        Place(one.start, one.end, one.text or "")
        for one in event.evidence
        if one.start is not None and one.end is not None
    ]
    for number, place in enumerate(spans, 1):
        yield Mark(place, "evidence", entry.key, f"told-{entry.key}-{number}", entry.holds)
    for kind, words in (("date", event.date.text if event.date else None), ("venue", event.venue)):
        found = _within(text, words, spans)
        if found is not None:
            yield Mark(found, kind, entry.key, f"{kind}-{entry.key}", entry.holds)


def _of_roles(text: str, roles: Iterable[str], entry: Entry) -> Iterator[Mark]:
    """The record keeps the words of a role, not their place: they stand where the person is named."""
    for number, words in enumerate(roles, 1):
        places = [
            Place(at, at + len(words), words)
            for near in entry.fact.places
            if (at := _nearest(text, words, near.start)) is not None
        ]
        if places:
            near = min(places, key=lambda one: min(abs(one.start - mention.start) for mention in entry.fact.places))
            yield Mark(near, "role", entry.key, f"role-{entry.key}-{number}", entry.holds)


def _within(text: str, words: str | None, spans: Iterable[Place]) -> Place | None:
    """The place of words that the record keeps without one: in the evidence, else in the text if they stand there once."""
    if not words:
        return None
    for span in spans:
        at = text.find(words, span.start, span.end)
        if at >= 0:
            return Place(at, at + len(words), words)
    at = text.find(words)
    return Place(at, at + len(words), words) if at >= 0 and text.find(words, at + 1) < 0 else None


_NEAR: Final = 300  # characters between a name and the words of its role


def _nearest(text: str, words: str, start: int) -> int | None:
    if not words:
        return None
    before = text.rfind(words, max(0, start - _NEAR), start + len(words))
    after = text.find(words, start, start + _NEAR + len(words))
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - start), default=None)
