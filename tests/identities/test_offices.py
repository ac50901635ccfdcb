"""The office that a role names."""

from __future__ import annotations

import pytest

from extractor.identities.bodies import Home
from extractor.identities.offices import read_office

HOME = Home("article", "73.13", "73", False)


@pytest.mark.parametrize(("title", "text"), [("Pj", "Pj Bupati Wajo"), ("Plt.", "Plt. Bupati Wajo"), ("Pj", "Pj")])
def test_a_title_that_only_says_acting_is_no_office(title, text):
    assert read_office(title, text, None, {}, HOME) is None


def test_the_head_of_the_regency_the_article_plays_in_holds_its_office():
    office = read_office("Pj Bupati", "Pj Bupati Wajo", None, {}, HOME)
    assert (office.title, office.area) == (("bupati",), "73.13")
