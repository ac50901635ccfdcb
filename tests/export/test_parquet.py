"""Parquet as pandas and DuckDB read it: typed, and of one schema."""

from __future__ import annotations

import sys

import duckdb
import pandas
import pytest
from pyarrow import parquet

from extractor.export import ExportError, export, export_tables
from extractor.export.parquet_files import arrow_schema
from extractor.store.filters import Filter


@pytest.fixture
def folder(store, out):
    """All tables of the store."""
    export(store, "parquet", out)
    return out


def test_pandas_reads_typed_columns(folder):
    events = pandas.read_parquet(folder / "events.parquet")
    assert len(events) == 2
    assert events["amount_total"].dtype == "float64"
    assert list(events["participants"][0]) == ["Rahmat Suleman (giver)", "Dinas Tenaga Kerja (organizer)"]
    articles = pandas.read_parquet(folder / "articles.parquet")
    assert str(articles["published_at"].dtype) == "datetime64[us, UTC]"
    assert articles["published_at"][0] == pandas.Timestamp("2022-08-25T23:41:00Z")
    assert list(articles["events"]) == [1, 1, 0]


def test_duckdb_reads_typed_columns(folder):
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{folder}/events.parquet'").fetchall()
    types = {name: kind for name, kind, *_ in described}
    assert {types[name] for name in ("day", "published_day")} == {"DATE"}
    assert (types["participants"], types["amount_total"], types["story"]) == ("VARCHAR[]", "DOUBLE", "BIGINT")
    paid = duckdb.sql(
        f"SELECT province, sum(value) FROM '{folder}/amounts.parquet' WHERE currency = 'IDR' AND event_day >= DATE '2022-08-01' GROUP BY 1"
    ).fetchall()
    assert paid == [("Maluku", 42e6)]  # the other event has no date


@pytest.mark.parametrize("name", list(export_tables()))
def test_an_empty_table_has_the_schema_of_a_full_one(store, folder, tmp_path, name):
    full = parquet.read_schema(folder / f"{name}.parquet")
    export(store, "parquet", tmp_path / "none.parquet", tables=[name], filter=Filter(words="takada"))
    empty = parquet.read_table(tmp_path / "none.parquet")
    assert empty.num_rows == 0
    assert empty.schema.equals(full, check_metadata=True)


def test_columns_say_in_the_file_what_they_mean(folder):
    schema = parquet.read_schema(folder / "events.parquet")
    assert schema.metadata[b"description"].decode() == export_tables()["events"].about
    assert schema.field("status").metadata[b"description"] == b"occurred, ongoing, planned or urged"
    assert (schema.field("type").nullable, schema.field("venue").nullable) == (False, True)


def test_the_types_of_the_main_table_stay_as_they_are():
    """The schema of version 1."""
    assert [str(field.type) for field in arrow_schema(export_tables()["amounts"])] == [
        *(
            "string",
            "string",
            "string",
            "date32[day]",
            "double",
            "string",
            "string",
            "string",
            "string",
            "string",
            "string",
        ),
        *("string", "string", "string", "date32[day]", "string", "string", "string", "string", "string"),
    ]


def test_a_library_that_is_missing_is_told_in_a_line(store, out, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(
        ExportError, match=r"^Parquet files need pyarrow: pip install 'bpjs-news-extractor\[parquet\]'$"
    ):
        export(store, "parquet", out / "events.parquet")
    assert list(out.iterdir()) == []


def test_rows_are_written_in_groups(store, records, out, monkeypatch):
    monkeypatch.setattr("extractor.export.parquet_files._GROUP", 100)
    more = (records[0].model_copy(update={"id": f"{number + 100:016x}"}) for number in range(300))
    store.upsert(more, store.begin_run("more"))
    export(store, "parquet", out / "events.parquet")
    file = parquet.ParquetFile(out / "events.parquet")
    assert (file.metadata.num_rows, file.metadata.num_row_groups) == (302, 4)
