"""Phrases of one or more words, found at a place in a list of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")
_WORD = re.compile(r"\w+(?:[-.'’/]\w+)*|[^\w\s.]")


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """A word as phrases are compared: lower case, no final period, one kind of apostrophe."""
    return word.lower().rstrip(".").replace("’", "'").replace("`", "'") or word


def words_of(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase's words: `"Kab. Alor"` is `("kab", "alor")`."""
    plain = phrase.split()
    if all(word.isalnum() for word in plain):  # most are, and then there is nothing to look for
        return tuple(key(word) for word in plain)
    return tuple(key(word) for word in _WORD.findall(phrase))


class Phrases(Generic[T]):
    """A dictionary of phrases that answers: which is the longest one that starts at word `i`?"""

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        self._sizes: dict[str, tuple[int, ...]] = {}  # words of the phrases that begin with a word, the longest first
        self._values: dict[tuple[str, ...], T] = {}
        for phrase, value in entries:
            self.add(phrase, value)

    def add(self, phrase: str, value: T) -> None:
        """Add a phrase; the first value given for a phrase stays."""
        words = words_of(phrase)
        if words and words not in self._values:
            self._values[words] = value
            sizes = {len(words), *self._sizes.get(words[0], ())}
            self._sizes[words[0]] = tuple(sorted(sizes, reverse=True))

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, phrase: str) -> bool:
        return words_of(phrase) in self._values

    @property
    def openers(self) -> Set[str]:
        """The keys with which phrases begin: at any other word nothing matches."""
        return self._sizes.keys()

    def match(self, keys: Sequence[str], start: int) -> tuple[int, T] | None:
        """The longest phrase at `keys[start]`: the index after it and its value, or `None`."""
        if start >= len(keys):
            return None
        for size in self._sizes.get(keys[start], ()):
            # A slice over the end is shorter than any phrase of this size, so it is none of them or one tried in its turn.
            found = self._values.get(tuple(keys[start : start + size]))
            if found is not None:
                return min(start + size, len(keys)), found
        return None
