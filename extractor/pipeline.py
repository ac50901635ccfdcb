"""One post from the door to the record: read this file from top to bottom to follow it.

    bytes --documents--> Document --spaCy--> Doc with people, bodies, places, figures, events --building--> Record

The stages are spaCy components; each says in its docstring what it reads and what it writes on the Doc.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.building import RecordBuilder
from extractor.documents import Document, DocumentError, Failure, read_inputs, read_text
from extractor.entities import (  # noqa: F401 - importing a component registers it with spaCy
    amounts,
    organizations,
    people,
    places,
    programs,
    quantities,
    quotes,
    regulations,
    times,
)
from extractor.entities.extensions import register
from extractor.events import finder  # noqa: F401
from extractor.language.tokens import know_only_what_is_asked
from extractor.records import Record
from extractor.tagging.decoding import quickened
from extractor.tagging.judge import Judges
from extractor.tagging.trained import blank, judges_of, read_trained, reading, shipped_model

# Order matters: offices split areas from names, bodies complete offices, figures need money and dates out of the way.
COMPONENTS = (
    "jamsos_dates",
    "jamsos_people",
    "jamsos_organizations",
    "jamsos_places",
    "jamsos_programs",
    "jamsos_regulations",
    "jamsos_amounts",
    "jamsos_quantities",
    "jamsos_quotes",
    "jamsos_events",
)
JUDGED = ("jamsos_people", "jamsos_events")  # components that learnt judges decide in
LONGEST_POST = 100_000  # characters, some 15,000 words
SHIPPED = "shipped"  # the model that came with the program
RELEVANT = 0.5  # a post under this tells no events: it is not about the agency


def create_nlp(model: Path | None = None) -> Language:
    """The spaCy pipeline: the components of a trained model, if any, then those of `COMPONENTS`.

    Raises:
        extractor.tagging.trained.ModelError: if the folder holds no model of this version.
    """
    register()
    nlp = blank() if model is None else _trained(model)
    know_only_what_is_asked(nlp.vocab)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    give_judges(nlp, {} if model is None else judges_of(model))
    return nlp


def _trained(model: Path) -> Language:
    with reading(model):  # a network of another make is found only when it is taken apart
        return quickened(read_trained(model))


def give_judges(nlp: Language, judges: Judges) -> None:
    """Let the components that ask judges ask these."""
    for name in JUDGED:
        component: Any = nlp.get_pipe(name)
        component.judges = judges


class Extractor:
    """Turns posts into records; make one and use it for all posts. It keeps nothing of one post for the next."""

    def __init__(self, model: str | PathLike[str] | None = SHIPPED) -> None:
        """Load the pipeline.

        Args:
            model: folder of a trained model (see `extractor train`); that which came with the program if not given,
                none if `None`: then the rules decide alone.

        Raises:
            extractor.tagging.trained.ModelError: if the folder holds no model of this version.
        """
        folder = shipped_model() if model == SHIPPED else model
        self.nlp = create_nlp(None if folder is None else Path(folder))

    def extract(self, text: str, url: str | None = None, published: date | datetime | None = None) -> Record:
        """The record of one post given as text or as an HTML page.

        Args:
            text: the post as copied, or the page's source.
            url: its address, if known; it gives the record's id and the outlet.
            published: when it was published, where the text does not say.

        Raises:
            extractor.documents.DocumentError: if the text is no post; the message says why and what to do.
        """
        return self.extract_document(read_text(text, url=url, published=published))

    def extract_document(self, document: Document) -> Record:
        """The record of a post that has been read.

        Raises:
            extractor.documents.DocumentError: if the text is far longer than any post.
        """
        if len(document.text) > LONGEST_POST:
            raise DocumentError(
                "post-too-long",
                f"the text has {len(document.text):,} characters, a post has at most {LONGEST_POST:,}",
                "Give each post as a file of its own.",
            )
        return RecordBuilder(document, self.annotate(document)).build()

    def annotate(self, document: Document) -> Doc:
        """The Doc of a post (headline, blank line, body) with everything the components found."""
        head = f"{document.title}\n\n" if document.title else ""
        doc = self.nlp.make_doc(head + document.text)
        notes = doc._
        notes.title_end = len(head)
        notes.published = document.published_on
        notes.dateline = document.dateline
        notes.relevant = document.relevance >= RELEVANT
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        return doc

    def stream(self, paths: Iterable[str | PathLike[str]]) -> Iterator[Record | Failure]:
        """Records of the posts at `paths` (files, folders, `-` for standard input), one at a time, failures in their place.

        A defect of the program that one post brings to light costs that post, not the batch.
        """
        yield from self.outcomes(read_inputs(paths))

    def outcomes(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        """`stream` of posts that have been read."""
        for item in items:
            if isinstance(item, Failure):
                yield item
                continue
            try:
                yield self.extract_document(item)
            except DocumentError as error:
                yield error.failure(item.source_path)
            except Exception as error:  # noqa: BLE001 - told with its post, and the exit code tells
                reason = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
                remedy = "This is a defect of the program: please report it with the post."
                yield DocumentError("internal-error", reason, remedy).failure(item.source_path)
