"""How much a post is about BPJS Ketenagakerjaan, the worker social security agency, and its programs."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

WORDS_OF_A_POST = 300
"""Evidence in the body counts per this many words; a shorter body is counted as it is."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Scale:
    """The phrases of all groups as one pattern for small letters; `weights[g]` is (for, against) of the group named g."""

    pattern: re.Pattern[str]
    weights: dict[str, tuple[float, float]]
    title: float
    lead: float
    body: float
    most: float
    doubt: float
    lead_words: int


@cache
def _scale() -> _Scale:
    data = tomllib.loads((files("extractor.knowledge") / "relevance.toml").read_text(encoding="utf-8"))
    groups: list[str] = []
    weights: dict[str, tuple[float, float]] = {}
    for side in ("for", "against"):
        for group in data[side]:
            name = f"g{len(groups)}"
            groups.append(f"(?P<{name}>{'|'.join(group['phrases'])})")
            weights[name] = (group["weight"], 0.0) if side == "for" else (0.0, group["weight"])
    place = data["places"]
    pattern = re.compile(rf"\b(?:{'|'.join(groups)})")
    return _Scale(
        pattern,
        weights,
        place["title"],
        place["lead"],
        place["body"],
        place["most"],
        data["doubt"],
        place["lead_words"],
    )


def relevance(title: str | None, text: str) -> float:
    """From 0 (not about BPJS Ketenagakerjaan) to 1; 0.5 and more means relevant.

    Every phrase of `relevance.toml` that speaks for or against has a weight. What a phrase is worth is its weight times
    that of its place: the headline, the lead (the first words of the body), the rest of the body, where hits are counted
    per 300 words, so that a passing mention in a long post stays one. The hits of one group in one place count up to
    `most`, so that repetition alone decides nothing. With F the sum of what speaks for and A of what speaks against,

        score = F² / (F² + A² + doubt²)

    `doubt` is the evidence a post must bring before it is believed: a single mention in the body stays below one half, one
    in the headline or the lead passes it where nothing speaks against, and health insurance, civil servants' pensions or minimum wages as the
    main matter outweigh a sentence on BPJS Ketenagakerjaan. The score is rounded to three digits.
    """
    scale = _scale()
    lead_end = _after_words(text, scale.lead_words)
    length = max(1.0, len(text.split()) / WORDS_OF_A_POST)
    speaks_for = speaks_against = 0.0
    for part, place, per in (
        (title or "", scale.title, 1.0),
        (text[:lead_end], scale.lead, 1.0),
        (text[lead_end:], scale.body, length),
    ):
        hits = Counter(match.lastgroup or "" for match in scale.pattern.finditer(part.lower()))
        for group, count in hits.items():
            worth = place * min(scale.most, count / per)
            speaks_for += scale.weights[group][0] * worth
            speaks_against += scale.weights[group][1] * worth
    return round(speaks_for**2 / (speaks_for**2 + speaks_against**2 + scale.doubt**2), 3)


def _after_words(text: str, count: int) -> int:
    """The end of the first `count` words; of the text where it has fewer."""
    end = 0
    for match in islice(_WORD.finditer(text), count):
        end = match.end()
    return end
