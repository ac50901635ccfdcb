"""Numerals as Indonesian posts print them: digits or words, with the scale word after them.

This module reads one numeral at a given place and knows nothing of what stands around it. Indonesian groups thousands
by dots and writes a decimal comma; posts also hold English grouping, dots for decimals, blanks inside a figure and a
digit too many. A figure that follows no convention gets its likeliest reading and the warning `number_format`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from extractor.language.lexicon import DIGITS, GAP, SPACE, begins_line, either, last_word, word_lists
from extractor.language.spans import Span

NUMBER_FORMAT = "number_format"  # warning: a figure was read against the letter
Form = Literal["digits", "words", "vague"]

_LONGEST = 24  # characters of a run of digits that is still a figure and not a code
_WORDS = word_lists("numbers")
_UNITS: dict[str, int] = _WORDS["units"]
_FIXED: dict[str, int] = _WORDS["fixed"]
_SCALES: dict[str, int] = _WORDS["scales"]
_ONE_OF_SCALE: dict[str, int] = _WORDS["one_of_scale"]
_VAGUE: dict[str, int] = _WORDS["vague"]
_AFTER_DIGITS: dict[str, int] = _SCALES | _WORDS["short_scales"]
_AFTER_MONEY: dict[str, int] = _WORDS["letter_scales"]
_ABOUT: dict[str, int] = {"puluhan": 10, "ratusan": 100} | {f"{scale}an": value for scale, value in _SCALES.items()}
_JOINED_WORDS = ("belas", "puluh", "ratus", "setengah", *_UNITS, *_FIXED, *_SCALES, *_ONE_OF_SCALE)

# the words, in lower case, with which a numeral can begin
STARTING_WORDS = frozenset(("setengah", *_UNITS, *_FIXED, *_ONE_OF_SCALE, *_VAGUE, "seratusan", "seribuan", "sejutaan"))

_DIGITS = re.compile(r"[0-9]++(?:[.,][0-9]++)*+")
_BLANK_INSIDE = re.compile(r"[0-9]{1,3}(?:\. | \.)[0-9]{3}(?:\.[0-9]{3})*+(?![0-9]|[.,][0-9])")
_MONEY_BLANK_INSIDE = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3})*(?:\. | \.)(?:[0-9]{3}(?:\.[0-9]{3})++|000)(?![0-9]|[.,][0-9])"
    r"|[0-9]{1,3}(?: [0-9]{3}){2,5}(?![0-9])|[1-9][0-9]? [0-9]{3}(?![0-9]|[.,][0-9])"
)
# the letter O for a nought: "7O.000", "1.25O.000"
_LETTER_INSIDE = re.compile(r"(?=[0-9.,]*O)[0-9][0-9O]{0,2}(?:[.,][0-9O]{3})+(?![\w]|[.,][0-9])")
_SCALE = re.compile(rf"{GAP}(?:(ratus){SPACE})?({either(_AFTER_DIGITS)}|ratus)(?:-?(an))?(?![^\W\d_])", re.IGNORECASE)
_SCALE_LETTERS = frozenset(
    letter for word in ("\n", "ratus", *_AFTER_DIGITS, *_AFTER_MONEY) for letter in (word[0], word[0].upper())
)
_LETTER_SCALE = re.compile(rf"[^\S\n]?({either(_AFTER_MONEY)})\b(?![.'’-]\w)")
_UNIT = re.compile(rf"{SPACE}{either(_WORDS['decimals']['after'])}\b")
_RATES = frozenset(_WORDS["decimals"]["before"])
_ABOUT_LETTERS = ("-", "a")
_ABOUT_DIGITS = re.compile(r"-?an\b")
_NEXT_PART = re.compile(rf"{SPACE}(?=[0-9])")
_WORD = re.compile(rf"({either((*_JOINED_WORDS, *_ABOUT))})(an)?\b", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(SPACE)
_VAGUE_WORD = re.compile(rf"({either(_VAGUE)})\b(?:{SPACE}({either(_SCALES)})\b)?", re.IGNORECASE)
_RESTATED = re.compile(rf"{GAP}\({GAP}")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral of a text.

    `value` is `mantissa` times `scale`, an `int` where it is whole. `about` is set for "1.000-an" and "21 ribuan".
    `warning` and `message` are given for a figure that was read against the letter, `other` is then the second
    likeliest reading.
    """

    span: Span
    value: int | float
    mantissa: int | float
    scale: int
    form: Form
    about: bool = False
    warning: str | None = None
    message: str | None = None
    other: int | None = None


class _Reading(NamedTuple):
    """Digits without separators, and how many of them are decimals."""

    units: int
    places: int = 0
    doubtful: bool = False
    other: int | None = None


def numeral_at(text: str, start: int, *, money: bool = False) -> Numeral | None:
    """The numeral that begins at `text[start]`, or `None`.

    With `money` a figure may be written with letters for its scale ("3,4 M") and with blanks inside.
    """
    if start >= len(text):
        return None
    if text[start] in DIGITS:
        figure = _digits_at(text, start, money=money)
        return None if figure is None else _with_restatement(text, figure)
    words = _vague_at(text, start) or _words_at(text, start)
    return None if words is None else _with_restatement(text, words)


def end_of_digits(text: str, start: int) -> int:
    """Where the run of digits and separators at `text[start]` ends; at least one character on."""
    run = _DIGITS.match(text, start)
    return run.end() if run else start + 1


def reread(numeral: Numeral, value: int) -> Numeral:
    """A doubtful numeral read as `value` instead."""
    return replace(numeral, value=value, mantissa=value, other=None, message=_read_as(value))


def exact(units: int, places: int, scale: int = 1) -> int | float:
    """`units` / 10^`places` x `scale`, an `int` where it is whole."""
    parts: int = 10**places
    whole, rest = divmod(units * scale, parts)
    return whole if rest == 0 else units * scale / parts


def _read_as(value: int | float) -> str:
    return f"read as {value}"


def _digits_at(text: str, start: int, *, money: bool) -> Numeral | None:
    blank = _blank_inside(text, start, money=money)
    run = blank or _DIGITS.match(text, start)
    if run is None:
        return None
    lettered = _LETTER_INSIDE.match(text, start) if "O" in text[run.end() : run.end() + 2] else None
    run = lettered or run
    printed, end = run.group().replace("O", "0"), run.end()
    scale, after_scale, about = _scale_at(text, end, money=money)
    scaled = after_scale > end
    if blank is not None:
        printed = re.sub(r"\s+", "" if "." in printed else ".", printed)
    reading = _read(printed, decimal=scaled or ("," in printed and _is_measured(text, start, end)))
    if reading is None:
        return None
    if (
        not scaled
        and not money
        and text[end : end + 1] in _ABOUT_LETTERS
        and (suffix := _ABOUT_DIGITS.match(text, end))
    ):
        about, after_scale = True, suffix.end()
    value, mantissa = exact(reading.units, reading.places, scale), exact(reading.units, reading.places)
    if scaled:
        whole, whole_end = _add_smaller_parts(text, after_scale, value, scale)
        if whole_end > after_scale:
            value, mantissa, scale, after_scale = whole, whole, 1, whole_end
    doubtful = reading.doubtful or blank is not None or lettered is not None
    return Numeral(
        Span(start, after_scale),
        value,
        mantissa,
        scale,
        "digits",
        about,
        NUMBER_FORMAT if doubtful else None,
        _read_as(value) if doubtful else None,
        reading.other if scale == 1 else None,
    )


def _blank_inside(text: str, start: int, *, money: bool) -> re.Match[str] | None:
    if money:
        return _MONEY_BLANK_INSIDE.match(text, start)
    found = _BLANK_INSIDE.match(text, start)
    if found is None or begins_line(text, start):
        return None  # "1. 250 paket": the first figure of a line numbers a list
    return found


def _is_measured(text: str, start: int, end: int) -> bool:
    """Does a percent sign or a unit follow, or the name of a rate stand before, so that "3,264" is a decimal?"""
    return (
        PERCENT.match(text, end) is not None or _UNIT.match(text, end) is not None or last_word(text, start) in _RATES
    )


def _scale_at(text: str, end: int, *, money: bool) -> tuple[int, int, bool]:
    """Scale, where it ends (`end` itself if there is none), and whether it is blurred ("21 ribuan")."""
    if not _SCALE_LETTERS.intersection(text[end : end + 4]):
        return 1, end, False
    word = _SCALE.match(text, end)
    if word is not None:
        last = word.group(2).lower()
        scale = _AFTER_DIGITS.get(last, 100) * (100 if word.group(1) else 1)
        return scale, word.end(), word.group(3) is not None
    letter = _LETTER_SCALE.match(text, end) if money else None
    if letter is not None:
        return _AFTER_MONEY[letter.group(1)], letter.end(), False
    return 1, end, False


def _add_smaller_parts(text: str, end: int, value: int | float, scale: int) -> tuple[int | float, int]:
    """Add what follows in a smaller scale: "1 juta 250 ribu"."""
    while scale > 1000 and (gap := _NEXT_PART.match(text, end)):
        part = _DIGITS.match(text, gap.end())
        smaller = _SCALE.match(text, part.end()) if part else None
        reading = _read(part.group(), decimal=True) if part and smaller else None
        if part is None or smaller is None or reading is None or smaller.group(1) or smaller.group(3):
            break
        next_scale = _AFTER_DIGITS.get(smaller.group(2).lower(), 100)
        if not 1000 <= next_scale < scale:
            break
        value += exact(reading.units, reading.places, next_scale)
        scale, end = next_scale, smaller.end()
    return value, end


def _read(printed: str, *, decimal: bool) -> _Reading | None:
    """Digits with separators as a number; `decimal` tells that what stands around makes a decimal of a single comma."""
    if len(printed) > _LONGEST:
        return None
    if printed.isdigit():
        return _Reading(int(printed))
    groups = re.split("[.,]", printed)
    marks = [char for char in printed if char in ".,"]
    digits = int("".join(groups))
    if len(marks) == 1:
        return _read_one_mark(groups, marks[0], decimal=decimal)
    head, tail = groups[:-1], groups[-1]
    if len(set(marks)) == 1:
        if _is_grouped(groups):
            return _Reading(digits, doubtful=marks[0] == ",")
        if _is_grouped(head) and tail == "00":  # "15.000.00" has cents, or has lost a nought
            return _Reading(int("".join(head)), doubtful=True, other=digits * 10)
        return _misprint(groups)
    if len(set(marks[:-1])) == 1 and _is_grouped(head):  # "1.250,75", "1,250.75"
        if len(tail) == 3 and (marks[-1] == "." or tail == "000"):  # "48,350.000"
            return _Reading(digits, doubtful=True)
        return _Reading(digits, len(tail), doubtful=marks[-1] == ".")
    return _misprint(groups)


def _read_one_mark(groups: list[str], mark: str, *, decimal: bool) -> _Reading | None:
    first, last = groups
    digits = int(first + last)
    fraction = _Reading(digits, len(last))
    if len(last) <= 2 or first.startswith("0"):
        return fraction
    if len(last) == 3 and len(first) <= 3:
        if mark == ".":
            return _Reading(digits)
        return fraction if decimal else _Reading(digits, doubtful=True)
    if mark == "," and decimal:
        return fraction
    return _misprint(groups)


def _is_grouped(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and not groups[0].startswith("0") and all(len(group) == 3 for group in groups[1:])


def _misprint(groups: list[str]) -> _Reading | None:
    """Groups of wrong length: "35.0000" has a zero too many; others are read as if their dots stood right."""
    if any(len(group) < 3 for group in groups[1:]) or groups[0].startswith("0"):
        return None
    digits = int("".join(groups))
    if len(groups[0]) > 3 and not _is_grouped(["1", *groups[1:]]):
        return None  # "1979,1980"
    if (
        _is_grouped(groups[:-1]) and len(groups) > 2 and len(groups[-1]) == 4
    ):  # the number of the next item of a list, or a digit too many
        return _Reading(int("".join(groups)[:-1]), doubtful=True, other=digits)
    trimmed = [group[:3] if set(group[3:]) == {"0"} else group for group in groups[1:]]
    if trimmed != groups[1:]:
        return _Reading(int("".join((groups[0], *trimmed))), doubtful=True, other=digits)
    return _Reading(digits, doubtful=True)


def _vague_at(text: str, start: int) -> Numeral | None:
    found = _VAGUE_WORD.match(text, start)
    if found is None:
        return None
    least = _VAGUE[found.group(1).lower()]
    scale = _SCALES[found.group(2).lower()] if found.group(2) else 1
    return Numeral(Span(start, found.end()), least * scale, least, scale, "vague")


class _Words:
    """Number words added up one by one; `take` refuses a word that cannot follow."""

    def __init__(self) -> None:
        self.total = 0  # closed by a scale word
        self.group = 0  # under a thousand, not yet closed
        self.unit: int | None = None  # 1 to 9, waiting for belas, puluh, ratus or the end
        self.half = False
        self.below: float = float("inf")  # only smaller scales may follow

    @property
    def open(self) -> int:
        return self.group + (self.unit or 0)

    def take(self, word: str) -> bool:
        unit = self.unit
        if word in _UNITS:
            fits = unit is None and self.group % 10 == 0 and not self.half
            self.unit = _UNITS[word] if fits else unit
            return fits
        if word in _FIXED:
            return self._add(_FIXED[word]) if unit is None and self.group % 100 == 0 else False
        if word in ("belas", "puluh", "ratus"):
            return self._multiply(word)
        if word in _ONE_OF_SCALE:
            return unit is None and self.group == 0 and not self.half and self._close(1, _ONE_OF_SCALE[word])
        if word == "setengah":
            fits = not self.half and (self.total == 0 or self.open > 0)
            self.half = self.half or fits
            return fits
        if self.open == 0 and not self.half:
            return False
        return self._close(self.open + (0.5 if self.half else 0), _SCALES[word])

    def _add(self, value: int) -> bool:
        if value >= 100 and self.group:
            return False
        self.group += value
        return True

    def _multiply(self, word: str) -> bool:
        unit, self.unit = self.unit, None
        if unit is None or self.half:
            self.unit = unit
            return False
        if word == "ratus":
            if self.group:
                self.unit = unit
                return False
            self.group = unit * 100
        else:
            self.group += unit * 10 if word == "puluh" else unit + 10
        return True

    def _close(self, many: float, scale: int) -> bool:
        if scale >= self.below:
            return False
        self.total += round(many * scale)
        self.group, self.unit, self.half, self.below = 0, None, False, scale
        return True


def _words_at(text: str, start: int) -> Numeral | None:
    words, end, position, about = _Words(), start, start, False
    while found := _WORD.match(text, position):
        word = found.group(1).lower()
        blurred = _SCALE_OF_ABOUT.get(word)
        if not words.take(blurred or word):
            break
        end = found.end()
        if blurred or found.group(2):
            about = True
            break
        gap = _BETWEEN_WORDS.match(text, end)
        if gap is None:
            break
        position = gap.end()
    if end == start or (words.half and not words.open):
        return None
    if words.open or words.half:
        value = words.open + words.total + (0.5 if words.half else 0)
        return Numeral(Span(start, end), value, value, 1, "words", about)
    scale = int(words.below)
    return Numeral(Span(start, end), words.total, exact(words.total, len(str(scale)) - 1), scale, "words", about)


def _with_restatement(text: str, numeral: Numeral) -> Numeral:
    """The numeral with what repeats it in brackets: "3 (tiga)", "tiga (3)"."""
    end = restated_end(text, numeral.span.end, numeral)
    return numeral if end == numeral.span.end else replace(numeral, span=Span(numeral.span.start, end))


def restated_end(text: str, end: int, numeral: Numeral) -> int:
    """Where the brackets close that follow `text[end]` and repeat the numeral in the other form; else `end`."""
    if "(" not in text[end : end + 3]:
        return end
    opening = _RESTATED.match(text, end)
    if opening is None or opening.end() >= len(text):
        return end
    start = opening.end()
    again = _digits_at(text, start, money=True) if text[start] in DIGITS else _words_at(text, start)
    if again is None or again.form == numeral.form or again.value not in (numeral.value, numeral.mantissa):
        return end
    closing = _CLOSING.match(text, again.span.end)
    return end if closing is None else closing.end()


_SCALE_OF_ABOUT = {f"{word}an": word for word in ("puluh", "ratus", *_SCALES)}
_CLOSING = re.compile(rf"(?:{SPACE}rupiah)?{GAP}\)", re.IGNORECASE)
PERCENT = re.compile(rf"{GAP}(?:%|(?:{either(_WORDS['percent']['words'])})\b)", re.IGNORECASE)
