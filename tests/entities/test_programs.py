"""Programs are known by their names and their short forms, and by nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.entities.programs import _plain_phrases, find_programs, program_names
from extractor.records import ProgramCode


def codes(text):
    return [program.code.value for program in find_programs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("program Jaminan Kecelakaan Kerja (JKK) dan Jaminan Kematian (JKM)", ["JKK", "JKM"]),
        ("JHT, JP dan JKP", ["JHT", "JP", "JKP"]),
        ("jaminan hari tua serta jaminan pensiun", ["JHT", "JP"]),
        ("santunan kematian dan beasiswa", ["JKM", "BEASISWA"]),
        ("Jaminan Kehilangan Pekerjaan", ["JKP"]),
        ("peserta Bukan Penerima Upah (BPU)", ["BPU"]),
        ("segmen Penerima Upah", ["PU"]),
        ("pekerja jasa konstruksi", ["JAKON"]),
        ("calon pekerja migran Indonesia", ["PMI"]),
        ("menuju Universal Coverage Jamsostek (UCJ)", ["UCJ"]),
        ("meraih Paritrana Award 2023", ["PARITRANA"]),
        ("melalui agen Perisai", ["PERISAI"]),
        ("Desa Sadar Jaminan Sosial Ketenagakerjaan", ["DESA_SADAR"]),
        ("Manfaat Layanan Tambahan (MLT) perumahan", ["MLT"]),
        ("penerima Bantuan Subsidi Upah", ["BSU"]),
        ("lewat aplikasi Jamsostek Mobile (JMO)", ["JMO"]),
        ("layanan Lapak Asik", ["LAPAK_ASIK"]),
        ("program Return to Work", ["RTW"]),
        ("Pusat Layanan Kecelakaan Kerja (PLKK)", ["PLKK"]),
        ("Gerakan Nasional Lingkaran", ["GN_LINGKARAN"]),
        ("Kerja Sama Operasional (KSO)", ["KSO"]),
        ("program Sertakan, Sejahterakan Pekerja Sekitar Anda", ["SERTAKAN"]),
    ],
)
def test_names_and_short_forms_give_the_code(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "program Jaminan Kesehatan Nasional (JKN)",
        "sadar akan risiko di desa",
        "sertakan fotokopi KTP dalam berkas",
        "perisai dan tombak pusaka",
        "Kepala Dinas PU hadir",
        "donor darah di PMI Kota Palu",
        "upah minimum tahun depan",
        "jkk huruf kecil dalam alamat surel",
        "",
    ],
)
def test_other_words_are_no_programs(text):
    assert codes(text) == []


def test_the_full_name_and_its_short_form_are_two_mentions_of_one_program():
    text = "Jaminan Kematian (JKM) itu penting. JKM dibayar penuh."
    (program,) = find_programs(text)
    assert (program.code, program.name) == (ProgramCode.JKM, "Jaminan Kematian")
    assert [span.of(text) for span in program.mentions] == ["Jaminan Kematian", "JKM", "JKM"]


def test_a_worker_who_is_no_wage_earner_is_not_one_too():
    assert codes("pekerja bukan penerima upah") == ["BPU"]


def test_every_program_but_the_rest_is_known():
    assert set(program_names()) == set(ProgramCode) - {ProgramCode.OTHER}


@given(st.permutations(["JKK", "JKM", "JHT", "JKP", "UCJ"]))
def test_programs_come_in_order_of_first_mention(order):
    assert codes(f"Ada {', '.join(order)} dan {order[0]}.") == order


@given(st.text())
def test_mentions_lie_in_the_text_and_do_not_overlap(text):
    for program in find_programs(text + " JKK " + text):
        spans = program.mentions
        assert all(span.of(text + " JKK " + text).strip() for span in spans)
        assert all(not a.overlaps(b) for n, a in enumerate(spans) for b in spans[n + 1 :])


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        (r"(?i)\bjaminan\s+hari\s+tua\b", ("jaminan hari tua",)),
        (r"(?i)\bsantunan\s+(?:jaminan\s+)?kematian\b", ("santunan", "kematian")),
        (r"(?<!Indonesia \()\bPMI\b(?!\s+(?:Kota|Kab))", ("PMI",)),
        (r"\bJK[Mm]\d?\b", ("JK",)),
        (r"(?i)\bbe?asiswa\b", ("asiswa",)),
        (r"\bJKK\b|\bJKM\b", ()),
    ],
)
def test_what_a_pattern_spells_out_is_read_off_it(pattern, phrases):
    assert _plain_phrases(pattern) == phrases
