"""Reading a body piece by piece, unpacked as it comes, so that no body costs more memory than its limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import brotli

PIECE = 64 * 1024
"""Bytes read, and about the bytes unpacked, in one step."""

MOST_LAYERS = 2
"""Packings of one body, one in the other."""

_GZIP = zlib.MAX_WBITS | 16


class BrokenBody(ValueError):  # noqa: N818
    """A body that cannot be unpacked to its end."""


class TooLarge(ValueError):  # noqa: N818
    """A body with more bytes than are read, packed or unpacked."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that was read: `packed` as it came, `plain` unpacked. They are one object where nothing was packed."""

    packed: bytes
    plain: bytes


class _Unpacker(Protocol):
    def unpack(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None: ...


class _Inflater:
    """gzip (also of several members) and deflate (in zlib's frame, or bare as some servers send it)."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._inflate: zlib._Decompress | None = None
        self._members = 0

    def unpack(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._inflate is None:
                if self._members and not (self._gzip and data[0] == 0x1F):
                    return  # what follows the last member is padding
                self._inflate = zlib.decompressobj(_GZIP if self._gzip else _deflate_frame(data[0]))
            out = _step(self._inflate, data)
            while out:
                yield out
                # Output may wait inside though all input is taken.
                out = _step(self._inflate, self._inflate.unconsumed_tail) if len(out) == PIECE else b""
            data = b""
            if self._inflate.eof:
                data, self._inflate = self._inflate.unused_data, None
                self._members += 1

    def finish(self) -> None:
        if self._inflate is not None:
            raise BrokenBody("packed data ends too soon")


def _step(inflate: zlib._Decompress, data: bytes) -> bytes:
    try:
        return inflate.decompress(data, PIECE)
    except zlib.error as error:
        raise BrokenBody("cannot be unpacked") from error


def _deflate_frame(first: int) -> int:
    return zlib.MAX_WBITS if first & 0x0F == 8 else -zlib.MAX_WBITS


class _Brotli:
    def __init__(self) -> None:
        self._brotli = brotli.Decompressor()
        self._begun = False

    def unpack(self, data: bytes) -> Iterator[bytes]:
        if self._brotli.is_finished():
            return
        self._begun = True
        while True:
            try:
                out = self._brotli.process(data, output_buffer_limit=PIECE)
            except brotli.error as error:
                raise BrokenBody("cannot be unpacked") from error
            if not out:  # it wants more
                return
            yield out
            data = b""

    def finish(self) -> None:
        if self._begun and not self._brotli.is_finished():
            raise BrokenBody("packed data ends too soon")


def _unpackers(encoding: str | None) -> list[_Unpacker]:
    """The unpackers for a Content-Encoding, the last applied first."""
    layers = [name for part in (encoding or "").lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(layers) > MOST_LAYERS:
        raise BrokenBody(f"packed {len(layers)} times")
    found: list[_Unpacker] = []
    for name in reversed(layers):
        if name in ("gzip", "x-gzip"):
            found.append(_Inflater(gzip=True))
        elif name == "deflate":
            found.append(_Inflater(gzip=False))
        elif name == "br":
            found.append(_Brotli())
        else:
            raise BrokenBody(f"packed as {name[:20]!r}, which was not asked for")
    return found


def _unpacked(data: bytes, unpackers: list[_Unpacker]) -> Iterator[bytes]:
    if not unpackers:
        yield data
        return
    for piece in unpackers[0].unpack(data):
        yield from _unpacked(piece, unpackers[1:])


def read_body(pieces: Iterable[bytes], encoding: str | None, most: int, *, cut: bool = False) -> Body:
    """Read and unpack a body.

    Args:
        pieces: as they come.
        encoding: the Content-Encoding header.
        most: bytes that may come, and that may come of unpacking.
        cut: stop at the limit and give what was read till there.

    Raises:
        TooLarge: if there are more bytes, and `cut` is not set.
        BrokenBody: for packed data that is broken or ends too soon, or is packed in a way that was not asked for.
    """
    unpackers = _unpackers(encoding)
    packed: list[bytes] = []
    plain: list[bytes] = []
    came = gave = 0
    for piece in pieces:
        packed.append(piece)
        came += len(piece)
        if unpackers:
            for part in _unpacked(piece, unpackers):
                plain.append(part)
                gave += len(part)
                if gave > most:
                    break
        if came > most or gave > most:
            if not cut:
                raise TooLarge(f"more than {most} bytes")
            break
    else:
        for unpacker in unpackers:
            unpacker.finish()
    whole = b"".join(packed)
    return Body(whole, b"".join(plain)[:most] if unpackers else whole[:most] if cut else whole)


def gunzip(data: bytes, most: int) -> bytes:
    """Unpack a gzip file (a sitemap, say), with the limits of a body.

    Raises:
        TooLarge: if more than `most` bytes come of it.
        BrokenBody: if it is broken or ends too soon.
    """
    return read_body((data[start : start + PIECE] for start in range(0, len(data), PIECE)), "gzip", most).plain
