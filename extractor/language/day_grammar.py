"""Days: with their month ("Senin 30 Juli 2018", "14/6/2022"), without it ("tanggal 5"), and weekdays alone.

Each reader takes the text, the place where a date may begin and the end of the date before it. It gives the date, or
the place from which to look on where what stands there is none, or `None`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.language import date_patterns as patterns
from extractor.language.calendar_words import (
    FULL_MONTHS,
    UNIT_STEPS,
    UNITS,
    WEEKDAY_NUMBERS,
    WORDS,
    month_number,
    plain,
)
from extractor.language.longer_dates import unit_at
from extractor.language.printed_dates import Parts, Printed, toward_of, with_clock, year_of
from extractor.language.spans import Span

_INDONESIAN_WEEKDAYS = frozenset(plain(word) for word in WORDS["weekdays"])
_WORD = re.compile(r"\w+(?:['’‘`´ʼ]\w+)?")


@dataclass(frozen=True, slots=True)
class _Body:
    """Day, month and year of a date, and where they end."""

    first: Parts
    last: Parts | None
    end: int
    doubtful: bool = False
    step: int | None = None  # "5 Mei tahun lalu"


def day_at_digit(text: str, start: int, floor: int) -> Printed | int | None:
    """The day that begins with a digit."""
    led = text[max(0, start - 1) : start] == "(" or patterns.BARE_DAY_CUE(text, start)
    body = _body_at(text, start, led=led)
    if body is None:
        return None
    if body.first.year is None and _is_numeric(text, start, body.end) and not _is_bare_day(text, start, body, led=led):
        return body.end
    return _day(text, start, body, None)


def english_day_at(text: str, start: int, floor: int) -> Printed | int | None:
    """The day that begins with its month: "September 10, 2025"."""
    english = patterns.ENGLISH.match(text, start)
    if english is None:
        return None
    parts = Parts(int(english.group("y1")), month_number(english.group("m1")), int(english.group("d1")))
    return _day(text, start, _Body(parts, None, english.end()), None)


def _is_numeric(text: str, start: int, end: int) -> bool:
    return not any(char.isalpha() for char in text[start:end])


def _is_bare_day(text: str, start: int, body: _Body, *, led: bool) -> bool:
    """Is "29/10" a day?

    Alone it is a fraction; in brackets or after "kemarin" it is one, unless it numbers a page ("(1/2)").
    """
    if patterns.BARE_DAY_CUE(text, start):
        return True
    if not led or patterns.CLOSING.match(text, body.end) is None:
        return False
    day, month = body.first.day or 0, body.first.month or 0
    return text[start] == "0" or day > month or day > 12


def day_after_tanggal(text: str, start: int, floor: int) -> Printed | int | None:
    """The day after "tanggal"."""
    lead = patterns.ON_THE_DAY.match(text, start)
    if lead is None:
        return None
    body = _body_at(text, lead.end(), led=True)
    if body is not None:
        return _day(text, start, body, None)
    days = None if patterns.HABITUAL(text, start) else patterns.DAYS_ALONE.match(text, lead.end())
    if days is None or not 1 <= int(days.group("d1")) <= 31:
        return None
    last = Parts(day=int(days.group("d2"))) if days.group("d2") else None
    body = _Body(Parts(day=int(days.group("d1"))), last, days.end())
    return _day(text, start, body, None)


def weekday_at(text: str, start: int, floor: int) -> Printed | int | None:
    """The day that begins with its weekday, or the weekday alone."""
    led = patterns.WEEKDAY_LED.match(text, start)
    if led is not None:
        body = _body_at(text, led.end(), led=True)
        if body is not None and body.first.month is not None:
            weekday = WEEKDAY_NUMBERS[plain(led.group("first"))]
            return _day(text, start, body, weekday)
    schedule = patterns.WEEKDAY_RANGE.match(text, start)
    if schedule is not None:
        return schedule.end()
    return _weekday_alone(text, start, floor)


def _weekday_alone(text: str, start: int, floor: int) -> Printed | int | None:
    word = _WORD.match(text, start)
    name = plain(word.group()) if word else ""
    if word is None or name not in _INDONESIAN_WEEKDAYS:
        return None
    sentence_start = patterns.SENTENCE_START.search(text, max(0, start - 4), start) is not None
    if name == "minggu" and (text[start].islower() or sentence_start) and (week := unit_at(text, start, floor)):
        return week
    if text[start].islower() or patterns.HABITUAL(text, start):
        return None
    tail = patterns.TAIL.match(text, word.end())
    after_capital = patterns.CAPITAL_BEFORE.search(text, max(0, start - 24), start) is not None
    if tail is None and (patterns.CAPITAL_AFTER.match(text, word.end()) or (after_capital and not sentence_start)):
        return None  # "Jumat Berkah", "Ahmad Sabtu"
    week_step = patterns.UNIT.match(text, word.end() + 1) if tail is None else None
    if week_step is not None and UNITS[plain(week_step.group("unit"))] == "week":  # "Senin pekan lalu"
        step = UNIT_STEPS[plain(week_step.group("step"))]
        return Printed(Span(start, week_step.end()), "weekday", weekday=WEEKDAY_NUMBERS[name], unit="week", step=step)
    end = tail.end() if tail else word.end()
    toward = toward_of(text, start, tail.group() if tail else "", plans=True)
    return with_clock(text, Printed(Span(start, end), "weekday", weekday=WEEKDAY_NUMBERS[name], toward=toward))


def _day(text: str, start: int, body: _Body, weekday: int | None) -> Printed:
    end = body.end
    printed = Printed(Span(start, end), "full", body.first, body.last, weekday, doubtful=body.doubtful)
    if body.step is not None:
        printed = replace(printed, unit="year", step=body.step)
    if body.first.year is None:
        printed = replace(printed, form="day_month" if body.first.month else "day")
    if "(" in text[start:end]:
        printed = with_clock(text, printed)
        closing = patterns.CLOSING.match(text, printed.span.end)
        if closing is not None:
            printed = replace(printed, span=Span(start, closing.end()))
    tail = patterns.DAY_TAIL.match(text, printed.span.end)
    if tail is not None:
        printed = replace(printed, span=Span(start, tail.end()))
    printed = replace(printed, toward=toward_of(text, start, tail.group() if tail else ""))
    return printed if printed.clock else with_clock(text, printed)


def _body_at(text: str, start: int, *, led: bool) -> _Body | None:
    """Day, month and year at `start`; `led` tells that words before it say that a date follows."""
    iso = patterns.ISO.match(text, start)
    if iso is not None:
        return _Body(Parts(int(iso.group("y1")), int(iso.group("m1")), int(iso.group("d1"))), None, iso.end())
    worded = patterns.WORDED.match(text, start)
    if worded is not None:
        return _worded(text, worded)
    numeric = patterns.NUMERIC.match(text, start)
    return None if numeric is None else _numeric(text, numeric, led=led)


def _worded(text: str, found: re.Match[str]) -> _Body | None:
    month, first_day = month_number(found.group("m1")), int(found.group("d1"))
    year, doubtful = year_of(found.group("y1") or found.group("short"))
    if not 1 <= first_day <= 39 or not (
        found.group("m1")[0].isupper() or year or plain(found.group("m1")) in FULL_MONTHS
    ):
        return None
    end = patterns.WORDED_END.match(text, found.end())
    if end is not None:
        last_month = month_number(end.group("m2"))
        last_year = year_of(end.group("y2"))[0] or (year and year + (last_month < month))
        first_year = year or (last_year and last_year - (last_month < month))
        return _Body(
            Parts(first_year, month, first_day), Parts(last_year, last_month, int(end.group("d2"))), end.end(), doubtful
        )
    step = UNIT_STEPS[plain(found.group("step"))] if found.group("step") else None
    last = None
    if found.group("d2"):
        last_day = int(found.group("d2"))
        last = Parts(year, month, last_day)
        if last_day < first_day:  # "30-2 Agustus" begins in July
            before = 12 if month == 1 else month - 1
            return _Body(Parts(year and year - (month == 1), before, first_day), last, found.end(), doubtful, step)
        last = last if last_day > first_day else None
    return _Body(Parts(year, month, first_day), last, found.end(), doubtful, step)


def _numeric(text: str, found: re.Match[str], *, led: bool) -> _Body | None:
    first_day, month, sign = int(found.group("d1")), int(found.group("m1")), found.group("sign")
    printed_year = found.group("y1")
    year, doubtful = year_of(printed_year)
    if printed_year is None and (sign != "/" or not (1 <= first_day <= 31 and 1 <= month <= 12)):
        return None
    if printed_year is not None and len(printed_year) < 4 and not led:
        return None
    if not (1 <= first_day <= 31 and 1 <= month <= 39):
        return None
    end = patterns.NUMERIC_END.match(text, found.end())
    if end is not None and int(end.group("m2")) <= 12:
        last_month = int(end.group("m2"))
        last_year = year_of(end.group("y2"))[0] or (year and year + (last_month < month))
        first_year = year or (last_year and last_year - (last_month < month))
        return _Body(
            Parts(first_year, month, first_day), Parts(last_year, last_month, int(end.group("d2"))), end.end(), doubtful
        )
    last = Parts(year, month, int(found.group("d2"))) if found.group("d2") else None
    return _Body(Parts(year, month, first_day), last, found.end(), doubtful)
