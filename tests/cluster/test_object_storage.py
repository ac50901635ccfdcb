"""Object storage that speaks S3, over the network of this machine: read and written by a cluster, also by one whose command is killed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extractor.cluster import Form, extract_on_ray
from extractor.cluster.model import DONE, FINISHED, PLAN
from extractor.cluster.storage import Storage
from extractor.run.models import NONE

server = pytest.importorskip("moto.server", reason="moto is not installed (pip install 'moto[server]')")
pytest.importorskip("ray.data", reason="the extra `cluster` (Ray) is not installed")
BUCKET = "s3://bucket"


@dataclass(frozen=True)
class Store:
    """Where it listens."""

    port: int

    def address(self, name: str) -> str:
        return f"{BUCKET}/{name}?region=ap-southeast-3&scheme=http&endpoint_override=127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def store(cluster: Any, inputs: Path) -> Iterator[Store]:
    """A server with a bucket that holds the inputs."""
    from pyarrow import fs

    serving = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    serving.start()
    try:
        made = Store(serving.get_host_and_port()[1])
        where = f"127.0.0.1:{made.port}"
        system = fs.S3FileSystem(
            region="ap-southeast-3", scheme="http", endpoint_override=where, allow_bucket_creation=True
        )
        system.create_dir("bucket")
        fs.copy_files(str(inputs), "bucket/in", source_filesystem=fs.LocalFileSystem(), destination_filesystem=system)
        yield made
    finally:
        serving.stop()


def told(storage: Storage, kind: str) -> list[bytes]:
    """The lines of all files of a kind, in the order of their names."""
    return b"".join(storage.read(f"{kind}/{one.name}") or b"" for one in storage.files(kind)).splitlines(keepends=True)


@pytest.fixture(scope="module")
def undisturbed(store: Store) -> Storage:
    """What a cluster wrote to the store of what it read there."""
    output = store.address("out")
    extract_on_ray([store.address("in")], output, model=NONE, form=Form.JSONL, split_mb=0.02)
    return Storage(output)


def test_from_and_to_object_storage_goes_what_one_machine_makes_of_the_same_files(
    undisturbed: Storage, inputs: Path, on_one_machine: Callable[..., Any]
) -> None:
    here = on_one_machine([str(inputs)])
    assert told(undisturbed, "records") == [
        line.replace(str(inputs).encode(), f"{BUCKET}/in".encode()) for line in here.lines
    ]
    failures = [json.loads(line) for line in told(undisturbed, "failures")]
    expected = [(one.path.replace(str(inputs), f"{BUCKET}/in"), one.code) for one in here.failures]
    assert sorted((one["path"], one["code"]) for one in failures) == sorted(expected)
    finished = json.loads(undisturbed.read(FINISHED) or b"")
    assert finished["splits"] > 5


def test_a_run_on_object_storage_whose_command_was_killed_goes_on(
    undisturbed: Storage, store: Store, kill_when: Callable[..., None]
) -> None:
    given, output = store.address("in"), store.address("killed")
    storage = Storage(output)
    kill_when(given, output, lambda: bool(storage.files(DONE)))
    splits = json.loads(storage.read(PLAN) or b"")["splits"]
    assert len(storage.files(DONE)) < len(splits)
    extract_on_ray([given], output, model=NONE, form=Form.JSONL, split_mb=0.02, resume=True)
    assert [one.name for one in storage.files()] == [one.name for one in undisturbed.files()]
    for kind in ("records", "failures"):
        assert told(storage, kind) == told(undisturbed, kind)


def test_parquet_in_object_storage_is_read_and_written(
    store: Store, articles: list[dict[str, Any]], undisturbed: Storage
) -> None:
    import pyarrow
    from pyarrow import parquet

    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.Table.from_pylist(articles), sink, row_group_size=5)
    Storage(store.address("tables")).write("rows.parquet", bytes(sink.getvalue()))
    summary = extract_on_ray([store.address("tables")], store.address("out-tables"), model=NONE, split_mb=0.02)
    assert summary.posts == len(articles)
    output = Storage(store.address("out-tables/records"))
    rows = [
        row
        for file in output.files()
        for row in parquet.read_table(pyarrow.BufferReader(output.read(file.name))).to_pylist()
    ]
    rows.sort(key=lambda row: (row["split"], row["place"]))
    assert [row["url"] for row in rows] == [article["link"] for article in articles]
    assert {row["split"] for row in rows} > {0}
