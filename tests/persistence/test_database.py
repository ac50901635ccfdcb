"""SQLite files of any room: brought to the schema of this program, opened for reading alone, refused in words."""

from __future__ import annotations

import sqlite3
from typing import ClassVar

import pytest

from extractor.persistence.database import Database, DatabaseError


class PantryError(DatabaseError):
    what: ClassVar[str] = "pantry"
    rescue: ClassVar[str] = "Cook anew."


def test_an_older_file_is_brought_to_the_newest_schema(tmp_path):
    first, second = "CREATE TABLE a (x); INSERT INTO a VALUES (1);", "ALTER TABLE a ADD COLUMN y DEFAULT 2;"
    Database(tmp_path / "s", [first], PantryError).close()
    for _ in range(2):
        newer = Database(tmp_path / "s", [first, second], PantryError)
        assert newer.rows("SELECT x, y FROM a") == [(1, 2)]
        newer.close()
    with pytest.raises(PantryError, match=r"made by a newer version of this program \(schema 2, known 1\)"):
        Database(tmp_path / "s", [first], PantryError)


def test_a_change_of_schema_that_fails_leaves_the_file_as_it_was(tmp_path):
    first = "CREATE TABLE a (x);"
    Database(tmp_path / "s", [first], PantryError).close()
    with pytest.raises(PantryError):
        Database(tmp_path / "s", [first, "CREATE TABLE b (y); CREATE TABLE a (x);"], PantryError)
    again = Database(tmp_path / "s", [first], PantryError)
    assert again.rows("SELECT name FROM sqlite_master") == [("a",)]
    again.close()


def test_a_reader_sees_what_a_writer_committed_and_changes_nothing(tmp_path):
    path, scripts = tmp_path / "s", ["CREATE TABLE a (x);"]
    writer = Database(path, scripts, PantryError)
    with writer.change() as db:
        db.execute("INSERT INTO a VALUES (1)")
    reader = Database(path, scripts, PantryError, read_only=True)
    assert reader.rows("SELECT x FROM a") == [(1,)]
    with (
        pytest.raises(PantryError, match="the pantry cannot be used: attempt to write a readonly database"),
        reader.change() as db,
    ):
        db.execute("INSERT INTO a VALUES (2)")
    with writer.change() as db:
        db.execute("INSERT INTO a VALUES (3)")
    assert reader.rows("SELECT x FROM a") == [(1,), (3,)]


def test_a_reader_makes_no_file_and_brings_none_up(tmp_path):
    with pytest.raises(PantryError, match="there is no pantry here"):
        Database(tmp_path / "none", ["CREATE TABLE a (x);"], PantryError, read_only=True)
    assert not (tmp_path / "none").exists()
    Database(tmp_path / "old", ["CREATE TABLE a (x);"], PantryError).close()
    with pytest.raises(PantryError, match=r"made by an older version of this program \(schema 1 of 2\)"):
        Database(tmp_path / "old", ["CREATE TABLE a (x);", "CREATE TABLE b (x);"], PantryError, read_only=True)


def test_a_damaged_file_is_told_with_its_rescue(tmp_path):
    (tmp_path / "s").write_bytes(b"no database" * 500)
    with pytest.raises(PantryError, match=r"the pantry cannot be used: file is not a database. Cook anew\."):
        Database(tmp_path / "s", ["CREATE TABLE a (x);"], PantryError)


def test_what_raises_in_a_change_undoes_it(tmp_path):
    database = Database(tmp_path / "s", ["CREATE TABLE a (x UNIQUE);"], PantryError)
    with pytest.raises(PantryError), database.change() as db:
        db.execute("INSERT INTO a VALUES (1)")
        db.execute("INSERT INTO a VALUES (1)")
    assert database.rows("SELECT * FROM a") == []
    with pytest.raises(KeyError), database.change() as db:
        db.execute("INSERT INTO a VALUES (1)")
        raise KeyError
    assert sqlite3.connect(tmp_path / "s").execute("SELECT * FROM a").fetchall() == []
