"""Counts of right, missed and extra facts, and the figures made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypedDict

Fault = Literal["missed", "extra", "wrong"]


class FiguresJson(TypedDict):
    """`Figures` as the JSON report has them."""

    p: float
    r: float
    f1: float
    gold: int
    found: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1, each 0 to 1 and rounded to four places, and the numbers of facts behind them."""

    precision: float
    recall: float
    f1: float
    gold: int
    found: int

    def as_json(self) -> FiguresJson:
        """The figures by their short names."""
        return {"p": self.precision, "r": self.recall, "f1": self.f1, "gold": self.gold, "found": self.found}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One miss, false alarm or wrong reading: `what` shows the fact, or what was wanted and what was found."""

    family: str
    article: str
    fault: Fault
    what: str

    def __str__(self) -> str:
        return f"[{self.family}] {self.article} {self.fault:6} {self.what}"


@dataclass(slots=True)
class Tally:
    """A family's counts over all articles (micro average) and the mistakes behind them."""

    family: str
    right: int = 0
    extra: int = 0
    missed: int = 0
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake(self, article: str, fault: Fault, what: str) -> None:
        """Note a mistake for the reader; counting it is the caller's."""
        self.mistakes.append(Mistake(self.family, article, fault, what))

    @property
    def figures(self) -> Figures:
        """What the counts come to; a family of which nothing was owed and nothing found is perfect."""
        found, gold = self.right + self.extra, self.right + self.missed
        precision = self.right / found if found else 1.0
        recall = self.right / gold if gold else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return Figures(round(precision, 4), round(recall, 4), round(f1, 4), gold, found)


@dataclass(slots=True)
class Share:
    """How many of some number of cases were right."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count a case."""
        self.right += right
        self.of += 1

    @property
    def value(self) -> float | None:
        """The share, 0 to 1, rounded to four places; `None` of no cases."""
        return round(self.right / self.of, 4) if self.of else None
