"""Addresses of the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response, StreamingResponse

from extractor.identities.reading import profile
from extractor.records import Record
from extractor.serve.api import answers
from extractor.serve.asked import EventsQuery, FilterQuery, NamesQuery, RecordsQuery, StoriesQuery
from extractor.serve.queries.events import count_events, event_page
from extractor.serve.queries.names import organization, organization_page, person_page
from extractor.serve.queries.plan import planned
from extractor.serve.queries.records import record_line, record_lines, record_page
from extractor.serve.queries.stats import By, groups, stats
from extractor.serve.queries.stories import count_stories, planned_stories, story_page, story_rows
from extractor.serve.view import ViewDep
from extractor.stories.reading import contradictions_of, story

router = APIRouter(prefix="/api/v1", responses=answers.PROBLEMS)

ArticleId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="id of the record")]
Key = Annotated[int, Path(ge=1, le=2**53)]


@router.get("/events", response_model=answers.Events, tags=["events"])
def events(view: ViewDep, asked: Annotated[EventsQuery, Query()]) -> Response:
    """Events of a filter, a page of them."""
    tag = view.tag()
    plan = planned(view.store, asked.filter())
    page = event_page(
        view.store, plan, sort=asked.sort, down=asked.order == "down", cursor=asked.cursor, limit=asked.limit
    )
    total = view.once(("events", asked.filter()), lambda store: count_events(store, plan))
    return answers.answer(answers.Events(page.rows, page.next, total), tag)


@router.get("/stories", response_model=answers.Stories, tags=["stories"])
def stories(view: ViewDep, asked: Annotated[StoriesQuery, Query()]) -> Response:
    """Stories of a filter, a page of them: type, days and place are those of the story, all else of its articles and their events."""
    tag = view.tag()
    plan = planned_stories(view.store, asked.filter())
    page = story_page(
        view.store, plan, sort=asked.sort, down=asked.order == "down", cursor=asked.cursor, limit=asked.limit
    )
    total = view.once(("stories", asked.filter()), lambda store: count_stories(store, plan))
    return answers.answer(answers.Stories(page.rows, page.next, total), tag)


@router.get("/stories/{key}", response_model=answers.StoryDetail, tags=["stories"])
def one_story(view: ViewDep, key: Key) -> Response:
    """A story: its articles, and what they tell differently."""
    tag = view.tag()
    found = story(view.store, key)
    if found is None:
        view.not_found()
    (row,) = story_rows(view.store, [key])
    told = tuple(contradictions_of(view.store, key))
    return answers.answer(answers.StoryDetail(row, found.articles, told), tag)


@router.get("/records", response_model=answers.Records, tags=["records"])
def records(view: ViewDep, asked: Annotated[RecordsQuery, Query()]) -> Response:
    """Articles of a filter, a page of them, by day of publication."""
    tag = view.tag()
    page = record_page(view.store, asked.filter(), down=asked.order == "down", cursor=asked.cursor, limit=asked.limit)
    return answers.answer(answers.Records(page.rows, page.next), tag)


@router.get(
    "/records.jsonl",
    response_class=StreamingResponse,
    responses={
        200: {"description": "a record a line", "content": {"application/jsonl": {"schema": {"type": "string"}}}}
    },
    tags=["records"],
)
def all_records(view: ViewDep, asked: Annotated[FilterQuery, Query()]) -> Response:
    """All records of a filter, one JSON object a line, in the order in which the articles came."""
    tag = view.tag()
    return StreamingResponse(
        record_lines(view.settings.database, asked.filter()),
        headers={"etag": tag} if tag else {},
        media_type="application/jsonl",
    )


@router.get("/records/{id}", response_model=Record, tags=["records"])
def one_record(
    view: ViewDep,
    id: ArticleId,
    version: Annotated[
        int | None, Query(ge=1, le=2**31, description="of an edited article; the current one if not given")
    ] = None,
) -> Response:
    """The record of an article, as the program wrote it."""
    tag = view.tag()
    line = record_line(view.store, id, version)
    if line is None:
        view.not_found()
    return answers.json_bytes(line, tag)


@router.get("/records/{id}/versions", response_model=answers.Versions, tags=["records"])
def versions(view: ViewDep, id: ArticleId) -> Response:
    """The versions of an article: it has several if it was edited."""
    tag = view.tag()
    found = tuple(view.store.versions(id))
    if not found:
        view.not_found()
    return answers.answer(answers.Versions(found), tag)


@router.get("/people", response_model=answers.People, tags=["people"])
def people(view: ViewDep, asked: Annotated[NamesQuery, Query()]) -> Response:
    """People by name, one over all articles."""
    tag = view.tag()
    page = person_page(view.store, asked.name, cursor=asked.cursor, limit=asked.limit)
    return answers.answer(answers.People(page.rows, page.next), tag)


@router.get("/people/{key}", response_model=answers.PersonDetail, tags=["people"])
def person(view: ViewDep, key: Key) -> Response:
    """What is known of a person: names, offices over time, who was met, articles, and why these are one person."""
    tag = view.tag()
    found = profile(view.store, key)
    if found is None:
        view.not_found()
    return answers.answer(answers.PersonDetail(found), tag)


@router.get("/organizations", response_model=answers.Organizations, tags=["organizations"])
def organizations(view: ViewDep, asked: Annotated[NamesQuery, Query()]) -> Response:
    """Organizations by name, one over all articles."""
    tag = view.tag()
    page = organization_page(view.store, asked.name, cursor=asked.cursor, limit=asked.limit)
    return answers.answer(answers.Organizations(page.rows, page.next), tag)


@router.get("/organizations/{key}", response_model=answers.OrganizationDetail, tags=["organizations"])
def one_organization(view: ViewDep, key: Key) -> Response:
    """What is known of an organization."""
    tag = view.tag()
    found = organization(view.store, key)
    if found is None:
        view.not_found()
    return answers.answer(answers.OrganizationDetail(found), tag)


@router.get("/stats", response_model=answers.Whole, tags=["stats"])
def whole(view: ViewDep) -> Response:
    """What the store holds."""
    tag = view.tag()
    return answers.answer(answers.Whole(view.once("stats", stats)), tag)


@router.get("/stats/{by}", response_model=answers.Groups, tags=["stats"])
def grouped(
    view: ViewDep,
    by: Annotated[By, Path(description="what the events are counted by")],
    asked: Annotated[FilterQuery, Query()],
) -> Response:
    """The events of a filter, counted by what they have; an event of several programs counts in each of them."""
    tag = view.tag()
    found = view.once(("groups", by, asked.filter()), lambda store: groups(store, asked.filter(), by))
    return answers.answer(answers.Groups(found), tag)
