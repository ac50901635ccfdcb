"""A post goes in, a record comes out; what is no post says so, and nothing brings the batch down."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor import Extractor, Record
from extractor.documents import DocumentError, Failure, read_text
from extractor.pipeline import COMPONENTS, LONGEST_POST, RELEVANT, create_nlp

POST = (
    "Istri Nelayan Bitung Terima Santunan\n\n"
    "Rabu, 30 Agustus 2023\n\n"
    "BITUNG – BPJS Ketenagakerjaan Cabang Bitung menyerahkan santunan kematian Rp 42 juta kepada Siti Aminah, istri almarhum "
    "Darmawan Saleh, di Aula Kantor Wali Kota Bitung, Selasa (29/8).\n\n"
    "Kepala BPJS Ketenagakerjaan Cabang Bitung Sunardi Wijaya mengatakan santunan itu hak setiap peserta yang terdaftar. "
    "“Semoga santunan ini meringankan beban keluarga,” ujarnya.\n"
)
HEALTH = (
    "Ribuan Warga Terdaftar JKN\n\n"
    "MANADO – BPJS Kesehatan Cabang Manado bersama Pemerintah Kota Manado menandatangani nota kesepahaman layanan rawat inap, "
    "Selasa (29/8/2023).\n\n"
    "Kepala BPJS Kesehatan Cabang Manado Yasin Lamato menyebut 12.000 peserta JKN telah dilayani rumah sakit di kota itu.\n"
)
BASE = read_text(POST)


def document(text, **changes):
    return replace(BASE, text=text, **{"title": None, "relevance": 1.0, **changes})


# one post ----------------------------------------------------------------------------------------------------------


def test_a_text_gives_a_record(extractor):
    record = extractor.extract(POST)
    assert isinstance(record, Record)
    assert record.schema_version == "1.0"
    assert record.article.title == "Istri Nelayan Bitung Terima Santunan"
    assert record.article.text.startswith("BITUNG – BPJS Ketenagakerjaan Cabang Bitung menyerahkan")
    assert record.article.published == "2023-08-30"
    assert [event.type for event in record.events] == ["benefit_handover"]
    assert record.events[0].date.start == "2023-08-29"


def test_a_page_gives_the_record_of_its_post(extractor):
    paragraphs = "".join(f"<p>{line}</p>" for line in POST.splitlines()[4:] if line)
    page = (
        "<!DOCTYPE html><html lang='id'><head><title>Kabar</title>"
        "<meta property='og:title' content='Istri Nelayan Bitung Terima Santunan'>"
        "<meta property='article:published_time' content='2023-08-30T09:05:00+08:00'></head>"
        f"<body><nav><a href='/'>Beranda</a></nav><article><h1>Istri Nelayan Bitung Terima Santunan</h1>{paragraphs}</article>"
        "</body></html>"
    )
    record = extractor.extract(page)
    assert record.article.title == "Istri Nelayan Bitung Terima Santunan"
    assert record.article.published == "2023-08-30T09:05:00+08:00"
    assert [person.name for person in record.people] == ["Siti Aminah", "Darmawan Saleh", "Sunardi Wijaya"]


def test_the_address_gives_the_id_and_the_day_dates_the_events(extractor):
    undated = POST.replace("Rabu, 30 Agustus 2023\n\n", "")
    one = extractor.extract(undated, url="https://kabar.example/a", published=date(2023, 8, 30))
    other = extractor.extract(undated, url="https://kabar.example/b", published=date(2022, 8, 31))
    assert one.id != other.id
    assert one.article.url == "https://kabar.example/a"
    assert one.events[0].date.start == "2023-08-29"
    assert other.events[0].date.start == "2022-08-29"


def test_a_post_about_something_else_has_a_record_without_events(extractor):
    record = extractor.extract(HEALTH)
    assert record.article.relevance < RELEVANT
    assert "BPJS Kesehatan Cabang Manado" in [one.name for one in record.organizations]
    assert record.events == []


@pytest.mark.parametrize("text", ["", "   \n\n  "])
def test_an_empty_text_is_no_post(extractor, text):
    with pytest.raises(DocumentError):
        extractor.extract(text)


def test_too_long_a_text_is_refused_before_it_is_read(extractor):
    with pytest.raises(DocumentError) as caught:
        extractor.extract_document(document("kata " * (LONGEST_POST // 5 + 1)))
    assert caught.value.code == "post-too-long"
    assert f"{LONGEST_POST:,}" in caught.value.reason
    assert caught.value.remedy


def test_a_post_of_the_greatest_length_is_read(extractor):
    text = ("Langit cerah. " * LONGEST_POST)[:20_000]
    assert extractor.extract_document(document(text)).article.text == text


# the spaCy pipeline -------------------------------------------------------------------------------------------------


def test_the_pipeline_has_its_components_in_order():
    nlp = create_nlp()
    assert [name for name in nlp.pipe_names if name in COMPONENTS] == list(COMPONENTS)
    assert nlp.lang == "id"


def test_components_are_there_for_any_spacy_user():
    doc = create_nlp()("Bupati Alor Markus Lapenangga menyerahkan santunan Rp 42 juta.")
    assert doc._.people[0].name == "Markus Lapenangga"
    assert doc._.amounts[0].value == 42_000_000
    assert doc._.doubts == ()


def test_annotating_keeps_headline_and_body_apart(extractor):
    doc = extractor.annotate(BASE)
    assert doc.text[doc._.title_end :] == BASE.text
    assert doc.text[: doc._.title_end].strip() == BASE.title
    assert doc._.published == date(2023, 8, 30)
    assert doc._.relevant


# many posts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """Three posts and, between them, two files that are none."""
    for name, text in (
        ("a.txt", POST),
        ("c.txt", HEALTH),
        ("e.txt", POST.replace("Siti Aminah", "Nur Hayati")),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "d.txt").write_bytes(bytes(range(256)) * 40)
    return tmp_path


def names_of(results):
    return [
        (type(one).__name__, (one.path if isinstance(one, Failure) else one.article.source.path).rsplit("/", 1)[-1])
        for one in results
    ]


EXPECTED = [("Record", "a.txt"), ("Failure", "b.txt"), ("Record", "c.txt"), ("Failure", "d.txt"), ("Record", "e.txt")]


def test_failures_stand_in_their_place_among_the_records(extractor, folder):
    results = list(extractor.stream([folder]))
    assert names_of(results) == EXPECTED
    for failure in (results[1], results[3]):
        assert "\n" not in failure.message
        assert failure.path in failure.message
        assert failure.code in failure.message


def test_a_stream_reads_one_post_at_a_time(extractor, folder):
    stream = extractor.stream([folder / "a.txt", folder / "missing.txt"])
    assert isinstance(next(stream), Record)
    assert isinstance(next(stream), Failure)
    with pytest.raises(StopIteration):
        next(stream)


def test_too_long_a_post_is_a_failure_of_its_own(extractor, folder):
    (folder / "b.txt").write_text(POST + "Langit di kota itu tetap cerah sampai sore hari. " * 5_000, encoding="utf-8")
    results = list(extractor.stream([folder]))
    assert names_of(results) == EXPECTED
    assert results[1].code == "post-too-long"


@pytest.mark.parametrize("component", ["jamsos_people", "jamsos_places", "jamsos_events"])
def test_a_defect_costs_one_post_and_not_the_batch(folder, monkeypatch, component):
    extractor = Extractor()
    broken = extractor.nlp.get_pipe(component)
    right = type(broken).__call__

    def fail_once(self, doc):
        if "Nur Hayati" in doc.text:
            raise ZeroDivisionError("something\nbroke")
        return right(self, doc)

    monkeypatch.setattr(type(broken), "__call__", fail_once)
    (folder / "f.txt").write_text(POST, encoding="utf-8")
    results = list(extractor.stream([folder]))
    assert names_of(results) == [*EXPECTED[:4], ("Failure", "e.txt"), ("Record", "f.txt")]
    assert results[4].code == "internal-error"
    assert "ZeroDivisionError: something broke" in results[4].message
    assert "\n" not in results[4].message


def test_a_defect_is_not_hidden_from_who_asks_for_one_post(monkeypatch):
    extractor = Extractor()
    kind = type(extractor.nlp.get_pipe("jamsos_people"))

    def fail(self, doc):
        raise ZeroDivisionError("broke")

    monkeypatch.setattr(kind, "__call__", fail)
    with pytest.raises(ZeroDivisionError):
        extractor.extract(POST)


# nothing is kept, nothing is guessed -----------------------------------------------------------------------------------


def test_the_same_post_gives_the_same_bytes_whatever_came_before(extractor):
    first = extractor.extract(POST).model_dump_json()
    extractor.extract(HEALTH)
    extractor.extract(POST.replace("Siti Aminah", "Nur Hayati"))
    assert extractor.extract(POST).model_dump_json() == first
    assert Extractor().extract(POST).model_dump_json() == first


PIECES = [
    "Bupati Alor Markus Lapenangga",
    "BPJS Ketenagakerjaan Cabang Bitung",
    "menandatangani nota kesepahaman",
    "menyerahkan santunan Rp 42 juta",
    "kepada 12 ahli waris",
    "Selasa (29/8/2023)",
    "Inpres 2/2021",
    "“Kami ingin semua nelayan terlindungi,”",
    "ujarnya",
    "35.0000 peserta",
    "JKK dan JKM",
    "Kepala",
    "selaku",
    "istri almarhum",
    "(",
    ")",
    ",",
    ".",
    "\n",
    "\u200b",
    "\u00a0",
    "𝔸𝔹",
    "é",
    "A" * 500,
    "Dr. H.",
    "Rp",
    "%",
    "/",
]


def checked(extractor, text, title=None):
    """The record of a text, read back from its own JSON: spans, ids and vocabularies are checked there."""
    record = extractor.extract_document(document(text, title=title))
    again = Record.model_validate(json.loads(record.model_dump_json()))
    assert again == record
    assert again.article.text == text
    for span in again.spans():
        assert span.start is None or text[span.start : span.end] == span.text
    for prefix, items in (("p", again.people), ("o", again.organizations), ("e", again.events)):
        assert [one.id for one in items] == [f"{prefix}{n}" for n in range(1, len(items) + 1)]
    return again


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
@example("\x00\x01\x1f")
@example("\ufeff\u202eAlor\u2066")
@example("…?!“”()[]—–,.;:/\\%")
@example("Rp Rp Rp . . . Rp")
@example("İstanbul ẞ ǅ ﬁ")
@example("A\u0301" * 50)
@example("1" * 400)
@example("(" * 300)
@settings(max_examples=120, deadline=None)
def test_any_text_gives_a_valid_record(extractor, text):
    checked(extractor, text)


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["", " "]))
@settings(max_examples=120, deadline=None)
def test_any_mix_of_phrases_gives_a_valid_record(extractor, pieces, blank):
    checked(extractor, blank.join(pieces))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.lists(st.sampled_from(PIECES), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_headline_leaves_the_offsets_in_the_body(extractor, headline, pieces):
    title = " ".join(" ".join(headline).split())
    checked(extractor, " ".join(pieces), title=title or None)


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_input_is_a_post_or_says_why_not(extractor, text):
    try:
        record = extractor.extract(text)
    except DocumentError as error:
        assert error.reason
        assert error.remedy
    else:
        assert isinstance(record, Record)


@pytest.mark.parametrize("piece", ["A", "a ", "Kepala ", "Bupati Alor ", "Rp1 ", "(", "Ahmad, ", "“kata ” ", "1.000 "])
def test_a_long_run_of_one_thing_is_read_to_its_end(extractor, piece):
    text = (piece * 8_000)[:8_000]
    assert checked(extractor, text).article.text == text


@pytest.mark.parametrize(
    "sentence",
    [
        "Pemerintah Kota Bitung belum menandatangani nota kesepahaman dengan BPJS Ketenagakerjaan.",
        "BPJS Ketenagakerjaan tidak pernah menyerahkan santunan kepada calo.",
    ],
)
def test_what_is_denied_is_no_event_for_the_model_either(extractor, sentence):
    record = extractor.extract(
        f"Kabar dari Bitung\n\nBITUNG - {sentence} Hal itu dikatakan di kantornya di pusat kota pada hari Selasa.",
        published=date(2023, 8, 30),
    )
    assert record.events == []


def test_an_event_is_said_with_a_probability(extractor, root):
    (record,) = extractor.stream([root / "corpus" / "posts" / "dev" / "poso-ambulans-santunan-2018.txt"])
    assert record.events
    assert all(0 < event.confidence < 1 for event in record.events)
