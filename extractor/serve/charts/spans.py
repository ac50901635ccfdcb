"""The steps of an axis of time: months, quarters or years, as many as can be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from extractor.serve.charts.period import Period

_MOST_MONTHS: Final = 36
_MOST_QUARTERS: Final = 60
_LONG_AGO: Final = 60  # years: what lies further back is drawn as one column, however much it is
_FAR_AHEAD: Final = 10  # likewise ahead
_FEW: Final = 0.01  # share of all events: so many at the beginning, or ahead of today, are drawn as one column

Kind = Literal["month", "quarter", "year", "before", "after"]
_MONTHS_OF: Final = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """A step of the axis: a month, quarter or year, or all before the first or after the last of these.

    Attributes:
        kind: which.
        first: first day; `None` for what is before.
        last: last day; `None` for what is after.
    """

    kind: Kind
    first: date | None
    last: date | None

    @property
    def month(self) -> str:
        """The month it begins with, "2026-05"; "" for what is before."""
        return self.first.isoformat()[:7] if self.first else ""

    def within(self, period: Period) -> Span:
        """The step without what lies outside a period."""
        first, last = self.first, self.last
        if period.since is not None and (first is None or first < period.since):
            first = period.since
        if period.until is not None and (last is None or last > period.until):
            last = period.until
        return Span(self.kind, first, last)

    def holds(self, month: str) -> bool:
        """Does this month ("2026-05") lie in it?"""
        first = self.first.isoformat()[:7] if self.first else ""
        return first <= month and (self.last is None or month <= self.last.isoformat()[:7])


def spans(months: Mapping[str, int], period: Period, today: date) -> tuple[Span, ...]:
    """The steps of an axis for these months, without a gap; none where there are no months.

    Finer than a year as long as that gives no more than 36 months or 60 quarters. Few events long ago, or far ahead of `today`, do not
    press all others together: they get a step of their own.

    Args:
        months: number of events by month ("2026-05").
        period: asked for; the first and last step end with it.
        today: the day.
    """
    told = sorted(month for month, number in months.items() if number)
    if not told:
        return ()
    rest = _FEW * sum(months.values())
    ahead, left, now, far = [], rest, today.isoformat()[:7], f"{today.year + _FAR_AHEAD}"
    while len(told) > 1 and told[-1] > now and ((left := left - months[told[-1]]) >= 0 or told[-1] > far):
        ahead.append(told.pop())
    first = _begin(told, months, rest, today)
    long_ago = first > told[0]
    start, end = _number(first), _number(told[-1])
    kind: Kind = "year"
    if end - start < _MOST_MONTHS:
        kind = "month"
    elif (end - start) // 3 < _MOST_QUARTERS:
        kind = "quarter"
    size = _MONTHS_OF[kind]
    steps = [
        Span(kind, _day(one), _day(one + size) - timedelta(1)) for one in range(start - start % size, end + 1, size)
    ]
    head = [Span("before", None, _before(steps[0]))] if long_ago else []
    tail = [Span("after", _after(steps[-1]), None)] if ahead and ahead[0] > f"{steps[-1].last}"[:7] else []
    return tuple(one.within(period) for one in (*head, *steps, *tail))


def _begin(told: list[str], months: Mapping[str, int], rest: float, today: date) -> str:
    """The month to begin with: the first, or January of the first year before which there are few."""
    if _number(told[-1]) - _number(told[0]) < _MOST_MONTHS:
        return told[0]
    years = sorted({month[:4] for month in told})
    for year in years[:-1]:
        rest -= sum(months[month] for month in told if month[:4] == year)
        if rest < 0 and int(year) >= today.year - _LONG_AGO:
            return told[0] if year == years[0] else f"{year}-01"
    return told[0] if len(years) == 1 else f"{years[-1]}-01"


def _before(one: Span) -> date:
    return (one.first or date.min) - timedelta(1)


def _after(one: Span) -> date:
    return (one.last or date.max) + timedelta(1)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _day(number: int) -> date:
    year, month = divmod(number, 12)
    return date(year, month + 1, 1) if year <= date.max.year else date.max
