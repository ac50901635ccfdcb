"""What several tests need: where things are, and a small record to vary."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:  # most tests have no need of the whole extractor
    from extractor import Extractor

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of the program
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name cases of bytes after their argument: packed bytes hold the time, and workers must collect the same names."""
    return argname if isinstance(val, bytes) else None


TEXT = (
    "MANDALA JAYA – Kepala Dinas Tenaga Kerja Rahmat Suleman menyerahkan santunan Rp 42 juta "
    "kepada 12 ahli waris, Kamis (25/08)."
)


def _span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


RECORD: dict[str, Any] = {
    "schema_version": "1.0",
    "id": "0123456789abcdef",
    "article": {
        "title": "Dua Belas Ahli Waris Terima Santunan",
        "url": None,
        "outlet": None,
        "author": None,
        "published": "2022-08-26",
        "published_precision": "day",
        "dateline": "Mandala Jaya",
        "language": "id",
        "text": TEXT,
        "page": None,
        "relevance": 0.9,
        "source": {"path": "posts/santunan.txt", "sha256": "0" * 64, "fetched": None, "warc": None},
    },
    "people": [
        {
            "id": "p1",
            "name": "Rahmat Suleman",
            "honorifics": [],
            "aliases": [],
            "roles": [{"title": "Kepala Dinas", "organization": "o1", "text": "Kepala Dinas Tenaga Kerja"}],
            "mentions": [_span("Kepala Dinas Tenaga Kerja Rahmat Suleman")],
        }
    ],
    "organizations": [
        {
            "id": "o1",
            "name": "Dinas Tenaga Kerja",
            "kind": "local_government",
            "aliases": [],
            "place": "l1",
            "mentions": [_span("Dinas Tenaga Kerja")],
        }
    ],
    "places": [
        {
            "id": "l1",
            "name": "Mandala Jaya",
            "kind": "village",
            "code": None,
            "province_code": None,
            "mentions": [_span("MANDALA JAYA")],
        }
    ],
    "programs": [{"code": "JKM", "name": "Jaminan Kematian", "mentions": [_span("santunan")]}],
    "regulations": [
        {"id": "inpres-2-2021", "kind": "Inpres", "number": "2", "year": 2021, "title": None, "mentions": []}
    ],
    "amounts": [
        {
            "id": "m1",
            "value": 42_000_000,
            "currency": "IDR",
            "kind": "benefit",
            "per": None,
            "bound": None,
            "recipient": None,
            **_span("Rp 42 juta"),
        }
    ],
    "quantities": [
        {
            "id": "q1",
            "value": 12,
            "unit": "heir",
            "kind": "beneficiary",
            "bound": None,
            "as_of": None,
            **_span("12 ahli waris"),
        }
    ],
    "quotes": [],
    "events": [
        {
            "id": "e1",
            "type": "benefit_handover",
            "status": "occurred",
            "date": {"start": "2022-08-25", "end": None, "precision": "day", "text": "Kamis (25/08)"},
            "place": "l1",
            "venue": None,
            "participants": [{"entity": "p1", "role": "giver"}],
            "programs": ["JKM"],
            "regulations": ["inpres-2-2021"],
            "amounts": ["m1"],
            "quantities": ["q1"],
            "trigger": _span("menyerahkan santunan"),
            "evidence": [_span("menyerahkan santunan Rp 42 juta")],
            "confidence": 0.9,
        }
    ],
    "warnings": [],
}


@pytest.fixture
def record() -> dict[str, Any]:
    """A whole record as plain JSON, the test's own to change."""
    return copy.deepcopy(RECORD)


@pytest.fixture(scope="session")
def root() -> Path:
    """Root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor, made once for all tests: it keeps nothing of one post for the next."""
    from extractor import Extractor

    return Extractor()


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Give a folder or file of the shared reference material beside the checkout; skip where it is not at hand."""

    def find(name: str) -> Path:
        path = ROOT.parent / "shared" / name
        if not path.exists():
            pytest.skip(f"the reference material is not at hand: ../shared/{name}")
        return path

    return find
