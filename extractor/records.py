"""The contract: one article becomes one `Record`, and this module alone says what a record is.

The published JSON Schema (`extractor schema`) is generated from these models. They also enforce what the schema cannot
say: every span reads in `article.text` what it claims to read, every id resolves, ids are numbered in order. Offsets are
Python string offsets (Unicode code points), half-open `[start, end)`, into `article.text`; dates are ISO 8601 strings;
money is whole rupiah. A fact found only in the headline has `None` for its span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

SCHEMA_VERSION: Final = "1.0"


class Precision(StrEnum):
    """How exactly a moment is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"


class OrganizationKind(StrEnum):
    """What sort of body an organization is; `bpjstk` is the agency itself: head office, regional office, branch."""

    BPJSTK = "bpjstk"
    BPJS_KESEHATAN = "bpjs_kesehatan"
    NATIONAL_GOVERNMENT = "national_government"
    LOCAL_GOVERNMENT = "local_government"
    LAW_ENFORCEMENT = "law_enforcement"
    COMPANY = "company"
    UNION = "union"
    ASSOCIATION = "association"
    EDUCATION = "education"
    RELIGIOUS = "religious"
    HEALTH = "health"
    MEDIA = "media"
    OTHER = "other"


class PlaceKind(StrEnum):
    """Level of an administrative area in the Kemendagri code."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"
    DISTRICT = "district"
    VILLAGE = "village"
    COUNTRY = "country"
    OTHER = "other"


class ProgramCode(StrEnum):
    """Programs and schemes of BPJS Ketenagakerjaan and around it; the names are in `knowledge/programs.toml`."""

    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"
    JP = "JP"
    JKP = "JKP"
    BPU = "BPU"
    PU = "PU"
    JAKON = "JAKON"
    PMI = "PMI"
    UCJ = "UCJ"
    PARITRANA = "PARITRANA"
    BEASISWA = "BEASISWA"
    PERISAI = "PERISAI"
    DESA_SADAR = "DESA_SADAR"
    MLT = "MLT"
    BSU = "BSU"
    JMO = "JMO"
    LAPAK_ASIK = "LAPAK_ASIK"
    RTW = "RTW"
    PLKK = "PLKK"
    GN_LINGKARAN = "GN_LINGKARAN"
    KSO = "KSO"
    SERTAKAN = "SERTAKAN"
    OTHER = "OTHER"


class RegulationKind(StrEnum):
    """Rank of a regulation."""

    UU = "UU"
    PP = "PP"
    PERPRES = "Perpres"
    INPRES = "Inpres"
    KEPPRES = "Keppres"
    PERMEN = "Permen"
    KEPMEN = "Kepmen"
    PERDA = "Perda"
    PERGUB = "Pergub"
    PERBUP = "Perbup"
    PERWALI = "Perwali"
    PERDES = "Perdes"
    SE = "SE"
    SK = "SK"
    OTHER = "other"


class AmountKind(StrEnum):
    """What a sum of money is for."""

    BENEFIT = "benefit"
    SCHOLARSHIP = "scholarship"
    CONTRIBUTION = "contribution"
    ARREARS = "arrears"
    FUND = "fund"
    BUDGET = "budget"
    AID = "aid"
    PRIZE = "prize"
    WAGE = "wage"
    OTHER = "other"


class Per(StrEnum):
    """What one payment of an amount covers."""

    PERSON = "person"
    MONTH = "month"
    YEAR = "year"
    PERSON_MONTH = "person_month"


class Bound(StrEnum):
    """How a figure is hedged: `approx` (sekitar), `min` (lebih dari), `max` (hingga)."""

    APPROX = "approx"
    MIN = "min"
    MAX = "max"


class QuantityUnit(StrEnum):
    """What is counted."""

    PARTICIPANT = "participant"
    WORKER = "worker"
    HEIR = "heir"
    PERSON = "person"
    CHILD = "child"
    FAMILY = "family"
    COMPANY = "company"
    GOVERNMENT = "government"
    VILLAGE = "village"
    CASE = "case"
    AGREEMENT = "agreement"
    AWARD = "award"
    PERCENT = "percent"
    MONTH = "month"
    YEAR = "year"
    OTHER = "other"


class QuantityKind(StrEnum):
    """What a count says."""

    TARGET = "target"
    COVERAGE = "coverage"
    POTENTIAL = "potential"
    BENEFICIARY = "beneficiary"
    ATTENDANCE = "attendance"
    ARREARS = "arrears"
    DURATION = "duration"
    OTHER = "other"


class EventType(StrEnum):
    """The sixteen kinds of happening a monitor logs."""

    MEETING = "meeting"
    SOCIALIZATION = "socialization"
    AGREEMENT = "agreement"
    BENEFIT_HANDOVER = "benefit_handover"
    BENEFIT_REPORT = "benefit_report"
    ENROLLMENT = "enrollment"
    COVERAGE_REPORT = "coverage_report"
    AWARD = "award"
    REGULATION = "regulation"
    DIRECTIVE = "directive"
    ENFORCEMENT = "enforcement"
    SERVICE = "service"
    AID = "aid"
    INCIDENT = "incident"
    APPOINTMENT = "appointment"
    OTHER = "other"


class EventStatus(StrEnum):
    """Did it happen; `urged` is asked for, ordered, hoped."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    URGED = "urged"


class ParticipantRole(StrEnum):
    """The part somebody had in an event."""

    ORGANIZER = "organizer"
    ATTENDEE = "attendee"
    SPEAKER = "speaker"
    PARTY = "party"
    GIVER = "giver"
    RECIPIENT = "recipient"
    SUBJECT = "subject"


Text = Annotated[str, StringConstraints(min_length=1)]
Offset = Annotated[int, Field(ge=0)]
IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
IsoMoment = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2}|Z)?)?)?)?$")
]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")]


class Model(BaseModel):
    """Base of the contract's models: closed and immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=True)


class Spanned(Model):
    """Text of the article at its place; all three are `None` for a fact that only the headline states."""

    start: Offset | None
    end: Offset | None
    text: Text | None

    @model_validator(mode="after")
    def _whole_or_absent(self) -> Self:
        if self.start is None or self.end is None or self.text is None:
            if not (self.start is None and self.end is None and self.text is None):
                raise ValueError("a span has start, end and text, or none of them")
        elif self.start >= self.end:
            raise ValueError(f"a span is not empty: [{self.start}, {self.end})")
        return self


class Page(Model):
    """The page that a source holds of a post of several pages."""

    number: Annotated[int, Field(ge=1)]
    of: Annotated[int, Field(ge=1)] | None


class WarcLocation(Model):
    """Where the archived response lies."""

    file: Text
    offset: Offset


class Source(Model):
    """The input: its path as given (`batch.jsonl#17` for one of several), the SHA-256 of its bytes, when it was fetched."""

    path: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    fetched: IsoMoment | None
    warc: WarcLocation | None


class Article(Model):
    """The post: cleaned, headline-free `text` and what the page says about itself."""

    title: Text | None
    url: Text | None
    outlet: Text | None
    author: Text | None
    published: IsoMoment | None
    published_precision: Precision | None
    dateline: Text | None
    language: Text | None
    text: str
    page: Page | None
    relevance: Annotated[float, Field(ge=0, le=1)]
    source: Source


class Role(Model):
    """An office: `text` is the whole phrase of office, body and area as printed, `title` and `organization` its parts."""

    title: Text
    organization: Text | None
    text: Text


class Person(Model):
    """A person, one entry however often named; `name` without honorifics and degrees; `roles[0]` is the main office."""

    id: Text
    name: Text
    honorifics: list[Text]
    aliases: list[Text]
    roles: list[Role]
    mentions: list[Spanned]


class Organization(Model):
    """A named body, short forms spelled out in `name`."""

    id: Text
    name: Text
    kind: OrganizationKind
    aliases: list[Text]
    place: Text | None
    mentions: list[Spanned]


class Place(Model):
    """An administrative area; `code` is the Kemendagri code where the area could be settled."""

    id: Text
    name: Text
    kind: PlaceKind
    code: PlaceCode | None
    province_code: Annotated[str, StringConstraints(pattern=r"^\d{2}$")] | None
    mentions: list[Spanned]


class Program(Model):
    """A program or scheme that the article names."""

    code: ProgramCode
    name: Text
    mentions: list[Spanned]


class Regulation(Model):
    """A law, decree or circular; `id` is kind-number-year in lower case (`inpres-2-2021`)."""

    id: Text
    kind: RegulationKind
    number: Text | None
    year: Annotated[int, Field(ge=1900, le=2100)] | None
    title: Text | None
    mentions: list[Spanned]


class Amount(Spanned):
    """A sum of money in whole units of `currency` (rupiah, never thousands or millions)."""

    id: Text
    value: int | float
    currency: Text
    kind: AmountKind
    per: Per | None
    bound: Bound | None
    recipient: Text | None


class Quantity(Spanned):
    """A count or percentage of coverage, targets, potential, beneficiaries, attendance, arrears or duration."""

    id: Text
    value: int | float
    unit: QuantityUnit
    kind: QuantityKind
    bound: Bound | None
    as_of: IsoDate | None


class Quote(Spanned):
    """Direct speech; `speaker` is the id of a person or an organization."""

    speaker: Text | None


class EventDate(Model):
    """When an event happened or is to happen, as exactly as the article fixes it; `text` is the printed form."""

    start: IsoDate
    end: IsoDate | None
    precision: Precision
    text: Text | None


class Participant(Model):
    """A person or an organization with a part in an event."""

    entity: Text
    role: ParticipantRole


class Event(Model):
    """One happening or one stated intention."""

    id: Text
    type: EventType
    status: EventStatus
    date: EventDate | None
    place: Text | None
    venue: Text | None
    participants: list[Participant]
    programs: list[ProgramCode]
    regulations: list[Text]
    amounts: list[Text]
    quantities: list[Text]
    trigger: Spanned | None
    evidence: list[Spanned]
    confidence: Annotated[float, Field(ge=0, le=1)]


class RecordWarning(Model):
    """A reading against the letter of the text, or a doubt, made visible."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="Warning")

    code: Text
    text: Text | None
    message: Text


class Record(Model):
    """What one article says: the project's output, one JSON object."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=True, title="Record")

    schema_version: Literal["1.0"]
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    article: Article
    people: list[Person]
    organizations: list[Organization]
    places: list[Place]
    programs: list[Program]
    regulations: list[Regulation]
    amounts: list[Amount]
    quantities: list[Quantity]
    quotes: list[Quote]
    events: list[Event]
    warnings: list[RecordWarning]

    @model_validator(mode="after")
    def _spans_read_what_they_say(self) -> Self:
        text = self.article.text
        for span in self.spans():
            if span.start is not None and text[span.start : span.end] != span.text:
                raise ValueError(
                    f"span [{span.start}, {span.end}) says {span.text!r}, the article {text[span.start : span.end]!r}"
                )
        return self

    @model_validator(mode="after")
    def _ids_are_numbered_in_order(self) -> Self:
        for prefix, items in (
            ("p", self.people),
            ("o", self.organizations),
            ("l", self.places),
            ("m", self.amounts),
            ("q", self.quantities),
            ("e", self.events),
        ):
            ids = [item.id for item in items]
            if ids != [f"{prefix}{number}" for number in range(1, len(ids) + 1)]:
                raise ValueError(f"ids are {prefix}1, {prefix}2, … in order, not {ids}")
        for name, keys in (
            ("programs", [program.code for program in self.programs]),
            ("regulations", [regulation.id for regulation in self.regulations]),
        ):
            if len(set(keys)) != len(keys):
                raise ValueError(f"{name} are listed once each, not {keys}")
        return self

    @model_validator(mode="after")
    def _ids_resolve(self) -> Self:
        people, organizations = {p.id for p in self.people}, {o.id for o in self.organizations}
        places = {place.id for place in self.places}
        actors = people | organizations
        for place_of, known, referred in self._references(actors, organizations, places):
            if referred is not None and referred not in known:
                raise ValueError(f"{place_of} refers to {referred!r}, which the record does not hold")
        return self

    def _references(
        self, actors: set[str], organizations: set[str], places: set[str]
    ) -> Iterator[tuple[str, set[str], str | None]]:
        for person in self.people:
            yield from ((f"role of {person.id}", organizations, role.organization) for role in person.roles)
        for organization in self.organizations:
            yield f"place of {organization.id}", places, organization.place
        for amount in self.amounts:
            yield f"recipient of {amount.id}", actors, amount.recipient
        for quote in self.quotes:
            yield "speaker of a quote", actors, quote.speaker
        codes, rules = {str(p.code) for p in self.programs}, {r.id for r in self.regulations}
        amounts, quantities = {a.id for a in self.amounts}, {q.id for q in self.quantities}
        for event in self.events:
            yield f"place of {event.id}", places, event.place
            for known, ids in (
                (actors, [p.entity for p in event.participants]),
                (codes, event.programs),
                (rules, event.regulations),
                (amounts, event.amounts),
                (quantities, event.quantities),
            ):
                yield from ((f"event {event.id}", known, str(one)) for one in ids)

    def spans(self) -> Iterator[Spanned]:
        """Every span of the record."""
        for group in (self.people, self.organizations, self.places, self.programs, self.regulations):
            for entity in group:
                yield from entity.mentions
        yield from self.amounts
        yield from self.quantities
        yield from self.quotes
        for event in self.events:
            if event.trigger is not None:
                yield event.trigger
            yield from event.evidence


def regulation_id(kind: RegulationKind, number: str | None, year: int | None) -> str:
    """`kind-number-year` in lower case, parts that are not given left out: `inpres-2-2021`, `perda`."""
    parts = [kind.value, number or "", str(year) if year else ""]
    return re.sub(r"[^a-z0-9.\-]+", "", "-".join(part for part in parts if part).lower())


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `Record`: the published contract."""
    schema = Record.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
