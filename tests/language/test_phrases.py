"""A dictionary of phrases finds the longest phrase at a place, whatever its case and dots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.phrases import Phrases, key, words_of


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Kab.", "kab"),
        ("S.Sos", "s.sos"),
        ("Jum’at", "jum'at"),
        ("Jum`at", "jum'at"),
        ("BPJS-TK", "bpjs-tk"),
        (".", "."),
        ("...", "..."),
        (",", ","),
    ],
)
def test_words_are_compared_without_case_final_period_and_kind_of_apostrophe(word, expected):
    assert key(word) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Kab. Alor", ("kab", "alor")),
        ("Ketua RT/RW", ("ketua", "rt/rw")),
        ("non-ASN", ("non-asn",)),
        ("Badan Penyelenggara (BPJS)", ("badan", "penyelenggara", "(", "bpjs", ")")),
        ("  surat   kuasa\nkhusus ", ("surat", "kuasa", "khusus")),
        ("", ()),
    ],
)
def test_a_phrase_is_its_words(phrase, expected):
    assert words_of(phrase) == expected


BOOK = Phrases([("kepala", 1), ("Kepala Dinas", 2), ("kepala dinas tenaga kerja", 3), ("Kab.", 4)])


@pytest.mark.parametrize(
    ("words", "start", "expected"),
    [
        (["kepala", "dinas", "sosial"], 0, (2, 2)),
        (["kepala", "dinas", "tenaga", "kerja"], 0, (4, 3)),
        (["kepala", "dinas", "tenaga"], 0, (2, 2)),
        (["kepala"], 0, (1, 1)),
        (["para", "kepala", "desa"], 1, (2, 1)),
        (["kab", "alor"], 0, (1, 4)),
        (["dinas"], 0, None),
        (["kepala"], 1, None),
        ([], 0, None),
    ],
)
def test_the_longest_phrase_at_a_place_is_found(words, start, expected):
    assert BOOK.match(words, start) == expected


def test_the_first_value_of_a_phrase_stays():
    book = Phrases([("Bupati", "head"), ("BUPATI", "other")])
    assert (len(book), book.match(["bupati"], 0)) == (1, (1, "head"))


def test_an_empty_phrase_is_not_added():
    book = Phrases([("", 1), ("   ", 2)])
    assert len(book) == 0
    assert book.match([""], 0) is None


def test_membership_ignores_case_and_dots():
    assert "KAB" in BOOK
    assert "kepala dinas" in BOOK
    assert "dinas" not in BOOK


words = st.lists(st.sampled_from(["kepala", "dinas", "tenaga", "kerja", "kab", "alor", "."]), max_size=8)


@given(st.lists(words.filter(bool), max_size=10), words, st.integers(0, 8))
def test_a_match_is_the_longest_of_all_phrases_that_stand_there(phrases, text, start):
    entries = [tuple(w for w in phrase if w != ".") for phrase in phrases]
    book = Phrases((" ".join(entry), entry) for entry in entries)
    there = [entry for entry in entries if entry and tuple(text[start : start + len(entry)]) == entry]
    longest = max(there, key=len, default=None)
    assert book.match(text, start) == (None if longest is None else (start + len(longest), longest))


@given(st.text())
def test_reading_a_phrase_again_changes_nothing(text):
    assert key(key(text)) == key(text)
    assert words_of(" ".join(words_of(text))) == words_of(text)
