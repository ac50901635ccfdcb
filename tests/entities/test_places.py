"""A post's places are the areas it names, each with its code, and nothing else that bears such a name."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.entities.places import NAME, find_places, group_places
from extractor.language.tokenizer import blank_indonesian
from extractor.records import PlaceKind


def places(text):
    """Name and code of the areas of `text`."""
    return {place.name: place.code for place in group_places(find_places(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kegiatan di Provinsi Sulawesi Utara itu", {"Sulawesi Utara": "71"}),
        ("tanggung jawab pemerintah provinsi sulawesi utara", {"Sulawesi Utara": "71"}),
        ("warga Kabupaten Tanah Bumbu", {"Tanah Bumbu": "63.10"}),
        ("warga Kab. Paser Prov. Kalimantan Timur", {"Paser": "64.01", "Kalimantan Timur": "64"}),
        ("di Kota Masohi", {"Masohi": None}),
        ("di Kecamatan Kota Juang", {"Kota Juang": "11.11.13"}),
        ("di Kecamatan XIV Koto", {"XIV Koto": "17.06.11"}),
        ("di Distrik Heram, Kota Jayapura", {"Heram": "91.71.05", "Jayapura": "91.71"}),
        ("di Kota Administrasi Jakarta Timur", {"Jakarta Timur": "31.75"}),
        (
            "di Kabupaten Tapanuli Selatan dan Padang Lawas Utara",
            {"Tapanuli Selatan": "12.03", "Padang Lawas Utara": "12.20"},
        ),
        ("Kota Sorong, Kabupaten Sorong", {"Kota Sorong": "96.71", "Sorong": "96.01"}),
        ("rapat se-Kabupaten Alor dan se-Kalteng", {"Alor": "53.05", "Kalimantan Tengah": "62"}),
        ("Kabupaten Ogan Komering Ulu (OKU) Timur", {"Ogan Komering Ulu Timur": "16.08"}),
    ],
)
def test_a_word_of_level_makes_an_area(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bupati Sumba Timur Umbu Ndapa hadir", {"Sumba Timur": "53.11"}),
        ("Kepala BPJS Ketenagakerjaan Cabang Tegal", {"Tegal": None}),
        ("Pemkab Lutim dan DPRD Tanbu", {"Luwu Timur": "73.24", "Tanah Bumbu": "63.10"}),
        ("Kejaksaan Negeri Banggai", {"Banggai": "72.01"}),
        ("Wali Kota Batu", {"Batu": "35.79"}),
        ("Kapolsek Watang Sawitto AKP Salim", {"Watang Sawitto": "73.15.04"}),
        ("Camat Kanatang Drs Yakub", {"Kanatang": "53.11.20"}),
        ("Deputi Direktur Wilayah BPJS Kesehatan Kalimantan", {"Kalimantan": None}),
        ("BPJAMSOSTEK Kc Tabalong-Balangan", {"Tabalong": "63.09", "Balangan": "63.11"}),
        ("Sekda Nabire Stefanus", {"Nabire": "94.01"}),
    ],
)
def test_offices_and_branches_name_areas(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "PT Aneka Mineral Taliwang menyumbang",
        "Bank Kalsel dan Bank NTB",
        "karyawan Hotel Sahid Papua",
        "dirawat di RSUD Abepura",
        "dosen Universitas Riau",
        "wartawan Harian Kaltim",
        "Radar Sampit menulis",
        "kata Bima Arya kepada Rudolf Samosir",
        "kata Pak Batu kepada H. Ambon",
        "di Jalan Raya Manado",
        "di Sungai Barito dan Danau Toba",
        "Desa Sadar Jaminan Sosial Ketenagakerjaan",
        "Kaur Keuangan Desa",
        "Pegawai Negeri Sipil",
        "Aparatur Sipil Negara",
        "dari Sabang sampai Merauke",
        "pekerja di seluruh Indonesia, se-Indonesia, Republik Indonesia",
        "empat desa. Poin terbesar dari desa itu",
        "warga Dusun Sukamaju",
        "pada akhir Juli, di Pulau Buton",
        "Kapal itu Baru datang di Aula",
        "DPRD Ketuk Palu",
        "",
    ],
)
def test_names_of_other_things_are_no_areas(text):
    assert places(text) == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("KALABAHI, SUARAPULAU - Halaman kantor penuh.", ["Kalabahi"]),
        ("PALANGKA RAYA – Wakil gubernur hadir.", ["Palangka Raya"]),
        ("WAINGAPU,SUARASUMBA.COM-Papan nama diresmikan.", ["Waingapu"]),
        ("Luwuk, Sulteng (KabarTimur) - Kantor itu ramai.", ["Luwuk", "Sulawesi Tengah"]),
        ("KEPTONPOS.COM, BAUBAU - Pemerintah hadir.", ["Baubau"]),
        ("Taliwang, Gaung Samawa – Lapangan penuh.", ["Taliwang"]),
        ("BATULICIN,BERITABUMBU.NET- Komisi rapat.", ["Batulicin"]),
    ],
)
def test_the_dateline_names_the_place(text, names):
    assert list(places(text)) == names


def test_a_dateline_means_the_city_where_a_regency_has_the_name_too():
    assert places("SORONG – Kegiatan itu ramai.") == {"Sorong": "96.71"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kepala Desa Probur Salim di Kabupaten Alor", {"Probur": "53.05.03.2002", "Alor": "53.05"}),
        (
            "Desa Olilit Raya di Kabupaten Kepulauan Tanimbar",
            {"Olilit Raya": "81.03.01.2007", "Kepulauan Tanimbar": "81.03"},
        ),
        ("Desa Antahberantah di Kabupaten Alor", {"Antahberantah": None, "Alor": "53.05"}),
        ("Kades Yohanes Naha di Kabupaten Alor", {"Alor": "53.05"}),
        ("gudang di Doyo Baru, Kabupaten Jayapura", {"Doyo Baru": "91.03.13.2006", "Jayapura": "91.03"}),
        (
            "Desa Balang, Sirap dan Pudak di Kabupaten Balangan",
            {"Balang": "63.11.06.2005", "Sirap": "63.11.01.2008", "Pudak": "63.11.03.2008", "Balangan": "63.11"},
        ),
        (
            "Desa Jati Kecamatan Masaran di Kabupaten Sragen",
            {"Jati": "33.14.03.2009", "Masaran": "33.14.03", "Sragen": "33.14"},
        ),
        ("Nagari Kampung Batu Dalam di Kabupaten Solok", {"Kampung Batu Dalam": "13.02.19.2002", "Solok": "13.02"}),
        ("Empat Desa Diganjar Piagam Penghargaan di Kabupaten Alor", {"Alor": "53.05"}),
    ],
)
def test_the_village_list_says_where_a_village_name_ends(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Di Sumba Timur ada dua kecamatan, yaitu Rindi dan Kambera.", {"Sumba Timur", "Rindi", "Kambera"}),
        ("Kepala BPJAMSOSTEK Cabang Kendal hadir.", {"Kendal"}),
        ("kegiatan di dua kabupaten yakni Sikka dan Ende", {"Sikka", "Ende"}),
    ],
)
def test_a_list_that_a_level_announces_and_a_branch_name_areas(text, names):
    assert set(places(text)) == names


def test_a_district_counts_where_the_post_is():
    assert places("Warga Hantakan mengungsi di Kabupaten Hulu Sungai Tengah.") == {
        "Hantakan": "63.07.09",
        "Hulu Sungai Tengah": "63.07",
    }
    assert places("Warga Hantakan mengungsi di Kabupaten Alor.") == {"Alor": "53.05"}


def test_a_weak_name_counts_beside_a_plain_one():
    assert places("Kaur unggul.\nBupati Kaur hadir.") == {"Kaur": "17.04"}
    assert places("Kaur unggul.") == {}


@pytest.mark.parametrize(
    ("text", "name", "code", "province"),
    [
        ("di Mura dan Kalteng", "Murung Raya", "62.12", "62"),
        ("Kabupaten Mura di Sumsel", "Musi Rawas", "16.05", "16"),
        ("di Bandung", "Bandung", None, "32"),
        ("Bupati Bandung", "Bandung", "32.04", "32"),
        ("di Martapura, Kalsel", "Martapura", "63.03.05", "63"),
        ("di Martapura, Sumsel", "Martapura", "16.08.01", "16"),
        ("Pemkab Limapuluh Kota rapat di Payakumbuh", "Payakumbuh", "13.76", "13"),
    ],
)
def test_a_name_of_several_areas_means_the_one_that_fits(text, name, code, province):
    (place,) = [place for place in group_places(find_places(text)) if place.name == name]
    assert (place.code, place.province_code) == (code, province)


def test_beside_the_province_its_city_keeps_the_word_kota():
    text = "Provinsi Bengkulu rapat di Kota Bengkulu. Kepala BPJS Ketenagakerjaan Cabang Bengkulu hadir."
    province, city = group_places(find_places(text))
    assert (province.name, province.kind, province.code) == ("Bengkulu", PlaceKind.PROVINCE, "17")
    assert (city.name, city.kind, city.code) == ("Kota Bengkulu", PlaceKind.CITY, "17.71")
    assert [len(province.mentions), len(city.mentions)] == [2, 1]


def test_one_area_under_several_names_is_one_place():
    text = "Pemko Padang Sidempuan dan warga kota Padangsidimpuan di P.Sidimpuan. Wali Kota Padang Sidempuan hadir."
    (place,) = group_places(find_places(text))
    assert (place.name, place.kind, place.code) == ("Padang Sidempuan", PlaceKind.CITY, "12.77")
    assert [span.of(text) for span in place.mentions] == [
        "Padang Sidempuan",
        "Padangsidimpuan",
        "P.Sidimpuan",
        "Padang Sidempuan",
    ]


def test_a_misprint_is_read_and_shown():
    nlp = blank_indonesian()
    nlp.add_pipe(NAME)
    doc = nlp("di Kabupaten Bolaang Mongondouw Utara")
    (mention,) = doc._.places
    assert (mention.name, mention.code, mention.explicit) == ("Bolaang Mongondow Utara", "71.08", True)
    assert doc._.doubts == (("place_name", "Bolaang Mongondouw Utara", "read as Bolaang Mongondow Utara"),)


def test_the_component_writes_mentions_and_places():
    nlp = blank_indonesian()
    nlp.add_pipe(NAME)
    doc = nlp("Bupati Alor hadir di Kalabahi.")
    assert [(mention.name, mention.span.of(doc.text), mention.explicit) for mention in doc._.places] == [
        ("Alor", "Alor", False),
        ("Kalabahi", "Kalabahi", False),
    ]
    assert [(place.name, place.kind, place.province_code) for place in doc._.place_entities] == [
        ("Alor", PlaceKind.REGENCY, "53"),
        ("Kalabahi", PlaceKind.OTHER, "53"),
    ]


_WORDS = [
    "Desa ",
    "Kota ",
    "Bupati ",
    "Kuta ",
    "Bengkulu",
    "Kabupaten ",
    "Alor",
    ", ",
    " dan ",
    "\n",
    " - ",
    "di ",
    "PT ",
    "Kec. ",
    "(",
    ")",
]


@given(st.text(max_size=80) | st.lists(st.sampled_from(_WORDS), max_size=25).map("".join))
def test_mentions_lie_in_the_text_in_order_and_grouping_loses_none(text):
    mentions = find_places(text)
    assert all(mention.name and mention.span.of(text) for mention in mentions)
    assert all(one.span.end <= other.span.start for one, other in pairwise(mentions))
    grouped = [span for place in group_places(mentions) for span in place.mentions]
    assert sorted(grouped) == [mention.span for mention in mentions]
    assert all(place.code is None or place.province_code == place.code[:2] for place in group_places(mentions))


@pytest.mark.parametrize(
    "text", ["Kota " * 40_000, "Desa A, " * 25_000, "Ambon " * 35_000, "Kota-" * 40_000, "Aa" * 100_000]
)
def test_a_hostile_text_is_done_in_seconds(text):
    start = time.process_time()
    find_places(text)
    assert time.process_time() - start < 10
