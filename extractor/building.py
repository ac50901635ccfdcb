"""From what the components found on a Doc to the record: ids in order of first mention, spans into the body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from spacy.tokens import Doc

from extractor.documents import Document
from extractor.entities.amounts import Amount as FoundAmount
from extractor.entities.organizations import organization_of
from extractor.entities.people import Person as FoundPerson
from extractor.entities.people import Tie
from extractor.entities.quantities import Quantity as FoundQuantity
from extractor.entities.roles import completed_text
from extractor.entities.words import Words
from extractor.events.model import Event as FoundEvent
from extractor.knowledge.areas import area_key
from extractor.language.dates import Moment
from extractor.language.spans import Span
from extractor.records import (
    SCHEMA_VERSION,
    Amount,
    Article,
    Event,
    EventDate,
    Organization,
    Page,
    Participant,
    ParticipantRole,
    Person,
    Place,
    Precision,
    Program,
    Quantity,
    Quote,
    Record,
    RecordWarning,
    Regulation,
    Role,
    Source,
    Spanned,
    WarcLocation,
)

Figure = TypeVar("Figure", FoundAmount, FoundQuantity)
_NOWHERE: dict[str, Any] = {"start": None, "end": None, "text": None}


class RecordBuilder:
    """Builds the record of one post; a mention in the headline alone has no span."""

    def __init__(self, document: Document, doc: Doc) -> None:
        self.document = document
        self.doc = doc
        self.offset: int = doc._.title_end
        self.words = Words.of(doc)
        self.amounts = self._ids("m", doc._.amounts)
        self.quantities = self._ids("q", doc._.quantities)

    def build(self) -> Record:
        """The record, validated.

        Raises:
            pydantic.ValidationError: if a component broke a promise of the contract; that is a defect of the program.
        """
        doc = self.doc
        return Record(
            schema_version=SCHEMA_VERSION,
            id=self.document.id,
            article=self._article(),
            people=[self._person(n, person) for n, person in enumerate(doc._.people, 1)],
            organizations=[
                Organization(
                    id=f"o{n}",
                    name=one.name,
                    kind=one.kind,
                    aliases=[alias for alias in one.aliases if alias != one.name],
                    place=self._place_of(one.area.name if one.area else None),
                    mentions=self._mentions(one.mentions),
                )
                for n, one in enumerate(doc._.organizations, 1)
            ],
            places=[
                Place(
                    id=f"l{n}",
                    name=one.name,
                    kind=one.kind,
                    code=one.code,
                    province_code=one.province_code,
                    mentions=self._mentions(one.mentions),
                )
                for n, one in enumerate(doc._.place_entities, 1)
            ],
            programs=[
                Program(code=one.code, name=one.name, mentions=self._mentions(one.mentions)) for one in doc._.programs
            ],
            regulations=[
                Regulation(
                    id=one.id,
                    kind=one.kind,
                    number=one.number,
                    year=one.year,
                    title=one.title,
                    mentions=self._mentions(one.mentions),
                )
                for one in doc._.regulations
            ],
            amounts=[self._amount(id_, amount) for id_, amount in self._held(doc._.amounts, self.amounts)],
            quantities=[
                self._quantity(id_, quantity) for id_, quantity in self._held(doc._.quantities, self.quantities)
            ],
            quotes=[
                Quote(speaker=None if q.speaker is None else f"p{q.speaker + 1}", **self._span(q.span))
                for q in doc._.quotes
                if q.span.start >= self.offset
            ],
            events=[self._event(n, event) for n, event in enumerate(doc._.events, 1)],
            warnings=self._warnings(),
        )

    def _article(self) -> Article:
        d = self.document
        return Article(
            title=d.title,
            url=d.url,
            outlet=d.outlet,
            author=d.author,
            published=d.published_iso,
            published_precision=d.published_precision,
            dateline=d.dateline,
            language=d.language,
            text=d.text,
            page=Page(number=d.page.number, of=d.page.of) if d.page else None,
            relevance=d.relevance,
            source=Source(
                path=d.source_path,
                sha256=d.sha256,
                fetched=d.fetched.isoformat(timespec="seconds") if d.fetched else None,
                warc=WarcLocation(file=d.warc[0], offset=d.warc[1]) if d.warc else None,
            ),
        )

    # spans -----------------------------------------------------------------------------------------------------------

    def _span(self, span: Span | None) -> dict[str, Any]:
        """The span in the body; nothing for one in the headline."""
        if span is None or span.start < self.offset:
            return _NOWHERE
        start, end = span.start - self.offset, span.end - self.offset
        return {"start": start, "end": end, "text": self.document.text[start:end]}

    def _mentions(self, spans: Iterable[Span]) -> list[Spanned]:
        return [Spanned(**self._span(span)) for span in spans if span.start >= self.offset]

    # figures ---------------------------------------------------------------------------------------------------------

    def _ids(self, prefix: str, figures: Sequence[FoundAmount | FoundQuantity]) -> list[str]:
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

    def _amount(self, id_: str, a: FoundAmount) -> Amount:
        return Amount(
            id=id_,
            value=a.value,
            currency=a.currency,
            kind=a.kind,
            per=a.per,
            bound=a.bound,
            recipient=self._recipient(id_, a),
            **self._span(a.span),
        )

    def _quantity(self, id_: str, q: FoundQuantity) -> Quantity:
        return Quantity(
            id=id_, value=q.value, unit=q.unit, kind=q.kind, bound=q.bound, as_of=q.as_of, **self._span(q.span)
        )

    def _recipient(self, id_: str, amount: FoundAmount) -> str | None:
        """Who gets a benefit: the one recipient whom the amount's own sentence names."""
        sentence_at = self.words.sentence_at
        sentence = sentence_at(amount.span.start)
        got = {
            p.index
            for event in self.doc._.events
            if id_ in (self.amounts[n] for n in event.amounts)
            for p in event.participants
            if p.person and p.role is ParticipantRole.RECIPIENT
        }
        named = {n for n in got if any(sentence_at(m.start) == sentence for m in self.doc._.people[n].mentions)}
        return f"p{named.pop() + 1}" if len(named) == 1 else None

    # entities --------------------------------------------------------------------------------------------------------

    def _person(self, number: int, person: FoundPerson) -> Person:
        return Person(
            id=f"p{number}",
            name=person.name,
            honorifics=person.honorifics,
            aliases=person.aliases,
            roles=[self._role(tie) for tie in person.ties],
            mentions=self._mentions(person.mentions),
        )

    def _role(self, tie: Tie) -> Role:
        office = tie.office
        organization = organization_of(office, self.doc._.organizations) if office is not None else None
        number = None if organization is None else self.doc._.organizations.index(organization) + 1
        text = tie.text if office is None else completed_text(self.doc, office, organization)
        return Role(title=tie.title, organization=None if number is None else f"o{number}", text=text)

    def _place_of(self, name: str | None) -> str | None:
        if name is None:
            return None
        wanted = area_key(name)
        return next(
            (f"l{n}" for n, place in enumerate(self.doc._.place_entities, 1) if area_key(place.name) == wanted), None
        )

    # events ----------------------------------------------------------------------------------------------------------

    def _event(self, number: int, event: FoundEvent) -> Event:
        doc = self.doc
        return Event(
            id=f"e{number}",
            type=event.type,
            status=event.status,
            date=_event_date(event.moment),
            place=None if event.place is None else f"l{doc._.place_entities.index(event.place) + 1}",
            venue=event.venue,
            participants=[
                Participant(entity=f"{'p' if p.person else 'o'}{p.index + 1}", role=p.role) for p in event.participants
            ],
            programs=[doc._.programs[n].code for n in event.programs],
            regulations=[doc._.regulations[n].id for n in event.regulations],
            amounts=list(dict.fromkeys(self.amounts[n] for n in event.amounts)),
            quantities=list(dict.fromkeys(self.quantities[n] for n in event.quantities)),
            trigger=self._trigger(event),
            evidence=self._mentions(event.evidence),
            confidence=event.confidence,
        )

    def _trigger(self, event: FoundEvent) -> Spanned:
        """The words that announce the event most strongly; in the body, if any do there."""
        words = self.words
        ranked = [event.best, *event.triggers]
        best = next((t for t in ranked if words.starts[t.start] >= self.offset), event.best)
        return Spanned(**self._span(words.span(best.start, best.end)))

    def _warnings(self) -> list[RecordWarning]:
        seen = dict.fromkeys((*self.document.warnings, *self.doc._.doubts))
        return [RecordWarning(code=code, text=text or None, message=message) for code, text, message in seen]


def _event_date(moment: Moment | None) -> EventDate | None:
    start = moment.iso() if moment is not None else None
    if moment is None or start is None:
        return None
    end = moment.iso_end() if moment.precision in ("day", "minute") and moment.end != moment.start else None
    return EventDate(start=start, end=end, precision=Precision(moment.precision), text=moment.text)
