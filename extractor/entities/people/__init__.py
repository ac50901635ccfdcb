"""People of a post: who is named, with which office or tie, and which later short mentions are theirs.

A run of capitals is taken for a person only on evidence: an office before or after it, a polite word, a degree, an age, a verb of
speech, kinship, a trade, or its place in a list of people. What evidence there is stands in `Mention.evidence`.
`reading` finds names and offices at a place, `ties` what stands after a name, `scanning` weighs, `joining` makes people of mentions;
`evidence` is what the learnt judges decide by where a model is loaded.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.bodies import BodyReader
from extractor.entities.network import Network
from extractor.entities.people.joining import Joiner
from extractor.entities.people.model import Person, Tie
from extractor.entities.people.scanning import Scan
from extractor.entities.words import Words
from extractor.tagging.judge import Judges

__all__ = ["PeopleFinder", "Person", "Tie"]


@Language.factory("jamsos_people", assigns=["doc._.people", "doc._.offices"])
def make_people(nlp: Language, name: str) -> PeopleFinder:
    """The component that finds people."""
    return PeopleFinder()


class PeopleFinder:
    """Writes `doc._.people`: a tuple of `Person` in order of first mention; and `doc._.offices`: every office read."""

    def __init__(self) -> None:
        self.judges: Judges = {}  # without any the rules decide alone

    def __call__(self, doc: Doc) -> Doc:
        """Find the people of `doc`."""
        joiner = join(doc, self.judges)
        doc._.people = tuple(joiner.people())
        doc._.offices = tuple(joiner.scan.offices)
        return doc


def join(doc: Doc, judges: Judges) -> Joiner:
    """The candidates of `doc`, by the rules and, where judges can tell the right ones, by the network."""
    scan = Scan(Words.of(doc), BodyReader.of(doc), doc._.title_end)
    scan.run()
    network = Network.of(doc)
    scan.take_over(network)
    return Joiner(scan, network, judges)
