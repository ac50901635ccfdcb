"""A page as Markdown: CommonMark with the tables of GitHub and GitLab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.digest.page import Grid, Item, Items, Line, Page, Paragraph, Piece

# What may begin markup within a line, or a link that nobody wrote: "http:", "www.".
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>|~&$^]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
# What may begin a block where it stands first: headlines, lists, rules, quick actions; "1." and "1)" are lists too.
_FIRST: Final = re.compile(r"^(\s*)([#+\-=/]|\d+(?=[.)]))")
# Mentions and references, which notify people, and mail addresses: broken by an invisible character.
_CALLING: Final = re.compile(r"([@#!%])(?=\w)")
_APART: Final = "\u200b"
_BREAK: Final = "\\\n"  # a line's end within a paragraph or item


def to_markdown(page: Page) -> str:
    """The page as Markdown, a line's end at its end."""
    return "\n\n".join(_blocks(page)) + "\n"


def _blocks(page: Page) -> Iterator[str]:
    yield f"# {escaped(page.title)}"
    yield _BREAK.join([escaped(page.day), *map(_line, page.intro)])
    if page.figures:
        yield " · ".join(f"{_piece(figure)} {_piece(what)}" for figure, what in page.figures)
    if page.notes:
        yield _BREAK.join(map(_line, page.notes))
    for section in page.sections:
        yield f"## {escaped(section.title)}"
        for block in section.blocks:
            yield _block(block)
        if section.more:
            yield _line(section.more)
    if page.footer:
        yield f"---\n\n{_line(page.footer)}"


def _block(block: Paragraph | Items | Grid) -> str:
    if isinstance(block, Paragraph):
        return _line(block.line)
    if isinstance(block, Items):
        return "\n".join(map(_item, block.items))
    rows = [block.head, *block.rows]
    cells = [f"| {' | '.join(_piece(piece) for piece in row)} |" for row in rows]
    rule = "|".join(["---", *["---:"] * (len(block.head) - 1)])
    return "\n".join([cells[0], f"|{rule}|", *cells[1:]])


def _item(item: Item) -> str:
    return "- " + f"{_BREAK}  ".join(_line(line) for line in (item.head, *item.under))


def _line(line: Line) -> str:
    return "".join(_piece(piece, is_first=not number) for number, piece in enumerate(line))


def _piece(piece: Piece, *, is_first: bool = True) -> str:
    bare = piece.text.strip()
    if not bare:
        return piece.text
    after = piece.text[len(piece.text.rstrip()) :]
    before = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    if piece.style == "code":
        return f"{before}`{bare.replace('`', '')}`{after}"
    text = escaped(bare, is_first=is_first)
    if piece.url is not None:
        text = f"[{text}](<{piece.url}>)"
    return f"{before}**{text}**{after}" if piece.style == "strong" else f"{before}{text}{after}"


def escaped(text: str, *, is_first: bool = True) -> str:
    """Text that Markdown shows as it is; `is_first`: it begins a line."""
    one = _SPECIAL.sub(r"\\\g<0>", text)
    if is_first:
        one = _FIRST.sub(_first, one)
    return _CALLING.sub(rf"\1{_APART}", one)


def _first(found: re.Match[str]) -> str:
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"
