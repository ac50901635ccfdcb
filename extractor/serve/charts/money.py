"""Benefits and scholarships handed over, by program and year: the store's view `amounts_by_program`, for a period; summed up from its days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractor.serve.charts.columns import Columns, stacked
from extractor.serve.charts.period import Period
from extractor.serve.charts.spans import Span
from extractor.store import Store

_APART: Final = 5  # programs with a colour of their own
_MOST_YEARS: Final = 15
_FIGURES: Final = 3
REST: Final = "rest"
"""Key of all other programs together; no program is called so."""


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid for a program, or for several together.

    Attributes:
        programs: codes; none where the posts name no program; of `REST`, none.
        series: its place among the colours, from 1; 0 for the rest.
        total: rupiah.
        payments: number of sums.
        years: rupiah by year.
    """

    programs: tuple[str, ...]
    series: int
    total: int
    payments: int
    years: dict[str, int]

    @property
    def key(self) -> str:
        """Name of its series."""
        return str(self.series) if self.series else REST

    @property
    def about(self) -> int:
        """The total to three figures."""
        return rounded(self.total)


@dataclass(frozen=True, slots=True)
class Money:
    """Sums of a period.

    Attributes:
        total: rupiah.
        payments: number of sums.
        programs: by program, the largest total first; the smallest together, `REST`, at the end.
        rest: how many are in `REST`.
        years: all of them, as columns by program.
    """

    total: int
    payments: int
    programs: tuple[Paid, ...]
    rest: int
    years: Columns | None

    @property
    def about(self) -> int:
        """The total to three figures."""
        return rounded(self.total)


def paid(store: Store, period: Period, today: date) -> Money:
    """What was handed over in a period.

    Args:
        store: to ask.
        period: the day of the handing over, else of the publication, lies in it.
        today: the day: what is dated far ahead of it does not press the years together.

    Raises:
        StoreError: the store cannot be read.
    """
    within = period.holds("dated")
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    payments: dict[str, int] = defaultdict(int)
    for programs, year, number, total in store.database.rows(
        f"""
        SELECT programs, substr(dated, 1, 4) AS year, sum(payments), sum(total)
        FROM handed_over WHERE payments > 0 AND {within.sql} GROUP BY programs, year
        """,
        *within.values,
    ):
        sums[programs][year] += round(total)
        payments[programs] += number
    ranked = sorted(sums, key=lambda one: (-sum(sums[one].values()), one))
    apart, others = ranked[:_APART], ranked[_APART:]
    if len(others) == 1:
        apart, others = ranked, []
    made = [
        Paid(tuple(one.split("+")) if one else (), number, sum(sums[one].values()), payments[one], dict(sums[one]))
        for number, one in enumerate(apart, start=1)
    ]
    if others:
        years: dict[str, int] = defaultdict(int)
        for one in others:
            for year, value in sums[one].items():
                years[year] += value
        made.append(Paid((), 0, sum(years.values()), sum(payments[one] for one in others), dict(years)))
    steps = _steps({year for one in made for year in one.years if year}, period, today)
    told = [
        (step, {one.key: sum(value for year, value in one.years.items() if _in(year, step)) for one in made})
        for step in steps
    ]
    return Money(
        total=sum(one.total for one in made),
        payments=sum(one.payments for one in made),
        programs=tuple(made),
        rest=len(others),
        years=stacked(told, [one.key for one in made]),
    )


def rounded(rupiah: int) -> int:
    """A sum to three figures: more of them would not be read."""
    return round(rupiah, min(0, _FIGURES - len(str(rupiah))))


def _in(year: str, step: Span) -> bool:
    return (
        bool(year)
        and (step.first is None or f"{step.first:%Y}" <= year)
        and (step.last is None or year <= f"{step.last:%Y}")
    )


def _steps(told: set[str], period: Period, today: date) -> tuple[Span, ...]:
    """The last fifteen years, without a gap; what is told of earlier or later ones, each in one step."""
    if not told:
        return ()
    last = min(int(max(told)), today.year + 1)
    first = max(min(int(min(told)), last), last - _MOST_YEARS + 1)
    years = [Span("year", date(year, 1, 1), date(year, 12, 31)) for year in range(first, last + 1)]
    head = [Span("before", None, date(first - 1, 12, 31))] if int(min(told)) < first else []
    tail = [Span("after", date(last + 1, 1, 1), None)] if int(max(told)) > last else []
    return tuple(one.within(period) for one in (*head, *years, *tail))
