"""Records in any number, made from the records of the corpus: other names, words, figures and days, the same shape.

A record is varied without moving an offset: words become other words of the same length, digits other digits, the same word of one record
always the same, so that names agree within it. Words of the agency, of governments, programs and regencies stay; companies, villages and halls
do not. Records come day after day, some hundred a day, as a morning run brings them: holders of public offices come back every week, the others
do not, and each fifth post is the one before it in another outlet, word for word. What comes out fulfils the contract (it is validated)
and is the same on every machine.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from extractor.records import Record

A_DAY = 300
"""Records of one day of publication."""
_FIRST = date(2024, 1, 1)
_RETURNS = 7  # variants of a record, of which there is about one a day, after which its office-holders come back
_COPY = 5  # each so many-th record is a copy
_WORD = re.compile(r"[^\W\d_]{4,}")
_DIGIT = re.compile(r"(?<=\d)\d")  # the first of a number stays: no number becomes shorter
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_VOWELS, _OTHERS = "aiueo", "bcdghjklmnprstwy"
_STAYING = frozenset({"bpjstk", "bpjs_kesehatan", "national_government", "local_government", "law_enforcement"})
_REGENCY = len("62.71")

Json = dict[str, Any]


def generated(models: Sequence[Record], number: int, start: int = 0) -> Iterator[Record]:
    """`number` records from the `start`-th on; each of `models` is varied in turn."""
    plain = [json.loads(model.model_dump_json()) for model in models]
    kept = [_kept_words(model) for model in plain]
    for index in range(start, start + number):
        told = index - 1 if index % _COPY == _COPY - 1 else index
        which, variant = told % len(plain), told // len(plain)
        made = _varied(plain[which], kept[which], told, variant)
        made["article"]["source"]["sha256"] = hashlib.sha256(f"{index}".encode()).hexdigest()
        made["id"] = hashlib.sha256(f"{index}".encode()).hexdigest()[:16]
        yield Record.model_validate(made)


def _kept_words(model: Json) -> frozenset[str]:
    """Words that stay: those of regencies, provinces, public bodies, programs and triggers, wherever they stand."""
    staying = [one for one in model["organizations"] if one["kind"] in _STAYING]
    staying += [one for one in model["places"] if len(one["code"] or "") <= _REGENCY]
    staying += [*model["programs"], *model["regulations"]]
    said = [one["name"] for one in staying if "name" in one]
    said += [span["text"] for one in staying for span in one["mentions"]]
    said += [role["text"] for one in _holders(model) for role in one["roles"]]
    said += [event["trigger"]["text"] or "" for event in model["events"] if event["trigger"]]
    return frozenset(word.casefold() for text in said for word in _WORD.findall(text))


def _varied(model: Json, kept: frozenset[str], index: int, variant: int) -> Json:
    made: Json = json.loads(json.dumps(model))
    names = _names(model["people"]) - kept
    holders = _names(_holders(model)) - kept

    def word(found: re.Match[str]) -> str:
        old = found[0]
        small = old.casefold()
        if small in kept or len(small) != len(old):
            return old
        seed = f"{small}/{variant % _RETURNS if small in holders else index}"
        draw = random.Random(seed)  # noqa: S311 — no secret
        if small not in names and draw.random() < 0.3:
            return old
        new = "".join(
            draw.choice(_VOWELS if sign in _VOWELS else _OTHERS) if sign.isascii() else sign for sign in small
        )
        return "".join(b.upper() if a.isupper() else b for a, b in zip(old, new, strict=True))

    draw = random.Random(index)  # noqa: S311 — no secret
    digits = [draw.choice("0123456789") for _ in range(10)]

    def moved(text: str) -> str:
        return _DIGIT.sub(lambda found: digits[int(found[0])], _WORD.sub(word, text))

    shift = _day_of(model) - (_FIRST + timedelta(days=index // A_DAY))

    def day(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) - shift).isoformat()

    article = made["article"]
    text = article["text"] = moved(article["text"])
    article["title"] = moved(article["title"]) if article["title"] else None
    article["published"] = _DAY.sub(day, article["published"]) if article["published"] else None
    for one in (*made["people"], *made["organizations"], *made["places"]):
        one["name"] = moved(one["name"])
        one["aliases"] = [moved(alias) for alias in one.get("aliases", ())]
    district = f"{draw.randrange(1, 40):02}"
    for place in made["places"]:
        del place["aliases"]
        if len(place["code"] or "") > _REGENCY:
            place["code"] = ".".join([*place["code"].split(".")[:2], district, *place["code"].split(".")[3:]])
    for event in made["events"]:
        event["venue"] = moved(event["venue"]) if event["venue"] else None
        if event["date"]:
            for field in ("start", "end"):
                event["date"][field] = _DAY.sub(day, event["date"][field]) if event["date"][field] else None
    factor = draw.uniform(0.3, 3)
    for figure in (*made["amounts"], *made["quantities"]):
        figure["value"] = round(figure["value"] * factor) or figure["value"]
    for span in _spans(made):
        if span["start"] is not None:
            span["text"] = text[span["start"] : span["end"]]
    return made


def _names(people: Iterable[Json]) -> frozenset[str]:
    return frozenset(word.casefold() for person in people for word in _WORD.findall(person["name"]))


def _holders(model: Json) -> list[Json]:
    """Those who hold an office in a body that stays."""
    staying = {one["id"] for one in model["organizations"] if one["kind"] in _STAYING}
    return [one for one in model["people"] if any(role["organization"] in staying for role in one["roles"])]


def _day_of(model: Json) -> date:
    """The day from which the days of a record are moved: of publication, else of an event, else any."""
    told = [model["article"]["published"], *(event["date"]["start"] for event in model["events"] if event["date"])]
    found = (_DAY.match(text) for text in told if text)
    return next((date.fromisoformat(one[0]) for one in found if one), _FIRST)


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
