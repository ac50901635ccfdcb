"""Fitting of the component that reads what happens in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.language import Language

from extractor.tagging.sentence_events import GOLD, LABELS, SentenceEvents, sentence_features
from extractor.training.examples import TrainingPost, entity_example

STRENGTH: Final = 20.0  # inverse regularization; 10 and 40 are within a point of it on the dev part
_FEWEST: Final = 2  # sentences that a feature stands in, and that a label is marked in


def fit_sentences(nlp: Language, posts: Sequence[TrainingPost]) -> SentenceEvents:
    """A fitted component.

    Args:
        nlp: a pipeline with `id_sentences`.
        posts: annotated posts without furniture; those whose events nobody has marked are left out.

    Raises:
        ValueError: if no post has marked events.
    """
    references = [entity_example(nlp, one).reference for one in posts if one.events is not None]
    features = [found for doc in references for found in sentence_features(doc)]
    if not features:
        raise ValueError("no post with marked events to learn from")
    truth = np.concatenate([doc.user_data[GOLD] for doc in references])
    vectorizer = TfidfVectorizer(analyzer=lambda found: list(found.elements()), min_df=_FEWEST, sublinear_tf=True)
    table = vectorizer.fit_transform(features)
    weights = np.zeros((table.shape[1], len(LABELS)), dtype="float32")
    bias = np.full(len(LABELS), -8.0, dtype="float32")  # a label that nobody marks is never said
    for column in range(len(LABELS)):
        right = truth[:, column]
        if right.sum() >= _FEWEST:
            model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(table, right)
            weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    rarity = dict(zip(vectorizer.get_feature_names_out().tolist(), vectorizer.idf_.round(4).tolist(), strict=True))
    return SentenceEvents(rarity, weights, bias)
