"""Datelines: place and outlet in front of the first sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents.datelines import dated_place, dateline_alone, dateline_of, is_outlet, proper_place

BODY = "Bupati Bima menyerahkan santunan kepada ahli waris di Wera, Bima."


@pytest.mark.parametrize(
    ("head", "place", "outlet"),
    [
        ("WERA, KABARTAMBORA - ", "WERA", "KABARTAMBORA"),
        ("Wera, Gema Tambora – ", "Wera", "Gema Tambora"),
        ("Sape, NTB (KabarTambora) - ", "Sape", "KabarTambora"),
        ("SAPE,BERITATAMBORA.NET- ", "SAPE", "BERITATAMBORA.NET"),
        ("SAPE,BERITATAMBORA.COM-", "SAPE", "BERITATAMBORA.COM"),
        ("POSTAMBORA.COM, WOHA - ", "WOHA", "POSTAMBORA.COM"),
        ("POSTAMBORA.COM, WOHA--", "WOHA", "POSTAMBORA.COM"),
        ("POSTAMBORA.COM (WOHA) – ", "WOHA", "POSTAMBORA.COM"),
        ("Postambora.com – Woha, ", "Woha", "Postambora.com"),
        ("POSTAMBORA.COM -- ", None, "POSTAMBORA.COM"),
        ("Kabar Tambora Hari Ini – ", None, "Kabar Tambora Hari Ini"),
        ("KABARTAMBORA l WOHA – ", "WOHA", "KABARTAMBORA"),
        ("WOHA (KT) – ", "WOHA", "KT"),
        ("Woha, KT – ", "Woha", "KT"),
        ("WOHA KABARTAMBORA.CO— ", "WOHA", "KABARTAMBORA.CO"),
        ("WOHA, (Gerbang Tambora) – ", "WOHA", "Gerbang Tambora"),
        ("KBRN, Bima: ", "Bima", "KBRN"),
        ("Bima: ", "Bima", None),
        ("BIMA | ", "BIMA", None),
        ("LOTU - ", "LOTU", None),
        ("TANJUNG SELOR -", "TANJUNG SELOR", None),
        ("NABIRE– ", "NABIRE", None),
        ("Mataram, Nusa Tenggara Barat — ", "Mataram", None),
        ("RABA, BIMA – ", "RABA", None),
        ("Wera,KABAR.TAMBORA.CO.ID.- ", "Wera", "KABAR.TAMBORA.CO.ID"),
        ("WERA, 21/8 (ANTARA) - ", "WERA", "ANTARA"),
        ("Wera, 3/11 (KabarTambora) - ", "Wera", "KabarTambora"),
        ("RSTB, Wera: ", "Wera", "RSTB"),
        ("TFM, Woha – ", "Woha", "TFM"),
        ("Woha KTB - ", "Woha", "KTB"),
        ("Mataram NTB - ", "Mataram NTB", None),
        ("Wera, suaratambora – ", "Wera", "suaratambora"),
        ("Wera. ", "Wera", None),
        ("Wera, KTB. ", "Wera", "KTB"),
        ("Wera.- ", "Wera", None),
        ("KOTA BIMA (kabartambora.com) ", "KOTA BIMA", "kabartambora.com"),
    ],
)
def test_place_and_outlet_are_told_apart(head, place, outlet):
    dateline = dateline_of(head + BODY, BODY)
    assert dateline is not None
    assert (dateline.place, dateline.outlet) == (place, outlet)
    assert (head + BODY)[dateline.end :] == BODY


def test_a_press_release_dates_itself():
    dateline = dateline_of(f"Banten, 14 Oktober 2025/Media Kita – {BODY}", BODY)
    assert dateline is not None
    assert (dateline.place, dateline.outlet, dateline.stamp.day) == ("Banten", "Media Kita", date(2025, 10, 14))


def test_a_dateline_holds_its_date_in_brackets():
    dateline = dateline_of(f"Raba (Kamis, 16 Maret 2023). {BODY}", BODY)
    assert dateline is not None
    assert (dateline.place, dateline.outlet, dateline.stamp.day) == ("Raba", None, date(2023, 3, 16))


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Wera, 12 Juni 2025", "Wera"),
        ("WERA. 12 Juni 2025", "WERA"),
        ("Wera, Kamis, 12 Juni 2025", "Wera"),
        ("Nurdin Hasan, 12 Juni 2025", None),
        ("Kamis, 12 Juni 2025", None),
        ("Berita, 12 Juni 2025", None),
        ("KabarTambora, 12 Juni 2025", None),
    ],
)
def test_the_place_on_the_line_of_the_date(line, place):
    assert dated_place(line, BODY) == place


@pytest.mark.parametrize(
    "paragraph",
    [
        "Pertemuan - pertemuan seperti ini penting, kata Camat Wera.",
        "Kepala BPJS Ketenagakerjaan - Cabang Bima hadir.",
        "Menurut dia, iuran Rp16.800 - Rp36.800 sebulan ringan.",
        "Ia – begitu ia disapa – tersenyum.",
        "Pemkab Bima: Santunan Segera Cair",
        "Foto: Bupati menyerahkan kartu.",
        BODY,
        "",
        "Lega. Begitulah perasaan Siti ketika santunan cair.",
        "Budi Santoso, SH. Ia hadir mewakili camat.",
        "Nurhayati (47). Ia menerima santunan suaminya di kantor desa.",
        "RADIO TAMBORA 95,2 FM BIMA – suara dari kaki gunung",
        "SIARAN PERS - Bupati menyerahkan santunan di pendopo.",
        "Kadis PU - Bupati menyerahkan santunan di pendopo.",
    ],
)
def test_dashes_in_sentences_make_no_dateline(paragraph):
    assert dateline_of(paragraph, paragraph) is None


@pytest.mark.parametrize(
    ("line", "place", "outlet"),
    [
        ("Wera, Gema Tambora", "Wera", "Gema Tambora"),
        ("P.Sidimpuan STT", "P.Sidimpuan", None),
        ("POSTAMBORA.COM, WOHA —", "WOHA", "POSTAMBORA.COM"),
        ("POSTAMBORA.COM I WOHA , NUSA TENGGARA BARAT", "WOHA", "POSTAMBORA.COM"),
        ("Woha, POSTAMBORA.ID", "Woha", "POSTAMBORA.ID"),
    ],
)
def test_datelines_on_their_own_line(line, place, outlet):
    dateline = dateline_alone(line)
    assert dateline is not None
    assert (dateline.place, dateline.outlet) == (place, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "Tidak Tunda Iuran",
        "Kepala Dinas Sosial",
        "Lawelle, bersama stafnya",
        "Camat Wera, Abdul Haris, menambahkan",
        "SIARAN PERS",
        "NON ASN",
        "",
    ],
)
def test_ordinary_short_lines_are_no_datelines(line):
    assert dateline_alone(line) is None


@pytest.mark.parametrize(
    ("printed", "text", "written"),
    [
        ("PALANGKA RAYA", "", "Palangka Raya"),
        ("TOLI-TOLI", "", "Toli-Toli"),
        ("DKI JAKARTA", "", "DKI Jakarta"),
        ("Labuan Bajo", "", "Labuan Bajo"),
        ("P.Sidimpuan", "Walikota Padang Sidempuan hadir.", "Padang Sidempuan"),
        ("P.Sidimpuan", "Walikota hadir.", "Padang Sidempuan"),
        ("Tj. Redeb", "", "Tanjung Redeb"),
    ],
)
def test_places_are_written_as_in_running_text(printed, text, written):
    assert proper_place(printed, text) == written


@pytest.mark.parametrize(
    "name", ["kabartambora.com", "Radar Sampit", "KalselKini", "BERITATAMBORA", "Halosultra", "KBRN", "Lontara Pos"]
)
def test_names_of_outlets_are_known_by_their_make(name):
    assert is_outlet(name)


@pytest.mark.parametrize("name", ["Metro", "Wera", "Palangka Raya", "KOTA KENDARI", "Pangkajene"])
def test_towns_are_no_outlets(name):
    assert not is_outlet(name)


@given(st.text(max_size=300))
def test_no_string_breaks_the_reading_of_datelines(text):
    dateline = dateline_of(text, text)
    assert dateline is None or 0 < dateline.end <= len(text)
    dateline_alone(text)
