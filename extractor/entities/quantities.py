"""Counts and percentages with what is counted and what they say: target, coverage, potential, beneficiaries, attendance."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.counting import Counter, Quantity
from extractor.entities.extensions import add_doubts
from extractor.entities.words import Words
from extractor.knowledge.figures import counting
from extractor.language.numbers import find_numbers, numbers_outside
from extractor.records import QuantityKind

__all__ = ["Quantity", "QuantityFinder"]


@Language.factory(
    "jamsos_quantities", assigns=["doc._.numbers", "doc._.quantities"], requires=["doc._.money", "doc._.dates"]
)
def make_quantities(nlp: Language, name: str) -> QuantityFinder:
    """The component that finds counts."""
    return QuantityFinder()


class QuantityFinder:
    """Writes `doc._.numbers` (figures outside of money and dates) and `doc._.quantities`, in text order.

    A figure read against the letter ("35.0000") adds a doubt `number_format` to `doc._.doubts`.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the counts of `doc`."""
        words = Words.of(doc)
        doc._.numbers = numbers_outside(find_numbers(words.text), doc._.money, doc._.dates)
        found = Counter(words, doc._.numbers).counts()
        as_of = _as_of_dates(doc, words)

        def dated(quantity: Quantity) -> Quantity:
            sentence = words.sentence_at(quantity.span.start)
            return replace(quantity, as_of=as_of.get(sentence)) if quantity.kind is QuantityKind.COVERAGE else quantity

        doc._.quantities = tuple(dated(quantity) for _, quantity in found)
        add_doubts(doc, [number for number, _ in found])
        return doc


def _as_of_dates(doc: Doc, words: Words) -> dict[int, str]:
    """For each sentence the day, month or year up to which it counts ("hingga Juli", "per 31 Agustus 2023")."""
    out: dict[int, str] = {}
    for moment in doc._.dates:
        i = words.word_at(moment.span.start)
        if moment.iso() is not None and counting("until").intersection(words.keys[max(0, i - 2) : i + 1]):
            out.setdefault(words.sentences[i], moment.iso())
    return out
