"""The store in a notebook: data frames with types that never change, records, questions in SQL, and errors that talk to a person."""

from __future__ import annotations

import copy
import dataclasses
import re
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import extractor
from extractor import library
from extractor.export.model import ExportError
from extractor.library.asking import Filters
from extractor.library.frames import FrameError, Kind, frame_of, kind_of, kind_of_values
from extractor.persistence.lock import Lock
from extractor.records import Record
from extractor.store import Store, StoreError
from extractor.store.filters import Filter, FilterError
from extractor.store.tables import tables

POSTS = Path(__file__).resolve().parent / "resources" / "posts"
ROTE, TUAL = "7cbc8a274cd45638", "f91349f82fc301f0"
BOTH = [pytest.param(name, id=name) for name in ("pandas", "polars")]


def golden():
    return [Record.model_validate_json(file.read_bytes()) for file in sorted(POSTS.glob("*.json"))]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("library") / "news.db"
    with Store(path) as store:
        run = store.begin_run("test")
        store.end_run(run, "finished", store.upsert(golden(), run), 0)
    return path


@pytest.fixture
def news(path):
    pytest.importorskip("pandas", reason="pandas is not installed")
    with library.open(path) as news:
        yield news


@pytest.fixture
def empty(tmp_path):
    pytest.importorskip("pandas", reason="pandas is not installed")
    Store(tmp_path / "empty.db").close()
    with library.open(tmp_path / "empty.db") as news:
        yield news


def test_the_package_opens_a_store(path):
    with extractor.open(path) as news:
        assert isinstance(news, library.News)


# records -----------------------------------------------------------------------------------------------------------------


def test_the_records_are_those_that_were_kept(path):
    with library.open(str(path)) as news:
        assert len(news) == 2
        assert list(news.records()) == golden()
        assert news.record(TUAL) == golden()[1]
        assert news.record("0" * 16) is None


def test_records_that_are_added_are_there_for_everybody_and_a_run_tells_of_them(tmp_path, record):
    path = tmp_path / "new" / "news.db"
    with library.open(path, writable=True) as news:
        assert str(news.add(golden())) == "2 new, 0 updated, 0 replaced, 0 unchanged"
        with library.open(path) as reader:
            assert len(reader) == 2
            assert (
                str(news.add([Record.model_validate(record), *golden()])) == "1 new, 0 updated, 0 replaced, 2 unchanged"
            )
            assert len(reader) == 3
    with Store(path, read_only=True) as store:
        assert store.database.rows("SELECT status, new, unchanged FROM runs") == [
            ("finished", 2, 0),
            ("finished", 1, 2),
        ]


def test_a_run_that_breaks_off_is_told_as_failed(tmp_path):
    def broken():
        yield golden()[0]
        raise OSError("the disk is gone")

    with library.open(tmp_path / "news.db", writable=True) as news, pytest.raises(OSError, match="the disk is gone"):
        news.add(broken())
    with Store(tmp_path / "news.db", read_only=True) as store:
        assert store.database.rows("SELECT status FROM runs") == [("failed",)]


def test_records_are_not_added_while_a_run_works_nor_when_open_for_reading(tmp_path):
    path = tmp_path / "news.db"
    with library.open(path, writable=True) as news:
        with Lock(tmp_path / "news.db.lock"), pytest.raises(StoreError, match="another run works on this folder"):
            news.add(golden())
        with library.open(path) as reader, pytest.raises(StoreError, match="Open it with writable=True"):
            reader.add(golden())
        assert len(news) == 0


def test_an_edited_article_shows_its_versions(tmp_path, record):
    pytest.importorskip("pandas", reason="pandas is not installed")
    edited = copy.deepcopy(record)
    edited["article"]["title"] = "Tiga Belas Ahli Waris"
    edited["article"]["source"]["sha256"] = "1" * 64
    with library.open(tmp_path / "news.db", writable=True) as news:
        news.add([Record.model_validate(record)])
        news.add([Record.model_validate(edited)])
        versions = news.versions(record["id"])
        assert versions[["number", "run", "current"]].values.tolist() == [[1, 1, False], [2, 2, True]]
        assert news.record(record["id"], 1).article.title == "Dua Belas Ahli Waris Terima Santunan"
        assert news.record(record["id"]).article.title == "Tiga Belas Ahli Waris"
        assert len(news.versions("0" * 16)) == 0


# data frames -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["news", "empty"])
def test_every_table_and_view_has_its_documented_columns_with_the_same_types_whatever_it_holds(request, which):
    news = request.getfixturevalue(which)
    expected = {
        Kind.TEXT: "string",
        Kind.CATEGORY: "category",
        Kind.WHOLE: "Int64",
        Kind.DECIMAL: "float64",
        Kind.DAY: "datetime64[s]",
        Kind.MOMENT: "datetime64[s, UTC]",
        Kind.LIST: "object",
        Kind.BYTES: "object",
    }
    for table in tables():
        frame = news.view(table.name)
        assert list(frame.columns) == [column.name for column in table.columns]
        types = {column.name: str(frame[column.name].dtype) for column in table.columns}
        assert types == {column.name: expected[kind_of(column.name, column.type)] for column in table.columns}


def test_tables_names_all_tables_views_first(news):
    assert set(news.tables) == {one.name for one in tables()}
    assert news.tables.index("posts") < news.tables.index("articles")


def test_days_numbers_and_lists_are_what_they_mean(news):
    import pandas as pd

    articles = news.articles().set_index("id")
    assert articles.day[ROTE] == pd.Timestamp("2023-03-15")
    assert articles.published[ROTE] == "2023-03-15T10:20:00+08:00"  # as exactly as it is known
    assert articles.url.isna()[ROTE]
    amounts = news.amounts().set_index("text")
    assert amounts.value["Rp42 juta"] == 42_000_000
    assert amounts.kind["Rp42 juta"] == "benefit"
    people = news.people().set_index("name")
    assert people.honorifics["Marthen Lolo Balukh"] == ["SE"]
    assert people.aliases["Rambu Henuk"] == []
    runs = news.view("runs")
    assert runs.started[0].tzinfo is not None


def test_a_fact_leads_to_its_words_in_the_text(news):
    events = news.events(types="benefit_handover")
    (event,) = events.itertuples()
    (text,) = news.sql("SELECT text FROM texts WHERE article = ?", [event.article]).text
    assert text[event.start : event.end] == event.text


def test_posts_are_found_by_their_words(news):
    found = news.search("nelayan kartu")
    assert list(found.columns) == ["id", "day", "outlet", "title", "snippet"]
    assert found.id.tolist() == [ROTE]
    assert "[nelayan]" in found.snippet[0]
    assert len(news.search("sagu")) == len(news.search("")) == 0


def test_a_query_of_ones_own_gives_types_by_its_values(news):
    answer = news.sql(
        """
        SELECT day, count(*) AS events, sum(confidence) AS sure, 'x' AS word, NULL AS empty, type
        FROM events WHERE article = :article AND day IS NOT NULL GROUP BY day, type
        """,
        {"article": 1},
    )
    assert {name: str(dtype) for name, dtype in answer.dtypes.items()} == {
        "day": "datetime64[s]",
        "events": "Int64",
        "sure": "float64",
        "word": "string",
        "empty": "string",
        "type": "category",
    }
    assert answer.events.sum() == 2


def test_a_query_takes_values_out_of_a_data_frame(news):
    import numpy as np
    import pandas as pd

    events = news.events()
    for value in (events.article.iloc[-1], np.int64(2), 2):
        assert len(news.sql("SELECT key FROM events WHERE article = ?", [value])) == 3
        assert len(news.sql("SELECT key FROM events WHERE article = :article", {"article": value})) == 3
    day = events.day.max()
    assert isinstance(day, pd.Timestamp)
    assert news.sql("SELECT DISTINCT day FROM events WHERE day >= ?", [day]).day.tolist() == [day]
    nothing = news.sql("SELECT ? AS a, ? AS b, ? AS c", [pd.NA, pd.NaT, None])
    assert nothing.isna().all(axis=None)
    with pytest.raises(TypeError, match="a query takes numbers, text and days, not list"):
        news.sql("SELECT ?", [[1]])


def test_a_flat_table_has_names_and_lists_where_the_store_has_keys(news):
    (event,) = news.flat("events", types="enrollment").itertuples()
    assert (event.province, event.place) == ("Nusa Tenggara Timur", "Ba'a")
    assert event.programs == ["JKK", "JKM"]
    assert any(who.startswith("BPJS Ketenagakerjaan") for who in event.participants)
    assert str(event.day.date()) == "2023-03-14"
    dtypes = news.flat("events").dtypes.astype(str).to_dict()
    assert dtypes == news.flat("events", words="sagu").dtypes.astype(str).to_dict()
    assert dtypes["amount_total"] == "float64"
    assert dtypes["day"] == "datetime64[s]"
    with pytest.raises(ExportError, match="'event' is no table"):
        news.flat("event")


@pytest.mark.parametrize(
    "name, values, kind",
    [
        ("day", ["2023-03-15", None], Kind.DAY),
        ("day", ["2023-03"], Kind.TEXT),  # a month under the name of a day
        ("day", [1, 2], Kind.WHOLE),
        ("value", [1, 2.5, None], Kind.DECIMAL),
        ("aliases", ['["Ferdi"]'], Kind.LIST),
        ("aliases", ["Ferdi"], Kind.TEXT),
        ("aliases", ["[1]"], Kind.TEXT),
        ("word", [None], Kind.TEXT),
        ("word", ["a", 1], Kind.TEXT),
        ("record", [b"x"], Kind.BYTES),
        ("started", ["2026-11-22T01:00:00+00:00"], Kind.MOMENT),
        ("started", ["yesterday"], Kind.TEXT),
    ],
)
def test_a_column_of_a_query_is_what_all_of_its_values_are(name, values, kind):
    assert kind_of_values(name, values) == kind


@pytest.mark.parametrize("maker", BOTH)
def test_a_day_that_no_calendar_has_is_missing_rather_than_an_error(maker):
    pytest.importorskip(maker, reason=f"{maker} is not installed")
    frame = frame_of(maker, [("day", Kind.DAY)], [("2023-02-30",), ("2023-02-28",), (None,)])
    day = frame["day"]
    assert [str(one)[:10] for one in day.to_list()][1] == "2023-02-28"
    assert sum(day.isna() if maker == "pandas" else day.is_null()) == 2


def test_polars_gives_the_same_columns_with_types_of_its_own(path):
    pl = pytest.importorskip("polars", reason="polars is not installed")
    with library.open(path, frame="polars") as news:
        for table in tables():
            assert news.view(table.name).columns == [column.name for column in table.columns]
        events, people, amounts = news.events(), news.people(), news.amounts()
        assert events.schema["day"] == pl.Date
        assert events.schema["type"] == pl.Categorical
        assert events.schema["article"] == pl.Int64
        assert amounts.schema["value"] == pl.Float64
        assert people.schema["honorifics"] == pl.List(pl.String)
        assert people.filter(pl.col("name") == "Marthen Lolo Balukh")["honorifics"].to_list() == [["SE"]]
        assert news.sql("SELECT sum(value) AS rupiah FROM amounts").item() == 1_342_016_800


# filters -----------------------------------------------------------------------------------------------------------------


def test_filters_choose_events_articles_and_what_belongs_to_them(news):
    assert news.events(types="agreement").article.tolist() == [2]
    assert news.events(types=["agreement", "enrollment"], provinces="NTT").type.tolist() == ["enrollment"]
    assert news.articles(since="2024-01-01").id.tolist() == [TUAL]
    assert [record.id for record in news.records(provinces=["53"])] == [ROTE]
    assert list(news.records(words="sagu")) == []
    assert len(news.events(types=None, since=None, person=None)) == 6
    assert news.amounts(types="benefit_handover").text.tolist() == [
        "Rp42 juta"
    ]  # not the contribution of the same article
    assert news.amounts(outlets="no such").empty
    assert news.quantities(types="enrollment").text.tolist() == ["200 nelayan", "satu tahun"]
    assert (
        len(news.quantities(organization="Pemerintah Kabupaten Rote Ndao", until="2023-12-31")) == 2
    )  # of the one event it has a part in
    assert news.people(person="rahim").name.tolist() == ["Abdul Rahim Rumra"]
    assert news.places(provinces="Maluku").name.tolist() == ["Tual", "Maluku"]
    assert set(news.quotes(words="nelayan").article) == {1}


def test_days_may_be_days_moments_or_text(news):
    import pandas as pd

    for day in ("2024-07-18", pd.Timestamp("2024-07-18 10:00"), pd.Timestamp("2024-07-18").date()):
        assert news.events(since=day, until=day, types="agreement").article.tolist() == [2]


def test_a_filter_that_does_not_exist_is_told(news):
    with pytest.raises(TypeError, match=r"there is no filter 'type'; 'types'\?"):
        news.events(type="agreement")
    with pytest.raises(FilterError, match=r"'party' is no event type; there are meeting"):
        news.events(types="party")
    with pytest.raises(FilterError, match=r"since: '22/11/2026' is no day; give it as 2026-11-22"):
        news.events(since="22/11/2026")


# errors ------------------------------------------------------------------------------------------------------------------


def test_what_is_no_store_is_told_so_and_left_as_it_was(tmp_path):
    with pytest.raises(StoreError, match="there is no store here"):
        library.open(tmp_path / "nowhere.db")
    assert not (tmp_path / "nowhere.db").exists()
    text = tmp_path / "records.jsonl"
    text.write_text('{"schema_version": "1.0"}\n' * 100)
    other = tmp_path / "other.db"
    database = sqlite3.connect(other)
    database.executescript("CREATE TABLE articles (a); PRAGMA user_version = 1;")
    database.close()
    before = other.read_bytes()
    for wrong in (text, other):
        for writable in (False, True):
            with pytest.raises(StoreError, match=r"this is no store. Give the SQLite file"):
                library.open(wrong, writable=writable)
    assert other.read_bytes() == before
    with pytest.raises(StoreError):
        library.open(tmp_path)  # a folder


def test_after_closing_every_question_is_refused_in_words(path):
    news = library.open(path)
    records = news.records()
    next(records)
    news.close()
    news.close()
    assert repr(news).endswith("closed>")
    asked = [
        lambda: len(news),
        lambda: next(records),
        lambda: list(news.records()),
        lambda: news.record(TUAL),
        lambda: news.versions(TUAL),
        lambda: news.search("nelayan"),
        news.events,
        lambda: news.view("posts"),
        lambda: news.sql("SELECT 1"),
        lambda: news.add([]),
    ]
    for ask in asked:
        with pytest.raises(StoreError, match=r"closed\. Open it again with extractor\.open"):
            ask()


def test_a_wrong_name_or_query_is_told(news):
    with pytest.raises(ValueError, match=r"there is no table or view 'event'; 'events'\?"):
        news.view("event")
    with pytest.raises(StoreError, match="no such column: colour"):
        news.sql("SELECT colour FROM events")
    with pytest.raises(StoreError, match="two columns of the query are named key"):
        news.sql("SELECT a.key, e.key FROM articles a JOIN events e ON e.article = a.key")
    with pytest.raises(StoreError, match="attempt to write a readonly database"):
        news.sql("DELETE FROM warnings")
    with pytest.raises(ValueError, match='frame is "pandas" or "polars"'):
        library.open(news.path, frame="arrow")


def test_a_store_open_for_writing_is_not_written_by_a_query(tmp_path):
    pytest.importorskip("pandas", reason="pandas is not installed")
    with library.open(tmp_path / "news.db", writable=True) as news:
        news.add(golden())
        with pytest.raises(StoreError, match="attempt to write a readonly database"):
            news.sql("DELETE FROM warnings")


def test_without_pandas_records_are_read_and_a_data_frame_says_what_to_install(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    for maker in ("pandas", "polars"):
        with library.open(path, frame=maker) as news:
            assert len(list(news.records())) == 2
            with pytest.raises(FrameError) as told:
                news.events()
            assert str(told.value) == (
                f"data frames need {maker}, which is not installed: pip install 'bpjs-news-extractor[notebook]'"
            )


def test_opening_loads_neither_pandas_nor_the_pipeline(path):
    program = (
        "import sys; from extractor import library; news = library.open(sys.argv[1]); list(news.records());"
        "print(sorted({'pandas', 'polars', 'spacy', 'pyarrow', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_documentation_names_every_method_filter_and_error_and_no_other():
    page = (Path(__file__).resolve().parent.parent / "docs" / "python.md").read_text(encoding="utf-8")
    methods, filters = page.split("## What to ask")[1].split("## Filters")
    named = {re.match(r"\w+", word)[0] for row in rows_of(methods) for word in re.findall(r"`([^`]+)`", row)}
    assert named == {name for name in vars(library.News) if not name.startswith("_")}
    named = {word for row in rows_of(filters.split("## Types")[0]) for word in re.findall(r"`(\w+)`", row)}
    assert named == set(Filters.__annotations__) == {one.name for one in dataclasses.fields(Filter)}
    assert all(f"`{error}`" in page for error in library.__all__ if error.endswith("Error"))


def rows_of(table):
    """First cells of the rows of a Markdown table."""
    return [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]


# several at once -----------------------------------------------------------------------------------------------------------


def test_threads_share_one_store(news):
    answers: list[tuple[int, int]] = []

    def ask():
        answers.extend((len(news.events()), sum(1 for _ in news.records())) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(6, 2)] * 40
