"""People of a post: who is named, with which office or tie, and which later short mentions are theirs.

A run of capitals is taken for a person only on evidence: an office before or after it, a polite word, a degree, an age, a verb of
speech, kinship, a trade, or its place in a list of people. What evidence there is stands in `Mention.evidence`.
`reading` finds names and offices at a place, `ties` what stands after a name, `scanning` judges, `joining` makes people of mentions.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.people.joining import Joiner
from extractor.entities.people.model import Person, Tie
from extractor.entities.people.scanning import Scan
from extractor.entities.words import Words

__all__ = ["PeopleFinder", "Person", "Tie"]


@Language.factory("jamsos_people", assigns=["doc._.people", "doc._.offices"])
def make_people(nlp: Language, name: str) -> PeopleFinder:
    """The component that finds people."""
    return PeopleFinder()


class PeopleFinder:
    """Writes `doc._.people`: a tuple of `Person` in order of first mention; and `doc._.offices`: every office read."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the people of `doc`."""
        scan = Scan(Words.of(doc), doc._.title_end)
        scan.run()
        doc._.offices = tuple(scan.offices)
        doc._.people = tuple(Joiner(scan).people())
        return doc
