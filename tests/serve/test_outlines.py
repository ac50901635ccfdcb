"""The map shows the provinces that the program knows, where they are, each in its own place."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from math import cos, hypot, radians

import pytest

from extractor.knowledge.areas import areas
from extractor.knowledge.points import point_of
from extractor.records import PlaceKind
from extractor.serve.outlines import Outline, provinces, sheet

KILOMETRES = 1.112  # to a unit of the sheet: a hundredth of a degree
FAR_SEATS = {"31.01"}  # Kepulauan Seribu: islands of a few hectares, which the sheet does not show
RINGS = re.compile(r"M(\d+) (\d+)l([\d -]+)z")

Ring = tuple[tuple[int, int], ...]


@cache
def rings(outline: Outline) -> tuple[Ring, ...]:
    """The rings of an outline, each with its first corner again at its end."""
    found = []
    for x, y, steps in RINGS.findall(outline.path):
        corners = [(int(x), int(y))]
        numbers = iter(re.findall(r"-?\d+", steps))
        for right, down in zip(numbers, numbers, strict=True):
            corners.append((corners[-1][0] + int(right), corners[-1][1] + int(down)))
        found.append((*corners, corners[0]))
    return tuple(found)


def edges(outline: Outline) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [edge for ring in rings(outline) for edge in pairwise(ring)]


def spans(outline: Outline, y: float) -> list[tuple[float, float]]:
    """Where a level line runs inside the province, from left to right."""
    crossings = sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in edges(outline) if (a[1] > y) != (b[1] > y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def inside(outline: Outline, x: float, y: float) -> bool:
    return any(left <= x <= right for left, right in spans(outline, y))


def distance(outline: Outline, x: float, y: float) -> float:
    """Units from a point to the nearest border."""
    nearest = []
    for (ax, ay), (bx, by) in edges(outline):
        long = (bx - ax) ** 2 + (by - ay) ** 2
        part = min(1.0, max(0.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long))
        nearest.append(hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay)))
    return min(nearest)


def of(code: str) -> Outline:
    return next(outline for outline in provinces() if outline.code == code)


def seats() -> list[str]:
    """The codes of every area whose seat the program knows."""
    lines = files("extractor.knowledge").joinpath("areas_points.csv").read_text(encoding="utf-8").splitlines()
    return [row[0] for row in csv.reader(line for line in lines if not line.startswith("#"))]


def on_sheet(code: str) -> tuple[float, float]:
    point = point_of(code)
    assert point is not None
    return sheet().place(point.latitude, point.longitude)


@cache
def rows() -> dict[str, dict[int, list[tuple[float, float]]]]:
    """By province, its spans at the middle of every row of units."""
    found: dict[str, dict[int, list[tuple[float, float]]]] = {}
    for outline in provinces():
        heights = [y for ring in rings(outline) for _, y in ring]
        found[outline.code] = {row: spans(outline, row + 0.5) for row in range(min(heights), max(heights))}
    return found


def square_kilometres(code: str) -> float:
    return sum(
        (right - left) * KILOMETRES**2 * cos(radians(sheet().north - (row + 0.5) / sheet().scale))
        for row, found in rows()[code].items()
        for left, right in found
    )


def test_every_province_of_the_decree_has_one_outline_under_its_name():
    known = sorted((area.code, area.name) for area in areas().of_kinds(PlaceKind.PROVINCE))
    assert len(known) == 38
    assert [(outline.code, outline.name) for outline in provinces()] == known


@pytest.mark.parametrize("outline", provinces(), ids=lambda outline: outline.code)
def test_an_outline_is_made_of_closed_rings_on_the_sheet(outline):
    assert re.fullmatch(f"(?:{RINGS.pattern})+", outline.path)
    for ring in rings(outline):
        assert len(set(ring)) == len(ring) - 1 >= 3
        assert all(0 < x < sheet().width and 0 < y < sheet().height for x, y in ring)


@pytest.mark.parametrize("outline", provinces(), ids=lambda outline: outline.code)
def test_a_label_stands_in_its_province_with_the_room_that_is_said(outline):
    assert inside(outline, *outline.label)
    assert distance(outline, *outline.label) >= outline.room > 0


def test_every_seat_lies_in_its_province_or_within_four_kilometres_of_its_coast():
    far = {
        code
        for code in seats()
        if not inside(of(code[:2]), *on_sheet(code)) and distance(of(code[:2]), *on_sheet(code)) * KILOMETRES > 4
    }
    assert far == FAR_SEATS


def test_no_seat_lies_in_another_province():
    astray = {
        code: other.code
        for code in seats()
        for other in provinces()
        if other.code != code[:2] and inside(other, *on_sheet(code))
    }
    assert astray == {}


def test_no_two_provinces_overlap():
    for one, other in combinations(rows(), 2):
        for row in rows()[one].keys() & rows()[other].keys():
            for left, right in rows()[one][row]:
                for from_, to in rows()[other][row]:
                    assert min(right, to) - max(left, from_) < 1e-6, f"{one} and {other} at row {row}"


@pytest.mark.parametrize(
    ("one", "other"),
    [("64", "65"), ("91", "94"), ("91", "95"), ("92", "96"), ("92", "94"), ("93", "95"), ("94", "95"), ("33", "34")],
)
def test_neighbours_share_their_border_to_the_unit(one, other):
    there = {frozenset(edge) for edge in edges(of(other))}
    assert sum(frozenset(edge) in there for edge in edges(of(one))) >= 2


def test_the_provinces_together_are_as_large_as_the_country_in_the_source():
    assert sum(square_kilometres(code) for code in rows()) == pytest.approx(1_888_314, rel=0.002)


@pytest.mark.parametrize(
    ("parts", "whole"),
    # square kilometres of Papua, Papua Barat and Kalimantan Timur before they were divided, as Natural Earth draws them
    [(("91", "93", "94", "95"), 313_994), (("92", "96"), 95_760), (("64", "65"), 196_616)],
)
def test_the_new_provinces_fill_the_one_they_came_from(parts, whole):
    assert sum(square_kilometres(code) for code in parts) == pytest.approx(whole, rel=0.002)


def test_a_place_is_drawn_where_its_degrees_say():
    assert sheet().place(6.2, 94.7) == (0, 0)
    x, y = sheet().place(-6.1754, 106.8272)  # Monas
    assert inside(of("31"), x, y)
    assert not inside(of("32"), x, y)


def test_the_credit_names_every_source_that_asks_for_it():
    assert all(name in sheet().credit for name in ("Natural Earth", "MapSVG", "GeoNames", "CC BY 4.0"))
