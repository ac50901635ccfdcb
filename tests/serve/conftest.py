"""A small store, and browsers to look at it with."""

from __future__ import annotations

import copy
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")

from starlette.testclient import TestClient

from extractor import library
from extractor.records import Record
from extractor.serve.app import create_app
from extractor.serve.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "http://127.0.0.1:8000"
SCRIPT = "<script>alert('x')</script>"
HANDLER = "\"'><img src=x onerror=alert(1)>"
TURNED = "\u202egnirts desrever\u202c"

Browse = Callable[..., TestClient]


def filled(path: Path, records: list[Record]) -> Path:
    """A store of these records, who is who and which tell of the same found out."""
    with library.open(path, writable=True) as news:
        news.add(records)
    return path


@pytest.fixture(scope="session")
def corpus_records(extractor) -> list[Record]:
    """Records of the golden posts and of a few of the corpus."""
    golden = [
        Record.model_validate_json(file.read_bytes())
        for file in sorted((ROOT / "tests/resources/posts").glob("*.json"))
    ]
    posts = sorted(file for file in (ROOT / "corpus/posts/dev").iterdir() if file.is_file())[:16]
    return [*golden, *(one for one in extractor.stream([str(file) for file in posts]) if isinstance(one, Record))]


@pytest.fixture(scope="session")
def database(tmp_path_factory, corpus_records) -> Path:
    """A store of some twenty articles; never written to."""
    return filled(tmp_path_factory.mktemp("serve") / "news.db", corpus_records)


@pytest.fixture
def writable(database, tmp_path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(database, tmp_path / "news.db"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory) -> Path:
    """A store of one post in which every text that a stranger chooses is an attack, and one of a paragraph of 1 MB."""
    return filled(tmp_path_factory.mktemp("hostile") / "news.db", [attack(), huge()])


@pytest.fixture
def browse() -> Iterator[Browse]:
    """Make a browser on a store: `browse(path, token=…)`."""
    with ExitStack() as opened:

        def browsing(path: Path, **settings: Any) -> TestClient:
            app = create_app(Settings(path, **settings))
            return opened.enter_context(TestClient(app, base_url=ADDRESS, follow_redirects=False))

        yield browsing


@pytest.fixture
def client(browse, database) -> TestClient:
    """A browser on the small store."""
    return browse(database)


@pytest.fixture
def signed_in() -> Callable[..., str]:
    """Say who one is, `signed_in(client, name="Rina")`; gives the token that writes need."""

    def signing(client: TestClient, name: str = "Rina", token: str = "") -> str:
        asked = {"csrf": csrf_on(client.get("/session").text), "name": name, "token": token, "next": "/session"}
        answer = client.post("/session", data=asked, headers={"origin": ADDRESS})
        assert answer.status_code == 303, answer.text
        return csrf_on(client.get("/session").text)

    return signing


def csrf_on(page: str) -> str:
    """The token on a page."""
    return page.partition('name="csrf-token" content="')[2].partition('"')[0]


def attack() -> Record:
    """A golden record with attacks for names, titles, offices, venues, outlets and text."""
    plain = _plain()
    evil = f"{SCRIPT}{HANDLER}{TURNED}"
    article = plain["article"]
    moved = len(evil)
    article["text"] = evil + article["text"] + evil
    article |= {"title": evil, "outlet": evil, "author": evil, "url": "javascript:alert(1)", "dateline": evil}
    for span in _spans(plain):
        if span["start"] is not None:
            span["start"], span["end"] = span["start"] + moved, span["end"] + moved
    for family in ("people", "organizations", "places"):
        for one in plain[family]:
            one["name"] = evil
    for event in plain["events"]:
        event["venue"] = evil
        if event["date"]:
            event["date"]["text"] = evil
    plain["warnings"] = [{"code": "encoding", "text": evil, "message": evil}]
    return _other(plain, "attack")


def huge() -> Record:
    """A golden record with a paragraph of a million letters behind its text."""
    plain = _plain()
    plain["article"]["text"] += "\n" + "<b>kata</b> " * 90_000
    return _other(plain, "huge")


def _plain() -> dict[str, Any]:
    return copy.deepcopy(
        Record.model_validate_json((ROOT / "tests/resources/posts/nelayan-rote-2023.txt.json").read_bytes()).model_dump(
            mode="json"
        )
    )


def _other(plain: dict[str, Any], seed: str) -> Record:
    plain["id"] = hashlib.sha256(seed.encode()).hexdigest()[:16]
    plain["article"]["source"]["sha256"] = hashlib.sha256(seed.encode()).hexdigest()
    return Record.model_validate(plain)


def _spans(plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for family in ("people", "organizations", "places", "programs", "regulations"):
        for one in plain[family]:
            yield from one["mentions"]
    for family in ("amounts", "quantities", "quotes"):
        yield from plain[family]
    for event in plain["events"]:
        yield from event["evidence"]
        if event["trigger"]:
            yield event["trigger"]
