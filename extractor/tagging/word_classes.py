"""What the word lists of the project say of a single word, as a layer of the network.

A network that learns from some thousand sentences has seen few of the names of a country. The lists know many; this layer lets it learn
how far to believe them in which surroundings.
"""

from __future__ import annotations

from enum import IntFlag
from functools import cache
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Embed, Maxout, Model, chain, concatenate, with_array

from extractor.knowledge.areas import area_names
from extractor.knowledge.files import load_toml
from extractor.knowledge.titles import given_names
from extractor.language.phrases import words_of


class WordClass(IntFlag):
    """The lists that a word stands in; a word may stand in several."""

    GIVEN_NAME = 1
    WIDE_AREA = 2  # province, regency, city, island, country
    DISTRICT = 4
    OFFICE = 8
    BODY = 16  # opens the name of a body
    LEVEL = 32  # kabupaten, kota, desa


SIZE = 64  # combinations
_MOST_KNOWN = 20_000  # words whose classes are kept


@cache
def word_classes() -> dict[str, int]:
    """The classes of every word of the lists, lower case."""
    classes: dict[str, int] = {}

    def add(words: Any, which: WordClass) -> None:
        for word in words:
            if len(word) > 1 and word not in _SMALL:
                classes[word] = classes.get(word, 0) | which

    add(given_names(), WordClass.GIVEN_NAME)
    for name, wide in area_names():
        add(words_of(name), WordClass.WIDE_AREA if wide else WordClass.DISTRICT)
    titles = load_toml("titles.toml")["offices"]
    for title in (*titles["government_heads"], *titles["general"], *titles["acting"]):
        add(words_of(title), WordClass.OFFICE)
    institutions = load_toml("institutions.toml")
    for head in institutions["heads"].values():
        for name in head["words"]:
            add(words_of(name)[:1], WordClass.BODY)
    for name in (*institutions["governments"], *institutions["agency"]["names"]):
        add(words_of(name)[:1], WordClass.BODY)
    for words in load_toml("areas_context.toml")["levels"].values():
        add(words, WordClass.LEVEL)
    return classes


_SMALL = frozenset(("dan", "di", "ke", "dari", "yang", "untuk", "pada", "atau", "dengan"))


@registry.architectures("jamsos.NewsEmbed.v1")  # type: ignore[untyped-decorator]
def embed_news(width: int, class_width: int, embed: Model[list[Doc], list[Any]]) -> Model[list[Doc], list[Any]]:
    """Token vectors of `width` numbers: those of `embed`, joined with `class_width` numbers for the word's classes.

    Args:
        width: numbers a token, of `embed` and of the result.
        class_width: numbers for the combination of classes.
        embed: a layer that reads the word itself, such as `spacy.MultiHashEmbed.v2`.
    """
    classes: Model[list[Doc], list[Any]] = chain(
        extract_word_classes(), with_array(Embed(nO=class_width, nV=SIZE, column=0))
    )
    mixed = Maxout(nO=width, nI=width + class_width, nP=3, dropout=0.0, normalize=True)
    return chain(concatenate(embed, classes), with_array(mixed))


def extract_word_classes() -> Model[list[Doc], list[Any]]:
    """A layer without parameters: for each Doc an array of shape (tokens, 1), `WordClass` of each token as a number."""
    return Model("extract_word_classes", _forward, attrs={"known": {}})


def _forward(model: Model[list[Doc], list[Any]], docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:
    known, classes = model.attrs["known"], word_classes()
    if len(known) > _MOST_KNOWN:
        known.clear()
    found = []
    for doc in docs:
        row = np.zeros((len(doc), 1), dtype=np.uint64)
        for at, orth in enumerate(doc.to_array("ORTH").tolist()):
            which = known.get(orth)
            if which is None:
                which = known[orth] = classes.get(doc.vocab.strings[orth].lower().rstrip("."), 0)
            row[at, 0] = which
        found.append(row)
    return found, lambda gradients: []
