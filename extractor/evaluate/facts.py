"""Gold files and records in one form: the facts of an article, without offsets and ids.

A gold file is already in this form (`Facts`); a record is brought into it by `facts_of_record`. Both are plain JSON
objects: gold of other hands may hold less or more than the contract's records do, and is scored as it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Required, TypedDict, cast

JsonObject = Mapping[str, Any]

_STANDARD_INPUT = Path("-")


class PersonFact(TypedDict, total=False):
    """A person and the main office, `None` for none."""

    name: Required[str]
    role: str | None


class FigureFact(TypedDict, total=False):
    """An amount (full rupiah) or a quantity; `unit` belongs to quantities alone."""

    value: Required[float]
    kind: str
    unit: str


class EventFact(TypedDict, total=False):
    """An event with its arguments by name and value; `date` is ISO 8601 of any precision."""

    type: Required[str]
    status: str | None
    date: str | None
    place: str | None
    participants: list[str]
    programs: list[str]
    regulations: list[str]
    amounts: list[float]
    quantities: list[float]


class Facts(TypedDict, total=False):
    """What one article says. `optional` lists, by family, facts that cost nothing, found or not."""

    published: str | None
    title: str | None
    relevant: bool | None
    people: list[PersonFact]
    organizations: list[str]
    places: list[str]
    programs: list[str]
    regulations: list[str]
    amounts: list[FigureFact]
    quantities: list[FigureFact]
    events: list[EventFact]
    optional: Mapping[str, list[Any]] | None


class UnreadableError(ValueError):
    """Gold or records that cannot be read; the message names the file and says what to do."""


NO_FACTS: Facts = {"relevant": None, "published": None, "title": None}


def read_gold(folder: Path) -> dict[str, Facts]:
    """Gold facts by article id: every `ID.json` or `ID.gold.json` in `folder` and the folders below it, in path order.

    Raises:
        UnreadableError: no such folder, no gold file in it, two of one id, or a file that holds no JSON object.
    """
    if not folder.is_dir():
        raise UnreadableError(f"{folder}: no such folder. Name a folder of gold files, such as corpus/gold/dev.")
    gold: dict[str, Facts] = {}
    for path in sorted(folder.rglob("*.json")):
        article = path.name.removesuffix(".json").removesuffix(".gold")
        if article in gold:
            raise UnreadableError(f"{path}: a second gold file for {article!r}. Keep one of them.")
        gold[article] = cast(Facts, _json_object(path.read_bytes(), str(path)))
    if not gold:
        raise UnreadableError(f"{folder}: holds no gold file (ID.json or ID.gold.json).")
    return gold


def read_records(path: Path) -> dict[str, JsonObject]:
    """Records of a JSON Lines file by article id, the stem of `article.source.path`; the last of several wins.

    Raises:
        UnreadableError: no such file, or a line that is no record.
    """
    records: dict[str, JsonObject] = {}
    for place, record in read_lines(path):
        try:
            source = (record["article"].get("source") or {}).get("path") or ""
        except (KeyError, AttributeError) as error:
            raise UnreadableError(f"{place}: not a record: it has no `article`. Give a file of `extract`.") from error
        records[PurePosixPath(source).stem] = record
    return records


def read_lines(path: Path) -> Iterator[tuple[str, JsonObject]]:
    """The JSON objects of a JSON Lines file, each with its place (`records.jsonl#3`); `-` is standard input.

    Raises:
        UnreadableError: no such file, or a line that holds no JSON object.
    """
    if path == _STANDARD_INPUT:
        yield from _objects_of_lines(sys.stdin.buffer, "standard input")
        return
    try:
        with path.open("rb") as lines:
            yield from _objects_of_lines(lines, str(path))
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be read ({error.strerror}). Give a file of `extract`.") from error


def _objects_of_lines(lines: BinaryIO, name: str) -> Iterator[tuple[str, JsonObject]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            place = f"{name}#{number}"
            yield place, _json_object(line, place)


def _json_object(content: bytes, place: str) -> JsonObject:
    try:
        value = json.loads(content)
    except ValueError as error:
        raise UnreadableError(f"{place}: not JSON ({error}).") from error
    if not isinstance(value, dict):
        raise UnreadableError(f"{place}: not a JSON object.")
    return value


def facts_of_record(record: JsonObject) -> Facts:
    """A record's facts, ids replaced by the names and values they stand for."""
    name = {
        item["id"]: item["name"] for kind in ("people", "organizations", "places") for item in record.get(kind) or []
    }
    value = {item["id"]: item["value"] for kind in ("amounts", "quantities") for item in record.get(kind) or []}
    article = record["article"]
    return {
        "published": (article.get("published") or "")[:10] or None,
        "title": article.get("title"),
        "relevant": (article.get("relevance") or 0) >= 0.5,
        "people": [{"name": p["name"], "role": _main_role(p, name)} for p in record.get("people") or []],
        "organizations": [item["name"] for item in record.get("organizations") or []],
        "places": [item["name"] for item in record.get("places") or []],
        "programs": [item["code"] for item in record.get("programs") or []],
        "regulations": [item["id"] for item in record.get("regulations") or []],
        "amounts": record.get("amounts") or [],
        "quantities": record.get("quantities") or [],
        "events": [_event(event, name, value) for event in record.get("events") or []],
    }


def _main_role(person: JsonObject, name: Mapping[str, str]) -> str | None:
    roles = person.get("roles") or []
    if not roles:
        return None
    parts = (roles[0].get("title"), name.get(roles[0].get("organization") or ""))
    return roles[0].get("text") or " ".join(part for part in parts if part)


# An event's figure that the record does not hold: no gold value is negative.
_UNKNOWN_FIGURE = -1


def _event(event: JsonObject, name: Mapping[str, str], value: Mapping[str, float]) -> EventFact:
    return {
        "type": event["type"],
        "status": event.get("status"),
        "date": (event.get("date") or {}).get("start"),
        "place": name.get(event.get("place") or ""),
        "participants": [name.get(part["entity"], part["entity"]) for part in event.get("participants") or []],
        "programs": event.get("programs") or [],
        "regulations": event.get("regulations") or [],
        "amounts": [value.get(amount, _UNKNOWN_FIGURE) for amount in event.get("amounts") or []],
        "quantities": [value.get(quantity, _UNKNOWN_FIGURE) for quantity in event.get("quantities") or []],
    }
