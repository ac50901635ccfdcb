"""The archive: requests and responses of posts as WARC, one file a run and day, a post whole or not at all.

A post is one block: for each of its pages the response and then its request, one gzip member each. The block is written at
once and is on the disk when `Archive.add` returns.
"""

from __future__ import annotations

import errno
import io
import os
import re
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor import __version__
from extractor.collect.model import Fetched, Located, Post
from extractor.documents import warc_fields as fields

MOST_FILE_BYTES = 10**9
"""A file with more is followed by a new one."""

SOFTWARE = f"bpjs-news-extractor/{__version__}"

_SECRET = frozenset({"authorization", "cookie", "proxy-authorization"})
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, a token
_PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F))


class ArchiveError(Exception):
    """A post could not be written; the archive is as it was before."""


class Archive:
    """Appends posts to WARC files under `folder`; may be used by several threads.

    Args:
        folder: of the archive, made with its first post.
        now: the clock; its day (UTC) gives folder and file.
        most_file_bytes: a file that would grow beyond it is followed by a new one.
    """

    def __init__(self, folder: Path, *, now: Callable[[], datetime], most_file_bytes: int = MOST_FILE_BYTES) -> None:
        self._folder, self._now, self._most = folder, now, most_file_bytes
        self._lock = threading.Lock()
        self._file: _File | None = None

    def add(self, post: Post) -> Located:
        """Write a post; it is on the disk when this returns.

        Raises:
            ArchiveError: the post could not be written (a full disk); nothing of it stays.
            ValueError: for a post without pages.
        """
        if not post.pages:
            raise ValueError(f"{post.url}: a post has at least one page")
        block = _block(post)
        with self._lock:
            try:
                file = self._file_for(len(block))
                offset = file.append(block)
            except OSError as error:
                self._close()  # what could not be undone stays behind; the next post goes to a new file
                raise ArchiveError(_reason(self._folder, error)) from error
            except BaseException:
                self._close()
                raise
            return Located(file.path.relative_to(self._folder).as_posix(), offset, len(block))

    def close(self) -> None:
        """Close the file; a later `add` begins a new one."""
        with self._lock:
            self._close()

    def _file_for(self, size: int) -> _File:
        now = self._now().astimezone(UTC)
        file = self._file
        if file is not None and file.day == now.date() and file.size + size <= self._most:
            return file
        self._close()
        self._file = _File.made(self._folder, now)
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class _File:
    """One file of the archive, open for appending; holds whole posts only."""

    def __init__(self, path: Path, day: date, opened: datetime) -> None:
        self.path, self.day, self.size = path, day, 0
        self._opened = opened
        self._descriptor: int | None = None

    @classmethod
    def made(cls, folder: Path, now: datetime) -> _File:
        """A file with a name that none has; on the disk with its first post."""
        parent = folder / f"{now:%Y/%m/%d}"
        number, path = 1, parent / f"posts-{now:%Y%m%dT%H%M%SZ}.warc.gz"
        while path.exists():
            number += 1
            path = parent / f"posts-{now:%Y%m%dT%H%M%SZ}_{number:02}.warc.gz"  # sorts behind
        return cls(path, now.date(), now)

    def append(self, block: bytes) -> int:
        """Write a block, the file's first record before it where it is new; gives the block's offset."""
        fresh = self._descriptor is None
        if self._descriptor is None:
            _make_folder(self.path.parent)
            self._descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        head = _head(self.path.name, self._opened) if fresh else b""
        try:
            _write(self._descriptor, head + block)
            os.fsync(self._descriptor)
            if fresh:
                _sync_folder(self.path.parent)
        except BaseException:  # also an interrupt leaves whole posts only
            self._undo(fresh=fresh)
            raise
        offset = self.size + len(head)
        self.size = offset + len(block)
        return offset

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _undo(self, *, fresh: bool) -> None:
        """The file as it was; where even that fails, the next run's recovery does it."""
        if self._descriptor is None:
            return
        with suppress(OSError):
            os.ftruncate(self._descriptor, self.size)
            os.fsync(self._descriptor)
        if fresh:
            self.close()
            with suppress(OSError):
                self.path.unlink()


def _block(post: Post) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    for number, page in enumerate(post.pages, 1):
        place = {fields.POST: _address(post.url), fields.PAGE: f"{number}/{len(post.pages)}"}
        said = {"WARC-Type": "response", **_common(page), **place, **_said(post)}
        if page.url != page.final_url:
            said[fields.ASKED] = _address(page.url)
        response = writer.create_warc_record(
            _address(page.final_url),
            "response",
            payload=io.BytesIO(page.raw_body),
            length=len(page.raw_body),
            warc_headers_dict=said,
            http_headers=_response_head(page),
        )
        request = writer.create_warc_record(
            _address(page.final_url),
            "request",
            warc_headers_dict={"WARC-Type": "request", **_common(page), **place},
            http_headers=_request_head(page),
        )
        writer.write_request_response_pair(request, response)  # links the two, and writes the response first
    return out.getvalue()


def _head(name: str, opened: datetime) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    record = writer.create_warcinfo_record(
        name,
        {
            "software": SOFTWARE,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        },
    )
    record.rec_headers.replace_header("WARC-Date", _date(opened))
    writer.write_record(record)
    return out.getvalue()


def _common(page: Fetched) -> dict[str, str]:
    return {"WARC-Date": _date(page.fetched), **({"WARC-IP-Address": page.ip} if page.ip else {})}


def _said(post: Post) -> dict[str, str]:
    """What the state keeps of a post beside its addresses, so that it can be rebuilt from the archive."""
    said = {
        fields.OUTLET: _address(post.outlet),
        fields.ID: post.id,
        fields.TEXT_HASH: post.text_hash,
        fields.VIA: post.via,
        fields.TITLE: post.title,
        fields.PUBLISHED: post.published,
        fields.MODIFIED: post.modified,
    }
    return {
        name: quote(value, safe="", errors="replace") if name in fields.PACKED else value
        for name, value in said.items()
        if value
    }


def _response_head(page: Fetched) -> StatusAndHeaders:
    """The headers as they came; the body is kept without transfer encoding, and its length is said as it is."""
    kept = [
        (name, value) for name, value in page.headers if name.lower() not in ("transfer-encoding", "content-length")
    ]
    kept.append(("Content-Length", str(len(page.raw_body))))
    reason = page.reason.encode("ascii", "ignore").decode()
    return StatusAndHeaders(f"{page.status} {_one_line(reason)}".strip(), list(_clean(kept)), protocol="HTTP/1.1")


def _request_head(page: Fetched) -> StatusAndHeaders:
    line = _one_line(page.request_line) or f"GET {urlsplit(page.final_url).path or '/'} HTTP/1.1"
    kept = [(name, value) for name, value in page.request_headers if name.lower() not in _SECRET]
    return StatusAndHeaders(quote(line, safe=_PRINTABLE + " "), list(_clean(kept)), is_http_request=True)


def _clean(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Headers that stay one line each, whatever a server sent."""
    return ((name, _one_line(value)) for name, value in headers if _NAME.fullmatch(name))


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _address(url: str) -> str:
    return quote(url, safe=_PRINTABLE, errors="replace")


def _date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each known to the disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return (
            f"{folder}: the archive cannot grow: {os.strerror(error.errno).lower()}. Make room; the next run goes on."
        )
    what = error.strerror or str(error)
    return f"{folder}: the archive cannot be written: {what.lower()}. Check the folder and the disk."
