"""Files brought to where they can be read: those of object storage as copies of what is needed, Parquet as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from extractor.cluster.model import Piece
from extractor.cluster.storage import is_address, located
from extractor.documents.document import DocumentError, Failure
from extractor.documents.files import ARCHIVES, LISTS, extension, refusal

_HEAD: Final = 64  # bytes of a file by which it is told what it is
_BLOCK: Final = 4 * 2**20
_ROWS: Final = 256  # of a Parquet file in memory at the same time


def told(error: OSError, shown: str) -> Failure:
    """The failure of a file that is not there or must not be read.

    Raises:
        OSError: another error, which may be gone at the next try: it must not cost posts.
    """
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
        return refusal(error).failure(shown)
    raise error


def local_copy(piece: Piece, folder: Path) -> str:
    """The path under which what a piece needs can be read here, as if it were the whole file.

    Of a list in lines or an archive in object storage only the stretch is copied, to where it stands in the file; the rest of the copy
    is a hole that takes no room.

    Raises:
        OSError: it cannot be read.
    """
    if not is_address(piece.path):
        return piece.path
    system, path = located(piece.path)
    copy = folder / PurePosixPath(path).name
    with system.open_input_file(path) as source, copy.open("wb") as target:
        size = source.size()
        head = source.read(min(_HEAD, size))
        target.write(head)
        first, end = (piece.start.at, piece.reach or size) if _is_stretched(path, head) else (0, size)
        at = max(first, len(head)) if first <= len(head) else first
        source.seek(at)
        target.seek(at)
        while at < end and (data := source.read(min(_BLOCK, end - at))):
            target.write(data)
            at += len(data)
        target.truncate(size)
    return str(copy)


def _is_stretched(path: str, head: bytes) -> bool:
    """Do places in it count bytes of the file itself?"""
    kind = extension(path)
    return kind in ARCHIVES or (kind in LISTS and not head.startswith(b"\x1f\x8b"))


@contextmanager
def opened_parquet(path: str) -> Iterator[Any]:
    """A Parquet file (`pyarrow.parquet.ParquetFile`), read as it is asked.

    Raises:
        DocumentError: it is none.
        OSError: it cannot be read.
    """
    import pyarrow  # noqa: PLC0415 — an extra, and slow to load
    from pyarrow import parquet  # noqa: PLC0415

    system, inside = located(path)
    with system.open_input_file(inside) as source:
        try:
            yield parquet.ParquetFile(source)
        except pyarrow.ArrowException as error:  # its OSErrors are Python's
            reason = " ".join(str(error).split())[:200]
            raise DocumentError("invalid-parquet", f"not valid Parquet ({reason})", "Fetch it again.") from error


def rows_as_lines(piece: Piece, folder: Path) -> str:
    """The path of a list in lines with the rows of a Parquet file: each as the JSON by which articles of a list are told apart.

    Raises:
        DocumentError: it is no Parquet file.
        OSError: it cannot be read.
    """
    copy = folder / "rows.jsonl"
    with opened_parquet(piece.path) as file, copy.open("wb") as target:
        first, end = piece.groups or (0, file.metadata.num_row_groups)
        for batch in file.iter_batches(batch_size=_ROWS, row_groups=list(range(first, end))):
            for row in batch.to_pylist():
                line = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)
                target.write(line.encode("utf-8", "surrogatepass") + b"\n")
    return str(copy)


def _plain(value: object) -> str:
    if isinstance(value, bytes):  # a column of text that does not say so
        return value.decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
