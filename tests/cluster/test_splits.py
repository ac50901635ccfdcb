from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.cluster.model import ClusterError, Piece, Split
from extractor.cluster.planning import cut, splits_of
from extractor.cluster.reading import found_in
from extractor.cluster.sources import Source, sources
from extractor.documents.finding import find_posts
from extractor.documents.posts import FilePost

fsspec = pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `cluster` is not installed")
SIZE = 8_000  # bytes: even these files are cut


@pytest.fixture
def in_memory(inputs: Path) -> Iterator[str]:
    """The same files in a store that is no file system of this machine."""
    memory = fsspec.filesystem("memory")
    memory.put(f"{inputs}/", "/bucket/in", recursive=True)
    yield "memory://bucket/in"
    memory.rm("/bucket", recursive=True)


def planned(given: list[str], size: int = SIZE) -> list[Split]:
    """The splits, as they arrive elsewhere."""
    splits = splits_of(sources(given), lambda large: [cut(one, size) for one in large], size=size)
    return [Split.from_json(split.to_json()) for split in splits]


def seen(found: Any) -> Any:
    """What tells a thing from others; of a post in a file, its path is another on each machine."""
    return found.shown if isinstance(found, FilePost) else found


def all_found(splits: list[Split], folder: Path) -> list[Any]:
    found = []
    for split in splits:
        own = folder / str(split.number)
        own.mkdir()
        found += [seen(one) for one in found_in(split, own)]
    return found


def test_splits_together_hold_what_one_machine_finds_in_its_order(inputs: Path, tmp_path: Path) -> None:
    splits = planned([str(inputs)])
    assert all_found(splits, tmp_path) == [seen(one) for one in find_posts([str(inputs)])]
    assert len(splits) > 10


def test_paths_are_shown_as_they_were_given(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(inputs.parent)
    given = [inputs.name]
    here = [seen(one) for one in find_posts(given)]
    splits = planned(given)
    monkeypatch.chdir(tmp_path)
    assert all_found(splits, tmp_path) == here


def test_object_storage_gives_what_the_same_folder_gives(inputs: Path, in_memory: str, tmp_path: Path) -> None:
    there = all_found(planned([in_memory]), tmp_path)
    here = [seen(one) for one in find_posts([str(inputs)])]
    assert repr(there) == repr(here).replace(str(inputs), in_memory)


def test_an_address_leads_to_files_whatever_their_names_are(inputs: Path, tmp_path: Path) -> None:
    """Those of pyarrow are decoded ("%20" is a blank), those of fsspec above are not."""
    address = f"file://{inputs}"
    there = all_found(planned([address]), tmp_path)
    here = [seen(one) for one in find_posts([str(inputs)])]
    assert repr(there) == repr(here).replace(str(inputs), address)


def fresh(folder: Path) -> Path:
    (folder / "more").mkdir()
    return folder / "more"


@pytest.mark.parametrize("name", ["list.jsonl", "packed.jsonl.gz", "table.csv", "crawl.warc.gz"])
def test_one_large_file_is_shared_out(inputs: Path, name: str) -> None:
    source = Source(str(inputs / name), name, (inputs / name).stat().st_size)
    assert len(cut(source, SIZE // 2)) > 1


def test_of_a_large_file_in_object_storage_only_the_stretch_is_copied(in_memory: str, tmp_path: Path) -> None:
    pieces = [weighed.part for weighed in cut(Source(f"{in_memory}/list.jsonl", "list.jsonl", 10**6), SIZE)]
    last = pieces[-1]
    assert isinstance(last, Piece)
    assert last.start.at > 0
    list(found_in(Split(0, (last,)), tmp_path))
    data = (tmp_path / "0/list.jsonl").read_bytes()
    assert not data[64 : last.start.at].strip(b"\0")
    assert len(data) == fsspec.filesystem("memory").size("/bucket/in/list.jsonl")


def test_small_files_are_put_together(inputs: Path) -> None:
    splits = planned([str(inputs / "single")], size=10**9)
    assert [len(split.parts) for split in splits] == [14]


def test_parquet_gives_the_articles_of_a_list_with_the_same_rows(
    tmp_path: Path, articles: list[dict[str, Any]]
) -> None:
    import pyarrow

    rows = articles
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "rows.parquet", row_group_size=5)
    listed: list[Any] = list(find_posts([str(tmp_path / "rows.json")]))
    splits = planned([str(tmp_path / "rows.parquet")])
    found = all_found(splits, fresh(tmp_path))
    assert [one.article for one in found] == [one.article for one in listed]
    assert [one.shown.replace(".parquet", ".json") for one in found] == [one.shown for one in listed]
    assert len(splits) > 1


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def removed(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(("harm", "code"), [(cut_short, "invalid-parquet"), (removed, "not-found")])
def test_a_table_that_cannot_be_read_is_one_failure(
    tmp_path: Path, articles: list[dict[str, Any]], harm: Callable[[Path], None], code: str
) -> None:
    import pyarrow

    path = tmp_path / "rows.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(articles), path)
    splits = planned([str(path)], size=10**9)
    harm(path)
    (failure,) = all_found(splits, fresh(tmp_path))
    assert (failure.path, failure.code) == (str(path), code)


def test_nothing_found_is_told_as_on_one_machine(tmp_path: Path) -> None:
    assert all_found(planned([str(tmp_path)]), tmp_path) == list(find_posts([str(tmp_path)]))
    assert all_found(planned([str(tmp_path / "no")]), fresh(tmp_path)) == list(find_posts([str(tmp_path / "no")]))


def test_standard_input_is_refused() -> None:
    with pytest.raises(ClusterError, match="standard input"):
        planned(["-"])
