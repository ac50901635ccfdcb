"""`extractor stories`: what a person and a pipe get to see."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from runpy import run_path

import pytest
import typer
from typer.testing import CliRunner

from extractor.cli_stories import stories
from extractor.store import Store
from extractor.stories.grouping import group
from extractor.stories.reading import story_of

TELLING = run_path(str(Path(__file__).with_name("telling.py")))
agreement, handover, DAY = (TELLING[name] for name in ("agreement", "handover", "DAY"))
SIGNED = date(2024, 3, 5)
POSTS = [
    agreement("pagi", SIGNED, 5746, outlet="Suara \x1b[31mTempe"),
    agreement("sore", SIGNED, 5747, outlet="Lontara"),
    handover("warta", "Sumberejo", DAY),
]


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "news.db"
    with Store(path) as opened:
        opened.upsert(POSTS, opened.begin_run("test"))
        group(opened)
    return path


def said(*arguments):
    app = typer.Typer()
    app.command()(stories)
    return CliRunner().invoke(app, [str(one) for one in arguments])


def key_of(store):
    with Store(store, read_only=True) as opened:
        return story_of(opened, POSTS[0].id).key


def test_a_pipe_gets_one_line_a_story(store):
    answer = said("--store", store)
    (line,) = answer.stdout.splitlines()
    assert line.split("\t")[:4] == [str(key_of(store)), "2024-03-05", "agreement", "2"]
    assert len(said("--store", store, "--least", 1).stdout.splitlines()) == 2
    assert "\x1b" not in answer.output, "an outlet's name commands no terminal"


def test_one_story_is_shown_with_its_evidence_and_contradictions(store):
    text = said("--store", store, "--show", key_of(store)).stdout
    assert POSTS[0].id in text
    assert "both on 2024-03-05" in text
    assert '5747 ("5.747 honorer")  Lontara' in text


def test_contradictions_are_listed_with_their_sources(store):
    text = said("--store", store, "--contradictions").stdout
    assert "quantity worker" in text
    assert text.index("5746") < text.index("5747")


def test_a_story_that_is_not_there_and_a_store_that_is_not_there_are_told(store, tmp_path):
    missing = said("--store", store, "--show", 999)
    assert (missing.exit_code, "999: no story of that number" in missing.output) == (1, True)
    none = said("--store", tmp_path / "none.db")
    assert (none.exit_code, "there is no store here" in none.output) == (1, True)
