"""What a split leaves: files of records and of failures, named after it, and a report that is written when they are there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from extractor.cluster.model import DONE, FAILURES, RECORDS, Form, Report, name_of
from extractor.cluster.storage import Storage
from extractor.documents.document import Failure

UNKNOWN_YEAR: Final = "__HIVE_DEFAULT_PARTITION__"
"""What readers of partitioned folders take for no value."""
_END: Final = "archives"  # in place of a split's number: failures that are known only when all splits are done


def read_report(storage: Storage, number: int) -> Report | None:
    """The report of a split that is done; `None` if it is not.

    Raises:
        OSError: it cannot be read.
    """
    data = storage.read(f"{DONE}/{name_of(number)}.json")
    return None if data is None else Report.from_json(data)


@dataclass(slots=True)
class Results:
    """Records and failures of a split, kept until all are there."""

    number: int
    lines: list[tuple[int, bytes]] = field(default_factory=list)
    failures: list[tuple[int, Failure]] = field(default_factory=list)

    def write(self, storage: Storage, form: Form, report: Report) -> None:
        """Write the files, the report last: where it is, all are.

        Raises:
            OSError: they cannot be written.
        """
        part = f"part-{name_of(self.number)}.{form}"
        if form is Form.JSONL and self.lines:
            storage.write(f"{RECORDS}/{part}", b"".join(line for _, line in self.lines))
        elif form is Form.PARQUET:
            for year, data in _tables(self.number, self.lines).items():
                storage.write(f"{RECORDS}/published_year={year}/{part}", data)
        if self.failures:
            storage.write(f"{FAILURES}/{part}", _failures(self.number, self.failures, form))
        storage.write(f"{DONE}/{name_of(self.number)}.json", report.to_json().encode())


def write_empty_archives(storage: Storage, form: Form, failures: Sequence[Failure], splits: int) -> None:
    """Write the failures of archives in which no page was a post; they come behind those of all `splits`.

    Raises:
        OSError: they cannot be written.
    """
    if failures:
        storage.write(f"{FAILURES}/part-{_END}.{form}", _failures(splits, list(enumerate(failures)), form))


def _failures(number: int, failures: Sequence[tuple[int, Failure]], form: Form) -> bytes:
    rows = [
        {"split": number, "place": place, "path": one.path, "code": one.code, "message": one.message}
        for place, one in failures
    ]
    if form is Form.JSONL:
        return b"".join(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for row in rows)
    import pyarrow as arrow  # noqa: PLC0415 — an extra, and slow to load

    text = arrow.string()
    types = {"split": arrow.int32(), "place": arrow.int32(), "path": text, "code": text, "message": text}
    return _packed(rows, types)


def _tables(number: int, lines: Sequence[tuple[int, bytes]]) -> dict[str, bytes]:
    """Parquet files by year of publication: each record as its line of JSON, with the columns by which records are sought."""
    import pyarrow as arrow  # noqa: PLC0415

    text = arrow.string()
    types = {
        "split": arrow.int32(),
        "place": arrow.int32(),
        "id": text,
        "published": text,
        "url": text,
        "outlet": text,
        "title": text,
        "relevance": arrow.float64(),
        "events": arrow.int32(),
        "provinces": arrow.list_(text),
        "source": text,
        "record": arrow.large_string(),
    }
    by_year: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for place, line in lines:
        row = _row(number, place, line)
        by_year[row["published"][:4] if row["published"] else UNKNOWN_YEAR].append(row)
    return {year: _packed(rows, types) for year, rows in sorted(by_year.items())}


def _row(number: int, place: int, line: bytes) -> dict[str, Any]:
    record = json.loads(line)
    article = record["article"]
    return {
        "split": number,
        "place": place,
        "id": record["id"],
        "published": article["published"],
        "url": article["url"],
        "outlet": article["outlet"],
        "title": article["title"],
        "relevance": article["relevance"],
        "events": len(record["events"]),
        "provinces": sorted({place["province_code"] for place in record["places"] if place["province_code"]}),
        "source": article["source"]["path"],
        "record": line.removesuffix(b"\n").decode(),
    }


def _packed(rows: list[dict[str, Any]], types: dict[str, Any]) -> bytes:
    import pyarrow as arrow  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    table = arrow.Table.from_pylist(rows, schema=arrow.schema(list(types.items())))
    sink = arrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())
