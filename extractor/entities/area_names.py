"""Reading areas as they stand in names: "Kabupaten Alor", "Kalteng", "Tabalong-Balangan", "Desa Olilit Raya"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.entities.words import Words
from extractor.knowledge.areas import Area, AreaMatch, areas, match_area
from extractor.knowledge.institutions import body_words, name_levels, public_words
from extractor.knowledge.titles import given_names, offices
from extractor.language.names import read_honorifics
from extractor.language.phrases import Phrases
from extractor.records import PlaceKind

_ACRONYM = re.compile(r"^[A-Z][A-Za-z0-9/&.-]{1,15}$")
_SMALL = (PlaceKind.VILLAGE, PlaceKind.OTHER)
_WIDE = (PlaceKind.PROVINCE, PlaceKind.REGENCY, PlaceKind.CITY, PlaceKind.OTHER)
_SPELLED = {"kab": "Kabupaten", "prov": "Provinsi", "kec": "Kecamatan", "kel": "Kelurahan"}


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area read at words `[start, end)`: level word included, `name` spelled out, `level` as printed or empty."""

    start: int
    end: int
    name: str
    level: str
    area: Area | None

    @property
    def full(self) -> str:
        """Level and name: "Kabupaten Alor"."""
        return f"{self.level} {self.name}".strip()


class AreaReader:
    """Reads areas in the words of one text."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._levels = name_levels()
        self._villages: Phrases[bool] | None = None
        self._matches: dict[int, AreaMatch | None] = {}

    def match_area(self, i: int) -> AreaMatch | None:
        """The name of an area that begins with word `i`, whatever it means there."""
        if i not in self._matches:
            self._matches[i] = match_area(self.words.text, self.words.starts[i])
        return self._matches[i]

    def read_area(self, i: int, *, all_kinds: bool = False, unknown: bool = True) -> AreaName | None:
        """The area at word `i`: "Kabupaten Alor", "Kalteng", "Tabalong-Balangan", "Desa Olilit Raya".

        Without a level word only provinces, regencies, cities, seats and islands are read, with `all_kinds` districts
        too. `unknown` allows names outside the gazetteer after a level word.
        """
        words = self.words
        if i >= len(words):
            return None
        level = ""
        j = i
        kinds: tuple[PlaceKind, ...] | None = None
        if words.keys[i] in self._levels and i + 1 < len(words) and words.capital[i + 1]:
            kinds = self._levels[words.keys[i]]
            level = _SPELLED.get(words.keys[i], words.texts[i].capitalize())
            j = i + 1
            twice = words.keys[j] in self._levels  # "Kabupaten Kabupaten Pati"
            if twice and j + 1 < len(words) and words.capital[j + 1]:
                j += 1
        if not words.capital[j]:
            return None
        if kinds is not None and kinds[0] in _SMALL and unknown:
            return self._small_area(i, j, level)
        match = self.match_area(j)
        if match is not None:
            end = words.index_until(match.end)
            if words.ends[end - 1] != match.end:
                match = None
        if match is not None and kinds is None and read_honorifics(words.texts, words.keys, j)[1]:
            return None  # "Kepala Kacab Ibu Mega": polite words that are names of districts too
        if match is not None:
            allowed = kinds or (None if all_kinds else _WIDE)
            fitting = [
                a
                for a in match.candidates
                if allowed is None or a.kind in allowed or (kinds is None and (a.code is None or areas().is_town(a)))
            ]
            if not fitting and kinds and kinds[0] in _SMALL:
                return AreaName(i, end, proper(words.read(j, end)), level, None)
            if fitting:
                area = fitting[0]
                name = area.name if match.short or words.read(j, end).isupper() else words.read(j, end)
                name, end = self._twin(name, end)
                if end < len(words) - 2 and words.texts[end] == "(" and words.texts[end + 2] == ")":
                    inner = words.texts[end + 1]
                    again = self.match_area(end + 1)
                    if (again is not None and again.short) or (is_acronym(inner) and inner.isupper()):
                        end += 3
                return AreaName(i, end, proper(name), level, area)
        if not level or not unknown:
            return None
        end = self.capitals_end(j, i, most=4)
        return AreaName(i, end, proper(words.read(j, end)), level, None) if end > j else None

    def _small_area(self, i: int, j: int, level: str) -> AreaName | None:
        """A village or hamlet after its level word: the capitals that follow, for gazetteers do not know them all."""
        words = self.words
        end = self.capitals_end(j, i, most=3)
        end = next((k for k in range(j + 1, end) if words.keys[k] in given_names()), end)
        if end == j:
            return None
        match = self.match_area(j)
        known = (
            [a for a in match.candidates if a.kind is PlaceKind.VILLAGE]
            if match is not None and match.end == words.ends[end - 1]
            else []
        )
        return AreaName(i, end, proper(words.read(j, end)), level, known[0] if known else None)

    def own_village(self, i: int) -> AreaName | None:
        """A village at word `i` that the text names with its level elsewhere: "BPD Gobah" where "Desa Gobah" is spoken of."""
        words = self.words
        if self._villages is None:
            self._villages = Phrases((area.name, True) for area in self._villages_named())
        match = self._villages.match(words.keys, i)
        return None if match is None else AreaName(i, match[0], proper(words.read(i, match[0])), "", None)

    def _villages_named(self) -> Iterator[AreaName]:
        """The villages that the text names with their level, but for those after a head's title, where a person may follow."""
        words = self.words
        for k, word in enumerate(words.keys[:-1]):
            if word not in body_words("village_levels") or not words.capital[k + 1]:
                continue
            before = words.keys[max(0, k - 2) : k]
            in_a_name = (
                before[-1:] == ["dan"] and before[0] in public_words()
            )  # "Pemberdayaan Masyarakat dan Desa Ahmad"
            area = None if in_a_name or set(before[-1:]) & body_words("heads_of_villages") else self.read_area(k)
            if area is not None and area.end > k + 1:
                yield area

    def _twin(self, name: str, end: int) -> tuple[str, int]:
        """Two areas joined by a hyphen or a dash: "Tabalong-Balangan", "Sumbar-Riau"."""
        words = self.words
        if end + 1 < len(words) and words.texts[end] in ("-", "–", "/") and words.capital[end + 1]:
            match = self.match_area(end + 1)
            if match is not None and words.glued(end):
                stop = words.index_until(match.end)
                return f"{name}-{words.read(end + 1, stop)}", stop
        return name, end

    def same(self, i: int, first: int) -> bool:
        """Is word `i` in the sentence of word `first`?"""
        return i < len(self.words) and self.words.sentences[i] == self.words.sentences[first]

    def capitals_end(self, i: int, first: int, *, most: int) -> int:
        """After at most `most` capitalised words from word `i` in the sentence of word `first`, before a person or an office."""
        end = i
        while self.same(end, first) and end - i < most and self.words.capital[end] and not self.opens_person(end, i):
            end += 1
        return end

    def opens_person(self, i: int, first: int) -> bool:
        """Does a person, an office or a word of level begin at word `i`, so that the name from word `first` ends?"""
        words = self.words
        if i > first and read_honorifics(words.texts, words.keys, i)[1]:
            return True
        return offices().match(words.keys, i) is not None or words.keys[i] in self._levels


def is_acronym(word: str) -> bool:
    """Is it printed as an acronym: "KCP", "Disnakertrans"?"""
    return _ACRONYM.match(word) is not None


def proper(name: str) -> str:
    """A name printed all in capitals, in its usual case; short ones (acronyms) stay."""
    if not name.isupper() or len(name) <= 5:
        return name
    return " ".join(
        w if len(w) <= 3 and w in ("DKI", "DI", "PT", "CV", "II", "III", "IV", "VI") else w.capitalize()
        for w in name.split()
    )
