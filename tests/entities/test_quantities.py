"""Counts and percentages with what is counted and what they say of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="session")
def quantities(read):
    """Value, unit and kind of the counts of a text."""
    return lambda text: [(q.value, q.unit.value, q.kind.value) for q in read(text)._.quantities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saat ini 35.000 pekerja sudah terdaftar.", (35_000, "worker", "coverage")),
        ("Target tahun ini 70 ribu peserta.", (70_000, "participant", "target")),
        ("Potensi pekerja rentan mencapai 12.500 orang.", (12_500, "person", "potential")),
        ("Santunan diserahkan kepada 12 ahli waris.", (12, "heir", "beneficiary")),
        ("Kegiatan itu diikuti 150 peserta.", (150, "participant", "attendance")),
        ("Rapat dihadiri 40 perusahaan.", (40, "company", "attendance")),
        ("Sebanyak 200 perusahaan menunggak iuran.", (200, "company", "arrears")),
        ("Cakupan kepesertaan baru 26,7 persen.", (26.7, "percent", "coverage")),
        ("Cakupan kepesertaan baru 31,4%.", (31.4, "percent", "coverage")),
        ("Iuran dibayar selama 6 bulan.", (6, "month", "duration")),
        ("Beasiswa diberikan kepada dua anak almarhum.", (2, "child", "beneficiary")),
        ("Sebanyak 620 guru ngaji sudah dilindungi.", (620, "worker", "coverage")),
        ("Sebanyak 1.250 kasus klaim telah dibayarkan.", (1_250, "case", "beneficiary")),
        ("Sebanyak 15 desa telah terdaftar sebagai peserta.", (15, "village", "coverage")),
        ("Dua ribu nelayan telah didaftarkan.", (2_000, "worker", "coverage")),
    ],
)
def test_the_noun_is_the_unit_and_the_words_around_give_the_kind(quantities, text, expected):
    assert quantities(text) == [expected]


@pytest.mark.parametrize(
    ("hedge", "bound"),
    [
        ("sekitar ", "approx"),
        ("kurang lebih ", "approx"),
        ("lebih dari ", "min"),
        ("minimal ", "min"),
        ("maksimal ", "max"),
        ("", None),
        ("sebanyak ", None),
    ],
)
def test_a_hedge_is_the_bound(read, hedge, bound):
    (quantity,) = read(f"Kegiatan itu diikuti {hedge}150 peserta.")._.quantities
    assert (quantity.bound.value if quantity.bound else None) == bound


def test_a_figure_without_its_noun_takes_that_of_the_figure_before(quantities):
    found = quantities("Dari 4.300 nelayan, 1.150 sudah terdaftar dan 3.150 belum.")
    assert [(value, unit) for value, unit, _ in found] == [(4_300, "worker"), (1_150, "worker"), (3_150, "worker")]


def test_whole_part_and_share_of_a_coverage(quantities):
    assert quantities("Dari 4.300 nelayan di kabupaten itu, baru 1.150 orang atau 26,7 persen yang terlindungi.") == [
        (4_300, "worker", "potential"),
        (1_150, "person", "coverage"),
        (26.7, "percent", "coverage"),
    ]


def test_a_misprinted_group_is_read_as_it_is_meant(read):
    doc = read("Target program itu 35.0000 peserta baru. Sudah 35.000 pekerja dijangkau.")
    assert [q.value for q in doc._.quantities] == [35_000, 35_000]
    assert [(code, text) for code, text, _ in doc._.doubts] == [("number_format", "35.0000")]


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("Hingga Juli 2023, sebanyak 35.000 pekerja terdaftar.", "2023-07"),
        ("Per 31 Agustus 2023, sebanyak 35.000 pekerja terdaftar.", "2023-08-31"),
        ("Sebanyak 35.000 pekerja terdaftar.", None),
    ],
)
def test_the_day_up_to_which_it_was_counted(read, text, as_of):
    (quantity,) = read(text)._.quantities
    assert quantity.as_of == as_of


@pytest.mark.parametrize(
    "text",
    [
        "Siti Aminah (47) hadir.",
        "Korban berusia 47 tahun.",
        "Rapat digelar Kamis (25/8/2022) pukul 09.30 WITA.",
        "Sesuai Inpres Nomor 2 Tahun 2021.",
        "Kantor itu di Jalan Merdeka Nomor 12.",
        "Ia menerima santunan Rp 42 juta.",
        "Sesuai Pasal 14 ayat 2.",
        "Ia anak ketiga.",
        "Terdakwa dihukum 5 tahun penjara.",
    ],
)
def test_ages_dates_numbers_of_rules_and_sums_are_no_quantities(quantities, text):
    assert quantities(text) == []


UNITS = {
    "peserta": "participant",
    "pekerja": "worker",
    "nelayan": "worker",
    "ahli waris": "heir",
    "orang": "person",
    "perusahaan": "company",
    "desa": "village",
    "keluarga": "family",
}


@given(value=st.integers(2, 999_999), noun=st.sampled_from(sorted(UNITS)))
@settings(max_examples=60, deadline=None)
def test_a_count_comes_through_with_its_unit(read, value, noun):
    text = f"Sebanyak {value:,} {noun} sudah terdaftar.".replace(",", ".")
    (quantity,) = read(text)._.quantities
    assert (quantity.value, quantity.unit.value) == (value, UNITS[noun])
    assert noun in quantity.span.of(text)


@pytest.fixture(scope="session")
def counted(quantities):
    """Value and unit of the counts of a text."""
    return lambda text: [(value, unit) for value, unit, _ in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cabang itu membagikan 75 rompi dan 30 pelampung.", [(75, "other"), (30, "other")]),
        ("Perusahaan itu menyumbangkan 40 tandon kepada warga.", [(40, "other")]),
        ("Bantuan itu ditambah gula 90 kilogram.", [(90, "other")]),
        ("Tim memeriksa 12 hotel dan restoran.", [(12, "company")]),
        ("Pekerja dari 25 perangkat daerah sudah terdaftar.", [(25, "government")]),
        ("Sebanyak 1.300 motoris ikut serta.", [(1_300, "worker")]),
        ("Yang hadir 64 org dari desa itu.", [(64, "person")]),
        ("Iuran ditanggung selama 9bulan.", [(9, "month")]),
    ],
)
def test_more_things_that_posts_count(counted, text, expected):
    assert counted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Truk itu bermuatan empat ton beras.",
        "Bantuan berupa tandon ukuran 500 liter.",
        "Peraturan Bupati Lima Puluh Kota sudah terbit.",
        "Ia tinggal di rumah mertua bersama tiga anak.",
        "Berita ini dibaca 340 orang.",
        "Iurannya Rp 16.800 untuk satu bulan.",
        "Perempuan 52 tahun itu tersenyum.",
        "Usai rapat, kedua perusahaan pulang.",
    ],
)
def test_measures_names_and_other_people_s_children_are_no_counts(counted, text):
    assert counted(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kartu diterima 310 orang dari Kecamatan Batu Sopang.", (310, "person")),
        ("Pemkab Paser menanggung iuran 2.250 jiwa.", (2_250, "person")),
        ("Dari 900 honorer Pemerintah Kabupaten Paser baru 205 yang terdaftar.", (205, "worker")),
        ("Tercatat 2.215 pekerja di 150 perusahaan. Tahun ini dikejar menjadi 30 ribu.", (30_000, "worker")),
    ],
)
def test_a_name_near_a_figure_is_not_what_it_counts(counted, text, expected):
    assert expected in counted(text)


def test_the_parts_of_a_list_count_what_the_whole_counts(counted):
    found = counted("Dari 30 perusahaan penunggak itu, 18 bergerak di bidang ritel, 7 mebel dan sisanya 5 perdagangan.")
    assert found == [(30, "company"), (18, "company"), (7, "company"), (5, "company")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sampai kemarin baru satu perusahaan yang melunasi.", [(1, "company")]),
        ("Beasiswa diberikan untuk satu anak.", [(1, "child")]),
        ("Ada satu perusahaan di sana.", []),
    ],
)
def test_one_is_a_count_where_it_is_stressed(counted, text, expected):
    assert counted(text) == expected
