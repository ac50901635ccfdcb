"""Copies of posts with other names, areas, figures and days."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.training.annotated import SPAN_LABELS, parse_annotated
from extractor.training.augment import augmented, name_words

POST = parse_annotated(
    """<post><title><place>Bima</place>: <person>ZAINAL ABIDIN</person> Serahkan <amount>Rp42 Juta</amount></title>

<place>Kabupaten Bima</place> - <role>Kepala Dinas Sosial <place>Kabupaten Bima</place></role> <person>Zainal Abidin</person>
<trigger event="1">menyerahkan</trigger> <amount>Rp 42.560.000</amount> kepada <quantity>17 ahli waris</quantity>,
<date>Kamis (25/8/2022)</date>. "<quote>Semoga berguna</quote>," kata <person>Zainal</person>. Sejak <date>Senin, 1 Agustus 2022</date>
ada <quantity>17 ahli waris</quantity>.</post>""",
    "here",
    "bima",
)
NAMES = name_words([POST])
augmented(POST, NAMES, random.Random(0))  # reads the list of areas, so that no example pays for it


def copy(seed):
    return augmented(POST, NAMES, random.Random(seed))


def test_a_name_within_a_replaced_name_goes_with_it():
    post = parse_annotated(
        "<post>Warga <place>Banda <place>Aceh</place></place> di <place>Aceh</place> senang.</post>", "here", "aceh"
    )
    for seed in range(20):
        made = augmented(post, NAMES, random.Random(seed))
        first, last = (words for _, words in made.of("place"))
        assert made.text == f"Warga {first} di {last} senang.\n"


@given(st.integers(0, 5000))
def test_a_copy_has_the_same_spans_in_the_same_order(seed):
    made = copy(seed)
    assert [(span.label, span.event) for span in made.spans] == [(span.label, span.event) for span in POST.spans]
    assert all(words and words == words.strip() for _, words in made.of(*SPAN_LABELS))


@given(st.integers(0, 5000))
def test_what_is_the_same_in_the_post_is_the_same_in_the_copy(seed):
    made = copy(seed)
    full, short = [words for _, words in made.of("person")][1:]
    assert full.split()[0] == short
    assert next(words for _, words in made.of("person")) == full.upper()
    places = [words for _, words in made.of("place")]
    assert places[1] == places[2] == f"Kabupaten {places[0]}"
    first, second = (words for _, words in made.of("quantity"))
    assert first == second


@given(st.integers(0, 5000))
def test_days_move_by_whole_weeks_so_that_the_weekday_stays(seed):
    made = copy(seed)
    slashed = re.search(r"Kamis \((\d+)/(\d+)/(\d+)\)", made.text)
    assert slashed is not None
    assert date(int(slashed[3]), int(slashed[2]), int(slashed[1])).strftime("%A") == "Thursday"


def test_copies_differ_from_the_post_and_from_one_another():
    texts = {copy(seed).text for seed in range(20)}
    assert len(texts) == 20
    assert POST.text not in texts
    assert any("Sekretaris Dinas" in text for text in texts)


@pytest.mark.parametrize("words", ["menyerahkan", "Semoga berguna"])
def test_what_no_list_speaks_of_stays(words):
    assert all(words in copy(seed).text for seed in range(10))
