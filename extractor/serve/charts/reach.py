"""Targets against coverage: the store's view `targets_and_coverage`, for a period and with the articles that tell the figures."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from extractor.serve.charts.period import Period
from extractor.store import Store

_MOST: Final = 10
_BEYOND: Final = 2.0  # times the goal: with more, coverage and goal are not of one thing


@dataclass(frozen=True, slots=True)
class Told:
    """A figure, the day, month or year it is filed under, and the id of the article that tells it."""

    value: float
    dated: str
    record: str


@dataclass(frozen=True, slots=True)
class Reached:
    """What is reached of what is to be reached in an area.

    Attributes:
        place_code: Kemendagri code of the area.
        place: its name.
        unit: what is counted.
        coverage: how many are reached.
        goal: the newest target, or where none is told, how many could be reached.
        is_target: is `goal` a target?
        share: of the goal that is reached; 1 is all of it. Both may be percentages.
        drawn: where the bar ends, in percent of its length: of the goal; of 100 where both are percentages.
        mark: where the goal is, likewise.
    """

    place_code: str
    place: str
    unit: str
    coverage: Told
    goal: Told
    is_target: bool
    share: float
    drawn: float
    mark: float


@dataclass(frozen=True, slots=True)
class Reach:
    """Areas of which both are told, those told of last first.

    Attributes:
        shown: the first of them.
        total: how many there are.
        unlike: how many more have a coverage of over twice the goal: the posts mean different things.
    """

    shown: tuple[Reached, ...]
    total: int
    unlike: int


def reached(store: Store, period: Period) -> Reach:
    """Of each area and unit the newest coverage against the newest target that articles tell in a period.

    Raises:
        StoreError: the store cannot be read.
    """
    within = period.holds("dated")
    newest: dict[tuple[str, str], dict[str, tuple[str, float, int]]] = defaultdict(dict)
    for code, unit, kind, dated, value, article in store.database.rows(
        f"""
        SELECT place_code, unit, kind, max(dated), value, article FROM quantities INDEXED BY quantities_reached
        WHERE kind IN ('target', 'coverage', 'potential') AND place_code IS NOT NULL AND dated IS NOT NULL AND {within.sql}
        GROUP BY place_code, unit, kind
        """,
        *within.values,
    ):
        newest[code, unit][kind] = (dated, value, article)
    pairs, unlike = [], 0
    for (code, unit), told in newest.items():
        goal = "target" if "target" in told else "potential"
        if "coverage" not in told or goal not in told or told[goal][1] <= 0:
            continue
        if told["coverage"][1] > _BEYOND * told[goal][1]:
            unlike += 1
        else:
            pairs.append((code, unit, told["coverage"], told[goal], goal == "target"))
    pairs.sort(key=lambda one: (one[2][0], one[4], one[0], one[1]), reverse=True)
    shown = pairs[:_MOST]
    names = dict(
        store.database.rows(
            "SELECT value, (SELECT name FROM places WHERE code = value ORDER BY key LIMIT 1) FROM json_each(?)",
            json.dumps(sorted({one[0] for one in shown})),
        )
    )
    records = dict(
        store.database.rows(
            "SELECT key, id FROM articles WHERE key IN (SELECT value FROM json_each(?))",
            json.dumps([article for one in shown for *_, article in one[2:4]]),
        )
    )
    return Reach(
        tuple(
            Reached(
                place_code=code,
                place=names.get(code) or code,
                unit=unit,
                coverage=Told(coverage[1], coverage[0], records[coverage[2]]),
                goal=Told(goal[1], goal[0], records[goal[2]]),
                is_target=is_target,
                share=coverage[1] / goal[1],
                drawn=round(min(100.0, coverage[1] if unit == "percent" else 100 * coverage[1] / goal[1]), 2),
                mark=round(min(100.0, goal[1]) if unit == "percent" else 100.0, 2),
            )
            for code, unit, coverage, goal, is_target in shown
        ),
        len(pairs),
        unlike,
    )
