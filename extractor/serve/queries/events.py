"""Pages of events."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from extractor.serve.cursors import Cursor, cursor_of
from extractor.serve.queries.plan import Plan
from extractor.store import Store
from extractor.store.filters import Condition

MOST_COUNTED: Final = 10_000
"""Rows that are counted where an index alone tells."""
MOST_ASKED: Final = 500  # where each row has to be asked

Order = Literal["date", "amount", "confidence", "added"]


@dataclass(frozen=True, slots=True)
class _Sorted:
    column: str
    index: str  # "": that of the plan
    kind: type[str] | type[float]


_ORDERS: Final = {
    "date": _Sorted("listing.dated", "", str),
    "amount": _Sorted("listing.amount_most", "INDEXED BY listing_by_amount", float),
    "confidence": _Sorted("listing.confidence", "INDEXED BY listing_by_confidence", float),
    "added": _Sorted("listing.event", "NOT INDEXED", float),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody with a part in an event; `id` is that of the record (p1, o2), `person` and `organization` those over all articles."""

    name: str
    role: str
    id: str
    person: int | None
    organization: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money of an event, as `extractor.records.Amount` has it."""

    value: float
    currency: str
    kind: str
    per: str | None
    bound: str | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as lists show it.

    Attributes:
        key: of the store.
        article: id of the record.
        id: of the event in the record.
        dated: first day, month or year, else the day of publication; "" where neither is known.
        amount: the largest of its sums in rupiah, if it has one.
        text: the words that tell of it, if not in the headline alone.

    The other attributes are those of docs/store.md.
    """

    key: int
    article: str
    id: str
    type: str
    status: str
    dated: str
    date_start: str | None
    date_end: str | None
    place: str | None
    place_code: str | None
    province: str | None
    province_code: str | None
    venue: str | None
    programs: tuple[str, ...]
    confidence: float
    amount: int | float | None
    text: str | None
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    story: int | None
    parts: tuple[Part, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """How many there are; at least so many, if it is not exact."""

    number: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class EventPage:
    """Events in their order, and where the next page begins; `None` after the last."""

    rows: tuple[EventRow, ...]
    next: str | None


def event_page(
    store: Store, plan: Plan, *, sort: Order = "date", down: bool = True, cursor: str | None = None, limit: int = 50
) -> EventPage:
    """A page of the events that a filter means.

    Args:
        store: to ask.
        plan: `planned(store, filter)`: which events.
        sort: what they are ordered by; "added": as they came into the store.
        down: the latest or largest first?
        cursor: `next` of the page before.
        limit: events of a page.

    Raises:
        Problem: the cursor is none of this list.
        StoreError: the store cannot be read.
    """
    by = _ORDERS[sort]
    name = f"{sort}.{'down' if down else 'up'}"
    after = cursor_of(cursor, name, by.kind)
    keys = event_keys(store, plan, sort=sort, down=down, after=after, limit=limit + 1)
    more = len(keys) > limit
    shown = keys[:limit]
    rows = event_rows(store, [key for key, _ in shown])
    return EventPage(rows, str(Cursor(name, shown[-1][1], shown[-1][0])) if more else None)


def event_keys(
    store: Store, plan: Plan, *, sort: Order, down: bool, after: Cursor | None, limit: int
) -> list[tuple[int, str | float]]:
    """Keys of events in order, each with what it is ordered by."""
    by, conditions = _ORDERS[sort], plan.conditions()
    sign, direction = ("<", "DESC") if down else (">", "ASC")
    if after is not None:
        place = Condition(f"({by.column}, listing.event) {sign} (?, ?)", (after.value, after.key))
        conditions = Condition.all_of((conditions, place))
    walked = Condition(f"listing {by.index}" if by.index else plan.by_date)
    source = plan.candidates() if plan.is_rare else walked
    return [
        (int(key), value)
        for key, value in store.database.rows(
            f"SELECT listing.event, {by.column} FROM {source.sql} WHERE {conditions.sql} "
            f"ORDER BY {by.column} {direction}, listing.event {direction} LIMIT ?",
            *source.values,
            *conditions.values,
            limit,
        )
    ]


def count_events(store: Store, plan: Plan) -> Total:
    """How many events a plan finds, counted as far as it is quick.

    Raises:
        StoreError: the store cannot be read.
    """
    most = MOST_ASKED if plan.tests else MOST_COUNTED
    if plan.least > most:
        return Total(most, False)
    conditions = plan.conditions()
    source = plan.candidates() if plan.is_rare else Condition(plan.by_date)
    return counted(store, source, conditions, most)


def counted(store: Store, source: Condition, conditions: Condition, most: int) -> Total:
    """How many rows of `source`, a FROM clause, fulfil the conditions, counted up to `most`.

    Raises:
        StoreError: the store cannot be read.
    """
    ((number,),) = store.database.rows(
        f"SELECT count(*) FROM (SELECT 1 FROM {source.sql} WHERE {conditions.sql} LIMIT ?)",
        *source.values,
        *conditions.values,
        most + 1,
    )
    return Total(min(number, most), number <= most)


def event_rows(store: Store, keys: Sequence[int]) -> tuple[EventRow, ...]:
    """Events by their keys, in the order of these.

    Raises:
        StoreError: the store cannot be read.
    """
    if not keys:
        return ()
    wanted = json.dumps(list(keys))
    rows = store.database.rows(
        """
        SELECT events.key, articles.id, events.id, events.type, events.status, listing.dated, events.date_start, events.date_end,
            places.name, events.place_code, provinces.name, events.province_code, events.venue, events.programs, events.confidence,
            listing.amount_most, events.text, articles.title, articles.outlet, articles.published, articles.url, articles.story
        FROM json_each(?) AS wanted
        CROSS JOIN events ON events.key = wanted.value
        JOIN listing ON listing.event = events.key
        JOIN articles ON articles.key = events.article
        LEFT JOIN places ON places.key = events.place
        LEFT JOIN provinces ON provinces.code = events.province_code
        ORDER BY wanted.key
        """,
        wanted,
    )
    parts, sums = _parts(store, wanted), _sums(store, wanted)
    found = []
    for row in rows:
        head, (programs, confidence, amount), tail = row[:13], row[13:16], row[16:]
        told = (tuple(programs.split("+")) if programs else (), confidence, None if amount < 0 else amount)
        cells = (*head, *told, *tail, tuple(parts[row[0]]), tuple(sums[row[0]]))
        found.append(EventRow(*cells))
    return tuple(found)


def _parts(store: Store, wanted: str) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = defaultdict(list)
    for event, *part in store.database.rows(
        """
        SELECT participants.event, coalesce(people.name, organizations.name), participants.role, coalesce(people.id, organizations.id),
            person_signatures.person, body_signatures.body
        FROM json_each(?) AS wanted
        CROSS JOIN participants ON participants.event = wanted.value
        LEFT JOIN people ON people.key = participants.person
        LEFT JOIN organizations ON organizations.key = participants.organization
        LEFT JOIN person_signatures ON person_signatures.key = people.signature
        LEFT JOIN body_signatures ON body_signatures.key = organizations.signature
        ORDER BY participants.event, participants.position
        """,
        wanted,
    ):
        found[event].append(Part(*part))
    return found


def _sums(store: Store, wanted: str) -> dict[int, list[Sum]]:
    found: dict[int, list[Sum]] = defaultdict(list)
    for event, *one in store.database.rows(
        """
        SELECT event_amounts.event, amounts.value, amounts.currency, amounts.kind, amounts.per, amounts.bound
        FROM json_each(?) AS wanted
        CROSS JOIN event_amounts ON event_amounts.event = wanted.value
        JOIN amounts ON amounts.key = event_amounts.amount
        ORDER BY event_amounts.event, event_amounts.amount
        """,
        wanted,
    ):
        found[event].append(Sum(*one))
    return found
