"""What a printed date means: the year or day that it leaves out, the likeliest reading where it cannot be right.

The rules, in the order in which they apply:

1. A full date stands as printed. If its weekday does not fit it stands all the same, with the warning `weekday`; only
   where the year of publication makes the weekday fit and puts the day shortly before publication is the printed year
   taken for last year's (January posts). A day that no calendar has ("14/13/2023", "31 Juni") gets the likeliest one:
   the one that fits the weekday, else the nearest, with the warning `date_format`.
2. Day and month without a year are nearest to publication, on the side that the words around name ("lalu",
   "mendatang"). With a weekday that does not fit there, the neighbouring years are tried, unless the day is so near to
   publication that the weekday is the likelier misprint.
3. Without a publication date, a weekday with day and month takes the year in which they fit: nearest to the full dates
   of the text, else nearest to the latest year it names, and in no case earlier than the regulations it cites, the
   years it calls past, and `FIRST_YEAR`. The dates so found stand in for publication where a month or a year is
   relative.
4. A weekday alone is the last one up to publication, or the next one after it with "mendatang", "depan", "nanti" or
   "akan". Nothing else than the publication date fixes it, nor "kemarin" or "besok".
5. What nothing fixes has no `start`.
"""

from __future__ import annotations

from bisect import bisect
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extractor.language.date_grammar import Scan
from extractor.language.printed_dates import Parts, Printed, Toward

Precision = Literal["year", "month", "day", "minute"]

WEEKDAY = "weekday"  # warning: the printed weekday is another one
DATE_FORMAT = "date_format"  # warning: no calendar has the printed date
FIRST_YEAR = 2014  # of the agency whose news this reads; its posts are not older
_LAST_YEAR = 2060
_YEARS_AFTER = 6  # a weekday returns to a date within six years (but for a leap year's day)
_MISPRINT_BEFORE, _MISPRINT_AFTER = (
    60,
    7,
)  # days around publication within which a weekday that does not fit is a misprint
_FARTHEST = 370  # days from publication that a day without its year can lie
_SHORTLY_BEFORE = 21  # days before publication that a report with last year's number lies
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Resolved:
    """First and last day of a date, how exactly it is known, and what was guessed."""

    start: date | None
    end: date | None
    precision: Precision
    inferred: bool = False
    warning: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What fixes years.

    `present` is the publication date or what stands in for it, `days` are the full dates known, in order and not before
    `first_year`, the earliest that the post can be of; `latest` is the latest year named.
    """

    published: date | None
    present: date | None
    days: tuple[date, ...]
    first_year: int
    latest: int | None


def resolve_all(scan: Scan, published: date | None, evidence: Sequence[date | int]) -> tuple[Resolved, ...]:
    """The meaning of each date of `scan`, in order."""
    known = _evidence(scan, published, evidence)
    if published is None:
        known = replace(known, present=_stand_in(scan.dates, known))
    return tuple(resolve(one, known) for one in scan.dates)


def _evidence(scan: Scan, published: date | None, evidence: Sequence[date | int]) -> Evidence:
    given = tuple(item for item in evidence if isinstance(item, date))
    regulations = [*scan.regulation_years, *(item for item in evidence if isinstance(item, int))]
    past = [one.first.year for one in scan.dates if one.first.year and one.toward == "past" and one.form == "year"]
    named = [year for one in scan.dates for parts in (one.first, one.last) if parts and (year := parts.year)]
    bounds = [year for year in (*regulations, *past) if FIRST_YEAR <= year <= _LAST_YEAR]
    years = [year for year in (*regulations, *named) if FIRST_YEAR <= year <= _LAST_YEAR]
    full = [
        day
        for one in scan.dates
        if one.form == "full" and one.toward != "future" and (day := _calendar_day(one.first)) is not None
    ]
    first_year = max([FIRST_YEAR, *bounds])
    days = tuple(sorted(day for day in {*given, *full} if day.year >= first_year))
    return Evidence(published, published, days, first_year, max(years, default=None))


def _stand_in(dates: Iterable[Printed], known: Evidence) -> date | None:
    """The latest day that the text reports with its weekday, else the latest full date."""
    reported = [
        day
        for one in dates
        if one.weekday is not None
        and one.first.day
        and one.toward != "future"
        and (day := resolve(one, known).start) is not None
    ]
    return max(reported, default=max(known.days, default=None))


def resolve(one: Printed, known: Evidence) -> Resolved:
    """The meaning of one date."""
    if one.unit == "year" and one.form in ("full", "day_month", "month", "period"):
        one = _with_relative_year(one, known.present)
    precision: Precision = "minute" if one.clock else "day"
    if one.form == "weekday":
        return _weekday(one, known.published, precision)
    if one.form == "relative":
        return _relative(one, known, precision)
    if one.form in ("year", "bare_year") or (one.form == "period" and not one.months):
        return _years(one)
    if one.form == "period":
        return _period(one, known.present)
    if one.form == "month":
        return _month(one, known.present)
    if one.form == "day":
        return _day_of_month(one, known.published, precision)
    if one.first.year is None:
        return _day_month(one, known, precision)
    return _full(one, known, precision)


def _with_relative_year(one: Printed, present: date | None) -> Printed:
    if present is None:
        return one
    year = _year_away(present, one.step)
    return replace(one, first=replace(one.first, year=year), last=one.last and replace(one.last, year=year))


# --- days -----------------------------------------------------------------------------------------


def _calendar_day(parts: Parts) -> date | None:
    if parts.year is None or parts.month is None or parts.day is None:
        return None
    try:
        return date(parts.year, parts.month, parts.day)
    except ValueError:
        return None


def _full(one: Printed, known: Evidence, precision: Precision) -> Resolved:
    day = _calendar_day(one.first)
    if day is None:
        return _likeliest_day(one, known, precision)
    inferred = one.unit == "year"
    warning, message = (DATE_FORMAT, f"year read as {day.year}") if one.doubtful else (None, None)
    if one.weekday is not None and day.weekday() != one.weekday:
        warning, message = WEEKDAY, f"{day.isoformat()} was a {_WEEKDAYS[day.weekday()]}"
        other = _in_year_of_publication(day, one.weekday, known.published)
        if other is not None:
            day, message, inferred = other, f"read as {other.isoformat()}, which fits the weekday", True
            one = replace(one, last=one.last and replace(one.last, year=other.year))
    return Resolved(day, _end_of_range(one, day), precision, inferred, warning, message)


def _in_year_of_publication(day: date, weekday: int, published: date | None) -> date | None:
    if published is None or day.year == published.year:
        return None
    other = _calendar_day(Parts(published.year, day.month, day.day))
    if other is None or other.weekday() != weekday or not 0 <= (published - other).days <= _SHORTLY_BEFORE:
        return None
    return other


def _end_of_range(one: Printed, start: date) -> date | None:
    if one.last is None or one.last.day is None:
        return None
    end = _calendar_day(replace(one.last, year=one.last.year or start.year, month=one.last.month or start.month))
    if end is not None and end < start and one.last.year is None:
        end = _calendar_day(Parts(start.year + 1, end.month, end.day))
    return end if end is not None and end > start else None


def _likeliest_day(one: Printed, known: Evidence, precision: Precision) -> Resolved:
    """A day that no calendar has, read otherwise.

    Best is the reading that fits the weekday, then the one nearest to publication, then the first thought of.
    """
    candidates = [day for parts in _other_readings(one.first) if (day := _calendar_day(parts))]
    fitting = [day for day in candidates if one.weekday is None or day.weekday() == one.weekday] or candidates
    if not fitting:
        return Resolved(None, None, precision, warning=DATE_FORMAT, message="no calendar has this date")
    day = fitting[0]
    if known.published is not None and (one.first.month or 0) > 12 and (one.first.day or 0) > 12:
        present = known.published
        day = min(fitting, key=lambda other: (other > present, abs((other - present).days)))
    return Resolved(day, _end_of_range(one, day), precision, True, DATE_FORMAT, f"read as {day.isoformat()}")


def _other_readings(parts: Parts) -> list[Parts]:
    """What may have been meant by an impossible day or month, likeliest first."""
    year, month, day = parts.year, parts.month or 0, parts.day or 0
    if month > 12:
        digits = [int(digit) for digit in str(month) if digit != "0"]
        swapped = [Parts(year, day, month)] if day <= 12 and month <= 31 else []
        return [*swapped, *(Parts(year, digit, day) for digit in (*reversed(digits), 10, 11, 12))]
    shorter = [Parts(year, month, other) for other in (30, 29, 28) if other < day]
    following = [Parts(year, month % 12 + 1, 1)] if month else []
    mistyped = [Parts(year, month, int(digit)) for digit in str(day)]
    return [*shorter[:1], *(shorter[1:] if month == 2 else []), *following, *mistyped]


def _day_month(one: Printed, known: Evidence, precision: Precision) -> Resolved:
    present = known.published
    year = _year_by_evidence(one, known) if present is None else _nearest_year(one, present)
    if year is None:
        return Resolved(None, None, precision)
    dated = replace(one, first=replace(one.first, year=year), last=_dated_end(one, year))
    resolved = _full(dated, replace(known, published=None), precision)
    if resolved.warning == DATE_FORMAT and known.published is not None:
        resolved = _likeliest_day(dated, known, precision)
    return replace(resolved, inferred=True)


def _dated_end(one: Printed, year: int) -> Parts | None:
    if one.last is None or one.last.year is not None:
        return one.last
    return replace(one.last, year=year + ((one.last.month or 12) < (one.first.month or 1)))


def _nearest_year(one: Printed, present: date) -> int:
    """Rule 2."""
    days = [day for year in _years_around(present) if (day := _in_year(one.first, year))]
    if not days:
        return present.year
    near = min(_on_side(days, present, one.toward), key=lambda day: abs((day - present).days))
    if one.weekday is None or near.weekday() == one.weekday:
        return near.year
    if -_MISPRINT_BEFORE <= (near - present).days <= _MISPRINT_AFTER:
        return near.year
    fitting = [day for day in days if day.weekday() == one.weekday and abs((day - present).days) <= _FARTHEST]
    return min(fitting, key=lambda day: abs((day - present).days), default=near).year


def _in_year(parts: Parts, year: int) -> date | None:
    """The day in that year; the end of the month stands in for an impossible day, so that a year can be chosen for it."""
    for day in range(parts.day or 1, max(27, (parts.day or 1) - 12), -1):
        if found := _calendar_day(Parts(year, parts.month, day)):
            return found
    return _calendar_day(Parts(year, parts.month, parts.day))


def _on_side(days: list[date], present: date, toward: Toward | None) -> list[date]:
    if toward == "past":
        return [day for day in days if day <= present] or days
    if toward == "future":
        return [day for day in days if day >= present] or days
    return days


def _year_by_evidence(one: Printed, known: Evidence) -> int | None:
    """Rule 3; without a weekday only the dates found by their weekdays fix a year."""
    if one.weekday is None:
        return None if known.present is None else _nearest_year(one, known.present)
    if not known.days and known.latest is None:
        return None
    last_year = max([known.first_year, *(day.year for day in known.days), known.latest or 0]) + _YEARS_AFTER
    fitting = [
        day
        for year in range(known.first_year, last_year + 1)
        if (day := _calendar_day(replace(one.first, year=year))) and day.weekday() == one.weekday
    ]
    if known.days:
        return min(fitting, key=lambda day: _distance(day, known.days)).year if fitting else None
    latest = known.latest or known.first_year
    return min(fitting, key=lambda day: abs(day.year - latest)).year if fitting else None


def _distance(day: date, days: tuple[date, ...]) -> int:
    """Days to the nearest of `days`, which are in order."""
    after = bisect(days, day)
    return min(abs((other - day).days) for other in days[max(0, after - 1) : after + 1])


def _weekday(one: Printed, published: date | None, precision: Precision) -> Resolved:
    if published is None or one.weekday is None:
        return Resolved(None, None, precision)
    if one.unit == "week":
        day = _days_away(published, one.weekday - published.weekday() + 7 * one.step)
        return Resolved(day, None, precision, True)
    if one.toward == "future":
        day = _days_away(published, (one.weekday - published.weekday() - 1) % 7 + 1)
    else:
        back = (published.weekday() - one.weekday) % 7
        day = _days_away(published, -7 if back == 0 and one.toward == "past" else -back)
    return Resolved(day, None, precision, True)


def _day_of_month(one: Printed, published: date | None, precision: Precision) -> Resolved:
    """A day alone ("tanggal 5") is of the month that brings it nearest to publication."""
    if published is None or one.first.day is None:
        return Resolved(None, None, precision)
    months = [_month_away(published, step) for step in (-1, 0, 1)]
    days = [day for month in months if (day := _calendar_day(Parts(month.year, month.month, one.first.day)))]
    if not days:
        return Resolved(None, None, precision)
    day = min(_on_side(days, published, one.toward), key=lambda other: abs((other - published).days))
    return Resolved(day, _end_of_range(one, day), precision, True)


# --- months, periods, years -----------------------------------------------------------------------


def _month_away(day: date, step: int) -> date:
    """The first day of the month `step` months from that of `day`."""
    index = day.year * 12 + day.month - 1 + step
    return date(min(max(index // 12, date.min.year), date.max.year), index % 12 + 1, 1)


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _month(one: Printed, present: date | None) -> Resolved:
    month = one.first.month or 1
    if one.first.year is not None:
        start = date(one.first.year, month, 1)
        return Resolved(start, _end_of_months(one, start), "month", one.unit == "year")
    if present is None:
        return Resolved(None, None, "month")
    starts = [date(year, month, 1) for year in _years_around(present)]
    this_month = present.replace(day=1)
    start = min(
        _on_side(starts, this_month, one.toward),
        key=lambda day: (
            _months_outside(day, _end_of_months(one, day) or _last_day(day), present),
            abs((day - this_month).days),
        ),
    )
    return Resolved(start, _end_of_months(one, start), "month", True)


def _year_away(day: date, step: int) -> int:
    return min(max(day.year + step, date.min.year), date.max.year)


def _years_around(day: date) -> list[int]:
    return sorted({_year_away(day, step) for step in (-1, 0, 1)})


def _months_outside(start: date, end: date, present: date) -> int:
    """How far `present` lies from a span of months, in days."""
    return max((start - present).days, (present - end).days, 0)


def _end_of_months(one: Printed, start: date) -> date | None:
    if one.last is None or one.last.month is None:
        return None
    year = one.last.year or _year_away(start, int(one.last.month < start.month))
    return _last_day(date(year, one.last.month, 1))


def _period(one: Printed, present: date | None) -> Resolved:
    if one.first.year is None and present is None:
        return Resolved(None, None, "month")
    year = one.first.year or (present.year if present else FIRST_YEAR)
    start = date(year, (one.number - 1) * one.months + 1, 1)
    if one.first.year is None and present is not None and one.toward != "future" and (start - present).days > 92:
        start = start.replace(year=_year_away(start, -1))  # the fourth quarter in a post of February is last year's
    return Resolved(
        start, _last_day(_month_away(start, one.months - 1)), "month", one.first.year is None or one.unit == "year"
    )


def _years(one: Printed) -> Resolved:
    year = one.first.year
    if year is None:
        return Resolved(None, None, "year")
    end = date(one.last.year, 12, 31) if one.last and one.last.year else None
    return Resolved(date(year, 1, 1), end, "year")


def _relative(one: Printed, known: Evidence, precision: Precision) -> Resolved:
    """Days from publication; weeks, months and years around it. A week is known no better than to the month."""
    published, present = known.published, known.present
    if one.unit == "day":
        if published is None:
            return Resolved(None, None, precision)
        return Resolved(_days_away(published, one.step), None, precision, True)
    if one.unit == "week":
        if published is None:
            return Resolved(None, None, "month")
        monday = _days_away(published, 7 * one.step - published.weekday())
        return Resolved(monday, _days_away(monday, 6), "month", True)
    if present is None:
        return Resolved(None, None, "month" if one.unit == "month" else "year")
    if one.unit == "month":
        return Resolved(_month_away(present, one.step), None, "month", True)
    return Resolved(date(_year_away(present, one.step), 1, 1), None, "year", True)


def _days_away(day: date, step: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + step, 1), date.max.toordinal()))
