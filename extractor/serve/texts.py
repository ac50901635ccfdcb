"""The words of the pages in a language: `words/<part>.<language>.toml`; numbers, sums and days as that language writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from extractor.knowledge.files import load_toml

LANGUAGES: Final = ("id", "en")
"""Languages there are words for; the first is that of the users."""

_CLOCK: Final = ZoneInfo("Asia/Jakarta")
_DECIMALS: Final = 3


class Texts:
    """Words, numbers, sums and days in one language.

    Args:
        language: one of `LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._parts = _parts(language)

    def __call__(self, key: str, n: int | None = None, **filled: object) -> str:
        """The words of a key, "part.key"; `n` (grouped) and other parts are filled in, two forms are told apart by `n`.

        Raises:
            KeyError: there are no such words.
        """
        part, _, name = key.partition(".")
        words = self._parts[part][name]
        if isinstance(words, list):
            words = words[0 if n == 1 else 1]
        return str(words).format(n=None if n is None else self.number(n), **filled)

    def word(self, table: str, value: str | None) -> str:
        """The word for a value of a vocabulary; the value itself where there is none, "" for none."""
        if value is None:
            return ""
        return str(self._parts["vocabulary"][table].get(value, value.replace("_", " ")))

    def table(self, name: str) -> Mapping[str, str]:
        """A whole vocabulary, in its order."""
        found: Mapping[str, str] = self._parts["vocabulary"][name]
        return found

    def number(self, value: float) -> str:
        """A number, grouped: 1.234.567,5 in Indonesian, 1,234,567.5 in English."""
        exact = Decimal(str(value))
        text = f"{int(exact):,}" if exact == exact.to_integral_value() else f"{exact:,f}".rstrip("0")
        return text.translate(str.maketrans(",.", ".,")) if self.language == "id" else text

    def rupiah(self, value: float) -> str:
        """A sum, scaled: "Rp 42 juta", "Rp 42 million"; three decimals at most."""
        exact = Decimal(str(value))
        scales = self._parts["vocabulary"]["scales"]
        for one in load_toml("display.toml")["scale"]:
            if exact >= one["value"]:
                share = round(exact / one["value"], _DECIMALS)
                return f"Rp\u00a0{self.number(float(share))}\u00a0{scales[one['word']]}"
        return self.rupiah_full(value)

    def rupiah_full(self, value: float) -> str:
        """A sum to the last rupiah."""
        return f"Rp\u00a0{self.number(value)}"

    def percent(self, share: float) -> str:
        """A share of 1 in percent, without decimals."""
        return f"{self.number(round(share * 100))}{'' if self.language == 'en' else ' '}%".replace(" ", "\u00a0")

    def day(self, iso: str | None, end: str | None = None) -> str:
        """A day, month or year, or two of them from first to last: "12 Mei 2026"; "" for none."""
        if not iso:
            return ""
        if end and end != iso:
            return f"{self._day(iso)} – {self._day(end)}"
        return self._day(iso)

    def moment(self, iso: str | datetime | None) -> str:
        """A moment on the clock of Jakarta; a day where no time is told."""
        if not iso:
            return ""
        try:
            at = iso if isinstance(iso, datetime) else datetime.fromisoformat(iso)
        except ValueError:
            return self._day(str(iso)[:10])
        if at.tzinfo is None:
            return self._day(str(iso)[:10])
        here = at.astimezone(_CLOCK)
        hour = f"{here:%H.%M}" if self.language == "id" else f"{here:%H:%M}"
        return f"{self._day(f'{here:%Y-%m-%d}')}, {hour} WIB"

    def _day(self, iso: str) -> str:
        year, *rest = iso[:10].split("-")
        if not year.isdigit() or not all(one.isdigit() for one in rest) or (rest and not 1 <= int(rest[0]) <= 12):
            return iso
        parts = [str(int(rest[1]))] if len(rest) > 1 else []
        parts += [self._parts["vocabulary"]["months"]["names"][int(rest[0]) - 1]] if rest else []
        return " ".join([*parts, year])


@cache
def texts_in(language: str) -> Texts:
    """The words of a language, one of `LANGUAGES`."""
    return Texts(language)


def spoken(asked: str | None, cookie: str | None, header: str | None) -> str:
    """The language to answer in: what the address asks, what was chosen before, what the browser prefers, else Indonesian.

    Args:
        asked: of the address.
        cookie: of an earlier choice.
        header: Accept-Language.
    """
    for one in (asked, cookie):
        if one in LANGUAGES:
            return one
    best, most = LANGUAGES[0], 0.0
    for piece in (header or "").split(",")[:20]:
        tag, _, weight = piece.partition(";")
        language = tag.strip().lower().partition("-")[0]
        try:
            share = float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
        except ValueError:
            continue
        if language in LANGUAGES and share > most:
            best, most = language, share
    return best


@cache
def _parts(language: str) -> dict[str, dict[str, Any]]:
    found = {}
    for file in files("extractor.serve").joinpath("words").iterdir():
        part, _, ending = file.name.partition(".")
        if ending == f"{language}.toml":
            found[part] = tomllib.loads(file.read_text(encoding="utf-8"))
    found["vocabulary"]["programs"] = {one["code"]: one["name"] for one in load_toml("programs.toml")["program"]}
    return found
