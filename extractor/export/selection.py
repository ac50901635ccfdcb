"""What a filter means, in a store held still: its articles and events, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from extractor.store.filters import Filter
from extractor.store.rows import keys_of
from extractor.store.store import Store

_PIECE: Final = 250  # articles


@dataclass(frozen=True, slots=True)
class Span:
    """Some hundred chosen articles: keys of the first and the last."""

    first: int
    last: int

    @property
    def rows(self) -> tuple[int, int]:
        """First and last key that the rows of these articles may have."""
        return keys_of(self.first)[0], keys_of(self.last)[1]


class Selection:
    """The articles and events that a filter means; made by `selected`.

    The tables `chosen_articles` and `chosen_events`, of one column `key`, hold them, `first_of_stories` the first chosen article of each
    story; they are the connection's own and go with it.

    Attributes:
        store: as it was when the selection was made, whatever is written meanwhile.
        asked: the filter.
    """

    def __init__(self, store: Store, asked: Filter) -> None:
        self.store, self.asked = store, asked
        articles, events = asked.articles(), asked.events()
        for name in ("chosen_articles", "chosen_events", "first_of_stories"):
            store.database.rows(f"CREATE TEMP TABLE {name} (key INTEGER PRIMARY KEY)")
        store.database.rows(
            f"INSERT INTO chosen_articles SELECT articles.key FROM articles WHERE {articles.sql}", *articles.values
        )
        store.database.rows(
            f"INSERT INTO chosen_events SELECT events.key FROM events JOIN articles ON articles.key = events.article WHERE {events.sql}",
            *events.values,
        )
        store.database.rows(
            """
            INSERT INTO first_of_stories SELECT min(articles.key) FROM chosen_articles CROSS JOIN articles ON articles.key = chosen_articles.key
            WHERE articles.story IS NOT NULL GROUP BY articles.story
            """
        )

    def spans(self) -> Iterator[Span]:
        """The chosen articles in the order of their keys."""
        last = -1
        while keys := self._keys_after(last):
            last = keys[-1]
            yield Span(keys[0], last)

    def lines(self) -> Iterator[bytes]:
        r"""The records of the chosen articles as `extract` wrote them, `\n` at their end."""
        last = -1
        while keys := self._keys_after(last):
            last = keys[-1]
            yield from self.store.lines(keys)

    def _keys_after(self, last: int) -> list[int]:
        rows = self.store.database.rows(
            "SELECT key FROM chosen_articles WHERE key > ? ORDER BY key LIMIT ?", last, _PIECE
        )
        return [key for (key,) in rows]


@contextmanager
def selected(store: Store, asked: Filter) -> Iterator[Selection]:
    """What a filter means at this moment. The store may be written to while the selection is read: it does not change.

    Raises:
        StoreError: the store cannot be read.
    """
    with Store(store.path, read_only=True) as still:
        still.database.rows("BEGIN")  # all that is read from here on is of one moment
        yield Selection(still, asked)
