"""The time that the figures of the overview are of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extractor.store.filters import Condition


class PeriodQuery(BaseModel):
    """What the address asks for: the first and the last day; what is left out or empty asks nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: Annotated[date | None, Field(description="first day")] = None
    until: Annotated[date | None, Field(description="last day")] = None

    @model_validator(mode="before")
    @classmethod
    def _without_what_is_empty(cls, given: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in given.items() if value != ""}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"the first day, {self.since}, is after the last, {self.until}.")
        return self

    def period(self) -> Period:
        """The period asked for."""
        return Period(self.since, self.until)


@dataclass(frozen=True, slots=True)
class Period:
    """A time from a first to a last day, both within; `None` where it has no end."""

    since: date | None = None
    until: date | None = None

    @property
    def is_all(self) -> bool:
        """Is it all of time?"""
        return self.since is None and self.until is None

    def asked(self) -> dict[str, str | None]:
        """As an address asks for it."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }

    def holds(self, column: str) -> Condition:
        """What holds for a column of days, months or years ("2026-05-12", "2026-05", "2026") that lie in it.

        A month or year that may reach into the period counts, as it does in the lists of events; "" and NULL do not.

        Args:
            column: its name in SQL.
        """
        found = []
        if self.since is not None:  # text compares as days do; the first bound alone can be looked up in an index
            since = self.since.isoformat()
            found.append(Condition(f"{column} >= ? AND {column} >= substr(?, 1, length({column}))", (since[:4], since)))
        if self.until is not None:
            found.append(Condition(f"{column} <= ? AND {column} <> ''", (self.until.isoformat(),)))
        return Condition.all_of(found)


@dataclass(frozen=True, slots=True)
class Choice:
    """A period that is offered: its name among the words of the overview, and its first day."""

    name: str
    period: Period


def choices(today: date) -> tuple[Choice, ...]:
    """The periods that are offered: all, five years, the year, twelve months, three months; what is planned is in each of them."""
    return (
        Choice("all", Period()),
        Choice("five_years", Period(date(today.year - 4, 1, 1))),
        Choice("this_year", Period(date(today.year, 1, 1))),
        Choice("twelve_months", Period(_months_back(today, 11))),
        Choice("three_months", Period(_months_back(today, 2))),
    )


def _months_back(today: date, months: int) -> date:
    """The first day of the month that lies so many months back."""
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
