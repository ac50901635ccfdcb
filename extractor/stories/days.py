"""Days that a text tells by "kemarin", a weekday or a printed date, and whether it was morning: for articles whose events bear no day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from extractor.stories.settings import rules

_NUMBERED = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](20\d\d))?(?=[/)\s,.;]|$)")
_WEEK = 7


def dated(text: str) -> str:
    """The first full date that stands in a text ("13/5/2023", "13 Mei 2023"), ISO 8601; "" if none."""
    found = [(match.start(), day) for match, day in _full(text)]
    return min(found)[1].isoformat() if found else ""


def told_days(text: str, published: date | None) -> tuple[str, ...]:
    """The days that a text tells of, as one reads it who holds the paper of that day; ISO 8601, each once, in order.

    Days that a paper of the day does not report (more than `unprinted_days_apart` back, or further ahead than the day after) are left out.

    Args:
        text: the beginning of an article.
        published: its day; without it only full dates are known.
    """
    found = {day for _, day in _full(text)}
    if published:
        found |= {published - timedelta(days=back) for back in _back(text, published)}
        found |= set(_without_year(text, published))
        last = rules().unprinted_days_apart
        found = {day for day in found if -1 <= (published - day).days <= last}
    return tuple(sorted(day.isoformat() for day in found))


def half(text: str, day: date | None = None) -> str:
    """The half of a day that a text names first: `morning` or `evening`; "" if it names none. Names ("Serayu Siang") do not count.

    Args:
        text: the beginning of an article, or a printed date.
        day: of the happening; the half of another weekday ("Jumat pagi", of a Wednesday's happening) is left out.
    """
    weekdays = rules().days["weekdays"]
    for match in _halves().finditer(text):
        of = match["weekday"]
        if not (day and of) or weekdays.index(of.casefold()) == day.weekday():
            return "morning" if match["morning"] else "evening"
    return ""


def apart_in_year(printed: str, day: date) -> int:
    """Days from a day of the month ("25/8") to the nearest such day of any year; a day that no calendar has is near none."""
    number, month = printed.split("/")
    near = [_day(str(day.year + step), int(month), number) for step in (-1, 0, 1)]
    return min((abs((one - day).days) for one in near if one), default=366)


def _full(text: str) -> Iterator[tuple[re.Match[str], date]]:
    for match in _NUMBERED.finditer(text):
        if match[3] and (day := _day(match[3], int(match[2]), match[1])):
            yield match, day
    for match in _named().finditer(text):
        if match["year"] and (day := _day(match["year"], _months()[match["month"].casefold()], match["day"])):
            yield match, day


def _without_year(text: str, published: date) -> Iterator[date]:
    told = [(int(match[2]), match[1]) for match in _NUMBERED.finditer(text) if not match[3]]
    told += [
        (_months()[match["month"].casefold()], match["day"]) for match in _named().finditer(text) if not match["year"]
    ]
    for month, number in told:
        near = [_day(str(published.year + step), month, number) for step in (-1, 0, 1)]
        days = [day for day in near if day]
        if days:
            yield min(days, key=lambda day: abs((day - published).days))


def _back(text: str, published: date) -> Iterator[int]:
    """Days back from the day of the paper."""
    words = rules().days
    for match in _relative().finditer(text):
        said, after = match[0].casefold(), text[match.end() : match.end() + 25].casefold()
        if said in words["today"]:
            yield 0
        elif said in words["yesterday"]:
            yield 1
        elif not any(re.match(rf"\W*(?:\w+\W+){{0,2}}{ahead}\b", after) for ahead in words["ahead"]):
            back = (published.weekday() - words["weekdays"].index(said)) % _WEEK
            past = re.match(rf"\W*(?:pagi|siang|sore|malam)?\W*(?:pekan\s+)?{words['past'][0]}\b", after)
            yield back or (_WEEK if past else 0)


def _day(year: str, month: int, number: str) -> date | None:
    try:
        return date(int(year), month, int(number))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(rules().days["months"], 1) for name in names.split()}


@cache
def _named() -> re.Pattern[str]:
    names = "|".join(_months())
    return re.compile(rf"\b(?P<day>\d{{1,2}})\s+(?P<month>{names})\b(?:\s+(?P<year>20\d\d))?", re.IGNORECASE)


@cache
def _relative() -> re.Pattern[str]:
    words = rules().days
    return re.compile(rf"\b(?:{'|'.join([*words['today'], *words['yesterday'], *words['weekdays']])})\b", re.IGNORECASE)


@cache
def _halves() -> re.Pattern[str]:
    words = rules().days
    weekday = rf"(?:\b(?P<weekday>(?i:{'|'.join(words['weekdays'])}))\W+(?:[\d/]+\W+)?)?"
    return re.compile(
        rf"{weekday}\b(?:(?P<morning>{'|'.join(words['morning'])})|(?P<evening>{'|'.join(words['evening'])}))\b"
    )
