"""The store in Datasette: every page opens, posts are found by their words, values are chosen, rows link to what they name."""

from __future__ import annotations

import asyncio
import html
import re
from pathlib import Path

import pytest

from extractor import library
from extractor.records import Record
from extractor.store.datasette import settings
from extractor.store.page import questions
from extractor.store.tables import tables

app = pytest.importorskip("datasette.app", reason="Datasette is not installed")
POSTS = Path(__file__).resolve().parents[1] / "resources" / "posts"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A store of the two golden records."""
    path = tmp_path_factory.mktemp("datasette") / "news.db"
    with library.open(path, writable=True) as news:
        news.add(Record.model_validate_json(file.read_bytes()) for file in sorted(POSTS.glob("*.json")))
    return path


@pytest.fixture(scope="module")
def ask(path):
    """Ask Datasette for addresses of the database; gives the answers in their order."""
    made = {
        told: app.Datasette([str(path)], metadata=settings("news") if told else None, settings={"num_sql_threads": 1})
        for told in (True, False)
    }

    async def answers(datasette, addresses):
        await datasette.invoke_startup()
        return [await datasette.client.get(f"/news{address}") for address in addresses]

    with asyncio.Runner() as runner:
        yield lambda *addresses, told=True: runner.run(answers(made[told], addresses))


@pytest.mark.parametrize("told", [True, False], ids=["with settings", "bare"])
def test_every_table_and_view_opens_as_a_page_and_as_json(ask, told):
    names = [one.name for one in tables()]
    pages = ask(*(f"/{name}" for name in names), told=told)
    data = ask(*(f"/{name}.json?_shape=objects" for name in names), told=told)
    assert {name: answer.status_code for name, answer in zip(names, pages, strict=True)} == dict.fromkeys(names, 200)
    assert {name: answer.status_code for name, answer in zip(names, data, strict=True)} == dict.fromkeys(names, 200)
    for table, answer in zip(tables(), data, strict=True):
        assert answer.json()["columns"] == [column.name for column in table.columns]
        assert answer.json()["is_view"] is table.is_view


def test_the_front_page_says_what_it_is_and_lists_tables_views_and_questions(ask):
    (front,) = ask("")
    text = html.unescape(front.text)
    assert "What regional news tells of BPJS Ketenagakerjaan" in text
    for name in ("articles", "events", "amounts", "posts"):
        assert f'href="/news/{name}"' in text
    assert all(one.title in text for one in questions())


def test_the_index_of_words_and_the_machinery_are_hidden(ask):
    (answer,) = ask(".json")
    hidden = {one["name"] for one in answer.json()["tables"] if one["hidden"]}
    assert {"articles_fts", "articles_fts_data", "pending", "extracted"} <= hidden
    assert {"articles", "events", "people", "amounts", "runs"}.isdisjoint(hidden)


def test_a_page_tells_what_a_row_and_its_columns_mean(ask):
    (page,) = ask("/events")
    text = html.unescape(page.text)
    assert "A row is a happening or a stated intention that an article tells of." in text
    assert 'data-column-description="occurred, ongoing, planned or urged"' in text


@pytest.mark.parametrize("table", ["posts", "articles"])
@pytest.mark.parametrize(
    "words, found",
    [
        ("nelayan", ["7cbc8a274cd45638"]),
        ("KEJARI", ["f91349f82fc301f0"]),
        ("BPJS Ketenagakerjaan", ["7cbc8a274cd45638", "f91349f82fc301f0"]),
        ('"iuran nelayan"', []),  # both words are there, not beside each other
        ("sagu", []),
        ('" OR *', []),  # no word: no error
    ],
)
def test_posts_are_found_by_their_words(ask, table, words, found):
    box, answer = ask(f"/{table}", f"/{table}.json?_shape=array&_sort=id&_search={words}")
    assert 'type="search" name="_search"' in box.text
    assert answer.status_code == 200
    assert [row["id"] for row in answer.json()] == found


def test_types_states_and_provinces_of_events_are_chosen_with_a_click(ask):
    (answer,) = ask("/events.json?_size=0")
    facets = {
        name: {one["value"]: one["count"] for one in facet["results"]}
        for name, facet in answer.json()["facet_results"].items()
    }
    assert facets["type"] == {
        "enforcement": 2,
        "agreement": 1,
        "benefit_handover": 1,
        "coverage_report": 1,
        "enrollment": 1,
    }
    assert facets["status"] == {"occurred": 5, "planned": 1}
    assert facets["province_code"] == {"53": 3, "81": 3}
    (planned,) = ask("/events.json?_shape=array&status=planned")
    assert [row["type"] for row in planned.json()] == ["enforcement"]


@pytest.mark.parametrize(
    "table, column, label",
    [
        ("people", "article", "200 Nelayan Rote Ndao Dibayarkan Iuran Jamsostek"),
        ("roles", "person", "Marthen Lolo Balukh"),
        ("roles", "organization", "Kejaksaan Negeri Tual"),
        ("events", "place", "Tual"),
        ("participants", "event", "enrollment"),
        ("participants", "person", "Rambu Henuk"),
        ("amounts", "event", "benefit_handover"),
        ("quotes", "person", "Marthen Lolo Balukh"),
        ("event_amounts", "amount", "Rp42 juta"),
        ("event_quantities", "quantity", "200 nelayan"),
        ("articles", "story", "200 Nelayan Rote Ndao Dibayarkan Iuran Jamsostek"),
        ("articles", "first_run", "20"),  # when it began: a day of this century
    ],
)
def test_a_row_links_to_what_it_names_with_a_word_for_it(ask, table, column, label):
    page, answer = ask(f"/{table}", f"/{table}.json?_shape=objects&_labels=on")
    named = [row[column] for row in answer.json()["rows"] if row[column]]
    (one, *_) = [value for value in named if value["label"].startswith(label)]
    links = [html.unescape(link) for link in re.findall(r'<a href="/news/\w+/[^"]+">([^<]+)</a>', page.text)]
    assert one["label"] in links


def test_saved_questions_answer(ask):
    answers = ask(*(f"/{one.name}.json?_shape=objects" for one in questions()))
    assert {one.name: answer.json()["ok"] for one, answer in zip(questions(), answers, strict=True)} == {
        one.name: True for one in questions()
    }


def test_nothing_can_be_written_through_it(ask):
    (answer,) = ask(".json?sql=delete+from+articles")
    assert answer.status_code == 400
    (still,) = ask("/articles.json?_shape=array")
    assert len(still.json()) == 2
