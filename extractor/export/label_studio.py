"""Tasks for Label Studio: texts with what was found in them as predictions, to be corrected by people."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any, BinaryIO
from xml.etree import ElementTree as Xml

from extractor import __version__
from extractor.records import Record, Spanned
from extractor.run.figures import amount_phrase, quantity_phrase


def write_tasks(lines: Iterable[bytes], out: BinaryIO) -> int:
    """Write a task a record, a line each, as one JSON list, and give their number."""
    number = 0
    out.write(b"[")
    for line in lines:
        task = json.dumps(task_of(Record.model_validate_json(line)), ensure_ascii=False, separators=(",", ":"))
        out.write((",\n" if number else "\n").encode() + task.encode())
        number += 1
    out.write(b"\n]\n")
    return number


def task_of(record: Record) -> dict[str, Any]:
    """A record as a task; `text[start:end]` of each result is its text. What only the headline states is not marked."""
    article = record.article
    results = [
        {
            "id": id_,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": span.start, "end": span.end, "text": span.text, "labels": [label]},
            "meta": {"text": [note]},
        }
        for id_, label, span, note in _marks(record)
        if span.start is not None
    ]
    prediction: dict[str, Any] = {"model_version": f"extractor {__version__}", "result": results}
    if record.events:  # what is least sure is looked at first
        prediction["score"] = min(event.confidence for event in record.events)
    return {
        "data": {"text": article.text, "title": article.title or ""},
        "meta": {
            "article_id": record.id,
            "outlet": article.outlet,
            "published": article.published,
            "url": article.url,
        },
        "predictions": [prediction],
    }


def label_config() -> str:
    """The labelling configuration that the tasks are made for, XML."""
    view = Xml.Element("View")
    Xml.SubElement(view, "Header", value="$title")
    labels = Xml.SubElement(view, "Labels", name="label", toName="text")
    raw = files("extractor.export").joinpath("label_studio.toml").read_text(encoding="utf-8")
    for label in tomllib.loads(raw)["label"]:
        Xml.SubElement(labels, "Label", value=label["name"], background=label["colour"])
    Xml.SubElement(view, "Text", name="text", value="$text", granularity="word")
    Xml.indent(view)
    return Xml.tostring(view, encoding="unicode") + "\n"


def _marks(record: Record) -> Iterator[tuple[str, str, Spanned, str]]:
    """Id, label and span of all that is marked, with what it was read as."""
    named = (
        ("PERSON", [(one.id, one.name, one.mentions) for one in record.people]),
        ("ORGANIZATION", [(one.id, one.name, one.mentions) for one in record.organizations]),
        ("PLACE", [(one.id, f"{one.name} {one.code or ''}".strip(), one.mentions) for one in record.places]),
        ("PROGRAM", [(str(one.code), one.name, one.mentions) for one in record.programs]),
        ("REGULATION", [(one.id, one.id, one.mentions) for one in record.regulations]),
    )
    for label, things in named:
        for id_, note, mentions in things:
            for number, span in enumerate(mentions, 1):
                yield f"{id_}-{number}", label, span, note
    for amount in record.amounts:
        yield amount.id, "AMOUNT", amount, f"{amount.kind}: {amount_phrase(amount)}"
    for count in record.quantities:
        yield count.id, "QUANTITY", count, f"{count.kind}: {quantity_phrase(count)}"
    names = {one.id: one.name for group in (record.people, record.organizations) for one in group}
    for number, quote in enumerate(record.quotes, 1):
        yield f"quote-{number}", "QUOTE", quote, names.get(quote.speaker or "", "")
    for event in record.events:
        if event.trigger is not None:
            yield event.id, "EVENT", event.trigger, f"{event.type}, {event.status}"
