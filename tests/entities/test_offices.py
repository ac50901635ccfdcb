"""An office is read as title, body and area, whoever holds it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def office(read):
    """The one office of a text."""

    def only(text):
        (found,) = read(text)._.offices
        return found

    return only


@pytest.mark.parametrize(
    ("text", "title", "body", "area"),
    [
        ("Bupati Alor Markus Lapenangga hadir.", "Bupati", None, "Alor"),
        ("Pj Gubernur Sulawesi Utara Ruddy Tendean hadir.", "Pj Gubernur", None, "Sulawesi Utara"),
        ("Wakil Wali Kota Bitung Ruddy Tendean hadir.", "Wakil Wali Kota", None, "Bitung"),
        (
            "Kepala BPJS Ketenagakerjaan Cabang Bitung Sunardi Wijaya hadir.",
            "Kepala",
            "BPJS Ketenagakerjaan Cabang Bitung",
            "Bitung",
        ),
        (
            "Kepala Dinas Tenaga Kerja Kabupaten Ngawi Siti Rahayu hadir.",
            "Kepala",
            "Dinas Tenaga Kerja Kabupaten Ngawi",
            "Ngawi",
        ),
        (
            "Sekretaris Dinas Sosial Kota Palu Andi Nurhayati hadir.",
            "Sekretaris",
            "Dinas Sosial Kota Palu",
            "Palu",
        ),
        ("Direktur Utama PT Sinar Lestari, Hendra Gunawan, hadir.", "Direktur Utama", "PT Sinar Lestari", None),
        ("Rektor Universitas Tadulako Prof. Basir Rahman hadir.", "Rektor", "Universitas Tadulako", None),
    ],
)
def test_title_body_and_area_are_told_apart(office, text, title, body, area):
    found = office(text)
    assert found.title == title
    assert (found.body.name if found.body else None) == body
    assert (found.area.name if found.area else None) == area


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Kadis Kesehatan Nias Utara Yasato Zebua hadir.", "Dinas Kesehatan Nias Utara"),
        ("Kadisnaker Kota Palu Basir Rahman hadir.", "Dinas Tenaga Kerja Kota Palu"),
        ("Kajari Banggai Edi Wibowo hadir.", "Kejaksaan Negeri Banggai"),
        ("Kapolres Sikka AKBP Deni Prasetya hadir.", "Kepolisian Resor Sikka"),
        ("Kepala Cabang Bitung, Sunardi Wijaya, hadir.", "BPJS Ketenagakerjaan Cabang Bitung"),
    ],
)
def test_a_short_title_names_its_body(office, text, body):
    assert office(text).body.name == body


@pytest.mark.parametrize(
    ("text", "of_government", "bare"),
    [
        ("kata Bupati Markus Lapenangga.", True, True),
        ("kata Bupati Alor Markus Lapenangga.", True, False),
        ("kata Camat Kanatang Yakub Retang.", True, False),
        ("kata Direktur PT Sinar Lestari Hendra Gunawan.", False, False),
    ],
)
def test_heads_of_areas_are_known_from_other_offices(office, text, of_government, bare):
    found = office(text)
    assert (found.of_government, found.bare) == (of_government, bare)


@pytest.mark.parametrize(
    "text",
    [
        "Kepala Desa Lewolaga, Petrus Kean, hadir.",
        "Perbekel Desa Tegal Harum, Ketut Sudana, hadir.",
        "Keuchik Lam Ateuk, Zainal Abidin, hadir.",
    ],
)
def test_heads_of_villages_keep_the_name_of_the_village(office, text):
    assert office(text).text == text.split(",")[0]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Rapat dibuka Asisten II Setda Kabupaten Donggala.", "Asisten II Setda Kabupaten Donggala"),
        (
            "Hadir Kepala Bidang Hubungan Industrial Dinas Tenaga Kerja Kota Palu.",
            "Kepala Bidang Hubungan Industrial Dinas Tenaga Kerja Kota Palu",
        ),
        ("Hadir Plt Sekretaris Daerah Kabupaten Buol.", "Plt Sekretaris Daerah Kabupaten Buol"),
    ],
)
def test_an_office_without_a_name_is_read_in_full(office, text, printed):
    found = office(text)
    assert found.text == printed
    assert text[text.index(printed) :].startswith(found.title)


@pytest.mark.parametrize("text", ["Jumlah kepala keluarga bertambah.", "Ia mengangkat kepala.", "Desa itu sepi."])
def test_ordinary_words_are_no_offices(read, text):
    assert read(text)._.offices == ()


@pytest.mark.parametrize(("text", "area"), [("Hadir pula Bupati Alor", "Alor"), ("Acara dibuka Gubernur Bali", "Bali")])
def test_an_office_may_be_the_last_that_a_text_says(office, text, area):
    assert office(text).area.name == area
