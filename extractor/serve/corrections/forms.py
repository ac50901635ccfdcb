"""Forms of facts: what a browser sends becomes what a fact says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from extractor.records import (
    AmountKind,
    EventStatus,
    EventType,
    Per,
    ProgramCode,
    QuantityKind,
    QuantityUnit,
)
from extractor.review.model import Family, Place, ReviewError, Value
from extractor.review.values import checked, parts_of

_GROUPED: Final = {
    "id": re.compile(r"(?P<whole>\d{1,3}(?:[.\s]\d{3})+|\d+)(?:,(?P<rest>\d+))?"),
    "en": re.compile(r"(?P<whole>\d{1,3}(?:[,\s]\d{3})+|\d+)(?:\.(?P<rest>\d+))?"),
}
_FIGURES: Final = frozenset({"value", "amounts", "quantities"})


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a form.

    Attributes:
        name: of the part of the fact.
        kind: `text`, `figure`, `choice`, `date`, `names` or `figures` (one a line), `codes` (any number of the choices).
        choices: values to choose from.
        table: name of the vocabulary with their words.
        required: must it be filled in?
    """

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    table: str = ""
    required: bool = False


def _chosen(name: str, values: Sequence[str], table: str, *, required: bool = True) -> Input:
    return Input(name, "choice", tuple(values), table, required)


_PROGRAMS: Final = tuple(one.value for one in ProgramCode)
_INPUTS: Final[Mapping[Family, tuple[Input, ...]]] = {
    Family.PEOPLE: (Input("name", "text", required=True), Input("role", "text")),
    Family.ORGANIZATIONS: (Input("name", "text", required=True),),
    Family.PLACES: (Input("name", "text", required=True),),
    Family.PROGRAMS: (_chosen("code", _PROGRAMS, "programs"),),
    Family.REGULATIONS: (Input("id", "text", required=True),),
    Family.AMOUNTS: (
        Input("value", "figure", required=True),
        _chosen("kind", [one.value for one in AmountKind], "amounts"),
        _chosen("per", [one.value for one in Per], "per", required=False),
    ),
    Family.QUANTITIES: (
        Input("value", "figure", required=True),
        _chosen("unit", [one.value for one in QuantityUnit], "units"),
        _chosen("kind", [one.value for one in QuantityKind], "counts"),
    ),
    Family.QUOTES: (Input("text", "text", required=True), Input("speaker", "text")),
    Family.EVENTS: (
        _chosen("type", [one.value for one in EventType], "types"),
        _chosen("status", [one.value for one in EventStatus], "statuses"),
        Input("date", "date"),
        Input("place", "text"),
        Input("participants", "names"),
        Input("programs", "codes", _PROGRAMS, "programs"),
        Input("regulations", "names"),
        Input("amounts", "figures"),
        Input("quantities", "figures"),
    ),
}


def inputs_of(family: Family) -> tuple[Input, ...]:
    """The fields of a family's form, in order."""
    return _INPUTS[family]


def value_of(family: Family, fields: Mapping[str, Sequence[str]], language: str) -> Value:
    """What a filled-in form says.

    Args:
        family: of the fact.
        fields: as sent, each with all its values.
        language: in which figures are written: 1.234,5 or 1,234.5.

    Raises:
        ReviewError: it makes no fact; the message names the field.
    """
    told: dict[str, Any] = {}
    for one in _INPUTS[family]:
        values = [line.strip() for value in fields.get(one.name, ()) for line in value.splitlines() if line.strip()]
        if one.kind in ("names", "figures", "codes"):
            told[one.name] = [_figure(value, language) for value in values] if one.kind == "figures" else values
        elif values:
            text = " ".join(values)
            told[one.name] = _figure(text, language) if one.name in _FIGURES else text
    return checked(family, told)


def place_in(text: str, start: str, end: str, words: str) -> Place | None:
    """Where the words of a selection stand in the text: as told, else the nearest same words; `None` if nothing was selected.

    Raises:
        ReviewError: the text does not hold the words.
    """
    if not words.strip():
        return None
    told = words.replace("\r\n", "\n")
    if start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10:
        place = _trimmed(Place(int(start), int(end), text[int(start) : int(end)]))
        if place.text == told.strip():
            return place
        near = int(start)
    else:
        near = 0
    bare = told.strip()
    found = [at for at in (text.rfind(bare, 0, near + len(bare)), text.find(bare, near)) if at >= 0]
    if not found:
        raise ReviewError("The post does not hold these words any more. Load the page anew.")
    at = min(found, key=lambda one: abs(one - near))
    return Place(at, at + len(bare), bare)


def guessed(words: str) -> tuple[Family, dict[str, str]]:
    """Which family selected words may be of, and how its form begins."""
    if re.search(r"(?i)\brp\b|rupiah", words):
        return Family.AMOUNTS, {"value": _digits(words)}
    if re.match(r"\d", words.strip()):
        return Family.QUANTITIES, {"value": _digits(words)}
    return Family.PEOPLE, {"name": words.strip()}


def begun(family: Family, words: str) -> dict[str, Any]:
    """How the form of a family begins for selected words."""
    parts = parts_of(family)
    if "name" in parts:
        return {"name": words.strip()}
    if family is Family.QUOTES:
        return {"text": words.strip()}
    return {"value": _digits(words)} if "value" in parts else {}


def _digits(words: str) -> str:
    """A number printed in digits alone; what is "42 juta" is left to the person."""
    found = re.findall(r"\d[\d.,]*", words)
    more = re.search(r"(?i)juta|miliar|milyar|triliun|ribu", words)
    return found[0].rstrip(".,") if len(found) == 1 and not more else ""


def _figure(text: str, language: str) -> int | float:
    found = _GROUPED.get(language, _GROUPED["id"]).fullmatch(text.strip())
    if found is None:
        raise ReviewError(f"{text!r} is no number. Write digits alone, without Rp or words.")
    whole = re.sub(r"\D", "", found["whole"])
    return float(f"{whole}.{found['rest']}") if found["rest"] else int(whole)


def _trimmed(place: Place) -> Place:
    lead = len(place.text) - len(place.text.lstrip())
    bare = place.text.strip()
    return Place(place.start + lead, place.start + lead + len(bare), bare)
