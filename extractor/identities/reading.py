"""Questions about people: who is that, and what is known of them. Offices and their holders are asked for in `holders`."""

from __future__ import annotations

from collections import Counter
from typing import Any

from extractor.identities.holders import TENURE, new_office_holders, office_holders, tenure
from extractor.identities.model import ArticleAbout, Evidence, Met, Named, PersonFound, Profile, Tenure
from extractor.identities.names import plain, sound
from extractor.store import Store

__all__ = ["find_people", "new_office_holders", "office_holders", "profile"]

_OF = "FROM person_signatures s JOIN people e ON e.signature = s.key WHERE s.person = ?"
_END = chr(0x10FFFF)


def find_people(store: Store, words: str, limit: int = 20) -> list[PersonFound]:
    """People in whose names all these words or beginnings of words stand, those with most articles first.

    Accents, capitals and usual spellings ("Achmad", "Ahmad") make no difference.

    Raises:
        StoreError: the store cannot be read.
    """
    asked = [word for word in map(plain, words.split()) if word]
    if not asked:
        return []
    found, values = [], list[str]()
    for word in asked:
        forms = sorted({word, sound(word)})
        either = " OR ".join("(w.word >= ? AND w.word < ?)" for _ in forms)
        found.append(
            f"SELECT DISTINCT s.person FROM person_words w JOIN person_signatures s ON s.key = w.signature WHERE {either}"
        )
        for form in forms:
            values += [form, form + _END]
    rows = store.database.rows(
        f"""
        SELECT p.key, p.name, sum(s.articles) AS number, min(s.first_day), max(s.last_day)
        FROM ({" INTERSECT ".join(found)}) f JOIN persons p ON p.key = f.person JOIN person_signatures s ON s.person = p.key
        GROUP BY p.key ORDER BY number DESC, p.name, p.key LIMIT ?
        """,
        *values,
        limit,
    )
    return [
        PersonFound(key, name, _role(store, key), articles, first, last) for key, name, articles, first, last in rows
    ]


def profile(store: Store, person: int, *, most: int = 50) -> Profile | None:
    """What is known of a person; `None` where there is no such.

    Args:
        store: to ask.
        person: key of the identity, as `find_people` gives it.
        most: at most so many of those met and of the articles are told.

    Raises:
        StoreError: the store cannot be read.
    """
    rows = store.database.rows
    named = rows("SELECT name FROM persons WHERE key = ?", person)
    if not named:
        return None
    names = rows(f"SELECT e.name, count(DISTINCT e.article) AS n {_OF} GROUP BY e.name ORDER BY n DESC, e.name", person)
    quotes = rows(
        "SELECT count(*) FROM person_signatures s JOIN people e ON e.signature = s.key JOIN quotes q ON q.person = e.key "
        "WHERE s.person = ?",
        person,
    )
    articles = rows(
        f"""
        SELECT a.id, a.day, a.outlet, a.title FROM articles a WHERE a.key IN (SELECT e.article {_OF})
        ORDER BY a.day IS NULL, a.day DESC, a.key DESC LIMIT ?
        """,
        person,
        most,
    )
    return Profile(
        person,
        named[0][0],
        tuple(Named(name, number) for name, number in names),
        _tenures(store, person),
        _ties(store, person),
        _organizations(store, person),
        tuple(_met(store, person)[:most]),
        quotes[0][0],
        tuple(ArticleAbout(*row) for row in articles),
        _evidence(store, person),
    )


def _tenures(store: Store, person: int) -> tuple[Tenure, ...]:
    rows = store.database.rows(
        f"{TENURE} WHERE t.person = ? AND t.articles > 0 GROUP BY t.person, o.key ORDER BY min(t.first_day), o.title",
        person,
    )
    return tuple(tenure(row) for row in rows)


def _role(store: Store, person: int) -> str | None:
    held = _tenures(store, person)
    if held:
        last = max(held, key=lambda one: (one.last_day or "", one.articles))
        return " ".join(part for part in (last.title, last.body or last.area) if part)
    ties = _ties(store, person)
    return ties[0] if ties else None


def _ties(store: Store, person: int) -> tuple[str, ...]:
    rows = store.database.rows(
        """
        SELECT r.text, count(*) AS n FROM person_signatures s JOIN people e ON e.signature = s.key JOIN roles r ON r.person = e.key
        WHERE s.person = ? AND r.tenure IS NULL AND NOT EXISTS
            (SELECT 1 FROM roles other WHERE other.person = e.key AND other.tenure IS NOT NULL)
        GROUP BY r.text ORDER BY n DESC, r.text
        """,
        person,
    )
    return tuple(text for text, _ in rows)


def _organizations(store: Store, person: int) -> tuple[Named, ...]:
    rows = store.database.rows(
        """
        SELECT b.name, sum(t.articles) AS n, b.key FROM person_signatures s JOIN person_offices t ON t.signature = s.key
        JOIN offices o ON o.key = t.office JOIN bodies b ON b.key = o.body
        WHERE s.person = ? AND t.articles > 0 GROUP BY b.key ORDER BY n DESC, b.name
        """,
        person,
    )
    return tuple(Named(*row) for row in rows)


def _met(store: Store, person: int) -> list[Met]:
    """Those who take part in events in which the person does, counted by event."""
    rows = store.database.rows(
        """
        SELECT v.key, v.type, coalesce(v.day, a.day), os.person, ob.body
        FROM person_signatures s JOIN people e ON e.signature = s.key
        JOIN participants mine ON mine.person = e.key
        JOIN participants p ON p.event = mine.event
        JOIN events v ON v.key = mine.event JOIN articles a ON a.key = v.article
        LEFT JOIN people oe ON oe.key = p.person LEFT JOIN person_signatures os ON os.key = oe.signature
        LEFT JOIN organizations oo ON oo.key = p.organization LEFT JOIN body_signatures ob ON ob.key = oo.signature
        WHERE s.person = ?
        """,
        person,
    )
    events: dict[tuple[str, int], dict[int, tuple[str, str | None]]] = {}
    for event, type_, day, other, body in rows:
        if other is not None and other != person:
            events.setdefault(("person", other), {})[event] = (type_, day)
        elif body is not None:
            events.setdefault(("body", body), {})[event] = (type_, day)
    found = [_meeting(store, kind, key, about) for (kind, key), about in events.items()]
    return sorted(found, key=lambda one: (-one.events, one.kind != "person", one.name, one.key))


def _meeting(store: Store, kind: str, key: int, about: dict[int, tuple[str, str | None]]) -> Met:
    table = "persons" if kind == "person" else "bodies"
    ((name,),) = store.database.rows(f"SELECT name FROM {table} WHERE key = ?", key)
    types = Counter(type_ for type_, _ in about.values())
    days: list[Any] = [day for _, day in about.values() if day]
    ordered = sorted(types, key=lambda one: (-types[one], one))
    return Met(kind, key, name, len(about), max(days, default=None), tuple(ordered))


def _evidence(store: Store, person: int) -> tuple[Evidence, ...]:
    told = "coalesce({0}.title, '') || ' ' || coalesce({0}.body, {0}.area_code, '')"
    rows = store.database.rows(
        f"""
        SELECT s.name, {told.format("s")}, other.name, {told.format("other")}, l.why
        FROM person_signatures s JOIN person_links l ON l.one = s.key JOIN person_signatures other ON other.key = l.other
        WHERE s.person = ? ORDER BY s.key, other.key
        """,
        person,
    )
    return tuple(
        Evidence(_worded(name, role), _worded(other, other_role), why) for name, role, other, other_role, why in rows
    )


def _worded(name: str, role: str) -> str:
    words = " ".join(role.replace("|", " ").split())
    return f"{name}, {words}" if words else name
