"""The tables of events and stories, and the page of a story."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from extractor.serve.asked import EventsQuery, StoriesQuery, read
from extractor.serve.problems import Problem
from extractor.serve.queries.events import EventPage, Total, count_events, event_page
from extractor.serve.queries.plan import planned
from extractor.serve.queries.records import record_page
from extractor.serve.queries.stories import StoryPage, count_stories, planned_stories, story_page, story_rows
from extractor.serve.view import View, ViewDep
from extractor.store import Store
from extractor.store.filters import Filter
from extractor.stories.reading import contradictions_of, links

router = APIRouter(include_in_schema=False)

_MOST_OF_STORY = 200  # posts, and events, that the page of a story shows


@router.get("/events")
def events(view: ViewDep) -> Response:
    """The table of events."""
    asked, wrong = read(EventsQuery, view.request.query_params)
    found, total = EventPage((), None), Total(0, True)
    if not wrong:
        plan = planned(view.store, asked.filter())
        try:
            found = event_page(
                view.store, plan, sort=asked.sort, down=asked.order == "down", cursor=asked.cursor, limit=asked.limit
            )
        except Problem as problem:
            wrong = (problem.detail,)
        total = view.once(("events", asked.filter()), lambda store: count_events(store, plan))
    return _table(view, "events.html", asked, wrong=wrong, found=found, total=total)


@router.get("/stories")
def stories(view: ViewDep) -> Response:
    """The table of stories."""
    asked, wrong = read(StoriesQuery, view.request.query_params)
    found, total = StoryPage((), None), Total(0, True)
    if not wrong:
        plan = planned_stories(view.store, asked.filter())
        try:
            found = story_page(
                view.store, plan, sort=asked.sort, down=asked.order == "down", cursor=asked.cursor, limit=asked.limit
            )
        except Problem as problem:
            wrong = (problem.detail,)
        total = view.once(("stories", asked.filter()), lambda store: count_stories(store, plan))
    return _table(view, "stories.html", asked, wrong=wrong, found=found, total=total)


@router.get("/stories/{key}")
def story(view: ViewDep, key: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """A story: who tells it, what is told differently, what happened."""
    rows = story_rows(view.store, [key])
    if not rows:
        view.not_found()
    asked = Filter(story=key)
    return view.page(
        "story.html",
        story=rows[0],
        posts=record_page(view.store, asked, down=False, limit=_MOST_OF_STORY).rows,
        contradictions=contradictions_of(view.store, key),
        links=links(view.store, key),
        events=event_page(view.store, planned(view.store, asked), down=False, limit=_MOST_OF_STORY).rows,
    )


def provinces(store: Store) -> tuple[tuple[str, str], ...]:
    """Codes and names of the provinces, by name."""
    return tuple(store.database.rows("SELECT code, name FROM provinces ORDER BY name"))


def outlets(store: Store) -> tuple[str, ...]:
    """Names of the outlets that articles are from."""
    rows = store.database.rows("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY outlet")
    return tuple(name for (name,) in rows)


def _table(
    view: View,
    template: str,
    asked: EventsQuery | StoriesQuery,
    *,
    wrong: tuple[str, ...],
    found: EventPage | StoryPage,
    total: Total,
) -> Response:
    return view.page(
        template,
        422 if wrong else 200,
        asked=asked,
        kept={name: value for name, value in asked.plain().items() if name != "cursor"},
        wrong=wrong,
        found=found,
        total=total,
        provinces=view.once("provinces", provinces),
        outlets=view.once("outlets", outlets),
    )
