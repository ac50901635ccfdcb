"""Outlets that fell silent, or cannot be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

from extractor.collect.health import FEWEST_POSTS, outlasts
from extractor.collect.state import StateError
from extractor.digest.troubles import read_history, troubled
from extractor.store import Store

_MOST: Final = 8

Source = Literal["collecting", "posts", "unreadable"]


@dataclass(frozen=True, slots=True)
class Quiet:
    """An outlet to look at.

    Attributes:
        name: of the outlet.
        health: "silent", or "trouble" for one that could not be asked.
        cause: why, in English as the program says it; `None` where nobody knows.
        days: since its newest post.
        newest: day of its newest post, where posts are all that is known.
    """

    name: str
    health: str
    cause: str | None
    days: int | None
    newest: str | None


@dataclass(frozen=True, slots=True)
class QuietOutlets:
    """Outlets to look at.

    Attributes:
        source: "collecting": what collecting has noted beside the store; "posts": nothing was collected here, and only days of
            posts speak; "unreadable": there are notes, but they cannot be read.
        shown: the first of them.
        total: how many there are.
        known: how many outlets were looked at.
        asof: the day up to which posts count, where they are all that is known.
    """

    source: Source
    shown: tuple[Quiet, ...]
    total: int
    known: int
    asof: str | None


def quiet_outlets(store: Store, folder: Path, at: datetime) -> QuietOutlets:
    """Outlets to look at, at a moment, whatever the period.

    Args:
        store: to ask where nothing was collected.
        folder: in which collecting keeps its notes: that of the store.
        at: the moment.

    Raises:
        StoreError: the store cannot be read.
    """
    try:
        with read_history(folder) as history:
            if history is not None:
                found = troubled(history, at)
                shown = tuple(Quiet(one.name, one.health, one.cause, one.silent_days, None) for one in found.shown)
                return QuietOutlets("collecting", shown, found.total, len(history.outlets()), None)
    except StateError:
        return QuietOutlets("unreadable", (), 0, 0, None)
    return _by_posts(store, at.date())


def _by_posts(store: Store, today: date) -> QuietOutlets:
    """Of the posts alone: those whose last post lies much further back from the store's newest than they used to pause."""
    rows = store.database.rows(
        "SELECT outlet, count(day), min(day), max(day) FROM articles INDEXED BY articles_by_outlet "
        "WHERE outlet IS NOT NULL AND day <= ? GROUP BY outlet",
        today.isoformat(),
    )
    if not rows:
        return QuietOutlets("posts", (), 0, 0, None)
    asof = max(newest for *_, newest in rows)
    end = date.fromisoformat(asof)
    found = []
    for name, number, first, newest in rows:
        last = date.fromisoformat(newest)
        pause = (last - date.fromisoformat(first)).days / (number - 1) if number > 1 else 0.0
        days = (end - last).days
        if number >= FEWEST_POSTS and outlasts(days, pause):
            found.append(Quiet(name, "silent", None, days, newest))
    found.sort(key=lambda one: (one.days, one.name))
    return QuietOutlets("posts", tuple(found[:_MOST]), len(found), len(rows), asof)
