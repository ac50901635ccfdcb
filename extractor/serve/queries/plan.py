"""How to find the events of a filter quickly.

The table `listing` holds in one index what most conditions ask of. Other conditions (words, names, programs, outlets, …) let through events
or articles that another index lists: where these are few (rare), they are fetched and looked at one by one; where they are many (dense),
the list is walked in its order and each event that the other conditions let through is asked, which soon fills a page. Which of the two it
is, is found out by fetching at most `FEW` of them. The store's own `Filter` means the same, in one condition for all purposes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from extractor.store import Store
from extractor.store.filters import Condition, Filter, any_of, names_with
from extractor.store.rows import ROOM, rows_between
from extractor.store.store import match_of

FEW: Final = 5_000


@dataclass(frozen=True, slots=True)
class Test:
    """A condition that another table answers.

    Attributes:
        of_events: does it list events? Else articles.
        listed: query for the keys of all that it lets through.
        dense: condition for one of them; `{event}` and `{article}` stand for its key.
    """

    of_events: bool
    listed: Condition
    dense: Condition

    def on(self, event: str, article: str) -> Condition:
        """The condition for one event or article, by the expressions of its keys."""
        return Condition(self.dense.sql.format(event=event, article=article), self.dense.values)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the events of a filter are found.

    Attributes:
        columns: over `listing`.
        tests: to be asked of each event that the columns let through.
        articles: keys of the only articles that can be meant, if they are few.
        events: likewise of events.
        is_of_a_type: is one type asked for, and no sum? An index holds all else in the order of days, for each type apart.
        least: there are at least so many events, found on the way.
    """

    columns: Condition
    tests: tuple[Test, ...]
    articles: frozenset[int] | None
    events: frozenset[int] | None
    is_of_a_type: bool = False
    least: int = 0

    @property
    def is_rare(self) -> bool:
        """Are there few candidates?"""
        return self.articles is not None or self.events is not None

    @property
    def by_date(self) -> str:
        """`listing`, by the index that holds it in the order of days, for a FROM clause."""
        return f"listing INDEXED BY {'listing_by_type' if self.is_of_a_type else 'listing_by_date'}"

    @property
    def is_cheap(self) -> bool:
        """Is the index of the list all that has to be read?"""
        return not self.tests and not self.is_rare

    def candidates(self) -> Condition:
        """The few candidates as rows of `listing`, for a FROM clause: looked up by their keys, never by the index of a type or day."""
        if self.events is not None:
            chosen = self.events
            if self.articles is not None:
                chosen = frozenset(key for key in chosen if key // ROOM in self.articles)
            return Condition(
                "json_each(?) AS candidate CROSS JOIN listing NOT INDEXED ON listing.event = candidate.value",
                (json.dumps(sorted(chosen)),),
            )
        return Condition(
            "json_each(?) AS candidate CROSS JOIN listing NOT INDEXED ON listing.event "
            + rows_between("candidate.value"),
            (json.dumps(sorted(self.articles or ())),),
        )

    def conditions(self) -> Condition:
        """What an event has to fulfil, over `listing`."""
        return Condition.all_of((self.columns, *(test.on("listing.event", "listing.article") for test in self.tests)))


def planned(store: Store, asked: Filter) -> Plan:
    """How the events of a filter are found in a store.

    Raises:
        StoreError: the store cannot be read.
    """
    dense: list[Test] = []
    articles: frozenset[int] | None = None
    events: frozenset[int] | None = None
    columns, tests, least = columns_of(asked), tuple(tests_of(asked)), 0
    for test in tests:
        keys, is_all = _first(store, test)
        if not is_all:
            dense.append(test)
            if len(tests) == 1 and test.of_events and columns == Condition.all_of(()):
                least = len(keys)
        elif test.of_events:
            events = keys if events is None else events & keys
        else:
            articles = keys if articles is None else articles & keys
    of_a_type = len(asked.types) == 1 and asked.min_amount is None and asked.max_amount is None
    return Plan(columns, tuple(dense), articles, events, of_a_type, least)


def few(store: Store, test: Test) -> frozenset[int] | None:
    """Keys of what a test lets through; `None` if they are many."""
    keys, is_all = _first(store, test)
    return keys if is_all else None


def _first(store: Store, test: Test) -> tuple[frozenset[int], bool]:
    """Keys of what a test lets through, the first of them if they are many; whether these are all."""
    rows = store.database.rows(f"{test.listed.sql} LIMIT {FEW + 1}", *test.listed.values)
    return frozenset(int(key) for (key,) in rows), len(rows) <= FEW


def columns_of(asked: Filter) -> Condition:
    """What `listing` itself answers of a filter."""
    found = [
        any_of("listing.type", asked.types),
        any_of("listing.status", asked.statuses),
        asked.where("listing.place_code", "listing.province_code"),
    ]
    if (
        asked.since is not None
    ):  # a month or year that may reach into the time asked for counts; text compares as days do
        since = asked.since.isoformat()
        found.append(
            Condition("listing.dated >= ? AND listing.dated >= substr(?, 1, length(listing.dated))", (since[:4], since))
        )
    if asked.until is not None:
        found.append(Condition("listing.dated <= ? AND listing.dated <> ''", (asked.until.isoformat(),)))
    if asked.min_confidence is not None:
        found.append(Condition("listing.confidence >= ?", (asked.min_confidence,)))
    if asked.min_amount is not None:
        found.append(Condition("listing.amount_most >= ?", (asked.min_amount,)))
    if asked.max_amount is not None:
        found.append(Condition("listing.amount_least BETWEEN 0 AND ?", (asked.max_amount,)))
    return Condition.all_of(found)


def tests_of(asked: Filter) -> Iterator[Test]:
    """What other tables answer of a filter."""
    yield from _tests_of_events(asked)
    yield from tests_of_articles(asked)


def _tests_of_events(asked: Filter) -> Iterator[Test]:
    if asked.programs:
        coded = any_of("code", asked.programs)
        yield Test(
            True,
            Condition(f"SELECT event FROM event_programs WHERE {coded.sql}", coded.values),
            Condition(
                f"EXISTS (SELECT 1 FROM event_programs WHERE event_programs.event = {{event}} AND {coded.sql})",
                coded.values,
            ),
        )
    for kind, table, words in (
        ("person", "people", asked.person),
        ("organization", "organizations", asked.organization),
    ):
        if words:
            named = names_with(kind, words)
            joined = f"{table} CROSS JOIN participants ON participants.{kind} = {table}.key"
            yield Test(
                True,
                Condition(f"SELECT participants.event FROM {joined} WHERE {table}.name IN ({named.sql})", named.values),
                Condition(
                    f"EXISTS (SELECT 1 FROM participants JOIN {table} ON {table}.key = participants.{kind} "
                    f"WHERE participants.event = {{event}} AND {table}.name IN ({named.sql}))",
                    named.values,
                ),
            )
    if asked.min_amount is not None and asked.max_amount is not None:  # the largest and the smallest may be two sums
        values = (asked.min_amount, asked.max_amount)
        within = "amounts.currency = 'IDR' AND amounts.value BETWEEN ? AND ?"
        yield Test(
            True,
            Condition(
                "SELECT event_amounts.event FROM amounts INDEXED BY amounts_by_value "
                f"CROSS JOIN event_amounts ON event_amounts.amount = amounts.key WHERE {within}",
                values,
            ),
            Condition(
                "EXISTS (SELECT 1 FROM event_amounts CROSS JOIN amounts ON amounts.key = event_amounts.amount "
                f"WHERE event_amounts.event = {{event}} AND {within})",
                values,
            ),
        )


def tests_of_articles(asked: Filter) -> Iterator[Test]:
    """What a filter asks of articles."""
    if asked.words is not None:
        found = Condition("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (match_of(asked.words),))
        yield Test(False, found, Condition(f"{{article}} IN ({found.sql})", found.values))
    if asked.outlets:
        same = " OR ".join("outlet = ? COLLATE NOCASE" for _ in asked.outlets)
        names = Condition(f"SELECT DISTINCT outlet FROM articles WHERE {same}", tuple(asked.outlets))
        yield _of_articles(Condition(f"articles.outlet IN ({names.sql})", names.values))
    if asked.warnings:
        coded = any_of("code", asked.warnings)
        yield Test(
            False,
            Condition(f"SELECT article FROM warnings WHERE {coded.sql}", coded.values),
            Condition(
                f"EXISTS (SELECT 1 FROM warnings WHERE warnings.key {rows_between('{article}')} AND {coded.sql})",
                coded.values,
            ),
        )
    if asked.story is not None:
        yield _of_articles(Condition("articles.story = ?", (asked.story,)))
    if asked.after_run is not None:
        yield _of_articles(Condition("articles.last_run > ?", (asked.after_run,)))


def without_place_and_day(asked: Filter) -> Filter:
    """What a filter asks beside type, days and place."""
    return replace(asked, types=(), since=None, until=None, provinces=(), areas=())


def _of_articles(condition: Condition) -> Test:
    return Test(
        False,
        Condition(f"SELECT articles.key FROM articles WHERE {condition.sql}", condition.values),
        Condition(
            f"EXISTS (SELECT 1 FROM articles WHERE articles.key = {{article}} AND {condition.sql})", condition.values
        ),
    )
