"""The digest's words in a language."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from extractor.digest.model import DigestError
from extractor.digest.rules import load
from extractor.digest.window import WIB
from extractor.run.figures import number

LANGUAGES: Final = ("id", "en")
"""Languages there are words for; the first is that of the users."""


class Words:
    """Words of `words.toml` in one language.

    Args:
        language: one of `LANGUAGES`.
        year: that is left out of days.

    Raises:
        DigestError: there are no words in this language.
    """

    def __init__(self, language: str = LANGUAGES[0], year: int | None = None) -> None:
        if language not in LANGUAGES:
            raise DigestError(f"{language}: the digest has no words in this language. Choose {' or '.join(LANGUAGES)}.")
        self.language = language
        self._words: dict[str, Any] = load("words.toml")[language]
        self._year = year

    def __call__(self, key: str, n: int | None = None, **parts: str) -> str:
        """The words of a key, `n` (written with points between thousands) and other parts filled in."""
        words = self._words[key]
        if isinstance(words, list):
            words = words[0 if n == 1 else 1]
        return str(words).format(n=None if n is None else number(n), **parts)

    def named(self, table: str, value: str) -> str:
        """The word for a value of a vocabulary; the value itself where there is none."""
        return str(self._words[table].get(value, value.replace("_", " ")))

    def said(self, message: str) -> str:
        """What the program says in English, in this language where it is known."""
        for one in self._words.get("said", ()):
            if found := re.fullmatch(one["pattern"], message, re.DOTALL):
                return str(one["words"]).format(found[0], *found.groups())
        return message

    def day(self, start: str, end: str | None = None) -> str:
        """A day, month or year, or two of them from first to last: "12 Mei", "12–14 Mei", "Mei 2027"."""
        if end is None or end == start:
            return self._day(start)
        if start[:7] == end[:7] and len(start) == len(end) == len("2026-05-12"):
            return f"{int(start[8:])}–{self._day(end)}"
        return self("to", first=self._day(start), last=self._day(end))

    def moment(self, key: str, at: datetime) -> str:
        """The words of a key with the day and hour of a moment, on the clock of Jakarta."""
        here = at.astimezone(WIB)
        day = f"{here.day} {self._month(here.month)} {here.year}"
        return self(key, day=day, hour=f"{here:%H.%M}" if self.language == "id" else f"{here:%H:%M}", zone="WIB")

    def _day(self, iso: str) -> str:
        year, *rest = iso.split("-")
        parts = [str(int(rest[1]))] if len(rest) > 1 else []
        parts += [self._month(int(rest[0]))] if rest else []
        if not (len(rest) > 1 and year == str(self._year)):
            parts.append(year)
        return " ".join(parts)

    def _month(self, month: int) -> str:
        return str(self._words["months"]["names"][month - 1])
