"""Files read, within limits; every refusal is a `DocumentError`."""

from __future__ import annotations

import errno
import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO

from extractor.documents.document import DocumentError

MOST_BYTES = 20 * 2**20
"""Bytes of a post, unpacked; larger files are refused without being read. Lists of articles (.jsonl, .csv) may be larger."""

TEXTS = frozenset({".txt", ".md"})
PAGES = frozenset({".html", ".htm"})
LISTS = frozenset({".json", ".jsonl", ".csv"})
ARCHIVES = frozenset({".warc"})
READ = TEXTS | PAGES | LISTS | ARCHIVES
STANDARD_INPUT = "-"


def extension(path: str) -> str:
    """The extension in small letters; that of the packed file for ".gz" (".html" for "post.html.gz")."""
    return PurePath(path.casefold().removesuffix(".gz")).suffix


def is_post_file(path: str) -> bool:
    """Is the file one that may hold a post? Gold facts, hidden files and READMEs are none."""
    name = PurePath(path).name.casefold()
    return not (name.endswith(".gold.json") or name.startswith((".", "readme")))


def read_bytes(path: str) -> bytes:
    """The bytes of a file, unpacked; those of standard input for "-".

    Raises:
        DocumentError: `empty-file`, `too-large`, `unreadable`, `corrupt-gzip`, `symlink-loop` or `not-found`.
    """
    with opened(path) as stream:
        data = _read(stream)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        if b"\x00" in data:
            raise DocumentError("null-bytes", "the file holds nothing but null bytes", "Fetch the post again.")
        raise DocumentError("empty-file", "the file is empty", "Fetch the post again or remove the file.")
    return data


def _read(stream: BinaryIO) -> bytes:
    with translated():
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise too_large()
    return data


def too_large() -> DocumentError:
    """The refusal of a file over the limit."""
    return DocumentError(
        "too-large", f"more than {MOST_BYTES // 2**20} MB, too much for one post", "Give posts one by one or as .jsonl."
    )


@contextmanager
def opened(path: str, *, any_size: bool = False) -> Iterator[BinaryIO]:
    """The file opened for reading, unpacked as it is read; `any_size` for lists that are read piece by piece.

    Raises:
        DocumentError: see `read_bytes`.
    """
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        if not any_size and Path(path).stat().st_size > MOST_BYTES:
            raise too_large()
        raw = open(path, "rb")  # noqa: SIM115, PTH123 — closed below, and paths stay as given
    except OSError as error:
        raise refusal(error) from error
    with raw:
        packed = raw.peek(2)[:2] == b"\x1f\x8b" if hasattr(raw, "peek") else False
        if packed or path.casefold().endswith(".gz"):
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield unpacked  # type: ignore[misc]
        else:
            yield raw


@contextmanager
def translated() -> Iterator[None]:
    """Turns what the operating system and gzip raise while reading into a `DocumentError`."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DocumentError("corrupt-gzip", "the gzip file is damaged or cut short", "Fetch it again.") from error
    except OSError as error:
        raise refusal(error) from error


def refusal(error: OSError) -> DocumentError:
    """What an error of the operating system means to the person who gave the path."""
    if error.errno == errno.ELOOP:
        return DocumentError("symlink-loop", "the link leads back to itself", "Remove the link.")
    if isinstance(error, FileNotFoundError):
        return DocumentError("not-found", "there is no such file or folder", "Check the path.")
    if isinstance(error, PermissionError):
        return DocumentError("unreadable", "no permission to read it", "Change its permissions.")
    return DocumentError("unreadable", (error.strerror or str(error)).lower(), "Check the file.")
