"""Where areas lie."""

from __future__ import annotations

import pytest

from extractor.knowledge.areas import areas
from extractor.knowledge.points import _points, point_of

# South, north, west, east of each province, roughly.
PROVINCES = {
    "11": (2.0, 6.1, 95.0, 98.4), "12": (-0.7, 4.4, 97.0, 100.5), "13": (-3.5, 1.0, 98.5, 102.0), "14": (-1.2, 2.9, 100.0, 103.9),
    "15": (-2.8, -0.7, 101.1, 104.6), "16": (-5.0, -1.6, 102.0, 106.3), "17": (-5.6, -2.2, 101.0, 104.0), "18": (-6.0, -3.6, 103.4, 106.0),
    "19": (-3.5, -1.3, 105.0, 108.6), "21": (-0.9, 4.8, 103.0, 109.2), "31": (-6.4, -5.1, 106.3, 107.1), "32": (-7.9, -5.8, 106.3, 108.9),
    "33": (-8.3, -5.6, 108.5, 111.7), "34": (-8.3, -7.5, 110.0, 110.9), "35": (-8.9, -5.4, 110.8, 116.4), "36": (-7.1, -5.8, 105.0, 106.8),
    "51": (-8.95, -8.0, 114.4, 115.8), "52": (-9.2, -8.0, 115.8, 119.4), "53": (-11.1, -7.9, 118.8, 125.3), "61": (-3.2, 2.2, 108.0, 114.3),
    "62": (-3.7, 0.9, 110.7, 116.0), "63": (-4.9, -1.2, 114.2, 117.0), "64": (-2.6, 2.6, 113.7, 119.1), "65": (1.0, 4.5, 114.4, 118.1),
    "71": (0.2, 5.6, 123.0, 127.2), "72": (-3.8, 1.5, 119.0, 124.3), "73": (-7.8, -1.8, 118.6, 122.0), "74": (-6.3, -2.7, 120.8, 124.7),
    "75": (0.2, 1.1, 121.0, 123.6), "76": (-3.7, -0.7, 118.4, 119.9), "81": (-8.5, -2.5, 125.5, 135.2), "82": (-2.6, 2.7, 124.0, 129.7),
    "91": (-3.9, -0.5, 134.5, 141.1), "92": (-4.5, -0.5, 131.9, 135.3), "93": (-9.3, -4.5, 137.5, 141.1), "94": (-5.2, -2.9, 134.5, 138.5),
    "95": (-5.4, -3.0, 137.0, 141.1), "96": (-2.9, 1.1, 129.2, 133.3),
}  # fmt: skip


def test_every_province_regency_and_city_has_a_point():
    known = {code for code in areas()._names if len(code) in {2, 5}}
    assert set(_points()) == known
    assert len(known) == 38 + 514


def test_every_point_lies_in_its_province():
    strays = [
        (code, point.latitude, point.longitude)
        for code, point in _points().items()
        for south, north, west, east in [PROVINCES[str(code)[:2]]]
        if not (south <= point.latitude <= north and west <= point.longitude <= east)
    ]
    assert strays == []


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("11.72", 5.89, 95.32),  # Sabang
        ("12.71", 3.59, 98.67),  # Medan
        ("13.75", -0.31, 100.37),  # Bukittinggi
        ("18.71", -5.43, 105.26),  # Bandar Lampung
        ("21.71", 1.13, 104.05),  # Batam
        ("31.71", -6.17, 106.83),  # Jakarta Pusat
        ("32.73", -6.91, 107.61),  # Bandung
        ("33.72", -7.57, 110.82),  # Surakarta
        ("34.71", -7.80, 110.37),  # Yogyakarta
        ("35.78", -7.26, 112.75),  # Surabaya
        ("51.71", -8.66, 115.22),  # Denpasar
        ("53.71", -10.17, 123.60),  # Kupang
        ("61.72", 0.90, 108.99),  # Singkawang
        ("62.71", -2.21, 113.92),  # Palangka Raya
        ("65.71", 3.31, 117.59),  # Tarakan
        ("71.71", 1.48, 124.85),  # Manado
        ("73.72", -4.01, 119.63),  # Parepare
        ("74.07", -5.33, 123.54),  # Wakatobi
        ("81.71", -3.69, 128.18),  # Ambon
        ("93.01", -8.50, 140.40),  # Merauke
        ("96.71", -0.88, 131.26),  # Sorong
    ],
)
def test_a_seat_is_where_the_map_has_it(code, latitude, longitude):
    point = point_of(code)
    assert point is not None
    assert point.latitude == pytest.approx(latitude, abs=0.1)
    assert point.longitude == pytest.approx(longitude, abs=0.1)


def test_a_village_lies_at_the_seat_of_its_regency():
    point = point_of("62.71.01.1001")
    assert point is not None
    assert (point.area, point.precision) == ("62.71", "regency")
    assert point == point_of("62.71")


def test_a_town_without_a_code_lies_at_the_seat_of_its_province():
    point = point_of(None, "62")
    assert point is not None
    assert (point.area, point.precision) == ("62", "province")


@pytest.mark.parametrize(("code", "province"), [(None, None), ("99.01", None), ("99", "98")])
def test_an_unknown_area_lies_nowhere(code, province):
    assert point_of(code, province) is None
