"""The page of a record: the text with its facts, events, what others tell, and what people say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from extractor.records import Record
from extractor.review.ledger import corrections_of
from extractor.review.model import Family
from extractor.review.state import State, state_of
from extractor.serve.corrections import api, changes, reviews
from extractor.serve.corrections.cards import cards_of
from extractor.serve.corrections.marks import marks_of, segments
from extractor.serve.corrections.shared import RecordId, own_view, seen
from extractor.serve.view import View, ViewDep
from extractor.store import Store
from extractor.stories.model import Contradiction
from extractor.stories.reading import contradictions_of

router = APIRouter()
router.include_router(changes.router)
router.include_router(reviews.router)
router.include_router(api.router)

_ENTITIES = tuple(family for family in Family if family is not Family.EVENTS)
_MOST_POSTS = 50


@dataclass(frozen=True, slots=True)
class Post:
    """Another article of the story: id of its record, headline, medium, day of publication."""

    id: str
    title: str | None
    outlet: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an article: its story, the other posts of it, what they tell differently."""

    story: int | None
    posts: tuple[Post, ...]
    further: int
    contradictions: tuple[Contradiction, ...]


@router.get("/records/{id}", include_in_schema=False)
def record(view: ViewDep, id: RecordId, version: Annotated[int | None, Query(ge=1, le=10**6)] = None) -> Response:
    """A post with its facts. A former version is shown as it was extracted, without corrections."""
    found = view.store.record(id, version)
    if found is None:
        view.not_found()
    versions = view.store.versions(id)
    is_current = version is None or any(one.current for one in versions if one.number == version)
    state = _state(view, found) if is_current else state_of(found, ())
    return view.page(
        "record.html",
        record=found,
        state=state,
        cards=cards_of(found, state),
        segments=segments(found.article.text, marks_of(found, state)),
        groups=[(family, [one for one in state.entries if one.fact.family is family]) for family in _ENTITIES],
        beside=_beside(view.store, id),
        versions=versions,
        version=next((one for one in versions if one.number == version), None) if not is_current else None,
        own=own_view(view),
        seen=seen(view.store, id, corrections_of(view.store, id)),
        may_write=is_current and not view.settings.read_only,
    )


def _state(view: View, found: Record) -> State:
    corrections = corrections_of(view.store, found.id)
    return state_of(found, corrections, view.visitor.name if own_view(view) else None)


def _beside(store: Store, id_: str) -> Beside:
    ((story,),) = store.database.rows("SELECT story FROM articles WHERE id = ?", id_)
    if story is None:
        return Beside(None, (), 0, ())
    rows = store.database.rows(
        "SELECT id, title, outlet, day FROM articles WHERE story = ? AND id <> ? ORDER BY lead DESC, day IS NULL, day, key LIMIT ?",
        story,
        id_,
        _MOST_POSTS,
    )
    ((all_posts,),) = store.database.rows("SELECT count(*) FROM articles WHERE story = ?", story)
    posts = tuple(Post(*row) for row in rows)
    return Beside(story, posts, all_posts - 1 - len(posts), tuple(contradictions_of(store, story)))
