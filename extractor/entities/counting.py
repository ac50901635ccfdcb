"""What a number counts and what it says: the reading behind `quantities`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.entities.cues import Cues, weigh
from extractor.entities.words import Words
from extractor.knowledge.figures import between, counting, no_units, units
from extractor.knowledge.files import load_toml
from extractor.language.names import openers
from extractor.language.numbers import Number
from extractor.language.spans import Span
from extractor.records import Bound, QuantityKind, QuantityUnit

_DURATION = (QuantityUnit.MONTH, QuantityUnit.YEAR)
_TOGETHER = (
    QuantityUnit.CHILD, QuantityUnit.HEIR, QuantityUnit.FAMILY, QuantityUnit.VILLAGE, QuantityUnit.COMPANY,
)  # fmt: skip
_INHERITED = (
    QuantityUnit.PARTICIPANT, QuantityUnit.WORKER, QuantityUnit.PERSON, QuantityUnit.COMPANY, QuantityUnit.VILLAGE,
    QuantityUnit.GOVERNMENT, QuantityUnit.CASE, QuantityUnit.FAMILY, QuantityUnit.HEIR,
)  # fmt: skip
_NO_KIND = (QuantityUnit.OTHER, QuantityUnit.AWARD, QuantityUnit.AGREEMENT)
_PAID = {QuantityUnit.HEIR: 3.0, QuantityUnit.CASE: 1.5, QuantityUnit.CHILD: 1.5}  # weight for `beneficiary`
_LARGE = 1000  # a bare figure from which "target 70 ribu" is a count
_SKIP_AHEAD = 4  # words between a number and its noun
_SKIP_BACK = 8


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count; `span` is what the post prints, hedge and noun included."""

    span: Span
    value: int | float
    unit: QuantityUnit
    kind: QuantityKind
    bound: Bound | None
    as_of: str | None = None  # ISO date up to which it was counted


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted; `end` is the index after the noun, `waits` says that the noun follows the next figure."""

    unit: QuantityUnit
    end: int
    waits: bool = False


@cache
def _cues() -> Cues:
    return Cues(load_toml("figures.toml")["quantity_cues"])


class Counter:
    """Reads the counts of one text, figure by figure in text order."""

    def __init__(self, words: Words, numbers: tuple[Number, ...]) -> None:
        self.words = words
        self.numbers = [n for n in numbers if n.form != "vague" and (not n.ordinal or self._counts(n))]
        self._cues = _cues().find(words)
        self._borders = frozenset(words.index_at(n.span.start) for n in self.numbers)
        self._found: list[tuple[Number, Quantity]] = []

    def counts(self) -> list[tuple[Number, Quantity]]:
        """Every count with the number it was read from, in text order."""
        waiting: list[Number] = []
        for number in self.numbers:
            noun = self._noun(number)
            if noun is not None and noun.waits:
                waiting.append(number)
                continue
            quantity = self._quantity(number, noun.unit, noun.end) if noun is not None else None
            if noun is not None and quantity is not None:
                self._found.append((number, quantity))
                for earlier in waiting:  # "61 dari sekitar 200 perusahaan": both count companies
                    partner = self._quantity(earlier, noun.unit, self.words.index_until(earlier.span.end))
                    if partner is not None:
                        self._found.append((earlier, partner))
            waiting = []
        return sorted(self._found, key=lambda pair: pair[0].span)

    def _counts(self, number: Number) -> bool:
        """An ordinal word before a counted noun is a count: "kedua anaknya", "ketiga ahli waris" (but "Kedua, …", "anak kedua")."""
        words = self.words
        first, i = words.index_at(number.span.start), words.index_until(number.span.end)
        if number.form != "words" or words.capital[first] or not 2 <= number.value <= 12 or i >= len(words):
            return False
        match = self._unit_at(i)
        return match is not None and match[1] in _TOGETHER and words.texts[i].islower()

    # what is counted ---------------------------------------------------------------------------------------------------

    def _unit_at(self, j: int) -> tuple[int, QuantityUnit | None] | None:
        """The counted noun at word `j`, with or without -nya."""
        match = units().match(self.words.keys, j)
        if match is not None:
            return match
        ahead = self.words.keys[j : j + 3]
        for size in range(len(ahead), 0, -1):
            if ahead[size - 1].endswith("nya"):
                found = units().match([*ahead[: size - 1], ahead[size - 1][:-3]], 0)
                if found is not None and found[0] == size:
                    return j + size, found[1]
        return None

    def _noun(self, number: Number) -> Noun | None:
        """What a number counts: the noun after it, else before it, else that of the figure before."""
        words = self.words
        first, i = words.index_at(number.span.start), words.index_until(number.span.end)
        if number.percent:
            return None if self._is_rate(i) else Noun(QuantityUnit.PERCENT, i)
        stop = words.sentence_range(words.sentences[first])[1]
        settled, noun = self._noun_after(first, i, stop)
        if settled:
            return noun
        if i < stop and words.texts[i].islower() and words.texts[i].isalpha():
            if words.keys[i].startswith("pe") and len(words.keys[i]) > 5 and words.keys[i] not in counting("no_agents"):
                return Noun(QuantityUnit.WORKER, i + 1)  # agent nouns: penyadap, pengojek, pecalang
            if self._is_goods(first, i):
                return Noun(QuantityUnit.OTHER, i + 1)
        return self._noun_before(first, i) or self._noun_inherited(number, first, i, stop)

    def _is_rate(self, i: int) -> bool:
        """A contribution rate is no fact: "0,24 persen dari upah"."""
        keys = self.words.keys
        return keys[i : i + 1] == ["dari"] and bool(counting("bases").intersection(keys[i + 1 : i + 3]))

    def _noun_after(self, first: int, i: int, stop: int) -> tuple[bool, Noun | None]:
        """The noun after a number, and whether that settles the matter (a day or a distance settles that nothing is counted)."""
        words = self.words
        people = 0  # after "orang", whose nearer noun names the unit: "85 orang pemilik perahu", "3 orang ahli waris"
        for j in range(i, min(stop, i + _SKIP_AHEAD)):
            if no_units().match(words.keys, j) is not None and words.texts[j].islower():
                return True, Noun(QuantityUnit.PERSON, people) if people else None
            match = self._unit_at(j)
            in_name = words.capital[j] and not words.capital[first] and j == i and words.keys[j] in counting("levels")
            if match is not None and not in_name:
                end, unit = match
                if unit is None or (unit in _DURATION and j > i):
                    return True, None
                if unit is QuantityUnit.PERSON and words.keys[j] == "orang" and end < stop and not people:
                    people = end
                    continue
                return True, Noun(unit, end)
            if words.keys[j] == "dari" and j == i + (words.keys[i] == "lebih") and self._figure_follows(j + 1):
                return True, self._noun_right_before(first, i) or Noun(QuantityUnit.OTHER, i, waits=True)
            if words.texts[j] in (",", ".", "(", ")", ";", ":") or words.keys[j] not in between():
                break
        return bool(people), Noun(QuantityUnit.PERSON, people) if people else None

    def _figure_follows(self, j: int) -> bool:
        return any(self.words.texts[k][0].isdigit() for k in range(j, min(j + 3, len(self.words))))

    def _noun_right_before(self, first: int, end: int) -> Noun | None:
        """The counted noun right before the figure: "total peserta 204.818 dari 5.869 perusahaan"."""
        match = units().match(self.words.keys, first - 1) if first else None
        return Noun(match[1], end) if match is not None and match[0] == first and match[1] is not None else None

    def _is_goods(self, first: int, i: int) -> bool:
        """A thing handed over as aid: "150 kasur lipat" in a sentence of aid."""
        words = self.words
        begin, end = words.sentence_range(words.sentences[first])
        of_aid = counting("aid").intersection(words.keys[begin:end])
        return bool(of_aid) and words.keys[i] not in openers() and words.keys[i] not in between()

    def _noun_before(self, first: int, end: int) -> Noun | None:
        """The noun before a large bare figure: "Peserta aktif tercatat 1.872", "jumlah tenaga kerja kita 35.000 lebih"."""
        words = self.words
        begin = words.sentence_range(words.sentences[first])[0]
        text = words.texts[first]
        if not any(c.isdigit() for c in text) or len(text.replace(".", "")) < 3:
            return None
        for j in range(first - 1, max(begin, first - _SKIP_BACK) - 1, -1):
            if words.texts[j] in (".", ";", "“", "”", '"') or words.texts[j][0].isdigit():
                return None
            match = units().match(words.keys, j)
            longer = units().match(words.keys, j - 1) if j - 1 >= begin else None
            if match is None or (longer is not None and longer[0] >= match[0]):
                continue  # "perangkat desa sebanyak 2.035" counts no villages
            if match[0] <= first and match[1] is not None and match[1] not in (*_DURATION, *_NO_KIND):
                return Noun(match[1], end)
        return None

    def _noun_inherited(self, number: Number, first: int, i: int, stop: int) -> Noun | None:
        """A bare figure counts what the figure before it counted: "… 1.126 orang. Sampai Oktober baru 87 yang terdaftar"."""
        words = self.words
        if number.form == "words" and number.value < 2:
            return None
        following = words.keys[i] if i < stop else "."
        large = number.value >= _LARGE and first > 0 and words.keys[first - 1] in counting("stated")
        at_end = words.texts[first][0].isdigit() and following in (",", ".", '"', "”")
        if not (large or at_end or following in counting("ellipsis")):
            return None
        begin = words.sentence_range(max(0, words.sentences[first] - 1))[0]
        for _, earlier in reversed(self._found):
            if words.index_at(earlier.span.start) < begin:
                return None
            if earlier.unit in _INHERITED:
                return Noun(earlier.unit, i)
        return None

    # what it says ------------------------------------------------------------------------------------------------------

    def _quantity(self, number: Number, unit: QuantityUnit, end: int) -> Quantity | None:
        words = self.words
        start = words.index_at(number.hedged.start)
        stop = max(end, words.index_until(number.hedged.end))
        span = Span(min(number.hedged.start, words.starts[start]), max(number.hedged.end, words.ends[stop - 1]))
        bound = Bound(number.bound) if number.bound else None
        if unit in _DURATION:
            return (
                Quantity(span, number.value, unit, QuantityKind.DURATION, bound)
                if self._is_cover(start, stop)
                else None
            )
        if number.form == "words" and number.value == 1:
            return None
        return Quantity(span, number.value, unit, self._kind(number, unit, start, stop), bound)

    def _is_cover(self, start: int, stop: int) -> bool:
        """Is it how long somebody is covered or paid? Ages, sentences of prison and times past are not."""
        words = self.words
        begin, end = words.sentence_range(words.sentences[start])
        before = words.keys[max(begin, start - 4) : start]
        near = before + words.keys[stop : min(end, stop + 3)]
        if counting("not_cover").intersection(near):
            return False
        if counting("for_cover").intersection(before[-2:]):
            return True
        about_cover = counting("cover_near").intersection(words.keys[begin:end])
        return bool(about_cover) and bool((counting("cover_before") | counting("cover_near")).intersection(near))

    def _kind(self, number: Number, unit: QuantityUnit, start: int, stop: int) -> QuantityKind:
        words = self.words
        if unit in _NO_KIND:
            return QuantityKind.OTHER
        if unit is QuantityUnit.CASE and counting("letters_of_attorney").intersection(words.keys[start:stop]):
            return QuantityKind.ARREARS
        weights = weigh(words, self._cues, words.index_at(number.span.start), stop, self._borders)
        begin = words.sentence_range(words.sentences[start])[0]

        def add(kind: str, weight: float) -> None:
            weights[kind] = weights.get(kind, 0.0) + weight

        if unit in _PAID:
            add("beneficiary", _PAID[unit])
        if words.keys[begin] in ("diikuti", "disusul"):
            weights.pop("attendance", None)  # "Diikuti Samarinda dengan …" goes on with a ranking
        if unit is QuantityUnit.CASE:
            weights.pop("potential", None)
        elif unit is not QuantityUnit.PERCENT and self._is_whole(unit, begin, start):
            add("potential", 2)
        if start and words.keys[start - 1] in ("baru", "hanya", "sudah"):
            add("coverage", 1)
        if weights.get("other", 0) < 1:
            weights.pop("other", None)
        return QuantityKind(max(weights, key=lambda k: (weights[k], k))) if weights else QuantityKind.OTHER

    def _is_whole(self, unit: QuantityUnit, begin: int, start: int) -> bool:
        """Is it the whole that a part is taken "dari"? Not the employers that workers come from."""
        words = self.words
        if not any(words.keys[k] == "dari" for k in range(max(begin, start - 2), start)):
            return False
        figures = any(words.texts[k][0].isdigit() for k in range(max(begin, start - 5), start - 1))
        return not (unit is QuantityUnit.COMPANY and figures)
