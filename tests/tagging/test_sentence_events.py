"""What happens in a sentence: features, fitting, and keeping what was fitted."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.tagging.sentence_events import (
    LABELS,
    SCORES,
    SentenceEvents,
    label_scores,
    sentence_features,
    word_features,
)
from extractor.tagging.trained import blank
from extractor.training.annotated import parse_annotated
from extractor.training.examples import TrainingPost
from extractor.training.sentences import fit_sentences

NLP = blank()
POSTS = [
    TrainingPost(
        parse_annotated(
            f"""<post><title><trigger event="1">Penyerahan Santunan</trigger> di {place}</title>

Bupati <trigger event="1">menyerahkan</trigger> santunan kematian. Ia juga akan <trigger event="2">menandatangani</trigger> kerja sama.
Cuaca di {place} cerah hari itu.</post>""",
            "here",
            place,
        ),
        (("benefit_handover", "occurred"), ("agreement", "planned")),
    )
    for place in ("Bima", "Ende", "Alor")
]


def read(fitted, text):
    return list(label_scores(fitted(NLP(text))))


def test_words_of_one_root_share_a_feature_and_numbers_are_alike():
    assert word_features("Menyerahkan")[1] == word_features("diserahkan")[1] == word_features("penyerahan")[1]
    assert word_features("1.852") == word_features("42")
    assert word_features("–") == ()


def test_each_sentence_has_its_words_and_its_place():
    first, second = sentence_features(NLP("Santunan Bima\n\nBupati menyerahkan santunan."))
    assert first["@title"] == 1
    assert second["@lead"] == 1
    assert second["bupati"] == 1


def test_what_was_marked_is_read_in_new_words():
    fitted = fit_sentences(NLP, POSTS)
    title, handover, agreement, weather = read(
        fitted,
        "Kabar Sikka\n\nWakil bupati menyerahkan santunan. Mereka akan menandatangani kesepakatan. Cuaca cerah hari itu.",
    )
    assert handover["benefit_handover"] > 0.5 > weather["benefit_handover"]
    assert agreement["agreement"] > handover["agreement"]
    assert agreement["planned"] > handover["planned"]
    assert title["incident"] < 0.01  # nobody marked one


def test_what_is_read_from_disk_says_the_same(tmp_path):
    fitted = fit_sentences(NLP, POSTS)
    fitted.to_disk(tmp_path / "model")
    again = SentenceEvents().from_disk(tmp_path / "model")
    text = "Bupati menyerahkan santunan di Bima."
    before, after = fitted(NLP(text)).user_data[SCORES], again(NLP(text)).user_data[SCORES]
    assert np.allclose(before, after, atol=0.01)


def test_a_model_of_other_labels_is_refused(tmp_path):
    SentenceEvents().to_disk(tmp_path / "model")
    path = tmp_path / "model" / "features.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "labels": ["party"]}))
    with pytest.raises(ValueError, match="another version"):
        SentenceEvents().from_disk(tmp_path / "model")


def test_posts_without_marked_events_teach_nothing():
    with pytest.raises(ValueError, match="no post with marked events"):
        fit_sentences(NLP, [TrainingPost(POSTS[0].post, None)])


@given(st.text(alphabet="ab 1.,\n“A", max_size=60))
def test_there_is_a_row_a_sentence_for_any_text(text):
    doc = SentenceEvents()(NLP(text))
    assert doc.user_data[SCORES].shape == (len(list(doc.sents)) if len(doc) else 0, len(LABELS))
