"""The tables are explained: every column has a description, the page shows all of them, its questions have answers."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from extractor import library
from extractor.records import Record
from extractor.store.datasette import settings
from extractor.store.page import page, questions
from extractor.store.tables import tables

ROOT = Path(__file__).resolve().parents[2]
POSTS = ROOT / "tests" / "resources" / "posts"
MADE_BY_SQLITE = {"sqlite_sequence"}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A store of the two golden records."""
    path = tmp_path_factory.mktemp("store") / "news.db"
    with library.open(path, writable=True) as news:
        news.add(Record.model_validate_json(file.read_bytes()) for file in sorted(POSTS.glob("*.json")))
    return path


@pytest.fixture
def schema(path):
    """Columns by table or view, as SQLite itself names them."""
    database = sqlite3.connect(path)
    names = [
        name
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        if not name.startswith("articles_fts") and name not in MADE_BY_SQLITE
    ]
    columns = {name: [row[1] for row in database.execute(f"PRAGMA table_info({name})")] for name in names}
    database.close()
    return columns


def test_all_tables_and_columns_of_a_store_are_told_in_their_order(schema):
    told = {one.name: [column.name for column in one.columns] for one in tables()}
    assert {"articles", "people", "events", "amounts", "warnings", "runs", "posts"} <= told.keys()
    assert told == schema


def test_every_table_and_every_column_has_a_description():
    silent = [one.name for one in tables() if not one.about]
    silent += [f"{one.name}.{column.name}" for one in tables() for column in one.columns if not column.about]
    assert silent == []


def test_every_column_has_a_type_that_readers_know():
    known = {"TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB"}
    strange = [f"{t.name}.{c.name}: {c.type!r}" for t in tables() for c in t.columns if c.type not in known]
    assert strange == []


def test_no_description_is_of_a_column_that_is_not_there(schema):
    lost = []
    for file in (files("extractor.store") / "dictionary").iterdir():
        for name, told in tomllib.loads(file.read_text(encoding="utf-8")).items():
            there = schema.get(name)
            if there is None:
                lost.append(name)
                continue
            named = set(told.get("columns", {})) | set(told.get("types", {}))
            lost += [f"{name}.{column}" for column in sorted(named - set(there))]
    assert lost == []


def test_descriptions_read_as_part_of_a_sentence():
    wrong = [
        f"{table.name}.{column.name}: {column.about}"
        for table in tables()
        for column in table.columns
        if column.about.endswith(".") or "\n" in column.about
    ]
    wrong += [f"{one.name}: {one.about}" for one in tables() if one.about.endswith(".") or "\n" in one.about]
    assert wrong == []


def test_references_lead_to_tables_that_are_there():
    names = {one.name for one in tables()}
    referring = [(one.name, column.refers) for one in tables() for column in one.columns if column.refers]
    assert ("people", "articles") in referring
    assert [pair for pair in referring if pair[1] not in names] == []


def test_the_page_of_the_store_is_up_to_date():
    assert (ROOT / "docs" / "store.md").read_text(encoding="utf-8") == page(), "make docs writes it anew"


def test_the_page_and_the_settings_of_datasette_are_printed():
    printed = {
        module: subprocess.run(
            [sys.executable, "-m", f"extractor.store.{module}", *arguments], check=True, capture_output=True
        ).stdout.decode()
        for module, *arguments in (["page"], ["datasette", "monitor"])
    }
    assert printed["page"] == page()
    assert json.loads(printed["datasette"]) == settings("monitor")


def test_a_sign_of_the_tables_in_a_description_breaks_no_row_of_the_page():
    rows = [line for line in page().splitlines() if line.startswith("| `")]
    assert len(rows) == sum(len(one.columns) for one in tables())
    assert {line.replace("\\|", "").count("|") for line in rows} <= {4, 5}


@pytest.mark.parametrize("question", questions(), ids=lambda one: one.name)
def test_every_question_of_the_page_has_an_answer(path, question):
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        answer = database.execute(question.sql).fetchall()
    finally:
        database.close()
    assert answer or question.name in {
        "to_check",
        "told_differently",
    }  # the two posts give no warning, and tell of two things


def test_the_words_before_and_after_a_sum_are_those_of_the_text(path):
    (question,) = (one for one in questions() if one.name == "words_of_a_fact")
    database = sqlite3.connect(path)
    records = [Record.model_validate_json(file.read_bytes()) for file in sorted(POSTS.glob("*.json"))]
    expected = [
        (amount.value, amount.text, text[max(amount.start - 60, 0) : amount.start], text[amount.end :][:60])
        for record in records
        for text in [record.article.text]
        for amount in record.amounts
        if amount.start is not None and amount.end is not None
    ]
    assert database.execute(question.sql).fetchall() == expected
    database.close()


def test_what_datasette_is_told_names_only_what_is_there(schema):
    told = settings("news")["databases"]["news"]["tables"]
    assert told.keys() == schema.keys()
    named = {
        (name, column)
        for name, one in told.items()
        for column in [
            *one["columns"],
            *one.get("facets", []),
            *filter(None, (one.get("label_column"), one.get("sort"), one.get("sort_desc"), one.get("fts_pk"))),
        ]
    }
    assert [pair for pair in sorted(named) if pair[1] not in schema[pair[0]]] == []
    shown = tomllib.loads((files("extractor.store") / "datasette.toml").read_text(encoding="utf-8"))
    in_file = {*shown["hidden"], *shown["search"], *shown["label"], *shown["facets"], *shown["sort"]}
    assert in_file - schema.keys() == set()
