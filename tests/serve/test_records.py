"""The page of a record: the text with its facts, whatever the text holds."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from runpy import run_path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records import Record
from extractor.review.model import Place
from extractor.review.state import state_of
from extractor.serve.corrections.marks import Mark, segments
from extractor.store import Store
from extractor.stories.grouping import group
from tests.serve.conftest import HANDLER, SCRIPT, attack, filled, huge


def text_of(page: str) -> str:
    """What a browser shows of the text."""
    inner = page.partition(' id="text"')[2].partition(">")[2].partition("</div>")[0]
    return unescape(re.sub(r"<[^<>]*>", "", inner))


def marked(page: str, key: str) -> list[str]:
    """The words that bear a fact, joined where they follow each other."""
    inner = page.partition(' id="text"')[2].partition(">")[2].partition("</div>")[0]
    inner = re.sub(r'<span class="anchor"[^>]*></span>', "", inner)
    found, last = [], -1
    for one in re.finditer(r'<(a|span) [^>]*data-facts="([^"]*)"[^>]*>([^<]*)</\1>', inner):
        if key in one[2].split():
            if one.start() == last:
                found[-1] += unescape(one[3])
            else:
                found.append(unescape(one[3]))
            last = one.end()
    return found


class Tags(HTMLParser):
    """Names of elements and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += attrs


@pytest.fixture(scope="session")
def ids(database) -> list[str]:
    with Store(database, read_only=True) as store:
        return [id_ for (id_,) in store.database.rows("SELECT id FROM articles ORDER BY key")]


def record_of(path, id_) -> Record:
    with Store(path, read_only=True) as store:
        return store.record(id_)


def mark(start, end, key, kind="people"):
    return Mark(Place(start, end, "x" * (end - start)), kind, key, f"at-{key}", True)


def test_marks_that_overlap_are_cut_into_pieces_that_bear_both():
    cut = segments("Bupati Sumbawa hadir", [mark(0, 14, "p"), mark(7, 20, "o"), mark(7, 14, "l")])
    assert [(one.text, one.keys) for one in cut] == [("Bupati ", "p"), ("Sumbawa", "l o p"), (" hadir", "o")]
    assert [one.anchors for one in cut] == [("at-p",), ("at-o", "at-l"), ()]


def test_a_click_means_the_shortest_fact_and_never_the_sentence_around():
    (first, second) = segments("Rahmat hadir", [mark(0, 12, "e", "evidence"), mark(0, 6, "p")])
    assert (first.front.key, second.front) == ("p", None)


def test_offsets_are_code_points():
    cut = segments("😀 Rina 😀", [mark(2, 6, "p")])
    assert [(one.text, one.keys) for one in cut] == [("😀 ", ""), ("Rina", "p"), (" 😀", "")]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), max_size=12))
def test_pieces_make_the_text_and_each_bears_the_facts_around_it(text, spans):
    spans = [(start, min(start + long, len(text))) for start, long in spans if start < len(text)]
    cut = segments(text, [mark(start, end, str(at)) for at, (start, end) in enumerate(spans)])
    assert "".join(one.text for one in cut) == text
    at = 0
    for one in cut:
        over = {str(n) for n, (start, end) in enumerate(spans) if start <= at and at + len(one.text) <= end}
        assert set(one.keys.split()) == over
        at += len(one.text)


def test_every_post_is_shown_to_the_letter_in_both_languages(client, database, ids):
    for id_ in ids:
        for language in ("id", "en"):
            page = client.get(f"/records/{id_}?lang={language}")
            assert page.status_code == 200
            assert text_of(page.text) == record_of(database, id_).article.text


def test_every_name_in_a_page_is_given_once_and_every_link_within_it_leads_somewhere(client, ids):
    for id_ in ids:
        tags = Tags(client.get(f"/records/{id_}").text)
        names = [value for name, value in tags.attributes if name == "id"]
        assert len(names) == len(set(names))
        inner = {value[1:] for name, value in tags.attributes if name == "href" and value.startswith("#")}
        assert inner <= set(names)


def test_every_fact_is_marked_at_its_words(client, database, ids):
    for id_ in ids:
        record, page = record_of(database, id_), client.get(f"/records/{id_}").text
        for entry in state_of(record, ()).entries:
            words = marked(page, entry.key)
            for place in entry.fact.places:
                assert any(place.text in one for one in words), (id_, entry.fact)
        for event in record.events:  # lists of events link to them
            assert f'id="{event.id}"' in page


def test_role_date_and_venue_are_marked_where_the_event_is_told(browse, tmp_path, record):
    record["events"][0]["venue"] = "MANDALA JAYA"
    page = browse(filled(tmp_path / "one.db", [Record.model_validate(record)])).get(f"/records/{record['id']}").text
    person, event = (
        next(one for one in state_of(Record.model_validate(record), ()).entries if one.fact.family == family)
        for family in ("people", "events")
    )
    assert f'id="role-{person.key}-1"' in page
    assert f'id="date-{event.key}"' in page and f'id="venue-{event.key}"' in page
    assert record["events"][0]["date"]["text"] in "".join(marked(page, event.key))


def test_a_person_is_marked_wherever_they_are_named(client, database, ids):
    record = next(
        one for one in (record_of(database, id_) for id_ in ids) if one.people and len(one.people[0].mentions) > 1
    )
    page = client.get(f"/records/{record.id}").text
    person = record.people[0]
    key = next(
        one
        for one in re.findall(r'<li id="f-([^"]+)"', page)
        if f">{person.name}" in page.partition(f'id="f-{one}"')[2][:600]
    )
    for mention in person.mentions:
        assert any(mention.text in words for words in marked(page, key)), mention


def test_a_post_of_attacks_is_shown_as_text(browse, hostile):
    client, record = browse(hostile), attack()
    page = client.get(f"/records/{record.id}").text
    assert text_of(page) == record.article.text
    assert SCRIPT in text_of(page) and HANDLER in text_of(page)
    tags = Tags(page)
    assert tags.names.count("script") == 1  # our own
    assert "img" not in tags.names
    assert not [name for name, _ in tags.attributes if name.startswith("on") or name == "style"]
    assert not [value for name, value in tags.attributes if name == "href" and "javascript:" in (value or "")]


def test_a_paragraph_of_a_megabyte_is_shown_as_text(browse, hostile):
    record = huge()
    assert text_of(browse(hostile).get(f"/records/{record.id}").text) == record.article.text


def test_the_original_is_linked_only_where_it_is_an_address_of_the_web(browse, tmp_path, corpus_records):
    one, other = corpus_records[:2]
    good = one.model_copy(update={"article": one.article.model_copy(update={"url": "https://koran.example/a?b=1&c=2"})})
    bad = other.model_copy(update={"article": other.article.model_copy(update={"url": "data:text/html,<script>"})})
    client = browse(filled(tmp_path / "links.db", [good, bad]))
    page = client.get(f"/records/{one.id}").text
    assert 'href="https://koran.example/a?b=1&amp;c=2" rel="noopener noreferrer"' in page
    page = client.get(f"/records/{other.id}").text
    assert 'href="data:' not in page and "data:text/html,&lt;script&gt;" in page


def test_the_place_in_the_archive_is_told(browse, tmp_path, record):
    record["article"]["source"]["warc"] = {"file": "data/archive/a-00001.warc.gz", "offset": 4711}
    client = browse(filled(tmp_path / "warc.db", [Record.model_validate(record)]))
    page = client.get(f"/records/{record['id']}?lang=en").text
    assert "data/archive/a-00001.warc.gz" in page and "from byte 4,711" in page


def test_other_posts_of_the_story_and_what_they_tell_differently_stand_beside(browse, tmp_path):
    telling = run_path(str(Path(__file__).parents[1] / "stories" / "telling.py"))
    morning, evening = (
        telling["agreement"](name, date(2024, 3, 5), workers, outlet=outlet)
        for name, workers, outlet in (("pagi", 5746, "Suara Tempe"), ("sore", 5747, "Lontara"))
    )
    path = tmp_path / "story.db"
    with Store(path) as store:
        store.upsert([morning, evening], store.begin_run("test"))
        group(store)
    page = browse(path).get(f"/records/{morning.id}?lang=en").text
    assert f'href="/records/{evening.id}"' in page
    differences = page.partition("Told differently")[2].partition("</dl>")[0]
    sides = re.findall(r"<bdi>([^<]*)</bdi></a>: <bdi>([^<]*)</bdi>", differences)
    assert sorted(sides) == [("Lontara", "5,747"), ("Suara Tempe", "5,746")]


def test_a_former_version_can_be_read_and_says_that_it_is_one(browse, tmp_path, record):
    path = filled(tmp_path / "versions.db", [Record.model_validate(record)])
    edited = Record.model_validate(record)
    article = edited.article.model_copy(
        update={"title": "Judul Baru", "source": edited.article.source.model_copy(update={"sha256": "2" * 64})}
    )
    with Store(path) as store:
        store.upsert([edited.model_copy(update={"article": article})], store.begin_run("test"))
    client = browse(path)
    page = client.get(f"/records/{record['id']}?lang=en").text
    assert "<bdi>Judul Baru</bdi></h1>" in page and f"/records/{record['id']}?version=1" in page
    former = client.get(f"/records/{record['id']}?version=1&lang=en").text
    assert "This is version 1, not the newest." in former and f"<bdi>{record['article']['title']}</bdi></h1>" in former
    assert "Mark as reviewed" not in former


@pytest.mark.parametrize("address", ["/records/ffffffffffffffff", "/records/ffffffffffffffff?version=2"])
def test_a_record_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_nothing_can_be_corrected_where_the_store_is_only_read(browse, database, ids):
    client = browse(database, read_only=True)
    page = client.get(f"/records/{ids[0]}").text
    assert 'method="post"' not in page and "data-writes" not in page
    assert client.get(f"/records/{ids[0]}/correct?family=people").status_code == 403
