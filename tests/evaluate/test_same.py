"""When two ways of writing a fact are one fact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate.lexicon import words
from extractor.evaluate.same import (
    same_amount,
    same_organization,
    same_participant,
    same_person,
    same_place,
    same_quantity,
    same_role,
    same_title,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kadis Sosial Prov. Papua", ["kepala", "dinas", "sosial", "provinsi", "papua"]),
        ("BPJS-TK", ["bpjs", "ketenagakerjaan"]),
        ("BP Jamsostek", ["bpjs", "ketenagakerjaan"]),
        ("Badan Penyelenggara Jaminan Sosial (BPJS) Ketenagakerjaan", ["bpjs", "ketenagakerjaan"]),
        ("Jum’at, Café!", ["jumat", "cafe"]),
        ("", []),
    ],
)
def test_words_are_read_without_accents_punctuation_and_short_forms(text, expected):
    assert list(words(text)) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("H. Rahmat Suleman, SE, M.Si", "Rahmat Suleman", True),
        ("Rahmat Suleman Lubis", "Rahmat Lubis", True),
        ("Rahmat", "Rahmat Suleman", False),  # one name of two says too little
        ("Chandra Wirawan", "Candra Wirawan", True),
        ("Rahmat Suleman", "Rudi Suleman", False),
        ("H.", "H.", True),  # nothing but titles is compared as it stands
        ("", "Rahmat", False),
    ],
)
def test_a_person_is_known_by_the_name_without_titles_and_degrees(a, b, expected):
    assert same_person(a, b) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Pemkab Mandala", "Pemerintah Kabupaten Mandala", True),
        ("Dinas Sosial", "Dinas Sosial Kota Mandala", True),
        ("Dinas Sosial", "Dinas Pendidikan", False),
        ("BPJS Ketenagakerjaan Cabang Mandala", "BPJS Ketenagakerjaan", False),
    ],
)
def test_a_body_is_known_by_its_words_but_for_those_of_level(a, b, expected):
    assert same_organization(a, b) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Kabupaten Mandala", "Mandala", True),
        ("Padang Sidempuan", "Padangsidimpuan", True),
        ("Sumut", "Sumatera Utara", True),
        ("Sulawesi Utara", "Sulawesi Selatan", False),
    ],
)
def test_an_area_is_known_by_its_name_without_level_and_spaces(a, b, expected):
    assert same_place(a, b) is expected


def test_an_office_is_known_by_two_thirds_of_its_words():
    assert same_role("Kepala Kantor BPJS Ketenagakerjaan Mandala", "Kepala BPJS Ketenagakerjaan Mandala")
    assert not same_role("Bupati Mandala", "Wakil Gubernur Mandala Raya")


def test_a_branch_stands_for_the_agency_as_a_participant():
    assert same_participant("BPJamsostek Cabang Mandala", "BPJS Ketenagakerjaan")
    assert not same_participant("Bupati Mandala", "BPJS Ketenagakerjaan")


def test_people_are_counted_alike_whatever_they_are_called_and_months_are_not_people():
    assert same_quantity({"value": 12, "unit": "heir"}, {"value": 12.0, "unit": "participant"})
    assert not same_quantity({"value": 12, "unit": "heir"}, {"value": 12, "unit": "month"})
    assert not same_quantity({"value": 12, "unit": "heir"}, {"value": 13, "unit": "heir"})


def test_a_title_may_differ_in_case_and_punctuation():
    assert same_title("Dua Belas Ahli Waris Terima Santunan!", "dua belas ahli waris terima santunan")
    assert not same_title("Dua Belas Ahli Waris Terima Santunan", "")


@given(st.text(max_size=40), st.text(max_size=40))
def test_every_text_is_the_same_as_itself_and_comparing_never_fails(a, b):
    assert same_organization(a, a)
    assert same_place(a, a)
    assert same_role(a, a)
    for same in (same_person, same_organization, same_place, same_participant):
        assert same(a, b) in {True, False}


@given(st.integers(min_value=0, max_value=10**15))
def test_an_amount_is_the_same_as_itself_and_no_other(value):
    assert same_amount({"value": value}, {"value": float(value)})
    assert not same_amount({"value": value}, {"value": value * 1.001 + 1})
