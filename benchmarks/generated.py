"""Records in any number, made from the records of the corpus: other names, words, figures and days, the same shape.

A record is varied without moving an offset: words become other words of the same length, the same word of one variant always the
same, so that names agree within a record and a person comes back in some twenty of them. Words of the agency and names of areas stay.
Days move with the variant over eight years. What comes out fulfils the contract (it is validated), is the same on every machine, and
its texts are no near copies of each other.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from extractor.records import Record

_WORD = re.compile(r"[^\W\d_]{4,}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_VOWELS, _OTHERS = "aiueo", "bcdghjklmnprstwy"
_YEARS = 8
_PERSON_RETURNS = 20  # variants that share their names

Json = dict[str, Any]


def generated(models: Sequence[Record], number: int, start: int = 0) -> Iterator[Record]:
    """`number` records from the `start`-th on; each of `models` is varied in turn."""
    plain = [json.loads(model.model_dump_json()) for model in models]
    kept = [_kept_words(model) for model in plain]
    for index in range(start, start + number):
        which, variant = index % len(plain), index // len(plain)
        yield Record.model_validate(_varied(plain[which], kept[which], index, variant))


def _kept_words(model: Json) -> frozenset[str]:
    """Words that stay: those of areas, bodies, programs, figures, dates and triggers."""
    said = [one["name"] for family in ("places", "organizations", "programs") for one in model[family]]
    said += [
        span["text"]
        for family in ("places", "organizations", "programs", "regulations")
        for one in model[family]
        for span in one["mentions"]
    ]
    said += [one["text"] for family in ("amounts", "quantities") for one in model[family] if one["text"]]
    said += [role["text"] for person in model["people"] for role in person["roles"]]
    said += [event[field]["text"] or "" for event in model["events"] for field in ("date", "trigger") if event[field]]
    return frozenset(word.casefold() for text in said for word in _WORD.findall(text))


def _varied(model: Json, kept: frozenset[str], index: int, variant: int) -> Json:
    made: Json = json.loads(json.dumps(model))
    if variant == 0:
        return made
    names = frozenset(word.casefold() for person in model["people"] for word in _WORD.findall(person["name"])) - kept

    def word(found: re.Match[str]) -> str:
        old = found[0]
        small = old.casefold()
        if small in kept or len(small) != len(old):
            return old
        seed = f"{small}/{variant // _PERSON_RETURNS if small in names else index}"
        draw = random.Random(seed)  # noqa: S311 — no secret
        if small not in names and draw.random() < 0.3:
            return old
        new = "".join(
            draw.choice(_VOWELS if sign in _VOWELS else _OTHERS) if sign.isascii() else sign for sign in small
        )
        return "".join(b.upper() if a.isupper() else b for a, b in zip(old, new, strict=True))

    def moved(text: str) -> str:
        return _WORD.sub(word, text)

    shift = timedelta(days=random.Random(index).randrange(365 * _YEARS))  # noqa: S311 — no secret

    def day(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) - shift).isoformat()

    article = made["article"]
    text = article["text"] = moved(article["text"])
    article["title"] = moved(article["title"]) if article["title"] else None
    article["published"] = _DAY.sub(day, article["published"]) if article["published"] else None
    article["source"]["sha256"] = hashlib.sha256(f"{index}".encode()).hexdigest()
    made["id"] = hashlib.sha256(f"{model['id']}{index}".encode()).hexdigest()[:16]
    for person in made["people"]:
        person["name"] = moved(person["name"])
        person["aliases"] = [moved(alias) for alias in person["aliases"]]
    for event in made["events"]:
        if event["date"]:
            for field in ("start", "end"):
                event["date"][field] = _DAY.sub(day, event["date"][field]) if event["date"][field] else None
    factor = random.Random(-index).choice((0.5, 0.9, 1, 1.3, 2))  # noqa: S311 — no secret
    for figure in (*made["amounts"], *made["quantities"]):
        figure["value"] = round(figure["value"] * factor) or figure["value"]
    for span in _spans(made):
        if span["start"] is not None:
            span["text"] = text[span["start"] : span["end"]]
    return made


def _spans(made: Json) -> Iterator[Json]:
    for family in ("people", "organizations", "places", "programs", "regulations"):
        for one in made[family]:
            yield from one["mentions"]
    for family in ("amounts", "quantities", "quotes"):
        yield from made[family]
    for event in made["events"]:
        yield from event["evidence"]
        if event["trigger"]:
            yield event["trigger"]
