"""Sentences end where a reader hears them end."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.sentences import NAME, sentence_spans, sentence_starts
from extractor.language.tokenizer import blank_indonesian

NLP = blank_indonesian()
NLP.add_pipe(NAME)


def sentences(text):
    doc = NLP(text)
    return [span.of(text) for span in sentence_spans(doc)]


@pytest.mark.parametrize(
    "text",
    [
        "Piala diterima PT. Maju Jaya Abadi.",
        "Kata Drs. H. Muh. Salim Tappa di Jl. Merdeka No. 4 itu biasa.",
        "Totalnya Rp. 3.000.000,- dan Rp. 200.000,- per bulan.",
        "Hadir M. Taufan A. Nugraha dan A.M. Fadli.",
        "Acara pukul 08.30 WITA diikuti 3,4 persen peserta, lihat https://contoh.id/a.b-c.",
        "Ia tiba tgl. 4 bersama Kec. Sukamaju dan Kab. Sukamulya.",
    ],
)
def test_abbreviations_decimals_and_addresses_end_no_sentence(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kegiatan itu ramai. Warga senang.", ["Kegiatan itu ramai.", "Warga senang."]),
        ("Kata Salim, SE. Kegiatan itu ramai.", ["Kata Salim, SE.", "Kegiatan itu ramai."]),
        ("Ada nelayan, petani dll. Mereka senang.", ["Ada nelayan, petani dll.", "Mereka senang."]),
        ("Milik PT Maju Tbk. Namun sepi.", ["Milik PT Maju Tbk.", "Namun sepi."]),
        ("Iuran tersebut.Kegiatan usai", ["Iuran tersebut.", "Kegiatan usai"]),
        ("Peserta JKM.(Anas)", ["Peserta JKM.", "(Anas)"]),
        ("Benarkah? Benar! Lalu ... Pulang", ["Benarkah?", "Benar!", "Lalu ...", "Pulang"]),
        ("Total 35. Dari 12 desa", ["Total 35.", "Dari 12 desa"]),
        ("Ada dua. 35 orang hadir.", ["Ada dua.", "35 orang hadir."]),
        ("1. Ketua hadir\n2. Wakil hadir", ["1. Ketua hadir", "2. Wakil hadir"]),
        ("Ia datang . lalu pulang.", ["Ia datang . lalu pulang."]),
    ],
)
def test_a_stop_ends_a_sentence_where_another_begins(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "quotation",
    [
        '"Kami siap.", ujar Salim.',
        '"Kami siap," ujar Salim.',
        '"Kami siap." ujar Salim.',
        '"Kami siap." Ujar Salim.',
        "“Kami siap. Kami tunggu,” ujar Salim.",
        "“Kami siap! Kapan?” tanya Salim.",
        '"Kami siap", ujar Salim.',
        "”Kami siap. Kami tunggu,” ujar Salim.",
    ],
)
def test_direct_speech_stays_with_its_speaker(quotation):
    assert sentences(quotation + " Lalu ia pulang.") == [quotation, "Lalu ia pulang."]


def test_a_sentence_ends_with_its_quotation():
    assert sentences('Salim berkata, "Kami siap." Kegiatan usai.') == ['Salim berkata, "Kami siap."', "Kegiatan usai."]


def test_a_quotation_that_is_not_closed_hides_no_stop():
    assert sentences("“Kami siap. Kami tunggu. Ayo.\nMereka pulang.") == [
        "“Kami siap.",
        "Kami tunggu.",
        "Ayo.",
        "Mereka pulang.",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Daftar pemenang\n- Desa Sukamaju\n- Desa Sukamulya", 3),
        ("Judul Berita\n\nsebuah paragraf", 2),
        ("Baris pertama\nterus ke baris kedua", 1),
        ("Selesai.\nyang lain", 2),
    ],
)
def test_a_paragraph_ends_its_last_sentence(text, count):
    assert len(sentences(text)) == count


@given(st.text(alphabet="aB .,!?\"“”()\n1-'", max_size=60) | st.text(max_size=60))
def test_sentences_cover_the_text_in_order(text):
    doc = NLP(text)
    if len(doc):
        assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    spans = sentence_spans(doc)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


def test_no_tokens_are_no_sentences():
    assert sentence_starts([]) == []
    assert sentence_spans(NLP("")) == ()


@pytest.mark.parametrize("text", ['" ' * 60_000, ". A " * 40_000, "“A. " * 40_000, "\n" * 100_000, "A.\n" * 60_000])
def test_a_hostile_text_is_done_in_seconds(text):
    start = time.process_time()
    NLP(text)
    assert time.process_time() - start < 10
