"""What the state tells of runs and of the health of outlets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from extractor.collect.model import Outcome
from extractor.persistence.database import Database

WEEKS = 8

_YEAR = 365  # days

_GOT = tuple(one.value for one in (Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED))
_TROUBLE = tuple(
    one.value
    for one in (
        Outcome.BLOCKED,
        Outcome.DISALLOWED,
        Outcome.GONE,
        Outcome.TOO_LARGE,
        Outcome.NOT_A_PAGE,
        Outcome.UNSAFE,
        Outcome.FAILED,
    )
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run; `status` is "running", "interrupted" (killed: it has no end), or what it said itself at its end."""

    id: int
    command: str
    started: datetime
    ended: datetime | None
    status: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failure: of a post's address, or of a listing where `way` names how it is asked."""

    outcome: Outcome
    reason: str | None
    at: datetime
    way: str | None = None


@dataclass(frozen=True, slots=True)
class ListingCount:
    """The listings of one way in one run: requests answered and failed, candidates in all answers, the last failure."""

    way: str
    answered: int
    failed: int
    found: int
    trouble: Trouble | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletHistory:
    """What is known of an outlet's health.

    Attributes:
        outlet: domain.
        posts: in the archive.
        newest: day of publication of the newest post (of its first fetching, where the post names none).
        silent_days: days from then on.
        weeks: posts published in each of the last `WEEKS` times seven days, the latest last.
        year: posts published in the year that ended with the newest.
        pause: mean days between these posts; `None` for fewer than two.
        last_asked: when an address or listing of it was last asked.
        last_success: when a post of it was last fetched, or found unchanged.
        runs: number of runs looked at, the last ones in which it was asked.
        outcomes: of its addresses in these runs together.
        listings: a tuple a run, the latest run first: what its listings gave.
        trouble: the last failure, however long ago.
    """

    outlet: str
    posts: int
    newest: date | None
    silent_days: int | None
    weeks: tuple[int, ...]
    year: int
    pause: float | None
    last_asked: datetime | None
    last_success: datetime | None
    runs: int
    outcomes: Mapping[Outcome, int]
    listings: tuple[tuple[ListingCount, ...], ...]
    trouble: Trouble | None


class History:
    """Questions about the past, asked of `State.database`; all raise `StateError` where it cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def runs(self, last: int = 10) -> list[Run]:
        """The last runs, the latest first."""
        rows = self._database.rows(
            "SELECT id, command, started, ended, status FROM runs ORDER BY id DESC LIMIT ?", last
        )
        return [
            Run(id_, command, datetime.fromisoformat(started), _moment(ended), status)
            for id_, command, started, ended, status in rows
        ]

    def outlets(self) -> list[str]:
        """The domains of all outlets that were ever asked, or of which there are posts."""
        rows = self._database.rows(
            "SELECT outlet FROM posts UNION SELECT outlet FROM tallies UNION SELECT outlet FROM listings ORDER BY 1"
        )
        return [outlet for (outlet,) in rows]

    def of(self, outlet: str, at: datetime, runs: int = 5) -> OutletHistory:
        """An outlet's past as seen at the moment `at`, with outcomes of the last `runs` runs in which it was asked."""
        days = self._days(outlet)
        newest = max(days, default=None)
        today = at.astimezone(UTC).date()
        weeks = [0] * WEEKS
        for day, count in days.items():
            age = max(0, (today - day).days) // 7  # a post of the east may be of tomorrow
            if age < WEEKS:
                weeks[WEEKS - 1 - age] += count
        year = {day: count for day, count in days.items() if newest is not None and (newest - day).days < _YEAR}
        asked = self._asked(outlet, runs)
        return OutletHistory(
            outlet=outlet,
            posts=sum(days.values()),
            newest=newest,
            silent_days=None if newest is None else max(0, (today - newest).days),
            weeks=tuple(weeks),
            year=sum(year.values()),
            pause=(max(year) - min(year)).days / (sum(year.values()) - 1) if sum(year.values()) > 1 else None,
            last_asked=self._last_asked(outlet),
            last_success=self._last_success(outlet),
            runs=len(asked),
            outcomes=self._outcomes(outlet, asked),
            listings=tuple(self._listings(outlet, run) for run in asked),
            trouble=self._trouble(outlet),
        )

    def _days(self, outlet: str) -> dict[date, int]:
        """Posts by day of publication, by that of fetching where the post does not name the day."""
        rows = self._database.rows(
            """
            SELECT CASE WHEN length(p.published) >= 10 THEN substr(p.published, 1, 10)
                        ELSE (SELECT substr(min(fetched), 1, 10) FROM versions WHERE post = p.key) END, count(*)
            FROM posts p WHERE p.outlet = ? GROUP BY 1
            """,
            outlet,
        )
        return {date.fromisoformat(day): count for day, count in rows}

    def _last_asked(self, outlet: str) -> datetime | None:
        ((found,),) = self._database.rows(
            "SELECT max(at) FROM (SELECT at FROM tallies WHERE outlet = ? UNION ALL SELECT at FROM listings WHERE outlet = ?)",
            outlet,
            outlet,
        )
        return _moment(found)

    def _last_success(self, outlet: str) -> datetime | None:
        ((found,),) = self._database.rows(
            f"""
            SELECT max(at) FROM (
                SELECT at FROM tallies WHERE outlet = ? AND outcome IN ({_marks(_GOT)})
                UNION ALL SELECT v.fetched FROM versions v JOIN posts p ON p.key = v.post WHERE p.outlet = ?)
            """,  # noqa: S608 — question marks only
            outlet,
            *_GOT,
            outlet,
        )
        return _moment(found)

    def _asked(self, outlet: str, runs: int) -> list[int]:
        rows = self._database.rows(
            """
            SELECT run FROM tallies WHERE outlet = ? UNION SELECT run FROM listings WHERE outlet = ?
            ORDER BY run DESC LIMIT ?
            """,
            outlet,
            outlet,
            runs,
        )
        return [run for (run,) in rows]

    def _outcomes(self, outlet: str, runs: list[int]) -> dict[Outcome, int]:
        rows = self._database.rows(
            f"""
            SELECT outcome, sum(count) FROM tallies WHERE outlet = ? AND run IN ({_marks(runs)})
            GROUP BY outcome ORDER BY outcome
            """,  # noqa: S608 — question marks only
            outlet,
            *runs,
        )
        return {Outcome(outcome): count for outcome, count in rows}

    def _listings(self, outlet: str, run: int) -> tuple[ListingCount, ...]:
        rows = self._database.rows(
            """
            SELECT way, answered, failed, found, outcome, reason, at FROM listings
            WHERE outlet = ? AND run = ? ORDER BY way
            """,
            outlet,
            run,
        )
        return tuple(
            ListingCount(
                way,
                answered,
                failed,
                found,
                Trouble(Outcome(outcome), reason, datetime.fromisoformat(at), way) if outcome else None,
            )
            for way, answered, failed, found, outcome, reason, at in rows
        )

    def _trouble(self, outlet: str) -> Trouble | None:
        rows = self._database.rows(
            f"""
            SELECT outcome, reason, at, NULL FROM tallies WHERE outlet = ? AND outcome IN ({_marks(_TROUBLE)})
            UNION ALL SELECT outcome, reason, at, way FROM listings WHERE outlet = ? AND outcome IS NOT NULL
            ORDER BY 3 DESC LIMIT 1
            """,  # noqa: S608 — question marks only
            outlet,
            *_TROUBLE,
            outlet,
        )
        for outcome, reason, at, way in rows:
            return Trouble(Outcome(outcome), reason, datetime.fromisoformat(at), way)
        return None


def _marks(values: tuple[object, ...] | list[int]) -> str:
    return ", ".join("?" * len(values))


def _moment(printed: str | None) -> datetime | None:
    return datetime.fromisoformat(printed) if printed else None
