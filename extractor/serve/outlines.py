"""The map of Indonesia: an outline of every province as an SVG path, and where a place lies on the sheet.

The outlines are `data/provinces.json`; `data/SOURCES.md` says where they come from, how they were made and how far
they may be trusted: the coasts and most borders are Natural Earth's, the borders between the provinces of Papua are
approximate. The projection is plate carrée: a degree of longitude is as long on the sheet as a degree of latitude,
which at 11° south, the far edge of the country, draws islands 2 % too wide.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of one province, in units of the sheet.

    Attributes:
        code: Kemendagri code, two digits.
        name: name of the province, as `extractor.knowledge.areas` has it.
        path: the `d` of an SVG path: closed rings of whole units, one for each island. Neighbours share their border
            to the unit, so that they neither overlap nor leave a gap.
        label: x and y of a point well inside the province, on the largest island within two degrees of its seat.
        room: the radius of a circle around `label` that stays inside the province. Where it is smaller than a pointer
            at the size drawn (DKI Jakarta: 10 units), a circle at `label` makes the province easier to hit.
    """

    code: str
    name: str
    path: str
    label: tuple[int, int]
    room: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that the outlines are drawn on.

    Attributes:
        width: units from left to right; with `height` the `viewBox` "0 0 width height".
        height: units from top to bottom.
        west: longitude of the left edge, degrees.
        north: latitude of the upper edge, degrees.
        scale: units to a degree, both ways.
        credit: whom the drawing is owed to, to be printed with the map (two of the sources are CC BY 4.0).
        provinces: the outlines, by code.
    """

    width: int
    height: int
    west: float
    north: float
    scale: int
    credit: str
    provinces: tuple[Outline, ...]

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a place lies on the sheet.

        Args:
            latitude: degrees north, WGS 84.
            longitude: degrees east.

        Returns:
            x and y in units; outside `width` and `height` for a place off the sheet.
        """
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale


@cache
def sheet() -> Sheet:
    """The sheet with the outlines of the 38 provinces, read once."""
    read = json.loads(files("extractor.serve").joinpath("data", "provinces.json").read_text(encoding="utf-8"))
    return Sheet(
        width=read["width"],
        height=read["height"],
        west=read["west"],
        north=read["north"],
        scale=read["units_per_degree"],
        credit=read["credit"],
        provinces=tuple(
            Outline(one["code"], one["name"], one["d"], (one["label"][0], one["label"][1]), one["room"])
            for one in read["provinces"]
        ),
    )


def provinces() -> tuple[Outline, ...]:
    """The outlines of the 38 provinces, by code."""
    return sheet().provinces
