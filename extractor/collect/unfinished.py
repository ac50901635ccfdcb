"""The pages of a post that is not whole yet, kept aside, so that a run that goes on after a kill asks none of them again."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from extractor.collect.fetching import Stopped
from extractor.collect.model import CollectError, Fetched

_FRESH = timedelta(hours=1)  # pages of one post that were fetched further apart may be of two versions
_BYTES = ("body", "raw_body")
_PAIRS = ("headers", "request_headers")


class UnfinishedPosts:
    """Keeps pages under `folder`, a file a post; posts of one page are never written.

    Nothing depends on these files: one that is broken, or cannot be written, only means that its pages are asked again.

    Args:
        folder: made with the first post of several pages; `None` to keep nothing.
        now: the clock, with zone.
    """

    def __init__(self, folder: Path | None, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._folder, self._now = folder, now

    @contextmanager
    def post(self, url: str, ask: Callable[[str], Fetched], *, changed: datetime | None = None) -> Iterator[PostPages]:
        """The pages of the post at an address, for the time of a `with` block; forgotten once the post is dealt with.

        Args:
            url: where the post is asked for.
            ask: fetches an address that is not kept.
            changed: when the post last changed, where that is known; pages from before are not used.
        """
        path, found = None, []
        if self._folder is not None:
            path = self._folder / f"{sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()}.jsonl"
            oldest = self._now() - _FRESH
            found = [one for one in _read(path) if one.fetched >= max(oldest, changed or oldest)]
        pages = PostPages(path, found, ask)
        try:
            yield pages
        except CollectError as error:
            if not isinstance(error, Stopped):
                pages.forget()
            raise
        pages.forget()

    def forget_old(self) -> None:
        """Remove what runs that were killed left behind and none came back to."""
        if self._folder is None:
            return
        oldest = (self._now() - _FRESH).timestamp()
        with suppress(OSError):
            for path in self._folder.glob("*.jsonl"):
                if path.stat().st_mtime < oldest:
                    path.unlink()


class PostPages:
    """The pages of one post, each asked once."""

    def __init__(self, path: Path | None, found: list[Fetched], ask: Callable[[str], Fetched]) -> None:
        self._path, self._ask = path, ask
        self._pages = {one.url: one for one in found}
        self._unwritten: list[Fetched] = []

    def get(self, url: str) -> Fetched:
        """The page at an address, asked for if it is not kept.

        Raises:
            CollectError: as `ask` does.
        """
        known = self._pages.get(url)
        if known is not None:
            return known
        self._write()
        page = self._ask(url)
        self._pages[url] = page
        self._unwritten.append(page)
        return page

    def forget(self) -> None:
        """Remove the file, if there is one."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        """Write the pages in hand before another is asked for."""
        if self._path is None or not self._unwritten:
            return
        # Each on a line of its own, also behind one in whose midst a run was killed.
        lines = "".join(f"\n{_packed(page)}\n" for page in self._unwritten)
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="ascii") as file:
                file.write(lines)
        self._unwritten = []


def _read(path: Path) -> Iterator[Fetched]:
    """The pages that a file holds; lines that are none are passed over."""
    try:
        lines = path.read_text(encoding="ascii").split("\n")
    except (OSError, ValueError):
        return
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            yield _unpacked(line)


def _packed(page: Fetched) -> str:
    fields = asdict(page) | {name: b64encode(getattr(page, name)).decode("ascii") for name in _BYTES}
    return json.dumps(fields | {"fetched": page.fetched.isoformat()})


def _unpacked(line: str) -> Fetched:
    fields = json.loads(line)
    fields |= {name: b64decode(fields[name]) for name in _BYTES}
    fields |= {name: tuple((key, value) for key, value in fields[name]) for name in _PAIRS}
    return Fetched(**fields | {"fetched": datetime.fromisoformat(fields["fetched"])})
