"""The figures of the overview that the store keeps by day are those of its rows, whatever happens to articles."""

from __future__ import annotations

from collections import Counter

import pytest

from extractor.records import Record
from extractor.store import Store
from extractor.store.checking import faults

HANDED = "kind IN ('benefit', 'scholarship') AND per IS NULL AND currency = 'IDR' AND event_type = 'benefit_handover'"


@pytest.fixture(scope="module")
def golden(root):
    """Records with events and payments."""
    files = sorted((root / "tests/resources/posts").glob("*.json"))
    return [Record.model_validate_json(file.read_bytes()) for file in files]


@pytest.fixture
def filled(tmp_path, golden):
    """A store of them."""
    with Store(tmp_path / "news.db") as store:
        store.upsert(golden, store.begin_run("test"))
        yield store


def kept(store):
    """What is kept, without what fell to nothing."""
    rows = store.database.rows
    return (
        Counter(
            {
                (what, value, dated): number
                for what, value, dated, number in rows("SELECT * FROM event_counts")
                if number
            }
        ),
        {
            row[:2]: row[2:]
            for row in rows("SELECT programs, dated, payments, total FROM handed_over WHERE payments <> 0")
        },
    )


def counted(store):
    """The same, from the rows of articles that stand for their story."""
    found = Counter()
    lead = "article IN (SELECT key FROM articles WHERE lead = 1)"
    for dated, status, type_, province in store.database.rows(
        f"SELECT dated, status, type, province_code FROM listing WHERE {lead}"
    ):
        found.update([("status", status, dated), ("type", type_, dated), ("province", province or "", dated)])
    handed = store.database.rows(
        "SELECT coalesce(programs, ''), coalesce(dated, ''), count(*), sum(value) FROM amounts "
        f"WHERE {lead} AND {HANDED} GROUP BY 1, 2"
    )
    return found, {row[:2]: row[2:] for row in handed}


def test_new_articles_are_counted(filled):
    events, handed = kept(filled)
    assert (events, handed) == counted(filled)
    assert {what for what, *_ in events} == {"status", "type", "province"} and handed


def test_a_happening_that_another_article_stands_for_is_counted_no_more_and_comes_back(filled):
    before = kept(filled)
    with filled.database.change() as db:
        db.execute(
            "UPDATE articles SET lead = 0 WHERE key IN (SELECT article FROM amounts WHERE event_type = 'benefit_handover')"
        )
    assert kept(filled) == counted(filled) != before
    with filled.database.change() as db:
        db.execute("UPDATE articles SET lead = 1")
    assert kept(filled) == before


@pytest.mark.parametrize("lead", [0, 1])
def test_an_article_that_is_extracted_anew_is_counted_as_it_is_now(filled, golden, lead):
    with filled.database.change() as db:
        db.execute("UPDATE articles SET lead = ?", (lead,))
    fewer = [one.model_copy(update={"events": one.events[:1]}) for one in golden]
    told = [one for one in fewer if len(one.events) == 1]
    before = kept(filled)
    filled.upsert([Record.model_validate(one.model_dump(mode="json")) for one in told], filled.begin_run("again"))
    assert kept(filled) == counted(filled)
    assert (kept(filled) != before) == bool(lead)


def test_an_event_that_is_filed_otherwise_is_counted_there(filled):
    with filled.database.change() as db:
        db.execute("UPDATE listing SET dated = '2020', province_code = '11' WHERE event % 2 = 0")
    assert kept(filled) == counted(filled)
    assert kept(filled)[0]["province", "11", "2020"] > 0


def test_numbers_that_do_not_agree_with_the_events_are_a_fault(filled):
    assert list(faults(filled)) == []
    with filled.database.change() as db:
        db.execute("UPDATE event_counts SET number = number + 1 WHERE what = 'type'")
    assert [one for one in faults(filled) if "by type" in one]
