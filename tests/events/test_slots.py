"""Date, place, venue, people, bodies, programs, rules and figures stand in the right slots of the right event."""

from __future__ import annotations

from datetime import date

import pytest

BRANCH = "BPJS Ketenagakerjaan Cabang Bitung"
CITY = "Pemerintah Kota Bitung"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("Selasa (29/8/2023)", ("2023-08-29", "day")),
        ("Selasa (29/8)", ("2023-08-29", "day")),
        ("Selasa, 29 Agustus 2023", ("2023-08-29", "day")),
        ("kemarin", ("2023-08-29", "day")),
        ("pada Juli 2023", ("2023-07", "month")),
        ("Kamis (29/12)", ("2022-12-29", "day")),  # looks back
    ],
)
def test_the_date_is_resolved_against_the_day_of_publication(only, when, expected):
    event = only(f"{CITY} dan {BRANCH} menandatangani nota kesepahaman, {when}.")
    assert event["date"] == expected


def test_without_any_date_there_is_none(only):
    assert only(f"{CITY} dan {BRANCH} menandatangani nota kesepahaman.", published=None)["date"] is None


def test_several_days_have_an_end(only):
    event = only(f"{BRANCH} menggelar sosialisasi di Kota Bitung, 21-23 Agustus 2023.")
    assert (event["date"], event["until"]) == (("2023-08-21", "day"), "2023-08-23")


def test_a_planned_event_bears_the_day_to_come(only):
    event = only(f"{BRANCH} akan menggelar sosialisasi di Kota Bitung pada 12 September 2023.")
    assert (event["status"], event["date"]) == ("planned", ("2023-09-12", "day"))


@pytest.mark.parametrize("dateline", ["BITUNG, BUNAKEN POS (29/8/2023) - ", "Bitung, 29/8 (Bunaken Pos) - "])
def test_the_day_of_the_dateline_is_that_of_the_writing(tell, dateline):
    record = tell(
        f"{dateline}{BRANCH} menyerahkan santunan Rp 42 juta kepada Siti Aminah, ahli waris, Senin (28/8).\n"
        f"{CITY} dan {BRANCH} lalu menandatangani nota kesepahaman."
    )
    assert [(event.type, event.date.start) for event in record.events] == [
        ("benefit_handover", "2023-08-28"),
        ("agreement", "2023-08-28"),
    ]


def test_the_day_of_the_dateline_holds_where_no_other_is_told(tell):
    (event,) = tell(f"BITUNG, 29/8/2023 - {CITY} dan {BRANCH} menandatangani nota kesepahaman.").events
    assert event.date.start == "2023-08-29"


def test_the_day_of_the_main_happening_holds_for_the_sentence_after(tell):
    record = tell(
        f"{BRANCH} menggelar rapat koordinasi di Kota Bitung, Selasa (29/8/2023).\n"
        f"Pada kesempatan itu, {BRANCH} menyerahkan santunan Rp 42 juta kepada Siti Aminah, ahli waris."
    )
    assert [(event.type, event.date.start) for event in record.events] == [
        ("meeting", "2023-08-29"),
        ("benefit_handover", "2023-08-29"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            f"Hingga Juli 2023, sebanyak 35.000 pekerja atau 26,7 persen di Kota Bitung terlindungi {BRANCH}.",
            "coverage_report",
            ("2023-07", "month"),
        ),
        (
            f"Sepanjang tahun 2022, {BRANCH} membayarkan klaim Rp 78,5 miliar untuk 6.200 kasus.",
            "benefit_report",
            ("2022", "year"),
        ),
    ],
)
def test_a_report_bears_its_period(only, text, kind, expected):
    event = only(text)
    assert (event["type"], event["date"]) == (kind, expected)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{BRANCH} menggelar sosialisasi di Kabupaten Alor, Selasa (29/8/2023).", "Alor"),
        (f"{BRANCH} menggelar sosialisasi di Kecamatan Aertembaga, Kota Bitung.", "Aertembaga"),
        (f"{BRANCH} menggelar sosialisasi kepada nelayan.", "Bitung"),
        ("Bupati Alor Markus Lapenangga menginstruksikan seluruh camat mendaftarkan perangkat desa.", "Alor"),
    ],
)
def test_the_place_is_where_it_happened_as_exactly_as_told(only, text, place):
    assert only(text)["place"] == place


def test_the_dateline_places_what_nothing_else_does(only):
    event = only("KUPANG – BPJS Ketenagakerjaan menggelar sosialisasi kepada nelayan.", dateline="Kupang")
    assert event["place"] == "Kupang"


@pytest.mark.parametrize(
    ("where", "venue"),
    [
        ("di Hotel Mega Permata", "Hotel Mega Permata"),
        ("di Aula Kantor Wali Kota Bitung", "Aula Kantor Wali Kota Bitung"),
        ("bertempat di Ruang Rapat Wali Kota Bitung", "Ruang Rapat Wali Kota Bitung"),
        ("di Gedung Serbaguna Girian", "Gedung Serbaguna Girian"),
        ("di Kota Bitung", None),
    ],
)
def test_halls_and_hotels_are_the_venue(only, where, venue):
    event = only(f"{BRANCH} menggelar sosialisasi {where}, Selasa (29/8/2023).")
    assert (event["venue"], event["date"]) == (venue, ("2023-08-29", "day"))


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        (
            f"{CITY} dan {BRANCH} menandatangani nota kesepahaman.",
            {CITY: "party", BRANCH: "party"},
        ),
        (
            f"{BRANCH} menyerahkan santunan Rp 42 juta kepada Siti Aminah, ahli waris.",
            {"Siti Aminah": "recipient", BRANCH: "giver"},
        ),
        (
            f"{BRANCH} menggelar sosialisasi kepada para nelayan.",
            {BRANCH: "organizer"},
        ),
        (
            "Bupati Alor Markus Lapenangga menginstruksikan seluruh camat mendaftarkan perangkat desa.",
            {"Markus Lapenangga": "speaker"},
        ),
        (
            "Yohanes Tani, buruh harian, tewas tertimpa besi di Kota Bitung, Selasa (29/8/2023).",
            {"Yohanes Tani": "subject"},
        ),
        (
            f"{BRANCH} menyalurkan bantuan 100 paket sembako kepada warga.",
            {BRANCH: "giver"},
        ),
        (
            f"{CITY} meraih Paritrana Award 2023.",
            {CITY: "recipient"},
        ),
    ],
)
def test_everybody_has_their_part(only, text, participants):
    assert only(text)["participants"] == participants


def test_guests_attend(only):
    event = only(
        f"{BRANCH} menggelar rapat koordinasi di Kota Bitung, Selasa (29/8/2023). "
        "Rapat koordinasi itu dihadiri Wali Kota Bitung Ruddy Tendean dan Camat Aertembaga Yakub Retang."
    )
    assert {name: event["participants"].get(name) for name in (BRANCH, "Ruddy Tendean", "Yakub Retang")} == {
        BRANCH: "organizer",
        "Ruddy Tendean": "attendee",
        "Yakub Retang": "attendee",
    }


@pytest.mark.parametrize(
    ("text", "slot", "values"),
    [
        (f"{BRANCH} menyerahkan santunan Rp 42 juta kepada Siti Aminah, ahli waris.", "amounts", [42_000_000]),
        (f"{BRANCH} menyerahkan santunan kepada 12 ahli waris.", "quantities", [12]),
        (
            "Pemerintah Kabupaten Alor mendaftarkan 1.200 nelayan sebagai peserta BPJS Ketenagakerjaan.",
            "quantities",
            [1_200],
        ),
        (f"{BRANCH} menggelar sosialisasi yang diikuti 150 peserta.", "quantities", [150]),
        (
            f"Sepanjang tahun 2022, {BRANCH} membayarkan klaim Rp 78,5 miliar untuk 6.200 kasus.",
            "amounts",
            [78_500_000_000],
        ),
        ("Kejaksaan Negeri Banggai memanggil 12 perusahaan yang menunggak iuran.", "quantities", [12]),
        (
            "Bupati Alor Markus Lapenangga menerbitkan Perbup Nomor 11 Tahun 2023 tentang pekerja rentan.",
            "regulations",
            ["perbup-11-2023"],
        ),
        (f"{BRANCH} menyerahkan santunan JKM Rp 42 juta kepada Siti Aminah, ahli waris.", "programs", ["JKM"]),
        (f"{CITY} meraih Paritrana Award 2023.", "programs", ["PARITRANA"]),
    ],
)
def test_figures_programs_and_rules_belong_to_their_event(only, text, slot, values):
    assert only(text)[slot] == values


def test_each_event_has_its_own_figures(tell):
    record = tell(
        f"{BRANCH} menyerahkan santunan Rp 42 juta kepada Siti Aminah, ahli waris, Selasa (29/8/2023).\n"
        f"Sepanjang tahun 2022, {BRANCH} membayarkan klaim Rp 78,5 miliar untuk 6.200 kasus."
    )
    values = {one.id: one.value for one in (*record.amounts, *record.quantities)}
    assert [(event.type, [values[one] for one in (*event.amounts, *event.quantities)]) for event in record.events] == [
        ("benefit_handover", [42_000_000]),
        ("benefit_report", [78_500_000_000, 6_200]),
    ]


def test_the_recipient_of_a_benefit_is_named_at_the_sum(tell):
    record = tell(f"{BRANCH} menyerahkan santunan Rp 42 juta kepada Siti Aminah, istri almarhum Darmawan Saleh.")
    (amount,) = record.amounts
    names = {person.id: person.name for person in record.people}
    assert names[amount.recipient] == "Siti Aminah"


def test_another_day_of_publication_gives_another_date(only):
    text = f"{BRANCH} menggelar sosialisasi di Kota Bitung, Kamis (29/12)."
    assert only(text, published=date(2023, 1, 2))["date"] == ("2022-12-29", "day")
    assert only(text, published=date(2022, 12, 30))["date"] == ("2022-12-29", "day")
