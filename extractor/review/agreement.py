"""How far two people agree who reviewed the same posts, neither seeing what the other said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from extractor.evaluate.events import pair_events
from extractor.evaluate.facts import Facts
from extractor.evaluate.matching import match, unique
from extractor.evaluate.score import SAME
from extractor.evaluate.tally import Figures, Tally
from extractor.review.model import Correction


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two people, over all posts that both reviewed.

    Attributes:
        one: name.
        other: name.
        posts: how many.
        families: F1 of the facts that both found right, by family; `gold` and `found` are the numbers of facts of either.
        decisions: number of facts that the extraction had found and both decided on.
        kappa: Cohen's kappa of these decisions (kept, edited or rejected), -1 to 1; `None` where chance alone explains all: both
            decided the same on every fact.
        apart: ids of posts on which they differ.
    """

    one: str
    other: str
    posts: int
    families: Mapping[str, Figures]
    decisions: int
    kappa: float | None
    apart: tuple[str, ...]


def agreements(reviews: Mapping[str, Mapping[str, Correction]]) -> list[Agreement]:
    """All pairs of people with a post in common, those with most posts first.

    Args:
        reviews: by record and person (`gold.reviews_by_person`).
    """
    pairs: dict[tuple[str, str], list[tuple[str, Correction, Correction]]] = {}
    for record, by_person in reviews.items():
        for one, other in combinations(sorted(by_person), 2):
            pairs.setdefault((one, other), []).append((record, by_person[one], by_person[other]))
    made = [_agreement(one, other, both) for (one, other), both in pairs.items()]
    return sorted(made, key=lambda pair: (-pair.posts, pair.one, pair.other))


def kappa(decisions: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of decisions; `None` where both said the same one thing throughout, or nothing at all."""
    total = len(decisions)
    if not total:
        return None
    same = sum(1 for one, other in decisions if one == other) / total
    left, right = Counter(one for one, _ in decisions), Counter(other for _, other in decisions)
    chance = sum(left[what] * right[what] for what in left) / total**2
    return None if chance == 1 else round((same - chance) / (1 - chance), 4)


def compared(one: Facts, other: Facts, families: Mapping[str, Tally]) -> bool:
    """Count what two people found right of a post, family by family; says whether all of it agrees."""
    agree = True
    left: Mapping[str, Any] = {**one}
    right: Mapping[str, Any] = {**other}
    for family, same in SAME.items():
        found = match(unique(left[family], same), unique(right[family], same), same)
        tally = families[family]
        tally.right += len(found.pairs)
        tally.missed += len(found.missed)
        tally.extra += len(found.extra)
        agree = agree and not found.missed and not found.extra
    partner = pair_events(left["events"], right["events"], ())
    tally = families["events"]
    tally.right += len(partner)
    tally.missed += len(left["events"]) - len(partner)
    tally.extra += len(right["events"]) - len(partner)
    return agree and len(partner) == len(left["events"]) == len(right["events"])


def _agreement(one: str, other: str, both: Sequence[tuple[str, Correction, Correction]]) -> Agreement:
    families = {family: Tally(family) for family in (*SAME, "events")}
    decisions: list[tuple[str, str]] = []
    apart = []
    for record, left, right in both:
        mine, theirs = left.review or {}, right.review or {}
        if not compared(mine["facts"], theirs["facts"], families):
            apart.append(record)
        decisions += [
            (said, theirs["decided"][key]) for key, said in mine["decided"].items() if key in theirs["decided"]
        ]
    figures = {family: tally.figures for family, tally in families.items() if tally.right + tally.missed + tally.extra}
    return Agreement(one, other, len(both), figures, len(decisions), kappa(decisions), tuple(apart))
