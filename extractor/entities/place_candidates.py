"""Names in a text that may mean an area, each with how firmly its neighbourhood says so.

What the whole post says is weighed in `extractor.entities.places`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.entities.place_words import Footing, PlaceText
from extractor.knowledge.areas import Area, AreaMatch, Areas, area_key, areas
from extractor.records import PlaceKind

HOME = "indonesia"  # a post says it of every reader; no annotator lists it
_MAJOR = frozenset({PlaceKind.PROVINCE, PlaceKind.CITY, PlaceKind.REGENCY})
_OVER_VILLAGES = frozenset({"pemerintah", "raja", "kepala", "warga", "pj", "plt", "penjabat"})
_HEADS_OF_VILLAGES = frozenset({"kepala", "sekretaris"})
_AROUND_SHORT_FORM = re.compile(r" ?\(\w{2,10}\) (\w+)")  # "Ogan Komering Ulu (OKU) Timur"
_LINKS = frozenset({"dan", "serta"})
_INTRODUCES = frozenset({"yaitu", "yakni", "ialah"})
_BRANCHES = frozenset({"cabang", "kacab", "kcp", "kancab"})
_SHORTEST_VILLAGE = 3  # letters, where only "di" says that the word is a place


@dataclass(slots=True)
class Candidate:
    """A name at `[start, end)` that may mean one of `areas`.

    `level`: the level that a word before the name says, `explicit` where that word is one of level ("Kabupaten") and
    not an office ("Bupati"). `ends`: for a village, where its name may end, the longest first; `verify`: the name
    counts only if the decree has such a village near by.
    """

    start: int
    end: int
    areas: tuple[Area, ...]
    footing: Footing
    level: PlaceKind | None = None
    explicit: bool = False
    short: bool = False
    dateline: bool = False
    ends: tuple[int, ...] = ()
    verify: bool = False


def find_candidates(text: str) -> list[Candidate]:
    """Return the candidates of a text in order; none overlap but villages that are yet to be verified."""
    return _Reader(text).read()


class _Reader:
    """One pass over the words of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = PlaceText(text)
        self.words = self.at.words
        self.areas: Areas = areas()
        self.found: list[Candidate] = []

    def read(self) -> list[Candidate]:
        i, at = 0, self.at
        levels, unlisted = self.words.levels, self.words.unlisted
        while i < at.count:
            word = at.lower[i]
            if word in levels:
                i = self._read_level(i)
            elif word in unlisted and at.adjacent(i + 1) and at.capital(i + 1):
                i = at.run_end(i + 1)
            elif at.capital(i):
                i = self._read_name(i)
            else:
                i += 1
        return self.found

    def _match(self, i: int) -> AreaMatch | None:
        if i >= self.at.count or not self.areas.begins_name(self.at.printed[i]):
            return None
        match = self.areas.match(self.text, self.at.starts[i])
        if match is not None and self.text.startswith("(", match.end + 1):
            return self._around_short_form(match) or match
        return match

    def _around_short_form(self, match: AreaMatch) -> AreaMatch | None:
        inside = _AROUND_SHORT_FORM.match(self.text, match.end)
        if inside is None:
            return None
        whole = self.areas.named(f"{self.text[match.start : match.end]} {inside[1]}")
        return AreaMatch(match.start, inside.end(), whole, short=True) if whole else None

    # -- after a word of level ---------------------------------------------------------------------------------------

    def _read_level(self, i: int) -> int:
        """Read from the word of level at `i`; return the index of the next word to read."""
        at, level = self.at, self.words.levels[self.at.lower[i]]
        j = i + 1
        if j < at.count and at.lower[j] == "administrasi":
            j += 1
        if j < at.count and at.lower[j] in _INTRODUCES and not at.capital(i):
            return self._read_introduced(level, j)
        named = self._match(j)
        whole = self._match(i) if at.capital(i) else None
        if whole is not None and whole.end > at.ends[i] and not self._fits(level, named):
            return self._read_name(i)  # "Kota Pinang": the word is part of the name
        if not (j < at.count and at.adjacent(j)):
            return i + 1
        if at.lower[j] in self.words.not_names and not self._fits(level, named):
            return i + 1
        if level is PlaceKind.VILLAGE:
            return self._read_village(i, j)
        end = self._add_explicit(level, j)
        return i + 1 if end is None else self._read_list(level, end)

    def _read_introduced(self, level: PlaceKind, j: int) -> int:
        """Read the areas that "empat kecamatan, yaitu Kambera dan Kanatang" announces; `j` is the word that does so."""
        k = j + 1
        if not (self.at.adjacent(k) and self.at.capital(k)):
            return k
        if level is PlaceKind.VILLAGE:
            last: int | None = k
            while last is not None and self.at.capital(last) and not self._new_level(last):
                k = self._add_village(last, Footing.FIRM, verify=True)
                last = self.at.after_separator(k)
            return k
        end = self._add_explicit(level, k, listed=True)
        return k if end is None else self._read_list(level, end)

    def _fits(self, level: PlaceKind, match: AreaMatch | None) -> bool:
        if match is None:
            return False
        towns = level is PlaceKind.CITY and any(self.areas.is_town(area) for area in match.candidates)
        return towns or bool(match.of_kind(level))

    def _add_explicit(self, level: PlaceKind, j: int, *, listed: bool = False) -> int | None:
        """Add the name at word `j` as an area of `level`; return the index after it, or None if it is no such name."""
        match = self._match(j) or self._small_province(level, j)
        fitting = match.of_kind(level) if match else ()
        if match is not None and not fitting and not listed and level is not PlaceKind.DISTRICT:
            # "Kota Sampit" is a seat, "Kabupaten Palangka Raya" a slip
            towns = tuple(area for area in match.candidates if self.areas.is_town(area))
            fitting = match.of_kind(*_MAJOR) or towns
        if match is not None and fitting:
            self.found.append(Candidate(match.start, match.end, fitting, Footing.FIRM, level, True, match.short))
            return self.at.index_after(match.end)
        unknown = level in (PlaceKind.DISTRICT, PlaceKind.REGENCY) and self.at.capital(j)
        if listed or not unknown or self.at.in_headline(j):
            return None
        end = self.at.run_end(j, 3)
        self.found.append(Candidate(self.at.starts[j], self.at.ends[end - 1], (), Footing.FIRM, level, True))
        return end

    def _small_province(self, level: PlaceKind, j: int) -> AreaMatch | None:
        """Read "pemerintah provinsi sulawesi utara": provinces in small letters, right after the word."""
        if level is not PlaceKind.PROVINCE or self.at.capital(j):
            return None
        match = self.areas.match(self.text, self.at.starts[j], cased=False)
        return match if match is not None and match.of_kind(PlaceKind.PROVINCE) else None

    def _read_list(self, level: PlaceKind, j: int) -> int:
        """Read on in "Kabupaten Tapanuli Selatan dan Padang Lawas Utara" from word `j`."""
        while True:
            k = self.at.after_separator(j)
            if k is None or self.at.lower[k] in self.words.levels or not self.at.capital(k):
                return j
            end = self._add_explicit(level, k, listed=True)
            if end is None:
                return j
            j = end

    def _read_village(self, i: int, j: int) -> int:
        """Add the capitalised words from `j` as a village; the village list will say where its name ends."""
        at = self.at
        doubtful = at.lower[i] in self.words.doubtful
        headed = i > 0 and at.lower[i - 1] in _HEADS_OF_VILLAGES and at.adjacent(i)
        if not at.capital(j):
            return i + 1
        if doubtful and at.adjacent(i) and at.capital(i - 1) and at.lower[i - 1] not in _OVER_VILLAGES:
            return i + 1  # "Kejaksaan Negeri Banggai"
        verify = doubtful or headed or at.in_headline(j)
        k: int | None = j
        last = i + 1
        while k is not None and at.capital(k) and not self._new_level(k):
            end = self._add_village(k, Footing.FIRM, verify=verify)
            last = j if verify else end
            k, verify = at.after_separator(end), True
        return last

    def _add_village(self, k: int, footing: Footing, *, verify: bool, explicit: bool = True) -> int:
        """Add the words from `k` as a village; return the index after the longest name it may have."""
        end = self.at.run_end(k)
        ends = tuple(self.at.ends[n - 1] for n in range(end, k, -1))
        start = self.at.starts[k]
        self.found.append(Candidate(start, ends[0], (), footing, PlaceKind.VILLAGE, explicit, ends=ends, verify=verify))
        return end

    def _new_level(self, k: int) -> bool:
        """Tell whether the word at `k` is one of level, not the first of a name: "Nagari Kampung Batu"."""
        begins = self.at.lower[k] in self.words.opening and self.at.adjacent(k + 1) and self.at.capital(k + 1)
        return self.at.lower[k] in self.words.levels and not begins

    # -- without one -------------------------------------------------------------------------------------------------

    def _read_name(self, i: int) -> int:
        """Read the name at word `i`, if there is one; return the index of the next word to read."""
        match = self._match(i)
        if match is None:
            self._maybe_village(i)
            return i + 1
        at = self.at
        after = at.index_after(match.end)
        for phrase in self.words.phrases.get(at.printed[i], ()):
            if self.text.startswith(phrase, match.start):
                return max(after, at.index_after(match.start + len(phrase)))
        candidate = Candidate(match.start, match.end, match.candidates, Footing.FIRM, short=match.short)
        dateline, first = at.is_dateline(match.start, match.end)
        if dateline and (first or candidate_kinds(candidate) != {PlaceKind.DISTRICT}):
            candidate.dateline = True
        elif not self._judge(candidate, i, after):
            return after
        if candidate.footing is Footing.WHERE and at.adjacent(after) and at.capital(after):
            self._add_village(i, Footing.FIRM, verify=True, explicit=False)  # "asal Balai Karangan", longer than Balai
        self.found.append(candidate)
        if candidate.level is not None and candidate.level is not PlaceKind.VILLAGE:
            return self._read_list(candidate.level, after)  # "Bupati Alor dan Sikka"
        return after

    def _maybe_village(self, i: int) -> None:
        """Add a village that only "di" or the like announces: "gudang di Doyo Baru", "BPJS Ketenagakerjaan Ceger"."""
        at, words = self.at, self.words
        word = at.lower[i]
        last = at.lower[i - 1] if at.adjacent(i) else "dan"
        if last not in _LINKS and last not in words.places and last not in words.before:
            return  # most capitalised words: somebody's name, the name of a program
        before = self._before(i)
        if before < Footing.WHERE or (before is Footing.FIRM and at.run_end(i) > i + 1):
            return
        other = word in words.heads or word in words.not_names or word in words.before or word in words.public
        if len(word) >= _SHORTEST_VILLAGE and not other and not at.in_headline(i):
            self._add_village(i, Footing.FIRM, verify=True, explicit=False)

    def _before(self, i: int) -> Footing:
        """Judge what stands before word `i`; a name listed after another stands as that one does: "di Lasem dan Pancur"."""
        if self.found:
            last = self.found[-1]
            j = self.at.index_after(last.end)
            if 0 < j <= i and last.footing >= Footing.WHERE and self.at.after_separator(j) == i:
                return Footing.WHERE
        return self.at.before(i)

    def _judge(self, candidate: Candidate, i: int, after: int) -> bool:
        """Set footing and level from the words around the name of words `[i, after)`; False if it means no area."""
        at = self.at
        if at.adjacent(after) and at.capital(after) and at.lower[after] in self.words.tails:
            return False
        before = self._before(i)
        if before is Footing.BLOCKED:
            return False
        key = area_key(self.text[candidate.start : candidate.end])
        kinds = candidate_kinds(candidate)
        candidate.level = at.office_before(i)
        if candidate.level is not None and candidate.level in kinds:
            candidate.areas = tuple(area for area in candidate.areas if area.kind is candidate.level)
            return True
        if PlaceKind.COUNTRY in kinds or all(area.province is None for area in candidate.areas):
            return self._judge_outside(key, kinds, i, before)
        weak = key in self.words.weak
        major = bool(kinds & _MAJOR)
        town = any(self.areas.is_town(area) for area in candidate.areas)
        if before is Footing.FIRM:
            plain = not major and (weak or not town)
            branch = at.lower[i - 1] in _BRANCHES
            candidate.footing = (
                Footing.WHERE if plain or (weak and at.public_before(i) and not branch) else Footing.FIRM
            )
        elif not major and (weak or not town):
            several = after - i > 1 and not weak
            candidate.footing = Footing.WHERE if several or before is Footing.WHERE else Footing.NEEDS_SUPPORT
        elif before is not Footing.WHERE and (
            weak or (not major and after - i == 1 and at.in_a_personal_name(i, after))
        ):
            candidate.footing = Footing.NEEDS_SUPPORT
        return True

    def _judge_outside(self, key: str, kinds: frozenset[PlaceKind], i: int, before: Footing) -> bool:
        """Tell whether an island or a country counts: where something is said to be there or an office is named so."""
        if key == HOME or (PlaceKind.COUNTRY not in kinds and key not in self.words.regions):
            return False
        after_area = (
            bool(self.found) and i > 0 and self.found[-1].end == self.at.ends[i - 1]
        )  # "Wilayah Bali Nusa Tenggara"
        return before is Footing.WHERE or (key in self.words.regions and (before is Footing.FIRM or after_area))


def candidate_kinds(candidate: Candidate) -> frozenset[PlaceKind]:
    """Return the kinds of area that a candidate may mean."""
    return frozenset(area.kind for area in candidate.areas)
