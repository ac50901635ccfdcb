"""The runs that a digest tells of."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from extractor.store import Store

WIB: Final = timezone(timedelta(hours=7), "WIB")
"""The clock of Jakarta, by which days begin here."""


def last_digested(store: Store) -> int:
    """The last run that a written digest tells of; 0 where there is none.

    Raises:
        StoreError: the store cannot be read.
    """
    return _key(store, "SELECT max(key) FROM runs WHERE digested IS NOT NULL")


def last_ended(store: Store) -> int:
    """The last run before which, itself included, none is at work any more; 0 where there is none.

    Raises:
        StoreError: the store cannot be read.
    """
    return _key(
        store,
        "SELECT max(key) FROM runs WHERE key < coalesce((SELECT min(key) FROM runs WHERE status = 'running'), 9e18)",
    )


def run_before(store: Store, day: date) -> int:
    """The last run that began before this day did in Jakarta (WIB); 0 where there is none.

    Raises:
        StoreError: the store cannot be read.
    """
    begin = datetime.combine(day, time(), WIB).astimezone(UTC).isoformat(timespec="seconds")
    return _key(store, "SELECT max(key) FROM runs WHERE started < ?", begin)


def begun(store: Store, run: int) -> datetime | None:
    """When a run began; `None` where there is no such.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = store.database.rows("SELECT started FROM runs WHERE key = ?", run)
    return datetime.fromisoformat(rows[0][0]) if rows else None


def mark_digested(store: Store, run: int, at: datetime | None = None) -> None:
    """Note that a digest tells of all runs up to this one: the next begins behind it. Only for one that has been written.

    Raises:
        StoreError: the store cannot be written.
    """
    moment = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    with store.database.change() as db:
        db.execute("UPDATE runs SET digested = ? WHERE key <= ? AND digested IS NULL", (moment, run))


def _key(store: Store, query: str, *values: object) -> int:
    ((found,),) = store.database.rows(query, *values)
    return int(found or 0)
