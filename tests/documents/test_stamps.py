"""Publication lines: what is one, what it says, and what only looks like one."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents.stamps import address_stamp, date_line, find_stamp, iso_stamp, tail_stamp
from extractor.records import Precision

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


@pytest.mark.parametrize(
    ("line", "day", "clock", "hours"),
    [
        ("Rabu, 30 Oktober 2019 08:41", date(2019, 10, 30), time(8, 41), None),
        ("22/01/2021 - 14:37 WITA", date(2021, 1, 22), time(14, 37), 8),
        ("Jumat 21-07-2023, 08:05 WIB", date(2023, 7, 21), time(8, 5), 7),
        ("Kamis, 17 Okt 2024, 07:40 WIT", date(2024, 10, 17), time(7, 40), 9),
        ("Jum'at, 26/09/2025 | 13:54", date(2025, 9, 26), time(13, 54), None),
        ("Oleh : admin — 06/05/2018 in Headline", date(2018, 5, 6), None, None),
        ("Oleh admin | 6 September 2023 | Kategori: Kesehatan", date(2023, 9, 6), None, None),
        ("KabarTambora.net | Sabtu, 14 Maret 2020", date(2020, 3, 14), None, None),
        ("15 April 2021  |  Dibaca 312 kali  |  Editor: Redaksi", date(2021, 4, 15), None, None),
        ("12 April 2022 - 09:15 WITA   oleh Tim KabarTambora", date(2022, 4, 12), time(9, 15), 8),
        ("• Rabu, 14 April 2021 pukul 09.39", date(2021, 4, 14), time(9, 39), None),
        ("- Sabtu, 3 Desember 2022 | 18:50 WIB", date(2022, 12, 3), time(18, 50), 7),
        ("Minggu 25-02-2024,15:30 WIB", date(2024, 2, 25), time(15, 30), 7),
        ("Nurdin Hasan • 11 December 2024 14:55", date(2024, 12, 11), time(14, 55), None),
        ("Posted on March 12, 2020 at 9:05 pm", date(2020, 3, 12), time(21, 5), None),
        ("Ck.KabarTambora.Com   14 Pebruari 2021", date(2021, 2, 14), None, None),
        ("2021-04-14 09:39:00", date(2021, 4, 14), time(9, 39), None),
        ("14/04/2021", date(2021, 4, 14), None, None),
        ("Rabu, 14/04/2021 09:39, oleh Tim Tambora", date(2021, 4, 14), time(9, 39), None),
        ("Posted on Rabu, 14 April 2021 by kabartambora   Leave a comment", date(2021, 4, 14), None, None),
        ("Dilihat : 2.317 kali / 14-04-2021 / Reporter: RUS", date(2021, 4, 14), None, None),
        ("Dibaca : 96 kali Rabu, 14 April 2021", date(2021, 4, 14), None, None),
        ("di posting Rabu 14 April 2021 , dibaca 71 org", date(2021, 4, 14), None, None),
        ("Rabu, 14 April 2021 / Operator Desa", date(2021, 4, 14), None, None),
        ("Rabu, 14 April 2021 bagikan : WA / FB / X", date(2021, 4, 14), None, None),
        ("Rabu, 14 April 2021 I 207 view I", date(2021, 4, 14), None, None),
        ("Rabu Pon 14 April 2021, Oleh: Redaksi", date(2021, 4, 14), None, None),
        ("Kabar desa, 14 April 2021", date(2021, 4, 14), None, None),
        ("WOHA. 14 April 2021", date(2021, 4, 14), None, None),
        ("14 April 2021 · 3 menit membaca · 1.204 tayangan", date(2021, 4, 14), None, None),
    ],
)
def test_lines_that_print_when_a_post_appeared(line, day, clock, hours):
    stamp = date_line(line)
    assert stamp is not None
    assert (stamp.day, stamp.clock) == (day, clock)
    assert (stamp.zone.utcoffset(None) if stamp.zone else None) == (timedelta(hours=hours) if hours else None)
    assert stamp.precision is (Precision.MINUTE if clock else Precision.DAY)


@pytest.mark.parametrize(
    "line",
    [
        "Bupati Bima membuka kegiatan sosialisasi di aula kantor bupati, Selasa 29 Oktober 2019",
        "Peringatan Hari Buruh 1 Mei 2021 di Lapangan Merdeka",
        "Foto bersama usai penandatanganan, 12 Mei 2021.",
        "Rakor digelar pada Senin 30 Juli 2018.",
        "Kamis (25/08)",
        "Senin pagi",
        "Nomor 2 Tahun 2021",
        "Iuran dibayar 1/2 sampai 3/4 bagian",
        "Santunan diserahkan oleh Bupati Bima, 12 Mei 2021",
        "Camat Wera resmi dilantik 12 Mei 2021 oleh Bupati Bima",
        "Program itu dibaca 5 kali dalam rapat 12 Mei 2021",
        "31/02/2021",
        "",
    ],
)
def test_days_of_events_and_other_figures_are_no_publication_lines(line):
    assert date_line(line) is None


def test_a_weekday_that_does_not_fit_is_noticed_and_the_date_kept():
    stamp = date_line("Senin, 30 Oktober 2019 08:41")
    assert stamp is not None
    assert (stamp.day, stamp.weekday_fits) == (date(2019, 10, 30), False)


def test_the_time_of_a_change_ranks_below_that_of_publication():
    changed, published = date_line("Diperbarui: 14 Mei 2021 10:00 WIB"), date_line("13 Mei 2021")
    assert changed is not None
    assert published is not None
    assert changed.later
    assert published.exactness > changed.exactness


def test_a_footer_counts_only_where_it_says_that_the_post_was_published():
    assert tail_stamp("Diposting oleh Kabar Tambora pada 3 Mei 2021 di 21.40").day == date(2021, 5, 3)
    assert tail_stamp("Rapat berikutnya 3 Mei 2021") is None


@pytest.mark.parametrize(
    ("address", "day", "precision"),
    [
        ("https://kabar.example/2018/12/11/judul-post", date(2018, 12, 11), Precision.DAY),
        ("https://kabar.example/ekonomi/29/09/2023/311695/judul.html", date(2023, 9, 29), Precision.DAY),
        ("https://kabar.example/read/20221004/537/1583987/judul", date(2022, 10, 4), Precision.DAY),
        ("https://kabar.example/2019/10/judul.html", date(2019, 10, 1), Precision.MONTH),
        ("https://kabar.example/2021/judul/", date(2021, 1, 1), Precision.YEAR),
    ],
)
def test_addresses_tell_the_date_as_exactly_as_they_hold_it(address, day, precision):
    stamp = address_stamp(address)
    assert stamp is not None
    assert (stamp.day, stamp.precision) == (day, precision)


@pytest.mark.parametrize(
    "address",
    ["https://kabar.example/berita/2332451/judul", "https://kabar.example/?p=2021", "https://2021.example/judul"],
)
def test_numbers_of_posts_are_no_dates(address):
    assert address_stamp(address) is None


@pytest.mark.parametrize(
    ("printed", "day", "clock", "offset"),
    [
        ("2024-03-12T01:15:00+00:00", date(2024, 3, 12), time(1, 15), timedelta(0)),
        ("2024-03-12T01:15:00.123Z", date(2024, 3, 12), time(1, 15), timedelta(0)),
        ("2024-03-12 09:15:00 +0800", date(2024, 3, 12), time(9, 15), timedelta(hours=8)),
        ("2024-03-12", date(2024, 3, 12), None, None),
        ("1710206100", date(2024, 3, 12), time(1, 15), timedelta(0)),
    ],
)
def test_machine_written_moments(printed, day, clock, offset):
    stamp = iso_stamp(printed)
    assert stamp is not None
    assert (stamp.day, stamp.clock) == (day, clock)
    assert (stamp.zone.utcoffset(None) if stamp.zone else None) == offset


def test_what_is_no_machine_written_moment():
    assert iso_stamp("kemarin") is None
    assert iso_stamp("0001-01-01") is None
    assert iso_stamp("1710206100").zone is UTC


FORMS = [
    lambda d: f"{WEEKDAYS[d.weekday()]}, {d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day:02}/{d.month:02}/{d.year} 10:12 WITA",
    lambda d: f"{d.isoformat()} 10:12",
    lambda d: f"{WEEKDAYS[d.weekday()]} {d.day}-{d.month}-{d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1][:3]}. {d.year} - 10.12 WIB",
]


@given(st.dates(date(1996, 1, 1), date(2090, 1, 1)), st.sampled_from(FORMS))
def test_every_day_in_every_form_is_read_as_itself(day, form):
    stamp = date_line(form(day))
    assert stamp is not None
    assert stamp.day == day
    assert stamp.weekday_fits


@given(st.text(max_size=200))
def test_no_string_breaks_the_reading_of_dates(text):
    for read in (date_line, find_stamp, iso_stamp, tail_stamp, address_stamp):
        stamp = read(text)
        assert stamp is None or 1995 <= stamp.day.year <= 2099
