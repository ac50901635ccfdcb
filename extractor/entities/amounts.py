"""Sums of money with what they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.cues import Cue, Cues, weigh
from extractor.entities.extensions import add_doubts
from extractor.entities.words import Words
from extractor.knowledge.files import load_toml
from extractor.language.money import Money, find_money
from extractor.language.spans import Span
from extractor.records import AmountKind, Bound, Per

# "miliaran rupiah" names no sum.
_VAGUE = re.compile(r"(?:puluh|ratus|ribu|juta|miliar|milyar|triliun)an\b|(?:puluhan|ratusan)", re.IGNORECASE)
_LARGE_CONTRIBUTION = 1_000_000  # rupiah; a smaller sum a month is rather a contribution
_LARGEST_PREMIUM = (
    60_000  # rupiah a month for one self-employed person (PP 44/2015, PP 46/2015: 16,800 to 36,800 with savings)
)
_LEAST_PREMIUM = 5_000  # rupiah; less is paid by the day
# rupiah a month: work accident and death, savings, all three (PP 44/2015, PP 46/2015)
_PREMIUMS = frozenset((16_800, 20_000, 36_800))
_PER_MONTH = (Per.MONTH, Per.PERSON_MONTH)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in whole units of `currency`; `span` is what the post prints, hedges and "per bulan" included."""

    span: Span
    value: int | float
    currency: str
    kind: AmountKind
    per: Per | None
    bound: Bound | None


@cache
def _cues() -> Cues:
    return Cues(load_toml("figures.toml")["amount_cues"])


@Language.factory("jamsos_amounts", assigns=["doc._.money", "doc._.amounts"])
def make_amounts(nlp: Language, name: str) -> AmountFinder:
    """The component that finds sums of money."""
    return AmountFinder()


class AmountFinder:
    """Writes `doc._.money` and `doc._.amounts`: tuples in text order, values in full rupiah.

    "Rp 3 juta hingga Rp 500 juta" gives two amounts, bound `min` and `max`. A digit group that cannot be read as printed
    gives the likeliest reading, and a doubt `number_format` in `doc._.doubts`.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the sums of `doc`."""
        words = Words.of(doc)
        found = tuple(m for m in find_money(words.text) if not _VAGUE.match(m.span.of(words.text)))
        cues = _cues().find(words) if found else []
        borders = frozenset(words.index_at(money.span.start) for money in found)
        doc._.money = found
        doc._.amounts = tuple(_amount(words, money, cues, borders) for money in found)
        add_doubts(doc, found)
        return doc


def _amount(words: Words, money: Money, cues: list[Cue], borders: frozenset[int]) -> Amount:
    start, end = words.index_at(money.extent.start), words.index_until(money.extent.end)
    weights = weigh(words, cues, start, max(end, start + 1), borders)
    per = Per(money.per) if money.per else None
    if per in _PER_MONTH and money.value < _LARGE_CONTRIBUTION:
        weights["contribution"] = weights.get("contribution", 0) + 2
    if money.value in _PREMIUMS:
        weights["contribution"] = weights.get("contribution", 0) + 3
    kind = AmountKind(max(weights, key=lambda k: (weights[k], k))) if weights else AmountKind.OTHER
    is_premium = kind is AmountKind.CONTRIBUTION and _LEAST_PREMIUM <= money.value <= _LARGEST_PREMIUM
    if is_premium and per in (None, Per.MONTH, Per.PERSON):
        per = Per.PERSON_MONTH  # what one person pays a month, said or evident
    extent = Span(min(money.extent.start, money.hedged.start), max(money.extent.end, money.hedged.end))
    return Amount(extent, money.value, money.currency, kind, per, Bound(money.bound) if money.bound else None)
