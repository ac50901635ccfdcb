"""Phrases of office and kinship as the network marks them: an entity recognizer that writes to `doc.spans`, not to `doc.ents`.

Such a phrase holds names of bodies and areas ("Kepala Dinas Sosial Kabupaten Bima"), which `doc.ents`, where nothing overlaps, has room for
only once.
"""

from __future__ import annotations

from typing import Any, Final

from spacy.language import Language
from spacy.pipeline.ner import EntityRecognizer
from spacy.tokens import Doc, SpanGroup
from thinc.api import Model

NAME: Final = "role_phrases"
SPANS: Final = "roles"  # key in doc.spans
LABEL: Final = "ROLE"


@Language.factory(NAME, default_config={"moves": None, "update_with_oracle_cut_size": 100})
def make_role_phrases(
    nlp: Language, name: str, model: Model[list[Doc], list[Any]], moves: Any, update_with_oracle_cut_size: int
) -> RolePhrases:
    """The component that marks phrases of office; it stands before any that sets `doc.ents`."""
    return RolePhrases(nlp.vocab, model, name, moves=moves, update_with_oracle_cut_size=update_with_oracle_cut_size)


class RolePhrases(EntityRecognizer):  # type: ignore[misc]
    """Writes `doc.spans["roles"]`; learns from references whose `doc.ents` are of the label `ROLE`."""

    def set_annotations(self, docs: list[Doc], states_or_beams: Any) -> None:
        """Mark the phrases, and leave the docs without entities."""
        super().set_annotations(docs, states_or_beams)
        for doc in docs:
            doc.spans[SPANS] = SpanGroup(doc, name=SPANS, spans=list(doc.ents))
            doc.set_ents([], default="missing")
