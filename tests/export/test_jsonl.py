"""Records leave the store as `extract` wrote them, and come back the same."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from extractor.export import ExportError, export
from extractor.records import json_schema
from extractor.run import read_records
from extractor.run.lines import to_line
from extractor.store import Store
from extractor.store.filters import Filter


def test_lines_are_those_of_extract_to_the_byte(store, records, out):
    written = export(store, "jsonl", out / "records.jsonl")
    assert written.rows == {"records": 3}
    assert (out / "records.jsonl").read_bytes() == b"".join(map(to_line, records))


def test_export_and_import_give_the_same_records_and_the_same_bytes(store, records, out, tmp_path):
    export(store, "jsonl", out / "first.jsonl")
    with Store(tmp_path / "second.db") as second:
        second.upsert(read_records(out / "first.jsonl"), second.begin_run("import"))
        assert list(second.records()) == records
        export(second, "jsonl", out / "second.jsonl")
    assert (out / "second.jsonl").read_bytes() == (out / "first.jsonl").read_bytes()


def test_the_published_schema_accepts_every_line(store, out):
    import json

    export(store, "jsonl", out / "records.jsonl")
    validator = Draft202012Validator(json_schema())
    lines = (out / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert [list(validator.iter_errors(json.loads(line))) for line in lines] == [[], [], []]


def test_only_what_a_filter_means_is_written(store, out):
    export(store, "jsonl", out / "records.jsonl", filter=Filter(provinces=["Maluku"]))
    assert [one.id for one in read_records(out / "records.jsonl")] == ["0000000000000001"]


def test_an_export_that_fails_leaves_the_file_of_before(store, out, monkeypatch):
    target = out / "records.jsonl"
    out.mkdir()
    target.write_text("before\n")

    def broken(selection):
        yield b"{}\n"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("extractor.export.selection.Selection.lines", broken)
    with pytest.raises(ExportError, match=r"records\.jsonl: writing failed \(No space left on device\)\. Make room"):
        export(store, "jsonl", target)
    assert [one.name for one in out.iterdir()] == ["records.jsonl"]
    assert target.read_text() == "before\n"


def test_an_export_is_of_one_moment_whatever_is_written_meanwhile(store, records, out, monkeypatch):
    from extractor.export.selection import Selection

    lines = Selection.lines

    def written_to(selection):
        late = records[0].model_copy(update={"id": "ffffffffffffffff"})
        store.upsert([late], store.begin_run("late"))
        return lines(selection)

    monkeypatch.setattr(Selection, "lines", written_to)
    assert export(store, "jsonl", out / "records.jsonl").rows == {"records": 3}
    assert len(store) == 4


@pytest.mark.parametrize(
    ("format", "tables", "target", "message"),
    [
        ("excel", (), "x", "'excel' is no format; there are jsonl, csv, xlsx, parquet, geojson, label-studio, gold."),
        ("csv", ("persons",), "x", "'persons' is no table; there are events, articles, people"),
        ("jsonl", ("events",), "x", "jsonl has no tables; csv, xlsx, parquet have."),
        ("xlsx", (), "-", "xlsx does not go to standard output. Name a file with -o."),
        (
            "csv",
            ("events", "people"),
            "x.csv",
            "2 tables do not go into one file. Name a folder with -o, or one table.",
        ),
        ("jsonl", (), ".", "is a folder. Name a file with -o."),
        ("geojson", (), "/dev/null/x", "/dev/null/x: cannot be written (File exists). Name another place with -o."),
    ],
)
def test_what_cannot_be_written_is_told(store, format, tables, target, message):
    with pytest.raises(ExportError) as raised:
        export(store, format, target, tables=tables)
    assert message in str(raised.value)
