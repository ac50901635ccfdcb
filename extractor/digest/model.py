"""What a digest tells, as plain data.

Texts of posts are here as the posts print them: whoever shows them escapes them for where they go. Days are ISO 8601 as exactly as known
("2026-05", "2026-05-12"), money is whole rupiah.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class DigestError(Exception):
    """A digest cannot be made as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cut(Generic[T]):
    """The first of several things, and how many there are together."""

    shown: tuple[T, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """Number of those that are not shown."""
        return self.total - len(self.shown)

    @classmethod
    def of(cls, things: Sequence[T], most: int) -> Cut[T]:
        """The first `most` of these."""
        return cls(tuple(things[:most]), len(things))

    @classmethod
    def made(cls, things: Sequence[U], most: int, make: Callable[[U], T]) -> Cut[T]:
        """The first `most` of these, made into what is shown: the others cost nothing."""
        return cls(tuple(make(one) for one in things[:most]), len(things))


@dataclass(frozen=True, slots=True)
class Post:
    """An article as far as a digest names it."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is new.

    Attributes:
        posts: articles that are new and about the agency.
        outlets: that published them.
        stories: that were told for the first time.
        further: of the posts, those that tell of a story known before.
        events: that the posts tell.
        aside: new articles about something else, counted nowhere else.
        edited: articles that were there and have a new version.
        failed: posts that could not be read.
    """

    posts: int
    outlets: int
    stories: int
    further: int
    events: int
    aside: int
    edited: int
    failed: int


@dataclass(frozen=True, slots=True)
class Share:
    """What falls to a province (by its code) or to an event type; `paid` as in `Paid.total`."""

    key: str | None
    name: str | None
    posts: int
    stories: int
    paid: int


@dataclass(frozen=True, slots=True)
class Who:
    """A person with the office as printed, or an organization (`office` is `None`)."""

    name: str
    office: str | None


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened or is to happen, in its parts.

    Attributes:
        type: of the event; `None` where the posts tell none.
        status: with it.
        start: first day, as exactly as known.
        end: last day, if it has another.
        place: name of the area.
        province: name of the province it lies in, where the area is not the province itself.
        who: those with an office first.
        figures: sums and counts in words.
    """

    type: str | None
    status: str | None
    start: str | None
    end: str | None
    place: str | None
    province: str | None
    who: tuple[Who, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story that is new, or told further.

    Attributes:
        post: the new article that stands for it.
        what: the main event of it.
        outlets: number of outlets that tell it, the earlier ones too.
        posts: number of its new articles.
        in_area: does it fall into an area of interest?
        is_new: had it no article before?
    """

    post: Post
    what: Happening
    outlets: int
    posts: int
    in_area: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum or count in words; `kind` as in the record ("benefit", "target")."""

    kind: str
    phrase: str


@dataclass(frozen=True, slots=True)
class ToldFigures:
    """Figures as a story tells them; `place` where they hold."""

    post: Post
    place: str | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Paid:
    """Money handed over and reported.

    Attributes:
        total: at least so much was handed over: of each new story the largest exact whole sum of an event `benefit_handover` that
            happened. Posts print totals beside their parts, so that more than the largest could be counted twice.
        stories: number of stories in `total`.
        hedged: number of new stories with such an event that tell no exact whole sum, only "around", "up to", or a sum a person or month.
        reports: sums of events `benefit_report`, the largest of each story; never added up, since their periods and areas overlap.
    """

    total: int
    stories: int
    hedged: int
    reports: Cut[ToldFigures]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is planned, or urged by a day that is still to come; `is_new`: did a new post tell it?"""

    what: Happening
    post: Post
    is_new: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """A person seen in an office for the first time; `follows` names who was seen in it before."""

    name: str
    title: str
    body: str | None
    area: str | None
    day: str | None
    follows: str | None


@dataclass(frozen=True, slots=True)
class Telling:
    """One of the values of a contradiction, and the posts that tell it, one an outlet."""

    value: str
    posts: Cut[Post]


@dataclass(frozen=True, slots=True)
class Difference:
    """What posts on one story (`title`) tell differently; `kind` and `what` as in `stories.model.Contradiction`."""

    title: str | None
    kind: str
    what: str
    sides: Cut[Telling]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A warning: what is printed, and what was made of it."""

    text: str | None
    message: str
    post: Post


@dataclass(frozen=True, slots=True)
class Doubts:
    """The warnings of one code."""

    code: str
    doubts: Cut[Doubt]


@dataclass(frozen=True, slots=True)
class Edit:
    """A post that was edited since; `title_before` is `None` where the headline stayed.

    `gone` and `come` are the figures that only the former or only the newer version tells.
    """

    post: Post
    title_before: str | None
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A post that could not be read; `message` says where, why and what to do."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Troubled:
    """An outlet that fell silent or could not be asked; `health` as in `collect.health.Health`."""

    domain: str
    name: str
    health: str
    cause: str | None
    silent_days: int | None


@dataclass(frozen=True, slots=True)
class Digest:
    """What came with the runs after `after_run`, up to `upto`.

    Attributes:
        at: when it was made.
        after_run: what this run and those before it brought is not told; 0 for all that there is.
        upto: the last run that it tells of.
        since: when run `after_run` began; `None` for 0.
        areas: names of the areas of interest, as resolved.
    """

    at: datetime
    after_run: int
    upto: int
    since: datetime | None
    areas: tuple[str, ...]
    counts: Counts
    stories: Cut[StoryLine]
    provinces: Cut[Share]
    types: Cut[Share]
    paid: Paid
    figures: Cut[ToldFigures]
    ahead: Cut[Ahead]
    holders: Cut[Holder]
    differences: Cut[Difference]
    doubts: tuple[Doubts, ...]
    edited: Cut[Edit]
    unread: Cut[Unread]
    outlets: Cut[Troubled]

    @property
    def is_empty(self) -> bool:
        """Is nothing new? What is ahead, and outlets that are still silent, are no news."""
        one = self.counts
        return not any((one.posts, one.aside, one.edited, one.failed))


def unique(things: Iterable[T]) -> list[T]:
    """These without repetition, in their order."""
    return list(dict.fromkeys(things))
