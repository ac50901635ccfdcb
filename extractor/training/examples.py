"""From annotated posts and tagged sentences to spaCy examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from extractor.records import EventStatus
from extractor.tagging.roles import LABEL as ROLE
from extractor.tagging.sentence_events import GOLD, LABELS, STATUSES, sentence_lengths
from extractor.training.annotated import AnnotatedPost
from extractor.training.public_data import TaggedSentence

ENTITY_LABELS: Final = {"person": "PERSON", "org": "ORG", "place": "PLACE"}
_COLUMN: Final = {label: number for number, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class TrainingPost:
    """An annotated post and the (type, status) of its gold events; `None` where there is no gold."""

    post: AnnotatedPost
    events: tuple[tuple[str, str], ...] | None


def entity_example(nlp: Language, one: TrainingPost) -> Example:
    """PERSON, ORG and PLACE in `doc.ents` (of nested spans the outermost), what happens in `doc.user_data[GOLD]`."""
    reference = _doc(nlp, one.post.text)
    _set_entities(reference, one.post, ENTITY_LABELS)
    if one.events is not None:
        reference.user_data[GOLD] = sentence_labels(reference, one)
    return Example(_doc(nlp, one.post.text), reference)


def role_example(nlp: Language, one: TrainingPost) -> Example:
    """ROLE in `doc.ents`."""
    reference = _doc(nlp, one.post.text)
    _set_entities(reference, one.post, {"role": ROLE})
    return Example(_doc(nlp, one.post.text), reference)


def sentence_example(nlp: Language, sentence: TaggedSentence) -> Example:
    """A sentence of a public set: its own tokens, and nothing said of what happens in it."""
    words = list(sentence.words)
    starts: list[bool | int | None] = [True, *[False] * (len(words) - 1)]
    reference = Doc(nlp.vocab, words=words, ents=[*sentence.tags], sent_starts=starts)
    return Example(Doc(nlp.vocab, words=words, sent_starts=starts), reference)


def sentence_labels(doc: Doc, one: TrainingPost) -> Any:
    """For each sentence of `doc` which types and statuses its triggers announce: an array (sentences, labels) of 0 and 1."""
    ends = np.cumsum(sentence_lengths(doc))
    truth = np.zeros((len(ends), len(LABELS)), dtype="float32")
    starts = [token.idx for token in doc]
    for span, _ in one.post.of("trigger"):
        if one.events is None or span.event is None or span.event > len(one.events):
            continue
        token = int(np.searchsorted(starts, span.start, side="right")) - 1
        row = int(np.searchsorted(ends, token, side="right"))
        kind, status = one.events[span.event - 1]
        truth[row, _COLUMN[kind]] = 1
        if status in STATUSES:
            truth[row, _COLUMN[EventStatus(status).value]] = 1
    return truth


def _doc(nlp: Language, text: str) -> Doc:
    doc: Doc = nlp.get_pipe("id_sentences")(nlp.make_doc(text))
    return doc


def _set_entities(doc: Doc, post: AnnotatedPost, labels: dict[str, str]) -> None:
    """Set the outermost spans of `labels`; a mark that cuts a token is widened to it.

    One in which a sentence is taken to end is not learnt from: the recognizer cannot mark it.
    """
    entities: list[Span] = []
    unknown: list[Span] = []
    free = 0
    for span in sorted(post.spans, key=lambda one: (one.start, -one.end)):
        if span.label in labels and span.start >= free:
            found = doc.char_span(span.start, span.end, label=labels[span.label], alignment_mode="expand")
            if found is not None and not any(found.start < other.end for other in entities[-1:]):
                cut = any(token.is_sent_start for token in found[1:]) or found[0].is_space or found[-1].is_space
                (unknown if cut else entities).append(found)
                free = span.end
    doc.set_ents(entities, missing=unknown)
