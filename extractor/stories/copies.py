"""Copies of one text: a fingerprint by which they find each other, and how much of a text stands in another."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.stories.settings import rules

if TYPE_CHECKING:
    from datasketch import MinHash

_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[str]:
    """Runs of words of a text, written small, signs left out; the whole text where it has too few words for one."""
    words = _WORD.findall(text.casefold())
    width = rules().fingerprint["words"]
    if not words:
        return frozenset()
    return frozenset(" ".join(words[at : at + width]) for at in range(max(1, len(words) - width + 1)))


def bands(parts: frozenset[str]) -> tuple[int, ...]:
    """The bands of the MinHash of shingles, a number each: texts that share one are likely to share many shingles."""
    if not parts:
        return ()
    shape = rules().fingerprint
    print_ = _first().copy()
    print_.update_batch([part.encode() for part in sorted(parts)])
    rows = shape["permutations"] // shape["bands"]
    values = print_.hashvalues
    return tuple(
        term(f"band {number} {values[number * rows : (number + 1) * rows].tolist()}")
        for number in range(shape["bands"])
    )


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text's shingles that the other text holds, too: 1.0 for a text that stands whole in the other."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def term(words: str) -> int:
    """A number for words, the same on every machine; it fits a column of SQLite."""
    digest = hashlib.sha1(words.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], "little") >> 1


@cache
def _first() -> MinHash:
    """A MinHash whose permutations all others take over; the scheme is named so that another version of the library keeps it."""
    from datasketch import MinHash  # noqa: PLC0415 - brings in scipy, which takes a second: who only reads stories need not wait

    shape = rules().fingerprint
    return MinHash(num_perm=shape["permutations"], seed=shape["seed"], scheme="affine64")
