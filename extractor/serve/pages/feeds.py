"""Atom feeds of any filter: what came last, first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from xml.etree import ElementTree

from fastapi import APIRouter
from starlette.responses import Response

from extractor.serve.asked import FilterQuery, read
from extractor.serve.problems import Problem
from extractor.serve.queries.events import EventRow, event_page
from extractor.serve.queries.plan import planned
from extractor.serve.queries.stories import StoryRow, planned_stories, story_page
from extractor.serve.rendering import address
from extractor.serve.view import View, ViewDep

router = APIRouter(include_in_schema=False)

_ATOM: Final = "http://www.w3.org/2005/Atom"
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTRIES: Final = 50
_UNKNOWN: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed tells: an id that never changes, words, where to read on, and when."""

    id: str
    title: str
    summary: str
    path: str
    updated: datetime


@router.get("/events.atom")
def events(view: ViewDep) -> Response:
    """The events of a filter as a feed."""
    asked, wrong = read(FilterQuery, view.request.query_params)
    _refuse(wrong)
    tag = view.tag()
    rows = event_page(view.store, planned(view.store, asked.filter()), sort="added", limit=_ENTRIES).rows
    return _feed(view, "/events", asked, [_of_event(view, row) for row in rows], tag)


@router.get("/stories.atom")
def stories(view: ViewDep) -> Response:
    """The stories of a filter as a feed."""
    asked, wrong = read(FilterQuery, view.request.query_params)
    _refuse(wrong)
    tag = view.tag()
    rows = story_page(view.store, planned_stories(view.store, asked.filter()), limit=_ENTRIES).rows
    return _feed(view, "/stories", asked, [_of_story(view, row) for row in rows], tag)


def _of_event(view: View, row: EventRow) -> Entry:
    texts = view.texts
    where = ", ".join(one for one in (row.place, row.province) if one)
    who = "; ".join(part.name for part in row.parts)
    money = texts.rupiah(row.amount) if row.amount is not None else ""
    told = (texts.day(row.date_start, row.date_end), texts.word("statuses", row.status), where, money, who, row.outlet)
    return Entry(
        f"urn:extractor:event:{row.article}:{row.id}",
        f"{texts.word('types', row.type)}: {row.title or texts('base.untitled')}",
        " · ".join(one for one in told if one),
        f"/records/{row.article}#{row.id}",
        moment(row.published or row.dated),
    )


def _of_story(view: View, row: StoryRow) -> Entry:
    texts = view.texts
    told = (
        texts.day(row.day),
        texts.word("types", row.type),
        row.province,
        texts("lists.told_by", n=row.outlets),
        texts("lists.articles", n=row.articles),
    )
    return Entry(
        f"urn:extractor:story:{row.key}",
        row.title or texts("base.untitled"),
        " · ".join(one for one in told if one),
        f"/stories/{row.key}",
        moment(row.last_day or row.day),
    )


def moment(told: str | None) -> datetime:
    """A moment, or the beginning of a day, month or year; 1970 where nothing is told, since Atom asks for a moment."""
    text = told or ""
    try:
        at = datetime.fromisoformat(text) if "T" in text else datetime.combine(_first_day(text), datetime.min.time())
    except ValueError:
        return _UNKNOWN
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _first_day(text: str) -> date:
    year, month, day = [*map(int, text.split("-")), 1, 1][:3]
    return date(year, month, day)


def _feed(view: View, path: str, asked: FilterQuery, entries: Sequence[Entry], tag: str | None) -> Response:
    root = (view.settings.origin or str(view.request.base_url)).rstrip("/")
    query = asked.plain()
    page = root + address(path, query)
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", page)
    _add(feed, "title", f"{view.texts('base.site')}: {view.texts(f'lists.{path[1:]}')}")
    _add(feed, "updated", max((one.updated for one in entries), default=_UNKNOWN).isoformat())
    _add(feed, "link", rel="self", href=root + address(f"{path}.atom", query))
    _add(feed, "link", rel="alternate", type="text/html", href=page)
    author = _add(feed, "author")
    _add(author, "name", "extractor")
    for one in entries:
        entry = _add(feed, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "updated", one.updated.isoformat())
        _add(entry, "link", rel="alternate", type="text/html", href=root + one.path)
        _add(entry, "summary", one.summary)
    body: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(body, headers={"etag": tag} if tag else {}, media_type="application/atom+xml")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = None if text is None else _NO_XML.sub("", text)
    return made


def _refuse(wrong: tuple[str, ...]) -> None:
    if wrong:
        raise Problem(422, "value", "; ".join(wrong))
