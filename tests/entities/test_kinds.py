"""What a count says, by the figure it is tied to and by the words around it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def kinds(read):
    """Value and kind of the counts of a text."""
    return lambda text: [(q.value, q.kind.value) for q in read(text)._.quantities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sebanyak 900 orang sudah terdaftar, terdiri atas 600 nelayan dan 300 petani.",
            [(900, "coverage"), (600, "coverage"), (300, "coverage")],
        ),
        (
            "Sebanyak 900 orang akan didaftarkan. Rinciannya, 600 nelayan dan 300 petani.",
            [(900, "target"), (600, "target"), (300, "target")],
        ),
        ("Sosialisasi itu diikuti 310 pekerja dari 12 perusahaan.", [(310, "attendance"), (12, "attendance")]),
        ("Terdaftar 8.905 pekerja di 317 badan usaha.", [(8_905, "coverage"), (317, "coverage")]),
        (
            "Dari 240 desa di sana, jelasnya, 198 desa telah mendaftarkan aparaturnya.",
            [(240, "potential"), (198, "coverage")],
        ),
        ("Cakupannya 47 persen dari 40.000 pekerja.", [(47, "coverage"), (40_000, "potential")]),
        ("Targetnya 5.000 pekerja atau 60 persen.", [(5_000, "target"), (60, "target")]),
        ("Ia satu dari 750 warga yang iurannya ditanggung pemkab.", [(750, "coverage")]),
    ],
)
def test_figures_tied_to_one_another(kinds, text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sebanyak 500 nelayan akan didaftarkan.", "target"),
        ("Pemkab menyanggupi mendaftarkan 500 nelayan.", "target"),
        ("Bupati menginstruksikan camat mendaftarkan 500 nelayan.", "target"),
        ("Masih ada 500 nelayan yang belum terlindungi.", "potential"),
        ("Sebanyak 500 nelayan layak didaftarkan.", "potential"),
        ("Sebanyak 500 nelayan sudah didaftarkan.", "coverage"),
    ],
)
def test_a_word_before_a_cue_for_coverage_turns_it(kinds, text, kind):
    assert kinds(text) == [(500, kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Capaian itu 91 persen dari target tahun ini.", (91, "coverage")),
        ("Akhir tahun cabang membidik 65 persen.", (65, "target")),
        ("Tunggakan itu menyangkut nasib 402 pekerja.", (402, "other")),
        ("Penghargaan diberikan kepada tiga perusahaan.", (3, "other")),
        ("Serikat itu beranggotakan 1.120 orang.", (1_120, "other")),
        ("Penyuluhan kepada 175 nelayan berjalan lancar.", (175, "attendance")),
        ("Jaksa menerima 22 SKK.", (22, "other")),
        ("Warga Kota Batu, akan tetapi juga 1.500 petani, sudah terdaftar.", (1_500, "coverage")),
    ],
)
def test_what_figures_say_on_their_own(kinds, text, expected):
    assert kinds(text) == [expected]
