"""Posts as web pages of several makes."""

from __future__ import annotations

import json
from datetime import date

import pytest

from extractor.documents import DocumentError, PageNumber, read_text
from extractor.documents.html import is_html
from extractor.documents.html_metadata import without_site
from extractor.documents.site_rules import SiteRule, SiteRules, site_rules, xpath_of
from extractor.knowledge.outlets import FAMILIES, Outlet

TITLE = "Bupati Bima Serahkan Santunan JKM kepada Tiga Ahli Waris"
PARAGRAPHS = [
    "BIMA, Kabar Tambora – Bupati Bima Hj. Nurhayati menyerahkan santunan Jaminan Kematian (JKM) BPJS Ketenagakerjaan kepada tiga "
    "ahli waris nelayan di Pendopo, Senin (11/3/2024).",
    "Program ini, kata dia, harus menjangkau seluruh pekerja rentan di Kabupaten Bima, mulai dari petani bawang sampai nelayan dan "
    "tukang ojek yang setiap hari bekerja tanpa perlindungan.",
    "Menurut Kepala Cabang, Lalu Surya Wiguna, tiap ahli waris menerima Rp42 juta dan beasiswa untuk dua anak sampai kuliah.",
]
NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2024-03-12T09:15:00+08:00",
    "author": {"@type": "Person", "name": "Nursalam"},
    "publisher": {"@type": "Organization", "name": "Kabar Tambora"},
}


def page(
    body: str = "",
    *,
    head: str = "",
    ld: object = None,
    container: str = 'div class="entry-content"',
    url: str = "2024/03/12/bupati-bima",
) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    script = (
        f'<script type="application/ld+json">{ld if isinstance(ld, str) else json.dumps(ld)}</script>' if ld else ""
    )
    return f"""<!DOCTYPE html><html lang="id-ID"><head><meta charset="utf-8"><title>{TITLE} - Kabar Tambora</title>
    <link rel="canonical" href="https://kabartambora.example/{url}">{head}{script}</head>
    <body><nav><a href="/">Beranda</a> <a href="/d">Daerah</a></nav><article><h1>{TITLE}</h1>
    <div class="share-buttons">Bagikan <a>Facebook</a></div><figure><img src="a.jpg"><figcaption>Bupati. (Foto: Humas)</figcaption></figure>
    <{container}>{paragraphs}{body}</{container.split(maxsplit=1)[0]}></article>
    <div class="related"><h3>Berita Terkait</h3><a href="/z">Ratusan Nelayan Sape Terima Kartu</a></div>
    <footer>Copyright © 2024 Kabar Tambora. All rights reserved.</footer></body></html>"""


WHOLE = "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "ld",
    [
        NEWS,
        {"@graph": [{"@type": "WebPage"}, NEWS]},
        [NEWS],
        json.dumps(NEWS)[:-1] + ",}",
        f"<!-- {json.dumps(NEWS)} -->",
    ],
)
def test_json_ld_in_all_its_shapes(ld):
    found = read_text(page(ld=ld))
    assert (found.title, found.author, found.outlet) == (TITLE, "Nursalam", "Kabar Tambora")
    assert found.published_iso == "2024-03-12T09:15:00+08:00"
    assert found.text == WHOLE


def test_open_graph_and_meta_tags_do_without_json_ld():
    head = (
        f'<meta property="og:title" content="{TITLE} | Kabar Tambora"><meta property="og:site_name" content="Kabar Tambora">'
        '<meta property="article:published_time" content="2024-03-12T01:15:00+00:00"><meta name="author" content="JasaWeb Studio">'
    )
    found = read_text(page(head=head))
    assert (found.title, found.author, found.outlet) == (TITLE, None, "Kabar Tambora")
    assert found.published_iso is not None
    assert found.published_iso.startswith("2024-03-12T0")


@pytest.mark.parametrize("name", ["admin", "Redaksi", "Kabar Tambora", "kabartambora"])
def test_accounts_of_the_site_are_no_authors(name):
    assert read_text(page(ld={**NEWS, "author": {"name": name}})).author is None


def test_a_printed_time_with_zone_corrects_metadata_in_utc():
    utc = {**NEWS, "datePublished": "2024-03-12T09:15:00+00:00"}  # the local time called UTC, as many sites do
    assert (
        read_text(
            page(
                '<p>Selasa, 12 Maret 2024 | 09:15 WITA</p><div class="post-date">12 Maret 2024 09:15 WITA</div>', ld=utc
            )
        ).published_iso
        is not None
    )
    printed = page(ld=utc).replace(
        "<article>", '<article><span class="posted-on">Selasa, 12 Maret 2024 | 09:15 WITA</span>'
    )
    assert read_text(printed).published_iso == "2024-03-12T09:15:00+08:00"


def test_unreadable_json_ld_is_told_and_left():
    found = read_text(page(ld="{oops"))
    assert found.text == WHOLE
    assert "metadata" in [caution.code for caution in found.warnings]


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="baca-juga"><strong>Baca Juga:</strong> <a href="/x">Harga Bawang Anjlok, Petani Menjerit</a></div>',
        '<p><strong>Baca Juga :</strong> <a href="/x">Harga Bawang Anjlok</a></p>',
        "<p>Reporter: Nursalam</p>",
        '<div class="sharedaddy">Share on Facebook</div>',
        '<ul class="post-tags"><li>BPJS</li></ul>',
        "<p>Ikuti kami di Google News</p>",
        "<script>var a = 1</script><ins class='adsbygoogle'>iklan</ins>",
        '<p style="display: none">rahasia sekali ini</p>',
    ],
)
def test_furniture_inside_the_body_is_left_out(furniture):
    assert read_text(page(furniture, ld=NEWS)).text == WHOLE


def test_a_linked_headline_inside_a_sentence_is_cut_at_the_end_of_its_link():
    sentence = 'Iuran dibayar pemerintah desa sejak Januari. <strong>Baca juga: <a href="/y">jembatan ambruk di Sape</a></strong> kemudian peserta didata lagi.'
    assert read_text(page(f"<p>{sentence}</p>", ld=NEWS)).text.endswith("sejak Januari. kemudian peserta didata lagi.")


def test_lists_and_line_breaks_keep_their_lines():
    found = read_text(
        page(
            "<p>Yang hadir:</p><ul><li>Kepala Dinas Sosial</li><li>Camat Woha</li></ul><p>Satu.<br>Dua desa lagi menyusul.</p>",
            ld=NEWS,
        )
    )
    assert found.text.endswith("Yang hadir:\n- Kepala Dinas Sosial\n- Camat Woha\nSatu.\nDua desa lagi menyusul.")


@pytest.mark.parametrize(
    "container",
    [
        'div class="entry-content"',
        'div class="post-body entry-content"',
        'div class="td-post-content tagdiv-type"',
        'article class="read__content"',
        'div class="content-article"',
        'div itemprop="articleBody"',
        'div class="zxq"',
    ],
)
def test_bodies_are_found_on_pages_of_any_make(container):
    assert read_text(page(ld=NEWS, container=container)).text == WHOLE


def test_a_page_of_unknown_make_and_without_metadata():
    bare = (
        page(container='div class="zxq"')
        .replace("<article>", "<section><p>Selasa, 12 Maret 2024 09:15 WITA</p>")
        .replace("</article>", "</section>")
    )
    found = read_text(bare)
    assert (found.title, found.published_iso) == (TITLE, "2024-03-12T09:15:00+08:00")
    assert PARAGRAPHS[1] in found.text
    assert "Ratusan Nelayan" not in found.text


def test_the_clock_of_a_known_outlet_dates_naive_times():
    naive = page(ld={**NEWS, "datePublished": "2024-03-12 09:15:00"}).replace("kabartambora.example", "terasmaluku.com")
    found = read_text(naive)
    assert (found.published_iso, found.timezone, found.outlet) == ("2024-03-12T09:15:00+09:00", "WIT", "Teras Maluku")


def test_an_old_page_of_tables_says_title_and_date_only_above_the_text():
    rows = "".join(f"{text}<br><br>" for text in PARAGRAPHS)
    old = f"""<html><head><title>Tambora Ekspres Online - Tajam, Jujur, Bertanggung Jawab</title></head><body><table>
    <tr><td><a href="/">DEPAN</a> | <a href="/b">BIMA</a> | <a href="/d">DOMPU</a></td></tr><tr><td>TERHANGAT</td></tr>
    <tr><td><a href="/1">Kapal Kayu Karam di Sape</a></td></tr><tr><td><a href="/">Depan</a> &raquo; <a href="/e">Ekonomi</a></td></tr>
    <tr><td><font size="4"><b>{TITLE}</b></font><br><font size="1">Selasa, 12 Maret 2024 | 10:21:44 WITA | dibaca : 742 kali | oleh : iki</font></td></tr>
    <tr><td class="isi">{rows}</td></tr><tr><td>Cetak &nbsp; Kirim ke teman</td></tr></table></body></html>"""
    found = read_text(old)
    assert (found.title, found.published_iso, found.author) == (TITLE, "2024-03-12T10:21:00+08:00", "iki")
    assert found.text == WHOLE


def test_dates_in_the_markup_of_the_body_count():
    marked = page(
        '<span property="schema:dateCreated" content="2024-03-12T01:22:07+00:00">Sel, 12/03/2024 - 09:22</span>'
    )
    assert read_text(marked).published_iso == "2024-03-12T09:22:07+08:00"


def test_the_date_of_a_comment_is_not_the_posts():
    utc = {**NEWS, "datePublished": "2024-03-12T01:15:00+00:00"}
    commented = page(ld=utc).replace(
        "</article>", '</article><ol class="comment-list"><li><time>13 Maret 2024 07:32</time></li></ol>'
    )
    assert read_text(commented).published_iso == "2024-03-12T09:15:00+08:00"


def test_a_name_is_better_than_a_domain():
    assert (
        read_text(page(ld=NEWS, head='<meta property="og:site_name" content="kabartambora.example.com">')).outlet
        == "Kabar Tambora"
    )


@pytest.mark.parametrize(
    ("bar", "url", "number"),
    [
        (
            '<div class="page-links">Halaman: <span>1</span> <a href="/2">2</a> <a href="/3">3</a></div>',
            "2024/03/12/bupati-bima",
            PageNumber(1, 3),
        ),
        (
            '<div class="pagination"><a href="/1">1</a> <b>2</b> <a href="/3">Selanjutnya</a></div>',
            "2024/03/12/bupati-bima?page=2",
            PageNumber(2, 2),
        ),
        ("<p>Pages ( 2 of 3 ): 1 2 3</p>", "2024/03/12/bupati-bima", PageNumber(2, 3)),
        ("", "2024/03/12/bupati-bima", None),
    ],
)
def test_page_numbers(bar, url, number):
    assert read_text(page(bar, ld=NEWS, url=url)).page == number


def test_a_page_that_is_followed_by_another():
    assert read_text(
        page(ld=NEWS, head='<link rel="next" href="/2">', url="2024/03/12/bupati-bima?page=2")
    ).page == PageNumber(2, None)


def test_a_saved_page_knows_where_it_stood():
    saved = (
        page(ld=NEWS)
        .replace("<html", "<!-- saved from url=(0040)https://terasmaluku.com/2024/judul -->\n<html")
        .replace('<link rel="canonical"', "<link")
    )
    assert read_text(saved).outlet == "Teras Maluku"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "<html><body>"
            + "".join(f"<h2><a href='/{n}'>Bupati Serahkan Santunan ke Warga {n}</a></h2>" for n in range(20))
            + "</body></html>",
            "listing-page",
        ),
        ("<html><body>" + "<div>" * 100_000 + f"<p>{WHOLE}</p></body></html>", "nested-html"),
        ("<html><body>" + "<i></i>" * 60_000 + f"<p>{WHOLE}</p></body></html>", "too-many-elements"),
        ("<html></html>", "no-paragraph"),
    ],
)
def test_pages_that_are_no_posts_are_refused(text, code):
    with pytest.raises(DocumentError) as refused:
        read_text(text)
    assert refused.value.code == code


def test_a_listing_page_says_what_it_is():
    links = "".join(f"<h2><a href='/{n}'>Bupati Serahkan Santunan ke Warga {n}</a></h2>" for n in range(20))
    with pytest.raises(
        DocumentError,
        match=r"lists 20 links and no paragraph over 40 words \(listing-page\)\. Give the post's own address\.",
    ):
        read_text(f"<html><body>{links}</body></html>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (page(), True),
        ("<p>satu</p><p>dua</p><p>tiga</p>", True),
        ("<div>isi</div>", True),
        ("SAPE – Sebanyak <p>240 PNS mangkir", False),
        ("3 < 4 dan 5 > 4", False),
        ("", False),
    ],
)
def test_pages_are_told_from_text(text, html):
    assert is_html(text) is html


@pytest.mark.parametrize(
    ("printed", "site", "title"),
    [
        (f"{TITLE} - Kabar Tambora", "Kabar Tambora", TITLE),
        (f"{TITLE} | kabartambora.com", None, TITLE),
        (f"{TITLE} - Halaman 2 dari 3 - Kabar Tambora", "Kabar Tambora", TITLE),
        (f"Kabar Tambora » {TITLE}", "Kabar Tambora", TITLE),
        (f"{TITLE} - Radar Sampit", None, TITLE),
        (
            "Santunan - Antara Hak dan Kewajiban Pekerja Rentan",
            "Kabar Tambora",
            "Santunan - Antara Hak dan Kewajiban Pekerja Rentan",
        ),
    ],
)
def test_the_sites_name_is_no_part_of_the_headline(printed, site, title):
    assert without_site(printed, site, None) == title


def test_every_rule_is_of_a_known_family_and_has_a_body():
    rules = site_rules().rules
    assert {rule.family for rule in rules if rule.family} <= FAMILIES
    assert all(rule.body for rule in rules)


def rule(domain=None, family=None, until=None):
    return SiteRule(family, domain, ("div.isi",), (), (), (), until)


def test_a_rule_of_a_site_goes_first_and_ends_when_it_says():
    outlet = Outlet("Kabar", "kabar.example", None, "custom")
    old, new, common = rule("kabar.example", until=date(2020, 12, 31)), rule("kabar.example"), rule(family="wordpress")
    rules = SiteRules((common, old, new), frozenset(), ())
    assert rules.for_page(outlet, date(2019, 5, 1)) == [old, new, common]
    assert rules.for_page(outlet, date(2022, 5, 1)) == [new, common]
    assert rules.for_page(None, None) == [common]


@pytest.mark.parametrize("selector", ["div.a > p", "p:first-child", "div[a"])
def test_selectors_beyond_the_small_language_are_refused(selector):
    with pytest.raises(ValueError, match="not a selector"):
        xpath_of(selector)
