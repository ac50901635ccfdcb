"""Stories on their way into the tables."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

from extractor.store.rows import keys_of
from extractor.stories.account import REPORTS, Account
from extractor.stories.contradictions import contradictory

_ROOM = 1000  # contradictions of a story
_APART = 10**12  # for the story of an article whose number another story bears


def release(db: sqlite3.Connection, articles: Iterable[int]) -> set[int]:
    """Take articles out of their stories, and away what these stories say of contradictions; gives the keys of the stories."""
    keys = json.dumps(sorted(articles))
    rows = db.execute(
        "SELECT DISTINCT story FROM articles WHERE key IN (SELECT value FROM json_each(?)) AND story IS NOT NULL",
        (keys,),
    )
    former = {story for (story,) in rows.fetchall()}
    for story in former:
        _forget_contradictions(db, story)
    db.execute("UPDATE articles SET story = NULL WHERE key IN (SELECT value FROM json_each(?))", (keys,))
    return former


def write_story(db: sqlite3.Connection, accounts: Mapping[int, Account]) -> None:
    """Write a story.

    Args:
        db: within a transaction.
        accounts: of its articles, which are in no story, by their keys.
    """
    heads = {
        key: (title, outlet, day)
        for key, title, outlet, day in db.execute(
            "SELECT key, title, outlet, day FROM articles WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(accounts)),),
        )
    }
    key = _key(db, min(accounts))
    lead = _lead(accounts)
    days = [day for *_, day in heads.values() if day]
    type_, province, place, day = _about(accounts, lead)
    db.execute(
        "INSERT OR REPLACE INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(key, heads[lead][0], type_, day or min(days, default=None), province, place),
            *(len(accounts), len({outlet for _, outlet, _ in heads.values()})),
            *(min(days, default=None), max(days, default=None)),
        ),
    )
    db.executemany(
        "UPDATE articles SET story = ?, lead = ? WHERE key = ?", [(key, one == lead, one) for one in accounts]
    )
    db.executemany(
        "UPDATE events SET counted = ?1 WHERE key BETWEEN ?2 AND ?3 AND counted <> ?1",
        [(one == lead, *keys_of(one)) for one in accounts],
    )
    _write_contradictions(db, key, accounts)


def drop_empty(db: sqlite3.Connection, stories: Iterable[int]) -> None:
    """Take away those of these stories that have no article left."""
    db.execute(
        "DELETE FROM stories WHERE key IN (SELECT value FROM json_each(?)) "
        "AND NOT EXISTS (SELECT 1 FROM articles WHERE story = stories.key)",
        (json.dumps(sorted(stories)),),
    )


def _key(db: sqlite3.Connection, first: int) -> int:
    taken = db.execute("SELECT 1 FROM articles WHERE story = ? LIMIT 1", (first,)).fetchone()
    return first + _APART if taken else first


def _lead(accounts: Mapping[int, Account]) -> int:
    """The article that stands for a story: about the agency, of what happened rather than of a plan, and the one that tells most."""

    def rank(key: int) -> tuple[bool, bool, int, str, str]:
        one = accounts[key]
        planned = one.main is not None and one.main.status == "planned"
        return not one.relevant, planned, -one.facts, one.published or "9999", one.id

    return min(accounts, key=rank)


def _about(accounts: Mapping[int, Account], lead: int) -> tuple[str | None, str | None, str | None, str | None]:
    """Type, province, most exact area and day of a story: what most articles tell; the lead decides where as many tell another."""
    others = sorted((one for key, one in accounts.items() if key != lead), key=lambda one: one.id)
    first = [accounts[lead], *others]
    mains = [one.main for one in first if one.main]
    type_ = _most(main.type for main in mains)
    day = _most(main.start for main in mains if main.day and main.type not in REPORTS and main.type == type_)
    place = _most(main.place for main in mains if main.place) or _most(
        code for one in first for code in [*one.regencies][:1]
    )
    province = place[:2] if place else _most(code for one in first for code in one.provinces[:1])
    return type_, province, place, day


def _most(values: Iterable[str]) -> str | None:
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else None


def _forget_contradictions(db: sqlite3.Connection, story: int) -> None:
    db.execute(
        "DELETE FROM contradiction_sides WHERE contradiction IN (SELECT key FROM contradictions WHERE story = ?)",
        (story,),
    )
    db.execute("DELETE FROM contradictions WHERE story = ?", (story,))


def _write_contradictions(db: sqlite3.Connection, story: int, accounts: Mapping[int, Account]) -> None:
    if len(accounts) < 2:
        return
    keys = {account.id: key for key, account in accounts.items()}
    for number, one in enumerate(contradictory(list(accounts.values()))[: _ROOM - 1], 1):
        key = story * _ROOM + number
        db.execute("INSERT INTO contradictions VALUES (?, ?, ?, ?)", (key, story, one.kind, one.what))
        db.executemany(
            "INSERT INTO contradiction_sides VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (key, position, keys[side.article], side.value, side.start, side.end, side.text)
                for position, side in enumerate(one.sides, 1)
            ],
        )
