"""Offices and who holds them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from extractor.identities.model import Predecessor, Tenure
from extractor.store import Store
from extractor.store.rows import rows_between

TENURE: Final = """
SELECT t.person, p.name, o.title, o.body_name, o.area, min(t.first_day), max(t.last_day), sum(t.articles), o.key
FROM person_offices t JOIN persons p ON p.key = t.person JOIN offices o ON o.key = t.office"""
"""Rows of which `tenure` makes one each; to be grouped by `t.person` and `o.key`."""
_LAST: Final = 50  # of those seen in an office, the last; more are not looked at, however long the store is kept
_LAST_HOLDERS: Final = f"""
{TENURE}
WHERE t.office = ? AND t.articles > 0 AND t.person IN (
    SELECT ? UNION
    SELECT person FROM (
        SELECT person FROM person_offices WHERE office = ? AND articles > 0 AND person IS NOT NULL ORDER BY last_day DESC LIMIT ?
    )
)
GROUP BY t.person"""


def tenure(row: tuple[Any, ...]) -> Tenure:
    """A tenure from a row of `TENURE`."""
    return Tenure(*row[:8])


def office_holders(
    store: Store, *, title: str | None = None, area_code: str | None = None, of_interest: bool = True, limit: int = 1000
) -> list[Tenure]:
    """Who holds or held offices, by area, office and day.

    Args:
        store: to ask.
        title: only offices of this title ("Bupati"), in its full form.
        area_code: only offices of this area and of those in it ("72", "72.02").
        of_interest: only offices whose new holders are news (`[interest]` of `rules.toml`).
        limit: at most so many.

    Raises:
        StoreError: the store cannot be read.
    """
    conditions, values = ["t.articles > 0"], list[object]()
    if title is not None:
        conditions.append("o.title = ?")
        values.append(title)
    if area_code is not None:
        conditions.append("(o.area_code = ? OR (o.area_code >= ? AND o.area_code < ?))")
        values += [area_code, f"{area_code}.", f"{area_code}/"]  # "/" comes after "."
    if of_interest:
        conditions.append("o.of_interest")
    rows = store.database.rows(
        f"""
        {TENURE} WHERE {" AND ".join(conditions)} GROUP BY t.person, o.key
        ORDER BY o.area_code IS NULL, o.area_code, o.title, o.key, min(t.first_day), t.person LIMIT ?
        """,
        *values,
        limit,
    )
    return [tenure(row) for row in rows]


def new_office_holders(store: Store, after_run: int) -> list[Tenure]:
    """People whom articles that came after a run show in an office of interest, and no article that had come by then.

    `follows` is who was seen in the office last before them, if among the last fifty that articles show in it. Whoever held an office
    that another took over since (an old article, found late) is not told.

    Args:
        store: to ask.
        after_run: key of the last run that is not new; 0 for all.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = store.database.rows(
        f"""
        SELECT DISTINCT t.person, t.office FROM articles a
        CROSS JOIN roles r ON r.key {rows_between("a.key")}
        JOIN person_offices t ON t.key = r.tenure JOIN offices o ON o.key = t.office
        WHERE a.first_run > ? AND t.person IS NOT NULL AND o.of_interest AND NOT EXISTS (
            SELECT 1 FROM person_offices t2 JOIN roles r2 ON r2.tenure = t2.key JOIN articles a2 ON a2.key = r2.article
            WHERE t2.person = t.person AND t2.office = t.office AND t2.articles > 0 AND a2.first_run <= ?
        )
        """,
        after_run,
        after_run,
    )
    found = []
    for person, office in rows:
        holders = [tenure(row) for row in store.database.rows(_LAST_HOLDERS, office, person, office, _LAST)]
        (own,) = [one for one in holders if one.person == person]
        others = [one for one in holders if one.person != person]
        if not any(_later(one, own) for one in others):
            found.append(replace(own, follows=_predecessor(own, others)))
    return sorted(found, key=lambda one: (one.area or "", one.body or "", one.title, one.name, one.person))


def _later(one: Tenure, own: Tenure) -> bool:
    """Was the one first seen in the office after the other was seen last?"""
    return one.first_day is not None and own.last_day is not None and one.first_day > own.last_day


def _predecessor(own: Tenure, others: list[Tenure]) -> Predecessor | None:
    before = [one for one in others if one.first_day and own.first_day and one.first_day < own.first_day]
    if not before:
        return None
    last = max(before, key=lambda one: (one.last_day or "", one.articles, -one.person))
    return Predecessor(last.person, last.name, last.last_day)
