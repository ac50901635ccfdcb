"""CSV that opens right in a spreadsheet of an Indonesian locale: `;` between cells, decimal comma, UTF-8 with a byte-order mark."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import TextIOWrapper
from typing import BinaryIO

from extractor.export.cells import defused, joined
from extractor.export.model import Column, Row, Value


def write_csv(columns: Iterable[Column], rows: Iterable[Row], out: BinaryIO) -> int:
    """Write a table with a line of names above, and give the number of rows."""
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    number = 0
    try:
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow([_cell(value) for value in row])
            number += 1
    finally:
        text.detach()  # the caller closes what it opened
    return number


def _cell(value: Value) -> str:
    match value:
        case str():
            return defused(value)
        case None:
            return ""
        case tuple():
            return defused(joined(value))
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case _:
            return _number(value)


def _number(value: float) -> str:
    exact = Decimal(str(value))
    whole = exact.to_integral_value()
    return str(int(whole)) if exact == whole else f"{exact:f}".replace(".", ",")
