"""The slots of events filled: when, where, who, what."""

from __future__ import annotations

from extractor.events.model import Event
from extractor.events.outline import Outline
from extractor.events.scene import Scene
from extractor.events.what import What
from extractor.events.when import When
from extractor.events.where import Where
from extractor.events.who import Who


def fill(scene: Scene, events: list[Event]) -> None:
    """Fill every event in place from what stands in and around its sentences."""
    outline = Outline.of(scene, events)
    when, where, who, what = When(scene, outline), Where(scene, outline), Who(scene, outline), What(scene, outline)
    for event in events:
        event.evidence = [scene.sentence_span(s) for s in event.sentences]
        event.moment = when.moment(event)
        event.place = where.place(event)
        event.venue = where.venue(event)
        event.participants = who.participants(event)
        what.named(event)
    what.figures()
