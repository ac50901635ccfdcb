"""What an address asks for: filters, order and place, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from starlette.datastructures import QueryParams

from extractor.records import EventStatus, EventType, ProgramCode
from extractor.store.filters import Filter, FilterError

_GROUPED: Final = re.compile(r"\d{1,3}([. ]\d{3})+")
_SHORTEST_BEGINNING: Final = 3  # letters before a `*`: fewer would find nearly every article
_BEGINNING: Final = re.compile(r"(?<!\w)\w{0,2}\*")
_MOST: Final = 50  # values of a filter
_LARGEST: Final = 2**53  # whole numbers that JSON carries exactly
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]+")


def _plain(value: object) -> object:
    return _CONTROLS.sub(" ", value).strip() if isinstance(value, str) else value


def _ungrouped(value: object) -> object:
    """People write 5.000.000."""
    return re.sub(r"[. ]", "", value) if isinstance(value, str) and _GROUPED.fullmatch(value) else value


Words = Annotated[str, BeforeValidator(_plain), StringConstraints(min_length=1, max_length=200)]
Number = Annotated[int, Field(ge=0, le=_LARGEST)]
Rupiah = Annotated[int, BeforeValidator(_ungrouped), Field(ge=0, le=_LARGEST)]


class FilterQuery(BaseModel):
    """Which events, and articles and stories that tell them; all that is given holds at once. Empty values ask nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=True)

    type: Annotated[list[EventType], Field(description="types of events; any of them", max_length=_MOST)] = []
    status: Annotated[list[EventStatus], Field(description="did it happen; any of them", max_length=_MOST)] = []
    since: Annotated[
        date | None, Field(description="first day of the event; an event without a date counts by its publication")
    ] = None
    until: Annotated[date | None, Field(description="last such day")] = None
    province: Annotated[
        list[Words], Field(description="Kemendagri codes, names or short forms; any of them", max_length=_MOST)
    ] = []
    area: Annotated[
        list[Words], Field(description="Kemendagri codes of areas with all that lies in them: 62.71", max_length=_MOST)
    ] = []
    program: Annotated[list[ProgramCode], Field(description="that it is about; any of them", max_length=_MOST)] = []
    person: Annotated[Words | None, Field(description="words of the name of a person with a part in it")] = None
    organization: Annotated[Words | None, Field(description="likewise, of an organization")] = None
    outlet: Annotated[list[Words], Field(description="names of outlets; any of them", max_length=_MOST)] = []
    min_amount: Annotated[Rupiah | None, Field(description="rupiah: it has a sum of that much or more")] = None
    max_amount: Annotated[Rupiah | None, Field(description="rupiah: the same sum is no more than that")] = None
    min_confidence: Annotated[float | None, Field(ge=0, le=1, allow_inf_nan=False, description="0 to 1")] = None
    warning: Annotated[
        list[Words], Field(description="codes of warnings of the article; any of them", max_length=_MOST)
    ] = []
    words: Annotated[
        Words | None,
        Field(description='in headline or text, all of them; "two words" side by side, word* for the rest of it'),
    ] = None
    story: Annotated[Number | None, Field(description="number of the story")] = None
    after_run: Annotated[Number | None, Field(description="the article is new, or was changed, since this run")] = None

    @model_validator(mode="before")
    @classmethod
    def _without_what_is_empty(cls, given: Any) -> Any:
        """A form sends its empty fields too."""
        if not isinstance(given, Mapping):
            return given
        kept = {
            name: [one for one in value if one != ""] if isinstance(value, list) else value
            for name, value in given.items()
        }
        return {name: value for name, value in kept.items() if value not in ("", [])}

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if self.words is not None and _BEGINNING.search(self.words):
            raise ValueError(f"{self.words!r}: give {_SHORTEST_BEGINNING} letters or more before *")
        self.filter()
        return self

    def filter(self) -> Filter:
        """The filter of the store.

        Raises:
            FilterError: a value that does not exist; the message names those that do.
        """
        return Filter(
            types=tuple(self.type),
            statuses=tuple(self.status),
            since=self.since,
            until=self.until,
            provinces=tuple(self.province),
            areas=tuple(self.area),
            programs=tuple(self.program),
            person=self.person,
            organization=self.organization,
            outlets=tuple(self.outlet),
            min_amount=self.min_amount,
            max_amount=self.max_amount,
            min_confidence=self.min_confidence,
            warnings=tuple(self.warning),
            words=self.words,
            story=self.story,
            after_run=self.after_run,
        )

    def plain(self) -> dict[str, Any]:
        """What is asked, as an address writes it: names and values, without what is not asked."""
        told = self.model_dump(mode="json", exclude_defaults=True)
        return {name: value for name, value in told.items() if value not in (None, [])}


Limit = Annotated[int, Field(ge=1, le=200, description="rows of a page")]
Place = Annotated[
    str | None, Field(max_length=2000, description="`next` of the page before; the first page without it")
]


class EventsQuery(FilterQuery):
    """A page of events."""

    sort: Annotated[
        Literal["date", "amount", "confidence", "added"], Field(description="what the list is ordered by")
    ] = "date"
    order: Annotated[Literal["down", "up"], Field(description="down: latest, largest first")] = "down"
    cursor: Place = None
    limit: Limit = 50


class StoriesQuery(FilterQuery):
    """A page of stories; type, days and place are those of the story, all else of its articles and their events."""

    sort: Annotated[Literal["date", "articles"], Field(description="what the list is ordered by")] = "date"
    order: Annotated[Literal["down", "up"], Field(description="down: latest, largest first")] = "down"
    cursor: Place = None
    limit: Limit = 50


class RecordsQuery(FilterQuery):
    """A page of articles, by day of publication."""

    order: Annotated[Literal["down", "up"], Field(description="down: latest first")] = "down"
    cursor: Place = None
    limit: Limit = 50


class NamesQuery(BaseModel):
    """A page of people or organizations."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Words | None, Field(description="words of the name")] = None
    cursor: Place = None
    limit: Limit = 50

    @model_validator(mode="before")
    @classmethod
    def _without_what_is_empty(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, Mapping) else given


Asked = TypeVar("Asked", bound=BaseModel)


def read(model: type[Asked], params: QueryParams) -> tuple[Asked, tuple[str, ...]]:
    """What the address of a page asks, and what is wrong with it; where something is, nothing is asked. Names that mean nothing are left out.

    A link out of a mail program or a search engine may carry more names than those of the page.
    """
    given: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        values = params.getlist(name)
        if values:
            given[name] = values if field.annotation is not None and _is_list(field.annotation) else values[-1]
    try:
        return model.model_validate(given), ()
    except ValidationError as error:
        return model(), tuple(wrong(one) for one in error.errors())


def wrong(error: Mapping[str, Any]) -> str:
    """What pydantic complains of, in a line."""
    cause = error.get("ctx", {}).get("error")
    told = str(cause) if isinstance(cause, (FilterError, ValueError)) else str(error["msg"])
    where = ".".join(str(one) for one in error["loc"] if one not in ("query", "path", "body"))
    return f"{where}: {told}" if where else told


def _is_list(annotation: object) -> bool:
    return getattr(annotation, "__origin__", None) is list
