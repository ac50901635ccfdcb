"""Corrections in the store: read, and added to. Nothing is ever changed or taken away."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from extractor.review.model import Action, Correction, Fact, Family, Place, ReviewError, Value
from extractor.store import Store

_COLUMNS: Final = "key, record, made, who, action, family, target, value, undoes, version, alone"


def corrections_of(store: Store, record: str) -> list[Correction]:
    """What was said of a record, in the order in which it was said.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = store.database.rows(f"SELECT {_COLUMNS} FROM corrections WHERE record = ? ORDER BY key", record)
    return [_read(row) for row in rows]


def holding(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that hold: not undone, or undone by one that was undone itself; the undoing ones are left out."""
    undone: set[int] = set()
    kept: list[Correction] = []
    for one in sorted(corrections, key=lambda one: -one.key):
        if one.key in undone:
            continue
        if one.undoes is not None:
            undone.add(one.undoes)
        else:
            kept.append(one)
    return kept[::-1]


def said_since(review: Correction, corrections: Iterable[Correction]) -> bool:
    """Do other corrections hold now than when the post was reviewed?"""
    told = list(corrections)
    then, now = holding(one for one in told if one.key < review.key), holding(told)
    return _without_reviews(then) != _without_reviews(now)


def add(
    db: sqlite3.Connection,
    *,
    record: str,
    who: str,
    action: Action,
    version: int,
    target: Fact | None = None,
    fact: Fact | None = None,
    review: Value | None = None,
    undoes: int | None = None,
    is_alone: bool = False,
    at: datetime | None = None,
) -> int:
    """Add a correction within a transaction (`Store.database.change`); its key.

    Raises:
        ReviewError: `undoes` is no correction of this record that can be undone.
    """
    if (
        undoes is not None
        and not db.execute("SELECT 1 FROM corrections WHERE key = ? AND record = ?", (undoes, record)).fetchone()
    ):
        raise ReviewError(f"{undoes}: is no correction of this post.")
    family = (target or fact).family if target or fact else None  # type: ignore[union-attr]
    value = review if review is not None else _plain(fact)
    made = db.execute(
        "INSERT INTO corrections (record, made, who, action, family, target, value, undoes, version, alone) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record,
            (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds"),
            who,
            action,
            family,
            _packed(_plain(target)),
            _packed(value),
            undoes,
            version,
            int(is_alone),
        ),
    )
    return int(made.lastrowid or 0)


def _without_reviews(corrections: Iterable[Correction]) -> set[int]:
    return {one.key for one in corrections if one.action is not Action.REVIEW}


def _plain(fact: Fact | None) -> Value | None:
    if fact is None:
        return None
    places = [[one.start, one.end, one.text] for one in fact.places]
    told: Value = {"value": fact.value, "places": places}
    return told if fact.added is None else told | {"added": fact.added}


def _packed(value: Value | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read(row: tuple[Any, ...]) -> Correction:
    key, record, made, who, action, family, target, value, undoes, version, alone = row
    told = None if value is None else json.loads(value)
    is_review = action == Action.REVIEW
    return Correction(
        key,
        record,
        made,
        who,
        Action(action),
        None if target is None else _fact(family, json.loads(target)),
        None if told is None or is_review else _fact(family, told),
        told if is_review else None,
        undoes,
        version,
        bool(alone),
    )


def _fact(family: str, told: Mapping[str, Any]) -> Fact:
    places = tuple(Place(start, end, text) for start, end, text in told["places"])
    return Fact(Family(family), told["value"], places, None, told.get("added"))
