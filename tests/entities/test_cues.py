"""Of the cues around a figure the nearest and heaviest says what the figure is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.entities.cues import Cues, weigh
from extractor.entities.words import Words
from extractor.language.tokenizer import blank_indonesian

NLP = blank_indonesian()
CUES = Cues(
    {
        "benefit": {"words": {"santunan": 2, "klaim": 2, "santunan berkala": 3}},
        "contribution": {"words": {"iuran": 2}},
        "aid": {"words": {"bantuan": 1, "santunan": 0.5}},
    }
)


def weights(text, figure="42", borders=frozenset()):
    """Weights of the kinds for the figure that stands in the text."""
    words = Words(NLP(text))
    at = words.texts.index(figure)
    return weigh(words, CUES.find(words), at, at + 1, borders)


def heaviest(text, **more):
    found = weights(text, **more)
    return max(found, key=found.__getitem__)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("santunan sebesar 42 diserahkan", "benefit"),
        ("iuran sebesar 42 dibayar", "contribution"),
        ("santunan naik, iuran hanya 42 saja", "contribution"),
        ("iuran tetap, santunan naik 42 lagi", "benefit"),
        ("iuran 42 klaim", "contribution"),  # a cue before counts more than one after
        ("bantuan dan santunan 42", "benefit"),
    ],
)
def test_the_nearest_and_heaviest_cue_wins(text, kind):
    assert heaviest(text) == kind


def test_a_word_may_speak_for_several_kinds():
    found = weights("santunan 42")
    assert set(found) == {"benefit", "aid"}
    assert found["benefit"] > found["aid"] > 0


def test_the_longest_phrase_is_the_cue():
    words = Words(NLP("Santunan berkala dan klaim"))
    found = CUES.find(words)
    assert [(start, end) for start, end, _ in found] == [(0, 2), (3, 4)]


def test_a_cue_is_known_with_its_suffix_too():
    assert heaviest("iurannya 42 saja") == "contribution"


def test_a_cue_fades_with_its_distance():
    near = weights("santunan 42")["benefit"]
    far = weights("santunan yang sudah lama dinanti keluarga itu 42")["benefit"]
    assert near > far > 0


def test_a_cue_beyond_another_figure_counts_less():
    free = weights("santunan 7 dan 42")["benefit"]
    barred = weights("santunan 7 dan 42", borders=frozenset({1}))["benefit"]
    assert barred == pytest.approx(free / 2)


def test_no_cue_no_weight():
    assert weights("jumlahnya 42 saja") == {}
    assert weights("42") == {}


@given(st.lists(st.sampled_from(["santunan", "iuran", "klaim", "bantuan", "dan", ";", "kata"]), max_size=30))
def test_weights_are_positive_and_only_of_known_kinds(before):
    found = weights(" ".join([*before, "42"]))
    assert set(found) <= {"benefit", "contribution", "aid"}
    assert all(weight > 0 for weight in found.values())
