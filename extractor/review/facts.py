"""The facts of a record one by one, and by what each is known again after the post was extracted anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Final

from extractor.evaluate.facts import facts_of_record
from extractor.records import Record, Spanned
from extractor.review.model import Fact, Family, Place

_KEY: Final = 12  # characters


def facts_of(record: Record) -> list[Fact]:
    """All facts of a record, family by family, each with its places in the text."""
    plain = record.model_dump(mode="json")
    told = facts_of_record(plain)
    names = {one["id"]: one["name"] for group in ("people", "organizations") for one in plain[group]}
    found = [
        Fact(Family.PEOPLE, {"name": said["name"], "role": said.get("role")}, _places(one.mentions), one.id)
        for said, one in zip(told["people"], record.people, strict=True)
    ]
    found += [
        Fact(Family.ORGANIZATIONS, {"name": one.name}, _places(one.mentions), one.id) for one in record.organizations
    ]
    found += [Fact(Family.PLACES, {"name": one.name}, _places(one.mentions), one.id) for one in record.places]
    found += [
        Fact(Family.PROGRAMS, {"code": str(one.code)}, _places(one.mentions), str(one.code)) for one in record.programs
    ]
    found += [Fact(Family.REGULATIONS, {"id": one.id}, _places(one.mentions), one.id) for one in record.regulations]
    found += [
        Fact(Family.AMOUNTS, {"value": one.value, "kind": one.kind, "per": one.per}, _places([one]), one.id)
        for one in record.amounts
    ]
    found += [
        Fact(Family.QUANTITIES, {"value": one.value, "unit": one.unit, "kind": one.kind}, _places([one]), one.id)
        for one in record.quantities
    ]
    found += [
        Fact(
            Family.QUOTES,
            {"text": one.text or "", "speaker": names.get(one.speaker or "")},
            _places([one]),
            f"quote{number}",
        )
        for number, one in enumerate(record.quotes, 1)
    ]
    found += [
        Fact(Family.EVENTS, dict(said), _places([event.trigger] if event.trigger else []), event.id)
        for said, event in zip(told["events"], record.events, strict=True)
    ]
    return found


def signature(fact: Fact) -> str:
    """What a fact is known by, wherever it stands: an entity by its name or code, a figure by value and words, an event by type and trigger."""
    value, words = fact.value, fact.places[0].text if fact.places else ""
    if fact.added is not None:
        said: Sequence[object] = (fact.added,)
    elif fact.family in (Family.PEOPLE, Family.ORGANIZATIONS, Family.PLACES):
        said = (" ".join(value["name"].casefold().split()),)
    elif fact.family is Family.PROGRAMS:
        said = (value["code"],)
    elif fact.family is Family.REGULATIONS:
        said = (value["id"],)
    elif fact.family is Family.AMOUNTS:
        said = (value["value"], words)
    elif fact.family is Family.QUANTITIES:
        said = (value["value"], value["unit"], words)
    elif fact.family is Family.QUOTES:
        said = (value["text"],)
    else:
        said = (value["type"], words)
    return json.dumps([fact.family, *said], ensure_ascii=False)


def key_of(fact: Fact) -> str:
    """A short name of a fact, for addresses: the same as long as it says the same at the same place."""
    start = fact.places[0].start if fact.places and fact.family in STANDING else None
    told = f"{signature(fact)} {start}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:_KEY]


STANDING: Final = frozenset({Family.AMOUNTS, Family.QUANTITIES, Family.QUOTES, Family.EVENTS})
"""Families of which the same may be told at several places, each a fact of its own."""


def _places(spans: Iterable[Spanned]) -> tuple[Place, ...]:
    return tuple(
        Place(one.start, one.end, one.text)
        for one in spans
        if one.start is not None and one.end is not None and one.text is not None
    )
