"""Which outlets still give posts, which have gone silent, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from extractor.collect.history import WEEKS, History, OutletHistory, Trouble
from extractor.collect.model import Outcome
from extractor.knowledge.outlets import Outlet, Status

FEWEST_POSTS = 4
"""Posts that an outlet must have given to have a habit at all."""
_PATIENCE = 3.0  # times its usual pause between posts, after which an outlet is silent
_LEAST_SILENCE = 14  # days
_LONGEST_RUN = timedelta(hours=12)
_TELLS_CHANGES = frozenset({"wordpress"})  # ways that are asked for what changed since the last run: mostly nothing
_CAUSES = {
    Outcome.BLOCKED: "it refuses our requests",
    Outcome.DISALLOWED: "its robots.txt says no, or cannot be read",
    Outcome.GONE: "the address of its listing, or of its posts, is gone",
    Outcome.NOT_A_PAGE: "its listing or its pages have another form than before",
    Outcome.TOO_LARGE: "its pages are too large",
    Outcome.UNSAFE: "its addresses lead to what is not public",
    Outcome.FAILED: "it does not answer, or its answers are broken",
}


class Health(StrEnum):
    """How an outlet is."""

    WELL = "well"
    QUIET = "quiet"  # no posts lately, but it never gave many, or not for long
    SILENT = "silent"  # used to give posts and stopped
    TROUBLE = "trouble"  # could not be asked in the last run
    NEVER = "never asked"
    NOT_ASKED = "not asked"  # closed, or refuses; the registry says so


@dataclass(frozen=True, slots=True)
class Report:
    """How an outlet is, and the likely cause where it is not well."""

    outlet: Outlet
    health: Health
    cause: str | None
    history: OutletHistory

    @property
    def is_flagged(self) -> bool:
        """Should somebody look at it?"""
        return self.health in (Health.SILENT, Health.TROUBLE)

    @property
    def posts_a_week(self) -> float:
        """Posts published a week, on the average of the last `WEEKS` weeks."""
        return round(sum(self.history.weeks) / WEEKS, 2)

    def as_json(self) -> dict[str, Any]:
        """For dashboards: plain values, moments in ISO 8601."""
        one = self.history
        return {
            "outlet": self.outlet.domain,
            "name": self.outlet.name,
            "province": self.outlet.province,
            "health": self.health.value,
            "flagged": self.is_flagged,
            "cause": self.cause,
            "posts": one.posts,
            "posts_a_week": self.posts_a_week,
            "weeks": list(one.weeks),
            "newest": one.newest.isoformat() if one.newest else None,
            "silent_days": one.silent_days,
            "last_asked": one.last_asked.isoformat() if one.last_asked else None,
            "last_success": one.last_success.isoformat() if one.last_success else None,
            "outcomes": {outcome.value: count for outcome, count in one.outcomes.items()},
        }


def reports(outlets: Iterable[Outlet], history: History, at: datetime) -> list[Report]:
    """How each outlet is at a moment; those to be looked at first, then by name.

    Raises:
        StateError: the state cannot be read.
    """
    found = [_report(outlet, history.of(outlet.domain, at), at) for outlet in outlets]
    return sorted(found, key=lambda one: (not one.is_flagged, one.outlet.domain))


def _report(outlet: Outlet, past: OutletHistory, at: datetime) -> Report:
    if outlet.status in (Status.CLOSED, Status.REFUSES):
        return Report(outlet, Health.NOT_ASKED, f"the registry says: {outlet.status.value}", past)
    if not past.runs and not past.posts:
        return Report(outlet, Health.NEVER, None, past)
    failing = _failing(past)
    if _went_silent(past):
        cause = _cause(failing or _unreadable(past)) or _emptied(past) or "it publishes nothing about the agency"
        return Report(outlet, Health.SILENT, cause, past)
    if failing is not None:
        return Report(outlet, Health.TROUBLE, _cause(failing), past)
    if past.silent_days is None or past.silent_days > _LEAST_SILENCE:
        return Report(outlet, Health.QUIET, _not_asked(past, at), past)
    return Report(outlet, Health.WELL, None, past)


def _went_silent(past: OutletHistory) -> bool:
    """Did it give posts with some regularity, and none for far longer than it used to pause, though it was asked?"""
    if past.newest is None or past.last_asked is None or past.pause is None or past.year < FEWEST_POSTS:
        return False
    return outlasts((past.last_asked.date() - past.newest).days, past.pause)


def outlasts(days: int, pause: float) -> bool:
    """Is a silence of so many days far longer than an outlet used to pause, in days, between its posts?"""
    return days > max(_LEAST_SILENCE, _PATIENCE * pause)


def _failing(past: OutletHistory) -> Trouble | None:
    """What went wrong in the last run, if every way of finding posts failed in it, or no address gave anything, or it refused."""
    last = past.listings[0] if past.listings else ()
    if last and not any(one.answered for one in last):
        return next((one.trouble for one in last if one.trouble is not None), past.trouble)
    trouble = past.trouble
    if trouble is not None and trouble.outcome is Outcome.BLOCKED and _is_last_word(trouble, past):
        return trouble
    failed = _troubles(past)
    return trouble if failed and failed == sum(past.outcomes.values()) else None


def _is_last_word(trouble: Trouble, past: OutletHistory) -> bool:
    """Was the host left alone after that, and has there been no run since?"""
    asked, got = past.last_asked or trouble.at, past.last_success or trouble.at
    return trouble.at >= got and trouble.at >= asked - _LONGEST_RUN


def _unreadable(past: OutletHistory) -> Trouble | None:
    """What went wrong with the addresses of the last runs, if none gave a new post and most failed."""
    if past.outcomes.get(Outcome.NEW) or past.outcomes.get(Outcome.UPDATED):
        return None
    known = sum(past.outcomes.get(one, 0) for one in (Outcome.UNCHANGED, Outcome.DUPLICATE))
    return past.trouble if 2 * _troubles(past) > sum(past.outcomes.values()) - known else None


def _troubles(past: OutletHistory) -> int:
    return sum(count for outcome, count in past.outcomes.items() if outcome in _CAUSES)


def _cause(trouble: Trouble | None) -> str | None:
    if trouble is None:
        return None
    told = _CAUSES.get(trouble.outcome, trouble.outcome.value)
    return f"{told} ({trouble.reason})" if trouble.reason else told


def _emptied(past: OutletHistory) -> str | None:
    """Listings that answer and hold nothing any more speak for a changed layout."""
    found = [sum(one.found for one in run if one.way not in _TELLS_CHANGES) for run in past.listings]
    if len(found) > 1 and not found[0] and any(found[1:]):
        return "its listings answer, but nothing is found in them any more: they may have a new layout"
    return None


def _not_asked(past: OutletHistory, at: datetime) -> str | None:
    if past.last_asked is None or (at - past.last_asked).days <= _LEAST_SILENCE:
        return None
    return f"not asked since {past.last_asked:%Y-%m-%d}"
