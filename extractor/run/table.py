"""Records for people: one row an event, saying when, what, who, where and how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.records import Event, Record
from extractor.run.figures import amount_phrase, quantity_phrase
from extractor.run.terminal import printable

# Below this width (characters) columns would break words; each event becomes a few lines instead.
_NARROW = 72
_MOST_NAMES = 4
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Row:
    """An event in words, fit for a terminal; "-" for what is not known."""

    date: str
    event: str
    who: str
    where: str
    how_much: str


def rows(record: Record) -> Iterator[Row]:
    """The events of a record in its order."""
    names = {one.id: one.name for group in (record.people, record.organizations, record.places) for one in group}
    figures = {amount.id: amount_phrase(amount) for amount in record.amounts}
    figures |= {quantity.id: quantity_phrase(quantity) for quantity in record.quantities}
    for event in record.events:
        status = "" if event.status == "occurred" else f" ({event.status})"
        yield Row(
            date=_date(event),
            event=f"{event.type.replace('_', ' ')}{status}",
            who=_listed([names[part.entity] for part in event.participants]),
            where=_listed([where for where in (event.venue, names.get(event.place or "")) if where]),
            how_much=_listed([figures[one] for one in (*event.amounts, *event.quantities)]),
        )


def _date(event: Event) -> str:
    if event.date is None:
        return _NOTHING
    return event.date.start if event.date.end is None else f"{event.date.start} to {event.date.end}"


def _listed(parts: list[str]) -> str:
    clean = list(dict.fromkeys(printable(part) for part in parts))
    shown = clean if len(clean) <= _MOST_NAMES + 1 else [*clean[:_MOST_NAMES], f"and {len(clean) - _MOST_NAMES} more"]
    return ", ".join(shown) or _NOTHING


def print_rows(events: Iterable[Row], console: Console) -> None:
    """Print a table as wide as the terminal, or blocks of lines on a narrow one."""
    if console.width < _NARROW:
        _print_blocks(events, console)
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, row_styles=["", "dim"])
    table.add_column("Date", width=len("2022-08-25"), overflow="fold")
    table.add_column("Event", ratio=2, overflow="fold")
    table.add_column("Who", ratio=4, min_width=len("Ketenagakerjaan"), overflow="fold")
    table.add_column("Where", ratio=2, overflow="fold")
    table.add_column("How much", ratio=3, overflow="fold")
    for row in events:
        table.add_row(*(Text(cell) for cell in astuple(row)))
    console.print(table)


def _print_blocks(events: Iterable[Row], console: Console) -> None:
    labels = [field.name.replace("_", " ") for field in fields(Row)][2:]
    for row in events:
        console.print(Text(f"{row.date}  {row.event}", style="bold"))
        for label, value in zip(labels, astuple(row)[2:], strict=True):
            if value != _NOTHING:
                console.print(Text(f"  {label}: {value}"))
