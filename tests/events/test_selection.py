"""Of all that a post tells, what a monitor would log stays."""

from __future__ import annotations

import pytest

from extractor.events.selection import MOST_DIRECTIVES, MOST_EVENTS

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
