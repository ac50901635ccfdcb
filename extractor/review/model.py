"""What a correction is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

Value: TypeAlias = dict[str, Any]
"""What a fact says, in the form of gold facts: JSON."""


class ReviewError(ValueError):
    """A correction that makes no sense; the message says what to do."""


class Family(StrEnum):
    """Kinds of facts, in the order of a record."""

    PEOPLE = "people"
    ORGANIZATIONS = "organizations"
    PLACES = "places"
    PROGRAMS = "programs"
    REGULATIONS = "regulations"
    AMOUNTS = "amounts"
    QUANTITIES = "quantities"
    QUOTES = "quotes"
    EVENTS = "events"


class Action(StrEnum):
    """What somebody does to a fact or a post."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    ADD = "add"
    REVIEW = "review"
    UNDO = "undo"


DECISIONS: Final = frozenset({Action.ACCEPT, Action.EDIT, Action.REJECT})
"""Actions on a fact that is there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the text: code points `[start, end)`."""

    start: int
    end: int
    text: str

    def reads_in(self, text: str) -> bool:
        """Does this text have the words there?"""
        return text[self.start : self.end] == self.text


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a record, or of a person who found it missing.

    Attributes:
        family: of the fact.
        value: what it says.
        places: where it stands in the text; empty for a fact of the headline.
        id: in the record (`p1`, `JKK`, `inpres-2-2021`); `None` for one that the record does not hold.
        added: key of the correction that added it.
    """

    family: Family
    value: Value
    places: tuple[Place, ...] = ()
    id: str | None = None
    added: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of the table `corrections`.

    Attributes:
        key: number, in the order in which they came.
        record: id of the record.
        made: when, ISO 8601 in UTC.
        who: name of the person.
        action: what was done.
        target: the fact that it was done to, as it was then.
        fact: the right fact, of an edit or addition.
        review: what was found right, of a review: JSON.
        undoes: key of the correction that does not hold any more.
        version: of the article.
        is_alone: were corrections of others out of sight?
    """

    key: int
    record: str
    made: str
    who: str
    action: Action
    target: Fact | None
    fact: Fact | None
    review: Value | None
    undoes: int | None
    version: int
    is_alone: bool
