"""A page of sections, lines and tables: what all ways of showing a digest have in common.

Text of strangers becomes harmless for every reader here, once: it is a `Piece`, on one line, without characters that command, hide or turn
around what follows, not too long; its address is a web address or none. What is special to Markdown or HTML is the business of their rooms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from extractor.run.terminal import printable

LONGEST: Final = 160  # characters of a piece
_LONGEST_URL: Final = 400
_LOOKED_AT: Final = 20 * LONGEST  # characters: behind so many nothing is shown, whatever is taken out of them
_LETTERS: Final = r"!#$%&'()*+,/:;=?@[]~"  # that an address may hold as they are (RFC 3986), and quoted ones
_MOST_MARKS: Final = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{2})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_HIDDEN: Final = re.compile(
    "[\u115f\u1160\u17b4\u17b5\u180b-\u180e\u3164\ufe00-\ufe0f\uffa0\ufff9-\uffff\U000e0000-\U000e0fff]+"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, made harmless; `url` is dropped where it is no web address."""

    text: str
    url: str | None = None
    style: Literal["plain", "strong", "quiet", "code"] = "plain"

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", harmless(self.text))
        object.__setattr__(self, "url", web_address(self.url))


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A line, and lines of detail under it."""

    head: Line
    under: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line that stands alone."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """Lines of a list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table: the first column words, the others figures."""

    head: tuple[Piece, ...]
    rows: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A headline and what is under it; `more` tells of what was cut."""

    title: str
    blocks: tuple[Paragraph | Items | Grid, ...]
    more: Line = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole.

    Attributes:
        language: of its words, as HTML names it.
        title: of the page.
        day: of the page, in words.
        intro: what it covers.
        figures: the most important ones, each with what it counts.
        notes: what else is to be said of the whole.
        sections: without empty ones.
        footer: last words.
    """

    language: str
    title: str
    day: str
    intro: tuple[Line, ...]
    figures: tuple[tuple[Piece, Piece], ...]
    notes: tuple[Line, ...]
    sections: tuple[Section, ...]
    footer: Line


def harmless(text: str) -> str:
    """Text on one line, nothing in it that commands, hides or reverses, cut at a word if it is long.

    A space at its beginning or end stays: it parts the text from its neighbours.
    """
    one = printable(_MOST_MARKS.sub(r"\1", _HIDDEN.sub("", text[:_LOOKED_AT])))
    if len(one) > LONGEST:
        cut = one[: LONGEST - 1]
        one = f"{cut[: cut.rfind(' ')] if ' ' in cut[LONGEST // 2 :] else cut}…"
    return f"{' ' * text[:1].isspace()}{one}{' ' * (text[-1:].isspace() and bool(one))}"


def web_address(url: str | None) -> str | None:
    """A web address in the letters of RFC 3986; `None` for anything else, and for one too long to be a post's."""
    if url is None or len(url) > _LONGEST_URL or printable(url) != url or " " in url:
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            return None
    except ValueError:
        return None
    return quote(url, safe=_LETTERS)
