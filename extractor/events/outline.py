"""What the slots of one event need to know of the others: the main occasion, its place, which sentences announce events."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.entities.places import Place
from extractor.events.model import Event
from extractor.events.scene import Scene
from extractor.knowledge.events import types_in
from extractor.records import EventStatus, EventType

_LEAD = 4  # sentences of the body that place the main occasion


@dataclass(frozen=True, slots=True)
class Outline:
    """All events of a post, the occasion that it is mainly about and where that takes place."""

    events: tuple[Event, ...]
    main: Event | None
    site: Place | None
    announced: frozenset[int]

    @classmethod
    def of(cls, scene: Scene, events: list[Event]) -> Outline:
        """The outline of a post's events."""
        main = main_occasion(events)
        announced = frozenset(s for event in events for s in event.sentences)
        return cls(tuple(events), main, _site(scene, main), announced)


def main_occasion(events: list[Event]) -> Event | None:
    """The occasion that the post is mainly about: the first one that happened."""
    occasions = [
        e
        for e in events
        if e.type in (*types_in("occasions"), EventType.ENROLLMENT)
        and e.status is EventStatus.OCCURRED
        and e.type is not EventType.INCIDENT
    ]
    return min(occasions, key=lambda e: (e.sentences[0], -e.best.weight)) if occasions else None


def _site(scene: Scene, main: Event | None) -> Place | None:
    """Where the main occasion takes place: what its sentences or the lead say, else the dateline."""
    own = [s for s in main.sentences if not scene.in_title(s)] if main is not None else []
    lead = list(range(scene.first_body, min(scene.first_body + _LEAD, scene.sentence_count)))
    return scene.spot(own) or scene.spot(lead) or scene.dateline_place
