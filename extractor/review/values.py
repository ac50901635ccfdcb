"""What facts say, family by family, checked where it comes in: from forms and from the table of corrections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from extractor.records import (
    AmountKind,
    EventStatus,
    EventType,
    IsoDate,
    Per,
    ProgramCode,
    QuantityKind,
    QuantityUnit,
)
from extractor.review.model import Family, ReviewError, Value

_LARGEST: Final = 2**53  # whole numbers that JSON carries exactly

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
RegulationId = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[a-zA-Z]+(-[A-Za-z0-9.]+){0,3}$", max_length=80),
]
Figure = Annotated[int | float, Field(ge=0, le=_LARGEST, allow_inf_nan=False)]
_Listed = Field(max_length=100)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=True)


class _Person(_Model):
    name: Name
    role: Name | None = None


class _Named(_Model):
    name: Name


class _Program(_Model):
    code: ProgramCode


class _Regulation(_Model):
    id: RegulationId


class _Amount(_Model):
    value: Figure
    kind: AmountKind
    per: Per | None = None


class _Quantity(_Model):
    value: Figure
    unit: QuantityUnit
    kind: QuantityKind


class _Quote(_Model):
    text: Words
    speaker: Name | None = None


class _Event(_Model):
    type: EventType
    status: EventStatus
    date: IsoDate | None = None
    place: Name | None = None
    participants: Annotated[list[Name], _Listed] = []
    programs: Annotated[list[ProgramCode], _Listed] = []
    regulations: Annotated[list[RegulationId], _Listed] = []
    amounts: Annotated[list[Figure], _Listed] = []
    quantities: Annotated[list[Figure], _Listed] = []


_MODELS: Final[Mapping[Family, type[_Model]]] = {
    Family.PEOPLE: _Person,
    Family.ORGANIZATIONS: _Named,
    Family.PLACES: _Named,
    Family.PROGRAMS: _Program,
    Family.REGULATIONS: _Regulation,
    Family.AMOUNTS: _Amount,
    Family.QUANTITIES: _Quantity,
    Family.QUOTES: _Quote,
    Family.EVENTS: _Event,
}


def checked(family: Family, value: Mapping[str, Any]) -> Value:
    """What a fact of a family says, complete and in order.

    Raises:
        ReviewError: a part is missing, or is not of its kind; the message names it.
    """
    try:
        return _MODELS[family].model_validate(dict(value)).model_dump(mode="json")
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise ReviewError(f"{family}: {told}") from error


def parts_of(family: Family) -> tuple[str, ...]:
    """Names of the parts of a fact, in order."""
    return tuple(_MODELS[family].model_fields)
