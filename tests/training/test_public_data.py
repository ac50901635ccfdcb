"""Public sets: their files, their labels, and the sentences that would leak a test part into training."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.training.public_data import (
    IDNER,
    TaggedSentence,
    read_columns,
    training_sentences,
    without_leaks,
    word_runs,
)

COLUMNS = "Gubernur PROPN O\nIwan PROPN B-PER\nBau PROPN I-PER\ndi ADP O\nEnde PROPN I-LOC\n\nPT\tB-ORGANISATION\nMaju\tI-ORGANISATION\n"


def test_words_and_tags_are_read_in_our_labels(tmp_path):
    path = tmp_path / "train.txt"
    path.write_text(COLUMNS, encoding="utf-8")
    first, second = read_columns(path)
    assert first.words == ("Gubernur", "Iwan", "Bau", "di", "Ende")
    assert first.tags == ("O", "B-PERSON", "I-PERSON", "O", "B-PLACE")  # an I- that continues nothing begins
    assert first.entities() == {(1, 3, "PERSON"), (4, 5, "PLACE")}
    assert second.entities() == {(0, 2, "ORG")}


@pytest.mark.parametrize(("line", "reason"), [("Ende", "one column"), ("Ende B-FOOD", "the tag 'B-FOOD' is unknown")])
def test_a_line_that_is_no_tagged_word_is_told_with_its_number(tmp_path, line, reason):
    path = tmp_path / "train.txt"
    path.write_text(f"Iwan B-PER\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"train\.txt:2") as error:
        list(read_columns(path))
    assert reason in str(error.value)


def sentence(text):
    return TaggedSentence(tuple(text.split()), ("O",) * len(text.split()))


def test_a_sentence_that_shares_eight_words_in_a_row_with_a_test_text_is_left_out():
    held_out = "Kemarin , BUPATI Ende menyerahkan santunan kepada ahli waris nelayan itu ."
    shares = sentence("kata bupati Ende menyerahkan santunan kepada ahli waris nelayan lagi")
    shares_seven = sentence("bupati Ende menyerahkan santunan kepada ahli waris petani")
    short_same = sentence("Hari ini cerah .")
    kept = without_leaks([shares, shares_seven, short_same], [held_out.split(), ["hari", "ini", "cerah"]])
    assert kept == [shares_seven]


@given(st.lists(st.sampled_from(["satu", "dua", "tiga", "empat", ".", ","]), max_size=30))
def test_no_text_ever_trains_what_it_tests(words):
    one = TaggedSentence(tuple(words), ("O",) * len(words))
    assert without_leaks([one], [words]) == ([] if word_runs(words) else [one])


def test_without_the_folder_or_a_set_training_says_what_it_does_without(tmp_path):
    told = []
    assert training_sentences(None, [], told.append) == []
    (tmp_path / IDNER.folder).mkdir()
    for name in IDNER.files.values():
        (tmp_path / IDNER.folder / name).write_text(f"{name} X O\nIwan X B-PER\nBau X I-PER\n", encoding="utf-8")
    assert len(training_sentences(tmp_path, [], told.append)) == 1
    assert [line.split(":")[0] for line in told] == ["without public data", "IDNER-News-2k", "NERGrit"]
    assert "does without it" in told[-1]
