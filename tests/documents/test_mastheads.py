"""Outlets: who published a post, from all the places where a page says so."""

from __future__ import annotations

import pytest

from extractor.documents import read_text

TITLE = "Bupati Bima Serahkan Santunan kepada Tiga Ahli Waris Nelayan"
DINAS = "Dinas Komunikasi dan Informatika Kabupaten Bima"
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
        ("SUARA TAMBORA 98,1 FM", "BIMA, Suara Tambora - ", "Suara Tambora"),
        ("RADIO LERENG TAMBORA 93,4 FM BIMA\nOn Air | Berita | Podcast", "Bima – ", "Radio Lereng Tambora"),
        ("TAMBORA FM 97,3\nStreaming | Berita | Kirim Lagu", "BIMA, TFM – ", "Tambora FM"),
        ("RADIO LERENG TAMBORA AM 774\nOn Air | Podcast", "Bima, RLT - ", "Radio Lereng Tambora"),
        ("KABAR TAMBORA .com", "BIMA, KABARTAMBORA.COM – ", "Kabar Tambora"),
        ("SUARA LERENG TAMBORA.com\nBima | Dompu | Sape", "BIMA,SLT – ", "Suara Lereng Tambora"),
        ("Skip to content\nKABAR WOHA\nMenu  Beranda  Daerah  Politik", "BIMA, KABARWOHA.COM – ", "Kabar Woha"),
        ("Harian LENTERA", "BIMA, LENTERA - ", "Harian Lentera"),
        ("WARTA LERENG\nPortal berita kaki gunung", "Bima (Lereng) - ", "Warta Lereng"),
        ("TAMBORAKINI.COM\nBima | Dompu | Sape", "Bima, TamboraKini - ", "TamboraKini"),
        ("TamboraKini.co » Bima » Desa", "Bima, TamboraKini-- ", "TamboraKini.co"),
        ("tamborakini.id\nTamborakini / Daerah / Bima", "BIMA, TAMBORAKINI.id – ", "Tamborakini"),
        ("KANTOR BERITA TAMBORA (KBT)", "BIMA, 11/3 (KBT) - ", "Kantor Berita Tambora"),
        ("GEMA TAMBORA Regional\nBima | Dompu | Sape", "BIMA - ", "Gema Tambora"),
        ("LENSA LERENG - jurnalisme warga kaki gunung", "BIMA - ", "Lensa Lereng"),
        ("SAHABAT KITA | portal warga Bima dan Dompu", "BIMA,SK - ", "Sahabat Kita"),
        ("Tambora Lugas\nKanal: Komunitas", "BIMA - ", "Tambora Lugas"),
        ("Suara Danau Wera\nBlog kabar harian", "Wera SDW - ", "Suara Danau Wera"),
        ("tamborakita | Satu Hati Bangun Negeri", "BIMA - ", "tamborakita"),
        ("PEMERINTAH KABUPATEN BIMA\nDinas Komunikasi dan Informatika", "BIMA - ", DINAS),
        ("DINAS KOMUNIKASI DAN INFORMATIKA\nKABUPATEN BIMA\nJl. Sape Km. 2", "BIMA, DISKOMINFO - ", DINAS),
        ("SEKRETARIAT DAERAH KABUPATEN BIMA - BAGIAN UMUM", "BIMA - ", "Bagian Umum Sekretariat Daerah Kabupaten Bima"),
        ("WEBSITE RESMI PEMERINTAH DESA SAI\nKecamatan Wera", "SAI – ", "Website Resmi Pemerintah Desa SAI"),
        ("Kecamatan Wera Timur\nKabupaten Bima - Provinsi NTB", "WERA - ", "Kecamatan Wera Timur"),
        ("Peduli Pekerja Rentan", "BIMA - ", None),
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


def test_the_line_under_a_headline_may_be_the_masthead():
    text = f"{TITLE}\n\nGALANG TAMBORA .com\nRabu, 13 Maret 2024 - 08.40 WITA\n\nBima, GT — {FIRST}\n\n{FIRST}"
    assert read_text(text).outlet == "Galang Tambora"
    text = f"{TITLE}\n\nWeb Kampung Wera, Distrik Timur\n\nWera.- {FIRST}\n\n{FIRST}"
    assert read_text(text).outlet == "Web Kampung Wera"


def test_a_kicker_above_the_headline_is_no_masthead():
    assert read_text(f"Kado Hari Nelayan\n{TITLE}\n\nBIMA - {FIRST}\n\n{FIRST}").outlet is None


def test_a_byline_spells_out_the_domain_of_the_dateline():
    head = f"{TITLE}\n\nPhoto Author\nDian Fahmi, Kabar Tambora\n- Rabu, 13 Maret 2024 | 07:30 WITA"
    found = read_text(f"{head}\n\nKABARTAMBORA.COM - {FIRST}\n\n{FIRST}")
    assert (found.outlet, found.dateline) == ("Kabar Tambora", None)


def test_a_footer_spells_out_the_initials_of_the_dateline():
    assert (
        outlet(TITLE, f"BIMA, ST - {FIRST}", FIRST, "(c) 2024 Suara Tambora. Hak cipta dilindungi.") == "Suara Tambora"
    )


def test_the_address_knows_better_than_the_page():
    found = read_text(f"{TITLE}\n\nAMBON (ANTARA) - {FIRST} {FIRST}", url="https://terasmaluku.com/headline/judul")
    assert (found.outlet, found.timezone) == ("Teras Maluku", "WIT")
