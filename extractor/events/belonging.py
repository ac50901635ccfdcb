"""What speaks for and against each thing of a post belonging to an event, as named evidence for the judges.

What the post says of a thing whatever the event is asked once a post (`Belongings`), what depends on the event alone once an event
(`EventBelongings`); the rest is asked of each pair of the two.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from extractor.entities.amounts import Amount
from extractor.entities.places import Place
from extractor.entities.quantities import Quantity
from extractor.events.model import Event
from extractor.events.outline import Outline
from extractor.events.scene import Scene
from extractor.events.what import What
from extractor.events.who import Who
from extractor.language.dates import Moment
from extractor.records import EventStatus, OrganizationKind
from extractor.tagging.judge import Context, Evidence

_REACH: Final = 4  # sentences from an event within which a thing may belong to it though no rule says so
_LEAD: Final = 3  # sentences of the body
_FAR: Final = 9  # sentences beyond which it does not matter how far
_MANY: Final = 4  # people in a sentence that make it a list of who was there
# Evidence that counts for each type of event apart, too.
_PARTICIPANT = (
    "rule",
    "own sentence",
    "beside",
    "main event",
    "agency",
    "official",
    "speaks of it",
    "speaks",
    "kin of other",
    "spoken for",
    "stands alone",
    "guests",
    "listed",
    "ranked",
    "just after",
    "same paragraph",
    "among many",
)
_PROGRAM = ("rule", "own sentence", "beside")
_FIGURE = ("rule", "own sentence", "distance")
_DAY = ("rule", "own sentence", "main day", "as of", "aside")
_DAY_BY_STATUS = ("own sentence", "day of main event")
_PLACE = ("rule", "home", "site", "place of main event", "located here", "last located")
_PLACE_BY_LEVEL = ("rule", "own sentence", "spot", "dateline", "located", "last located", "located in lead")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may belong to an event: which judge decides, what it is, what speaks for it."""

    slot: str  # of the event: participants, programs, amounts, quantities, place, date
    number: int  # its place among the Doc's things of its kind
    person: bool  # among participants: a person, not a body
    evidence: Evidence
    context: Context


@dataclass(frozen=True, slots=True)
class _Somebody:
    """A person or a body, whatever the event."""

    person: bool
    number: int
    kind: OrganizationKind | None  # of a body
    mentioned: list[int]  # sentences
    paragraphs: frozenset[int]
    last_item: int  # last sentence that names them in a list of winners, -1 for none
    spoken: frozenset[int]  # sentences that a person speaks
    alone: frozenset[int]  # sentences that name a body outside of anybody's office
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Figure:
    """A sum or a count, whatever the event."""

    slot: str
    number: int
    item: Amount | Quantity
    sentence: int
    distances: dict[int, float]  # by `id` of each event
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Day:
    """A day, month or year, whatever the event."""

    number: int
    moment: Moment
    iso: str | None
    sentence: int
    future: bool
    evidence: Evidence


class Belongings:
    """All that may belong to some event of a post, once the rules have filled the events."""

    def __init__(self, scene: Scene, outline: Outline, who: Who, what: What) -> None:
        self.scene, self.outline, self.who, self.what = scene, outline, who, what
        self.main_iso = scene.main_moment.iso() if scene.main_moment is not None else None
        self.located = {n for _, n in scene.located}
        self.lead = range(scene.first_body, min(scene.first_body + _LEAD, scene.sentence_count))
        self.people_and_bodies = [self._somebody(person, n) for person, n in _people_and_bodies(scene)]
        self.programs = [self._program(n) for n in range(len(scene.doc._.programs))]
        self.figures = [
            self._figure(slot, n, item)
            for slot, items in (("amounts", scene.doc._.amounts), ("quantities", scene.doc._.quantities))
            for n, item in enumerate(items)
        ]
        self.days = [self._day(n, one) for n, one in enumerate(scene.doc._.dates) if one.start is not None]
        self.places = [self._place(n) for n in range(len(scene.places))]

    def of(self, event: Event) -> Iterator[Candidate]:
        """Whatever may belong to an event, with what speaks for it.

        What no rule gives the event and stands more than `_REACH` sentences from it is no candidate.
        """
        return EventBelongings(self, event).candidates()

    def _somebody(self, person: bool, number: int) -> _Somebody:
        scene, who = self.scene, self.who
        mentioned = scene.sentences_with(scene.people_in if person else scene.organizations_in, number)
        body = None if person else scene.organizations[number]
        evidence: Evidence = {
            "mentions": math.log1p(len(mentioned)),
            "title": any(scene.in_title(s) for s in mentioned),
            "events": math.log1p(len(self.outline.events)),
            "agency": scene.is_agency_person(number) if body is None else body.kind is OrganizationKind.BPJSTK,
            "guests": any(who.names_guests(s) for s in mentioned),
            "ranked": any(who.names_winners(s) for s in mentioned),
            "among many": any(len(scene.people_in.get(s, ())) >= _MANY for s in mentioned),
        }
        spoken = (
            frozenset(s for s, speaker in enumerate(scene.speakers) if speaker == number) if person else frozenset()
        )
        if body is None:
            one = scene.people[number]
            evidence |= {
                "official": scene.is_official(number),
                "speaks": bool(spoken),
                "kin of other": one.kin_of_other,
                "untied": not one.ties,
            }
        else:
            evidence |= {"branch": body.is_branch, "the branch": number == scene.agency}
        return _Somebody(
            person=person,
            number=number,
            kind=None if body is None else body.kind,
            mentioned=mentioned,
            paragraphs=frozenset(scene.paragraphs[s] for s in mentioned),
            last_item=max((s for s in mentioned if who.is_list_item(s)), default=-1),
            spoken=spoken,
            alone=frozenset() if person else frozenset(s for s in mentioned if scene.stands_alone(number, s)),
            evidence=evidence,
        )

    def _program(self, number: int) -> Evidence:
        scene = self.scene
        mentioned = scene.sentences_with(scene.programs_in, number)
        return {
            "title": any(scene.in_title(s) for s in mentioned),
            "mentions": math.log1p(len(mentioned)),
            "only one": len(scene.doc._.programs) == 1,
        }

    def _figure(self, slot: str, number: int, item: Amount | Quantity) -> _Figure:
        scene, what = self.scene, self.what
        sentence = scene.words.sentence_at(item.span.start)
        evidence: Evidence = {
            "tariff": what.is_tariff(item),
            "comparison": what.is_comparison(item.span.start),
            "events": math.log1p(len(self.outline.events)),
            "title": scene.in_title(sentence),
        }
        distances = {id(event): what.distance(event, sentence) for event in self.outline.events}
        return _Figure(slot, number, item, sentence, distances, evidence)

    def _day(self, number: int, moment: Moment) -> _Day:
        scene, main = self.scene, self.outline.main
        published, sentence, iso = scene.published, scene.words.sentence_at(moment.span.start), moment.iso()
        evidence: Evidence = {
            "main day": iso == self.main_iso,
            "day of main event": main is not None and main.moment is not None and main.moment.iso() == iso,
            "day of publication": published is not None and moment.start == published,
            "as of": scene.is_as_of(moment),
            "aside": scene.is_aside(moment),
            "today": scene.is_today(moment),
            "lead": sentence in self.lead,
            "title": scene.in_title(sentence),
            "days": math.log1p(len(scene.doc._.dates)),
        }
        future = bool(published and moment.start and moment.start > published)
        return _Day(number, moment, iso, sentence, future, evidence)

    def _place(self, number: int) -> Evidence:
        scene, main = self.scene, self.outline.main
        place, mentioned = scene.places[number], scene.sentences_with(scene.places_in, number)
        return {
            "dateline": scene.dateline_place is place,
            "home": scene.home is place,
            "title": any(scene.in_title(s) for s in mentioned),
            "mentions": math.log1p(len(place.mentions)),
            "in offices alone": scene.in_offices_alone(number),
            "site": self.outline.site is place,
            "place of main event": main is not None and main.place is place,
            "lead": any(s in self.lead for s in mentioned),
            "holds one of the lead": _holds_one(place, self.codes_in(self.lead)),
            "located": number in self.located,
            "only one located": self.located == {number},
            "located in lead": any(s in self.lead for s, n in scene.located if n == number),
            "places": math.log1p(len(scene.places)),
        }

    def codes_in(self, sentences: Iterable[int]) -> list[str]:
        """The official codes of the areas that the sentences name."""
        scene = self.scene
        return [scene.places[n].code or "" for s in sentences for n in scene.places_in.get(s, ())]


class EventBelongings:
    """All that may belong to one event."""

    def __init__(self, post: Belongings, event: Event) -> None:
        self.post, self.event, self.scene = post, event, post.scene
        own = event.sentences
        self.own = frozenset(own)
        self.best = event.best
        self.nearest: list[int] = []  # for each sentence, the event's nearest, the earlier of two
        for one, following in pairwise((*own, 2 * post.scene.sentence_count + own[-1])):
            self.nearest += [one] * ((one + following) // 2 + 1 - len(self.nearest))
        self.nearest = self.nearest[: post.scene.sentence_count]
        self.away = [abs(one - s) for s, one in enumerate(self.nearest)]
        self.is_main = event is post.outline.main

    def candidates(self) -> Iterator[Candidate]:
        """Participants, programs, figures, areas and days, each with what speaks for it."""
        yield from self._participants()
        yield from self._programs()
        yield from self._figures()
        yield from self._places()
        yield from self._days()

    def _distance(self, mentioned: list[int]) -> int:
        """Sentences from the event to the nearest that names a thing; `_FAR` where none does."""
        return min([self.away[s] for s in mentioned], default=_FAR)

    def _participants(self) -> Iterator[Candidate]:
        event, scene, own = self.event, self.scene, self.own
        by_rule = {(one.person, one.index) for one in event.participants}
        after = {s + 1 for s in own} - own
        paragraphs = {scene.paragraphs[s] for s in own}
        urged = event.status in (EventStatus.PLANNED, EventStatus.URGED)
        spoken_for = {scene.body_of(one.index) for one in event.participants if one.person}
        for one in self.post.people_and_bodies:
            chosen = (one.person, one.number) in by_rule
            away = self._distance(one.mentioned)
            if not chosen and away > _REACH:
                continue
            evidence = one.evidence | {
                "rule": chosen,
                "own sentence": away == 0,
                "best sentence": self.best.sentence in one.mentioned,
                "beside": away == 1,
                "away": min(_FAR, away),
                "main event": self.is_main,
                "guests of main event": self.is_main and one.evidence["guests"],
                "listed": one.last_item > event.sentences[0],
                "just after": not after.isdisjoint(one.mentioned),
                "same paragraph": not paragraphs.isdisjoint(one.paragraphs),
            }
            if one.person:
                evidence["speaks of it"] = not one.spoken.isdisjoint(own)
            else:
                evidence["spoken for"] = one.number in spoken_for
                evidence["stands alone"] = not one.alone.isdisjoint(own)
            context = _of_participant(event.type.value, one.kind.value if one.kind else None, urged)
            yield Candidate("participants", one.number, one.person, evidence, context)

    def _programs(self) -> Iterator[Candidate]:
        event, scene = self.event, self.scene
        for n, known in enumerate(self.post.programs):
            away, chosen = self._distance(scene.sentences_with(scene.programs_in, n)), n in event.programs
            if away > _REACH and not chosen:
                continue
            evidence = known | {
                "rule": chosen,
                "own sentence": away == 0,
                "beside": away == 1,
                "away": min(_FAR, away),
            }
            context = _of_program(event.type.value, scene.doc._.programs[n].code.value)
            yield Candidate("programs", n, False, evidence, context)

    def _figures(self) -> Iterator[Candidate]:
        event = self.event
        own = {"amounts": frozenset(event.amounts), "quantities": frozenset(event.quantities)}
        for one in self.post.figures:
            chosen = one.number in own[one.slot]
            if self.away[one.sentence] > _REACH and not chosen:
                continue
            distance = one.distances[id(event)]
            nearer = sum([other < distance for other in one.distances.values()])
            evidence = one.evidence | {
                "rule": chosen,
                "own sentence": one.sentence in self.own,
                "distance": min(6.0, distance),
                "nearer": min(3, nearer),
                "fits": self.post.what.affinity(event, one.item),
            }
            family = "amount" if one.slot == "amounts" else "quantity"
            context = _of_figure(event.type.value, f"{family} {one.item.kind.value}")
            yield Candidate(one.slot, one.number, False, evidence, context)

    def _days(self) -> Iterator[Candidate]:
        event, scene = self.event, self.scene
        iso = event.moment.iso() if event.moment is not None else None
        main, status = scene.main_moment, event.status.value
        start = scene.words.starts[self.best.start]
        for one in self.post.days:
            moment, away = one.moment, self.away[one.sentence]
            same_day = main is not None and moment.start == main.start
            if away > _REACH and moment is not event.moment and not same_day:
                continue
            nearest = self.nearest[one.sentence]
            evidence = one.evidence | {
                "rule": event.moment is not None and iso == one.iso,
                "nothing by rule": event.moment is None,
                "own sentence": one.sentence in self.own,
                "best sentence": one.sentence == self.best.sentence,
                "sentence before": one.sentence == nearest - 1,
                "sentence after": one.sentence == nearest + 1,
                "away": min(_FAR, away),
                "far": abs(moment.span.start - start) / 1000,
            }
            evidence[f"rule {moment.precision}"] = evidence["rule"]
            if one.future:
                evidence[f"future {status}"] = 1.0
            context = _of_day(event.type.value, status, moment.precision, moment.form)
            yield Candidate("date", one.number, False, evidence, context)

    def _places(self) -> Iterator[Candidate]:
        event, scene, post, own = self.event, self.scene, self.post, self.own
        spot, codes = scene.spot(event.sentences), post.codes_in(event.sentences)
        before = [n for s, n in scene.located if s <= event.sentences[-1]]
        here = {n for s, n in scene.located if s in own}
        on_main_day = event.moment is not None and event.moment.iso() == post.main_iso
        just_before = {s - 1 for s in own}
        for n, known in enumerate(post.places):
            place, mentioned = scene.places[n], scene.sentences_with(scene.places_in, n)
            away = self._distance(mentioned)
            evidence = known | {
                "rule": event.place is place,
                "own sentence": away == 0,
                "beside": away == 1,
                "away": min(_FAR, away),
                "spot": spot is place,
                "on main day": on_main_day,
                "site on main day": on_main_day and known["site"],
                "sentence before": not just_before.isdisjoint(mentioned),
                "holds one named beside": _holds_one(place, codes),
                "located here": n in here,
                "last located": before[-1:] == [n],
                "another located here": bool(here) and n not in here,
                "nothing by rule": event.place is None,
            }
            context = _of_place(event.type.value, event.status.value, place.kind.value)
            yield Candidate("place", n, False, evidence, context)


def _holds_one(outer: Place, codes: Iterable[str]) -> bool:
    """Does one of the areas with these official codes lie in another?"""
    return bool(outer.code) and any(code.startswith(f"{outer.code}.") for code in codes)


def _people_and_bodies(scene: Scene) -> Iterator[tuple[bool, int]]:
    """Everybody who may have a part in an event."""
    yield from ((True, number) for number in range(len(scene.people)))
    yield from ((False, number) for number, _ in enumerate(scene.organizations) if Who.may_act(scene, number))


@cache
def _of_participant(event: str, body: str | None, planned_or_urged: bool) -> Context:
    kind = f"{event} {'person' if body is None else 'body'}"
    facts = [f"is {kind}"]
    if planned_or_urged:
        facts.append(f"planned or urged {kind}")
    if body is not None:
        facts += [f"kind {body}", f"{kind} {body}"]
    return Context(tuple(facts), ((kind, _PARTICIPANT),))


@cache
def _of_program(event: str, code: str) -> Context:
    return Context((f"is {event}", f"is {code}", f"{event} {code}"), ((event, _PROGRAM),))


@cache
def _of_figure(event: str, figure: str) -> Context:
    both = f"{event} {figure}"
    apart = ((event, _FIGURE), (figure, ("rule",)), (both, ("own sentence",)))
    return Context((f"is {event}", f"is {figure}", both), apart)


@cache
def _of_day(event: str, status: str, precision: str, form: str) -> Context:
    facts = (f"is {event}", f"status {status}", f"precision {precision}", f"{event} {precision}", f"form {form}")
    return Context(facts, ((event, _DAY), (status, _DAY_BY_STATUS)))


@cache
def _of_place(event: str, status: str, level: str) -> Context:
    facts = (f"is {event}", f"is {level}", f"{event} {level}", f"status {status}")
    return Context(facts, ((event, _PLACE), (level, _PLACE_BY_LEVEL), (status, ("site",))))
