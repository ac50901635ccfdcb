"""Provinces, regencies and cities by the names and codes that people write."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.process import extract as nearest_of

from extractor.knowledge.areas import Area, area_key, areas
from extractor.records import PlaceKind

_LEVELS: Final = {
    "provinsi": (PlaceKind.PROVINCE,),
    "kabupaten": (PlaceKind.REGENCY,),
    "kab": (PlaceKind.REGENCY,),
    "kota": (PlaceKind.CITY,),
}
_ALL: Final = (PlaceKind.PROVINCE, PlaceKind.REGENCY, PlaceKind.CITY)
_WORDS: Final = {PlaceKind.PROVINCE: "Provinsi", PlaceKind.REGENCY: "Kabupaten", PlaceKind.CITY: "Kota"}
_NEAR = 70  # percent


class UnknownAreaError(Exception):
    """A name of no province, regency or city; the message names the nearest."""


def areas_asked(name: str) -> tuple[Area, ...]:
    """The province, regency or city given by name ("Maluku", "Kota Bogor", "Kalteng") or by Kemendagri code ("62.02").

    A name that a regency and a city share is both; one that a province bears too is the province, in which they lie.

    Raises:
        UnknownAreaError: there is no such.
    """
    known = areas()
    asked = " ".join(name.split())
    if re.fullmatch(r"[\d.]+", asked):
        try:
            found = [known.get(asked)]
        except KeyError:
            found = []
        if not found or found[0].kind not in _ALL:
            raise UnknownAreaError(f"{asked}: no code of a province, regency or city (such as 62 or 62.02)")
        return (found[0],)
    level, _, rest = asked.partition(" ")
    kinds = _LEVELS.get(level.casefold().rstrip("."), _ALL)
    bare = rest if kinds != _ALL and rest else asked
    named = _of_kinds(bare, kinds) or (_of_kinds(asked, _ALL) if bare != asked else [])  # Kota Baru is no city
    if not named:
        raise UnknownAreaError(f"{asked}: no province, regency or city of that name; {_nearest(bare)}")
    provinces = [area for area in named if area.kind is PlaceKind.PROVINCE]
    return tuple({area.code: area for area in provinces or named}.values())


def _of_kinds(name: str, kinds: tuple[PlaceKind, ...]) -> list[Area]:
    return [area for area in areas().named(name) if area.kind in kinds and area.code]


def _nearest(name: str) -> str:
    names = {f"{_WORDS[area.kind]} {area.name}": area_key(area.name) for area in areas().of_kinds(*_ALL)}
    near = [one for _, _, one in nearest_of(area_key(name), names, limit=3, score_cutoff=_NEAR)]
    return f"meant is perhaps {', '.join(near)}" if near else "give it as Kemendagri prints it, or its code"
