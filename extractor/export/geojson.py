"""Events on the map: a GeoJSON FeatureCollection."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from extractor.export.cells import joined
from extractor.export.model import ExportTable, Row, Value
from extractor.knowledge.points import point_of


def write_geojson(table: ExportTable, rows: Iterable[Row], out: BinaryIO) -> int:
    """Write a point an event, a line each, and give their number.

    Properties are the columns of the table `events`, lists as one text, and `point_area` (code of the area whose seat the point is) and
    `point_precision` (`regency`, `province`). An event without a known place has no geometry.
    """
    out.write(b'{"type":"FeatureCollection","features":[')
    number = 0
    for row in rows:
        properties = {column.name: _plain(value) for column, value in zip(table.columns, row, strict=True)}
        code, province = properties["place_code"], properties["province_code"]
        point = point_of(str(code) if code else None, str(province) if province else None)
        feature = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]} if point else None,
            "properties": properties
            | {"point_area": point.area if point else None, "point_precision": point.precision if point else None},
        }
        line = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        out.write((",\n" if number else "\n").encode() + line.encode())
        number += 1
    out.write(b"\n]}\n")
    return number


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return joined(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value
