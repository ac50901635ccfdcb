"""The first page: what the store tells, in figures; each leads to what lies behind it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from extractor.digest.window import WIB
from extractor.digest.words import Words
from extractor.serve.asked import read
from extractor.serve.charts.columns import Columns, stacked
from extractor.serve.charts.counting import STATUSES, Counts, count
from extractor.serve.charts.map import Map, shaded
from extractor.serve.charts.money import Money, paid
from extractor.serve.charts.outlets import QuietOutlets, quiet_outlets
from extractor.serve.charts.period import Period, PeriodQuery, choices
from extractor.serve.charts.reach import Reach, reached
from extractor.serve.charts.spans import spans
from extractor.serve.charts.telling import Differences, newest_differences, newest_stories
from extractor.serve.queries.stories import StoryRow
from extractor.serve.rendering import environment
from extractor.serve.stores import Stores
from extractor.serve.view import View, ViewDep
from extractor.store import Store

_STATE: Final = "state.sqlite3"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a period has.

    Attributes:
        articles: published in it.
        outlets: that published them.
        stories: happenings of it.
        told_by_many: of these, those that several posts tell.
    """

    articles: int
    outlets: int
    stories: int
    told_by_many: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period; each part says what it is."""

    totals: Totals
    counts: Counts
    time: Columns | None
    map: Map
    money: Money
    reach: Reach
    stories: tuple[StoryRow, ...]
    differences: Differences


@router.get("/")
def overview(view: ViewDep) -> Response:
    """The figures of a period, `since` to `until`; of all that is known, if none is given."""
    asked, wrong = read(PeriodQuery, view.request.query_params)
    at = datetime.now(UTC)
    key = (asked.period(), *beside_the_store(view.settings.database.parent, at))
    board = view.once(("overview.board", view.texts.language, *key), lambda _: _board(view, asked.period(), at, key))
    return view.page("overview.html", board=board, wrong=wrong)


def _board(view: View, period: Period, at: datetime, key: Hashable) -> Markup:
    """The figures as they are shown, in the visitor's language."""
    today, language = at.astimezone(WIB).date(), view.texts.language
    drawn = environment(language).get_template("charts/board.html")
    return Markup(  # noqa: S704 - made by a template that escapes what is filled in
        drawn.render(
            figures=_figures(view.stores, period, at, key),
            quiet=_quiet(view.stores, at, key),
            said=Words(language),
            period=period,
            choices=choices(today),
            today=today.isoformat(),
        )
    )


def prepare(stores: Stores) -> None:
    """Have the figures of all that is known computed before somebody asks for them.

    Raises:
        StoreError: the store cannot be read.
    """
    at = datetime.now(UTC)
    key = (Period(), *beside_the_store(stores.path.parent, at))
    _figures(stores, Period(), at, key)
    _quiet(stores, at, key)


def _figures(stores: Stores, period: Period, at: datetime, key: Hashable) -> Figures:
    return stores.once(("overview", key), partial(figures, period=period, today=at.astimezone(WIB).date()))


def _quiet(stores: Stores, at: datetime, key: Hashable) -> QuietOutlets:
    return stores.once(("overview.outlets", key), partial(quiet_outlets, folder=stores.path.parent, at=at))


def figures(store: Store, period: Period, today: date) -> Figures:
    """All figures of a period.

    Raises:
        StoreError: the store cannot be read.
    """
    counts = count(store, period, today)
    steps = spans({month: sum(by.values()) for month, by in counts.months.items()}, period, today)
    told: list[dict[str, int]] = [dict.fromkeys(STATUSES, 0) for _ in steps]
    for month, by in counts.months.items():
        into = next(one for one, step in zip(told, steps, strict=True) if step.holds(month))
        for status, number in by.items():
            into[status] += number
    return Figures(
        totals=_totals(store, period),
        counts=counts,
        time=stacked(list(zip(steps, told, strict=True)), STATUSES),
        map=shaded(counts.provinces),
        money=paid(store, period, today),
        reach=reached(store, period),
        stories=newest_stories(store, period, today),
        differences=newest_differences(store, period),
    )


def _totals(store: Store, period: Period) -> Totals:
    published, happened = period.holds("articles.day"), period.holds("coalesce(stories.day, '')")
    ((articles, outlets),) = store.database.rows(
        f"SELECT count(*), count(DISTINCT outlet) FROM articles INDEXED BY articles_by_outlet WHERE {published.sql}",
        *published.values,
    )
    ((stories, many),) = store.database.rows(
        f"SELECT count(*), coalesce(sum(articles > 1), 0) FROM stories INDEXED BY stories_listed_by_size WHERE {happened.sql}",
        *happened.values,
    )
    return Totals(articles, outlets, stories, many)


def beside_the_store(folder: Path, at: datetime | None = None) -> tuple[date, int]:
    """What the overview depends on beside the store: the day in Jakarta, and when the notes of collecting were last written.

    Args:
        folder: of the store.
        at: the moment; now if not given.
    """
    return (at or datetime.now(UTC)).astimezone(WIB).date(), _changed(folder)


def _changed(folder: Path) -> int:
    """When the notes of collecting were last written; 0 where there are none."""
    newest = 0
    for name in (_STATE, f"{_STATE}-wal"):
        try:
            newest = max(newest, (folder / name).stat().st_mtime_ns)
        except OSError:
            continue
    return newest
