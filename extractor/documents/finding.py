"""Posts found under paths, not yet read, from the beginning or from a place on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike, fspath

from extractor.documents.batches import articles
from extractor.documents.document import DocumentError, Failure
from extractor.documents.files import ARCHIVES, LISTS, STANDARD_INPUT, extension
from extractor.documents.places import BEGINNING, DONE, START, Inside, Place
from extractor.documents.posts import FilePost, ListedPost, Post
from extractor.documents.walking import Entry, walk


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found, and the place behind it."""

    what: Post | Failure
    behind: Place


def find_posts(paths: Iterable[str | PathLike[str]]) -> Iterator[Post | Failure]:
    """What `read_inputs` reads, found one at a time and not yet read."""
    return (one.what for one in find_from([fspath(path) for path in paths]))


def find_from(given: Sequence[str], start: Place = START) -> Iterator[Found]:
    """What lies under the paths behind a place, one at a time, each with the place behind it.

    Behind the place of any one of them come just those that came after it, as long as the files are as they were. What takes the place of
    a file that is gone is found; folders before the place are not entered.
    """
    empty = start.is_start
    for number, path in enumerate(given):
        if number < start.given:
            continue
        resumed = number == start.given and not start.is_start
        found = resumed
        for entry in walk(path, start.under, start.linked) if resumed else walk(path):
            found = True
            inside = start.inside if resumed and entry.under == start.under else BEGINNING
            if not inside.done:
                yield from _in_entry(entry, number, inside)
        empty = empty and not found
        if not found and len(given) == 1:
            reason = DocumentError(
                "no-posts", "nothing here is a post", "Give files .txt, .md, .html, .json, .jsonl, .csv or .warc."
            )
            yield Found(reason.failure(path), Place(number, inside=DONE))
    if empty and len(given) > 1:
        reason = DocumentError("no-posts", "none of the paths holds a post", "Give files or folders of posts.")
        yield Found(reason.failure(given[0]), Place(len(given)))


def _in_entry(entry: Entry, number: int, start: Inside) -> Iterator[Found]:
    if isinstance(entry.what, Failure):
        yield Found(entry.what, Place(number, entry.under, DONE, entry.linked))
        return
    for what, behind in _in_file(entry.what, start):
        yield Found(what, Place(number, entry.under, behind, entry.linked))


def _in_file(path: str, start: Inside) -> Iterator[tuple[Post | Failure, Inside]]:
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    try:
        if extension(path) in ARCHIVES and path != STANDARD_INPUT:
            yield from _in_archive(path, shown, start)
        elif extension(path) in LISTS and path != STANDARD_INPUT:
            for one in articles(path, start):
                place = shown if one.number is None else f"{shown}#{one.number}"
                if isinstance(one.article, DocumentError):
                    yield one.article.failure(place), one.behind
                else:
                    yield ListedPost(one.article, place), one.behind
        else:
            yield FilePost(path, shown), DONE
    except DocumentError as error:
        yield error.failure(shown), DONE


def _in_archive(path: str, shown: str, start: Inside) -> Iterator[tuple[Post | Failure, Inside]]:
    """Of a stretch that holds several things, the place behind each but the last lies before it, with their number."""
    from extractor.documents.warc import find_in_warc  # noqa: PLC0415 — loads libraries that other inputs do not need

    before = start
    number = 0
    for stretch in find_in_warc(path, shown, start.at, met=start.met, torn=start.torn):
        end = Inside(at=stretch.end, met=stretch.met, torn=stretch.torn)
        for what in stretch.found:
            number += 1
            is_last = number == len(stretch.found) and stretch.end > before.at
            if number > start.number or before.at > start.at:
                yield what, end if is_last else Inside(before.done, before.at, number, 0, before.met, before.torn)
        if stretch.end > before.at:
            before, number = end, 0
