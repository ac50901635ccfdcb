"""Characters: every encoding that posts come in, and none that is not text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents import DocumentError
from extractor.documents.encoding import clean, decode

TEXT = "“Santunan” untuk Ma’ruf – Rp42 juta … café\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_usual_encodings_are_read(encoding):
    assert decode(TEXT.encode(encoding))[0] == TEXT


def test_a_page_is_read_as_it_declares():
    page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź</body></html>'
    assert decode(page.encode("iso-8859-2"))[0] == page


def test_a_guess_is_told():
    assert [caution.code for caution in decode(TEXT.encode("cp1252"))[1]] == ["encoding"]
    broken = (TEXT * 20).encode() + b"\xe2\x80"
    assert decode(broken)[0].endswith("�")
    assert [caution.code for caution in decode(broken)[1]] == ["encoding"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "binary-file"),
        (b"%PDF-1.7 x", "binary-file"),
        (bytes(range(256)) * 40, "binary-file"),
        (b"Santunan\x00 cair " * 30, "null-bytes"),
        (b"\xc3\x28\xa0\xa1\xe2\x28\xa1\x81" * 50, "broken-encoding"),
    ],
)
def test_what_is_no_text_is_refused(data, code):
    with pytest.raises(DocumentError) as refused:
        decode(data)
    assert refused.value.code in (code, "null-bytes")


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("â€œSantunanâ€\x9d cair", "“Santunan” cair"),
        ("BPJS\u200b Ketena\u00adgakerjaan", "BPJS Ketenagakerjaan"),
        ("Rp\u00a042\u2009juta", "Rp 42 juta"),
        ("satu\r\ndua\rtiga\u2028empat", "satu\ndua\ntiga\nempat"),
        ("cafe\u0301", "café"),
        ("bunyi\x07 dan\x1b[2J", "bunyi dan[2J"),
        ("setengah \ud83d huruf", "setengah � huruf"),
    ],
)
def test_characters_are_repaired(printed, meant):
    assert clean(printed) == meant


def test_marks_of_content_systems_are_resolved_where_asked():
    assert clean("<p>SAPE &ndash; <b>Bupati</b> &amp; Camat</p>", markup=True).split() == [
        "SAPE",
        "–",
        "Bupati",
        "&",
        "Camat",
    ]
    assert clean("3 < 4 dan 5 > 4", markup=True) == "3 < 4 dan 5 > 4"


@given(st.text(max_size=200))
def test_cleaning_ends_in_a_text_that_needs_none(text):
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set("\u200b\u00ad\ufeff\x00\r\t\u00a0")
    cleaned.encode("utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data):
    try:
        text, _ = decode(data)
    except DocumentError as error:
        assert error.code in ("binary-file", "null-bytes", "broken-encoding")
    else:
        assert isinstance(text, str)
