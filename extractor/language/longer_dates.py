"""Dates longer than a day, or counted from publication: months, quarters, years, "bulan lalu", "kemarin".

Each reader takes the text, the place where a date may begin and the end of the date before it. It gives the date, or
the place from which to look on where what stands there is none, or `None`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.language import date_patterns as patterns
from extractor.language.calendar_words import (
    DAY_STEPS,
    FULL_MONTHS,
    PERIOD_MONTHS,
    PERIOD_NUMBERS,
    UNIT_STEPS,
    UNITS,
    WORDS,
    month_number,
    plain,
)
from extractor.language.exclusions import is_counted, is_money, is_said_to_be_year
from extractor.language.numerals import numeral_at
from extractor.language.printed_dates import Parts, Printed, toward_of, with_clock, year_of
from extractor.language.spans import Span

_FIRST_YEAR, _LAST_YEAR = 1945, 2060  # of a year without its month
_LONGEST_SPELL = 30  # years of "2023-2027"


def month_at(text: str, start: int, floor: int) -> Printed | int | None:
    """The month, or span of months, that begins with a name."""
    found = patterns.MONTHS.match(text, start)
    if found is None:
        return None
    printed = _months(text, found)
    window = max(floor, start - patterns.CUE_REACH)
    tail = patterns.TAIL.match(text, found.end()) if found.group("step") is None else None
    if not _is_month(text, found, window, moved=tail is not None):
        return None
    lead = patterns.PART_BEFORE.search(text, window, start)
    span = Span(lead.start() if lead and lead.group() else start, tail.end() if tail else found.end())
    return replace(printed, span=span, toward=toward_of(text, start, tail.group() if tail else ""))


def _months(text: str, found: re.Match[str]) -> Printed:
    month = month_number(found.group("m1"))
    year, last_year = year_of(found.group("y1"))[0], year_of(found.group("y2"))[0]
    last = None
    if found.group("m2"):
        last_month = month_number(found.group("m2"))
        last_year = last_year or (year and year + (last_month < month))
        year = year or (last_year and last_year - (last_month < month))
        last = Parts(last_year, last_month)
    printed = Printed(Span(*found.span()), "month", Parts(year, month), last)
    if found.group("step"):
        printed = replace(printed, unit="year", step=UNIT_STEPS[plain(found.group("step"))])
    return printed


def _is_month(text: str, found: re.Match[str], window: int, *, moved: bool) -> bool:
    """Is the name of a month one? "Mei" and "Juli" are also women, "Mar" and "Des" much else."""
    if found.group("y1") or found.group("y2") or found.group("step"):
        return True
    names = [found.group("m1")] + ([found.group("m2")] if found.group("m2") else [])
    if any(plain(name) not in FULL_MONTHS for name in names):
        return False
    if len(names) == 2:
        return True
    if patterns.MONTH_LISTED_AFTER.match(text, found.end()) or patterns.MONTH_LISTED_BEFORE.search(
        text, max(0, found.start() - 20), found.start()
    ):
        return True
    cue = patterns.MONTH_CUE.search(text, window, found.start())
    if text[found.start()].islower():
        return cue is not None and plain(cue.group()).startswith("bulan")
    return moved or cue is not None


def period_at(text: str, start: int, floor: int) -> Printed | int | None:
    """The quarter or half of a year."""
    found = patterns.PERIOD.match(text, start)
    if found is None:
        return None
    quarter = found.group("quarter")
    if quarter is not None and not found.group("y1"):
        return None
    months = 3 if quarter else PERIOD_MONTHS[plain(found.group("kind"))]
    number = int(quarter) if quarter else PERIOD_NUMBERS[plain(found.group("number"))]
    if number * months > 12:
        return None
    step = found.group("step")
    return Printed(
        Span(*found.span()),
        "period",
        Parts(year_of(found.group("y1"))[0]),
        unit="year" if step else None,
        step=UNIT_STEPS[plain(step)] if step else 0,
        months=months,
        number=number,
    )


def year_at(text: str, start: int, floor: int) -> Printed | int | None:
    """The year, or span of years."""
    found = patterns.YEARS.match(text, start)
    if (
        found is None
        or not _FIRST_YEAR <= int(found.group("y1")) <= _LAST_YEAR
        or text[max(0, start - 1) : start] in tuple("-/.:#@+")
    ):
        return None
    if is_money(text, start):
        return found.end()
    window = max(floor, start - patterns.CUE_REACH)
    cue = patterns.YEAR_CUE.search(text, window, start)
    tail = patterns.TAIL.match(text, found.end())
    if is_counted(text, found.end()) and not is_said_to_be_year(text, start):
        return None
    lead = patterns.PART_OF_YEAR_BEFORE.search(text, window, start)
    span = Span(lead.start() if lead and lead.group() else start, tail.end() if tail else found.end())
    year = int(found.group("y1"))
    toward = toward_of(text, start, tail.group() if tail else "")
    if found.group("y2"):
        last = int(found.group("y2"))
        spell = 0 < last - year <= _LONGEST_SPELL
        return Printed(span, "period", Parts(year), Parts(last), toward=toward) if spell else found.end()
    return Printed(span, "year" if cue or tail else "bare_year", Parts(year), toward=toward)


def day_word_at(text: str, start: int, floor: int) -> Printed | int | None:
    """The day named by a word: "kemarin", "hari ini"."""
    found = patterns.DAY_WORD.match(text, start)
    if found is None:
        return None
    step = DAY_STEPS[plain(found.group("word"))]
    return with_clock(text, Printed(Span(*found.span()), "relative", unit="day", step=step))


def unit_at(text: str, start: int, floor: int) -> Printed | int | None:
    """The week, month or year named by its distance: "bulan lalu", "tiga tahun lalu"."""
    found = patterns.UNIT.match(text, start)
    if found is None:
        return None
    unit, step = UNITS[plain(found.group("unit"))], UNIT_STEPS[plain(found.group("step"))]
    past_only = plain(found.group("step")) in ("lalu", "yang lalu", "silam")
    window = max(floor, start - patterns.CUE_REACH)
    if patterns.UNCOUNTED_BEFORE.search(text, window, start):
        return found.end()
    counted = patterns.COUNT_BEFORE.search(text, window, start)
    if counted is not None or plain(found.group("unit")) in WORDS["one_of_unit"]:
        count = _count(text, counted) if counted else 1
        if not past_only or count is None:
            return found.end()  # "3 tahun mendatang" lasts, it is not a date
        return Printed(Span(counted.start() if counted else start, found.end()), "relative", unit=unit, step=-count)
    if unit == "day":
        return None
    part = patterns.PART_OF_UNIT_BEFORE.search(text, window, start)
    return Printed(Span(part.start() if part else start, found.end()), "relative", unit=unit, step=step)


def _count(text: str, found: re.Match[str]) -> int | None:
    numeral = numeral_at(text, found.start("count"))
    return None if numeral is None or not isinstance(numeral.value, int) else numeral.value


def part_at(text: str, start: int, floor: int) -> Printed | int | None:
    """A part of this, the last or the next month or year: "akhir tahun"."""
    found = patterns.PART_OF_UNIT.match(text, start)
    if found is None:
        return None
    step = UNIT_STEPS[plain(found.group("step"))] if found.group("step") else 0
    return Printed(Span(*found.span()), "relative", unit=UNITS[plain(found.group("unit"))], step=step)
