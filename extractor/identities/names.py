"""Names of people as compared: spelled one way, and how two of them stand to each other."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property, lru_cache

from rapidfuzz.fuzz import ratio

from extractor.identities.rules import limit, rules
from extractor.knowledge.titles import given_names
from extractor.language.names import read_degrees, read_honorifics
from extractor.language.phrases import key

_WORD = re.compile(r"[^\W\d_]+(?:['’‘`´ʼ-][^\W\d_]+)*\.?")
_MARKS = re.compile(r"['’‘`´ʼ-]")
# One sound, several spellings, in this order: old letters, Arabic and Sanskrit sounds, doubled letters.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("oe", "u"),
        ("dj", "j"),
        ("tj", "c"),
        ("sj", "s"),
        ("sy", "s"),
        ("kh", "h"),
        ("(?<=[aeiou])ch(?=[^aeiou])", "h"),
        ("ch", "c"),
        ("dh", "d"),
        ("th", "t"),
        ("bh", "b"),
        ("dz", "z"),
        ("ie", "i"),
        ("y$", "i"),
        ("y(?=[^aeiou])", "i"),
        ("ck", "k"),
        ("q", "k"),
        ("v", "f"),
        # "Abdul Rahman", "Abdurrahman", "Abdurahman": the article fades into the next word.
        (r"^abdu(?:l(?=[a-z]{3})|([rsnz])(?=\1)|(?=[rsnz][aeiou]))", "abd"),
        (r"([a-z])\1+", r"\1"),
    )
)


class Relation(IntEnum):
    """How two names stand to each other, the closest highest."""

    DIFFERENT = 0
    SLIP = 1
    """But for a slip of the pen."""
    PART = 2
    """One leaves out words of the other, never the first."""
    VARIANT = 3
    """The same words, one with initials or without a word that may be left out (Muhammad, Andi, I Wayan)."""
    IDENTICAL = 4
    """The same words, however spelled."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two names stand to each other.

    Attributes:
        relation: of the two.
        shared: words, no initials, that both have.
        letters: of these words.
    """

    relation: Relation
    shared: int
    letters: int


_DIFFERENT = Likeness(Relation.DIFFERENT, 0, 0)


@dataclass(frozen=True)
class NameForm:
    """A name as compared.

    Attributes:
        words: that tell people apart, as they sound; a single letter is an initial.
        optional: the other words, which may be left out.
    """

    words: tuple[str, ...]
    optional: tuple[str, ...]

    @cached_property
    def full(self) -> tuple[str, ...]:
        """The words that are no initials."""
        return tuple(word for word in self.words if len(word) > 1)

    @cached_property
    def is_common(self) -> bool:
        """Do too many people bear it to tell them apart by it?"""
        return len(self.full) < 2 or (len(self.full) == 2 and all(word in _common() for word in self.full))


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """A word in small letters without accents and marks."""
    folded = unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()
    return "".join(sign for sign in folded if sign.isalpha())


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """A plain word in one of its spellings: "soeharto" and "suharto" give the same."""
    for pattern, sounds in _SOUNDS:
        word = pattern.sub(sounds, word)
    return word


@lru_cache(maxsize=8192)
def form(name: str) -> NameForm:
    """A name as compared, whatever polite words and degrees are printed with it."""
    words = _spelled(name)
    optional = _list("optional")
    kept = [word for word in words if word not in optional]
    if not any(len(word) > 2 for word in kept):  # "Andi Made", "Muhammad": then they are the name
        return NameForm(tuple(sound(word) for word in words), ())
    left_out = tuple(word for word in words if word in optional)
    return NameForm(tuple(sound(word) for word in kept), left_out)


@lru_cache(maxsize=16384)
def compare(one: NameForm, other: NameForm) -> Likeness:
    """How two names stand to each other; the same whichever comes first."""
    short, long = sorted((one, other), key=lambda name: (len(name.words), name.words))
    if not short.words or _contradict(one.optional, other.optional):
        return _DIFFERENT
    same_extras = one.optional == other.optional
    if short.words == long.words:
        shared = short.full
        return _likeness(Relation.IDENTICAL if same_extras or not shared else Relation.VARIANT, shared)
    pairs = _aligned(short.words, long.words)
    if pairs is None:
        return _slip(short, long)
    shared = tuple(a for a, b in pairs if a == b and len(a) > 1)
    if not shared:
        return _DIFFERENT
    return _likeness(Relation.VARIANT if len(short.words) == len(long.words) else Relation.PART, shared)


def search_words(name: str) -> frozenset[str]:
    """The words under which a name is found: as printed without marks, and as they sound."""
    words = {plain(word) for word in _WORD.findall(name)} | set(_spelled(name))
    return frozenset(word for word in words | {sound(word) for word in words} if len(word) > 1)


def _likeness(relation: Relation, shared: tuple[str, ...]) -> Likeness:
    return Likeness(relation, len(shared), sum(map(len, shared)))


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> list[tuple[str, str]] | None:
    """The words of the shorter name in their order within the longer, first with first; `None` if one is missing."""
    pairs, at = [], 0
    for number, word in enumerate(short):
        found = next((i for i in range(at, len(long)) if _fits(word, long[i])), None)
        if found is None or (number == 0 and found != 0):
            return None
        pairs.append((word, long[found]))
        at = found + 1
    return pairs


def _fits(one: str, other: str) -> bool:
    return one == other or ((len(one) == 1 or len(other) == 1) and one[0] == other[0])


def _slip(short: NameForm, long: NameForm) -> Likeness:
    if len(short.words) != len(long.words):
        return _DIFFERENT
    shared = tuple(a for a, b in zip(short.words, long.words, strict=True) if a == b and len(a) > 1)
    others = [(a, b) for a, b in zip(short.words, long.words, strict=True) if a != b]
    slipped = len(others) == 1 and min(map(len, others[0])) >= 5 and ratio(*others[0]) >= limit("similar")
    return _likeness(Relation.SLIP, shared) if slipped else _DIFFERENT


def _contradict(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Has each a word that the other has not (I Wayan, I Made)?"""
    return bool(set(one) - set(other)) and bool(set(other) - set(one))


@lru_cache(maxsize=8192)
def _spelled(name: str) -> tuple[str, ...]:
    """The words of a name, plain, short forms spelled out, words that belong together joined."""
    texts = [found[0] for found in _WORD.finditer(name.split(",", maxsplit=1)[0])]
    start, _ = read_honorifics(texts, [key(text) for text in texts], 0)
    texts = texts[start:] or texts
    if len(texts) > 1:
        last = next((i for i in range(1, len(texts)) if read_degrees(texts[i:], 0)[0] == len(texts) - i), len(texts))
        texts = texts[:last]
    found: list[str] = []
    for text in texts:
        word = _short_forms().get(plain(text), plain(text))
        if word and word not in _list("links"):
            found.append(word)
    joined: list[str] = []
    for word in found:
        if joined and joined[-1] in _list("joined") and len(word) > 1:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


@cache
def _short_forms() -> dict[str, str]:
    return {short: full for full, shorts in rules()["names"]["spelled"].items() for short in shorts}


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(rules()["names"]["words"][name])


@cache
def _common() -> frozenset[str]:
    return frozenset(sound(word) for word in given_names() | _list("common"))
