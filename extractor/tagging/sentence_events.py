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
from itertools import chain
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
_BLOCK: Final = 64  # sentences computed at once: their table of shares is as wide as all their features
_MOST_KNOWN: Final = 20_000  # words of which the rows are kept
_MOST_READ: Final = (
    65_536  # words of which the features are kept: in training, which reads the same posts again and again
)


def sentence_lengths(doc: Doc) -> Any:
    """Tokens of each sentence of `doc`, in order; an array of integers that add up to `len(doc)`."""
    if not len(doc):
        return np.zeros(0, dtype="int64")
    starts = np.flatnonzero(doc.to_array("SENT_START").astype("int64") == 1)
    if not len(starts) or starts[0] != 0:
        starts = np.concatenate([[0], starts])
    return np.diff(np.concatenate([starts, [len(doc)]]))


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


_kept_features = lru_cache(maxsize=_MOST_READ)(word_features)


def sentence_features(doc: Doc) -> Iterator[Counter[str]]:
    """For each sentence its features and how often it has each; one of them says where in the post it stands."""
    words = token_texts(doc)
    lengths = sentence_lengths(doc).tolist()
    at = 0
    for number, length in enumerate(lengths):
        found: Counter[str] = Counter()
        for word in words[at : at + length]:
            found.update(_kept_features(word))
        found[_place(number, len(lengths))] = 1
        yield found
        at += length


def _place(number: int, sentences: int) -> str:
    """The feature that says where in a post a sentence stands."""
    if number == 0:
        return "@title"
    if number < _LEAD:
        return "@lead"
    return "@late" if number > _LATE * sentences else "@middle"


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
        self._rows = {feature: row for row, feature in enumerate(self.rarity)}
        self._rarities = list(self.rarity.values())
        self._rows_of: dict[str, tuple[int, ...]] = {}  # by word as printed

    def take(self, fitted: SentenceEvents) -> None:
        """Know what another component knows."""
        self.rarity, self.weights, self.bias = fitted.rarity, fitted.weights, fitted.bias
        self._rows, self._rarities, self._rows_of = fitted._rows, fitted._rarities, {}

    def __call__(self, doc: Doc) -> Doc:
        """Read the sentences of `doc`."""
        rows: list[int] = []
        values: list[float] = []
        firsts: list[int] = []  # where the features of each sentence begin
        rarities = self._rarities
        for counted in self._counted(doc):
            firsts.append(len(rows))
            rows += counted
            values += [
                rarities[row] if times == 1 else (1.0 + math.log(times)) * rarities[row]
                for row, times in counted.items()
            ]
        doc.user_data[SCORES] = 1.0 / (1.0 + np.exp(-np.clip(self._log_odds(rows, values, firsts), -30.0, 30.0)))
        return doc

    def _counted(self, doc: Doc) -> Iterator[Counter[int]]:
        """What `sentence_features` gives, each feature by its row and those left out that are not known; a word is looked up once."""
        known = self._rows_of
        lengths = sentence_lengths(doc).tolist()
        words = [found if (found := known.get(word)) is not None else self._learn(word) for word in token_texts(doc)]
        at = 0
        for number, length in enumerate(lengths):
            counted = Counter(chain.from_iterable(words[at : at + length]))
            if (row := self._rows.get(_place(number, len(lengths)))) is not None:
                counted[row] = 1
            yield counted
            at += length

    def _learn(self, word: str) -> tuple[int, ...]:
        rows = tuple(self._rows[one] for one in word_features(word) if one in self._rows)
        if len(self._rows_of) < _MOST_KNOWN:
            self._rows_of[word] = rows
        return rows

    def _log_odds(self, rows: list[int], values: list[float], firsts: list[int]) -> Any:
        """The log-odds of each label; shape (sentences, labels)."""
        bounds = [*firsts, len(rows)]
        out = np.empty((len(firsts), len(self.bias)), dtype=np.result_type(self.bias, self.weights))
        for first in range(0, len(firsts), _BLOCK):
            last = min(first + _BLOCK, len(firsts))
            begin, end = bounds[first], bounds[last]
            held = np.repeat(np.arange(last - first), np.diff(bounds[first : last + 1]))  # the sentence of each feature
            weighed = np.array(values[begin:end])
            lengths = np.sqrt(np.bincount(held, weighed * weighed, minlength=last - first))
            shares = np.zeros((last - first, end - begin), dtype="float32")
            shares[held, np.arange(end - begin)] = weighed / lengths[held]
            out[first:last] = self.bias + shares @ self.weights[rows[begin:end]]
        return out

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
