"""Answers of the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter
from starlette.responses import Response

from extractor.identities.model import Profile
from extractor.records import SCHEMA_VERSION
from extractor.serve.problems import MEDIA_TYPE, ProblemBody
from extractor.serve.queries.events import EventRow, Total
from extractor.serve.queries.names import Organization, OrganizationRow, PersonRow
from extractor.serve.queries.records import RecordRow
from extractor.serve.queries.stats import Group, Stats
from extractor.serve.queries.stories import StoryRow
from extractor.store import Version
from extractor.stories.model import Contradiction


@dataclass(frozen=True, slots=True)
class Events:
    """A page of events; `next` is the cursor of the next page, `None` after the last."""

    items: tuple[EventRow, ...]
    next: str | None
    total: Total
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Stories:
    """A page of stories; `next` is the cursor of the next page, `None` after the last."""

    items: tuple[StoryRow, ...]
    next: str | None
    total: Total
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class StoryDetail:
    """A story with the ids of its articles, and what they tell differently."""

    story: StoryRow
    articles: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Records:
    """A page of articles; `next` is the cursor of the next page, `None` after the last."""

    items: tuple[RecordRow, ...]
    next: str | None
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of an article in the order in which they came."""

    items: tuple[Version, ...]
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class People:
    """A page of people; `next` is the cursor of the next page, `None` after the last."""

    items: tuple[PersonRow, ...]
    next: str | None
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """What is known of a person over all articles."""

    person: Profile
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Organizations:
    """A page of organizations; `next` is the cursor of the next page, `None` after the last."""

    items: tuple[OrganizationRow, ...]
    next: str | None
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class OrganizationDetail:
    """What is known of an organization over all articles."""

    organization: Organization
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Whole:
    """What the store holds."""

    stats: Stats
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Groups:
    """Events counted by what they have."""

    items: tuple[Group, ...]
    schema_version: str = SCHEMA_VERSION


def _problem(about: str) -> dict[str, Any]:
    return {
        "description": about,
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemBody.model_config['title']}"}}},
    }


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "the client has this very answer (If-None-Match)"},
    400: _problem("the cursor is none of this list, or the page is not served under this name"),
    401: _problem("the token is missing"),
    404: _problem("there is no such thing"),
    422: _problem("a value does not exist or cannot be read"),
    429: _problem("too many requests; Retry-After says when to come again"),
}
"""What may come instead of an answer."""


_ADAPTERS: Final[dict[type[Any], TypeAdapter[Any]]] = {
    kind: TypeAdapter(kind)
    for kind in (
        Events,
        Stories,
        StoryDetail,
        Records,
        Versions,
        People,
        PersonDetail,
        Organizations,
        OrganizationDetail,
        Whole,
        Groups,
    )
}


def answer(value: object, tag: str | None) -> Response:
    """An answer of one of the classes above as JSON."""
    return json_bytes(_ADAPTERS[type(value)].dump_json(value), tag)


def json_bytes(body: bytes, tag: str | None) -> Response:
    """An answer that is JSON already."""
    return Response(body, headers={"etag": tag} if tag else {}, media_type="application/json")
