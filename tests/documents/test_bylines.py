"""By-lines: who wrote a post, and who did not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents.bylines import author_name, author_of_signature, is_byline, signature, writer_in


@pytest.mark.parametrize(
    ("line", "writer"),
    [
        ("Reporter: Deni | Editor: Uzi", "Deni"),
        ("Editor: Febri / Reporter: Deno", "Deno"),
        ("Pewarta : M. Taufan A.", "M. Taufan A"),
        ("Penulis: Idawati | Editor: Catur Edi", "Idawati"),
        ("Laporan Wartawan Tribun Tambora, Hamdan", "Hamdan"),
        ("Oleh Nurdin Hasan", "Nurdin Hasan"),
        ("Editor: Rusma", None),
        ("Oleh admin", None),
        ("oleh", None),
        ("Penulis : Tim Redaksi", None),
    ],
)
def test_labelled_lines_name_the_writer(line, writer):
    assert is_byline(line)
    assert writer_in(line) == writer


@pytest.mark.parametrize(
    "line",
    [
        "Oleh karena itu pihaknya meminta perusahaan patuh.",
        "Penulis buku itu, Abdul Haris, hadir pula.",
        "Editor video belum terlindungi jaminan sosial.",
        "Sumber daya manusia menjadi perhatian utama pemerintah daerah.",
    ],
)
def test_sentences_that_begin_like_a_label_are_no_bylines(line):
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("text", "rest", "author"),
    [
        ("Ia mengusap mata. (ger)", "Ia mengusap mata.", "ger"),
        ("“Harus tuntas,” pungkasnya. (sho/yit)", "“Harus tuntas,” pungkasnya.", "sho/yit"),
        ("yakni peserta JKM.(Anas)", "yakni peserta JKM.", "Anas"),
        ("Kepala dinas tidak hadir. [ona/r2]", "Kepala dinas tidak hadir.", "ona/r2"),
        ("ujarnya. (TK-03)", "ujarnya.", "TK-03"),
        ("katanya. (kk/02)", "katanya.", "kk/02"),
        ("(rm01/adv)", "", "rm01"),
        ("(red/hms)", "", None),
        ("tutupnya. (Red)", "tutupnya.", None),
        ("pungkasnya. (red*)", "pungkasnya.", None),
    ],
)
def test_initials_behind_the_last_sentence(text, rest, author):
    found = signature(text)
    assert found is not None
    assert (found[0], author_of_signature(found[1])) == (rest, author)


@pytest.mark.parametrize(
    "text",
    [
        "Jaminan Kematian (JKM)",
        "Ia menerima Jaminan Kematian. (JKM)",
        "Rapat digelar. (29/10)",
        "PT Bumi (Persero) Tbk.",
        "katanya, Selasa (29/10)",
        "Selesai.",
    ],
)
def test_acronyms_and_dates_in_brackets_are_no_initials(text):
    assert signature(text) is None


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Administrator",
        "Redaksi",
        "redaksi KT",
        "Tim Liputan",
        "web developer",
        "https://kabar.example/author/x",
        "",
        None,
    ],
)
def test_nobody_is_no_author(name):
    assert author_name(name) is None


@given(st.text(max_size=200))
def test_no_string_breaks_the_reading_of_bylines(text):
    is_byline(text)
    found = signature(text)
    assert found is None or text.startswith(found[0])
