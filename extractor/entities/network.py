"""What the trained network marks in a post, in words as the finders count them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from spacy.tokens import Doc, Span

from extractor.entities.words import Words
from extractor.tagging.roles import SPANS

_CACHE = "jamsos_network"
WordRange = tuple[int, int]


class Network:
    """The network's marks as ranges of words `[start, end)`, in text order; all empty where no model has read the Doc.

    `labels[i]` is PERSON, ORG, PLACE or "" for each word.
    """

    __slots__ = ("bodies", "labels", "people", "places", "present", "roles")

    def __init__(self, doc: Doc) -> None:
        words = Words.of(doc)
        self.present = SPANS in doc.spans
        self.people = _ranges(words, (one for one in doc.ents if one.label_ == "PERSON"))
        self.bodies = _ranges(words, (one for one in doc.ents if one.label_ == "ORG"))
        self.places = _ranges(words, (one for one in doc.ents if one.label_ == "PLACE"))
        self.roles = _ranges(words, doc.spans[SPANS] if self.present else ())
        self.labels = [""] * len(words)
        for label, ranges in (("PERSON", self.people), ("ORG", self.bodies), ("PLACE", self.places)):
            for start, end in ranges:
                self.labels[start:end] = [label] * (end - start)

    @classmethod
    def of(cls, doc: Doc) -> Network:
        """The marks in `doc`, read once."""
        if _CACHE not in doc.user_data:
            doc.user_data[_CACHE] = cls(doc)
        return cast("Network", doc.user_data[_CACHE])

    def share(self, label: str, start: int, end: int) -> float:
        """The share of the words `[start, end)` that bear a label, 0 to 1."""
        return self.labels[start:end].count(label) / max(1, end - start)


def _ranges(words: Words, spans: Iterable[Span]) -> list[WordRange]:
    found = [(words.index_at(one.start_char), words.index_until(one.end_char)) for one in spans]
    return [(start, end) for start, end in found if start < end]
