"""The rows of the flat tables, read from the store a few hundred articles at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, Final

from extractor.export.model import Column, ExportTable, Kind, Row, Value
from extractor.export.selection import Selection, Span
from extractor.export.tables import summed_bounds, summed_tolerance, summed_units
from extractor.records import Amount, Quantity
from extractor.run.figures import amount_phrase, quantity_phrase
from extractor.store.rows import ROOM
from extractor.store.store import Store

Details = Mapping[int, Mapping[str, Value]]
"""By key of a row: what its columns without `sql` hold."""

_CONVERTED: Final = frozenset({Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.LIST})
_NO_SPAN: Final[dict[str, None]] = {"start": None, "end": None, "text": None}


def table_rows(selection: Selection, table: ExportTable) -> Iterator[Row]:
    """The rows of a table that are meant, in order; a cell holds what `Kind` says, or `None`."""
    made = any(column.sql is None for column in table.columns)
    expressions = ", ".join(column.sql or "NULL" for column in table.columns)
    own = selection.asked.rows(table.filtered or "")
    chosen = table.chosen if selection.asked.asks_of_events else table.chosen_quiet
    query = (
        f"SELECT {table.key}, {expressions} FROM {table.source} WHERE {table.key} BETWEEN ? AND ? "
        f"AND ({chosen}) AND ({own.sql}) ORDER BY {table.order}"
    )
    positions = [
        (position, column)
        for position, column in enumerate(table.columns, 1)  # 0 is the key
        if column.sql is None or column.kind in _CONVERTED
    ]
    for span in selection.spans():
        bounds = (span.first, span.last) if table.of_articles else span.rows
        details = _DETAILS[table.name](selection.store, span) if made else {}
        for row in selection.store.database.rows(query, *bounds, *own.values):
            cells, told = list(row), details.get(row[0], {})
            for position, column in positions:
                cells[position] = (
                    _cell(column, cells[position]) if column.sql else told.get(column.name, _nothing(column))
                )
            yield tuple(cells[1:])


def _cell(column: Column, raw: Any) -> Value:
    if raw is None:
        return _nothing(column)
    match column.kind:
        case Kind.NUMBER:
            return float(raw)
        case Kind.DAY:
            with suppress(ValueError):
                return date.fromisoformat(raw)
            return None
        case Kind.MOMENT:
            with suppress(ValueError, OverflowError):
                moment = datetime.fromisoformat(raw)
                return moment.astimezone(UTC) if moment.tzinfo else None
            return None
        case Kind.LIST:
            return tuple(json.loads(raw))
        case _:
            raise ValueError(f"cells of {column.kind} are taken as they are")


def _nothing(column: Column) -> Value:
    if column.kind is Kind.LIST:
        return ()
    return 0 if column.kind is Kind.INTEGER and column.required else None


def _events(store: Store, span: Span) -> Details:
    details: dict[int, dict[str, Value]] = defaultdict(dict)
    who = _grouped(
        store,
        span,
        f"""
        SELECT participants.event, coalesce(people.name, organizations.name), coalesce(people.id, organizations.id), participants.role
        FROM participants
        LEFT JOIN people ON people.key = participants.person LEFT JOIN organizations ON organizations.key = participants.organization
        WHERE {_chosen("participants.event")} ORDER BY participants.event, participants.position
        """,
    )
    for event, parts in who.items():
        details[event]["participants"] = tuple(f"{name} ({role})" for name, _, role in parts)
        details[event]["participant_ids"] = tuple(id_ for _, id_, _ in parts)
    rules = f"""
        SELECT event_regulations.event, regulations.id FROM event_regulations
        JOIN regulations ON regulations.key = event_regulations.regulation
        WHERE {_chosen("event_regulations.event")} ORDER BY event_regulations.event, event_regulations.regulation
        """
    for event, parts in _grouped(store, span, rules).items():
        details[event]["regulations"] = tuple(id_ for (id_,) in parts)
    amounts = f"""
        SELECT event_amounts.event, {_AMOUNT} FROM event_amounts JOIN amounts ON amounts.key = event_amounts.amount
        WHERE {_chosen("event_amounts.event")} ORDER BY event_amounts.event, event_amounts.amount
        """
    for event, parts in _grouped(store, span, amounts).items():
        sums = [_amount(*part) for part in parts]
        added = [one.value for one in sums if one.currency == "IDR" and one.per is None and _is_summed(one)]
        details[event]["amounts"] = tuple(map(amount_phrase, sums))
        details[event]["amount_total"] = _total(added)
        details[event]["amount_largest"] = float(max(added)) if added else None
    quantities = f"""
        SELECT event_quantities.event, {_QUANTITY} FROM event_quantities JOIN quantities ON quantities.key = event_quantities.quantity
        WHERE {_chosen("event_quantities.event")} ORDER BY event_quantities.event, event_quantities.quantity
        """
    for event, parts in _grouped(store, span, quantities).items():
        counts = [_quantity(*part) for part in parts]
        added = [one.value for one in counts if one.unit in summed_units() and _is_summed(one)]
        details[event]["quantities"] = tuple(map(quantity_phrase, counts))
        details[event]["people_total"] = _total(added)
    return details


def _total(values: list[int | float]) -> float | None:
    """The sum; the largest alone, where the others are its parts and make it up."""
    if not values:
        return None
    largest = max(values)
    parts = sum(values) - largest
    return float(largest if abs(parts - largest) <= summed_tolerance() * largest else parts + largest)


def _is_summed(figure: Amount | Quantity) -> bool:
    return (figure.bound or "") in summed_bounds()


def _articles(store: Store, span: Span) -> Details:
    details: dict[int, dict[str, Value]] = defaultdict(dict)
    for table, column in (("programs", "code"), ("regulations", "id")):
        query = f"SELECT article, {column} FROM {table} WHERE {_chosen('key')} ORDER BY key"
        for article, parts in _grouped(store, span, query).items():
            details[article][table] = tuple(word for (word,) in parts)
    return details


def _people(store: Store, span: Span) -> Details:
    details = _in_events(store, span, "person")
    offices = f"SELECT person, text FROM roles WHERE {_chosen('person')} ORDER BY person, position"
    for person, parts in _grouped(store, span, offices).items():
        details[person]["roles"] = tuple(text for (text,) in parts)
    return details


def _in_events(store: Store, span: Span, column: str) -> dict[int, dict[str, Value]]:
    counted = f"SELECT {column}, count(DISTINCT event) FROM participants WHERE {_chosen(column)} GROUP BY {column}"
    details: dict[int, dict[str, Value]] = defaultdict(dict)
    for key, number in store.database.rows(counted, *span.rows):
        details[key]["events"] = number
    return details


def _organizations(store: Store, span: Span) -> Details:
    return _in_events(store, span, "organization")


def _amounts(store: Store, span: Span) -> Details:
    query = f"SELECT key, {_AMOUNT} FROM amounts WHERE {_chosen('key')}"
    return {key: {"reading": amount_phrase(_amount(*rest))} for key, *rest in store.database.rows(query, *span.rows)}


def _quantities(store: Store, span: Span) -> Details:
    query = f"SELECT key, {_QUANTITY} FROM quantities WHERE {_chosen('key')}"
    return {
        key: {"reading": quantity_phrase(_quantity(*rest))} for key, *rest in store.database.rows(query, *span.rows)
    }


_DETAILS: Final[Mapping[str, Callable[[Store, Span], Details]]] = {
    "events": _events,
    "articles": _articles,
    "people": _people,
    "organizations": _organizations,
    "amounts": _amounts,
    "quantities": _quantities,
}

_AMOUNT: Final = "amounts.id, amounts.value, amounts.currency, amounts.kind, amounts.per, amounts.bound"
_QUANTITY: Final = "quantities.id, quantities.value, quantities.unit, quantities.kind, quantities.bound"


def _amount(*cells: Any) -> Amount:
    names = ("id", "value", "currency", "kind", "per", "bound")
    return Amount.model_validate(dict(zip(names, cells, strict=True)) | _NO_SPAN | {"recipient": None})


def _quantity(*cells: Any) -> Quantity:
    names = ("id", "value", "unit", "kind", "bound")
    return Quantity.model_validate(dict(zip(names, cells, strict=True)) | _NO_SPAN | {"as_of": None})


def _chosen(key: str) -> str:
    """Is a row, by its key, one of the articles of a span that are chosen? Not all between the first and the last are."""
    return f"{key} BETWEEN ? AND ? AND {key} / {ROOM} IN chosen_articles"


def _grouped(store: Store, span: Span, query: str) -> dict[int, list[tuple[Any, ...]]]:
    groups: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows: Iterable[tuple[Any, ...]] = store.database.rows(query, *span.rows)
    for key, *rest in rows:
        groups[key].append(tuple(rest))
    return groups
