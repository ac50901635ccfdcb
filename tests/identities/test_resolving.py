"""Who is who stays who is who: whatever the order, whenever interrupted, however often, and at no growing cost."""

from __future__ import annotations

import random
import re
from pathlib import Path
from runpy import run_path

import pytest

from extractor.identities import deciding
from extractor.identities.resolving import resolve

HELP = run_path(str(Path(__file__).with_name("conftest.py")))
post, partition_of, ROLES = HELP["post"], HELP["partition_of"], HELP["ROLES"]

NAMES = [
    *("Zainal", "Zainal Abidin", "Zainal Arifin", "M. Zainal", "Muhammad Zainal Abidin", "Z. Abidin"),
    *("Ahmad Yani", "Achmad Yani", "A. Yani", "Grace Tampi Tobondo", "Grace Tobondo", "Siti Aminah", "Sumiati"),
]
TABLES = (
    *("persons", "person_signatures", "person_blocks", "person_words", "person_links", "person_apart"),
    *("person_offices", "offices", "bodies", "body_signatures", "people", "organizations", "roles"),
)


def some_posts(seed, number=40):
    chance = random.Random(seed)
    roles, days = sorted(ROLES), ["2024-03-01", "2024-03-10", "2024-04-20", "2029-01-01", None]
    return [
        post(
            n,
            [(name, chance.choice(roles)) for name in chance.sample(NAMES, chance.choice((1, 2, 2, 3)))],
            place=chance.choice(("poso", "poso", "poso", "bantul")),
            day=chance.choice(days),
        )
        for n in range(1, number + 1)
    ]


def put(store, *records):
    store.upsert(records, store.begin_run("test"))
    return resolve(store)


def content(store):
    return {table: store.database.rows(f"SELECT * FROM {table}") for table in TABLES}


def people_of(store):
    """Keys of persons by article number and id."""
    rows = store.database.rows(
        "SELECT a.id, e.id, s.person FROM people e JOIN person_signatures s ON s.key = e.signature JOIN articles a ON a.key = e.article"
    )
    return {(int(article, 16), id_): person for article, id_, person in rows}


@pytest.mark.parametrize("seed", range(6))
def test_the_order_in_which_articles_come_makes_no_difference(fresh, seed):
    posts, chance = some_posts(seed), random.Random(seed)
    at_once, piecemeal = fresh(), fresh()
    put(at_once, *posts)
    waiting = chance.sample(posts, len(posts))
    while waiting:
        size = chance.choice((1, 3, 9))
        put(piecemeal, *waiting[:size])
        waiting = waiting[size:]
    assert partition_of(at_once) == partition_of(piecemeal)
    assert any(len(one) > 1 for one in partition_of(at_once))


@pytest.mark.parametrize("seed", range(3))
def test_edited_articles_leave_no_trace_of_what_they_said(fresh, seed):
    posts, drafts = some_posts(seed, 25), some_posts(seed + 100, 25)
    edited, plain = fresh(), fresh()
    put(plain, *posts)
    for draft, final in zip(drafts, posts, strict=True):
        put(edited, draft)
        if int(final.id, 16) % 2:
            put(edited, final)
    put(edited, *posts)
    assert partition_of(edited) == partition_of(plain)
    for table in (
        "persons",
        "person_signatures",
        "person_links",
        "offices",
        "bodies",
        "body_signatures",
        "person_offices",
    ):
        count = f"SELECT count(*) FROM {table}"
        assert edited.database.rows(count) == plain.database.rows(count), table
    assert edited.database.rows("SELECT * FROM touched_signatures") == []
    held = "SELECT {}, office FROM person_offices t JOIN person_signatures s ON s.key = t.signature ORDER BY t.key"
    assert edited.database.rows(held.format("t.person")) == edited.database.rows(held.format("s.person")) != []
    assert edited.database.rows("PRAGMA foreign_key_check") == []


def test_a_second_look_changes_nothing(store):
    posts = some_posts(7)
    assert put(store, *posts) == len(posts)
    before = content(store)
    assert resolve(store) == 0
    with store.database.change() as db:
        db.execute("INSERT INTO pending SELECT 'identities', key FROM articles")
    assert resolve(store) == len(posts)
    assert content(store) == before


def test_what_was_interrupted_goes_on_to_the_same_end(fresh, monkeypatch):
    posts = some_posts(8, 30)
    whole, broken = fresh(), fresh()
    put(whole, *posts)
    broken.upsert(posts, broken.begin_run("test"))
    write = deciding.Deciding._write

    def fail(self, groups):
        write(self, groups)
        raise KeyboardInterrupt

    monkeypatch.setattr(deciding.Deciding, "_write", fail)
    with pytest.raises(KeyboardInterrupt):
        resolve(broken)
    assert broken.database.rows("SELECT * FROM persons") == []
    monkeypatch.undo()
    resolve(broken)
    assert content(broken) == content(whole)


def test_keys_stay_and_the_smaller_stays_of_two_that_are_one(store):
    put(store, post(1, [("Zainal", "kadinsos")]), post(2, [("Zainal Abidin Labalo", "kacab")]))
    put(store, post(3, [("Zainal Abidin", "kabid kepesertaan")]), post(4, [("Ridwan Pakaya", "bupati")]))
    before = people_of(store)
    put(store, *(post(n, [("Zainal Abidin Labalo", "kacab"), ("Ridwan Pakaya", "bupati")]) for n in range(5, 9)))
    after = people_of(store)
    assert before.items() <= after.items()
    assert before[2, "p1"] == before[3, "p1"] == after[8, "p1"]

    put(
        store,
        post(10, [("Sumarni Pelima", "none")], day="2024-01-01"),
        post(11, [("Sumarni Pelima", "none")], day="2024-01-20"),
    )
    apart = people_of(store)
    put(store, post(12, [("Sumarni Pelima", "none")], day="2024-01-10"))
    joined = people_of(store)
    assert apart[10, "p1"] != apart[11, "p1"]
    assert joined[10, "p1"] == joined[11, "p1"] == joined[12, "p1"] == min(apart[10, "p1"], apart[11, "p1"])


def test_an_edit_takes_the_bridge_between_two_away(store):
    ends = [
        post(10, [("Sumarni Pelima", "none")], day="2024-01-01"),
        post(11, [("Sumarni Pelima", "none")], day="2024-01-20"),
    ]
    put(store, *ends, post(12, [("Sumarni Pelima", "none")], day="2024-01-10"))
    assert len(set(people_of(store).values())) == 1
    put(store, post(12, [("Grace Tobondo", "kadinsos")], day="2024-01-10"))
    people = people_of(store)
    assert people[10, "p1"] != people[11, "p1"]
    assert store.database.rows("SELECT * FROM person_links") == []


def test_who_fits_two_that_are_not_one_is_left_alone(store):
    put(
        store,
        post(1, [("Zainal Abidin", "kacab")]),
        post(2, [("Zainal Arifin", "kacab")]),
        post(3, [("Zainal", "kacab")]),
    )
    assert len(set(people_of(store).values())) == 3
    put(store, post(2, [("Grace Tobondo", "kacab")]))
    people = people_of(store)
    assert people[1, "p1"] == people[3, "p1"] != people[2, "p1"]


def test_two_in_one_article_are_two(store):
    put(store, post(1, [("Zainal Abidin", "kacab")]), post(2, [("Zainal", "kacab")]))
    assert len(set(people_of(store).values())) == 1
    put(store, post(3, [("Zainal Abidin", "kacab"), ("Zainal", "kacab")]))
    assert len(set(people_of(store).values())) == 2
    put(store, post(3, [("Grace Tobondo", "kacab")]))
    assert len(set(people_of(store).values())) == 2  # of the three names two are one again
    assert people_of(store)[1, "p1"] == people_of(store)[2, "p1"]


def test_the_evidence_of_a_join_is_kept_in_words(store):
    put(store, post(1, [("Achmad Zainal Labalo", "kadisnaker")]), post(2, [("Ahmad Zainal", "kadisnaker short")]))
    ((why,),) = store.database.rows("SELECT why FROM person_links")
    assert why == "one name is part of the other; same office: kepala, dinas tenaga kerja|72.02"
    assert store.database.rows("SELECT why FROM body_signatures") == [
        ("the name without its area, and the area 72.02",)
    ]


POLITE = ("Drs.", "Dr.", "Ir.", "H.", "KH", "Hj.", "Prof.", "Tgk.", "Bapak", "Ibu", "Pak", "Haji")


@pytest.mark.parametrize(("most", "persons"), [(12, 1), (11, 12), (5, 12), (4, 12)])
def test_a_name_that_too_many_bear_joins_nobody_in_whatever_order(fresh, monkeypatch, most, persons):
    monkeypatch.setattr(deciding, "limit", lambda name: most)
    posts = [post(n, [(f"{word} Zainal Abidin", "kacab")]) for n, word in enumerate(POLITE, 1)]
    at_once, one_by_one = fresh(), fresh()
    put(at_once, *posts)
    for one in posts:
        put(one_by_one, one)
    assert len(partition_of(at_once)) == persons
    assert partition_of(at_once) == partition_of(one_by_one)
    put(one_by_one, *(post(n, [(f"Grace{n} Tobondo", "kadinsos")]) for n in range(1, 9)))  # four of the name are left
    assert len({person for (n, _), person in people_of(one_by_one).items() if n > 8}) == 1


def test_no_statement_reads_a_whole_table(store):
    put(store, *some_posts(1))
    statements = set()
    store.database._connection.set_trace_callback(statements.add)
    put(store, *some_posts(2, 45))
    store.database._connection.set_trace_callback(None)
    statements = {
        one for one in statements if re.match(r"\s*(SELECT|UPDATE|DELETE|INSERT)", one) and "--" not in one[:3]
    }
    ours = [
        one for one in statements if re.search(r"person|bodies|body_|offices|touched|roles|people|organizations", one)
    ]
    assert len(ours) > 100
    plans = {detail for one in ours for *_, detail in store.database.rows(f"EXPLAIN QUERY PLAN {one}")}
    assert any(plan.startswith("SEARCH s USING") for plan in plans)
    # What the caller hands over (JSON) and what is touched is this run's own work.
    own = ("SCAN json_each", "SCAN w VIRTUAL", "SCAN t", "SCAN touched_signatures", "SCAN CONSTANT", "SCAN (subquery")
    assert {plan for plan in plans if plan.startswith("SCAN") and not plan.startswith(own)} == set()
    assert not any(plan.startswith("SCAN t") and plan not in ("SCAN t", "SCAN touched_signatures") for plan in plans)
