"""The flat tables: what they hold, what is said of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from runpy import run_path

import pytest

from extractor.export import data_dictionary, export_tables, in_markdown
from extractor.export.rows import table_rows
from extractor.export.selection import selected
from extractor.identities.resolving import resolve
from extractor.store import Store
from extractor.store.filters import Filter
from extractor.stories.grouping import group

TELLING = run_path(str(Path(__file__).parent.parent / "stories" / "telling.py"))


def table_of(store, name, **asked):
    """Rows of a table as mappings."""
    table = export_tables()[name]
    with selected(store, Filter(**asked)) as selection:
        return [
            dict(zip([column.name for column in table.columns], row, strict=True))
            for row in table_rows(selection, table)
        ]


@pytest.fixture
def rows(store):
    """The same of the small store."""
    return partial(table_of, store)


def test_an_event_is_one_readable_row(rows):
    event, undated = rows("events")
    assert event["article_id"], event["event_id"] == ("0000000000000001", "e1")
    assert (event["type"], event["status"], event["confidence"]) == ("benefit_handover", "occurred", 0.9)
    assert (event["day"], event["month"], event["date_text"]) == (date(2022, 8, 25), "2022-08", "Kamis (25/08)")
    assert (event["place"], event["place_code"], event["province"]) == ("Mandala Jaya", "81.71.01", "Maluku")
    assert event["participants"] == ("Rahmat Suleman (giver)", "Dinas Tenaga Kerja (organizer)")
    assert event["participant_ids"] == ("p1", "o1")
    assert (event["programs"], event["regulations"]) == (("JKM",), ("inpres-2-2021",))
    assert event["amounts"] == ("Rp 42 juta", "USD 0,5")
    assert (event["amount_total"], event["amount_largest"]) == (42e6, 42e6)  # rupiah alone
    assert (event["quantities"], event["people_total"]) == (("12 ahli waris",), 12.0)
    assert event["trigger"] == "menyerahkan santunan"
    assert (undated["day"], undated["date_start"], undated["place"], undated["province"]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ([42e6], 42e6),
        ([1e6, 2e6], 3e6),
        ([28.7e9, 19.4e9, 4.2e9, 5.1e9], 28.7e9),  # the first is the others together
        ([28.7e9, 19.4e9, 4.2e9], 52.3e9),
        ([], None),
    ],
)
def test_a_total_counts_a_sum_and_its_parts_once(values, total):
    from extractor.export.rows import _total

    assert _total(values) == total


def test_a_moment_is_in_utc_and_only_where_its_zone_is_known(rows):
    first, second, third = rows("articles")
    assert (first["published_day"], first["published_at"]) == (
        date(2022, 8, 26),
        datetime(2022, 8, 25, 23, 41, tzinfo=UTC),
    )
    assert (second["published"], second["published_day"], second["published_at"]) == ("2022", None, None)
    assert (first["events"], first["warnings"], first["programs"]) == (1, 0, ("JKM",))
    assert (second["warnings"], third["events"], third["title"]) == (1, 0, None)


def test_tables_of_what_articles_name_follow_the_articles(rows):
    person, _ = rows("people")
    assert (person["office"], person["organization"]) == ("Kepala Dinas", "Dinas Tenaga Kerja")
    assert (person["roles"], person["events"]) == (("Kepala Dinas Tenaga Kerja",), 1)
    assert [(one["name"], one["place"], one["events"]) for one in rows("organizations")] == [
        ("Dinas Tenaga Kerja", "Mandala Jaya", 1),
        ("Dinas Tenaga Kerja", "Mandala Jaya", 0),
        ("Dinas Tenaga Kerja", "Mandala Jaya", 0),
    ]
    assert [(one["participant_id"], one["participant_kind"], one["role"]) for one in rows("participants")] == [
        ("p1", "person", "giver"),
        ("o1", "organization", "organizer"),
        ("p1", "person", "giver"),
    ]
    assert [(one["reading"], one["value"], one["event_day"]) for one in rows("amounts")][:2] == [
        ("Rp 42 juta", 42e6, date(2022, 8, 25)),
        ("USD 0,5", 0.5, date(2022, 8, 25)),
    ]
    assert [one["reading"] for one in rows("quantities")] == ["12 ahli waris", "12 ahli waris"]
    assert [one["code"] for one in rows("warnings")] == ["number_format"]


def test_a_filter_also_says_which_rows_of_a_table_about_the_thing_are_meant(rows):
    assert [one["name"] for one in rows("people", person="suleman")] == ["Rahmat Suleman"]
    assert [one["amount_id"] for one in rows("amounts", min_amount=50_000_000)] == []
    assert [one["amount_id"] for one in rows("amounts", provinces=["81"])] == ["m1", "m2"]
    assert [one["code"] for one in rows("places", areas=["81.71"])] == ["81.71.01"]


def test_stories_tell_who_stands_for_them_and_what_they_contradict(tmp_path):
    first, second = (TELLING["agreement"](name, date(2024, 3, 5), count) for name, count in (("a", 5746), ("b", 5747)))
    other = TELLING["agreement"]("c", date(2021, 5, 4), 912)
    with Store(tmp_path / "told.db") as store:
        store.upsert([first, second, other], store.begin_run("test"))
        assert table_of(store, "stories") == []
        resolve(store)
        group(store)
        told, alone = sorted(table_of(store, "stories"), key=lambda one: one["story"])
        sides = table_of(store, "contradictions")
        events = table_of(store, "events")
        people = table_of(store, "people")
        assert [one["story"] for one in table_of(store, "stories", outlets=[second.article.outlet])] == [told["story"]]
    assert (told["articles"], told["contradictions"], told["type"]) == (2, 1, "agreement")
    assert (alone["articles"], alone["contradictions"], alone["article_id"]) == (1, 0, other.id)
    assert {(one["story"], one["kind"], one["article_id"], one["value"]) for one in sides} == {
        (told["story"], "quantity", first.id, "5746"),
        (told["story"], "quantity", second.id, "5747"),
    }
    counted = {one["article_id"]: one["counted"] for one in events}
    assert counted == {told["article_id"]: 1, other.id: 1, ({first.id, second.id} - {told["article_id"]}).pop(): 0}
    assert all(one["identity"] for one in people)


def test_every_column_says_what_it_means():
    told = data_dictionary()
    silent = [
        f"{part}.{table['name']}.{column['name']}"
        for part in ("exports",)
        for table in told[part]
        for column in table["columns"]
        if not column["about"]
    ]
    assert silent == []
    assert [one["name"] for one in told["exports"]][:3] == ["events", "articles", "people"]
    assert {"events", "articles", "runs"} <= {one["name"] for one in told["store"]}


def test_the_documentation_shows_the_tables_as_they_are(root):
    page = (root / "docs" / "exports.md").read_text(encoding="utf-8")
    assert in_markdown(export_tables().values()) in page


def test_released_columns_stay_where_they_are():
    """The schema of version 1: columns may follow, none may change."""
    released = {
        "events": "article_id event_id outlet published_day title url type status day month date_start date_end date_precision date_text "
        "place place_kind place_code province_code province venue participants participant_ids programs regulations amounts amount_total "
        "amount_largest quantities people_total trigger confidence story",
        "amounts": "article_id amount_id outlet published_day value currency kind per bound reading recipient event_id event_type "
        "event_status event_day place_code province_code province programs text",
        "people": "article_id person_id outlet published_day name honorifics aliases office organization role roles events mentions",
    }
    for name, columns in released.items():
        shown = [column.name for column in export_tables()[name].columns]
        assert shown[: len(columns.split())] == columns.split()
