"""Spans looked up for posts that have facts alone."""

from __future__ import annotations

from extractor.training.silver import silver_spans

TEXT = "Santunan Bima\n\nKabupaten Bima - Zainal Abidin, Kepala Dinas Sosial Bima, bertemu Dinas Sosial Bima. Kata Zainal, abidin."


def test_names_are_marked_wherever_they_stand_and_nothing_crosses():
    gold = {
        "people": [{"name": "Zainal Abidin", "role": "Kepala Dinas Sosial Bima"}],
        "organizations": ["Dinas Sosial Bima"],
        "places": ["Bima"],
    }
    post = silver_spans("bima", TEXT, gold)
    assert [words for _, words in post.of("person")] == ["Zainal Abidin", "Zainal", "Abidin", "Zainal"]
    assert [words for _, words in post.of("role")] == ["Kepala Dinas Sosial Bima"]
    assert [words for _, words in post.of("org")] == ["Dinas Sosial Bima", "Dinas Sosial Bima"]
    assert len(list(post.of("place"))) == 4
    for one in post.spans:
        for other in post.spans:
            assert not one.start < other.start < one.end < other.end


def test_words_that_name_a_person_and_an_area_are_a_person():
    gold = {"people": [{"name": "Bima", "role": None}], "places": ["Bima"]}
    post = silver_spans("bima", "Kata Bima, di Bima.", gold)
    assert [(span.label, words) for span, words in post.of("person", "place")] == [("person", "Bima")] * 2


def test_names_in_capitals_are_marked_and_those_in_small_letters_are_not():
    gold = {"people": [{"name": "Siti Aminah", "role": None}], "places": ["Kota Batu"]}
    post = silver_spans("batu", "BATU – SITI AMINAH dari Kota Batu melempar batu.", gold)
    assert [words for _, words in post.of("person")] == ["SITI AMINAH", "SITI", "AMINAH"]
    assert [words for _, words in post.of("place")] == ["BATU", "Kota Batu", "Batu"]
