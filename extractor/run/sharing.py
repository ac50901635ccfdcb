"""Which items are on their way to workers, to be done again, answered, and whose turn it is to be told."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH: Final = 8
"""Items that a worker is sent at once: the pipe is used little, and little has to be sent again when it dies."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """The answer to an item; `number` is its place among the items, from 0."""

    number: int
    result: Result


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item that cost two workers; `reason` says how the second ended."""

    number: int
    item: Item
    reason: str


@dataclass(slots=True)
class Given(Generic[Item]):
    """An item on its way; `tried`: it has cost a worker already."""

    number: int
    item: Item
    tried: bool = False


class Sharing(Generic[Item, Result]):
    """Items shared out and answers brought back, without any process.

    Args:
        items: taken one by one as they are needed.
        window: items that may be on their way at the same time.
        ordered: are answers told in the order of the items, or as they come?
    """

    def __init__(self, items: Iterator[Item], *, window: int, ordered: bool) -> None:
        self._items, self._window, self._ordered = enumerate(items), window, ordered
        self._again: deque[Given[Item]] = deque()
        self._alone: deque[Given[Item]] = deque()
        self._answers: dict[int, Done[Result] | Lost[Item]] = {}
        self._told = self._taken = 0
        self._exhausted = False

    @property
    def ended(self) -> bool:
        """Has every item been answered, and every answer told?"""
        return self._exhausted and self._told == self._taken

    def batch(self) -> list[Given[Item]]:
        """What a worker is to do next: a suspect alone, else what another left, else new items; empty if there is nothing now."""
        if self._alone:
            return [self._alone.popleft()]
        batch = [self._again.popleft() for _ in range(min(BATCH, len(self._again)))]
        while len(batch) < BATCH and not self._exhausted and self._taken - self._told < self._window:
            try:
                number, item = next(self._items)
            except StopIteration:
                self._exhausted = True
                break
            self._taken += 1
            batch.append(Given(number, item))
        return batch

    def take(self, given: Given[Item], result: Result) -> None:
        """An item was answered."""
        self._answers[given.number] = Done(given.number, result)

    def fail(self, given: Given[Item], reason: str) -> None:
        """An item cost a worker."""
        if given.tried:
            self._answers[given.number] = Lost(given.number, given.item, reason)
        else:
            given.tried = True
            self._alone.append(given)

    def give_back(self, given: Iterable[Given[Item]]) -> None:
        """Items that a worker did not come to; suspects stay alone."""
        for one in given:
            (self._alone if one.tried else self._again).append(one)

    def answered(self) -> Iterator[Done[Result] | Lost[Item]]:
        """Answers that may be told now."""
        while self._answers:
            number = self._told if self._ordered else next(iter(self._answers))
            if number not in self._answers:
                return
            self._told += 1
            yield self._answers.pop(number)
