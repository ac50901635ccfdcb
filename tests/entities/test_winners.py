"""Governments named by their areas where winners are told."""

from __future__ import annotations

import pytest


def organizations(extractor, text):
    return [one.name for one in extractor.extract(text).organizations]


@pytest.mark.parametrize(
    ("sentence", "winners"),
    [
        ("Juara pertama diraih Kabupaten Badung, disusul Kota Denpasar dan Kabupaten Tabanan.", 3),
        ("Kabupaten Badung meraih penghargaan Paritrana.", 1),
        ("Penghargaan Paritrana diserahkan di Kabupaten Badung.", 0),
        ("Pekerja di Kabupaten Badung berjumlah 2.000 orang.", 0),
    ],
)
def test_an_area_that_wins_is_its_government(extractor, sentence, winners):
    text = f"Paritrana Award Bali\n\nDENPASAR - BPJS Ketenagakerjaan mengumumkan hasilnya, Rabu (19/6/2024). {sentence}"
    found = [name for name in organizations(extractor, text) if name.startswith("Pemerintah")]
    assert len(found) == winners
    assert found[:1] == ["Pemerintah Kabupaten Badung"][:winners]
