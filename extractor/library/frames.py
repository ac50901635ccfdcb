"""Rows of the store as data frames: pandas or polars, whichever is asked for, each column with its type."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any, Final, Literal, TypeAlias, get_args

Frame: TypeAlias = Any
"""A `pandas.DataFrame` or a `polars.DataFrame`: neither is needed to install the program."""

Maker = Literal["pandas", "polars"]
"""Which library makes the data frames."""

_EXTRA: Final = "pip install 'bpjs-news-extractor[notebook]'"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")


class FrameError(ImportError):
    """The library that makes data frames is not installed."""


class Kind(StrEnum):
    """What a column holds; each value may be missing."""

    TEXT = "text"
    CATEGORY = "category"
    WHOLE = "whole"
    DECIMAL = "decimal"
    TRUTH = "truth"
    DAY = "day"
    MOMENT = "moment"
    LIST = "list"
    BYTES = "bytes"


_BY_TYPE: Final[Mapping[str, Kind]] = {  # types of SQLite, kinds of exports
    "INTEGER": Kind.WHOLE,
    "REAL": Kind.DECIMAL,
    "NUMERIC": Kind.DECIMAL,  # whole rupiah and percentages share it: one type, whatever the rows hold
    "BLOB": Kind.BYTES,
    "integer": Kind.WHOLE,
    "number": Kind.DECIMAL,
    "day": Kind.DAY,
    "moment": Kind.MOMENT,
    "list": Kind.LIST,
}


def kind_of(name: str, type_: str) -> Kind:
    """What a column of a documented table holds, whatever its rows.

    Args:
        name: of the column.
        type_: `extractor.store.tables.Column.type`, or `extractor.export.model.Column.kind`.
    """
    return _BY_TYPE.get(type_) or _named().get(name, Kind.TEXT)


def kind_of_values(name: str, values: Iterable[object]) -> Kind:
    """What a column of a query holds, judged by its values; that its name means more counts where all of them fit."""
    there = [value for value in values if value is not None]
    types = {type(value) for value in there}
    if types == {int}:
        return Kind.WHOLE
    if types and types <= {int, float}:
        return Kind.DECIMAL
    if types == {bytes}:
        return Kind.BYTES
    kind = _named().get(name, Kind.TEXT)
    fits = _FITS.get(kind)
    return kind if fits is None or all(isinstance(value, str) and fits(value) for value in there) else Kind.TEXT


def frame_of(maker: Maker, columns: Sequence[tuple[str, Kind]], rows: Sequence[Sequence[object]]) -> Frame:
    """Make a data frame.

    Args:
        maker: "pandas" or "polars".
        columns: name and kind of each, in order.
        rows: values in that order.

    Raises:
        FrameError: the library is not installed.
    """
    library = library_of(maker)
    by_column: Sequence[Sequence[object]] = list(zip(*rows, strict=True)) or [()] * len(columns)
    make = _pandas_column if maker == "pandas" else _polars_column
    return library.DataFrame(
        {name: make(library, kind, values) for (name, kind), values in zip(columns, by_column, strict=True)}
    )


def check_maker(maker: str) -> None:
    """Is it one of `Maker`?

    Raises:
        ValueError: it is not.
    """
    if maker not in get_args(Maker):
        raise ValueError(f'frame is "pandas" or "polars", not {maker!r}')


def library_of(maker: Maker) -> Any:
    """The module `pandas` or `polars`.

    Raises:
        FrameError: it is not installed.
        ValueError: it is neither of the two.
    """
    check_maker(maker)
    try:
        return import_module(maker)
    except ModuleNotFoundError as error:
        if error.name != maker:
            raise
        raise FrameError(f"data frames need {maker}, which is not installed: {_EXTRA}", name=maker) from None


def _pandas_column(pd: Any, kind: Kind, values: Sequence[object]) -> Any:
    match kind:
        case Kind.WHOLE:
            return pd.array(values, dtype="Int64")
        case Kind.DECIMAL:
            return pd.Series(values, dtype="float64")
        case Kind.TRUTH:
            return pd.array(values, dtype="boolean")
        case Kind.CATEGORY:
            return pd.Series(values, dtype="string").astype("category")
        case Kind.DAY:
            days = pd.to_datetime(pd.Series(_texts(values), dtype="string"), format="%Y-%m-%d", errors="coerce")
            return days.astype("datetime64[s]")
        case Kind.MOMENT:
            moments = pd.to_datetime(pd.Series(_texts(values), dtype="string"), format="ISO8601", utc=True)
            return moments.astype("datetime64[s, UTC]")
        case Kind.LIST:
            return pd.Series(_lists(values), dtype="object")
        case Kind.BYTES:
            return pd.Series(list(values), dtype="object")
        case Kind.TEXT:
            return pd.array(_texts(values), dtype="string")


def _polars_column(pl: Any, kind: Kind, values: Sequence[object]) -> Any:
    match kind:
        case Kind.WHOLE:
            return pl.Series(values, dtype=pl.Int64)
        case Kind.DECIMAL:
            return pl.Series(values, dtype=pl.Float64, strict=False)
        case Kind.TRUTH:
            return pl.Series(values, dtype=pl.Boolean)
        case Kind.CATEGORY:
            return pl.Series(values, dtype=pl.String).cast(pl.Categorical)
        case Kind.DAY:
            return pl.Series(_texts(values), dtype=pl.String).str.to_date("%Y-%m-%d", strict=False)
        case Kind.MOMENT:
            return pl.Series(_texts(values), dtype=pl.String).str.to_datetime(time_unit="ms", time_zone="UTC")
        case Kind.LIST:
            return pl.Series(_lists(values), dtype=pl.List(pl.String))
        case Kind.BYTES:
            return pl.Series(values, dtype=pl.Binary)
        case Kind.TEXT:
            return pl.Series(_texts(values), dtype=pl.String)


def _texts(values: Sequence[object]) -> list[str | None]:
    return [
        value
        if value is None or isinstance(value, str)
        else value.isoformat()
        if isinstance(value, date)  # a moment too
        else str(value)
        for value in values
    ]


def _lists(values: Sequence[object]) -> list[list[str] | None]:
    return [
        None if value is None else list(value) if isinstance(value, tuple) else json.loads(str(value))
        for value in values
    ]


def _is_list(value: str) -> bool:
    try:
        read = json.loads(value)
    except ValueError:
        return False
    return isinstance(read, list) and all(isinstance(one, str) for one in read)


_FITS: Final[Mapping[Kind, Callable[[str], object]]] = {
    Kind.DAY: _DAY.fullmatch,
    Kind.MOMENT: _MOMENT.fullmatch,
    Kind.LIST: _is_list,
    Kind.CATEGORY: lambda value: True,
}


@lru_cache(maxsize=1)
def _named() -> Mapping[str, Kind]:
    told = tomllib.loads((files("extractor.library") / "columns.toml").read_text(encoding="utf-8"))
    return {name: Kind(kind) for kind, names in told.items() for name in names}
