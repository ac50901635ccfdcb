"""The events of a post: triggers of one happening joined, and each given its date, place, people, bodies and figures."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.words import Words
from extractor.events.arguments import Filler
from extractor.events.grouping import group
from extractor.events.scene import Scene
from extractor.events.selection import select
from extractor.events.triggers import find_cues, find_triggers
from extractor.tagging.judge import Judges


@Language.factory(
    "jamsos_events",
    assigns=["doc._.events"],
    requires=[
        "doc._.people",
        "doc._.organizations",
        "doc._.place_entities",
        "doc._.dates",
        "doc._.amounts",
        "doc._.quantities",
    ],
)
def make_events(nlp: Language, name: str) -> EventFinder:
    """The component that finds events."""
    return EventFinder()


class EventFinder:
    """Writes `doc._.events`: a tuple of `Event` in order of the first sentence that tells of each."""

    def __init__(self) -> None:
        self.judges: Judges = {}  # without any the rules decide alone

    def __call__(self, doc: Doc) -> Doc:
        """Find the events of `doc`."""
        words = Words.of(doc)
        if not len(words) or not doc._.relevant:
            doc._.events = ()
            return doc
        scene = Scene(doc, words)
        triggers = find_triggers(doc, words, find_cues(words), self.judges.get("trigger"))
        events = select(scene, group(scene, triggers), self.judges.get("event"))
        Filler(scene, events).fill(self.judges)
        doc._.events = tuple(sorted(events, key=lambda e: (e.sentences[0], e.best.start)))
        return doc
