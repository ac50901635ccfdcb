"""Annotated posts: the text of a post with its spans marked in XML, and the check of one against its gold facts.

The format is described in corpus/SPANS.md. An element stands round the words it marks; elements nest, they never cross.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SPAN_LABELS: Final = (
    "person", "role", "org", "place", "venue", "program", "regulation", "amount", "quantity", "date", "quote", "trigger",
)  # fmt: skip
LAYOUT: Final = ("title", "noise")


class AnnotationError(ValueError):
    """An annotated post that cannot be read: names the file and the reason."""


@dataclass(frozen=True, slots=True)
class AnnotatedSpan:
    """Words of a post with a label; `event` is the place, from 1, of the gold event a trigger announces, else `None`."""

    start: int
    end: int
    label: str
    event: int | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedPost:
    """The plain text of a post, furniture and all, with its spans in text order (outer before inner)."""

    id: str
    text: str
    spans: tuple[AnnotatedSpan, ...]

    def of(self, *labels: str) -> Iterator[tuple[AnnotatedSpan, str]]:
        """The spans of these labels, each with its words."""
        return ((span, self.text[span.start : span.end]) for span in self.spans if span.label in labels)

    def without_noise(self) -> AnnotatedPost:
        """The same post without what is marked as noise: headline and body, parted by the blank lines of the post."""
        pieces, kept, at, gone = [], [], 0, 0
        noises = sorted((span.start, span.end) for span in self.spans if span.label == "noise")
        cuts: list[tuple[int, int]] = []  # where a noise began, and how much text went by its end
        for start, end in noises:
            pieces.append(self.text[at:start])
            at = max(at, end)
            gone += end - start
            cuts.append((start, gone))
        pieces.append(self.text[at:])
        for span in self.spans:
            if span.label == "noise" or any(start <= span.start < end for start, end in noises):
                continue
            before = max((lost for start, lost in cuts if start <= span.start), default=0)
            inside = max((lost for start, lost in cuts if start < span.end), default=0)
            kept.append(AnnotatedSpan(span.start - before, span.end - inside, span.label, span.event))
        return AnnotatedPost(self.id, "".join(pieces), tuple(kept))


def read_annotated(path: Path) -> AnnotatedPost:
    """Read one annotated post.

    Raises:
        AnnotationError: the file is no well-formed XML, holds an element or attribute the format does not know, an
            empty span, or a span that begins or ends with white space.
    """
    return parse_annotated(path.read_text(encoding="utf-8"), str(path), path.stem)


def parse_annotated(xml: str, where: str, name: str) -> AnnotatedPost:
    """Read the XML of one annotated post; `where` is named in errors.

    Raises:
        AnnotationError: see `read_annotated`.
    """
    try:
        root = ET.fromstring(xml)  # noqa: S314 - the corpus is our own or the user's own, and no entities are defined
    except ET.ParseError as error:
        message = f"{where}: not well-formed: {error}. Mind & (written &amp;) and < (written &lt;)."
        raise AnnotationError(message) from error
    if root.tag != "post":
        raise AnnotationError(f"{where}: the outermost element is <{root.tag}>, not <post>")
    pieces: list[str] = []
    spans: list[AnnotatedSpan] = []
    _walk(root, pieces, spans, 0, where)
    text = "".join(pieces)
    lead = len(text) - len(text.lstrip("\n"))
    text = text.strip("\n") + "\n"
    shifted = tuple(AnnotatedSpan(one.start - lead, one.end - lead, one.label, one.event) for one in spans)
    for span in shifted:
        words = text[span.start : span.end]
        if span.label not in LAYOUT and words.strip() != words:
            raise AnnotationError(f"{where}: <{span.label}> begins or ends with white space: {words!r}")
        if not words.strip():
            raise AnnotationError(
                f"{where}: an empty <{span.label}> near {text[max(0, span.start - 30) : span.start]!r}"
            )
    return AnnotatedPost(name, text, shifted)


def _walk(element: ET.Element, pieces: list[str], spans: list[AnnotatedSpan], at: int, where: str) -> int:
    """Collect the text and the spans inside an element that begins at `at`; returns where it ends."""
    pieces.append(element.text or "")
    at += len(element.text or "")
    for child in element:
        if child.tag not in SPAN_LABELS and child.tag not in LAYOUT:
            raise AnnotationError(f"{where}: <{child.tag}> is no element of the format")
        place, start = len(spans), at
        spans.append(AnnotatedSpan(start, start, child.tag))  # outer before inner; its end is known below
        at = _walk(child, pieces, spans, at, where)
        spans[place] = AnnotatedSpan(start, at, child.tag, _event_of(child, where))
        pieces.append(child.tail or "")
        at += len(child.tail or "")
    return at


def _event_of(element: ET.Element, where: str) -> int | None:
    number = element.get("event")
    unknown = set(element.keys()) - ({"event"} if element.tag == "trigger" else set())
    if unknown:
        raise AnnotationError(
            f"{where}: <{element.tag}> has the attribute {sorted(unknown)[0]}, which the format does not know"
        )
    if element.tag == "trigger" and not (number and number.isdigit() and int(number) > 0):
        raise AnnotationError(f'{where}: <trigger> wants event="N", the place of its event in the gold, from 1')
    return int(number) if number else None
