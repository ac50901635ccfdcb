"""What is one word to a reader is one token, and nothing of the text is lost."""

from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.tokenizer import NAME, blank_indonesian, create_tokenizer, ends_no_sentence, may_end_sentence

NLP = blank_indonesian()


def tokens(text):
    return [token.text for token in NLP(text) if not token.is_space]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pada Kamis(25/08), di", ["pada", "Kamis", "(", "25/08", ")", ",", "di"]),
        ("Rp.20.000 dan Rp20.000", ["Rp.", "20.000", "dan", "Rp", "20.000"]),
        ("Rp. 3.000.000,- sebulan", ["Rp.", "3.000.000", ",-", "sebulan"]),
        ("No.44 milik H.Ahmad", ["No.", "44", "milik", "H.", "Ahmad"]),
        ("JKM)sebesar", ["JKM", ")", "sebesar"]),
        ("selesai.(Anas)", ["selesai", ".", "(", "Anas", ")"]),
        ("peserta JKM.(Anas)", ["peserta", "JKM", ".", "(", "Anas", ")"]),
        ("di hadiri , lalu", ["di", "hadiri", ",", "lalu"]),
        ("tersebut.Kegiatan", ["tersebut", ".", "Kegiatan"]),
        ("2022.Kegiatan", ["2022", ".", "Kegiatan"]),
        ("Gubernur/Bupati", ["Gubernur", "/", "Bupati"]),
        ("M.Fauzan A.", ["M.", "Fauzan", "A."]),
        ("42juta dan 31,4%.", ["42", "juta", "dan", "31,4", "%", "."]),
        ("Editor:Budi pukul 08:41", ["Editor", ":", "Budi", "pukul", "08:41"]),
        ("MALILI -Bupati", ["MALILI", "-", "Bupati"]),
        ("SAUMLAKI-Desa", ["SAUMLAKI", "-", "Desa"]),
        ("santunan JKK-nya", ["santunan", "JKK", "-nya"]),
    ],
)
def test_glued_words_come_apart(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    "word",
    [
        "BPJS-TK",
        "ke-77",
        "2/2021",
        "se-Indonesia",
        "25/08/2022",
        "21-07-2023",
        "1.215.300",
        "3,4",
        "08.30",
        "Bau-Bau",
        "non-ASN",
        "Jum'at",
        "Ma’ruf",
        "s/d",
        "S.Sos",
        "M.Si.",
        "S.H.",
        "Ph.D",
        "redaksi@contoh.id",
        "banuakita.id",
        "https://contoh.id/a/b-c?d=1",
        "Ir.",
        "PT.",
        "Jl.",
        "Kab.",
        "Kec.",
        "Tbk.",
        "Moh.",
        "SE.",
        "Drs.",
        "tgl.",
        "Rp.",
        "No.",
        "dst.",
        "H.",
        "A.M.",
    ],
)
def test_these_stay_whole(word):
    assert tokens(f"kata {word} kata") == ["kata", word, "kata"]


@pytest.mark.parametrize("opening, closing", [*zip("\"“„«'‘", "\"””»'’", strict=True), ("”", "”")])
def test_quotation_marks_are_tokens_of_their_own(opening, closing):
    assert tokens(f"{opening}Kami siap.{closing} ujarnya") == [opening, "Kami", "siap", ".", closing, "ujarnya"]
    assert tokens(f"kata dia,{opening}Siap,{closing}ujarnya")[-5:] == [opening, "Siap", ",", closing, "ujarnya"]


@pytest.mark.parametrize("mark", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
def test_zero_width_characters_are_no_part_of_a_word(mark):
    assert tokens(f"kerja{mark}sama {mark}kata{mark}") == ["kerja", mark, "sama", mark, "kata", mark]


@given(st.text(alphabet="aAzZ .,;:!?()[]\"'“”‘’-–/\n\t\u200b\u00a019RpHNo", max_size=80) | st.text(max_size=80))
def test_tokens_and_blanks_are_the_text(text):
    assert NLP.make_doc(text).text == text


def test_a_pipeline_with_it_survives_the_disk(tmp_path):
    NLP.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    text = 'Drs.H.Yunus, M.Si (47) dari PT. Maju Jaya: "Rp.20.000", BPJS-TK ke-77.(Anas)'
    assert again.config["nlp"]["tokenizer"]["@tokenizers"] == NAME
    assert [token.text for token in again(text)] == [token.text for token in NLP(text)]


def test_it_can_be_put_into_another_pipeline():
    nlp = spacy.blank("xx")
    nlp.tokenizer = create_tokenizer(nlp)
    assert [token.text for token in nlp("No.44")] == ["No.", "44"]


def test_the_empty_pipeline_is_there_at_once():
    start = time.process_time()
    blank_indonesian()
    assert time.process_time() - start < 0.5  # a tenth on an idle machine; the stock tokenizer takes seconds


@pytest.mark.parametrize("text", ["(" * 200_000, "." * 200_000 + "a", "a.A" * 70_000, "a" * 200_000, "Rp." * 70_000])
def test_a_hostile_text_is_done_in_seconds(text):
    start = time.process_time()
    assert NLP.make_doc(text).text == text
    assert time.process_time() - start < 10


@pytest.mark.parametrize("token", ["PT.", "Jl.", "Drs.", "Rp.", "No.", "Kab."])
def test_after_titles_and_references_no_sentence_ends(token):
    assert ends_no_sentence(token)
    assert not may_end_sentence(token)


@pytest.mark.parametrize("token", ["dll.", "Tbk.", "S.Sos.", "SE.", "A.", "M.Si."])
def test_after_degrees_and_the_like_a_sentence_may_end(token):
    assert may_end_sentence(token)
    assert not ends_no_sentence(token)
