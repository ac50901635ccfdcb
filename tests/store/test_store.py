"""Records that are kept: new, edited, extracted anew, and found again."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.run.lines import to_line
from extractor.store import Counts, Store, StoreError
from extractor.store.rows import COLUMNS, fact_rows
from extractor.store.store import match_of


def whole(store):
    """Nothing dangles, nothing is damaged, and the full-text index agrees with the texts."""
    assert store.database.rows("PRAGMA integrity_check") == [("ok",)]
    assert store.database.rows("PRAGMA foreign_key_check") == []
    with store.database.change() as db:
        db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")


def shown(store, id_):
    """What the flat tables say of an article, by table."""
    ((key,),) = store.database.rows("SELECT key FROM articles WHERE id = ?", id_)
    said = {}
    for table, columns in COLUMNS.items():
        column = {"texts": "article"}.get(table, "event" if columns[0] == "event" else "key")
        names = ", ".join(f'"{name}"' for name in columns)
        bounds = (key, key) if table == "texts" else (key * 100_000, key * 100_000 + 99_999)
        said[table] = store.database.rows(f"SELECT {names} FROM {table} WHERE {column} BETWEEN ? AND ?", *bounds)
    return key, said


def agree(store, record):
    """The tables show just what the record says."""
    key, said = shown(store, record.id)
    assert {table: sorted(rows, key=repr) for table, rows in said.items()} == {
        table: sorted(rows, key=repr) for table, rows in fact_rows(record, key).items()
    }


def test_a_record_is_kept_whole_and_as_rows(store, make):
    record = make()
    assert store.upsert([record], store.begin_run("test")) == Counts(new=1)
    assert store.record(record.id) == record
    assert list(store.lines()) == [to_line(record)]
    agree(store, record)
    assert store.database.rows("SELECT name, role FROM people") == [("Rahmat Suleman", "Kepala Dinas Tenaga Kerja")]
    assert store.database.rows(
        "SELECT e.type, e.day, e.month, p.name, a.value FROM events e JOIN places p ON p.key = e.place "
        "JOIN event_amounts x ON x.event = e.key JOIN amounts a ON a.key = x.amount"
    ) == [("benefit_handover", "2022-08-25", "2022-08", "Mandala Jaya", 42_000_000)]
    whole(store)


def test_the_same_records_again_change_nothing(store, make):
    records = [make(number) for number in range(1, 6)]
    store.upsert(records, store.begin_run("first"))
    before = list(sqlite3.connect(store.path).iterdump())
    assert store.upsert(records, 1) == Counts(unchanged=5)
    assert list(sqlite3.connect(store.path).iterdump()) == before


def test_an_edited_post_keeps_its_history_and_the_tables_show_the_new_text(store, make):
    first, second = make(fetched="2024-03-01T08:00:00Z"), make(text=" Ralat.", fetched="2024-03-02T08:00:00Z")
    store.upsert([first], store.begin_run("first"))
    assert store.upsert([second], store.begin_run("second")) == Counts(updated=1)
    assert store.record(first.id) == second
    assert (store.record(first.id, 1), store.record(first.id, 2), store.record(first.id, 3)) == (first, second, None)
    assert [(one.number, one.run, one.current) for one in store.versions(first.id)] == [(1, 1, False), (2, 2, True)]
    assert store.database.rows("SELECT first_run, last_run, version FROM articles") == [(1, 2, 2)]
    assert [found.id for found in store.search("ralat")] == [first.id]
    agree(store, second)
    whole(store)


def test_a_version_that_is_read_again_takes_nothing_back(store, make):
    first, second = make(fetched="2024-03-01T08:00:00Z"), make(text=" Ralat.", fetched="2024-03-02T08:00:00Z")
    run = store.begin_run("test")
    store.upsert([first, second], run)
    assert store.upsert([first, second], run) == Counts(unchanged=2)
    assert store.record(first.id) == second


def test_an_older_version_that_comes_late_is_kept_behind_the_newer(store, make):
    first, second = make(fetched="2024-03-01T08:00:00+07:00"), make(text=" Ralat.", fetched="2024-03-01T02:00:00Z")
    run = store.begin_run("test")
    store.upsert([second], run)
    assert store.upsert([first], run) == Counts(updated=1)
    assert store.record(first.id) == second
    assert [(one.fetched, one.current) for one in store.versions(first.id)] == [
        ("2024-03-01T02:00:00Z", True),
        ("2024-03-01T08:00:00+07:00", False),
    ]
    agree(store, second)


def test_a_post_that_was_edited_back_shows_its_first_words_again(store, make):
    run = store.begin_run("test")
    first, second, third = (
        make(text=text, fetched=f"2024-03-0{day}T08:00:00Z") for day, text in ((1, ""), (2, " Ralat."), (3, ""))
    )
    store.upsert([first, second, third], run)
    assert store.upsert([first, second, third], run) == Counts(unchanged=3)
    assert store.record(first.id) == third
    assert len(store.versions(first.id)) == 3
    agree(store, third)


def test_a_new_extraction_of_the_same_text_replaces_the_facts_and_is_no_new_version(store, make):
    def surer(plain):
        plain["events"][0]["confidence"] = 0.5

    old, new = make(), make(facts=surer)
    store.upsert([old], store.begin_run("first"))
    assert store.upsert([new], store.begin_run("second")) == Counts(replaced=1)
    assert store.record(old.id) == new
    assert len(store.versions(old.id)) == 1
    agree(store, new)
    whole(store)


def test_an_old_version_extracted_anew_leaves_the_tables_alone(store, make):
    def surer(plain):
        plain["events"][0]["confidence"] = 0.5

    first, second = make(fetched="2024-03-01T08:00:00Z"), make(text=" Ralat.", fetched="2024-03-02T08:00:00Z")
    again = make(fetched="2024-03-01T08:00:00Z", facts=surer)
    run = store.begin_run("test")
    store.upsert([first, second], run)
    assert store.upsert([again], run) == Counts(replaced=1)
    assert (store.record(first.id, 1), store.record(first.id)) == (again, second)
    agree(store, second)


def test_only_the_source_of_a_record_may_differ_without_being_news(store, make):
    def moved(plain):
        plain["article"]["source"]["path"] = "elsewhere/post.txt"

    run = store.begin_run("test")
    store.upsert([make()], run)
    assert store.upsert([make(facts=moved)], run) == Counts(unchanged=1)


edits = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["", " Ralat.", " Ralat kedua."]), st.sampled_from([0.5, 0.9])),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=edits, batch=st.integers(1, 12))
def test_whatever_comes_in_whichever_batches_the_tables_show_the_current_records(tmp_path_factory, make, edits, batch):
    def record(number, text, confidence):
        def sure(plain):
            plain["events"][0]["confidence"] = confidence

        return make(number, text=text, facts=sure)

    records = [record(*edit) for edit in edits]
    with (
        Store(tmp_path_factory.mktemp("store") / "news.db") as store,
        Store(tmp_path_factory.mktemp("one by one") / "news.db") as other,
    ):
        runs = store.begin_run("test"), other.begin_run("test")
        for start in range(0, len(records), batch):
            store.upsert(records[start : start + batch], runs[0])
        for one in records:
            other.upsert([one], runs[1])
        assert list(store.lines()) == list(other.lines())
        for one in store.records():
            agree(store, one)
        whole(store)


def test_a_batch_that_cannot_be_written_leaves_the_store_as_it_was(store, make):
    run = store.begin_run("test")
    store.upsert([make(1)], run)
    with pytest.raises(StoreError, match="FOREIGN KEY"), store.database.change() as db:
        store.write(db, [make(2)], run)
        db.execute("INSERT INTO texts VALUES (99, 'x')")
    assert len(store) == 1
    whole(store)


def test_what_the_caller_keeps_with_records_is_kept_with_them_or_not_at_all(store, make):
    run = store.begin_run("test")
    with pytest.raises(KeyError), store.database.change() as db:
        store.write(db, [make(1)], run)
        db.execute("INSERT INTO extracted VALUES ('a.warc.gz', 100)")
        raise KeyError
    assert (len(store), store.database.rows("SELECT * FROM extracted")) == (0, [])


def test_a_reader_sees_whole_batches_while_a_run_writes(tmp_path, make):
    with Store(tmp_path / "news.db") as writer, Store(tmp_path / "news.db", read_only=True) as reader:
        run, seen, done = writer.begin_run("test"), set(), threading.Event()

        def read():
            while not done.is_set():
                ((articles, events),) = reader.database.rows(
                    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM events)"
                )
                seen.add(articles == events)

        thread = threading.Thread(target=read)
        thread.start()
        for start in range(0, 200, 20):
            writer.upsert([make(number) for number in range(start, start + 20)], run)
        done.set()
        thread.join()
        assert seen == {True}
        with pytest.raises(StoreError, match="readonly"):
            reader.begin_run("test")


def test_a_new_article_and_an_edited_one_wait_for_the_later_stages(store, make):
    run = store.begin_run("test")
    store.upsert([make(1), make(2)], run)
    assert store.pending("identities") == store.pending("stories") == [1, 2]
    with store.database.change() as db:
        db.execute("DELETE FROM pending")
    store.upsert([make(1), make(2, text=" Ralat.")], run)
    assert store.pending("stories") == [2]


def test_a_run_that_was_killed_is_marked_by_the_next(store):
    store.begin_run("first")
    store.end_run(store.begin_run("second"), "finished", Counts(new=3), 1)
    assert store.database.rows("SELECT command, status, new, failed FROM runs") == [
        ("first", "interrupted", 0, 0),
        ("second", "finished", 3, 1),
    ]


def test_current_records_can_be_asked_for_by_key(store, make):
    records = [make(number) for number in range(1, 6)]
    store.upsert(records, store.begin_run("test"))
    assert list(store.records([4, 2, 2, 99])) == [records[1], records[3]]
    assert list(store.records([])) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("santunan", [3, 2, 1]),
        ("SANTUNAN waris", [3, 2, 1]),
        ('"ahli waris"', [3, 2, 1]),
        ('"waris ahli"', []),
        ("sant*", [3, 2, 1]),
        ("meneken", [2]),
        ("nöta", [2]),
        ("meneken santunan", [2]),
        ("tidak-ada", []),
        ('"', []),
        ("* AND OR NOT ( NEAR", []),
        ("", []),
        ("judul", [3]),
    ],
)
def test_articles_are_found_by_their_words_the_last_first(store, make, words, found):
    records = [make(1), make(2, text=" Bupati meneken nota."), make(3, title="Judul lain")]
    store.upsert(records, store.begin_run("test"))
    assert [int(one.id, 16) for one in store.search(words)] == found


@given(st.text())
def test_any_words_are_a_right_question(words):
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
    query = match_of(words.replace("\0", ""))
    if query:
        database.execute("SELECT * FROM t WHERE t MATCH ?", (query,)).fetchall()


def test_a_lone_surrogate_in_a_text_is_kept_as_a_replacement_character(store, make):
    record = make(text=" \ud83d rusak")
    store.upsert([record], store.begin_run("test"))
    kept = store.record(record.id)
    assert kept is not None
    assert kept.article.text.endswith(" \ufffd rusak")
    assert store.upsert([record], 1) == Counts(unchanged=1)


def test_a_file_of_something_else_is_refused(tmp_path):
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE articles (x)")
    other.commit()
    with pytest.raises(StoreError, match=r"other\.db: the store cannot be used: table .* already exists"):
        Store(tmp_path / "other.db")
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("articles",)]


def test_the_names_of_provinces_and_programs_are_at_hand_for_queries(store):
    assert store.database.rows("SELECT count(*) FROM provinces") == [(38,)]
    assert store.database.rows("SELECT name FROM program_names WHERE code = 'JKM'") == [("Jaminan Kematian",)]


def test_lists_in_cells_can_be_taken_apart_by_sqlite(store, make):
    def aliases(plain):
        plain["people"][0]["aliases"] = ["Pak Rahmat", 'si "Amat"']

    store.upsert([make(facts=aliases)], store.begin_run("test"))
    assert store.database.rows("SELECT value FROM people, json_each(people.aliases)") == [
        ("Pak Rahmat",),
        ('si "Amat"',),
    ]
    assert json.loads(store.database.rows("SELECT honorifics FROM people")[0][0]) == []


def test_a_store_in_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="the store cannot be made"):
        Store(Path(tmp_path / "file" / "news.db"))
