"""Posts in web archives: those of this program, page joined to page, and those that others collected."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse
from warcio.bufferedreaders import ChunkedDataReader

from extractor.documents.document import Document, DocumentError, Failure
from extractor.documents.files import MOST_BYTES, refusal, too_large
from extractor.documents.joining import PageBytes, charset_of, read_pages
from extractor.documents.posts import ArchivedPost, ArchiveEnd, Crawls
from extractor.documents.warc_fields import Place, place_of
from extractor.documents.warc_records import Damage, Record, records

HTML = frozenset({"", "text/html", "application/xhtml+xml"})
"""Media types of pages; one that names none may be a page too."""

REMEDY_DAMAGED = "The other posts of the file are read."


@dataclass(frozen=True, slots=True)
class FoundStretch:
    """A stretch of a file, looked through: the posts and failures found in it, and the byte behind it, from which reading may go on.

    `met` and `torn` say of all that lies before the end what `Inside` says.
    """

    found: tuple[ArchivedPost | ArchiveEnd | Failure, ...]
    end: int
    met: bool
    torn: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a file, read: what it gave, and the byte from which reading may go on later as if it had never stopped."""

    outcomes: tuple[Document | Failure, ...]
    end: int


def read_warc(path: str, shown: str) -> Iterator[Document | Failure]:
    """The posts of a WARC file (.warc, .warc.gz), one at a time; `shown` is the path as it appears in records.

    A post that this program archived is whole or a `Failure`, its pages joined. Of what others archived, pages that were
    answered with status 200 and are posts are given; all else (pictures, listings, robots.txt, errors, revisits) is
    passed over, and a file without any post is one `Failure`. A document's `source_path` is `FILE#OFFSET`, the offset
    that of the (first) response.
    """
    for stretch in read_warc_from(path, shown, 0):
        yield from stretch.outcomes


def read_warc_from(path: str, shown: str, start: int) -> Iterator[Stretch]:
    """`read_warc` from the byte `start` on, which is 0 or the `end` of a stretch read before: what stands behind it now.

    Offsets are those of the whole file. A stretch ends behind a whole post, never within one. What is left over at the end of the
    file, damage or a post that is not whole, comes with the last stretch, which ends before it: there more may yet be written.
    """
    crawls = Crawls()
    for stretch in find_in_warc(path, shown, start, met=start > 0):
        read = [_outcome(one, crawls) for one in stretch.found]
        if (outcomes := tuple(one for one in read if one is not None)) or stretch.end != start:
            yield Stretch(outcomes, stretch.end)


def _outcome(found: ArchivedPost | ArchiveEnd | Failure, crawls: Crawls) -> Document | Failure | None:
    if isinstance(found, Failure):
        return found
    if isinstance(found, ArchiveEnd):
        return crawls.ended(found)
    read = read_archived(found)
    if read is not None:
        crawls.found(found)
    return read


def read_archived(post: ArchivedPost) -> Document | Failure | None:
    """The document of archived pages; `None` for a page of others that is no post."""
    try:
        return read_pages(
            post.pages, url=post.url, fetched=post.fetched, source_path=post.shown, warc=(post.file, post.offset)
        )
    except DocumentError as error:  # a listing, a login page: a crawl is full of them
        return error.failure(post.shown) if post.is_ours else None


def find_in_warc(
    path: str, shown: str, start: int = 0, *, met: bool = False, torn: bool = False
) -> Iterator[FoundStretch]:
    """The posts of a WARC file as pages that are not yet read, from the byte `start` on; see `read_warc_from`.

    `met` and `torn` are those of the stretch before.
    """
    reading = _Reading(shown, met=met, torn=torn)
    waiting: list[ArchivedPost | ArchiveEnd | Failure] = []
    end = start
    try:
        with open(path, "rb") as file:  # noqa: PTH123 — paths stay as given
            for record in records(file, start, wanted=_is_page, most=MOST_BYTES):
                if isinstance(record, Damage):
                    waiting += reading.damaged(record)
                    continue
                waiting += reading.read(record)
                if not reading.is_within:
                    end = record.end
                    yield FoundStretch(tuple(waiting), end, reading.met, reading.torn)
                    waiting.clear()
    except OSError as error:
        yield FoundStretch((*waiting, refusal(error).failure(shown)), end, reading.met, reading.torn)
        return
    if waiting := [*waiting, *reading.ended()]:
        yield FoundStretch(tuple(waiting), end, reading.met, reading.torn)


def unpacked(record: Record) -> bytes:
    """The body of a response as the reader of a page wants it, without transfer and content encoding.

    A body that is not packed as its headers say is taken as it is.

    Raises:
        DocumentError: `too-large`, stored or unpacked.
    """
    if record.payload is None:
        raise too_large()
    body = record.payload
    if record.http is None:
        return body
    if "chunked" in (record.http.get_header("Transfer-Encoding") or "").lower():
        body = ChunkedDataReader(io.BytesIO(body)).read()
    if encoding := record.http.get_header("Content-Encoding"):
        packed = HTTPResponse(io.BytesIO(body), headers={"Content-Encoding": encoding}, preload_content=False)
        try:
            body = packed.read(MOST_BYTES + 1, decode_content=True)
        except HTTPError:
            return body
        if len(body) > MOST_BYTES:
            raise too_large()
    return body


@dataclass(slots=True)
class _Block:
    """The pages of one post of ours, as far as they are read."""

    place: Place
    offset: int
    fetched: datetime | None
    pages: list[PageBytes] = field(default_factory=list)
    error: DocumentError | None = None


class _Reading:
    """One file on its way: the post that is not whole yet, and whether anything has been found."""

    def __init__(self, shown: str, *, met: bool, torn: bool) -> None:
        self._shown = shown
        self._block: _Block | None = None
        self.met = met
        self.torn = torn
        self._awaits_request = False

    @property
    def is_within(self) -> bool:
        """Is more of one of our posts to come: further pages, or the request of its last one?"""
        return self._block is not None or self._awaits_request

    def read(self, record: Record) -> Iterator[ArchivedPost | Failure]:
        """What a record gives."""
        self._awaits_request = False
        if record.type != "response":
            return
        place = place_of(record.headers)
        if place is None:
            if _is_page(record.headers, record.http):
                yield from self._foreign(record)
            return
        yield from self._ours(record, place)

    def damaged(self, damage: Damage) -> Iterator[Failure]:
        """Damage takes the post in which it lies with it."""
        lost = f"; of the post before it {_at_hand(self._block)}" if self._block else ""
        reason = f"the archive is damaged here: {damage.reason}{lost}"
        self._block, self.met, self.torn = None, True, True
        yield DocumentError("damaged-warc", reason, REMEDY_DAMAGED).failure(f"{self._shown}#{damage.offset}")

    def ended(self) -> Iterator[ArchiveEnd | Failure]:
        """The end of the file."""
        yield from self._abandoned()
        if not self.met:
            yield ArchiveEnd(self._shown)

    def _ours(self, record: Record, place: Place) -> Iterator[ArchivedPost | Failure]:
        if not place.follows(self._block.place if self._block else None):
            yield from self._abandoned()
            if place.number > 1:
                if not self.torn:  # else it is told with the damage
                    yield self._incomplete(record.offset, f"page {place.number} of {place.of} without those before it")
                self.torn = False
                return
        self.torn = False
        block = self._block or _Block(place, record.offset, record.date)
        block.place, self._block = place, block
        try:
            page = _page(record)
            if sum(len(one.body) for one in block.pages) + len(page.body) > MOST_BYTES:
                raise too_large()
            block.pages.append(page)
        except DocumentError as error:
            block.error = block.error or error
        if place.is_last:
            self._block, self.met, self._awaits_request = None, True, True
            yield self._post(block)

    def _post(self, block: _Block) -> ArchivedPost | Failure:
        if block.error:
            return block.error.failure(f"{self._shown}#{block.offset}")
        return ArchivedPost(
            tuple(block.pages), block.place.post, block.fetched, self._shown, block.offset, is_ours=True
        )

    def _foreign(self, record: Record) -> Iterator[ArchivedPost]:
        try:
            page = _page(record)
        except DocumentError:  # far too large for a post
            return
        yield ArchivedPost((page,), _target(record), record.date, self._shown, record.offset, is_ours=False)

    def _abandoned(self) -> Iterator[Failure]:
        if self._block is not None:
            yield self._incomplete(self._block.offset, _at_hand(self._block))
            self._block = None

    def _incomplete(self, offset: int, what: str) -> Failure:
        self.met = True
        return DocumentError(
            "incomplete-post",
            f"the archived post is not whole: {what}",
            "The next `extractor collect` fetches it again.",
        ).failure(f"{self._shown}#{offset}")


def _at_hand(block: _Block) -> str:
    return f"{block.place.number} of {block.place.of} pages are at hand"


def _page(record: Record) -> PageBytes:
    return PageBytes(unpacked(record), charset_of(_content_type(record.http)), _target(record))


def _target(record: Record) -> str:
    return record.headers.get_header("WARC-Target-URI") or ""


def _is_page(headers: Any, http: Any) -> bool:
    """Is it a response that may hold a post? Ours always, others' where status and type say so."""
    if headers.get_header("WARC-Type") != "response":
        return False
    if place_of(headers) is not None:
        return True
    if http is None or http.get_statuscode() != "200":
        return False
    return _content_type(http).partition(";")[0].strip().casefold() in HTML


def _content_type(http: Any) -> str:
    return (http.get_header("Content-Type") or "") if http is not None else ""
