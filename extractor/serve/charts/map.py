"""The map: provinces shaded in steps by the number of their events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from extractor.serve.outlines import Outline, Sheet, sheet

_SHARES: Final = (0.2, 0.4, 0.6, 0.8)
_ROUND: Final = (10, 12, 14, 15, 16, 18, 20, 22, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90)
_SHADES: Final = 5
_HARD_TO_HIT: Final = 30  # units of the sheet: some six pixels on a wide screen


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the legend: from `least` to `most` events, `None` for any number from there on; `shade` from 1 to 5, 0 for none."""

    shade: int
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Shaded:
    """A province with its events and its shade; `is_small` says that it is hard to hit with a pointer."""

    outline: Outline
    events: int
    shade: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The map.

    Attributes:
        sheet: what it is drawn on, and whom the drawing is owed to.
        provinces: all 38, by code.
        ranked: those with events, most first.
        steps: of the legend, that for no events first.
        elsewhere: number of events without a province.
    """

    sheet: Sheet
    provinces: tuple[Shaded, ...]
    ranked: tuple[Shaded, ...]
    steps: tuple[Step, ...]
    elsewhere: int


def shaded(events: Mapping[str | None, int]) -> Map:
    """The map for these numbers of events by the code of the province."""
    drawn = sheet()
    steps = steps_for(events.get(one.code, 0) for one in drawn.provinces)
    made = tuple(
        Shaded(one, number, _shade(number, steps), one.room < _HARD_TO_HIT)
        for one in drawn.provinces
        for number in [events.get(one.code, 0)]
    )
    known = {one.code for one in drawn.provinces}
    return Map(
        sheet=drawn,
        provinces=made,
        ranked=tuple(sorted((one for one in made if one.events), key=lambda one: (-one.events, one.outline.code))),
        steps=steps,
        elsewhere=sum(number for code, number in events.items() if code not in known),
    )


def steps_for(numbers: Iterable[int]) -> tuple[Step, ...]:
    """Steps from round number to round number, about as many provinces in each: few events differ as visibly as many."""
    told = sorted(number for number in numbers if number > 0)
    if not told:
        return (Step(0, 0, 0),)
    bounds = [1]
    for share in _SHARES:
        bound = round_down(told[int(share * len(told))])
        if bound > bounds[-1]:
            bounds.append(bound)
    ends = [*(bound - 1 for bound in bounds[1:]), None]
    return (
        Step(0, 0, 0),
        *(
            Step(_spread(place, len(bounds)), least, most)
            for place, (least, most) in enumerate(zip(bounds, ends, strict=True))
        ),
    )


def round_down(number: int) -> int:
    """The largest number of two round figures that is no larger: 12 of 13, 250 of 278; numbers under 10 stay."""
    if number < _ROUND[0]:
        return number
    power = int(10 ** (len(str(number)) - 2))
    return max(one * power for one in _ROUND if one * power <= number)


def _spread(place: int, many: int) -> int:
    """The shade of a step by its place: a few steps take the shades that differ most."""
    return 1 + round(place * (_SHADES - 1) / (many - 1)) if many > 1 else _SHADES


def _shade(number: int, steps: tuple[Step, ...]) -> int:
    return next(one.shade for one in reversed(steps) if number >= one.least)
