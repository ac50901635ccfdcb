"""Personal names with the polite words before them and the degrees after them.

`Hj. Siti Rahma, S.Sos, M.Si` is the name `Siti Rahma` with the honorifics `Hj.`, `S.Sos`, `M.Si`. What can be a name is decided by the
shape of words; whether it is one, by whoever knows the context.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractor.language.phrases import Phrases, key

_FAR_DEGREES = 24  # words after a name in which its degrees stand
LONGEST_NAME = 6  # words; longer runs of capitals are headlines or lists
_LETTERS = re.compile(r"[^A-Za-z]")
_INITIAL = re.compile(r"^(?:[A-Z]\.?){1,2}$")
_DAYS = frozenset(("senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad"))
_NAME_WORD = re.compile(r"^[A-ZÀ-Ý][A-Za-zÀ-ÿ]*(?:['’`.-][A-Za-zÀ-ÿ]+)*\.?$")


class Name(NamedTuple):
    """A personal name in a list of words.

    `start` is the index of its first honorific or word, `first` and `last` bound the name proper (half-open), `end` is
    the index after the last degree. `honorifics` holds what was left out of the name, in order.
    """

    start: int
    first: int
    last: int
    end: int
    honorifics: tuple[str, ...]

    @property
    def size(self) -> int:
        """Words of the name proper."""
        return self.last - self.first


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("extractor.language").joinpath("data/names.toml").read_text(encoding="utf-8"))


@cache
def honorifics() -> Phrases[str]:
    """Polite, academic and military words before a name."""
    return Phrases((word, word) for word in _data()["before"])


@cache
def _degrees() -> frozenset[str]:
    return frozenset(_LETTERS.sub("", degree).upper() for degree in _data()["degrees"])


@cache
def _particles() -> frozenset[str]:
    return frozenset(_data()["particles"])


@cache
def _inner() -> frozenset[str]:
    return frozenset(key(word) for word in _data()["inner"])


@lru_cache(maxsize=16384)
def is_degree(text: str) -> bool:
    """Is this a degree, whatever its dots and case ("S.Sos", "M.Si", "SH")?"""
    letters = _LETTERS.sub("", text)
    return bool(letters) and text[0].isupper() and letters.upper() in _degrees()


def is_initial(text: str) -> bool:
    """Is this an initial: "M.", "A", "HM."?"""
    return bool(_INITIAL.match(text))


def read_honorifics(texts: Sequence[str], keys: Sequence[str], start: int) -> tuple[int, tuple[str, ...]]:
    """The honorifics that stand at `start`: the index after them, and the words as printed."""
    found: list[str] = []
    i = start
    while (match := honorifics().match(keys, i)) is not None:
        end = match[0]
        word = texts[i]
        # "H" or "KH" is an honorific only in capitals, "mas" and "bang" only with a capital; "almarhum" in any case.
        if len(word.rstrip(".")) <= 2 and not word[0].isupper():
            if word.rstrip(".") not in ("dr",):
                break
        elif word.islower() and not word.startswith(("alm", "mend", "dr", "apt")):
            break
        found.append(" ".join(texts[i:end]))
        i = end
        if i < len(texts) and texts[i] in (".", "/") and i + 1 < len(texts):
            i += 1
    return i, tuple(found)


def read_degrees(texts: Sequence[str], start: int) -> tuple[int, tuple[str, ...]]:
    """The degrees that stand at `start`, with or without commas: the index after the last, and the words."""
    found: list[str] = []
    i = end = start
    while i < len(texts):
        j = i + 1 if texts[i] in (",", ".") and i + 1 < len(texts) else i
        size = _degree_size(texts, j)
        if not size:
            break
        found.append("".join(texts[j : j + size]))
        i = end = j + size
    return end, tuple(found)


def _degree_size(texts: Sequence[str], j: int) -> int:
    """How many words the longest degree at word `j` has; 0 where none stands."""
    if not texts[j][0].isupper():
        return 0
    for size in (3, 2, 1):
        if j + size <= len(texts) and texts[j + size - 1] not in (",", ".") and is_degree("".join(texts[j : j + size])):
            return size
    return 0


def read_name(
    texts: Sequence[str],
    keys: Sequence[str],
    start: int,
    stop: int,
    is_barrier: Callable[[int, bool], bool],
) -> Name | None:
    """The personal name that could stand at word `start` and before word `stop`.

    `is_barrier(i, inside)` says that word `i` begins something else (an office, a body, an area), where a name must end;
    `inside` tells whether a word of the name stands before it.
    Returns `None` if no word of a name's shape stands there.
    """
    first, before = read_honorifics(texts, keys, start)
    i = first
    while i < stop and i - first < LONGEST_NAME:
        word = texts[i]
        if keys[i] in _DAYS or is_barrier(i, i > first):
            break
        if i > first and is_degree(word) and not _could_be_inside(texts, i, stop):
            break
        if _NAME_WORD.match(word):
            i += 1
            continue
        if i > first and i + 1 < stop and word.lower() in _particles() and _NAME_WORD.match(texts[i + 1]):
            i += 1
            continue
        break
    while i > first and texts[i - 1].lower() in _particles() and texts[i - 1].islower():
        i -= 1
    if i == first or (i - first == 1 and (is_initial(texts[first]) or len(texts[first]) < 3)):
        return None
    end, after = read_degrees(texts[i : i + _FAR_DEGREES], 0)
    end += i
    return Name(start, first, i, end, before + after)


def _could_be_inside(texts: Sequence[str], i: int, stop: int) -> bool:
    """A word like "Ma" or "Dt." is part of the name when the name goes on after it and it is not in capitals."""
    word = texts[i]
    if key(word) in _inner():
        return i + 1 < stop and bool(_NAME_WORD.match(texts[i + 1]))
    return not word.isupper() and "." not in word and i + 1 < stop and bool(_NAME_WORD.match(texts[i + 1]))


@cache
def openers() -> frozenset[str]:
    """Words that open sentences with a capital, in lower case; some are names too inside a sentence, see `also_names`."""
    return frozenset(_data()["openers"]["words"].split())


@cache
def also_names() -> frozenset[str]:
    """Openers that are names too."""
    return frozenset(_data()["openers"]["also_names"])


@cache
def never_names() -> frozenset[str]:
    """Words written with a capital that no personal name holds, in lower case."""
    return frozenset(_data()["never"]["words"].split())


def not_names() -> frozenset[str]:
    """Openers and words that no name holds."""
    return _not_names()


@cache
def _not_names() -> frozenset[str]:
    return openers() | never_names()
