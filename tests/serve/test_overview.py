"""The overview over a small store: its figures are those of the store, and each leads to what lies behind it."""

from __future__ import annotations

import runpy
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")

from extractor.collect.model import Located, Outcome
from extractor.collect.state import State
from extractor.serve.charts.counting import count
from extractor.serve.charts.money import paid
from extractor.serve.charts.outlets import quiet_outlets
from extractor.serve.charts.period import Period
from extractor.serve.charts.reach import reached
from extractor.serve.charts.telling import newest_differences, newest_stories
from extractor.serve.overview import figures
from extractor.store import Store

POSTS = runpy.run_path(str(Path(__file__).parents[1] / "collect" / "posts.py"))
TODAY = date(2026, 5, 12)
PERIODS = [
    Period(),
    Period(date(2023, 1, 1), date(2023, 12, 31)),
    Period(since=date(2022, 6, 15)),
    Period(until=date(2022, 6, 15)),
]


class Page(HTMLParser):
    """Elements of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def links(self, kind: str) -> list[dict[str, str]]:
        """Links of a class."""
        return [told for tag, told in self.elements if tag == "a" and kind in told.get("class", "").split()]


@pytest.fixture
def told_twice(writable) -> Path:
    """The store, where two articles do not stand for their story, and two events are of a month or year only."""
    with Store(writable) as store, store.database.change() as db:
        db.execute("UPDATE articles SET lead = 0 WHERE key IN (SELECT DISTINCT article FROM events ORDER BY 1 LIMIT 2)")
        db.execute("UPDATE listing SET dated = '2023-07' WHERE event = (SELECT max(event) FROM listing)")
        db.execute("UPDATE listing SET dated = '2023' WHERE event = (SELECT max(event) - 1 FROM listing)")
    return writable


@pytest.mark.parametrize("period", PERIODS)
def test_events_are_counted_once_a_happening_by_time_type_and_place(told_twice, period):
    within = period.holds("listing.dated")
    with Store(told_twice, read_only=True) as store:
        rows = store.database.rows(
            "SELECT dated, listing.status, listing.type, listing.province_code FROM listing "
            f"JOIN articles ON articles.key = listing.article AND lead = 1 WHERE {within.sql}",
            *within.values,
        )
        found = count(store, period, TODAY)
    assert rows
    assert found.total == len(rows)
    assert found.types == Counter(type_ for _, _, type_, _ in rows)
    assert found.provinces == Counter(province for *_, province in rows)
    assert found.vague == sum(len(day) < 7 for day, *_ in rows)
    assert sum(number for by in found.months.values() for number in by.values()) == len(rows) - found.vague
    assert {(month, status): number for month, by in found.months.items() for status, number in by.items()} == Counter(
        (day[:7], status) for day, status, *_ in rows if len(day) >= 7
    )


def test_what_is_planned_for_today_or_later_is_ahead(writable):
    with Store(writable) as store, store.database.change() as db:
        db.execute("UPDATE listing SET status = 'occurred'")
        events = [key for (key,) in db.execute("SELECT event FROM listing ORDER BY event LIMIT 5")]
        for event, dated in zip(events, ["2026-05-12", "2026-05-11", "2026-05", "2026-04", "2027"], strict=True):
            db.execute("UPDATE listing SET status = 'planned', dated = ? WHERE event = ?", (dated, event))
    with Store(writable, read_only=True) as store:
        assert count(store, Period(), TODAY).ahead == 3


def test_money_is_that_of_the_view_of_the_store(database):
    with Store(database, read_only=True) as store:
        rows = store.database.rows("SELECT programs, year, payments, total FROM amounts_by_program")
        found = paid(store, Period(), TODAY)
        years = {
            year: paid(store, Period(date(int(year), 1, 1), date(int(year), 12, 31)), TODAY) for _, year, *_ in rows
        }
    assert rows
    assert found.total == sum(total for *_, total in rows)
    assert found.payments == sum(number for *_, number, _ in rows)
    assert sum(column.total for column in found.years.columns) == found.total
    for year, one in years.items():
        assert one.total == sum(total for _, when, _, total in rows if when == year)
    largest = max(
        {programs for programs, *_ in rows},
        key=lambda one: sum(total for programs, *_, total in rows if programs == one),
    )
    assert found.programs[0].programs == tuple(largest.split("+") if largest else ())


def test_coverage_stands_against_the_newest_target_and_names_its_articles(writable):
    with Store(writable) as store, store.database.change() as db:
        db.execute("UPDATE quantities SET kind = 'other'")
        keys = [key for (key,) in db.execute("SELECT key FROM quantities ORDER BY key LIMIT 8")]
        told = [
            ("62.71", "worker", "target", 1000, "2024"),
            ("62.71", "worker", "target", 2000, "2025"),
            ("62.71", "worker", "coverage", 500, "2025-03-01"),
            ("62.71", "worker", "potential", 9000, "2025-03-01"),
            ("31", "percent", "coverage", 38.5, "2025-02-01"),
            ("31", "percent", "target", 55, "2025-02-01"),
            ("33", "worker", "coverage", 70, "2025-02-01"),
            ("33", "worker", "potential", 7, "2025-02-01"),
        ]
        for key, (place, unit, kind, value, dated) in zip(keys, told, strict=True):
            db.execute(
                "UPDATE quantities SET place_code = ?, unit = ?, kind = ?, value = ?, dated = ? WHERE key = ?",
                (place, unit, kind, value, dated, key),
            )
        ids = dict(
            db.execute("SELECT quantities.key, articles.id FROM quantities JOIN articles ON articles.key = article")
        )
    with Store(writable, read_only=True) as store:
        found = reached(store, Period())
        before = reached(store, Period(until=date(2024, 12, 31)))
    first, second = found.shown
    assert (first.place_code, first.share, first.is_target, first.drawn, first.mark) == ("62.71", 0.25, True, 25, 100)
    assert (first.goal.value, first.goal.record, first.coverage.record) == (2000, ids[keys[1]], ids[keys[2]])
    assert (second.place_code, second.drawn, second.mark) == ("31", 38.5, 55)
    assert (found.total, found.unlike) == (2, 1)  # 70 of 7 are not of one thing
    assert before.total == 0


def test_the_newest_stories_are_those_of_days_that_have_come(writable):
    with Store(writable) as store, store.database.change() as db:
        keys = [key for (key,) in db.execute("SELECT key FROM stories ORDER BY key LIMIT 3")]
        for key, day in zip(keys, ["2026-05-13", "2026-05-12", "2026-05-11"], strict=True):
            db.execute("UPDATE stories SET day = ? WHERE key = ?", (day, key))
    with Store(writable, read_only=True) as store:
        assert [one.key for one in newest_stories(store, Period(), TODAY)][:2] == keys[1:]
        assert newest_stories(store, Period(since=date(2026, 5, 13)), TODAY) == ()
        assert next(one.key for one in newest_stories(store, Period(until=date(2026, 5, 11)), TODAY)) == keys[2]


def test_contradictions_are_told_by_value_with_those_who_tell_it(writable):
    with Store(writable) as store, store.database.change() as db:
        db.execute("DELETE FROM contradiction_sides")
        db.execute("DELETE FROM contradictions")
        (story,) = db.execute("SELECT min(key) FROM stories").fetchone()
        articles = [key for (key,) in db.execute("SELECT key FROM articles ORDER BY key LIMIT 4")]
        for key, outlet in zip(articles, ["Kabar Satu", "Kabar Dua", None, "Kabar Tiga"], strict=True):
            db.execute("UPDATE articles SET outlet = ? WHERE key = ?", (outlet, key))
        db.execute("INSERT INTO contradictions VALUES (1, ?, 'amount', 'benefit')", (story,))
        for position, (article, value) in enumerate(
            zip(articles, ["42000000", "42000000", "42000000", "24000000"], strict=True)
        ):
            db.execute(
                "INSERT INTO contradiction_sides VALUES (1, ?, ?, ?, NULL, NULL, NULL)", (position, article, value)
            )
    with Store(writable, read_only=True) as store:
        found = newest_differences(store, Period())
        (one,) = found.shown
        assert newest_differences(store, Period(since=date(2099, 1, 1))).total == 0
    assert found.total == 1
    assert [(side.value, side.outlets, side.more) for side in one.sides] == [
        ("42000000", ("Kabar Satu", "Kabar Dua"), 1),
        ("24000000", ("Kabar Tiga",), 0),
    ]


def test_without_notes_of_collecting_the_days_of_posts_tell_who_fell_silent(writable, tmp_path):
    with Store(writable) as store, store.database.change() as db:
        db.execute("UPDATE articles SET outlet = NULL")
        keys = [key for (key,) in db.execute("SELECT key FROM articles ORDER BY key LIMIT 9")]
        days = ["01-01", "01-08", "01-15", "01-22", "03-01", "03-08", "03-15", "03-22", "04-01"]
        names = ["Diam"] * 4 + ["Rajin"] * 4 + ["Baru"]
        for key, day, name in zip(keys, days, names, strict=True):
            db.execute("UPDATE articles SET outlet = ?, day = ? WHERE key = ?", (name, f"2026-{day}", key))
    with Store(writable, read_only=True) as store:
        found = quiet_outlets(store, tmp_path / "nothing", datetime(2026, 5, 12, tzinfo=UTC))
    assert (found.source, found.asof, found.known) == ("posts", "2026-04-01", 3)
    assert [(one.name, one.days, one.newest) for one in found.shown] == [("Diam", 69, "2026-01-22")]


def test_what_collecting_noted_beside_the_store_tells_who_fell_silent(browse, writable):
    now = datetime.now(UTC)
    with State(writable.parent / "state.sqlite3") as state:
        for number, days in enumerate(range(80, 30, -7)):  # a post a week, the last one a month ago
            at = now - timedelta(days=days)
            run = state.begin_run(at, "collect")
            post = POSTS["post"](number * 100, outlet=POSTS["OUTLET"], published=at.isoformat())
            post = replace(post, pages=tuple(replace(page, fetched=at) for page in post.pages))
            place = Located("a.warc.gz", number * 100, 100)
            state.record(run, POSTS["OUTLET"], post.url, Outcome.NEW, post=post, located=place, at=at)
        state.record_listing(state.begin_run(now, "collect"), POSTS["OUTLET"], "feed", found=4, at=now)
    text = browse(writable).get("/?lang=en").text
    with Store(writable, read_only=True) as store:
        found = quiet_outlets(store, writable.parent, now)
    assert (found.source, found.total, found.known) == ("collecting", 1, 1)
    (one,) = found.shown
    assert (one.health, one.days, one.cause) == ("silent", 31, "it publishes nothing about the agency")
    assert "silent for 31 days" in text
    assert "it publishes nothing about the agency" in text


def test_notes_that_are_no_notes_are_told(database, tmp_path):
    (tmp_path / "state.sqlite3").write_text("no database at all, but long enough to be looked into")
    with Store(database, read_only=True) as store:
        assert quiet_outlets(store, tmp_path, datetime(2026, 5, 12, tzinfo=UTC)).source == "unreadable"


def test_every_address_on_the_page_has_an_answer(client):
    page = Page(client.get("/").text)
    asked = {told["href"] for tag, told in page.elements if tag == "a"}
    marks = {told["href"] for told in (*page.links("mark"), *page.links("part"), *page.links("bar"))}
    assert marks <= asked
    assert len(marks) > 60
    for link in sorted(asked):
        if link.startswith("#"):
            assert any(told.get("id") == link[1:] for _, told in page.elements), link
        elif not link.startswith("/review"):
            assert client.get(link).status_code == 200, link


def test_a_type_leads_to_as_many_events_as_it_shows(client, database):
    with Store(database, read_only=True) as store:
        shown = figures(store, Period(), TODAY).counts.types
        behind = store.database.rows("SELECT count(*) FROM articles WHERE lead = 0")
    assert behind == [(0,)]  # else lists hold more than is shown
    for type_, number in shown.items():
        listed = client.get(f"/api/v1/events?type={type_}&limit=200").json()
        assert len(listed["items"]) == number


def test_marks_have_names_and_keys_pass_over_their_parts(client):
    page = Page(client.get("/?lang=en").text)
    assert page.links("mark")
    assert all(told["aria-label"] for told in page.links("mark"))
    assert all((told["tabindex"], told["aria-hidden"]) == ("-1", "true") for told in page.links("part"))
    assert "Papua Selatan: " in " ".join(told["aria-label"] for told in page.links("mark"))


def test_nothing_on_the_page_runs_or_is_styled_in_line(client):
    page = Page(client.get("/").text)
    for tag, told in page.elements:
        assert tag != "style"
        assert not any(name == "style" or name.startswith("on") for name in told), told
        assert tag != "script" or told["src"].startswith("/static/")


def test_the_period_is_that_of_all_figures_and_their_links(client, database):
    text = client.get("/?since=2023-01-01&until=2023-12-31&lang=en").text
    page = Page(text)
    with Store(database, read_only=True) as store:
        expected = figures(store, Period(date(2023, 1, 1), date(2023, 12, 31)), datetime.now(UTC).date())
    assert f'<span class="figure">{expected.counts.total}</span>events' in text
    for told in (*page.links("mark"), *page.links("bar")):
        assert "since=2023-" in told["href"], told
        assert "until=2023-" in told["href"], told


@pytest.mark.parametrize(
    ("query", "complaint"),
    [("since=2024-05-01&until=2024-01-01", "is after the last"), ("since=yesterday", "since: ")],
)
def test_a_period_that_cannot_be_is_told_and_all_is_shown(client, query, complaint):
    answer = client.get(f"/?lang=en&{query}")
    assert answer.status_code == 200
    assert complaint in answer.text
    assert "All that is known" in answer.text


@pytest.mark.parametrize("query", ["since=9999-12-31", "until=0001-01-01", "since=2199-01-01", "since=&until="])
def test_a_period_without_anything_is_a_page_too(client, query):
    assert client.get(f"/?{query}").status_code == 200


def test_an_empty_store_has_an_overview(browse, tmp_path):
    with Store(tmp_path / "empty.db"):
        pass
    text = browse(tmp_path / "empty.db").get("/?lang=en").text
    assert text.count("Nothing in this period.") >= 5


def test_the_page_speaks_both_languages_and_keeps_them_apart(client):
    assert "Kejadian per provinsi" in client.get("/?lang=id").text
    assert "Events by province" in client.get("/?lang=en").text


def test_what_posts_say_is_text_on_the_overview(browse, writable):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    with Store(writable) as store, store.database.change() as db:
        db.execute("UPDATE stories SET title = ?", (evil,))
        db.execute("UPDATE articles SET outlet = ?, day = '2020-01-0' || (key % 4 + 1) WHERE key % 2 = 0", (evil,))
        db.execute("UPDATE places SET name = ?", (evil,))
        db.execute("INSERT INTO contradictions SELECT 1000, min(key), 'place', ? FROM stories", (evil,))
        db.execute(
            "INSERT INTO contradiction_sides SELECT 1000, key, key, ?, NULL, NULL, NULL FROM articles LIMIT 3", (evil,)
        )
    text = browse(writable).get("/").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert text.count("&lt;script&gt;alert") > 10
    places = {told["href"] for tag, told in Page(text).elements if tag == "a"}
    assert any(link.startswith("/events?outlet=%22%3E%3Cscript") for link in places)


def test_a_new_article_changes_the_figures(browse, writable):
    client = browse(writable)
    before = client.get("/?lang=en").text
    with Store(writable) as store, store.database.change() as db:
        db.execute("UPDATE articles SET lead = 0 WHERE key = (SELECT min(article) FROM events)")
    with Store(writable, read_only=True) as store:
        total = count(store, Period(), TODAY).total
    after = client.get("/?lang=en").text
    assert f'<span class="figure">{total}</span>events' not in before
    assert f'<span class="figure">{total}</span>events' in after
