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
