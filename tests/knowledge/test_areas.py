"""The gazetteer knows every area of the decree under the names that posts use."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.knowledge.areas import (
    DOUBLED,
    LOWER_PIECES,
    SHORTEST_FOLDED,
    Area,
    area_key,
    areas,
    find_areas,
    match_area,
    proper_case,
)
from extractor.records import PlaceKind

CITY, REGENCY, PROVINCE, DISTRICT, VILLAGE, OTHER = (
    PlaceKind.CITY,
    PlaceKind.REGENCY,
    PlaceKind.PROVINCE,
    PlaceKind.DISTRICT,
    PlaceKind.VILLAGE,
    PlaceKind.OTHER,
)


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("Kalimantan Tengah", "62", PROVINCE),
        ("DKI Jakarta", "31", PROVINCE),
        ("Jakarta", "31", PROVINCE),
        ("Sumatra Utara", "12", PROVINCE),
        ("Bangka Belitung", "19", PROVINCE),
        ("Tanah Bumbu", "63.10", REGENCY),
        ("Padang Sidempuan", "12.77", CITY),
        ("Padangsidimpuan", "12.77", CITY),
        ("P.Sidimpuan", "12.77", CITY),
        ("Palangka Raya", "62.71", CITY),
        ("PALANGKARAYA", "62.71", CITY),
        ("Palangka", "62.71", CITY),
        ("Tanjungpinang", "21.72", CITY),
        ("Pare-pare", "73.72", CITY),
        ("Bau-Bau", "74.72", CITY),
        ("Pematang Siantar", "12.72", CITY),
        ("Sungaipenuh", "15.72", CITY),
        ("Toli Toli", "72.04", REGENCY),
        ("Kep. Aru", "81.07", REGENCY),
        ("Labuhan Batu", "12.10", REGENCY),
        ("Labuhanbatu", "12.10", REGENCY),
        ("Maluku Tenggara Barat", "81.03", REGENCY),
        ("Makasar", "73.71", CITY),
        ("Jakarta Selatan", "31.74", CITY),
        ("Kepulauan Seribu", "31.01", REGENCY),
        ("XIV Koto", "17.06.11", DISTRICT),
    ],
)
def test_every_spelling_finds_its_area(name, code, kind):
    found = areas().named(name)
    assert [(area.code, area.kind) for area in found][:1] == [(code, kind)]


@pytest.mark.parametrize(
    ("short", "codes"),
    [
        ("Kaltara", ["65"]),
        ("NTT", ["53"]),
        ("SULUT", ["71"]),
        ("Batola", ["63.04"]),
        ("HST", ["63.07"]),
        ("OKU Timur", ["16.08"]),
        ("Mura", ["16.05", "62.12"]),
        ("hst", []),
        ("Ntt", []),
    ],
)
def test_short_forms_stand_for_areas(short, codes):
    assert [area.code for area in areas().named(short)] == codes


def test_the_lists_hold_what_they_promise():
    every = [areas().get(code) for code in areas()._names]
    kinds = {kind: [area for area in every if area.kind is kind] for kind in PlaceKind}
    assert (len(kinds[PROVINCE]), len(kinds[REGENCY]), len(kinds[CITY])) == (38, 416, 98)
    assert len(kinds[DISTRICT]) > 7_000
    assert len(areas()._short) >= 150
    seated = {area.code for area in kinds[REGENCY]}
    assert {code for code in seated if not areas().seats(code or "")} == set()


def test_every_code_of_the_lists_is_in_the_decree():
    gazetteer = areas()
    for candidates in gazetteer._index.values():
        for one in candidates:
            code = one if isinstance(one, str) else one.parent
            if code is not None:
                assert gazetteer.get(code).name
    for codes in gazetteer._short.values():
        assert all(gazetteer.get(code).name for code in codes)


@pytest.mark.parametrize(
    ("seat", "regency"),
    [
        ("Kalabahi", "53.05"),
        ("Sampit", "62.02"),
        ("Labuan Bajo", "53.15"),
        ("Tanjung Selor", "65.01"),
        ("Malili", "73.24"),
    ],
)
def test_a_seat_lies_in_its_regency(seat, regency):
    found = [area for area in areas().named(seat) if areas().is_town(area)]
    assert [area.regency for area in found] == [regency]
    assert seat in areas().seats(regency)


@pytest.mark.parametrize(
    ("text", "start", "printed"),
    [
        ("Bupati Sumba Timur Umbu Ndapa", 7, "Sumba Timur"),
        ("Gubernur Papua Barat Daya Elisa", 9, "Papua Barat Daya"),
        ("Bupati Siak Sri Wahyuni", 7, "Siak"),
        ("di Pangkajene dan Kepulauan", 3, "Pangkajene dan Kepulauan"),
        ("rute Kalabahi-Kupang", 5, "Kalabahi"),
        ("di Luwu\nTimur", 3, "Luwu\nTimur"),
        ("warga Kalteng bisa", 6, "Kalteng"),
        ("di sulawesi utara", 3, None),
        ("Sulawesi\n\nUtara", 0, "Sulawesi"),
        ("ke Rumah Sakit", 3, None),
        ("Baru saja", 0, None),
        ("Kejaksaan Negeri", 0, None),
        ("", 0, None),
    ],
)
def test_the_longest_name_from_a_place_on(text, start, printed):
    match = match_area(text, start)
    assert (match and text[match.start : match.end]) == printed


def test_small_letters_count_where_asked_for():
    match = match_area("provinsi sulawesi utara", 9, cased=False)
    assert match is not None
    assert match.of_kind(PROVINCE)[0].code == "71"


def test_candidates_go_from_province_to_district():
    match = match_area("Bengkulu", 0)
    assert match is not None
    assert [area.code for area in match.candidates] == ["17", "17.71"]
    sungai_penuh = match_area("Sungai Penuh", 0)
    assert sungai_penuh is not None
    assert [area.kind for area in sungai_penuh.candidates] == [CITY, DISTRICT]


def test_all_names_of_a_text_in_order():
    text = "Dari Tapsel, Paluta dan Kota Padang Sidempuan ke MEDAN."
    found = find_areas(text, kinds=(CITY, REGENCY))
    assert [text[match.start : match.end] for match in found] == ["Tapsel", "Paluta", "Padang Sidempuan", "MEDAN"]
    assert [match.short for match in found] == [True, True, False, False]


def test_villages_are_looked_up_within_an_area():
    assert [area.code for area in areas().villages("Probur", "53.05")] == ["53.05.03.2002"]
    assert areas().villages("Probur", "53.04") == ()
    (village,) = areas().villages("LEMBUR BARAT", "53.05")
    assert (village.kind, village.regency, village.province) == (VILLAGE, "53.05", "53")


def test_the_village_list_is_read_only_when_asked_for():
    code = (
        "from extractor.knowledge.areas import areas, match_area\n"
        "match_area('Sumba Timur', 0)\n"
        "assert areas()._villages is None\n"
        "areas().villages('Kuta', '53.11')\n"
        "assert len(areas()._villages) > 80_000\n"
        "import sys; assert 'lokal' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("Padang Sidempuan", "12.77", "Padang Sidempuan"),
        ("PALANGKA RAYA", "62.71", "Palangka Raya"),
        ("Palangka", "62.71", "Palangka Raya"),
        ("P.Sidimpuan", "12.77", "Padangsidimpuan"),
        ("Tanimbar", "81.03", "Kepulauan Tanimbar"),
        ("Jakarta", "31", "Jakarta"),
        ("Luwu\nTimur", "73.24", "Luwu Timur"),
        ("sulawesi utara", "71", "Sulawesi Utara"),
    ],
)
def test_a_name_is_given_in_full(text, code, name):
    assert areas().name_in(text, areas().get(code)) == name


def test_a_short_form_is_spelled_out():
    assert areas().name_in("Kaltara", areas().get("65"), short=True) == "Kalimantan Utara"


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("Bolaang Mongondouw Utara", REGENCY, "71.08"),
        ("Watang Sawito", DISTRICT, "73.15.04"),
        ("Luwu Baru", REGENCY, None),
    ],
)
def test_a_misprint_means_the_one_name_it_is_like(name, kind, code):
    assert [area.code for area in areas().similar(name, kind, {"73.15"})] == ([code] if code else [])


def test_an_area_knows_what_it_lies_in():
    district = areas().get("53.05.01")
    assert district == Area("53.05.01", "Teluk Mutiara", DISTRICT, "53.05")
    assert (district.regency, district.province) == ("53.05", "53")
    assert district.within("53.05")
    assert district.within("53")
    assert not district.within("53.0")
    assert (areas().get("53").regency, areas().get("53").parent) == (None, None)


def test_a_code_of_no_area_is_an_error():
    with pytest.raises(KeyError):
        areas().get("99")


@pytest.mark.parametrize(("printed", "name"), [("XIV KOTO", "XIV Koto"), ("tanjung kemuning", "Tanjung Kemuning")])
def test_capitals_become_a_name(printed, name):
    assert proper_case(printed) == name


@pytest.mark.parametrize("joint", [" ", "-", "", "  ", "\n"])
def test_every_name_is_found_however_its_words_are_joined(joint):
    for name in set(areas()._names.values()):
        words = [word if word in LOWER_PIECES else word[0].upper() + word[1:] for word in name.split()]
        if not joint and any(len(word) < SHORTEST_FOLDED and DOUBLED.search(word) for word in words):
            continue  # doubled consonants of a short word count, those of a long one do not: "Anggi Gida" is never in one word
        printed = joint.join(words)
        assert area_key(printed) == area_key(name)
        if joint != "  " and "/" not in name and "(" not in name and ". " not in name:
            match = match_area(printed, 0)
            assert match is not None, printed
            assert printed[match.end :] in ("", "'"), printed


@given(st.text(max_size=60) | st.text(alphabet="KotaBimNgelu -'.\n", max_size=60))
def test_matches_lie_in_the_text_in_order(text):
    found = find_areas(text)
    assert all(0 <= match.start < match.end <= len(text) and match.candidates for match in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
