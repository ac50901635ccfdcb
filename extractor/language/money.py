"""Sums of money with what their hedges say and what one payment covers.

A figure with a currency before it ("Rp. 15.000.000,-") or after it ("dua juta rupiah") is money. So is a figure of a
million or more that counts nothing, after a word such as "santunan" or "senilai"; it is read as rupiah, with the
warning `currency`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.language.exclusions import is_counted
from extractor.language.hedges import Bound, hedge_around
from extractor.language.lexicon import DIGITS, GAP, SPACE, WORD, Before, either, lowered, word_lists
from extractor.language.numbers import RangePart, inherited
from extractor.language.numerals import NUMBER_FORMAT, STARTING_WORDS, Numeral, numeral_at, reread, restated_end
from extractor.language.payments import Per, payment_around
from extractor.language.spans import Span

CURRENCY = "currency"  # warning: no currency is printed
RUPIAH = "IDR"

_WORDS = word_lists("money")
_BEFORE: dict[str, str] = _WORDS["currencies"]
_AFTER: dict[str, str] = {word.lower(): code for word, code in _WORDS["currency_words"].items()}
_SIGN = re.compile(rf"({either(_BEFORE)})(?:\s?\.)?[:,]?{GAP}(?=[0-9]|{either(STARTING_WORDS)}\b)(?!0[0-9])")
_CLOSING = re.compile(r"\s?[.,]\s?[-–—=]+(?!\w)|[-–—=]+(?=[^\w\s]|\Z)")
_CURRENCY_WORD = re.compile(rf"{SPACE}({either(_AFTER)})\b(?!{SPACE}[0-9])", re.IGNORECASE)
_WORD_MARK = re.compile(rf"({either(_AFTER)})\b(?!{SPACE}[0-9])")
_GAP_BEFORE = re.compile(rf"{SPACE}\Z")
_LONGEST_IN_WORDS = 110  # characters before "rupiah" in which its figure begins
_CUES = frozenset(_WORDS["unstated"]["cues"])
_CLAUSE_END = re.compile(r"[.,:;()]")
_RECIPIENTS = frozenset(_WORDS["unstated"]["recipients"])
_CUES_OF_BILLIONS = frozenset(_WORDS["unstated"]["cues_of_billions"])
_SMALL = frozenset(_WORDS["small"]["cues"])
_CUE_REACH, _CUE_WORDS = 60, 5  # characters and words before a figure in which its cue stands
_MILLIONS = re.compile(
    rf"[0-9][0-9.,]{{0,24}}+{GAP}(?:jt|juta|mil[iy]ar|triliun|trilyun)\b|[0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,6}}(?![0-9])"
)
_SCALE_WORD = re.compile(r"(?<=[a-z])\s(?:ribu|juta|mil[iy]ar)\b|\bse(?:ribu|juta)\b")
_CUES_OF_THOUSANDS = _CUES | frozenset(_WORDS["unstated"]["cues_of_thousands"])
_EACH_TIME = re.compile(rf"{SPACE}{either(_WORDS['unstated']['each_time'])}\b", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"[.,;:!?)\"”]|\s*\Z")
_NUMBERS = word_lists("numbers")
_NO_NOUNS = either([*_NUMBERS["exclusions"]["function_words"], *_WORDS["unstated"]["no_nouns"]])
_NO_NOUN = re.compile(rf"[.,;:!?)\"”]|\s*\Z|{SPACE}{_NO_NOUNS}\b")
_NOUNS = frozenset(_NUMBERS["counted"]["nouns"])
_LEAST_UNSTATED = 1_000_000
_LEAST_LOOSE = 1_000_000_000
_LEAST_RUPIAH = 100  # below, a scale word has been lost
_LEAST_COUNTED = 2  # "satu rupiah pun" is no sum
_MOST_A_PERSON = 1_000_000_000  # beyond, "masing-masing" speaks of bodies, not of people
_RANGE = re.compile(rf"{GAP}(?:[-–—]|s\.?/d\.?|s\.d\.?|sd|sampai(?:{SPACE}dengan)?|hingga){GAP}", re.IGNORECASE)
_AND = re.compile(rf"{SPACE}dan{SPACE}", re.IGNORECASE)
_ANTARA = Before("antara", ["antara"], reach=12)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money in a text.

    `value` is in whole units of `currency` (an ISO 4217 code), an `int` for rupiah. `span` holds the figure with its
    currency, `hedged` also the hedge words, `extent` also what one payment covers ("per orang per bulan"), which `per`
    names. The ends of a range are `min` and `max`. `warning` is `number_format` or `currency` where the sum was read
    against the letter or by guess; `message` says how.
    """

    span: Span
    hedged: Span
    extent: Span
    value: int | float
    currency: str
    bound: Bound | None
    per: Per | None
    warning: str | None = None
    message: str | None = None
    part_of_range: RangePart | None = None


@dataclass(frozen=True, slots=True)
class _Sum:
    """A figure that is money, with its currency."""

    span: Span
    numeral: Numeral
    currency: str
    stated: bool = True


def find_money(text: str) -> tuple[Money, ...]:
    """The sums of money in a text, in order, not overlapping."""
    lower = lowered(text)
    unstated = (*_unstated(text, lower), *_unstated_in_words(text, lower))
    sums = _without_overlaps([*_signed(text), *_worded(text, lower), *unstated])
    sums = _settle_misprints(text, _with_open_ends(text, sums))
    money: list[Money] = []
    index = 0
    while index < len(sums):
        pair = sums[index : index + 2]
        floor = money[-1].extent.end if money else 0
        if len(pair) == 2 and _is_range(text, *pair):
            money.extend(_range(text, pair[0], pair[1], floor))
            index += 2
        else:
            money.append(_money(text, pair[0], floor))
            index += 1
    return tuple(money)


def _signed(text: str) -> list[_Sum]:
    """Figures after a currency sign."""
    sums: list[_Sum] = []
    for sign in _SIGN.finditer(text):
        start = sign.start()
        if (sums and start < sums[-1].span.end) or (sign.group(1) != "Rp" and text[start - 1 : start].isalpha()):
            continue  # "sebesarRp 5 juta" is a misprint, "CORP 5" is none
        numeral = numeral_at(text, sign.end(), money=True)
        if numeral is not None:
            sums.append(_Sum(Span(start, _end(text, numeral)), numeral, _BEFORE[sign.group(1)]))
    return sums


def _end(text: str, numeral: Numeral) -> int:
    """Where the sum ends: after ",-", a "rupiah" that repeats its sign, and brackets that repeat the figure."""
    end = numeral.span.end
    closing = _CLOSING.match(text, end)
    if closing is not None:
        end = closing.end()
    word = _CURRENCY_WORD.match(text, end)
    return restated_end(text, end if word is None else word.end(), numeral)


def _worded(text: str, lower: str) -> list[_Sum]:
    """Figures before a currency word."""
    sums: list[_Sum] = []
    floor = 0
    for mark in _WORD_MARK.finditer(lower):
        gap = _GAP_BEFORE.search(text, max(floor, mark.start() - 12), mark.start())
        if gap is None:
            continue
        numeral = _last_numeral(text, max(floor, gap.start() - _LONGEST_IN_WORDS), gap.start())
        floor = mark.end()
        if numeral is not None and (numeral.form != "words" or numeral.value >= _LEAST_COUNTED):
            sums.append(_Sum(Span(numeral.span.start, mark.end()), numeral, _AFTER[" ".join(mark.group(1).split())]))
    return sums


def _last_numeral(text: str, begin: int, end: int, *, beyond: bool = False) -> Numeral | None:
    """The numeral between `begin` and `end` that ends at `end`, or `beyond` it."""
    position = begin
    for word in WORD.finditer(text, begin, end):
        if word.start() < position or not (word.group()[0] in DIGITS or word.group().lower() in STARTING_WORDS):
            continue
        numeral = numeral_at(text, word.start(), money=True)
        if numeral is None:
            continue
        if numeral.span.end == end or (beyond and numeral.span.end > end):
            return numeral
        position = numeral.span.end
    return None


def _unstated(text: str, lower: str) -> list[_Sum]:
    """Figures of millions after a word for money, without a currency."""
    sums = []
    for figure in _MILLIONS.finditer(lower):
        start = figure.start()
        words = _words_before(lower, start)
        cued = _any_of(words, _CUES)
        if not words or not text[start - 1].isspace() or words[-1] in _RECIPIENTS:
            continue
        if not cued and words[-1] not in _CUES_OF_BILLIONS:
            continue
        numeral = numeral_at(text, start, money=True)
        least = _LEAST_UNSTATED if cued else _LEAST_LOOSE
        if numeral is not None and numeral.value >= least and not is_counted(text, numeral.span.end):
            sums.append(_Sum(Span(start, _end(text, numeral)), numeral, RUPIAH, stated=False))
    return sums


def _unstated_in_words(text: str, lower: str) -> list[_Sum]:
    """Figures in words without a currency: "isinya empat puluh dua juta", "ongkos seratus ribu", "seribu sehari"."""
    sums = []
    for mark in _SCALE_WORD.finditer(lower):
        numeral = _last_numeral(text, max(0, mark.start() - _LONGEST_IN_WORDS), mark.end(), beyond=True)
        if numeral is None or numeral.form != "words" or is_counted(text, numeral.span.end):
            continue
        words = _words_before(lower, numeral.span.start)
        if words and words[-1] in _RECIPIENTS:
            continue
        end = numeral.span.end
        cued = _any_of(words, _CUES_OF_THOUSANDS) and _NO_NOUN.match(text, end)
        alone = numeral.value >= _LEAST_UNSTATED and _CLAUSE_ENDS.match(text, end) and not _any_of(words, _NOUNS)
        if cued or alone or _EACH_TIME.match(text, end):
            sums.append(_Sum(numeral.span, numeral, RUPIAH, stated=False))
    return sums


def _words_before(lower: str, start: int) -> list[str]:
    """The last words of the clause before `lower[start]`."""
    return _CLAUSE_END.split(lower[max(0, start - _CUE_REACH) : start])[-1].split()[-_CUE_WORDS:]


def _any_of(words: list[str], cues: frozenset[str]) -> bool:
    return not cues.isdisjoint(word.removesuffix("nya") for word in words)


def _without_overlaps(sums: list[_Sum]) -> list[_Sum]:
    kept: list[_Sum] = []
    for one in sorted(sums, key=lambda found: (found.span.start, not found.stated, -found.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _with_open_ends(text: str, sums: list[_Sum]) -> list[_Sum]:
    """Add the ends of ranges that have no sign of their own: "Rp 3 juta hingga 5 juta", "Rp3-5 juta"."""
    ends: list[_Sum] = []
    for index, one in enumerate(sums):
        ends.append(one)
        joint = _RANGE.match(text, one.span.end)
        if joint is None or (index + 1 < len(sums) and sums[index + 1].span.start <= joint.end() + 1):
            continue
        numeral = numeral_at(text, joint.end(), money=True)
        if numeral is None or is_counted(text, numeral.span.end) or numeral.value <= inherited(one.numeral, numeral):
            continue
        if numeral.scale > 1 or numeral.value >= _LEAST_RUPIAH:
            ends.append(_Sum(Span(joint.end(), _end(text, numeral)), numeral, one.currency))
    return _without_overlaps(ends)


def _settle_misprints(text: str, sums: list[_Sum]) -> list[_Sum]:
    """A sum with a digit too many or too few is read as the one of its two readings that stands elsewhere in the text."""
    if not any(one.numeral.other for one in sums):
        return sums
    sound = {one.numeral.value for one in sums if one.numeral.warning is None}

    def settled(one: _Sum) -> _Sum:
        value, other = one.numeral.value, one.numeral.other
        if other is None or value in sound or not (other in sound or _has_lost_a_nought(text, one)):
            return one
        return replace(one, numeral=reread(one.numeral, other))

    return [settled(one) for one in sums]


def _has_lost_a_nought(text: str, one: _Sum) -> bool:
    """Is "Rp 27.350.00" millions, and no contribution printed with cents ("iuran Rp 16.800.00 per bulan")?"""
    if one.numeral.other != one.numeral.value * 1000:
        return False
    if _any_of(_words_before(lowered(text), one.span.start), _SMALL):
        return False
    return payment_around(text, one.span).per not in ("month", "person_month")


def _is_range(text: str, low: _Sum, high: _Sum) -> bool:
    if low.currency != high.currency or inherited(low.numeral, high.numeral) >= high.numeral.value:
        return False
    if _RANGE.fullmatch(text, low.span.end, high.span.start):
        return True
    return _AND.fullmatch(text, low.span.end, high.span.start) is not None and _ANTARA(text, low.span.start)


def _range(text: str, low: _Sum, high: _Sum, floor: int) -> tuple[Money, Money]:
    first, second = _money(text, low, floor), _money(text, high, low.span.end)
    value = inherited(low.numeral, high.numeral)
    per = first.per or second.per
    if value != low.numeral.value:  # "Rp3-5 juta" lacks no scale word
        first = replace(first, warning=low.numeral.warning, message=low.numeral.message)
    return (
        replace(first, value=_whole(value, low.currency), bound="min", per=per, part_of_range="low"),
        replace(
            second,
            bound="max",
            per=per,
            hedged=second.span,
            extent=_from(second.span, second.extent),
            part_of_range="high",
        ),
    )


def _from(span: Span, extent: Span) -> Span:
    return Span(span.start, max(span.end, extent.end))


def _money(text: str, one: _Sum, floor: int) -> Money:
    hedge = hedge_around(text, one.span)
    payment = payment_around(text, hedge.span, floor)
    bound = hedge.bound
    if bound is None and one.numeral.form == "vague":
        bound = "min"
    if bound is None and one.numeral.about:
        bound = "approx"
    warning, message = one.numeral.warning, one.numeral.message
    if not one.stated and warning is None:
        warning, message = CURRENCY, "no currency is printed, read as rupiah"
    if one.currency == RUPIAH and one.numeral.value < _LEAST_RUPIAH and warning is None:
        warning, message = NUMBER_FORMAT, f"read as printed, {one.numeral.value} rupiah"
    value = _whole(one.numeral.value, one.currency)
    per = None if payment.per == "person" and value > _MOST_A_PERSON else payment.per
    return Money(one.span, hedge.span, payment.span, value, one.currency, bound, per, warning, message)


def _whole(value: int | float, currency: str) -> int | float:
    return round(value) if currency == RUPIAH else value
