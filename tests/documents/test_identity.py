"""Ids: the same for the same article, whatever way it came."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.documents.identity import article_id, canonical_url

TEXT = "Bupati menyerahkan santunan kepada tiga ahli waris."


@pytest.mark.parametrize(
    "address",
    [
        "https://kabar.example/2024/03/judul",
        "http://www.kabar.example/2024/03/judul/",
        "https://m.kabar.example/2024/03/judul?utm_source=wa&fbclid=abc",
        "https://kabar.example/2024/03/judul/amp/",
        "https://kabar.example/2024/03/judul?amp=1",
        "https://kabar.example/amp/2024/03/judul",
        "HTTPS://KABAR.example/2024/03/judul#komentar",
        "https://kabar.example/2024/03/judul?page=all",
        "https://kabar.example:443/2024/03/judul?pgrelated=3",
    ],
)
def test_copies_of_one_address_have_one_id(address):
    assert article_id(address, "") == article_id("https://kabar.example/2024/03/judul", TEXT)


@pytest.mark.parametrize(
    "address",
    ["https://kabar.example/?p=2", "https://kabar.example/2024/03/judul?page=2", "https://lain.example/2024/03/judul"],
)
def test_other_articles_and_other_pages_have_other_ids(address):
    assert article_id(address, TEXT) != article_id("https://kabar.example/2024/03/judul", TEXT)
    assert article_id(address, TEXT) != article_id("https://kabar.example/?p=1", TEXT)


def test_without_an_address_the_text_decides():
    assert article_id(None, TEXT) == article_id(None, f"  {TEXT.upper()}\n\n")
    assert article_id(None, TEXT) == article_id("bukan alamat", TEXT)
    assert article_id(None, TEXT) != article_id(None, TEXT + " Dua.")


def test_ids_never_change():
    assert article_id("https://kabar.example/2024/03/judul", TEXT) == "08f8a36d18dda4fd"
    assert article_id(None, TEXT) == "c1f70ed13f5c05aa"


@given(st.text(), st.text(max_size=60))
def test_every_text_and_address_has_an_id(text, address):
    assert re.fullmatch(r"[0-9a-f]{16}", article_id(address, text))


@given(
    st.from_regex(r"https?://(www\.)?[a-z]{3,9}\.(com|co\.id)/[a-z0-9/-]{0,20}(\?[a-z]=[a-z0-9]{1,4})?", fullmatch=True)
)
def test_a_canonical_address_stays_as_it_is(address):
    canonical = canonical_url(address)
    assert canonical_url(canonical) == canonical
