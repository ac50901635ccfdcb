"""Mentions of one happening are one event, different happenings stay apart."""

from __future__ import annotations

import pytest

from extractor.documents import read_text
from extractor.entities.words import Words
from extractor.events.grouping import group
from extractor.events.scene import Scene
from extractor.events.triggers import find_cues, find_triggers


@pytest.fixture(scope="session")
def types(tell):
    """Type and status of the events of a text."""
    return lambda text, **more: [(event.type, event.status) for event in tell(text, **more).events]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Pemerintah Kota Bitung dan BPJS Ketenagakerjaan menandatangani nota kesepahaman, Selasa (29/8/2023). "
            "Penandatanganan nota kesepahaman itu berlangsung di Aula Kantor Wali Kota Bitung.",
            "agreement",
        ),
        (
            "BPJS Ketenagakerjaan Cabang Bitung menggelar sosialisasi, Selasa (29/8/2023). "
            "Sosialisasi itu diikuti 150 nelayan.",
            "socialization",
        ),
        (
            "BPJS Ketenagakerjaan Cabang Bitung menggelar rapat koordinasi, Selasa (29/8/2023).\n"
            "Rapat koordinasi tersebut dipimpin Wali Kota Bitung Ruddy Tendean.",
            "meeting",
        ),
        (
            "BPJS Ketenagakerjaan Cabang Bitung menyerahkan santunan Rp 42 juta kepada Siti Aminah, ahli waris. "
            "Penyerahan santunan itu disaksikan keluarga.",
            "benefit_handover",
        ),
    ],
)
def test_two_sentences_of_one_happening_are_one_event(tell, text, kind):
    (event,) = tell(text).events
    assert event.type == kind
    assert len(event.evidence) == 2


def test_the_headline_tells_of_the_same_happening(tell):
    (event,) = tell(
        "Pemerintah Kota Bitung dan BPJS Ketenagakerjaan menandatangani nota kesepahaman, Selasa (29/8/2023).",
        title="Pemkot Bitung dan BPJS Ketenagakerjaan Teken MoU",
    ).events
    assert event.type == "agreement"
    assert event.trigger.start is not None
    assert len(event.evidence) == 1  # the headline has no place in the body


def test_other_days_make_other_happenings(tell):
    events = tell(
        "BPJS Ketenagakerjaan Cabang Bitung menggelar sosialisasi di Kota Bitung, Senin (21/8/2023). "
        "BPJS Ketenagakerjaan Cabang Bitung menggelar sosialisasi di Kabupaten Alor, Selasa (29/8/2023)."
    ).events
    assert [(event.type, event.date.start) for event in events] == [
        ("socialization", "2023-08-21"),
        ("socialization", "2023-08-29"),
    ]


def test_what_is_planned_is_another_event_than_what_happened(types):
    assert types(
        "Pemerintah Kota Bitung menandatangani nota kesepahaman dengan BPJS Ketenagakerjaan, Selasa (29/8/2023). "
        "Tahun depan Pemerintah Kota Bitung akan menandatangani perjanjian kerja sama dengan BPJS Ketenagakerjaan."
    ) == [("agreement", "occurred"), ("agreement", "planned")]


def test_the_orders_of_two_people_are_two(tell):
    record = tell(
        "Bupati Alor Markus Lapenangga menginstruksikan seluruh camat mendaftarkan perangkat desa. "
        "Gubernur Nusa Tenggara Timur Edi Pranata memerintahkan seluruh bupati menganggarkan iuran."
    )
    names = {person.id: person.name for person in record.people}
    assert [(event.type, names[event.participants[0].entity]) for event in record.events] == [
        ("directive", "Markus Lapenangga"),
        ("directive", "Edi Pranata"),
    ]


def test_a_headline_that_does_not_name_who_orders_tells_of_the_order_in_the_body(extractor):
    doc = extractor.annotate(
        read_text(
            "Bupati Perintahkan Seluruh Camat Daftarkan Perangkat Desa ke BPJS Ketenagakerjaan\n\n"
            "Bupati Alor Markus Lapenangga menginstruksikan seluruh camat mendaftarkan perangkat desa. "
            "Iuran perangkat desa itu ditanggung anggaran setiap desa mulai tahun depan, kata bupati di kantornya."
        )
    )
    scene = Scene(doc, Words.of(doc))
    assert scene.in_title(0)
    groups = group(scene, find_triggers(doc, scene.words, find_cues(scene.words)))
    assert [(event.sentences, event.giver) for event in groups if event.type == "directive"] == [([0, 1], 0)]


def test_repeated_orders_of_one_person_are_one(types):
    assert types(
        "Bupati Alor Markus Lapenangga menginstruksikan seluruh camat mendaftarkan perangkat desa. "
        "Markus Lapenangga juga memerintahkan seluruh kepala desa mendaftarkan kadernya."
    ) == [("directive", "occurred")]


def test_figures_of_one_kind_of_report_are_one_report(tell):
    (event,) = tell(
        "Hingga Juli 2023, sebanyak 35.000 pekerja di Kota Bitung sudah terlindungi BPJS Ketenagakerjaan. "
        "Dari jumlah itu, 12.000 peserta terdaftar pada segmen bukan penerima upah."
    ).events
    assert event.type == "coverage_report"
    assert len(event.quantities) == 2


def test_different_types_of_one_day_are_different_events(types):
    assert types(
        "BPJS Ketenagakerjaan Cabang Bitung menggelar rapat koordinasi di Kota Bitung, Selasa (29/8/2023).\n"
        "Usai rapat, BPJS Ketenagakerjaan Cabang Bitung menyerahkan santunan Rp 42 juta kepada Siti Aminah, ahli waris."
    ) == [("meeting", "occurred"), ("benefit_handover", "occurred")]
