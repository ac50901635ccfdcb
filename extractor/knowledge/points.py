"""Where areas lie on the map: the seat of every province, regency and city, as `areas_points.csv` has it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_REGENCY = len("62.71")


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map.

    Attributes:
        latitude: degrees north, WGS 84; south is negative.
        longitude: degrees east.
        area: Kemendagri code of the area whose seat it is: the area asked for, or that around it.
        precision: `regency` for the seat of a regency or city, `province` for that of a province.
    """

    latitude: float
    longitude: float
    area: str
    precision: str


def point_of(code: str | None, province: str | None = None) -> Point | None:
    """Where an area lies: a village or district at the seat of its regency or city.

    Args:
        code: Kemendagri code of a province, regency, city, district or village; `None` if it is not known.
        province: code of its province, taken where `code` tells nothing.

    Returns:
        `None` where neither code is known.
    """
    known = _points()
    for candidate in (code[:_REGENCY] if code else None, code[:2] if code else None, province):
        if candidate in known:
            return known[candidate]
    return None


@cache
def _points() -> Mapping[str | None, Point]:
    lines = files("extractor.knowledge").joinpath("areas_points.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    return MappingProxyType(
        {
            code: Point(float(latitude), float(longitude), code, "regency" if len(code) == _REGENCY else "province")
            for code, latitude, longitude in rows
        }
    )
