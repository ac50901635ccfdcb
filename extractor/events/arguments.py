"""The slots of events filled: when, where, who, what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from extractor.events import evidence
from extractor.events.model import Event, Participant
from extractor.events.outline import Outline
from extractor.events.scene import Scene
from extractor.events.what import What
from extractor.events.when import When
from extractor.events.where import Where
from extractor.events.who import Who
from extractor.tagging.judge import Evidence, Judge


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may belong to an event: which judge decides, what it is, what speaks for it."""

    slot: str  # of the event: participants, programs, amounts, quantities, place, date
    number: int  # its place among the Doc's things of its kind
    person: bool  # among participants: a person, not a body
    evidence: Evidence


_REACH = 4  # sentences

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

    def candidates(self, event: Event) -> list[Candidate]:
        """Whatever may belong to an event that the rules have filled, with what speaks for it.

        What no rule gives the event and stands more than `_REACH` sentences from it is no candidate.
        """
        return [*self._participants(event), *self._programs(event), *self._figures(event), *self._when_and_where(event)]

    def _near(self, event: Event, sentences: list[int]) -> bool:
        return any(abs(s - e) <= _REACH for s in sentences for e in event.sentences)

    def _participants(self, event: Event) -> Iterator[Candidate]:
        scene = self.scene
        by_rule = {(one.person, one.index) for one in event.participants}
        for person, n in evidence.people_and_bodies(scene):
            chosen = (person, n) in by_rule
            index = scene.people_in if person else scene.organizations_in
            if not chosen and not self._near(event, scene.sentences_with(index, n)):
                continue
            found = evidence.of_participant(scene, self.who, event, person=person, number=n, by_rule=chosen)
            yield Candidate("participants", n, person, found)

    def _programs(self, event: Event) -> Iterator[Candidate]:
        scene = self.scene
        for n in range(len(scene.doc._.programs)):
            if n in event.programs or self._near(event, scene.sentences_with(scene.programs_in, n)):
                yield Candidate("programs", n, False, evidence.of_program(scene, event, n, n in event.programs))

    def _figures(self, event: Event) -> Iterator[Candidate]:
        scene = self.scene
        for slot, items in (("amounts", scene.doc._.amounts), ("quantities", scene.doc._.quantities)):
            chosen = getattr(event, slot)
            for n, item in enumerate(items):
                if n in chosen or self._near(event, [scene.words.sentence_at(item.span.start)]):
                    yield Candidate(slot, n, False, evidence.of_figure(scene, self.what, event, item, n in chosen))

    def _when_and_where(self, event: Event) -> Iterator[Candidate]:
        scene, outline = self.scene, self.outline
        for n, place in enumerate(scene.places):
            yield Candidate("place", n, False, evidence.of_place(scene, outline, event, n, place is event.place))
        main = scene.main_moment
        for n, moment in enumerate(scene.doc._.dates):
            if moment.start is None:
                continue
            near = self._near(event, [scene.words.sentence_at(moment.span.start)])
            if near or moment is event.moment or (main is not None and moment.start == main.start):
                yield Candidate("date", n, False, evidence.of_day(scene, outline, event, moment))

    def _decided(self, event: Event, judges: Mapping[str, Judge]) -> _Decided:
        """What the judges give an event; of areas and of days the likeliest one, if it is likely enough."""
        decided = _Decided()
        likeliest: dict[str, tuple[float, int]] = {}
        for one in self.candidates(event):
            judge = judges[JUDGE_OF[one.slot]]
            probability = judge.probability(one.evidence)
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
