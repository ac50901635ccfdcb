"""What the components write on a Doc; each name is registered once, with an empty default."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from extractor.language.dates import Moment
from extractor.language.money import Money
from extractor.language.numbers import Number

# name: what it holds
EXTENSIONS = {
    "published": "date of publication (datetime.date) or None",
    "title_end": "code points of the headline and the blank after it; the body starts there (int, 0 without a headline)",
    "relevant": "is the post about the agency (bool); others tell no events",
    "dateline": "the post's dateline or None (str)",
    "numbers": "tuple of language.numbers.Number",
    "money": "tuple of language.money.Money",
    "dates": "tuple of language.dates.Moment",
    "place_entities": "tuple of entities.places.Place",
    "places": "tuple of entities.places.PlaceMention",
    "offices": "tuple of entities.offices.Office",
    "people": "tuple of entities.people.Person",
    "organizations": "tuple of entities.organizations.Organization",
    "programs": "tuple of entities.programs.Program",
    "regulations": "tuple of entities.regulations.Regulation",
    "amounts": "tuple of entities.amounts.Amount",
    "quantities": "tuple of entities.quantities.Quantity",
    "quotes": "tuple of entities.quotes.Quote",
    "events": "tuple of events.model.Event",
    "doubts": "tuple of (code, text, message): readings against the letter",
}
_DEFAULTS = {"published": None, "title_end": 0, "dateline": None, "relevant": True}


def add_doubts(doc: Doc, readings: Iterable[Number | Money | Moment]) -> None:
    """Add to `doc._.doubts` those of the readings that go against the letter."""
    doubted = [one for one in readings if one.warning]
    if doubted:
        text = doc.text
        doc._.doubts += tuple(
            (one.warning, one.span.of(text), one.message or "read against the printed form") for one in doubted
        )


def register() -> None:
    """Register the extensions; a second call changes nothing."""
    for name in EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=_DEFAULTS.get(name, ()))
