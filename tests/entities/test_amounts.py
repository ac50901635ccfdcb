"""Every sum is read in full rupiah, with what it is for, per what it is paid, and how it is hedged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="session")
def amounts(read):
    """The sums of a text."""
    return lambda text: read(text)._.amounts


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("Ahli waris menerima santunan Rp 42 juta.", 42_000_000, "benefit"),
        ("Klaim JHT yang dibayarkan sebesar Rp3,4 miliar.", 3_400_000_000, "benefit"),
        ("Beasiswa untuk dua anak senilai Rp174 juta.", 174_000_000, "scholarship"),
        ("Iurannya hanya Rp16.800 per bulan.", 16_800, "contribution"),
        ("Perusahaan itu menunggak iuran Rp 350 juta.", 350_000_000, "arrears"),
        ("Tunggakan yang ditagih mencapai Rp1,2 miliar.", 1_200_000_000, "arrears"),
        ("Dana kelolaan mencapai Rp 700 triliun.", 700_000_000_000_000, "fund"),
        ("Pemkab menganggarkan Rp1,2 miliar dari APBD.", 1_200_000_000, "budget"),
        ("Bantuan CSR senilai Rp 200 juta disalurkan.", 200_000_000, "aid"),
        ("Juara pertama mendapat hadiah Rp50 juta.", 50_000_000, "prize"),
        ("Upah mereka rata-rata Rp 3,1 juta per bulan.", 3_100_000, "wage"),
    ],
)
def test_the_words_around_a_sum_say_what_it_is_for(amounts, text, value, kind):
    (amount,) = amounts(text)
    assert (amount.value, amount.kind.value, amount.currency) == (value, kind, "IDR")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Rp42 juta", 42_000_000),
        ("Rp. 15.000.000,-", 15_000_000),
        ("Rp.20.000", 20_000),
        ("42 juta rupiah", 42_000_000),
        ("Rp3,4 M", 3_400_000_000),
        ("Rp207,519 juta", 207_519_000),
        ("Rp 1.234.567.890", 1_234_567_890),
        ("Rp 2,5 triliun", 2_500_000_000_000),
        ("Rp 48.000.000,00", 48_000_000),
        ("IDR 42 juta", 42_000_000),
    ],
)
def test_a_sum_is_in_full_rupiah_however_it_is_printed(amounts, printed, value):
    text = f"Ahli waris menerima santunan {printed} kemarin."
    (amount,) = amounts(text)
    assert (amount.value, amount.span.of(text).strip(",- ")) == (value, printed.strip(",- "))


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Iurannya Rp16.800 per orang per bulan.", "person_month"),
        ("Iurannya Rp16.800 per bulan per orang.", "person_month"),
        ("Iurannya cukup Rp16.800 per bulan.", "person_month"),
        ("Iurannya cukup Rp16.800 setiap bulan.", "person_month"),
        ("Ahli waris masing-masing menerima santunan Rp 42 juta per orang.", "person"),
        ("Bantuan itu Rp 20 miliar per tahun.", "year"),
        ("Bantuan itu Rp 20 miliar setahun.", "year"),
        ("Gajinya Rp 3,1 juta per bulan.", "month"),
        ("Ahli waris menerima santunan Rp 42 juta.", None),
    ],
)
def test_what_one_payment_covers(amounts, text, per):
    (amount,) = amounts(text)
    assert (amount.per.value if amount.per else None) == per


@pytest.mark.parametrize(
    ("hedge", "bound"),
    [
        ("sekitar ", "approx"),
        ("kurang lebih ", "approx"),
        ("hampir ", "approx"),
        ("lebih dari ", "min"),
        ("minimal ", "min"),
        ("maksimal ", "max"),
        ("hingga ", "max"),
        ("mencapai hingga ", "max"),
        ("", None),
        ("sebesar ", None),
    ],
)
def test_a_hedge_is_the_bound(amounts, hedge, bound):
    text = f"Ahli waris menerima santunan {hedge}Rp 42 juta."
    (amount,) = amounts(text)
    assert (amount.bound.value if amount.bound else None) == bound


def test_a_range_is_two_sums(amounts):
    found = amounts("Santunan yang dibayar Rp 3 juta hingga Rp 500 juta.")
    assert [(a.value, a.bound.value) for a in found] == [(3_000_000, "min"), (500_000_000, "max")]


def test_each_sum_of_a_sentence_has_its_own_purpose(amounts):
    found = amounts("Ia menerima santunan Rp42 juta, beasiswa Rp174 juta, dan hanya membayar iuran Rp16.800 per bulan.")
    assert [(a.value, a.kind.value) for a in found] == [
        (42_000_000, "benefit"),
        (174_000_000, "scholarship"),
        (16_800, "contribution"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nilainya jutaan rupiah.",
        "Klaim itu ratusan juta rupiah.",
        "Ada 42 juta pekerja terdaftar.",
        "Rapat dimulai pukul 08.30 WITA.",
        "Rupiah menguat.",
    ],
)
def test_vague_sums_and_other_numbers_are_no_amounts(amounts, text):
    assert amounts(text) == ()


@given(
    whole=st.integers(1, 999),
    tenth=st.integers(1, 9),
    scale=st.sampled_from([("ribu", 10**3), ("juta", 10**6), ("miliar", 10**9), ("triliun", 10**12)]),
    mark=st.sampled_from(["Rp", "Rp ", "Rp. "]),
)
@settings(max_examples=60, deadline=None)
def test_a_decimal_and_a_scale_make_a_whole_sum(amounts, whole, tenth, scale, mark):
    word, factor = scale
    (amount,) = amounts(f"Ahli waris menerima santunan {mark}{whole},{tenth} {word}.")
    assert amount.value == whole * factor + tenth * factor // 10
    assert isinstance(amount.value, int)


@pytest.mark.parametrize(
    ("text", "kind", "per"),
    [
        ("Cukup Rp16.800 saja sudah terlindungi.", "contribution", "person_month"),
        ("Iuran Rp16.800 per orang dipotong koperasi.", "contribution", "person_month"),
        ("Cabang itu membagikan 90 rompi apung senilai Rp 40 juta.", "aid", None),
        ("Pengusaha itu belum menyelesaikan kewajibannya Rp 75 juta.", "arrears", None),
        ("Ongkosnya saja Rp 900 ribu.", "other", None),
        ("Upahnya Rp 70.000 sehari.", "wage", None),
        ("Keduanya menerima piagam dan dana pembinaan Rp 4 juta.", "prize", None),
        ("Saldonya Rp 8 juta.", "benefit", None),
    ],
)
def test_more_words_that_say_what_a_sum_is_for(amounts, text, kind, per):
    (amount,) = amounts(text)
    assert (amount.kind.value, amount.per.value if amount.per else None) == (kind, per)
