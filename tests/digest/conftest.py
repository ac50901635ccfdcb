"""Hand-made posts in a real store."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

NEWSROOM = runpy.run_path(str(Path(__file__).with_name("newsroom.py")))


@pytest.fixture
def newsroom(tmp_path):
    """A store that runs bring hand-made posts into."""
    with NEWSROOM["Newsroom"](tmp_path / "news.db") as room:
        yield room


@pytest.fixture(scope="session")
def post():
    """Makes a record by hand."""
    return NEWSROOM["post"]
