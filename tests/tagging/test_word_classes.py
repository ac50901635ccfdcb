"""What the lists say of a word, and the layer that hands it to the network."""

from __future__ import annotations

import pytest
import spacy

from extractor.tagging.word_classes import WordClass, embed_news, extract_word_classes, word_classes


@pytest.mark.parametrize(
    ("word", "classes"),
    [
        ("bupati", WordClass.OFFICE),
        ("agus", WordClass.GIVEN_NAME),
        ("kejaksaan", WordClass.BODY),
        ("kabupaten", WordClass.LEVEL),
        ("kalimantan", WordClass.WIDE_AREA),
    ],
)
def test_a_word_bears_the_class_of_the_list_it_stands_in(word, classes):
    assert classes in WordClass(word_classes()[word])


def test_small_words_of_names_bear_none():
    assert not {"dan", "di", "yang"} & set(word_classes())


def test_the_layer_gives_one_number_a_token_whatever_the_case():
    doc = spacy.blank("xx").make_doc("Bupati BUPATI menari PT")
    (found,), _ = extract_word_classes()([doc], False)
    assert found.shape == (4, 1)
    assert found[0, 0] == found[1, 0] == word_classes()["bupati"]
    assert found[2, 0] == 0
    assert WordClass.BODY in WordClass(int(found[3, 0]))


def test_the_embedding_learns_in_both_its_parts():
    words = spacy.registry.architectures.get("spacy.MultiHashEmbed.v2")(
        width=8, attrs=["NORM"], rows=[50], include_static_vectors=False
    )
    layer = embed_news(8, 4, words)
    doc = spacy.blank("xx").make_doc("Bupati Bima menari")
    layer.initialize(X=[doc])
    (vectors,), back = layer([doc], True)
    assert vectors.shape == (3, 8)
    back([vectors])
    assert sum(node.has_grad("E") or node.has_grad("W") for node in layer.walk()) >= 3
