"""The store, opened for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Final, Unpack

from extractor.export.model import Written
from extractor.export.rows import table_rows
from extractor.export.selection import selected
from extractor.export.tables import chosen_tables
from extractor.library.asking import Filters, Values, bound, filter_of
from extractor.library.frames import Frame, Kind, Maker, check_maker, frame_of, kind_of, kind_of_values
from extractor.library.reader import Reader, check_is_store
from extractor.persistence.lock import Lock, LockedError
from extractor.records import Record
from extractor.store import Counts, Store, StoreError
from extractor.store.filters import Condition, Filter
from extractor.store.tables import Table, tables
from extractor.stories.reading import contradictions

_OF_EVENTS: Final = {"amounts": ("event_amounts", "amount"), "quantities": ("event_quantities", "quantity")}
_VERSION: Final = (
    ("number", Kind.WHOLE),
    ("run", Kind.WHOLE),
    ("fetched", Kind.TEXT),
    ("current", Kind.TRUTH),
)
_FOUND: Final = (
    ("id", Kind.TEXT),
    ("day", Kind.DAY),
    ("outlet", Kind.TEXT),
    ("title", Kind.TEXT),
    ("snippet", Kind.TEXT),
)
_SIDE: Final = (
    ("contradiction", Kind.WHOLE),
    ("story", Kind.WHOLE),
    ("title", Kind.TEXT),
    ("kind", Kind.CATEGORY),
    ("what", Kind.CATEGORY),
    ("article_id", Kind.TEXT),
    ("outlet", Kind.TEXT),
    ("value", Kind.TEXT),
    ("text", Kind.TEXT),
    ("start", Kind.WHOLE),
    ("end", Kind.WHOLE),
)


def open(path: str | PathLike[str], *, frame: Maker = "pandas", writable: bool = False) -> News:
    """Open a store.

    Args:
        path: of the SQLite file.
        frame: what data frames are made with, "pandas" or "polars".
        writable: may records be added? Makes the file where there is none, and brings an older one to the schema of this program.

    Raises:
        StoreError: there is no such file, it is no store, or was made by another version of the program.
        ValueError: `frame` is neither of the two.
    """
    return News(Path(path), frame=frame, writable=writable)


class News:
    """What the articles of a store tell, as data frames and records.

    May be used in a `with` block, which closes it. Several threads may share one; their questions are answered one after another.
    Threads that are to read side by side, and processes, each open their own. A run that writes to the store at the same time is
    neither disturbed nor waited for: a method sees what was written when it was called.

    The data frame of a table has its columns in their documented order (docs/store.md), of the same types whatever the rows hold:
    whole numbers Int64, others float64, days datetime64, types and kinds categories, JSON lists lists, text string (polars: its
    likes). Rows come in the order in which the articles came. Filters are those of `Filters`.

    All methods raise `StoreError` when it was closed or the file cannot be read; those that give a data frame `FrameError` when the
    library for it is not installed; those that take filters `FilterError` for a value, `TypeError` for a filter that does not exist.

    Args:
        path: of the SQLite file.
        frame: as in `open`.
        writable: as in `open`.
    """

    def __init__(self, path: Path, *, frame: Maker = "pandas", writable: bool = False) -> None:
        check_maker(frame)
        self.path = path
        self._maker: Maker = frame
        self._writable = writable
        if path.is_file() and not (writable and path.stat().st_size == 0):  # SQLite takes an empty file for a new one
            check_is_store(path)
        self._store = Store(path, read_only=not writable)
        self._reader = Reader(path)

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        self._reader.close()
        self._store.close()

    def __enter__(self) -> News:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def __len__(self) -> int:
        """Number of articles."""
        return len(self._opened())

    def __repr__(self) -> str:
        return f"<News {self.path}{', closed' if self._reader.is_closed else ''}>"

    # records -------------------------------------------------------------------------------------------------------------

    def records(self, **filters: Unpack[Filters]) -> Iterator[Record]:
        """Current records of the articles that the filters let through, in the order in which they came."""
        keys = None
        if filters:
            meant = filter_of(**filters).articles()
            keys = [key for (key,) in self._reader.ask(f"SELECT key FROM articles WHERE {meant.sql}", meant.values)[1]]
        for record in self._opened().records(keys):
            yield record
            self._opened()  # it may have been closed in between

    def record(self, id_: str, version: int | None = None) -> Record | None:
        """The record of an article, in its current version if none is named; `None` where there is no such."""
        return self._opened().record(id_, version)

    def add(self, records: Iterable[Record]) -> Counts:
        """Keep records, each under its `id`, and find out who of them is who and which tell of the same; says what became of them.

        Raises:
            StoreError: the store is open for reading alone, or another run works on it.
        """
        store = self._opened()
        if not self._writable:
            raise StoreError(f"{self.path}: open for reading alone. Open it with writable=True.")
        try:
            with Lock(Path(f"{self.path}.lock")):
                return _added(store, records)
        except LockedError as error:
            raise StoreError(str(error)) from error

    def export(
        self, format: str, target: str | PathLike[str], *, tables: Sequence[str] = (), **filters: Unpack[Filters]
    ) -> Written:
        """Write what the filters let through, as `extractor export` does; says how many rows there are of what.

        Args:
            format: one of `extractor.export.FORMATS`.
            target: a file; for `csv` and `parquet` a folder too.
            tables: names of flat tables, for `csv`, `xlsx` and `parquet`; all if none is named, `events` for one file.
            filters: as elsewhere.

        Raises:
            ExportError: no such format or table, a library that is missing, a place that cannot be written to.
        """
        from extractor.export import export  # noqa: PLC0415 - only writing needs what it loads

        return export(self._opened(), format, Path(target), filter=filter_of(**filters), tables=tables)

    # data frames ---------------------------------------------------------------------------------------------------------

    def articles(self, **filters: Unpack[Filters]) -> Frame:
        """The articles; `view("posts")` has their texts."""
        return self._facts("articles", filter_of(**filters))

    def events(self, **filters: Unpack[Filters]) -> Frame:
        """The events: what happened, and what was planned or asked for."""
        return self._facts("events", filter_of(**filters))

    def people(self, **filters: Unpack[Filters]) -> Frame:
        """The people that the articles name, a row an article."""
        return self._facts("people", filter_of(**filters))

    def organizations(self, **filters: Unpack[Filters]) -> Frame:
        """The organizations that the articles name, a row an article."""
        return self._facts("organizations", filter_of(**filters))

    def places(self, **filters: Unpack[Filters]) -> Frame:
        """The areas that the articles name, a row an article."""
        return self._facts("places", filter_of(**filters))

    def amounts(self, **filters: Unpack[Filters]) -> Frame:
        """The sums of money: those of the events, where a filter is one for events, else all of the articles."""
        return self._facts("amounts", filter_of(**filters))

    def quantities(self, **filters: Unpack[Filters]) -> Frame:
        """The counts and percentages, chosen as the amounts are."""
        return self._facts("quantities", filter_of(**filters))

    def quotes(self, **filters: Unpack[Filters]) -> Frame:
        """The direct speech in the articles."""
        return self._facts("quotes", filter_of(**filters))

    def warnings(self, **filters: Unpack[Filters]) -> Frame:
        """What is to be checked by hand in the articles."""
        return self._facts("warnings", filter_of(**filters))

    def stories(self, **filters: Unpack[Filters]) -> Frame:
        """The happenings that the articles tell of, each once, however many tell of it."""
        return self._facts("stories", filter_of(**filters))

    def flat(self, name: str, **filters: Unpack[Filters]) -> Frame:
        """A table as `extractor export` writes it: names of areas, outlets and people instead of keys, lists of what an event has.

        Args:
            name: "events", "articles", "people", "organizations", "places", "participants", "amounts", "quantities", "quotes" or
                "warnings".
            filters: as elsewhere.

        Raises:
            ExportError: there is no such table.
        """
        (table,) = chosen_tables([name])
        with selected(self._opened(), filter_of(**filters)) as selection:
            rows = list(table_rows(selection, table))
        return frame_of(self._maker, [(one.name, kind_of(one.name, one.kind)) for one in table.columns], rows)

    def contradictions(self) -> Frame:
        """What articles of a story tell differently: a row an article, the value told by most first."""
        rows = [
            (one.key, one.story, one.title, one.kind, one.what, *astuple(side))
            for one in contradictions(self._opened())
            for side in one.sides
        ]
        return frame_of(self._maker, _SIDE, rows)

    def office_holders(self) -> Frame:
        """Who held which office, and when articles showed it."""
        return self.view("office_holders")

    def versions(self, id_: str) -> Frame:
        """The versions of an article in the order in which they came; no row where there is no such article."""
        return frame_of(self._maker, _VERSION, [astuple(one) for one in self._opened().versions(id_)])

    def search(self, words: str, limit: int = 20) -> Frame:
        """Articles that hold all these words, the last first; see `extractor.store.Store.search`."""
        return frame_of(self._maker, _FOUND, [astuple(one) for one in self._opened().search(words, limit)])

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of all tables and views, views first; docs/store.md says what they hold."""
        return tuple(one.name for one in sorted(tables(), key=lambda one: not one.is_view))

    def view(self, name: str) -> Frame:
        """A whole table or view.

        Raises:
            ValueError: there is none of this name.
        """
        return self._frame(_table(name), f"FROM {name}")

    def sql(self, query: str, values: Values = ()) -> Frame:
        """The answer to a query of your own in SQLite's SQL; types are judged by the values.

        Args:
            query: one statement that reads, with `?` or `:name` where values go.
            values: for these places; also numbers and days out of a data frame.

        Raises:
            StoreError: SQLite does not understand the query, or it would write.
            TypeError: a value is nothing that SQLite has.
        """
        names, rows = self._reader.ask(query, bound(values))
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise StoreError(f"two columns of the query are named {twice[0]}: give each a name of its own with AS.")
        by_column = list(zip(*rows, strict=True)) or [()] * len(names)
        kinds = [kind_of_values(name, column) for name, column in zip(names, by_column, strict=True)]
        return frame_of(self._maker, list(zip(names, kinds, strict=True)), rows)

    # asking --------------------------------------------------------------------------------------------------------------

    def _opened(self) -> Store:
        self._reader.check_open()
        return self._store

    def _facts(self, name: str, asked: Filter) -> Frame:
        """Rows of a table of facts that a filter lets through."""
        if name == "events":
            meant, source = asked.events(), "FROM events JOIN articles ON articles.key = events.article"
        elif name == "articles":
            meant, source = asked.articles(), "FROM articles"
        else:
            meant, source = Condition.all_of((_told_by(name, asked), asked.rows(name))), f"FROM {name}"
        return self._frame(_table(name), f"{source} WHERE {meant.sql} ORDER BY {name}.key", meant.values)

    def _frame(self, table: Table, rest: str, values: Sequence[object] = ()) -> Frame:
        listed = ", ".join(f'{table.name}."{column.name}"' for column in table.columns)
        _, rows = self._reader.ask(f"SELECT {listed} {rest}", values)
        return frame_of(self._maker, [(one.name, kind_of(one.name, one.type)) for one in table.columns], rows)


def _table(name: str) -> Table:
    known = {one.name: one for one in tables()}
    if name not in known:
        near = get_close_matches(name, known, 1)
        raise ValueError(f"there is no table or view {name!r}" + (f"; {near[0]!r}?" if near else "; see `tables`"))
    return known[name]


def _told_by(name: str, asked: Filter) -> Condition:
    """Rows of a table that belong to the events or articles that are meant, as in exports."""
    if asked == Filter():
        return Condition()
    articles = asked.articles()
    column, key = ("key", "story") if name == "stories" else ("article", "key")
    of_articles = Condition(f"{name}.{column} IN (SELECT {key} FROM articles WHERE {articles.sql})", articles.values)
    if name not in _OF_EVENTS:
        return of_articles
    between, figure = _OF_EVENTS[name]
    events = asked.events()
    of_events = Condition(
        f"{name}.key IN (SELECT {between}.{figure} FROM {between} JOIN events ON events.key = {between}.event "
        f"JOIN articles ON articles.key = events.article WHERE {events.sql})",
        events.values,
    )
    if asked.asks_of_events:
        return of_events
    of_none = Condition(f"{name}.event IS NULL OR {of_events.sql}", of_events.values)
    return Condition.all_of((of_articles, of_none))


def _added(store: Store, records: Iterable[Record]) -> Counts:
    from extractor.identities.resolving import resolve  # noqa: PLC0415 - they take a while to load, and readers need none
    from extractor.stories.grouping import group  # noqa: PLC0415

    run, counts, status = store.begin_run("extractor.open"), Counts(), "failed"
    try:
        counts = store.upsert(records, run)
        resolve(store)
        group(store)
        status = "finished"
    finally:
        store.end_run(run, status, counts, 0)
    return counts
