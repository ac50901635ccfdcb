"""From links to stories: which articles of a net of links belong together, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product

Pair = tuple[str, str]


def parted(
    ids: Iterable[str],
    links: Mapping[Pair, float],
    compared: Callable[[str, str], tuple[float, bool]],
    together: float,
) -> list[frozenset[str]]:
    """Groups of articles: of the groups that a link joins, again and again the two are made one that have most in common.

    Groups are as alike as their articles are on the average. Two groups stay apart if two of their articles conflict, or if they are
    less alike than `together`: so a post that tells of two happenings joins the one it has more in common with, and not the two to
    each other.

    Args:
        ids: of the articles.
        links: points of each link, by the ids of its articles, the smaller first.
        compared: points of any two articles, and whether they conflict.
        together: mean points from which on two groups may be joined.
    """
    groups = [frozenset([id_]) for id_ in sorted(ids)]
    known: dict[Pair, tuple[float, bool]] = {}

    def likeness(one: frozenset[str], other: frozenset[str]) -> float | None:
        """Mean points of the articles of two groups; `None` where two of them conflict, or no link joins them."""
        pairs = [(min(pair), max(pair)) for pair in product(one, other)]
        if not any(pair in links for pair in pairs):
            return None
        for pair in pairs:
            if pair not in known:
                known[pair] = compared(*pair)
        if any(known[pair][1] for pair in pairs):
            return None
        return sum(known[pair][0] for pair in pairs) / len(pairs)

    alike: dict[tuple[frozenset[str], frozenset[str]], float] = {}

    def weigh(one: frozenset[str], others: Iterable[frozenset[str]]) -> None:
        for other in others:
            if (points := likeness(one, other)) is not None and points >= together:
                first, second = sorted((one, other), key=min)
                alike[first, second] = points

    for number, one in enumerate(groups):
        weigh(one, groups[number + 1 :])
    while alike:
        best = min(alike, key=lambda pair: (-alike[pair], min(pair[0]), min(pair[1])))
        for pair in [pair for pair in alike if pair[0] in best or pair[1] in best]:
            del alike[pair]
        groups = [one for one in groups if one not in best]
        weigh(best[0] | best[1], groups)
        groups.append(best[0] | best[1])
    return sorted(groups, key=min)
