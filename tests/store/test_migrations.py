"""Stores that older versions of the program made, filled, are brought to the schema of this one."""

from __future__ import annotations

import hashlib
import sqlite3

import pytest

from extractor.persistence.database import Database
from extractor.records import Record
from extractor.store import Store, StoreError
from extractor.store.checking import faults
from extractor.store.store import migrations
from extractor.store.writing import Prepared, Writing

VERSIONS = range(1, len(migrations()) + 1)


def schema(path):
    """The tables, indexes, views and triggers of a file, by name."""
    return dict(sqlite3.connect(path).execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_filled_store_of_any_version_is_brought_up_with_all_it_holds(tmp_path, make, version):
    records = [make(number, text=f" Kali ke-{number}.") for number in range(1, 6)]
    old = Database(tmp_path / "news.db", migrations()[:version], StoreError)
    with old.change() as db:
        db.execute(
            "INSERT INTO runs (key, command, program, started, status) VALUES (1, 'old', '0', '2026', 'finished')"
        )
        writing = Writing(db, 1, {record.id for record in records})
        for record in records:
            writing.take(Prepared.of(record))
        writing.flush()
    old.close()
    with Store(tmp_path / "news.db") as store, Store(tmp_path / "new.db"):
        assert list(store.records()) == records
        assert [found.id for found in store.search('"kali ke-3"')] == [records[2].id]
        assert store.pending("identities") == store.pending("stories") == [1, 2, 3, 4, 5]
        assert list(faults(store)) == []
    assert schema(tmp_path / "news.db") == schema(tmp_path / "new.db")


def test_a_released_script_never_changes(root):
    """`cd extractor/store/migrations && sha256sum *.sql > ../../../tests/resources/store/migrations.sha256`, once a release."""
    listed = (root / "tests/resources/store/migrations.sha256").read_text(encoding="utf-8").splitlines()
    released = dict(reversed(line.split("  ")) for line in listed)
    folder = root / "extractor/store/migrations"
    now = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.sql")}
    assert now == released, "add a script instead of changing one; list a new one as the docstring says"


@pytest.mark.parametrize("fault", ["page", "reference", "version", "index"])
def test_a_store_that_is_not_whole_is_told(tmp_path, make, fault):
    path = tmp_path / "news.db"
    with Store(path) as store:
        store.upsert([make(1), make(2)], store.begin_run("test"))
    raw = sqlite3.connect(path)
    if fault == "reference":
        raw.execute("DELETE FROM people WHERE article = 1")
    elif fault == "version":
        raw.execute("DELETE FROM versions WHERE article = 1")
    elif fault == "index":
        raw.execute("UPDATE texts SET text = 'lain sama sekali' WHERE article = 1")
    raw.commit()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    if fault == "page":
        data = bytearray(path.read_bytes())
        page = data.index(b"Mandala Jaya") // 4096 * 4096  # of some table
        data[page : page + 8] = b"\xff" * 8
        path.write_bytes(bytes(data))
    with Store(path, read_only=True) as store:
        try:
            assert list(faults(store)) != []
        except StoreError as error:
            assert "malformed" in str(error)


def test_a_whole_store_has_no_fault(tmp_path, make):
    with Store(tmp_path / "news.db") as store:
        store.upsert([make(1), make(2)], store.begin_run("test"))
        assert list(faults(store)) == []


def test_records_of_a_store_are_checked_against_the_contract_when_read(store, make):
    store.upsert([make(1)], store.begin_run("test"))
    assert all(isinstance(one, Record) for one in store.records())
