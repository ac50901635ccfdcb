"""Money and counts in the words of Indonesian news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.knowledge.files import load_toml
from extractor.records import Amount, Bound, Per, Quantity, QuantityUnit
from extractor.run.figures import amount_phrase, money, number, quantity_phrase


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (42_000_000, "Rp 42 juta"),
        (3_400_000_000, "Rp 3,4 miliar"),
        (207_519_000_000, "Rp 207,519 miliar"),
        (1_250_000_000_000, "Rp 1,25 triliun"),
        (16_800, "Rp 16.800"),
        (1_234_567, "Rp 1.234.567"),  # nothing is rounded away
        (3_914_500_000, "Rp 3.914.500.000"),
        (999_999, "Rp 999.999"),
        (16_800.5, "Rp 16.800,5"),
        (0, "Rp 0"),
    ],
)
def test_sums_are_written_as_short_as_they_can_be_without_rounding(value, expected):
    assert money(value) == expected


def test_another_currency_keeps_its_code():
    assert money(2_000_000, "USD") == "USD 2 juta"


@given(st.integers(min_value=0, max_value=10**16))
def test_a_number_reads_back(value):
    assert int(number(value).replace(".", "")) == value


@given(st.integers(min_value=0, max_value=10**15))
def test_a_sum_reads_back(value):
    scales = {scale["word"]: scale["value"] for scale in load_toml("display.toml")["scale"]}
    _, digits, *scale = money(value).split()
    whole, _, decimals = digits.replace(".", "").partition(",")
    unit = scales[scale[0]] if scale else 1
    assert int(whole + decimals) * unit // 10 ** len(decimals) == value


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"bound": "max", "per": "year"}, "≤ Rp 20 miliar/tahun"),
        ({"bound": "approx", "per": None}, "± Rp 20 miliar"),
        ({"bound": None, "per": "person_month"}, "Rp 20 miliar/orang/bulan"),
    ],
)
def test_an_amount_shows_its_hedge_and_what_a_payment_covers(fields, expected):
    nowhere = {"start": None, "end": None, "text": None, "recipient": None}
    amount = Amount(id="m1", value=20_000_000_000, currency="IDR", kind="aid", **fields, **nowhere)
    assert amount_phrase(amount) == expected


@pytest.mark.parametrize(
    ("value", "unit", "bound", "expected"),
    [
        (10_000, "family", "approx", "± 10.000 keluarga"),
        (62.5, "percent", None, "62,5%"),
        (3, "other", "min", "≥ 3"),
    ],
)
def test_a_count_shows_its_hedge_and_unit(value, unit, bound, expected):
    nowhere = {"start": None, "end": None, "text": None, "as_of": None}
    quantity = Quantity(id="q1", value=value, unit=unit, kind="other", bound=bound, **nowhere)
    assert quantity_phrase(quantity) == expected


def test_every_unit_bound_and_period_of_the_contract_has_its_word():
    words = load_toml("display.toml")
    assert set(words["units"]) == set(QuantityUnit)
    assert set(words["bounds"]) == set(Bound)
    assert set(words["per"]) == set(Per)
