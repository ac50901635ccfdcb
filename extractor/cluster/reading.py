"""What a split describes, found: posts and failures, named as one machine names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from extractor.cluster.fetching import local_copy, rows_as_lines, told
from extractor.cluster.model import Piece, Split
from extractor.cluster.sources import PARQUET, Source
from extractor.documents.document import DocumentError, Failure
from extractor.documents.finding import find_from
from extractor.documents.places import Place
from extractor.documents.posts import ArchivedPost, ArchiveEnd, Post


def found_in(split: Split, folder: Path) -> Iterator[Post | Failure]:
    """What a split describes, one at a time; `folder` takes the copies of files, which are needed until all has been read.

    Raises:
        OSError: object storage does not answer.
    """
    for number, part in enumerate(split.parts):
        if isinstance(part, Failure):
            yield part
            continue
        own = folder / str(number)
        try:
            own.mkdir()
            is_table = Source(part.path, part.shown, 0).kind == PARQUET
            path = rows_as_lines(part, own) if is_table else local_copy(part, own)
        except DocumentError as error:
            yield error.failure(part.shown)
            continue
        except OSError as error:
            yield told(error, part.shown)
            continue
        yield from _found_at(path, part)


def _found_at(path: str, piece: Piece) -> Iterator[Post | Failure]:
    local = path.encode("utf-8", "backslashreplace").decode("utf-8")
    shown = piece.shown.encode("utf-8", "backslashreplace").decode("utf-8")
    for found in islice(find_from([path], Place(inside=piece.start)), piece.count):
        yield found.what if local == shown else _named(found.what, local, shown)


def _named(what: Post | Failure, local: str, shown: str) -> Post | Failure:
    """The same of the file `shown` instead of its copy or its absolute path `local`."""
    if isinstance(what, Failure):
        before, now = local.replace("\n", "\\n"), shown.replace("\n", "\\n")
        message = now + what.message.removeprefix(before) if what.message.startswith(before) else what.message
        return Failure(now + what.path.removeprefix(before), what.code, message)
    if isinstance(what, ArchivedPost | ArchiveEnd):
        return replace(what, file=shown)
    return replace(what, shown=shown + what.shown.removeprefix(local))
