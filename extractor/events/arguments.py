"""The slots of events filled: when, where, who, what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from extractor.events.belonging import Belongings
from extractor.events.model import Event, Participant
from extractor.events.outline import Outline
from extractor.events.scene import Scene
from extractor.events.what import What
from extractor.events.when import When
from extractor.events.where import Where
from extractor.events.who import Who
from extractor.tagging.judge import Judge

JUDGE_OF = {
    "participants": "participant",
    "programs": "program",
    "amounts": "figure",
    "quantities": "figure",
    "place": "place",
    "date": "day",
}


class Filler:
    """Fills the events of one post, first by rule; then judges, where there are any, decide on each thing that may belong to each."""

    def __init__(self, scene: Scene, events: list[Event]) -> None:
        self.scene = scene
        self.events = events
        outline = Outline.of(scene, events)
        self.outline = outline
        self.who, self.what = Who(scene, outline), What(scene, outline)
        self.when, self.where = When(scene, outline), Where(scene, outline)

    def fill(self, judges: Mapping[str, Judge]) -> None:
        """Fill every event in place."""
        self.by_rule()
        if not judges:
            return
        decided = [(event, self._decided(event, judges)) for event in self.events]
        for event, found in decided:
            event.participants = found.participants
            event.programs, event.amounts, event.quantities = found.programs, found.amounts, found.quantities
            event.place = None if found.place is None else self.scene.places[found.place]
            if found.day is not None:
                event.moment = self.scene.doc._.dates[found.day]
            elif event.moment is not None and event.moment.start is not None:
                event.moment = None

    def by_rule(self) -> None:
        """Fill every event by the rules alone."""
        for event in self.events:
            event.evidence = [self.scene.sentence_span(s) for s in event.sentences]
            event.moment = self.when.moment(event)
            event.place = self.where.place(event)
            event.venue = self.where.venue(event)
            event.participants = self.who.participants(event)
            self.what.named(event)
        self.what.figures()

    @cached_property
    def belongings(self) -> Belongings:
        """What may belong to the events; asked after `by_rule`."""
        return Belongings(self.scene, self.outline, self.who, self.what)

    def _decided(self, event: Event, judges: Mapping[str, Judge]) -> _Decided:
        """What the judges give an event; of areas and of days the likeliest one, if it is likely enough."""
        decided = _Decided()
        likeliest: dict[str, tuple[float, int]] = {}
        for one in self.belongings.of(event):
            judge = judges[JUDGE_OF[one.slot]]
            probability = judge.probability(one.evidence, one.context)
            if probability < judge.threshold:
                continue
            if one.slot in ("place", "date"):
                likeliest[one.slot] = max(likeliest.get(one.slot, (0.0, 0)), (probability, -one.number))
            elif one.slot == "participants":
                decided.participants.append(self.who.participant(event, one.number, person=one.person))
            else:
                getattr(decided, one.slot).append(one.number)
        decided.place = -likeliest["place"][1] if "place" in likeliest else None
        decided.day = -likeliest["date"][1] if "date" in likeliest else None
        return decided


@dataclass(slots=True)
class _Decided:
    """What belongs to an event: participants, and the numbers of programs, sums, counts, of its area and of its day."""

    participants: list[Participant] = field(default_factory=list)
    programs: list[int] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)
    quantities: list[int] = field(default_factory=list)
    place: int | None = None
    day: int | None = None
