"""What the trained network marks in a post, in words as the finders count them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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

    __slots__ = (
        "_role_ends",
        "_role_starts",
        "bodies",
        "exact_people",
        "labels",
        "people",
        "places",
        "present",
        "roles",
    )

    def __init__(self, doc: Doc) -> None:
        words = Words.of(doc)
        self.present = SPANS in doc.spans
        marked = [(one.label_, one) for one in doc.ents]
        self.people, self.bodies, self.places = (
            _ranges(words, [one for label, one in marked if label == wanted]) for wanted in ("PERSON", "ORG", "PLACE")
        )
        self.roles = _ranges(words, doc.spans[SPANS] if self.present else ())
        self.exact_people = frozenset(self.people)
        self._role_starts, self._role_ends = [one[0] for one in self.roles], [one[1] for one in self.roles]
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

    def roles_near(self, start: int, end: int) -> list[WordRange]:
        """The phrases of office that end at word `start` or later and begin at word `end` or earlier; they do not overlap each other."""
        return self.roles[bisect_left(self._role_ends, start) : bisect_right(self._role_starts, end)]

    def share(self, label: str, start: int, end: int) -> float:
        """The share of the words `[start, end)` that bear a label, 0 to 1."""
        return self.labels[start:end].count(label) / max(1, end - start)


def _ranges(words: Words, spans: Iterable[Span]) -> list[WordRange]:
    found = [(words.index_at(one.start_char), words.index_until(one.end_char)) for one in spans]
    return [(start, end) for start, end in found if start < end]
