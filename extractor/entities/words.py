"""The words of a Doc as parallel lists, for the finders that walk over them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any, cast

import numpy as np
from spacy.tokens import Doc

from extractor.language.phrases import key
from extractor.language.spans import Span
from extractor.language.tokens import token_texts

_CACHE = "jamsos_words"
_MOST_KNOWN = 100_000  # words kept
_known: dict[str, tuple[str, bool]] = {}


def _form(word: str) -> tuple[str, bool]:
    """The key of a word, and whether it is written like part of a name: told once a process."""
    found = key(word), word[0].isupper() and word[0].isalpha()
    if len(_known) < _MOST_KNOWN:
        _known[word] = found
    return found


class Words:
    """Words of a text with their places; line breaks and blanks are left out.

    `texts[i]` is the word as printed, `keys[i]` as phrases are compared, `starts[i]` and `ends[i]` its code points in
    `text`, `sentences[i]` the number of its sentence, `capital[i]` whether it is written like part of a name.
    Sentences are numbered without those of blanks alone; `sentence_numbers` has the place of each among all of the Doc.
    """

    __slots__ = (
        "capital",
        "ends",
        "keys",
        "sentence_numbers",
        "sentence_starts",
        "sentences",
        "starts",
        "text",
        "texts",
    )

    def __init__(self, doc: Doc) -> None:
        table: Any = doc.to_array(["LENGTH", "SPACY", "SENT_START", "IS_SPACE"]).astype(np.int64)
        lengths, blanks, opens, is_space = table.T
        texts = token_texts(doc)
        self.text = "".join([text + " " if blank else text for text, blank in zip(texts, blanks.tolist(), strict=True)])
        (kept,) = (is_space == 0).nonzero()
        ends = (lengths + blanks).cumsum() - blanks
        # A sentence that opens with blanks begins with the first word after them.
        opened = (opens == 1).cumsum()[kept]
        fresh = np.ones(len(kept), dtype=bool)
        fresh[1:] = opened[1:] != opened[:-1]
        self.sentence_numbers: list[int] = (opened[fresh] - int(opens[:1].sum() == 1)).tolist()
        self.texts: list[str] = [texts[i] for i in kept.tolist()]
        forms = [_known.get(text) or _form(text) for text in self.texts]
        self.keys: list[str] = [word for word, _ in forms]
        self.starts: list[int] = (ends - lengths)[kept].tolist()
        self.ends: list[int] = ends[kept].tolist()
        self.sentences: list[int] = (fresh.cumsum() - 1).tolist()
        self.capital: list[bool] = [capital for _, capital in forms]
        self.sentence_starts: list[int] = fresh.nonzero()[0].tolist()  # index of the first word of each sentence

    def __len__(self) -> int:
        return len(self.texts)

    @classmethod
    def of(cls, doc: Doc) -> Words:
        """The words of `doc`, made once."""
        if _CACHE not in doc.user_data:
            doc.user_data[_CACHE] = cls(doc)
        return cast("Words", doc.user_data[_CACHE])

    def index_at(self, offset: int) -> int:
        """Index of the word that holds the code point `offset`, or of the next word after it."""
        return bisect_right(self.ends, offset)

    def word_at(self, offset: int) -> int:
        """Like `index_at`, but the last word for what stands after it."""
        return min(self.index_at(offset), len(self) - 1)

    def sentence_at(self, offset: int) -> int:
        """Number of the sentence that holds the code point `offset`."""
        return self.sentences[min(bisect_right(self.ends, offset), len(self.ends) - 1)]

    def index_until(self, offset: int) -> int:
        """Index after the last word that starts before the code point `offset`."""
        return bisect_left(self.starts, offset)

    def span(self, start: int, end: int) -> Span:
        """The text range of the words `[start, end)`."""
        return Span(self.starts[start], self.ends[end - 1])

    def read(self, start: int, end: int) -> str:
        """The words `[start, end)` as printed, blanks and line breaks as one blank."""
        return " ".join(self.text[self.starts[start] : self.ends[end - 1]].split())

    def sentence_range(self, number: int) -> tuple[int, int]:
        """Word indexes `[start, end)` of a sentence."""
        starts = self.sentence_starts
        return starts[number], starts[number + 1] if number + 1 < len(starts) else len(self.texts)

    def opens_speech(self, sentence: int) -> bool:
        """Does the sentence begin with a quotation mark?"""
        return self.texts[self.sentence_starts[sentence]][0] in '“"«”'

    def glued(self, index: int) -> bool:
        """Does the word follow the one before it without a blank?"""
        return index > 0 and self.ends[index - 1] == self.starts[index]
