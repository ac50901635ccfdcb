"""What ties a person to the story is read wherever it stands: before the name, after it, or told of somebody named before."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def roles(read):
    """Names of a text with the main role of each as printed."""

    def found(text):
        return {person.name: person.ties[0].text if person.ties else None for person in read(text)._.people}

    return found


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        # trades with the nouns, bodies and sites that complete them
        (
            "Santunan itu hak Rudi Hamzah, operator mesin giling padi PT Beras Murni Jaya, yang wafat.",
            "Rudi Hamzah",
            "operator mesin giling padi PT Beras Murni Jaya",
        ),
        (
            "Jumadi Saleh (44), buruh bongkar muat Pelabuhan Tengkayu, meninggal tertimpa peti.",
            "Jumadi Saleh",
            "buruh bongkar muat Pelabuhan Tengkayu",
        ),
        ("Korban ialah Dedi Irawan, satpam perusahaan karet, yang jatuh.", "Dedi Irawan", "satpam perusahaan karet"),
        (
            "Musibah menimpa Bapak Sarman kaur umum Kampung Suka Maju yang sedang bertugas.",
            "Sarman",
            "kaur umum Kampung Suka Maju",
        ),
        (
            "Ia istri almarhum Karto Wijoyo yang semasa hidup mengabdi sebagai perangkat Desa Randusari.",
            "Karto Wijoyo",
            "perangkat Desa Randusari",
        ),
        # kinship
        ("Uang diserahkan kepada Siti Rahayu, putri sulung Budi Santoso.", "Siti Rahayu", "putri sulung Budi Santoso"),
        (
            "Korban ialah Budi Santoso, nelayan. Santunan diterima istri almarhum, Ibu Rina Wati.",
            "Rina Wati",
            "istri almarhum Budi Santoso",
        ),
        ("Dari dinas, istri Joko Susilo, Sri Lestari, menerima santunan.", "Sri Lestari", "istri Joko Susilo"),
        (
            "Budi Santoso, nelayan, tewas di laut. Uang itu diterima istrinya, Rina Wati, di balai desa.",
            "Rina Wati",
            "istri Budi Santoso",
        ),
        # offices that only a noun completes
        ("Naskah diteken ketua koperasi, Haji Burhan Efendi.", "Burhan Efendi", "ketua koperasi"),
        ("Acara dibuka pengurus paguyuban, Slamet Raharjo, kemarin.", "Slamet Raharjo", "pengurus paguyuban"),
        # offices of their own, acronyms and units that no list knows
        ("Tono Sudiro, Ketua SPKLM, membuka rapat.", "Tono Sudiro", "Ketua SPKLM"),
        (
            "Hadir Manajer Legal PT Sinar Kelapa Indah, Ratna Kusuma.",
            "Ratna Kusuma",
            "Manajer Legal PT Sinar Kelapa Indah",
        ),
        ("Hadir Kepala Puskesmas Tandurusa, Grace Lumowa, kemarin.", "Grace Lumowa", "Kepala Puskesmas Tandurusa"),
        ("Hadir Kabag Ops Polres Sikka AKP Yosef Tupen.", "Yosef Tupen", "Kabag Ops Polres Sikka"),
        ("Hadir Dandim 0410/Sikka Letkol Inf Yosef Tupen.", "Yosef Tupen", "Dandim 0410/Sikka"),
        ("Hadir Ketua RT 05, Bapak Mulyono, dan warga.", "Mulyono", "Ketua RT 05"),
        ("Doa dipimpin Reje Bukit Sama, Sabri Aman, kemarin.", "Sabri Aman", "Reje Bukit Sama"),
        ("Hadir Kuwu Tegalsari, Warsono Adi, kemarin.", "Warsono Adi", "Kuwu Tegalsari"),
        ("Menurut Kepala Desa Randu Asnan Malik, iuran dibayar desa.", "Asnan Malik", "Kepala Desa Randu"),
        (
            "Menurut Anton Leman selaku Kepala Desa Randusari, iuran dibayar desa.",
            "Anton Leman",
            "Kepala Desa Randusari",
        ),
        (
            "Ia memperkenalkan Kepala Cabang Bitung yang baru, Dian Lumowa, kepada wali kota.",
            "Dian Lumowa",
            "Kepala Cabang Bitung",
        ),
        (
            "Hadir Kepala Seksi Perdata dan Tata Usaha Negara Kejari Sikka Fransiska Tupen.",
            "Fransiska Tupen",
            "Kepala Seksi Perdata dan Tata Usaha Negara Kejari Sikka",
        ),
    ],
)
def test_a_tie_is_read_whole(roles, text, name, role):
    assert roles(text).get(name) == role


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kepala BPJS Ketenagakerjaan Cabang Bitung, Ani Lumowa, menggantikan Budi Tendean.", "Budi Tendean"),
        ("Ani Lumowa resmi menggantikan Budi Tendean sebagai Kepala BPJS Ketenagakerjaan Cabang Bitung.", "Ani Lumowa"),
        ("BPJS Ketenagakerjaan Cabang Bitung berganti pimpinan. Ani Lumowa menggantikan Budi Tendean.", "Ani Lumowa"),
        ("BPJS Ketenagakerjaan Cabang Bitung berganti pimpinan. Ani Lumowa menggantikan Budi Tendean.", "Budi Tendean"),
        ("Kursi Kepala BPJS Ketenagakerjaan Cabang Bitung berpindah dari Andi Tendean, kemarin.", "Andi Tendean"),
    ],
)
def test_who_succeeds_whom_shares_the_office(roles, text, name):
    assert roles(text).get(name) == "Kepala BPJS Ketenagakerjaan Cabang Bitung"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Foto: Bupati Sikka Yosef Tupen (kiri) dan warga.", "Yosef Tupen"),
        ("Rumah itu bocor. Pemiliknya, Yosef Tupen, nelayan, sudah tiada.", "Yosef Tupen"),
    ],
)
def test_where_one_stands_and_what_one_owns_is_no_tie(roles, text, name):
    assert roles(text)[name] in ("Bupati Sikka", "nelayan")


def test_a_bare_head_heads_the_one_branch_of_the_post(extractor):
    text = "Bitung - BPJS Ketenagakerjaan Cabang Bitung membayar santunan. Kepala Cabang Ani Lumowa menyerahkannya."
    person = next(p for p in extractor.extract(text).people if p.name == "Ani Lumowa")
    assert person.roles[0].text == "Kepala Cabang BPJS Ketenagakerjaan Bitung"
