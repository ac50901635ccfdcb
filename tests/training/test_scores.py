"""Scores of a model: strict spans, and how far confidence can be believed."""

from __future__ import annotations

import pytest

from extractor.tagging.trained import read_trained
from extractor.training.baseline import network_alone
from extractor.training.corpus import read_corpus
from extractor.training.model import training_posts
from extractor.training.public_data import TaggedSentence
from extractor.training.scores import Counts, public_scores, reliability, span_scores


def test_f1_counts_what_is_right_too_much_and_missed():
    counts = Counts()
    counts.add({(0, 1), (3, 5)}, {(0, 1), (7, 8)})
    assert (counts.right, counts.extra, counts.missed, counts.gold) == (1, 1, 1, 2)
    assert counts.f1 == pytest.approx(0.5)
    assert Counts().f1 == 1.0


def test_a_model_is_scored_on_posts_and_on_public_sentences(small_model, small_corpus):
    nlp = read_trained(small_model[0])
    posts = training_posts(read_corpus(small_corpus, "dev"))
    counts = span_scores(nlp, posts)
    assert counts["PERSON"].gold == sum(1 for one in posts for _ in one.post.of("person"))
    public = public_scores(nlp, [TaggedSentence(("Bupati", "Iwan", "Bau"), ("O", "B-PERSON", "I-PERSON"))])
    assert public["all"].gold == 1


def test_the_network_alone_gives_facts_that_can_be_scored(small_model, small_corpus):
    (post, *_) = read_corpus(small_corpus, "dev")
    record = network_alone(read_trained(small_model[0]), post)
    assert set(record) == {"article", "people", "organizations", "places", "events"}


def event(kind, confidence):
    return {"type": kind, "status": "occurred", "confidence": confidence}


def test_reliability_counts_right_events_by_confidence_and_leaves_out_what_gold_leaves_open():
    gold = {
        "a": {
            "relevant": True,
            "events": [{"type": "award", "status": "occurred", "participants": []}],
            "optional": {"events": ["aid"]},
        },
        "b": {"relevant": False, "events": []},
    }
    records = {
        "a": {"article": {}, "events": [event("award", 0.95), event("aid", 0.97), event("meeting", 0.92)]},
        "b": {"article": {}, "events": [event("award", 0.55)]},
    }
    low, high = reliability(gold, records)
    assert (low.low, low.said, low.right) == (0.5, 1, 0.0)
    assert (high.low, high.said, high.right) == (0.9, 2, 0.5)
    assert high.mean == pytest.approx(0.935)
