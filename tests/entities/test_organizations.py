"""Mentions of one body are joined, short forms take their area from the post."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def names(read):
    """Names of the bodies of a text, in order of first mention."""
    return lambda text: [one.name for one in read(text)._.organizations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pemerintah Kabupaten Alor hadir. Pemkab siap membayar iuran.",
            ["Pemerintah Kabupaten Alor"],
        ),
        (
            "Bupati Alor Markus Lapenangga hadir. Pemkab siap membayar iuran.",
            ["Pemerintah Kabupaten Alor"],
        ),
        (
            "Gubernur Kalimantan Tengah Edi Pranata hadir. Pemprov siap membayar iuran.",
            ["Pemerintah Provinsi Kalimantan Tengah"],
        ),
        ("Wali Kota Bitung Ruddy Tendean hadir. Pemkot siap membayar iuran.", ["Pemerintah Kota Bitung"]),
        (
            "Dinas Perikanan Kabupaten Berau hadir. Data itu milik Dinas Perikanan.",
            ["Dinas Perikanan Kabupaten Berau"],
        ),
        ("Kejaksaan Negeri Banggai hadir. Data itu milik Kejari Banggai.", ["Kejaksaan Negeri Banggai"]),
        ("PT Sinar Lestari menunggak. Data PT Sinar Lestari diperiksa.", ["PT Sinar Lestari"]),
        ("BPJS Ketenagakerjaan hadir. Menurut BPJAMSOSTEK, iuran murah.", ["BPJS Ketenagakerjaan"]),
        (
            "BPJS Ketenagakerjaan Cabang Bitung hadir. Kepala BPJAMSOSTEK Bitung Sunardi Wijaya puas.",
            ["BPJS Ketenagakerjaan Cabang Bitung"],
        ),
    ],
)
def test_a_later_short_form_is_the_same_body(names, text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pemkab Alor dan Pemkab Sikka hadir.",
            ["Pemerintah Kabupaten Alor", "Pemerintah Kabupaten Sikka"],
        ),
        (
            "BPJS Ketenagakerjaan Cabang Bitung dan BPJS Ketenagakerjaan Cabang Palu hadir.",
            ["BPJS Ketenagakerjaan Cabang Bitung", "BPJS Ketenagakerjaan Cabang Palu"],
        ),
        (
            "Dinas Sosial Kabupaten Kaur dan Dinas Perikanan Kabupaten Kaur hadir.",
            ["Dinas Sosial Kabupaten Kaur", "Dinas Perikanan Kabupaten Kaur"],
        ),
        ("BPJS Ketenagakerjaan dan BPJS Kesehatan hadir.", ["BPJS Ketenagakerjaan", "BPJS Kesehatan"]),
    ],
)
def test_different_bodies_stay_apart(names, text, expected):
    assert names(text) == expected


def test_other_wordings_are_kept_as_aliases(read):
    text = "Pemprov Kalteng hadir. Pemerintah Provinsi Kalimantan Tengah siap."
    (one,) = read(text)._.organizations
    assert one.name == "Pemerintah Provinsi Kalimantan Tengah"
    assert one.aliases == ["Pemprov Kalteng"]
    assert [span.of(text) for span in one.mentions] == ["Pemprov Kalteng", "Pemerintah Provinsi Kalimantan Tengah"]


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Data itu dari BPJS Ketenagakerjaan Cabang Bitung.", "Bitung"),
        ("Data itu dari Pemkab Sumba Timur.", "Sumba Timur"),
        ("Data itu dari Dinas Sosial Kabupaten Kaur.", "Kaur"),
        ("Data itu dari PT Sinar Lestari.", None),
        ("Data itu dari BPJS Ketenagakerjaan.", None),
    ],
)
def test_a_body_knows_its_area(read, text, area):
    (one,) = read(text)._.organizations
    assert (one.area.name if one.area else None) == area


def test_the_body_of_an_office_is_a_body_of_the_post(names):
    text = "Kepala Dinas Tenaga Kerja Kabupaten Ngawi Siti Rahayu menerima Kajari Banggai Edi Wibowo."
    assert names(text) == ["Dinas Tenaga Kerja Kabupaten Ngawi", "Kejaksaan Negeri Banggai"]


def test_a_branch_is_known_from_the_agency_as_such(read):
    text = "Data itu dari BPJS Ketenagakerjaan dan BPJS Ketenagakerjaan Cabang Bitung."
    assert [one.is_branch for one in read(text)._.organizations] == [False, True]
