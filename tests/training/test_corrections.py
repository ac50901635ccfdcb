"""What people correct in the store is what a training learns from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import Extractor
from extractor.export import export
from extractor.records import Record
from extractor.review.facts import facts_of
from extractor.review.gold import reviewed_value
from extractor.review.ledger import add, corrections_of
from extractor.review.model import Action, Fact, Family, Place
from extractor.review.state import state_of
from extractor.store import Store
from extractor.training.corpus import CorpusPost, read_corpus
from extractor.training.examples import entity_example, role_example
from extractor.training.model import training_posts
from extractor.training.trainer import TrainingData, train, untrained, with_copies

POST = """Ahli Waris Nelayan Terima Santunan

Rabu, 30 Agustus 2023

BANDA ACEH – Kepala BPJS Ketenagakerjaan Cabang Banda Aceh Sunardi Wijaya menyerahkan santunan kematian Rp 42 juta kepada Siti Aminah di \
Pidie, Selasa (29/8).

Kapitan Adat Bolu Leki hadir bersama Dinas Sosial Aceh. “Santunan di Aceh itu hak setiap peserta,” kata Sunardi.
"""


class Reviewer:
    """Somebody who says what is right of a post."""

    def __init__(self, store: Store, record: Record) -> None:
        self.store, self.record, self.text = store, record, record.article.text

    def fact(self, family: Family, name: str | None = None) -> Fact:
        mine = (one for one in facts_of(self.record) if one.family is family)
        return next(one for one in mine if name in {None, one.value.get("name")})

    def says(self, action: Action, **what: Any) -> None:
        with self.store.database.change() as db:
            add(db, record=self.record.id, who="Rina", action=action, version=1, **what)

    def adds(self, family: Family, name: str, **more: Any) -> None:
        at = self.text.index(name)
        self.says(Action.ADD, fact=Fact(family, {"name": name, **more}, (Place(at, at + len(name), name),)))

    def reviews(self) -> None:
        state = state_of(self.record, corrections_of(self.store, self.record.id))
        self.says(Action.REVIEW, review=reviewed_value(self.record, state, is_relevant=True))


@pytest.fixture
def reviewer(extractor: Extractor, tmp_path: Path) -> Iterator[Reviewer]:
    """With a post that the program has read."""
    record = extractor.extract(POST)
    with Store(tmp_path / "news.db") as store:
        store.upsert([record], store.begin_run("test"))
        yield Reviewer(store, record)


@pytest.fixture
def corrected(reviewer: Reviewer, tmp_path: Path) -> CorpusPost:
    """The post as gold, after every kind of correction, as the training reads it."""
    reviewer.says(Action.ACCEPT, target=reviewer.fact(Family.PEOPLE, "Siti Aminah"))
    head = reviewer.fact(Family.PEOPLE, "Sunardi Wijaya")
    office = {**head.value, "role": "Kepala BPJS Ketenagakerjaan"}
    reviewer.says(Action.EDIT, target=head, fact=Fact(head.family, office, head.places))
    for family, name in ((Family.ORGANIZATIONS, "Dinas Sosial Aceh"), (Family.PLACES, "Pidie")):
        reviewer.says(Action.REJECT, target=reviewer.fact(family, name))
    reviewer.adds(Family.PEOPLE, "Bolu Leki", role="Kapitan Adat")
    event = reviewer.fact(Family.EVENTS)
    told = {**event.value, "type": "aid", "participants": ["Sunardi Wijaya", "Bolu Leki"]}
    reviewer.says(Action.EDIT, target=event, fact=Fact(event.family, told, event.places))
    reviewer.reviews()
    export(reviewer.store, "gold", tmp_path / "reviewed")
    (post,) = read_corpus(tmp_path / "reviewed")
    return post


def marked(example: Any) -> list[tuple[str, str]]:
    return [(one.label_, one.text) for one in example.reference.ents]


def test_names_and_offices_that_were_corrected_are_marked_in_the_examples(
    corrected: CorpusPost, brief: Callable[..., Any]
) -> None:
    (learnt,) = training_posts([corrected])
    nlp = untrained(brief())
    names = marked(entity_example(nlp, learnt))
    people = [words for label, words in names if label == "PERSON"]
    assert people == ["Sunardi Wijaya", "Siti Aminah", "Bolu Leki", "Sunardi"]
    assert [words for label, words in names if label == "PLACE"] == ["BANDA ACEH", "Banda Aceh", "Aceh", "Aceh"]
    assert not [words for _, words in names if "Dinas" in words or "Pidie" in words]
    assert marked(role_example(nlp, learnt)) == [("ROLE", "Kepala BPJS Ketenagakerjaan"), ("ROLE", "Kapitan Adat")]
    assert learnt.events is None  # which sentence tells an event was not marked


def test_what_is_corrected_of_events_is_what_judges_of_events_are_told(corrected: CorpusPost) -> None:
    (event,) = corrected.gold["events"]
    assert (event["type"], event["participants"]) == ("aid", ["Sunardi Wijaya", "Bolu Leki"])


def test_a_network_learns_from_a_corrected_post_and_its_copies(
    corrected: CorpusPost, small_corpus: Path, brief: Callable[..., Any]
) -> None:
    """One of its areas is named within another ("Banda Aceh"), which a copy replaces as a whole."""
    recipe = brief(steps=2, copies=3)
    posts = [*read_corpus(small_corpus, "train")[:2], corrected]
    nlp = train(TrainingData(training_posts(posts)), recipe, seed=1)
    assert nlp.get_pipe("ner").labels == ("ORG", "PERSON", "PLACE")
    copies = with_copies(training_posts([corrected]), 3, random.Random(1))
    assert len({one.post.text for one in copies}) == 4
    assert all(words for one in copies for _, words in one.post.of("person", "place", "org", "role"))
