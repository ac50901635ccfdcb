"""What the store gives and takes beside records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from extractor.persistence.database import DatabaseError


class StoreError(DatabaseError):
    """The store cannot be read or written."""

    what: ClassVar[str] = "store"
    rescue: ClassVar[str] = (
        "Move it away; `extractor daily` makes it anew from the archive, `extractor store add` from files of records."
    )


class Outcome(StrEnum):
    """What became of a record that was handed to the store."""

    NEW = "new"
    """The first of its article."""
    UPDATED = "updated"
    """The article was edited: another version of it. The former ones stay."""
    REPLACED = "replaced"
    """A version that was there, extracted anew with other facts."""
    UNCHANGED = "unchanged"
    """The store held just this."""


@dataclass(slots=True)
class Counts:
    """Records by what became of them."""

    new: int = 0
    updated: int = 0
    replaced: int = 0
    unchanged: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)

    def __str__(self) -> str:
        return f"{self.new} new, {self.updated} updated, {self.replaced} replaced, {self.unchanged} unchanged"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an article.

    Attributes:
        number: from 1, in the order in which they came.
        run: that brought it.
        fetched: ISO 8601, where the source says it.
        current: is it what the tables show?
    """

    number: int
    run: int
    fetched: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Found:
    """An article found by its words; `snippet` is a piece of its text, the words between `[` and `]`."""

    id: str
    day: str | None
    outlet: str | None
    title: str | None
    snippet: str
