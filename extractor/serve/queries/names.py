"""Pages of people and organizations, one over all articles."""

from __future__ import annotations

import json
from dataclasses import dataclass

from extractor.serve.cursors import Cursor, cursor_of
from extractor.store import Store
from extractor.store.filters import Condition


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person: number, name, and in how many articles, from when to when."""

    key: int
    name: str
    articles: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """A body: number, name, kind, Kemendagri code of its area, and in how many articles."""

    key: int
    name: str
    kind: str
    area_code: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class PersonPage:
    """People by name, and where the next page begins; `None` after the last."""

    rows: tuple[PersonRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """Organizations by name, and where the next page begins; `None` after the last."""

    rows: tuple[OrganizationRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Organization:
    """A body, with the names that articles have for it, those of most articles first."""

    key: int
    name: str
    kind: str
    area_code: str | None
    articles: int
    names: tuple[str, ...]


def person_page(store: Store, words: str | None, *, cursor: str | None = None, limit: int = 50) -> PersonPage:
    """A page of the people whose names hold all the words.

    Raises:
        Problem: the cursor is none of this list.
        StoreError: the store cannot be read.
    """
    shown, more = _page(store, "persons", words, cursor, limit)
    rows = store.database.rows(
        """
        SELECT persons.key, persons.name, coalesce(sum(person_signatures.articles), 0), min(person_signatures.first_day),
            max(person_signatures.last_day)
        FROM json_each(?) AS wanted CROSS JOIN persons ON persons.key = wanted.value
        LEFT JOIN person_signatures ON person_signatures.person = persons.key
        GROUP BY persons.key
        """,
        json.dumps(shown),
    )
    found = {row[0]: PersonRow(*row) for row in rows}
    return PersonPage(tuple(found[key] for key in shown), more)


def organization_page(
    store: Store, words: str | None, *, cursor: str | None = None, limit: int = 50
) -> OrganizationPage:
    """A page of the organizations whose names hold all the words.

    Raises:
        Problem: the cursor is none of this list.
        StoreError: the store cannot be read.
    """
    shown, more = _page(store, "bodies", words, cursor, limit)
    rows = store.database.rows(
        """
        SELECT bodies.key, bodies.name, bodies.kind, bodies.area_code, coalesce(sum(body_signatures.articles), 0)
        FROM json_each(?) AS wanted CROSS JOIN bodies ON bodies.key = wanted.value
        LEFT JOIN body_signatures ON body_signatures.body = bodies.key
        GROUP BY bodies.key
        """,
        json.dumps(shown),
    )
    found = {row[0]: OrganizationRow(*row) for row in rows}
    return OrganizationPage(tuple(found[key] for key in shown), more)


def organization(store: Store, key: int) -> Organization | None:
    """What is known of a body; `None` where there is no such.

    Raises:
        StoreError: the store cannot be read.
    """
    found = store.database.rows("SELECT key, name, kind, area_code FROM bodies WHERE key = ?", key)
    if not found:
        return None
    names = store.database.rows(
        "SELECT name, sum(articles) AS number FROM body_signatures WHERE body = ? GROUP BY name ORDER BY number DESC, name",
        key,
    )
    _, name, kind, area_code = found[0]
    return Organization(
        key, name, kind, area_code, sum(number for _, number in names), tuple(name for name, _ in names)
    )


def _page(store: Store, table: str, words: str | None, cursor: str | None, limit: int) -> tuple[list[int], str | None]:
    after = cursor_of(cursor, table, str)
    asked = []
    for word in (words or "").split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        asked.append(Condition("name LIKE ? ESCAPE '\\'", (f"%{escaped}%",)))
    if after is not None:
        asked.append(Condition("(name, key) > (?, ?)", (after.value, after.key)))
    conditions = Condition.all_of(asked)
    rows = store.database.rows(
        f"SELECT key, name FROM {table} WHERE {conditions.sql} ORDER BY name, key LIMIT ?",
        *conditions.values,
        limit + 1,
    )
    shown = rows[:limit]
    more = str(Cursor(table, shown[-1][1], shown[-1][0])) if len(rows) > limit else None
    return [key for key, _ in shown], more
