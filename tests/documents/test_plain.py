"""Posts copied as plain text: what is headline, body, by-line, and what is the page around them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents import DocumentError, PageNumber, read_text
from extractor.documents.plain import read_plain

FIRST = "Bupati Bima Hj. Nurhayati menyerahkan santunan Jaminan Kematian kepada tiga ahli waris nelayan di Pendopo, Senin (11/3)."
SECOND = "“Uang ini untuk sekolah anak-anak,” katanya di hadapan para camat dan kepala desa yang hadir pada acara itu."
THIRD = "Kepala BPJS Ketenagakerjaan Cabang Bima, Lalu Surya Wiguna, menyebut baru 31 persen pekerja terlindungi sampai Februari."
TITLE = "Bupati Bima Serahkan Santunan kepada Tiga Ahli Waris Nelayan"


def post(*blocks: str) -> str:
    return "\n\n".join(blocks)


BODY = post(f"BIMA, KABARTAMBORA - {FIRST}", SECOND, THIRD)


def test_a_post_with_all_its_furniture_is_just_the_post():
    found = read_plain(
        post(
            "BERANDA | DAERAH | EKBIS | OLAHRAGA",
            "Home » Daerah » Bima",
            TITLE,
            "Rabu, 13 Maret 2024 | 09:15 WITA  |  Dibaca 312 kali",
            "Sebarkan artikel ini\nFacebook Twitter WhatsApp",
            "SERAHKAN SANTUNAN : Bupati berfoto bersama ahli waris, Senin (11/3). (RUSDI/KABAR TAMBORA)",
            f"BIMA, KABARTAMBORA - {FIRST}",
            "Baca Juga: Harga Bawang Anjlok, Petani di Sape Menjerit",
            SECOND,
            f"{THIRD} (rus)",
            "Cek Berita dan Artikel yang lain di Google News",
            "TERPOPULER\n1. Jadwal Kapal Pekan Ini\n2. Jembatan Wera Ambruk",
            "Komentar (2) | Bagikan: WA FB",
            "Copyright © 2024 Kabar Tambora",
        )
    )
    assert found.text == BODY.replace("\n\n", "\n")
    assert (found.title, found.author, found.dateline) == (TITLE, "rus", "Bima")
    assert found.stamps[0].day == date(2024, 3, 13)
    assert found.outlets[0] == "Kabar Tambora"


@pytest.mark.parametrize(
    "above",
    [
        "GEMA TAMBORA\nWera - Sape - Woha - Lambu\nTrending: #THR #Bawang",
        "LENSA TAMBORA - jurnalisme warga dari lereng gunung",
        "GEMA TAMBORA | portal warga Bima, Dompu, Sape\nRabu, 13 Maret 2024 - Cuaca: Cerah 29°C",
        "tamborakini - Berita Pulau Sumbawa Terkini\nWoha   Kota Bima   Kab Bima   Seleb   Otomotif",
        "Tambora Raya ~ Dekat dan Lugas\n[ Home ] [ Hukum ] [ Bima ] [ Dompu ]",
        "KABAR KAMPUNG SAI\nblog warga | arsip | kontak admin",
        "RADIO LERENG TAMBORA 93,4 FM BIMA\nOn air: Dangdut Sore",
        "TAMBORA.ID\nNEWS  BISNIS  BOLA  GAYA HIDUP  REGIONAL\nHome / Regional / NTB",
        "tamborakerja.com\nPortal Dunia Kerja Pulau Sumbawa",
        "WEBSITE RESMI PEMERINTAH DESA SAI\nKecamatan Wera - Kabupaten Bima - Provinsi NTB\nProfil | Berita | Galeri",
        "KECAMATAN WERA TIMUR\nKabupaten Bima - Provinsi Nusa Tenggara Barat\nBeranda . Profil . Desa . Berita . Aduan",
        "Desa Sai\nKec. Wera Kab. Bima - website resmi\nBeranda Pemerintahan Potensi Berita",
        "Gema Tambora\nDari buletin perusahaan GEMA BAWANG, terbitan Bagian Komunikasi PT Bumi Bawang",
        "TAMBORAKINI.ID | Kabar Bima, Dompu, Sape",
        "PALU GADA\ndari buruh, oleh buruh, untuk buruh\nEdisi 14 - Tahun III - dibagikan gratis",
        "Home News Bima Dompu Sape Bola Seleb Viral",
    ],
)
@pytest.mark.parametrize("title", [TITLE, TITLE.upper()])
def test_of_the_lines_above_the_body_the_headline_is_the_title(above, title):
    found = read_plain(post(above, title, "Rabu, 13 Maret 2024", f"BIMA - {FIRST}", SECOND))
    assert (found.title, found.dateline, found.stamps[-1].day) == (title, "Bima", date(2024, 3, 13))


def test_a_headline_in_capitals_goes_on_with_its_last_words():
    wrapped = "BUPATI SERAHKAN SANTUNAN KEPADA TIGA AHLI WARIS, MINTA DINAS LINDUNGI TENAGA\nNON ASN"
    found = read_plain(post("GEMA TAMBORA", wrapped, "Rabu, 13 Maret 2024", f"BIMA - {FIRST}", SECOND))
    assert (found.title, found.dateline) == (wrapped.replace("\n", " "), "Bima")


def test_a_headline_in_capitals_with_a_colon_is_no_caption():
    title = "RAPAT DI WOHA: KLAIM DIBAYAR RP 4,8 MILIAR, 154 PERUSAHAAN BELUM IKUT"
    assert read_plain(post("tambora.com", title, "Rabu, 13 Maret 2024", f"BIMA - {FIRST}")).title == title


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("14/03/2024", date(2024, 3, 14)),
        ("Diunggah oleh Admin Desa, 14 Maret 2024", date(2024, 3, 14)),
        ("Diposting oleh Admin Desa pada Kamis, 14 Maret 2024", date(2024, 3, 14)),
        ("di posting Kamis 14 Maret 2024 , dibaca 58 org", date(2024, 3, 14)),
    ],
)
def test_the_day_of_publication_under_the_headline(line, day):
    assert [stamp.day for stamp in read_plain(post(TITLE, line, f"BIMA - {FIRST}", SECOND)).stamps] == [day]


def test_a_press_release_opens_with_place_and_day():
    found = read_plain(post(TITLE, "SIARAN PERS\nWera, 14 Maret 2024", f"{FIRST} Acara digelar di Wera.", SECOND))
    assert (found.dateline, found.stamps[0].day) == ("Wera", date(2024, 3, 14))
    assert found.text.startswith("Bupati Bima")


def test_a_reporter_above_the_date_is_no_dateline():
    found = read_plain(post(TITLE, "Dian Fahmi, Gema Tambora\n- Rabu, 13 Maret 2024 | 07:30 WITA", FIRST, SECOND))
    assert found.dateline is None


@pytest.mark.parametrize(
    "title",
    [
        "Kecamatan Wera Raih Penghargaan",
        "Home Industri Kerupuk Wera Kini Terlindungi",
        "Pojok UMKM – Perajin Wera Terlindungi",
    ],
)
def test_headlines_that_look_like_mastheads_stay(title):
    assert read_plain(post("GEMA TAMBORA", title, "Rabu, 13 Maret 2024", f"BIMA - {FIRST}", SECOND)).title == title
    assert read_plain(post(title, "Rabu, 13 Maret 2024", f"BIMA - {FIRST}", SECOND)).title == title


def test_a_hard_wrapped_post_is_joined_to_paragraphs():
    text = """Gema Tambora
Kabar dari kaki gunung

Sabtu, 16 Maret 2024

Santunan untuk Tiga Keluarga Nelayan Wera yang
Hilang di Selat Sape

Wera, Gema Tambora
Tiga keluarga nelayan di Kecamatan Wera akhirnya
lega. Bupati Bima menyerahkan santunan Jaminan
Kematian sebesar Rp. 42.000.000,- kepada tiap
keluarga di kantor camat, Senin (11/3).
Kepala BPJS Ketenagakerjaan Cabang Bima, Drs.
H. Lalu Surya Wiguna, mengatakan iuran mereka
dibayar desa sejak Januari.
"Baru lima bulan jadi peserta," katanya. (mn)

Diposting oleh Gema Tambora di 21.40
Tidak ada komentar:
Label: Ekonomi, Wera
"""
    found = read_plain(text)
    assert found.title == "Santunan untuk Tiga Keluarga Nelayan Wera yang Hilang di Selat Sape"
    assert found.text.split("\n") == [
        "Wera, Gema Tambora",
        "Tiga keluarga nelayan di Kecamatan Wera akhirnya lega. Bupati Bima menyerahkan santunan Jaminan Kematian sebesar "
        "Rp. 42.000.000,- kepada tiap keluarga di kantor camat, Senin (11/3).",
        "Kepala BPJS Ketenagakerjaan Cabang Bima, Drs. H. Lalu Surya Wiguna, mengatakan iuran mereka dibayar desa sejak Januari.",
        '"Baru lima bulan jadi peserta," katanya.',
    ]
    assert (found.outlets[0], found.dateline, found.author) == ("Gema Tambora", "Wera", "mn")


def test_a_hyphen_at_the_end_of_a_wrapped_line_stays_without_space():
    wrapped = [
        "Para buruh bongkar muat di pelabuhan Bima kini sama-",
        "sama dilindungi program jaminan sosial yang iurannya",
        "dibayar pemerintah kabupaten sejak awal tahun ini.",
    ]
    text = post(TITLE, "\n".join(wrapped))
    assert "kini sama-sama dilindungi program jaminan sosial yang iurannya dibayar" in read_plain(text).text


def test_lists_that_belong_to_the_post_stay_apart():
    winners = "Berikut daftar pemenang:\nKategori Pemerintah Desa\n- Desa Wera Timur\n- Desa Sai\nKategori Usaha\n- Terbaik 1 PT Bumi Bawang"
    assert winners in read_plain(post(TITLE, BODY, winners, SECOND)).text


@pytest.mark.parametrize(
    "pointer",
    [
        "Baca Juga: Maling Motor di Wawo Dibekuk, Rugi Rp 22 Juta",
        "BACA JUGA:Viral! Tiga Pelajar Lolos Paskibraka",
        "Baca Juga :\n - Maling Motor di Wawo Dibekuk\n - Pimpin PKK 2022-2027",
        "Baca juga :\n– Bank NTB Setor Dividen Rp 12 M\n– 77 Calon Jamaah Haji Ikut Manasik",
        ">> Baca juga: Iuran Naik?\n>> Baca juga: 1.500 Jamaah Batal Berangkat",
        "[Baca juga: Haul Guru Ditiadakan, Panitia Kembalikan Donasi Rp150 Juta]",
        "Baca: Harga TBS Pekan Ini Rp2.840 per Kilogram",
        "Simak juga: Jembatan Wera Ambruk",
        "Baca Juga\nJembatan Wera Ambruk Diterjang Banjir",
        "Baca Juga Balai Desa Wera Diresmikan Camat",
        "Simak Video 'Detik-detik Jembatan Ambruk':",
        "Berita Terkait\n- Pemkab Bantu Rp 2 Miliar\n- 120 Honorer Tunggu SK",
        "ADVERTISEMENT\nSCROLL TO CONTINUE WITH CONTENT",
    ],
)
def test_pointers_to_other_posts_go_and_the_post_goes_on(pointer):
    found = read_plain(post(TITLE, f"BIMA - {FIRST}", SECOND, pointer, THIRD))
    assert found.text == f"BIMA - {FIRST}\n{SECOND}\n{THIRD}"


def test_a_pointer_hard_wrapped_over_two_lines_goes_whole():
    text = (
        f"{TITLE}\n\nBIMA - Bupati menyerahkan santunan kepada tiga ahli\nwaris nelayan di pendopo kabupaten, disaksikan\npara camat se-kabupaten.\n\n"
        "Baca juga: Pekerja Bangunan Jatuh dari Atap,\nDapat Santunan Rp 70 Juta\n\n"
        "Kepala cabang mengatakan iuran dibayar oleh desa\nmasing-masing sejak bulan Januari yang lalu."
    )
    assert "70 Juta" not in read_plain(text).text
    assert read_plain(text).text.endswith(
        "Kepala cabang mengatakan iuran dibayar oleh desa masing-masing sejak bulan Januari yang lalu."
    )


@pytest.mark.parametrize(
    ("pointer", "rest"),
    [
        (
            "Baca Juga: Bupati Lantik 38 Pejabat, Petrus Jadi Kadis PU ",
            "Di tempat yang sama, Kepala Dinas mengimbau pemilik kapal.",
        ),
        ("Baca juga: BMKG bangun gedung radar cuaca di Sape ", "Kedua peserta yang meninggal itu merupakan nelayan."),
        ("Baca Juga : Jadwal Kapal Pekan Ini ", "“Semua aman,” kata Rusli kepada wartawan."),
    ],
)
def test_a_pointer_glued_into_a_paragraph_is_cut_out_and_told(pointer, rest):
    found = read_plain(post(TITLE, BODY, f"Pesertanya tercatat 412 orang. {pointer}{rest}"))
    assert found.text.endswith(f"Pesertanya tercatat 412 orang. {rest}")
    assert [caution.code for caution in found.cautions] == ["furniture"]


def test_the_teaser_of_another_post_below_a_heading_is_none_of_it():
    teaser = post(
        "BACA JUGA",
        "Selasa, 08 September 2015 21:50",
        "Ratusan PNS Masih Mangkir",
        "<p>SAPE &ndash; Sebanyak 240 PNS masih mangkir dari kewajiban mereka…",
    )
    assert "240" not in read_text(post(TITLE, f"{BODY} (rus)", teaser)).text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (post("oleh", TITLE, "-Bima-21 Dilihat"), TITLE),
        (post("Nasional", TITLE, "×", TITLE, "Sebarkan artikel ini"), TITLE),
        ("Bupati Bima Serahkan Santunan kepada Tiga\nAhli Waris Nelayan", TITLE),
        (post("Wera Hebat\nSelamat Datang di Portal Pemkab Bima", "Berita Bima", TITLE), TITLE),
        (post(TITLE, "  • Administrator\n  • Rabu, 14 April 2021 09:39\n  • 37 Lihat\n  • Info Bima"), TITLE),
        ("2.118 Nelayan Bima Segera Dijamin Lewat Dana Desa", "2.118 Nelayan Bima Segera Dijamin Lewat Dana Desa"),
        ("BPJS Ketenagakerjaan titip penagihan ke kejaksaan", "BPJS Ketenagakerjaan titip penagihan ke kejaksaan"),
        ("", None),
    ],
)
def test_the_headline_is_found_among_menus_and_sections(head, title):
    assert read_plain(post(head, BODY)).title == title


def test_a_headline_without_blank_lines_or_width():
    head = [
        "Pemko Bima",
        "dan BPJS Evaluasi Peningkatan serta Optimalisasi",
        "Pelaksanaan Program Jaminan Sosial Ketenagakerjaan",
        "W.Timur STT",
    ]
    rest = ["Walikota", "Bima dalam sambutannya meminta semua camat", "turut serta."]
    found = read_plain("\n".join([*head, f"{FIRST} {SECOND}", *rest]))
    assert (
        found.title
        == "Pemko Bima dan BPJS Evaluasi Peningkatan serta Optimalisasi Pelaksanaan Program Jaminan Sosial Ketenagakerjaan"
    )
    assert found.dateline is not None


def test_captions_stay_out_unless_there_is_nothing_else():
    caption = "Bupati Bima menyerahkan santunan kepada ahli waris nelayan di pendopo kabupaten. (Foto: Humas Pemkab)"
    assert "Humas" not in read_plain(post(TITLE, caption, caption, BODY)).text
    assert read_plain(post(TITLE, caption)).text == caption


@pytest.mark.parametrize(
    "paragraph",
    [
        "Dokumen yang perlu dijaga kerahasiaannya adalah data peserta, kata Kepala Bidang Pelayanan di Bima.",
        "Penilaian mencakup seluruh pemerintah daerah, baik provinsi maupun wilayah di bawahnya (kabupaten/kota).",
        "Kegiatan itu dibuka Asisten I dan dihadiri Kepala Dinas Sosial Kabupaten Bima, Selasa (13/4/2024).",
        "Acara ditutup dengan penyerahan kartu secara simbolis kepada ketua Dinas Komunikasi dan Informatika (Diskominfo).",
        "Oleh karena itu, tidak ada lagi alasan bagi perusahaan untuk menunda pendaftaran pekerjanya.",
        "Lantas bagaimana nasib pekerja rentan yang belum terdaftar? Pemerintah desa diminta bergerak cepat!",
    ],
)
def test_paragraphs_that_look_like_furniture_stay(paragraph):
    assert paragraph in read_plain(post(TITLE, paragraph, SECOND, THIRD)).text
    assert paragraph in read_plain(post(TITLE, BODY, paragraph, SECOND)).text


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("Pages ( 3 of 3 ): 12 3", PageNumber(3, 3)),
        ("Halaman 2 dari 4", PageNumber(2, 4)),
        ("Halaman: 1 2 3 Selanjutnya", PageNumber(1, 3)),
        ("Page 1 of 2", PageNumber(1, 2)),
        ("Halaman kantor ramai", None),
    ],
)
def test_pages_of_posts_of_several(line, page):
    assert read_plain(post(TITLE, BODY, line)).page == page


def test_the_day_of_an_event_is_never_the_day_of_publication():
    assert read_text(post(TITLE, BODY)).published is None


def test_times_get_the_zone_of_the_places_in_the_post():
    document = read_text(post(TITLE, "Rabu, 13 Maret 2024 09:15", BODY.replace("di Pendopo", "di Pendopo, NTB")))
    assert document.published_iso == "2024-03-13T09:15:00+08:00"
    assert "timezone" in [caution.code for caution in document.warnings]


def test_a_time_in_an_unknown_zone_is_left_out_and_told():
    text = post(
        TITLE,
        "Rabu, 13 Maret 2024 09:15",
        *["Ketua serikat mengatakan iuran harus dibayar tepat waktu oleh semua perusahaan."] * 3,
    )
    document = read_text(text)
    assert document.published_iso == "2024-03-13"
    assert [caution.code for caution in document.warnings] == ["timezone"]


def test_what_the_caller_knows_goes_first():
    document = read_text(
        post(TITLE, "Rabu, 13 Maret 2024 09:15", BODY),
        url="https://radarsampit.com/a",
        published="2020-01-02T03:04:00+07:00",
    )
    assert (document.url, document.outlet, document.published_iso) == (
        "https://radarsampit.com/a",
        "Radar Sampit",
        "2020-01-02T03:04:00+07:00",
    )
    assert read_text(post(TITLE, BODY), published=date(2020, 1, 2)).published_iso == "2020-01-02"
    with pytest.raises(ValueError, match="kemarin"):
        read_text(post(TITLE, BODY), published="kemarin")


@pytest.mark.parametrize(
    ("address", "iso"),
    [
        ("https://kabar.example/2019/10/judul", "2019-10"),
        ("https://kabar.example/2021/judul", "2021"),
        ("https://kabar.example/2021/03/04/judul", "2021-03-04"),
    ],
)
def test_the_address_dates_a_post_that_does_not(address, iso):
    document = read_text(post(TITLE, BODY), url=address)
    assert document.published_iso == iso
    assert "published" in [caution.code for caution in document.warnings]


def test_a_text_without_a_sentence_is_no_post():
    with pytest.raises(DocumentError, match="no-paragraph"):
        read_text("BERANDA | DAERAH\n\nMasuk\n\nCopyright © 2024")


@given(st.text(max_size=600))
def test_any_text_is_a_post_or_refused(text):
    try:
        document = read_text(text)
    except DocumentError as error:
        assert error.code
    else:
        assert document.text == "\n".join(line.strip() for line in document.text.split("\n"))


LINES = st.lists(
    st.sampled_from(
        [
            TITLE,
            FIRST,
            SECOND,
            THIRD,
            "Baca juga: Jembatan Ambruk",
            "",
            "1. Camat Wera",
            "Komentar",
            "(rus)",
            "13 Maret 2024",
        ]
    ),
    max_size=12,
)


@given(LINES)
def test_nothing_is_added_and_no_sentence_comes_twice_that_stood_once(lines):
    found = read_plain("\n".join(lines))
    source = " ".join(" ".join(lines).split())
    for line in found.text.split("\n"):
        assert line in source
    for sentence in (FIRST, SECOND, THIRD):
        assert found.text.count(sentence) <= lines.count(sentence)
