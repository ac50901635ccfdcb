"""Sums of money in Indonesian text: value, hedges, and what one payment covers."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.money import Money, find_money


def only(text: str) -> Money:
    (money,) = find_money(text)
    return money


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Rp3,4 M", 3_400_000_000),
        ("Rp 7,5 M", 7_500_000_000),
        ("Rp1,3 T", 1_300_000_000_000),
        ("Rp318,642 juta", 318_642_000),
        ("Rp. 87.530.000,-", 87_530_000),
        ("Rp. 15.000.000,-", 15_000_000),
        ("Rp16.800,-", 16_800),
        ("Rp.20.000", 20_000),
        ("Rp 1.2 miliar", 1_200_000_000),
        ("Rp 10.000,00", 10_000),
        ("Rp42juta", 42_000_000),
        ("rp 50 ribu", 50_000),
        ("RP 50K", 50_000),
        ("Rp 1 juta 250 ribu", 1_250_000),
        ("Rp.\n2.340.500,-", 2_340_500),
        ("Rp 6,3\nmiliar", 6_300_000_000),
        ("Rp\u00a042\u00a0juta", 42_000_000),
        ("IDR 5 juta", 5_000_000),
        ("42 juta rupiah", 42_000_000),
        ("dua juta rupiah", 2_000_000),
        ("16.800 rupiah", 16_800),
        ("Rp 2 juta rupiah", 2_000_000),
        ("Rp 3.000.000 (tiga juta rupiah)", 3_000_000),
        ("Rp. 42.000.000,- (empat puluh dua juta rupiah)", 42_000_000),
    ],
)
def test_a_sum_is_read_in_whole_rupiah(printed: str, value: int) -> None:
    text = f"Keluarga menerima {printed} kemarin."
    money = only(text)
    assert money.span.of(text) == printed
    assert (money.value, money.currency, money.warning) == (value, "IDR", None)
    assert isinstance(money.value, int)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Rp 35.0000", 35_000),
        ("Rp 15. 000.000", 15_000_000),
        ("Rp 42 000 000", 42_000_000),
        ("Rp 15.000.00", 15_000),
        ("Rp 6O.000", 60_000),
        ("Rp.21,750.000", 21_750_000),
        ("Rp 10 800", 10_800),
        ("Rp 42", 42),
    ],
)
def test_a_misprinted_sum_gets_its_likeliest_reading_and_a_warning(printed: str, value: int) -> None:
    money = only(f"Iurannya {printed} untuk semua.")
    assert (money.value, money.warning) == (value, "number_format")
    assert str(value) in (money.message or "")


def test_a_sentence_that_begins_with_a_figure_is_no_part_of_the_sum_before_it() -> None:
    assert only("Iurannya Rp 20.000. 300 orang ikut.").value == 20_000


@pytest.mark.parametrize(
    ("text", "currency", "value"),
    [
        ("USD 5 juta", "USD", 5_000_000),
        ("US$ 2,5 juta", "USD", 2_500_000),
        ("3 juta dolar AS", "USD", 3_000_000),
        ("500 ringgit", "MYR", 500),
    ],
)
def test_foreign_money_keeps_its_currency(text: str, currency: str, value: int) -> None:
    money = only(text)
    assert (money.currency, money.value) == (currency, value)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("hingga Rp174 juta", "max"),
        ("bisa mencapai Rp 20 miliar", "max"),
        ("maksimal Rp1 miliar", "max"),
        ("sampai dengan Rp 5 juta", "max"),
        ("sekitar Rp 5 juta", "approx"),
        ("ditaksir Rp1,25 miliar", "approx"),
        ("kira-kira Rp 18.000", "approx"),
        ("hampir Rp 1 miliar", "approx"),
        ("Rp 20 jutaan", "approx"),
        ("lebih dari Rp 5 juta", "min"),
        ("di atas Rp 5 juta", "min"),
        ("Rp 1 miliar lebih", "min"),
        ("ratusan juta rupiah", "min"),
        ("mencapai Rp 8,5 miliar", None),
        ("sebesar Rp 5 juta", None),
    ],
)
def test_words_around_a_sum_say_how_exact_it_is(text: str, bound: str | None) -> None:
    money = only(text)
    assert money.bound == bound
    assert money.hedged.contains(money.span)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Rp 3 juta hingga Rp 500 juta", 3_000_000, 500_000_000),
        ("Rp1 miliar - Rp2 miliar", 1_000_000_000, 2_000_000_000),
        ("Rp3-5 juta", 3_000_000, 5_000_000),
        ("Rp 10 sampai 20 juta", 10_000_000, 20_000_000),
        ("antara Rp 3 juta dan Rp 5 juta", 3_000_000, 5_000_000),
    ],
)
def test_a_range_is_two_sums(text: str, low: int, high: int) -> None:
    first, second = find_money(text)
    assert (first.value, first.bound, first.part_of_range, first.warning) == (low, "min", "low", None)
    assert (second.value, second.bound, second.part_of_range, second.warning) == (high, "max", "high", None)


@pytest.mark.parametrize(
    ("text", "per", "extent"),
    [
        ("Rp16.800 per orang per bulan", "person_month", "Rp16.800 per orang per bulan"),
        ("Rp16.800/orang/bulan", "person_month", "Rp16.800/orang/bulan"),
        ("Rp13.500 per orang setiap bulan", "person_month", "Rp13.500 per orang setiap bulan"),
        ("Rp13.500 setiap bulan per orang", "person_month", "Rp13.500 setiap bulan per orang"),
        ("Rp16.800,- sebulan", "month", "Rp16.800,- sebulan"),
        ("Rp 20.000/bln", "month", "Rp 20.000/bln"),
        ("Rp 20.000 perbulan", "month", "Rp 20.000 perbulan"),
        ("Rp 20.000 tiap bulan", "month", "Rp 20.000 tiap bulan"),
        ("Rp 9 juta untuk setahun", "year", "Rp 9 juta untuk setahun"),
        ("bisa mencapai Rp 20 miliar per tahun", "year", "bisa mencapai Rp 20 miliar per tahun"),
        ("Rp42 juta per ahli waris", "person", "Rp42 juta per ahli waris"),
        ("Rp42 juta masing-masing", "person", "Rp42 juta masing-masing"),
        ("per bulan Rp 10.000", "month", "per bulan Rp 10.000"),
        ("Tiap nelayan membawa pulang Rp 7 juta", "person", "Rp 7 juta"),
        ("Masing-masing pekerja dijanjikan uang sebesar Rp 6 juta", "person", "Rp 6 juta"),
        ("setiap bulan janda itu dikirimi Rp 1,3 juta", "month", "Rp 1,3 juta"),
        ("Setiap pemenang membawa Rp 5 juta", None, "Rp 5 juta"),
        ("Rp 2.840 per kilogram", None, "Rp 2.840"),
        ("Rp 42 juta untuk tiga ahli waris", None, "Rp 42 juta"),
    ],
)
def test_a_sum_says_what_one_payment_covers(text: str, per: str | None, extent: str) -> None:
    money = only(text)
    assert money.per == per
    assert money.extent.of(text) == extent


def test_two_sums_given_respectively_are_not_a_persons_each() -> None:
    first, second = find_money("JHT dan JKK masing-masing Rp 4 miliar dan Rp 5 miliar")
    assert (first.per, second.per) == (None, None)


def test_what_one_payment_covers_is_not_handed_on_to_the_next_sum() -> None:
    first, second = find_money("uang Rp. 300.000,- per bulan, jadi diberi Rp. 1.800.000,-")
    assert (first.per, second.per) == ("month", None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("biaya pemakaman 10 juta karena", 10_000_000),
        ("Santunan kematian 20.000.000; lalu", 20_000_000),
        ("sebesar 1,19 Milyar kepada", 1_190_000_000),
    ],
)
def test_a_sum_without_a_currency_is_taken_for_rupiah_with_a_warning(text: str, value: int) -> None:
    money = only(text)
    assert (money.value, money.currency, money.warning) == (value, "IDR", "currency")


@pytest.mark.parametrize(
    "text",
    [
        "dana untuk 3 juta pekerja",
        "bantuan kepada 2 juta keluarga",
        "mencapai 3 juta orang",
        "RM Padang 5",
        "CORP 5",
        "3,4 juta",
        "iuran 12 bulan",
        "dana, 3 juta",
    ],
)
def test_counts_are_no_money(text: str) -> None:
    assert find_money(text) == ()


@given(
    st.integers(min_value=100, max_value=10**15),
    st.sampled_from(["Rp{}", "Rp {}", "Rp. {}", "Rp.{},-", "Rp{},-", "{} rupiah", "IDR {}"]),
)
def test_a_printed_sum_is_read_back(value: int, form: str) -> None:
    text = f"Total {form.format(f'{value:,}'.replace(',', '.'))} dibayar."
    money = only(text)
    assert (money.value, money.warning) == (value, None)


PIECES = st.sampled_from(
    [
        "Rp",
        "Rp.",
        "IDR",
        "$",
        "1",
        "20",
        "1.250",
        "15.000.000",
        "3,4",
        "35.0000",
        "ribu",
        "juta",
        "miliar",
        "M",
        "T",
        "rupiah",
        ",-",
        "sekitar",
        "hingga",
        "-",
        "dan",
        "dua",
        "puluh",
        "per",
        "orang",
        "bulan",
        "/",
        "lebih",
        "(tiga",
        ")",
        "\n",
        ".",
        ",",
    ]
)


@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n"]))).map(lambda parts: "".join(map("".join, parts))))
def test_sums_stand_in_order_apart_and_inside_their_extent(text: str) -> None:
    sums = find_money(text)
    for money in sums:
        assert money.hedged.contains(money.span)
        assert money.extent.contains(money.span)
        assert money.extent.end <= len(text)
    assert all(one.span.end <= after.span.start for one, after in pairwise(sums))


@given(st.text())
def test_any_text_has_sums_or_none(text: str) -> None:
    for money in find_money(text):
        assert money.span.of(text).strip()


@pytest.mark.parametrize("piece", ["Rp 1 juta ", "1.", "rupiah ", "dana 1 juta "])
def test_a_long_hostile_text_takes_time_in_proportion(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    find_money(text)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Pengobatannya menelan Rp 31.420.00 sampai sembuh.", 31_420_000),
        ("Nilainya Rp 2.318.650.00,- untuk semua.", 2_318_650_000),
        ("Mereka menyetor Rp 16.800.00 per bulan.", 16_800),
        ("Iurannya Rp 36.800.00 saja.", 36_800),
        ("Santunan Rp 42.000 dibayar, tepatnya Rp 42.000.00.", 42_000),
    ],
)
def test_a_sum_that_lost_a_nought_is_no_contribution_with_cents(text: str, value: int) -> None:
    money = find_money(text)[-1]
    assert money.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ia pulang membawa uang, tiga puluh enam juta.", 36_000_000),
        ("Buku tabungannya berisi lima puluh juta, katanya.", 50_000_000),
        ("Kami bayar sepuluh ribu lapan ratus sebulan.", 10_800),
        ("Ongkos dua ratus ribu saja belum cukup.", 200_000),
    ],
)
def test_a_sum_in_words_may_lack_its_currency(text: str, value: int) -> None:
    money = only(text)
    assert (money.value, money.currency, money.warning) == (value, "IDR", "currency")


@pytest.mark.parametrize(
    "text",
    [
        "Di sana ada dua juta pekerja.",
        "Bantuan seribu rompi dibagikan.",
        "Mereka membayar iuran untuk lima ribu petani.",
        "Jumlah pekerja di sana dua juta.",
        "Tidak ada satu rupiah pun yang hilang.",
    ],
)
def test_counts_and_idioms_in_words_are_no_sums(text: str) -> None:
    assert find_money(text) == ()
