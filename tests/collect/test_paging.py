"""Which address a post has, and which addresses are those of its pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractor.collect.model import Fetched
from extractor.collect.pages import post_address
from extractor.collect.paging import WHOLE, base_of, page_number

SITE = "https://kabartambora.example"
POST = f"{SITE}/2024/03/12/bupati-bima-serahkan-santunan"


def stood_at(url, canonical=None, head=""):
    """A page that answered at an address; only its head matters here."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical is not None else ""
    data = f"<!DOCTYPE html><html><head><title>Bupati</title>{link}{head}</head><body><p>Isi</p></body></html>".encode()
    return Fetched(
        url=url,
        final_url=url,
        status=200,
        reason="OK",
        headers=(),
        body=data,
        raw_body=data,
        request_line="",
        request_headers=(),
        fetched=datetime(2024, 3, 13, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("canonical", "stood", "address"),
    [
        (None, POST, POST),
        (POST, f"{SITE}/?p=5810", POST),
        ("/2024/03/12/bupati-bima-serahkan-santunan", f"{SITE}/?p=5810", POST),
        ("https://www.kabartambora.example/2024/bupati-bima/", POST, "https://www.kabartambora.example/2024/bupati-bima/"),
        ("http://kabartambora.example/2024/bupati-bima/", POST, f"{SITE}/2024/bupati-bima/"),  # the site moved to https since
        (f"{POST}/2/", f"{POST}/2/", f"{POST}/"),
        (f"{SITE}/", POST, POST),
        (f"{SITE}/index.php", POST, POST),
        (f"{SITE}/index.php?id=77", POST, f"{SITE}/index.php?id=77"),
        (f"{SITE}/beranda", POST, POST),
        (f"{SITE}/mudik", f"{SITE}/mudik/", f"{SITE}/mudik"),
        (f"{SITE}/category/kabar-daerah/", POST, POST),
        ("https://lain.example/2024/03/12/bupati-bima", POST, POST),
        ("https://bima.kabartambora.example/2024/03/12/bupati-bima", POST, POST),
        ("", POST, POST),
        ("http://[broken", POST, POST),
        (None, f"{POST}?utm_source=wa&fbclid=x&id=7#isi", f"{POST}?id=7"),
        (None, "https://m.kabartambora.example/read-25157-santunan.html", f"{SITE}/read-25157-santunan.html"),
        (None, f"{POST}.html/amp", f"{POST}.html"),
        (None, f"{POST}/?amp=1", f"{POST}/"),
        (None, "https://kitapunya.example/2025/07/166-ribu.html?m=1", "https://kitapunya.example/2025/07/166-ribu.html"),
    ],
)  # fmt: skip
def test_the_address_of_a_post(canonical, stood, address):
    assert post_address(stood_at(stood, canonical)) == address


def test_og_url_stands_in_for_a_broken_canonical_link():
    head = f'<meta property="og:url" content="{POST}">'
    assert post_address(stood_at(f"{SITE}/?p=7", f"{SITE}/", head)) == POST


@pytest.mark.parametrize(
    ("url", "base", "number"),
    [
        (f"{POST}/2", POST, 2),
        (f"{POST}/2/", f"{POST}/", 2),
        (f"{POST}/page/2/", f"{POST}/", 2),
        (f"{POST}/all", POST, WHOLE),
        (f"{POST}?page=all&id=3", f"{POST}?id=3", WHOLE),
        (f"{SITE}/berita/233766", f"{SITE}/berita/233766", None),
        (f"{SITE}/2024/03/12", f"{SITE}/2024/03/12", None),
        (f"{SITE}/read/15", f"{SITE}/read/15", None),
        (f"{SITE}/?p=15", f"{SITE}/?p=15", None),
        (f"{POST}/2024", f"{POST}/2024", None),
    ],
)
def test_page_marks_are_told_from_ids_and_dates(url, base, number):
    assert base_of(url) == (base, number)


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://www.kabartambora.example/2024/03/12/bupati-bima-serahkan-santunan/3/?utm_source=wa", 3),
        ("http://kabartambora.example/2024/03/12/bupati-bima-serahkan-santunan?page=3", 3),
        (f"{POST}/1", None),
        (f"{POST}/page/", None),
        (f"{POST}/feed/2", None),
        (f"{POST}/2/3", None),
        (f"{POST}?cpage=2", None),
        (f"{POST}-2", None),
        (POST, None),
        ("mailto:a@b", None),
    ],
)
def test_pages_of_a_post_by_their_addresses(url, number):
    assert page_number(url, POST) == number
