"""Words around a figure that say how exact it is: about, at least, at most.

"sekitar 10 ribu" and "kurang lebih ada 300" are about, "lebih dari 500" and "1 miliar lebih" at least, "hingga 40" at
most. Some posts put two hedges before a figure ("hingga sekitar 500"): the nearer one counts. The words are in
`data/numbers.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from extractor.language.lexicon import GAP, SPACE, Before, either, word_lists
from extractor.language.spans import Span

Bound = Literal["approx", "min", "max"]

_WORDS = word_lists("numbers")["hedges"]
_BOUNDS: tuple[Bound, ...] = ("approx", "min", "max")


def _hedge(side: str) -> str:
    return "|".join(f"(?P<{bound}>{either(_WORDS[bound][side])})" for bound in _BOUNDS if _WORDS[bound][side])


_ONE_BEFORE = re.compile(rf"(?<![\w-])(?:{_hedge('before')})(?![\w-])", re.IGNORECASE)
_HEDGES_BEFORE = [word for bound in _BOUNDS for word in _WORDS[bound]["before"]]
_ANY_BEFORE = either(_HEDGES_BEFORE)
_BEFORE = Before(
    rf"{_ANY_BEFORE}(?:{SPACE}(?:{_ANY_BEFORE}|{either(_WORDS['fillers'])}))*",
    [*_HEDGES_BEFORE, *_WORDS["fillers"]],
    reach=48,
)
_MORE = rf"(?:atau{SPACE})?lebih\b(?!{SPACE}{either(_WORDS['not_after_lebih'])}\b)"
_CLOSED = rf"(?={GAP}(?:[.,;:)!?\"”]|\Z|{either(_WORDS['after_noun_lebih'])}\b))"
_AFTER = re.compile(
    rf"{GAP}\+(?!\w)|{SPACE}(?i:{_MORE}|(?:{_hedge('after')})\b(?!-))"
    rf"|{SPACE}[a-z]{{2,14}}{SPACE}(?:lebih\b{_CLOSED}|(?:atau{SPACE}lebih\b(?!{SPACE}dari\b)|ke{GAP}atas\b)|(?P<noun_max>ke{GAP}bawah\b))"
)


@dataclass(frozen=True, slots=True)
class Hedge:
    """What the words around a figure say of it: `bound`, and `span`, the figure with those words."""

    bound: Bound | None
    span: Span


def hedge_around(text: str, span: Span) -> Hedge:
    """The hedge of the figure at `span`; without one the bound is `None` and the span that of the figure."""
    start, end = span.start, span.end
    bound: Bound | None = None
    before = _BEFORE.find(text, start)
    if before is not None:
        start = before.start()
        bound = _nearest(before.group())
    after = _AFTER.match(text, end)
    if after is not None:
        end = after.end()
        if bound is None:
            bound = "max" if after.group("max") or after.group("noun_max") else "min"
    return Hedge(bound, Span(start, end))


def _nearest(words: str) -> Bound | None:
    bound = None
    for one in _ONE_BEFORE.finditer(words):
        bound = one.lastgroup
    return cast("Bound | None", bound)
