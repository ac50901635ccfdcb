"""WARC files record by record, with exact offsets; damage is told where it is, and reading goes on behind it where it can.

warcio reads the records themselves; where they begin and end is found here, since its iterator takes a file that was cut
for one that ends.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

GZIP = b"\x1f\x8b\x08"
PIECE = 64 * 1024
MOST_HEADER_BYTES = 2**20
"""Bytes of all header lines of a record; what has more is no record."""

CUT = "cut short"
ONE_PIECE = "several records are packed as one; `warcio recompress` makes it readable"

Wanted = Callable[[Any, Any], bool]
"""Asked with the headers of a record and those of the message in it (`None`: none) whether its payload is to be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record that is whole.

    `offset` and `end` are bytes of the file. `headers` are those of the record, `http` those of the message in it (both
    warcio's `StatusAndHeaders`). `payload` is the message's body as stored; `None` where it was not wanted or is too large.
    """

    offset: int
    end: int
    type: str
    headers: Any
    http: Any | None
    payload: bytes | None

    @property
    def date(self) -> datetime | None:
        """When the response came (WARC-Date)."""
        try:
            found = datetime.fromisoformat(self.headers.get_header("WARC-Date") or "")
        except ValueError:
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes at `offset` that are no whole record, and why in a few words."""

    offset: int
    reason: str


class _DamagedError(Exception):
    """A record that cannot be read; the message says why."""


def records(file: BinaryIO, start: int = 0, *, wanted: Wanted, most: int) -> Iterator[Record | Damage]:
    """The records of a WARC file from the byte `start`, one at a time; `file` can seek, and may be used between two records.

    `most` is the most bytes of a payload that is kept. Behind damage in a packed file, reading goes on at the next record
    that begins well.
    """
    file.seek(0)
    packed = not file.read(5).startswith(b"WARC/")
    end = file.seek(0, io.SEEK_END)
    offset = start
    while offset < end:
        file.seek(offset)
        try:
            record = _packed(file, offset, wanted, most) if packed else _plain(file, offset, wanted, most)
        except _DamagedError as error:
            yield Damage(offset, str(error))
            follows = _next_packed(file, offset + 1) if packed else None
            if follows is None:
                return
            offset = follows
        else:
            yield record
            offset = record.end


class _Member(io.RawIOBase):
    """What one gzip member holds; its check sum is verified at its end, a member without end is an error."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._unpacker = file, zlib.decompressobj(zlib.MAX_WBITS + 16)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._unpacker.eof:
            data = self._unpacker.unconsumed_tail or self._file.read(PIECE)
            if not data:
                raise _DamagedError(CUT)
            try:
                unpacked = self._unpacker.decompress(data, len(buffer))
            except zlib.error as error:
                raise _DamagedError("the packed bytes are damaged") from error
            if unpacked:
                buffer[: len(unpacked)] = unpacked
                return len(unpacked)
        return 0

    @property
    def end(self) -> int:
        """The byte of the file behind the member, once it is read to its end."""
        return self._file.tell() - len(self._unpacker.unused_data)


class _Lines:
    """A stream as warcio reads it, which bounds what is taken for header lines."""

    def __init__(self, stream: BinaryIO | io.BufferedReader) -> None:
        self._stream, self._left = stream, MOST_HEADER_BYTES
        self.read = stream.read

    def readline(self, size: int = -1) -> bytes:
        line = self._stream.readline(self._left if size < 0 else min(size, self._left))
        self._left -= len(line)
        if self._left <= 0:
            raise _DamagedError("its header does not end")
        return line


def _packed(file: BinaryIO, offset: int, wanted: Wanted, most: int) -> Record:
    member = _Member(file)
    stream = io.BufferedReader(member, PIECE)
    kind, headers, http, payload = _parts(_Lines(stream), wanted, most)
    while rest := stream.read(PIECE):
        if rest.strip(b"\r\n"):
            raise _DamagedError(ONE_PIECE)
    return Record(offset=offset, end=member.end, type=kind, headers=headers, http=http, payload=payload)


def _plain(file: BinaryIO, offset: int, wanted: Wanted, most: int) -> Record:
    kind, headers, http, payload = _parts(_Lines(file), wanted, most)
    end = file.tell()
    while (mark := file.read(1)) and mark in b"\r\n":
        end += 1
    return Record(offset=offset, end=end, type=kind, headers=headers, http=http, payload=payload)


def _parts(lines: _Lines, wanted: Wanted, most: int) -> tuple[str, Any, Any | None, bytes | None]:
    try:
        found = ArcWarcRecordLoader().parse_record_stream(lines, known_format="warc", no_record_parse=True)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError) as error:
        raise _DamagedError("this is no WARC record") from error
    kind, headers, body = found.rec_type or "", found.rec_headers, found.raw_stream
    if not (headers.get_header("Content-Length") or "").strip().isdecimal():
        raise _DamagedError("the record does not say how long it is")
    http = None
    if kind in ("request", "response") and (found.content_type or "").startswith("application/http") and body.limit:
        http = StatusAndHeadersParser([], verify=False).parse(body)
    payload = body.read(most + 1) if wanted(headers, http) else None
    while body.read(PIECE):
        pass
    if body.limit > 0:
        raise _DamagedError(CUT)
    return kind, headers, http, None if payload is None or len(payload) > most else payload


def _next_packed(file: BinaryIO, start: int) -> int | None:
    """Where the next gzip member that holds a record begins."""
    base, window = start, b""
    file.seek(start)
    while data := file.read(PIECE):
        window += data
        at = window.find(GZIP)
        while at >= 0:
            if _begins_record(file, base + at):
                return base + at
            at = window.find(GZIP, at + 1)
        base += len(window) - (len(GZIP) - 1)
        window = window[-(len(GZIP) - 1) :]
        file.seek(base + len(window))
    return None


def _begins_record(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    try:
        return io.BufferedReader(_Member(file), PIECE).read(5) == b"WARC/"
    except _DamagedError:
        return False
