"""Dates in running text, resolved against the day of publication."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.extensions import add_doubts
from extractor.entities.words import Words
from extractor.language.dates import find_dates


@Language.factory("jamsos_dates", assigns=["doc._.dates"], requires=["doc._.published"])
def make_dates(nlp: Language, name: str) -> DateFinder:
    """The component that finds dates."""
    return DateFinder()


class DateFinder:
    """Writes `doc._.dates`: a tuple of `Moment` in text order; contradictions go to `doc._.doubts`."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the dates of `doc`."""
        text = Words.of(doc).text
        # Digits right after a stroke are the end of a document's number: "PRINT-232/L.8.15/05/2025".
        dates = tuple(
            m
            for m in find_dates(text, published=doc._.published)
            if not (m.span.start and text[m.span.start - 1] in "/.-" and m.text[:1].isdigit())
        )
        doc._.dates = dates
        add_doubts(doc, dates)
        return doc
