"""The command `export` as a person meets it."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from extractor.cli_export import export, tables_text

app = typer.Typer()
app.command()(export)


@pytest.fixture
def run(store):
    """Run the command on the store."""
    return lambda *arguments: CliRunner().invoke(app, ["--store", str(store.path), *map(str, arguments)])


def test_records_go_to_standard_output_and_their_number_to_standard_error(run):
    done = run("--format", "jsonl")
    assert (done.exit_code, done.stdout.count("\n"), done.stderr) == (0, 3, "3 records\n")


def test_tables_go_to_a_folder(run, out):
    done = run("--format", "csv", "-o", out, "--table", "events", "--table", "people")
    assert done.exit_code == 0
    assert sorted(one.name for one in out.iterdir()) == ["dictionary.md", "events.csv", "people.csv"]
    assert done.stderr == f"2 events, 2 people -> {out}\n"


def test_filters_choose(run):
    done = run("--format", "jsonl", "--province", "maluku", "--since", "2022-08-01", "--type", "benefit_handover")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["0000000000000001"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "excel"], "give one of jsonl, csv, xlsx"),
        (["--format", "csv", "--province", "Atlantis"], "'Atlantis' is no province"),
        (["--format", "csv", "--since", "kemarin"], "kemarin is no day"),
    ],
)
def test_wrong_usage_ends_with_2(run, arguments, told):
    done = run(*arguments)
    assert done.exit_code == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())


def test_a_store_that_is_not_there_ends_with_1(tmp_path):
    done = CliRunner().invoke(app, ["--store", str(tmp_path / "none.db"), "--format", "csv"])
    assert (done.exit_code, done.stderr) == (1, f"{tmp_path / 'none.db'}: there is no store here.\n")


def test_what_does_not_fit_is_told_and_ends_with_1(run, out, monkeypatch):
    monkeypatch.setattr("extractor.export.xlsx_file.write_xlsx.__kwdefaults__", {"most": 2})
    done = run("--format", "xlsx", "-o", out / "news.xlsx", "--table", "people")
    assert done.exit_code == 1
    assert done.stderr.startswith("people: a sheet holds no more than 1 rows")


def test_the_labelling_configuration_and_the_dictionary_are_printed(run):
    assert run("--labelling-config").stdout.startswith("<View>\n")
    assert {"exports", "store"} == set(json.loads(tables_text()))
