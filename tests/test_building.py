"""The record says what the components found: ids in order, spans into the body, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from extractor.documents import Caution, PageNumber, read_text
from extractor.records import Precision

BODY = (
    "BITUNG – BPJS Ketenagakerjaan Cabang Bitung menyerahkan santunan kematian Rp 42 juta kepada Siti Aminah, istri almarhum "
    "Darmawan Saleh, di Aula Kantor Wali Kota Bitung, Selasa (29/8/2023).\n"
    "Kepala BPJS Ketenagakerjaan Cabang Bitung Sunardi Wijaya mengatakan, sesuai Inpres Nomor 2 Tahun 2021, 35.000 pekerja sudah "
    "terlindungi. “Semoga santunan ini meringankan beban keluarga,” ujarnya.\n"
    "Pemkot Bitung menganggarkan Rp1,2 miliar untuk 5.000 pekerja rentan."
)
BASE = replace(
    read_text(BODY),
    text=BODY,
    title=None,
    published=date(2023, 8, 30),
    published_precision=Precision.DAY,
    dateline="Bitung",
    relevance=1.0,
    warnings=(),
)


@pytest.fixture(scope="session")
def build(extractor):
    """The record of the post above, with fields of the document changed."""
    return lambda **changes: extractor.extract_document(replace(BASE, **changes))


def test_the_post_as_such_is_passed_on(build):
    zone = timezone(timedelta(hours=8))
    record = build(
        title="Istri Nelayan Terima Santunan",
        url="https://kabar.example/santunan",
        outlet="Kabar Bitung",
        author="yan",
        published=datetime(2023, 8, 30, 9, 5, tzinfo=zone),
        published_precision=Precision.MINUTE,
        page=PageNumber(1, 2),
    )
    article = record.article
    assert record.id == BASE.id
    assert article.text == BODY
    assert (article.title, article.outlet, article.author) == ("Istri Nelayan Terima Santunan", "Kabar Bitung", "yan")
    assert (article.published, article.published_precision) == ("2023-08-30T09:05:00+08:00", "minute")
    assert (article.page.number, article.page.of) == (1, 2)
    assert (article.source.path, article.source.sha256) == (BASE.source_path, BASE.sha256)


def test_what_the_post_does_not_give_is_null(build):
    record = build(published=None, published_precision=None, dateline=None, outlet=None, author=None, url=None)
    article = record.article
    assert [article.published, article.dateline, article.outlet, article.author, article.url, article.page] == [
        None
    ] * 6
    assert article.source.fetched is None
    assert article.source.warc is None


def test_ids_are_numbered_in_order_of_first_mention(build):
    record = build()
    for prefix, items in (("p", record.people), ("o", record.organizations), ("l", record.places)):
        assert [one.id for one in items] == [f"{prefix}{n}" for n in range(1, len(items) + 1)]
        firsts = [one.mentions[0].start for one in items]
        assert firsts == sorted(firsts)
    assert [person.name for person in record.people] == ["Siti Aminah", "Darmawan Saleh", "Sunardi Wijaya"]


def test_figures_stand_in_text_order(build):
    record = build()
    assert [(one.id, one.value) for one in record.amounts] == [("m1", 42_000_000), ("m2", 1_200_000_000)]
    assert [(one.id, one.value) for one in record.quantities] == [("q1", 35_000), ("q2", 5_000)]


@pytest.mark.parametrize("title", [None, "Istri Nelayan Terima Santunan Rp 42 Juta", "Siti Aminah Terima Santunan"])
def test_every_span_reads_in_the_body_what_it_says(build, title):
    record = build(title=title)
    spans = list(record.spans())
    assert len(spans) > 15
    for span in spans:
        assert span.start is None or BODY[span.start : span.end] == span.text


def test_a_headline_moves_no_span(build):
    with_title, without = build(title="Kabar dari Bitung"), build()
    assert [person.mentions for person in with_title.people] == [person.mentions for person in without.people]
    assert [(one.start, one.end) for one in with_title.amounts] == [(one.start, one.end) for one in without.amounts]
    assert with_title.quotes == without.quotes


def test_a_fact_of_the_headline_alone_has_no_span(build):
    record = build(title="Wali Kota Palu Basir Rahman Serahkan Bantuan Rp 75 Juta")
    amount = next(one for one in record.amounts if one.value == 75_000_000)
    assert (amount.start, amount.end, amount.text) == (None, None, None)
    place = next(one for one in record.places if one.name == "Palu")
    assert place.mentions == []


def test_a_figure_of_headline_and_body_is_one(build):
    record = build(title="Istri Nelayan Terima Santunan Rp 42 Juta")
    assert [one.value for one in record.amounts] == [42_000_000, 1_200_000_000]
    assert record.amounts[0].text == "Rp 42 juta"


def test_roles_and_bodies_point_to_entries_of_the_record(build):
    record = build()
    bodies = {one.id: one for one in record.organizations}
    places = {one.id: one.name for one in record.places}
    head = next(person for person in record.people if person.name == "Sunardi Wijaya")
    branch = bodies[head.roles[0].organization]
    assert (head.roles[0].title, branch.name, branch.kind) == ("Kepala", "BPJS Ketenagakerjaan Cabang Bitung", "bpjstk")
    assert places[branch.place] == "Bitung"
    widow = next(person for person in record.people if person.name == "Siti Aminah")
    assert (widow.roles[0].text, widow.roles[0].organization) == ("istri almarhum Darmawan Saleh", None)


def test_no_entry_is_its_own_alias(build):
    record = build()
    for one in (*record.people, *record.organizations):
        assert one.name not in one.aliases
        assert len(set(one.aliases)) == len(one.aliases)
    assert next(o.aliases for o in record.organizations if o.name == "Pemerintah Kota Bitung") == ["Pemkot Bitung"]


def test_a_quote_bears_the_id_of_its_speaker(build):
    record = build()
    (quote,) = record.quotes
    names = {person.id: person.name for person in record.people}
    assert names[quote.speaker] == "Sunardi Wijaya"
    assert quote.text.startswith("Semoga santunan")


def test_regulations_and_programs_have_their_own_ids(build):
    record = build()
    assert [(one.id, one.kind, one.number, one.year) for one in record.regulations] == [
        ("inpres-2-2021", "Inpres", "2", 2021)
    ]
    assert [one.code for one in record.programs] == ["JKM"]


def test_warnings_of_reader_and_components_are_shown_once_each(build):
    twice = (Caution("weekday", "Selasa", "not a Tuesday"), Caution("weekday", "Selasa", "not a Tuesday"))
    record = build(text="Target BPJS Ketenagakerjaan itu 35.0000 peserta. Sudah 35.000 pekerja.", warnings=twice)
    assert [(one.code, one.text) for one in record.warnings] == [("weekday", "Selasa"), ("number_format", "35.0000")]


def test_a_body_without_any_fact_gives_empty_lists(build):
    record = build(text="Langit cerah.", title=None)
    assert [record.people, record.organizations, record.amounts, record.quantities, record.events] == [[]] * 5
