"""What articles of one story tell differently stands side by side; what is only rounded or another thing does not."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import pytest

from extractor.stories.contradictions import contradictory
from extractor.stories.taking import account_of

TELLING = run_path(str(Path(__file__).with_name("telling.py")))
agreement, handover, Telling, DAY = (TELLING[name] for name in ("agreement", "handover", "Telling", "DAY"))
SIGNED = date(2024, 3, 5)


def found(*records):
    return [
        (one.kind, one.what, [(side.value, side.text) for side in one.sides])
        for one in contradictory([account_of(record) for record in records])
    ]


def test_one_count_told_in_two_ways_is_shown_with_all_its_sources():
    records = [agreement(name, SIGNED, count) for name, count in (("a", 5746), ("b", 5747), ("c", 5746))]
    ((kind, what, sides),) = found(*records)
    assert (kind, what) == ("quantity", "worker")
    assert sides == [("5746", "5.746 honorer"), ("5746", "5.746 honorer"), ("5747", "5.747 honorer")]


def test_sides_stand_where_the_text_has_them():
    records = {one.id: one for one in (agreement("a", SIGNED, 5746), agreement("b", SIGNED, 5747))}
    (one,) = contradictory([account_of(record) for record in records.values()])
    for side in one.sides:
        assert records[side.article].article.text[side.start : side.end] == side.text


@pytest.mark.parametrize(
    ("count", "bound", "printed"),
    [
        (5700, "approx", "5.700-an honorer"),
        (6000, "approx", "sekitar 6.000 honorer"),
        (5000, "min", "lebih 5.000 honorer"),
    ],
)
def test_a_round_figure_contradicts_nothing(count, bound, printed):
    assert found(agreement("a", SIGNED, 5746), agreement("b", SIGNED, count, bound=bound, printed_count=printed)) == []


def test_an_article_that_tells_both_figures_contradicts_neither():
    both = agreement("a", SIGNED, 5746, words="Semula 5.747 honorer didata.")
    assert found(both, agreement("b", SIGNED, 5747)) == []


def money(name, value, printed, kind="budget"):
    one = Telling(name, name, DAY, "x")
    one.event("enrollment", DAY, figures=[one.amount(value, printed, kind)])
    return one.record()


def test_a_decimal_that_slipped_is_a_contradiction():
    one, other = money("a", 1_020_000_000, "Rp 1,02 miliar"), money("b", 1_200_000_000, "Rp 1,2 miliar")
    assert found(one, other) == [
        ("amount", "budget", [("1020000000", "Rp 1,02 miliar"), ("1200000000", "Rp 1,2 miliar")])
    ]


def test_what_one_heir_gets_does_not_contradict_what_two_get():
    one, other = money("a", 42_000_000, "Rp 42 juta", "benefit"), money("b", 84_000_000, "Rp 84 juta", "benefit")
    assert found(one, other) == []


def test_sums_of_other_kinds_are_other_sums():
    assert found(money("a", 25_000_000, "Rp 25 juta", "prize"), money("b", 35_000_000, "Rp 35 juta", "aid")) == []
    assert found(money("a", 25_000_000, "Rp 25 juta", "prize"), money("b", 35_000_000, "Rp 35 juta", "prize")) != []


def test_tuesday_contradicts_wednesday_where_both_print_the_date():
    one, other = agreement("a", SIGNED, 5746), agreement("b", SIGNED + timedelta(days=1), 5746)
    assert found(one, other) == [("date", "agreement", [("2024-03-05", "5/3/2024"), ("2024-03-06", "6/3/2024")])]
    unprinted = handover("b", "Sumberejo", DAY + timedelta(days=1), printed=False)
    assert found(handover("a", "Sumberejo", DAY), unprinted) == []


def test_another_village_contradicts_only_where_neither_names_the_others():
    heirs = ("Siti Romlah", "Suyitno")
    one, other = handover("a", "Sumberejo", DAY), handover("b", "Sanenrejo", DAY, heirs=heirs)
    ((kind, what, sides),) = found(one, other)
    assert (kind, what, [value for value, _ in sides]) == ("place", "benefit_handover", ["Sanenrejo", "Sumberejo"])
    named = Telling("c", "c", DAY, "x")
    named.place("Sumberejo", "35.09.12.2003", "village")
    named.event("benefit_handover", DAY, named.place("Sanenrejo", "35.09.18.2008", "village"))
    assert found(one, named.record()) == []


def opened(name, village, code, *, also=None):
    """A counter opened in a village."""
    one = Telling(name, name, DAY, "Gerai Dibuka")
    if also:
        one.place(*also, "village")
    one.event("service", DAY, one.place(village, code, "village" if len(code) > len("35.09.12") else "district"))
    return one.record()


def test_two_villages_of_one_district_contradict_each_other_and_a_village_no_district_that_holds_it():
    one, other = opened("a", "Air Raja", "35.09.12.1003"), opened("b", "Kencana", "35.09.12.1005")
    ((kind, what, sides),) = found(one, other)
    assert (kind, what, {value for value, _ in sides}) == ("place", "service", {"Air Raja", "Kencana"})
    assert found(one, opened("c", "Ambulu", "35.09.12")) == []
    assert found(one, opened("d", "Kencana", "35.09.12.1005", also=("Air Raja", "35.09.12.1003"))) == []


def test_a_day_that_an_article_tells_of_another_of_its_happenings_contradicts_nothing():
    promised = Telling("b", "b", DAY + timedelta(days=1), "Kartu Dijanjikan")
    promised.event("enrollment", DAY + timedelta(days=1))
    one = Telling("a", "a", DAY, "Iuran Disiapkan")
    one.event("enrollment", DAY)
    assert [kind for kind, *_ in found(one.record(), promised.record())] == ["date"]
    promised.event("agreement", DAY)
    assert found(one.record(), promised.record()) == []
