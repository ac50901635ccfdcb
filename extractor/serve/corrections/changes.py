"""Corrections as people make them: the form of a fact, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from extractor.records import Record
from extractor.review.gold import is_alone, reviewed_value
from extractor.review.ledger import add, corrections_of
from extractor.review.model import DECISIONS, Action, Correction, Fact, Family, ReviewError
from extractor.review.state import Entry, State, state_of
from extractor.serve.corrections.forms import begun, guessed, inputs_of, place_in, value_of
from extractor.serve.corrections.shared import RecordId, own_view, seen, version_of
from extractor.serve.problems import Problem
from extractor.serve.rendering import address
from extractor.serve.view import View, ViewDep
from extractor.store import Store

router = APIRouter(include_in_schema=False)

_GONE: Final = "The fact is not there any more: the post was corrected or extracted anew meanwhile. Load its page anew."
_LONGEST: Final = 20_000  # characters of a selection

Fields = Mapping[str, list[str]]
Words = Annotated[str, Query(max_length=_LONGEST)]


async def _sent(request: Request) -> Fields:
    """The fields of a form, each with all its values."""
    body = await request.body()
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=1000)
    except ValueError as error:
        raise Problem(400, "form", "The form cannot be read. Load the page anew.") from error


Sent = Annotated[Fields, Depends(_sent)]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written."""

    action: Action
    target: Fact | None = None
    fact: Fact | None = None
    review: dict[str, Any] | None = None
    undoes: int | None = None
    back: str = ""


@router.get("/records/{id}/correct")
def form(  # noqa: PLR0917 - the names of the query
    view: ViewDep,
    id: RecordId,
    fact: Annotated[str, Query(max_length=40)] = "",
    family: Family | None = None,
    text: Words = "",
    start: Annotated[str, Query(max_length=9)] = "",
    end: Annotated[str, Query(max_length=9)] = "",
    part: bool = False,
) -> Response:
    """The form of a fact: of one that is there to edit it, else of a new one for selected words; `part` gives the form alone."""
    if view.settings.read_only:
        raise Problem(403, "read_only", "Nothing can be changed here: the store is served to be read.")
    record = view.store.record(id)
    if record is None:
        view.not_found()
    entry = None
    if fact:
        state = _state(view, record, corrections_of(view.store, id))
        entry = _entry(state, fact)
        family, values = entry.fact.family, dict(entry.fact.value)
    elif family is None:
        family, guess = guessed(text)
        values = dict(guess)
    else:
        values = begun(family, text)
    return view.page(
        "review/part.html" if part else "review/correct.html",
        record=record,
        entry=entry,
        family=family,
        families=list(Family),
        inputs=inputs_of(family),
        values=values,
        selected=text,
        start=start,
        end=end,
        own=own_view(view),
    )


@router.post("/records/{id}/corrections")
def change(view: ViewDep, id: RecordId, sent: Sent) -> Response:
    """Add a correction and show the post again. Who has no name is asked for it first."""
    own = own_view(view)
    page = f"/records/{id}"
    if view.visitor.name is None:
        return RedirectResponse(f"/session?next={quote(page)}", 303)
    who = view.visitor.name
    with Store(view.settings.database) as store:
        record = store.record(id)
        if record is None:
            view.not_found()
        try:
            with store.database.change() as db:  # nothing comes between what is read here and what is written
                corrections = corrections_of(store, id)
                made = _change(view, record, _state(view, record, corrections), sent, seen(store, id, corrections))
                add(
                    db,
                    record=id,
                    who=who,
                    action=made.action,
                    version=version_of(store, id),
                    target=made.target,
                    fact=made.fact,
                    review=made.review,
                    undoes=made.undoes,
                    is_alone=is_alone(corrections, who, own=own),
                )
        except ReviewError as error:
            raise Problem(422, "correction", str(error)) from error
    return RedirectResponse(address(page, own="1" if own else None) + made.back, 303)


def _change(view: View, record: Record, state: State, sent: Fields, now: str) -> Change:
    told = _one(sent, "action")
    if told not in list(Action):
        raise ReviewError(f"{told!r} is no action; there are {', '.join(Action)}.")
    action = Action(told)
    if action is Action.UNDO:
        return _undoing(state, _one(sent, "correction"))
    if action is Action.REVIEW:
        if _one(sent, "seen") != now:
            raise Problem(
                409,
                "changed",
                "The post was corrected or extracted anew since the page was loaded. Load it anew, and look again.",
            )
        is_relevant = _one(sent, "relevant") == "1"
        return Change(action, review=reviewed_value(record, state, is_relevant=is_relevant), back="#review")
    language, text = view.texts.language, record.article.text
    place = place_in(text, _one(sent, "start"), _one(sent, "end"), _one(sent, "selected"))
    if action is Action.ADD:
        family = _one(sent, "family")
        if family not in list(Family):
            raise ReviewError(f"{family!r} is no family; there are {', '.join(Family)}.")
        value = value_of(Family(family), sent, language)
        return Change(action, fact=Fact(Family(family), value, (place,) if place else ()), back="#last")
    entry = _entry(state, _one(sent, "fact"))
    fact = None
    if action is Action.EDIT:
        places = (place,) if place else entry.fact.places
        fact = replace(entry.target, value=value_of(entry.fact.family, sent, language), places=places)
    assert action in DECISIONS  # noqa: S101 - all others have been answered
    return Change(action, entry.target, fact, back=f"#f-{entry.key}")


def _undoing(state: State, told: str) -> Change:
    wanted = int(told) if told.isdecimal() and len(told) < 19 else 0
    one = next((one for one in state.history if one.key == wanted and one.key in state.holding), None)
    if one is None:
        raise Problem(
            409, "undone", "This correction does not hold any more, or is none of what you see. Load the page anew."
        )
    return Change(Action.UNDO, undoes=one.key, back="#history")


def _state(view: View, record: Record, corrections: list[Correction]) -> State:
    return state_of(record, corrections, view.visitor.name if own_view(view) else None)


def _entry(state: State, key: str) -> Entry:
    entry = state.entry(key)
    if entry is None:
        raise Problem(409, "gone", _GONE)
    return entry


def _one(sent: Fields, name: str) -> str:
    return sent.get(name, [""])[-1]
