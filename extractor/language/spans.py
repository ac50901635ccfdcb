"""A piece of text by its place."""

from __future__ import annotations

from dataclasses import dataclass


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
