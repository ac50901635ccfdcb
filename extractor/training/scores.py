"""How well a model marks what it was trained to mark, and how far its confidence can be believed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from spacy.language import Language

from extractor.evaluate.events import pair_events
from extractor.evaluate.facts import Facts, JsonObject, facts_of_record
from extractor.tagging import roles
from extractor.tagging.sentence_events import GOLD, LABELS, NAME, SCORES
from extractor.training.examples import TrainingPost, entity_example, role_example, sentence_example
from extractor.training.public_data import TaggedSentence

BINS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
_SURE: Final = 0.5  # probability from which a sentence counts as marked


@dataclass(slots=True)
class Counts:
    """Marks that are right, too many, and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, found: set[tuple[int, ...]], gold: set[tuple[int, ...]]) -> None:
        """Compare the marks of one text."""
        self.right += len(found & gold)
        self.extra += len(found - gold)
        self.missed += len(gold - found)

    @property
    def gold(self) -> int:
        """Marks that are owed."""
        return self.right + self.missed

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; 1 where there is nothing to find and nothing found."""
        total = 2 * self.right + self.extra + self.missed
        return 2 * self.right / total if total else 1.0


def public_scores(nlp: Language, sentences: Sequence[TaggedSentence]) -> dict[str, Counts]:
    """Strict spans by label, and under "all" over all labels, on the sets' own words."""
    counts: dict[str, Counts] = defaultdict(Counts)
    docs = (sentence_example(nlp, one).predicted for one in sentences)
    with nlp.select_pipes(enable=["tok2vec", "ner"]):
        for sentence, doc in zip(sentences, nlp.pipe(docs), strict=True):
            found = {(span.start, span.end, span.label_) for span in doc.ents}
            gold = sentence.entities()
            for label in sorted({label for _, _, label in found | gold}):
                counts[label].add(
                    {(start, end) for start, end, own in found if own == label},
                    {(start, end) for start, end, own in gold if own == label},
                )
    total = Counts()
    for one in counts.values():
        total.right, total.extra, total.missed = (
            total.right + one.right,
            total.extra + one.extra,
            total.missed + one.missed,
        )
    return {**dict(sorted(counts.items())), "all": total}


def span_scores(nlp: Language, posts: Iterable[TrainingPost]) -> dict[str, Counts]:
    """Strict spans of annotated posts by label, and sentences by what happens in them, on the tokenizer's own words."""
    counts: dict[str, Counts] = defaultdict(Counts)
    with nlp.select_pipes(enable=["id_sentences", "tok2vec", roles.NAME, "ner", NAME]):
        for number, one in enumerate(posts):
            doc = nlp(one.post.text)
            gold = entity_example(nlp, one).reference
            phrases = role_example(nlp, one).reference
            for label in ("PERSON", "ORG", "PLACE"):
                counts[label].add(_bounds(doc.ents, label), _bounds(gold.ents, label))
            counts["ROLE"].add(_bounds(doc.spans[roles.SPANS], "ROLE"), _bounds(phrases.ents, "ROLE"))
            if GOLD in gold.user_data:
                for column, label in enumerate(LABELS):
                    found = np.flatnonzero(doc.user_data[SCORES][:, column] >= _SURE)
                    owed = np.flatnonzero(gold.user_data[GOLD][:, column])
                    counts[label].add({(number, int(row)) for row in found}, {(number, int(row)) for row in owed})
    return dict(counts)


def _bounds(spans: Iterable[object], label: str) -> set[tuple[int, ...]]:
    return {(span.start, span.end) for span in spans if span.label_ == label}  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Bin:
    """Events said with a confidence in `[low, high)`: how many, their mean confidence, the share that is right."""

    low: float
    high: float
    said: int
    mean: float
    right: float


def reliability(gold: Mapping[str, Facts], records: Mapping[str, JsonObject]) -> Iterator[Bin]:
    """How far the confidence of events can be believed; what gold leaves open (`optional`) counts neither way."""
    judged = [one for post, facts in gold.items() if post in records for one in _events(facts, records[post])]
    for low, high in pairwise(BINS):
        inside = [(confidence, right) for confidence, right in judged if low <= confidence < high]
        if inside:
            yield Bin(
                low,
                min(1.0, high),
                len(inside),
                sum(confidence for confidence, _ in inside) / len(inside),
                sum(right for _, right in inside) / len(inside),
            )


def _events(gold: Facts, record: JsonObject) -> Iterator[tuple[float, bool]]:
    found = facts_of_record(record).get("events") or []
    optional = gold.get("optional") or {}
    owed = (gold.get("events") or []) if gold.get("relevant", True) else []
    right = set(pair_events(owed, found, optional.get("participants") or []).values())
    spare = list(optional.get("events") or [])
    for number, (event, one) in enumerate(zip(found, record["events"], strict=True)):
        if number not in right and event["type"] in spare:
            spare.remove(event["type"])
        else:
            yield one["confidence"], number in right
