"""How many events the store tells of, by time, type and place. A happening told by many counts once: in the article that stands for its story.

The store keeps the numbers by day (`event_counts`), so that what is read here grows with the days of a period, not with its events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractor.serve.charts.period import Period
from extractor.store import Store

STATUSES: Final = ("occurred", "ongoing", "planned", "urged")
"""In the order in which they are stacked."""

_MONTH: Final = len("2026-05")


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of events of a period.

    Attributes:
        total: of them.
        months: by month ("2026-05") and status.
        vague: of those of which only the year is known, or not even that.
        ahead: of those planned for today or later.
        types: by type, those with most first.
        provinces: by Kemendagri code; `None` for those without a province.
    """

    total: int
    months: Mapping[str, Mapping[str, int]]
    vague: int
    ahead: int
    types: Mapping[str, int]
    provinces: Mapping[str | None, int]


def count(store: Store, period: Period, today: date) -> Counts:
    """Count the events of a period.

    Args:
        store: to ask.
        period: the events' first days lie in it; those without a date count by the day of publication.
        today: what is planned is ahead from then on.

    Raises:
        StoreError: the store cannot be read.
    """
    within = period.holds("dated")
    dated = Counter[tuple[str, str]]()
    for day, status, number in store.database.rows(
        f"SELECT dated, value, number FROM event_counts WHERE what = 'status' AND {within.sql}", *within.values
    ):
        dated[day, status] = number
    types, provinces = _sums(store, "type", period), _sums(store, "province", period)
    return Counts(
        total=dated.total(),
        months=_months(dated),
        vague=sum(number for (day, _), number in dated.items() if len(day) < _MONTH),
        ahead=sum(
            number
            for (day, status), number in dated.items()
            if status == "planned" and day and day >= today.isoformat()[: len(day)]
        ),
        types=types,
        provinces={code or None: number for code, number in provinces.items()},
    )


def _sums(store: Store, what: str, period: Period) -> dict[str, int]:
    """How many events of a period each value of `what` has; those with most first, those with none left out."""
    within = period.holds("dated")
    rows = store.database.rows(
        f"SELECT value, sum(number) FROM event_counts WHERE what = ? AND {within.sql} GROUP BY value",
        what,
        *within.values,
    )
    return {value: number for value, number in sorted(rows, key=lambda one: (-one[1], one[0])) if number}


def _months(dated: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (day, status), number in dated.items():
        if number and len(day) >= _MONTH:
            month = found.setdefault(day[:_MONTH], {})
            month[status] = month.get(status, 0) + number
    return found
