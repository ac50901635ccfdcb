"""Signatures put together to persons: a function of the signatures alone, in whatever order they came."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from extractor.identities.judging import Answer, judge
from extractor.identities.signatures import Signature

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    """Why two signatures were joined; `one` and `other` are their texts, in this order by the alphabet."""

    one: str
    other: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """Signatures of one person and the links that joined them."""

    signatures: tuple[Signature, ...]
    links: tuple[Link, ...]


def partition(signatures: Sequence[Signature], apart: Collection[Pair] = frozenset()) -> list[Group]:
    """Groups of signatures that are one person each, ordered by their texts.

    A group holds nobody who contradicts another of it. Who fits two that contradict each other ("Zainal", beside a Zainal Abidin and a
    Zainal Arifin in one office) is left to whom stronger evidence ties them, else to none.

    Args:
        signatures: all that can be one person with one of them.
        apart: pairs of texts that one article names beside each other: two people.
    """
    ordered = sorted(signatures, key=lambda one: one.text)
    linked: dict[tuple[int, int], tuple[int, str]] = {}
    against: set[tuple[int, int]] = set()
    for i, j in combinations(range(len(ordered)), 2):
        verdict = judge(ordered[i], ordered[j])
        if verdict.answer is Answer.DIFFERENT or frozenset((ordered[i].text, ordered[j].text)) in apart:
            against.add((i, j))
        elif verdict.answer is Answer.SAME:
            linked[i, j] = (verdict.strength, verdict.why)
    for pair in _doubtful(len(ordered), linked, against):
        del linked[pair]
    return _grouped(ordered, linked, against)


def _doubtful(
    size: int, linked: dict[tuple[int, int], tuple[int, str]], against: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Links of a signature to two that contradict each other: the weaker one, or both."""
    beside: list[list[int]] = [[] for _ in range(size)]
    for i, j in linked:
        beside[i].append(j)
        beside[j].append(i)
    doubtful = set()
    for i, others in enumerate(beside):
        for j, k in combinations(sorted(others), 2):
            if (j, k) in against:
                to_j, to_k = (min(i, j), max(i, j)), (min(i, k), max(i, k))
                doubtful |= {pair for pair in (to_j, to_k) if linked[pair][0] <= min(linked[to_j][0], linked[to_k][0])}
    return doubtful


def _grouped(
    ordered: Sequence[Signature], linked: dict[tuple[int, int], tuple[int, str]], against: set[tuple[int, int]]
) -> list[Group]:
    groups = {i: [i] for i in range(len(ordered))}
    of = list(range(len(ordered)))
    links: dict[int, list[Link]] = {}
    for (i, j), (_, why) in sorted(linked.items(), key=lambda one: (-one[1][0], one[0])):
        a, b = of[i], of[j]
        if a == b or any((min(x, y), max(x, y)) in against for x in groups[a] for y in groups[b]):
            continue
        a, b = min(a, b), max(a, b)
        for member in groups.pop(b):
            groups[a].append(member)
            of[member] = a
        links[a] = [*links.get(a, []), *links.pop(b, []), Link(ordered[i].text, ordered[j].text, why)]
    return [
        Group(tuple(ordered[i] for i in sorted(members)), tuple(links.get(first, ())))
        for first, members in sorted(groups.items())
    ]
