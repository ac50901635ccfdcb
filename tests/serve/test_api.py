"""The API answers what its document says, whatever is asked."""

from __future__ import annotations

import json
import os
import shutil
import time

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from extractor import library
from extractor.records import SCHEMA_VERSION, Record
from extractor.serve.api import routes
from extractor.serve.app import create_app
from extractor.serve.settings import Settings
from extractor.store import Store

ADDRESS = "http://127.0.0.1:8000"
HOST = {"host": "127.0.0.1:8000"}
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def described(database):
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(Settings(database)), headers=HOST)


PATHS = sorted({route.path for route in routes.router.routes})


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_one_that_the_document_tells(described, path):
    @given(case=described[path]["GET"].as_strategy())
    @settings(max_examples=12, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def answered(case):
        case.call_and_validate(checks=CHECKS, headers=HOST)

    answered()


def test_a_page_of_events_leads_to_the_next_until_all_are_told(client):
    found, cursor, total = [], None, None
    while True:
        answer = client.get("/api/v1/events", params={"limit": 20, **({"cursor": cursor} if cursor else {})}).json()
        assert answer["schema_version"] == SCHEMA_VERSION
        total = total or answer["total"]
        found += [(one["article"], one["id"]) for one in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert total == {"number": len(found), "is_exact": True}
    assert len(set(found)) == len(found) == client.get("/api/v1/stats").json()["stats"]["events"]


def test_a_record_is_given_as_it_was_kept(client, database):
    with Store(database, read_only=True) as store:
        kept = next(iter(store.records()))
    answer = client.get(f"/api/v1/records/{kept.id}")
    assert Record.model_validate_json(answer.content) == kept
    assert client.get(f"/api/v1/records/{kept.id}/versions").json()["items"][0]["current"] is True
    assert client.get(f"/api/v1/records/{kept.id}?version=2").status_code == 404


def test_all_records_come_as_lines_those_of_a_filter_too(client, database):
    with Store(database, read_only=True) as store:
        lines = list(store.lines())
    answer = client.get("/api/v1/records.jsonl")
    assert (answer.headers["content-type"], answer.content) == ("application/jsonl", b"".join(lines))
    some = client.get("/api/v1/records.jsonl?words=santunan").content.splitlines(keepends=True)
    assert 0 < len(some) < len(lines)
    assert set(some) <= set(lines)


def test_a_story_a_person_and_an_organization_are_told(client):
    story = client.get("/api/v1/stories?limit=1&sort=articles").json()["items"][0]
    told = client.get(f"/api/v1/stories/{story['key']}").json()
    assert (told["story"], len(told["articles"])) == (story, story["articles"])
    person = client.get("/api/v1/people?limit=1").json()["items"][0]
    assert client.get(f"/api/v1/people/{person['key']}").json()["person"]["name"] == person["name"]
    body = client.get("/api/v1/organizations?name=bpjs ketenagakerjaan&limit=1").json()["items"][0]
    told = client.get(f"/api/v1/organizations/{body['key']}").json()["organization"]
    assert told["articles"] == body["articles"] > 0 and body["name"] in told["names"]


@pytest.mark.parametrize(
    ("path", "status", "code", "said"),
    [
        ("/api/v1/events?type=party", 422, "value", "benefit_handover"),
        ("/api/v1/events?province=Atlantis", 422, "value", "62 Kalimantan Tengah"),
        ("/api/v1/events?colour=red", 422, "value", "colour"),
        ("/api/v1/events?words=a*", 422, "value", "3 letters"),
        ("/api/v1/events?min_amount=5&max_amount=4", 422, "value", "more than the most"),
        ("/api/v1/events?since=2026-02-30", 422, "value", "since"),
        ("/api/v1/events?cursor=nonsense", 400, "cursor", "first page"),
        ("/api/v1/records/0000000000000000", 404, "not_found", "nothing"),
        ("/api/v1/records/xyz", 422, "value", "id"),
        ("/api/v1/nothing", 404, "not_found", "Not Found"),
        ("/api/v1/stats/colour", 422, "value", "province"),
    ],
)
def test_an_error_is_a_problem_that_says_what_to_do(client, path, status, code, said):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (answer.json()["code"], answer.json()["status"]) == (code, status)
    assert said in answer.json()["detail"]


def test_a_method_that_is_none_is_told(client):
    assert client.request("PUT", "/api/v1/events", headers={"origin": ADDRESS}).status_code in (403, 405)


def test_an_answer_that_the_client_has_is_not_sent_again(browse, writable, record):
    client = browse(writable)
    settle(writable)
    first = client.get("/api/v1/events?type=meeting")
    assert first.status_code == 200
    again = client.get("/api/v1/events?type=meeting", headers={"if-none-match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = client.get("/api/v1/events?type=award", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200
    with library.open(writable, writable=True) as news:
        news.add([Record.model_validate(record)])
    changed = client.get("/api/v1/events?type=meeting", headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert "etag" not in changed.headers  # the file has just been written, and may be again within a tick of its clock


def test_numbers_follow_what_is_written_to_the_store(browse, writable, record):
    client = browse(writable)
    settle(writable)
    before = client.get("/api/v1/stats").json()["stats"]
    with library.open(writable, writable=True) as news:
        news.add([Record.model_validate(record)])
    assert client.get("/api/v1/stats").json()["stats"]["articles"] == before["articles"] + 1


def test_pages_are_answered_while_a_run_writes(browse, writable, record):
    client = browse(writable)
    with Store(writable) as writer, writer.database.change() as db:
        db.execute("UPDATE articles SET title = 'x'")
        assert client.get("/events").status_code == 200
        assert "x" not in {one["title"] for one in client.get("/api/v1/records").json()["items"]}
    assert {one["title"] for one in client.get("/api/v1/records").json()["items"]} == {"x"}


def test_a_store_that_is_put_in_the_place_of_another_is_read(browse, writable, hostile, tmp_path):
    client = browse(writable)
    assert client.get("/api/v1/stats").json()["stats"]["articles"] > 2
    shutil.copy(hostile, tmp_path / "other.db")
    (tmp_path / "other.db").replace(writable)
    assert client.get("/api/v1/stats").json()["stats"]["articles"] == 2


def test_a_store_that_is_gone_is_told_without_naming_files(browse, writable):
    client = browse(writable)
    writable.unlink()
    answer = client.get("/api/v1/stats")
    assert (answer.status_code, answer.json()["code"]) == (503, "store")
    assert str(writable.parent) not in answer.text


def test_the_document_tells_filters_models_and_problems(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["info"]["version"].startswith(f"{SCHEMA_VERSION}+")
    names = {one["name"] for one in document["paths"]["/api/v1/events"]["get"]["parameters"]}
    assert {"type", "since", "min_amount", "words", "sort", "cursor"} <= names
    assert "Problem" in json.dumps(document["paths"]["/api/v1/events"]["get"]["responses"]["422"])
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert {"Record", "Events", "Problem"} <= document["components"]["schemas"].keys()


def settle(path):
    """Let the file look as if it had been written long ago."""
    for one in (path, path.with_name(f"{path.name}-wal")):
        if one.exists():
            past = time.time() - 60
            os.utime(one, (past, past))
