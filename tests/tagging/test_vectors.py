"""Token vectors computed in blocks and a word once are those of spaCy's own layer, and the same bits in every post."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from extractor.documents import Document, read_inputs
from extractor.tagging import vectors
from extractor.tagging.trained import read_trained, shipped_model
from extractor.tagging.vectors import RowProducts, Vectors

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "posts" / "dev"
WORDS = ["Bupati", "Ahmad", "di", "Bima", "BPJS", ",", "\n", "42", "menyerahkan", "2022", "Rp", "é"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    folder = shipped_model()
    assert folder is not None
    return read_trained(folder)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [document.text for document in read_inputs([CORPUS]) if isinstance(document, Document)]


@pytest.fixture(scope="module")
def network() -> Any:
    """Of its own: who takes it changes how its lower part multiplies."""
    folder = shipped_model()
    assert folder is not None
    tok2vec: Any = read_trained(folder).get_pipe("tok2vec")
    return tok2vec.model


def fresh(network: Any) -> Vectors:
    """One that has met no word."""
    component = Vectors()
    component.take(network)
    return component


def spacys(nlp: Language, doc: Doc) -> Any:
    tok2vec: Any = nlp.get_pipe("tok2vec")
    return tok2vec.predict([doc])[0]


def test_the_posts_of_the_corpus_get_the_vectors_that_spacy_gives(
    nlp: Language, network: Any, texts: list[str]
) -> None:
    component = fresh(network)
    for text in texts[:12]:
        doc = nlp.make_doc(text)
        assert np.allclose(component(doc).tensor, spacys(nlp, doc), atol=2e-5)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from((0, 1, 502, 512, 1030)))
def test_posts_of_any_length_get_the_vectors_that_spacy_gives(
    nlp: Language, network: Any, words: list[str], more: int
) -> None:
    component = fresh(network)
    doc = Doc(nlp.vocab, words=words + WORDS * (more // len(WORDS)) + WORDS[: more % len(WORDS)])
    assert component(doc).tensor.shape == (len(doc), 96)
    assert np.allclose(doc.tensor, spacys(nlp, doc), atol=2e-5)


def test_a_word_has_the_same_bits_whichever_post_it_is_met_in_first(
    nlp: Language, network: Any, texts: list[str]
) -> None:
    some = texts[:8]
    forwards, backwards = fresh(network), fresh(network)
    first = [forwards(nlp.make_doc(text)).tensor for text in some]
    second = [backwards(nlp.make_doc(text)).tensor for text in reversed(some)][::-1]
    alone = [fresh(network)(nlp.make_doc(text)).tensor for text in some]
    for one, other, third in zip(first, second, alone, strict=True):
        assert one.tobytes() == other.tobytes() == third.tobytes()


def test_forgetting_changes_no_bit(
    nlp: Language, network: Any, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    remembering = fresh(network)
    kept = [remembering(nlp.make_doc(text)).tensor for text in texts[:6]]
    monkeypatch.setattr(vectors, "MOST_KNOWN", 300)
    forgetting = fresh(network)
    for text, expected in zip(texts[:6] * 2, kept * 2, strict=True):
        assert forgetting(nlp.make_doc(text)).tensor.tobytes() == expected.tobytes()
        assert len(forgetting._known) <= max(300, len({token.orth for token in nlp.make_doc(text)}))


def test_the_lower_part_reads_a_word_once(nlp: Language, network: Any, texts: list[str]) -> None:
    component, read = fresh(network), []
    lower = component._embed
    assert lower is not None
    component._embed = lambda docs, is_train: (read.extend(docs[0]), lower(docs, is_train))[1]  # type: ignore[assignment]
    for text in [*texts[:4], *texts[:4]]:
        component(nlp.make_doc(text))
    assert len(read) == len({token.orth for text in texts[:4] for token in nlp.make_doc(text)})


def test_a_row_times_a_matrix_has_the_same_bits_alone_and_among_others() -> None:
    draw = np.random.default_rng(3)
    rows = draw.standard_normal((57, 480)).astype("float32")
    weights = draw.standard_normal((288, 480)).astype("float32")
    together = RowProducts().gemm(rows, weights, trans2=True)
    assert np.allclose(together, rows @ weights.T, atol=1e-3)
    for number in (0, 1, 30, 56):
        alone = RowProducts().gemm(rows[number : number + 1], weights, trans2=True)
        assert alone.tobytes() == together[number : number + 1].tobytes()


def test_a_network_of_another_make_is_refused() -> None:
    tok2vec: Any = spacy.blank("id").add_pipe(
        "tok2vec",
        config={
            "model": {
                "@architectures": "spacy.HashEmbedCNN.v2",
                "pretrained_vectors": None,
                "width": 8,
                "depth": 1,
                "embed_size": 20,
                "window_size": 2,
                "maxout_pieces": 2,
                "subword_features": False,
            }
        },
    )
    with pytest.raises(ValueError, match="not a network that can be computed so"):
        Vectors().take(tok2vec.model)
