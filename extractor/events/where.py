"""Where an event happened."""

from __future__ import annotations

import re
from functools import cache

from extractor.entities.places import Place
from extractor.events.model import Event
from extractor.events.outline import Outline
from extractor.events.scene import Scene
from extractor.knowledge.events import small_words, types_in
from extractor.records import EventStatus, EventType


class Where:
    """Places events: the most exact area where they happened, and the venue."""

    def __init__(self, scene: Scene, outline: Outline) -> None:
        self.scene = scene
        self.outline = outline

    def place(self, event: Event) -> Place | None:
        """The area where an event happened, or `None`."""
        scene = self.scene
        sentences = event.sentences
        own = [s for s in sentences if not scene.in_title(s)]
        if event.type is EventType.INCIDENT:
            return scene.spot(own) or scene.area_in(own)
        at_occasion = (
            event.moment is not None and event.moment is scene.main_moment and event.type in types_in("at_occasion")
        )
        if (event.type in types_in("occasions") or at_occasion) and event.status is not EventStatus.PLANNED:
            return scene.spot(own) or self.outline.site or scene.home
        return scene.area_in(sentences) or scene.home or scene.dateline_place

    def venue(self, event: Event) -> str | None:
        """The hall, hotel or office where an occasion took place, as printed, or `None`."""
        if event.type not in types_in("occasions"):
            return None
        text = self.scene.words.text
        for span in event.evidence:
            match = _venue().search(text, span.start, span.end)
            if match is not None:
                venue = _venue_end().split(match.group(1))[0]
                return " ".join(venue.split()) or None
        return None


@cache
def _venue() -> re.Pattern[str]:
    words = "|".join(
        re.escape(word).replace("\\ ", r"\s+") for word in sorted(small_words("venues"), key=len, reverse=True)
    )
    return re.compile(rf"\b(?:di|bertempat\s+di)\s+((?:{words})\b[^,.;(\n]{{0,70}})", re.IGNORECASE)


@cache
def _venue_end() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(sorted(small_words('venue_ends')))})\b", re.IGNORECASE)
