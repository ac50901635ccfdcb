"""More posts out of those there are: other people, offices, areas, figures and days, agreeing inside each post.

A copy tells nothing new of how posts are worded; it keeps a network from learning names by heart. Names come from the lists of
`extractor/knowledge` and from the posts themselves, areas from the official list, what may stand for an office from `augment.toml`.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from extractor.knowledge.areas import Area, areas, every_area
from extractor.knowledge.titles import given_names
from extractor.records import PlaceKind
from extractor.training.annotated import AnnotatedPost, AnnotatedSpan

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_DIGITS = re.compile(r"\d+")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?!\d)")
_SWAPPED_KINDS = (PlaceKind.PROVINCE, PlaceKind.REGENCY, PlaceKind.CITY, PlaceKind.DISTRICT)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("extractor.training").joinpath("augment.toml").read_text(encoding="utf-8"))


def name_words(posts: Iterable[AnnotatedPost]) -> tuple[str, ...]:
    """Words that names are made of: those of the posts' people, and the given names of the lists."""
    own = {word.title() for post in posts for _, name in post.of("person") for word in _WORD.findall(name)}
    return tuple(sorted({word for word in own if len(word) > 2} | {name.title() for name in given_names()}))


@cache
def _by_kind() -> dict[tuple[str, PlaceKind], tuple[Area, ...]]:
    """Areas by province code and kind."""
    found: dict[tuple[str, PlaceKind], list[Area]] = {}
    for area in every_area():
        if area.province is not None:
            found.setdefault((area.province, area.kind), []).append(area)
    return {key: tuple(group) for key, group in found.items()}


@dataclass(slots=True)
class _Swaps:
    """What stands for what in one copy."""

    rng: random.Random
    names: Sequence[str]
    weeks: int
    province: str  # where the copy plays
    words: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def name(self, word: str) -> str:
        if word.lower() in _data()["names"]["kept"] or len(word) < 3:
            return word
        new = self.words.setdefault(word.lower(), self.rng.choice(self.names))
        return new.upper() if word.isupper() else new

    def place(self, name: str) -> str:
        new = self.places.get(name.lower())
        if new is None:
            kinds = [area.kind for area in areas().named(name) if area.kind in _SWAPPED_KINDS]
            kind = kinds[0] if kinds else PlaceKind.OTHER
            if (self.province, kind) not in _by_kind() and kind is PlaceKind.CITY:
                kind = PlaceKind.REGENCY  # some provinces have no city
            group = _by_kind().get((self.province, kind), ())
            new = self.places[name.lower()] = self.rng.choice(group).name if group else name
        return new.upper() if name.isupper() else new

    def number(self, digits: str) -> str:
        if len(digits) == 1 or digits.startswith("0"):
            return digits
        fresh = str(self.rng.randint(1, 9)) + "".join(str(self.rng.randint(0, 9)) for _ in digits[1:])
        return self.numbers.setdefault(digits, fresh if digits.strip("0") not in {"", "1"} else digits)


def augmented(post: AnnotatedPost, names: Sequence[str], rng: random.Random) -> AnnotatedPost:
    """A copy of `post` with other people, offices, areas, figures and days; its spans, moved along.

    A span within a name that was replaced as a whole ("Aceh" in "Banda Aceh") goes with it.

    Args:
        post: an annotated post, without furniture or with it.
        names: words for names of people, from `name_words`.
        rng: what is drawn is drawn from here.
    """
    swaps = _Swaps(rng, names, rng.randrange(-40, 41), rng.choice(sorted({province for province, _ in _by_kind()})))
    edits: list[tuple[int, int, str]] = []
    for span in post.spans:
        text = post.text[span.start : span.end]
        if span.label == "person":
            edits += [(span.start + m.start(), span.start + m.end(), swaps.name(m[0])) for m in _WORD.finditer(text)]
        elif span.label == "place":
            edits += _place_edits(span.start, text, swaps)
        elif span.label in {"amount", "quantity"}:
            edits += [
                (span.start + m.start(), span.start + m.end(), swaps.number(m[0])) for m in _DIGITS.finditer(text)
            ]
        elif span.label == "date":
            edits += _date_edits(span.start, text, swaps)
        elif span.label == "role":
            edits += _office_edits(span.start, text, swaps)
    return _edited(post, edits)


def _place_edits(start: int, text: str, swaps: _Swaps) -> list[tuple[int, int, str]]:
    """Swap the name after the words of level ("Kabupaten Bima"): the longest end of the span that is an area's name."""
    for word in _WORD.finditer(text):
        if areas().named(" ".join(text[word.start() :].split())):
            name = " ".join(text[word.start() :].split())
            return [(start + word.start(), start + len(text), swaps.place(name))]
    return []


def _date_edits(start: int, text: str, swaps: _Swaps) -> list[tuple[int, int, str]]:
    """Move a day by whole weeks, so that its weekday stays; months without a day are left."""
    found = _SLASHED.search(text)
    if found is not None:
        moved = _moved(found[1], found[2], found[3], swaps.weeks)
        if moved is None:
            return []
        year = f"/{moved.year}" if found[3] else ""
        return [(start + found.start(), start + found.end(), f"{moved.day}/{moved.month}{year}")]
    months = _data()["dates"]["months"]
    worded = re.search(rf"\b(\d{{1,2}}) ({'|'.join(months)})(?: (\d{{4}}))?", text)
    if worded is None or (moved := _moved(worded[1], str(months.index(worded[2]) + 1), worded[3], swaps.weeks)) is None:
        return []
    year = f" {moved.year}" if worded[3] else ""
    return [(start + worded.start(), start + worded.end(), f"{moved.day} {months[moved.month - 1]}{year}")]


def _moved(day: str, month: str, year: str | None, weeks: int) -> date | None:
    try:
        return date(int(year or 2022), int(month), int(day)) + timedelta(weeks=weeks)
    except ValueError:  # no day of the calendar: a misprint, left as it is
        return None


def _office_edits(start: int, text: str, swaps: _Swaps) -> list[tuple[int, int, str]]:
    for group in _data()["offices"]["groups"]:
        for office in sorted(group, key=len, reverse=True):
            if text.startswith(f"{office} "):
                return [(start, start + len(office), swaps.rng.choice(group))]
    return []


def _edited(post: AnnotatedPost, edits: list[tuple[int, int, str]]) -> AnnotatedPost:
    """The post with each stretch replaced; of two that overlap the first stays."""
    pieces: list[str] = []
    moved: list[tuple[int, int]] = [(0, 0)]  # from this offset on, text is moved by so much
    at = shift = 0
    kept: list[tuple[int, int, str]] = []
    for start, end, new in sorted(edits):
        if start < at:
            continue
        pieces += [post.text[at:start], new]
        kept.append((start, end, new))
        shift += len(new) - (end - start)
        moved.append((end, shift))
        at = end
    pieces.append(post.text[at:])

    def to(offset: int) -> int:
        for start, end, new in kept:  # an offset inside a replaced stretch goes to its nearer end
            if start < offset < end:
                return to(start) + (len(new) if offset - start > (end - start) / 2 else 0)
        return offset + max((entry for entry in moved if entry[0] <= offset), key=lambda entry: entry[0])[1]

    spans = (AnnotatedSpan(to(span.start), to(span.end), span.label, span.event) for span in post.spans)
    left = tuple(span for span in spans if span.start < span.end)  # of a name within a replaced name nothing is left
    return AnnotatedPost(post.id, "".join(pieces), left)
