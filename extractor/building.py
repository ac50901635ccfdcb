"""From what the components found on a Doc to the record: ids in order of first mention, spans into the body.

The parts are put together as plain dictionaries, and the record validates them all at once: a model for each of the
hundred parts of a post would take several times as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from spacy.tokens import Doc

from extractor.documents import Document
from extractor.entities.amounts import Amount
from extractor.entities.organizations import Organization, organization_of
from extractor.entities.people import Person, Tie
from extractor.entities.places import Place
from extractor.entities.programs import Program
from extractor.entities.quantities import Quantity
from extractor.entities.quotes import Quote
from extractor.entities.regulations import Regulation
from extractor.entities.roles import completed_text
from extractor.entities.words import Words
from extractor.events.model import Event
from extractor.knowledge.areas import area_key
from extractor.language.dates import Moment
from extractor.language.spans import Span
from extractor.records import SCHEMA_VERSION, ParticipantRole, Record

Figure = TypeVar("Figure", Amount, Quantity)
Part = dict[str, Any]  # of the record, still to be validated
_NOWHERE: Part = {"start": None, "end": None, "text": None}


class RecordBuilder:
    """Builds the record of one post; a mention in the headline alone has no span."""

    def __init__(self, document: Document, doc: Doc) -> None:
        self.document = document
        self.doc = doc
        self.found = doc._
        self.offset: int = self.found.title_end
        self.words = Words.of(doc)
        self.people: tuple[Person, ...] = self.found.people
        self.organizations: tuple[Organization, ...] = self.found.organizations
        self.places: tuple[Place, ...] = self.found.place_entities
        self.programs: tuple[Program, ...] = self.found.programs
        self.regulations: tuple[Regulation, ...] = self.found.regulations
        self.events: tuple[Event, ...] = self.found.events
        self.amounts = self._ids("m", self.found.amounts)
        self.quantities = self._ids("q", self.found.quantities)
        self.recipients = self._recipients()
        self.people_at: dict[int, set[int]] = defaultdict(set)  # by the sentence that names them
        for n, person in enumerate(self.people) if self.recipients else ():
            for mention in person.mentions:
                self.people_at[self.words.sentence_at(mention.start)].add(n)

    def build(self) -> Record:
        """The record, validated.

        Raises:
            pydantic.ValidationError: if a component broke a promise of the contract; that is a defect of the program.
        """
        amounts = self._held(self.found.amounts, self.amounts)
        quantities = self._held(self.found.quantities, self.quantities)
        return Record.model_validate(
            {
                "schema_version": SCHEMA_VERSION,
                "id": self.document.id,
                "article": self._article(),
                "people": [self._person(n, person) for n, person in enumerate(self.people, 1)],
                "organizations": [self._organization(n, one) for n, one in enumerate(self.organizations, 1)],
                "places": [self._place(n, place) for n, place in enumerate(self.places, 1)],
                "programs": [self._program(program) for program in self.programs],
                "regulations": [self._regulation(regulation) for regulation in self.regulations],
                "amounts": [self._amount(id_, amount) for id_, amount in amounts],
                "quantities": [self._quantity(id_, quantity) for id_, quantity in quantities],
                "quotes": [self._quote(quote) for quote in self.found.quotes if quote.span.start >= self.offset],
                "events": [self._event(n, event) for n, event in enumerate(self.events, 1)],
                "warnings": self._warnings(),
            }
        )

    def _article(self) -> Part:
        d = self.document
        return {
            "title": d.title,
            "url": d.url,
            "outlet": d.outlet,
            "author": d.author,
            "published": d.published_iso,
            "published_precision": d.published_precision,
            "dateline": d.dateline,
            "language": d.language,
            "text": d.text,
            "page": {"number": d.page.number, "of": d.page.of} if d.page else None,
            "relevance": d.relevance,
            "source": {
                "path": d.source_path,
                "sha256": d.sha256,
                "fetched": d.fetched.isoformat(timespec="seconds") if d.fetched else None,
                "warc": {"file": d.warc[0], "offset": d.warc[1]} if d.warc else None,
            },
        }

    # spans -----------------------------------------------------------------------------------------------------------

    def _span(self, span: Span | None) -> Part:
        """The span in the body; nothing for one in the headline."""
        if span is None or span.start < self.offset:
            return _NOWHERE
        start, end = span.start - self.offset, span.end - self.offset
        return {"start": start, "end": end, "text": self.document.text[start:end]}

    def _mentions(self, spans: Iterable[Span]) -> list[Part]:
        return [self._span(span) for span in spans if span.start >= self.offset]

    def _quote(self, quote: Quote) -> Part:
        return {"speaker": None if quote.speaker is None else f"p{quote.speaker + 1}", **self._span(quote.span)}

    # figures ---------------------------------------------------------------------------------------------------------

    def _ids(self, prefix: str, figures: Sequence[Amount | Quantity]) -> list[str]:
        """The id of each figure; one of the headline shares that of the body's first figure of its value."""
        in_body: dict[float, int] = {}
        for n, figure in enumerate(figures):
            if figure.span.start >= self.offset:
                in_body.setdefault(figure.value, n)
        stands = [in_body.get(f.value, n) if f.span.start < self.offset else n for n, f in enumerate(figures)]
        numbers = {at: n for n, at in enumerate(sorted(set(stands)), 1)}
        return [f"{prefix}{numbers[at]}" for at in stands]

    def _held(self, figures: Sequence[Figure], ids: list[str]) -> Iterator[tuple[str, Figure]]:
        """Each id once, with the figure that stands for it: the body's before the headline's."""
        best: dict[str, Figure] = {}
        for figure, id_ in zip(figures, ids, strict=True):
            if id_ not in best or best[id_].span.start < self.offset:
                best[id_] = figure
        return iter(sorted(best.items(), key=lambda item: int(item[0][1:])))

    def _amount(self, id_: str, a: Amount) -> Part:
        return {
            "id": id_,
            "value": a.value,
            "currency": a.currency,
            "kind": a.kind,
            "per": a.per,
            "bound": a.bound,
            "recipient": self._recipient(id_, a),
            **self._span(a.span),
        }

    def _quantity(self, id_: str, q: Quantity) -> Part:
        return {
            "id": id_,
            "value": q.value,
            "unit": q.unit,
            "kind": q.kind,
            "bound": q.bound,
            "as_of": q.as_of,
            **self._span(q.span),
        }

    def _recipient(self, id_: str, amount: Amount) -> str | None:
        """Who gets a benefit: the one recipient whom the amount's own sentence names."""
        got = self.recipients.get(id_, set())
        named = got & self.people_at.get(self.words.sentence_at(amount.span.start), set())
        return f"p{named.pop() + 1}" if len(named) == 1 else None

    def _recipients(self) -> dict[str, set[int]]:
        """By the id of each amount, the people to whom an event gives it."""
        found: dict[str, set[int]] = {}
        for event in self.events:
            got = [p.index for p in event.participants if p.person and p.role is ParticipantRole.RECIPIENT]
            for n in event.amounts if got else ():
                found.setdefault(self.amounts[n], set()).update(got)
        return found

    # entities --------------------------------------------------------------------------------------------------------

    def _person(self, number: int, person: Person) -> Part:
        return {
            "id": f"p{number}",
            "name": person.name,
            "honorifics": person.honorifics,
            "aliases": person.aliases,
            "roles": [self._role(tie) for tie in person.ties],
            "mentions": self._mentions(person.mentions),
        }

    def _role(self, tie: Tie) -> Part:
        office = tie.office
        organization = organization_of(office, self.organizations) if office is not None else None
        number = None if organization is None else _place_among(self.organizations, organization)
        text = tie.text if office is None else completed_text(self.doc, office, organization)
        return {"title": tie.title, "organization": None if number is None else f"o{number}", "text": text}

    def _organization(self, number: int, one: Organization) -> Part:
        return {
            "id": f"o{number}",
            "name": one.name,
            "kind": one.kind,
            "aliases": [alias for alias in one.aliases if alias != one.name],
            "place": self._place_of(one.area.name if one.area else None),
            "mentions": self._mentions(one.mentions),
        }

    def _place(self, number: int, one: Place) -> Part:
        return {
            "id": f"l{number}",
            "name": one.name,
            "kind": one.kind,
            "code": one.code,
            "province_code": one.province_code,
            "mentions": self._mentions(one.mentions),
        }

    def _program(self, one: Program) -> Part:
        return {"code": one.code, "name": one.name, "mentions": self._mentions(one.mentions)}

    def _regulation(self, one: Regulation) -> Part:
        return {
            "id": one.id,
            "kind": one.kind,
            "number": one.number,
            "year": one.year,
            "title": one.title,
            "mentions": self._mentions(one.mentions),
        }

    def _place_of(self, name: str | None) -> str | None:
        if name is None:
            return None
        wanted = area_key(name)
        return next((f"l{n}" for n, place in enumerate(self.places, 1) if area_key(place.name) == wanted), None)

    # events ----------------------------------------------------------------------------------------------------------

    def _event(self, number: int, event: Event) -> Part:
        return {
            "id": f"e{number}",
            "type": event.type,
            "status": event.status,
            "date": _event_date(event.moment),
            "place": None if event.place is None else f"l{_place_among(self.places, event.place)}",
            "venue": event.venue,
            "participants": [
                {"entity": f"{'p' if p.person else 'o'}{p.index + 1}", "role": p.role} for p in event.participants
            ],
            "programs": [self.programs[n].code for n in event.programs],
            "regulations": [self.regulations[n].id for n in event.regulations],
            "amounts": list(dict.fromkeys(self.amounts[n] for n in event.amounts)),
            "quantities": list(dict.fromkeys(self.quantities[n] for n in event.quantities)),
            "trigger": self._trigger(event),
            "evidence": self._mentions(event.evidence),
            "confidence": event.confidence,
        }

    def _trigger(self, event: Event) -> Part:
        """The words that announce the event most strongly; in the body, if any do there."""
        words = self.words
        ranked = [event.best, *event.triggers]
        best = next((t for t in ranked if words.starts[t.start] >= self.offset), event.best)
        return self._span(words.span(best.start, best.end))

    def _warnings(self) -> list[Part]:
        seen = dict.fromkeys((*self.document.warnings, *self.found.doubts))
        return [{"code": code, "text": text or None, "message": message} for code, text, message in seen]


def _event_date(moment: Moment | None) -> Part | None:
    start = moment.iso() if moment is not None else None
    if moment is None or start is None:
        return None
    end = moment.iso_end() if moment.precision in ("day", "minute") and moment.end != moment.start else None
    return {"start": start, "end": end, "precision": moment.precision, "text": moment.text}


def _place_among(things: Sequence[object], one: object) -> int:
    """Its place among the things, from 1: of itself, not of one that says the same."""
    return next(n for n, other in enumerate(things, 1) if other is one)
