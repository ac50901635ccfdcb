"""The words of a Doc as parallel lists, for the finders that walk over them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import cast

from spacy.tokens import Doc

from extractor.language.phrases import key
from extractor.language.spans import Span

_CACHE = "jamsos_words"


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
        self.text = doc.text
        self.texts: list[str] = []
        self.keys: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentences: list[int] = []
        self.capital: list[bool] = []
        self.sentence_starts: list[int] = []  # index of the first word of each sentence
        self.sentence_numbers: list[int] = []
        number = ordinal = -1
        fresh = True
        for token in doc:
            if token.is_sent_start or ordinal < 0:
                ordinal += 1
                fresh = True
            if token.is_space:
                continue
            if fresh:
                number += 1
                self.sentence_starts.append(len(self.texts))
                self.sentence_numbers.append(ordinal)
                fresh = False
            text = token.text
            self.texts.append(text)
            self.keys.append(key(text))
            self.starts.append(token.idx)
            self.ends.append(token.idx + len(text))
            self.sentences.append(number)
            self.capital.append(text[0].isupper() and text[0].isalpha())

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
        return self.sentences[self.word_at(offset)]

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
