"""Marks decided all at once are those that spaCy decides word after word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.pipeline.ner import EntityRecognizer
from spacy.tokens import Doc

from extractor.documents import Document, read_inputs
from extractor.tagging import roles, vectors
from extractor.tagging.decoding import NAME, Decoder, quickened
from extractor.tagging.trained import read_trained, shipped_model

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "posts" / "dev"
WORDS = [
    "Bupati",
    "Kepala",
    "Dinas",
    "Ahmad",
    "Siti",
    "di",
    "Bima",
    "BPJS",
    "Ketenagakerjaan",
    ",",
    ".",
    "\n",
    "dan",
    "Ir",
    "Kabupaten",
    "42",
]


@pytest.fixture(scope="module")
def plain() -> Language:
    folder = shipped_model()
    assert folder is not None
    return read_trained(folder)


@pytest.fixture(scope="module")
def quick() -> Language:
    folder = shipped_model()
    assert folder is not None
    return quickened(read_trained(folder))


def marks(doc: Doc) -> tuple[list[Any], list[Any]]:
    names = [(one.start, one.end, one.label_) for one in doc.ents]
    return names, [(one.start, one.end, one.label_) for one in doc.spans[roles.SPANS]]


def test_the_posts_of_the_corpus_get_the_marks_that_spacy_gives(plain: Language, quick: Language) -> None:
    marked = 0
    for document in read_inputs([CORPUS]):
        assert isinstance(document, Document)
        expected = marks(plain(document.text))
        assert marks(quick(document.text)) == expected
        marked += len(expected[0]) + len(expected[1])
    assert marked > 500


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.booleans()), max_size=30))
def test_any_row_of_words_and_sentences_gets_the_marks_that_spacy_gives(
    plain: Language, quick: Language, row: list[tuple[str, bool]]
) -> None:
    found = []
    for nlp in (plain, quick):
        doc = Doc(nlp.vocab, [word for word, _ in row], sent_starts=[starts for _, starts in row])
        for name, component in nlp.pipeline:
            if name in ("tok2vec", vectors.NAME, NAME, "ner", roles.NAME):
                component(doc)
        found.append(marks(doc))
    assert found[0] == found[1]


def long_row(nlp: Language, tokens: int) -> Doc:
    """Names and nothing else, in one sentence: an entity could begin at each of them, and go on to the end."""
    words = ["Andi", "Budi", "Citra"] * (tokens // 3)
    doc = Doc(nlp.vocab, words, sent_starts=[True] + [False] * (len(words) - 1))
    for name, component in nlp.pipeline:
        if name in ("tok2vec", vectors.NAME, NAME, "ner", roles.NAME):
            component(doc)
    return doc


def test_an_entity_of_hundreds_of_words_ends_where_spacy_ends_it(plain: Language, quick: Language) -> None:
    expected = marks(long_row(plain, 600))
    assert max(end - start for start, end, _ in expected[0]) > 100
    assert marks(long_row(quick, 600)) == expected


def test_the_work_for_a_row_of_names_grows_with_its_length(quick: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    scored: list[int] = []
    score = Decoder._scores

    def counted(decoder: Decoder, hidden: Any) -> Any:
        scored.append(len(hidden))
        return score(decoder, hidden)

    monkeypatch.setattr(Decoder, "_scores", counted)
    work = []
    for tokens in (3_000, 12_000):
        scored.clear()
        long_row(quick, tokens)
        work.append(sum(scored))
    assert work[1] < 6 * work[0]


def test_the_components_of_the_model_are_not_run_beside_their_stand_ins(quick: Language) -> None:
    assert quick.pipe_names == ["id_sentences", vectors.NAME, NAME, "sentence_events"]


def test_a_recognizer_of_another_make_is_refused() -> None:
    nlp = spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": "jamsos.indonesian.v1"}}})
    recognizer = nlp.add_pipe(
        "ner",
        config={
            "model": {
                "@architectures": "spacy.TransitionBasedParser.v2",
                "state_type": "ner",
                "extra_state_tokens": True,
                "hidden_width": 8,
                "maxout_pieces": 2,
                "use_upper": True,
                "nO": None,
                "tok2vec": {
                    "@architectures": "spacy.HashEmbedCNN.v2",
                    "pretrained_vectors": None,
                    "width": 8,
                    "depth": 1,
                    "embed_size": 20,
                    "window_size": 1,
                    "maxout_pieces": 2,
                    "subword_features": False,
                },
            }
        },
    )
    assert isinstance(recognizer, EntityRecognizer)
    with pytest.raises(ValueError, match="not a recognizer that can be decoded"):
        Decoder(recognizer)
