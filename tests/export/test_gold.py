"""What people found right of posts, as gold: written, read back, scored, learnt from."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.evaluate import read_gold, read_records, score
from extractor.export import ExportError, export
from extractor.review.facts import facts_of
from extractor.review.gold import reviewed_value
from extractor.review.ledger import add, corrections_of
from extractor.review.model import Action, Fact, Family, Place
from extractor.review.state import state_of
from extractor.training.corpus import read_corpus

POST = "0000000000000001"


@pytest.fixture
def said(store):
    """Say something of a post: `said("reject", family="people")`, `said("review")`."""

    def say(action, family=None, fact=None, undoes=None, who="Rina", is_relevant=True):
        record = store.record(POST)
        told = facts_of(record)
        target = next((one for one in told if one.family == family), None) if action != "add" else None
        review = None
        if action == "review":
            review = reviewed_value(record, state_of(record, corrections_of(store, POST)), is_relevant=is_relevant)
        with store.database.change() as db:
            return add(
                db,
                record=POST,
                who=who,
                action=Action(action),
                version=1,
                target=target,
                fact=fact if fact is None or action == "add" else replace(target, value=fact),
                review=review,
                undoes=undoes,
            )

    return say


def gold(out) -> dict:
    return json.loads((out / "gold" / f"{POST}.json").read_text(encoding="utf-8"))


def test_only_posts_that_were_marked_as_reviewed_are_gold(store, said, out):
    said("accept", "people")
    with pytest.raises(ExportError, match="no post is marked as reviewed"):
        export(store, "gold", out)
    said("review")
    assert str(export(store, "gold", out)) == "1 posts"
    assert sorted(str(one.relative_to(out)) for one in out.rglob("*.json*")) == [
        f"gold/{POST}.json",
        f"posts/{POST}.json",
        "records.jsonl",
    ]


def test_a_post_whose_review_was_undone_is_no_gold_any_more(store, said, out):
    said("undo", undoes=said("review"))
    with pytest.raises(ExportError, match="no post is marked as reviewed"):
        export(store, "gold", out)


def test_gold_of_a_post_found_right_is_scored_as_perfect(store, said, out):
    said("review")
    export(store, "gold", out)
    report = score(read_gold(out / "gold"), read_records(out / "records.jsonl"))
    assert report.headline == 1.0
    assert {family: (one.gold, one.found) for family, one in report.families.items() if one.gold} == {
        "people": (1, 1),
        "roles": (1, 1),
        "organizations": (1, 1),
        "places": (1, 1),
        "programs": (1, 1),
        "regulations": (1, 1),
        "amounts": (2, 2),
        "quantities": (1, 1),
        "events": (1, 1),
        "event_arguments": (9, 9),  # day, place, two participants, program, regulation, two sums, a count
    }


def test_a_rejected_person_is_a_false_alarm_and_an_added_figure_a_miss(store, said, out):
    said("reject", "people")
    text = store.record(POST).article.text
    at = text.index("25/08")
    said(
        "add",
        fact=Fact(Family.QUANTITIES, {"value": 25, "unit": "case", "kind": "other"}, (Place(at, at + 5, "25/08"),)),
    )
    said("review")
    export(store, "gold", out)
    report = score(read_gold(out / "gold"), read_records(out / "records.jsonl"))
    assert (report.families["people"].gold, report.families["people"].found) == (0, 1)
    assert report.families["people"].precision == 0.0
    assert (report.families["quantities"].recall, report.families["quantities"].precision) == (0.5, 1.0)


def test_events_follow_a_person_who_is_rejected_and_one_who_is_renamed(store, said, out):
    before = store.record(POST)
    assert [one.entity for one in before.events[0].participants] == ["p1", "o1"]
    said("edit", "people", {"name": "Rahmat Sulaiman", "role": None})
    said("review")
    export(store, "gold", out)
    assert gold(out)["people"] == [{"name": "Rahmat Sulaiman", "role": None}]
    assert gold(out)["events"][0]["participants"] == ["Rahmat Sulaiman", "Dinas Tenaga Kerja"]
    said("reject", "people")
    said("review")
    export(store, "gold", out)
    assert gold(out)["events"][0]["participants"] == ["Dinas Tenaga Kerja"]


def test_gold_stays_when_the_post_is_extracted_anew(store, said, out):
    said("review")
    record = store.record(POST)
    store.upsert([record.model_copy(update={"events": [], "quotes": []})], store.begin_run("test"))
    assert store.record(POST).events == []
    export(store, "gold", out)
    assert len(gold(out)["events"]) == 1
    report = score(read_gold(out / "gold"), read_records(out / "records.jsonl"))
    assert (report.families["events"].gold, report.families["events"].found) == (1, 0)


def test_what_is_corrected_after_the_review_waits_for_the_next_review(store, said, out):
    said("review")
    said("reject", "places")
    assert str(export(store, "gold", out)) == "1 posts, 1 corrected since their review"
    assert len(gold(out)["places"]) == 1
    said("review")
    assert str(export(store, "gold", out)) == "1 posts"
    assert gold(out)["places"] == []


def test_a_post_off_the_topic_keeps_its_facts_and_has_no_events(store, said, out):
    said("review", is_relevant=False)
    export(store, "gold", out)
    assert (gold(out)["relevant"], gold(out)["events"], len(gold(out)["people"])) == (False, [], 1)


def test_a_filter_chooses_among_reviewed_posts_and_leftovers_of_an_earlier_export_go(store, said, out):
    said("review")
    export(store, "gold", out)
    (out / "gold" / "00000000000000aa.json").write_text("{}")
    export(store, "gold", out)
    assert [one.name for one in (out / "gold").iterdir()] == [f"{POST}.json"]


def test_a_folder_with_files_of_others_is_left_alone(store, said, out):
    said("review")
    (out / "gold").mkdir(parents=True)
    (out / "gold" / "notes.json").write_text("{}")
    with pytest.raises(ExportError, match=r"holds other files \(gold/notes.json\)"):
        export(store, "gold", out)
    assert [one.name for one in out.rglob("*.json")] == ["notes.json"]


def test_the_training_reads_the_folder(store, said, out):
    said("review")
    export(store, "gold", out)
    (post,) = read_corpus(out)
    article = store.record(POST).article
    assert (post.id, post.document.title, post.document.url) == (POST, article.title, article.url)
    assert post.document.published_iso == article.published
    assert post.document.text == article.text
    assert post.gold["people"] == [{"name": "Rahmat Suleman", "role": "Kepala Dinas Tenaga Kerja"}]


def test_the_commands_export_and_evaluate_go_together(store, said, out):
    said("review")
    run = CliRunner()
    done = run.invoke(app, ["export", "--store", str(store.path), "--format", "gold", "-o", str(out)])
    assert (done.exit_code, done.stderr) == (0, f"1 posts -> {out}\n")
    done = run.invoke(app, ["evaluate", str(out / "gold"), str(out / "records.jsonl"), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["headline"] == 1.0


def test_gold_does_not_go_to_standard_output(store):
    with pytest.raises(ExportError, match="Name a folder with -o"):
        export(store, "gold", "-")
