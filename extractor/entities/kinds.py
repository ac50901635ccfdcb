"""What a count says: target, coverage, potential, beneficiaries, attendance, arrears."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.entities.cues import Cue, Cues, weigh
from extractor.entities.words import Words
from extractor.knowledge.figures import counting
from extractor.knowledge.files import load_toml
from extractor.records import QuantityKind, QuantityUnit

_PEOPLE = frozenset(
    (QuantityUnit.PARTICIPANT, QuantityUnit.WORKER, QuantityUnit.PERSON, QuantityUnit.HEIR, QuantityUnit.CHILD)
)
_BODIES = frozenset((QuantityUnit.COMPANY, QuantityUnit.VILLAGE, QuantityUnit.GOVERNMENT))
_COVERED = frozenset((QuantityUnit.PARTICIPANT, QuantityUnit.WORKER))  # with no cue at all they are counted as covered
_NO_KIND = frozenset((QuantityUnit.OTHER, QuantityUnit.AWARD, QuantityUnit.AGREEMENT))
_PAID = {
    QuantityUnit.HEIR: 3.0,
    QuantityUnit.CASE: 1.5,
    QuantityUnit.CHILD: 1.5,
    QuantityUnit.FAMILY: 1.0,
}  # weight for `beneficiary`
_SHARES = frozenset(("target", "coverage"))  # what a percentage says
_UNCOVERED = "uncovered"  # who is not registered yet: potential, or nothing in particular for companies and villages
_TURNERS = {_UNCOVERED: "negations", "target": "to_come", "potential": "eligible"}  # lists of words that turn a cue
_TURN_REACH = 3  # words before a cue in which "akan" or "belum" turns it
_LINK_REACH = 6  # words between two figures that belong together
_LIST_REACH = 16  # words between a whole and the first of its listed parts
_OPENING_REACH = 5  # words between "Rinciannya" and the first figure
_PART_REACH = 10  # words after a whole in which its part follows
_LEAST_POTENTIAL = 1.5  # for bodies a weaker cue for `potential` is none
_WHOLE = 3.5  # weight for `potential` of what a part is taken from
_LEAST_OTHER = 1.0  # a weaker cue for `other` is no cue


class Earlier(NamedTuple):
    """The figure before: what it counts, what it says, its words `[start, end)`."""

    unit: QuantityUnit
    kind: QuantityKind
    start: int
    end: int


@cache
def _cues() -> Cues:
    return Cues(load_toml("figures.toml")["quantity_cues"])


class Kinds:
    """Reads what the counts of one text say.

    A figure tied to the one before it ("780 orang dari 12 perusahaan", "terdiri atas 512 nelayan dan 40 petani") says
    what that one says; any other goes by the cues around it. `borders` are the first words of all figures.
    """

    def __init__(self, words: Words, borders: frozenset[int]) -> None:
        self.words = words
        self._borders = borders
        self._cues = [self._turned(cue) for cue in _cues().find(words)]

    def kind(
        self, unit: QuantityUnit, figure: tuple[int, int], start: int, stop: int, earlier: Earlier | None
    ) -> QuantityKind:
        """What the count of `unit` at words `[start, stop)` says; `figure` are the words of its number alone."""
        if unit in _NO_KIND:
            return QuantityKind.OTHER
        if unit is QuantityUnit.CASE and counting("letters_of_attorney").intersection(self.words.keys[start:stop]):
            return QuantityKind.OTHER
        tied = self._tied(unit, start, stop, earlier) if earlier is not None else None
        return tied or self._by_cues(unit, figure, start, stop, earlier)

    def _turned(self, cue: Cue) -> Cue:
        """A cue for coverage after "akan" is one for a target, after "belum" one for those without cover."""
        start, end, kinds = cue
        if not any(kind == "coverage" for kind, _ in kinds):
            return cue
        words = self.words
        first = max(words.sentence_range(words.sentences[start])[0], start - _TURN_REACH)
        for i in range(start - 1, first - 1, -1):
            if not words.texts[i][0].isalpha():
                break
            turned = next((kind for kind, turners in _TURNERS.items() if words.keys[i] in counting(turners)), None)
            if turned:
                return start, end, [(turned if kind == "coverage" else kind, weight + 1) for kind, weight in kinds]
        return cue

    # figures that belong together -------------------------------------------------------------------------------------

    def _tied(self, unit: QuantityUnit, start: int, stop: int, earlier: Earlier) -> QuantityKind | None:
        words = self.words
        same_group = unit is earlier.unit or (unit in _PEOPLE and earlier.unit in _PEOPLE)
        if earlier.unit in _NO_KIND or earlier.kind is QuantityKind.DURATION or earlier.end > start:
            return None
        begin = words.sentence_range(words.sentences[start])[0]
        if earlier.start < begin:
            opens_list = (
                start - begin <= _OPENING_REACH and words.sentences[earlier.start] + 1 == words.sentences[start]
            )
            listed = opens_list and counting("listing").intersection(words.keys[begin:start])
            return earlier.kind if listed and same_group else None
        between = words.keys[earlier.end : start]
        if not between or len(between) > _LIST_REACH:
            return None
        if same_group and counting("listing").intersection(between[-2:]):
            return earlier.kind
        if len(between) > _LINK_REACH or earlier.unit is QuantityUnit.PERCENT:
            return None
        if unit is QuantityUnit.PERCENT:
            shares = earlier.kind in _SHARES and counting("equals").intersection(between)
            return earlier.kind if shares else None
        if stop < len(words) and words.keys[stop] in counting("negations") | counting("to_come"):
            return None
        if same_group:
            if counting("listing").intersection(between):
                return earlier.kind
            joined = counting("joints").intersection(between) and not self._cue_in(earlier.end, start)
            return earlier.kind if joined and self._of(begin, earlier.start) is None else None
        if unit in _BODIES | _PEOPLE and between[-1] in counting("of_whom") and not self._cue_in(earlier.end, start):
            return earlier.kind
        return None

    def _cue_in(self, start: int, end: int) -> bool:
        return any(start <= cue_start < end for cue_start, _, _ in self._cues)

    # by the words around ----------------------------------------------------------------------------------------------

    def _by_cues(
        self, unit: QuantityUnit, figure: tuple[int, int], start: int, stop: int, earlier: Earlier | None
    ) -> QuantityKind:
        words = self.words
        weights = weigh(words, self._cues, *figure, self._borders)
        begin, end = words.sentence_range(words.sentences[start])

        def add(kind: str, weight: float) -> None:
            weights[kind] = weights.get(kind, 0.0) + weight

        if _UNCOVERED in weights:
            uncovered = weights.pop(_UNCOVERED)
            add("other" if unit in _BODIES else "potential", uncovered)
        if unit in _PEOPLE and "arrears" in weights:  # bodies are in arrears, people only suffer for it
            add("other", weights.pop("arrears"))
        if unit in _BODIES and weights.get("potential", 0) < _LEAST_POTENTIAL:
            weights.pop("potential", None)
        if unit in _PAID:
            add("beneficiary", _PAID[unit])
        if words.keys[begin] in counting("going_on"):
            weights.pop("attendance", None)  # "Diikuti Samarinda dengan …" goes on with a ranking
        if unit is QuantityUnit.CASE:
            weights.pop("potential", None)
        elif unit is not QuantityUnit.PERCENT and self._is_whole(unit, begin, start, stop):
            add("potential", _WHOLE)
        elif self._is_part(begin, stop, end, earlier):
            weights.pop("potential", None)
            add("coverage", 1)
        if unit not in _PAID and start and words.keys[start - 1] in counting("so_far"):
            add("coverage", 1)
        if unit is QuantityUnit.PERCENT:
            if self._is_share_of_target(stop, end):
                return QuantityKind.COVERAGE
            weights = {kind: weight for kind, weight in weights.items() if kind in _SHARES}
        if weights.get("other", 0) < _LEAST_OTHER:
            weights.pop("other", None)
        if weights:
            return QuantityKind(max(weights, key=lambda kind: (weights[kind], kind)))
        return QuantityKind.COVERAGE if unit in _COVERED or unit is QuantityUnit.PERCENT else QuantityKind.OTHER

    def _is_whole(self, unit: QuantityUnit, begin: int, start: int, stop: int) -> bool:
        """Is it the whole that a part is taken "dari"?

        Of bodies only with a part near it or at the head of a clause ("Dari 240 desa, …"), else people come from them.
        """
        words = self.words
        of = self._of(begin, start)
        if of is None or unit in _PAID or (of > begin and words.keys[of - 1] in counting("one")):
            return False
        if unit not in _BODIES or of == begin or not words.texts[of - 1][0].isalnum():
            return True
        return not self._borders.isdisjoint((*range(max(begin, of - 3), of), *range(stop, stop + _PART_REACH)))

    def _of(self, begin: int, start: int) -> int | None:
        """The word "dari" before the figure at `start`: "dari 4.300", "dari total 4.300"."""
        keys = self.words.keys
        if start > begin and keys[start - 1] == "dari":
            return start - 1
        if start > begin + 1 and keys[start - 2] == "dari" and keys[start - 1] in counting("wholes"):
            return start - 2
        return None

    def _is_part(self, begin: int, stop: int, end: int, earlier: Earlier | None) -> bool:
        """Does the whole stand before or after: "Dari 4.300 nelayan, 1.150 …", "1.150 orang dari 4.300 nelayan"?"""
        words = self.words
        if earlier is not None and earlier.start > begin and self._of(begin, earlier.start) == begin:
            return earlier.kind is QuantityKind.POTENTIAL
        for k in range(stop, min(end, stop + 2)):
            if words.keys[k] == "dari":
                return any(words.texts[j][0].isdigit() for j in range(k + 1, min(end, k + 4)))
        return False

    def _is_share_of_target(self, stop: int, end: int) -> bool:
        """Is it what has been reached of a target: "91 persen dari sasaran tahun ini"?"""
        keys = self.words.keys
        return keys[stop : stop + 1] == ["dari"] and bool(
            counting("targets").intersection(keys[stop + 1 : min(end, stop + 3)])
        )
