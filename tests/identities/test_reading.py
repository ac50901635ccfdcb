"""Asked about people: who is that, what did they hold when, whom did they meet, who is new in office."""

from __future__ import annotations

import json
from pathlib import Path
from runpy import run_path

import pytest
import typer
from typer.testing import CliRunner

from extractor.cli_people import people
from extractor.identities import holders
from extractor.identities.model import Met, Named, Predecessor
from extractor.identities.reading import find_people, new_office_holders, office_holders, profile
from extractor.identities.resolving import resolve

HELP = run_path(str(Path(__file__).with_name("conftest.py")))
post, Role = HELP["post"], HELP["Role"]

ZAINAL = [
    post(1, [("Achmad Zainal Labalo", "wabup"), ("Grace Tobondo", "kacab")], day="2023-05-02", meet=True),
    post(2, [("Ahmad Zainal Labalo", "bupati"), ("Grace Tobondo", "kacab short")], day="2024-03-01", meet=True),
    post(3, [("Ahmad Zainal Labalo", "bupati")], day="2025-01-07", meet=True),
    post(4, [("Zainal Arifin", "kadinsos")], day="2024-03-01"),
]


def put(store, *records):
    run = store.begin_run("test")
    store.upsert(records, run)
    resolve(store)
    return run


@pytest.mark.parametrize("words", ["Zainal", "zainal lab", "LABALO", "achmad labalo", "Ahmad Zai", "Zaínal Labalo"])
def test_people_are_found_by_beginnings_of_names_however_spelled(store, words):
    put(store, *ZAINAL)
    found = find_people(store, words)
    assert found[0].name == "Achmad Zainal Labalo"
    assert (found[0].role, found[0].articles) == ("Bupati Poso", 3)
    assert (found[0].first_day, found[0].last_day) == ("2023-05-02", "2025-01-07")
    assert [one.name for one in found[1:]] == (["Zainal Arifin"] if words == "Zainal" else [])


@pytest.mark.parametrize("words", ["", "  ", "ainal", "Zainal Tobondo", "%", "' OR 1"])
def test_who_is_not_there_is_not_found(store, words):
    put(store, *ZAINAL)
    assert find_people(store, words) == []
    assert find_people(store, "Zainal", limit=1) == find_people(store, "Zainal")[:1]


def test_a_profile_tells_names_roles_over_time_meetings_and_the_evidence(store):
    put(store, *ZAINAL)
    told = profile(store, find_people(store, "Zainal")[0].person)
    assert told.names == (Named("Ahmad Zainal Labalo", 2), Named("Achmad Zainal Labalo", 1))
    assert [(one.title, one.area, one.first_day, one.last_day, one.articles) for one in told.tenures] == [
        ("Wakil Bupati", "Poso", "2023-05-02", "2023-05-02", 1),
        ("Bupati", "Poso", "2024-03-01", "2025-01-07", 2),
    ]
    (grace,) = find_people(store, "Grace")
    assert told.met[:1] == (Met("person", grace.person, "Grace Tobondo", 2, "2024-03-01", ("meeting",)),)
    assert [(one.kind, one.name, one.events) for one in told.met[1:]] == [
        ("body", "BPJS Ketenagakerjaan Cabang Poso", 2)
    ]
    assert told.quotes == 3
    assert [(one.day, one.title) for one in told.articles] == [
        ("2025-01-07", "Judul 3"),
        ("2024-03-01", "Judul 2"),
        ("2023-05-02", "Judul 1"),
    ]
    (evidence,) = told.evidence
    assert evidence.why.startswith(
        "same name (Achmad Zainal Labalo | Ahmad Zainal Labalo); offices that fit: wakil bupati | bupati"
    )
    assert {evidence.one, evidence.other} == {
        "Achmad Zainal Labalo, wakil bupati 72.02",
        "Ahmad Zainal Labalo, bupati 72.02",
    }
    assert [(one.name, one.articles) for one in profile(store, grace.person).organizations] == [
        ("BPJS Ketenagakerjaan Cabang Poso", 2)
    ]
    assert profile(store, 10**6) is None


def test_a_private_person_is_told_by_the_tie(store):
    put(store, post(1, [("Martina Ndepi", "istri")]))
    (found,) = find_people(store, "Martina")
    assert found.role == "istri almarhum Yusak Tolimba"
    assert profile(store, found.person).ties == ("istri almarhum Yusak Tolimba",)


def test_new_office_holders_are_told_with_whom_they_follow(store):
    run = put(store, post(1, [("Ridwan Pakaya", "bupati"), ("Grace Tobondo", "kacab")], day="2024-03-01"))
    assert [one.name for one in new_office_holders(store, 0)] == ["Ridwan Pakaya", "Grace Tobondo"]
    assert new_office_holders(store, run) == []
    later = put(
        store,
        post(
            2, [("Verna Gladies", "bupati"), ("Grace Tobondo", "kacab short"), ("Suparman", "kades")], day="2025-02-21"
        ),
        post(3, [("Verna Gladies", "bupati")], day="2025-02-22"),
    )
    (verna,) = new_office_holders(store, run)
    assert (verna.title, verna.area, verna.first_day, verna.last_day, verna.articles) == (
        "Bupati",
        "Poso",
        "2025-02-21",
        "2025-02-22",
        2,
    )
    ridwan = find_people(store, "Ridwan")[0].person
    assert verna.follows == Predecessor(ridwan, "Ridwan Pakaya", "2024-03-01")
    assert new_office_holders(store, later) == []


def test_of_many_holders_the_last_are_looked_at(store, monkeypatch):
    monkeypatch.setattr(holders, "_LAST", 2)
    former = ["Piet Inkiriwang", "Darmin Sigilipu", "Ridwan Pakaya"]
    days = ["2014-03-01", "2019-03-01", "2024-03-01"]
    posts = [post(n, [(name, "bupati")], day=day) for n, (name, day) in enumerate(zip(former, days, strict=True), 1)]
    run = put(store, *posts)
    assert [one.name for one in new_office_holders(store, 0)] == ["Ridwan Pakaya"]
    put(store, post(4, [("Verna Gladies", "bupati")], day="2025-02-21"))
    (verna,) = new_office_holders(store, run)
    assert verna.follows is not None and verna.follows.name == "Ridwan Pakaya"


def test_who_held_an_office_long_ago_is_not_new_in_it(store):
    run = put(store, post(1, [("Verna Gladies", "bupati")], day="2025-02-21"))
    put(store, post(2, [("Ridwan Pakaya", "bupati")], day="2019-02-21"))
    put(store, post(3, [("Piet Inkiriwang", Role("mantan Bupati", "mantan Bupati Poso"))], day="2026-02-21"))
    assert new_office_holders(store, run) == []


def test_office_holders_are_listed_by_area(store):
    put(store, *ZAINAL, post(5, [("Suharsono", "bupati bantul")], place="bantul"))
    told = [(one.area, one.title, one.name) for one in office_holders(store)]
    assert told == [
        ("Bantul", "Bupati", "Suharsono"),
        ("Poso", "Bupati", "Achmad Zainal Labalo"),
        ("Poso", "Kepala", "Grace Tobondo"),
        ("Poso", "Kepala", "Zainal Arifin"),
        ("Poso", "Wakil Bupati", "Achmad Zainal Labalo"),
    ]
    assert [one.name for one in office_holders(store, title="Bupati", area_code="34")] == ["Suharsono"]
    assert office_holders(store, area_code="3") == []


def test_questions_about_one_person_read_no_whole_table(store):
    put(store, *ZAINAL)
    statements = set()
    store.database._connection.set_trace_callback(statements.add)
    key = find_people(store, "achmad zai")[0].person
    profile(store, key)
    new_office_holders(store, 1)
    store.database._connection.set_trace_callback(None)
    plans = {detail for one in statements for *_, detail in store.database.rows(f"EXPLAIN QUERY PLAN {one}")}
    assert len(statements) > 8
    assert {plan for plan in plans if plan.startswith("SCAN")} <= {"SCAN f"}  # the people found


def ask(store, *arguments):
    app = typer.Typer()
    app.command()(people)
    return CliRunner().invoke(app, [*arguments, "--store", str(store.path)])


def test_the_command_tells_who_that_is(store):
    put(store, *ZAINAL, post(9, [("Zainal\x1b[31m Merah", "kades")]))
    result = ask(store, "Zainal")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Achmad Zainal Labalo (person ")
    assert lines[1] == "  Bupati Poso, 3 articles, 2023-05-02 to 2025-01-07"
    assert "    2023-05-02; Wakil Bupati; Poso; 1 article" in lines
    assert "    Grace Tobondo; 2 events; 2024-03-01; meeting" in lines
    assert any("Judul 3" in line for line in lines)
    assert any("offices that fit" in line for line in lines)
    assert "Zainal Arifin (person" in result.stdout
    assert "\x1b" not in result.stdout


def test_the_command_gives_json_lines(store):
    put(store, *ZAINAL)
    first, second = map(json.loads, ask(store, "Zainal", "--json").stdout.splitlines())
    assert (first["name"], first["quotes"], second["name"]) == ("Achmad Zainal Labalo", 3, "Zainal Arifin")
    assert len(ask(store, "Zainal", "--json", "--limit", "1").stdout.splitlines()) == 1


def test_the_command_says_that_nobody_is_found(store, tmp_path):
    put(store, *ZAINAL)
    result = ask(store, "Sukarno")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Sukarno: nobody of that name in ")


@pytest.mark.parametrize("width", [120, 50])
def test_on_a_terminal_there_are_tables_where_they_fit(store, monkeypatch, width):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    put(store, *ZAINAL)
    out = ask(store, "Labalo").stdout
    assert ("─" in out) == (width == 120)
    assert "Wakil Bupati" in out
