"""A page on a terminal, and as plain text."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from extractor.digest.page import Grid, Item, Items, Line, Page, Paragraph, Piece

_WIDTH = 78  # characters, of plain text
_STYLES = {"plain": Style(), "strong": Style(bold=True), "quiet": Style(dim=True), "code": Style(color="cyan")}


def print_page(page: Page, console: Console) -> None:
    """Print the page, as wide as the console; posts' addresses as links where it is a terminal, else in lines of their own."""
    out = _Printer(console)
    out.line((Piece(page.title, style="strong"), Piece("  "), Piece(page.day, style="quiet")))
    for line in page.intro:
        out.line(line)
    if page.figures:
        console.print()
        out.line(tuple(_between(page.figures)))
    for line in page.notes:
        out.line(line)
    for section in page.sections:
        console.print()
        console.print(Text(section.title.upper(), style=Style(bold=True, color="cyan")))
        for block in section.blocks:
            out.block(block)
        if section.more:
            out.line(section.more, indent=2)
    if page.footer:
        console.print()
        out.line(page.footer)


def to_text(page: Page, width: int = _WIDTH) -> str:
    """The page as plain text, for a file or the plain part of a mail."""
    file = io.StringIO()
    print_page(page, Console(file=file, width=width, color_system=None, force_terminal=False, legacy_windows=False))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _between(figures: Sequence[tuple[Piece, Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    for figure, what in figures:
        pieces.extend([Piece(" · ", style="quiet")] if pieces else [])
        pieces.extend([figure, Piece(f" {what.text}")])
    return pieces


class _Printer:
    """Lines and blocks on one console."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def line(self, line: Line, indent: int = 0) -> None:
        """A line, its further lines as far to the right as the first."""
        self._console.print(Padding(self._text(line), (0, 0, 0, indent)))

    def block(self, block: Paragraph | Items | Grid) -> None:
        """A block, under its section's title."""
        if isinstance(block, Paragraph):
            self.line(block.line)
        elif isinstance(block, Items):
            for item in block.items:
                self._item(item)
        else:
            self._console.print(_table(block))

    def _item(self, item: Item) -> None:
        self._console.print(_bulleted(self._text(item.head)))
        for line in item.under:
            self.line(line, indent=2)
        if not self._console.is_terminal:
            for url in dict.fromkeys(piece.url for line in (item.head, *item.under) for piece in line if piece.url):
                self._console.print(Text(f"  {url}"), soft_wrap=True)

    def _text(self, line: Line) -> Text:
        text = Text(overflow="fold")
        for piece in line:
            style = _STYLES[piece.style]
            text.append(piece.text, style + Style(link=piece.url) if piece.url else style)
        return text


def _bulleted(text: Text) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(width=1, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("•", text)
    return table


def _table(grid: Grid) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False)
    for number, piece in enumerate(grid.head):
        table.add_column(Text(piece.text), justify="right" if number else "left", no_wrap=bool(number), overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(piece.text, style=_STYLES[piece.style]) for piece in row))
    return table
