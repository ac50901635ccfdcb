"""A record as rows of the flat tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from extractor.records import Event, Record

ROOM: Final = 100_000
"""Keys an article has in each table; a post of the longest permitted length cannot hold as many facts."""

Row = tuple[object, ...]

_LAYOUT: Final = {
    "articles": "id title url outlet author published published_precision day dateline language page pages relevance "
    "source_path source_sha256 fetched warc_file warc_offset version first_run last_run",
    "versions": "article number run content_sha256 facts_sha256 source_sha256 fetched record",
    "texts": "article text",
    "places": "key article id name kind code province_code mentions",
    "organizations": "key article id name kind aliases place mentions",
    "people": "key article id name honorifics aliases role mentions",
    "roles": "key article person position title organization text",
    "programs": "key article code name mentions",
    "regulations": "key article id kind number year title mentions",
    "quotes": "key article person organization start end text",
    "events": "key article id type status date_start date_end date_precision date_text day month "
    "place place_code province_code venue programs start end text confidence",
    "evidence": "event position start end text",
    "participants": "event position person organization role",
    "event_programs": "event code",
    "event_regulations": "event regulation",
    "amounts": "key article id value currency kind per bound recipient_person recipient_organization start end text "
    "event event_type day place_code province_code programs dated",
    "quantities": "key article id value unit kind bound as_of start end text "
    "event event_type day place_code province_code programs dated",
    "event_amounts": "event amount",
    "event_quantities": "event quantity",
    "warnings": "key article code text message",
}
_NAMES: Final = {table: tuple(columns.split()) for table, columns in _LAYOUT.items()}
HEAD: Final = _NAMES["articles"]
"""Columns of `articles` but for its key."""
VERSION: Final = _NAMES["versions"]
"""Columns of `versions`."""
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    table: names for table, names in _NAMES.items() if table not in ("articles", "versions")
}
"""Columns of the tables that hold the facts of a record, in an order in which they can be written: no row before one it refers to."""

BY_EVENT: Final = frozenset(
    {"evidence", "participants", "event_programs", "event_regulations", "event_amounts", "event_quantities"}
)
"""Tables whose rows belong to an article by the key of an event."""


def keys_of(article: int) -> tuple[int, int]:
    """First and last key that the rows of an article may have."""
    return article * ROOM, article * ROOM + ROOM - 1


def rows_between(article: str) -> str:
    """SQL between which keys the rows of an article lie; `article` is what gives its key, as "articles.key"."""
    return f"BETWEEN {article} * {ROOM} AND {article} * {ROOM} + {ROOM - 1}"


def fact_rows(record: Record, article: int) -> dict[str, list[Row]]:
    """The rows of a record by table, columns as in `COLUMNS`; `article` is the key of its article."""
    return _Flattening(record, article).rows


class _Flattening:
    """One record on its way into rows."""

    def __init__(self, record: Record, article: int) -> None:
        self._record, self._article = record, article
        self._first = article * ROOM
        self._codes = {place.id: (place.code, place.province_code) for place in record.places}
        self._events = {event.id: self._event(event) for event in record.events}
        self.rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
        self.rows["texts"].append((article, record.article.text))
        self._entities()
        self._happenings()
        self._figures()
        self.rows["warnings"].extend(
            (self._first + number, article, one.code, one.text, one.message)
            for number, one in enumerate(record.warnings, 1)
        )

    def _key(self, id_: str | None) -> int | None:
        """The key of a thing of the record: its number (`p3` is 3) in the room of the article."""
        return None if id_ is None else self._first + int(id_[1:])

    def _actor(self, id_: str | None) -> tuple[int | None, int | None]:
        """Keys of person and organization, of which one at most is there."""
        key = self._key(id_)
        return (key, None) if id_ is not None and id_[0] == "p" else (None, key)

    def _entities(self) -> None:
        record, article, rows = self._record, self._article, self.rows
        for place in record.places:
            rows["places"].append(
                (
                    self._key(place.id),
                    article,
                    place.id,
                    place.name,
                    place.kind,
                    place.code,
                    place.province_code,
                    len(place.mentions),
                )
            )
        for body in record.organizations:
            rows["organizations"].append(
                (
                    self._key(body.id),
                    article,
                    body.id,
                    body.name,
                    body.kind,
                    _listed(body.aliases),
                    self._key(body.place),
                    len(body.mentions),
                )
            )
        for person in record.people:
            key = self._key(person.id)
            role = person.roles[0].text if person.roles else None
            rows["people"].append(
                (
                    key,
                    article,
                    person.id,
                    person.name,
                    _listed(person.honorifics),
                    _listed(person.aliases),
                    role,
                    len(person.mentions),
                )
            )
            for position, one in enumerate(person.roles, 1):
                number = self._first + len(rows["roles"]) + 1
                rows["roles"].append((number, article, key, position, one.title, self._key(one.organization), one.text))
        for number, program in enumerate(record.programs, 1):
            rows["programs"].append((self._first + number, article, program.code, program.name, len(program.mentions)))
        for number, rule in enumerate(record.regulations, 1):
            rows["regulations"].append(
                (
                    self._first + number,
                    article,
                    rule.id,
                    rule.kind,
                    rule.number,
                    rule.year,
                    rule.title,
                    len(rule.mentions),
                )
            )
        for number, quote in enumerate(record.quotes, 1):
            rows["quotes"].append(
                (self._first + number, article, *self._actor(quote.speaker), quote.start, quote.end, quote.text)
            )

    def _event(self, event: Event) -> tuple[str | None, str | None, str | None, str]:
        """What figures take over from an event: day, codes of the area and its province, programs."""
        start = event.date.start if event.date else None
        code, province = self._codes.get(event.place or "", (None, None))
        return (
            start if start and len(start) == len("2022-08-25") else None,
            code,
            province,
            "+".join(sorted(event.programs)),
        )

    def _happenings(self) -> None:
        rows = self.rows
        rules = {rule.id: self._first + number for number, rule in enumerate(self._record.regulations, 1)}
        for event in self._record.events:
            key = self._key(event.id)
            date, trigger = event.date, event.trigger
            day, code, province, programs = self._events[event.id]
            when = (date.start, date.end, date.precision, date.text) if date else (None,) * 4
            month = date.start[:7] if date and len(date.start) >= len("2022-08") else None
            span = (trigger.start, trigger.end, trigger.text) if trigger else (None,) * 3
            where = (self._key(event.place), code, province, event.venue)
            rows["events"].append(
                (
                    key,
                    self._article,
                    event.id,
                    event.type,
                    event.status,
                    *when,
                    day,
                    month,
                    *where,
                    programs,
                    *span,
                    event.confidence,
                )
            )
            rows["evidence"].extend(
                (key, number, one.start, one.end, one.text) for number, one in enumerate(event.evidence, 1)
            )
            rows["participants"].extend(
                (key, number, *self._actor(one.entity), one.role) for number, one in enumerate(event.participants, 1)
            )
            rows["event_programs"].extend((key, code) for code in dict.fromkeys(event.programs))
            rows["event_regulations"].extend((key, rules[id_]) for id_ in dict.fromkeys(event.regulations))
            rows["event_amounts"].extend((key, self._key(id_)) for id_ in dict.fromkeys(event.amounts))
            rows["event_quantities"].extend((key, self._key(id_)) for id_ in dict.fromkeys(event.quantities))

    def _figures(self) -> None:
        record, article = self._record, self._article
        of_amount = {id_: event for event in reversed(record.events) for id_ in event.amounts}
        of_quantity = {id_: event for event in reversed(record.events) for id_ in event.quantities}
        for amount in record.amounts:
            span = (amount.start, amount.end, amount.text)
            what = (amount.id, amount.value, amount.currency, amount.kind, amount.per, amount.bound)
            told = self._told_by(of_amount.get(amount.id), None)
            self.rows["amounts"].append(
                (self._key(amount.id), article, *what, *self._actor(amount.recipient), *span, *told)
            )
        for count in record.quantities:
            span = (count.start, count.end, count.text)
            counted = (count.id, count.value, count.unit, count.kind, count.bound, count.as_of)
            told = self._told_by(of_quantity.get(count.id), count.as_of)
            self.rows["quantities"].append((self._key(count.id), article, *counted, *span, *told))

    def _told_by(self, event: Event | None, as_of: str | None) -> Row:
        """What a figure takes over from its event, and the day it is filed under: its own, the event's, else the publication's."""
        published = day_of(self._record)
        if event is None:
            return (*(None,) * 6, as_of or published)
        start = event.date.start if event.date else None
        return self._key(event.id), event.type, *self._events[event.id], as_of or start or published


def day_of(record: Record) -> str | None:
    """The day of publication, `None` if it is not known to the day."""
    published = record.article.published
    return published[:10] if published and len(published) >= len("2022-08-25") else None


def _listed(words: list[str]) -> str:
    """A list as JSON, which SQLite's `json_each` reads."""
    return json.dumps(words, ensure_ascii=False) if words else "[]"  # most are empty
