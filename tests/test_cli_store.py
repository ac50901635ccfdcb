"""The commands around the store, run as a shell runs them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from extractor.persistence.lock import Lock


def run(*arguments, folder, standard_input=None):
    return subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        input=standard_input,
    )


@pytest.fixture
def records(record):
    other = {**record, "id": "f" * 16, "article": {**record["article"], "title": "Judul lain"}}
    return [json.dumps(record), json.dumps(other)]


def test_records_go_into_the_store_once_and_are_found_there(tmp_path, records):
    (tmp_path / "records.jsonl").write_text("\n".join(records) + "\n")
    first = run("store", "add", "records.jsonl", folder=tmp_path)
    assert (first.returncode, first.stderr) == (0, "2 new, 0 updated, 0 replaced, 0 unchanged -> data/news.db\n")
    again = run("store", "add", "-", folder=tmp_path, standard_input=records[0])
    assert again.stderr == "0 new, 0 updated, 0 replaced, 1 unchanged -> data/news.db\n"
    info = run("store", "info", folder=tmp_path).stdout
    assert "2  articles" in info
    assert "run 2" in info
    found = run("search", '"ahli waris"', folder=tmp_path)
    assert "12 [ahli waris], Kamis" in found.stdout
    assert found.stdout.index("Judul lain") < found.stdout.index("Dua Belas")
    assert (
        run("search", "nelayan", folder=tmp_path).returncode,
        run("store", "check", folder=tmp_path).returncode,
    ) == (1, 0)


def test_a_line_that_is_no_record_is_told_and_the_other_files_are_read(tmp_path, records):
    (tmp_path / "bad.jsonl").write_text(records[0] + "\n{}\n")
    (tmp_path / "good.jsonl").write_text(records[1] + "\n")
    done = run("store", "add", "bad.jsonl", "good.jsonl", "--store", "my.db", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith("bad.jsonl#2: not a record")
    assert done.stderr.splitlines()[-1] == "2 new, 0 updated, 0 replaced, 0 unchanged -> my.db"


def test_a_second_writer_is_refused_politely(tmp_path, records):
    with Lock(tmp_path / "news.db.lock"):
        done = run("store", "add", "-", "--store", "news.db", folder=tmp_path, standard_input=records[0])
    assert done.returncode == 1
    assert "another run works on this folder" in done.stderr


@pytest.mark.parametrize("command", [("store", "info"), ("store", "check"), ("search", "x")])
def test_a_store_that_is_not_there_is_told_and_not_made(tmp_path, command):
    done = run(*command, "--store", "none.db", folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "none.db: there is no store here.\n")
    assert list(tmp_path.iterdir()) == []
