"""Which events and articles are meant: what a person asks for, checked, as conditions of SQL with bound values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from extractor.knowledge.files import load_toml
from extractor.records import EventStatus, EventType, ProgramCode
from extractor.store.rows import rows_between
from extractor.store.store import match_of

_AREA: Final = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_PROVINCE_LENGTH: Final = len("62")
_OWN_EVENTS: Final = f"events.key {rows_between('articles.key')}"


class FilterError(ValueError):
    """What is asked for does not exist; the message names what does."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of SQL, with the values for its question marks in order."""

    sql: str = "1"
    values: tuple[object, ...] = ()

    @classmethod
    def all_of(cls, conditions: Iterable[Condition]) -> Condition:
        """What holds where all of these hold; always, if there are none."""
        asked = [one for one in conditions if one.sql != "1"]
        if not asked:
            return cls()
        return cls(" AND ".join(f"({one.sql})" for one in asked), tuple(value for one in asked for value in one.values))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events, and articles that tell them; what is left out is not asked for.

    All conditions on events hold for one and the same event, those on articles for the article that tells it. An article is
    meant if one of its events is. Where nothing but days, people and organizations is asked of events, an article without events is meant
    too if it was published on such a day and names them.

    Attributes:
        types: event types; any of them.
        statuses: event statuses; any of them.
        since: first day of the event: of its first day, or where only a month or year is known, of this. An event without a
            date counts by the day of publication.
        until: last such day.
        provinces: where: Kemendagri codes, names or short forms ("62", "Kalimantan Tengah", "Kalteng"); any of them.
        areas: where: Kemendagri codes of areas with all that lies in them ("62.71"); any of them.
        programs: that the event is about; any of them.
        person: words of the name of a person with a part in the event, all in one name.
        organization: likewise, of an organization.
        outlets: names of outlets, capitals aside; any of them.
        min_amount: rupiah: the event has a sum of that much or more.
        max_amount: rupiah: the same sum is no more than that.
        min_confidence: 0 to 1.
        warnings: codes of warnings the record has; any of them.
        words: in headline or text, all of them, in the language of `Store.search`.
        story: the story that the article belongs to, its key.
        after_run: the article is new, or was changed, since this run.

    Raises:
        FilterError: a value that does not exist; the message names those that do.
    """

    types: Sequence[str] = ()
    statuses: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    provinces: Sequence[str] = ()
    areas: Sequence[str] = ()
    programs: Sequence[str] = ()
    person: str | None = None
    organization: str | None = None
    outlets: Sequence[str] = ()
    min_amount: int | None = None
    max_amount: int | None = None
    min_confidence: float | None = None
    warnings: Sequence[str] = ()
    words: str | None = None
    story: int | None = None
    after_run: int | None = None

    def __post_init__(self) -> None:
        """Check the values, and give provinces their codes."""
        _known("event type", self.types, [str(one) for one in EventType])
        _known("status", self.statuses, [str(one) for one in EventStatus])
        _known("program", self.programs, [str(one) for one in ProgramCode])
        object.__setattr__(self, "provinces", tuple(_province(one) for one in self.provinces))
        for area in self.areas:
            if not _AREA.fullmatch(area) or area[:_PROVINCE_LENGTH] not in _province_codes().values():
                raise FilterError(
                    f"{area!r} is no code of an area; codes look like 62, 62.71, 62.71.01 or 62.71.01.1001."
                )
        if self.since and self.until and self.since > self.until:
            raise FilterError(f"the first day, {self.since}, is after the last, {self.until}.")
        if self.min_amount is not None and self.max_amount is not None and self.min_amount > self.max_amount:
            raise FilterError(f"the least amount, {self.min_amount}, is more than the most, {self.max_amount}.")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise FilterError(f"{self.min_confidence} is no confidence; give a number from 0 to 1.")
        for name, words in (("person", self.person), ("organization", self.organization)):
            if words is not None and not words.split():
                raise FilterError(f"{name}: no word of a name is given.")
        if self.words is not None and not match_of(self.words):
            raise FilterError(f"{self.words!r} holds no word to look for.")

    @property
    def asks_of_events(self) -> bool:
        """Does it ask anything of events that only an event can answer: more than days, people and organizations?"""
        return bool(
            self.types
            or self.statuses
            or self.provinces
            or self.areas
            or self.programs
            or self._has_amounts
            or self.min_confidence is not None
        )

    @property
    def _has_amounts(self) -> bool:
        return self.min_amount is not None or self.max_amount is not None

    @property
    def _has_days(self) -> bool:
        return self.since is not None or self.until is not None

    def events(self) -> Condition:
        """What holds for an event: over `events` joined to `articles`."""
        return Condition.all_of((*self._of_events(), *self._of_articles()))

    def articles(self) -> Condition:
        """What holds for an article: over `articles`."""
        asked = Condition.all_of(self._of_events())
        if asked.sql == "1":
            return Condition.all_of(self._of_articles())
        tellers = f"SELECT events.article FROM events JOIN articles ON articles.key = events.article WHERE {asked.sql}"
        told = Condition(f"articles.key IN ({tellers})", asked.values)
        if not self.asks_of_events:
            quiet = Condition.all_of(
                (
                    Condition(f"NOT EXISTS (SELECT 1 FROM events WHERE {_OWN_EVENTS})"),
                    *([self._between("articles.day")] if self._has_days else []),
                    *(
                        Condition(f"articles.key IN (SELECT article FROM {table} WHERE {named.sql})", named.values)
                        for table, words in (("people", self.person), ("organizations", self.organization))
                        if words
                        for named in [_named(table, words)]
                    ),
                )
            )
            told = Condition(f"{told.sql} OR {quiet.sql}", (*told.values, *quiet.values))
        return Condition.all_of((told, *self._of_articles()))

    def rows(self, table: str) -> Condition:
        """What holds for the rows of a table about the thing itself, over this table: "Zainal" also says which rows of `people` are meant.

        Args:
            table: of the store; those that a filter says nothing about have no condition.
        """
        if table == "people" and self.person:
            return _named("people", self.person)
        if table == "organizations" and self.organization:
            return _named("organizations", self.organization)
        if table == "places":
            return self.where("places.code", "places.province_code")
        if table == "amounts" and self._has_amounts:
            return self._amounts()
        if table == "warnings" and self.warnings:
            return any_of("warnings.code", self.warnings)
        return Condition()

    def _of_events(self) -> list[Condition]:
        asked = [
            any_of("events.type", self.types),
            any_of("events.status", self.statuses),
            self.where("events.place_code", "events.province_code"),
        ]
        if self._has_days:
            asked.append(self._days())
        if self.programs:
            marks = _marks(self.programs)
            asked.append(
                Condition(
                    f"events.key IN (SELECT event FROM event_programs WHERE code IN ({marks}))", tuple(self.programs)
                )
            )
        for column, table, words in (
            ("person", "people", self.person),
            ("organization", "organizations", self.organization),
        ):
            if words:
                named = _named(table, words)
                who = f"SELECT key FROM {table} WHERE {named.sql}"
                asked.append(
                    Condition(f"events.key IN (SELECT event FROM participants WHERE {column} IN ({who}))", named.values)
                )
        if self._has_amounts:
            amounts = self._amounts()
            asked.append(
                Condition(
                    "EXISTS (SELECT 1 FROM event_amounts JOIN amounts ON amounts.key = event_amounts.amount "
                    f"WHERE event_amounts.event = events.key AND {amounts.sql})",
                    amounts.values,
                )
            )
        if self.min_confidence is not None:
            asked.append(Condition("events.confidence >= ?", (self.min_confidence,)))
        return asked

    def _of_articles(self) -> list[Condition]:
        asked = []
        if self.outlets:  # through the index: a name in other capitals is found among the few hundred names
            same = " OR ".join("outlet = ? COLLATE NOCASE" for _ in self.outlets)
            asked.append(
                Condition(
                    f"articles.outlet IN (SELECT DISTINCT outlet FROM articles WHERE {same})", tuple(self.outlets)
                )
            )
        if self.warnings:
            coded = any_of("code", self.warnings)
            asked.append(Condition(f"articles.key IN (SELECT article FROM warnings WHERE {coded.sql})", coded.values))
        if self.words is not None:
            found = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
            asked.append(Condition(f"articles.key IN ({found})", (match_of(self.words),)))
        if self.story is not None:
            asked.append(Condition("articles.story = ?", (self.story,)))
        if self.after_run is not None:
            asked.append(Condition("articles.last_run > ?", (self.after_run,)))
        return asked

    def _between(self, column: str) -> Condition:
        bounds = [(">=", self.since), ("<=", self.until)]
        return Condition.all_of(Condition(f"{column} {sign} ?", (day.isoformat(),)) for sign, day in bounds if day)

    def _days(self) -> Condition:
        """By the first day; a month or year as far as it is known; else by the day of publication. Each part has its index."""
        known, published = self._between("events.day"), self._between("articles.day")
        vague = Condition.all_of(
            Condition(f"events.date_start {sign} substr(?, 1, length(events.date_start))", (day.isoformat(),))
            for sign, day in ((">=", self.since), ("<=", self.until))
            if day
        )
        return Condition(
            f"({known.sql}) OR (events.day IS NULL AND ((events.date_start IS NOT NULL AND {vague.sql}) OR "
            f"(events.date_start IS NULL AND {published.sql})))",
            (*known.values, *vague.values, *published.values),
        )

    def where(self, code: str, province: str) -> Condition:
        """Where it is: over a column with the code of an area, and one with that of its province."""
        areas = (
            Condition(f"{province} = ?", (area,))
            if len(area) == _PROVINCE_LENGTH  # "62.71" and all that begins with "62.71."; "/" comes after "."
            else Condition(f"{code} = ? OR ({code} >= ? AND {code} < ?)", (area, f"{area}.", f"{area}/"))
            for area in self.areas
        )
        return Condition.all_of((any_of(province, self.provinces), _either(list(areas))))

    def _amounts(self) -> Condition:
        bounds = [(">=", self.min_amount), ("<=", self.max_amount)]
        return Condition.all_of(
            (
                Condition("amounts.currency = 'IDR'"),
                *(Condition(f"amounts.value {sign} ?", (value,)) for sign, value in bounds if value is not None),
            )
        )


def any_of(column: str, values: Sequence[str]) -> Condition:
    """The column holds one of the values; always, if there are none."""
    return Condition(f"{column} IN ({_marks(values)})", tuple(values)) if values else Condition()


def _either(conditions: Sequence[Condition]) -> Condition:
    if not conditions:
        return Condition()
    values = tuple(value for one in conditions for value in one.values)
    return Condition(" OR ".join(f"({one.sql})" for one in conditions), values)


def _named(table: str, words: str) -> Condition:
    """All words stand in the name, capitals aside; looked for among the names, each of which is there once."""
    names = names_with("organization" if table == "organizations" else "person", words)
    return Condition(f"{table}.name IN ({names.sql})", names.values)


def names_with(kind: str, words: str) -> Condition:
    """Query for the names of people ("person") or organizations ("organization") that hold all these words, capitals aside."""
    escaped = [re.sub(r"([\\%_])", r"\\\1", word) for word in words.split()]
    held = Condition.all_of(Condition("name LIKE ? ESCAPE '\\'", (f"%{word}%",)) for word in escaped)
    return Condition(f"SELECT name FROM known_names WHERE kind = '{kind}' AND {held.sql}", held.values)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _known(what: str, values: Sequence[str], valid: Sequence[str]) -> None:
    for value in values:
        if value not in valid:
            raise FilterError(f"{value!r} is no {what}; there are {', '.join(valid)}.")


def _province(asked: str) -> str:
    code = _province_codes().get(" ".join(asked.split()).casefold())
    if code is None:
        named = ", ".join(f"{one['code']} {one['name']}" for one in load_toml("outlets/_provinces.toml")["province"])
        raise FilterError(f"{asked!r} is no province; there are {named}.")
    return code


@cache
def _province_codes() -> dict[str, str]:
    return {
        name.casefold(): one["code"]
        for one in load_toml("outlets/_provinces.toml")["province"]
        for name in (one["code"], one["name"], *one.get("short", ()))
    }
