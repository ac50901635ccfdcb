"""The command `digest`."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from extractor.cli_digest import digest
from extractor.collect.model import Outcome
from extractor.collect.state import State
from extractor.digest import last_digested

OUTLET = "kabartambora.example"


@pytest.fixture
def ask(newsroom, tmp_path):
    """Runs the command on the newsroom's store; gives the result."""
    app = typer.Typer()
    app.command()(digest)

    def run(*arguments):
        return CliRunner().invoke(
            app, ["--store", str(newsroom.path), "--data", str(tmp_path / "data"), *arguments], env={"COLUMNS": "100"}
        )

    return run


def test_the_digest_goes_to_standard_output_and_changes_nothing(newsroom, post, ask):
    newsroom.run(post("Santunan diserahkan"))
    before = newsroom.store.database.rows("SELECT * FROM runs")
    result = ask()
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Santunan diserahkan" in result.stdout
    assert newsroom.store.database.rows("SELECT * FROM runs") == before


def test_marked_runs_are_not_told_again(newsroom, post, ask):
    run = newsroom.run(post("Santunan diserahkan"))
    assert "Santunan diserahkan" in ask("--mark").stdout
    assert last_digested(newsroom.store) == run
    assert "Nothing new since 12 May 2026, 05:00 WIB." in ask("--language", "en").stdout


def test_since_tells_what_was_told_before(newsroom, post, ask):
    newsroom.run(post("Satu"))
    newsroom.run(post("Dua"))
    ask("--mark")
    assert "Dua" in (told := ask("--since", "2026-05-13").stdout)
    assert "Satu" not in told
    assert "Satu" in ask("--since", "2026-05-12").stdout


@pytest.mark.parametrize(
    "format_, opening", [("markdown", "# Ringkasan"), ("html", "<!DOCTYPE html>"), ("mail", "Subject:")]
)
def test_every_format_goes_to_a_file(newsroom, post, ask, tmp_path, format_, opening):
    newsroom.run(post("Santunan diserahkan"))
    result = ask("--format", format_, "-o", str(tmp_path / "out"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "out").read_text().startswith(opening)


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--area", "Atlantis"), "Atlantis: no province"),
        (("--format", "pdf"), "pdf: no format of a digest. Choose terminal, markdown, html, mail."),
        (("--language", "nl"), "nl: the digest has no words"),
        (("-o", "/nowhere/at/all.md"), "/nowhere/at/all.md: cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_and_marks_nothing(newsroom, post, ask, arguments, said):
    newsroom.run(post("Santunan diserahkan"))
    result = ask("--mark", *arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith(said)
    assert last_digested(newsroom.store) == 0


def test_a_store_that_is_not_there_is_said_and_not_made(tmp_path):
    app = typer.Typer()
    app.command()(digest)
    result = CliRunner().invoke(app, ["--store", str(tmp_path / "none.db")])
    assert (result.exit_code, result.stderr) == (1, f"{tmp_path / 'none.db'}: there is no store here.\n")
    assert not (tmp_path / "none.db").exists()


def test_outlets_that_could_not_be_asked_are_told(newsroom, post, ask, tmp_path):
    newsroom.run(post("Santunan diserahkan"))
    with State(tmp_path / "data" / "state.sqlite3") as state:
        run = state.begin_run(newsroom.now, "collect")
        state.record_listing(run, OUTLET, "feed", outcome=Outcome.FAILED, reason="HTTP 500", at=newsroom.now)
    told = ask().stdout
    assert f"{OUTLET} · gagal diambil · tidak menjawab atau jawabannya rusak (HTTP 500)" in told
