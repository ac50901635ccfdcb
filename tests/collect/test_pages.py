"""One post of one or many pages: its own address, its further pages, its text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractor.collect.fetching import Stopped
from extractor.collect.model import CollectError, Fetched, Outcome
from extractor.collect.pages import MOST_PAGES, PageSet, page_bytes, read_post, text_hash
from extractor.collect.paging import base_of
from extractor.documents.joining import read_pages

SITE = "https://kabartambora.example"
POST = f"{SITE}/2024/03/12/bupati-bima-serahkan-santunan"
TITLE = "Bupati Bima Serahkan Santunan kepada Tiga Ahli Waris"
PARAGRAPHS = [
    f"{opening} menyerahkan santunan Jaminan Kematian dari BPJS Ketenagakerjaan kepada ahli waris nelayan di {place}, "
    f"dan meminta seluruh camat mendata ulang pekerja rentan yang belum terlindungi, terutama petani bawang dan tukang ojek "
    f"yang bekerja setiap hari tanpa perlindungan apa pun di wilayah {place} dan sekitarnya."
    for opening, place in (
        ("BIMA, Kabar Tambora – Bupati Bima Hj. Nurhayati", "Sape"),
        ("Kepala Cabang Lalu Surya Wiguna kemudian", "Woha"),
        ("Wakil Bupati Dahlan M. Noer sebelumnya", "Monta"),
        ("Camat Wera Ridwan Saleh pekan lalu juga", "Wera"),
    )
]


def page(*paragraphs, bar="", head="", canonical=None, title=TITLE, attributes='lang="id"', after=""):
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!DOCTYPE html><html {attributes}><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">{link}{head}</head>'
        f'<body><nav><a href="/">Beranda</a></nav><article><h1>{title}</h1><div class="entry-content">{text}</div>{bar}</article>'
        f"{after}</body></html>"
    )


def fetched(url, body, *, final_url=None, content_type="text/html; charset=UTF-8"):
    data = body if isinstance(body, bytes) else body.encode()
    return Fetched(
        url=url,
        final_url=final_url or url,
        status=200,
        reason="OK",
        headers=(("Content-Type", content_type),),
        body=data,
        raw_body=data,
        request_line="GET / HTTP/1.1",
        request_headers=(),
        fetched=datetime(2024, 3, 13, tzinfo=UTC),
    )


class Site:
    """Pages by address; an `Outcome` instead of a page is refused with it, a pair is (page, where a redirect ends)."""

    def __init__(self, pages):
        self.pages, self.asked = pages, []

    def get(self, url):
        self.asked.append(url)
        found = self.pages.get(url, Outcome.GONE)
        if isinstance(found, Outcome):
            raise CollectError(found, url, "refused")
        body, final_url = found if isinstance(found, tuple) else (found, url)
        return fetched(url, body, final_url=final_url)

    def read(self, url, cms=None) -> PageSet:
        first = self.get(url)
        self.asked.clear()
        return read_post(first, self.get, cms=cms)


def bar(*links, kind="page-links"):
    inside = " ".join(f'<a href="{href}">{text}</a>' for text, href in links)
    return f'<div class="{kind}">Halaman: <span>1</span> {inside}</div>'


def test_a_post_of_one_page_needs_no_further_request():
    site = Site({POST: page(*PARAGRAPHS)})
    post = site.read(POST)
    assert (site.asked, post.url, post.aliases, post.missed) == ([], POST, (), ())
    assert (post.document.title, post.document.text) == (TITLE, "\n".join(PARAGRAPHS))
    assert post.id == post.document.id
    assert post.text_hash == text_hash(TITLE, "  " + "\n\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("cms", "first", "further"),
    [
        ("wordpress", POST, [f"{POST}/2/", f"{POST}/3/"]),
        ("wordpress", f"{SITE}/?p=5810", [f"{SITE}/?p=5810&page=2", f"{SITE}/?p=5810&page=3"]),
        ("custom", f"{SITE}/berita/375547/santunan.html", [f"{SITE}/berita/375547/santunan.html?halaman=2", f"{SITE}/berita/375547/santunan.html?halaman=3"]),
        ("custom", f"{SITE}/santunan", [f"{SITE}/santunan/page/2", f"{SITE}/santunan/page/3"]),
        ("disway", f"{SITE}/read/100966/bupati-di-sape", [f"{SITE}/read/100966/bupati-di-sape/15", f"{SITE}/read/100966/bupati-di-sape/30"]),
        ("tribun", POST, [f"{POST}?page=2", f"{POST}?page=3"]),
        ("jpnn", f"{SITE}/news/bupati-serahkan", [f"{SITE}/news/bupati-serahkan?page=2", f"{SITE}/news/bupati-serahkan?page=3"]),
        ("custom", f"{SITE}/news/bupati-serahkan", [f"{SITE}/news/bupati-serahkan?start=2", f"{SITE}/news/bupati-serahkan?start=3"]),
    ],
)  # fmt: skip
def test_the_pages_of_a_post_are_fetched_in_order_and_read_as_one(cms, first, further):
    second, third = further
    site = Site({
        first: page(PARAGRAPHS[0], PARAGRAPHS[1], bar=bar(("3", third), ("2", second))),
        second: page(PARAGRAPHS[2], bar=bar(("1", first), ("3", third))),
        third: page(PARAGRAPHS[3], bar=bar(("1", first), ("2", second))),
    })  # fmt: skip
    post = site.read(first, None if cms == "tribun" else cms)
    assert site.asked == further
    assert [one.final_url for one in post.pages] == [first, *further]
    assert (post.document.text, post.document.page) == ("\n".join(PARAGRAPHS), None)
    again = read_pages([page_bytes(one) for one in post.pages], url=post.url, source_path=post.url)
    assert again == post.document  # the archive will give the same


@pytest.mark.parametrize(
    ("cms", "link"),
    [
        ("inews", ("Tampilkan Semua", f"{POST}/all")),
        ("viva", ("Semua Halaman", f"{POST}?page=all")),
        ("custom", ("2", f"{POST}?page=2")),
        ("tribun", ("2", f"{POST}?page=2")),
        ("promedia", ("Selanjutnya", f"{POST}?page=2")),
    ],
)
def test_the_page_that_holds_all_is_one_request_instead_of_many(cms, link):
    whole = f"{POST}/all" if cms == "inews" else f"{POST}?page=all"
    links = [("2", f"{POST}?page=2"), ("3", f"{POST}?page=3"), link]
    if cms == "custom":
        links.append(("Show All", whole))
    site = Site({POST: page(PARAGRAPHS[0], bar=bar(*links)), whole: page(*PARAGRAPHS)})
    post = site.read(POST, cms)
    assert site.asked == [whole]
    assert [one.final_url for one in post.pages] == [POST, whole]
    assert (post.url, post.document.text, post.document.page) == (POST, "\n".join(PARAGRAPHS), None)


@pytest.mark.parametrize("answer", [Outcome.GONE, page(PARAGRAPHS[0]), (page(*PARAGRAPHS), f"{SITE}/")])
def test_where_the_page_with_all_fails_the_single_pages_are_asked(answer):
    site = Site({
        POST: page(PARAGRAPHS[0], bar=bar(("2", f"{POST}?page=2"), ("All", f"{POST}?page=all"))),
        f"{POST}?page=all": answer,
        f"{POST}?page=2": page(PARAGRAPHS[1]),
    })  # fmt: skip
    post = site.read(POST)
    assert site.asked == [f"{POST}?page=all", f"{POST}?page=2"]
    assert post.document.text == "\n".join(PARAGRAPHS[:2])


def test_a_next_link_is_followed_from_page_to_page():
    pages = {
        f"{POST}?page={n}" if n > 1 else POST: page(
            PARAGRAPHS[n - 1],
            bar=f'<div class="paging"><a href="?page={n + 1}">Halaman selanjutnya »</a></div>' if n < 4 else "",
        )
        for n in range(1, 5)
    }
    site = Site(pages)
    assert site.read(POST).document.text == "\n".join(PARAGRAPHS)
    assert site.asked == [f"{POST}?page={n}" for n in (2, 3, 4)]


def test_rel_next_in_the_head_leads_on_unless_it_names_the_next_post():
    head = f'<link rel="next" href="{POST}/2/"><link rel="next" href="{SITE}/2024/03/13/kapal-karam-di-sape/">'
    site = Site({POST: page(PARAGRAPHS[0], head=head), f"{POST}/2/": page(PARAGRAPHS[1])})
    assert site.read(POST).document.text == "\n".join(PARAGRAPHS[:2])
    assert site.asked == [f"{POST}/2/"]


@pytest.mark.parametrize(
    "furniture",
    [
        f'<div id="comments"><a href="{POST}?page=2">2</a></div>',
        f'<div class="comment-pagination"><a href="{POST}/comment-page-2/">2</a></div>',
        '<div class="pagination"><a href="/page/2">2</a> <a href="/2024/03/12/banjir-di-woha">Selanjutnya</a></div>',
        f'<div class="related"><a href="{POST}-lagi?page=2">Berita lain</a></div>',
        f'<a href="{POST}?replytocom=2">Balas</a><a href="{POST}#2">2</a><a href="{POST}?page=1">1</a>',
        '<a href="https://lain.example/2024/03/12/bupati-bima-serahkan-santunan/2">2</a>',
        '<a href="javascript:next(2)">2</a><a href="http://[broken/2">2</a>',
    ],
)
def test_comments_other_posts_and_lists_are_no_pages_of_the_post(furniture):
    site = Site({POST: page(*PARAGRAPHS, after=furniture)})
    assert site.read(POST).pages[0].final_url == POST
    assert site.asked == []


def test_a_site_that_gives_the_first_page_for_any_number_is_asked_once():
    first = page(*PARAGRAPHS[:2], bar=bar(*[(str(n), f"{POST}?page={n}") for n in range(2, 9)]))
    site = Site({POST: first} | {f"{POST}?page={n}": first for n in range(2, 9)})
    assert len(site.read(POST).pages) == 1
    assert site.asked == [f"{POST}?page=2"]


def test_a_post_without_end_ends():
    def text(n):
        return f"Halaman ke-{n}: {PARAGRAPHS[1]} Ini bagian nomor {n} dari tulisan yang panjang."

    site = Site({POST: page(text(1), bar=bar(("2", f"{POST}/2")))})
    site.pages |= {f"{POST}/{n}": page(text(n), bar=bar((str(n + 1), f"{POST}/{n + 1}"))) for n in range(2, 60)}
    assert len(site.read(POST).pages) == MOST_PAGES


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.BLOCKED])
def test_a_post_whose_second_page_cannot_be_had_now_is_left_for_another_time(outcome):
    site = Site({POST: page(PARAGRAPHS[0], bar=bar(("2", f"{POST}/2"))), f"{POST}/2": outcome})
    with pytest.raises(CollectError) as refused:
        site.read(POST)
    assert refused.value.outcome is outcome


def test_a_run_that_is_to_stop_stops_even_where_a_page_could_do_without():
    def stop(url):
        raise Stopped(url)

    with pytest.raises(Stopped):
        read_post(fetched(f"{POST}/amp", page(*PARAGRAPHS, canonical=POST, attributes="amp")), stop)


def test_a_page_that_is_gone_for_good_is_told_and_the_rest_kept():
    links = bar(("2", f"{POST}/2"), ("3", f"{POST}/3"))
    site = Site({POST: page(PARAGRAPHS[0], bar=links), f"{POST}/3": page(PARAGRAPHS[2])})
    post = site.read(POST)
    assert post.document.text == "\n".join([PARAGRAPHS[0], PARAGRAPHS[2]])
    assert post.document.page is not None
    assert [name in post.missed[0] for name in (f"{POST}/2", "gone")] == [True, True]
    assert "pages" in [caution.code for caution in post.document.warnings]


@pytest.mark.parametrize("later", [f"{POST}/3", f"{POST}?page=3", f"{POST}/page/3/"])
def test_a_later_page_found_first_leads_back_to_the_beginning(later):
    base = base_of(later)[0]
    links = bar(("2", f"{POST}/2"), ("3", later))
    site = Site(
        {
            base: page(PARAGRAPHS[0], bar=links),
            f"{POST}/2": page(PARAGRAPHS[1]),
            later: page(PARAGRAPHS[2], canonical=later),
        }
    )
    post = site.read(later)
    assert site.asked == [base, f"{POST}/2", later]
    assert post.document.text == "\n".join(PARAGRAPHS[:3])
    assert (post.url, later in post.aliases) == (base, True)


def test_the_page_with_all_found_first_is_enough():
    site = Site({f"{POST}?page=all": page(*PARAGRAPHS, bar=bar(("1", POST), ("2", f"{POST}?page=2")))})
    post = site.read(f"{POST}?page=all")
    assert (site.asked, post.url, post.document.text) == ([], POST, "\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("asked", "canonical", "attributes"),
    [
        (f"{POST}/amp", POST, "amp"),
        (f"{POST}/amp/", POST, "⚡"),
        (f"{POST}?amp=1", POST, 'lang="id"'),
        (f"{POST}/?amp", POST, 'lang="id"'),
        ("https://amp.kabartambora.example/2024/03/12/bupati-bima-serahkan-santunan", POST, "amp"),
        (f"{SITE}/amp/100966/bupati-serahkan-santunan", f"{SITE}/read/100966/bupati-serahkan-santunan", "amp"),
        (f"{SITE}/amp/100966/bupati-serahkan-santunan/16", f"{SITE}/read/100966/bupati-serahkan-santunan", "amp"),
    ],
)
def test_an_amp_page_makes_way_for_the_page_it_names(asked, canonical, attributes):
    site = Site(
        {
            asked: page(PARAGRAPHS[0], canonical=canonical, attributes=attributes),
            canonical: page(*PARAGRAPHS, canonical=canonical),
        }
    )
    post = site.read(asked)
    assert site.asked == [canonical]
    assert ([one.final_url for one in post.pages], post.url) == ([canonical], canonical)
    assert (asked in post.aliases, post.document.text) == (True, "\n".join(PARAGRAPHS))


@pytest.mark.parametrize("answer", [Outcome.GONE, Outcome.FAILED, (page(*PARAGRAPHS), f"{SITE}/")])
def test_an_amp_page_stays_where_its_original_cannot_be_had(answer):
    amp = f"{SITE}/amp/100966/bupati-serahkan-santunan"
    original = f"{SITE}/read/100966/bupati-serahkan-santunan"
    site = Site({
        amp: page(PARAGRAPHS[0], canonical=original, attributes="amp", bar=bar(("2", f"{amp}/16"))),
        original: answer,
        f"{amp}/16": page(PARAGRAPHS[1], canonical=original, attributes="amp"),
    })  # fmt: skip
    post = site.read(amp)
    assert (post.url, [one.final_url for one in post.pages]) == (original, [amp, f"{amp}/16"])
    assert post.document.text == "\n".join(PARAGRAPHS[:2])


def test_the_amp_address_that_a_page_names_is_an_alias():
    head = f'<link rel="amphtml" href="{POST}/amp/">'
    site = Site({POST: page(*PARAGRAPHS, head=head)})
    assert site.read(POST).aliases == (f"{POST}/amp/",)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "".join(f"<h2><a href='/{n}'>Bupati Serahkan Santunan ke Warga {n}</a></h2>" for n in range(20)),
            "lists 20 links",
        ),
        ("<p>Halaman tidak ditemukan</p>", "not a post"),
    ],
)
def test_html_that_is_no_post_is_not_a_page(body, reason):
    site = Site({POST: f"<html><body>{body}</body></html>"})
    with pytest.raises(CollectError, match=reason) as refused:
        site.read(POST)
    assert refused.value.outcome is Outcome.NOT_A_PAGE


@pytest.mark.parametrize(
    "body", [b'{"rendered": "<p>a</p><p>b</p><p>c</p>"}', b"%PDF-1.4", b"\x00\x01" * 400, b"bukan halaman"]
)
def test_what_is_no_html_is_not_a_page(body):
    with pytest.raises(CollectError) as refused:
        read_post(fetched(POST, body), Site({}).get)
    assert refused.value.outcome is Outcome.NOT_A_PAGE
