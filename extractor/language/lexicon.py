"""Word lists of this room, kept as TOML in `data/`, as dictionaries and as regular expressions.

Gaps between the words of one expression hold a few blanks and at most one line break: posts are hard-wrapped, and a
blank line ends what was being said. All are bounded, so that no text makes a pattern slow.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

GAP = r"[^\S\n]{0,3}(?:\n[^\S\n]{0,8})?"  # blanks, a line break, or nothing
SPACE = r"(?:[^\S\n]{1,3}(?:\n[^\S\n]{0,8})?|\n[^\S\n]{0,8})"  # the same, at least one
COMMA = rf"{GAP}(?:,{GAP})?"  # a gap that may hold a comma
WORD = re.compile(r"\w+")
DIGITS = frozenset("0123456789")

_ATOMS = {" ": SPACE, "'": "['’‘`´ʼ]"}
_END = ""  # of a phrase, in the tree of phrases
_LAST_WORD_REACH = 24  # characters
_AROUND_WORDS = "(\"“‘'[:"


@cache
def word_lists(name: str) -> dict[str, Any]:
    """The word lists of `data/<name>.toml`."""
    return tomllib.loads(files("extractor.language").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


def either(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest that fits.

    A space in one stands for a gap, an apostrophe for any apostrophe.
    """
    tree: dict[str, Any] = {}
    for phrase in phrases:
        branch = tree
        for char in phrase:
            branch = branch.setdefault(_ATOMS.get(char) or re.escape(char), {})
        branch[_END] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, Any]) -> str:
    """Phrases with a common beginning share it, so that most places in a text fail at one letter."""
    ways = [atom + _pattern(rest) for atom, rest in sorted(tree.items()) if atom != _END]
    if not ways:
        return ""
    if len(ways) == 1 and _END not in tree:
        return ways[0]
    return f"(?:{'|'.join(ways)})" + ("?" if _END in tree else "")


def lowered(text: str) -> str:
    """The text in lower case, every character at its place.

    Patterns without `IGNORECASE` are searched in it, which is faster.
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    """The words, as `WORD` finds them, with which the phrases begin; lower case."""
    return frozenset(WORD.findall(phrase)[0].lower() for phrase in phrases)


def last_word(text: str, end: int) -> str:
    """The word that ends right before `text[end]`, but for blanks.

    It is in lower case and without brackets and quotation marks; `""` where there is none.
    """
    words = text[max(0, end - _LAST_WORD_REACH) : end].rsplit(None, 1)
    return words[-1].lower().strip(_AROUND_WORDS) if words else ""


def begins_line(text: str, start: int) -> bool:
    """Is `text[start]` the first character of its line but for blanks?"""
    before = text[max(0, start - 8) : start].rstrip(" \t")
    return before.endswith("\n") or (not before and start < 8)


class Before:
    """A phrase looked for right before a place.

    `pattern` describes the phrase up to the place, `last_words` are the words with which it can end: most places are
    settled by these alone. `reach` is the number of characters in which the phrase must lie.
    """

    def __init__(self, pattern: str, last_words: Iterable[str], reach: int) -> None:
        self._pattern = re.compile(rf"(?<![\w-]){pattern}{GAP}\Z", re.IGNORECASE)
        self._last_words = frozenset(phrase.split()[-1].lower() for phrase in last_words)
        self._reach = reach

    def find(self, text: str, end: int, floor: int = 0) -> re.Match[str] | None:
        """The phrase that ends at `text[end]` and begins at `floor` or later."""
        if last_word(text, end) not in self._last_words:
            return None
        return self._pattern.search(text, max(floor, end - self._reach), end)

    def __call__(self, text: str, end: int) -> bool:
        """Does the phrase stand there?"""
        return self.find(text, end) is not None
