"""Public Indonesian sets of named entities, in our labels, free of sentences that stand in a test part.

The folder is the user's own copy; nothing of it is in the repository. Two sets are read, both with a licence that lets a
model trained on them ship (MIT): IDNER-News-2k (khairunnisaor/idner-news-2k) and NERGrit (IndoNLP/indonlu). models/README.md
says what else lies in such folders and why it is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Part = Literal["train", "dev", "test"]

LABELS: Final = {
    "PER": "PERSON", "ORG": "ORG", "LOC": "PLACE",  # IDNER-News-2k
    "PERSON": "PERSON", "ORGANISATION": "ORG", "PLACE": "PLACE",  # NERGrit
}  # fmt: skip
SHARED_WORDS: Final = 8
"""Sentences that share so many words in a row, case and punctuation aside, count as the same text."""


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """Words and one tag a word: `O`, `B-PERSON`, `I-PERSON`, `B-ORG` and so on, each entity beginning with `B-`."""

    words: tuple[str, ...]
    tags: tuple[str, ...]

    def entities(self) -> set[tuple[int, int, str]]:
        """Entities as (first word, word after the last, label)."""
        found, start = set(), 0
        for place, tag in enumerate((*self.tags, "O")):
            before = self.tags[place - 1] if place else "O"
            if before != "O" and not tag.startswith("I-"):
                found.add((start, place, before[2:]))
            if tag.startswith("B-"):
                start = place
        return found


@dataclass(frozen=True, slots=True)
class PublicSet:
    """One set: its folder, the files of its parts, and the column a word's tag stands in."""

    name: str
    folder: str
    files: dict[Part, str]

    def read(self, folder: Path, part: Part) -> list[TaggedSentence]:
        """The sentences of one part.

        Raises:
            FileNotFoundError: the folder does not hold this set.
            ValueError: a line is not WORD … TAG, or a tag is unknown.
        """
        return list(read_columns(folder / self.folder / self.files[part]))


IDNER: Final = PublicSet("IDNER-News-2k", "idner-news-2k", {"train": "train.txt", "dev": "dev.txt", "test": "test.txt"})
NERGRIT: Final = PublicSet("NERGrit", "nergrit", {"train": "train.txt", "dev": "valid.txt", "test": "test.txt"})
PUBLIC_SETS: Final = (IDNER, NERGRIT)


def read_columns(path: Path) -> Iterator[TaggedSentence]:
    """Read a file of one word a line, its tag in the last column, sentences parted by blank lines.

    An `I-` that continues nothing of its label begins an entity, as in the sets' own scoring.

    Raises:
        ValueError: a line has no second column, or its tag is none of the sets' own.
    """
    words: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").split("\n"), ""], start=1):
        columns = line.split()
        if not columns:
            if words:
                yield TaggedSentence(tuple(words), tuple(tags))
            words, tags = [], []
            continue
        if len(columns) < 2:
            raise ValueError(f"{path}:{number}: one column where a word and its tag are due: {line!r}")
        words.append(columns[0])
        tags.append(_tag(columns[-1], tags[-1] if tags else "O", f"{path}:{number}"))


def _tag(printed: str, before: str, where: str) -> str:
    if printed == "O":
        return "O"
    position, _, label = printed.partition("-")
    if position not in {"B", "I"} or label not in LABELS:
        raise ValueError(f"{where}: the tag {printed!r} is unknown")
    label = LABELS[label]
    return f"I-{label}" if position == "I" and before[2:] == label else f"B-{label}"


def word_runs(words: Iterable[str], length: int = SHARED_WORDS) -> set[tuple[str, ...]]:
    """Every run of `length` words, in lower case, without punctuation; a shorter text is one run."""
    plain = [word.lower() for word in words if any(letter.isalnum() for letter in word)]
    if len(plain) <= length:
        return {tuple(plain)} if plain else set()
    return {tuple(plain[at : at + length]) for at in range(len(plain) - length + 1)}


def without_leaks(sentences: list[TaggedSentence], held_out: Iterable[Iterable[str]]) -> list[TaggedSentence]:
    """The sentences that share no run of `SHARED_WORDS` words with a held-out text."""
    known: set[tuple[str, ...]] = set()
    for words in held_out:
        known |= word_runs(words)
    return [sentence for sentence in sentences if not word_runs(sentence.words) & known]


def training_sentences(
    folder: Path | None, held_out: Iterable[Iterable[str]], report: Callable[[str], None]
) -> list[TaggedSentence]:
    """What the public sets in `folder` give to train on: their train parts without leaks.

    Left out is every sentence that shares a run of `SHARED_WORDS` words with a test part, with the development part of
    IDNER-News-2k, or with a text of `held_out` (words of the posts that the model is measured on).

    Args:
        folder: the public data, `None` to do without.
        held_out: words of each text that is measured on.
        report: called with a line for each set: what was taken, or that training does without it.
    """
    if folder is None:
        report("without public data: the network learns names from the corpus alone")
        return []
    there = [one for one in PUBLIC_SETS if (folder / one.folder).is_dir()]
    kept_apart = [list(words) for words in held_out]
    for one in there:
        parts: tuple[Part, ...] = ("dev", "test") if one is IDNER else ("test",)
        kept_apart += [list(sentence.words) for part in parts for sentence in one.read(folder, part)]
    found: list[TaggedSentence] = []
    for one in PUBLIC_SETS:
        if one not in there:
            report(f"{one.name}: not in {folder}; training does without it")
            continue
        every = one.read(folder, "train")
        clean = without_leaks(every, kept_apart)
        report(
            f"{one.name}: {len(clean):,} sentences; {len(every) - len(clean)} left out that share text with a test part"
        )
        found += clean
    return found
