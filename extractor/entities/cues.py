"""What a figure says, read off the words around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from extractor.entities.words import Words
from extractor.language.phrases import Phrases

Cue: TypeAlias = tuple[int, int, list[tuple[str, float]]]  # words `[start, end)`, weight by kind

_REACH = 9.0  # words over which a cue loses half of its weight
_AFTER = 0.65  # a cue after the figure counts this much of one before it
_OTHER_SENTENCE = 0.25  # a cue of the sentence before, where the figure's own sentence has none
_STOPS = frozenset((";", ".", "sedangkan", "sementara", "namun", "tetapi", "adapun", "serta"))


class Cues:
    """Weighted cue phrases by kind; the kind whose cues stand nearest and heaviest wins."""

    def __init__(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        self._book: Phrases[list[tuple[str, float]]] = Phrases()
        entries: dict[str, list[tuple[str, float]]] = {}
        for kind, entry in data.items():
            for phrase, weight in entry["words"].items():
                entries.setdefault(phrase, []).append((kind, float(weight)))
        for phrase, kinds in entries.items():
            self._book.add(phrase, kinds)

    def find(self, words: Words) -> list[Cue]:
        """All cues of a text, in text order."""
        out = []
        openers = self._book.openers
        done = 0  # the words up to the end of the last cue
        for i, word in enumerate(words.keys):
            if i < done:
                continue
            match = self._book.match(words.keys, i) if word in openers else None
            if match is None and word.endswith("nya") and word[:-3] in openers:
                stem = self._book.match([word[:-3]], 0)
                match = (i + 1, stem[1]) if stem is not None else None
            if match is not None:
                out.append((i, match[0], match[1]))
                done = match[0]
        return out


def weigh(
    words: Words,
    cues: list[Cue],
    start: int,
    end: int,
    borders: frozenset[int] = frozenset(),
) -> dict[str, float]:
    """Weights of the kinds for the figure at words `[start, end)`.

    `borders` are the first words of other figures: a cue beyond another figure counts half, for it rather speaks of that one.
    """
    sentence = words.sentences[start]
    first, last = words.sentence_range(sentence)
    total: dict[str, float] = {}
    for cue_start, cue_end, kinds in cues:
        if not first <= cue_start < last or (cue_start < end and start < cue_end):
            continue
        before = cue_end <= start
        distance = start - cue_end if before else cue_start - end
        between = range(cue_end, start) if before else range(end, cue_start)
        factor = (1.0 if before else _AFTER) / (1 + distance / _REACH)
        factor *= 0.5 ** sum(1 for i in between if i in borders)
        factor *= 0.5 ** min(
            2, sum(1 for i in between if words.keys[i] in _STOPS or (not before and words.keys[i] == "dan"))
        )
        for kind, weight in kinds:
            total[kind] = max(total.get(kind, 0.0), weight * factor) + 0.2 * min(total.get(kind, 0.0), weight * factor)
    if not total and sentence > 0:
        previous, _ = words.sentence_range(sentence - 1)
        for cue_start, cue_end, kinds in cues:
            if previous <= cue_start < first:
                for kind, weight in kinds:
                    total[kind] = max(total.get(kind, 0.0), weight * _OTHER_SENTENCE / (1 + (start - cue_end) / _REACH))
    return total
