"""Pages of one post as bytes, read as one document."""

from __future__ import annotations

import hashlib

import pytest

from extractor.documents import DocumentError, article_id
from extractor.documents.joining import PageBytes, join_texts, read_pages

URL = "https://kabartambora.example/2024/03/12/bupati-bima"
PARAGRAPHS = [
    f"Bupati {name} menyerahkan santunan Jaminan Kematian dari BPJS Ketenagakerjaan kepada ahli waris nelayan di Woha, dan meminta "
    "seluruh camat mendata ulang pekerja rentan yang belum terlindungi, terutama petani bawang dan tukang ojek yang bekerja setiap hari."
    for name in ("Nurhayati", "Dahlan")
]


def page(*paragraphs):
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        "<!DOCTYPE html><html><head><title>Bupati Bima Serahkan Santunan</title></head><body><h1>Bupati Bima Serahkan "
        f'Santunan</h1><div class="entry-content">{text}</div></body></html>'
    )


ONE, TWO, THREE = (
    f"Kalimat panjang nomor {n} yang berisi lebih dari delapan kata seluruhnya." for n in ("satu", "dua", "tiga")
)


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        ([f"{ONE}\n{TWO}", f"{TWO}\n{THREE}"], f"{ONE}\n{TWO}\n{THREE}"),  # the last paragraph again on the next page
        ([f"{ONE}\n{TWO}", f"{ONE}\n{THREE}"], f"{ONE}\n{TWO}\n{THREE}"),  # the lead on each page
        (
            [f"{ONE}\nDaftar:\n- Woha", f"Judul\n{TWO}\n- Woha\n{THREE}"],
            f"{ONE}\nDaftar:\n- Woha\n{TWO}\n- Woha\n{THREE}",
        ),
        (
            [f"{ONE}\nSetiap pekerja akan", f"mendapat kartu.\n{TWO}"],
            f"{ONE}\nSetiap pekerja akan mendapat kartu.\n{TWO}",
        ),
        ([ONE, ONE, TWO], f"{ONE}\n{TWO}"),
    ],
)
def test_what_pages_repeat_stays_once(texts, joined):
    assert join_texts(texts, "Judul") == joined


def read(*bodies, charset=None):
    pages = [PageBytes(body, charset, URL if n == 0 else f"{URL}/{n + 1}") for n, body in enumerate(bodies)]
    return read_pages(pages, url=URL, source_path="a.warc.gz", warc=("a.warc.gz", 17))


def test_an_unreadable_later_page_is_left_out_and_told():
    found = read(page(*PARAGRAPHS).encode(), b"%PDF-1.4")
    assert (found.text, found.url, found.warc) == ("\n".join(PARAGRAPHS), URL, ("a.warc.gz", 17))
    assert "pages" in [caution.code for caution in found.warnings]


def test_the_digest_is_that_of_all_pages_and_the_id_that_of_the_address():
    one, two = page(PARAGRAPHS[0]).encode(), page(PARAGRAPHS[1]).encode()
    found = read(one, two)
    assert (found.sha256, found.id) == (hashlib.sha256(one + two).hexdigest(), article_id(URL, ""))


@pytest.mark.parametrize(
    ("bodies", "code"),
    [((b"%PDF-1.4",), "binary-file"), ((b'{"a": "<p>"}',), "not-html"), ((b"bukan halaman",), "not-html")],
)
def test_a_first_page_that_is_none_is_refused(bodies, code):
    with pytest.raises(DocumentError) as refused:
        read(*bodies, page(*PARAGRAPHS).encode())
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "cp1252"), ("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("klingon", "utf-8"), (None, "utf-8")],
)
def test_the_bytes_are_believed_before_the_servers_charset(charset, encoding):
    html = page(*[text.replace("Jaminan", "“Jaminan”") for text in PARAGRAPHS])
    assert "“Jaminan” Kematian" in read(html.encode(encoding), charset=charset).text


def test_a_charset_that_only_the_server_names_is_used():
    html = page(*PARAGRAPHS).replace("Woha", "Wohač")
    assert "Wohač" in read(html.encode("iso-8859-2"), charset="ISO-8859-2").text
