"""Numbers of the store, and of the events of a filter by what they have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from extractor.serve.queries.plan import columns_of, tests_of
from extractor.store import Store
from extractor.store.filters import Condition, Filter

By = Literal["type", "status", "province", "program", "outlet", "year", "month"]

_GROUPS: Final[dict[str, tuple[str, str]]] = {
    "type": ("listing.type", ""),
    "status": ("listing.status", ""),
    "province": ("listing.province_code", ""),
    "year": ("substr(listing.dated, 1, 4)", ""),
    "month": ("CASE WHEN length(listing.dated) >= 7 THEN substr(listing.dated, 1, 7) END", ""),
    "program": ("event_programs.code", "LEFT JOIN event_programs ON event_programs.event = listing.event"),
    "outlet": ("articles.outlet", "JOIN articles ON articles.key = listing.article"),
}


@dataclass(frozen=True, slots=True)
class Stats:
    """What the store holds.

    Attributes:
        articles: number of articles.
        events: number of events they tell of.
        stories: number of happenings.
        people: number of people, one over all articles.
        organizations: likewise.
        outlets: number of outlets.
        first_day: of publication of the earliest article, ISO 8601.
        last_day: of the latest.
        updated: when the last run ended, ISO 8601.
    """

    articles: int
    events: int
    stories: int
    people: int
    organizations: int
    outlets: int
    first_day: str | None
    last_day: str | None
    updated: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Number of events with a value; `None` for those without one."""

    value: str | None
    events: int


def stats(store: Store) -> Stats:
    """What the store holds.

    Raises:
        StoreError: it cannot be read.
    """
    ((articles, first, last),) = store.database.rows(
        "SELECT (SELECT count(*) FROM articles), (SELECT min(day) FROM articles), (SELECT max(day) FROM articles)"
    )
    ((events, stories, people, bodies),) = store.database.rows(
        "SELECT (SELECT count(*) FROM listing), (SELECT count(*) FROM stories), (SELECT count(*) FROM persons), "
        "(SELECT count(*) FROM bodies)"
    )
    ((outlets,),) = store.database.rows("SELECT count(DISTINCT outlet) FROM articles")
    ((updated,),) = store.database.rows("SELECT max(ended) FROM runs")
    return Stats(articles, events, stories, people, bodies, outlets, first, last, updated)


def groups(store: Store, asked: Filter, by: By) -> tuple[Group, ...]:
    """Events of a filter counted by what they have; an event of several programs counts in each.

    Raises:
        StoreError: the store cannot be read.
    """
    column, joined = _GROUPS[by]
    conditions = Condition.all_of(
        (
            columns_of(asked),
            *(
                Condition(
                    f"listing.{'event' if test.of_events else 'article'} IN ({test.listed.sql})", test.listed.values
                )
                for test in tests_of(asked)
            ),
        )
    )
    rows = store.database.rows(
        f"SELECT {column} AS value, count(*) FROM listing INDEXED BY listing_by_date {joined} WHERE {conditions.sql} "
        "GROUP BY value ORDER BY value",
        *conditions.values,
    )
    return tuple(Group(value or None, number) for value, number in rows)
