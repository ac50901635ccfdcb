"""Which days a text tells, as one reads it who holds the paper of that day."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.stories.days import apart_in_year, dated, half, told_days

THURSDAY = date(2024, 9, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mengambil nomor antrean, kemarin pagi", ["2024-09-04"]),
        ("dibuat kaget, Rabu pagi", ["2024-09-04"]),
        ("Kamis ini loket dibuka", ["2024-09-05"]),
        ("Kamis pekan lalu", ["2024-08-29"]),
        ("Kamis lalu", ["2024-08-29"]),
        ("Jumat pekan depan", []),
        ("Senin (9/9) besok", []),
        ("Rabu (4/9)", ["2024-09-04"]),
        ("pada 3 September", ["2024-09-03"]),
        ("pada 3 September 2023", []),
        ("sejak 17/1/2024", []),
        ("tanpa hari", []),
    ],
)
def test_days_are_counted_back_from_the_paper(text, expected):
    assert list(told_days(text, THURSDAY)) == expected


def test_a_paper_of_january_looks_back_to_december():
    assert told_days("Jumat (29/12)", date(2024, 1, 2)) == ("2023-12-29",)


def test_without_the_day_of_the_paper_only_full_dates_are_known():
    assert told_days("Rabu (4/9), kemarin, dan 3/9/2024", None) == ("2024-09-03",)
    assert told_days("31/2/2024", None) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NTB SELATAN NEWS, 13/5/2023. Kontributor", "2023-05-13"),
        ("Jumat, 5 Mei 2023 dan 6/5/2023", "2023-05-05"),
        ("5 Mei", ""),
        ("", ""),
    ],
)
def test_the_first_full_date_is_that_of_a_paper_that_gives_no_other(text, expected):
    assert dated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jumat (24/5) pagi", "morning"),
        ("kemarin petang", "evening"),
        ("FLOBAMORA Malam dan Serayu Pagi", ""),
        ("sepanjang hari", ""),
    ],
)
def test_morning_and_evening_are_told_apart_and_names_of_papers_left_alone(text, expected):
    assert half(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ditanya Jumat pagi, ia membenarkan.", ""),
        ("Ditanya Jumat (19/7) pagi, ia ingat Rabu sore itu.", "evening"),
        ("Rabu (17/7/2019) petang", "evening"),
        ("Pagi itu, pada pagi hari", "morning"),
    ],
)
def test_the_morning_of_another_day_is_not_that_of_the_happening(text, expected):
    assert half(text, date(2019, 7, 17)) == expected


def test_a_day_without_a_year_is_near_the_same_day_of_any_year():
    assert apart_in_year("31/12", date(2024, 1, 2)) == 2
    assert apart_in_year("18/7", date(2018, 8, 15)) == 28
    assert apart_in_year("31/2", THURSDAY) == 366
