"""What happens in a sentence: a probability for each type of event and each status, from the words of the sentence.

A logistic regression a label over words and their stems, weighted by how rare they are (tf-idf, as in scikit-learn's `TfidfVectorizer` with
`sublinear_tf`). With some thousand sentences to learn from it reads them better than a convolutional head does; models/README.md has the
figures.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extractor.language.tokens import token_texts
from extractor.records import EventStatus, EventType

NAME: Final = "sentence_events"
STATUSES: Final = (EventStatus.PLANNED, EventStatus.URGED, EventStatus.ONGOING)
LABELS: Final = (*(kind.value for kind in EventType), *(status.value for status in STATUSES))
SCORES: Final = "sentence_scores"  # in doc.user_data: an array of shape (sentences, labels), 0 to 1
GOLD: Final = (
    "sentence_labels"  # in doc.user_data of a reference: the same shape, 0 or 1; absent where nobody has marked them
)

_NUMBER: Final = "#"  # stands for every word with a digit
_DIGIT: Final = re.compile(r"\d")
# Productive affixes of Indonesian: "menyerahkan", "diserahkan" and "penyerahan" share the stem "serah". Rough on purpose: only to join
# words of one root, not to find the root. Source: Tata Bahasa Baku Bahasa Indonesia, chapter on derivation of verbs and nouns.
# The nasal prefix swallows the first consonant of the root: meny- an s, men- a t, mem- a p before a vowel.
_PREFIXES: Final = (
    (re.compile(r"^[mp]eny(?=\w{4})"), "s"),
    (re.compile(r"^[mp]em(?=[aeiou]\w{3})"), "p"),
    (re.compile(r"^[mp]en(?=[aeiou]\w{3})"), "t"),
    (re.compile(r"^(?:memper|diper|meng|men|mem|peng|pen|pem|ber|ter|per|me|di|pe|ke|se)(?=\w{4})"), ""),
)
_SUFFIX: Final = re.compile(r"(?<=\w{4})(?:kannya|annya|inya|nya|kan|an|lah|pun|i)$")
_LEAD: Final = 3  # sentences, the headline among them
_LATE: Final = 0.7  # of the post


def sentence_lengths(doc: Doc) -> Any:
    """Tokens of each sentence of `doc`, in order; an array of integers that add up to `len(doc)`."""
    if not len(doc):
        return np.zeros(0, dtype="int64")
    starts = np.flatnonzero(doc.to_array("SENT_START").astype("int64") == 1)
    if not len(starts) or starts[0] != 0:
        starts = np.concatenate([[0], starts])
    return np.diff(np.concatenate([starts, [len(doc)]]))


@lru_cache(maxsize=65536)
def word_features(word: str) -> tuple[str, ...]:
    """A word in small letters and its stem; numbers all alike, marks and blanks nothing."""
    word = word.lower()
    if _DIGIT.search(word):
        return (_NUMBER,)
    if not any(letter.isalpha() for letter in word):
        return ()
    stem = word
    for prefix, consonant in _PREFIXES:
        if prefix.match(word):
            stem = prefix.sub(consonant, word)
            break
    stem = _SUFFIX.sub("", stem)
    return (word, f"~{stem}") if len(word) > 4 else (word,)


def sentence_features(doc: Doc) -> Iterator[Counter[str]]:
    """For each sentence its features and how often it has each; one of them says where in the post it stands."""
    words = token_texts(doc)
    lengths = sentence_lengths(doc).tolist()
    at = 0
    for number, length in enumerate(lengths):
        found: Counter[str] = Counter()
        for word in words[at : at + length]:
            found.update(word_features(word))
        place = (
            "title"
            if number == 0
            else "lead"
            if number < _LEAD
            else "late"
            if number > _LATE * len(lengths)
            else "middle"
        )
        found[f"@{place}"] = 1
        yield found
        at += length


class SentenceEvents:
    """Writes `doc.user_data[SCORES]`: for each sentence a probability for each of `LABELS`.

    Args:
        rarity: each known feature's inverse document frequency, in the order of the rows of `weights`.
        weights: array of shape (features, labels).
        bias: array of one number a label.
    """

    def __init__(self, rarity: Mapping[str, float] | None = None, weights: Any = None, bias: Any = None) -> None:
        self.rarity = dict(rarity or {})
        self.weights = np.zeros((0, len(LABELS)), dtype="float32") if weights is None else weights
        self.bias = np.zeros(len(LABELS), dtype="float32") if bias is None else bias
        self._rows = {feature: (row, rarity) for row, (feature, rarity) in enumerate(self.rarity.items())}

    def take(self, fitted: SentenceEvents) -> None:
        """Know what another component knows."""
        self.rarity, self.weights, self.bias, self._rows = fitted.rarity, fitted.weights, fitted.bias, fitted._rows

    def __call__(self, doc: Doc) -> Doc:
        """Read the sentences of `doc`."""
        rows: list[int] = []
        values: list[float] = []
        firsts: list[int] = []  # where the features of each sentence begin
        for features in sentence_features(doc):
            firsts.append(len(rows))
            for one, times in features.items():
                if (known := self._rows.get(one)) is not None:
                    rows.append(known[0])
                    values.append(known[1] if times == 1 else (1.0 + math.log(times)) * known[1])
        doc.user_data[SCORES] = 1.0 / (1.0 + np.exp(-np.clip(self._log_odds(rows, values, firsts), -30.0, 30.0)))
        return doc

    def _log_odds(self, rows: list[int], values: list[float], firsts: list[int]) -> Any:
        """The log-odds of each label; shape (sentences, labels)."""
        bounds = np.array([*firsts, len(rows)])
        held = np.repeat(np.arange(len(firsts)), np.diff(bounds))  # the sentence of each feature
        weighed = np.array(values)
        lengths = np.sqrt(np.bincount(held, weighed * weighed, minlength=len(firsts)))
        shares = np.zeros((len(firsts), len(rows)), dtype="float32")
        shares[held, np.arange(len(rows))] = weighed / lengths[held]
        return self.bias + shares @ self.weights[rows]

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights as `features.json` and `weights.npy` into the folder `path`."""
        path.mkdir(exist_ok=True)
        data = {"labels": list(LABELS), "bias": [round(float(one), 4) for one in self.bias], "rarity": self.rarity}
        (path / "features.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        np.save(path / "weights.npy", self.weights.astype("float16"), allow_pickle=False)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> SentenceEvents:
        """Read what `to_disk` has written.

        Raises:
            ValueError: the labels are not those of this version.
        """
        data = json.loads((path / "features.json").read_text(encoding="utf-8"))
        if tuple(data["labels"]) != LABELS:
            raise ValueError(f"{path}: the labels are those of another version")
        weights = np.load(path / "weights.npy", allow_pickle=False).astype("float32")
        self.take(SentenceEvents(data["rarity"], weights, np.array(data["bias"], dtype="float32")))
        return self


@Language.factory(NAME, requires=["token.is_sent_start"])
def make_sentence_events(nlp: Language, name: str) -> SentenceEvents:
    """The component that reads what happens in each sentence; it knows nothing before it is read from disk or fitted."""
    return SentenceEvents()


def label_scores(doc: Doc) -> Iterator[dict[str, float]]:
    """For each sentence its probabilities by label; nothing where no model has read the doc."""
    for row in doc.user_data.get(SCORES, ()):
        yield dict(zip(LABELS, row.tolist(), strict=True))
