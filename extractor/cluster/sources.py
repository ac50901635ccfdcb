"""The files under what is given, on this machine or in object storage, with their sizes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.cluster.model import ClusterError
from extractor.cluster.storage import Storage, is_address, located
from extractor.documents.document import DocumentError, Failure
from extractor.documents.files import READ, STANDARD_INPUT, extension, is_post_file, refusal
from extractor.documents.finding import find_posts
from extractor.documents.walking import walk

PARQUET = ".parquet"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may hold posts: `path` and `shown` as in `Piece`, its size in bytes."""

    path: str
    shown: str
    size: int

    @property
    def kind(self) -> str:
        """Its extension in small letters, without `.gz`."""
        return extension(self.path.partition("?")[0] if is_address(self.path) else self.path)


def sources(given: Sequence[str]) -> Iterator[Source | Failure]:
    """The files under paths and addresses, in the order in which one machine reads them; Parquet files of a folder behind its others.

    Raises:
        ClusterError: standard input was given, or an address that nothing installed knows.
    """
    if STANDARD_INPUT in given:
        raise ClusterError("-: many machines cannot read standard input. Give files or folders.")
    empty = True
    for one in given:
        found = False
        for source in _remote(one) if is_address(one) else _local(one):
            found = True
            yield source
        empty = empty and not found
        if not found and len(given) == 1:
            yield _nothing(one)
    if empty and len(given) > 1:
        yield _nothing(given[0])


def _nothing(given: str) -> Failure:
    if not is_address(given) and (said := next(find_posts([given]), None)) is not None and isinstance(said, Failure):
        return said
    remedy = "Give files .txt, .md, .html, .json, .jsonl, .csv, .warc or .parquet."
    return DocumentError("no-posts", "nothing here is a post", remedy).failure(given)


def _local(given: str) -> Iterator[Source | Failure]:
    if extension(given) == PARQUET and Path(given).is_file():
        yield _of_file(given)
        return
    for entry in walk(given):
        yield entry.what if isinstance(entry.what, Failure) else _of_file(entry.what)
    if Path(given).is_dir():
        tables = (path.relative_to(given).parts for path in Path(given).rglob(f"*{PARQUET}") if path.is_file())
        for parts in sorted(tables):
            if not any(name.startswith((".", "_")) for name in parts):
                yield _of_file(os.path.join(given, *parts))  # noqa: PTH118 — paths stay as given


def _of_file(path: str) -> Source | Failure:
    try:
        return Source(os.path.abspath(path), path, Path(path).stat().st_size)  # noqa: PTH100 — links stay as they are
    except OSError as error:
        return refusal(error).failure(path)


def _remote(given: str) -> Iterator[Source | Failure]:
    base = given.partition("?")[0]
    system, path = located(given)
    try:
        info = system.get_file_info(path)
        if info.is_file:
            yield Source(given, base, int(info.size or 0))
            return
        storage = Storage(given)
        files = storage.files()
    except OSError as error:
        yield refusal(error).failure(base)
        return
    for file in files:
        names = file.name.split("/")
        if not any(name.startswith(".") for name in names) and _may_hold_posts(names[-1]):
            yield Source(storage.address_of(file.name), f"{base.rstrip('/')}/{file.name}", file.size)


def _may_hold_posts(name: str) -> bool:
    return is_post_file(name) and extension(name) in READ | {PARQUET}
