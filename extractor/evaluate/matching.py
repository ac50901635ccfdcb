"""Pairs of gold and found facts, one to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Generic, TypeVar

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Matching(Generic[Fact]):
    """Which facts found each other (gold fact first), which gold facts were missed, which found ones are extra."""

    pairs: list[tuple[Fact, Fact]]
    missed: list[Fact]
    extra: list[Fact]


def unique(items: Iterable[Fact], same: Callable[[Fact, Fact], bool]) -> list[Fact]:
    """The items without those that are the same as an earlier one."""
    kept: list[Fact] = []
    for item in items:
        if not any(same(item, other) for other in kept):
            kept.append(item)
    return kept


def match(gold: Sequence[Fact], found: Sequence[Fact], same: Callable[[Fact, Fact], bool]) -> Matching[Fact]:
    """Pair equal facts first, then those that are the same, each gold fact with the first free found one."""
    partner: dict[int, int] = {}
    used: set[int] = set()
    for alike in (eq, same):
        for i, wanted in enumerate(gold):
            if i in partner:
                continue
            j = next((j for j, one in enumerate(found) if j not in used and alike(wanted, one)), None)
            if j is not None:
                partner[i] = j
                used.add(j)
    return Matching(
        pairs=[(gold[i], found[j]) for i, j in partner.items()],
        missed=[fact for i, fact in enumerate(gold) if i not in partner],
        extra=[fact for j, fact in enumerate(found) if j not in used],
    )
