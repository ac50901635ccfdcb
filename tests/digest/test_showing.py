"""A digest on a terminal, in Markdown, as HTML and as mail: the same, and nothing of what posts say commands any of them."""

from __future__ import annotations

import email
import email.policy
import io
import runpy
import tomllib
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from rich.console import Console

from extractor.digest import DigestError
from extractor.digest.files import FORMATS, shown
from extractor.digest.layout import page
from extractor.digest.page import LONGEST, harmless, web_address
from extractor.digest.terminal import print_page
from extractor.digest.words import LANGUAGES, Words

NEWSROOM = runpy.run_path(str(Path(__file__).with_name("newsroom.py")))
TODAY = NEWSROOM["today"]()
MARKDOWN = MarkdownIt("commonmark").enable("table")
GMAIL_CLIPS = 102 * 1024  # bytes

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[klik](javascript:alert(1))",
    "![x](http://jahat.example/a.png)",
    "<http://jahat.example>",
    "</td></table><a href=http://jahat.example>x</a>",
    "# Judul | kolom | `kode` ***tebal***",
    "- butir\n\n---\n\n1. satu",
    "1) satu",
    "&lt;b&gt; &#60;i&#62;",
    "\x1b[31mmerah\x1b]8;;http://jahat.example\x07",
    "santunan \u202edlrow\u202c \u2066x\u2069 \u200bnol \u00adlunak",
    "{{ page.title }} {% for x in y %}",
    "@semua #12 !34 http://jahat.example www.jahat.example a@jahat.example",
    "/close",
    "\\",
    "a" * 5000,
    "a" + "\u0301" * 500,
]


def hostile_post(post, words, number=0):
    """A post that says these words wherever a post can say anything."""
    return post(
        words,
        text=f"{number} {words}",
        outlet=words,
        url=words,
        bodies=((words, "local_government"),),
        people=((words, "Bupati", words),),
        events=(
            {"type": "meeting", "who": (("p1", "speaker"),)},
            {"type": "meeting", "status": "planned", "day": "2026-06-01", "who": (("o1", "organizer"),)},
        ),
        warnings=(("number_format", words, words), (words, words, words)),
        id_=f"{number:016x}",
    )


def addresses(html):
    return {link["href"] for link in BeautifulSoup(html, "lxml").find_all("a")}


@pytest.fixture(scope="module")
def golden(tmp_path_factory):
    """The digest that the golden files show."""
    return NEWSROOM["golden"](tmp_path_factory.mktemp("golden"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, post):
    """Two digests of posts that say hostile things."""
    with NEWSROOM["Newsroom"](tmp_path_factory.mktemp("hostile") / "news.db") as newsroom:
        yield _hostile(newsroom, post)


def _hostile(newsroom, post):
    records = [hostile_post(post, words, number) for number, words in enumerate(HOSTILE)]
    newsroom.run(*records[:-9], failures=(("a", "b", HOSTILE[0]), ("c", "d", HOSTILE[10]), ("e", "f", HOSTILE[6])))
    first = newsroom.digest()
    newsroom.run(*records[-9:])
    return first, newsroom.digest(after_run=1)


@pytest.mark.parametrize("which", [0, 1], ids=["first", "second"])
def test_html_holds_no_element_that_a_post_wrote(hostile, which):
    html = shown(hostile[which], "html")
    soup = BeautifulSoup(html, "lxml")
    assert {tag.name for tag in soup.find_all(True)} <= {
        *("html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "th", "h1", "h2", "div", "b"),
        *("bdi", "a", "span", "code"),
    }
    assert not [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert addresses(html) == set()
    assert "\x1b" not in html
    assert "\u202e" not in html


@pytest.mark.parametrize("which", [0, 1], ids=["first", "second"])
def test_markdown_holds_no_markup_that_a_post_wrote(hostile, which):
    text = shown(hostile[which], "markdown")
    soup = BeautifulSoup(MARKDOWN.render(text), "lxml")
    known = {
        "code",
        "html",
        "body",
        "h1",
        "h2",
        "p",
        "br",
        "strong",
        "ul",
        "li",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert {tag.name for tag in soup.find_all(True)} <= known
    titles = {section.title for section in page(hostile[which]).sections}
    assert {tag.text for tag in soup.find_all("h2")} == titles
    for row in soup.find_all("tr"):
        assert len(row.find_all(["td", "th"])) in (3, 4)
    assert not {"@semua", "#12", "a@jahat", "http://jahat", "www.jahat"} & set(text.split())


def test_markdown_shows_the_words_of_posts_as_they_are(newsroom, post):
    title = "Rp 5_000 *besar* [1] <b> a|b #1 \\n ~x~ http://a.example"
    newsroom.run(post(title))
    rendered = BeautifulSoup(MARKDOWN.render(shown(newsroom.digest(), "markdown")), "lxml").text
    assert title in rendered.replace("\u200b", "")


@pytest.mark.parametrize("which", [0, 1], ids=["first", "second"])
def test_a_terminal_is_given_no_commands_by_posts(hostile, which):
    plain = shown(hostile[which], "terminal")
    assert not [sign for sign in plain if sign != "\n" and (ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0)]
    out = io.StringIO()
    print_page(page(hostile[which]), Console(file=out, width=60, force_terminal=True, color_system="truecolor"))
    assert "\x1b]8;" not in out.getvalue()
    assert "\x1b[31m" not in out.getvalue()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//jahat.example/x",
        "ftp://jahat.example",
        "http://",
        "https://bank.example@jahat.example/",
        "https://a.example/\x1b]8;;",
        "https://a.example/ b",
        "https://[jahat",
        f"https://a.example/{'x' * 500}",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(address):
    assert web_address(address) is None


def test_an_address_cannot_leave_its_place():
    assert web_address('https://a.example/"><b>?q=ž\\|') == "https://a.example/%22%3E%3Cb%3E?q=%C5%BE%5C%7C"
    assert web_address("https://a.example/b?c=d&e=%20#f") == "https://a.example/b?c=d&e=%20#f"


@pytest.mark.parametrize(
    "sign", ["\ud800", "\u202e", "\u2066", "\x1b", "\x9b", "\n", "\u200d", "\U000e0041", "\ufe0f", "\u3164"]
)
def test_signs_that_command_or_hide_are_taken_out(sign):
    assert "".join(harmless(f"a{sign}b").split()) == "ab"


def test_long_words_are_cut_at_a_word():
    text = harmless("kata " * 100).rstrip()
    assert len(text) <= LONGEST
    assert text.endswith("kata…")


def _day(days_ago):
    return (date(2026, 5, 12) - timedelta(days=days_ago)).isoformat()


def test_html_of_a_busy_day_is_not_clipped_by_gmail(newsroom, post):
    newsroom.run(
        *(
            post(
                f"{n} {n * 7919} {'Judul yang sangat panjang sekali ' * 6}",
                text=f"{n} {n * 7919}",
                outlet=f"{'Media Nusantara ' * 8}{n}",
                url=f"https://media{n}.example/{'a' * 330}",
                places=(("53.10", "81", "33")[n % 3],),
                people=((f"Yohanes {'abcdefghij'[n % 10] * 40} Lodo", "Bupati", "Manggarai " * 20),),
                amounts=({"value": 1_000_001 + n, "kind": "benefit"},),
                counts=({"value": n, "kind": "target"},),
                events=(
                    {"day": _day(n), "place": "l1", "who": (("p1", "giver"),), "amounts": ["m1"], "quantities": ["q1"]},
                    {"type": "agreement", "status": "planned", "day": _day(-n), "who": (("p1", "party"),)},
                ),
                warnings=tuple((code, "x" * 300, "y" * 300) for code in ("number_format", "place_name", "currency")),
            )
            for n in range(500)
        ),
        failures=tuple((f"{n}", "code", "z" * 400) for n in range(50)),
    )
    made = newsroom.digest()
    assert made.counts.posts == 500
    assert len(shown(made, "html").encode()) < 100_000 < GMAIL_CLIPS
    assert len(shown(made, "terminal").splitlines()) < 400


def test_html_leads_nowhere_but_to_posts(golden):
    html = shown(golden, "html")
    assert addresses(html) <= {record.article.url for record in [*TODAY, *NEWSROOM["yesterday"]()]}
    assert addresses(html)
    soup = BeautifulSoup(html, "lxml")
    assert {link["rel"][0] for link in soup.find_all("a")} == {"noopener"}
    assert not soup.find_all(["script", "img", "link", "iframe", "object", "form", "base"])
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("name", sorted(NEWSROOM["FILES"]))
def test_the_golden_digest(golden, name):
    format_, language = NEWSROOM["FILES"][name]
    expected = (NEWSROOM["RESOURCES"] / name).read_text(encoding="utf-8")
    assert shown(golden, format_, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format_", FORMATS)
def test_an_empty_digest_is_one_line(newsroom, post, language, format_):
    after = newsroom.run(post("Lama", events=({"type": "meeting", "status": "planned", "day": "2026-06-01"},)))
    newsroom.run()
    text = shown(newsroom.digest(after_run=after), format_, language)
    said = Words(language).moment("nothing_since", newsroom.now.replace(day=11, hour=22))
    assert said in text.replace("=\n", "")
    assert "<h2" not in text
    assert "## " not in text


def test_a_narrow_terminal_loses_no_words(golden):
    out = io.StringIO()
    print_page(page(golden), Console(file=out, width=32, force_terminal=True, color_system=None))
    lines = out.getvalue().splitlines()
    words = " ".join(lines)
    assert "Pemprov Maluku targetkan" in words
    assert "Nusa" in words


def test_a_terminal_gets_links_and_a_file_gets_addresses(golden):
    out = io.StringIO()
    print_page(page(golden), Console(file=out, width=80, force_terminal=True, color_system="truecolor"))
    assert "https://floreskini.example/santunan\x1b" in out.getvalue()
    assert "  https://floreskini.example/santunan\n" in shown(golden, "terminal")


def test_a_mail_has_a_plain_part_and_an_html_part(golden):
    message = email.message_from_string(shown(golden, "mail"), policy=email.policy.default)
    parts = list(message.iter_parts())
    assert message["Subject"].startswith("Ringkasan berita BPJS Ketenagakerjaan, 13 Mei 2026")
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert parts[0].get_content().rstrip("\n") == shown(golden, "terminal").rstrip("\n")
    assert parts[1].get_content() == shown(golden, "html") + "\n" * (not shown(golden, "html").endswith("\n"))


def test_both_languages_have_words_for_the_same():
    words = tomllib.loads(files("extractor.digest").joinpath("words.toml").read_text(encoding="utf-8"))
    keys = {
        language: {
            (key, inner)
            for key, value in table.items()
            if key != "said"
            for inner in (value if isinstance(value, dict) else [None])
        }
        for language, table in words.items()
    }
    assert set(words) == set(LANGUAGES)
    assert keys["id"] == keys["en"]


def test_a_language_without_words_is_refused(newsroom):
    with pytest.raises(DigestError, match="nl: the digest has no words in this language"):
        shown(newsroom.digest(), "markdown", "nl")


@pytest.mark.parametrize(
    "start, end, said",
    [
        ("2026-05-12", None, "12 Mei"),
        ("2026-05-12", "2026-05-14", "12–14 Mei"),
        ("2026-05-30", "2026-06-02", "30 Mei s.d. 2 Juni"),
        ("2025-12-31", None, "31 Desember 2025"),
        ("2026-08", None, "Agustus 2026"),
        ("2027", None, "2027"),
    ],
)
def test_days_are_told_as_short_as_is_clear(start, end, said):
    assert Words("id", 2026).day(start, end) == said


def test_what_is_cut_comes_with_the_command_that_lists_it(newsroom, post):
    newsroom.run(*(post(f"Pos {n}", text=f"{n} " * 9) for n in range(30)))
    assert "dan 20 lagi: extractor stories --least 1" in shown(newsroom.digest(), "terminal")
