"""What tests of the daily run need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture(scope="session")
def worlds() -> SimpleNamespace:
    """The names of world.py."""
    return SimpleNamespace(**run_path(str(Path(__file__).with_name("world.py"))))


@pytest.fixture
def world(worlds: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A `World` without outlets, in a folder of its own."""
    for name in (*worlds.PROXIES, *map(str.upper, worlds.PROXIES)):
        monkeypatch.delenv(name, raising=False)
    with ExitStack() as stack:
        yield worlds.World(tmp_path, stack)
