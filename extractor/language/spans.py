"""A piece of text by its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range `[start, end)` of Unicode code points in a text; never empty.

    Raises:
        ValueError: for a negative start or an end not after the start.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """What `text` holds here."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Do the two share a character?"""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Does `other` lie wholly in this span?"""
        return self.start <= other.start and other.end <= self.end


class Cover:
    """Many spans that are asked together, each time in a few steps however many there are: does one of them hold this?"""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in ordered]
        self._farthest = list(accumulate((span.end for span in ordered), max))  # end of any span up to this one

    def contains(self, span: Span) -> bool:
        """Does `span` lie wholly in one of the spans?"""
        before = bisect_right(self._starts, span.start)
        return before > 0 and self._farthest[before - 1] >= span.end

    def overlaps(self, span: Span) -> bool:
        """Does `span` share a character with one of the spans?"""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._farthest[before - 1] > span.start
