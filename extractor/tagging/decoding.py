"""Entities as spaCy's greedy recognizer would mark them, decided for all words of a post at once.

spaCy decides word after word. Outside of an entity its network sees the word alone, and inside of one the entity's first word, the last word
and this one (`spacy/ml/parser_model.pyx`, `spacy/pipeline/_parser_internals/_state.pxd`). So what happens at a word outside of an entity, and how
far an entity goes on that begins there, does not depend on what was decided before: all can be computed together, as products of few and
large matrices, and the walk through the post only picks. The marks are the same; it takes a fraction of the time.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.pipeline.ner import EntityRecognizer
from spacy.tokens import Doc, Span, SpanGroup

from extractor.tagging import roles, vectors
from extractor.tagging.ops import NumpyProducts

NAME: Final = "jamsos_marks"
_FEATURES: Final = 3  # the word, the first word of the open entity, the word before in it
_SHORT: Final = 12  # tokens; few entities have more
_NEVER: Final = np.float32(-1e30)  # score of what may not happen


class _Moves(NamedTuple):
    """What the recognizer may do at a word: arrays of one entry a move, in spaCy's order."""

    action: Any  # "B", "I", "L", "U" or "O"
    label: Any


class Decoder:
    """A trained recognizer's weights, and its moves.

    Raises:
        ValueError: the recognizer's network is not of the make that spaCy's `TransitionBasedParser.v2` builds for entities.
    """

    def __init__(self, recognizer: EntityRecognizer) -> None:
        model = recognizer.model
        if not model.attrs.get("has_upper") or model.get_ref("lower").get_dim("nF") != _FEATURES:
            raise ValueError(
                f"{recognizer.name}: not a recognizer that can be decoded so; train it with the recipe of this version"
            )
        entry, lower, upper = model.get_ref("tok2vec").layers[-1], model.get_ref("lower"), model.get_ref("upper")
        names = [recognizer.moves.get_class_name(n) for n in range(recognizer.moves.n_moves)]
        self._moves = _Moves(np.array([n[0] for n in names]), np.array([n[2:] for n in names]))
        self._entry = (entry.get_param("W"), entry.get_param("b"))
        weights = lower.get_param("W").swapaxes(1, 2)  # pieces before units: their maximum is then one of long rows
        self._pieces = weights.shape[1:3]
        self._lower = np.ascontiguousarray(weights).reshape(-1, weights.shape[3])
        padding = lower.get_param("pad")[0].swapaxes(1, 2).reshape(_FEATURES, -1)
        bias = lower.get_param("b").T.reshape(-1)
        self._outside, self._inside = bias + padding[1] + padding[2], bias
        self._upper = (upper.get_param("W"), upper.get_param("b"))
        self._unseen = sorted(model.attrs["unseen_classes"])
        self._ops = NumpyProducts()

    def entities(self, doc: Doc, sentence_ends: Any) -> list[tuple[int, int, str]]:
        """Entities of `doc` as (first token, token behind the last, label), in text order.

        Args:
            doc: with the token vectors in `doc.tensor`, shape (tokens, width), and no entities yet.
            sentence_ends: array of booleans a token: is it the last of its sentence? Entities do not go beyond it.
        """
        if not len(doc):
            return []
        features = self._features(doc.tensor)
        action, label = self._moves
        begins, unit = action == "B", (action == "U") & (label != "")
        blanks = doc.to_array("IS_SPACE").astype(bool)
        scores = self._scores(features[:, 0] + self._outside)
        scores[:, ~(begins | unit | (action == "O"))] = _NEVER
        scores[np.ix_(sentence_ends | blanks, begins)] = _NEVER
        scores[np.ix_(blanks, unit)] = _NEVER
        first = scores.argmax(axis=1)
        lengths = self._lengths(features, np.flatnonzero(begins[first]), first, sentence_ends)

        found: list[tuple[int, int, str]] = []
        token = 0
        for start in np.flatnonzero(action[first] != "O").tolist():
            if start < token:
                continue
            kind = str(label[first[start]])
            if not begins[first[start]]:
                token = start + 1
            elif start in lengths:
                token = start + lengths[start]
            else:
                token = self._end(features, start, kind, sentence_ends)
            found.append((start, token, kind))
        return found

    def _features(self, vectors: Any) -> Any:
        """What each token adds to the hidden layer in each of its parts; shape (tokens, parts, pieces x hidden units)."""
        weights, bias = self._entry
        entered = self._ops.gemm(vectors, weights, trans2=True) + bias
        return self._ops.gemm(entered, self._lower, trans2=True).reshape(len(vectors), _FEATURES, -1)

    def _scores(self, hidden: Any) -> Any:
        """The score of each move; shape (tokens, moves)."""
        weights, bias = self._upper
        scores = self._ops.gemm(hidden.reshape(len(hidden), *self._pieces).max(axis=1), weights, trans2=True) + bias
        if self._unseen:
            scores[:, self._unseen] = scores.min()
        return scores

    def _lengths(self, features: Any, starts: Any, first: Any, sentence_ends: Any) -> dict[int, int]:
        """How many tokens each entity has that begins at one of `starts` with the move `first`; all go on side by side.

        Entities of more than `_SHORT` tokens are left out: most of those who start one lie inside of another, and it would take the square
        of the post's length to follow them all.
        """
        lengths: dict[int, int] = {}
        opened, at = starts, starts + 1
        for _ in range(_SHORT - 1):
            if not len(opened):
                break
            ended = self._ends(features, opened, at, self._moves.label[first[opened]], sentence_ends)
            lengths.update(zip(opened[ended].tolist(), (at - opened + 1)[ended].tolist(), strict=True))
            opened, at = opened[~ended], at[~ended] + 1
        return lengths

    def _end(self, features: Any, start: int, label: str, sentence_ends: Any) -> int:
        """The token behind the last of the one entity that begins at `start` and has more than `_SHORT` tokens."""
        at, many = start + _SHORT, _SHORT
        while True:
            tokens = np.arange(at, min(at + many, len(features)))
            ended = self._ends(
                features, np.full(len(tokens), start), tokens, np.full(len(tokens), label), sentence_ends
            )
            if ended.any():
                return at + int(ended.argmax()) + 1
            at, many = at + many, 2 * many

    def _ends(self, features: Any, opened: Any, at: Any, labels: Any, sentence_ends: Any) -> Any:
        """Is the token `at` the last of the entity of a label that was `opened` at a token before? An array of booleans."""
        action, label = self._moves
        scores = self._scores(features[at, 0] + features[opened, 1] + features[at - 1, 2] + self._inside)
        goes_on = (action == "I")[None, :] & ~sentence_ends[at][:, None]
        scores[~((labels[:, None] == label[None, :]) & (goes_on | (action == "L")[None, :]))] = _NEVER
        return action[scores.argmax(axis=1)] == "L"


class Marks:
    """Writes `doc.ents` and `doc.spans["roles"]` as the two recognizers of a trained pipeline would."""

    def __init__(self) -> None:
        self.names: Decoder | None = None
        self.roles: Decoder | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Mark the names and the phrases of office of `doc`."""
        if self.names is None or self.roles is None:
            return doc
        ends = np.ones(len(doc), dtype=bool)
        ends[:-1] = doc.to_array("SENT_START").astype("int64")[1:] == 1
        phrases = [Span(doc, *one) for one in self.roles.entities(doc, ends)]
        doc.spans[roles.SPANS] = SpanGroup(doc, name=roles.SPANS, spans=phrases)
        doc.set_ents([Span(doc, *one) for one in self.names.entities(doc, ends)])
        return doc


@Language.factory(NAME, requires=["doc.tensor", "token.is_sent_start"], assigns=["doc.ents", "doc.spans"])
def make_marks(nlp: Language, name: str) -> Marks:
    """The component that marks names and phrases of office; it knows nothing before it is given decoders."""
    return Marks()


def quickened(nlp: Language) -> Language:
    """Let components of ours stand in for those of a trained pipeline that they compute faster: the token vectors and the two recognizers."""
    quick: Any = nlp.add_pipe(vectors.NAME, after="tok2vec")
    trained: Any = nlp.get_pipe("tok2vec")
    quick.take(trained.model)
    marks: Any = nlp.add_pipe(NAME, after=vectors.NAME)
    marks.names, marks.roles = Decoder(nlp.get_pipe("ner")), Decoder(nlp.get_pipe(roles.NAME))
    for name in ("tok2vec", "ner", roles.NAME):
        nlp.disable_pipe(name)
    return nlp
