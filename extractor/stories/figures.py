"""Figures: those of the record, and those that only the text holds; when two of them agree, and when one is the other told wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from extractor.records import Record
from extractor.stories.settings import rules

_SCALES: Final = {"ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "m": 9, "triliun": 12}
_NUMBER = re.compile(
    r"(?P<rp>Rp\.?\s?)?(?<![\w.,/-])(?P<digits>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
    r"(?![\d/:]|\.\d)(?:\s?(?P<scale>ribu|juta|miliar|milyar|triliun)\b)?(?P<about>-an\b|an\b)?(?:\s?(?P<percent>%|persen\b))?"
    r"(?:\s+(?P<noun>[a-zA-Z]+))?"
)
_YEARS = range(1900, 2101)
_LEAST, _MOST_OVER = 0.8, 1.31  # shares of a round figure between which the exact one lies: "seratusan" is 130 at most
_MOST = 60  # figures of an article; more are a table


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an article.

    Attributes:
        value: in rupiah for money, else a count or percentage.
        money: is it money?
        what: kind of the amount, unit of the quantity; "" for one that only the text holds.
        kind: kind of the quantity; "" for others.
        rounded: is it hedged, or said in round numbers ("5.700-an")?
        start: where it stands in the text; `None` for the headline.
        end: where it ends.
        text: as printed.
        event: type of the event it belongs to; "" if none.
        noun: the word after it, in small letters; "" if none.
    """

    value: float
    money: bool
    what: str
    kind: str
    rounded: bool
    start: int | None
    end: int | None
    text: str | None
    event: str
    noun: str

    @property
    def digits(self) -> int:
        """Digits that say something: 5.746 has 4, Rp 1,2 miliar 2, 5.000 has 1."""
        return significant(self.value)

    @property
    def telling(self) -> bool:
        """Does it tell one happening from others? Sums that the law sets and numbers of one digit do not."""
        return self.digits > 1 and not (self.money and self.value in rules().figures["legal"])


@lru_cache(maxsize=8192)
def significant(value: float) -> int:
    """Digits of a number without zeros at either end."""
    return len(_digits(value)) or 1


@lru_cache(maxsize=8192)
def _digits(value: float) -> str:
    exact = Decimal(str(value)).normalize()
    return "".join(map(str, exact.as_tuple().digits)).strip("0")


def figures_of(record: Record) -> tuple[Figure, ...]:
    """The figures of a record: its amounts and quantities, then numbers of two digits at least that are neither, nor dates or years."""
    text = record.article.text
    event_of = {id_: event.type for event in reversed(record.events) for id_ in (*event.amounts, *event.quantities)}
    found = [
        Figure(
            one.value,
            True,
            one.kind,
            "",
            one.bound is not None,
            one.start,
            one.end,
            one.text,
            event_of.get(one.id, ""),
            "",
        )
        for one in record.amounts
    ] + [
        Figure(
            *(one.value, False, one.unit, one.kind, one.bound is not None),
            *(one.start, one.end, one.text, event_of.get(one.id, ""), _noun(one.text)),
        )
        for one in record.quantities
        if one.kind != "duration"
    ]
    taken = [(one.start, one.end) for one in found if one.start is not None and one.end is not None]
    for match in _NUMBER.finditer(text):
        figure = _bare(text, match)
        if figure is not None and not any(match.start() < end and start < match.end("digits") for start, end in taken):
            found.append(figure)
    return tuple(found[:_MOST])


def _bare(text: str, match: re.Match[str]) -> Figure | None:
    digits, scale, money = match["digits"], match["scale"], match["rp"] is not None
    value = Decimal(digits.replace(".", "").replace(",", ".")).scaleb(_SCALES[scale] if scale else 0)
    if value != value.to_integral_value() and not match["percent"]:
        return None
    plain = not money and not scale and "." not in digits
    if plain and (int(value) in _YEARS or not match["noun"] or digits.startswith("0") or value < 32):
        return None  # a year, a day of the month, a house number
    before = text[max(0, match.start() - 25) : match.start()].casefold()
    hedged = bool(match["about"]) or any(before.rstrip().endswith(hedge) for hedge in rules().figures["hedges"])
    number = float(value)
    end = match.end("noun") if match["noun"] else match.end()
    noun = (match["noun"] or "").casefold()
    return Figure(number, money, "", "", hedged, match.start(), end, text[match.start() : end], "", noun)


def _noun(text: str | None) -> str:
    words = re.findall(r"[a-zA-Z]+", text or "")
    return words[-1].casefold() if words else ""


def near(one: Figure, other: Figure) -> bool:
    """Can two figures be one at all, rounded or told wrong? Most are far apart, which is quickly seen."""
    return abs(one.value - other.value) <= _farthest() * max(one.value, other.value)


@cache
def _farthest() -> float:
    """The share beyond which neither `agree` nor `told_wrong` takes two figures for one."""
    return max(float(rules().figures["slip"]), 1 - _LEAST, 1 - 1 / _MOST_OVER)


def agree(one: Figure, other: Figure) -> bool:
    """Do two figures say the same, if need be one of them rounded? "Sekitar 5.700", "hampir 19 ribu" and "Rp 1,7 miliar" are round."""
    if one.value == other.value:
        return True
    if not near(one, other):
        return False
    rough, exact = (one, other) if one.digits <= other.digits else (other, one)
    if not rough.value or not exact.value or (rough.digits == 1 and not rough.rounded):
        return False
    if not _LEAST < exact.value / rough.value < _MOST_OVER or rough.digits == exact.digits:
        return False
    step = Decimal(str(rough.value)).normalize()
    unit = Decimal(1).scaleb(step.adjusted() - rough.digits + 1)
    gap = abs(Decimal(str(rough.value)) - Decimal(str(exact.value)))
    return gap <= (unit if rough.rounded else unit / 2)


def told_wrong(one: Figure, other: Figure) -> bool:
    """Are two figures nearly the same, as by a slip: a little more or less, one digit changed, two swapped, a zero too many?"""
    if agree(one, other) or one.rounded or other.rounded or not one.value or not other.value:
        return False
    share = abs(one.value - other.value) / max(one.value, other.value)
    if share > rules().figures["slip"]:
        return False
    if share <= rules().figures["near"] and min(one.digits, other.digits) > 1:
        return True
    first, second = _digits(one.value), _digits(other.value)
    if sorted(first.replace("0", "")) == sorted(second.replace("0", "")):
        return len(first) > 1 and len(second) > 1
    same_length = len(first) == len(second) > 1
    return same_length and sum(a != b for a, b in zip(first, second, strict=True)) == 1
