"""A store in a folder of the test's own, and records to put into it."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.records import Record
from extractor.store import Store

Make = Callable[..., Record]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def make(record: dict[str, Any]) -> Make:
    """Give a record of the article `number`: `text` is put behind its text, `fetched` and `title` are set, `facts` changes the plain JSON."""

    def made(
        number: int = 1,
        *,
        text: str = "",
        fetched: str | None = None,
        title: str | None = "Dua Belas Ahli Waris Terima Santunan",
        facts: Callable[[dict[str, Any]], None] = lambda plain: None,
    ) -> Record:
        plain = copy.deepcopy(record)
        plain["id"] = f"{number:016x}"
        plain["article"]["title"] = title
        plain["article"]["text"] += text
        plain["article"]["source"] |= {
            "path": f"posts/{number}.txt",
            "sha256": hashlib.sha256(f"{number}{text}{title}".encode("utf-8", "replace")).hexdigest(),
            "fetched": fetched,
        }
        facts(plain)
        return Record.model_validate(plain)

    return made
