"""What speaks for and against an event, and for each thing that may belong to it, as named evidence for the judges."""

from __future__ import annotations

import math
from collections.abc import Iterator

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
from extractor.tagging.judge import Evidence

_NEAR = 3  # sentences
_FAR = 9  # sentences beyond which it does not matter how far
_MANY = 4  # people in a sentence that make it a list of who was there
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


def _with(found: Evidence, *apart: tuple[str, tuple[str, ...]]) -> Evidence:
    """The evidence there is, and again under each prefix what counts apart for it; what is absent is left out."""
    there = {name: value for name, value in found.items() if value}
    for prefix, names in apart:
        for name in names:
            if name in there:
                there[f"{prefix} {name}"] = there[name]
    return there


def _away(event: Event, mentioned: list[int]) -> int:
    """Sentences from an event to the nearest that names a thing; `_FAR` where none does."""
    return min((abs(s - e) for s in mentioned for e in event.sentences), default=_FAR)


def of_event(scene: Scene, event: Event, events: list[Event], stands: bool) -> Evidence:
    """For a group of triggers being an event that a monitor would log.

    Args:
        scene: the post.
        event: the group.
        events: all groups of the post.
        stands: has the event what the rules ask of its type?
    """
    odds = [trigger.weight for trigger in event.triggers]
    best, own = max(odds), event.sentences
    rivals = [one for one in events if one is not event and set(one.sentences) & set(own)]
    same = [one for one in events if one.type is event.type]
    rank = sorted(same, key=lambda one: -one.best.weight).index(event)
    kind = event.type.value
    evidence = {
        f"is {kind}": 1.0,
        "best": best,
        f"best {kind}": best,
        "sum": math.log1p(sum(math.exp(min(5.0, one)) for one in odds)),
        "sentences": float(min(5, len(own))),
        "title": float(any(scene.in_title(s) for s in own)),
        "lead": float(any(0 <= s - scene.first_body <= 2 for s in own)),
        "late": own[0] / max(1, scene.sentence_count),
        f"status {event.status.value}": 1.0,
        f"{kind} {event.status.value}": 1.0,
        "stands": float(stands),
        f"{kind} stands": float(stands),
        "stronger rival": float(any(one.best.weight > best for one in rivals)),
        "rivals": float(min(3, len(rivals))),
        "rank": float(min(3, rank)),
        "others": math.log1p(len(events)),
        "best rule": max(trigger.rule for trigger in event.triggers),
        f"best rule {kind}": max(trigger.rule for trigger in event.triggers),
        "best network": max(trigger.odds for trigger in event.triggers),
        f"best network {kind}": max(trigger.odds for trigger in event.triggers),
        "last sentence": own[-1] / max(1, scene.sentence_count),
        "spread": float(own[-1] - own[0] > 2),
        "speech alone": float(all(scene.words.opens_speech(s) for s in own)),
    }
    for name, index in (
        ("people", scene.people_in),
        ("bodies", scene.organizations_in),
        ("days", scene.moments_in),
        ("programs", scene.programs_in),
        ("rules", scene.regulations_in),
        ("figures", scene.figures_in),
    ):
        held = float(min(3, len({str(one) for s in own for one in index.get(s, ())})))
        evidence[name] = held
        evidence[f"{kind} {name}"] = held
    return evidence


def of_participant(scene: Scene, who: Who, event: Event, *, person: bool, number: int, by_rule: bool) -> Evidence:
    """For a person or a body having a part in an event."""
    outline = who.outline
    index = scene.people_in if person else scene.organizations_in
    own = [s for s in event.sentences if number in index.get(s, ())]
    kind = f"{event.type.value} {'person' if person else 'body'}"
    agency = scene.is_agency_person(number) if person else scene.organizations[number].kind is OrganizationKind.BPJSTK
    mentioned = scene.sentences_with(index, number)
    nearest = _away(event, mentioned)
    evidence: Evidence = {
        f"is {kind}": 1.0,
        "rule": float(by_rule),
        "own sentence": float(bool(own)),
        "best sentence": float(event.best.sentence in own),
        "beside": float(nearest == 1),
        "away": float(min(_FAR, nearest)),
        "mentions": math.log1p(len(mentioned)),
        "title": float(any(scene.in_title(s) for s in mentioned)),
        "main event": float(event is outline.main),
        "events": math.log1p(len(outline.events)),
        "agency": float(agency),
        **_company(who, event, mentioned),
        f"planned or urged {kind}": float(event.status in (EventStatus.PLANNED, EventStatus.URGED)),
    }
    if person:
        speaks = [s for s in range(scene.sentence_count) if scene.speakers[s] == number]
        official = scene.is_official(number)
        evidence |= {
            "official": float(official),
            "speaks of it": float(bool(set(speaks) & set(event.sentences))),
            "speaks": float(bool(speaks)),
            "kin of other": float(scene.people[number].kin_of_other),
            "untied": float(not scene.people[number].ties),
        }
    else:
        body = scene.organizations[number]
        spoken_for = any(scene.body_of(one.index) == number for one in event.participants if one.person)
        evidence |= {
            f"kind {body.kind.value}": 1.0,
            f"{kind} {body.kind.value}": 1.0,
            "branch": float(body.is_branch),
            "the branch": float(number == scene.agency),
            "spoken for": float(spoken_for),
            "stands alone": float(any(scene.stands_alone(number, s) for s in own)),
        }
    return _with(evidence, (kind, _PARTICIPANT))


def _company(who: Who, event: Event, mentioned: list[int]) -> Evidence:
    """Among whom somebody is named: guests, winners in a list, many people."""
    scene, first = who.scene, event.sentences[0]
    guests = any(who.names_guests(s) for s in mentioned)
    listed = any(s > first and who.is_list_item(s) for s in mentioned)
    ranked = any(who.names_winners(s) for s in mentioned)
    after = any(s - 1 in event.sentences and s not in event.sentences for s in mentioned)
    same_paragraph = any(scene.paragraphs[s] == scene.paragraphs[e] for s in mentioned for e in event.sentences)
    many = any(len(scene.people_in.get(s, ())) >= _MANY for s in mentioned)
    return {
        "guests": float(guests),
        "guests of main event": float(guests and event is who.outline.main),
        "listed": float(listed),
        "ranked": float(ranked),
        "just after": float(after),
        "same paragraph": float(same_paragraph),
        "among many": float(many),
    }


def of_program(scene: Scene, event: Event, number: int, by_rule: bool) -> Evidence:
    """For a program belonging to an event."""
    mentioned = scene.sentences_with(scene.programs_in, number)
    nearest = _away(event, mentioned)
    code, kind = scene.doc._.programs[number].code.value, event.type.value
    found: Evidence = {
        f"is {kind}": 1.0,
        f"is {code}": 1.0,
        f"{kind} {code}": 1.0,
        "rule": float(by_rule),
        "own sentence": float(nearest == 0),
        "beside": float(nearest == 1),
        "away": float(min(_FAR, nearest)),
        "title": float(any(scene.in_title(s) for s in mentioned)),
        "mentions": math.log1p(len(mentioned)),
        "only one": float(len(scene.doc._.programs) == 1),
    }
    return _with(found, (kind, _PROGRAM))


def of_figure(scene: Scene, what: What, event: Event, item: Amount | Quantity, by_rule: bool) -> Evidence:
    """For a sum or a count belonging to an event."""
    sentence = scene.words.sentence_at(item.span.start)
    distance = what.distance(event, sentence)
    family = "amount" if isinstance(item, Amount) else "quantity"
    kind, named = event.type.value, f"{family} {item.kind.value}"
    nearer = [one for one in what.outline.events if one is not event and what.distance(one, sentence) < distance]
    inside = float(sentence in event.sentences)
    found: Evidence = {
        f"is {kind}": 1.0,
        f"is {named}": 1.0,
        f"{kind} {named}": 1.0,
        "rule": float(by_rule),
        "own sentence": inside,
        f"{kind} {named} own sentence": inside,
        "distance": min(6.0, distance),
        "nearer": float(min(3, len(nearer))),
        "fits": what.affinity(event, item),
        "tariff": float(what.is_tariff(item)),
        "comparison": float(what.is_comparison(item.span.start)),
        "events": math.log1p(len(what.outline.events)),
        "title": float(scene.in_title(sentence)),
    }
    return _with(found, (kind, _FIGURE), (named, ("rule",)))


def of_day(scene: Scene, outline: Outline, event: Event, moment: Moment) -> Evidence:
    """For a day, month or year that the post names being when an event happened; what the rules chose is in `event.moment`."""
    sentence = scene.words.sentence_at(moment.span.start)
    kind, iso, start = event.type.value, moment.iso(), moment.start
    published, own = scene.doc._.published, sentence in event.sentences
    chosen = event.moment is not None and event.moment.iso() == iso
    nearest = min(event.sentences, key=lambda one: abs(one - sentence))
    future = bool(published and start and start > published)
    main = outline.main.moment if outline.main is not None else None
    as_of = scene.is_as_of(moment)
    found: Evidence = {
        f"is {kind}": 1.0,
        f"status {event.status.value}": 1.0,
        f"precision {moment.precision}": 1.0,
        f"{kind} {moment.precision}": 1.0,
        f"form {moment.form}": 1.0,
        "rule": float(chosen),
        f"rule {moment.precision}": float(chosen),
        "nothing by rule": float(event.moment is None),
        "own sentence": float(own),
        "best sentence": float(sentence == event.best.sentence),
        "sentence before": float(sentence == nearest - 1),
        "sentence after": float(sentence == nearest + 1),
        "away": float(min(_FAR, abs(sentence - nearest))),
        "far": abs(moment.span.start - scene.words.starts[event.best.start]) / 1000,
        f"future {event.status.value}": float(future),
        "main day": float(scene.main_moment is not None and scene.main_moment.iso() == iso),
        "day of main event": float(main is not None and main.iso() == iso),
        "day of publication": float(published is not None and start == published),
        "as of": float(as_of),
        "aside": float(scene.is_aside(moment)),
        "today": float(scene.is_today(moment)),
        "lead": float(0 <= sentence - scene.first_body <= 2),
        "title": float(scene.in_title(sentence)),
        "days": math.log1p(len(scene.doc._.dates)),
    }
    return _with(found, (kind, _DAY), (event.status.value, _DAY_BY_STATUS))


def of_place(scene: Scene, outline: Outline, event: Event, number: int, by_rule: bool) -> Evidence:
    """For an area being where an event happened."""
    place = scene.places[number]
    mentioned = scene.sentences_with(scene.places_in, number)
    nearest = _away(event, mentioned)
    kind, level = event.type.value, place.kind.value
    spot = scene.spot(event.sentences)
    lead = range(scene.first_body, min(scene.first_body + _NEAR, scene.sentence_count))
    located = scene.located
    before = [n for s, n in located if s <= max(event.sentences)]
    own_located = [n for s, n in located if s in event.sentences]
    main_day = scene.main_moment.iso() if scene.main_moment is not None else None
    on_main_day = event.moment is not None and event.moment.iso() == main_day
    found: Evidence = {
        f"is {kind}": 1.0,
        f"is {level}": 1.0,
        f"{kind} {level}": 1.0,
        "rule": float(by_rule),
        "own sentence": float(nearest == 0),
        "beside": float(nearest == 1),
        "away": float(min(_FAR, nearest)),
        "spot": float(spot is place),
        "dateline": float(scene.dateline_place is place),
        "home": float(scene.home is place),
        "title": float(any(scene.in_title(s) for s in mentioned)),
        "mentions": math.log1p(len(place.mentions)),
        "in offices alone": float(scene.in_offices_alone(number)),
        "site": float(outline.site is place),
        "place of main event": float(outline.main is not None and outline.main.place is place),
        f"status {event.status.value}": 1.0,
        "on main day": float(on_main_day),
        "site on main day": float(on_main_day and outline.site is place),
        "lead": float(any(0 <= s - scene.first_body <= 2 for s in mentioned)),
        "sentence before": float(any(e - 1 in mentioned for e in event.sentences)),
        "holds one named beside": float(
            any(_within(scene.places[n], place) for s in event.sentences for n in scene.places_in.get(s, ()))
        ),
        "holds one of the lead": float(
            any(_within(scene.places[n], place) for s in lead for n in scene.places_in.get(s, ()))
        ),
        "located": float(number in (n for _, n in located)),
        "located here": float(number in own_located),
        "last located": float(before[-1:] == [number]),
        "only one located": float({n for _, n in located} == {number}),
        "another located here": float(bool(own_located) and number not in own_located),
        "located in lead": float(any(s in lead for s, n in located if n == number)),
        "nothing by rule": float(event.place is None),
        "places": math.log1p(len(scene.places)),
    }
    return _with(found, (kind, _PLACE), (level, _PLACE_BY_LEVEL), (event.status.value, ("site",)))


def _within(inner: Place, outer: Place) -> bool:
    """Does one area lie in the other, by their codes?"""
    return inner is not outer and bool(outer.code) and (inner.code or "").startswith(f"{outer.code}.")


def people_and_bodies(scene: Scene) -> Iterator[tuple[bool, int]]:
    """Everybody who may have a part in an event."""
    yield from ((True, number) for number in range(len(scene.people)))
    yield from ((False, number) for number, _ in enumerate(scene.organizations) if Who.may_act(scene, number))
