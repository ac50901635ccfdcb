"""Pages of stories."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal

from extractor.serve.cursors import Cursor, cursor_of
from extractor.serve.queries.events import MOST_ASKED, MOST_COUNTED, Total, counted
from extractor.serve.queries.plan import FEW, Plan, Test, few, planned, tests_of_articles, without_place_and_day
from extractor.store import Store
from extractor.store.filters import Condition, Filter, any_of
from extractor.store.rows import rows_between

Order = Literal["date", "articles"]
_ORDERS: Final[dict[str, tuple[str, str, type[str] | type[float]]]] = {
    "date": ("coalesce(stories.day, '')", "stories_listed_by_day", str),
    "articles": ("stories.articles", "stories_listed_by_size", float),
}


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story as lists show it: its columns in docs/store.md; `lead` is the id of the article that stands for it."""

    key: int
    title: str | None
    type: str | None
    day: str | None
    province: str | None
    province_code: str | None
    place_code: str | None
    articles: int
    outlets: int
    first_day: str | None
    last_day: str | None
    contradictions: int
    lead: str | None


@dataclass(frozen=True, slots=True)
class StoryPlan:
    """How the stories of a filter are found: what stands behind FROM (`None`: all of them), and behind WHERE."""

    source: Condition | None
    conditions: Condition

    def behind_from(self, index: str) -> Condition:
        """The stories to look at, in the order of an index where all are looked at."""
        return self.source or Condition(f"stories INDEXED BY {index}")


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Stories in their order, and where the next page begins; `None` after the last."""

    rows: tuple[StoryRow, ...]
    next: str | None


def story_page(
    store: Store,
    plan: StoryPlan,
    *,
    sort: Order = "date",
    down: bool = True,
    cursor: str | None = None,
    limit: int = 50,
) -> StoryPage:
    """A page of stories.

    Args:
        store: to ask.
        plan: `planned_stories(store, filter)`: which stories.
        sort: what they are ordered by.
        down: the latest or largest first?
        cursor: `next` of the page before.
        limit: stories of a page.

    Raises:
        Problem: the cursor is none of this list.
        StoreError: the store cannot be read.
    """
    column, index, kind = _ORDERS[sort]
    name = f"{sort}.{'down' if down else 'up'}"
    after = cursor_of(cursor, name, kind)
    sign, direction = ("<", "DESC") if down else (">", "ASC")
    source, conditions = plan.behind_from(index), plan.conditions
    if after is not None:
        place = Condition(f"({column}, stories.key) {sign} (?, ?)", (after.value, after.key))
        conditions = Condition.all_of((conditions, place))
    keys = store.database.rows(
        f"SELECT stories.key, {column} FROM {source.sql} WHERE {conditions.sql} "
        f"ORDER BY {column} {direction}, stories.key {direction} LIMIT ?",
        *source.values,
        *conditions.values,
        limit + 1,
    )
    shown = keys[:limit]
    rows = story_rows(store, [key for key, _ in shown])
    return StoryPage(rows, str(Cursor(name, shown[-1][1], shown[-1][0])) if len(keys) > limit else None)


def count_stories(store: Store, plan: StoryPlan) -> Total:
    """How many stories a plan finds, counted as far as it is quick.

    Raises:
        StoreError: the store cannot be read.
    """
    source, conditions = plan.behind_from("stories_listed_by_day"), plan.conditions
    most = MOST_ASKED if "EXISTS" in conditions.sql else MOST_COUNTED
    return counted(store, source, conditions, most)


def story_rows(store: Store, keys: list[int]) -> tuple[StoryRow, ...]:
    """Stories by their keys, in the order of these.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = store.database.rows(
        """
        SELECT stories.key, stories.title, stories.type, stories.day, provinces.name, stories.province_code, stories.place_code,
            stories.articles, stories.outlets, stories.first_day, stories.last_day,
            (SELECT count(*) FROM contradictions WHERE contradictions.story = stories.key),
            (SELECT articles.id FROM articles WHERE articles.story = stories.key AND articles.lead = 1 LIMIT 1)
        FROM json_each(?) AS wanted CROSS JOIN stories ON stories.key = wanted.value
        LEFT JOIN provinces ON provinces.code = stories.province_code
        ORDER BY wanted.key
        """,
        json.dumps(keys),
    )
    return tuple(StoryRow(*row) for row in rows)


def planned_stories(store: Store, asked: Filter) -> StoryPlan:
    """How the stories of a filter are found: type, days and place are those of the story, all else of its articles and their events.

    Raises:
        StoreError: the store cannot be read.
    """
    own = _own(asked)
    rest = without_place_and_day(asked)
    if rest == Filter():
        return StoryPlan(None, own)
    if not rest.asks_of_events and rest.person is None and rest.organization is None:
        return _by_articles(store, rest, own)
    plan = planned(store, rest)
    articles = _few_articles(store, plan)
    if articles is not None:
        return StoryPlan(_candidates(articles), own)
    conditions = plan.conditions()
    told = Condition(
        f"EXISTS (SELECT 1 FROM articles AS teller CROSS JOIN listing ON listing.event {rows_between('teller.key')} "
        f"WHERE teller.story = stories.key AND {conditions.sql})",
        conditions.values,
    )
    return StoryPlan(None, Condition.all_of((own, told)))


def _by_articles(store: Store, rest: Filter, own: Condition) -> StoryPlan:
    """Nothing is asked of events: articles that tell none count too."""
    dense: list[Test] = []
    rare: frozenset[int] | None = None
    for test in tests_of_articles(rest):
        keys = few(store, test)
        if keys is None:
            dense.append(test)
        else:
            rare = keys if rare is None else rare & keys
    if rare is not None:
        kept = Condition.all_of(test.on("0", "candidate.value") for test in dense)
        return StoryPlan(_candidates(sorted(rare), kept), own)
    asked = Condition.all_of(test.on("0", "teller.key") for test in dense)
    told = Condition(
        f"EXISTS (SELECT 1 FROM articles AS teller WHERE teller.story = stories.key AND {asked.sql})", asked.values
    )
    return StoryPlan(None, Condition.all_of((own, told)))


def _few_articles(store: Store, plan: Plan) -> list[int] | None:
    """Keys of the articles that tell such events; `None` if they are many."""
    conditions = plan.conditions()
    if plan.tests and not plan.is_rare:
        return None
    source = plan.candidates() if plan.is_rare else Condition("listing INDEXED BY listing_by_date")
    rows = store.database.rows(
        f"SELECT listing.article FROM {source.sql} WHERE {conditions.sql} LIMIT ?",
        *source.values,
        *conditions.values,
        -1 if plan.is_rare else FEW + 1,
    )
    return None if not plan.is_rare and len(rows) > FEW else sorted({key for (key,) in rows})


def _candidates(articles: list[int], kept: Condition | None = None) -> Condition:
    where = kept or Condition()
    return Condition(
        "(SELECT DISTINCT articles.story AS key FROM json_each(?) AS candidate CROSS JOIN articles "
        f"ON articles.key = candidate.value WHERE {where.sql}) AS told CROSS JOIN stories ON stories.key = told.key",
        (json.dumps(articles), *where.values),
    )


def _own(asked: Filter) -> Condition:
    found = [any_of("stories.type", asked.types), asked.where("stories.place_code", "stories.province_code")]
    if asked.since is not None:
        found.append(Condition("coalesce(stories.day, '') >= ?", (asked.since.isoformat(),)))
    if asked.until is not None:
        day = "coalesce(stories.day, '')"
        found.append(Condition(f"{day} <= ? AND {day} <> ''", (asked.until.isoformat(),)))
    return Condition.all_of(found)
