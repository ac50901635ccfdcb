"""The flat tables that are exported: `tables.toml`, with the descriptions of the store's columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from extractor.export.model import Column, ExportError, ExportTable, Kind
from extractor.store.tables import tables as store_tables


@cache
def export_tables() -> Mapping[str, ExportTable]:
    """All tables by name, in their order."""
    known = {f"{table.name}.{column.name}": column.about for table in store_tables() for column in table.columns}
    return MappingProxyType({one["name"]: _table(one, known) for one in _raw()["table"]})


@cache
def summed_units() -> frozenset[str]:
    """Units of the counts that `people_total` adds up."""
    return frozenset(_raw()["summed"]["units"])


@cache
def summed_bounds() -> frozenset[str]:
    """Hedges of the figures that totals add up; "" for none."""
    return frozenset(_raw()["summed"]["bounds"])


def summed_tolerance() -> float:
    """How far parts may be from the figure that they make up, as a share of it."""
    return float(_raw()["summed"]["tolerance"])


def chosen_tables(names: Sequence[str]) -> list[ExportTable]:
    """The tables of these names in the order of `export_tables`; all, if none is named.

    Raises:
        ExportError: there is no such table; the message names those there are.
    """
    known = export_tables()
    for name in names:
        if name not in known:
            raise ExportError(f"{name!r} is no table; there are {', '.join(known)}.")
    return [table for name, table in known.items() if not names or name in names]


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("extractor.export").joinpath("tables.toml").read_text(encoding="utf-8"))


def _table(raw: Mapping[str, Any], known: Mapping[str, str]) -> ExportTable:
    return ExportTable(
        name=raw["name"],
        about=raw["about"],
        columns=tuple(_column(one, known) for one in raw["columns"]),
        source=raw["from"],
        key=raw["key"],
        order=raw.get("order", raw["key"]),
        chosen=raw["chosen"],
        chosen_quiet=raw.get("chosen_quiet", raw["chosen"]),
        filtered=raw.get("filtered"),
        of_articles=raw.get("of_articles", False),
    )


def _column(raw: Mapping[str, Any], known: Mapping[str, str]) -> Column:
    sql = raw.get("sql")
    about = raw.get("about") or known.get(sql or "", "")
    return Column(raw["name"], Kind(raw["type"]), about, raw.get("required", False), raw.get("wide", False), sql)
