"""The contract: what a record may say, and what it refuses to say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from extractor.records import EventDate, Record, Spanned


def change(record, path, value):
    """Set the field at `path` ("events.0.type") to `value`."""
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    node = record
    for step in way:
        node = node[step]
    node[last] = value
    return record


def test_a_whole_record_is_accepted_and_comes_back_as_it_was(record):
    read = Record.model_validate(record)
    assert json.loads(read.model_dump_json()) == record
    assert list(read.model_dump()) == list(record)


def test_every_span_of_a_record_is_known_to_it(record):
    found = [span.text for span in Record.model_validate(record).spans()]
    assert len(found) == 8
    assert {"Rp 42 juta", "12 ahli waris", "menyerahkan santunan"} <= set(found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("people.0.mentions.0.text", "Kepala Dinas"),
        ("amounts.0.start", 0),
        ("quantities.0.end", 10_000),
        ("events.0.trigger.text", "menyerahkan bantuan"),
        ("events.0.evidence.0.end", 80),
        ("programs.0.mentions.0.start", 3),
    ],
)
def test_a_span_that_reads_something_else_is_refused(record, path, value):
    with pytest.raises(ValidationError, match="the article"):
        Record.model_validate(change(record, path, value))


@pytest.mark.parametrize(
    ("span", "complaint"),
    [
        ({"start": 1, "end": None, "text": None}, "or none of them"),
        ({"start": None, "end": None, "text": "a"}, "or none of them"),
        ({"start": 3, "end": 3, "text": "a"}, "not empty"),
        ({"start": 4, "end": 3, "text": "a"}, "not empty"),
        ({"start": -1, "end": 3, "text": "a"}, "greater than or equal to 0"),
        ({"start": 0, "end": 1, "text": ""}, "at least 1 character"),
    ],
)
def test_a_span_has_a_start_before_its_end_and_a_text_or_nothing_at_all(span, complaint):
    with pytest.raises(ValidationError, match=complaint):
        Spanned.model_validate(span)


def test_a_fact_of_the_headline_has_no_span(record):
    nowhere = {"start": None, "end": None, "text": None}
    record["people"][0]["mentions"] = [nowhere]
    record["amounts"][0] |= nowhere
    assert Record.model_validate(record).people[0].mentions == [Spanned.model_validate(nowhere)]


@pytest.mark.parametrize(
    "path", ["people.0.id", "organizations.0.id", "places.0.id", "amounts.0.id", "quantities.0.id", "events.0.id"]
)
@pytest.mark.parametrize("wrong", ["x1", "p2", ""])
def test_ids_are_numbered_from_one_with_the_letter_of_their_family(record, path, wrong):
    with pytest.raises(ValidationError):
        Record.model_validate(change(record, path, wrong))


@pytest.mark.parametrize("family", ["programs", "regulations"])
def test_programs_and_regulations_are_listed_once(record, family):
    record[family] *= 2
    with pytest.raises(ValidationError, match="once each"):
        Record.model_validate(record)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("people.0.roles.0.organization", "o2"),
        ("organizations.0.place", "l9"),
        ("amounts.0.recipient", "l1"),  # a place receives nothing
        ("quotes", [{"speaker": "p7", "start": None, "end": None, "text": None}]),
        ("events.0.place", "o1"),
        ("events.0.participants.0.entity", "l1"),
        ("events.0.participants.0.entity", "p2"),
        ("events.0.programs", ["JHT"]),
        ("events.0.regulations", ["uu-40-2004"]),
        ("events.0.amounts", ["m2"]),
        ("events.0.quantities", ["m1"]),
    ],
)
def test_an_id_that_the_record_does_not_hold_is_refused(record, path, value):
    with pytest.raises(ValidationError, match="which the record does not hold"):
        Record.model_validate(change(record, path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema_version", "2.0"),
        ("id", "0123"),
        ("id", "0123456789ABCDEF"),
        ("article.published", "26/08/2022"),
        ("article.published", "2022-08-26T8:00"),
        ("article.published_precision", "hour"),
        ("article.relevance", 1.01),
        ("article.title", ""),
        ("article.page", {"number": 0, "of": 3}),
        ("article.source.sha256", "00"),
        ("organizations.0.kind", "ministry"),
        ("places.0.kind", "town"),
        ("places.0.code", "6271"),
        ("places.0.province_code", "62.71"),
        ("programs.0.code", "BPJS"),
        ("regulations.0.kind", "Keputusan"),
        ("regulations.0.year", 21),
        ("amounts.0.kind", "gift"),
        ("amounts.0.per", "week"),
        ("amounts.0.bound", "about"),
        ("quantities.0.unit", "peserta"),
        ("quantities.0.kind", "count"),
        ("quantities.0.as_of", "25-08-2022"),
        ("events.0.type", "party"),
        ("events.0.status", "done"),
        ("events.0.date.start", "25 August 2022"),
        ("events.0.date.precision", "hour"),
        ("events.0.participants.0.role", "guest"),
        ("events.0.confidence", -0.1),
    ],
)
def test_a_value_outside_its_vocabulary_or_form_is_refused(record, path, value):
    with pytest.raises(ValidationError):
        Record.model_validate(change(record, path, value))


@pytest.mark.parametrize(
    "path", ["wordcount", "article.wordcount", "events.0.wordcount", "people.0.mentions.0.wordcount"]
)
def test_a_field_that_the_contract_does_not_know_is_refused(record, path):
    with pytest.raises(ValidationError, match="Extra inputs"):
        Record.model_validate(change(record, path, 1))


def test_no_field_may_be_left_out(record):
    for field in list(record):
        with pytest.raises(ValidationError, match="Field required"):
            Record.model_validate({name: value for name, value in record.items() if name != field})


def test_a_record_cannot_be_changed(record):
    read = Record.model_validate(record)
    with pytest.raises(ValidationError, match="frozen"):
        read.id = "0" * 16


@pytest.mark.parametrize("moment", ["2019", "2019-10", "2019-10-30", "2019-10-30T08:41", "2019-10-30T08:41:00+07:00"])
def test_a_moment_is_as_exact_as_it_is_known(record, moment):
    assert Record.model_validate(change(record, "article.published", moment)).article.published == moment


@given(st.dates())
def test_every_day_is_a_date_and_its_parts_are_less_exact_dates(day):
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        assert EventDate(start=text, end=None, precision="day", text=None).start == text


@given(st.data())
def test_a_span_is_refused_unless_it_reads_its_text(data):
    text = data.draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    said = data.draw(st.sampled_from([text[start:end], text, text[start:end] + "x"]))
    article = dict.fromkeys(("title", "url", "outlet", "author", "published", "published_precision", "dateline"))
    source = {"path": "a.txt", "sha256": "0" * 64, "fetched": None, "warc": None}
    article |= {"language": "id", "text": text, "page": None, "relevance": 1, "source": source}
    quote = {"speaker": None, "start": start, "end": end, "text": said}
    families = ("people", "organizations", "places", "programs", "regulations", "amounts", "quantities", "events")
    record = {"schema_version": "1.0", "id": "0" * 16, "article": article, "quotes": [quote], "warnings": []}
    record |= {family: [] for family in families}
    if said == text[start:end]:
        assert Record.model_validate(record).quotes[0].text == said
    else:
        with pytest.raises(ValidationError, match="the article"):
            Record.model_validate(record)
