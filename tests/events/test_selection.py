"""Of all that a post tells, what a monitor would log stays."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.documents import read_text
from extractor.entities.words import Words
from extractor.events.grouping import group
from extractor.events.scene import Scene
from extractor.events.selection import MOST_DIRECTIVES, MOST_EVENTS, select
from extractor.events.triggers import find_cues, find_triggers
from extractor.tagging.judge import Judge

AGREEMENT = "Pemerintah Kota Bitung menandatangani nota kesepahaman dengan BPJS Ketenagakerjaan, Selasa (29/8/2023)."


def test_a_post_about_something_else_tells_no_events(tell):
    assert len(tell(AGREEMENT).events) == 1
    assert tell(AGREEMENT, relevance=0.2).events == []


def test_an_irrelevant_post_keeps_its_entities(tell):
    record = tell(AGREEMENT, relevance=0.2)
    assert [one.name for one in record.organizations] == ["Pemerintah Kota Bitung", "BPJS Ketenagakerjaan"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "“”", "12345"])
def test_a_body_that_says_nothing_tells_no_events(tell, text):
    assert tell(text).events == []


def test_not_every_verb_is_an_event(tell):
    text = " ".join(
        f"Pada {day} Agustus 2023, BPJS Ketenagakerjaan Cabang Bitung menggelar sosialisasi." for day in range(1, 21)
    )
    assert 1 <= len(tell(text).events) <= MOST_EVENTS


def test_not_everybody_who_asks_gives_an_order(tell):
    text = " ".join(
        f"{office} menginstruksikan seluruh perusahaan mendaftarkan pekerjanya."
        for office in (
            "Bupati Alor Markus Lapenangga",
            "Bupati Sikka Yohanes Tani",
            "Bupati Buol Yasin Lamato",
            "Wali Kota Bitung Ruddy Tendean",
        )
    )
    assert len(tell(text).events) == MOST_DIRECTIVES


@pytest.mark.parametrize(
    "text",
    [
        "Kepala BPJS Ketenagakerjaan Cabang Bitung Sunardi Wijaya mengimbau seluruh perusahaan mendaftarkan pekerjanya.",
        "Warga diimbau segera mendaftarkan diri.",
        "Siti Aminah, ahli waris, meminta semua nelayan segera mendaftar.",
    ],
)
def test_an_order_needs_an_office_holder_outside_of_the_agency(tell, text):
    assert [event.type for event in tell(text).events if event.type == "directive"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Risiko tertimpa, terjatuh dan tersengat selalu mengintai buruh.",
        "Santunan diberikan jika pekerja tewas tertimpa bangunan.",
        "Perlindungan itu berlaku bagi pekerja yang mengalami kecelakaan kerja.",
    ],
)
def test_an_accident_that_might_happen_is_no_incident(tell, text):
    assert tell(text).events == []


def test_a_small_sum_is_no_report_of_what_was_paid(tell):
    events = tell("BPJS Ketenagakerjaan Cabang Bitung membayar klaim Rp 42 juta.").events
    assert [event.type for event in events if event.type == "benefit_report"] == []


def test_confidence_is_a_share_and_grows_with_evidence(tell):
    (bare,) = tell(AGREEMENT).events
    (titled,) = tell(AGREEMENT, title="Pemkot Bitung dan BPJS Ketenagakerjaan Teken Nota Kesepahaman").events
    assert 0 < bare.confidence <= titled.confidence < 1


def test_events_come_in_the_order_in_which_they_are_told(tell):
    events = tell(
        f"{AGREEMENT} Bupati Alor Markus Lapenangga menginstruksikan seluruh camat mendaftarkan perangkat desa. "
        "Sepanjang tahun 2022, BPJS Ketenagakerjaan Cabang Bitung membayarkan klaim Rp 78,5 miliar untuk 6.200 kasus."
    ).events
    assert [event.type for event in events] == ["agreement", "directive", "benefit_report"]
    assert [event.id for event in events] == ["e1", "e2", "e3"]


@pytest.fixture(scope="session")
def judged_by(extractor):
    """What stays of the events of a text when a judge has its say."""

    def stays(text, judge):
        doc = extractor.annotate(read_text(text, published=date(2023, 8, 30)))
        scene = Scene(doc, Words.of(doc))
        return select(scene, group(scene, find_triggers(doc, scene.words, find_cues(scene.words))), judge)

    return stays


@pytest.fixture(scope="session")
def judged(judged_by):
    """Type and status of what stays, by the bias and weights of a judge whose cut is one half."""
    return lambda text, bias, weights=None: [
        (event.type, event.status) for event in judged_by(text, Judge(bias, weights or {}))
    ]


BRIEFINGS = (
    "BPJS Ketenagakerjaan Cabang Bitung menggelar sosialisasi di Kota Bitung, Senin (21/8/2023). "
    "BPJS Ketenagakerjaan Cabang Bitung menggelar sosialisasi di Kabupaten Alor, Selasa (29/8/2023)."
)


@pytest.mark.parametrize(("bias", "count"), [(2.0, 1), (4.0, 2)])  # probability 0.88, 0.98
def test_a_second_happening_of_one_type_and_status_must_be_all_but_certain(judged, bias, count):
    assert judged(BRIEFINGS, bias) == [("socialization", "occurred")] * count


@pytest.mark.parametrize(("second", "sentences"), [(0.92, [0]), (0.96, [1])])
def test_of_two_that_are_one_the_first_told_stands_unless_the_other_is_far_surer(judged_by, second, sentences):
    beliefs = iter([0.85, second])

    class Believing(Judge):
        def probability(self, evidence):
            return next(beliefs)

    events = judged_by(BRIEFINGS, Believing(0.0, {}))
    assert sorted(event.sentences[0] for event in events) == sentences


SIGNED = "Pemerintah Kota Bitung menandatangani nota kesepahaman dengan BPJS Ketenagakerjaan, Selasa (29/8/2023). "
TO_BE_SIGNED = (
    "Tahun depan Pemerintah Kota Bitung akan menandatangani perjanjian kerja sama dengan BPJS Ketenagakerjaan."
)


def test_words_alone_do_not_make_a_doubtful_happening_where_a_surer_one_of_its_type_is_told(judged):
    doubt = {"status planned": -2.5}  # probability 0.38 for what is planned, 0.88 for the rest
    assert judged(TO_BE_SIGNED, 2.0, doubt) == [("agreement", "planned")]
    assert judged(SIGNED + TO_BE_SIGNED, 2.0, doubt) == [("agreement", "occurred")]
    assert judged(SIGNED + TO_BE_SIGNED, 2.0) == [("agreement", "occurred"), ("agreement", "planned")]
