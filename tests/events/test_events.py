"""Whole posts tell the events that a monitor would log, each grounded in the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

HANDOVER = (
    "BITUNG – BPJS Ketenagakerjaan Cabang Bitung menyerahkan santunan kematian Rp 42 juta kepada Siti Aminah, istri "
    "almarhum Darmawan Saleh, di Aula Kantor Wali Kota Bitung, Selasa (29/8/2023).\n"
    "Darmawan semasa hidup bekerja sebagai nelayan dan terdaftar pada segmen Bukan Penerima Upah (BPU).\n"
    "Kepala BPJS Ketenagakerjaan Cabang Bitung Sunardi Wijaya mengatakan santunan itu hak peserta. "
    "“Semoga santunan ini meringankan beban keluarga,” ujarnya.\n"
    "Wali Kota Bitung Ruddy Tendean meminta seluruh perusahaan segera mendaftarkan pekerjanya."
)

AGREEMENT = (
    "KALABAHI – Pemerintah Kabupaten Alor dan BPJS Ketenagakerjaan Cabang NTT menandatangani nota kesepahaman tentang "
    "perlindungan pekerja rentan di Hotel Pelangi Indah, Kalabahi, Senin (28/8/2023).\n"
    "Nota kesepahaman itu ditandatangani Bupati Alor Markus Lapenangga dan Kepala BPJS Ketenagakerjaan Cabang NTT Rudi "
    "Hartanto.\n"
    "Pemkab akan mendaftarkan 5.000 pekerja rentan tahun depan dengan anggaran Rp1,2 miliar dari APBD.\n"
    "Hingga Juli 2023, baru 1.150 dari 4.300 nelayan atau 26,7 persen yang terlindungi."
)


def described(record):
    names = {one.id: one.name for one in (*record.people, *record.organizations, *record.places)}
    return [
        (event.type, event.status, event.date and event.date.start, names.get(event.place)) for event in record.events
    ]


def test_a_post_of_a_handover(tell):
    record = tell(HANDOVER, title="Istri Nelayan Terima Santunan Rp 42 Juta", dateline="Bitung")
    assert described(record)[0] == ("benefit_handover", "occurred", "2023-08-29", "Bitung")
    assert "directive" in [event.type for event in record.events]
    names = {one.id: one.name for one in (*record.people, *record.organizations)}
    roles = {names[one.entity]: one.role for one in record.events[0].participants}
    assert roles["Siti Aminah"] == "recipient"
    assert roles["BPJS Ketenagakerjaan Cabang Bitung"] == "giver"
    assert record.events[0].venue == "Aula Kantor Wali Kota Bitung"
    assert "JKM" in record.events[0].programs


def test_a_post_of_an_agreement(tell):
    record = tell(AGREEMENT, title="Pemkab Alor dan BPJS Ketenagakerjaan Teken MoU", dateline="Kalabahi")
    kinds = [(event.type, event.status) for event in record.events]
    assert kinds == [("agreement", "occurred"), ("enrollment", "planned"), ("coverage_report", "occurred")]
    agreement, enrollment, coverage = record.events
    values = {one.id: one.value for one in (*record.amounts, *record.quantities)}
    names = {one.id: one.name for one in (*record.people, *record.organizations)}
    parties = {names[one.entity] for one in agreement.participants if one.role == "party"}
    assert "Pemerintah Kabupaten Alor" in parties
    assert any(name.startswith("BPJS Ketenagakerjaan Cabang") for name in parties)
    assert agreement.date.start == "2023-08-28"
    assert agreement.venue.startswith("Hotel Pelangi Indah")
    assert [values[one] for one in enrollment.amounts + enrollment.quantities] == [1_200_000_000, 5_000]
    assert coverage.date.start == "2023-07"
    assert {values[one] for one in coverage.quantities} == {1_150, 4_300, 26.7}


@pytest.mark.parametrize("text", [HANDOVER, AGREEMENT])
def test_every_event_shows_where_it_is_told(tell, text):
    record = tell(text)
    assert record.events
    for event in record.events:
        assert event.trigger.text in record.article.text
        assert any(span.start <= event.trigger.start and event.trigger.end <= span.end for span in event.evidence)
        assert 0 < event.confidence < 1
        assert len({one.entity for one in event.participants}) == len(event.participants)


def test_a_headline_alone_may_tell_an_event(tell):
    record = tell(
        "Acara berlangsung meriah dan lancar sampai sore.", title="Pemkot Bitung dan BPJS Ketenagakerjaan Teken MoU"
    )
    (event,) = record.events
    assert event.type == "agreement"
    assert (event.trigger.start, event.trigger.end, event.trigger.text) == (None, None, None)
    assert event.evidence == []


@given(st.permutations(HANDOVER.splitlines() + AGREEMENT.splitlines()))
@settings(max_examples=15, deadline=None)
def test_events_keep_their_promises_in_any_order_of_paragraphs(tell, paragraphs):
    record = tell("\n".join(paragraphs))  # the record checks spans, ids and vocabularies
    starts = [event.evidence[0].start for event in record.events]
    assert starts == sorted(starts)
    assert {"benefit_handover", "agreement"} <= {event.type for event in record.events}
