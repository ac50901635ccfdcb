"""Triggers of one happening joined into one event."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.events.model import Event, Trigger
from extractor.events.scene import Scene
from extractor.knowledge.events import event_words, types_in
from extractor.language.dates import Moment
from extractor.records import EventStatus, EventType


def group(scene: Scene, triggers: list[Trigger]) -> list[Event]:
    """One event for the triggers of a type and status, unless they bear different dates or have different givers.

    A weak trigger leaves an event that has a strong one, so that its sentence lends the event nothing.

    Args:
        scene: the post.
        triggers: in text order.
    """
    groups: list[_Group] = []
    for trigger in triggers:
        giver = giver_of(scene, trigger) if trigger.type is EventType.DIRECTIVE else None
        moment = own_moment(scene, trigger)
        rules = set(scene.regulations_in.get(trigger.sentence, ()))
        home = next((g for g in groups if g.takes(trigger, giver, moment, rules)), None)
        if home is None:
            event = Event(trigger.type, trigger.status, [trigger], giver=giver)
            home = _Group(event, [], set(), nameless=giver is None and scene.in_title(trigger.sentence))
            groups.append(home)
        else:
            home.event.add(trigger)
            home.event.giver = giver if home.event.giver is None else home.event.giver
        if moment is not None and (iso := moment.iso()) is not None and iso not in home.dates:
            home.dates.append(iso)
        home.rules |= rules
    for found in groups:
        found.event.drop_weak(event_words().threshold)
    return [g.event for g in groups]


@dataclass(slots=True)
class _Group:
    """An event being put together, with the dates and the rules of its sentences."""

    event: Event
    dates: list[str]
    rules: set[int]
    nameless: bool = False  # opened by a headline that does not name who gives the order

    def takes(self, trigger: Trigger, giver: int | None, moment: Moment | None, rules: set[int]) -> bool:
        event = self.event
        if event.type is not trigger.type:
            return False
        if event.type in types_in("reports"):
            return True
        if event.type is EventType.DIRECTIVE:
            return event.giver == giver or (event.giver is None and self.nameless)
        if event.type is EventType.REGULATION and rules and self.rules and not rules & self.rules:
            return False
        if _family(event.status) != _family(trigger.status):
            return False
        iso = moment.iso() if moment is not None else None
        return iso is None or all(_compatible(iso, other) for other in self.dates)


def _family(status: EventStatus) -> str:
    return "past" if status in (EventStatus.OCCURRED, EventStatus.ONGOING) else "future"


def own_moment(scene: Scene, trigger: Trigger) -> Moment | None:
    """The date in the trigger's own sentence that is nearest to it."""
    words = scene.words
    occasion = trigger.type in types_in("occasions")
    # A year in an occasion's sentence is rather part of a name: "Paritrana Award 2024".
    moments = [
        m
        for m in scene.moments_in.get(trigger.sentence, ())
        if m.start is not None and not (occasion and m.precision == "year")
    ]
    if not moments:
        return None
    at = words.starts[trigger.start]
    return min(moments, key=lambda m: (0 if m.precision in ("day", "minute") else 1, abs(m.span.start - at)))


def _compatible(a: str, b: str) -> bool:
    """Could both ISO dates be that of one happening: equal as far as the less exact one goes?"""
    size = min(len(a), len(b), 10)
    return a[:size] == b[:size]


def giver_of(scene: Scene, trigger: Trigger) -> int | None:
    """Who gives the directive: the person named before the verb, else the speaker of the sentence."""
    words = scene.words
    at = words.starts[trigger.start]
    begin = words.starts[words.sentence_range(trigger.sentence)[0]]
    before = [
        (mention.start, number)
        for number in scene.people_in.get(trigger.sentence, ())
        for mention in scene.people[number].mentions
        if begin <= mention.start < at
    ]
    if before:
        return max(before)[1]
    return scene.speakers[trigger.sentence]
