"""What is told last: the newest stories, and those of which posts tell different things."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from extractor.serve.charts.period import Period
from extractor.serve.queries.stories import StoryRow, planned_stories, story_page
from extractor.store import Store
from extractor.store.filters import Filter
from extractor.stories.model import Contradiction
from extractor.stories.reading import contradictions_of

_STORIES: Final = 8
_DIFFERENCES: Final = 5
_TELLERS: Final = 3


@dataclass(frozen=True, slots=True)
class Side:
    """A value, some outlets that tell it (none where no name is known), how many more posts do, and the id of a post that does."""

    value: str
    outlets: tuple[str, ...]
    more: int
    record: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What posts of a story tell differently; `sides` by value, that told by most first."""

    story: int
    title: str | None
    day: str | None
    kind: str
    what: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """The newest, and how many there are."""

    shown: tuple[Difference, ...]
    total: int


def newest_stories(store: Store, period: Period, today: date) -> tuple[StoryRow, ...]:
    """The stories of the latest days that have come.

    Raises:
        StoreError: the store cannot be read.
    """
    until = min(period.until or today, today)
    if period.since is not None and period.since > until:
        return ()
    asked = Filter(since=period.since, until=until)
    return story_page(store, planned_stories(store, asked), limit=_STORIES).rows


def newest_differences(store: Store, period: Period) -> Differences:
    """What is told differently of the happenings of the latest days.

    Raises:
        StoreError: the store cannot be read.
    """
    within = period.holds("coalesce(stories.day, '')")
    ((total,),) = store.database.rows(
        f"SELECT count(*) FROM contradictions CROSS JOIN stories ON stories.key = contradictions.story WHERE {within.sql}",
        *within.values,
    )
    rows = store.database.rows(
        f"""
        SELECT contradictions.key, stories.key, stories.day
        FROM stories INDEXED BY stories_listed_by_day CROSS JOIN contradictions ON contradictions.story = stories.key
        WHERE {within.sql}
        ORDER BY coalesce(stories.day, '') DESC, stories.key DESC, contradictions.key LIMIT ?
        """,
        *within.values,
        _DIFFERENCES,
    )
    wanted = [key for key, _, _ in rows]
    days = {story: day for _, story, day in rows}
    told = {one.key: one for story in days for one in contradictions_of(store, story)}
    return Differences(tuple(_difference(told[key], days) for key in wanted), total)


def _difference(one: Contradiction, days: dict[int, str | None]) -> Difference:
    sides: dict[str, Side] = {}
    for side in one.sides:
        known = sides.get(side.value)
        if known is None:
            sides[side.value] = Side(side.value, (side.outlet,) if side.outlet else (), 0, side.article)
        elif side.outlet and side.outlet not in known.outlets and len(known.outlets) < _TELLERS:
            sides[side.value] = replace(known, outlets=(*known.outlets, side.outlet))
        elif side.outlet not in known.outlets:
            sides[side.value] = replace(known, more=known.more + 1)
    return Difference(one.story, one.title, days[one.story], one.kind, one.what, tuple(sides.values()))
