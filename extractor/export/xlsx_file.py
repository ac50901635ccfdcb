"""An Excel workbook: a sheet a table, typed cells, one more sheet that says what the columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from extractor.export.cells import joined, plain
from extractor.export.model import Column, ExportTable, Kind, Row, Value, Written

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS: Final = 1_048_576
"""Rows that a sheet can have, its head among them."""
CHARACTERS: Final = 32_767
"""UTF-16 units that a cell can hold."""

_CREATED: Final = datetime(2000, 1, 1)  # not now: the same bytes whenever they are written
_FIRST_YEAR: Final = 1900  # of Excel's calendar
_WIDTHS: Final = {Kind.TEXT: 18, Kind.INTEGER: 10, Kind.NUMBER: 16, Kind.DAY: 12, Kind.MOMENT: 20, Kind.LIST: 26}
_WIDE: Final = 50
_FORMATS: Final = {Kind.DAY: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm:ss"}
_DICTIONARY: Final = (("table", 16), ("column", 20), ("type", 10), ("required", 10), ("about", 100))


def write_xlsx(tables: Iterable[tuple[ExportTable, Iterable[Row]]], path: Path, *, most: int = ROWS) -> Written:
    """Write tables to a workbook; `most` is the number of rows of a sheet, its head among them."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 - slow to load

    written = Written()
    book = Workbook(str(path), {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"created": _CREATED})
    sheets = []
    for table, rows in tables:
        _Sheet(book, table, written).write(rows, most)
        sheets.append(table)
    _write_dictionary(book, sheets)
    book.close()
    return written


class _Sheet:
    """One table on its way into a sheet."""

    def __init__(self, book: Workbook, table: ExportTable, written: Written) -> None:
        self._table, self._written, self._cut = table, written, 0
        self._sheet: Worksheet = book.add_worksheet(table.name)
        self._head: Format = book.add_format({"bold": True})
        self._formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}

    def write(self, rows: Iterable[Row], most: int) -> None:
        columns = self._table.columns
        for position, column in enumerate(columns):
            width = _WIDE if column.wide else max(_WIDTHS[column.kind], len(column.name) + 4)
            self._sheet.set_column(position, position, width)
            self._sheet.write_string(0, position, column.name, self._head)
        self._sheet.freeze_panes(1, 0)
        number = 0
        for row in rows:
            if number + 1 == most:
                self._written.notes.append(
                    f"{self._table.name}: a sheet holds no more than {most - 1} rows, the rest is left out. Ask for less, or take csv or parquet."
                )
                break
            number += 1
            self._write_row(number, row, columns)
        self._sheet.autofilter(0, 0, number, len(columns) - 1)
        self._written.rows[self._table.name] = number
        if self._cut:
            self._written.notes.append(
                f"{self._table.name}: {self._cut} cells were longer than the {CHARACTERS} characters that a cell can hold, and were cut."
            )

    def _write_row(self, number: int, row: Row, columns: Sequence[Column]) -> None:
        for position, (column, value) in enumerate(zip(columns, row, strict=True)):
            self._write_cell(number, position, column, value)

    def _write_cell(self, number: int, position: int, column: Column, value: Value) -> None:
        match value:
            case None | "" | ():
                return
            case date() if value.year >= _FIRST_YEAR:
                moment = value.replace(tzinfo=None) if isinstance(value, datetime) else value
                self._sheet.write_datetime(number, position, moment, self._formats[column.kind])
            case int() | float():
                self._sheet.write_number(number, position, value)
            case date():
                self._sheet.write_string(number, position, value.isoformat())
            case _:
                self._sheet.write_string(
                    number, position, self._fitting(value if isinstance(value, str) else joined(value))
                )

    def _fitting(self, text: str) -> str:
        shown = plain(text)
        units = shown.encode("utf-16-le")
        if len(units) <= 2 * CHARACTERS:
            return shown
        self._cut += 1
        return units[: 2 * (CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _write_dictionary(book: Workbook, tables: Sequence[ExportTable]) -> None:
    sheet, head = book.add_worksheet("dictionary"), book.add_format({"bold": True})
    for position, (name, width) in enumerate(_DICTIONARY):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, name, head)
    sheet.freeze_panes(1, 0)
    number = 0
    for table in tables:
        for column in table.columns:
            number += 1
            cells = (table.name, column.name, str(column.kind), "yes" if column.required else "no", column.about)
            for position, cell in enumerate(cells):
                sheet.write_string(number, position, cell)
    sheet.autofilter(0, 0, number, len(_DICTIONARY) - 1)
