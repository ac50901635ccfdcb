"""Posts that have been found and are not yet read: small things that can be handed to another process and read there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from extractor.documents.batches import Article
from extractor.documents.document import DocumentError, Failure
from extractor.documents.joining import PageBytes


@dataclass(frozen=True, slots=True)
class FilePost:
    """A file that holds one post; `shown` is its path as it appears in records."""

    path: str
    shown: str


@dataclass(frozen=True, slots=True)
class ListedPost:
    """An article of a list; `shown` is the path of the list with its number."""

    article: Article
    shown: str


@dataclass(frozen=True, slots=True)
class ArchivedPost:
    """Pages of a web archive that are one post.

    Attributes:
        pages: in their order.
        url: of the post.
        fetched: when.
        file: the archive, as it appears in records.
        offset: of the first response in it.
        is_ours: did this program archive it as a post? Of what others archived, it may be a listing or a login page.
    """

    pages: tuple[PageBytes, ...]
    url: str
    fetched: datetime | None
    file: str
    offset: int
    is_ours: bool

    @property
    def shown(self) -> str:
        """Its path as it appears in records."""
        return f"{self.file}#{self.offset}"


@dataclass(frozen=True, slots=True)
class ArchiveEnd:
    """The end of an archive in which others' pages alone were found: if none of them is a post, the file is a failure."""

    file: str

    @property
    def shown(self) -> str:
        """Its path as it appears in records."""
        return self.file

    def failure(self) -> Failure:
        """Where none is a post."""
        return DocumentError(
            "no-posts", "no response in this web archive is a post", "Give an archive with pages of posts."
        ).failure(self.file)


Post = FilePost | ListedPost | ArchivedPost | ArchiveEnd


class Crawls:
    """Keeps account of archives of others: `ended` says whether one held no post after all."""

    def __init__(self) -> None:
        self._with_posts: set[str] = set()

    def found(self, post: Post) -> None:
        """What was found is a post."""
        if (file := crawl_of(post)) is not None:
            self.found_in(file)

    def found_in(self, file: str) -> None:
        """A page of an archive of others is a post."""
        self._with_posts.add(file)

    def had_posts(self, file: str) -> bool:
        """Was a page of this archive a post?"""
        return file in self._with_posts

    def ended(self, end: ArchiveEnd) -> Failure | None:
        """The failure of an archive of which all pages have been read, if there was no post."""
        if end.file in self._with_posts:
            self._with_posts.discard(end.file)
            return None
        return end.failure()


def crawl_of(post: Post) -> str | None:
    """The archive of others that a post is from, if it is from one."""
    return post.file if isinstance(post, ArchivedPost) and not post.is_ours else None
