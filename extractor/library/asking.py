"""What a notebook asks for: filters as plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Final, TypeAlias, TypedDict, Unpack

from extractor.store.filters import Filter, FilterError


class Filters(TypedDict, total=False):
    """Which events, and articles that tell them: the fields of `extractor.store.filters.Filter`, which says what each means.

    Where several values may be given, one may stand alone: `types="meeting"`; days may be text: `since="2026-11-01"`. `None` asks nothing.
    """

    types: str | Sequence[str]
    statuses: str | Sequence[str]
    since: date | str
    until: date | str
    provinces: str | Sequence[str]
    areas: str | Sequence[str]
    programs: str | Sequence[str]
    person: str
    organization: str
    outlets: str | Sequence[str]
    min_amount: int
    max_amount: int
    min_confidence: float
    warnings: str | Sequence[str]
    words: str
    story: int
    after_run: int


Values: TypeAlias = Sequence[object] | Mapping[str, object]
"""Of a query, by place or by name."""

_SEVERAL: Final = frozenset({"types", "statuses", "provinces", "areas", "programs", "outlets", "warnings"})
_DAYS: Final = frozenset({"since", "until"})


def filter_of(**asked: Unpack[Filters]) -> Filter:
    """The filter that is asked for.

    Raises:
        FilterError: a value that does not exist; the message names those that do.
        TypeError: there is no such filter.
    """
    words: Mapping[str, object] = asked
    known = [one.name for one in fields(Filter)]
    given: dict[str, object] = {}
    for name, value in words.items():
        if name not in known:
            near = get_close_matches(name, known, 1)
            raise TypeError(f"there is no filter {name!r}" + (f"; {near[0]!r}?" if near else f"; there are {known}"))
        if value is None:
            continue
        if name in _SEVERAL:
            given[name] = (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]
        elif name in _DAYS:
            given[name] = _day(name, value)
        else:
            given[name] = plain(value)
    return Filter(**given)  # type: ignore[arg-type]


def bound(values: Values) -> Values:
    """Values as SQLite takes them; unasked, it would take a number of numpy for a blob and find nothing.

    Raises:
        TypeError: a value is nothing that SQLite has.
    """
    if isinstance(values, Mapping):
        return {name: plain(value) for name, value in values.items()}
    return [plain(value) for value in values]


def plain(value: object) -> object:
    """A value out of a data frame as Python's own; a day, or a moment at midnight, as YYYY-MM-DD, another moment as ISO 8601.

    Raises:
        TypeError: it is neither number, text, day, bytes nor missing.
    """
    if value is None or type(value) in {int, float, str, bytes, bool}:
        return value
    if isinstance(value, datetime):
        if value != value:  # noqa: PLR0124 - pandas' missing moment, which equals nothing
            return None
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if type(value).__name__ == "NAType":  # pandas' missing value
        return None
    inner = getattr(value, "item", None)  # numpy's
    if callable(inner):
        return plain(inner())
    if isinstance(value, (int, float, str)):
        return value
    raise TypeError(f"a query takes numbers, text and days, not {type(value).__name__}")


def _day(name: str, value: object) -> date:
    if isinstance(value, datetime):  # a pandas.Timestamp too
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise FilterError(f"{name}: {value!r} is no day; give it as 2026-11-22.") from error
