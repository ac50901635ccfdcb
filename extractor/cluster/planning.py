"""What is given, cut into splits of much the same size: large files into several, small ones put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from extractor.cluster.fetching import local_copy, opened_parquet, told
from extractor.cluster.model import Piece, Split
from extractor.cluster.sources import PARQUET, Source
from extractor.documents.document import DocumentError, Failure
from extractor.documents.files import ARCHIVES, LISTS
from extractor.documents.finding import Found, find_from
from extractor.documents.places import BEGINNING, DONE, Inside
from extractor.documents.posts import ListedPost

MOST_PARTS: Final = 1000
"""Files in a split, however small they are."""
_MOST_FOUND: Final = 20_000  # things in a stretch of a list, however short they are


@dataclass(frozen=True, slots=True)
class Weighed:
    """A part of a split, and its size in bytes."""

    part: Piece | Failure
    size: int


Cut = Callable[[list[Source]], Iterable[list[Weighed]]]
"""Cuts each of some large files, in their order; on a cluster, several at the same time."""


def splits_of(found: Iterable[Source | Failure], cut: Cut, *, size: int) -> list[Split]:
    """What was found as splits of about `size` bytes, in the same order."""
    waiting = list(found)
    large = [one for one in waiting if isinstance(one, Source) and is_cut(one, size)]
    pieces = iter(cut(large))
    parts: list[Weighed] = []
    for one in waiting:
        if isinstance(one, Failure):
            parts.append(Weighed(one, 0))
        elif is_cut(one, size):
            parts += next(pieces)
        else:
            parts.append(Weighed(Piece(one.path, one.shown), one.size))
    return [Split(number, together) for number, together in enumerate(_packed(parts, size))]


def _packed(parts: Iterable[Weighed], size: int) -> Iterator[tuple[Piece | Failure, ...]]:
    together: list[Piece | Failure] = []
    weight = 0
    for one in parts:
        if together and (weight + one.size > size or len(together) >= MOST_PARTS):
            yield tuple(together)
            together, weight = [], 0
        together.append(one.part)
        weight += one.size
    if together:
        yield tuple(together)


def is_cut(source: Source, size: int) -> bool:
    """Is it a file of many posts that is too large for one split?"""
    return source.size > size and source.kind in LISTS | ARCHIVES | {PARQUET}


def cut(source: Source, size: int) -> list[Weighed]:
    """A large file as pieces of about `size` bytes; a failure in their place if it cannot be read.

    Lists and archives are gone through as they are read later, so that each piece begins where reading can go on; of a Parquet file the
    list of its row groups says enough.

    Raises:
        OSError: object storage does not answer.
    """
    try:
        if source.kind == PARQUET:
            return _row_groups(source, size)
        with TemporaryDirectory(prefix="extractor-") as folder:
            return _stretches(source, local_copy(Piece(source.path, source.shown), Path(folder)), size)
    except DocumentError as error:
        return [Weighed(error.failure(source.shown), 0)]
    except OSError as error:
        return [Weighed(told(error, source.shown), 0)]


def _stretches(source: Source, path: str, size: int) -> list[Weighed]:
    pieces: list[Weighed] = []
    start, count, weight = BEGINNING, 0, 0
    for found in find_from([path]):
        behind = found.behind.inside
        count += 1
        weight = weight + _length(found) if behind.at == 0 else max(weight, behind.at - start.at)
        if behind == DONE or (source.kind in ARCHIVES and behind.number):  # within something that must stay whole
            continue
        if weight >= size or count >= _MOST_FOUND:
            reach = behind.at or None
            pieces.append(Weighed(Piece(source.path, source.shown, start, count, reach), weight))
            start, count, weight = behind, 0, 0
    if count or not pieces:
        pieces.append(Weighed(Piece(source.path, source.shown, start, count or None), weight))
    return pieces


def _length(found: Found) -> int:
    return len(found.what.article.content) if isinstance(found.what, ListedPost) else 0


def _row_groups(source: Source, size: int) -> list[Weighed]:
    pieces: list[Weighed] = []
    first = before = rows = weight = 0
    with opened_parquet(source.path) as file:
        about = file.metadata
        for group in range(about.num_row_groups):
            rows += about.row_group(group).num_rows
            weight += about.row_group(group).total_byte_size
            is_last = group == about.num_row_groups - 1
            if rows and (weight >= size or is_last):
                groups = (first, group + 1)
                pieces.append(Weighed(Piece(source.path, source.shown, Inside(number=before), groups=groups), weight))
                first, before, rows, weight = group + 1, before + rows, 0, 0
    return pieces or [Weighed(Piece(source.path, source.shown), source.size)]
