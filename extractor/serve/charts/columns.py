"""Columns over steps of time, stacked by series: where each mark lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from extractor.serve.charts.spans import Span

_TOP: Final = 9.0  # percent of the height: above the highest line
_BASE: Final = 84.0  # the foot of the columns; names of steps stand below
_WIDE: Final = 0.8  # share of a step that its column takes
_WIDEST: Final = 8.0  # percent of the width: few columns do not become blocks
_LINES: Final = 4
_NAMED: Final = 14  # steps that are each named; of more, the first of each year


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column; `y` and `height` are percent of the drawing's height."""

    series: str
    value: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its step of time, its parts from the foot up, and where it stands, in percent of the width.

    Attributes:
        span: its step.
        parts: those that are not 0.
        values: of all series, in their order.
        total: of the parts.
        slot: where its step begins.
        room: how wide the step is.
        x: where the column begins.
        width: how wide it is.
        name: how its step is named on the axis: "month" (with the month), "year", or "" (not at all).
        is_minor: may the name be left out where there is little room?
    """

    span: Span
    parts: tuple[Part, ...]
    values: tuple[int, ...]
    total: int
    slot: float
    room: float
    x: float
    width: float
    name: str
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line across, at a value; `y` in percent of the height."""

    value: int
    y: float


@dataclass(frozen=True, slots=True)
class Columns:
    """A drawing of columns: `series` from the foot up, `lines` from the foot up, the first at 0."""

    series: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def stacked(told: Sequence[tuple[Span, Mapping[str, int]]], series: Sequence[str]) -> Columns | None:
    """Columns for steps of time.

    Args:
        told: each step with its values by series.
        series: in the order in which they are stacked; values of others are not drawn.

    Returns:
        The drawing; `None` where there is nothing to draw.
    """
    highest = max((sum(values.get(one, 0) for one in series) for _, values in told), default=0)
    if highest <= 0:
        return None
    across = lines(highest)
    scale = (_BASE - _TOP) / max(highest, across[-1])
    slot = 100 / len(told)
    names = _names([span for span, _ in told])
    made = []
    for number, (span, values) in enumerate(told):
        parts = _parts(values, series, scale)
        wide = min(slot * _WIDE, _WIDEST)
        name, is_minor = names[number]
        made.append(
            Column(
                span=span,
                parts=parts,
                values=tuple(values.get(one, 0) for one in series),
                total=sum(one.value for one in parts),
                slot=round(number * slot, 3),
                room=round(slot, 3),
                x=round(number * slot + (slot - wide) / 2, 3),
                width=round(wide, 3),
                name=name,
                is_minor=is_minor,
            )
        )
    return Columns(tuple(series), tuple(made), tuple(Line(value, round(_BASE - value * scale, 3)) for value in across))


def lines(highest: int) -> tuple[int, ...]:
    """Round values from 0 up to about the highest, for lines across: 0, 50, 100, 150."""
    step = max(1, round_up(highest / _LINES))
    return tuple(range(0, step * ceil(highest / step) + 1, step))


def round_up(value: float) -> int:
    """The next 1, 2 or 5, or ten, hundred… times that."""
    if value <= 1:
        return 1
    power = 10 ** floor(log10(value))
    return int(next(one * power for one in (1, 2, 5, 10) if one * power >= value))


def _parts(values: Mapping[str, int], series: Sequence[str], scale: float) -> tuple[Part, ...]:
    foot, parts = _BASE, []
    for one in series:
        if value := values.get(one, 0):
            foot -= value * scale
            parts.append(Part(one, value, round(foot, 3), round(value * scale, 3)))
    return tuple(parts)


def _names(steps: Sequence[Span]) -> list[tuple[str, bool]]:
    """How each step is named, and whether the name may be left out."""
    found: list[tuple[str, bool]] = []
    years = 0
    for number, one in enumerate(steps):
        if one.kind in ("before", "after"):
            found.append((one.kind, False))
        elif one.kind == "month" and len(steps) <= _NAMED:
            found.append(("month", number % 2 == 1))
        elif one.kind == "year" and len(steps) <= _NAMED:
            found.append(("year", number % 2 == 1))
        elif number == 0 or one.month[:4] != steps[number - 1].month[:4]:
            late = number == 0 and one.month[5:] > "06"  # its year has little room before the next
            found.append(("" if late else "year", years % 2 == 1))
            years += 0 if late else 1
        else:
            found.append(("", False))
    return found
