"""How well whole posts are grouped: figures on four labelled sets never fall below these."""

from __future__ import annotations

import tomllib
from pathlib import Path
from runpy import run_path

import pytest

from extractor.stories.measure import Figures, extracted, measure

CORPUS = Path(__file__).parents[2] / "corpus" / "stories"
TELLING = run_path(str(Path(__file__).with_name("telling.py")))
FLOORS = {
    "dev": (0.98, 10),
    "test": (0.98, 9),
    "fresh": (0.98, 6),
    "newest": (0.88, 10),
}  # pairwise F1; contradictions found


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_stories_are_told_from_look_alikes(name):
    folder = CORPUS / name
    if not (folder / "stories.toml").exists():
        pytest.skip(f"no posts in {folder}")
    gold = tomllib.loads((folder / "stories.toml").read_text(encoding="utf-8"))
    figures = measure(extracted(folder), gold)
    f1, contradictions = FLOORS[name]
    assert figures.look_alikes == 0, figures.errors
    assert figures.f1 >= f1, figures.errors
    assert figures.found >= contradictions, figures.errors


def test_errors_are_counted_and_told():
    signed = TELLING["SIGNED"]
    make = TELLING["agreement"]
    records = {
        "one": make("one", signed, 5746),
        "two": make("two", signed, 5747),
        "three": make("three", signed, 5746),
        "far": make("far", signed.replace(year=2019), 5746),
    }
    gold = {
        "story": [{"name": "x", "posts": ["one", "far"]}],
        "look_alike": [{"posts": ["one", "two"], "why": "for the sake of the test"}],
        "contradiction": [
            {"story": "x", "kind": "quantity", "unit": "worker", "values": {"one": 5746, "two": 5747}},
            {"story": "x", "kind": "date", "values": {"one": "2024-03-05", "two": "2024-03-06"}},
        ],
    }
    figures = measure(records, gold)
    assert (figures.right, figures.wrong, figures.missed, figures.look_alikes) == (0, 3, 1, 1)
    assert (figures.found, figures.overlooked, figures.false) == (1, 1, 0)
    assert (figures.precision, figures.recall, figures.f1) == (0.0, 0.0, 0.0)
    assert len(figures.errors) == 6


def test_figures_of_a_perfect_grouping_are_one():
    assert Figures(right=3).f1 == Figures(right=3).precision == Figures(right=3).recall == 1.0
