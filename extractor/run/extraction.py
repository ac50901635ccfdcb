"""Posts to records, in this process or in others: the same bytes either way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from extractor.documents.document import Document, DocumentError, Failure
from extractor.documents.finding import Found
from extractor.documents.inputs import read_post
from extractor.documents.places import START, Place
from extractor.documents.posts import ArchiveEnd, Crawls, Post, crawl_of
from extractor.records import Record
from extractor.run.lines import to_line
from extractor.run.memory import loading
from extractor.run.sharing import Done, Lost
from extractor.run.workers import Workers

if TYPE_CHECKING:
    from extractor.pipeline import Extractor

Load = Callable[[], "Extractor"]

FEW: Final = 60
"""Posts that one process has done before others have begun: so many or fewer are not shared out."""
_POSTS_A_ZONE: Final = 100  # after so many posts spaCy forgets the words it has met


@dataclass(frozen=True, slots=True)
class Line:
    """A record as a line of JSON; `events` is their number in it, `crawl` the archive of others it is from, if any."""

    data: bytes
    events: int
    crawl: str | None = None


Outcome = Line | Failure
_Answer = Line | Failure | ArchiveEnd | None


@dataclass(frozen=True, slots=True)
class Told:
    """What came of something that was found.

    Attributes:
        outcome: `None` for a page of somebody's archive that is no post.
        behind: the place behind it: all before it has been told. Only where things are told in their order.
    """

    outcome: Outcome | None
    behind: Place | None = None


def extract_posts(
    found: Iterable[Post | Failure],
    load: Load,
    *,
    workers: int = 1,
    ordered: bool = True,
    limit_s: float = 60.0,
) -> Iterator[Outcome]:
    """`extract_found` of what `extractor.documents.find_posts` found, the outcomes alone."""
    with closing(
        extract_found((Found(one, START) for one in found), load, workers=workers, ordered=ordered, limit_s=limit_s)
    ) as told:
        yield from (one.outcome for one in told if one.outcome is not None)


def extract_found(
    found: Iterable[Found],
    load: Load,
    *,
    workers: int = 1,
    ordered: bool = True,
    limit_s: float = 60.0,
) -> Generator[Told, None, None]:
    """What comes of each thing found, in their order, or as it comes.

    Args:
        found: by `extractor.documents.finding.find_from`, taken as it is needed.
        load: makes the extractor; what can be sent to another process: a function of a module, or a `functools.partial` of one.
        workers: processes; with one, or with few posts, all is done in this one.
        ordered: in the order of the posts?
        limit_s: seconds that a worker may take for a post.

    Raises:
        extractor.run.workers.WorkerError: processes cannot be started.
        extractor.tagging.trained.ModelError: the model cannot be loaded.
    """
    places: deque[tuple[Place, str | None]] = deque()  # of what is on its way, with the archive of others it is from
    waiting = _noted(found, places) if ordered else (one.what for one in found)
    first = deque(islice(waiting, FEW + 1)) if workers > 1 else deque()
    are_many = len(first) > FEW
    posts = chain(_taken_from(first), waiting)
    answers = _shared(posts, load, workers, ordered=ordered, limit_s=limit_s) if are_many else _here(posts, load)
    crawls = Crawls()
    ends: list[ArchiveEnd] = []
    with closing(answers):
        for answer in answers:
            behind, crawl = places.popleft() if ordered else (None, None)
            if isinstance(answer, ArchiveEnd):
                if ordered:  # all that came before it has been read
                    yield Told(crawls.ended(answer), behind)
                else:
                    ends.append(answer)
                continue
            if isinstance(answer, Line) and answer.crawl is not None:
                crawls.found_in(answer.crawl)
            if behind is not None and crawl is not None and crawls.had_posts(crawl):
                behind = behind.with_posts()
            yield Told(answer, behind)
    yield from (Told(crawls.ended(end)) for end in ends)


def _noted(found: Iterable[Found], places: deque[tuple[Place, str | None]]) -> Iterator[Post | Failure]:
    for one in found:
        places.append((one.behind, None if isinstance(one.what, Failure) else crawl_of(one.what)))
        yield one.what


def _taken_from(waiting: deque[Post | Failure]) -> Iterator[Post | Failure]:
    while waiting:
        yield waiting.popleft()  # and is not held for the rest of the run


def _here(posts: Iterable[Post | Failure], load: Load) -> Generator[_Answer, None, None]:
    read = _reading(load)
    yield from map(read, posts)


def _shared(
    posts: Iterable[Post | Failure], load: Load, workers: int, *, ordered: bool, limit_s: float
) -> Generator[_Answer, None, None]:
    pool: Workers[Post | Failure, _Answer] = Workers(_reading, (load,), workers, limit_s=limit_s)
    with closing(pool.run(posts, ordered=ordered)) as answers:
        for answer in answers:
            yield answer.result if isinstance(answer, Done) else _lost(answer)


def _lost(answer: Lost[Post | Failure]) -> _Answer:
    if isinstance(answer.item, Failure | ArchiveEnd):
        return answer.item
    reason = f"the process that read it {answer.reason}, twice"
    return DocumentError("worker-lost", reason, "Please report it with the post.").failure(answer.item.shown)


def _reading(load: Load) -> Callable[[Post | Failure], _Answer]:
    """What is done in a process: posts to lines, one after another."""
    with loading():
        extractor = load()
    zones = ExitStack()
    done = 0

    def read(post: Post | Failure) -> _Answer:
        nonlocal done
        if isinstance(post, Failure | ArchiveEnd):
            return post
        if done % _POSTS_A_ZONE == 0:
            zones.close()
            zones.enter_context(extractor.nlp.memory_zone())
        done += 1
        return _line(extractor, read_post(post), crawl_of(post))

    return read


def _line(extractor: Extractor, read: Document | Failure | None, crawl: str | None) -> _Answer:
    if not isinstance(read, Document):
        return read
    (outcome,) = extractor.outcomes([read])
    return Line(to_line(outcome), len(outcome.events), crawl) if isinstance(outcome, Record) else outcome
