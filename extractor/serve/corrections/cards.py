"""Events as cards: what an event says as it stands, each part with the fact it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor.records import Amount, Event, Quantity, Record, RecordWarning
from extractor.review.model import Family
from extractor.review.state import Entry, State, Status


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an event.

    Attributes:
        value: name, code or figure.
        key: of its fact; `None` where no fact of the post is that.
        role: what a participant did, if the extraction says it.
        thing: the amount or quantity of the record, with unit and hedge.
    """

    value: Any
    key: str | None
    role: str | None = None
    thing: Amount | Quantity | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """An event.

    Attributes:
        entry: the event as it stands.
        event: of the record; `None` where a person added it, or the extraction lost it.
        participants: people and organizations.
        place: where it happened.
        programs: codes.
        regulations: ids.
        amounts: sums.
        quantities: counts.
        warnings: about words that it was read from.
    """

    entry: Entry
    event: Event | None
    participants: tuple[Part, ...]
    place: Part | None
    programs: tuple[Part, ...]
    regulations: tuple[Part, ...]
    amounts: tuple[Part, ...]
    quantities: tuple[Part, ...]
    warnings: tuple[RecordWarning, ...]

    @property
    def end(self) -> str | None:
        """Last day of several, where the extraction says it and nobody changed the date."""
        date = self.event.date if self.event is not None else None
        return date.end if date is not None and date.start == self.entry.fact.value["date"] else None


def cards_of(record: Record, state: State) -> list[Card]:
    """The events of a record as it stands, in their order."""
    events = {event.id: event for event in record.events}
    return [
        _card(record, state, entry, events.get(entry.found.id or "") if entry.found else None)
        for entry in state.entries
        if entry.fact.family is Family.EVENTS
    ]


def _card(record: Record, state: State, entry: Entry, event: Event | None) -> Card:
    value = entry.fact.value
    names = {one.id: one.name for one in record.people} | {one.id: one.name for one in record.organizations}
    roles = {names[part.entity]: str(part.role) for part in event.participants} if event else {}
    actors = (Family.PEOPLE, Family.ORGANIZATIONS)
    return Card(
        entry,
        event,
        tuple(Part(name, _key(state, actors, "name", name), roles.get(name)) for name in value["participants"]),
        Part(value["place"], _key(state, (Family.PLACES,), "name", value["place"])) if value["place"] else None,
        tuple(Part(code, _key(state, (Family.PROGRAMS,), "code", code)) for code in value["programs"]),
        tuple(Part(id_, _key(state, (Family.REGULATIONS,), "id", id_)) for id_ in value["regulations"]),
        _figures(state, Family.AMOUNTS, value["amounts"], record.amounts, event.amounts if event else []),
        _figures(state, Family.QUANTITIES, value["quantities"], record.quantities, event.quantities if event else []),
        tuple(_warnings(record, event)) if event and entry.status in (Status.FOUND, Status.ACCEPTED) else (),
    )


def _figures(
    state: State, family: Family, values: Sequence[Any], things: Sequence[Amount | Quantity], ids: Sequence[str]
) -> tuple[Part, ...]:
    """Figures by their values; those that the event names itself come before others of the same value."""
    ordered = sorted(things, key=lambda one: one.id not in ids)
    parts = []
    for value in values:
        thing = next((one for one in ordered if one.value == value), None)
        entry = next(
            (
                one
                for one in state.entries
                if one.fact.family is family
                and one.fact.value["value"] == value
                and (thing is None or (one.found is not None and one.found.id == thing.id))
            ),
            None,
        )
        parts.append(Part(value, entry.key if entry else None, None, thing))
    return tuple(parts)


def _key(state: State, families: Sequence[Family], part: str, value: str) -> str | None:
    return next(
        (one.key for one in state.entries if one.fact.family in families and one.fact.value[part] == value), None
    )


def _warnings(record: Record, event: Event) -> list[RecordWarning]:
    told = [one.text or "" for one in event.evidence] + [event.date.text or "" if event.date else ""]
    return [one for one in record.warnings if one.text and any(one.text in words for words in told)]
