"""What a window of runs brought, asked through the indexes on runs and by the keys of articles: the size of the store does not matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from extractor.digest.model import Post
from extractor.digest.rules import load
from extractor.store import Store
from extractor.store.rows import rows_between

_NEW = "a.first_run > ? AND a.first_run <= ?"
# Rows of the new articles. SQLite knows nothing of how few these are: it is told to begin with them (INDEXED BY, CROSS JOIN) and to find
# their rows by key (a + before a column keeps its index out).
_ROWS = rows_between("a.key")

_PROVINCE = len("53")  # characters of its code


@dataclass(frozen=True, slots=True)
class Window:
    """Runs `after` < run <= `upto`."""

    after: int
    upto: int


@dataclass(frozen=True, slots=True)
class New:
    """A new article about the agency."""

    key: int
    post: Post


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount: its article by key, its id in the record, whole rupiah."""

    article: int
    id: str
    value: float


class Selection:
    """The new articles about the agency, and questions about them; all raise `StoreError` where the store cannot be read."""

    def __init__(self, store: Store, window: Window) -> None:
        self._store, self.window = store, window
        self._runs = (window.after, window.upto)
        self._about = float(load("rules.toml")["posts"]["about"])
        rows = store.database.rows(
            f"SELECT a.key, a.relevance, a.id, a.title, a.outlet, a.url, a.day FROM articles a WHERE {_NEW} ORDER BY a.key",
            *self._runs,
        )
        about = (New(key, Post(*head)) for key, relevance, *head in rows if relevance >= self._about)
        self.articles: dict[str, New] = {one.post.id: one for one in about}
        """By id, in the order in which they came."""
        self.aside = len(rows) - len(self.articles)
        """Number of new articles about something else."""

    def events(self) -> int:
        """Number of events that the new articles tell."""
        ((number,),) = self._rows(
            f"SELECT count(*) FROM articles a INDEXED BY articles_by_first_run CROSS JOIN events e ON e.key {_ROWS} WHERE {_NEW} AND a.relevance >= ?"
        )
        return int(number)

    def sums(self, type_: str) -> list[Sum]:
        """The largest exact whole sum in rupiah that each article gives for a benefit paid, in an event of this type that happened."""
        rows = self._rows(
            f"""
            SELECT a.key, m.id, max(m.value) FROM articles a INDEXED BY articles_by_first_run
            CROSS JOIN amounts m ON m.key {_ROWS} CROSS JOIN events e ON e.key = m.event
            WHERE {_NEW} AND a.relevance >= ? AND +m.kind IN ('benefit', 'scholarship') AND m.currency = 'IDR'
            AND m.per IS NULL AND m.bound IS NULL AND e.type = ? AND e.status = 'occurred' GROUP BY a.key
            """,
            type_,
        )
        return [Sum(*row) for row in rows]

    def hedged(self, type_: str) -> set[int]:
        """Keys of the articles that give a benefit in such an event, but with a bound, or for a person or a time."""
        rows = self._rows(
            f"""
            SELECT DISTINCT a.key FROM articles a INDEXED BY articles_by_first_run CROSS JOIN amounts m ON m.key {_ROWS} CROSS JOIN events e ON e.key = m.event
            WHERE {_NEW} AND a.relevance >= ? AND +m.kind IN ('benefit', 'scholarship')
            AND (m.per IS NOT NULL OR m.bound IS NOT NULL) AND e.type = ? AND e.status = 'occurred'
            """,
            type_,
        )
        return {key for (key,) in rows}

    def weights(self) -> dict[int, float]:
        """The largest sum of each article that makes a story weigh more, by the key of the article."""
        kinds = load("rules.toml")["weight"]["amounts"]
        rows = self._rows(
            f"""
            SELECT a.key, max(m.value) FROM articles a INDEXED BY articles_by_first_run CROSS JOIN amounts m ON m.key {_ROWS}
            WHERE {_NEW} AND a.relevance >= ? AND m.currency = 'IDR' AND m.event IS NOT NULL
            AND +m.kind IN ({", ".join("?" * len(kinds))}) GROUP BY a.key
            """,
            *kinds,
        )
        return dict(rows)

    def told(self) -> dict[int, list[str]]:
        """Ids of targets and figures of coverage, targets first, by the key of the article."""
        rows = self._rows(
            f"""
            SELECT a.key, q.id FROM articles a INDEXED BY articles_by_first_run CROSS JOIN quantities q ON q.key {_ROWS}
            WHERE {_NEW} AND a.relevance >= ? AND +q.kind IN ('target', 'coverage') ORDER BY a.key, q.kind = 'coverage', q.key
            """
        )
        found: dict[int, list[str]] = {}
        for key, id_ in rows:
            found.setdefault(key, []).append(id_)
        return found

    def within(self, codes: Iterable[str]) -> set[int]:
        """Keys of the articles with an event in one of these areas, or, where none of their events has an area, that name one."""
        wanted = tuple(codes)
        if not wanted:
            return set()
        columns = f"""
            FROM articles a INDEXED BY articles_by_first_run CROSS JOIN {{}} x ON x.key {_ROWS} WHERE {_NEW} AND a.relevance >= ? AND +x.{{}} IS NOT NULL
        """
        happened: dict[int, bool] = {}
        for key, code in self._rows(f"SELECT DISTINCT a.key, x.place_code {columns.format('events', 'place_code')}"):
            happened[key] = happened.get(key, False) or lies_in(code, wanted)
        named = {
            key
            for key, code in self._rows(f"SELECT DISTINCT a.key, x.code {columns.format('places', 'code')}")
            if key not in happened and lies_in(code, wanted)
        }
        return named | {key for key, is_in in happened.items() if is_in}

    def ahead(self, today: str) -> list[tuple[str, str, bool]]:
        """Events planned, or urged by a day, from `today` (ISO 8601) on: article, event, is the article new? The next first.

        Of a story one for each day: a plan before what is only urged, from the newest article.
        Those known before are told where their day is known, those of new posts where a month or a year is.
        """
        columns = "a.id, e.id, e.date_start, e.status, coalesce(a.story, a.key), a.first_run, e.key"
        planned = "e.status IN ('planned', 'urged')"
        known = self._store.database.rows(
            f"""
            SELECT {columns} FROM events e JOIN articles a ON a.key = e.article
            WHERE e.day >= ? AND {planned} AND a.first_run <= ? AND a.relevance >= ?
            """,
            *(today, self._runs[1], self._about),
        )
        vague = self._rows(
            f"""
            SELECT {columns} FROM articles a INDEXED BY articles_by_first_run CROSS JOIN events e ON e.key {_ROWS}
            WHERE {_NEW} AND a.relevance >= ? AND e.day IS NULL AND {planned} AND e.date_start >= substr(?, 1, length(e.date_start))
            """,
            today,
        )
        found: dict[tuple[str, int], tuple[str, str, bool]] = {}
        ranked = sorted([*known, *vague], key=lambda row: (row[2], row[3], -row[5], row[6]))
        for article, event, start, _, story, run, _ in ranked:
            found.setdefault((start, story), (article, event, run > self._runs[0]))
        return list(found.values())

    def warnings(self) -> list[tuple[str, str | None, str, str]]:
        """Warnings of the new articles: code, text, message, id of the article."""
        return self._rows(
            f"""
            SELECT w.code, w.text, w.message, a.id FROM articles a INDEXED BY articles_by_first_run CROSS JOIN warnings w ON w.key {_ROWS}
            WHERE {_NEW} AND a.relevance >= ? ORDER BY w.key
            """
        )

    def edits(self) -> list[tuple[str, int, int]]:
        """Articles that were there and got a new version: id, the version before the window, the newest; the last edited first."""
        return [
            (id_, before, now)
            for id_, before, now in self._store.database.rows(
                """
                SELECT a.id, (SELECT max(b.number) FROM versions b WHERE b.article = a.key AND b.number < n.number), a.version
                FROM (SELECT article, min(number) AS number, max(run) AS run FROM versions
                      WHERE run > ? AND run <= ? AND number > 1 GROUP BY article) n
                JOIN articles a ON a.key = n.article
                WHERE a.first_run <= ? AND a.relevance >= ? ORDER BY n.run DESC, a.key DESC
                """,
                *(*self._runs, self._runs[0], self._about),
            )
            if before != now  # the newest came first, an older one after it
        ]

    def failures(self) -> list[tuple[str, str]]:
        """Posts that could not be read: path, message."""
        return self._store.database.rows(
            "SELECT path, message FROM failures WHERE run > ? AND run <= ? ORDER BY key", *self._runs
        )

    def province_names(self) -> dict[str, str]:
        """Names of the provinces by code."""
        return dict(self._store.database.rows("SELECT code, name FROM provinces"))

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query whose first three marks are the window and the least relevance."""
        return self._store.database.rows(query, *self._runs, self._about, *values)


def lies_in(code: str, areas: Iterable[str]) -> bool:
    """Is the area of this code one of these, or does it lie in one?"""
    return any(code == area or code.startswith(area + ".") for area in areas)


def province_of(code: str | None) -> str | None:
    """The code of the province that an area lies in."""
    return code[:_PROVINCE] if code else None
