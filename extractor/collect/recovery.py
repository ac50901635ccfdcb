"""After a run that was killed: posts that the archive holds and the state does not know are adopted, halves are cut off.

The same way makes a lost state anew from the archive alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from extractor.collect.model import Fetched, Located, Post
from extractor.collect.state import State
from extractor.documents import warc_fields as fields
from extractor.documents.identity import article_id
from extractor.documents.warc_fields import Place, place_of
from extractor.documents.warc_records import Damage, Record, records

NOT_WHOLE = "a post that is not whole"


@dataclass(frozen=True, slots=True)
class Loss:
    """Bytes from `offset` of an archive file that are no whole post; `cut` tells that they were removed."""

    file: str
    offset: int
    reason: str
    cut: bool

    def __str__(self) -> str:
        return f"{self.file}#{self.offset}: {self.reason} ({'removed' if self.cut else 'left as it is'})"


@dataclass(slots=True)
class Recovered:
    """What recovery did: posts adopted into the state, posts forgotten since their bytes are gone, bytes that were no post."""

    adopted: int = 0
    forgotten: int = 0
    losses: list[Loss] = field(default_factory=list)


def recover(folder: Path, state: State) -> Recovered:
    """Bring archive and state together; to be called under the lock of the data folder, before anything is asked.

    Of each file only what the state has not yet looked through is read. What is left over behind the last whole post of a
    file is removed, and a file that holds nothing else; damage before a whole post stays as it is. Posts whose bytes are
    gone, since a file became shorter, are forgotten, so that they are fetched again; files that were moved away are not
    missed.

    Raises:
        OSError: a file of the archive cannot be read or cut.
        StateError: the state cannot be written.
    """
    done = Recovered()
    committed = state.committed()
    for path in sorted(folder.rglob("posts-*.warc.gz")):
        name = path.relative_to(folder).as_posix()
        size, start = path.stat().st_size, committed.get(name, 0)
        if size == start > 0:
            continue
        longest = max([start, *(offset + length for offset, length in state.blocks(name).items())])
        if size < longest:
            done.losses.append(Loss(name, size, f"the file had {longest} bytes", cut=False))
            done.forgotten += state.forget(name, size)
            start = 0
        _read_on(path, name, start, state, done)
    return done


def _read_on(path: Path, name: str, start: int, state: State, done: Recovered) -> None:
    """Adopt what a file holds behind byte `start`, and cut off what is left over."""
    with path.open("rb") as file:
        scan = _Scan(file, start, state.blocks(name))
        for post, offset, end in scan.posts():
            state.adopt(post, Located(name, offset, end - offset))
            done.adopted += 1
    done.losses += [Loss(name, damage.offset, damage.reason, cut=False) for damage in scan.passed]
    if scan.left is not None:
        done.losses.append(Loss(name, scan.whole, scan.left, cut=True))
        if not scan.holds_posts:
            path.unlink()
            return
        with path.open("r+b") as archive:
            archive.truncate(scan.whole)
            os.fsync(archive.fileno())
    state.commit(name, scan.whole)


class _Scan:
    """The way through one file: over known posts without reading them, from whole post to whole post.

    `whole` is the end of the last whole post so far, `passed` the damage before it; `left` says, after the last, what
    stands behind it (`None`: nothing). `holds_posts` tells that the file is more than its own first record.
    """

    def __init__(self, file: BinaryIO, start: int, known: Mapping[int, int]) -> None:
        self.whole = start
        self.passed: list[Damage] = []
        self.left: str | None = None
        self.holds_posts = start > 0
        self._file, self._known = file, known
        self._open: list[Damage] = []
        self._pages: list[Record] = []

    def posts(self) -> Iterator[tuple[Post, int, int]]:
        """The posts that are not known, with offset and end."""
        read_to: int | None = self.whole
        while read_to is not None:
            while read_to in self._known:
                read_to += self._known[read_to]
                self._reached(read_to, post=True)
            start, read_to = read_to, None
            for item in records(self._file, start, wanted=lambda headers, http: False, most=0):
                if isinstance(item, Record) and item.offset in self._known:
                    self._abandon()
                    read_to = item.offset
                    break
                yield from self._step(item)
        self._abandon()
        size = self._file.seek(0, os.SEEK_END)
        if self.whole < size or not self.holds_posts:
            self.left = self._open[0].reason if self._open else NOT_WHOLE

    def _step(self, item: Record | Damage) -> Iterator[tuple[Post, int, int]]:
        if isinstance(item, Damage):
            self._pages = []
            self._open.append(item)
            return
        place = place_of(item.headers)
        if place is None:  # the file's own first record, or one that others wrote: whole, and not for us to judge
            self._abandon()
            self._reached(item.end, post=item.type != "warcinfo")
        elif item.type == "response":
            if not place.follows(_place(self._pages)):
                self._abandon()
            if self._pages or place.number == 1:
                self._pages.append(item)
            else:
                self._open.append(Damage(item.offset, NOT_WHOLE))
        elif item.type == "request" and place.is_last and place == _place(self._pages):
            pages, self._pages = self._pages, []
            yield _post(pages), pages[0].offset, item.end
            self._reached(item.end, post=True)  # only after the post was taken

    def _abandon(self) -> None:
        if self._pages:
            self._open.append(Damage(self._pages[0].offset, NOT_WHOLE))
            self._pages = []

    def _reached(self, end: int, *, post: bool) -> None:
        self.passed += self._open
        self._open = []
        self.whole = end
        self.holds_posts = self.holds_posts or post


def _place(pages: list[Record]) -> Place | None:
    return place_of(pages[-1].headers) if pages else None


def _post(pages: list[Record]) -> Post:
    """The post as the archive describes it; the bodies of its pages stay there."""
    said = pages[0].headers
    url = said.get_header(fields.POST)
    packed = {name: unquote(value) if (value := said.get_header(name)) else None for name in fields.PACKED}
    return Post(
        id=said.get_header(fields.ID) or article_id(url, ""),
        url=url,
        outlet=said.get_header(fields.OUTLET) or "",
        pages=tuple(_fetched(page) for page in pages),
        title=packed[fields.TITLE],
        published=packed[fields.PUBLISHED],
        text_hash=said.get_header(fields.TEXT_HASH) or "",
        via=packed[fields.VIA] or "",
        modified=packed[fields.MODIFIED],
    )


def _fetched(page: Record) -> Fetched:
    final_url = page.headers.get_header("WARC-Target-URI") or ""
    status = page.http.get_statuscode() if page.http is not None else ""
    return Fetched(
        url=page.headers.get_header(fields.ASKED) or final_url,
        final_url=final_url,
        status=int(status) if status.isdecimal() else 0,
        reason="",
        headers=tuple(page.http.headers) if page.http is not None else (),
        body=b"",
        raw_body=b"",
        request_line="",
        request_headers=(),
        fetched=page.date or datetime.min.replace(tzinfo=UTC),
        ip=page.headers.get_header("WARC-IP-Address"),
    )
