"""What a person should look at: new office-holders, contradictions, warnings, edits."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.digest.details import Details
from extractor.digest.model import Cut, Difference, Doubt, Doubts, Edit, Holder, Telling, unique
from extractor.digest.rules import load, most
from extractor.digest.selection import Selection, Window
from extractor.identities.model import Tenure
from extractor.identities.reading import new_office_holders
from extractor.store import Store
from extractor.stories.model import Contradiction
from extractor.stories.reading import contradictions

_KINDS = ("amount", "quantity", "date", "place")


def differences(store: Store, window: Window, details: Details) -> Cut[Difference]:
    """Contradictions within stories: of figures before those of days and places, told by many before told by few."""
    found = sorted(
        contradictions(store, window.after),
        key=lambda one: (_KINDS.index(one.kind), -len(unique(side.outlet for side in one.sides)), one.key),
    )
    return Cut.made(found, most("differences"), lambda one: _difference(one, details))


def _difference(one: Contradiction, details: Details) -> Difference:
    by_value: dict[str, dict[str | None, str]] = {}
    for side in one.sides:
        by_value.setdefault(side.value, {}).setdefault(side.outlet, side.article)
    tellings = [
        Telling(value, Cut.made(list(articles.values()), most("tellers"), details.post))
        for value, articles in by_value.items()
    ]
    return Difference(one.title, one.kind, one.what, Cut.of(tellings, most("sides")))


def doubts(selection: Selection) -> tuple[Doubts, ...]:
    """Warnings by code, those to look at first; of the quiet ones only the number."""
    rules = load("rules.toml")["warnings"]
    order: list[str] = rules["order"]
    by_code: dict[str, list[Doubt]] = {}
    for code, text, message, article in selection.warnings():
        by_code.setdefault(code, []).append(Doubt(text, message, selection.articles[article].post))
    codes = sorted(by_code, key=lambda code: (order.index(code) if code in order else len(order), code))
    return tuple(
        Doubts(code, Cut.of(by_code[code], 0 if code in rules["quiet"] else most("doubts_of_a_code"))) for code in codes
    )


def edited(edits: Sequence[tuple[str, int, int]], details: Details) -> Cut[Edit]:
    """Edited posts, those with other figures first, then those with another headline."""
    read = [details.edit(*one) for one in edits[: most("edited_read")]]
    read.sort(key=lambda one: (not (one.gone or one.come), one.title_before is None))
    return Cut(tuple(read[: most("edited")]), len(edits))


def holders(store: Store, window: Window) -> Cut[Holder]:
    """People whom new articles show in an office for the first time, those first who follow somebody: the others may have long been there."""
    found = sorted(new_office_holders(store, window.after), key=lambda one: (one.follows is None, -one.articles))
    return Cut.made(found, most("holders"), _holder)


def _holder(one: Tenure) -> Holder:
    return Holder(one.name, one.title, one.body, one.area, one.first_day, one.follows.name if one.follows else None)
