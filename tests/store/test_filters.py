"""What a filter means, asked of a real store."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from extractor.records import Record
from extractor.store import Store
from extractor.store.filters import Condition, Filter, FilterError


def post(record, number, *, place=None, date_=None, published=None, outlet="Koran", words=None, **event):
    """A post of one event; `place` is the code of a district, regency or province."""
    made = copy.deepcopy(record)
    made["id"] = f"{number:016x}"
    source = made["article"]["source"] | {"sha256": f"{number:064x}"}
    made["article"] |= {"source": source, "published": published, "outlet": outlet, "title": words}
    made["article"]["published_precision"] = "day" if published else None
    made["places"][0] |= {"code": place, "province_code": place[:2] if place else None}
    made["events"][0] |= {"date": date_ and {"start": date_, "end": None, "precision": "day", "text": None}, **event}
    return made


@pytest.fixture
def store(tmp_path, record):
    with Store(tmp_path / "news.db") as opened:

        def keep(*posts):
            run = opened.begin_run("test")
            opened.upsert(map(Record.model_validate, posts), run)
            return run

        opened.keep = keep
        yield opened


def events(store, asked):
    """Numbers of the posts whose events are meant."""
    condition = asked.events()
    query = f"SELECT articles.id FROM events JOIN articles ON articles.key = events.article WHERE {condition.sql} ORDER BY 1"
    return [int(id_, 16) for (id_,) in store.database.rows(query, *condition.values)]


def articles(store, asked):
    """Numbers of the posts that are meant."""
    condition = asked.articles()
    rows = store.database.rows(f"SELECT id FROM articles WHERE {condition.sql} ORDER BY 1", *condition.values)
    return [int(id_, 16) for (id_,) in rows]


def test_nothing_asked_means_everything(store, record):
    store.keep(post(record, 1), post(record, 2, events=[]) | {"events": []})
    assert Filter().events() == Filter().articles() == Condition()
    assert (events(store, Filter()), articles(store, Filter())) == ([1], [1, 2])


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({"types": ["award"]}, [2]),
        ({"types": ["award", "benefit_handover"]}, [1, 2, 3]),
        ({"statuses": ["planned"]}, [3]),
        ({"provinces": ["81"]}, [1]),
        ({"provinces": ["kalimantan  tengah"]}, [2, 3]),
        ({"provinces": ["Kalteng", "Maluku"]}, [1, 2, 3]),
        ({"areas": ["62"]}, [2, 3]),
        ({"areas": ["62.71"]}, [2]),
        ({"areas": ["62.01"]}, []),
        ({"areas": ["62.71.01", "81.71"]}, [1, 2]),
        ({"provinces": ["62"], "areas": ["81.71"]}, []),
        ({"programs": ["JKM"]}, [1, 2]),
        ({"person": "suleman RAHMAT"}, [1, 2, 3]),
        ({"person": "Rahmat%"}, []),
        ({"person": "R_hmat"}, []),
        ({"organization": "dinas"}, []),  # it has no part in the event
        ({"outlets": ["koran kota"]}, [2]),
        ({"min_amount": 42_000_000}, [1, 2, 3]),
        ({"min_amount": 42_000_001}, []),
        ({"max_amount": 41_999_999}, []),
        ({"min_confidence": 0.95}, [3]),
        ({"words": "penghargaan"}, [2]),
        ({"words": '"ahli waris" pengh*'}, [2]),
        ({"types": ["award"], "provinces": ["81"]}, []),
        ({"outlets": ["'; DROP TABLE events; --"]}, []),
        ({"person": "'; DROP TABLE events; --"}, []),
        ({"words": "'; DROP TABLE events; --"}, []),
    ],
)
def test_conditions_hold_together_for_one_event(store, record, asked, meant):
    store.keep(
        post(record, 1, place="81.71.01"),
        post(record, 2, place="62.71.01", type="award", outlet="Koran Kota", words="Penghargaan"),
        post(record, 3, place="62.02", status="planned", confidence=0.99, programs=[]),
    )
    assert events(store, Filter(**asked)) == meant
    assert articles(store, Filter(**asked)) == meant


@pytest.mark.parametrize(
    ("since", "until", "meant"),
    [
        (None, None, [1, 2, 3, 4, 5]),
        (date(2022, 8, 25), date(2022, 8, 25), [1, 2, 3]),  # a month, or year, as far as it is known
        (date(2022, 8, 26), date(2022, 8, 26), [2, 3, 4]),  # no date: published then
        (date(2022, 9, 1), None, [3]),
        (None, date(2022, 7, 31), [3]),
        (date(2023, 1, 1), None, []),
        (None, date(2021, 12, 31), []),
    ],
)
def test_days_are_those_of_the_event_or_else_of_publication(store, record, since, until, meant):
    store.keep(
        post(record, 1, date_="2022-08-25", published="2022-08-26"),
        post(record, 2, date_="2022-08", published="2022-09-03"),
        post(record, 3, date_="2022", published="2023-01-02"),
        post(record, 4, published="2022-08-26"),
        post(record, 5),
    )
    assert events(store, Filter(since=since, until=until)) == meant
    assert articles(store, Filter(since=since, until=until)) == meant


def test_an_article_without_events_counts_by_its_day_and_by_whom_it_names(store, record):
    quiet = post(record, 1, published="2022-08-26") | {"events": []}
    store.keep(quiet)
    asked = Filter(since=date(2022, 8, 1), person="Rahmat", organization="Tenaga Kerja")
    assert (articles(store, asked), events(store, asked)) == ([1], [])
    assert articles(store, Filter(since=date(2022, 9, 1))) == []
    assert articles(store, Filter(person="Zainal")) == []
    assert articles(store, Filter(since=date(2022, 8, 1), types=["award"])) == []


def test_runs_and_warnings_are_asked_of_the_article(store, record):
    doubtful = post(record, 1) | {"warnings": [{"code": "weekday", "text": None, "message": "read as Friday"}]}
    first = store.keep(doubtful)
    store.keep(post(record, 2))
    assert articles(store, Filter(after_run=first)) == events(store, Filter(after_run=first)) == [2]
    assert articles(store, Filter(warnings=["weekday"])) == [1]
    assert articles(store, Filter(warnings=["currency"])) == []


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"types": ["party"]}, "'party' is no event type; there are meeting, socialization, agreement, "),
        ({"statuses": ["done"]}, "'done' is no status; there are occurred, ongoing, planned, urged."),
        ({"programs": ["jkm"]}, "'jkm' is no program; there are JKK, JKM, "),
        ({"provinces": ["Kalimantan"]}, "'Kalimantan' is no province; there are 11 Aceh, 12 Sumatera Utara, "),
        ({"areas": ["6271"]}, "'6271' is no code of an area; codes look like 62, 62.71, 62.71.01 or 62.71.01.1001."),
        ({"areas": ["99.01"]}, "'99.01' is no code of an area"),
        (
            {"since": date(2022, 2, 1), "until": date(2022, 1, 1)},
            "the first day, 2022-02-01, is after the last, 2022-01-01.",
        ),
        ({"min_amount": 2, "max_amount": 1}, "the least amount, 2, is more than the most, 1."),
        ({"min_confidence": 90.0}, "90.0 is no confidence; give a number from 0 to 1."),
        ({"person": " "}, "person: no word of a name is given."),
        ({"words": '"*"'}, "'\"*\"' holds no word to look for."),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(asked, message):
    with pytest.raises(FilterError) as raised:
        Filter(**asked)
    assert str(raised.value).startswith(message)


def test_no_value_stands_in_the_sql():
    asked = Filter(person="Zainal'", outlets=['Koran "Kota"'], words="santunan'", areas=["62.71"], min_amount=7)
    for condition in (asked.events(), asked.articles(), asked.rows("people"), asked.rows("amounts")):
        assert condition.sql.count("?") == len(condition.values)
        assert not any(str(value) in condition.sql for value in condition.values)


def test_a_filter_by_days_or_area_reads_an_index_and_not_all_events(store):
    for asked in (
        Filter(since=date(2022, 8, 1), until=date(2022, 8, 31)),
        Filter(areas=["62.71"]),
        Filter(provinces=["62"]),
        Filter(programs=["JHT"]),
    ):
        condition = asked.events()
        plan = store.database.rows(
            f"EXPLAIN QUERY PLAN SELECT events.key FROM events JOIN articles ON articles.key = events.article WHERE {condition.sql}",
            *condition.values,
        )
        assert not [step for *_, step in plan if step.startswith("SCAN")]
