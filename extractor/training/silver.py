"""Spans looked up for posts that have gold facts alone, such as corrections made by hand: people, bodies and areas by their names.

A mark is as good as the look-up: a name is marked wherever its words stand, also in capitals, a person also by a part of the name that
stands alone. What happens in which sentence is not known; the network is not shown such a post for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.evaluate.facts import Facts
from extractor.training.annotated import AnnotatedPost, AnnotatedSpan

_LEVELS = re.compile(r"^(Kabupaten|Kota|Provinsi|Kecamatan|Desa|Kelurahan)\s+")
_SHORTEST = 3  # letters of a part of a name that is looked up alone


def silver_spans(name: str, text: str, gold: Facts) -> AnnotatedPost:
    """The post `text` with the people, roles, bodies and areas of its gold marked, no span crossing another.

    Args:
        name: the post's id.
        text: headline, blank line, body, as the program reads them.
        gold: the post's facts.
    """
    spans: list[AnnotatedSpan] = []
    for found in sorted(_found(text, gold), key=lambda one: (one.start, -one.end)):  # what is found first stays first
        crossing = any(
            found.start < other.end < found.end or other.start < found.start < other.end < found.end for other in spans
        )
        same = any((found.start, found.end) == (other.start, other.end) for other in spans)
        if not crossing and not same:
            spans.append(found)
    return AnnotatedPost(name, text, tuple(spans))


def _found(text: str, gold: Facts) -> Iterator[AnnotatedSpan]:
    for person in gold.get("people") or []:
        yield from _places(text, person["name"], "person")
        for part in person["name"].split():
            if len(part) >= _SHORTEST:
                yield from _places(text, part, "person")
        role = person.get("role")
        if role:
            yield from _places(text, role, "role")
    for body in gold.get("organizations") or []:
        yield from _places(text, body, "org")
    for area in gold.get("places") or []:
        yield from _places(text, area, "place")
        yield from _places(text, _LEVELS.sub("", area), "place")


def _places(text: str, words: str, label: str) -> Iterator[AnnotatedSpan]:
    """Where the words stand, as they are or in capitals, as headlines and datelines print them."""
    patterns = (r"\s+".join(re.escape(word) for word in one.split()) for one in dict.fromkeys((words, words.upper())))
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", text):
        yield AnnotatedSpan(match.start(), match.end(), label)
