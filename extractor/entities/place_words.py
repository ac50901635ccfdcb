"""The words of a text as the search for places sees them: what stands before and after a name."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import IntEnum
from itertools import accumulate

from extractor.knowledge.area_words import AreaWords, area_words
from extractor.knowledge.areas import HYPHENS, PIECE
from extractor.records import PlaceKind

_PIECES = re.compile(f"({PIECE.pattern})")
_ADJACENT = re.compile(r"\.?[^\S\n]*")  # on one line: a line is a paragraph
_LIST = re.compile(r"[^\S\n]*(?:,|/|&|dan|serta|,[^\S\n]*dan|,[^\S\n]*serta)[^\S\n]*\n?[^\S\n]*")
_SE = re.compile(r"(?<!\w)[Ss]e-(?=[A-Z])")
_DATELINE = re.compile(
    r"^[^\S\n]*(?P<head>\S[^\n–—]{0,68}?)"
    r"(?:[^\S\n]+(?:--?|[–—])|[–—]|(?<=[A-Z]{3})-(?=[A-Z][a-z]|[^\S\n])|[,.][^\S\n]*[–—-])",
    re.M,
)
_ROMAN = re.compile(r"[IVX]+$")
_WITH_PERIOD = frozenset({"kab", "kec", "kel", "prov", "prop", "kep", "drs", "dra", "alm", "bpk", "sdr", "jln"})
_BRANCHES = frozenset({"cabang", "wilayah", "kantor", "kcp"})
_AFTER_OFFICE = frozenset({"ri", "terpilih", "petahana"})
_BACK = 6  # words looked back over for what opens a name of something else
_RUN = 4  # words of the longest village name
_DATELINES = 4000  # characters in which a dateline may stand


class Footing(IntEnum):
    """How firmly the words around a name say that it means an area."""

    BLOCKED = 0  # part of the name of something else
    NEEDS_SUPPORT = 1  # only if the post names the same area plainly elsewhere
    WHERE = 2  # "di Hantakan": enough if the area lies where the post is
    FIRM = 3


class PlaceText:
    """The words of a text: `printed[i]`, `lower[i]`, at `[starts[i], ends[i])`."""

    def __init__(self, text: str) -> None:
        """Split `text` at everything that is no letter or digit."""
        parts = _PIECES.split(text)  # what stands before the first word, the word, what stands before the second, …
        borders = list(accumulate(map(len, parts)))
        self.text = text
        self.words: AreaWords = area_words()
        self.starts = borders[:-1:2]
        self.ends = borders[1::2]
        self.printed = parts[1::2]
        self.lower = [word.lower() for word in self.printed]
        self.count = len(self.printed)
        self._gaps = parts[::2]
        self._capitals = [word[0].isupper() for word in self.printed]
        self._after_se = {match.end() for match in _SE.finditer(text)} if "e-" in text else set()
        self._datelines = _dateline_ranges(text)
        self._headlines: dict[int, bool] = {}

    # -- words -------------------------------------------------------------------------------------------------------

    def capital(self, i: int) -> bool:
        """Tell whether word `i` begins with a capital."""
        return i < self.count and self._capitals[i]

    def adjacent(self, i: int) -> bool:
        """Tell whether only a blank, or a short form's period, stands between word `i` and the word before it."""
        if not 0 < i < self.count:
            return False
        gap = self._gaps[i]
        if gap == " ":
            return True
        match = _ADJACENT.fullmatch(gap)
        return match is not None and ("." not in gap or self._takes_period(i - 1))

    def _takes_period(self, i: int) -> bool:
        return len(self.printed[i]) <= 2 or self.lower[i] in _WITH_PERIOD

    def hyphen(self, i: int) -> bool:
        """Tell whether a hyphen joins word `i` to the word before it."""
        return 0 < i < self.count and self._gaps[i] in HYPHENS

    def index_after(self, offset: int) -> int:
        """Return the index of the first word that begins at or after `offset`."""
        return bisect_left(self.starts, offset)

    def after_separator(self, j: int) -> int | None:
        """Return the word after a comma or "dan" that follows word `j - 1`, if there is one."""
        match = _LIST.match(self.text, self.ends[j - 1])
        if match is None or not match.group().strip():
            return None
        k = self.index_after(match.end())
        return k if k < self.count and self.starts[k] == match.end() else None

    def run_end(self, j: int, longest: int = _RUN) -> int:
        """Return the index after the capitalised words from `j` that follow one another, before another name's first."""
        k = j + 1
        while k < self.count and k - j < longest and (self.adjacent(k) or self.hyphen(k)) and self.capital(k):
            if "." in self._gaps[k] or self.lower[k] in self.words.levels:
                break
            if self.lower[k] in self.words.ends and not _ROMAN.match(self.printed[k]):
                break
            k += 1
        return k

    def in_headline(self, i: int) -> bool:
        """Tell whether word `i` stands in a line that prints every word with a capital."""
        start = self.text.rfind("\n", 0, self.starts[i]) + 1
        if start not in self._headlines:
            end = self.text.find("\n", start)
            line = self.text[start : end if end >= 0 else None][:400]
            words = [word for word in PIECE.findall(line) if len(word) > 3 and word.lower() not in self.words.levels]
            self._headlines[start] = len(words) > 4 and sum(word[0].isupper() for word in words) >= 0.85 * len(words)
        return self._headlines[start]

    # -- what stands around a name -----------------------------------------------------------------------------------

    def is_dateline(self, start: int, end: int) -> tuple[bool, bool]:
        """Tell whether a name is the dateline, alone between line beginning, commas and dash, and whether it is first."""
        for low, high in self._datelines:
            if low <= start < high:
                before, after = self.text[low:start].rstrip(), self.text[end:high].lstrip()
                alone = (not before or before[-1] in ",/|") and (not after or after[0] in ",/|(")
                return alone, not before
        return False, False

    def office_before(self, i: int) -> PlaceKind | None:
        """Return the level that the office right before word `i` fixes: "Bupati", "Wali Kota", "Kejaksaan Tinggi"."""
        if i == 0 or not self.adjacent(i):
            return None
        last = self.lower[i - 1]
        if last in _AFTER_OFFICE and i > 1:
            last = self.lower[i - 2]
        pair = f"{self.lower[i - 2]} {last}" if i > 1 else last
        return self.words.offices.get(pair) or self.words.offices.get(last)

    def public_before(self, i: int) -> bool:
        """Tell whether the word before word `i` is one that public offices are named with: "Dinas Sosial …"."""
        return i > 0 and self.lower[i - 1] in self.words.public

    def before(self, i: int) -> Footing:
        """Judge the words right before word `i`.

        FIRM after an office or branch, WHERE after "di", BLOCKED inside the name of something else, NEEDS_SUPPORT after
        a capitalised word of no known sort or after nothing that tells.
        """
        if i == 0:
            return Footing.NEEDS_SUPPORT
        if self.starts[i] in self._after_se:
            return Footing.WHERE
        if self.hyphen(i):
            return self.before(i - 1)  # "tol Pasuruan-Probolinggo"
        if not self.adjacent(i):
            return Footing.NEEDS_SUPPORT
        first = self.lower[i - 1]
        if first in self.words.places:
            return Footing.WHERE
        known = first in self.words.before or first in self.words.public
        firm = known or self.office_before(i) is not None or self._acronym(i - 1)
        for k in range(i - 1, max(-1, i - 1 - _BACK), -1):
            word = self.lower[k]
            if word in self.words.levels or word in self.words.offices or word in _BRANCHES:
                break
            opens = k == 0 or not self.adjacent(k) or not self.capital(k - 1)
            if word in self.words.heads and (opens or word not in self.words.public):
                return Footing.BLOCKED
            if opens:
                break
        return Footing.FIRM if firm else Footing.NEEDS_SUPPORT

    def _acronym(self, i: int) -> bool:
        return len(self.printed[i]) > 1 and self.printed[i].isupper()

    def in_a_personal_name(self, i: int, after: int) -> bool:
        """Tell whether words `[i, after)` may be part of a person's name: "Lidya Parapat", "Larantuka Arya"."""
        if i > 0 and self.adjacent(i) and self.capital(i - 1):
            return True
        return (
            self.adjacent(after)
            and self.capital(after)
            and not self.printed[after].isupper()
            and self.lower[after] not in self.words.levels
            and not any(
                self.lower[after] in words for words in (self.words.before, self.words.public, self.words.heads)
            )
        )


def _dateline_ranges(text: str) -> list[tuple[int, int]]:
    """Return where datelines stand: "KALABAHI, SUARAPULAU -" at the beginning of a line, up to the dash."""
    ranges = []
    for match in _DATELINE.finditer(text[:_DATELINES]):
        words = PIECE.findall(match["head"])
        if 0 < len(words) <= 8 and not any(word.isalpha() and word.islower() for word in words):
            ranges.append((match.start("head"), match.end("head")))
    return ranges[:3]
