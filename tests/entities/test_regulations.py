"""Regulations are known by kind, number and year, in every form that posts print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.entities.regulations import _first_letters, find_regulations
from extractor.records import RegulationKind


def ids(text):
    return [regulation.id for regulation in find_regulations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Inpres Nomor 2 Tahun 2021", "inpres-2-2021"),
        ("Instruksi Presiden (Inpres) Nomor 2 Tahun 2021", "inpres-2-2021"),
        ("Instruksi Presiden RI No. 2 Tahun 2021", "inpres-2-2021"),
        ("Inpres No 2/2021", "inpres-2-2021"),
        ("Inpres 2/2021", "inpres-2-2021"),
        ("Inpres 2 Tahun 2021", "inpres-2-2021"),
        ("Inpres 2 /\n2021", "inpres-2-2021"),
        ("INPRES NOMOR 2 TAHUN 2021", "inpres-2-2021"),
        ("Undang-Undang Nomor 24 Tahun 2011", "uu-24-2011"),
        ("Undang-undang Nomor 40 tahun 2004", "uu-40-2004"),
        ("UU No.24 Tahun 2011", "uu-24-2011"),
        ("PP 44/2015", "pp-44-2015"),
        ("Peraturan Pemerintah Nomor 37 Tahun 2021", "pp-37-2021"),
        ("Perpres Nomor 109 Tahun 2013", "perpres-109-2013"),
        ("Keputusan Presiden Nomor 9 Tahun 2020", "keppres-9-2020"),
        ("Permenaker Nomor 5 Tahun 2021", "permen-5-2021"),
        ("Peraturan Menteri Dalam Negeri (Permendagri) Nomor 27 Tahun 2021", "permen-27-2021"),
        ("Kepmenaker Nomor 4 Tahun 2022", "kepmen-4-2022"),
        ("Pergub Nomor 7 Tahun 2020", "pergub-7-2020"),
        ("Peraturan Gubernur Sulawesi Tengah Nomor 7 Tahun 2020", "pergub-7-2020"),
        ("Peraturan Bupati Kaur Nomor 11 Tahun 2022", "perbup-11-2022"),
        ("Peraturan Bupati (Perbup) Nomor 33 Tahun 2024", "perbup-33-2024"),
        ("Perwali Nomor 5/2022", "perwali-5-2022"),
        ("Peraturan Wali Kota Palu Nomor 5 Tahun 2022", "perwali-5-2022"),
        ("Perda Kota Palu No 3 Tahun 2019", "perda-3-2019"),
        ("Peraturan Daerah (Perda) Provinsi Bali Nomor 10 Tahun 2019", "perda-10-2019"),
        ("Perdes Nomor 1 Tahun 2023", "perdes-1-2023"),
        ("SE Gubernur Nomor 12 Tahun 2022", "se-12-2022"),
        ("SK Bupati Nomor 44 Tahun 2023", "sk-44-2023"),
    ],
)
def test_every_form_gives_kind_number_and_year(text, expected):
    assert ids(f"Hal itu sesuai {text} yang berlaku.") == [expected]


def test_the_long_number_of_a_circular_is_kept_whole():
    (circular,) = find_regulations("Surat Edaran Bupati Alor Nomor 560/12/SET/2023 terbit.")
    assert (circular.kind, circular.number, circular.year) == (RegulationKind.SE, "560/12/SET/2023", 2023)


@pytest.mark.parametrize("later", ["Inpres Nomor 2", "Inpres No. 2", "Instruksi Presiden Nomor 2"])
def test_a_later_mention_without_the_year_is_the_same_regulation(later):
    text = f"Dasarnya Inpres Nomor 2 Tahun 2021. Menurut {later} itu, semua wajib."
    (regulation,) = find_regulations(text)
    assert regulation.id == "inpres-2-2021"
    assert [span.of(text) for span in regulation.mentions] == ["Inpres Nomor 2 Tahun 2021", later]


def test_a_year_is_never_guessed():
    text = "Perbup Nomor 11 berlaku, juga Perda Nomor 11 Tahun 2020."
    assert ids(text) == ["perbup-11", "perda-11-2020"]


def test_two_years_of_one_number_leave_a_bare_number_open():
    assert ids("Perbup Nomor 5 Tahun 2020, Perbup Nomor 5 Tahun 2022 dan Perbup Nomor 5.") == [
        "perbup-5-2020",
        "perbup-5-2022",
        "perbup-5",
    ]


def test_the_title_is_read_up_to_the_end_of_the_clause():
    text = "Undang-Undang Nomor 24 Tahun 2011 tentang Badan Penyelenggara Jaminan Sosial, wajib dipatuhi."
    (regulation,) = find_regulations(text)
    assert regulation.title == "Badan Penyelenggara Jaminan Sosial"


@pytest.mark.parametrize(
    "text",
    [
        "sekitar 2/2021 peserta",
        "pada 2 Februari 2021",
        "UU itu mewajibkan pengusaha",
        "nomor 24 tahun ini",
        "pasal 14 ayat 2",
        "PP Muhammadiyah 2021",
        "SE 45 ribu",
    ],
)
def test_other_numbers_are_no_regulations(text):
    assert ids(text) == []


KINDS = {
    "UU": "uu",
    "PP": "pp",
    "Perpres": "perpres",
    "Inpres": "inpres",
    "Permenaker": "permen",
    "Pergub": "pergub",
    "Perbup": "perbup",
    "Perwali": "perwali",
    "Perda": "perda",
}
FORMS = [
    "{kind} Nomor {number} Tahun {year}",
    "{kind} No. {number} Tahun {year}",
    "{kind} No {number}/{year}",
    "{kind} nomor {number} tahun {year}",
    "{kind} {number}/{year}",
    "{kind} {number} Tahun {year}",
]


@given(
    kind=st.sampled_from(sorted(KINDS)),
    number=st.integers(1, 199),
    year=st.integers(1945, 2035),
    form=st.sampled_from(FORMS),
)
def test_kind_number_and_year_come_through_in_every_form(kind, number, year, form):
    printed = form.format(kind=kind, number=number, year=year)
    text = f"Sesuai {printed}, pekerja wajib terdaftar."
    (regulation,) = find_regulations(text)
    assert regulation.id == f"{KINDS[kind]}-{number}-{year}"
    assert regulation.mentions[0].of(text) == printed


@pytest.mark.parametrize(
    ("pattern", "letters"), [("Inpres", "I"), ("[Pp]erda", "Pp"), (r"(?i:surat\s+edaran)", "sS"), ("PERWALI", "P")]
)
def test_with_which_letters_a_kind_begins_is_read_off_its_pattern(pattern, letters):
    assert _first_letters(pattern) == letters


def test_a_pattern_that_begins_otherwise_is_refused():
    with pytest.raises(ValueError, match="begins with a letter"):
        _first_letters(r"\d+")
