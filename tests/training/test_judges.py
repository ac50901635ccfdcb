"""Fitting of judges, and finding the triggers of annotated posts in the text that the program reads."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.training.judges import Rows, _as_good_as_the_best, _fit


def rows(posts, right_when):
    made = Rows()
    for post in range(posts):
        for n in range(6):
            evidence = {"rule": float(n % 2), "noise": float((post * 7 + n) % 5)}
            made.add(evidence, right_when(evidence), post)
    return made


def test_what_decides_gets_the_weight():
    fitted = _fit("event", rows(20, lambda evidence: evidence["rule"] > 0))
    assert fitted.judge.weights["rule"] > 5 * abs(fitted.judge.weights["noise"])
    assert fitted.f1 == 1.0
    assert len(fitted.held_out) == 120


def test_what_nothing_speaks_for_counts_as_missed():
    made = rows(20, lambda evidence: evidence["rule"] > 0)
    made.missed = 60
    assert _fit("event", made).f1 == pytest.approx(2 * 60 / (60 + 60 + 60))


def test_readings_of_one_kind_teach_nothing_and_that_is_said():
    with pytest.raises(ValueError, match=r"'event' has 24 readings .* more posts"):
        _fit("event", rows(4, lambda evidence: True))


def test_cuts_within_half_a_point_of_the_best_are_as_good():
    cuts = [(cut, 0.8 if 0.3 <= cut <= 0.5 else 0.5) for cut in np.arange(0.2, 0.7, 0.1).round(2).tolist()]
    assert _as_good_as_the_best(cuts) == [(0.3, 0.8), (0.4, 0.8), (0.5, 0.8)]


def test_every_trigger_of_the_corpus_is_found_in_the_text_that_is_read(extractor, root):
    from extractor.training.corpus import read_corpus
    from extractor.training.judges import JudgedPost, marked_sentences

    lost = []
    for post in read_corpus(root / "corpus", "dev"):
        judged = JudgedPost(extractor.annotate(post.document), post.spans, post.gold)
        found = marked_sentences(judged)
        lost += [(post.id, number) for number in range(len(post.gold["events"])) if not found.get(number)]
    assert len(lost) <= 2, lost  # a page's box beside the article may hold one
