"""The lines from which the sections of a page are made."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.digest.model import Happening, Post, ToldFigures, Who
from extractor.digest.page import Grid, Item, Items, Line, Paragraph, Piece, Section
from extractor.digest.rules import load
from extractor.digest.words import Words

BETWEEN = Piece(" · ", style="quiet")
_LONGEST_OFFICE = 70  # characters
_LONGEST_NAME = 60


def section(
    title: str, blocks: Iterable[Paragraph | Items | Grid], more: int, words: Words, *, listed_by: str | None = None
) -> Section | None:
    """A section, with what was cut counted and the command that lists it; `None` if nothing is in it."""
    filled = tuple(block for block in blocks if not isinstance(block, Items) or block.items)
    if not filled and not more:
        return None
    return Section(words(f"section_{title}"), filled, more_line(more, words, listed_by))


def more_line(more: int, words: Words, listed_by: str | None = None) -> Line:
    """That there are `more`, and how to see them; nothing where there are none."""
    if not more:
        return ()
    told = words("more", n=more)
    command = load("rules.toml")["commands"].get(listed_by)
    return (*quiet(f"{told}: "), Piece(command, style="code")) if command else quiet(told)


def joined(*groups: Line) -> Line:
    """Groups of pieces with a point between them, empty ones left out."""
    line: list[Piece] = []
    for group in groups:
        if group and line:
            line.append(BETWEEN)
        line.extend(group)
    return tuple(line)


def plain(text: str | None) -> Line:
    """A piece, or nothing for nothing."""
    return (Piece(text),) if text else ()


def quiet(text: str | None) -> Line:
    """A piece of less weight, or nothing."""
    return (Piece(text, style="quiet"),) if text else ()


def headline(post: Post, words: Words) -> Line:
    """The title of a post, leading to it."""
    return (Piece(post.title or words("untitled"), url=post.url, style="strong"),)


def source(post: Post, words: Words) -> Line:
    """The outlet of a post, leading to it."""
    return (Piece(post.outlet or words("unknown"), url=post.url, style="quiet"),)


def happened(what: Happening, words: Words) -> Line:
    """When, what, where, who and how much, as far as known."""
    status = words.named("status", what.status) if what.status else ""
    kind = words.named("types", what.type) if what.type else ""
    where = ", ".join(one for one in (what.place, what.province) if one)
    return joined(
        plain(words.day(what.start, what.end) if what.start else None),
        plain(f"{kind} ({status})" if kind and status else kind),
        plain(where),
        plain("; ".join(who(one) for one in what.who)),
        plain(", ".join(what.figures)),
    )


def who(one: Who) -> str:
    """A person with the office, or a body."""
    name = shortened(one.name, _LONGEST_NAME)
    return f"{name} ({shortened(one.office, _LONGEST_OFFICE)})" if one.office else name


def told_figures(one: ToldFigures, words: Words, *, with_kind: bool) -> Item:
    """Figures of a story: where, how much, who says so."""
    figures = ", ".join(
        f"{words.named('figures', figure.kind)} {figure.phrase}" if with_kind else figure.phrase
        for figure in one.figures
    )
    return Item(joined(plain(one.place), (Piece(figures, style="strong"),), source(one.post, words)))


def shortened(text: str, longest: int) -> str:
    """A text cut at a word."""
    if len(text) <= longest:
        return text
    return f"{text[: longest - 1].rsplit(' ', 1)[0]}…"
