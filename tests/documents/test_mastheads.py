"""Outlets: who published a post, from all the places where a page says so."""

from __future__ import annotations

import pytest

from extractor.documents import read_text

TITLE = "Bupati Bima Serahkan Santunan kepada Tiga Ahli Waris Nelayan"
FIRST = "Bupati Bima Hj. Nurhayati menyerahkan santunan kepada tiga ahli waris nelayan di Pendopo Kabupaten Bima, Senin (11/3)."


def outlet(*blocks: str) -> str | None:
    return read_text("\n\n".join(blocks)).outlet


@pytest.mark.parametrize(
    ("head", "dateline", "name"),
    [
        ("GEMA TAMBORA\nHome » Daerah » Bima", "BIMA, GT – ", "Gema Tambora"),
        ("MEKAR TAMBORA  »  Ekonomi", "Bima, MT - ", "Mekar Tambora"),
        ("Harian Tambora | Rabu 13 Maret 2024", "BIMA (HT)—", "Harian Tambora"),
        ("[CAHAYA TAMBORA]   Kabar dari kaki gunung", "Bima, CT - ", "Cahaya Tambora"),
        ("tamborakita.com\nberita bima, untuk kita semua", "Bima , TK - ", "tamborakita.com"),
        ("tamborakini.id > Bima > Ketenagakerjaan", "BIMA, TKI – ", "tamborakini.id"),
        ("LENTERA TAMBORA\nBeranda / Bima / Ekonomi", "BIMA - ", "Lentera Tambora"),
        ("PENA TAMBORA .com — wartane wong Bima\nRabu Legi, 13 Maret 2024 | 14.20 WIB", "BIMA – ", "Pena Tambora"),
        ("Ck.KabarTambora.Com  13 Maret 2024", "BIMA -", "KabarTambora.Com"),
        ("BUKA KEGIATAN : Bupati membuka kegiatan di aula kantor. (RUSDI/RADAR SAMPIT)", "BIMA - ", "Radar Sampit"),
        ("Rabu, 13 Maret 2024", "BIMA, KALSELKINI – ", "Kalselkini"),
        ("12 Maret 2024 - 09:15 WITA   oleh Tim KalselKini", "BIMA, KALSELKINI – ", "KalselKini"),
        ("Rabu, 13 Maret 2024", "Bima (ANTARA) - ", "ANTARA"),
        ("Rabu, 13 Maret 2024", "BIMA - ", None),
        ("Nasional", "BIMA - ", None),
    ],
)
def test_the_outlet_is_read_from_masthead_dateline_and_date_line(head, dateline, name):
    masthead, _, rest = head.partition("\n")
    assert outlet(masthead + (f"\n{rest}" if rest else ""), TITLE, dateline + FIRST, FIRST) == name


@pytest.mark.parametrize(
    ("footer", "name"),
    [
        ("Diposting oleh Gema Tambora di 21.40", "Gema Tambora"),
        ("Copyright © 2024 kabartambora.com | Pedoman Media Siber", "kabartambora.com"),
        ("(c) 2024 Suara Tambora. Hak cipta dilindungi.", "Suara Tambora"),
        ("COPYRIGHT © ANTARA News Ambon, Maluku 2021", "ANTARA News Ambon"),
        ("Copyright © 2016 PT Tambora Multi Usaha | Terverifikasi", None),
        ("Diposting oleh admin pada 12 Maret 2024", None),
    ],
)
def test_a_footer_names_the_outlet_where_the_head_does_not(footer, name):
    assert outlet(TITLE, f"BIMA - {FIRST}", FIRST, footer) == name


def test_a_footer_spells_out_the_initials_of_the_dateline():
    assert (
        outlet(TITLE, f"BIMA, ST - {FIRST}", FIRST, "(c) 2024 Suara Tambora. Hak cipta dilindungi.") == "Suara Tambora"
    )


def test_the_address_knows_better_than_the_page():
    found = read_text(f"{TITLE}\n\nAMBON (ANTARA) - {FIRST} {FIRST}", url="https://terasmaluku.com/headline/judul")
    assert (found.outlet, found.timezone) == ("Teras Maluku", "WIT")
