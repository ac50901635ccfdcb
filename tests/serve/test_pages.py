"""The tables, their addresses, files and feeds, in two languages."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from lxml import html

from extractor.records import AmountKind, EventStatus, EventType, OrganizationKind, ParticipantRole, QuantityUnit
from extractor.serve.pages import exports
from extractor.serve.pages.feeds import moment
from extractor.serve.rendering import address
from extractor.serve.texts import LANGUAGES, spoken, texts_in

ATOM = "{http://www.w3.org/2005/Atom}"


def rows(client, path):
    """The cells of the table of a page."""
    page = html.fromstring(client.get(path).text)
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//table/tbody/tr")]


def link(page, words):
    """The address that a link of these words leads to."""
    return next(one.get("href") for one in html.fromstring(page).xpath("//a") if words in one.text_content())


@pytest.mark.parametrize("path", ["/events", "/stories"])
def test_a_table_goes_on_from_page_to_page_and_keeps_its_filters(client, path):
    asked, seen = f"{path}?limit=4&since=2015-01-01&lang=en", []
    for _ in range(40):
        page = client.get(asked).text
        seen += [" ".join(row) for row in rows(client, asked)]
        if 'rel="next"' not in page:
            break
        asked = link(page, "Next")
        assert "since=2015-01-01" in asked and "limit=4" in asked
    number = int(re.search(r"(\d+) (event|stor)", html.fromstring(page).xpath("//*[@class='count']")[0].text)[1])
    assert len(seen) == number > 4


def test_the_form_holds_what_the_address_asks(client):
    page = html.fromstring(
        client.get(
            "/events?type=meeting&type=award&province=Kalteng&min_amount=5.000.000&words=santunan&area=62.71&person=&status="
        ).text
    )
    form = page.forms[0]
    assert form.fields["type"] == "meeting"
    assert [one.get("value") for one in form.xpath(".//input[@type='hidden'][@name='type']")] == ["award"]
    assert (form.fields["province"], form.fields["min_amount"], form.fields["words"]) == ("62", "5.000.000", "santunan")
    assert form.fields["area"] == "62.71"
    assert form.xpath(".//details/@open")


def test_a_filter_that_cannot_be_asked_is_told_above_the_form(client):
    answer = client.get("/events?since=yesterday&type=meeting")
    assert answer.status_code == 422
    assert "since" in html.fromstring(answer.text).xpath("//*[@role='alert']")[0].text_content()
    assert client.get("/events?cursor=x").status_code == 422


def test_names_that_mean_nothing_here_are_left_out(client):
    assert rows(client, "/events?utm_source=mail&type=meeting") == rows(client, "/events?type=meeting")


def test_a_head_of_the_table_sorts_by_it_and_once_more_turns_it_around(client):
    page = client.get("/events?lang=en").text
    by_sum = link(page, "Sum")
    assert parse_qs(urlsplit(by_sum).query)["sort"] == ["amount"]
    turned = parse_qs(urlsplit(link(client.get(by_sum).text, "Sum")).query)
    assert (turned["sort"], turned["order"]) == (["amount"], ["up"])
    assert html.fromstring(client.get(by_sum).text).xpath("//th[@aria-sort='descending']//a")[0].text.strip() == "Sum"


def test_a_story_shows_who_tells_it_and_what_happened(client):
    story = client.get("/api/v1/stories?sort=articles&limit=1").json()["items"][0]
    page = client.get(f"/stories/{story['key']}").text
    assert len(html.fromstring(page).xpath("//section[1]//li")) == story["articles"]
    assert client.get("/stories/999999").status_code == 404


# files and feeds ---------------------------------------------------------------------------------------------------------


def test_what_is_shown_is_exported(client):
    shown = client.get("/api/v1/events?type=benefit_handover&limit=200").json()["items"]
    answer = client.get("/events/export?type=benefit_handover&format=csv")
    told = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {(one["article_id"], one["event_id"]) for one in told} == {(one["article"], one["id"]) for one in shown}
    assert re.fullmatch(r'attachment; filename="events-\d{4}-\d\d-\d\d\.csv"', answer.headers["content-disposition"])
    lines = client.get("/events/export?type=benefit_handover&format=jsonl").content.splitlines()
    assert {json.loads(one)["id"] for one in lines} == {one["article"] for one in shown}
    assert client.get("/events/export?format=xlsx").content[:2] == b"PK"
    assert json.loads(client.get("/events/export?format=geojson").content)["type"] == "FeatureCollection"


@pytest.mark.parametrize("query", ["format=exe", "format=../x", "type=party", "since=x"])
def test_an_export_that_cannot_be_made_is_told(client, query):
    assert client.get(f"/events/export?{query}").status_code == 422


def test_files_that_are_made_leave_nothing_and_only_some_are_made_at_once(client, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert client.get("/events/export?format=csv").status_code == 200
    assert client.get("/events/export?format=exe").status_code == 422
    assert list(tmp_path.iterdir()) == []
    with exports._AT_ONCE, exports._AT_ONCE:
        assert client.get("/events/export?format=csv").status_code == 429


@pytest.mark.parametrize("what", ["events", "stories"])
def test_a_feed_tells_what_a_filter_means(client, what):
    answer = client.get(f"/{what}.atom?type=benefit_handover&sort=amount")
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    shown = client.get(f"/api/v1/{what}?type=benefit_handover").json()["items"]
    assert len(entries) == len(shown) > 0
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == len(ids)
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://127.0.0.1:8000/{what}.atom?type=benefit_handover"
    for one in (feed, *entries):
        assert moment(one.findtext(f"{ATOM}updated")).tzinfo is not None
    assert client.get(f"/{what}.atom?since=x").status_code == 422


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2026-05-12", "2026-05-12T00:00:00+00:00"),
        ("2026-05", "2026-05-01T00:00:00+00:00"),
        ("2026", "2026-01-01T00:00:00+00:00"),
        ("2026-05-12T08:30:00+07:00", "2026-05-12T08:30:00+07:00"),
        ("2026-05-12T08:30", "2026-05-12T08:30:00+00:00"),
        ("", "1970-01-01T00:00:00+00:00"),
        (None, "1970-01-01T00:00:00+00:00"),
        ("2026-13", "1970-01-01T00:00:00+00:00"),
    ],
)
def test_a_feed_tells_moments_however_exactly_a_day_is_known(told, at):
    assert moment(told).isoformat() == at


# words -------------------------------------------------------------------------------------------------------------------


def test_the_language_is_that_of_the_address_then_of_an_earlier_choice_then_of_the_browser(client):
    assert '<html lang="id">' in client.get("/stories").text
    assert '<html lang="en">' in client.get("/stories", headers={"accept-language": "fr, en;q=0.8"}).text
    assert '<html lang="en">' in client.get("/stories?lang=en").text
    assert '<html lang="en">' in client.get("/stories").text  # it was chosen
    assert '<html lang="id">' in client.get("/stories?lang=id", headers={"accept-language": "en"}).text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "id"),
        ("en-GB,en;q=0.9", "en"),
        ("id-ID, en;q=0.9", "id"),
        ("en;q=x", "id"),
        ("de", "id"),
        ("en;q=0", "id"),
    ],
)
def test_the_browser_says_which_language_is_liked_best(header, language):
    assert spoken(None, None, header) == language
    assert spoken("xx", "../etc", header) == language


def test_both_languages_have_the_same_words():
    def keys(table, prefix=""):
        for name, value in table.items():
            if isinstance(value, dict):
                yield from keys(value, f"{prefix}{name}.")
            else:
                yield f"{prefix}{name}", tuple(sorted(set(re.findall(r"\{(\w+)\}", str(value)))))

    folder = files("extractor.serve").joinpath("words")
    parts = {one.name.partition(".")[0] for one in folder.iterdir() if one.name.endswith(".toml")}
    for part in parts:
        told = [
            dict(keys(tomllib.loads(folder.joinpath(f"{part}.{one}.toml").read_text("utf-8")))) for one in LANGUAGES
        ]
        assert told[0] == told[1], part


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_record_has_a_word(language):
    texts = texts_in(language)
    for table, kind in {
        "types": EventType,
        "statuses": EventStatus,
        "roles": ParticipantRole,
        "kinds": OrganizationKind,
        "amounts": AmountKind,
        "units": QuantityUnit,
    }.items():
        assert set(texts.table(table)) == {str(one) for one in kind}, table


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (42_000_000, "Rp 42 juta", "Rp 42 million"),
        (207_519_000_000, "Rp 207,519 miliar", "Rp 207.519 billion"),
        (1_234_567, "Rp 1,235 juta", "Rp 1.235 million"),
        (999_999, "Rp 999.999", "Rp 999,999"),
        (2_500_000_000_000, "Rp 2,5 triliun", "Rp 2.5 trillion"),
    ],
)
def test_sums_are_written_as_the_language_does(value, indonesian, english):
    assert [texts_in(one).rupiah(value).replace("\u00a0", " ") for one in LANGUAGES] == [indonesian, english]


def test_days_are_written_as_the_language_does():
    texts = texts_in("id")
    assert [texts.day(one) for one in ("2026-05-12", "2026-05", "2026", None, "2026-99")] == [
        "12 Mei 2026",
        "Mei 2026",
        "2026",
        "",
        "2026-99",
    ]
    assert texts.day("2026-05-12", "2026-05-14") == "12 Mei 2026 – 14 Mei 2026"
    assert texts.moment("2026-05-12T01:30:00Z") == "12 Mei 2026, 08.30 WIB"
    assert texts_in("en").moment("2026-05-12T01:30:00Z") == "12 May 2026, 08:30 WIB"
    assert texts.moment("2026-05-12T08:30") == "12 Mei 2026"  # the zone is not known


def test_an_address_leaves_out_what_is_not_asked_and_repeats_lists():
    assert address("/events", {"type": ["meeting", "award"], "since": None, "words": "a b&c"}, sort="", limit=5) == (
        "/events?type=meeting&type=award&words=a+b%26c&limit=5"
    )
    assert address("/events") == "/events"
