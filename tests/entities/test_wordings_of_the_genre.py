"""Wordings of regional news that once were read wrongly."""

from __future__ import annotations

import pytest

AGENCY = " Acara itu diikuti BPJS Ketenagakerjaan Cabang Bitung."


def roles(doc):
    return {person.name: person.ties[0].text if person.ties else None for person in doc._.people}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pj. Bupati Buol Muchlis Yoto hadir.", {"Muchlis Yoto": "Pj. Bupati Buol"}),
        ("Kepala DPMG M Syaifuddin Ambia mengatakan itu.", {"M Syaifuddin Ambia": "Kepala DPMG"}),
        (
            "Kepala BPJS Ketenagakerjaan Cabang Palopo, Sulawesi Selatan, Christian Tandi mengatakan itu.",
            {"Christian Tandi": "Kepala BPJS Ketenagakerjaan Cabang Palopo"},
        ),
        ("Ketua Panitia Pemungutan Suara (PPS) bertugas sampai malam.", {}),
        ("Bupati Alor Hari Wibowo hadir.", {"Hari Wibowo": "Bupati Alor"}),
        ("Bupati Alor meneken Peraturan Bupati Nomor 11 Tahun 2023.", {}),
        ("Ahli waris atas nama Sugiono dan Nurdin menerima santunan.", {"Sugiono": "Ahli waris", "Nurdin": None}),
        (
            "Sunardi Wijaya dilantik sebagai Kepala BPJS Ketenagakerjaan Cabang Bitung.",
            {"Sunardi Wijaya": "Kepala BPJS Ketenagakerjaan Cabang Bitung"},
        ),
    ],
)
def test_offices_and_names(read, text, expected):
    assert roles(read(text)) == expected


def test_an_honorific_or_degree_keeps_no_comma(read):
    (person,) = read("Bupati Alor Siti Rahma, S.Sos, M.Si, hadir.")._.people
    assert person.honorifics == ["S.Sos", "M.Si"]


def test_a_list_of_winners_names_bodies_without_a_word_for_company(read):
    doc = read(
        "Penghargaan Paritrana diserahkan.\n- Terbaik 1 yaitu Virtue Nikel Utama\n- Terbaik 2 yaitu Prima Alam Raya"
    )
    assert [one.name for one in doc._.organizations] == ["Virtue Nikel Utama", "Prima Alam Raya"]


def test_school_levels_before_sums_are_no_schools(read):
    doc = read("Beasiswa untuk SD Rp1,5 juta dan SMP Rp2 juta per tahun.")
    assert doc._.organizations == ()


def test_a_branch_that_only_the_headline_shortens_is_no_second_branch(extractor):
    record = extractor.extract(
        "Kejari Gandeng BPJS Ketenagakerjaan Tual\n\nTUAL - Kejaksaan Negeri Tual dan BPJS Ketenagakerjaan Cabang Maluku "
        "menandatangani nota kesepahaman di Tual, Kamis (18/7/2024)."
    )
    assert "BPJS Ketenagakerjaan Cabang Tual" not in [one.name for one in record.organizations]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Iuran sebesar 0,24 persen dari upah.", []),
        ("Santunan diterima kedua anaknya.", [2]),
        ("Surat bernomor PRINT-232I/L.8.15/Gp.2/05/2025 diserahkan kepada 12 perusahaan.", [12]),
    ],
)
def test_counts(read, text, values):
    doc = read(text)
    assert [quantity.value for quantity in doc._.quantities] == values
    assert doc._.dates == ()


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Undang-Undang (UU) Nomor 40 Tahun 2004 menjadi dasar.", "uu-40-2004"),
        ("INSTRUKSI PRESIDEN (INPRES) Nomor 2 Tahun 2021 menjadi dasar.", "inpres-2-2021"),
        ("Peraturan Menteri Keuangan (PMK) Nomor 08 Tahun 2023 menjadi dasar.", "permen-8-2023"),
    ],
)
def test_regulations(read, text, id_):
    assert [rule.id for rule in read(text)._.regulations] == [id_]
