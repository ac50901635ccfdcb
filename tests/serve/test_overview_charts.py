"""Where the marks of the overview lie, and what they stand for."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")

import itertools

from hypothesis import given
from hypothesis import strategies as st

from extractor.serve.charts.columns import lines, round_up, stacked
from extractor.serve.charts.map import round_down, shaded, steps_for
from extractor.serve.charts.money import rounded
from extractor.serve.charts.period import Period, choices
from extractor.serve.charts.spans import Span, spans

TODAY = date(2026, 5, 12)
MONTHS = st.dictionaries(
    st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(lambda day: f"{day:%Y-%m}")
    | st.dates(date(2019, 1, 1), date(2028, 1, 1)).map(lambda day: f"{day:%Y-%m}"),
    st.integers(1, 5000),
    min_size=1,
)


@given(MONTHS)
def test_every_month_lies_in_one_step_of_the_axis_and_the_steps_have_no_gap(months):
    steps = spans(months, Period(), TODAY)
    assert len(steps) <= 85
    for month in months:
        assert sum(step.holds(month) for step in steps) == 1
    for one, other in itertools.pairwise(steps):
        assert one.last + timedelta(1) == other.first


@pytest.mark.parametrize(
    ("first", "last", "kind", "number"),
    [
        ("2025-06", "2026-05", "month", 12),
        ("2023-06", "2026-05", "month", 36),
        ("2023-05", "2026-05", "quarter", 13),
        ("2011-06", "2026-05", "quarter", 61),
        ("2011-01", "2026-05", "year", 16),
    ],
)
def test_time_is_shown_as_finely_as_there_is_room(first, last, kind, number):
    steps = spans({first: 100, last: 100}, Period(), TODAY)
    assert ({step.kind for step in steps}, len(steps)) == ({kind}, number)


def test_few_events_long_ago_and_far_ahead_get_a_column_of_their_own():
    months = {"1992-03": 2, **{f"2025-{number:02}": 100 for number in range(1, 13)}, "2045-12": 1}
    steps = spans(months, Period(), TODAY)
    assert steps[0] == Span("before", None, date(2024, 12, 31))
    assert steps[-1] == Span("after", date(2026, 1, 1), None)
    assert [step.month for step in steps[1:-1]] == [f"2025-{number:02}" for number in range(1, 13)]


def test_the_first_and_last_step_end_with_the_period():
    steps = spans({"2026-01": 1, "2026-02": 1}, Period(date(2026, 1, 15), date(2026, 2, 10)), TODAY)
    assert [(step.first, step.last) for step in steps] == [
        (date(2026, 1, 15), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 10)),
    ]


@pytest.mark.parametrize(
    ("dated", "counts"),
    [
        ("2026-02-10", True),
        ("2026-01-14", False),
        ("2026-02-11", False),
        ("2026-01", True),  # may be after the 15th
        ("2026", True),
        ("2025-12", False),
        ("2025", False),
        ("", False),
        (None, False),
    ],
)
def test_what_may_reach_into_the_period_counts(dated, counts):
    within = Period(date(2026, 1, 15), date(2026, 2, 10)).holds("dated")
    asked = f"SELECT coalesce({within.sql}, 0) FROM (SELECT ? AS dated)"
    values = [*within.values, dated]
    assert sqlite3.connect(":memory:").execute(asked, values).fetchone() == (int(counts),)


def test_the_periods_offered_begin_with_whole_months():
    offered = {one.name: one.period.since for one in choices(date(2026, 2, 28))}
    assert offered == {
        "all": None,
        "five_years": date(2022, 1, 1),
        "this_year": date(2026, 1, 1),
        "twelve_months": date(2025, 3, 1),
        "three_months": date(2025, 12, 1),
    }


def test_parts_of_a_column_stand_on_each_other_and_end_at_its_value():
    may = Span("month", date(2026, 5, 1), date(2026, 5, 31))
    june = Span("month", date(2026, 6, 1), date(2026, 6, 30))
    drawn = stacked([(may, {"occurred": 30, "planned": 10}), (june, {"planned": 20})], ("occurred", "planned"))
    first, second = drawn.columns
    lower, upper = first.parts
    base = drawn.lines[0].y
    assert [line.value for line in drawn.lines] == [0, 10, 20, 30, 40]
    assert lower.y + lower.height == pytest.approx(base)
    assert upper.y + upper.height == pytest.approx(lower.y)
    assert upper.y == pytest.approx(drawn.lines[4].y)  # 40 events
    assert [part.y for part in second.parts] == [pytest.approx(drawn.lines[2].y)]
    assert (first.total, first.values, second.values) == (40, (30, 10), (0, 20))
    assert first.x + first.width <= second.slot <= second.x


def test_nothing_is_drawn_of_nothing():
    may = Span("month", date(2026, 5, 1), date(2026, 5, 31))
    assert stacked([], ("occurred",)) is None
    assert stacked([(may, {"occurred": 0})], ("occurred",)) is None
    assert spans({}, Period(), TODAY) == ()


@given(st.integers(1, 10**15))
def test_lines_across_are_round_few_and_reach_the_highest(highest):
    values = lines(highest)
    assert values[0] == 0
    assert values[-2] < highest <= values[-1]
    assert len(values) <= 6
    assert len({one - other for one, other in zip(values[1:], values, strict=False)}) == 1


@pytest.mark.parametrize(("value", "expected"), [(0.2, 1), (1, 1), (1.1, 2), (3, 5), (5.5, 10), (21, 50), (1000, 1000)])
def test_steps_of_lines_are_round(value, expected):
    assert round_up(value) == expected


@pytest.mark.parametrize(("number", "expected"), [(7, 7), (13, 12), (99, 90), (278, 250), (10_240, 10_000)])
def test_bounds_of_shades_are_round(number, expected):
    assert round_down(number) == expected


@given(st.lists(st.integers(0, 10**6), max_size=38))
def test_every_number_of_events_has_one_step_of_the_legend(numbers):
    steps = steps_for(numbers)
    for number in numbers:
        fitting = [one for one in steps if one.least <= number and (one.most is None or number <= one.most)]
        assert len(fitting) == 1
        assert (fitting[0].shade == 0) == (number == 0)
    assert [one.shade for one in steps] == sorted({one.shade for one in steps})


def test_provinces_with_more_events_are_darker_and_what_has_no_province_is_told():
    drawn = shaded({"11": 100, "62": 5, "31": 1, None: 7, "99": 2})
    by_code = {one.outline.code: one for one in drawn.provinces}
    assert len(by_code) == 38
    assert by_code["11"].shade > by_code["62"].shade > by_code["31"].shade > by_code["12"].shade == 0
    assert [one.outline.code for one in drawn.ranked] == ["11", "62", "31"]
    assert drawn.elsewhere == 9
    assert by_code["31"].is_small  # Jakarta
    assert not by_code["62"].is_small


@pytest.mark.parametrize(("rupiah", "expected"), [(0, 0), (42, 42), (1999, 2000), (19_322_985_273, 19_300_000_000)])
def test_sums_are_told_to_three_figures(rupiah, expected):
    assert rounded(rupiah) == expected
