"""Events compared: which found event is which gold event, and how many of its arguments are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.evaluate.facts import EventFact
from extractor.evaluate.matching import match, unique
from extractor.evaluate.same import same_code, same_participant, same_place, same_value
from extractor.evaluate.tally import Share, Tally

_SLOTS = ("date", "place", "participants", "programs", "regulations", "amounts", "quantities")


@dataclass(frozen=True, slots=True)
class Hits:
    """Right, extra and missed arguments of a gold event and a found one."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Hits) -> Hits:
        return Hits(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def f1(self) -> float:
        """Agreement of the two, 0 to 1; two events without any argument agree."""
        total = 2 * self.right + self.extra + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(slots=True)
class EventTallies:
    """Counts over all articles: events, their arguments, and the dates and statuses of paired events."""

    events: Tally = field(default_factory=lambda: Tally("events"))
    arguments: Tally = field(default_factory=lambda: Tally("event_arguments"))
    dates: Share = field(default_factory=Share)
    statuses: Share = field(default_factory=Share)

    def add_false_alarms(self, article: str, found: Sequence[EventFact]) -> None:
        """Every event of an off-topic article is one too many; its arguments are not counted besides."""
        self.events.extra += len(found)
        for event in found:
            self.events.mistake(article, "extra", f"{event['type']} (off-topic article)")

    def add(
        self,
        article: str,
        gold: Sequence[EventFact],
        found: Sequence[EventFact],
        free_events: Sequence[str],
        free_participants: Sequence[str],
    ) -> None:
        """Count an article; each of `free_events` (types) excuses one found event that has no partner."""
        partner = pair_events(gold, found, free_participants)
        for i, wanted in enumerate(gold):
            if i in partner:
                self._add_pair(article, wanted, found[partner[i]], free_participants)
            else:
                self.events.missed += 1
                self.events.mistake(article, "missed", _headline(wanted))
                self.arguments.missed += _size(wanted)
        self.events.right += len(partner)
        spare = list(free_events)
        taken = set(partner.values())
        for j, event in enumerate(found):
            if j in taken:
                continue
            if event["type"] in spare:
                spare.remove(event["type"])
                continue
            self.events.extra += 1
            self.events.mistake(article, "extra", _headline(event))
            self.arguments.extra += _size(event)

    def _add_pair(self, article: str, gold: EventFact, found: EventFact, free: Sequence[str]) -> None:
        hits = argument_hits(gold, found, free)
        self.arguments.right += hits.right
        self.arguments.extra += hits.extra
        self.arguments.missed += hits.missed
        if hits.extra or hits.missed:
            self.arguments.mistake(article, "wrong", f"{gold['type']}: gold {_slots(gold)}, found {_slots(found)}")
        self.statuses.add(gold.get("status") == found.get("status"))
        if gold.get("date"):
            self.dates.add(gold["date"] == found.get("date"))


def pair_events(gold: Sequence[EventFact], found: Sequence[EventFact], free: Sequence[str]) -> dict[int, int]:
    """Index of the found event for each gold event that has one: same type, the pairs that agree best first."""
    candidates = [
        (-argument_hits(wanted, event, free).f1, i, j)
        for i, wanted in enumerate(gold)
        for j, event in enumerate(found)
        if wanted["type"] == event["type"]
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return partner


def argument_hits(gold: EventFact, found: EventFact, free: Sequence[str]) -> Hits:
    """Compare the arguments of two events; a found participant of `free` is not held against it."""
    return (
        _single(gold.get("date"), found.get("date"), gold.get("date") == found.get("date"))
        + _single(gold.get("place"), found.get("place"), same_place(gold.get("place") or "", found.get("place") or ""))
        + _names(gold, found, free)
        + _codes(gold.get("programs"), found.get("programs"))
        + _codes(gold.get("regulations"), found.get("regulations"))
        + _figures(gold.get("amounts"), found.get("amounts"))
        + _figures(gold.get("quantities"), found.get("quantities"))
    )


def _single(gold: str | None, found: str | None, same: bool) -> Hits:
    right = bool(gold and found and same)
    return Hits(int(right), int(bool(found) and not right), int(bool(gold) and not right))


def _names(gold: EventFact, found: EventFact, free: Sequence[str]) -> Hits:
    matching = match(
        unique(gold.get("participants") or [], same_participant),
        unique(found.get("participants") or [], same_participant),
        same_participant,
    )
    extra = [name for name in matching.extra if not any(same_participant(one, name) for one in free)]
    return Hits(len(matching.pairs), len(extra), len(matching.missed))


def _codes(gold: list[str] | None, found: list[str] | None) -> Hits:
    matching = match(unique(gold or [], same_code), unique(found or [], same_code), same_code)
    return Hits(len(matching.pairs), len(matching.extra), len(matching.missed))


def _figures(gold: list[float] | None, found: list[float] | None) -> Hits:
    matching = match(unique(gold or [], same_value), unique(found or [], same_value), same_value)
    return Hits(len(matching.pairs), len(matching.extra), len(matching.missed))


def _size(event: EventFact) -> int:
    """Number of arguments."""
    filled = (event.get(slot) for slot in _SLOTS)
    return sum(len(value) if isinstance(value, list) else bool(value) for value in filled)


def _headline(event: EventFact) -> str:
    return f"{event['type']} {event.get('date')} {event.get('participants')}"


def _slots(event: EventFact) -> dict[str, object]:
    return {slot: event.get(slot) for slot in _SLOTS if event.get(slot)}
