"""Reading sitemap files: streamed, unpacked with a limit, without entities."""

from __future__ import annotations

import gzip
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from typing import IO, Any, NoReturn, cast

from lxml import etree

from extractor.collect.model import CollectError, Fetched, Outcome

MOST_UNPACKED = 50 * 2**20
"""Bytes; the sitemap protocol allows no more in one file."""

_log = logging.getLogger(__name__)
_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}
_HEAD = 4096
_ENTITY = 12  # bytes of the longest entity
_BARE = re.compile(rb"&(?!#?\w{1,10};)")
_TAG = rb"(?:\w+:)?(?:url|sitemap)"
_END = re.compile(rb"</" + _TAG + rb"\s*>(?!.*<" + _TAG + rb"[\s>])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands in the file; `index` tells that `loc` is another sitemap."""

    loc: str
    index: bool
    lastmod: str | None = None
    published: str | None = None  # news:publication_date
    title: str | None = None  # news:title


class _Source:
    """A file as the parser reads it: ends with an error after so many bytes, and every "&" that stands bare is written as it should."""

    def __init__(self, file: BufferedReader[Any], url: str, *, mend: bool) -> None:
        self._file, self._url, self._mend, self._left = file, url, mend, MOST_UNPACKED
        self._held = b""  # the end of a piece that may be the beginning of an entity
        self._tail = b""

    @property
    def whole(self) -> bool:
        """Does what was read end after an entry, not in one?"""
        return _END.search(self._tail) is not None

    def read(self, size: int) -> bytes:
        part = self._file.read(min(size, self._left + 1))
        self._left -= len(part)
        if self._left < 0:
            raise CollectError(Outcome.TOO_LARGE, self._url, f"a sitemap of more than {MOST_UNPACKED} bytes unpacked")
        self._tail = (self._tail + part)[-_HEAD:]
        if not self._mend:
            return part
        part, self._held = self._held + part, b""
        begin = part.rfind(b"&", -_ENTITY) if len(part) > _ENTITY and size > _ENTITY else -1
        if begin > 0 and b";" not in part[begin:]:
            part, self._held = part[:begin], part[begin:]
        return _BARE.sub(b"&amp;", part)


def entries_of(fetched: Fetched) -> Iterator[Entry]:
    """The entries of a sitemap or of an index of sitemaps, one after the other; broken XML counts as far as it can be read.

    Raises:
        CollectError: `NOT_A_PAGE` if it is no sitemap, declares entities or is badly packed; `TOO_LARGE` if it unpacks to too much.
    """
    plain = BytesIO(fetched.body)
    packed = fetched.body.startswith(b"\x1f\x8b")
    # Unpacked as it is read: never all in memory.
    file: BufferedReader[Any] = BufferedReader(gzip.GzipFile(fileobj=plain) if packed else plain)
    count = 0
    try:
        head = file.peek(_HEAD)[:_HEAD]
        wide = b"\0" in head  # UTF-16; without its NUL it reads alike
        if any(word in head.replace(b"\0", b"").upper() for word in (b"<!DOCTYPE", b"<!ENTITY")):
            _refuse(fetched, "a page, or XML that declares entities")
        for entry in _parse(_Source(file, fetched.url, mend=not wide), fetched):
            count += 1
            yield entry
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        if not count:
            _refuse(fetched, f"badly packed: {error}")
        _log.warning("%s: badly packed after %d entries: %s", fetched.url, count, error)


def _parse(source: _Source, fetched: Fetched) -> Iterator[Entry]:
    events = etree.iterparse(
        cast("IO[bytes]", source),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    wanted = ""
    last: Entry | None = None
    try:
        for event, element in events:
            name = _name(element)
            if not wanted:
                wanted = _ROOTS.get(name, "")
                if not wanted:
                    _refuse(fetched, f"begins with <{name[:30]}>")
            elif event == "end" and name == wanted:
                if last is not None:
                    yield last
                last = _entry(element, index=wanted == "sitemap")
                element.clear()
                while element.getprevious() is not None:  # what has been read leaves the tree
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        if not wanted:
            _refuse(fetched, str(error)[:100])
    if not wanted:
        _refuse(fetched, "empty")
    damaged = bool(len(events.error_log))
    if damaged:
        _log.warning("%s: damaged XML, read as far as it goes", fetched.url)
    if last is not None and (source.whole or not damaged):  # else the file ends in mid-entry, maybe in mid-address
        yield last


def _entry(element: etree._Element, *, index: bool) -> Entry | None:
    said: dict[str, str] = {}
    for part in element.iter():
        if isinstance(part.tag, str) and part.text and part.text.strip():
            said.setdefault(_name(part), part.text.strip())
    if "loc" not in said:
        return None
    return Entry(said["loc"], index, said.get("lastmod"), said.get("publication_date"), said.get("title"))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _refuse(fetched: Fetched, reason: str) -> NoReturn:
    raise CollectError(Outcome.NOT_A_PAGE, fetched.url, f"not a sitemap: {reason}")
