"""Corrections for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from extractor.review.ledger import corrections_of
from extractor.review.model import Action, Correction, Fact, Family
from extractor.review.state import state_of
from extractor.serve.corrections.shared import RecordId
from extractor.serve.problems import Problem, ProblemBody
from extractor.serve.view import ViewDep

router = APIRouter(prefix="/api/v1", tags=["corrections"])


class CorrectedFact(BaseModel):
    """A fact as gold has it, and its places in the text: code points `[start, end)` and words."""

    model_config = ConfigDict(title="CorrectedFact")

    family: Family
    value: dict[str, Any]
    places: list[tuple[int, int, str]]


class CorrectionBody(BaseModel):
    """What a person said of a fact or a post. Nothing is ever changed or taken away: what was undone stays."""

    model_config = ConfigDict(title="Correction")

    key: int
    made: Annotated[str, Field(description="ISO 8601, UTC")]
    who: str
    action: Action
    target: Annotated[CorrectedFact | None, Field(description="the fact as it was")]
    fact: Annotated[CorrectedFact | None, Field(description="the right fact, of an edit or addition")]
    undoes: int | None
    version: Annotated[int, Field(description="of the article")]
    holds: Annotated[bool, Field(description="false for what was undone, and for the undoing")]


class Corrections(BaseModel):
    """All that was said of a record, in the order in which it was said."""

    record: str
    corrections: list[CorrectionBody]


@router.get("/records/{id}/corrections", responses={404: {"model": ProblemBody}, 422: {"model": ProblemBody}})
def corrections(view: ViewDep, id: RecordId) -> Corrections:
    """What people said of a record."""
    record = view.store.record(id)
    if record is None:
        raise Problem(404, "not_found", "There is no such record.")
    told = corrections_of(view.store, id)
    state = state_of(record, told)
    return Corrections(record=id, corrections=[_body(one, one.key in state.holding) for one in told])


def _body(one: Correction, holds: bool) -> CorrectionBody:
    return CorrectionBody(
        key=one.key,
        made=one.made,
        who=one.who,
        action=one.action,
        target=_fact(one.target),
        fact=_fact(one.fact),
        undoes=one.undoes,
        version=one.version,
        holds=holds,
    )


def _fact(fact: Fact | None) -> CorrectedFact | None:
    if fact is None:
        return None
    return CorrectedFact(
        family=fact.family, value=fact.value, places=[(one.start, one.end, one.text) for one in fact.places]
    )
