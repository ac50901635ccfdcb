"""A date as it is printed, before its meaning is settled, and what the readers of days and of longer dates share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from extractor.language import date_patterns as patterns
from extractor.language.spans import Span

Form = Literal["full", "day_month", "day", "weekday", "relative", "month", "period", "year", "bare_year"]
Toward = Literal["past", "future"]
Unit = Literal["day", "week", "month", "year"]

_PLAN = 60  # characters in which "akan" stands before a weekday


@dataclass(frozen=True, slots=True)
class Parts:
    """A date as far as it is printed; month and day are as printed, even if there is no such day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A date at its place.

    `last` is the end of a range. `toward` is what the words around say of the side of publication it lies on. A
    relative date has `unit` and `step` ("bulan lalu" is a month, -1); so have months and periods with a relative year
    ("Maret tahun lalu"). A period (`triwulan III`) has its length in `months` and its `number`. `doubtful` marks a
    misprinted year.
    """

    span: Span
    form: Form
    first: Parts = Parts()
    last: Parts | None = None
    weekday: int | None = None
    toward: Toward | None = None
    clock: time | None = None
    unit: Unit | None = None
    step: int = 0
    months: int = 0
    number: int = 0
    doubtful: bool = False


def with_clock(text: str, printed: Printed) -> Printed:
    """The date with the time of day that follows it, if one does."""
    clock = patterns.CLOCK.match(text, printed.span.end)
    if clock is None:
        return printed
    hour = int(clock.group("h1") or clock.group("h2") or clock.group("h3"))
    minute = int(clock.group("n1") or clock.group("n2") or clock.group("n3") or 0)
    if hour > 24 or minute > 59:
        return printed
    return replace(printed, clock=time(hour % 24, minute), span=Span(printed.span.start, clock.end()))


def toward_of(text: str, start: int, tail: str, *, plans: bool = False) -> Toward | None:
    """The side of publication that the words around a date name; with `plans` also "akan" before it."""
    if patterns.FUTURE.search(tail):
        return "future"
    if patterns.PAST.search(tail):
        return "past"
    if patterns.SINCE(text, start):
        return "past"
    if patterns.DEADLINE(text, start):
        return "future"
    return "future" if plans and patterns.PLANNED.search(text, max(0, start - _PLAN), start) else None


def year_of(printed: str | None) -> tuple[int | None, bool]:
    """A printed year, and whether a digit is missing: "216" is 2016."""
    if printed is None:
        return None, False
    if len(printed) == 3:
        return int(f"{printed[0]}0{printed[1:]}"), True
    return int(printed) + (2000 if len(printed) == 2 else 0), False
