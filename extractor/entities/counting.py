"""What a number counts: the reading behind `quantities`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from math import log

from extractor.entities.kinds import Earlier, Kinds
from extractor.entities.words import Words
from extractor.knowledge.figures import between, counting, no_units, units
from extractor.language.names import openers
from extractor.language.numbers import Number
from extractor.language.spans import Span
from extractor.records import Bound, QuantityKind, QuantityUnit

_DURATION = (QuantityUnit.MONTH, QuantityUnit.YEAR)
_TOGETHER = (QuantityUnit.CHILD, QuantityUnit.HEIR, QuantityUnit.FAMILY)
_INHERITED = (
    QuantityUnit.PARTICIPANT, QuantityUnit.WORKER, QuantityUnit.PERSON, QuantityUnit.COMPANY, QuantityUnit.VILLAGE,
    QuantityUnit.GOVERNMENT, QuantityUnit.CASE, QuantityUnit.FAMILY, QuantityUnit.HEIR, QuantityUnit.OTHER,
)  # fmt: skip
_BODIES = (QuantityUnit.GOVERNMENT, QuantityUnit.VILLAGE, QuantityUnit.COMPANY)  # their nouns stand in names too
_NOT_BEFORE = (*_DURATION, QuantityUnit.OTHER, QuantityUnit.AWARD, QuantityUnit.AGREEMENT)
_LONGEST_COVER = 30  # years; more is an age or a jubilee
_LARGE = 1000  # a bare figure from which "target 70 ribu" is a count
_BACK_LARGE = 2  # sentences back to the noun of a large figure
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


class Counter:
    """Reads the counts of one text, figure by figure in text order."""

    def __init__(self, words: Words, numbers: tuple[Number, ...]) -> None:
        self.words = words
        self.numbers = [n for n in numbers if n.form != "vague" and (not n.ordinal or self._counts(n))]
        self._kinds = Kinds(words, frozenset(words.index_at(n.span.start) for n in self.numbers))
        self._found: list[tuple[Number, Quantity]] = []
        self._elliptic = False  # has the figure before taken its noun from an earlier one?

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
        if words.ends[i - 1] > number.span.end:
            return self._noun_in_word(words.text[number.span.end : words.ends[i - 1]], i)
        if first and words.keys[first - 1] in counting("views"):
            return None
        stop = words.sentence_range(words.sentences[first])[1]
        elliptic, self._elliptic = self._elliptic, False
        settled, noun = self._noun_after(first, i, stop)
        if settled:
            return noun
        if i < stop and words.texts[i].islower() and words.texts[i].isalpha():
            if _is_agent(words.keys[i]):
                return Noun(QuantityUnit.WORKER, i + 1)
            if self._is_goods(first, i):
                return Noun(QuantityUnit.OTHER, i + 1)
        return self._noun_before(first, i) or self._noun_inherited(number, first, i, stop, elliptic=elliptic)

    def _noun_in_word(self, ending: str, end: int) -> Noun | None:
        """The noun printed fast to its figure: "6bulan", "120orang"."""
        match = units().match([ending.lower()], 0)
        return Noun(match[1], end) if match is not None and match[1] is not None else None

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
            in_name = words.capital[j] and not words.capital[first] and words.keys[j] in counting("levels")
            if " ".join(words.keys[first : j + 1]) in counting("area_names"):
                return True, None
            if match is not None and not in_name:
                end, unit = match
                if unit is None or (unit in _DURATION and j > i):
                    return True, None
                if unit is QuantityUnit.PERSON and words.keys[j] in ("orang", "org") and end < stop and not people:
                    people = end
                    continue
                if unit is QuantityUnit.OTHER and self._is_measure(first, j):
                    return True, None
                return True, Noun(unit, end)
            if words.keys[j] == "dari" and j == i + (words.keys[i] == "lebih") and self._figure_follows(j + 1):
                return True, self._noun_right_before(first, i) or Noun(QuantityUnit.OTHER, i, waits=True)
            if words.texts[j] in (",", ".", "(", ")", ";", ":") or words.keys[j] not in between() or people:
                break
        return bool(people), Noun(QuantityUnit.PERSON, people) if people else None

    def _figure_follows(self, j: int) -> bool:
        return any(self.words.texts[k][0].isdigit() for k in range(j, min(j + 3, len(self.words))))

    def _noun_right_before(self, first: int, end: int) -> Noun | None:
        """The counted noun right before the figure: "total peserta 204.818 dari 5.869 perusahaan"."""
        match = units().match(self.words.keys, first - 1) if first else None
        return Noun(match[1], end) if match is not None and match[0] == first and match[1] is not None else None

    def _is_measure(self, first: int, j: int) -> bool:
        """Tons and litres say something only of what is given: "beras 120 kilogram", but "muatan 4 ton", "ukuran 500 liter"."""
        words = self.words
        if words.keys[j] not in counting("measures"):
            return False
        return not self._is_of_aid(first) or bool(counting("sizes").intersection(words.keys[max(0, first - 2) : first]))

    def _is_of_aid(self, first: int) -> bool:
        begin, end = self.words.sentence_range(self.words.sentences[first])
        return bool(counting("aid").intersection(self.words.keys[begin:end]))

    def _is_goods(self, first: int, i: int) -> bool:
        """A thing handed over as aid: "150 kasur lipat" in a sentence of aid."""
        key = self.words.keys[i]
        if key in openers() or key in between() or _is_verb(key):
            return False
        before = self.words.keys[first - 1] if first else ""
        return before not in counting("to_whom") and self._is_of_aid(first)

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
            named = match[1] in _BODIES and (words.capital[j] or words.keys[j].startswith("pem"))
            if match[0] <= first and match[1] is not None and match[1] not in _NOT_BEFORE and not named:
                return Noun(match[1], end)
        return None

    def _noun_inherited(self, number: Number, first: int, i: int, stop: int, *, elliptic: bool) -> Noun | None:
        """A bare figure counts what the figure before it counted: "… 1.126 orang. Sampai Oktober baru 87 yang terdaftar"."""
        words = self.words
        if number.form == "words" and number.value < 2:
            return None
        following = words.keys[i] if i < stop else "."
        large = number.value >= _LARGE and first > 0 and words.keys[first - 1] in counting("stated")
        few = words.texts[first][0].isdigit() or (first > 0 and words.keys[first - 1] in counting("so_far"))
        at_end = few and following in (",", ".", '"', "”")
        listed = elliptic and first > 0 and words.keys[first - 1] in counting("joints")
        if not (large or at_end or listed or following in counting("ellipsis") or _is_verb(following)):
            return None
        back = _BACK_LARGE if number.value >= _LARGE else 1
        begin = words.sentence_range(max(0, words.sentences[first] - back))[0]
        recent = takewhile(lambda found: words.index_at(found[1].span.start) >= begin, reversed(self._found))
        near = [earlier for _, earlier in recent if earlier.unit in _INHERITED]
        if not near:
            return None
        self._elliptic = True  # "21 bergerak di bidang konveksi, 9 mebel, 7 dagang"
        if number.value < _LARGE:
            return Noun(near[0].unit, i)
        # "… 52.300 orang di 1.204 perusahaan. Angka itu dikejar menjadi 60 ribu": of the size of the people
        return Noun(min(near, key=lambda earlier: abs(log(max(earlier.value, 1) / number.value))).unit, i)

    # what it says ------------------------------------------------------------------------------------------------------

    def _quantity(self, number: Number, unit: QuantityUnit, end: int) -> Quantity | None:
        words = self.words
        start, figure = words.index_at(number.hedged.start), words.index_at(number.span.start)
        stop = max(end, words.index_until(number.hedged.end))
        span = Span(min(number.hedged.start, words.starts[start]), max(number.hedged.end, words.ends[stop - 1]))
        bound = Bound(number.bound) if number.bound else None
        if unit in _DURATION:
            is_rate = unit is QuantityUnit.MONTH and number.value == 1  # "Rp 16.800 untuk satu bulan"
            is_age = unit is QuantityUnit.YEAR and number.value > _LONGEST_COVER
            is_cover = not is_rate and not is_age and self._is_cover(start, stop)
            return Quantity(span, number.value, unit, QuantityKind.DURATION, bound) if is_cover else None
        if number.form == "words" and number.value == 1 and not self._is_just_one(unit, start):
            return None
        if unit is QuantityUnit.CHILD and not self._is_of_benefit(figure):
            return None
        numeral = (figure, max(words.index_until(number.span.end), figure + 1))
        kind = self._kinds.kind(unit, numeral, start, stop, self._earlier(start))
        return Quantity(span, number.value, unit, kind, bound)

    def _earlier(self, start: int) -> Earlier | None:
        words = self.words
        for _, one in reversed(self._found):
            end = words.index_until(one.span.end)
            if end <= start:
                return Earlier(one.unit, one.kind, words.index_at(one.span.start), end)
        return None

    def _is_just_one(self, unit: QuantityUnit, start: int) -> bool:
        """Is "satu" a count: "baru satu perusahaan", "beasiswa untuk satu anak"?"""
        before = self.words.keys[start - 1] if start else ""
        return before in counting("so_far") or (unit is QuantityUnit.CHILD and before in counting("to_whom"))

    def _is_of_benefit(self, figure: int) -> bool:
        """Children count where a benefit is near; those an orphan or a widow has do not."""
        words = self.words
        sentence = words.sentences[figure]
        begin = words.sentence_range(max(0, sentence - 1))[0]
        end = words.sentence_range(min(sentence + 1, words.sentences[-1]))[1]
        return bool(counting("for_children").intersection(words.keys[begin:end]))

    def _is_cover(self, start: int, stop: int) -> bool:
        """Is it how long somebody is covered or paid? Ages, sentences of prison and times past are not."""
        words = self.words
        begin, end = words.sentence_range(words.sentences[start])
        before = words.keys[max(begin, start - 4) : start]
        near = before + words.keys[stop : min(end, stop + 3)]
        if counting("not_cover").intersection(near) or before[-1:] == ["dalam"]:
            return False
        if counting("for_cover").intersection(before[-2:]):
            return True
        about_cover = counting("cover_near").intersection(words.keys[begin:end])
        return bool(about_cover) and bool((counting("cover_before") | counting("cover_near")).intersection(near))


def _is_agent(key: str) -> bool:
    """Agent nouns are people at work: penyadap, pengojek, pecalang; those in -an are mostly deeds: perdagangan."""
    is_deed = key.endswith("an") and len(key) > 8
    return key.startswith("pe") and len(key) > 5 and not is_deed and key not in counting("no_agents")


def _is_verb(key: str) -> bool:
    """A verb after a bare figure, by its prefix: "21 bergerak di bidang …"."""
    return len(key) > 5 and key.startswith(("ber", "ter", "di", "me")) and units().match([key], 0) is None
