"""Pages find just what the store's own filter means, in order, each row once, however many pages."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from extractor import library
from extractor.records import Record
from extractor.serve.cursors import Cursor, cursor_of
from extractor.serve.problems import Problem
from extractor.serve.queries import events as counting
from extractor.serve.queries import plan as plans
from extractor.serve.queries.events import Total, count_events, event_page
from extractor.serve.queries.plan import planned
from extractor.serve.queries.records import record_lines, record_page
from extractor.serve.queries.stats import groups, stats
from extractor.serve.queries.stories import count_stories, planned_stories, story_page, story_rows
from extractor.store import Store
from extractor.store.filters import Filter
from extractor.store.rows import ROOM

ASKED = {
    "all": Filter(),
    "types": Filter(types=("benefit_handover", "meeting")),
    "a type": Filter(types=("benefit_handover",)),
    "a type and a sum": Filter(types=("benefit_handover",), min_amount=1_000_000),
    "status": Filter(statuses=("planned",)),
    "period": Filter(since=date(2020, 3, 1), until=date(2024, 6, 30)),
    "since": Filter(since=date(2023, 1, 1)),
    "until": Filter(until=date(2019, 12, 31)),
    "province": Filter(provinces=("81",)),
    "area": Filter(areas=("53.14",)),
    "programs": Filter(programs=("JKM", "JHT")),
    "person": Filter(person="an"),
    "organization": Filter(organization="BPJS"),
    "least": Filter(min_amount=42_000_000),
    "most": Filter(max_amount=42_000_000),
    "between": Filter(min_amount=10_000_000, max_amount=42_000_000),
    "confidence": Filter(min_confidence=0.9),
    "words": Filter(words="santunan kematian"),
    "warnings": Filter(warnings=("weekday", "number_format", "timezone")),
    "story": Filter(story=1),
    "run": Filter(after_run=0),
    "nothing": Filter(person="Nobody Of That Name"),
    "several": Filter(types=("benefit_handover",), programs=("JKM",), words="santunan", organization="BPJS"),
}
CASES = pytest.mark.parametrize("asked", [pytest.param(one, id=name) for name, one in ASKED.items()])


@pytest.fixture(scope="module")
def store(database):
    with Store(database, read_only=True) as store:
        yield store


@pytest.fixture(params=["few", "many"])
def either_way(request, monkeypatch):
    """What other tables let through is few, or too much to be looked at one by one."""
    if request.param == "many":
        monkeypatch.setattr(plans, "FEW", 0)


def meant(store, asked):
    """Keys of the events that the store's own filter means."""
    condition = asked.events()
    rows = store.database.rows(
        f"SELECT events.key FROM events JOIN articles ON articles.key = events.article WHERE {condition.sql}",
        *condition.values,
    )
    return {key for (key,) in rows}


def articles(store, asked):
    """Ids by key of the articles that the store's own filter means."""
    condition = asked.articles()
    return dict(store.database.rows(f"SELECT key, id FROM articles WHERE {condition.sql}", *condition.values))


def all_pages(page_of):
    """The rows of all pages, one page after another."""
    rows, cursor = [], None
    while True:
        page = page_of(cursor)
        rows += page.rows
        if page.next is None:
            return rows
        assert page.rows
        cursor = page.next


@CASES
@pytest.mark.usefixtures("either_way")
def test_the_events_of_a_filter_are_those_of_the_store_s_own_filter_and_are_counted(store, asked):
    plan = planned(store, asked)
    found = all_pages(lambda cursor: event_page(store, plan, cursor=cursor, limit=7))
    assert {one.key for one in found} == meant(store, asked)
    assert count_events(store, plan) == Total(len(found), True)


@pytest.mark.parametrize(
    "asked", [Filter(organization="bpjs"), Filter(organization="bpjs", types=("benefit_handover",))]
)
def test_events_that_were_found_on_the_way_need_not_be_asked_to_be_many(store, asked, monkeypatch):
    many = len(meant(store, asked))
    for most in (1, many - 1, many):
        monkeypatch.setattr(counting, "MOST_ASKED", most)
        monkeypatch.setattr(plans, "FEW", most + 1)
        total = count_events(store, planned(store, asked))
        assert total == Total(min(most, many), many <= most)


def test_the_filters_of_these_tests_let_through_some_events_and_not_others(store):
    every = len(meant(store, Filter()))
    for name, asked in ASKED.items():
        found = len(meant(store, asked))
        if name not in ("all", "run", "nothing"):
            assert 0 < found < every, name


@pytest.mark.parametrize("down", [True, False])
@pytest.mark.parametrize("sort", ["date", "amount", "confidence", "added"])
@pytest.mark.parametrize("asked", [Filter(), Filter(words="santunan")], ids=["all", "words"])
def test_pages_follow_each_other_in_order_without_a_gap_or_a_row_twice(store, asked, sort, down):
    value = {
        "date": lambda one: one.dated,
        "amount": lambda one: -1 if one.amount is None else one.amount,
        "confidence": lambda one: one.confidence,
        "added": lambda one: one.key,
    }[sort]
    plan = planned(store, asked)
    found = all_pages(lambda cursor: event_page(store, plan, sort=sort, down=down, cursor=cursor, limit=5))
    order = [(value(one), one.key) for one in found]
    assert order == sorted(order, reverse=down)
    assert len(set(order)) == len(order) == len(meant(store, asked))


@CASES
@pytest.mark.usefixtures("either_way")
def test_the_stories_of_a_filter_have_what_is_asked_themselves_or_in_one_of_their_articles(store, asked):
    plan = planned_stories(store, asked)
    found = all_pages(lambda cursor: story_page(store, plan, cursor=cursor, limit=3))
    rest = plans.without_place_and_day(asked)
    if rest == Filter():
        tellers = "1"
    elif rest.asks_of_events or rest.person or rest.organization:
        tellers = f"key IN ({', '.join(str(key // ROOM) for key in meant(store, rest))})"
    else:
        tellers = f"key IN ({', '.join(str(key) for key in articles(store, rest))})"
    told = {key for (key,) in store.database.rows(f"SELECT story FROM articles WHERE {tellers}")}
    assert {one.key for one in found} == {one.key for one in every_story(store) if one.key in told and fits(one, asked)}
    assert len(found) == len({one.key for one in found})
    assert count_stories(store, plan) == Total(len(found), True)


def every_story(store):
    return story_rows(store, [key for (key,) in store.database.rows("SELECT key FROM stories")])


def fits(story, asked):
    """Has the story itself the type, day and place that are asked for?"""
    codes = story.place_code or story.province_code or ""
    return (
        (not asked.types or story.type in asked.types)
        and (not asked.provinces or story.province_code in asked.provinces)
        and (not asked.areas or any(codes == area or codes.startswith(f"{area}.") for area in asked.areas))
        and (asked.since is None or (story.day or "") >= asked.since.isoformat())
        and (asked.until is None or "" < (story.day or "") <= asked.until.isoformat())
    )


@CASES
def test_the_records_of_a_filter_are_those_of_the_store_s_own_filter(store, database, asked):
    wanted = set(articles(store, asked).values())
    found = all_pages(lambda cursor: record_page(store, asked, cursor=cursor, limit=4))
    days = [one.day or "" for one in found]
    assert days == sorted(days, reverse=True)
    assert len(found) == len({one.id for one in found})
    assert {one.id for one in found} == wanted
    lines = b"".join(record_lines(database, asked)).splitlines()
    assert {line[line.index(b'"id":"') + 6 :][:16].decode() for line in lines} == wanted


def test_events_are_counted_by_what_they_have(store):
    every = meant(store, Filter())
    by_type = {one.value: one.events for one in groups(store, Filter(), "type")}
    assert sum(by_type.values()) == stats(store).events == len(every)
    assert by_type["benefit_handover"] == len(meant(store, Filter(types=("benefit_handover",))))
    some = Filter(words="santunan", organization="BPJS", provinces=("81",))
    assert sum(one.events for one in groups(store, some, "year")) == len(meant(store, some))
    assert {one.value for one in groups(store, Filter(), "status")} <= {"occurred", "ongoing", "planned", "urged"}


@pytest.mark.parametrize(
    "told",
    [
        "x",
        "!!!!",
        "W10",
        "a" * 5000,
        str(Cursor("date.up", "2026", 1)),
        str(Cursor("date.down", 5.0, 1)),
        str(Cursor("date.down", "2026", -1)),
        str(Cursor("date.down", "2026", 2**63)),
        "WyJkYXRlLmRvd24iLCIyMDI2Iix0cnVlXQ",
    ],
)
def test_what_is_no_cursor_of_the_list_is_refused(told):
    with pytest.raises(Problem, match="Begin with the first page"):
        cursor_of(told, "date.down", str)


def test_a_cursor_comes_back_as_it_was():
    at = Cursor("date.down", "2026-05-01", 12_300_001)
    assert cursor_of(str(at), "date.down", str) == at
    assert cursor_of(None, "date.down", str) is None


def test_the_listing_follows_an_article_that_is_edited(tmp_path, record):
    path = tmp_path / "news.db"
    edited = copy.deepcopy(record)
    edited["amounts"][0]["value"] = 70_000_000
    edited["events"][0]["date"] = None
    edited["events"][0]["type"] = "meeting"
    with library.open(path, writable=True) as news:
        news.add([Record.model_validate(record)])
        listed = "SELECT dated, type, amount_least, amount_most FROM listing"
        assert news._store.database.rows(listed) == [("2022-08-25", "benefit_handover", 42_000_000, 42_000_000)]
        news.add([Record.model_validate(edited)])
        assert news._store.database.rows(listed) == [("2022-08-26", "meeting", 70_000_000, 70_000_000)]


@pytest.mark.parametrize("asked", [{"words": "santunan"}, {"person": "a"}])
def test_few_candidates_are_looked_up_by_their_keys_whatever_else_is_asked(store, asked):
    plan = planned(store, Filter(types=["benefit_handover"], **asked))
    assert plan.is_rare
    source, conditions = plan.candidates(), plan.conditions()
    query = f"EXPLAIN QUERY PLAN SELECT listing.event FROM {source.sql} WHERE {conditions.sql}"
    details = [row[3] for row in store.database.rows(query, *source.values, *conditions.values)]
    assert any(detail.startswith("SEARCH listing USING INTEGER PRIMARY KEY") for detail in details), details
