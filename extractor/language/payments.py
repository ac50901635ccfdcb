"""What one payment of a sum covers: a person, a month, a year, a person's month.

The words stand after the sum ("per orang per bulan", "/orang/bulan", "sebulan", "masing-masing") or before it ("setiap
bulan Rp 10.000", "Tiap nelayan membawa pulang Rp 7 juta"). Only those beside the sum belong to its extent. They are in
`data/money.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractor.language.lexicon import GAP, SPACE, either, word_lists
from extractor.language.spans import Span

Per = Literal["person", "month", "year", "person_month"]

_WORDS = word_lists("money")["per"]
_REACH = 80  # characters before a sum in which "tiap nelayan" stands
_LINK = rf"(?:{either(_WORDS['linking'])}{SPACE})?"
_EACH = rf"{either(_WORDS['each'])}[^\S\n]?-?{GAP}"


def _nouns(side: str) -> str:
    return "|".join(f"(?P<{side}{kind}>{either(_WORDS[kind])})" for kind in ("person", "month", "year"))


_PART = re.compile(
    rf"(?:{SPACE}{_LINK}{_EACH}(?:{_nouns('each_')})(?:nya)?\b"
    rf"|{GAP}/{GAP}(?:{_nouns('slash_')})\b"
    rf"|{SPACE}{_LINK}(?:(?P<one_person>{either(_WORDS['person_words'])})|(?P<one_month>{either(_WORDS['month_words'])}|satu{SPACE}bulan)"
    rf"|(?P<one_year>{either(_WORDS['year_words'])}|satu{SPACE}tahun))\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:{_EACH}(?:{_nouns('each_')})(?:nya)?\b|(?P<one_person>masing-masing)\b|(?P<one_month>bulanan)\b|(?P<one_year>tahunan)\b)"
    rf"(?P<words>(?:{SPACE}[^\s.,;:!?()\"“”]+){{0,6}}){GAP}\Z",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"{GAP}(?:,|dan\b|serta\b){GAP}(?:Rp|[0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Payment:
    """What one payment covers, and `span`, the sum with the words beside it that say so."""

    per: Per | None
    span: Span


def payment_around(text: str, span: Span, floor: int = 0) -> Payment:
    """What one payment of the sum at `span` (with its hedges) covers; words before `floor` belong to another sum."""
    kinds: set[str] = set()
    start, end = span.start, span.end
    while len(kinds) < 2 and (part := _PART.match(text, end)):
        kinds.add(_kind(part))
        end = part.end()
    before = _BEFORE.search(text, max(floor, start - _REACH), start)
    if before is not None:
        respectively = before.group("one_person") and _LISTED.match(text, end)
        if not respectively:
            kinds.add(_kind(before))
            if not before.group("words"):
                start = before.start()
    return Payment(_per(kinds), Span(start, end))


def _kind(part: re.Match[str]) -> str:
    name = next(name for name, value in part.groupdict().items() if value is not None and name != "words")
    return name.rpartition("_")[2]


def _per(kinds: set[str]) -> Per | None:
    if kinds >= {"person", "month"}:
        return "person_month"
    order: tuple[Per, ...] = ("person", "month", "year")
    return next((per for per in order if per in kinds), None)
