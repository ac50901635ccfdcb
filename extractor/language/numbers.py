"""Figures that count or measure something, with what their hedges say of them.

What is left out: digits of dates, years and clock times, telephone, law and article numbers, ages, ranks and other
labels ("kelas 3", "juara 1", "lantai tiga"), street numbers, list numbers, scores, fractions ("5/6 orang") and codes
("TK-03", "rm01"). Sums of money with a currency sign before them are left out as well; `numbers_outside` also drops
the others ("42 juta rupiah").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Protocol

from extractor.language.exclusions import is_label_or_code, skip_code
from extractor.language.hedges import Bound, hedge_around
from extractor.language.lexicon import DIGITS, GAP, SPACE, Before, either, lowered, word_lists
from extractor.language.numerals import PERCENT, STARTING_WORDS, Form, Numeral, end_of_digits, exact, numeral_at, reread
from extractor.language.spans import Span

RangePart = Literal["low", "high"]

_WORDS = word_lists("numbers")
_ORDINALS: dict[str, int] = _WORDS["ordinals"]
_UNDER_KE = frozenset(f"ke{word}" for word in (*_WORDS["units"], "sepuluh", "sebelas"))
_KE = re.compile(
    rf"ke(?:(?:-|[^\S\n]{{1,2}})(?=[0-9])|-?(?={either([*_WORDS['units'], 'sepuluh', 'sebelas'])}\b))", re.IGNORECASE
)
_START = re.compile(rf"\b(?:[0-9]|{either([*STARTING_WORDS, *_UNDER_KE, *_ORDINALS, 'ke'])}\b)")
_BETWEEN = either(_WORDS["ranges"]["connectors"])
_RANGE = re.compile(rf"(?:{GAP}{_BETWEEN}{GAP}|{SPACE}(?P<noun>[a-z]{{2,14}}){SPACE}{_BETWEEN}{SPACE})", re.IGNORECASE)
_AND = re.compile(rf"{SPACE}{either(_WORDS['ranges']['and'])}{SPACE}", re.IGNORECASE)
_ANTARA = Before(either(_WORDS["ranges"]["between"]), _WORDS["ranges"]["between"], reach=12)
_ORDINAL_NOUN = Before(either(_WORDS["exclusions"]["ordinal_nouns"]), _WORDS["exclusions"]["ordinal_nouns"], reach=24)
_FAST_NOUN = re.compile(rf"[0-9]{{1,4}}{either(_WORDS['counted']['fast'])}\b")
_LOWER_WORD = re.compile(rf"{SPACE}([a-z]{{2,}})")
_FUNCTION_WORDS = frozenset(_WORDS["exclusions"]["function_words"])
_LEAST_COUNT_AFTER_KE = 1000  # "ke 35.000 pekerja" is a count; nothing in these posts is the thousandth


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in a text.

    `span` is the numeral with its scale word and percent sign, `hedged` the same with the hedge words around it.
    `bound` is what these say; the two ends of a range are `min` and `max` and have `part_of_range`. `value` is an
    `int` where it is whole, for a vague word ("ratusan") the least it can mean. `warning` is `number_format` where the
    figure was read against the letter, `message` says how.
    """

    span: Span
    value: int | float
    bound: Bound | None
    hedged: Span
    form: Form
    ordinal: bool = False
    percent: bool = False
    warning: str | None = None
    message: str | None = None
    part_of_range: RangePart | None = None


class HasSpan(Protocol):
    """Anything found at a place in a text."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        ...


class _Found(NamedTuple):
    """A numeral that is a figure; `end` includes the percent sign."""

    numeral: Numeral
    start: int
    end: int
    ordinal: bool = False
    percent: bool = False


def find_numbers(text: str) -> tuple[Number, ...]:
    """The figures of a text, in order, not overlapping."""
    found = _settle_misprints(list(_figures(text)))
    numbers: list[Number] = []
    index = 0
    while index < len(found):
        pair = _range_at(text, found, index)
        if pair is None:
            numbers.append(_number(text, found[index]))
            index += 1
        else:
            numbers.extend(pair)
            index += 2
    return tuple(numbers)


def numbers_outside(numbers: Iterable[Number], *others: Iterable[HasSpan]) -> tuple[Number, ...]:
    """The numbers that share no character with what else was found: sums of money, dates."""
    taken = sorted(item.span for group in others for item in group)
    kept: list[Number] = []
    position = 0
    for number in numbers:
        while position < len(taken) and taken[position].end <= number.span.start:
            position += 1
        if not any(span.overlaps(number.span) for span in taken[position : position + 2]):
            kept.append(number)
    return tuple(kept)


def _figures(text: str) -> Iterator[_Found]:
    position = 0
    for token in _START.finditer(lowered(text)):
        start = token.start()
        if start < position:
            continue
        word = token.group()
        is_cardinal = word in DIGITS or word in STARTING_WORDS
        found = _cardinal(text, start) if is_cardinal else _ordinal(text, start, word)
        if isinstance(found, _Found):
            yield found
            position = found.end
        else:
            position = found


def _cardinal(text: str, start: int) -> _Found | int:
    """The figure at `start`, or the place from which to look on."""
    code_end = skip_code(text, start)
    if code_end is not None:
        return code_end
    numeral = numeral_at(text, start)
    if numeral is None:
        return end_of_digits(text, start)
    sign = PERCENT.match(text, numeral.span.end)
    fast_noun = sign is None and _FAST_NOUN.match(text, start) is not None and text[start - 1 : start].isspace()
    if not fast_noun and is_label_or_code(text, numeral, percent=sign is not None):
        return numeral.span.end
    return _Found(numeral, start, sign.end() if sign else numeral.span.end, percent=sign is not None)


def _ordinal(text: str, start: int, word: str) -> _Found | int:
    if word in _ORDINALS:
        span = Span(start, start + len(word))
        return _Found(Numeral(span, _ORDINALS[word], _ORDINALS[word], 1, "words"), start, span.end, ordinal=True)
    prefix = _KE.match(text, start)
    numeral = numeral_at(text, prefix.end()) if prefix else None
    if prefix is None or numeral is None:
        return start + 2
    if numeral.form == "digits" and _is_count_after_ke(text, prefix, numeral):
        return _cardinal(text, numeral.span.start)
    return _Found(numeral, start, numeral.span.end, ordinal=True)


def _is_count_after_ke(text: str, start: re.Match[str], numeral: Numeral) -> bool:
    """Is it a count ("ke 35.000 pekerja", "ke 3 titik") and no ordinal ("HUT ke 77", "ke-77")?"""
    if numeral.value >= _LEAST_COUNT_AFTER_KE:
        return True
    if "-" in start.group() or _ORDINAL_NOUN(text, start.start()):
        return False
    noun = _LOWER_WORD.match(text, numeral.span.end)
    return noun is not None and noun.group(1) not in _FUNCTION_WORDS


def _settle_misprints(found: list[_Found]) -> list[_Found]:
    """A figure with a digit too many is read as the one of its two readings that stands elsewhere in the text."""
    if not any(one.numeral.other for one in found):
        return found
    sound = {one.numeral.value for one in found if one.numeral.warning is None}
    return [
        one._replace(numeral=reread(one.numeral, one.numeral.other))
        if one.numeral.other in sound and one.numeral.value not in sound and one.numeral.other is not None
        else one
        for one in found
    ]


def _number(text: str, found: _Found) -> Number:
    span = Span(found.start, found.end)
    hedge = hedge_around(text, span)
    bound = hedge.bound
    if found.ordinal:
        return Number(span, found.numeral.value, None, span, found.numeral.form, ordinal=True)
    if bound is None and found.numeral.form == "vague":
        bound = "min"
    if bound is None and found.numeral.about:
        bound = "approx"
    return Number(
        span,
        found.numeral.value,
        bound,
        hedge.span,
        found.numeral.form,
        percent=found.percent,
        warning=found.numeral.warning,
        message=found.numeral.message,
    )


def _range_at(text: str, found: list[_Found], index: int) -> tuple[Number, Number] | None:
    if index + 1 >= len(found):
        return None
    low, high = found[index], found[index + 1]
    if low.ordinal or high.ordinal or not _are_joined(text, low, high):
        return None
    low_number, high_number = _number(text, low), _number(text, high)
    value = inherited(low.numeral, high.numeral)
    if value >= high.numeral.value:
        return None
    percent = low.percent or high.percent
    return (
        replace(low_number, value=value, bound="min", percent=percent, part_of_range="low", hedged=low_number.span),
        replace(high_number, bound="max", percent=percent, part_of_range="high", hedged=high_number.span),
    )


def inherited(low: Numeral, high: Numeral) -> int | float:
    """The lower end of a range: "3 hingga 5 juta" begins at three million."""
    if low.scale == 1 and high.scale > 1 and low.mantissa < high.mantissa:
        value = low.value * high.scale
        return exact(round(value), 0) if value == round(value) else value
    return low.value


def _are_joined(text: str, low: _Found, high: _Found) -> bool:
    between = _RANGE.fullmatch(text, low.end, high.start)
    if between is not None:
        noun = between.group("noun")
        after = _LOWER_WORD.match(text, high.end)
        return noun is None or (after is not None and after.group(1) == noun)
    joined = _AND.fullmatch(text, low.end, high.start)
    return joined is not None and _ANTARA(text, low.start)
