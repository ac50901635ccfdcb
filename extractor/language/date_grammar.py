"""Dates as posts print them, with their places; what they mean without a year is settled in `resolution`.

The text is scanned once for words and digits that can begin a date; at each, the readers for such a beginning are
tried in turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from extractor.language import date_patterns as patterns
from extractor.language.calendar_words import (
    DAY_STEPS,
    LISTS,
    MONTH,
    MONTH_NUMBERS,
    PERIOD_MONTHS,
    UNITS,
    WEEKDAY_NUMBERS,
)
from extractor.language.day_grammar import day_after_tanggal, day_at_digit, english_day_at, weekday_at
from extractor.language.lexicon import either, first_words, lowered
from extractor.language.longer_dates import day_word_at, month_at, part_at, period_at, unit_at, year_at
from extractor.language.numerals import end_of_digits
from extractor.language.printed_dates import Printed

_BARE = re.compile(rf"[0-9]|{MONTH}(?!\w)", re.IGNORECASE)  # a date without "akhir" or "bulan" before it
_Reader = Callable[[str, int, int], Printed | int | None]


@dataclass(frozen=True, slots=True)
class Scan:
    """What is printed in a text.

    `dates` are in order. `regulation_years` are those of the laws it names: no dates, but no post is older than they.
    """

    dates: tuple[Printed, ...]
    regulation_years: tuple[int, ...]


def scan_dates(text: str) -> Scan:
    """Everything in `text` that is printed as a date."""
    years: list[int] = []
    dates = list(_scan(text, years))
    for index in range(len(dates) - 2, -1, -1):
        dates[index] = _with_year_of_next(text, dates[index], dates[index + 1])
    return Scan(tuple(dates), tuple(years))


def _scan(text: str, years: list[int]) -> Iterator[Printed]:
    position = floor = 0  # where to look on, and where the last date ended
    for token in _START.finditer(lowered(text)):
        start, word = token.start(), token.group()
        if start < position:
            continue
        readers = _READERS.get(word)
        if readers is None:
            if regulation := _regulation_at(text, start):
                position, year = regulation
                years.extend([year] if year else [])
                continue
            readers = _AT_DIGITS
            position = end_of_digits(text, start)
        for reader in readers:
            found = reader(text, start, floor)
            if isinstance(found, Printed):
                yield found
                position = floor = found.span.end
                break
            if found is not None:
                position = found
                break


def _regulation_at(text: str, start: int) -> tuple[int, int | None] | None:
    """End and year of the regulation number at `start`."""
    if not patterns.REGULATION_BEFORE(text, start):
        return None
    number = patterns.REGULATION.match(text, start)
    if number is None:
        return None
    if number.group("year"):
        return number.end(), int(number.group("year"))
    year = patterns.YEAR_OF_NUMBER.search(number.group())
    return number.end(), int(year.group(1)) if year else None


def _with_year_of_next(text: str, one: Printed, after: Printed) -> Printed:
    """Give the first of two the year of the second: "16 Maret dan 5 April 2023", "Juni dan Juli 2023"."""
    if (
        one.form not in ("day_month", "month")
        or one.first.year
        or one.unit
        or not after.first.year
        or not after.first.month
    ):
        return one
    if one.first.month is None or after.weekday is not None or _is_numeric(text[one.span.end - 3 : one.span.end]):
        return one
    if patterns.LISTING.fullmatch(text, one.span.end, after.span.start) is None or not _BARE.match(after.span.of(text)):
        return one
    year = after.first.year - (one.first.month > after.first.month)
    return replace(
        one,
        form="full" if one.form == "day_month" else one.form,
        first=replace(one.first, year=year),
        last=one.last and replace(one.last, year=year + ((one.last.month or 12) < one.first.month)),
    )


def _is_numeric(printed: str) -> bool:
    return not any(char.isalpha() for char in printed)


def _readers() -> dict[str, tuple[_Reader, ...]]:
    """What to try at a word, by the word."""
    beginnings: tuple[tuple[_Reader, Iterable[str]], ...] = (
        (weekday_at, WEEKDAY_NUMBERS),
        (english_day_at, MONTH_NUMBERS),
        (month_at, MONTH_NUMBERS),
        (period_at, [*PERIOD_MONTHS, "q1", "q2", "q3", "q4"]),
        (day_word_at, DAY_STEPS),
        (unit_at, UNITS),
        (part_at, LISTS["parts"]),
        (day_after_tanggal, LISTS["on_the_day"]),
    )
    readers: dict[str, tuple[_Reader, ...]] = {}
    for reader, phrases in beginnings:
        for word in first_words(phrases):
            readers[word] = (*readers.get(word, ()), reader)
    return readers


_READERS = _readers()
_AT_DIGITS: tuple[_Reader, ...] = (day_at_digit, year_at)
_FIRST_LETTERS = "".join(sorted({word[0] for word in _READERS}))  # looked at first: most words have another one
_START = re.compile(rf"\b(?=[0-9{_FIRST_LETTERS}])(?:[0-9]|{either(_READERS)}\b)")
