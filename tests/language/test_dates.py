"""Dates in Indonesian text: how they are printed, what they mean, and what is no date."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.dates import Moment, find_dates

FRIDAY = date(2023, 7, 21)  # the day of publication where a test names no other
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)


def only(text: str, published: date | None = FRIDAY, evidence: tuple[date | int, ...] = ()) -> Moment:
    (moment,) = find_dates(text, published, evidence)
    return moment


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Senin 30 Juli 2018", "2018-07-30"),
        ("Senin, 30 Juli 2018", "2018-07-30"),
        ("Kamis (20/7/2023) malam", "2023-07-20"),
        ("Selasa, 7/1/2020", "2020-01-07"),
        ("Minggu 25-02-2024", "2024-02-25"),
        ("1 Maret 2023", "2023-03-01"),
        ("tanggal 4 Mei tahun 2021", "2021-05-04"),
        ("3 Agt 2022", "2022-08-03"),
        ("3 Ags 2022", "2022-08-03"),
        ("5 Nop 2021", "2021-11-05"),
        ("9 Sept. 2021", "2021-09-09"),
        ("12 Des 2020", "2020-12-12"),
        ("6 Pebruari 2020", "2020-02-06"),
        ("17-Okt-2024", "2024-10-17"),
        ("10-10-2018", "2018-10-10"),
        ("14/6/2022", "2022-06-14"),
        ("14.06.2022", "2022-06-14"),
        ("2022/06/14", "2022-06-14"),
        ("2022-06-14", "2022-06-14"),
        ("11 December 2024", "2024-12-11"),
        ("September 10, 2025", "2025-09-10"),
        ("Ahad, 16 Juli 2023", "2023-07-16"),
        ("Jum'at, 21 Juli 2023", "2023-07-21"),
        ("Jum’at (21/7/2023)", "2023-07-21"),
        ("Jum`at 21 Juli 2023", "2023-07-21"),
        ("Sabtu (27/1/2018 )", "2018-01-27"),
    ],
)
def test_a_full_date_stands_as_printed(printed: str, day: str) -> None:
    moment = only(f"Acara digelar {printed}, di balai desa.")
    assert moment.text == printed
    assert (moment.iso(), moment.form, moment.inferred, moment.warning) == (day, "full", False, None)


def test_a_short_year_is_read_beside_a_weekday_or_in_brackets() -> None:
    assert only("Di kantor bupati. Selasa (04/5-21)").iso() == "2021-05-04"
    assert only("Foto bersama (04/5-21)").iso() == "2021-05-04"


@pytest.mark.parametrize(
    ("printed", "published", "day"),
    [
        ("Selasa (29/10)", date(2019, 10, 30), "2019-10-29"),
        ("Selasa, (13/4)", date(2021, 4, 15), "2021-04-13"),
        ("Kamis (25/08)", date(2022, 8, 25), "2022-08-25"),
        ("Senin(6/3)", date(2023, 3, 7), "2023-03-06"),
        ("Jumat (20/3) kemarin", date(2015, 3, 21), "2015-03-20"),
        ("Sabtu (5/5) pagi", date(2018, 5, 6), "2018-05-05"),
        ("Sabtu (27/1 )", date(2018, 1, 28), "2018-01-27"),
        ("Kamis pagi (25/8)", date(2022, 8, 26), "2022-08-25"),
        ("kamis (25/8)", date(2022, 8, 26), "2022-08-25"),
        ("Kamis (29/12)", date(2023, 1, 2), "2022-12-29"),  # a post of January looks back, not ahead
        ("Senin (15/7)", date(2024, 1, 10), "2024-07-15"),  # the weekday tells that it looks ahead
        ("30 April", date(2021, 4, 15), "2021-04-30"),
        ("12 Desember", date(2024, 1, 5), "2023-12-12"),
        ("5 Maret mendatang", date(2023, 7, 21), "2024-03-05"),
        ("5 September lalu", date(2023, 7, 21), "2022-09-05"),
        ("tanggal 20", date(2023, 7, 21), "2023-07-20"),
    ],
)
def test_a_day_without_its_year_is_near_publication(printed: str, published: date, day: str) -> None:
    moment = only(f"Rapat itu, {printed}, berlangsung lancar.", published)
    assert moment.text == printed
    assert (moment.iso(), moment.inferred, moment.warning) == (day, True, None)


def test_words_before_a_day_can_put_it_ahead_or_behind() -> None:
    assert only("menyetor paling lambat 30 April", FRIDAY).iso() == "2024-04-30"
    assert only("berlaku sejak 30 Agustus", FRIDAY).iso() == "2022-08-30"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("katanya, Kamis.", "2023-07-20"),
        ("katanya di Ambon, Jumat.", "2023-07-21"),
        ("pada Sabtu malam", "2023-07-15"),
        ("hari Minggu, warga", "2023-07-16"),
        ("Rabu kemarin ia", "2023-07-19"),
        ("Jumat lalu ia", "2023-07-14"),
        ("Senin pekan lalu ia", "2023-07-10"),
        ("Sabtu mendatang ia", "2023-07-22"),
        ("Jumat depan ia", "2023-07-28"),
        ("akan digelar pada Kamis di aula", "2023-07-27"),
        ('"Kami akan datang," kata Dewi, Kamis.', "2023-07-20"),
    ],
)
def test_a_weekday_alone_is_the_last_one_unless_words_put_it_ahead(text: str, day: str) -> None:
    moment = only(text)
    assert (moment.iso(), moment.form, moment.precision, moment.inferred) == (day, "weekday", "day", True)


def test_sunday_has_a_capital_and_a_week_has_none() -> None:
    assert only("pada Minggu lalu").iso() == "2023-07-16"
    week = only("pada minggu lalu")
    assert (week.start, week.end) == (date(2023, 7, 10), date(2023, 7, 16))
    assert only("Minggu lalu kami rapat").form == "relative"


@pytest.mark.parametrize(
    ("printed", "iso", "precision"),
    [
        ("hari ini", "2023-07-21", "day"),
        ("kemarin", "2023-07-20", "day"),
        ("besok", "2023-07-22", "day"),
        ("lusa", "2023-07-23", "day"),
        ("tadi siang", "2023-07-21", "day"),
        ("pagi tadi", "2023-07-21", "day"),
        ("dua hari lalu", "2023-07-19", "day"),
        ("pekan depan", "2023-07", "month"),
        ("pekan lalu", "2023-07", "month"),
        ("bulan ini", "2023-07", "month"),
        ("bulan lalu", "2023-06", "month"),
        ("bulan depan", "2023-08", "month"),
        ("tiga bulan yang lalu", "2023-04", "month"),
        ("sebulan lalu", "2023-06", "month"),
        ("awal bulan depan", "2023-08", "month"),
        ("tahun ini", "2023", "year"),
        ("tahun lalu", "2022", "year"),
        ("tahun depan", "2024", "year"),
        ("5 tahun lalu", "2018", "year"),
        ("akhir tahun ini", "2023", "year"),
        ("akhir tahun", "2023", "year"),
    ],
)
def test_a_relative_date_counts_from_publication(printed: str, iso: str, precision: str) -> None:
    moment = only(f"Itu terjadi {printed}.")
    assert moment.text == printed
    assert (moment.iso(), moment.precision, moment.inferred) == (iso, precision, True)


@pytest.mark.parametrize(
    ("printed", "iso", "end"),
    [
        ("Maret 2020", "2020-03", None),
        ("Agustus 2014 silam", "2014-08", None),
        ("akhir Juli", "2023-07", None),
        ("akhir Maret lalu", "2023-03", None),
        ("awal November mendatang", "2023-11", None),
        ("Februari lalu", "2023-02", None),
        ("bulan Juli lalu", "2023-07", None),
        ("bulan Mei mendatang", "2024-05", None),
        ("Maret tahun lalu", "2022-03", None),
        ("Januari hingga Agustus 2023", "2023-01", "2023-08"),
        ("Januari-Agustus 2023", "2023-01", "2023-08"),
        ("Oktober hingga Januari 2023", "2022-10", "2023-01"),
        ("April sampai Desember", "2023-04", "2023-12"),
        ("triwulan III 2023", "2023-07", "2023-09"),
        ("triwulan tiga", "2023-07", "2023-09"),
        ("triwulan I tahun 2024", "2024-01", "2024-03"),
        ("kuartal pertama", "2023-01", "2023-03"),
        ("kuartal IV", "2023-10", "2023-12"),
        ("semester I 2024", "2024-01", "2024-06"),
        ("semester 2 tahun 2022", "2022-07", "2022-12"),
    ],
)
def test_months_and_their_spans_are_known_to_the_month(printed: str, iso: str, end: str | None) -> None:
    moment = only(f"Datanya, {printed}, lengkap.")
    assert moment.text == printed
    assert (moment.iso(), moment.iso_end(), moment.precision) == (iso, end, "month")


def test_the_fourth_quarter_in_a_post_of_february_is_last_years() -> None:
    assert only("hasil kuartal IV", date(2024, 2, 9)).iso() == "2023-10"


@pytest.mark.parametrize(
    ("text", "iso", "end"),
    [
        ("sepanjang 2020 klaim dibayar", "2020", None),
        ("tahun 2024", "2024", None),
        ("selama tahun 2022", "2022", None),
        ("tahun 2022 lalu", "2022", None),
        ("akhir 2019", "2019", None),
        ("hingga 2026", "2026", None),
        ("periode 2023-2027", "2023", "2027"),
        ("tahun 2018/2019", "2018", "2019"),
        ("Anugerah Bahari 2024", "2024", None),
    ],
)
def test_years_are_known_to_the_year(text: str, iso: str, end: str | None) -> None:
    moment = only(text)
    assert (moment.iso(), moment.iso_end(), moment.precision, moment.inferred) == (iso, end, "year", False)


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("25-27 Agustus 2022", "2022-08-25", "2022-08-27"),
        ("25 s/d 27 Agustus", "2023-08-25", "2023-08-27"),
        ("25 sampai 27 Agustus 2022", "2022-08-25", "2022-08-27"),
        ("3-4/10/2024", "2024-10-03", "2024-10-04"),
        ("Kamis-Jumat (3-4/10/2024)", "2024-10-03", "2024-10-04"),
        ("29 Desember 2022 - 2 Januari 2023", "2022-12-29", "2023-01-02"),
        ("29 Desember s/d 2 Januari 2023", "2022-12-29", "2023-01-02"),
        ("30-2 Agustus 2023", "2023-07-30", "2023-08-02"),
        ("tanggal 5 dan 6 kemarin", "2023-07-05", "2023-07-06"),
    ],
)
def test_a_range_of_days_has_its_first_and_last(printed: str, start: str, end: str) -> None:
    moment = only(f"Pelatihan {printed}, di aula.")
    assert moment.text == printed
    assert (moment.iso(), moment.iso_end(), moment.precision) == (start, end, "day")


def test_the_first_of_two_days_has_the_year_of_the_second() -> None:
    assert [moment.iso() for moment in find_dates("16 Maret dan 5 April 2022")] == ["2022-03-16", "2022-04-05"]
    assert [moment.iso() for moment in find_dates("Juni, Juli dan Agustus 2022")] == ["2022-06", "2022-07", "2022-08"]
    assert [moment.iso() for moment in find_dates("akhir Mei, akhir Desember 2022", FRIDAY)] == ["2023-05", "2022-12"]


@pytest.mark.parametrize(
    ("printed", "hour"),
    [
        ("Rabu, 30 Oktober 2019 08:41", clock(8, 41)),
        ("Rabu, 30 Oktober 2019 | 10:12 WITA", clock(10, 12)),
        ("Jum'at, 26/09/2025 | 13:54", clock(13, 54)),
        ("Selasa (28/2/2017) pukul 16.30 Wita", clock(16, 30)),
        ("Senin (9/3)\nsekitar pukul 15.20 Wita", clock(15, 20)),
        ("Minggu 25-02-2024,15:30 WIB", clock(15, 30)),
        ("Kamis, 9 Februari 2017 / 14:46 WIB", clock(14, 46)),
        ("2024-02-25T15:30:00", clock(15, 30)),
    ],
)
def test_a_time_of_day_belongs_to_the_date_before_it(printed: str, hour: clock) -> None:
    moment = only(printed, date(2020, 3, 10))
    assert moment.text == printed
    assert (moment.time, moment.precision) == (hour, "minute")
    assert len(moment.iso() or "") == len("2020-03-10")


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("Kamis (25/08) digelar evaluasi Inpres Nomor 2 Tahun 2021", (), "2022-08-25"),
        ("Kamis (25/08) digelar evaluasi Inpres 2/2021", (), "2022-08-25"),
        ("Kamis (25/08) digelar evaluasi", (2021,), "2022-08-25"),
        ("Kamis (25/08) digelar evaluasi", (date(2022, 9, 1),), "2022-08-25"),
        ("Senin (6/3) dibahas tunggakan sepanjang tahun 2022 lalu untuk Raperda 2024", (), "2023-03-06"),
        ("Kamis (25/08) digelar evaluasi", (), None),
        ("Kamis (25/08) sesuai UU Nomor 24 Tahun 2011", (), None),
        ("Rabu ia datang", (2021,), None),
        ("30 April ia datang", (2021,), None),
    ],
)
def test_without_publication_the_weekday_and_the_years_of_the_text_fix_the_year(
    text: str, evidence: tuple[date | int, ...], expected: str | None
) -> None:
    moment = find_dates(text, None, evidence)[0]
    assert moment.iso() == expected
    assert moment.inferred is (expected is not None)


def test_a_day_found_by_its_weekday_stands_in_for_publication() -> None:
    text = "Senin (6/3) rapat membahas tahun 2022 lalu. Inspeksi mulai 20 Maret, laporan bulan depan, anggaran tahun depan."
    assert [moment.iso() for moment in find_dates(text)] == ["2023-03-06", "2022", "2023-03-20", "2023-04", "2024"]


def test_a_full_date_of_the_text_fixes_the_year_of_another() -> None:
    text = "Rapat Senin 30 Juli 2018 melanjutkan pertemuan Kamis (12/7)."
    assert [moment.iso() for moment in find_dates(text)] == ["2018-07-30", "2018-07-12"]


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("Jumat (25/8/2022)", FRIDAY, "2022-08-25"),
        ("Rabu (26/7)", date(2022, 7, 27), "2022-07-26"),
        ("Selasa (3/1/2022)", date(2023, 1, 4), "2023-01-03"),  # last year's number, as January posts print it
    ],
)
def test_a_weekday_that_does_not_fit_is_warned_of(text: str, published: date, day: str) -> None:
    moment = only(text, published)
    assert (moment.iso(), moment.warning) == (day, "weekday")
    assert moment.message


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("14/13/2023", date(2023, 3, 15), "2023-03-14"),
        ("Selasa (14/13/2023)", None, "2023-03-14"),
        ("08/25/2022", None, "2022-08-25"),
        ("31 Juni 2022", None, "2022-06-30"),
        ("31 Juni", FRIDAY, "2023-06-30"),
        ("29 Februari 2023", None, "2023-02-28"),
        ("Senin, 12 Desember 216.", None, "2016-12-12"),
    ],
)
def test_a_day_that_no_calendar_has_gets_its_likeliest_reading(text: str, published: date | None, day: str) -> None:
    moment = only(text, published)
    assert (moment.iso(), moment.warning) == (day, "date_format")
    assert moment.message


def test_a_date_after_publication_is_left_as_printed() -> None:
    assert only("meninggal pada 7 Desember 2024 lalu", FRIDAY).iso() == "2024-12-07"


@pytest.mark.parametrize(
    "text",
    [
        "3,4 juta",
        "Nomor 2 Tahun 2021",
        "UU RI No 24 tahun 2011",
        "Inpres 2/2021",
        "SE Nomor 812.2/0731/SET",
        "pukul 14.30 WITA",
        "24/7",
        "skor 2-1",
        "5/6 orang",
        "bagian (1/2)",
        "setiap Senin",
        "buka Senin-Jumat",
        "Jumat Berkah",
        "Pak Sabtu",
        "Pasar Minggu",
        "Ibu Mei dan Pak Juli",
        "2015 peserta",
        "Rp 2022",
        "3 tahun mendatang",
        "selama dua minggu",
        "beberapa tahun lalu",
        "semester III",
        "0812-3456-7890",
    ],
)
def test_numbers_laws_times_and_schedules_are_no_dates(text: str) -> None:
    assert find_dates(text, FRIDAY) == ()


def test_publication_may_be_given_with_its_time() -> None:
    moment = only("katanya, Kamis.", datetime(2023, 7, 21, 8, 5), (datetime(2023, 7, 1, 9, 0),))
    assert moment.start == date(2023, 7, 20)
    assert not isinstance(moment.start, datetime)


PRINTERS = {
    "words": lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    "weekday": lambda day: f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}",
    "brackets": lambda day: f"{DAYS[day.weekday()]} ({day.day}/{day.month}/{day.year})",
    "slashes": lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    "dashes": lambda day: f"{day.day}-{day.month}-{day.year}",
    "iso": date.isoformat,
}
DATES = st.dates(min_value=date(1950, 1, 1), max_value=date(2059, 12, 31))


@given(DATES, st.sampled_from(sorted(PRINTERS)), st.none() | DATES)
def test_a_printed_date_is_read_back(day: date, printer: str, published: date | None) -> None:
    printed = PRINTERS[printer](day)
    moment = only(f"Acara pada {printed}.", published)
    assert (moment.text, moment.start, moment.warning) == (printed, day, None)


@given(st.dates(min_value=date(2014, 6, 1), max_value=date(2040, 1, 1)), st.integers(min_value=0, max_value=170))
def test_a_day_without_its_year_is_found_from_a_report_of_the_following_months(day: date, later: int) -> None:
    moment = only(f"{DAYS[day.weekday()]} ({day.day}/{day.month})", day + timedelta(days=later))
    assert (moment.start, moment.inferred, moment.warning) == (day, True, None)


@given(DATES, DATES)
def test_a_relative_date_never_fails(published: date, _: date) -> None:
    for moment in find_dates(
        "kemarin, pekan lalu, 9 bulan lalu, 12 tahun lalu, Senin, triwulan II, akhir Juli", published
    ):
        assert moment.start is not None


PIECES = st.sampled_from(
    [
        *"Senin Jum'at minggu Minggu 1 5 31 2022 216 25/8 (25/8) 14/13/2023 Mei Juni 2021-06-31 - s/d hingga dan , . ( ) tanggal".split(),  # noqa: SIM905
        *[
            "bulan",
            "tahun",
            "lalu",
            "depan",
            "akhir",
            "kemarin",
            "tadi",
            "pagi",
            "pukul",
            "10.00",
            "WIB",
            "triwulan",
            "III",
            "akan",
            "No.",
            "Tahun",
            "Inpres",
            "\n",
            "99/99/9999",
        ],
    ]
)


@given(
    st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n"]))).map(lambda parts: "".join(map("".join, parts))),
    st.none() | st.dates() | DATES,
)
def test_dates_stand_in_order_apart_and_read_what_they_say(text: str, published: date | None) -> None:
    moments = find_dates(text, published)
    for moment in moments:
        assert moment.span.of(text) == moment.text
        assert moment.end is None or (moment.start is not None and moment.start <= moment.end)
    assert all(one.span.end <= after.span.start for one, after in pairwise(moments))


@given(st.text(), st.none() | st.dates())
def test_any_text_has_dates_or_none(text: str, published: date | None) -> None:
    for moment in find_dates(text, published):
        assert moment.text.strip()


@pytest.mark.parametrize(
    "piece", ["senin 1 januari ", "Kamis (25/8) ", "1 Mei 2020 ", "2022-", "akhir tahun ", "Nomor 2/"]
)
def test_a_long_hostile_text_takes_time_in_proportion(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    find_dates(text)
    assert time.process_time() - started < 10
