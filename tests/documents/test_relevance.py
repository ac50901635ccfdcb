"""Relevance: BPJS Ketenagakerjaan, and not its neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents.relevance import relevance

FILLER = "Pemerintah daerah berharap warga di desa tetap tenang dan bekerja seperti biasa sampai akhir tahun. " * 8

ABOUT_IT = [
    (
        "Ahli Waris Nelayan Terima Santunan BPJS Ketenagakerjaan",
        "Bupati menyerahkan santunan Jaminan Kematian. " + FILLER,
    ),
    (
        "Seribu Guru Ngaji Kini Terlindungi",
        "Baznas menanggung iuran BPJamsostek bagi guru ngaji. Perlindungan meliputi JKK dan JKM. " + FILLER,
    ),
    (
        "Kaur Sabet Paritrana Tingkat Provinsi",
        "Pemkab Kaur juara Paritrana Award. Kepala BPJS Ketenagakerjaan hadir. " + FILLER,
    ),
    (
        "Pemkot Gaet BPJS Ketenagakerjaan",
        "Deputi Direktur BPJS Kesehatan bertemu gubernur membahas program jaminan sosial ketenagakerjaan. " + FILLER,
    ),
    (
        None,
        "Badan Penyelenggara Jaminan Sosial (BPJS) Ketenagakerjaan Cabang Bima menyerahkan klaim JHT dan JKM. "
        + FILLER,
    ),
]
ABOUT_NEIGHBOURS = [
    (
        "Kota Bima Raih UHC Award",
        "BPJS Kesehatan mencatat 98 persen warga memegang kartu JKN. " * 3
        + FILLER
        + "Pekerja pasar belum punya BPJS Ketenagakerjaan.",
    ),
    ("Taspen Serahkan Santunan ASN", "PT Taspen menyerahkan tabungan hari tua kepada ahli waris ASN. " * 2 + FILLER),
    (
        "Jasa Raharja Santuni Korban Kecelakaan",
        "Jasa Raharja menyerahkan santunan kepada keluarga korban. " * 2 + FILLER,
    ),
    (
        "UMP NTB Naik 6,5 Persen",
        "Gubernur menetapkan UMP. Buruh mogok menuntut upah minimum naik. "
        + FILLER
        + "Serikat menyinggung BPJS Ketenagakerjaan.",
    ),
    ("Harga Bawang Anjlok di Sape", FILLER),
    (None, ""),
]

TOLD_IN_PASSING_BUT_ABOUT_IT = [
    (
        "Panen Terakhir Seorang Petani",
        FILLER + "Menurut Kepala BPJS Ketenagakerjaan Cabang Bima, klaim kematian petani masih sedikit. "
        "Desa menanggung iuran Rp16.800 sebulan.",
    ),
    (
        "Hari Buruh Tanpa Unjuk Rasa",
        "Acara digelar SPSI bersama BPJS Ketenagakerjaan Cabang Nabire tanpa unjuk rasa. "
        "Kepala BPJS Ketenagakerjaan Cabang Nabire menyerahkan sembako. "
        + FILLER
        + "Yang dicari, pekerja yang tidak diikutkan program jasa konstruksi.",
    ),
]


@pytest.mark.parametrize(("title", "text"), ABOUT_IT)
def test_posts_about_the_agency_are_relevant(title, text):
    assert relevance(title, text) >= 0.6


@pytest.mark.parametrize(("title", "text"), TOLD_IN_PASSING_BUT_ABOUT_IT)
def test_what_the_agency_alone_pays_and_collects_tips_the_balance(title, text):
    assert relevance(title, text) >= 0.5


@pytest.mark.parametrize(("title", "text"), ABOUT_NEIGHBOURS)
def test_posts_about_its_neighbours_are_not(title, text):
    assert relevance(title, text) <= 0.4


def test_one_mention_in_a_long_post_weighs_less_than_in_a_short_one():
    mention = "BPJS Ketenagakerjaan hadir pula dalam acara itu. "
    assert relevance(None, FILLER + mention) > relevance(None, FILLER * 5 + mention)


@given(st.text(max_size=300), st.text(max_size=100))
def test_relevance_is_between_nothing_and_one(text, title):
    assert 0 <= relevance(title, text) <= 1
