"""Judges: log-odds, reading and writing."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.tagging.judge import NAMES, Judge, log_odds, read_judges, write_judges

JUDGE = Judge(-1.0, {"rule": 2.0, "network": 0.5}, 0.6)


def test_evidence_adds_up_and_what_is_unknown_weighs_nothing():
    assert JUDGE.log_odds({"rule": 1.0, "network": 2.0, "weather": 9.0}) == pytest.approx(2.0)
    assert JUDGE.probability({"rule": 1.0, "network": 2.0}) == pytest.approx(1 / (1 + math.exp(-2)))


def test_a_reading_is_kept_from_the_threshold_on():
    assert JUDGE.accepts({"rule": 1.0})
    assert not JUDGE.accepts({"network": 2.0})


@given(st.floats(0, 1))
def test_log_odds_are_bounded_and_grow_with_the_probability(probability):
    assert -5 <= log_odds(probability) <= 5
    assert log_odds(min(1.0, probability + 0.1)) >= log_odds(probability)


def test_judges_are_written_and_read_and_small_weights_left_out(tmp_path):
    path = tmp_path / "judges.json"
    write_judges(path, {name: Judge(0.5, {"rule": 1.23456, "dust": 0.00001}, 0.4) for name in NAMES})
    read = read_judges(path)
    assert set(read) == set(NAMES)
    assert read["event"] == Judge(0.5, {"rule": 1.2346}, 0.4)


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"event": {"bias": 1}})])
def test_a_file_that_lacks_a_judge_is_told(tmp_path, content):
    path = tmp_path / "judges.json"
    path.write_text(content)
    with pytest.raises(ValueError, match="not a file of judges"):
        read_judges(path)
