"""Figures in Indonesian text: what they say, how they are hedged, and what is no figure."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.dates import find_dates
from extractor.language.money import find_money
from extractor.language.numbers import Number, find_numbers, numbers_outside

WORDS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def only(text: str) -> Number:
    (number,) = find_numbers(text)
    return number


def grouped(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def spoken(value: int) -> str:
    """A number under a thousand million in words."""
    parts = []
    for scale, word, one in ((1_000_000, "juta", "sejuta"), (1000, "ribu", "seribu")):
        many, value = divmod(value, scale)
        if many:
            parts.append(one if many == 1 and scale == 1000 else f"{_under_thousand(many)} {word}")
    return " ".join([*parts, _under_thousand(value)]).strip()


def _under_thousand(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    words = ["seratus" if hundreds == 1 else f"{WORDS[hundreds]} ratus"] if hundreds else []
    if rest in (10, 11):
        words.append({10: "sepuluh", 11: "sebelas"}[rest])
    elif rest < 20:
        words.append(f"{WORDS[rest - 10]} belas" if rest > 11 else WORDS[rest])
    else:
        words.append(f"{WORDS[rest // 10]} puluh {WORDS[rest % 10]}")
    return " ".join(" ".join(words).split())


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("153", 153),
        ("1.643", 1643),
        ("652.190", 652190),
        ("31.472.600", 31472600),
        ("3,4 juta", 3_400_000),
        ("3,4juta", 3_400_000),
        ("10 ribu", 10_000),
        ("10rb", 10_000),
        ("2,15 milyar", 2_150_000_000),
        ("1,5 triliun", 1_500_000_000_000),
        ("1 juta 250 ribu", 1_250_000),
        ("2 ratus ribu", 200_000),
        ("2.25", 2.25),
        ("0.540", 0.54),
        ("1.250,75", 1250.75),
        ("10,00", 10),
        ("sepuluh", 10),
        ("sebelas", 11),
        ("dua belas", 12),
        ("dua puluh lima", 25),
        ("seratus lima", 105),
        ("dua ratus", 200),
        ("seribu", 1000),
        ("sejuta", 1_000_000),
        ("setengah juta", 500_000),
        ("satu setengah juta", 1_500_000),
        ("tiga ratus lima puluh ribu", 350_000),
        ("Dua puluh\nlima", 25),
    ],
)
def test_a_numeral_is_read_in_digits_and_in_words(printed: str, value: float) -> None:
    number = only(f"Ada {printed} orang di sana.")
    assert number.value == value
    assert type(number.value) is type(value)
    assert number.warning is None


@pytest.mark.parametrize(
    ("text", "printed", "value"),
    [
        ("program 40.0000 kartu", "40.0000", 40_000),
        ("ada 5.1000 petani", "5.1000", 5100),
        ("sejumlah 1,250,000 pekerja", "1,250,000", 1_250_000),
        ("hadir 1,000 peserta", "1,000", 1000),
        ("baru 1. 250 orang", "1. 250", 1250),
        ("jumlahnya 15.000.00 orang", "15.000.00", 15_000),
        ("sasaran 8O.000 orang", "8O.000", 80_000),
        ("ada 2.4OO perajin", "2.4OO", 2400),
    ],
)
def test_a_misprinted_figure_gets_its_likeliest_reading_and_a_warning(text: str, printed: str, value: int) -> None:
    number = only(text)
    assert number.span.of(text) == printed
    assert (number.value, number.warning, number.message) == (value, "number_format", f"read as {value}")


def test_the_reading_of_a_misprint_that_stands_elsewhere_in_the_text_wins() -> None:
    first, second = find_numbers("Target 40.0000 orang, dari 400.000 itu separuh petani.")
    assert (first.value, first.message) == (400_000, "read as 400000")
    assert second.value == 400_000


@pytest.mark.parametrize("text", ["skor 3,264 poin", "beras 2,125 ton", "tumbuh 1,125 persen"])
def test_three_decimals_of_a_rate_or_a_measure_are_no_thousands(text: str) -> None:
    number = only(text)
    assert 1 < number.value < 4
    assert number.warning is None


@pytest.mark.parametrize(
    ("text", "bound", "hedged"),
    [
        ("sekitar 10 ribu keluarga", "approx", "sekitar 10 ribu"),
        ("kurang lebih 2.400 nelayan", "approx", "kurang lebih 2.400"),
        ("kurang lebih ada 310 ojek", "approx", "kurang lebih ada 310"),
        ("hampir 98 % warga", "approx", "hampir 98 %"),
        ("±50 orang", "approx", "±50"),
        ("1.000-an buruh", "approx", "1.000-an"),
        ("21 ribuan guru", "approx", "21 ribuan"),
        ("lebih dari 500 buruh", "min", "lebih dari 500"),
        ("minimal tiga tahun", "min", "minimal tiga"),
        ("tak kurang dari 600 kader", "min", "tak kurang dari 600"),
        ("seribu lebih guru", "min", "seribu lebih"),
        ("200 orang lebih, kata dia", "min", "200 orang lebih"),
        ("10 orang atau lebih", "min", "10 orang atau lebih"),
        ("50 tahun ke atas", "min", "50 tahun ke atas"),
        ("ratusan pedagang", "min", "ratusan"),
        ("puluhan ribu pekerja", "min", "puluhan ribu"),
        ("hingga 40 persen", "max", "hingga 40 persen"),
        ("maksimal 30 hari", "max", "maksimal 30"),
        ("bisa mencapai 9 ribu orang", "max", "bisa mencapai 9 ribu"),
        ("mencapai 9 ribu orang", None, "9 ribu"),
        ("25 persen lebih tinggi", None, "25 persen"),
        ("sehingga 40 orang", None, "40"),
        ("hingga sekitar 40 orang", "approx", "hingga sekitar 40"),
    ],
)
def test_words_around_a_figure_say_how_exact_it_is(text: str, bound: str | None, hedged: str) -> None:
    number = only(text)
    assert number.bound == bound
    assert number.hedged.of(text) == hedged


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10-15 orang", 10, 15),
        ("25 sampai 30 persen", 25, 30),
        ("3 juta hingga 5 juta", 3_000_000, 5_000_000),
        ("3 hingga 5 juta", 3_000_000, 5_000_000),
        ("50-100 ribu petugas", 50_000, 100_000),
        ("500 hingga 2 ribu orang", 500, 2000),
        ("antara 10 dan 15 ribu orang", 10_000, 15_000),
        ("10 orang sampai 15 orang", 10, 15),
        ("dua-tiga orang", 2, 3),
    ],
)
def test_a_range_is_its_least_and_its_most(text: str, low: int, high: int) -> None:
    first, second = find_numbers(text)
    assert (first.value, first.bound, first.part_of_range) == (low, "min", "low")
    assert (second.value, second.bound, second.part_of_range) == (high, "max", "high")
    assert first.percent is second.percent


def test_a_part_and_its_whole_are_no_range() -> None:
    assert [number.part_of_range for number in find_numbers("dari 120 desa baru 90 desa yang ikut")] == [None, None]


@pytest.mark.parametrize("sign", ["persen", " persen", "%", " %", " per sen"])
def test_a_percentage_ends_with_its_sign(sign: str) -> None:
    text = f"Baru 31,5{sign} yang ikut"
    number = only(text)
    assert number.percent
    assert number.value == 31.5
    assert number.span.of(text) == f"31,5{sign}"


@pytest.mark.parametrize(
    ("text", "value", "ordinal"),
    [
        ("HUT ke-77 provinsi", 77, True),
        ("HUT ke 77 Republik", 77, True),
        ("penyerahan kedua", 2, True),
        ("angkatan ketiga", 3, True),
        ("gelombang kedua belas", 12, True),
        ("juara pertama", 1, True),
        ("kepada ke 40.000 pekerja", 40_000, False),
        ("dibagikan ke 3 titik", 3, False),
    ],
)
def test_an_ordinal_is_told_from_a_count(text: str, value: int, ordinal: bool) -> None:
    number = only(text)
    assert (number.value, number.ordinal) == (value, ordinal)


@pytest.mark.parametrize("text", ["3 (tiga) orang", "tiga (3) orang", "3 (Tiga) orang"])
def test_a_figure_repeated_in_brackets_is_one(text: str) -> None:
    number = only(text)
    assert number.value == 3
    assert number.span.of(text) == text.removesuffix(" orang")


@pytest.mark.parametrize(
    "text",
    [
        "Selasa (14/6), pukul 15.20 Wita",
        "buka 08:41 dan 10.12 WITA",
        "telepon 0812-3456-7890",
        "Nomor 2 Tahun 2021",
        "No. 11/2022 dan No.44",
        "Pasal 55 ayat 2 UU 24/2011",
        "SE Gubernur Nomor 812.2/0731/SET",
        "pada tahun 2020, Maret 2021, 2019",
        "sepanjang 2020 klaim dibayar",
        "Marten (34), buruh",
        "Marten (34 tahun)",
        "berusia 34 tahun",
        "TK-03, K2, Covid-19, rm01",
        "25-27 Agustus dan 3 Mei 2020",
        "25 s/d 27 Agustus",
        "September 10, 2025",
        "tanggal 5 dan 6 kemarin",
        "RT.05 RW.06, RT 02/RW 03",
        "di Jl Cendana Raya 12",
        "skor 3-1, menang 2-3",
        "5/6 orang, 24/7",
        "juara 2, kelas 3, lantai tiga, Asisten 1",
        "salah satu, satu per satu, satu-satunya",
        "dua pertiga pekerja",
        "Desa Batu Tiga, dan Kampung Dua",
        "periode 2022-2027",
        "Rp 42 juta",
        "1. Kategori desa\n2. Kategori usaha",
        "NIK 7171012345670001",
    ],
)
def test_labels_codes_dates_and_times_are_no_figures(text: str) -> None:
    assert find_numbers(text) == ()


def test_a_year_that_counts_something_is_a_figure() -> None:
    assert only("Tercatat 2015 peserta baru").value == 2015


def test_a_number_word_in_a_headline_is_a_figure() -> None:
    assert only("Bupati Serahkan Tiga Perahu Baru").value == 3


def test_a_list_number_is_not_joined_with_the_figure_after_it() -> None:
    assert only("1. 250 paket sembako").value == 250


def test_sums_of_money_and_dates_can_be_left_out() -> None:
    text = "Tiga bulan lalu 12 orang menerima 42 juta rupiah, Rp16.800 sebulan, pada 25 Agustus 2022."
    kept = numbers_outside(find_numbers(text), find_money(text), find_dates(text))
    assert [number.span.of(text) for number in kept] == ["12"]


@given(st.integers(min_value=1, max_value=999_999_999))
def test_a_number_written_out_is_read_back(value: int) -> None:
    words = only(f"sebanyak {spoken(value)} orang")
    assert (words.value, words.form) == (value, "words")


@given(st.integers(min_value=0, max_value=10**9 - 1))
def test_a_number_grouped_by_dots_is_read_back(value: int) -> None:
    number = only(f"sebanyak {grouped(value)} orang")
    assert (number.value, number.warning) == (value, None)


@given(
    st.decimals(min_value="0.01", max_value=999, places=2),
    st.sampled_from([("ribu", 10**3), ("juta", 10**6), ("miliar", 10**9)]),
)
def test_a_scaled_number_is_read_back(mantissa: Decimal, scale: tuple[str, int]) -> None:
    word, size = scale
    number = only(f"sebanyak {str(mantissa).replace('.', ',')} {word} orang")
    assert number.value == mantissa * size  # whole: two decimals of a thousand


PIECES = st.sampled_from(
    [
        "1",
        "2",
        "10",
        "2020",
        "1.250",
        "3,4",
        "35.0000",
        "ribu",
        "juta",
        "miliar",
        "lebih",
        "dari",
        "sekitar",
        "hingga",
        "sampai",
        "dan",
        "antara",
        "satu",
        "dua",
        "puluh",
        "ratus",
        "seribu",
        "setengah",
        "ke-",
        "kedua",
        "persen",
        "%",
        "(",
        ")",
        "-",
        "–",
        "/",
        ".",
        ",",
        ":",
        "Rp",
        "rupiah",
        "orang",
        "tahun",
        "Mei",
        "tanggal",
        "pukul",
        "WIB",
        "\n",
        "No.",
        "Pasal",
    ]
)


@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n"]))).map(lambda parts: "".join(map("".join, parts))))
def test_figures_stand_in_order_apart_and_inside_their_hedges(text: str) -> None:
    numbers = find_numbers(text)
    for number in numbers:
        assert number.hedged.contains(number.span)
        assert 0 <= number.span.start < number.span.end <= len(text)
    assert all(one.span.end <= after.span.start for one, after in pairwise(numbers))


@given(st.text())
def test_any_text_has_numbers_or_none(text: str) -> None:
    for number in find_numbers(text):
        assert number.span.of(text).strip()


@pytest.mark.parametrize("piece", ["Rp 1 juta ", "1.", "2022-", "hingga 1 ", "satu ", "1 - "])
def test_a_long_hostile_text_takes_time_in_proportion(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    find_numbers(text)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(("text", "value"), [("selama 9bulan penuh", 9), ("hadir 85orang saja", 85)])
def test_a_noun_may_stand_fast_to_its_figure(text: str, value: int) -> None:
    assert only(text).value == value


def test_letters_fast_to_a_figure_else_make_a_code() -> None:
    assert find_numbers("kode 9bc dan 7xbulan") == ()
