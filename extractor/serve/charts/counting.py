"""How many events the store tells of, by time, type and place. A happening told by many counts once: in the article that stands for it.

All events are counted by walking an index in its own order, and then those of articles that do not stand for their story are taken off:
at 300,000 events that takes a third of the time of asking each event whether its article stands for its story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from extractor.serve.charts.period import Period
from extractor.store import Store
from extractor.store.rows import rows_between

STATUSES: Final = ("occurred", "ongoing", "planned", "urged")
"""In the order in which they are stacked."""

_MONTH: Final = len("2026-05")
_BEHIND: Final = (
    "FROM articles INDEXED BY articles_behind CROSS JOIN listing "
    f"ON listing.event {rows_between('articles.key')} WHERE articles.lead = 0"
)


Key = TypeVar("Key")


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
    within = period.holds("listing.dated")
    dated = Counter[tuple[str, str]]()
    types, provinces = _by_type_and_province(store, period)
    rest = ", ".join(f"count(*) FILTER (WHERE status = '{status}')" for status in STATUSES[1:])
    for day, number, *others in store.database.rows(
        f"SELECT dated, count(*), {rest} FROM listing INDEXED BY listing_by_date WHERE {within.sql} GROUP BY dated",
        *within.values,
    ):
        for status, counted in zip(STATUSES, (number - sum(others), *others), strict=True):
            dated[day, status] = counted
    behind = store.database.rows(
        f"SELECT dated, status, type, province_code {_BEHIND} AND {within.sql}", *within.values
    )
    dated.subtract(Counter((day, status) for day, status, _, _ in behind))
    types.subtract(Counter(type_ for _, _, type_, _ in behind))
    provinces.subtract(Counter(province for *_, province in behind))
    return Counts(
        total=dated.total(),
        months=_months(dated),
        vague=sum(number for (day, _), number in dated.items() if len(day) < _MONTH),
        ahead=sum(
            number
            for (day, status), number in dated.items()
            if status == "planned" and day and day >= today.isoformat()[: len(day)]
        ),
        types=_left(types),
        provinces=_left(provinces),
    )


def _by_type_and_province(store: Store, period: Period) -> tuple[Counter[str], Counter[str | None]]:
    types, provinces = Counter[str](), Counter[str | None]()
    if period.is_all:  # each from an index that is in its order
        types.update(
            dict(store.database.rows("SELECT type, count(*) FROM events INDEXED BY events_by_type GROUP BY type"))
        )
        provinces.update(
            dict(
                store.database.rows(
                    "SELECT province_code, count(*) FROM events INDEXED BY events_by_month GROUP BY province_code"
                )
            )
        )
        return types, provinces
    within = period.holds("listing.dated")
    for type_, province, number in store.database.rows(
        "SELECT type, province_code, count(*) FROM listing INDEXED BY listing_by_date "
        f"WHERE {within.sql} GROUP BY type, province_code",
        *within.values,
    ):
        types[type_] += number
        provinces[province] += number
    return types, provinces


def _months(dated: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (day, status), number in dated.items():
        if number and len(day) >= _MONTH:
            month = found.setdefault(day[:_MONTH], {})
            month[status] = month.get(status, 0) + number
    return found


def _left(counted: Counter[Key]) -> dict[Key, int]:
    """Those of which any are left, the most first."""
    return {key: number for key, number in sorted(counted.items(), key=lambda one: (-one[1], str(one[0]))) if number}
